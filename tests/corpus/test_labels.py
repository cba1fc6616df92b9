"""Lines above a text that say what it is, and bylines below its title."""

from datetime import date

import pytest

from tests.corpus.conftest import DAY, PARAGRAPHS, article

TEXT = "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("x.txt", "Title: Trams at last\nAuthor: Ana Petrović\nDate: 9 October 2023\nSource: Gazette\n\n"),
        ("x.txt", "Titel: Trams at last\nAutorin: Ana Petrović\nDatum: 2023-10-09\nQuelle: Gazette\n\n"),
        ("x.txt", "Titre : Trams at last\nAuteur : Ana Petrović\nDate : 9 octobre 2023\nSource : Gazette\n\n"),
        ("x.txt", "标题：Trams at last\n作者：Ana Petrović\n日期：2023-10-09\n来源：Gazette\n\n"),
        ("x.md", "# Trams at last\n\nAuthor: Ana Petrović\nPublished: October 9, 2023\nSource: Gazette\n\n"),
        (
            "x.md",
            "# Trams at last\n\n## Metadata\n- Author: [[Ana Petrović]]\n- Date: 2023-10-09\n- Source: Gazette\n\n",
        ),
        (
            "x.md",
            "title:: Trams at last\nauthor:: [[Ana Petrović]]\ndate:: [[2023-10-09]]\nsource:: Gazette\n\n",
        ),
        (
            "x.md",
            "Title: Trams at last\n\nAuthor: Ana Petrović\n\nPublished Time: 2023-10-09T10:00:00Z\n\n"
            "Source: Gazette\n\nMarkdown Content:\nTrams at last\n=============\n\n",
        ),
    ],
)
def test_lines_above_a_text_say_what_it_is(name: str, above: str) -> None:
    read = article(name, above + TEXT)
    assert (read.title, read.author, read.published, read.source) == ("Trams at last", "Ana Petrović", DAY, "Gazette")
    assert read.text.endswith(TEXT)
    assert "Petrović" not in read.text


@pytest.mark.parametrize(
    "text",
    [
        "Reporter: Who builds it?\nAuthor: We do, and our friends.\nReporter: When?\nAuthor: In May.",
        "Title: a word for what stands above.\n\nIt is short.",
        "Trams at last\n\nThey run again.\n\nSource: the harbour office\nAuthor: unknown to us",
        "Date: soon\nPlace: the harbour",
    ],
)
def test_other_lines_with_colons_stay_text(text: str) -> None:
    read = article("x.md", text)
    assert (read.author, read.source, read.text) == (None, None, text)


def test_what_no_line_above_a_text_may_say_stays_in_it() -> None:
    read = article("x.txt", f"Title: Trams\nAuthor: Ana Petrović\nReading time: 3 min\nDate: soon\n\n{TEXT}")
    assert read.text == f"Reading time: 3 min\nDate: soon\n\n{TEXT}"


@pytest.mark.parametrize(
    ("name", "byline", "day"),
    [
        ("x.txt", "By Ana Petrović", None),
        ("x.md", "*By [Ana Petrović](https://x.example/ana) · 9 October 2023*", DAY),
        ("x.md", "**Von Ana Petrović, 9. Oktober 2023**", DAY),
    ],
)
def test_a_byline_below_the_title_names_who_wrote_a_text(name: str, byline: str, day: date | None) -> None:
    read = article(name, f"{'# ' if name == 'x.md' else ''}Trams at last\n\n{byline}\n\n{TEXT}")
    assert (read.author, read.published) == ("Ana Petrović", day)


@pytest.mark.parametrize("line", ["By nine the trams ran.", "By Norrin harbour, on 9 October 2023, trams met"])
def test_a_sentence_that_begins_with_by_names_nobody(line: str) -> None:
    assert article("x.md", f"# Trams\n\n{line}\n\n{TEXT}").author is None


def test_front_matter_is_known_by_the_names_that_tables_have() -> None:
    read = article("x.md", f"---\nTitel: Bahn\nDatum: 09.10.2023\nAutor: Ana P\nQuelle: Bote\n---\n{GERMAN}")
    assert (read.title, read.author, read.source, read.published) == ("Bahn", "Ana P", "Bote", DAY)


GERMAN = "Die erste Bahn fuhr um sechs Uhr morgens, und zweitausend Menschen standen im Regen, um sie zu sehen."
