"""What a question is by all of its words: held against questions that nothing was fitted on."""

import json
from datetime import date
from pathlib import Path

import pytest

from rag.answers.asking import likely
from rag.answers.asking.likely import topic_in
from rag.answers.asking.reading import read
from rag.evaluation import wordings
from tests.answers.kinds.conftest import Asking

FITTED = Path(wordings.__file__).with_name("wordings.jsonl")
HELD_OUT = Path(__file__).parents[2] / "figures" / "wordings.jsonl"


def test_the_weights_are_those_that_are_fitted() -> None:
    made = json.loads(json.dumps(wordings.fit(wordings.load(FITTED))))
    kept = json.loads(Path(likely.__file__).with_name("likely.json").read_text(encoding="utf-8"))
    assert made["kinds"]["classes"] == kept["kinds"]["classes"]
    assert made["known"] == kept["known"]
    same = [made["topic"].get(one) == pytest.approx(weight, abs=0.02) for one, weight in kept["topic"].items()]
    assert sum(same) > 0.99 * len(same)


def test_no_question_is_both_fitted_and_held_out() -> None:
    fitted = {one["question"].lower() for one in wordings.load(FITTED)}
    assert not [one for one in wordings.load(HELD_OUT) if one["question"].lower() in fitted]


def test_other_wordings_are_read_as_what_they_are() -> None:
    told = {kind: (count, phrases, both) for kind, count, phrases, both in wordings.right(wordings.load(HELD_OUT))}
    least = {"timeline": 0.85, "summary": 0.6, "list": 0.8, "articles": 0.75, "fact": 0.95, "explanation": 0.85}
    for kind, share in least.items():
        count, phrases, both = told[kind]
        assert both >= share * count, kind
        assert kind == "fact" or both > phrases, kind


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("so how did the dam thing go, from day one?", "dam thing"),
        ("Bring me up to speed on the harbour strike, would you?", "the harbour strike"),
        ("I would like to know, stage by stage, how the ferry inquiry in Norrin went.", "ferry inquiry in Norrin"),
    ],
)
def test_what_a_question_is_about(question: str, topic: str) -> None:
    assert topic_in(question) == topic


def test_what_is_judged_is_answered_as_its_kind(ask: Asking) -> None:
    answer = ask("have you got anything in there about eels?")
    assert answer.headline == "1 of 5 articles is about “eels”."
    assert ask("what's the most recent article you've got?").citations[0].article.id == "ferry"


def test_what_has_a_word_of_something_else_is_no_question_about_the_articles() -> None:
    for question in ("About how many eels are there?", "Which papers did the police seize?"):
        assert read(question, date(2026, 11, 26), lambda: ((), ())).kind != "articles"
