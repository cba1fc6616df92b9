"""The address that asks a question."""

from datetime import date

import pytest

from rag.errors import ArgumentError
from rag.filters import Filters
from rag.web import sharing

FILTERS = Filters(
    date(2023, 10, 1),
    date(2023, 10, 31),
    ("Brief & Co",),
    ("Ana Novak", "Jo"),
    ("Ö <b>",),
    ("Priština",),
    ("A=b",),
    ("#1",),
    ("a/b c.md#2", "é&.txt"),
)


def test_an_address_gives_back_its_question_and_filters() -> None:
    for question, filters in (("Who?\nAnd why + how?", FILTERS), ("Who?", Filters())):
        address = sharing.address(question, filters)
        assert address.startswith("?q=Who%3F")
        assert "+" not in address
        assert sharing.asked(address[1:]) == (question, filters)
    assert sharing.asked("") == ("", Filters())


def test_what_filters_an_address_can_not_have_is_told() -> None:
    with pytest.raises(ArgumentError, match="“after” is not a date"):
        sharing.asked("q=Who&after=yesterday")


def test_only_what_asks_goes_to_the_login_and_back() -> None:
    address = sharing.address("Who?", FILTERS)[1:]
    assert sharing.asked(sharing.kept(f"add=http://x&{address}&__theme=dark")) == ("Who?", FILTERS)
    assert sharing.kept("__theme=dark") == ""
