"""What is new, as HTML read by a parser."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import html

from rag.web.news_view import news
from tests.web.test_articles_view import HOSTILE
from tests.web.test_listing import LISTED

TODAY = date(2026, 11, 27)
DATED = [replace(LISTED, id=f"{days}", title=f"Of {days}", published=TODAY - timedelta(days)) for days in range(9)]
UNDATED = replace(LISTED, id="none", title="Undated", published=None)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (3, "4 articles since your last visit (Tuesday)"),
        (0, "1 article since your last visit (today)"),
        (7, "8 articles since your last visit (20 November 2026)"),
    ],
)
def test_what_is_of_the_last_visits_day_or_later_is_told_with_the_newest(days: int, said: str) -> None:
    section = html.fragment_fromstring(news([*DATED, UNDATED], TODAY - timedelta(days), TODAY, "What is new?"))
    assert section.get("class") == "new"
    assert section.xpath("string(p)") == said
    ids = section.xpath(".//button[@class='open']/@data-article")
    assert ids == [f"{day}" for day in range(days + 1)][:5]
    assert section.xpath("string(.//button[@data-offer])") == "What is new?"


def test_where_nothing_is_new_the_newest_are_told() -> None:
    for last, said in ((None, "The newest articles"), (date(2026, 11, 28), "Nothing new since your last visit")):
        section = html.fragment_fromstring(news([UNDATED, *DATED[1:]], last, TODAY, None))
        assert section.get("class") == "newest"
        assert section.xpath("string(p)").startswith(said)
        assert len(section.xpath(".//li")) == 5
        assert section.xpath(".//button[@data-offer]") == []
    assert news([], None, TODAY, None) == ""


def test_a_hostile_title_is_text() -> None:
    section = html.fragment_fromstring(news([replace(DATED[0], title=HOSTILE, id="'\">")], TODAY, TODAY, HOSTILE))
    assert section.xpath("string(.//button[@class='open'])") == HOSTILE
    assert section.xpath(".//button[@class='open']/@data-article") == ["'\">"]
    assert section.xpath(".//script|.//img|.//a") == []
