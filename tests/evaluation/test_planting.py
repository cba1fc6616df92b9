"""What is planted in sentences: one error each, and none that leaves the sentence right."""

import re
from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation.planting import KINDS, Kind, Known, Planted, plant, stands_alone
from tests.evaluation.conftest import FERRY, MILL, TEXTS


def sentence(text: str, article: str = "mill") -> Known:
    return Known(f"{article}:{text[:12]}", text, "verbatim", (article,), TEXTS[article].find(text))


def planted_in(text: str, kind: Kind, article: str = "mill", texts: Mapping[str, str] = TEXTS) -> list[Planted]:
    """What is planted of one kind in one sentence, over some seeds."""
    found = []
    for seed in range(12):
        found += [one for one in plant([sentence(text, article)], texts, seed=seed) if one.kind == kind]
    return found


@pytest.mark.parametrize(
    ("kind", "article", "text", "right", "shape"),
    [
        ("number", "mill", "Some 38 people worked in the old mill that day.", {"38"}, r"\d\d"),
        ("number", "mill", "It would cost 1,250,000 crowns to build it again.", {"1,250,000"}, r"\d,\d\d\d,\d\d\d"),
        ("number", "mill", "The owner had insured it for two years by then.", {"two"}, r"[a-z]+"),
        ("number", "mill", "Of the volunteers 38.5% came from the next village.", {"38.5"}, r"\d\d\.\d"),
        ("date", "mill", "It burned down on 14 March 2011.", {"14", "March", "2011"}, r"\d\d?|[A-Z][a-z]+|20[01]\d"),
        ("date", "ferry", "The last ferry sailed on Tuesday morning.", {"Tuesday"}, r"[A-Z][a-z]+day"),
        ("name", "ferry", "The ferry to Norway sailed with Jonas Wilmot.", {"Norway", "Jonas Wilmot", "Wilmot"},
         r"[A-Z].+"),
        ("name", "mill", "It was insured by the Insurance Council.", {"Insurance Council"}, "Harbour Council"),
        ("negation", "mill", "The fire was an accident.", {"was"}, "was not"),
        ("negation", "mill", "The owner did not pay for the insurance.", {"did not pay"}, "paid"),
        ("negation", "ferry", "The company has not signed the sale.", {"has not"}, "has"),
        ("negation", "ferry", "Norway signed the sale of the ship.", {"signed"}, "did not sign"),
        ("negation", "ferry", "The sale wasn't a surprise.", {"wasn't"}, "was"),
        ("speaker", "mill", "Mayor Edda Falkner said it was over.", {"Edda Falkner", "Falkner"}, r"[A-Z].+"),
        ("speaker", "mill", "According to Renn, nobody was hurt.", {"Renn"}, r"[A-Z]\w+"),
        ("quotation", "mill", MILL.split(". ")[2] + ".", {"inspected"}, "emptied"),
    ],
)  # fmt: skip
def test_each_kind_of_error_is_planted(kind: Kind, article: str, text: str, right: set[str], shape: str) -> None:
    found = planted_in(text, kind, article)
    assert found
    assert {one.right for one in found} <= right
    assert all(re.fullmatch(shape, one.planted) for one in found), {one.planted for one in found}
    assert all(one.planted.lower() != one.right.lower() for one in found)


def test_a_number_that_would_be_right_as_well_is_not_planted() -> None:
    for planted in planted_in("The ferry sailed with at least 400 passengers.", "number", "ferry"):
        assert int(planted.planted) > 400, "of at least 400 passengers there are at least 300, too"
    for planted in planted_in("The hall holds up to 400 guests.", "number"):
        assert int(planted.planted) < 400
    for planted in planted_in("About 80 percent of them came back.", "number"):
        assert abs(int(planted.planted) - 80) >= 20
        assert int(planted.planted) <= 100
    fitting = planted_in("Some 38 people worked in the mill, and the fire lasted for two days.", "number")
    assert {"38", "two"} == {one.right for one in fitting}
    assert "120" not in {one.planted for one in fitting}


@pytest.mark.parametrize(
    "text",
    [
        "They took Flight 302 to the coast.",
        "They met between 36 and 40 people.",
        "It was No. 7 of a long list.",
        "One of them left the house.",
    ],
)
def test_what_is_no_amount_is_left_alone(text: str) -> None:
    assert planted_in(text, "number") == []


@pytest.mark.parametrize(
    "text",
    [
        "The company has not only signed the sale.",
        "They asked whether the ship was sold.",
        "The mill was only damaged.",
        "The fire began when the door was open.",
    ],
)
def test_a_negation_that_would_change_nothing_is_not_planted(text: str) -> None:
    assert planted_in(text, "negation") == []


def test_a_speaker_needs_someone_who_speaks() -> None:
    assert planted_in("The ferry was named after Jonas Wilmot.", "speaker", "ferry") == []
    assert planted_in("Wilmot said the ship would be sold.", "name", "ferry") == []


def test_a_place_is_not_replaced_by_one_of_the_article() -> None:
    """One may lie in the other, and the sentence be right still."""
    texts = {"mill": MILL, "walk": "They met in Brackwater. They dined in Millgate, slept in Oldcastle, and left."}
    found = planted_in("The mill in Brackwater burned down.", "name", texts=texts)
    assert found
    assert all(one.planted not in MILL + texts["walk"] for one in found)


WORDS = st.sampled_from([*MILL.split(), *FERRY.split(), "1999", "7,300", "Sunday", "not"])


@given(st.lists(WORDS, min_size=3, max_size=30).map(" ".join), st.integers(0, 3))
def test_a_sentence_differs_in_exactly_what_is_planted(text: str, seed: int) -> None:
    known = Known("made", text, "paraphrased", ("mill", "ferry"))
    for one in plant([known], TEXTS, seed=seed):
        assert text[one.start : one.start + len(one.right)] == one.right != one.planted
        assert one.text == text[: one.start] + one.planted + text[one.start + len(one.right) :] != text


def test_planting_is_even_and_the_same_each_time() -> None:
    sentences = [sentence(text + ".") for text in MILL.removesuffix(".").split(". ")]
    made = plant(sentences, TEXTS)
    assert made == plant(list(reversed(sentences)), TEXTS)
    assert made != plant(sentences, TEXTS, seed=1)
    assert set(KINDS) == {one.kind for one in made}
    few = plant(sentences, TEXTS, count=6)
    assert set(Counter(one.kind for one in few).values()) == {1}
    assert len({one.known.id for one in few}) > 3, "a sentence is taken again after the others"
    # A sentence has the same error whatever stands beside it.
    alone = {one.text for known in sentences for one in plant([known], TEXTS)}
    assert {one.text for one in made} == alone


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The old mill in Brackwater burned down in the night.", True),
        ('Mayor Falkner called the fire in the old mill "an accident."', True),
        ("He said that the old mill had burned down.", False),
        ("However, the old mill had burned down by then.", False),
        ("The mill burned down.", False),
        ("Why did the old mill in Brackwater burn down?", False),
        ("The old mill in Brackwater after the fire Image: Renn.", False),
        ('The old mill, said Falkner, burned down "in the night.', False),
        ("## The old mill in Brackwater burned down in the night.", False),
        ("The mill is what I would have called my home.", False),
        ('Falkner said, "The mill is what I would have called home."', True),
        ("the old mill in Brackwater burned down in the night.", False),
    ],
)
def test_sentences_that_stand_alone(text: str, whole: bool) -> None:
    assert stands_alone(text) == whole
