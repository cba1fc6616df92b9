"""Days of other calendars, as pages write them, as those of the Gregorian one: the Buddhist years of Thailand, the
Persian (Solar Hijri) calendar, and the eras of Japan and the Republic of China.

Days of the Islamic calendar are not read: it begins its months by the sight of the moon, so that tables of it differ.
"""

import re
from datetime import date
from typing import Any

_BUDDHIST = range(2443, 2644)  # 1900 to 2100
_PERSIAN = range(1279, 1480)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹๐๑๒๓๔๕๖๗๘๙", "0123456789" * 3)
_THAI_MONTHS = tuple(
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม "
    "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
)
_PERSIAN_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
_IN_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s+([^\W\d_.][^\d\s]*)\s+(?:พ\.?\s?ศ\.?\s*|سال\s+)?(\d{4})(?!\d)")
_IN_NUMBERS = re.compile(
    r"(?P<first>\d{4}|\d{1,2})(?P<between>[-/.])(?P<month>\d{1,2})(?P=between)(?P<last>\d{4}|\d{1,2})(?!\d)"
)


_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_IN_AN_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)年\s?(\d{{1,2}})月\s?(\d{{1,2}})日")


def western(words: str) -> str:
    """Words with the digits of Arabic, Persian and Thai script as those of the Latin one."""
    return words.translate(_DIGITS)


def day_elsewhere(words: str, lang: str) -> date | None:
    """The day of another calendar that some words of a language name, or name by that calendar's months; None where
    they name none, or may as well be of the Gregorian calendar."""
    words = western(words[:200])
    if match := _IN_WORDS.search(words):
        day, name, year = int(match[1]), match[2].replace("ي", "ی"), int(match[3])
        if name in _THAI_MONTHS:
            return _buddhist(year, _THAI_MONTHS.index(name) % 12 + 1, day)
        if name in _PERSIAN_MONTHS:
            return _persian(year, _PERSIAN_MONTHS.index(name) + 1, day)
    if match := _IN_AN_ERA.search(words):
        year = _ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))
        return _western(year, int(match[3]), int(match[4]))
    match = _IN_NUMBERS.match(words)
    if match is None or len(match["first"]) == len(match["last"]):
        return None
    written = (match["first"], match["month"], match["last"])
    day_of_year = tuple(map(int, written if len(match["first"]) == 4 else written[::-1]))
    language = lang.lower().partition("-")[0]
    convert = {"th": _buddhist, "fa": _persian}.get(language)
    return convert(*day_of_year) if convert else None


def _western(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _buddhist(year: int, month: int, day: int) -> date | None:
    return _western(year - 543, month, day) if year in _BUDDHIST else None


def _persian(year: int, month: int, day: int) -> date | None:
    from persiantools.jdatetime import JalaliDate

    persian: Any = JalaliDate

    try:
        return date.fromordinal(persian(year, month, day).to_gregorian().toordinal()) if year in _PERSIAN else None
    except ValueError:
        return None
