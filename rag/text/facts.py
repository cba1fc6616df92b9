"""Text -> the hard facts in it: numbers, dates, names, quotations and who says something, in forms in which two
spellings of one fact are equal (1,000 = 1000 = one thousand; 9 Oct = October 9; Ulutas = Ulutaş).

It reads English words for numbers and dates, and digits, names and quotation marks of any language. It knows nothing of
articles but the day on which one was published, which "yesterday" and "9 October" lean on.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rag.text.stems import FUNCTION_STEMS, stems
from rag.text.words import fold


@dataclass(frozen=True, slots=True)
class Fact:
    """Where a fact stands in its text, half-open, and how it is written there."""

    start: int
    end: int
    text: str


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


@dataclass(frozen=True, slots=True)
class Day(Fact):
    """A date, or what is given of it; ``shift`` is (unit, count) for "yesterday" or "last year", which stand for a date
    that the day of publication tells. ``weekday`` is 0 for Monday."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: tuple[str, int] | None = None

    def read(self, published: date | None) -> list["Day"]:
        """All that the date may mean in an article of that day, the date as it is written first."""
        found = [self]
        if published is None:
            return found
        if self.shift is not None:
            unit, count = self.shift
            moved = published + timedelta(days=count) if unit == "day" else _months(published, count)
            return [self._as(moved, unit)]
        if self.year is None and self.month is not None:
            for year in range(published.year - 1, published.year + 2):
                try:
                    whole = date(year, self.month, self.day or 15)
                except ValueError:  # 29 February
                    continue
                if abs((whole - published).days) <= _NEAR:
                    found.append(self._as(whole, "day" if self.day else "month"))
        elif self.weekday is not None and self.month is None:
            near = (published + timedelta(days=count) for count in range(-7, 8))
            found += [self._as(one, "day") for one in near if one.weekday() == self.weekday]
        return found

    def agrees(self, told: "Day") -> bool:
        """Whether all that this date says is so of a date as it may be read in an article."""
        weekday = told.weekday
        if weekday is None and told.year and told.month and told.day:
            try:
                weekday = date(told.year, told.month, told.day).weekday()
            except ValueError:
                return False
        if self.shift is not None:
            return self.shift == told.shift
        pairs = ((self.year, told.year), (self.month, told.month), (self.day, told.day), (self.weekday, weekday))
        return all(mine is None or mine == theirs for mine, theirs in pairs)

    def _as(self, day: date, unit: str) -> "Day":
        month = day.month if unit in ("day", "month") else None
        return Day(self.start, self.end, self.text, day.year, month, day.day if unit == "day" else None)


@dataclass(frozen=True, slots=True)
class Name(Fact):
    """Capitalised words in a row, folded. ``initial``: it opens a sentence, where any word has a capital."""

    words: tuple[str, ...]
    initial: bool


