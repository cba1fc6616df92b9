"""Text -> the dates in it, in forms in which two spellings of one date are equal (9 Oct = October 9). It reads English
words, and digits of any language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale

from rag.text.fact import Fact

_NEAR = 300  # days from the publication of an article within which "9 October" of it lies

_ENGLISH = Locale("en")
MONTHS = [_ENGLISH.months["format"]["wide"][month].lower() for month in range(1, 13)]
WEEKDAYS = [_ENGLISH.days["format"]["wide"][day].lower() for day in range(7)]
"""From Monday."""
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
        rf"\b(?P<month>{'|'.join(MONTHS)})\b",
        rf"\b(?P<weekday>{'|'.join(WEEKDAYS)})\b",
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


def days(text: str) -> Iterator[Day]:
    """The dates of a text; one that may be read in two ways comes twice, from the same place."""
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
        return [Day(*where, weekday=WEEKDAYS.index(weekday.lower()))] if weekday[0].isupper() else []
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
        month = next(number for number, name in enumerate(MONTHS, 1) if name.startswith(named.lower()[:3]))
    elif number := given.get("number"):
        month = int(number)
    days = [int(one) for one in (given.get("day"), given.get("last")) if one is not None]
    if (month is not None and not 1 <= month <= 12) or any(not 1 <= one <= 31 for one in days):
        return []
    return [Day(*where, year, month, one) for one in days] or [Day(*where, year, month)]


def _months(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)
