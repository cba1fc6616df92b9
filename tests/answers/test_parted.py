"""Questions of several parts, on the sample corpus."""

from pathlib import Path

import pytest

from rag.answers.conversation import behind_a_statement, parts
from rag.answers.pipeline import Rag
from rag.index.embedding import Embedder
from rag.index.reranking import Reranker
from rag.index.search import Index
from rag.types import Article
from tests.conftest import HashedWords


def asked(question: str) -> list[str]:
    return [part for part, _ in parts(question)]


def test_parts_stand_behind_what_joins_them_and_an_order_is_none() -> None:
    assert asked("Who won; how many votes were cast?") == ["Who won?", "how many votes were cast?"]
    assert asked("Where was the fire, how many boats burnt?") == ["Where was the fire?", "how many boats burnt?"]
    assert len(asked("Which boats sank in the storm? Give me all of them, please.")) == 1
    assert len(asked("Which boat, how it sank aside, was the oldest?")) == 1


def test_a_part_that_leans_on_the_first_is_looked_for_in_its_article(sample: Index) -> None:
    answer = Rag(sample).ask("Which doors did the fire brigade knock on, and who was hurt?")
    hurt = answer.statements[-1]
    assert "broke an arm" in hurt.text
    assert hurt.citations[0].article.id == answer.statements[0].citations[0].article.id


def test_when_that_came_out_is_the_day_of_the_article_that_tells_the_first_part(sample: Index) -> None:
    for asks in ("when did that come out", "when was it published", "what day did this appear"):
        answer = Rag(sample).ask(f"Which doors did the fire brigade knock on, and {asks}?")
        article = answer.citations[0].article
        assert article.published is not None
        assert answer.headline is not None
        assert answer.headline.startswith(f"“{article.title}” was published on {article.published.day} ")
        assert not answer.missing


def test_what_its_article_does_not_tell_is_looked_for_elsewhere_and_may_be_missing(sample: Index) -> None:
    answer = Rag(sample).ask("Who won the mayoral election, and which sonata did they play?")
    assert answer.statements
    assert [one.part for one in answer.missing] == ["which sonata did they play?"]


def test_a_sentence_that_answers_one_part_alone_and_another_with_what_follows_is_quoted_once(tmp_path: Path) -> None:
    index = Index.open(tmp_path, create=True, embedder=HashedWords())
    text = "The ferry to Norrin took nine hours. It stopped twice at sea on its way from the harbour of Velm."
    index.update([Article("ferry", "The ferry to Norrin", text)])
    answer = Rag(index).ask("How long did the ferry to Norrin take, and how often did it stop at sea from Velm?")
    assert [one.text for one in answer.statements] == [text]
    assert [one.number for one in answer.citations] == [1]


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("A block of flats fell in Keld. How many people died?", "How many people died?"),
        ("i heard the ferry to Norrin sank! who saw it", "who saw it"),
        ("A block of flats fell in Keld. Who was it?", None),  # says nothing by itself
        ("A block of flats fell in Keld. Which one was it?", None),
        ("In the U.S. who won the election?", None),
        ("How many people died when the flats fell? Tell me.", None),
        ("In Norrin and the U.S. how many people died?", None),
    ],
)
def test_a_question_may_stand_behind_a_statement(question: str, part: str | None) -> None:
    assert behind_a_statement(question) == part


def test_what_stands_behind_a_statement_is_answered_by_itself_in_the_article_of_both(
    tmp_path: Path, model: Embedder, relevance: Reranker
) -> None:
    told = "The accident killed nine, and a child was dug out by hand."
    text = (
        "A block of flats in Keld fell on Sunday night, the fire brigade reported. The district of Keld has 350 such "
        f"houses, and many people live in blocks of flats there. {told}"
    )
    index = Index.open(tmp_path, create=True, embedder=model, relevance=relevance)
    elsewhere = "Four people died when an inn burned down in Norrin on Monday. Many people had been asleep."
    index.update([Article("flats", "A block of flats comes down", text), Article("inn", "Fire in Norrin", elsewhere)])
    answer = Rag(index).ask("I read that a block of flats fell in Keld. How many people died?")
    assert [one.text for one in answer.statements] == [told]
    assert all(any(one.within(passage) for passage in answer.passages) for one in answer.citations)
