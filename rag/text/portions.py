"""Words -> the days of a portion of a month or year ("the second week of March", "Ende 2019"), of a season, of a
feast ("Christmas 2020") and of ten years ("the nineties"). Seasons are those of the north, of whole months.
"""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.easter import easter


class _Share(NamedTuple):
    """One of so many equal parts, counted from 1; without parts a week, the last one being -1."""

    number: int
    parts: int | None = None


_SHARES: Sequence[_Share] = (
    _Share(1), _Share(2), _Share(3), _Share(4), _Share(-1),
    _Share(1, 3), _Share(2, 3), _Share(3, 3),
    _Share(1, 2), _Share(2, 2),
    _Share(1, 4), _Share(2, 4), _Share(3, 4), _Share(4, 4),
)  # fmt: skip
_WEEK = 7  # days
_YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class _Words:
    """A language's words, as regular expressions: for each of ``_SHARES``, for the seasons from spring on, and for
    feasts; ``of`` may join a portion to what it is of."""

    shares: tuple[str, ...]
    of: str
    seasons: tuple[str, str, str, str]
    feasts: Mapping[str, str]


_LANGUAGES: Mapping[str, _Words] = {
    "en": _Words(
        (r"(?:first|1st) week|first (?:few )?days", r"(?:second|2nd) week", r"(?:third|3rd) week",
         r"(?:fourth|4th) week", r"(?:last|final) week|(?:last|final) (?:few )?days",
         r"early|(?:beginning|start)(?= of)", r"mid(?:dle)?[ -]?(?:of)?", r"late|end(?= of)",
         r"first half", r"(?:second|latter) half",
         r"first quarter", r"second quarter", r"third quarter", r"(?:fourth|last) quarter"),
        r"of |in ",
        ("spring", "summer", r"autumn|fall", "winter"),
        {"christmas eve": "christmas eve", "christmas day": "christmas day",
         r"christmas(?: (?:time|season))?|xmas": "christmas",
         r"new year(?:['’]?s)?(?: (?:day|eve))?": "new year",
         r"easter(?: sunday)?": "easter", "halloween": "halloween", "thanksgiving": "thanksgiving"},
    ),
    "de": _Words(
        (r"ersten? woche|ersten tagen?", r"zweiten? woche", r"dritten? woche", r"vierten? woche",
         r"letzten? woche|letzten tagen?",
         r"anfang|beginn", r"mitte", r"ende",
         r"ersten? (?:jahres|monats)?hälfte", r"zweiten? (?:jahres|monats)?hälfte",
         r"ersten? (?:quartal|vierteljahr)s?", r"zweiten? (?:quartal|vierteljahr)s?",
         r"dritten? (?:quartal|vierteljahr)s?", r"(?:vierten?|letzten?) (?:quartal|vierteljahr)s?"),
        r"im |des |der |vom |von |in ",
        (r"frühlings?|frühjahrs?", r"sommers?", r"herbst(?:es)?", r"winters?"),
        {"heiligabend": "christmas eve", r"weihnachten": "christmas", r"neujahr|silvester": "new year",
         r"ostern": "easter"},
    ),
    "fr": _Words(
        (r"première semaine|premiers jours", r"deuxième semaine|seconde semaine", r"troisième semaine",
         r"quatrième semaine", r"dernière semaine|derniers jours",
         r"début", r"mi-?|milieu", r"fin",
         r"première moitié|premier semestre", r"(?:deuxième|seconde) moitié|(?:deuxième|second) semestre",
         r"premier trimestre", r"(?:deuxième|second) trimestre", r"troisième trimestre",
         r"(?:quatrième|dernier) trimestre"),
        r"de |d['’]|du mois de |du mois d['’]|de l['’]année |en ",
        (r"printemps", r"été", r"automne", r"hiver"),
        {r"(?:veille|réveillon) de noël": "christmas eve", r"noël": "christmas",
         r"nouvel an|jour de l['’]an": "new year", r"pâques": "easter"},
    ),
    "es": _Words(
        (r"primera semana|primeros días", r"segunda semana", r"tercera semana", r"cuarta semana",
         r"última semana|últimos días",
         r"principios|comienzos|inicios", r"mediados", r"finales|fines",
         r"primera mitad|primer semestre", r"segunda mitad|segundo semestre",
         r"primer trimestre", r"segundo trimestre", r"tercer trimestre", r"(?:cuarto|último) trimestre"),
        r"del? (?:mes de )?|del año ",
        (r"primavera", r"verano", r"otoño", r"invierno"),
        {"nochebuena": "christmas eve", r"navidad(?:es)?": "christmas", r"año nuevo|nochevieja": "new year",
         r"pascua|semana santa": "easter"},
    ),
}  # fmt: skip
_TENS = {"twenties": 192, "thirties": 193, "forties": 194, "fifties": 195, "sixties": 196, "seventies": 197,
         "eighties": 198, "nineties": 199}  # fmt: skip
