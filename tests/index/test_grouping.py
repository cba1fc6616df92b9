"""Names over all articles: whose spellings are one, which count, and which one a reader means."""

from datetime import date

import numpy as np

from rag.index.grouping import Read, grouped, packed, unpacked
from rag.text.said.named import Kind, Named


def name(called: str, *, sure: bool = True, kind: Kind = "person") -> Named:
    return Named(kind, called.casefold(), called, ((0, len(called)),), sure)


def read(key: int, *names: Named, day: int = 1, vector: tuple[float, float] = (1, 0), lang: str = "en") -> Read:
    return Read(key, f"Title {key}", date(2026, 1, day), lang, names, np.array(vector, np.float32))


def of(kind: str, *articles: Read) -> set[tuple[str, int]]:
    return {(called, article) for one, called, article, _ in grouped(articles) if one == kind}


def test_a_name_counts_everywhere_where_some_article_shows_what_it_is() -> None:
    shown = read(1, name("Ada Brun"))
    only = read(2, name("Ada Brun", sure=False), name("Rocky Harbour", sure=False))
    assert of("person", shown, only) == {("Ada Brun", 1), ("Ada Brun", 2)}


def test_a_name_that_hardly_any_article_shows_to_be_one_does_not_count() -> None:
    others = [read(key, name("The Courier", sure=False)) for key in range(2, 10)]
    assert of("person", read(1, name("The Courier")), *others) == set()


def test_titles_and_middle_names_are_merged_and_namesakes_are_not() -> None:
    articles = [
        read(1, name("Ada Brun")),
        read(2, name("Ada Brun")),
        read(3, name("Congresswoman Ada Brun")),
        read(4, name("Ada Maria Brun")),
        read(5, name("Tom Brun")),
    ]
    assert of("person", *articles) == {*(("Ada Brun", key) for key in range(1, 5)), ("Tom Brun", 5)}


def test_a_country_is_called_as_most_articles_language_has_it() -> None:
    articles = [
        read(key, Named("place", "=DE", called, ((0, 2),), True), lang=lang)
        for key, called, lang in ((1, "Germany", "en"), (2, "Deutschland", "de"), (3, "Germany", "en"))
    ]
    assert of("place", *articles) == {("Germany", key) for key in (1, 2, 3)}


def test_names_come_back_from_json_as_they_were() -> None:
    names = (name("Ada Brun"), name("Kelder", kind="place", sure=False))
    assert unpacked(packed(names)) == names  # type: ignore[arg-type]
