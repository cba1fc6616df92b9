"""References: every article cited once, whatever its title has, in three formats."""

import json
import re
from datetime import date

import pytest

from rag.answers.answer import Answer
from rag.answers.pipeline import Rag
from rag.answers.references import FORMATS, bibtex, csl_json, ris
from rag.answers.statements import Statement, Trace
from rag.index.search import Index
from rag.types import Article, Citation

TEXT = "The tram is back. It was late."


def cited(*articles: Article) -> list[Answer]:
    """Answers that cite the first sentence of each, and both of the last."""
    made = []
    for number, one in enumerate(articles, 1):
        citation = Citation(one, 0, 17, number)
        made.append(Answer("q", Trace("q"), statements=(Statement(citation.quote, (citation,), "supported"),)))
    last = Citation(articles[-1], 18, 30, len(articles) + 1)
    return [*made, Answer("q", Trace("q"), statements=(Statement(last.quote, (last,), "supported"),))]


TRAM = Article(
    "a.md", "Seven minutes late", TEXT, date(2026, 5, 9), author="Corwin Pask", source="The Harbour Gazette",
    url="https://example.org/a b~c?x={1}&y=%20", lang="en",
)  # fmt: skip


def test_bibtex() -> None:
    assert bibtex(cited(TRAM)) == (
        "@article{pask-2026-seven,\n"
        "  author = {Pask, Corwin},\n"
        "  title = {{Seven minutes late}},\n"
        "  journal = {The Harbour Gazette},\n"
        "  date = {2026-05-09},\n"
        "  year = {2026},\n"
        "  url = {https://example.org/a%20b~c?x=%7B1%7D&y=%20},\n"
        "  language = {en},\n"
        "  month = may,\n"
        "  annote = {“The tram is back.” … “It was late.”},\n"
        "}\n"
    )


def test_ris() -> None:
    assert ris(cited(TRAM)).split("\r\n") == [
        "TY  - NEWS", "ID  - pask-2026-seven", "AU  - Pask, Corwin", "TI  - Seven minutes late",
        "T2  - The Harbour Gazette", "PY  - 2026", "DA  - 2026/05/09/", "LA  - en",
        "UR  - https://example.org/a%20b~c?x=%7B1%7D&y=%20", "N1  - “The tram is back.” … “It was late.”", "ER  - ", "",
        "",
    ]  # fmt: skip


def test_csl_json() -> None:
    [record] = json.loads(csl_json(cited(TRAM)))
    assert record == {
        "id": "pask-2026-seven", "type": "article-newspaper", "title": "Seven minutes late",
        "author": [{"family": "Pask", "given": "Corwin"}], "container-title": "The Harbour Gazette",
        "issued": {"date-parts": [[2026, 5, 9]]}, "language": "en",
        "URL": "https://example.org/a%20b~c?x=%7B1%7D&y=%20", "annote": "“The tram is back.” … “It was late.”",
    }  # fmt: skip


@pytest.mark.parametrize(
    "title",
    ["50% off & {more}: A_B #1 $5 ~x^2 \\end", "}{", "\\", "Line\none\r\n@article{x,",
     "TY  - JOUR\nER  - ", "“Quoted”, 'so'", "İstanbul'da Ulutaş 東京", "\ud800 half", "a\x00b\x1b[31m", "%"],
)  # fmt: skip
def test_an_awkward_title_ends_no_entry(title: str) -> None:
    answers = cited(Article("a", title, TEXT))
    entry = bibtex(answers)
    assert len(re.findall(r"^@article\{", entry, re.MULTILINE)) == 1
    depth = 0
    for place, sign in enumerate(entry):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth > 0 or place < entry.index("{") or not entry[place + 1 :].strip()
    assert not re.search(r"(?<!\\)[%$&#_]", entry.replace("month = ", ""))
    lines = ris(answers).split("\r\n")
    assert [line[:6] for line in lines] == ["TY  - ", "ID  - ", "TI  - ", "N1  - ", "ER  - ", "", ""]
    assert not re.search(r"[\n\x00\x1b]", "".join(lines))
    [record] = json.loads(csl_json(answers))
    assert record["title"] == " ".join(re.sub(r"[\x00-\x1f]", " ", title.replace("\ud800", "?")).split())


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ada Brandt, Olof Ek", [{"family": "Brandt", "given": "Ada"}, {"family": "Ek", "given": "Olof"}]),
        ("Ursula von der Leyen", [{"family": "von der Leyen", "given": "Ursula"}]),
        ("Ana Novak, Jr.", [{"literal": "Ana Novak, Jr."}]),
        ("Hathmar Press Agency", [{"literal": "Hathmar Press Agency"}]),
        ("Plato", [{"literal": "Plato"}]),
        ("Ada and Olof Ek", [{"literal": "Ada and Olof Ek"}]),
    ],
)
def test_names_are_parted_where_they_are_a_persons(author: str, names: list[dict[str, str]]) -> None:
    assert json.loads(csl_json(cited(Article("a", "t", TEXT, author=author))))[0]["author"] == names


def test_keys_are_not_shared() -> None:
    answers = cited(TRAM, Article("b.md", "Seven again", TEXT, date(2026, 1, 1), author="Ilse Pask"))
    assert re.findall(r"^@article\{(.*),$", bibtex(answers), re.MULTILINE) == ["pask-2026-seven", "pask-2026-seven2"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://[x", "file:///etc/passwd", None])
def test_what_is_no_address_on_the_web_is_none(url: str | None) -> None:
    assert "URL" not in json.loads(csl_json(cited(Article("a", "t", TEXT, url=url))))[0]


def test_the_citations_of_an_answer(sample: Index) -> None:
    answer = Rag(sample).ask("How many articles mention the tram?")
    for written in FORMATS.values():
        assert written([answer]).count("“") >= 7
    assert len(json.loads(csl_json([answer]))) == 7
    assert bibtex([]) == ris([]) == ""
