"""The quantities that a question gives, and what is said where the nearest sentence has another in their place."""

from datetime import date
from pathlib import Path

import pytest

from rag.answers.given import otherwise
from rag.answers.pipeline import Rag
from rag.answers.quoting import ANSWERED, quote
from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.types import Article

TEXT = (
    "The keeper of the pier at Keld, Odo Marsh, died aged 58. Lise Hoff, who painted the pier at Keld, died aged 81. "
    "The pier at Keld burnt down in March. Rovers scored 36 goals in the season of the fire."
)


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("Who died at age 78?", "He died of cancer, aged 58.", "age 78"),
        ("Who died aged 78?", "Ada Moss has died. She was 58.", "aged 78"),
        ("Who died aged 78?", "Ada Moss, 58, died on Monday.", "aged 78"),
        ("Which player scored 31 goals?", "Ada Moss scored 36 goals.", "31 goals"),
        ("What park covers 74 hectares?", "The park at Keld covers 43 hectares.", "74 hectares"),
        ("Who got 47 months in prison?", "She was sentenced to 73 months in prison.", "47 months"),
        ("What was sold for $300 million?", "The pier was sold for $11 million.", "$300 million"),
        ("In which year did three ferries sink?", "Two ferries sank in 1911.", "three ferries"),
        ("Who died aged 78?", "He died aged 78.", None),
        ("Who died aged 78?", "Ada Moss died on Monday.", None),
        ("Who died aged 78?", "He died when 58 boats sank.", None),
        ("Who ran 10 miles?", "Ada Moss ran 16 kilometres.", None),
        ("Which pier cost 2.1 million crowns?", "The pier cost 2,098,500 crowns.", None),
        ("Who scored more than 31 goals?", "Ada Moss scored 36 goals.", None),
        ("Who scored 31 goals?", "Ada Moss scored more than 30 goals.", None),
        ("Who kept the last 12 lamps?", "He kept 40 lamps.", None),
        ("How many million boats are there?", "There are 2 million boats.", None),
        ("Who was born in 1923?", "He was born in 1919.", None),
        ("How long is one year on Keld in days of Norrin?", "It takes Keld 759 days to go round once.", None),
        ("Did she score 31 goals?", "She scored 36 goals.", None),
    ],
)
def test_another_quantity_of_its_sort_stands_in_the_place_of_the_one_given(
    question: str, text: str, words: str | None
) -> None:
    assert otherwise(question, text) == words


@pytest.fixture
def index(tmp_path: Path, model: Embedder) -> Index:
    made = Index.open(tmp_path / "index", create=True, embedder=model)
    made.update(
        [
            Article("keld", "The pier at Keld", TEXT, date(2026, 3, 9)),
            Article("norrin", "A painter of Norrin", "Bo Quist of Norrin died aged 44.", date(2026, 3, 11)),
        ]
    )
    return made


def test_a_sentence_with_another_quantity_is_no_answer_and_that_is_said(index: Index) -> None:
    asked = "Which keeper of the pier at Keld died aged 78?"
    found = quote(asked, index.search(asked).passages, relevance=None)
    assert found.confidence < ANSWERED
    assert str(Rag(index).ask(asked)).startswith(
        "I found no sentence that tells this of “aged 78”, only of another number."
    )


def test_who_did_it_in_another_number_is_neither_quoted_nor_told_to_differ(index: Index) -> None:
    answer = Rag(index).ask("Who died aged 58?")
    assert [one.text for one in answer.statements] == ["The keeper of the pier at Keld, Odo Marsh, died aged 58."]
    assert answer.headline is None
