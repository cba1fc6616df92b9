"""Bulk files, and what becomes of a bad record."""

import json
from datetime import date

import pytest

from rag.corpus.reading import read_file
from rag.types import Article
from tests.corpus.conftest import DAY, TURKISH, article, reason


def test_records_keep_their_text_to_the_letter_and_bad_ones_are_told_by_their_line() -> None:
    text = "\ufeff Trams\r\n\r\n\x07They run. "
    rows: list[object] = [
        {"id": "a", "title": " Trams  at last ", "text": text, "date": "2023-10-09", "source": "Gazette",
         "url": "https://x.example", "author": "Ana P", "lang": "en"},
        {"id": 7, "text": "Trams at last\n\nThey run."},
        {"text": "PARIS, Oct. 9, 2023 (AP) — They run."},
        [1],
        {"id": "b", "text": " \n"},
        {"id": "a", "text": "Again."},
        {"id": "c", "text": 5},
        {"id": "d", "title": "No text"},
        {"id": "e", "text": "half \ud83d"},
    ]  # fmt: skip
    data = "\ufeff" + "\n".join(map(json.dumps, rows)) + "\n\n{broken\n"
    articles, problems = read_file("2020-01-01-news.jsonl", data.encode() + b'{"id": "\xff"}')
    assert articles == [
        Article(
            "a",
            "Trams at last",
            text.removeprefix("\ufeff"),
            DAY,
            "record",
            "Ana P",
            "Gazette",
            "https://x.example",
            "en",
        ),
        Article("7", "Trams at last", "Trams at last\n\nThey run."),
        Article("2020-01-01-news.jsonl#3", "News", "PARIS, Oct. 9, 2023 (AP) — They run.", DAY, "dateline"),
    ]
    assert [problem.path for problem in problems] == ["2020-01-01-news.jsonl"] * 8
    expected = [
        "line 4: not a JSON object", 'line 5: "text" is empty', "line 6: the id 'a'", 'line 7: "text" is not a string',
        'line 8: "text" is missing', "line 9: it holds half of a character", "line 11: not JSON (Expecting",
        "line 12: not UTF-8",
    ]  # fmt: skip
    assert [problem.reason.startswith(start) for problem, start in zip(problems, expected, strict=True)] == [True] * 8


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("03/04/2026", "25/04/2026"), date(2026, 4, 3)),
        (("03/04/2026", "04/25/2026"), date(2026, 3, 4)),
        (("03/04/26", "25/04/26"), date(2026, 4, 3)),
        (("03/04/2026", "05/06/2026"), None),
        (("03/04/2026", "25/04/2026", "04/25/2026"), None),
    ],
)
def test_a_day_in_figures_is_read_as_the_other_records_have_theirs(
    days: tuple[str, ...], expected: date | None
) -> None:
    rows = "".join(f"Tram {number},{day},Trams ran.\n" for number, day in enumerate(days))
    read, _ = read_file("x.csv", f"title,date,text\n{rows}".encode())
    assert read[0].published == expected


@pytest.mark.parametrize(("written", "lang"), [("9. 3. 2026", "cs"), ("09.03.26", "de"), ("3/9/26", "en-US")])
def test_a_day_in_figures_is_read_as_the_language_of_its_record_has_it(written: str, lang: str) -> None:
    assert article("x.json", json.dumps({"text": "A", "date": written, "lang": lang})).published == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("record", "attribute", "value"),
    [
        ({"author": "None", "byline": "Ana Petrović"}, "author", "Ana Petrović"),
        ({"author": "nan"}, "author", None),
        ({"author": "https://x.example/profile/ana"}, "author", None),
        ({"source": "https://x.example/a", "source-hostname": "Gazette"}, "source", "Gazette"),
        ({"source": "https://x.example/a"}, "url", "https://x.example/a"),
        ({"publisher": "x.example", "sitename": "Gazette"}, "source", "Gazette"),
        ({"publisher": "x.example"}, "source", "x.example"),
        ({"links": {"permalink": "https://x.example/a"}}, "url", "https://x.example/a"),
        ({"author": {"data": {"attributes": {"name": "Ana Petrović"}}}}, "author", "Ana Petrović"),
    ],
)
def test_fields_as_programs_write_them(record: dict[str, object], attribute: str, value: str | None) -> None:
    assert getattr(article("x.json", json.dumps({"text": "Trams ran.", **record})), attribute) == value


