"""Sentences that take back the one before them. English only."""

import itertools
import re
from collections.abc import Iterator, Sequence

from rag.types import Span

_LATEST = 4  # sentences after
_DIGIT = re.compile(r"\d")
CORRECTS = re.compile(
    r"(?:that|this|it) (?:is|was) (?:wrong|incorrect|mistaken|an? (?:error|mistake)|not (?:true|right|correct))\b"
    r"|the (?:correct|right|true|actual|proper) (?:\w+ ){1,2}(?:is|are|was|were)\b|in fact\b",
    re.IGNORECASE,
)
"""How a sentence begins that takes back the one before it."""


def last_correcting(sentences: Sequence[Span], number: int) -> int:
    """The last of the sentences after one that take it back; itself where none does. Where a number is taken back, the
    right one may follow a little later."""
    near = range(number + 1, min(len(sentences), number + 1 + _LATEST))
    after = list(itertools.takewhile(lambda one: in_one_paragraph(sentences, one), near))
    if not after or not CORRECTS.match(sentences[after[0]].text):
        return number
    numbered = [one for one in after if _DIGIT.search(sentences[one].text)]
    return numbered[0] if numbered and _DIGIT.search(sentences[number].text) else after[0]


def corrections(sentences: Sequence[Span]) -> Iterator[Span]:
    """Each of some sentences that is taken back, with those that take it back."""
    for number, sentence in enumerate(sentences):
        if (last := last_correcting(sentences, number)) > number:
            yield Span(sentence.article, sentence.start, sentences[last].end)


def in_one_paragraph(sentences: Sequence[Span], number: int) -> bool:
    """Whether a sentence stands in one paragraph with the one before it, which is no heading."""
    before, sentence = sentences[number - 1 : number + 1]
    return "\n\n" not in sentence.article.text[before.end : sentence.start] and not before.text.startswith("#")
