"""The sides of a question that is known to compare, whatever its wording."""

import pytest

from rag.answers.asking.beside import likely_sides
from rag.answers.asking.sides import Comparison


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("so was the Norrin fire any worse than the one in Keld", ("the Norrin fire", "fire in Keld")),
        ("Any overlap between the Dray and the Crake reports?", ("the Dray reports", "the Crake reports")),
        ("Of the dam and the weir, tell me the older", ("the dam", "the weir")),
        ("Set the mill at Keld beside the mill at Norrin", ("the mill at Keld", "the mill at Norrin")),
        ("difference old and new ferry fares", ("old ferry fares", "new ferry fares")),
        ("Do the floods in Keld and Norrin look alike?", ("the floods in Keld", "the floods in Norrin")),
        ("ticket sales before and after the storm", ("before the storm", "after the storm")),
        ("how did rents in 2019 and 2020 differ", ("rents in 2019", "rents in 2020")),
        ("Keld vs. Norrin, Sarrow or Tolm", ("Keld", "Norrin")),
        ("so which flood was it that did more harm, the one in Keld or the one in Norrin",
         ("flood in Keld", "flood in Norrin")),
        ("which was longer, the walk or the delay of the Harbour Line", ("the walk", "the delay of the Harbour Line")),
        ("how do keld's and new norrin's boat laws differ", ("keld's boat laws", "new norrin's boat laws")),
        ("Keld or Norrin or Sarrow: which is older", ("Keld", "Norrin", "Sarrow")),
        ("How does Keld's debt compare with that of Norrin?", ("Keld's debt", "debt of Norrin")),
        ("Ranked by age: Ada Dray, Bo Crake and Olof Ek", ("Ada Dray", "Bo Crake", "Olof Ek")),
        ("this year's harvest next to last year's", ("this year's harvest", "last year's harvest")),
        ("Set Ada Dray's career beside that of Bo Crake.", ("Ada Dray's career", "career of Bo Crake")),
    ],
)  # fmt: skip
def test_what_looks_alike_on_either_side_of_what_joins(question: str, sides: tuple[str, ...]) -> None:
    found = likely_sides(question, "en")
    assert found is not None
    assert found.sides == sides


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who is taller now, Dray or Crake", Comparison(("Dray", "Crake"), ("taller",))),
        ("Whose boat was it that sank first, Dray's or Ek's?", Comparison(("Dray", "Ek"), ("boat that sank first",))),
        ("I read both. Was Storm Ada wetter than Storm Bo?", Comparison(("Storm Ada", "Storm Bo"), ("wetter",))),
        ("Was Storm Ada worse than Storm Bo?", Comparison(("Storm Ada", "Storm Bo"), ("worse",), claims=True)),
        (
            "By how much is the Sarrow tunnel longer than the Keld one?",
            Comparison(("the Sarrow tunnel", "the Keld tunnel"), ("longer",), by_how_much=True),
        ),
        (
            "Have Dray and Crake the same view of the ferry?",
            Comparison(("Dray", "Crake"), ("say about same view of the ferry",)),
        ),
    ],
)
def test_what_is_left_is_in_what_they_are_compared(question: str, expected: Comparison) -> None:
    assert likely_sides(question, "en") == expected


@pytest.mark.parametrize(
    ("question", "lang", "sides"),
    [
        ("Brannte es in Keld oder in Norrin länger?", "de", ("Keld", "Norrin")),
        ("War die Flut von 2019 höher als die von 2020?", "de", ("die Flut von 2019", "Flut von 2020")),
        ("Unterschied alter und neuer Fahrplan", "de", ("alter Fahrplan", "neuer Fahrplan")),
        ("L'incendie de Keld et celui de Norrin, en quoi se ressemblent-ils ?", "fr",
         ("incendie de Keld", "incendie de Norrin")),
        ("¿Hay más barcos en Keld o en Norrin?", "es", ("Keld", "Norrin")),
        ("Keld mi Norrin mi daha eski?", "tr", ("Keld", "Norrin")),
        ("Hangisi daha kalındı, duvar mı yoksa kapı mı?", "tr", ("duvar", "kapı")),
        ("Keld limanı Norrin limanına göre daha mı büyük?", "tr", ("Keld limanı", "Norrin limanına")),
    ],
)  # fmt: skip
def test_each_language_has_its_own_small_words(question: str, lang: str, sides: tuple[str, ...]) -> None:
    found = likely_sides(question, lang)
    assert found is not None
    assert found.sides == sides


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("Which of the two bakers sold more?", "en"),
        ("How do they differ, and why?", "en"),
        ("Vilken är störst, Keld eller Norrin?", "sv"),
    ],
)
def test_sides_that_have_no_name_are_not_made_up(question: str, lang: str) -> None:
    assert likely_sides(question, lang) is None
