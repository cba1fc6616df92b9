"""What is planted in sentences: one error each, and none that leaves the sentence right."""

import re
from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation.planting import KINDS, Kind, Known, Planted, plant
from tests.evaluation.conftest import FERRY, MILL, TEXTS

MORE = "Later the owner may build it anew. On Sunday Edda Falkner praised Tobias Renn."


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
        ("number", "mill", "Then 38 people worked in the old mill that day.", {"38"}, r"\d\d"),
        ("number", "mill", "It would cost 1,250,000 crowns to build it again.", {"1,250,000"}, r"\d,\d\d0,000"),
        ("number", "mill", "The owner had insured it for two years by then.", {"two"}, r"[a-z]+"),
        ("number", "mill", "Of the volunteers 38.5% came from the next village.", {"38.5"}, r"\d\d\.\d"),
        ("number", "mill", "The mill was built in the 4th century.", {"4"}, r"[1-35-9]"),
        ("date", "mill", "It burned down on 14 March 2011.", {"14", "March", "2011"}, r"\d\d?|[A-Z][a-z]+|20[0-2]\d"),
        ("date", "ferry", "The last ferry sailed on Tuesday morning.", {"Tuesday"}, r"[A-Z][a-z]+day"),
        ("name", "ferry", "The ferry to Norway sailed with Jonas Wilmot.", {"Norway", "Jonas Wilmot"}, r"[A-Z].+"),
        ("negation", "mill", "The fire was an accident.", {"was"}, "was not"),
        ("negation", "mill", "The owner did not pay for the insurance.", {"did not"}, "did"),
        ("negation", "ferry", "The company has not signed the sale.", {"has not"}, "has"),
        ("negation", "ferry", "The sale wasn't a surprise.", {"wasn't"}, "was"),
        ("negation", "ferry", "The ship had been emptied by then.", {"had"}, "had not"),
        ("speaker", "mill", "On that day Falkner said it was over.", {"Falkner"}, r"[A-Z]\w+"),
        ("speaker", "mill", "According to Renn, nobody was hurt.", {"Renn"}, r"[A-Z]\w+"),
        ("verb", "mill", "On that day the owner closed the mill for good.", {"closed"}, r"[a-z]+ed"),
        ("roles", "ferry", "Then Jonas Wilmot met Ada Renn.", {"Jonas Wilmot met Ada Renn"}, "Ada Renn met .+"),
        ("modality", "ferry", "The new company may sail in the spring.", {"may"}, "will"),
        ("quotation", "mill", MILL.split(". ")[2] + ".", {"upper", "floors", "never", "inspected"}, r"[a-z]+"),
    ],
)  # fmt: skip
def test_each_kind_of_error_is_planted(kind: Kind, article: str, text: str, right: set[str], shape: str) -> None:
    found = planted_in(text, kind, article)
    assert found
    assert {one.right for one in found} <= right
    assert all(re.fullmatch(shape, one.planted) for one in found), {one.planted for one in found}
    assert all(one.planted.lower() != one.right.lower() for one in found)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "The ferry sailed with at least 400 passengers."),
        ("number", "The hall holds up to 400 guests."),
        ("number", "One of them left the house."),
        ("date", "The mill was closed before 2011."),
        ("roles", "In the end Jonas Wilmot met with Carla Renn."),
        ("modality", "The ship may not sail before the spring."),
        ("verb", "The hall was painted in a day."),
    ],
)
def test_what_would_still_be_right_is_not_changed(kind: Kind, text: str) -> None:
    assert planted_in(text, kind) == []


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
    assert planted_in("Then Wilmot said the ship would be sold.", "name", "ferry") == []


def test_what_the_articles_hold_is_not_planted() -> None:
    for kind, text in (("name", "The mill in Brackwater burned down."), ("date", "It burned down in March 2011."),
                       ("number", "Then 38 people worked in the mill.")):  # fmt: skip
        for one in planted_in(text, kind):  # type: ignore[arg-type]
            assert one.planted not in MILL


WORDS = st.sampled_from([*MILL.split(), *FERRY.split(), "1999", "7,300", "Sunday", "not"])


@given(st.lists(WORDS, min_size=3, max_size=30).map(" ".join), st.integers(0, 3))
def test_a_sentence_differs_in_exactly_what_is_planted(text: str, seed: int) -> None:
    known = Known("made", text, "paraphrased", ("mill", "ferry"))
    for one in plant([known], TEXTS, seed=seed):
        assert text[one.start : one.start + len(one.right)] == one.right != one.planted
        assert one.text == text[: one.start] + one.planted + text[one.start + len(one.right) :] != text


def test_planting_is_even_and_the_same_each_time() -> None:
    sentences = [sentence(text + ".") for text in f"{MILL} {MORE}".removesuffix(".").split(". ")]
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
