"""The rows of a list: without some, with so many of something, in an order; and things called what they are."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from rag.answers.answer import Answer
from rag.answers.asking.rows import narrowing
from rag.answers.pipeline import Rag
from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.types import Article

TODAY = date(2026, 9, 23)
STORMS = [
    Article("ada", "Storm Ada floods the quay", "Storm Ada came ashore at Norrin on Monday. The gusts of Ada reached 95"
            " miles an hour. Storm Ada was the first since Storm Old of 1987.", date(2025, 3, 4)),
    Article("bert", "Storm Bert passes", "Storm Bert passed north of Norrin. Winds of 70 miles an hour were measured in"
            " Bert. The National Storm Centre had warned of Bert.", date(2025, 10, 6)),
    Article("cleo", "Storm Cleo breaks the pier", "Storm Cleo broke the pier of Norrin. Its winds blew at 110 miles an"
            " hour, and Cleo lasted two days.", date(2026, 1, 9)),
]  # fmt: skip


def rows(answer: Answer) -> list[list[str]]:
    """The rows of a list without its words and articles; each is cited by words that name what it is of."""
    assert answer.table is not None
    known = {one.number: one.quote for one in answer.citations}
    for row in answer.table.rows:
        quoted = [known[one] for one in row[-2].citations]
        assert " … ".join(quoted) == row[-2].text
        assert any(row[0].text.split()[-1] in one for one in quoted)
        assert len(row) < 4 or any(row[1].text in one for one in quoted), "its value stands in its words"
    return [[cell.text for cell in row[:-2]] for row in answer.table.rows]


@pytest.mark.parametrize(
    ("question", "headline", "found"),
    [
        ("Which of the candidates for mayor is oldest?",
         "Casimir Dray (58), of 3 found; the list may not be complete.",
         [["Casimir Dray", "58"], ["Jorun Pellacombe", "47"], ["Wenna Astorkey", "34"]]),
        ("the two youngest candidates for mayor",
         "Wenna Astorkey (34), Jorun Pellacombe (47); the list may not be complete.",
         [["Wenna Astorkey", "34"], ["Jorun Pellacombe", "47"], ["Casimir Dray", "58"]]),
        ("List the candidates for mayor by age",
         "Casimir Dray (58), Jorun Pellacombe (47), Wenna Astorkey (34); the list may not be complete.",
         [["Casimir Dray", "58"], ["Jorun Pellacombe", "47"], ["Wenna Astorkey", "34"]]),
        ("Who are the candidates for mayor besides Pellacombe?",
         "2 found, each by the words beside it; the list may not be complete.", [["Casimir Dray"], ["Wenna Astorkey"]]),
        ("How many different candidates stood for mayor?",
         "3 found, each by the words beside it; the list may not be complete.",
         [["Jorun Pellacombe"], ["Casimir Dray"], ["Wenna Astorkey"]]),
        ("Which candidates won more than 1,000 votes?",
         "1 found, each by the words beside it; the list may not be complete.", [["Jorun Pellacombe", "4,761"]]),
    ],
)  # fmt: skip
def test_rows_are_narrowed_and_ordered(
    sample: Index, question: str, headline: str, found: Sequence[Sequence[str]]
) -> None:
    answer = Rag(sample).ask(question, today=TODAY)
    assert answer.headline == headline
    assert rows(answer) == found


def test_a_row_that_tells_no_number_is_said_to_be_left_out(sample: Index) -> None:
    answer = Rag(sample).ask("Which candidates won more than 1,000 votes?", today=TODAY)
    assert answer.notice == "Of 2 more the words found tell no such number, so that they are left out."


@pytest.mark.parametrize(
    "question", ["Which candidates won more than 5,000 votes?", "List the candidates for mayor by weight"]
)
def test_where_no_row_is_so_it_is_no_list(sample: Index, question: str) -> None:
    assert Rag(sample).ask(question, today=TODAY).table is None


@pytest.fixture
def stormy(tmp_path: Path, model: Embedder) -> Rag:
    index = Index.open(tmp_path / "index", create=True, embedder=model)
    index.update(STORMS)
    return Rag(index)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("List the storms of 2025", [["Storm Ada"], ["Storm Bert"]]),
        ("Which storms were there in 2026?", [["Storm Cleo"]]),
        (
            "List the storms of 2025 by strength",
            [["Storm Ada", "95 miles an hour"], ["Storm Bert", "70 miles an hour"]],
        ),
        ("Which storms of 2025, other than Ada, were there?", [["Storm Bert"]]),
    ],
)
def test_things_are_listed_that_are_called_what_is_asked(
    stormy: Rag, question: str, found: Sequence[Sequence[str]]
) -> None:
    assert sorted(rows(stormy.ask(question, today=TODAY))) == found


def test_what_a_sentence_enumerates_is_not_ordered(tmp_path: Path, model: Embedder) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=model)
    quake = (
        "The earthquakes shook Norrin, Velm and Keld. The earthquake at Norrin had a magnitude of 6.3. The one at Velm"
    )
    index.update([Article("quake", "Earthquakes of 2025", f"{quake} had a magnitude of 5.5.", date(2025, 5, 1))])
    assert Rag(index).ask("Which of the earthquakes of 2025 was the strongest?", today=TODAY).table is None


def test_things_of_a_time_in_which_none_was_are_none_of_another(stormy: Rag) -> None:
    assert stormy.ask("List the storms of 2019", today=TODAY).table is None


@pytest.mark.parametrize(
    ("lang", "question", "rest"),
    [
        ("en", "Which firms, apart from Velm Ltd and Ek, closed", "Which firms closed"),
        ("de", "Welche Firmen außer Velm schlossen", "Welche Firmen schlossen"),
        ("fr", "Quelles entreprises à part Velm ont fermé", "Quelles entreprises ont fermé"),
        ("es", "Qué empresas aparte de Velm cerraron", "Qué empresas cerraron"),
        ("tr", "Velm dışında hangi şirketler kapandı", "hangi şirketler kapandı"),
        (
            "de",
            "Welche Städte hatten mehr als 10.000 Haushalte ohne Strom",
            "Welche Städte hatten Haushalte ohne Strom",
        ),
        ("de", "wie viele verschiedene Minister traten zurück", "welche Minister traten zurück"),
        ("en", "the three oldest mayors of Velm", "list the mayors of Velm"),
        ("en", "the very oldest mayors of Velm", None),
        ("en", "Which firms closed", None),
    ],
)
def test_what_is_said_of_the_rows_is_taken_out(lang: str, question: str, rest: str | None) -> None:
    found = narrowing(question, lang)
    assert (found and found[0]) == rest


def test_what_is_said_of_the_rows_is_known() -> None:
    found = narrowing("Which firms, apart from Velm Ltd and Ek, had more than 10,000 workers", "en")
    assert found is not None
    assert found[1].without == ("Velm Ltd", "Ek")
    assert (found[1].counted, found[1].least, found[1].limit) == ("workers", 10_001, None)
