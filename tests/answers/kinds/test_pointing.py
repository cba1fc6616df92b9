"""What is asked of the articles that an answer before it lists."""

from dataclasses import replace

import pytest

from rag.answers.conversation import Request
from rag.answers.kinds.pointing import pointed
from rag.answers.pipeline import Rag
from rag.index.search import Index
from tests.answers.kinds.conftest import TODAY, cited


@pytest.mark.parametrize(
    ("question", "read", "told"),
    [
        ("which of these mention Norrin?", "a list of articles, mentioning “Norrin”", ["ferries"]),
        ("how many of them are from 2026?", "a number of articles, 2026", ["eels", "ferries"]),
        ("Welche davon erwähnen Norrin?", "a list of articles, mentioning “Norrin”", ["ferries"]),
        ("which is the oldest of them?", "the oldest article, mentioning “no” or “nobody”", ["ferries"]),
        ("and the newest one?", "the newest article, mentioning “no” or “nobody”", ["eels"]),
        ("list them", "a list of articles, mentioning “no” or “nobody”", ["eels", "ferries", "undated"]),
        ("who wrote the second one?", "the authors of articles, called “Two ferries collide”", ["ferries"]),
        ("who wrote the older one?", "the authors of articles, called “Two ferries collide”", ["ferries"]),
        ("what is the newer one about?", "a summary, called “Eels at noon”", ["eels"]),
        ("summarise the newest of them", "a summary, called “Eels at noon”", ["eels"]),
        ("the second one: who wrote it?", "the authors of articles, called “Two ferries collide”", ["ferries"]),
        ("summarise the last one", "a summary, called “A note”", ["undated"]),
        ("which is the first?", "a summary, called “Eels at noon”", ["eels"]),
        ("and the first one?", "a summary, called “Eels at noon”", ["eels"]),
        ("only those that mention Norrin", "a list of articles, mentioning “Norrin”", ["ferries"]),
        ("just the October ones", "a list of articles, October 2026", ["ferries"]),
        ("and show me only the ones by Ada Brandt", "a list of articles, by Ada Brandt", ["eels"]),
        ("nur die von Olof Ek", "a list of articles, by Olof Ek", ["ferries"]),
        ("seulement ceux de novembre 2026", "a list of articles, November 2026", ["eels"]),
        ("only 2026", "a list of articles, 2026", ["eels", "ferries"]),
        ("which papers are they from?", "the papers of articles", ["ferries", "eels"]),
        ("which was first?", "the oldest article, mentioning “no” or “nobody”", ["ferries"]),
        ("which of them is older?", "the oldest article, mentioning “no” or “nobody”", ["ferries"]),
        ("summarise the fourth one", "a summary, about “fourth”", []),
    ],
)
def test_these_are_the_articles_listed(index: Index, question: str, read: str, told: list[str]) -> None:
    rag = Rag(index)
    first = rag.ask("Which articles mention no or nobody?", today=TODAY)
    assert cited(first) == ["eels", "ferries", "undated"]
    answer = rag.ask(question, [first], today=TODAY)
    assert answer.trace.asked == read
    assert list(dict.fromkeys(cited(answer))) == told


def test_what_was_asked_of_one_is_asked_of_another(index: Index) -> None:
    rag = Rag(index)
    first = rag.ask("Which articles mention no or nobody?", today=TODAY)
    second = rag.ask("who wrote the second one?", [first], today=TODAY)
    third = rag.ask("and the first one?", [first, second], today=TODAY)
    assert third.headline == "“Eels at noon” is by Ada Brandt."


def test_what_no_list_went_before_is_asked_as_it_stands(index: Index) -> None:
    assert Rag(index).ask("who wrote the second one?", today=TODAY).trace.query == "who wrote the second one?"


def test_a_list_of_people_is_none_of_articles(index: Index) -> None:
    named = Rag(index).ask("Which articles mention no or nobody?", today=TODAY)
    assert named.table is not None
    people = replace(named, table=replace(named.table, columns=("People", *named.table.columns[1:])))
    for last, question in ((named, "Summarise the article “Eels at noon”"), (people, "and the first one?")):
        request = Request.of("and the first one?", [last], None, strict=False)
        assert pointed(request, TODAY, index.names).question == question


def test_the_first_of_one_article_is_that(index: Index) -> None:
    rag = Rag(index)
    first = rag.ask("Which articles mention Norrin?", today=TODAY)
    second = rag.ask("Which articles mention eels?", [first], today=TODAY)
    assert cited(second) == ["eels"]
    assert set(cited(rag.ask("summarise the first", [second], today=TODAY))) == {"eels"}
