"""An article's text -> the people and places that it names, each with where: what an index is filtered and counted by.

A reader who chooses a name takes it for one, so that this is stricter than what a list shows beside its words
(`rag.text.said.items`): ``sure`` is a name that the text itself shows to be one of its kind. Of the others those count
that some article of the index is sure of, which is not for this module to know.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rag.text.names import folded_name
from rag.text.places import Country, cities, countries, is_country
from rag.text.quotations import quoted
from rag.text.said.items import Reader
from rag.text.said.mentions import Mention
from rag.text.said.naming import NAMING
from rag.text.said.people import People
from rag.text.said.reading import attributions, people
from rag.types import Interval

Kind = Literal["person", "place"]

LONGEST = 50_000
"""Characters of an article that are read."""

_TOLD_OF = re.compile(r",? (?:(?:who|whose|aged|der|die|deren|dessen)\b|\(\d|\d\d\b)")
"""What follows the name of a person, and of nothing else."""
_PLACES = (
    r"(?:city|town|village|state|province|county|capital|municipality|district|region|suburb|island|borough|parish"
    r"|prefecture|territory|neighbou?rhood|stadt|dorf|gemeinde|provinz|hauptstadt|insel)"
)
_INSIDE = re.compile(
    r"\b(?:in|near|outside|across|throughout) (?:(?:north|south|east|west)\w* |central )?$", re.IGNORECASE
)
_PLACE_OF = re.compile(rf"\b(?:{_PLACES}|mayor|governor) of (?:the )?$", re.IGNORECASE)
_IS_PLACE = re.compile(rf",? (?:is )?(?:an? |the |eine? )(?:[\w-]+ ){{0,3}}{_PLACES}\b", re.IGNORECASE)
_BEFORE = 30  # characters before a name that are read for one of these
_OPENS = re.compile(r"(?:^|[.!?:\n]\s*|[\"“„(])$")
"""What stands before a sentence: a word that only stands behind it may have its capital from there."""
_CAPITAL_BEFORE, _CAPITAL_AFTER = re.compile(r"\b[A-Z][\w'’-]*\w $"), re.compile(r" [A-Z]\w*[a-z]\b|\$")
_ACRONYM = re.compile(r"\b[A-ZÄÖÜ]{2,}\b")
_NO_NAME = re.compile(r".*\d.*|image|file|photo|source|update", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A person or place, and where a text names it; ``key`` is what its spellings share: its folded words, of a country
    its ISO 3166 code, of a city that babel knows its time zone."""

    kind: Kind
    key: str
    name: str
    spans: tuple[Interval, ...]
    sure: bool


def named(text: str, code: str) -> tuple[Named, ...]:
    """The people and places of a text, in a language by its ISO 639-1 code; in one that has no rules for names the
    countries alone."""
    text = text[:LONGEST]
    known = people(text, code)
    if known is None:
        return tuple(_gathered("place", _countries(text, countries(text, code)), set()))
    reader = Reader(text, code, known)
    places = [*_countries(text, reader.countries), *_places(reader, text, code)]
    return (
        *_gathered("person", _persons(reader, text, code, known), set()),
        *_gathered("place", places, _mostly_inside(reader, text, code)),
    )


_Found = tuple[Interval, str, str, bool]
"""Where something is named, its key, its name, and whether that shows what it is."""


def _gathered(kind: Kind, found: Iterable[_Found], sure: set[str]) -> Iterator[Named]:
    """What was found, each once, by the spelling that it has most often; those of some keys are ``sure`` anyway."""
    spans: dict[str, list[Interval]] = {}
    names: dict[str, Counter[str]] = {}
    certain = set(sure)
    for span, key, name, shown in found:
        spans.setdefault(key, []).append(span)
        names.setdefault(key, Counter())[name] += 1
        if shown:
            certain.add(key)
    for key, counted in names.items():
        yield Named(kind, key, counted.most_common(1)[0][0], tuple(sorted(spans[key])), key in certain)


