"""Questions about what the writers of the articles did: which articles they ask for."""

from datetime import date

import pytest

from rag.answers.asking.asked import Asked
from rag.answers.asking.covered import covered
from rag.answers.asking.reading import read
from tests.answers.kinds.conftest import Asking, cited


@pytest.mark.parametrize(
    ("question", "about", "counted"),
    [
        ("Which fan conventions did your reporters go to?", "fan conventions", False),
        ("List the storms and floods that you wrote about.", "storms or floods", False),
        ("What plane crashes have you covered so far?", "plane crashes", False),
        ("How many painters did you run an obituary for?", "painters obituary", True),
        ("Which candidates has The Lantern interviewed?", "candidates interviewed", False),
        ("How many ferry accidents are there in your archive?", "ferry accidents", True),
        ("List all the strikes in Norrin that your articles cover, with the day.", "strikes in Norrin", False),
        ("How many shipwrecks are reported in the articles?", "shipwrecks", True),
        ("Give me the names of all the storms that you have stories about", "storms", False),
        (
            "I'd like an overview of the wrecks (not the fires) that the articles report on: where each was",
            "wrecks",
            False,
        ),
        ("Which festivals are in these articles?", "festivals", False),
    ],
)
def test_what_writers_did_is_asked_of_the_articles_about_it(question: str, about: str, counted: bool) -> None:
    asked = covered(question, ["The Lantern"])
    assert asked == Asked("articles", "count" if counted else "list", about=about, counted=counted)


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Which conventions did Pier reporters go to?", "conventions"),
        ("Which countries do your articles report earthquakes from?", "earthquakes"),
        ("List the cities in which you reported a strike", "strike"),
    ],
)
def test_reporters_of_a_paper_are_its_writers_and_places_are_those_of_what_is_told(question: str, about: str) -> None:
    assert covered(question, ["The Lantern", "Pier"]) == Asked("articles", about=about)


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Nenne alle Länder, aus denen die Sammlung ein Erdbeben meldet.", "Erdbeben"),
        ("Über welche Stürme berichten die Artikel?", "Stürme"),
        ("Welche Stürme kommen in den Artikeln vor?", "Stürme"),
        ("Welche Politiker kommen in den Artikeln vor?", None),
    ],
)
def test_in_german_what_the_articles_tell_of_is_what_they_are_about(question: str, about: str | None) -> None:
    asked = covered(question, [], lang="de")
    assert (asked and asked.about) == about


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("Give me the well-known people whose obituaries you ran.", False),
        ("Whose obituaries did you run?", False),
        ("Name everyone whose death you reported", False),
        ("How many obituaries did Pier publish?", True),
        ("List the obituaries", False),
    ],
)
def test_obituaries_are_articles_whose_titles_say_that_somebody_died(question: str, counted: bool) -> None:
    asked = covered(question, ["Pier"])
    assert asked is not None
    assert (asked.mentions, asked.titles, asked.counted) == ((("dies", "obituary"),), True, counted)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("how many instalments of the campaign trail series are in here?", "campaign trail"),
    ],
)
def test_a_series_is_asked_for_by_its_titles(question: str, title: str) -> None:
    asked = covered(question, [])
    assert asked is not None
    assert asked.title == title


@pytest.mark.parametrize(
    "question",
    [
        "Which towns did the storm hit?",
        "How many people were hurt?",
        "What do you know about why they have left?",
        "Which mayors are covered in the articles?",
        "How many deaths were reported?",
        "Obituary of Ada Brandt",
    ],
)
def test_what_others_did_is_not(question: str) -> None:
    assert covered(question, ["The Lantern"]) is None
    assert read(question, date(2026, 11, 26), lambda: (["The Lantern"], [])).kind != "articles"


def test_the_articles_are_those_about_it(ask: Asking) -> None:
    assert cited(ask("Which headlines mention Norrin?")) == ["ferry"]
    answer = ask("How many eels did your reporters write about?")
    assert answer.headline == "1 of 5 articles is about “eels”."