def test_separators_within_a_json_string_end_no_record() -> None:
    line = json.dumps({"id": "a", "text": "one\u2028two\x85three"}, ensure_ascii=False)
    assert article("x.jsonl", line).text == "one\u2028two\x85three"
    assert article("x.jsonl", line.encode("utf-16")).text == "one\u2028two\x85three"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        (
            "x.jsonl",
            '{"id": "q1", "question": "Who?"}\n' * 3,
            'holds no articles: no record has a "text" (only id, question)',
        ),
        ("x.jsonl", "not JSON\n" * 3, "holds no articles: line 1: not JSON"),
        ("x.jsonl", "[" * 100_000, "holds no articles: line 1: not JSON"),
        ("x.jsonl", '[\n{"text": 1}\n'[:2], "holds no articles: line 1: not JSON"),
        ("x.csv", "id,question\n1,Who?\n", 'holds no articles: its first line names no "text" (only id, question)'),
        ("x.csv", "id,text\n", "holds no articles: no records"),
        ("x.csv", 'id,text\n1,"open\n2,x\n', "holds no articles: line 2: not CSV"),
    ],
)
def test_a_bulk_file_without_texts_is_one_problem(name: str, data: str, why: str) -> None:
    assert reason(name, data).startswith(why)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_any_delimiter_and_line_ends_within_quotes(delimiter: str) -> None:
    rows = [
        "ID,Title,Text,Date",
        '1,Trams,"One\r\n""two""; and three ",9 October 2023',
        "",
        ",Rain,x,2023",
        "2,,,",
        "3,y",
    ]
    data = "\ufeff" + "\r\n".join(row.replace(",", delimiter) for row in rows) + "\r\n"
    articles, problems = read_file("x.csv", data.encode())
    assert articles == [
        Article("1", "Trams", 'One\r\n"two"; and three ', DAY, "record"),
        Article("x.csv#5", "Rain", "x"),
    ]
    assert [problem.reason for problem in problems] == [
        'line 6: "text" is empty',
        "line 7: it has 2 fields where the first line names 4: check the quotes",
    ]


def test_csv_fields_may_be_large_and_in_other_encodings() -> None:
    large = "They run. " * 200_000
    assert article("x.csv", f"id,text\n1,{large}\n").text == large
    assert article("x.csv", f"id;text\n1;{TURKISH}\n".encode("cp1254")).text == TURKISH


def test_a_day_in_numbers_is_read_in_the_language_of_its_record() -> None:
    german = (
        "Die Fähre bleibt ab Montag im Hafen, und vier Busse fahren um die Bucht, sagte die Reederei am Abend. " * 4
    )
    for text, lang, day in ((german, "", date(2025, 3, 11)), ("Kurz.", "de", date(2025, 3, 11)), ("Kurz.", "", None)):
        [read], _ = read_file("x.jsonl", json.dumps({"text": text, "lang": lang, "date": "11/03/2025"}).encode())
        assert read.published == day


def test_a_table_of_swissdox_has_its_own_names_and_its_writers_in_the_text() -> None:
    columns = (
        "id\tpubtime\tmedium_code\tmedium_name\trubric\tlanguage\thead\tsubhead\tarticle_link\tcontent_id\tcontent"
    )
    rows = [
        "47\t2025-05-30 00:00:00+02:00\tNB\tNorriner Bote\tLokales\tde\tDie Fähre bleibt\tBis zu 3 & mehr Wochen\t"
        "https://bote.example/f\t5d0c\t"
        "<tx><ld><p>Die Tern bleibt im Hafen.</p></ld><zt>Busse</zt><p>Vier Busse fahren.</p><au>Jörg  Hahn</au></tx>",
        "48\t2025-06-01 00:00:00+02:00\tCN\tLe Courrier\tÉconomie\tfr\tLa glacière ferme\t\t\t5d0d\t"
        "<tx><p>La glacière du quai ferme fin juin.</p></tx>",
    ]
    articles, problems = read_file("swissdox.tsv", "\n".join([columns, *rows]).encode())
    assert problems == []
    assert [(one.id, one.title, one.text, one.published, one.author, one.source, one.tags) for one in articles] == [
        ("5d0c", "Die Fähre bleibt",
         "Bis zu 3 & mehr Wochen\n\nDie Tern bleibt im Hafen.\n\nBusse\n\nVier Busse fahren.", date(2025, 5, 30),
         "Jörg Hahn", "Norriner Bote", ("Lokales",)),
        ("5d0d", "La glacière ferme", "La glacière du quai ferme fin juin.", date(2025, 6, 1), None, "Le Courrier",
         ("Économie",)),
    ]  # fmt: skip
    assert articles[0].url == "https://bote.example/f"


@pytest.mark.parametrize("body", ["Four buses go round the bay.", "The Tern stays. Four buses go round the bay."])
def test_a_text_of_dow_jones_begins_in_its_snippet(body: str) -> None:
    record = {
        "an": "NORHER0020250530el5u00001", "title": "Ferry stays", "snippet": "The Tern stays.", "body": body,
        "byline": "By Dora Finch", "source_name": "The Norrin Herald", "publisher_name": "Herald Press",
        "publication_date": 1748563200000, "language_code": "en", "section": "News",
    }  # fmt: skip
    [article], problems = read_file("dj.jsonl", json.dumps(record).encode())
    assert problems == []
    assert " ".join(article.text.split()) == "The Tern stays. Four buses go round the bay."
    assert (article.id, article.source, article.author) == (record["an"], "The Norrin Herald", "Dora Finch")
    assert article.published == date(2025, 5, 30)
