"""Text -> the countries that it names, by the names that babel has for them in the text's language and in English."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from rag.text.fact import Fact
from rag.text.words import fold

_ALSO = {
    "america": "US", "usa": "US", "u.s.": "US", "u.s": "US", "u.s.a.": "US", "us": "US", "britain": "GB",
    "great britain": "GB", "uk": "GB", "u.k.": "GB", "u.k": "GB", "england": "GB", "turkey": "TR",
    "russian federation": "RU", "czech republic": "CZ", "ivory coast": "CI", "burma": "MM", "holland": "NL",
    "republic of ireland": "IE", "macedonia": "MK", "swaziland": "SZ", "congo": "CG",
    "vatican": "VA", "palestine": "PS", "hong kong": "HK", "macau": "MO", "bosnia": "BA",
}  # fmt: skip
"""What countries are called beside what babel has."""
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
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE), known
