"""Text -> its sentences, as intervals between which nothing but white space lies."""

import itertools
import re
from collections.abc import Iterator

from rag.types import Interval

# A heading or a list sign opens a sentence even where no blank line stands before it, and a heading line ends with its
# line.
_BLOCK = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n]*(?:#{1,6}\s|[-*•+]\s|\d{1,3}[.)]\s|>))|(?<=\n)(?=#{1,6}\s)")
_HEADING = re.compile(r"#{1,6}\s[^\n]*")
_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s+")
# The splitter's time grows with the square of what it is given: 11 s for a paragraph of 200,000 Chinese characters,
# 0.03 s for these.
_LONGEST_BLOCK = 10_000
_STOP = re.compile(r"\n|[.!?…][\"”»’)\]]*\s|[。！？]")


def sentences(text: str, lang: str | None = None) -> list[Interval]:
    """The sentences of a text in order, without the white space around them.

    A sentence never crosses a blank line; a heading or a list entry is one of its own. Only the splitter's *starts* are
    used, each sentence reaching to the next start, so that no character can be lost by it.
    """
    import sentencex

    found: list[Interval] = []
    for start, end in _blocks(text):
        block = text[start:end]
        starts = [boundary["start_index"] for boundary in sentencex.get_sentence_boundaries(lang or "en", block)]
        number = _NUMBER.match(block)  # after which the splitter cuts: it ends with a point
        cuts = sorted({0, len(block), *(start for start in starts if not number or start > number.end())})
        found.extend(
            interval
            for left, right in itertools.pairwise(cuts)
            if (interval := trimmed(text, start + left, start + right))
        )
    return found


def _blocks(text: str) -> list[Interval]:
    cuts = {0, len(text)}
    for match in _BLOCK.finditer(text):
        cuts.add(match.end())
        if heading := _HEADING.match(text, match.end()):
            cuts.add(heading.end())
    if heading := _HEADING.match(text):
        cuts.add(heading.end())
    ordered = sorted(cuts)
    return [
        part
        for left, right in itertools.pairwise(ordered)
        if not text[left:right].isspace()
        for part in _parts(text, left, right)
    ]


def _parts(text: str, start: int, end: int) -> Iterator[Interval]:
    """A block in parts that are not too long, cut where a sentence seems to end, else at white space."""
    while end - start > _LONGEST_BLOCK:
        limit = start + _LONGEST_BLOCK
        stops = [match.end() for match in _STOP.finditer(text, start + _LONGEST_BLOCK // 2, limit)]
        cut = stops[-1] if stops else text.rfind(" ", start + 1, limit)
        cut = cut if cut > start else limit
        yield start, cut
        start = cut
    yield start, end


def trimmed(text: str, start: int, end: int) -> Interval | None:
    """An interval without the white space at its ends; None where it holds nothing else."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if left < right else None
