"""Facts of a text, and which spellings of them are the same."""

from datetime import date

import pytest

from rag.text.days import Day
from rag.text.facts import facts
from rag.text.names import folded_name
from rag.text.numbers import Number

THURSDAY = date(2023, 10, 12)


def number(text: str) -> Number:
    [found] = facts(text).numbers
    return found


def day(text: str) -> Day:
    [found] = facts(text).days
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2,500", "2500"),
        ("1,000", "one thousand"),
        ("1,000", "a thousand"),
        ("1,000", "1 000"),
        ("2.500", "2500"),
        ("1.000", "1"),
        ("3.5", "3,5"),
        ("$1.2 million", "1.2 million dollars"),
        ("€5bn", "5 billion euros"),
        ("12%", "12 per cent"),
        ("twenty-three", "23"),
        ("two hundred and fifty", "250"),
        ("a dozen", "12"),
        ("third", "3rd"),
        ("1.2 million", "1,203,456"),
        ("3,1 Milliarden Euro", "€3.1bn"),
        ("12 Mio", "12 million"),
        ("2,5 millones", "2 500 000"),
        ("3 milliards", "3 milyar"),
    ],
)
def test_spellings_of_a_number_agree(one: str, other: str) -> None:
    assert number(one).agrees(number(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("780", "870"),
        ("1.2 million", "1.3 million"),
        ("$5", "€5"),
        ("12%", "$12"),
        ("1,203,456", "1.2 million"),
        ("5 Millionen", "5 Milliarden"),
    ],
)
def test_other_numbers_do_not(one: str, other: str) -> None:
    assert not number(one).agrees(number(other))


def test_a_number_in_a_name_or_a_date_is_none() -> None:
    assert facts("COVID-19 reached the G20 on 9 October 2023 and in 1998-2001.").numbers == ()


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("9 October 2023", "October 9, 2023"),
        ("9 Oct", "October 9th, 2023"),
        ("2023-10-09", "9 October 2023"),
        ("October 2023", "9 October 2023"),
        ("2023", "9 October 2023"),
        ("9 October 2023", "9 October"),
        ("9 October 2023", "Monday"),
        ("11 October 2023", "yesterday"),
        ("Monday", "9 October 2023"),
        ("2022", "last year"),
        ("12 October 2023", "9-12 October"),
    ],
)
def test_a_date_agrees_with_what_an_article_of_that_thursday_tells(stated: str, told: str) -> None:
    readings = [reading for one in facts(told).days for reading in one.read(THURSDAY)]
    assert any(day(stated).agrees(reading) for reading in readings)


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("10 October 2023", "9 October"),
        ("9 October 2022", "9 October"),
        ("Tuesday", "9 October 2023"),
        ("May 2023", "2023"),
    ],
)
def test_another_date_does_not(stated: str, told: str) -> None:
    readings = [reading for one in facts(told).days for reading in one.read(THURSDAY)]
    assert not any(day(stated).agrees(reading) for reading in readings)


def test_a_date_in_figures_has_both_readings_and_may_is_also_a_verb() -> None:
    assert {(one.day, one.month) for one in facts("on 10/9/2023").days} == {(10, 9), (9, 10)}
    assert facts("It may rain. May leads. He will march.").days == ()
    assert day("in May").month == 5


def test_names_are_capitalised_words_in_a_row_without_points_and_possessives() -> None:
    found = facts("On Monday Ada Brandt's team met the U.S. Army in İzmir, she said.").names
    assert [name.words for name in found] == [("ada", "brandt"), ("us", "army"), ("izmir",)]
    assert folded_name("M.G. Ulutaş’s") == ["mg", "ulutas"]
    assert [name.initial for name in facts("Brandt spoke. Oss did not see Brandt.").names] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("“We will not go”", [("we", "will", "not", "go")]),
        ('"it was [not] good … at all"', [("it", "was"), ("good",), ("at", "all")]),
        ("«Evet»", [("evet",)]),
        ("the so-called ``old town''", [("old", "town")]),
    ],
)
def test_quotations_are_cut_where_something_is_left_out(text: str, parts: list[tuple[str, ...]]) -> None:
    [quotation] = facts(text).quotations
    assert list(quotation.parts) == parts


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Brandt told the council so.", ["Brandt"]),
        ("“We go,” said Marko Perić.", ["Marko Perić"]),
        ("According to the analyst Perko Matović, Brandt left.", ["Perko Matović"]),
        ("The Government of Tajikistan declared it.", ["Government of Tajikistan"]),
        ("Brandt walked home.", []),
    ],
)
def test_speakers_stand_beside_a_verb_of_speech(text: str, speakers: list[str]) -> None:
    assert [name.text for name in facts(text).speakers] == speakers


def test_what_is_no_text_has_no_number_and_does_no_harm() -> None:
    assert [number.values for number in facts("\ud800 one \udfff two\x00three").numbers] == [(1.0,), (2.0,), (3.0,)]
    spelled = facts("Six and seven of the twenty-three crews, zero point five of two dozen.").numbers
    assert [number.values for number in spelled] == [(6.0,), (7.0,), (23.0,), (0.5,), (24.0,)]


def test_a_day_without_its_year_may_be_of_the_year_before_or_after() -> None:
    assert any(one.year == 2023 for one in day("28 December").read(date(2024, 1, 5)))
    assert any(one.year == 2025 for one in day("3 January").read(date(2024, 12, 20)))


@pytest.mark.parametrize(
    ("words", "year", "month", "number"),
    [
        ("last month", 2023, 9, None), ("next month", 2023, 11, None), ("yesterday", 2023, 10, 11),
        ("tonight", 2023, 10, 12), ("next night", 2023, 10, 13), ("last year", 2022, None, None),
    ],
)  # fmt: skip
def test_a_day_that_leans_on_the_day_of_publication(
    words: str, year: int, month: int | None, number: int | None
) -> None:
    [read] = day(words).read(THURSDAY)
    assert (read.year, read.month, read.day) == (year, month, number)


def test_of_two_signs_in_a_number_the_last_is_decimal_where_it_comes_once() -> None:
    assert number("1.234.567,89").values == (1234567.89,)
    assert number("1,234.567,8").values == (12345678.0,)
