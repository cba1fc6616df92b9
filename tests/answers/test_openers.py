"""Questions of each kind to begin with, over the real index of the sample articles."""

from datetime import date
from pathlib import Path
from typing import get_args

from rag.answers.openers import OpenerKind, openers
from rag.answers.pipeline import Rag
from rag.filters import Filters
from rag.index.search import Index
from tests.conftest import HashedWords

TODAY = date(2026, 9, 23)
READ_AS = {
    "fact": "a fact",
    "count": "a number of articles, mentioning “Sandrell Compass”",
    "list": "a list of people named in articles about “Sandrell Compass”",
    "timeline": "what happened, in order, about “Sandrell Compass”",
    "who said": "what “Edda Marlowin” said",
    "comparison": "a comparison of “Edda Marlowin” and “Casimir Dray”",
    "what is new": "what was published, September 2026",
}


def test_there_is_a_question_of_each_kind_and_each_is_answered_as_that(sample: Index) -> None:
    found = openers(sample, TODAY)
    assert {one.kind for one in found} == set(get_args(OpenerKind)) == READ_AS.keys()
    assert len({one.question for one in found}) == len(found)
    for one in found:
        answer = Rag(sample).ask(one.question, today=TODAY)
        assert (answer.found, answer.trace.asked) == (True, READ_AS[one.kind]), one
        assert answer.statements
    assert found == openers(sample, TODAY)


def test_only_what_passes_the_filters_answers_them(sample: Index) -> None:
    filters = Filters(sources=("Balkan Brief",))
    found = openers(sample, TODAY, filters)
    assert len(found) >= 5
    assert {one.question for one in found}.isdisjoint(one.question for one in openers(sample, TODAY))
    for one in found:
        answer = Rag(sample).ask(one.question, filters=filters, today=TODAY)
        assert answer.found, one
        assert {citation.article.source for citation in answer.citations} == {"Balkan Brief"}


def test_what_no_article_answers_is_not_offered(tmp_path: Path, hashed: HashedWords) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("It rained all day, and nobody came.", encoding="utf-8")
    assert openers(Index.build(corpus, tmp_path / "index", embedder=hashed), TODAY) == []
