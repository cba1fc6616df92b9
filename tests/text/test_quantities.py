"""Quantities: numbers with what they are measured in."""

import pytest

from rag.text.quantities import quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("speeds reached 185 mph (~295 km/h)", [("185 mph", 297.7, "speed"), ("295 km/h", 295, "speed")]),
        ("148 kilometres an hour", [("148 kilometres an hour", 148, "speed")]),
        ("1 hour 59 minutes 40.2 seconds", [("1 hour 59 minutes 40.2 seconds", 7180.2, "duration")]),
        ("won in 2:14:04", [("2:14:04", 8044, "duration")]),
        ("a run of 139km", [("139km", 139_000, "length")]),
        ("about 1010 ± 195 light years", [("about 1010 ± 195 light years", 9.555e18, "length")]),
        ("at least 33 passengers at 7:38 pm", [("at least 33", 33, "")]),
        ("a 23-year-old", [("23-year-old", 23, "age")]),
        ("47 Kilometer und 3 jours", [("47 Kilometer", 47_000, "length"), ("3 jours", 259_200, "duration")]),
        ("29% of it, US$3 million", [("29%", 29, "%"), ("US$3 million", 3e6, "dollar")]),
        ("38 degrees Celsius", [("38 degrees Celsius", 38, "temperature")]),
        ("the third of May 2019", []),
    ],
)
def test_quantities(text: str, expected: list[tuple[str, float, str]]) -> None:
    found = list(quantities(text))
    assert [(one.text, one.dimension) for one in found] == [(text, dimension) for text, _, dimension in expected]
    assert [one.amount for one in found] == pytest.approx([amount for _, amount, _ in expected], rel=1e-3)
