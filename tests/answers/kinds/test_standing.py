"""How things stand: what the newest article has, above what older ones had."""

from datetime import date

import pytest

from rag.answers.pipeline import Rag
from rag.index.search import Index
from rag.types import Article
from tests.answers.kinds.conftest import TODAY

FIRE = "The fire in the mill of Velm"
ARTICLES = [
    Article("first", f"{FIRE} kills three", "On Monday a fire in the mill of Velm killed 3 people. "
            "The mill of Velm is closed.", date(2026, 5, 5)),
    Article("second", f"{FIRE}: toll rises", "The toll of the fire in the mill of Velm rose on Friday. Of those hurt "
            "40 are in hospital, while 7 have lost their lives. The mill of Velm will stay closed. A fire in the same "
            "mill killed 12 people in 1987.", date(2026, 5, 9)),
    Article("third", "The mill of Velm opens again", "The mill of Velm, closed since the fire, has opened again. "
            "Mayor Ada Brandt of Velm, the former mayor of Lunden, cut a ribbon.", date(2026, 8, 1)),
    Article("mayor", "Velm has a mayor", "The mayor of Velm is Olof Ek, who was elected on Sunday.", date(2026, 3, 2)),
]  # fmt: skip


@pytest.fixture
def told(index: Index) -> Rag:
    index.update(ARTICLES)
    return Rag(index)


def test_the_newest_article_goes_first_and_older_ones_stand_below_with_their_days(told: Rag) -> None:
    answer = told.ask("Is the mill of Velm still closed?", today=TODAY)
    assert answer.headline is not None
    assert answer.headline.startswith("As of 1 August 2026, by the newest of")
    assert answer.statements[0].text.startswith("The mill of Velm, closed since the fire, has opened again.")
    assert answer.table is not None
    days = [row[0].text for row in answer.table.rows]
    assert days == sorted(days, reverse=True)


def test_a_count_is_that_of_the_newest_article_that_counts_and_none_of_long_before(told: Rag) -> None:
    answer = told.ask("How many people have died in the fire in the mill of Velm, at last count?", today=TODAY)
    assert [one.citations[0].article.id for one in answer.statements] == ["second", "first"]
    assert "7 have lost their lives" in answer.statements[0].text


def test_who_holds_an_office_is_no_disagreement_with_who_held_it(told: Rag) -> None:
    answer = told.ask("Who is the mayor of Velm now?", today=TODAY)
    assert "Ada Brandt" in answer.statements[0].text
    assert "Olof Ek" in answer.statements[1].text
    assert "differ" not in (answer.headline or "")


def test_of_one_article_what_comes_nearest_goes_before_what_is_new_and_what_is_no_longer_so_is_no_background(
    told: Rag,
) -> None:
    text = (
        "Lady Wren of Keld opened a school in Keld on Friday. Children sang. Many came. Rain fell. Officially Lady "
        "Wren no longer holds the title of Keld, having lost it in 1972."
    )
    told.index.update([Article("lady", "Lady Wren opens a school", text, date(2026, 8, 1))])
    answer = told.ask("Does Lady Wren officially still hold the title of Keld?", today=TODAY)
    assert answer.headline == "As of 1 August 2026, by the one article found that tells of it:"
    assert [one.text for one in answer.statements] == [text[text.index("Officially") :]]


def test_what_no_article_of_a_known_day_tells_is_left_to_what_answers_facts(told: Rag) -> None:
    answer = told.ask("Is the lighthouse of Quenby still green?", today=TODAY)
    assert answer.table is None
