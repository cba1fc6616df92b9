"""What a question is by all of its words: held against questions that nothing was fitted on."""

from datetime import date
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from rag.answers.asking import likely
from rag.answers.asking.likely import topic_in
from rag.answers.asking.reading import read
from rag.evaluation import wordings
from tests.answers.kinds.conftest import Asking

HELD_OUT = Path(__file__).parents[2] / "figures" / "wordings.jsonl"


@pytest.mark.parametrize("lang", ["tr", "de"])
def test_the_weights_are_those_that_are_fitted(lang: str) -> None:
    made = wordings.fit(wordings.written(lang), lang)
    with resources.files(likely.__package__).joinpath(f"likely.{lang}.npz").open("rb") as file, np.load(file) as kept:
        assert made["kinds_names"].tolist() == kept["kinds_names"].tolist()
        assert made["known"].tolist() == kept["known"].tolist()
        for what in ("kinds_weights", "wants_weights", "further_weights", "topic"):
            assert np.mean(np.abs(made[what].astype(int) - kept[what].astype(int)) <= 1) > 0.99


def test_no_question_is_both_fitted_and_held_out() -> None:
    fitted = {one["question"].lower() for one in wordings.written("en")}
    assert not [one for one in wordings.load(HELD_OUT) if one["question"].lower() in fitted]


def test_other_wordings_are_read_as_what_they_are() -> None:
    told = {kind: row for kind, *row in wordings.measured(wordings.load(HELD_OUT))}
    least = {"timeline": 0.85, "summary": 0.75, "list": 0.8, "articles": 0.75, "fact": 0.93, "explanation": 0.85}
    for kind, share in least.items():
        count, phrases, words, vector = told[kind]
        assert vector >= share * count, kind
        assert words >= (share - 0.1) * count, kind
        assert kind == "fact" or vector > phrases, kind


def test_those_of_a_person_are_read_by_weights_that_know_nothing_of_them() -> None:
    writer, found = next(wordings.left_out("fr"))
    *_, (count, phrases, words, _) = [row[1:] for row in found if row[0] == "summary"]
    assert writer == "fr-1"
    assert 1.5 * phrases < words < count


@pytest.mark.parametrize(
    ("question", "lang", "topic"),
    [
        ("so how did the dam thing go, from day one?", "en", "dam thing"),
        ("Bring me up to speed on the harbour strike, would you?", "en", "harbour strike"),
        (
            "I would like to know, stage by stage, how the ferry inquiry in Norrin went.",
            "en",
            "ferry inquiry in Norrin",
        ),
        ("Wie lief das mit dem Hafenstreik ab, von Anfang an?", "de", "Hafenstreik"),
    ],
)
def test_what_a_question_is_about(question: str, lang: str, topic: str) -> None:
    assert topic_in(question, lang).removeprefix("the ") == topic


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Gibst du mir bitte einen groben Abriss zum Hafenstreik?", "summary"),
        ("Schildere bitte der Reihe nach, wie es zum Dammbruch kam", "timeline"),
        ("Tu peux me faire un topo sur la grève du port ?", "summary"),
        ("Hazme un resumen rápido de la huelga del puerto, porfa", "summary"),
        ("Liman grevini baştan sona sırayla anlatır mısın?", "timeline"),
    ],
)
def test_other_languages_have_weights_of_their_own(question: str, kind: str) -> None:
    assert read(question, date(2026, 11, 26), lambda: ((), ())).kind == kind


def test_what_is_judged_is_answered_as_its_kind(ask: Asking) -> None:
    answer = ask("have you got anything in there about eels?")
    assert answer.headline == "1 of 5 articles is about “eels”."
    assert ask("what's the most recent article you've got?").citations[0].article.id == "ferry"


def test_what_has_a_word_of_something_else_is_no_question_about_the_articles() -> None:
    for question in ("About how many eels are there?", "Which papers did the police seize?"):
        assert read(question, date(2026, 11, 26), lambda: ((), ())).kind != "articles"


def test_a_language_without_weights_is_read_by_phrases() -> None:
    assert likely.likeliest("kinds", "Wat zeggen de artikelen over de brug?", "nl") == ("fact", 1.0)
