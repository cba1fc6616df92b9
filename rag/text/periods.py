"""Text -> the periods of time that it names, as days: "last week", "since 3 May", "im Oktober 2023".

What hangs on another day ("last week", "in May", "yesterday") is reckoned from a day that is given. A week begins on
Monday (ISO 8601).
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from babel import Locale
from babel.localedata import locale_identifiers

from rag.message import Days, Message
from rag.text.period_words import WORDS, Words
from rag.text.portions import decade_of, decade_words, feast_of, feast_words, portion_of, portion_words

_UNITS = ("day", "week", "month", "year")
_UNDATED = frozenset({"lasting", "ago", "last", "this", "yesterday", "today"})  # kinds of periods that hold no date
_YEAR = r"(?:1\d{3}|20\d{2})"
_ARTICLE = r"(?:the |de[rmn] |die |das |l[ae] |l['’]|el )?"
_AROUND = timedelta(days=7)  # before and after a day, which are around it


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, both included, None where it is open at that end, and the characters that name them. ``moves``: it is
    told from the day of asking alone, as "last week" is."""

    first: date | None
    last: date | None
    start: int = 0
    end: int = 0
    moves: bool = False

    def holds(self, day: date | None) -> bool:
        """Whether a day is known and lies in it."""
        return day is not None and (self.first or day) <= day <= (self.last or day)

    def shared(self, other: "Period") -> "Period":
        """The days that both have, which may be none."""
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        moves = self.moves or other.moves
        return replace(self, first=max(firsts, default=None), last=min(lasts, default=None), moves=moves)

    @property
    def in_words(self) -> Message:
        """As one says it: "2019", "February 2026", "16–22 November 2026", "since 3 May 2026"."""
        return Message("{days}", days=Days(self.first, self.last))


def periods(text: str, today: date, lang: str = "en", *, bare: bool = False) -> Iterator[Period]:
    """The periods that a text names in a language, each with the words that make a period of a date, in their order;
    ``bare`` are also dates without such words ("mercredi"). ``today`` is what "yesterday" and a month without a year
    are reckoned from. A language without a table is read as English."""
    lang = lang if lang in WORDS else "en"
    words = WORDS[lang]
    lowered = text.lower()
    if len(lowered) != len(text):  # İ becomes two characters
        lowered = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    reading = _reading(lang, bare=bare, dated=_date(lang).search(lowered) is not None)
    behind = 0
    while found := _first(reading, lowered, behind):
        kind, match = found
        made = _made(kind, match, today, lang, words)
        if made is not None:
            first, last, moves = made
            if first is None or last is None or first <= last:
                yield Period(first, last, match.start(), match.end(), moves)
        behind = match.end()


def period_of(text: str, today: date) -> Period | None:
    """The period that a whole text is the name of ("July 2026", "2026-07", "letzte Woche"), in whichever language; None
    where it is that of none, or says more. ``today`` is what "last week" is reckoned from."""
    name = text.strip()
    found = (one for lang in WORDS for one in periods(name, today, lang, bare=True))
    return next((one for one in found if (one.start, one.end) == (0, len(name))), None)


def _first(reading: list[tuple[str, re.Pattern[str]]], text: str, behind: int) -> tuple[str, re.Match[str]] | None:
    """The first match of any pattern; of those that begin together the longest."""
    found = [(kind, match) for kind, pattern in reading if (match := pattern.search(text, behind)) and match[0].strip()]
    return min(found, key=lambda pair: (pair[1].start(), -pair[1].end()), default=None)


@functools.cache
def _date(lang: str) -> re.Pattern[str]:
    """A date, without which most patterns of a language need not be looked for, nor compiled."""
    return re.compile(_named(_point(lang), "a"))


