"""Text -> its sentences, as intervals between which nothing but white space lies."""

import functools
import itertools
import re
from collections.abc import Iterator

from babel import Locale, UnknownLocaleError

from rag.types import Interval

# A heading or a list sign opens a sentence even where no blank line stands before it, and a heading line ends with its
# line.
_BLOCK = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n]*(?:#{1,6}\s|[-*•+]\s|\d{1,3}[.)]\s|>))|(?<=\n)(?=#{1,6}\s)")
_HEADING = re.compile(r"#{1,6}\s[^\n]*")
_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s+")
# The splitter's time grows with the square of what it is given: 11 s for a paragraph of 200,000 Chinese characters,
# 0.03 s for these.
_LONGEST_BLOCK = 10_000
_LONGEST_BARE = 300  # characters of a sentence that no mark divides
_MARK = re.compile(r"[.,;:!?…،؛।。、，；：]|\s[–—-]\s")
_NEAR = 40  # characters before and after a cut by which it is judged
_WORD = re.compile(r"(?<![\w.])(\w+)\.$")
_ORDINAL = re.compile(r"(?<![\w.,:-])\d{1,2}\.$")
_LINE = re.compile(r"[^\n]+")
_ENDED = re.compile(r"[.!?…。！？؟۔।][\"“”»'‘’)\]\s]*$")
_STOP = re.compile(r"\n|[.!?…][\"”»’)\]]*\s|[。！？]")


def sentences(text: str, lang: str | None = None) -> list[Interval]:
    """The sentences of a text in order, without the white space around them.

    A sentence never crosses a blank line; a heading or a list entry is one of its own. Only the splitter's *starts* are
    used, each sentence reaching to the next start, so that no character can be lost by it.
    """
    import sentencex

    code = (lang or "en").lower()
    found: list[Interval] = []
    for start, end in _blocks(text):
        block = text[start:end]
        starts = [boundary["start_index"] for boundary in sentencex.get_sentence_boundaries(code, block)]
        number = _NUMBER.match(block)  # after which the splitter cuts: it ends with a point
        inner = {one for one in starts if not (number and one <= number.end()) and not _goes_on(block, one, code)}
        cuts = sorted({0, len(block), *inner, *_line_starts(block)})
        for left, right in itertools.pairwise(cuts):
            if interval := trimmed(text, start + left, start + right):
                # What nobody says the language of may be a statement, which is checked as it was written.
                found += _pieces(text, *interval) if lang else [interval]
    return found


def _goes_on(block: str, cut: int, lang: str) -> bool:
    """Whether the sentence before a cut of the splitter's goes on after it: with a small letter after an abbreviation,
    with the number that one stands before ("approx. 3.5"), or after an ordinal that its language writes with a point
    ("der 2. Weltkrieg")."""
    before, after = block[max(0, cut - _NEAR) : cut].rstrip(), block[cut : cut + _NEAR].lstrip()
    if not before.endswith(".") or not after:
        return False
    if after[0].islower():
        return any(letter.isupper() for letter in block)
    if after[0].isdigit():
        return (word := _WORD.search(before)) is not None and word[1].lower() in _before_numbers(lang)
    return after[0].isalpha() and _ORDINAL.search(before) is not None and _has_points_after_ordinals(lang)


@functools.cache
def _before_numbers(lang: str) -> frozenset[str]:
    """The abbreviations that stand before numbers in a language, of which the splitter knows only some."""
    from sentencesplit.languages import LANGUAGE_CODES

    code = lang.partition("-")[0]
    return frozenset(LANGUAGE_CODES[code].Abbreviation.NUMBER_ABBREVIATIONS) if code in LANGUAGE_CODES else frozenset()


@functools.cache
def _has_points_after_ordinals(lang: str) -> bool:
    """Whether a language writes the day of a date as an ordinal with a point, by Unicode's CLDR."""
    try:
        pattern = str(Locale.parse(lang.replace("-", "_")).date_formats["long"].pattern)
    except (UnknownLocaleError, ValueError):
        return False
    return "d." in pattern


def _line_starts(block: str) -> Iterator[int]:
    """Where a line begins that the one above does not run on into, as that had room for its first word: it begins like
    a sentence, or with a number below a line that ends with a stop."""
    lines = list(_LINE.finditer(block))
    width = max((len(line[0]) for line in lines), default=0)
    for above, line in itertools.pairwise(lines):
        word = line[0].split(maxsplit=1)
        ended = above[0].rstrip()
        if not word or not ended or len(ended) + 1 + len(word[0]) > width:
            continue
        stops = has_stop(ended)
        if (word[0][0].isupper() and (stops or ended[-1].isalnum())) or (stops and word[0][0].isdigit()):
            yield line.start()


def _pieces(text: str, start: int, end: int) -> Iterator[Interval]:
    """A sentence; one that is long and has hardly a mark, as of Thai or of speech that a machine wrote down, in pieces
    cut at spaces."""
    if len(_MARK.findall(text, start, end)) * _LONGEST_BARE < end - start:
        while end - start > _LONGEST_BARE:
            space = text.rfind(" ", start + _LONGEST_BARE // 2, start + _LONGEST_BARE)
            cut = space if space >= 0 else text.find(" ", start + _LONGEST_BARE, end)
            if cut < 0:  # no words
                break
            if piece := trimmed(text, start, cut):
                yield piece
            start = cut + 1
    if rest := trimmed(text, start, end):
        yield rest


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


def has_stop(text: str) -> bool:
    """Whether a text ends as a sentence does: a headline, a caption or a link of a page does not."""
    return _ENDED.search(text) is not None


def trimmed(text: str, start: int, end: int) -> Interval | None:
    """An interval without the white space at its ends; None where it holds nothing else."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if left < right else None
