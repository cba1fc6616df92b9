"""Days of other calendars, and numbers that languages write in different orders."""

from datetime import date

import pytest

from rag.corpus.dates import day_of, day_within
from tests.corpus.conftest import DAY


@pytest.mark.parametrize(
    ("words", "lang", "day"),
    [
        ("9 ตุลาคม 2566", "", DAY),
        ("9 ต.ค. 2566 10:00", "th", DAY),
        ("๙ ตุลาคม ๒๕๖๖", "th", DAY),
        ("09/10/2566", "th", DAY),
        ("09/10/2566", "en", None),
        ("9 ตุลาคม 2023", "th", DAY),
        ("۱۷ مهر ۱۴۰۲", "", DAY),
        ("۱۴۰۲/۰۷/۱۷", "fa-IR", DAY),
        ("1402/13/17", "fa", None),
        ("31 اسفند 1402", "fa", None),
        ("1445-03-24", "ar", None),
        ("24 ربيع الأول 1445", "ar", None),
        ("٩ أكتوبر ٢٠٢٣", "ar", DAY),
        ("03/04/2026", "de", date(2026, 4, 3)),
        ("03/04/2026", "en-GB", date(2026, 4, 3)),
        ("03/04/2026", "en-US", date(2026, 3, 4)),
        ("03/04/2026", "en_US", date(2026, 3, 4)),
        ("03/04/2026", "en", None),
        ("03/04/2026", "xx", None),
        ("03/04/2026", "\x00", None),
    ],
)
def test_a_day_is_read_in_its_language(words: str, lang: str, day: date | None) -> None:
    assert day_of(words, lang) == day


def test_a_day_among_other_words() -> None:
    assert day_within("Published: 9 October 2023, 10:00") == DAY
    assert day_within("From 9 October 2023 to 10 October 2023") is None
    assert day_within("Published today") is None
