"""Quotations made of spans, and the passages in which what is cited stands."""

from rag.answers.answer import carrying
from rag.answers.statements import Statement
from rag.types import Article, Passage, Span

ARTICLE = Article("ferry", "The ferry", "The ferry sails. Ada Ek steers it. It is late.")
FIRST, SECOND, LAST = Span(ARTICLE, 0, 16), Span(ARTICLE, 17, 34), Span(ARTICLE, 35, 46)


def test_a_quotation_says_what_is_shown_and_cites_that_and_more_each_once() -> None:
    said = Statement.quoting([FIRST, LAST], [SECOND, FIRST])
    assert said.text == "The ferry sails. It is late."
    assert [one.quote for one in said.citations] == ["The ferry sails.", "It is late.", "Ada Ek steers it."]
    assert (said.verdict, said.name) == ("supported", None)


def test_a_quotation_may_be_named_by_the_last_that_it_cites() -> None:
    assert Statement.quoting([LAST], [Span(ARTICLE, 17, 23)], named=True).name == "Ada Ek"


def test_a_passage_carries_a_statement_where_it_has_a_character_that_is_cited() -> None:
    passages = [Passage.of(one) for one in (LAST, FIRST, SECOND)]
    assert carrying(passages, [Statement.quoting([SECOND])]) == [passages[2]]
    assert carrying(passages, [Statement.quoting([FIRST]), Statement.quoting([LAST])]) == passages[:2]
    assert carrying(passages, []) == []
