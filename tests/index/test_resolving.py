"""What a reader calls something is found, or the nearest is told."""

from collections.abc import Sequence

import pytest

from rag.errors import ArgumentError
from rag.index.resolving import identified, resolved
from rag.types import Listed

KNOWN = ["Ada Brun", "Tom Brun", "Nemanja Starović", "Storm Tamsel batters the harbour"]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [("ada BRUN", "Ada Brun"), ("starovic", "Nemanja Starović"), ("storm tamsel", "Storm Tamsel batters the harbour")],
)
def test_a_name_is_meant_whatever_its_case_and_accents_or_by_a_part_that_only_it_has(wanted: str, meant: str) -> None:
    assert resolved("person", [wanted], KNOWN) == [meant]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("Brun", "“Brun” may be “Ada Brun” or “Tom Brun”: give one of them in full."),
        ("Ada Bruhn", "No person called “Ada Bruhn” was found in the articles: the nearest is “Ada Brun”."),
        ("Zzyzx", "nothing is spelled nearly so"),
        ("...", "No person called “...”"),
    ],
)
def test_a_name_that_is_nowhere_or_several_is_told_in_one_line_with_the_nearest(wanted: str, said: str) -> None:
    with pytest.raises(ArgumentError) as told:
        resolved("person", [wanted], KNOWN)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("kind", ["source", "author", "tag"])
def test_a_field_is_meant_by_its_whole_name_in_every_spelling_that_there_is(kind: str) -> None:
    known = ["Élan", "ELAN", "The Élan"]
    assert resolved(kind, [" elan ", "the elan"], known) == ["Élan", "ELAN", "The Élan"]
    with pytest.raises(ArgumentError, match="the nearest are “The Élan”"):
        resolved(kind, ["the"], ["The Élan", "The Other"])


LISTED = [
    Listed(one, title, None, None, None, None, None, None, 1, file)
    for one, title, file in (
        ("a/storm.md", "The Storm", "a/storm.md"),
        ("b/storm.md", "The storm", "b/storm.md"),
        ("7", "Élections", "all.jsonl"),
        ("8", "Trams", "all.jsonl"),
        ("Trams", "Something else", ""),
    )
]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a/storm.md", ["a/storm.md"]),
        ("storm.md", ["a/storm.md", "b/storm.md"]),
        ("the STORM", ["a/storm.md", "b/storm.md"]),
        ("elections", ["7"]),
        (" Trams ", ["Trams"]),
        ("all.jsonl", ["7", "8"]),
        ("Tram", ["8", "Trams"]),
        ("b/sto", ["b/storm.md"]),
        ("el", ["7"]),
        ("stormy weather", []),
        ("", []),
    ],
)
def test_an_article_is_called_by_its_id_file_or_title_or_how_one_of_them_begins(
    name: str, found: Sequence[str]
) -> None:
    if len(found) == 1:
        assert identified(LISTED, name) == found[0]
        return
    with pytest.raises(ArgumentError, match=", ".join(found) if found else "No article of the index is called"):
        identified(LISTED, name)


def test_the_nearest_of_an_unknown_article_are_told() -> None:
    with pytest.raises(ArgumentError, match=r"called “a/strom.md”: the nearest are “a/storm.md”"):
        identified(LISTED, "a/strom.md")
