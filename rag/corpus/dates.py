"""When an article was published, as it says itself. What is not plainly a full day is unknown; nothing is guessed."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from rag.corpus.calendars import day_elsewhere, western
from rag.types import DateOrigin

SENTENCE_END = re.compile(r"[.!?…:][\"”“»«'’)\]]*$")
_ISO_DATE = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?=$|[T\sZ.,])")
_NUMERIC_DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)(?=$|[\s,])")
# "9. 3. 2026" is Czech, "2026. 3. 9." Korean and Hungarian.
_BLANKS_WITHIN = re.compile(r"(?<!\d)(\d{1,4})\. ?(\d{1,2})\. ?(\d{1,4})(?!\d)")
_DAY_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>(?:199|20\d)\d)(?P<between>[/_-]?)(?P<month>\d\d|(?<=[/_-])\d)(?P=between)(?P<day>\d\d?)(?!\d)"
    r"|/(?P<written>(?:199|20\d)\d/[a-z]{3}/\d\d?)(?=/)",
    re.I,
)
DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_]?)(\d\d)\2(\d\d)(?!\d)")
# In Arabic a month may have two words, or two names with a stroke between; in the scripts of India signs for vowels.
_DAY, _MONTH = (
    r"\d{1,2}(?:st|nd|rd|th|\.)?",
    r"(?:[^\W\d_]|[\u0900-\u0dff]){3,}\.?(?: الأول| الثاني)?(?:/[^\W\d_]{3,})?",
)
_WRITTEN_DATE = (
    # Chinese has no blanks around, Korean none before.
    rf"(?<![^\W\u3040-\u9fff\uac00-\ud7a3])(?:(?:(?<!\d:){_DAY} (?:de )?{_MONTH},? (?:de )?\d{{4}}(?![-./]\d)"
    rf"|{_MONTH} {_DAY},? \d{{4}}"
    rf"|\d{{4}}(?:\. gada|\.| m\.)? (?:{_MONTH} \d{{1,2}}|\d{{1,2}}\. {_MONTH})"
    r"|\d{4}([-./]) ?\d{1,2}\1 ?\d{1,2}|\d{1,2}([./]) ?\d{1,2}\2 ?%s)(?:(?=T\d\d:)|(?![^\W\u3040-\u9fff]))"
    r"|\d{4}[年년] ?\d{1,2}[月월] ?\d{1,2}[日일])"
)
_DATE_IN_WORDS = re.compile(_WRITTEN_DATE % r"\d{4}")
_DAY_IN_LINE = re.compile(_WRITTEN_DATE % r"(?:\d{4}|\d\d)")
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})(?:\. gada|\.| m\.)? (?:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})"
    rf"|(?P<first>\d{{1,2}})\. (?P<then>{_MONTH}))"
)
_WEEKDAY_BEFORE = re.compile(r"([^\W\d_]+)[.,]{0,2} (?=\d{1,2}[-/.]\d{1,2}[-/.]\d)")
# With every language that dateparser knows, "Sat 10 2023" is 10 September, in Hausa.
_LANGUAGES = (
    "en tr de fr es it pt nl sv da nb fi pl cs sk sl hr sr bs mk bg ro hu el ru uk sq az hy he ar fa ur hi id vi th ja "
    "ko zh et lv lt ca eu gl is"
).split()
# October in Croatian, November in Polish: the one name of a month that two of them read differently.
_AMBIGUOUS_MONTH = "listopad"
# Years outside are placeholders (0001, 9999) or of another calendar (2566 in Thailand).
_YEARS = range(1400, 2101)
# In these languages years of the fifteenth century are those of their own calendars.
_ISLAMIC_YEARS, _NEWER = ("ar", "fa", "ps", "ur", "ckb"), 1600
_DASH = re.compile(r"\s*(?:—|--)\s*|\s+[–-](?:\s+|$)")
# "Norrin, le 14 mars 2024 – ", "Norrin, 7. Mai 2024. ", "(Norrin, 12 de marzo de 2024).- ", as press releases open.
_PLACE_BEFORE = re.compile(r"\(?(?P<place>[^\W\d_][^,.:;()\d]{1,40}), (?:(?:le|den|am|el|a|il|em) )?", re.I)
_TEXT_BEHIND = re.compile(r"\)?(?:\.?\s?[-–—]{1,2}|\.)(?:\s+|$)")
_AGENCY = re.compile(r"\s*(?:\([^\W\d_a-z][^()]{1,38}\)|/[^\W\d_a-z][^/]{1,38}/)\s*")


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if int(year) in _YEARS else None
    except ValueError:
        return None


@lru_cache(256)
def _writes_month_first(lang: str) -> bool | None:
    """Whether a language writes 9 October as 10/9, by the Unicode CLDR; None where it says nothing, and of English
    without a country, which is written both ways."""
    from babel import Locale, UnknownLocaleError

    if not lang or lang.lower() == "en":
        return None
    try:
        pattern = str(Locale.parse(lang.replace("_", "-"), sep="-").date_formats["short"].pattern).lower()
    except (UnknownLocaleError, ValueError, TypeError, AttributeError):
        return None
    year, month, day = map(pattern.find, "ymd")
    return None if min(month, day) < 0 or year < max(month, day) else month < day


@lru_cache(1)
def _eastern_months() -> Mapping[str, str]:
    """The names of months in Syria, Lebanon, Jordan and Iraq -> those in Egypt."""
    from babel import Locale

    east, usual = (Locale.parse(one).months["format"]["wide"] for one in ("ar_LB", "ar"))
    return {east[number]: usual[number] for number in usual}


def _usual(words: str) -> str:
    """The words of a day in an order, and with names of months, that are known further on."""
    words = _BLANKS_WITHIN.sub(r"\1.\2.\3", western(words))
    if match := _YEAR_FIRST.match(words):
        month = match["month"] or match["then"]
        # Of a day Latvian has the month in the locative.
        month = re.sub(r"ī$", "is", re.sub(r"ā$", "s", month.replace("jūnijā", "jūnijs")))
        words = f"{match['day'] or match['first']} {month} {match['year']}"
    if match := re.match(r"(\d{1,2}) ([\u0600-\u06ff ]+)(?:/[\u0600-\u06ff ]+)? (\d{4})", words):
        words = f"{match[1]} {_eastern_months().get(match[2], match[2])} {match[3]}"
    return words


def numbers_of(words: str) -> tuple[int, int] | None:
    """The first two numbers of a day in figures whose year stands last, None for other words."""
    match = _NUMERIC_DATE.match(_BLANKS_WITHIN.sub(r"\1.\2.\3", western(words)))
    return (int(match[1]), int(match[3])) if match else None


def _year(written: str) -> str:
    """A year in full; one of two digits is the last that was not yet to come when this was read."""
    if len(written) > 2:
        return written
    this = date.today().year
    return str(this - (this - int(written)) % 100)


def day_of(words: str, lang: str = "", *, month_first: bool | None = None) -> date | None:
    """A full day as written; ``None`` for a part of one, a relative one, and one that can be read in two ways.

    ``lang`` is the language (BCP 47) that they are written in, where it is known: by it 3/4/2026 has one reading, a
    year may have two digits, and days of other calendars are read. ``month_first`` says what else tells that reading.
    """
    if elsewhere := day_elsewhere(words, lang):
        return elsewhere
    words = _usual(words)
    named = _WEEKDAY_BEFORE.match(words)
    if named and named[1].casefold() in weekdays(lang):
        rest = words[named.end() :]
        return day_of(rest, lang, month_first=month_first) or _by_weekday(rest, named.group(), lang)
    if match := _ISO_DATE.match(words):
        year, _, month, day, short_month, short_day = match.groups()
        islamic = lang.lower().partition("-")[0] in _ISLAMIC_YEARS and int(year) < _NEWER
        return None if islamic else _day(year, month or short_month, day or short_day)
    if match := _NUMERIC_DATE.match(words):
        first, _, second, written = match.groups()
        year = _year(written)
        by_day, by_month = _day(year, second, first), _day(year, first, second)
        readings = {by_day, by_month} - {None}
        ordered = _writes_month_first(lang) if month_first is None else month_first
        if len(written) == 2:  # else it may be 9 March 2026 as well as 26 March 2009
            return None if ordered is None else by_month if ordered else by_day
        if len(readings) == 2 and ordered is not None:
            return by_month if ordered else by_day
        return readings.pop() if len(readings) == 1 else None
    if not re.search(r"[^\W\d_]", words):  # with nothing but figures dateparser has the month first
        return None
    numbers = {int(number) for number in re.findall(r"\d+", words[:60])}
    # Refusing takes dateparser most of a second the first time: it is asked only for what may be a day and a year.
    if len(words) > 60 or len(numbers) < 2 or max(numbers) < _YEARS[0] or _AMBIGUOUS_MONTH in words.lower():
        return None
    import dateparser

    settings = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    parsed = dateparser.parse(words, languages=_LANGUAGES, settings=settings)
    # A day or a year that is not among the numbers was made up.
    return _day(*parsed.strftime("%Y %m %d").split()) if parsed and {parsed.day, parsed.year} <= numbers else None


def day_within(line: str, lang: str = "") -> date | None:
    """The one day that a line names among other words, as in "Published: 9 October 2023, 10:00"."""
    days = {day for _, _, day in days_within(line, lang)}
    return days.pop() if len(days) == 1 else None


# Time zones beside which Americans write a day: "6:02 a.m. ET 4/9/2025".
_AMERICAN = re.compile(r"\b[ap]\.?m\.? ?(?:[ECMP][DS]?T)\b", re.I)


def days_within(line: str, lang: str = "") -> Iterator[tuple[int, int, date]]:
    """The days that a line names, each after the places where its words begin and end."""
    if lang == "en" and _AMERICAN.search(line[:300]):
        lang = "en-US"
    for match in _DAY_IN_LINE.finditer(western(line[:300])):
        if day := day_of(match.group(), lang) or _by_weekday(match.group(), line[: match.start()], lang):
            yield match.start(), match.end(), day


def _by_weekday(words: str, before: str, lang: str) -> date | None:
    """That reading of a day in figures which falls on the weekday before it, as in "Thu, 03/05/2026"."""
    names = re.findall(r"[^\W\d_]+", before[-20:])
    weekday = weekdays(lang).get(names[-1].casefold()) if names and numbers_of(words) else None
    readings = {day_of(words, lang, month_first=first) for first in (True, False)} if weekday is not None else set()
    days = {day for day in readings if day and day.weekday() == weekday}
    return days.pop() if len(days) == 1 else None


@lru_cache(64)
def weekdays(lang: str) -> Mapping[str, int]:
    """The names of weekdays in a language and in English, in full and short, without a dot -> their numbers from
    Monday on."""
    from babel import Locale, UnknownLocaleError

    found: dict[str, int] = {}
    for one in ("en", lang.replace("_", "-").partition("-")[0]):
        try:
            days = Locale.parse(one).days["format"] if one else {}
        except (UnknownLocaleError, ValueError):
            continue
        names = [pair for width in ("wide", "abbreviated") for pair in days[width].items()] if days else []
        found |= {word: number for number, name in names for word in re.findall(r"[^\W\d_]+", name.casefold())}
    return found


def dateline_of(line: str) -> str | None:
    """The words of the date ("" if none) in the dateline that opens a line, like ``BELGRADE, Oct. 9, 2023 (AP) —``.

    ``None`` where no dateline does. A town in capitals needs a region, a date, an agency or a dash beside it; in other
    letters it needs a comma and a full date. A day, or a weekday and a day, is a dateline too.
    """
    opening = re.sub(r"[*_]+", "", line[:300]).strip()
    before = _PLACE_BEFORE.match(opening)
    day = _DATE_IN_WORDS.match(opening, before.end()) if before and _is_name(before["place"]) else None
    behind = _TEXT_BEHIND.match(opening, day.end()) if day else None
    # "Dora Finch, 4 May 1918 – 2 June 1990" is a life, "Norrin, 4 May 1918: a girl is born" an entry of a chronicle.
    if day and behind and not _DATE_IN_WORDS.match(opening, behind.end()):
        return day.group()
    head, *rest = _DASH.split(opening, maxsplit=1)
    bare = _AGENCY.sub(" ", head).strip()
    agency = bare != head.strip()
    if not bare or len(head) > 90 or (rest and _DATE_IN_WORDS.match(rest[0])):
        return None
    if bare.rpartition(" ")[2].casefold() in weekdays("en"):  # "February 12, 2026 Thursday", as databases have it
        bare = bare.rpartition(" ")[0]
    dated = _DATE_IN_WORDS.search(bare)
    places = [part.strip() for part in (bare[: dated.start()] if dated else bare).split(",") if part.strip()]
    named = all(map(_is_name, places))
    if dated and dated.end() == len(bare.rstrip(".,")) and named and re.search(r"(?:^|, ?)$", bare[: dated.start()]):
        return dated.group()
    if not places or not places[0].isupper() or not _is_name(places[0]) or re.search(r"\d", places[0]):
        return None
    if dated or agency or len(places) > 1:
        return (dated.group() if dated else "") if named or agency else None
    # "LONDON — The council met." is a dateline, "BREXIT – What we know" a headline.
    return "" if rest and (not rest[0] or len(line) > 300 or SENTENCE_END.search(rest[0])) else None


def _is_name(words: str) -> bool:
    """Whether words may name a place or a day: up to four, with capitals but for "of", "and" and the like."""
    parts = words.split()
    return (
        len(parts) <= 4
        and not re.search(r"[?!:;()\"“”]", words)
        and all(not part[0].islower() or part in ("of", "and", "the", "de", "del", "la") for part in parts)
    )


def day_in_address(address: str) -> date | None:
    """The one day that the path of an address names, in full and the year first; None where it names several."""
    days: set[date | None] = set()
    try:
        path = unquote(urlsplit(address[:2000]).path)
    except ValueError:  # no address
        return None
    for match in _DAY_IN_ADDRESS.finditer(path):
        if match["written"]:
            year, month, day = match["written"].split("/")
            days.add(day_of(f"{day} {month} {year}"))
        elif match["between"] or len(match["month"] + match["day"]) == 4:
            days.add(_day(match["year"], match["month"], match["day"]))
    days.discard(None)
    return days.pop() if len(days) == 1 else None


def dated(
    given: str, origin: DateOrigin, text: str, name: str, *, lang: str = "", address: str = ""
) -> tuple[date | None, DateOrigin]:
    """The day and where it was read, by the first that tells: what the file says (``given``, of that origin), the
    dateline, the article's own address, the file's name; as written in the language ``lang`` where it is known."""
    if day := day_of(given, lang):
        return day, origin
    # A byline may stand above the dateline.
    for line in [line for line in text[:1000].split("\n") if line.strip()][:3]:
        if (words := dateline_of(line)) and (day := day_of(words, lang)):
            return day, "dateline"
    if day := day_in_address(address):
        return day, "address"
    for match in DATE_IN_NAME.finditer(name):
        if day := _day(match[1], match[3], match[4]):
            return day, "file name"
    return None, "unknown"