@dataclass(frozen=True, slots=True)
class Quotation(Fact):
    """Words in quotation marks; ``parts`` are its folded words, cut where something is left out or put in."""

    parts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The hard facts of a text."""

    numbers: tuple[Number, ...] = ()
    days: tuple[Day, ...] = ()
    names: tuple[Name, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    speakers: tuple[Name, ...] = ()
    words: frozenset[str] = field(default_factory=frozenset)


_NEAR = 300  # days from the publication of an article within which "9 October" of it lies

_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1\d{3}|20\d{2})(?![\d%])"
_SECOND = r"(?:\s?(?:-|–|—|to|and|or|until)\s?(?P<last>[0-3]?\d)(?:st|nd|rd|th)?)?"
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?<!\d[.,])(?P<year>1\d{3}|20\d{2})-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b",
        rf"(?<![\w.,/]){_DAY}{_SECOND}(?: of)? {_MONTH}(?:,? {_YEAR})?",
        rf"\b{_MONTH} {_DAY}{_SECOND}(?![\d:%]|,\d|\.\d)(?:,? {_YEAR})?",
        rf"\b{_MONTH}(?: of|,)? {_YEAR}",
        r"(?<![\w/])(?P<day>[0-3]?\d)[/.](?P<number>[01]?\d)[/.](?P<year>1\d{3}|20\d{2})(?![\w/])",
        r"(?<![\w/])(?P<number>[01]?\d)/(?P<day>[0-3]?\d)/(?P<year>1\d{3}|20\d{2})(?![\w/])",
        r"(?<![\w/$€£.,-])(?P<year>1\d{3}|20\d{2})(?:[-–/](?P<until>\d{2}|\d{4}))?(?![\w%/]|[.,-]\d)",
        rf"\b(?P<month>{'|'.join(_MONTHS)})\b",
        rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)})\b",
        r"\b(?P<shift>yesterday|today|tonight|tomorrow|this (?:morning|afternoon|evening|year|month)"
        r"|(?:last|next) (?:year|month|night))\b",
    )
]
_SHIFTS = {
    "yesterday": ("day", -1), "today": ("day", 0), "tonight": ("day", 0), "tomorrow": ("day", 1),
    "this morning": ("day", 0), "this afternoon": ("day", 0), "this evening": ("day", 0), "last night": ("day", -1),
    "this year": ("year", 0), "last year": ("year", -12), "next year": ("year", 12), "this month": ("month", 0),
    "last month": ("month", -1), "next month": ("month", 1), "next night": ("day", 1),
}  # fmt: skip
# What makes a month of a word that is a verb or a name as well.
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|since|until|till|by|from|to|and|late|early|mid|last|next|this|during)[ -]$", re.I
)

_CURRENCIES = {
    "$": "dollar", "us$": "dollar", "usd": "dollar", "dollar": "dollar", "€": "euro", "eur": "euro", "euro": "euro",
    "£": "pound", "gbp": "pound", "pound": "pound", "¥": "yen", "₺": "lira", "₽": "rouble",
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_DIGITS = re.compile(
    r"(?<![\w.])(?P<currency>us\$|usd |eur |gbp |[$€£¥₺₽])?\s?"
    r"(?<![^\W\d_]-)(?P<digits>\d{1,3}(?:[,.’'\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:]\d+)*)"
    r"(?:(?P<ordinal>st|nd|rd|th|s)\b|[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|bn|mn|tn|m|k)\b)?"
    r"(?:\s?(?P<unit>[%$€£₺₽]|per ?cent\b|pct\b|dollars?\b|euros?\b|pounds?\b))?(?![\d\w])",
    re.IGNORECASE,
)
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_WORDS: dict[str, float] = {word: value for value, word in enumerate(_ONES.split())}
_WORDS |= {
    word: 10 * tens for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_ORDINALS = dict(
    zip(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), range(2, 13), strict=True
    )
)
_SPELLED = "|".join([*_WORDS, "hundred", "thousand", "million", "billion", "trillion"])
_NUMBER_WORD = re.compile(
    rf"\b(?:an?[ -](?=hundred|thousand|million|billion|dozen))?(?:{_SPELLED}|dozen)"
    rf"(?:(?:[ -]|,? and )(?:{_SPELLED}))*\b(?:\s(?P<unit>per ?cent\b|dollars?\b|euros?\b|pounds?\b))?",
    re.IGNORECASE,
)
_ORDINAL_WORD = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)

_TOKEN = re.compile(r"[^\W_](?:[\w’'&-]|\.(?=\w))*\.?")
_SENTENCE_START = re.compile(r"(?:^|(?<!\b[A-Z])[.!?\n]\s*|[“\"‘«„(\[])$")
_NO_NAMES = {"i", "mr", "mrs", "ms", "dr", *_MONTHS, *_WEEKDAYS, *(month[:3] for month in _MONTHS), "sept"}
_QUOTED = re.compile(
    r"“([^“”]+)”|``(.+?)''|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]|(?<!\w)[‘'](?=\w)([^‘’']+(?:[’'](?=\w)[^‘’']+)*)[’'](?!\w)"
)
_LEFT_OUT = re.compile(r"\[[^\]]*\]|\.\.\.|…")
_SAYS = (
    r"(?:said|says|say|told|tells|stated|states|added|adds|claimed|claims|argued|argues|wrote|writes|announced|announces"
    r"|explained|explains|warned|warns|insisted|insists|noted|notes|denied|denies|tweeted|commented|replied|remarked"
    r"|declared|declares|admitted|admits|suggested|suggests|believes|believed|thinks|complained|reported|reports"
    r"|confirmed|confirms|promised|promises|predicted|predicts|asked|called)"
)
_ACCORDING = re.compile(r"\b(?:according to|in the words of)\s+", re.IGNORECASE)
_THEN_SAYS = re.compile(
    rf"(?:,[^,.;“”\"]{{1,60}},|\s\([^)]*\))?\s(?:(?:has|have|had|also|later|then|\w+ly)\s)?{_SAYS}\b"
)
_SAYS_BEFORE = re.compile(rf"[”\",]\s?{_SAYS} (?:[a-z][\w’'-]* ){{0,3}}$")
VERBS = re.compile(rf"\s(?:is|was|has|had|will|would|can|could|did|does|{_SAYS})\b")
"""What stands after a subject."""


def facts(text: str) -> Facts:
    """All hard facts of a text, each kind in its order."""
    days = list(_days(text))
    numbers = list(_numbers(text, days))
    names = list(_names(text))
    return Facts(
        tuple(numbers),
        tuple(days),
        tuple(names),
        tuple(_quotations(text)),
        tuple(_speakers(text, names)),
        frozenset(stems(text)),
    )


def _days(text: str) -> Iterator[Day]:
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            given = match.groupdict()
            overlaps = [one for one in taken if one[0] < match.end() and match.start() < one[1]]
            # 10/9/2023 has two readings, which stand at the same place.
            if overlaps and (overlaps != [match.span()] or not given.get("number")):
                continue
            month_name = given.get("month")
            if month_name and not given.get("day") and not given.get("year"):
                written = match[0][0].isupper()
                if not written or (
                    month_name.lower() in ("may", "march", "august")
                    and not _BEFORE_MONTH.search(text[max(0, match.start() - 12) : match.start()])
                ):
                    continue
            if (
                month_name
                and month_name.lower() == "may"
                and not match[0][match.start("month") - match.start()].isupper()
            ):
                continue
            found = _day(match, given)
            if found:
                taken.append(match.span())
                yield from found


def _day(match: re.Match[str], given: dict[str, str | None]) -> list[Day]:
    where = (match.start(), match.end(), match[0])
    if shift := given.get("shift"):
        return [Day(*where, shift=_SHIFTS[" ".join(shift.lower().split())])]
    if weekday := given.get("weekday"):
        return [Day(*where, weekday=_WEEKDAYS.index(weekday.lower()))] if weekday[0].isupper() else []
    written = given.get("year")
    year = int(written) if written else None
    until = given.get("until")
    if year and until:
        last = int(until) if len(until) == 4 else int(f"{year}"[:2] + until)
        if not 0 < last - year <= 100:
            return []
        return [Day(*where, year), Day(*where, last)]
    month = None
    if named := given.get("month"):
        month = next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(named.lower()[:3]))
    elif number := given.get("number"):
        month = int(number)
    days = [int(one) for one in (given.get("day"), given.get("last")) if one is not None]
    if (month is not None and not 1 <= month <= 12) or any(not 1 <= one <= 31 for one in days):
        return []
    return [Day(*where, year, month, one) for one in days] or [Day(*where, year, month)]


def _months(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _numbers(text: str, days: Sequence[Day]) -> Iterator[Number]:
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
    for match in _NUMBER_WORD.finditer(text):
        if free(match):
            value, round_to = _in_words(match[0])
            taken.append(match.span())
            yield Number(match.start(), match.end(), match[0], (value,), _unit((match["unit"] or "").lower()), round_to)
    for match in _ORDINAL_WORD.finditer(text):
        if free(match):
            yield Number(match.start(), match.end(), match[0], (float(_ORDINALS[match[0].lower()]),), "th")


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


def _in_words(text: str) -> tuple[float, float]:
    """The value of a number in words, and half of the round unit that it ends with ("two million": 500,000)."""
    total = current = 0.0
    last = ""
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _WORDS:
            current += _WORDS[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word == "dozen":
            current = (current or 1) * 12
        elif word in _SCALES:
            total, current = total + (current or 1) * _SCALES[word], 0.0
        elif word in ("a", "an"):
            current = 1.0
        last = word if word in _SCALES or word in _WORDS else last
    return total + current, 0.0 if last in _WORDS or last == "hundred" else _SCALES.get(
        last, 0.0
    ) / 2 if total >= 1e6 else 0.0


def _names(text: str) -> Iterator[Name]:
    run: list[re.Match[str]] = []
    for match in itertools.chain(_TOKEN.finditer(text), [None]):
        if match is not None and _is_name(match[0]):
            if (run and text[run[-1].end() : match.start()] != " ") or (run and _opens(text, match)):
                yield _name(text, run)
                run = []
            run.append(match)
        elif run:
            yield _name(text, run)
            run = []


def _is_name(token: str) -> bool:
    plain = token.strip(".'’").lower()
    for ending in ("'s", "’s"):
        plain = plain.removesuffix(ending)
    known = plain in _NO_NAMES or (plain.capitalize() == token and set(stems(plain)) <= FUNCTION_STEMS)
    return token[0].isupper() and not known


def _name(text: str, run: Sequence[re.Match[str]]) -> Name:
    start, end = run[0].start(), run[-1].end()
    return Name(start, end, text[start:end].rstrip("."), tuple(folded_name(text[start:end])), _opens(text, run[0]))


def _opens(text: str, match: re.Match[str]) -> bool:
    return _SENTENCE_START.search(text[max(0, match.start() - 4) : match.start()]) is not None


def folded_name(text: str) -> list[str]:
    """The folded words of a name, without points and the possessive: "U.S. Army's" is "us army"."""
    cut = re.sub(r"(?<=\b[^\W\d_])\.", "", re.sub(r"[’']s\b", "", fold(text)))
    return re.findall(r"[^\W_]+", cut)


def _quotations(text: str) -> Iterator[Quotation]:
    for match in _QUOTED.finditer(text):
        words = next(group for group in match.groups() if group is not None)
        parts = tuple(tuple(said) for part in _LEFT_OUT.split(words) if (said := spoken(part)))
        if parts:
            yield Quotation(match.start(), match.end(), words, parts)


def spoken(text: str) -> list[str]:
    """The folded words of a text one by one, without signs: how quotations are compared."""
    return re.findall(r"[^\W_]+", fold(text))


def _speakers(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """The names that are said to say something: next to a verb of speech, with a few words between, or after "according
    to". "The Government of Tajikistan" is one of them."""
    for number, name in enumerate(names):
        before, after = text[max(0, name.start - 80) : name.start], text[name.end : name.end + 80]
        told = _ACCORDING.split(before) if _ACCORDING.search(before) else None
        if (
            (told and re.fullmatch(r"(?:the |[\w’'-]+ ){0,4}", told[-1]))
            or _THEN_SAYS.match(after)
            or _SAYS_BEFORE.search(before)
        ):
            first = names[number - 1] if number else name
            if re.fullmatch(r" of (?:the )?", text[first.end : name.start]):
                name = replace(
                    name, start=first.start, words=first.words + name.words, text=text[first.start : name.end]
                )
            yield name
