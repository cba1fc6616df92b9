"""Text -> the quantities in it: numbers with what they are measured in, brought to one unit a dimension.

The words for units are babel's, of all languages that the page speaks; what each is worth is ours.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from babel.units import format_unit

from rag.text.fact import Fact
from rag.text.facts import read
from rag.text.numbers import Number

_LANGUAGES = ("en", "en_GB", "de", "fr", "es", "tr")
_UNITS: Mapping[str, Mapping[str, float]] = {
    "length": {
        "millimeter": 1e-3, "centimeter": 0.01, "meter": 1, "kilometer": 1e3, "foot": 0.3048, "yard": 0.9144,
        "mile": 1609.344, "nautical-mile": 1852, "light-year": 9.4607e15, "parsec": 3.0857e16,
    },
    "speed": {"kilometer-per-hour": 1, "mile-per-hour": 1.609344, "knot": 1.852, "meter-per-second": 3.6},
    "duration": {
        "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629746, "year": 31556952,
    },
    "mass": {"gram": 1e-3, "kilogram": 1, "tonne": 1e3, "ton": 907.18474},
    "area": {
        "square-meter": 1, "square-kilometer": 1e6, "square-foot": 0.09290304, "square-mile": 2589988.11,
        "acre": 4046.8564224, "hectare": 1e4,
    },
    "volume": {"liter": 1, "gallon": 3.785411784},
}  # fmt: skip
"""By dimension the units, as CLDR calls them, in one of them."""
_FURTHER = {
    "kph": ("speed", 1.0), "kmh": ("speed", 1.0), "feet": ("length", 0.3048),
    "metern": ("length", 1.0), "kilometern": ("length", 1000.0), "zentimetern": ("length", 0.01),
    "kilometern pro stunde": ("speed", 1.0), "stundenkilometer": ("speed", 1.0), "stundenkilometern": ("speed", 1.0),
    "tagen": ("duration", 86400.0), "monaten": ("duration", 2629746.0), "jahren": ("duration", 31556952.0),
}  # fmt: skip
_DEGREES = re.compile(r"[\s-]?(?:°|degrees?)\s?(?P<scale>C|F|Celsius|Fahrenheit)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\s?(?:[ap]\.?m\b|o['’]clock|local time|Uhr\b)", re.IGNORECASE)
_LASTED = re.compile(r"(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d(?:\.\d+)?)")
_PER_HOUR = re.compile(r" (?:an?|per) (?:hour|hr)\b", re.IGNORECASE)
_OLD = re.compile(r"(?<=year|ears)[\s-](?:old|of age)\b", re.IGNORECASE)
AGED = re.compile(r"\bage[ds]?(?: of| about| only)? $", re.IGNORECASE)
"""What stands before a number that is an age."""
_GLUED = re.compile(
    r"(?<![\w.,])\d+(?:[.,]\d+)*(?=[a-z]{2}|\s?±)"
)  # "139km", "1010 ± 195 light years", which is no year
_SPREAD = r"(?:\s?(?:±|\+/-)\s?\d+(?:[.,]\d+)*)?"  # "1010 ± 195 light years"
_BETWEEN = re.compile(r"(?:,? and|,)? ")
_ABOUT = re.compile(
    r"\b(?:at least|at most|more than|less than|fewer than|up to|as many as|no fewer than|about|around|roughly|nearly"
    r"|almost|over|under|approximately|some|reportedly|an estimated)\s$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity(Fact):
    """A number with how it is hedged and its unit, as written; its amount in the unit of its ``dimension``, which is ""
    where it counts something or says no unit. ``number`` is where the number alone stands."""

    amount: float
    dimension: str
    number: tuple[int, int]


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a text in their order; no times of the day, no ordinals, no parts of its dates."""
    made: list[Quantity] = []
    for number in sorted([*read(text).facts.numbers, *_glued(text)], key=lambda one: one.start):
        one = _read(text, number)
        if one is None or (made and one.number[0] < made[-1].end):
            continue
        last = made[-1] if made else None
        if last and one.dimension == last.dimension == "duration" and _BETWEEN.fullmatch(text, last.end, one.start):
            made[-1] = replace(last, end=one.end, text=text[last.start : one.end], amount=last.amount + one.amount)
        else:
            made.append(one)
    yield from made


def _glued(text: str) -> Iterator[Number]:
    """The numbers that a unit stands behind without a blank, or with how far they may be off."""
    for match in _GLUED.finditer(text):
        if _names().match(text, match.end()):
            digits = re.sub(r",(?=\d{3}\b)", "", match[0]).replace(",", ".")
            if digits.count(".") < 2:
                yield Number(*match.span(), match[0], (float(digits),))


def _read(text: str, number: Number) -> Quantity | None:
    """The quantity that a number is of; None where it is a time of the day, or one in a row."""
    if number.unit in ("th", "s") or _CLOCK.match(text, number.end):
        return None
    if (lasted := _LASTED.fullmatch(number.text)) is not None:
        seconds = int(lasted["hours"]) * 3600 + int(lasted["minutes"]) * 60 + float(lasted["seconds"])
        return _quantity(text, number, number.end, seconds, "duration")
    if ":" in number.text:
        return None
    if (degrees := _DEGREES.match(text, number.end)) is not None:
        celsius = number.values[0] if degrees["scale"][0].upper() == "C" else (number.values[0] - 32) / 1.8
        return _quantity(text, number, degrees.end(), celsius, "temperature")
    if number.unit or (unit := _names().match(text, number.end)) is None:
        return _quantity(text, number, number.end, number.values[0], number.unit)
    dimension, factor = _known()[_plain(unit["unit"])]
    amount, end = number.values[0] * factor, unit.end()
    if dimension == "length" and (hour := _PER_HOUR.match(text, end)):
        return _quantity(text, number, hour.end(), amount / 1000, "speed")
    old = _OLD.match(text, end)
    if dimension == "duration" and (old or AGED.search(text, 0, number.start)):
        return _quantity(text, number, old.end() if old else end, number.values[0], "age")
    return _quantity(text, number, end, amount, dimension)


def _quantity(text: str, number: Number, end: int, amount: float, dimension: str) -> Quantity:
    hedge = _ABOUT.search(text, 0, number.start)
    begins = hedge.start() if hedge else number.start
    return Quantity(begins, end, text[begins:end], amount, dimension, (number.start, number.end))


@functools.cache
def _known() -> Mapping[str, tuple[str, float]]:
    """What a word for a unit means: its dimension, and how much of that it is."""
    known = dict(_FURTHER)
    for dimension, units in _UNITS.items():
        for unit, factor in units.items():
            for lang in _LANGUAGES:
                for count in (1, 2):
                    for length in ("long", "short") if dimension in ("length", "speed", "mass", "area") else ("long",):
                        name = _plain(format_unit(count, f"{dimension}-{unit}", length, locale=lang).lstrip("12"))
                        if len(name) > 1:
                            known.setdefault(name, (dimension, factor))
    return known


@functools.cache
def _names() -> re.Pattern[str]:
    names = "|".join(re.escape(one).replace(r"\ ", r"[\s-]") for one in sorted(_known(), key=len, reverse=True))
    return re.compile(rf"{_SPREAD}[\s-]?(?P<unit>{names})(?!\w)", re.IGNORECASE)


def _plain(name: str) -> str:
    return " ".join(name.replace("-", " ").split()).casefold()
