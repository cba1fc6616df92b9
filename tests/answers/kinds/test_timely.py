"""What was published in a period, and a fact of one."""

from datetime import date

import pytest

from rag.answers.answer import Answer
from rag.answers.pipeline import Rag
from rag.filters import Filters
from rag.index.search import Index
from rag.types import Article
from tests.answers.kinds.conftest import TODAY, Asking, cited


def test_what_happened_in_a_period_is_its_articles_in_order(ask: Asking) -> None:
    answer = ask("What happened last week?")
    assert answer.headline == "2 of 5 articles are of this time: 16–22 November 2026."
    assert cited(answer) == ["eels", "ferry"]
    assert answer.table is not None
    assert [row[0].text for row in answer.table.rows] == ["2026-11-18", "2026-11-20"]
    assert answer.trace.asked == "what was published, 16–22 November 2026"


def test_what_happened_at_a_place_in_a_period_is_its_articles_of_that(index: Index) -> None:
    told = [("fire", "Fire in Norrin", "A mill burnt in Norrin. Nobody in Norrin was hurt.", 2),
            ("flood", "Flood in Norrin", "The river rose in Norrin. Most of Norrin was flooded.", 9),
            ("vote", "A vote in Velm", "The people of Velm voted for a bridge.", 10)]  # fmt: skip
    index.update([Article(name, title, text, TODAY.replace(month=5, day=day)) for name, title, text, day in told])
    rag = Rag(index)
    answer = rag.ask("What went on in Norrin in May 2026?", today=TODAY)
    assert answer.headline is not None
    assert "about “Norrin”, May 2026" in answer.headline
    assert cited(answer) == ["fire", "flood"]
    alone = rag.ask("What happened in Velm in early May 2026?", today=TODAY)
    assert cited(alone) == ["vote"]


def test_an_empty_period_says_so_and_names_the_nearest(ask: Asking) -> None:
    answer = ask("What happened in 2024?")
    assert answer.notice is not None
    assert answer.notice.startswith(
        "No article was published in this time: 2024. The nearest in time is “The tower leans”"
    )


def test_a_fact_of_a_period_is_one_of_its_articles_where_they_tell(index: Index) -> None:
    old = Article("old", "Fares", "The fare of the night bus is nine crowns.", TODAY.replace(year=2020))
    new = Article("new", "Fares", "The fare of the night bus is ten crowns.", TODAY.replace(day=20))
    index.update([old, new])
    rag = Rag(index)

    def first(question: str) -> Answer:
        return rag.ask(question, today=TODAY)

    assert "ten" in first("The fare of the night bus is how many crowns last week?").statements[0].text
    assert {one.article.id for one in first("The fare of the night bus is how many crowns?").citations} == {
        "old",
        "new",
    }
    # What no article of the period tells, others do.
    assert first("The eels came up the river in October 2026?").citations


def test_the_readers_filters_hold_in_a_period(ask: Asking) -> None:
    answer = ask("What happened last week?", Filters(authors=("Olof Ek",)))
    assert cited(answer) == ["ferry"]
    assert ask("What happened last week?", Filters(before=TODAY.replace(year=2025))).headline is None


def test_nothing_of_a_topic_in_a_period_is_said_and_the_nearest_article_named(ask: Asking) -> None:
    answer = ask("What happened to the eels in March 2026?")
    assert answer.headline == "0 of 5 articles are of this time: about “eels”, March 2026."
    assert answer.notice == "The nearest in time is “Eels at noon” (18 November 2026, The Lantern)."


def test_an_article_that_begins_with_a_day_of_the_period_tells_of_it(index: Index) -> None:
    text = "The Velm bridge fell on 30 May 2026. Nobody was on the Velm bridge then."
    index.update([Article("bridge", "Velm bridge falls", text, TODAY.replace(month=6, day=2))])
    rag = Rag(index)
    assert cited(rag.ask("What happened to the Velm bridge in May 2026?", today=TODAY))[:1] == ["bridge"]
    one = rag.ask("In one sentence, what happened to the Velm bridge in May 2026?", today=TODAY)
    assert [said.text for said in one.statements] == ["The Velm bridge fell on 30 May 2026."]
    assert not rag.ask("What happened to the Velm bridge in April 2026?", today=TODAY).citations


@pytest.mark.parametrize("question", ["What's new today?", "What is new since yesterday?", "Was gibt es heute Neues?"])
def test_where_nothing_is_so_new_the_newest_are_told_with_their_days(sample: Index, question: str) -> None:
    answer = Rag(sample).ask(question, today=date(2026, 10, 2))
    assert answer.found
    assert "No article was published in this time" in answer.text
    assert answer.table is not None
    days = [row[0].text for row in answer.table.rows]
    newest = sorted((str(one.published) for one in sample.listing() if one.published), reverse=True)
    assert days == newest[:3]
    assert len(answer.citations) == 3
    before = Rag(sample).ask(question, filters=Filters(before="2026-09-01"), today=date(2026, 10, 2))
    assert before.refusal is not None  # of what the reader shuts out, nothing can be told


def test_what_is_long_past_and_was_not_reported_is_no_news(sample: Index) -> None:
    assert Rag(sample).ask("What happened in May 1990?", today=date(2026, 10, 2)).table is None
