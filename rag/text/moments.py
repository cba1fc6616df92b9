"""Sentence -> the days on which what it tells happened, as far as it names them: "on Wednesday", "am 3. Mai", "hier".

What is named is resolved against the day of the article. "Since", "until" and ages name no day of what is told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rag.text.corrections import in_one_paragraph
from rag.text.days import Day, days
from rag.text.periods import Period, periods
from rag.types import Span


@dataclass(frozen=True, slots=True)
class Moment:
    """The first and the last day of what is told, the same where the day is known, and the characters that say it."""

    first: date
    last: date
    start: int
    end: int
    ahead: bool = False
    """Whether the sentence tells of what is to come, as far as its words say."""

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def iso(self) -> str:
        """As ISO 8601 has it, as exact as it is known: "2026-02-12", "2026-02", "2026", "2024/2026",
        "2026-02-09/2026-02-15"."""
        first, last = self.first.isoformat(), self.last.isoformat()
        following = self.last + timedelta(days=1)
        if self.is_day:
            return first
        if (first[5:], last[5:]) == ("01-01", "12-31") and first[:4] < last[:4]:
            return f"{first[:4]}/{last[:4]}"
        if (first[5:], last[5:]) == ("01-01", "12-31") and first[:4] == last[:4]:
            return first[:4]
        if first[:7] == last[:7] and self.first.day == following.day == 1:
            return first[:7]
        return f"{first}/{last}"


@dataclass(frozen=True, slots=True)
class _Words:
    """A language's words, as regular expressions: ``bounds`` before a date make it no day of what is told, and so does
    ``since`` wherever before it in its clause, but for the day on which a state began; ``ahead`` says that what is told
    is to come; ``shifted`` is another day than the one that was told of last, by how many days it comes after that;
    ``part`` is one of a time."""

    bounds: str
    since: str
    ahead: str
    shifted: Mapping[str, int]
    part: str


_LANGUAGES: Mapping[str, _Words] = {
    "en": _Words(
        r"until|till|by|before|after|than|for|not later than|as of|valid for|aged|from"
        r"|(?:report|article|edition|issue|story|print)s? of(?: last)?",
        r"since",
        r"will|shall|would|starts?|begins?|ends|opens|reopens|resumes|to be"
        r"|(?:is|are|was|were) to|due|plan(?:s|ned)?|scheduled|expect(?:s|ed)?|forecast|predicted|projected|hopes?|next"
        r"|going|upcoming|coming|intends?|means? to|could",
        {r"(?:on )?the (?:following|next) (?:day|morning)": 1, r"a day later": 1, r"the day after": 1,
         r"(?:on )?the same (?:day|morning|afternoon|evening|night)": 0, r"(?:on )?that (?:day|morning|evening)": 0,
         r"(?:on )?the (?:previous day|day before|evening before)": -1, r"the day earlier": -1},
        r"(?:the )?(?:very )?(?:end|beginning|start|middle|close) of",
    ),
    "de": _Words(
        r"bis(?: zum)?|vor(?: dem)?|nach(?: dem)?|ab(?: dem)?|als",
        r"seit(?: dem)?|seitdem",
        r"wird|werden|soll|sollen|geplant|kommende[nrsm]?|nächste[nrsm]?|will|wollen|voraussichtlich",
        {r"am (?:nächsten|folgenden) (?:tage?|morgen)|tags darauf|einen tag später": 1,
         r"am (?:selben|gleichen) tage?|am selben abend": 0, r"am (?:vortage?|tag zuvor|tag davor)|tags zuvor": -1},
        r"(?:zum )?(?:ende|anfang|beginn|mitte)(?: des)?",
    ),
    "fr": _Words(
        r"jusqu['’](?:au|en|à)|avant(?: le)?|après(?: le)?|à partir d[ue]|dès(?: le)?",
        r"depuis(?: le)?",
        r"\w+(?:era|eront|ira|iront|dra|dront)|aura|auront|sera|seront|prévue?s?|prochaine?s?|doi(?:t|vent)",
        {r"le lendemain|le jour suivant|un jour plus tard": 1, r"le même jour|ce jour-là": 0, r"la veille": -1},
        r"(?:la )?(?:fin|début|mi)(?: (?:de|du))?",
    ),
    "es": _Words(
        r"hasta(?: el)?|antes de(?:l)?|después de(?:l)?|a partir de(?:l)?",
        r"desde(?: el)?",
        r"\w+(?:ará|erá|irá|arán|erán|irán)|previst[oa]s?|próxim[oa]s?|va a|van a|tendrá|habrá",
        {r"(?:al|el) día siguiente|un día después": 1, r"(?:el|ese) mismo día|ese día": 0,
         r"el día anterior|la víspera": -1},
        r"(?:el )?(?:fin(?:al)?|final(?:es)?|principios?|mediados)(?: del?)?",
    ),
    "tr": _Words(
        r"(?!)", r"(?!)", r"\w+[ae]ca[kğ]\w*|gelecek|önümüzdeki|planlan\w+|bekleni\w+",
        {r"ertesi (?:gün|sabah)|bir gün sonra": 1, r"aynı gün|o gün": 0, r"bir gün önce|önceki gün": -1},
        r"(?!)",
    ),
}  # fmt: skip
_QUOTES = (("“", "”"), ("«", "»"))
_LATE = timedelta(days=31)  # before an article's own day, from which "the following day" may be reckoned
_RECENT = timedelta(days=120)  # before an article, from which a date without a year may be of the year before
_FEW = 2  # words between "since" and a day, as in "since six o'clock yesterday"
_LONG = 20  # characters before a date in which a word that bounds it stands
_BEFORE_LAST = re.compile(r"\s(?:of (?:the )?(?:last|previous) week)\b", re.I)
_LAST_YEAR = re.compile(r",?\s(?:of )?(?:the )?(?:last|past|previous) year\b", re.I)
_ANY_DAY = re.compile(r"(?:(?:in|on|of|for|from|during|over|within) )?(?:the )?(?:last|past|this|previous) day\b", re.I)
_LAST, _NEXT = re.compile(r"\b(?:last|past)\s$", re.I), re.compile(r"\b(?:next|this coming|coming)\s$", re.I)
_IN = re.compile(r"\b(?:in|during|early in|late in|throughout|of|[\w]+ly|late|early|mid)[\s-]$", re.I)
_YEAR = r"(?:1[5-9]|20)\d\d"
_YEARS = re.compile(rf"\b(?:from|between) (?P<first>{_YEAR}) (?:to|until|through|and) (?P<last>{_YEAR})\b", re.I)
_TURKISH_BOUND = re.compile(r"\s*(?:['’]?\w*\s)?(?:beri|itibaren|kadar|önce|sonra)\b", re.I)


@dataclass(slots=True)
class _Context:
    """What was told before: the last day of late in the article; in the paragraph, the last day of late, and the year
    that it names as the time of what it tells (English only)."""

    before: date | None = None
    day: date | None = None
    year: int | None = None


def moments(sentences: Sequence[Span]) -> list[list[Moment]]:
    """For each sentence of an article, all of them in order, the days that it names for what it tells.

    Where the article's own day is not known, only whole dates are. A language without a table is read as English.
    """
    found: list[list[Moment]] = []
    context = _Context()
    for number, sentence in enumerate(sentences):
        if not number or not in_one_paragraph(sentences, number):
            context.day = context.year = None
        named = _named(sentence, context)
        found.append(named)
        published = sentence.article.published
        for one in named:
            if one.is_day and not one.ahead and (published is None or published - one.first <= _LATE):
                context.before = context.day = one.first
    return found


def _named(sentence: Span, context: _Context) -> list[Moment]:
    """The days that a sentence names, after what was told before it."""
    text, published = sentence.text, sentence.article.published
    code = (sentence.article.lang or "en").partition("-")[0].lower()
    code = code if code in _LANGUAGES else "en"
    words = _LANGUAGES[code]
    found = list(_english(text, published, words, context) if code == "en" else _other(text, published, code))
    if context.before is not None:
        for pattern, shift in words.shifted.items():
            for match in re.finditer(rf"(?i)\b(?:{pattern})\b", text):
                day = context.before + timedelta(days=shift)
                found.append(Moment(day, day, *match.span()))
    kept = [
        replace(one, ahead=_is_ahead(_without(text, one), one.start, words, whole=one.first == published))
        for one in found
        if not _is_bound(text, one, words)
        and not _is_dateline(text, one)
        and not _is_quoted(text, one)
        and not any(_goes_before(text, one, other) for other in found)
    ]
    if code == "tr":
        kept = [one for one in kept if not _TURKISH_BOUND.match(text, one.end)]
    return sorted(kept, key=lambda one: one.start)


def _without(text: str, one: Moment) -> str:
    """The text with blanks for the words of a date."""
    return f"{text[: one.start]}{' ' * (one.end - one.start)}{text[one.end :]}"


def _is_dateline(text: str, one: Moment) -> bool:
    """Whether a date has a line to itself, as above an article."""
    before, after = text[: one.start].rpartition("\n")[2], text[one.end :].partition("\n")[0]
    return ("\n" in text) and re.fullmatch(r"(?i)\W*(?:[^\W\d]+day\W*)?", before + after) is not None


def _is_quoted(text: str, one: Moment) -> bool:
    """Whether a date stands in a quotation, whose day is another than that of the sentence."""
    before = text[: one.start]
    return before.count('"') % 2 == 1 or any(before.count(opens) > before.count(shuts) for opens, shuts in _QUOTES)


def _goes_before(text: str, one: Moment, other: Moment) -> bool:
    """Whether a date says again what stands right behind it, as in "Sunday, 24 September"."""
    return (
        one.end < other.start
        and re.fullmatch(r",? ?(?:the |dem |den |le |el )?", text[one.end : other.start]) is not None
    )


def _is_bound(text: str, moment: Moment, words: _Words) -> bool:
    """Whether a date says until when, how long, or since which time something was so."""
    before = text[: moment.start]
    if re.search(rf"(?i)\b(?:{words.bounds})\s(?:{words.part}\s)?(?:the\s)?$", before):
        return True
    since = re.search(rf"(?i)\b(?:{words.since})\b([^,;:]*)$", before)
    return since is not None and not (moment.is_day and len(since[1].split()) <= _FEW)


def _english(text: str, published: date | None, words: _Words, context: _Context) -> Iterator[Moment]:
    """Dates as `rag.text.days` finds them, with or without a preposition, and periods beside these."""
    told = list(days(text))
    for years in _YEARS.finditer(text):
        if years["first"] < years["last"]:
            yield Moment(date(int(years["first"]), 1, 1), date(int(years["last"]), 12, 31), *years.span())
    for place, one in enumerate(told):
        if any(other.start == one.start for other in told[:place]):  # another reading, or the end of a range
            continue
        last = next((other for other in told[place + 1 :] if other.start == one.start), one)
        if one.year is None and one.month is not None and context.year is not None:
            one, last = replace(one, year=context.year), replace(last, year=context.year)
        elif (
            one.year and (one.month or _IN.search(text[: one.start])) and not (published and one.year == published.year)
        ):
            context.year = one.year
        if one.weekday is not None and context.day is not None and context.day.weekday() == one.weekday:
            yield Moment(context.day, context.day, one.start, one.end)
        elif found := _resolved(text, one, last, published, words):
            yield found
    if published is None:
        return
    for period in periods(text, published, "en"):
        if _ANY_DAY.match(text, period.start) or any(text[one.end : period.start] == " " for one in told):
            continue  # "the last day" of something, or "Monday of last week"
        if period.first and period.last and not any(one.start < period.end and period.start < one.end for one in told):
            yield _of(period)


def _resolved(text: str, day: Day, last: Day, published: date | None, words: _Words) -> Moment | None:
    """A date as its day, month or year; None where it names none."""
    if published and day.year is None and _LAST_YEAR.match(text, last.end):
        day, last = (replace(one, year=published.year - 1) for one in (day, last))
    lies_ahead = _is_ahead(text, day.start, words)
    if day.weekday is not None:
        if published is None:
            return None
        back = (published.weekday() - day.weekday) % 7
        before = text[max(0, day.start - _LONG) : day.start]
        if _BEFORE_LAST.match(text, day.end):
            back += 7 if back <= published.weekday() else 0
        elif _LAST.search(before):
            back = back or 7
        elif _NEXT.search(before) or (lies_ahead and back):
            back -= 7
        one = published - timedelta(days=back)
        return Moment(one, one, day.start, day.end)
    read = [one for one in day.read(published) if one.year is not None]
    if not read:
        return None
    if len(read) > 1:
        assert published is not None
        ahead = [one for one in read if _first(one) > published]
        past = [one for one in read if _first(one) <= published]
        late = [one for one in past if one.year == published.year or published - _last(one) <= _RECENT]
        read = (ahead or past) if lies_ahead else (late[-1:] or ahead or past)
    whole = read[0]
    if whole.month is None and day.shift is None and not _IN.search(text[max(0, day.start - _LONG) : day.start]):
        return None  # "the 2009 crash" tells of another time than that of the sentence
    first, end = _first(whole), _last(whole)
    if last is not day and last.day and whole.day and first:
        end = _last(Day(last.start, last.end, last.text, whole.year, last.month or whole.month, last.day)) or end
    return Moment(first, max(first, end), day.start, day.end)


def _first(day: Day) -> date:
    try:
        return date(day.year or 1, day.month or 1, day.day or 1)
    except ValueError:  # 31 June
        return date(day.year or 1, day.month or 1, 28)


def _last(day: Day) -> date:
    if day.day is not None:
        return _first(day)
    month = day.month or 12
    following = date((day.year or 1) + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _other(text: str, published: date | None, code: str) -> Iterator[Moment]:
    """Dates of another language, with or without a preposition; one that lies ahead where the sentence says so."""
    day = published or date.max
    for period in periods(text, day, code, bare=True):
        if period.first is None or period.last is None or (published is None and period.moves):
            continue
        found = _of(period)
        if published and period.moves and period.first != published and _is_ahead(text, period.start, _LANGUAGES[code]):
            found = _ahead(found, published)
        yield found


def _ahead(moment: Moment, published: date) -> Moment:
    """A weekday or a day of the year that is to come, for the last one that was."""
    if published - moment.last < timedelta(days=7) and moment.is_day:
        week = timedelta(days=7)
        return Moment(moment.first + week, moment.last + week, moment.start, moment.end)
    try:
        first, last = (one.replace(year=one.year + 1) for one in (moment.first, moment.last))
    except ValueError:  # 29 February
        return moment
    return Moment(first, last, moment.start, moment.end) if last >= published else moment


def _is_ahead(text: str, start: int, words: _Words, *, whole: bool = False) -> bool:
    """Whether the clause in which a date stands, or the one that begins with it, tells of what is to come; or the
    ``whole`` sentence, as "today" may stand beside it."""
    if whole:
        return re.search(rf"(?i)\b(?:{words.ahead})\b", text) is not None
    clause = re.split(r"[;:,.]\s|\s[–—-]\s", text[:start])[-1]
    rest = re.split(r"[;:.]\s|,\s|\s[–—-]\s", text[start:])[0]
    said = clause + rest if clause.strip() else text[start : start + 80]
    return re.search(rf"(?i)\b(?:{words.ahead})\b", said) is not None


def _of(period: Period) -> Moment:
    assert period.first is not None
    assert period.last is not None
    return Moment(period.first, period.last, period.start, period.end)
