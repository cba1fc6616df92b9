"""What a reader writes in the form of an article."""

from dataclasses import replace

import pytest

from rag.corpus.amending import Amendment
from rag.errors import ArgumentError
from rag.web.amending import amendment_of
from rag.web.changing import of_a_file
from tests.web.test_listing import LISTED

KNOWN = ("Title", "2024-01-01", "Ana Novak", "Brief", "en")


def test_only_what_is_not_known_yet_is_amended() -> None:
    assert amendment_of(LISTED, *KNOWN) is None
    assert amendment_of(LISTED, " Title ", *KNOWN[1:]) is None
    assert amendment_of(LISTED, "Title", "", "Ana Novak", "The Brief", "en") == Amendment(
        "a.md", date="", source="The Brief"
    )
    with pytest.raises(ArgumentError, match="An article has a title"):
        amendment_of(LISTED, "", *KNOWN[1:])


def test_an_article_that_a_program_added_is_its_own() -> None:
    assert of_a_file(LISTED) is LISTED
    with pytest.raises(ArgumentError, match="“Title” was added by a program: amend or remove it there"):
        of_a_file(replace(LISTED, file=""))
    with pytest.raises(ArgumentError, match="not in the collection any more"):
        of_a_file(None)
