"""Text -> the numbers in it, in forms in which two spellings of one number are equal (1,000 = 1000 = one thousand)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from text_to_num import find_numbers

from rag.text.characters import SURROGATE
from rag.text.fact import Fact

_CURRENCIES = {
    "$": "dollar", "us$": "dollar", "usd": "dollar", "dollar": "dollar", "€": "euro", "eur": "euro", "euro": "euro",
    "£": "pound", "gbp": "pound", "pound": "pound", "¥": "yen", "₺": "lira", "₽": "rouble",
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "tn": 1e12,
    "millionen": 1e6, "mio": 1e6, "milliarde": 1e9, "milliarden": 1e9, "mrd": 1e9,  # German
    "millions": 1e6, "milliard": 1e9, "milliards": 1e9,  # French
    "millón": 1e6, "millones": 1e6,  # Spanish
    "milyon": 1e6, "milyar": 1e9,  # Turkish
}  # fmt: skip
"""Words behind digits. A German Billion and a Spanish billón, a thousand English ones, are left as they are."""
_DIGITS = re.compile(
    r"(?<![\w.])(?P<currency>us\$|usd |eur |gbp |[$€£¥₺₽])?\s?"
    r"(?<![^\W\d_]-)(?P<digits>\d{1,3}(?:[,.’'\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:]\d+)*)"
    rf"(?:(?P<ordinal>st|nd|rd|th|s)\b|[\s-]?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})\b)?"
    r"(?:\s?(?P<unit>[%$€£₺₽]|per ?cent\b|pct\b|dollars?\b|euros?\b|pounds?\b))?(?![\d\w])",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(r"\s(per ?cent|dollars?|euros?|pounds?)\b", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,]*|[^\s\w]")
# Numbers that say nothing in most places ("first of all", the o of "o'clock").
_IDLE = frozenset(("first", "o", "oh"))
_ARTICLE = re.compile(r"\ban?[ -]\Z", re.IGNORECASE)
_DOZEN = re.compile(r"\bdozen\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number(Fact):
    """A number with all its readings ("1.000" has two), what it counts in ("%", "dollar", "th", or ""), and by how much
    a number said in round words may differ ("1.2 million": 50,000)."""

    values: tuple[float, ...]
    unit: str = ""
    slack: float = 0.0

    def agrees(self, other: "Number") -> bool:
        """Whether the other number, as an article has it, is this one."""
        if self.unit and other.unit and self.unit != other.unit:
            return False
        slack = self.slack if other.slack < self.slack else 0.0  # what is as round must be the same
        return any(abs(one - two) <= max(slack, 1e-9 * abs(two)) for one in self.values for two in other.values)


def numbers(text: str, days: Sequence[Fact]) -> Iterator[Number]:
    """The numbers of a text that are no part of one of its ``days``."""
    taken = [(day.start, day.end) for day in days]

    def free(match: re.Match[str]) -> bool:
        return not any(start < match.end() and match.start() < end for start, end in taken)

    for match in _DIGITS.finditer(text):
        if not free(match):
            continue
        digits, scale = match["digits"], (match["scale"] or "").lower()
        values, places = _read(digits)
        factors = [1.0, 1e6] if scale == "m" and not match["currency"] else [_SCALES.get(scale, 1.0)]
        unit = (match["unit"] or match["currency"] or match["ordinal"] or "").lower().strip()
        start = match.start("currency") if match["currency"] else match.start("digits")
        slack = _SCALES[scale] * 10.0**-places / 2 if scale and scale != "m" else 0.0
        taken.append((start, match.end()))
        readings = tuple(value * factor for value in values for factor in factors)
        yield Number(start, match.end(), text[start : match.end()], readings, _unit(unit), slack)
    for number in _spelled(text):
        if not any(start < number.end and number.start < end for start, end in taken):
            yield number


def _unit(written: str) -> str:
    if written in ("%", "percent", "per cent", "pct"):
        return "%"
    if written in ("st", "nd", "rd", "th"):
        return "th"
    return _CURRENCIES.get(written, _CURRENCIES.get(written.rstrip("s"), written))


def _read(digits: str) -> tuple[list[float], int]:
    """What digits may mean, and how many places stand after the point."""
    plain = re.sub(r"[’'\u00a0\u202f ]", "", digits)
    if ":" in plain:
        hours, *rest = (float(part) for part in re.split("[:.,]", plain))
        return [hours + sum(part / 60 ** (place + 1) for place, part in enumerate(rest))], 0
    signs = re.findall(r"[.,]", plain)
    if not signs:
        return [float(plain)], 0
    whole = float(re.sub(r"[.,]", "", plain))
    if len(set(signs)) == 2 and signs[-1] not in signs[:-1]:  # the last sign is the decimal one
        head, _, tail = plain.rpartition(signs[-1])
        return [float(re.sub(r"[.,]", "", head) + "." + tail)], len(tail)
    groups = re.split(r"[.,]", plain)
    thousands = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0"
    if len(signs) > 1:
        return [whole], 0
    decimal = float(plain.replace(",", "."))
    if not thousands:
        return [decimal], len(groups[1])
    return [whole, decimal] if signs[0] == "." else [whole], 0


class _Token:
    """A word of a text, as text2num reads it."""

    def __init__(self, match: re.Match[str]) -> None:
        self.start, self.end = match.span()
        self._text = SURROGATE.sub("\ufffd", match[0])  # which text2num takes for no text

    def text(self) -> str:
        return self._text

    def nt_separated(self, _: "_Token") -> bool:
        """Whether there is a pause between it and the one before, which only speech has."""
        return False

    def not_a_number_part(self) -> bool:
        return False


def _spelled(text: str) -> Iterator[Number]:
    """The numbers in words, whose round ones may differ by half of the unit that they end with ("two million")."""
    tokens = [_Token(match) for match in _TOKEN.finditer(text)]
    dozens = {match.start(): match.end() for match in _DOZEN.finditer(text)}
    for found in find_numbers(tokens, "en", 0.0):
        start, end, last = tokens[found.start].start, tokens[found.end - 1].end, tokens[found.end - 1].text().lower()
        # A plural counts nothing ("thousands of boats").
        if text[start].isdigit() or last in _IDLE or last.endswith("s"):
            continue
        value = float(found.value)
        if (dozen := dozens.pop(end + 1, None)) is not None:
            value, end = value * 12, dozen
        unit = _UNIT_AFTER.match(text, end)
        kind = "th" if found.is_ordinal else _unit(unit[1].lower()) if unit else ""
        slack = _SCALES.get(last, 0.0) / 2 if value >= 1e6 and not found.is_ordinal else 0.0
        end = unit.end() if unit else end
        start = article.start() if (article := _ARTICLE.search(text, max(0, start - 3), start)) else start
        yield Number(start, end, text[start:end], (value,), kind, slack)
    for start, end in dozens.items():
        start = article.start() if (article := _ARTICLE.search(text, max(0, start - 3), start)) else start
        yield Number(start, end, text[start:end], (12.0,))
