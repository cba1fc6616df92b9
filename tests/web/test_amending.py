"""What a reader writes in the form of an article."""

from dataclasses import replace

import pytest

from rag.corpus.amending import Amendment
from rag.errors import ArgumentError
from rag.web.amending import amendment_of
from rag.web.pending import of_a_file
from tests.web.test_listing import LISTED

KNOWN = ("Title", "2024-01-01", "Ana Novak", "Brief", "en")


def test_only_what_is_not_known_yet_is_amended() -> None:
    assert amendment_of(LISTED, *KNOWN) is None
    assert amendment_of(LISTED, " Title ", *KNOWN[1:]) is None
    assert amendment_of(LISTED, "Title", "", "Ana Novak", "The Brief", "en") == Amendment(
        "a.md", date="", source="The Brief"
    )
    for day in ("3 July 2026", "July 3, 2026", "2026-07-03", "3. Juli 2026"):
        assert amendment_of(LISTED, "Title", day, *KNOWN[2:]) == Amendment("a.md", date="2026-07-03")
    assert amendment_of(LISTED, "Title", "1 January 2024", *KNOWN[2:]) is None
    for day, told in {
        "July 2026": "is more than one day",
        "31.2.2026": "is no day",
        "since 2024": "is more than one day",
    }.items():
        with pytest.raises(ArgumentError, match=f"“{day}” {told}: write one such as 17 July 2026"):
            amendment_of(LISTED, "Title", day, *KNOWN[2:])
    with pytest.raises(ArgumentError, match="An article has a title"):
        amendment_of(LISTED, "", *KNOWN[1:])


def test_an_article_that_a_program_added_is_its_own() -> None:
    assert of_a_file(LISTED) is LISTED
    with pytest.raises(ArgumentError, match="“Title” was added by a program: amend or remove it there"):
        of_a_file(replace(LISTED, file=""))
    with pytest.raises(ArgumentError, match="not in the collection any more"):
        of_a_file(None)
