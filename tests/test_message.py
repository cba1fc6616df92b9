"""What we say to readers, as a value: a text that goes wherever texts go, and comes back whole from JSON."""

import copy
import json
import pickle
from datetime import date
from typing import Any

import pytest

from rag.message import Days, Message, all_of, but_last, in_a_row, one_of, packed, quoted, together, unpacked

DAY = date(2026, 5, 3)
SAID = Message(
    "{number} of {articles} is of this time: {days}.",
    "{number} of {articles} are of this time: {days}.",
    number=1200,
    articles=Message("{number} article", "{number} articles", number=5274),
    days=Days(DAY, None),
)
KNOWN = {SAID.patterns, ("{number} article", "{number} articles"), ("{number} day", "{number} days")}


def test_a_message_is_its_english_text() -> None:
    assert SAID == "1,200 of 5,274 articles are of this time: since 3 May 2026."
    assert Message("{number} article", "{number} articles", number=1) == "1 article"
    assert json.loads(json.dumps({"notice": SAID})) == {"notice": str(SAID)}


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda said: pickle.loads(pickle.dumps(said))])
def test_a_copy_is_the_same_message(copied: Any) -> None:
    again = copied(SAID)
    assert (again, again.patterns, again.values) == (SAID, SAID.patterns, SAID.values)


def test_a_message_comes_back_from_json() -> None:
    record = {"notice": SAID, "cells": ["2026-05-03", None, 7], "day": DAY}
    back = unpacked(json.loads(json.dumps(packed(record))), KNOWN)
    assert back == record | {"day": "2026-05-03"}
    assert (back["notice"].patterns, back["notice"].values) == (SAID.patterns, SAID.values)


def test_what_another_version_said_is_kept_as_its_text() -> None:
    back = unpacked(packed([SAID]), set())
    assert back == [SAID]
    assert not isinstance(back[0], Message)


@pytest.mark.parametrize(
    "values",
    [{}, {"number": "many"}, {"number": 1}, {"number": 1, "articles": "", "days": ["x", 1]}],
)
def test_values_that_fit_no_pattern_are_told_apart(values: dict[str, Any]) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        unpacked({"text": "", "patterns": list(SAID.patterns), "values": values}, KNOWN)


def test_texts_are_put_together_with_what_stands_between_them() -> None:
    assert together("One.", None, "Two.", "") == "One. Two."
    assert together(None) is None
    assert [in_a_row([]), in_a_row(["a"]), in_a_row(["a", "b", "c"])] == ["", "a", "a, b, c"]
    assert [all_of(["a"]), all_of(["a", "b"]), one_of(["a", "b", "c"])] == ["a", "a and b", "a or b or c"]
    assert one_of(but_last(["a", "b", "c"])) == "a, b or c"
    assert isinstance(together("One.", SAID), Message)
    assert quoted("a") == "“a”"
