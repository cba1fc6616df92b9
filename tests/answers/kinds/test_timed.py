"""What is asked of the time of the answer before it."""

from datetime import date

import pytest

from rag.answers.pipeline import Rag
from rag.index.search import Index
from rag.types import Article
from tests.answers.kinds.conftest import TODAY


@pytest.fixture(autouse=True)
def wall(index: Index) -> None:
    index.update([
        Article(f"wall{month}", "Sea wall of Tolleve", f"The sea wall of Tolleve leaks, and {month} masons came.",
                date(year, month, 9))
        for year, month in ((2024, 12), (2025, 2), (2025, 5))
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("Did the eels come up the river?", "what else happened that month?", "what happened in November 2026?"),
        ("Did the eels come up the river?", "what was in the papers that week?",
         "what was in the papers in the week of 18 November 2026?"),
        ("Did the eels come up the river?", "who won the regatta in the same year?", "who won the regatta in 2026?"),
        ("Summarise the sea wall of Tolleve", "What happened in February?",
         "What happened to sea wall of Tolleve in February 2025?"),
        ("Summarise the sea wall of Tolleve", "and what happened in December?",
         "What happened to sea wall of Tolleve in December 2024?"),
        ("Summarise the sea wall of Tolleve", "What happened in February 2026?", "What happened in February 2026?"),
        ("Summarise the sea wall of Tolleve", "What happened to the eels in May?", "What happened to the eels in May?"),
        ("Did the eels come up the river?", "What happened in May?",
         "Did the eels come up the river? What happened in May?"),  # which is no story
    ],
)  # fmt: skip
def test_a_time_is_that_of_the_answer_before(index: Index, before: str, question: str, meant: str) -> None:
    rag = Rag(index)
    first = rag.ask(before, today=TODAY)
    assert first.citations
    assert rag.ask(question, [first], today=TODAY).trace.query == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("just the December ones", "Which articles from December 2024"),
        ("which of these are from May?", "which of the articles are from May 2025"),
        ("which of these are from May 2026?", "which of the articles are from May 2026"),
        ("and in December?", "Which articles mention masons in December 2024?"),
        ("and last week?", "Which articles mention masons last week?"),
    ],
)
def test_a_month_of_no_year_is_one_of_what_was_listed(index: Index, question: str, meant: str) -> None:
    rag = Rag(index)
    first = rag.ask("Which articles mention masons?", today=TODAY)
    assert rag.ask(question, [first], today=TODAY).trace.query.rstrip("?") == meant.rstrip("?")
