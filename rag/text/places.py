"""Text -> the countries that it names, by the names that babel has for them in the text's language and in English; and
the cities that babel knows, those that time zones are called by."""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from rag.text.fact import Fact
from rag.text.names import folded_name
from rag.text.words import fold

_ALSO = {
    "america": "US", "usa": "US", "u.s.": "US", "u.s": "US", "u.s.a.": "US", "us": "US", "britain": "GB",
    "great britain": "GB", "uk": "GB", "u.k.": "GB", "u.k": "GB", "england": "GB", "turkey": "TR",
    "russian federation": "RU", "czech republic": "CZ", "ivory coast": "CI", "burma": "MM", "holland": "NL",
    "republic of ireland": "IE", "macedonia": "MK", "swaziland": "SZ", "congo": "CG",
    "vatican": "VA", "palestine": "PS", "hong kong": "HK", "macau": "MO", "bosnia": "BA",
}  # fmt: skip
"""What countries are called beside what babel has."""
_NO_CITIES = frozenset(["Etc", "Antarctica"])
"""Areas whose zones are called by no city: stations there are called by surnames."""
_ACRONYMS = frozenset("us usa uk uae eu".split())


@dataclass(frozen=True, slots=True)
class Country(Fact):
    """A country where it is named, with its ISO 3166 code."""

    code: str


def countries(text: str, code: str) -> Iterator[Country]:
    """The countries and territories that a text names, in a language by its ISO 639-1 code; what "us" means hangs on
    its capitals."""
    pattern, known = _names(code)
    for match in pattern.finditer(text):
        name = fold(match[0])
        if match[0][0].isupper() and (name not in _ACRONYMS or match[0].isupper()):
            yield Country(match.start(), match.end(), match[0], known[name])


@functools.lru_cache(maxsize=16)
def _names(code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    known = dict(_ALSO)
    written = [*_ALSO]
    for language in {"en", code}:
        try:
            territories = Locale.parse(language).territories
        except (UnknownLocaleError, ValueError):
            continue
        for territory, name in territories.items():
            if len(territory) != 2 or not territory.isalpha() or territory in ("EU", "EZ", "UN", "ZZ", "XA", "XB"):
                continue
            for form in {
                name,
                re.sub(r" \(.*\)| SAR.*", "", name),
                name.replace("&", "and"),
                name.replace("St.", "Saint"),
            }:
                known.setdefault(fold(form), territory)
                written.append(form)
    forms = sorted({re.escape(one) for one in written}, key=lambda one: -len(one))
    # Of some 700 forms none is tried where a word begins small, which makes it several times as fast.
    return re.compile(rf"(?<![\w.-])(?-i:(?![a-z\d\s]))(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE), known


def is_country(name: str, code: str) -> bool:
    """Whether a text is the name of a country in a language by its ISO 639-1 code, or in English."""
    return fold(name) in _names(code)[1]


def country_name(code: str, language: str) -> str:
    """What a country of that ISO 3166 code is called in a language, or in English, or else its code."""
    for one in (language, "en"):
        try:
            return re.sub(r" \(.*\)| SAR.*", "", str(Locale.parse(one).territories[code]))
        except (KeyError, UnknownLocaleError, ValueError):
            continue
    return code


@functools.lru_cache(maxsize=16)
def cities(language: str) -> Mapping[tuple[str, ...], str]:
    """The folded words of the cities that babel has in a language and in English, some 400, each with the name of its
    time zone, by which its names in several languages are one."""
    known: dict[tuple[str, ...], str] = {}
    for one in (language, "en"):
        try:
            zones = Locale.parse(one).time_zones
        except (UnknownLocaleError, ValueError):
            continue
        for zone in get_global("zone_territories"):
            area, _, last = zone.rpartition("/")
            if area and area.partition("/")[0] not in _NO_CITIES:
                name = zones.get(zone, {}).get("city") or last.replace("_", " ")
                known.setdefault(tuple(folded_name(name)), zone)
    return known