@functools.cache
def _reading(lang: str, *, bare: bool, dated: bool) -> list[tuple[str, re.Pattern[str]]]:
    """The patterns of a language by the kind of period that they make; those alone that hold no date where it is not
    ``dated``."""
    words, point = WORDS[lang], _point(lang)
    unit = "(?:" + "|".join(f"(?P<{name}>{said})" for name, said in zip(_UNITS, words.units, strict=True)) + ")"
    number = rf"(?P<n>\d{{1,3}}|{'|'.join(word.replace('_', ' ') for word in words.numbers.split())})"
    one, case = _named(point, "a"), f"(?:{words.case})" if words.case else ""

    # "from 12 to 15 May", "vom 12. bis 15. Mai": a day alone has the month of the one behind it.
    begins = one[:-1] + r"|(?P<da9_>[0-3]?\d)\.?(?=\s?[-–—]|\s[^\W\d]))"

    def filled(template: str) -> str:
        made = template.replace("{p}", begins, 1).replace("{p}", _named(point, "b"), 1)
        return made.replace("{n}", number).replace("{u}", unit)

    templates = {
        "between": words.between, "lasting": words.lasting, "ago": words.ago, "last": words.last, "this": words.this,
    }  # fmt: skip
    patterns = [(kind, filled(template)) for kind, several in templates.items() for template in several]
    for kind, sign in (
        ("since", words.since),
        ("after", words.after),
        ("before", words.before),
        ("until", words.until),
    ):
        patterns.append((kind, rf"{one}{case}?\s+(?:{sign})" if words.behind else rf"(?:{sign})\s+{one}"))
    if lang == "en":
        patterns.append(("since", rf"from {one} (?:on|onwards)"))
    patterns += [
        (kind, template.replace("{n}", number).replace("{u}", unit).replace("{p}", one))
        for kind, several in (("ahead", words.ahead), ("following", words.following))
        for template in several
    ]
    patterns.append(("within", rf"{one}{case}" if words.behind else rf"(?:{words.within})\s+{_ARTICLE}{one}"))
    patterns.append(("within", rf"{_ARTICLE}(?={portion_words(lang)}){one}"))  # "Ende Oktober"
    patterns.append(("within", rf"(?=des années |de los años )(?:de )?{one}"))
    named = "|".join(sorted(map(re.escape, (*month_names(lang), *_weekdays(lang))), key=len, reverse=True))
    patterns.append(("past", rf"(?:{words.past})\s+(?=(?:{named})(?!\w)){one}"))  # "last November"
    patterns += [
        (kind, rf"(?:{sign})\s+{_ARTICLE}{one}") for kind, sign in (("around", words.around), ("week", words.week))
    ]
    patterns += [("within", one)] if bare else []
    patterns += [("yesterday", words.yesterday), ("today", words.today)]
    fitting = (pair for pair in patterns if dated or pair[0] in _UNDATED)
    return [(kind, re.compile(rf"(?<!\w)(?:{made})(?!\w)")) for kind, made in fitting]


@functools.cache
def month_names(lang: str) -> Mapping[str, int]:
    """The names of months in lower case, whole and cut, in dates and by themselves, with their numbers; none of a
    language that CLDR does not have by this code, such as ``tl``."""
    if lang not in locale_identifiers():
        return {}
    months = Locale(lang).months
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            names |= {months[context][width][number].lower().rstrip("."): number for number in range(1, 13)}
    return names | ({"sept": 9} if lang == "en" else {})


@functools.cache
def _weekdays(lang: str) -> Mapping[str, int]:
    locale = Locale(lang)
    days = {locale.days["format"]["wide"][number].lower(): number for number in range(7)}
    if lang != "de":
        return days
    parts = {part.lower() for part in locale.day_periods["stand-alone"]["wide"].values()}
    return days | {f"{day}{part}": number for day, number in days.items() for part in parts}  # "Samstagabend"


def _point(lang: str) -> str:
    """A date as that language writes it; its groups are named anew for each place in a pattern (``_named``)."""
    month = "|".join(sorted(map(re.escape, month_names(lang)), key=len, reverse=True))
    weekday = "|".join(_weekdays(lang))
    of = r"(?:of |de |del |d['’])?" if lang in ("en", "es", "fr") else ""
    portion, feast = portion_words(lang), feast_words(lang)
    forms = (
        rf"(?P<y@>{_YEAR})-(?P<k@>[01]\d)-(?P<d@>[0-3]\d)",
        rf"(?P<y@>{_YEAR})-(?P<k@>[01]\d)(?![\d-])",
        rf"(?P<d@>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)? {of}(?P<m@>{month})\.?(?:,? {of}(?P<y@>{_YEAR}))?",
        rf"(?P<m@>{month})\.? (?P<d@>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y@>{_YEAR}))?",
        rf"(?P<d@>[0-3]?\d)[./](?P<k@>[01]?\d)[./](?P<y@>{_YEAR})",
        rf"(?P<q@>{portion})?(?P<m@>{month})\.?,? {of}(?P<y@>{_YEAR})",
        rf"(?P<q@>{portion})?(?P<m@>{month})",
        rf"(?P<q@>{portion})?(?:(?:{WORDS[lang].year}) )?(?P<y@>{_YEAR})",
        rf"(?P<z@>{decade_words(lang)})",
        rf"{_ARTICLE}(?P<f@>{feast})(?: {of}(?P<y@>{_YEAR}))?",
        rf"(?P<w@>{weekday})",
        rf"(?P<t@>{WORDS[lang].yesterday})",
    )
    numbered = [form.replace("@", f"@{place}_") for place, form in enumerate(forms)]
    return "(?:" + "|".join(numbered) + ")"


def _named(point: str, place: str) -> str:
    return point.replace("@", place)


