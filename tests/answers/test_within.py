"""Questions of every kind that are asked within some chosen articles, over the real index of the sample articles."""

from datetime import date

import pytest

from rag.answers.pipeline import Rag
from rag.errors import ArgumentError
from rag.filters import Filters
from rag.index.search import Index

TODAY = date(2026, 9, 23)
CHOSEN = (
    "balkans/serbia-military-neutrality-explained.md",
    "balkans/starovic-on-common-interests.md",
    "harbour-gazette/storm-tamsel-correction.md",
)
WITHIN = Filters(articles=CHOSEN)
ASKED = {
    "a fact": "Who is the state secretary of Serbia's Defence Ministry?",
    "articles": "How many articles mention Belgrade?",
    "the newest": "What are the newest articles?",
    "topics": "What are these articles about?",
    "a period": "What happened in 2023?",
    "a timeline": "What happened with Serbia, in order?",
    "a summary": "Summarise the articles",
    "yes or no": "Is Serbia neutral?",
    "what was said": "What did Aleksandar Vučić say?",
    "a comparison": "Compare Serbia and Türkiye",
    "a list": "Which people are mentioned in the articles about Serbia?",
}


@pytest.mark.parametrize("question", ASKED.values(), ids=ASKED)
def test_a_question_of_any_kind_is_answered_from_the_chosen_articles_alone(sample: Index, question: str) -> None:
    rag = Rag(sample)
    answer = rag.ask(question, filters=WITHIN, today=TODAY)
    assert answer.citations, answer.text
    assert {one.article.id for one in (*answer.citations, *answer.passages)} <= set(CHOSEN)
    anywhere = rag.ask(question, today=TODAY)
    assert not {one.article.id for one in (*anywhere.citations, *anywhere.passages)} <= set(CHOSEN)


@pytest.mark.parametrize("question", ["Tell me more", "Why?", "Are you sure?", "What else did he say?", "And Serbia?"])
def test_a_question_after_an_answer_reads_no_article_that_was_not_chosen(sample: Index, question: str) -> None:
    rag = Rag(sample)
    before = rag.ask("Who won the mayoral election?")
    answer = rag.ask(question, [before], filters=WITHIN, today=TODAY)
    assert {one.article.id for one in (*answer.citations, *answer.passages)} <= set(CHOSEN)


def test_a_refusal_leads_to_nothing_but_the_chosen_articles(sample: Index) -> None:
    answer = Rag(sample).ask("Who is the new mayor?", filters=WITHIN)
    assert answer.refusal is not None
    assert answer.onward is not None
    assert answer.onward.unfiltered
    assert {one.id for one in answer.onward.articles} <= set(CHOSEN)
    assert {one.article.id for one in answer.onward.nearest} <= set(CHOSEN)


def test_names_are_counted_within_them(sample: Index) -> None:
    assert {one.name: one.articles for one in sample.people(WITHIN)}["Nemanja Starović"] == 2
    assert [one.name for one in sample.sources(Filters(articles=CHOSEN[2:]))] == ["The Harbour Gazette"]


def test_an_article_is_chosen_by_its_file_or_title_too_and_an_unknown_one_is_told(sample: Index) -> None:
    title = next(one.title for one in sample.listing() if one.id == CHOSEN[1])
    assert [one.id for one in sample.listing(Filters(articles=(title,)))] == [CHOSEN[1]]
    with pytest.raises(ArgumentError) as told:
        Rag(sample).ask("Who won?", filters=Filters(articles=(CHOSEN[0], "balkans/starovic-on-comon-interests")))
    assert str(told.value).startswith("No article of the index is called “balkans/starovic-on-comon-interests”: the")
    assert CHOSEN[1] in str(told.value)
