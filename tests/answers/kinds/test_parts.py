"""The parts of a question, whatever its wording: held against questions that nothing was fitted on."""

import json
from collections import Counter
from pathlib import Path

import pytest

from rag.answers.asking import parts
from rag.answers.asking.sorts import likely_enumeration
from rag.answers.asking.whose import ANYONE, speech
from rag.evaluation import parts as fitting
from rag.evaluation.wordings import load

HELD_OUT = Path(__file__).parents[2] / "figures" / "parts.jsonl"


def test_the_weights_are_those_that_are_fitted() -> None:
    made = fitting.fit(fitting.known_parts())
    kept = json.loads(Path(parts.__file__).with_name("parts.json").read_text(encoding="utf-8"))
    assert sorted(made.known) == kept["known"]
    assert made.features == kept["features"]


def test_no_question_is_both_fitted_and_held_out() -> None:
    fitted = {one["question"].lower() for one in fitting.known_parts()}
    assert not [one for one in load(HELD_OUT) if one["question"].lower() in fitted]


def test_the_parts_of_other_wordings_are_found() -> None:
    told = Counter[tuple[str, bool]]()
    for (_, named, right), count in fitting.found(load(HELD_OUT)).items():
        told[named, right] += count
    for part, least in {"noun": 0.8, "who": 0.75, "topic": 0.75}.items():
        assert told[part, True] >= least * (told[part, True] + told[part, False]), part


@pytest.mark.parametrize(
    ("question", "who", "topic"),
    [
        ("what was brandt's take on the ferry strike", "brandt", "the ferry strike"),
        ("Wie steht der Hafenmeister zur neuen Mole?", "der Hafenmeister", "neuen Mole"),
        ("What stance did Orla Finch take on the toll bridge?", "Orla Finch", "the toll bridge"),
        ("Qui a critiqué la fermeture du phare ?", None, "la fermeture du phare"),
        ("reactions of politicians to the fire at the pier", ANYONE, "the fire at the pier"),
    ],
)
def test_whose_words_are_asked_for(question: str, who: str | None, topic: str) -> None:
    assert speech(question) == (who, topic)


@pytest.mark.parametrize(
    ("question", "sort", "noun", "what"),
    [
        ("counties finch carried", "place", "counties", "counties finch carried"),
        ("Could I have the villages that the flood cut off?", "place", "villages", "villages that the flood cut off"),
        ("Von der Krone übernommene Unternehmen", "organisation", "unternehmen", "Krone übernommene Unternehmen"),
        ("quels villages ont été évacués", "place", "villages", "villages ont été évacués"),
        ("who all signed the letter of the fishers", "person", "people", "people signed the letter of the fishers"),
    ],
)
def test_what_a_list_is_asked_of(question: str, sort: str, noun: str, what: str) -> None:
    made = likely_enumeration(question)
    assert made is not None
    assert (made.sort, made.noun, made.what) == (sort, noun, what)


def test_a_remark_before_a_question_is_no_part_of_it() -> None:
    made = likely_enumeration("I write about towns and their friends. Which firms left Norrin?")
    assert made is not None
    assert made.noun == "firms"


@pytest.mark.parametrize("question", ["Gales set alight which mill and barn?", "It sank at which port?"])
def test_one_thing_alone_is_no_list(question: str) -> None:
    assert likely_enumeration(question) is None


def test_every_one_of_some_things_is_a_list() -> None:
    made = likely_enumeration("I want to hear of every bridge that they shut")
    assert made is not None
    assert made.noun == "bridge"