def _made(
    kind: str, match: re.Match[str], today: date, lang: str, words: Words
) -> tuple[date | None, date | None, bool] | None:
    """The days of a match, and whether they hang on today; None where there are no such days."""
    day = timedelta(days=1)
    if kind in ("yesterday", "today"):
        one = today - day if kind == "yesterday" else today
        return one, one, True
    if kind in ("lasting", "last", "this", "ago"):
        return *_reckoned(kind, *_counted(match, words), today), True
    if kind == "between":
        ends = _days_of(match, "b", lang, today)
        # "between March and May 2020": what has no year has that of the later one.
        begins = _days_of(match, "a", lang, ends[1]) if ends else None
        return (begins[0], ends[1], begins[2] and ends[2]) if begins and ends else None
    point = _days_of(match, "a", lang, today)
    if point is None or (kind == "within" and _is_yearless_feast(match)):  # "articles on Easter" are about it
        return None
    first, last, moves = point
    if kind == "past" and last >= today:  # in November "last November" is not this one
        before = first - timedelta(days=7) if first == last else _moved(first, "year", -1)
        return before, before + (last - first), moves
    if kind == "week" and last - first > _AROUND:
        return None
    if kind in ("ahead", "following"):
        unit, count = _counted(match, words)
        there = (
            (_moved(first, unit, -count), first - day) if kind == "ahead" else (last + day, _moved(last, unit, count))
        )
        return *there, moves
    if kind == "week":
        return _begin(first, "week"), _begin(last, "week") + timedelta(days=6), moves
    return {
        "around": (first - _AROUND, last + _AROUND, moves),
        "within": (first, last, moves), "past": (first, last, moves),
        "since": (first, None, moves), "after": (last + day, None, moves),
        "before": (None, first - day, moves), "until": (None, last, moves),
    }[kind]  # fmt: skip


def _counted(match: re.Match[str], words: Words) -> tuple[str, int]:
    """The unit of a match, and how many of it."""
    said = match.groupdict().get("n") or "1"
    number = int(said) if said.isdecimal() else words.number_of(said) or 1
    return next(name for name in _UNITS if match[name]), number


def _is_yearless_feast(match: re.Match[str]) -> bool:
    given = {name[0] for name, said in match.groupdict().items() if said and len(name) > 2}
    return "f" in given and "y" not in given and not match[0].endswith((" eve", " day"))


def _reckoned(kind: str, unit: str, count: int, today: date) -> tuple[date, date]:
    """The last ``count`` units up to today; the one that is over; the one that runs; the one so many units ago."""
    if kind == "lasting":
        first = _moved(today, unit, -count) + timedelta(days=1)
        return first, today
    shift = {"last": -1, "this": 0, "ago": -count}[kind]
    if unit == "day" or (kind == "ago" and unit == "week"):
        moved = _moved(today, unit, shift)
        return moved, moved
    begins = _begin(_moved(_begin(today, unit), unit, shift), unit)
    return begins, _moved(begins, unit, 1) - timedelta(days=1)


def _begin(day: date, unit: str) -> date:
    """The first day of the week, month or year in which a day lies."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _moved(day: date, unit: str, count: int) -> date:
    """A day so many units on; of a shorter month its last day."""
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = max(1, months // 12), months % 12 + 1
    for cut in range(4):
        try:
            return date(year, month, day.day - cut)
        except ValueError:
            continue
    raise AssertionError("no month is shorter than 28 days")


def _days_of(match: re.Match[str], place: str, lang: str, today: date) -> tuple[date, date, bool] | None:
    """The days of the date that stands at a place; one without a year, and a weekday, is the last that was. None where
    there is no such date."""
    given = {
        name[0]: said
        for name, said in match.groupdict().items()
        if said and len(name) > 2 and name[1] == place and "_" in name
    }
    if "t" in given:
        return today - timedelta(days=1), today - timedelta(days=1), True
    if weekday := given.get("w"):
        one = today - timedelta(days=(today.weekday() - _weekdays(lang)[weekday]) % 7)
        return one, one, True
    if decade := given.get("z"):
        return *decade_of(decade), False
    if name := given.get("f"):
        return _feast(name, given.get("y"), lang, today)
    number = int(given["k"]) if "k" in given else month_names(lang)[given["m"]] if "m" in given else None
    if given.keys() == {"d"}:
        number = today.month
    year = int(given["y"]) if "y" in given else today.year
    if number is None:
        return *_portion(given, lang, date(year, 1, 1), date(year, 12, 31)), False
    try:
        first = date(year, number, int(given.get("d", 1)))
        if "y" not in given and first > today:
            first = first.replace(year=year - 1)
    except ValueError:
        return None
    last = first if "d" in given else _moved(first, "month", 1) - timedelta(days=1)
    return *_portion(given, lang, first, last), False


def _portion(given: Mapping[str, str], lang: str, first: date, last: date) -> tuple[date, date]:
    return portion_of(given["q"], lang, first, last) if "q" in given else (first, last)


def _feast(name: str, year: str | None, lang: str, today: date) -> tuple[date, date, bool]:
    """The days of a season or feast; without a year of the last that has begun."""
    if year:
        return *feast_of(name, lang, int(year)), False
    first, last = feast_of(name, lang, today.year)
    return (first, last, False) if first <= today else (*feast_of(name, lang, today.year - 1), False)