_DECADES = {
    "en": rf"(?:1\d|20)\d0['’]?s|['’]?[2-9]0['’]?s|{'|'.join(_TENS)}",
    "de": r"(?:1\d|20)\d0er(?:[ -]jahren?)?",
    "fr": r"(?:[dl]es )?années (?:1\d|20)\d0",
    "es": r"(?:los )?años (?:1\d|20)\d0",
}
_NONE = _Words(("(?!)",) * len(_SHARES), "(?!)", ("(?!)",) * 4, {})


def portion_words(lang: str) -> str:
    """A regular expression for what names a portion of a month or year, with what joins it to that."""
    words = _LANGUAGES.get(lang, _NONE)
    return rf"(?:(?:{'|'.join(words.shares)})\s?(?:{words.of})?)"


def feast_words(lang: str) -> str:
    """A regular expression for what names a season or a feast."""
    words = _LANGUAGES.get(lang, _NONE)
    return f"(?:{'|'.join([*words.seasons, *words.feasts])})"


def decade_words(lang: str) -> str:
    """A regular expression for what names ten years."""
    return _DECADES.get(lang, "(?!)")


def decade_of(words: str) -> tuple[date, date]:
    """The days of ten years, in the words of ``decade_words``; of two figures those of the last century."""
    figures = re.sub(r"\D", "", words)
    year = int(figures if len(figures) == 4 else f"19{figures}") if figures else _TENS[words] * 10
    return date(year, 1, 1), date(year + 9, 12, 31)


def portion_of(words: str, lang: str, first: date, last: date) -> tuple[date, date]:
    """The days of the portion, in the words of ``portion_words``, of a whole month or year."""
    known = _LANGUAGES[lang]
    place = next(place for place, said in enumerate(known.shares) if re.match(rf"(?:{said})\s?(?:{known.of})?$", words))
    number, parts = _SHARES[place]
    if parts is None:
        if number < 0:
            return last - timedelta(days=_WEEK - 1), last
        return first + timedelta(days=_WEEK * (number - 1)), first + timedelta(days=_WEEK * number - 1)
    if (first.year, first.month) == (last.year, last.month):
        length = 30 // parts
        begins = first + timedelta(days=length * (number - 1))
        return begins, last if number == parts else begins + timedelta(days=length - 1)
    length = _YEAR // parts
    return date(first.year, 1 + length * (number - 1), 1), _month_end(first.year, length * number)


def feast_of(words: str, lang: str, year: int) -> tuple[date, date]:
    """The days of the season or feast, in the words of ``feast_words``, of a year; a winter is that which begins in
    it, a new year that which it begins with."""
    known = _LANGUAGES[lang]
    for place, said in enumerate(known.seasons):
        if re.fullmatch(said, words):
            ends = year if place < 3 else year + 1  # the last of them goes on
            return date(year, 3 + 3 * place, 1), _month_end(ends, (4 + 3 * place) % 12 + 1)
    name = next(name for said, name in known.feasts.items() if re.fullmatch(said, words))
    match name:
        case "christmas eve":
            return date(year, 12, 24), date(year, 12, 24)
        case "christmas day":
            return date(year, 12, 25), date(year, 12, 25)
        case "christmas":
            return date(year, 12, 24), date(year, 12, 26)
        case "new year":
            return date(year - 1, 12, 31), date(year, 1, 1)
        case "easter":
            return easter(year) - timedelta(days=2), easter(year) + timedelta(days=1)
        case "halloween":
            return date(year, 10, 31), date(year, 10, 31)
        case _:
            thursday = next(day for day in range(22, 29) if date(year, 11, day).weekday() == calendar.THURSDAY)
            return date(year, 11, thursday), date(year, 11, thursday)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
