"""The days that a sentence of an article names for what it tells, in five languages."""

from datetime import date

import pytest

from rag.text.moments import moments
from rag.text.sentences import sentences
from rag.types import Article, Span

PUBLISHED = date(2026, 11, 26)  # a Thursday


def told(text: str, lang: str = "en", published: date | None = PUBLISHED) -> list[list[str]]:
    article = Article("a", "A", text, published, lang=lang)
    found = moments([Span(article, *bounds) for bounds in sentences(text, lang)])
    return [[f"{one.iso}{' ahead' if one.ahead else ''}" for one in several] for several in found]


@pytest.mark.parametrize(
    ("lang", "text", "days"),
    [
        ("en", "The ferry sank Tuesday off Norrin.", ["2026-11-24"]),
        ("en", "The ferry sank last Thursday.", ["2026-11-19"]),
        ("en", "The talks began on Monday of last week.", ["2026-11-16"]),
        ("en", "The ferry sank yesterday evening.", ["2026-11-25"]),
        ("en", "It was built in March.", ["2026-03"]),
        ("en", "They were arrested in January of last year.", ["2025-01", "2025"]),
        ("en", "They sailed on 3 and 4 May of last year.", ["2025-05-03/2025-05-04", "2025"]),
        ("en", "The fair was held on 3 and 4 May 2024.", ["2024-05-03/2024-05-04"]),
        ("en", "He joined in 2011 and left in June 2013.", ["2011", "2013-06"]),
        ("en", "She was mayor from 1990 to 2000.", ["1990/2000"]),
        ("en", "Between 1990 and 2000 the harbour silted up.", ["1990/2000"]),
        ("en", "The ferry will sail on Monday.", ["2026-11-30 ahead"]),
        ("en", "The ferry is to sail on 2 December.", ["2026-12-02 ahead"]),
        ("en", "They met on Sunday, 22 November.", ["2026-11-22"]),
        ("en", "The report came earlier this week.", ["2026-11-23/2026-11-29"]),
        ("en", "The cranes have stood still since yesterday.", ["2026-11-25"]),
        ("de", "Die Fähre sank am Dienstag.", ["2026-11-24"]),
        ("de", "Gestern sank die Fähre.", ["2026-11-25"]),
        ("de", "Am späten Samstagabend sank die Fähre.", ["2026-11-21"]),
        ("de", "Die Fähre wird am Montag auslaufen.", ["2026-11-30 ahead"]),
        ("fr", "Le bac a coulé mardi au large.", ["2026-11-24"]),
        ("fr", "Le bac a coulé le 3 mai 2024.", ["2024-05-03"]),
        ("es", "El barco se hundió el martes.", ["2026-11-24"]),
        ("es", "El barco se hundió ayer.", ["2026-11-25"]),
        ("tr", "Feribot dün battı.", ["2026-11-25"]),
        ("tr", "Feribot 3 Mayıs 2024'te battı.", ["2024-05-03"]),
    ],
)
def test_a_day_is_resolved_against_that_of_the_article(lang: str, text: str, days: list[str]) -> None:
    assert told(text, lang) == [days]


@pytest.mark.parametrize(
    "text",
    [
        "It is the first strike since 2009.",
        "Since the strike began on Monday, ten ships were diverted.",
        "The locker was paid for until the end of July.",
        "The 2009 crash killed many.",
        "The mayor said: “Today we are all ferrymen.”",
        "Our report of last Thursday was wrong.",
        "Thursday, November 26, 2026\nThe ferry sank.",
        "It was the last day of the fair.",
    ],
)
def test_what_is_no_day_of_what_is_told_is_none(text: str) -> None:
    assert told(text)[0] == []


def test_the_following_day_is_that_after_what_was_told() -> None:
    assert told("The ferry sank on Monday. It was raised the following day.") == [["2026-11-23"], ["2026-11-24"]]
    assert told("Die Fähre sank am Montag. Am nächsten Tag wurde sie gehoben.", "de")[1] == ["2026-11-24"]


def test_a_day_has_the_year_that_its_paragraph_tells_of() -> None:
    text = "The war ended in June 1999. On 9 June the two sides signed.\n\nOn 9 June a bridge fell."
    assert told(text) == [["1999-06"], ["1999-06-09"], ["2026-06-09"]]


def test_without_the_articles_own_day_only_whole_dates_are_known() -> None:
    assert told("The ferry sank on Monday. It was raised on 3 May 2024.", published=None) == [[], ["2024-05-03"]]
