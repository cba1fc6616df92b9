"""A model's text -> its sentences, and which passages the markers of each name, in any of the ways that models write
them."""

import re
from collections.abc import Iterator

from rag.text.sentences import sentences

# Models write markers as they learned them: [1], [1, 2], [1-3], [^1^], [Passage 1], [citation:1], [doc1], 【1†source】,
# [[1]](address), (Passage 1), <sup>1</sup>, or turn0search1 between signs of private use. No quantifier gives back what
# it took, nor is a run of spaces begun anew at each: a text of such signs alone is read in time that grows with it.
_NAMED = r"(?:passages?|sources?|articles?|documents?|docs?|ref(?:erence)?s?|citations?|cite|see|#)[\s:#_.]*+"
_NUMBERS = r"\d{1,3}(?:\s*(?:[,;&–—-]|and|to)\s*(?:PASSAGE)?\d{1,3})*".replace("PASSAGE", _NAMED)
_MARKER = re.compile(
    rf"(?<![ \t])[ \t]*+(?:[\[【［]{{1,2}}\s*+\^?(?:{_NAMED}){{0,3}}+(?P<square>{_NUMBERS})\^?"
    r"(?:†[^\[\]【】［］]{0,80})?\s*+[\]】］]{1,2}"
    r"(?:\(https?:[^()\s]{0,500}\)|\(#[^()\s]{0,100}\))?"
    rf"|\((?:see\s+)?(?:passage|source)s?[\s:#]*(?P<round>{_NUMBERS})\)"
    r"|<sup>\[?(?P<raised>\d{1,3}(?:\s*,\s*\d{1,3})*)\]?</sup>"
    r"|\ue200cite(?P<private>(?:\ue202[a-z]{0,12}\d{0,3}[a-z]{0,12}\d{1,3})+)\ue201)",
    re.IGNORECASE,
)
# What is bold to the end of a sentence or around a marker, whose last signs may stand behind the marker, in another
# sentence, and alone. Words set in bold within one stay as they were written.
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*\n]{1,1000}?[.!?…\])】］>\ue201])\1")
_LEAD = re.compile(r"(?:#{1,6}|[-*•+]|\d{1,3}[.)])\s+")


def marked_sentences(text: str, passages: int, *, finished: bool = True) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """The sentences of a text: what stands before each, its words, and the passages that it names, from 0."""
    plain, markers = _without_markers(text)
    spans = sentences(plain)
    if not finished:
        spans = spans[:-1]
    cited: list[list[int]] = [[] for _ in spans]
    for offset, named in markers:
        # A marker belongs to the sentence that began last before it, whether it stands before or after the full stop.
        owner = max((number for number, (start, _) in enumerate(spans) if start < offset), default=None)
        if owner is not None:
            cited[owner] += [number - 1 for number in named if 1 <= number <= passages]
    behind = 0
    for (start, end), marked in zip(spans, cited, strict=True):
        sign = _LEAD.match(plain[start:end])
        begin = start + sign.end() if sign else start
        lead, behind = plain[behind:begin], end
        if begin < end:
            yield lead, plain[begin:end], tuple(dict.fromkeys(marked))


def _without_markers(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The text without its markers, and for each where it stood in what is left and the numbers in it."""
    text = _BOLD.sub(r"\2", text)
    plain: list[str] = []
    found: list[tuple[int, list[int]]] = []
    length = behind = 0
    for match in _MARKER.finditer(text):
        piece = text[behind : match.start()]
        plain.append(piece)
        length += len(piece)
        found.append((length, _numbers(match)))
        behind = match.end()
    plain.append(text[behind:])
    return "".join(plain), found


def _numbers(marker: re.Match[str]) -> list[int]:
    """The passages that a marker names, of a range all."""
    if marker["private"]:
        return [int(number) for number in re.findall(r"(\d+)(?=\ue202|\Z)", marker["private"])]
    named = marker["square"] or marker["round"] or marker["raised"]
    numbers: list[int] = []
    for range_sign, number in re.findall(r"([–—-]|\bto\b|[,;&]|\band\b)?[^\d–—,;&-]*?(\d+)", named, re.IGNORECASE):
        upto = int(number)
        begun = numbers[-1] + 1 if numbers and range_sign.lower() in ("-", "–", "—", "to") else upto
        numbers += range(begun, upto + 1)
    return numbers
