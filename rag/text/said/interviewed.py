"""The replies of an interview that labels nobody: paragraphs that each follow a question, of the one person whom the
text above the first question names, where they speak of themselves.

A text that asks and replies by itself is none: in "What we know of the bridge" nobody says "I", and who writes of what
he thinks puts his questions to nobody.
"""

import re
from collections.abc import Iterator

from rag.text.said.naming import NAMING
from rag.text.said.people import People
from rag.types import Interval

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”“»]")
_FEWEST, _LONGEST = 3, 300


def interviewed(text: str, code: str, known: People) -> Iterator[tuple[Interval, Interval]]:
    """The name of whom an interview is with, as the text above it has it in full, and each paragraph of a reply."""
    paragraphs = [one.span() for one in _PARAGRAPH.finditer(text)]
    asked = [place for place, one in enumerate(paragraphs) if _asks(text[slice(*one)])]
    if len(asked) < _FEWEST or not any(NAMING[code].second.search(text, *paragraphs[place]) for place in asked):
        return
    persons = {
        known.full(one) for one in known.within(0, paragraphs[asked[0]][0]) if known.is_person(one)
    } - {None}  # fmt: skip
    whole = persons.pop() if len(persons) == 1 else None
    if whole is None or len(whole.words) < 2:
        return
    # Below the last reply the text may speak for itself again.
    replies = [
        paragraphs[asked[number] + 1 : asked[number + 1] if number + 1 < len(asked) else asked[number] + 2]
        for number in range(len(asked))
    ]
    replies = [run for run in replies if run]
    own = [run for run in replies if _is_own(" ".join(text[slice(*one)] for one in run), code)]
    if len(replies) >= _FEWEST and 2 * len(own) >= len(replies):
        yield from (((whole.start, whole.end), one) for run in replies for one in run)


def _asks(paragraph: str) -> bool:
    return paragraph.endswith("?") and len(paragraph) <= _LONGEST and paragraph[0] not in "\"“„«‘'"


def _is_own(words: str, code: str) -> bool:
    """Whether somebody speaks of himself in a reply, and not in a quotation in it."""
    return NAMING[code].first.search(_QUOTED.sub("", words)) is not None
