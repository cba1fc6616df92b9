"""When an article was published: what is a day, and who is asked in what order."""

from datetime import date

import pytest

from rag.types import DateOrigin
from tests.corpus.conftest import DAY, article


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2023-10-09", DAY),
        ("2023-10-09T23:30:00-05:00", DAY),  # the day where it was written, not in Greenwich
        ("20231009", DAY),
        ("2023/10/9", DAY),
        ("9 October 2023", DAY),
        ("Oct. 9, 2023, 10:00 PM ET", DAY),
        ("Monday, October 9th, 2023", DAY),
        ("Mon, 09 Oct 2023 23:30:00 GMT", DAY),
        ("9 Ekim 2023", DAY),
        ("9. Oktober 2023", DAY),
        ("13/04/2023", date(2023, 4, 13)),
        ("04/13/2023", date(2023, 4, 13)),
        ("03/04/2023", None),
        ("9.10.2023", None),
        ("9. 10. 2023", None),
        ("9. 13. 2023", date(2023, 9, 13)),
        ("09.10.23", None),
        ("2023. 10. 9.", DAY),
        ("2023 m. spalio 9 d.", DAY),
        ("2023. gada 9. oktobrī", DAY),
        ("9 تشرين الأول/أكتوبر 2023", DAY),
        ("9 أيلول 2023", date(2023, 9, 9)),
        ("2023-02-31", None),
        ("31 February 2023", None),
        ("2023", None),
        ("May 2023", None),
        ("2023-10", None),
        ("9 October", None),
        ("Mon, 9/10/2023", DAY),
        ("Mon 10/9/2023", DAY),
        ("Fri, 9/10/2023", None),
        ("yesterday", None),
        ("in 3 days", None),
        ("Sat 10 2023", None),
        ("9 listopada 2023", None),
        ("9 ตุลาคม 2566", DAY),
        ("9999-12-31", None),
        ("1696809600", None),
    ],
)
def test_a_date_is_a_full_day_that_can_be_read_in_one_way(words: str, day: date | None) -> None:
    read = article("x.md", f"---\ndate: {words}\n---\nText.")
    assert (read.published, read.published_from) == (day, "front matter" if day else "unknown")


@pytest.mark.parametrize(
    ("first", "day"),
    [
        ("BELGRADE, Oct. 9, 2023 (AP) — The bridge is open.", DAY),
        ("BELGRADE, Serbia, 9 October 2023\n\nThe bridge is open.", DAY),
        ("**BELGRADE, 9 October 2023** – The bridge is open.", DAY),
        ("WASHINGTON, Oct. 9, 2023 /PRNewswire/ -- The bridge is open.", DAY),
        ("İSTANBUL, 9 Ekim 2023 (AA) - Köprü açıldı.", DAY),
        ("Brussels, 9 October 2023\nThe bridge is open.", DAY),
        ("Monday, October 9, 2023\n\nThe bridge is open.", DAY),
        ("By Jane Doe\n\nBELGRADE, 2023-10-09 — The bridge is open.", DAY),
        ("October 9, 2023 Monday\n\nThe bridge is open.", DAY),
        ("BELGRADE, Oct 9 (Reuters) - The bridge is open.", None),
        ("BELGRADE, Oct 2023 (Reuters) - The bridge is open.", None),
        ("On 9 October 2023 the bridge was opened.", None),
        ("Minutes of the council, 9 October 2023\nThe bridge is open.", None),
        ("Updated 9 October 2023\n\nThe bridge is open.", None),
        ("Ana Petrović (9 October 2023 – 4 May 2024) was a tram.", None),
        ("9 October 2023 – 4 May 2024\nThe bridge was open.", None),
        ("One.\n\nTwo.\n\nThree.\n\nBELGRADE, 9 October 2023 — Four.", None),
    ],
)
def test_a_dateline_dates_an_article_and_stays_in_its_text(first: str, day: date | None) -> None:
    read = article("x.txt", first)
    assert (read.published, read.published_from) == (day, "dateline" if day else "unknown")
    assert read.text == first


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2023-10-09-x.txt", DAY),
        ("x_2023_10_09.txt", DAY),
        ("x 20231009.txt", DAY),
        ("20231399-20231009.txt", DAY),
        ("2023-02-31.txt", None),
        ("2023-10.txt", None),
        ("120231009.txt", None),
        ("2023-10-09/x.txt", None),
    ],
)
def test_the_name_of_a_file_dates_it_where_nothing_else_does(name: str, day: date | None) -> None:
    read = article(name, "Text.")
    assert (read.published, read.published_from) == (day, "file name" if day else "unknown")


@pytest.mark.parametrize(
    ("head", "first", "origin"),
    [
        ("date: 2023-10-09", "PARIS, May 3, 2021 — Text.", "front matter"),
        ("date: 2023-02-31", "PARIS, Oct. 9, 2023 — Text.", "dateline"),
        ("date: soon", "PARIS, Oct. 9 — Text.", "file name"),
    ],
)
def test_origins_of_a_date_are_asked_in_their_order(head: str, first: str, origin: DateOrigin) -> None:
    read = article("2023-10-09-x.md", f"---\n{head}\n---\n{first}")
    assert (read.published, read.published_from) == (DAY, origin)
