"""The one article that is asked for by what it tells."""

import pytest

from rag.answers.pipeline import Rag
from rag.index.search import Index
from rag.types import Article
from tests.answers.kinds.conftest import TODAY, Asking, cited


@pytest.mark.parametrize(
    ("question", "headline", "first"),
    [
        ("I'm looking for the article in which two ferries collided. What is it called?",
         "“Two ferries collide” (2 October 2026, Morning Ferry) comes nearest to “two ferries collided”.", "ferries"),
        ("In which article did the eels come up the river?",
         "“Eels at noon” (18 November 2026, The Lantern) comes nearest to “the eels come up the river”.", "eels"),
        ("Ich suche den Artikel, in dem two ferries collided. Wie heißt der?",
         "“Two ferries collide” (2 October 2026, Morning Ferry) comes nearest to “two ferries collided”.", "ferries"),
    ],
)  # fmt: skip
def test_the_article_that_comes_nearest_is_named_first(ask: Asking, question: str, headline: str, first: str) -> None:
    answer = ask(question)
    assert answer.headline == headline
    assert cited(answer)[0] == first


def test_of_several_articles_about_it_the_one_that_is_called_so_is_meant(index: Index) -> None:
    index.update(
        [
            Article("lamp", "The lamp comes in May", "The lamp comes in May. The lamp was shown to us. A lamp it is.",
                    author="Ann Lee", source="The Lantern"),
            Article("review", "Lamp review: bright", "The lamp is bright. The lamp costs ten crowns. A good lamp.",
                    author="Bo Lund", source="The Lantern"),
        ]
    )  # fmt: skip
    answer = Rag(index).ask("Who reviewed the lamp for The Lantern?", today=TODAY)
    assert answer.headline == "“Lamp review: bright” is by Bo Lund."
    assert cited(answer) == ["review"]


def test_what_no_article_tells_is_in_none(ask: Asking) -> None:
    answer = ask("In which article does a zeppelin explode?")
    assert answer.headline is None
    assert answer.refusal is not None


def test_what_says_but_in_what_form_the_answer_is_wanted_is_no_part_of_the_question(ask: Asking) -> None:
    plain = ask("Was Ada Brandt on board?")
    for wanted in ("names pls", "Just the names.", "List them all, please.", "Bitte alle Namen."):
        answer = ask(f"Was Ada Brandt on board? {wanted}")
        assert answer.text == plain.text
        assert not answer.missing
        assert answer.trace.query == plain.trace.query
