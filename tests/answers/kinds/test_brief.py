"""What is asked to be told in short, and is no summary."""

from datetime import date

import pytest

from rag.answers.pipeline import Rag
from rag.index.search import Index
from rag.types import Article
from tests.answers.kinds.conftest import TODAY, Asking, cited


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("In one sentence: when were two ferries seen to collide off Norrin?",
         "when were two ferries seen to collide off Norrin?"),
        ("Who paid for the Ferry, in two sentences?", "Who paid for the Ferry?"),
        ("Who paid for the Ferry? A short answer will do.", "Who paid for the Ferry?"),
        ("Wer bezahlte die Fähre? Kurze Zusammenfassung reicht.", "Wer bezahlte die Fähre?"),
        ("Summarise the eels in one sentence", "Summarise the eels in one sentence"),
        ("Who said it in one sentence or two?", "Who said it or two?"),
    ],
)  # fmt: skip
def test_it_is_asked_without_the_words_that_say_so(index: Index, question: str, meant: str) -> None:
    assert Rag(index).ask(question, today=TODAY).trace.query == meant


def test_it_has_as_many_sentences_as_are_asked_for(index: Index, ask: Asking) -> None:
    index.update([
        Article(f"quay{day}", "The quay of Sarrow", f"{who} painted the quay of Sarrow.", date(2026, 5, day))
        for day, who in enumerate(("Ada Moss with two brothers", "Three retired sailors", "Some pupils"), 1)
    ])  # fmt: skip
    whole = ask("Who painted the quay of Sarrow?")
    assert len(whole.statements) > 2
    for said, number in (("one sentence", 1), ("two sentences", 2)):
        brief = ask(f"In {said}: who painted the quay of Sarrow?")
        assert [one.text for one in brief.statements] == [one.text for one in whole.statements[:number]]


def test_each_part_of_a_question_is_answered_however_short_it_is_to_be(ask: Asking) -> None:
    parted = "who was on board the Ferry and when did two ferries collide off Norrin?"
    assert len(ask(f"In one sentence: {parted}").statements) == len(ask(parted).statements) > 1


def test_a_table_of_articles_is_whole(ask: Asking) -> None:
    assert len(cited(ask("Which articles mention Norrin, in one sentence?"))) == 2