def _persons(reader: Reader, text: str, code: str, known: People) -> Iterator[_Found]:
    """The people named in full, and where their surnames stand for them."""
    speakers = {known.named(one.name) for one in attributions(text, code) if one.name is not None}
    for one in reader.names:
        whole = reader.whole_of(one)
        if whole is None or len(whole.words) < 2 or reader.is_other(whole) or reader.is_place(whole):
            continue
        start, end = reader.without_titles(whole)
        words = folded_name(text[start:end])
        name = " ".join(text[start:end].split())
        titled = bool(one.roles or whole.roles)
        other = _is_none(name) or (_is_countrys(words, code) and not titled)
        if len(words) < 2 or other or not reader.may_be_person(whole):
            continue
        shown = titled or _TOLD_OF.match(text, whole.end) is not None
        yield (one.start, one.end), " ".join(words), name, shown or whole.words in speakers or _is_sure(known, whole)


def _is_none(name: str) -> bool:
    """Whether a name has a figure or an acronym in it, or is what stands below a picture."""
    return _NO_NAME.fullmatch(name) is not None or _ACRONYM.search(name) is not None


def _is_sure(known: People, whole: Mention) -> bool:
    """Whether the text says what somebody is, and does not only use the last of two names alone."""
    alone = any(one.words == whole.words[-1:] for one in known.mentions)
    return known.is_shown(whole) and not alone


def _is_countrys(words: list[str], code: str) -> bool:
    """Whether a name ends with that of a country or a city ("Fan Expo Canada")."""
    return is_country(words[-1], code) or tuple(words) in cities(code)


def _countries(text: str, found: Iterable[Country]) -> Iterator[_Found]:
    """The countries of a text, but those within longer names ("New Jersey") and quotations."""
    quotes = list(quoted(text))
    for one in found:
        within = _CAPITAL_BEFORE.search(text[max(0, one.start - _BEFORE) : one.start])
        follows = _CAPITAL_AFTER.match(text, one.end)
        if not (within or follows or any(start <= one.start < end for start, end in quotes)):
            yield (one.start, one.end), f"={one.code}", one.text, True


def _places(reader: Reader, text: str, code: str) -> Iterator[_Found]:
    """The places of a text that are no countries."""
    gazetteer = cities(code)
    starts = {one.start for one in reader.countries}
    inner = {one.words for one in reader.names if not _OPENS.search(text[max(0, one.start - 3) : one.start])}
    for number, one in enumerate(reader.names):
        words = tuple(folded_name(text[one.start : one.end]))
        if (
            not words
            or one.words not in inner
            or one.roles
            or one.article
            or reader.is_country(one)
            or not reader.may_be_place(one)
        ):
            continue
        if reader.is_someone(one):
            continue
        following = reader.names[number + 1] if number + 1 < len(reader.names) else None
        inside = (
            following is not None
            and text[one.end : following.start] == ", "
            and (following.start in starts or tuple(folded_name(text[following.start : following.end])) in gazetteer)
        )
        name = " ".join(text[one.start : one.end].split())
        if _NO_NAME.fullmatch(name):
            continue
        before = text[max(0, one.start - _BEFORE) : one.start]
        shown = words in gazetteer or inside or _PLACE_OF.search(before) or _IS_PLACE.match(text, one.end)
        yield (one.start, one.end), gazetteer.get(words) or " ".join(words), name, bool(shown)


def _mostly_inside(reader: Reader, text: str, code: str) -> set[str]:
    """The keys of the names that at least every other time stand after "in" or the like, and never with "the"; of none
    in a language in which any noun has a capital."""
    if code == "de" or code not in NAMING:
        return set()
    counts: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    definite: set[str] = set()
    for one in reader.names:
        key = " ".join(folded_name(text[one.start : one.end]))
        counts[key] += 1
        inside[key] += _INSIDE.search(text[max(0, one.start - _BEFORE) : one.start]) is not None
        if one.article:
            definite.add(key)
    return {key for key, count in inside.items() if count and 2 * count >= counts[key]} - definite
