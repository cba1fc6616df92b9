"""Where a sentence of nearly the same words as a statement has others in a place."""

import difflib
from collections.abc import Iterator, Sequence
from typing import TypeVar

from rag.answers.check.fault import Fault, Place
from rag.text.days import Day
from rag.text.facts import Text, among, read
from rag.text.numbers import Number
from rag.types import Span

_VERBATIM = 0.6  # share of a statement's words that a sentence has in the same order where it is compared word by word
_Fact = TypeVar("_Fact", Number, Day)
_PLACE = 4  # words that one place in two such sentences may hold


def places(statement: Text, cited: Sequence[Span]) -> Iterator[Place]:
    """The places in which the cited sentences that have nearly the words of a statement have others."""
    for span in cited:
        other = read(span.text)
        if other.corrects is not None:  # what stands there in the place of another is what was wrong
            continue
        matcher = difflib.SequenceMatcher(
            None, [word.stem for word in statement.words], [word.stem for word in other.words], autojunk=False
        )
        if sum(block.size for block in matcher.get_matching_blocks()) < _VERBATIM * len(statement.words):
            continue
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag != "equal" and i2 - i1 <= _PLACE and j2 - j1 <= _PLACE:
                words = statement.words[i1:i2]
                if i1 == 0 and j1 > 0 and len(words) == 1:  # "Meanwhile" is no name, though a sentence opens with it
                    words = ()
                yield Place(statement, words, other, other.words[j1:j2])


def replaced(place: Place, mine: Sequence[_Fact], theirs: Sequence[_Fact]) -> Fault | None:
    """Another number, or another date, in the place of one, of all that the two texts have."""
    mine, theirs = among(mine, place.words), among(theirs, place.others)
    if mine and theirs and not any(one.agrees(other) for one in mine for other in theirs):
        return Fault(f"the article says {theirs[0].text}, not {mine[0].text}", "unsupported")
    return None
