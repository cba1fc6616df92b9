"""What a sentence enumerates in another language than English: names, or nouns with capitals, in a row with commas or
semicolons between, and "and" or "or" before the last or a colon before the first. It knows no word but these two."""

import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from rag.text.quotations import quoted
from rag.types import Interval

_JOINS: Mapping[str, str] = {
    "de": r"und|oder|sowie",
    "fr": r"et|ou|ainsi que",
    "es": r"[ye]|[ou]|así como",
    "tr": r"ve|veya|ile",
}
LANGUAGES = frozenset(_JOINS)
"""Languages whose rows are found here, ISO 639-1."""
_LONGEST = 9  # words of a member
_FEWEST = 3  # members
_CAPITAL = r"[^\W\d_a-zß-öø-ÿı][\w.’'-]*"
_TIES = r"(?:d[eiu]|del|la|le|les|el|los|las|der|des|von|van|al|bin|für|of)"
_NAME = rf"{_CAPITAL}(?: (?:{_CAPITAL}|\d+)| {_TIES}(?: {_TIES})? {_CAPITAL})*"
_FIRST = re.compile(rf"(?:(?<=\s)|(?<=[„“«(\"’'])|^){_NAME}[”“»\"]?\s*$")
_ARTICLES = r"(?:(?:D(?:er|ie|as)|L(?:es?|a)|El|L[oa]s) )?"
_LAST = re.compile(rf"\s*{_ARTICLES}(?:[a-zß-öø-ÿı’']+ ){{0,2}}?(?:l['’])?(?P<name>[„“«\"]?{_NAME})")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_COLON = re.compile(r":\s")


def series(text: str, code: str) -> Iterator[list[Interval]]:
    """The rows of at least three members in a sentence, in their order."""
    held = [*quoted(text), *(one.span() for one in re.finditer(r"\([^()]*\)", text))]
    separator = re.compile(rf"\s*;(?:\s(?:{_JOINS[code]})(?=\s))?|,(?=\s)|,?\s(?P<joins>{_JOINS[code]})(?=\s)")
    found = [one for one in separator.finditer(text) if not any(a < one.start() < b for a, b in held)]
    if sum(one[0].lstrip().startswith(";") for one in found) > 1:
        found = [one for one in found if one[0].lstrip().startswith(";") or one["joins"]]
    bounds = [0, *(point for one in found for point in one.span()), len(text)]
    segments = list(zip(bounds[::2], bounds[1::2], strict=True))
    run: list[int] = []
    for place in range(len(segments)):
        run.append(place)
        last = place == len(found) or (len(run) > 1 and found[place - 1]["joins"] is not None)
        if not last and _is_whole(text, segments[place]):
            continue
        joined = any(found[one]["joins"] for one in run[:-1])
        opened = _COLON.search(text, *segments[run[0]]) is not None
        row = list(_row(text, [segments[one] for one in run]))
        if len(row) >= _FEWEST and (joined or opened):
            yield row
        run = [place]


def _is_whole(text: str, segment: Interval) -> bool:
    """Whether a row may go on behind what stands between two signs: where this is short, or is its first."""
    said = _ASIDE.sub("", text[slice(*segment)]).strip()
    return segment[0] == 0 or (0 < len(said.split()) <= _LONGEST and _LAST.match(said) is not None)


def _row(text: str, segments: Sequence[Interval]) -> Iterator[Interval]:
    """The members: of the first segment the name at its end, of each other one that at its beginning."""
    others = [one for left, right in segments[1:] if (one := _LAST.match(text, left, right))]
    start, end = segments[0]
    if opened := list(_COLON.finditer(text, start, end)):
        first = _LAST.match(text, opened[-1].end(), end)
        at, to = first.span("name") if first else (end, end)
    else:
        to = start + len(re.sub(r"\s*\([^()]*\)\s*$", "", text[start:end]).rstrip())
        name = _FIRST.search(text[start:to])
        at = start + name.start() if name else to
        words = median([len(one["name"].split()) for one in others] or [1])
        if at == 0 and len(text[at:to].split()) > words and " " in text[at:to]:  # a sentence opens with a capital
            at = text.index(" ", at) + 1
    for left, right in [(at, to), *(one.span("name") for one in others)]:
        if bare := text[left:right].rstrip(". "):
            yield left, left + len(bare)
