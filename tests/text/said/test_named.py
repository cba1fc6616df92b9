"""Whom and what a text names, as far as an index may be filtered by it: full names, with their surnames, and places."""

import pytest

from rag.text.said.named import Named, named


def found(text: str, code: str, kind: str, *, sure: bool = True) -> dict[str, list[str]]:
    """The names of a kind, each with the words that stand for it."""
    return {
        one.name: [text[start:end] for start, end in one.spans]
        for one in named(text, code)
        if one.kind == kind and one.sure == sure
    }


def test_a_surname_alone_stands_for_the_full_name_of_its_article() -> None:
    text = "Mayor Ilse Varnholm opened the bridge. Varnholm said that it was late. The bridge is in Torvale, Norway."
    assert found(text, "en", "person") == {"Ilse Varnholm": ["Mayor Ilse Varnholm", "Varnholm"]}
    assert found(text, "en", "place") == {"Torvale": ["Torvale"], "Norway": ["Norway"]}


def test_a_name_that_only_looks_like_a_persons_is_not_sure() -> None:
    text = "They met at noon and spoke of Harlan Quist and of Rocky Harbour for an hour."
    assert found(text, "en", "person") == {}
    assert "Harlan Quist" in found(text, "en", "person", sure=False)


def test_what_a_country_gives_its_name_to_is_not_the_country() -> None:
    text = "New Jersey sent 40 engines. Nobody came from Jersey itself, said Minister Ada Brun in Paris."
    assert "Jersey" in found(text, "en", "place")
    assert [one.spans for one in named(text, "en") if one.key == "=JE"] == [((text.index("Jersey itself"),) * 1 + (
        text.index("Jersey itself") + 6,),)]  # fmt: skip


def test_a_country_and_a_city_have_one_key_in_every_language() -> None:
    english = {one.key for one in named("The minister flew from Vienna to Germany.", "en")}
    german = {one.key for one in named("Die Ministerin flog von Wien nach Deutschland.", "de")}
    assert {"Europe/Vienna", "=DE"} <= english & german


def test_where_a_language_has_no_rules_for_names_countries_are_found() -> None:
    assert [(one.kind, one.key) for one in named("El ministro viajó de Alemania a Francia.", "es")] == [
        ("place", "=DE"),
        ("place", "=FR"),
    ]


@pytest.mark.parametrize("text", ["", "\n", "no names here", "😀 A. B."])
def test_a_text_without_names_has_none(text: str) -> None:
    names: tuple[Named, ...] = named(text, "en")
    assert not [one for one in names if one.sure]
