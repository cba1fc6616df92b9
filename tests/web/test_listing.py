"""Which articles a list shows, and in what order."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from rag.errors import RagError
from rag.filters import Filters
from rag.types import Article, Listed
from rag.web.listing import Members, Selection, Wanted, csv_of, excerpt, jumps, selected

LISTED = Listed("a.md", "Title", date(2024, 1, 1), "front matter", "Ana Novak", "Brief", None, "en", 1200, "a.md")
MANY = [
    replace(LISTED, id="1", title="Ürün", published=date(2024, 3, 1), source=None, characters=20),
    replace(LISTED, id="2", title="apple", published=None, author=None, characters=3, lang="tr"),
    replace(LISTED, id="3", title="Zebra", published=date(2023, 3, 1), source="Ärger", characters=100),
    replace(LISTED, id="4", title="Banana", published=date(2024, 3, 1), author="Čapek", characters=7),
]
NAMELESS: dict[str, list[tuple[str, int]]] = {"person": [], "place": [], "story": [], "tag": []}
TEXTS = {"storm": {"1", "3"}, "harbour": {"3"}}


def _selected(wanted: Wanted, listing: Sequence[Listed] = MANY) -> Selection:
    return selected(listing, wanted, lambda word: TEXTS.get(word, set()))


def _ids(wanted: Wanted) -> str:
    return " ".join(one.id for one in _selected(wanted).articles)


@pytest.mark.parametrize(
    ("sort", "rising", "falling"),
    [
        ("title", "2 4 1 3", "3 1 4 2"),
        ("source", "3 2 4 1", "2 4 3 1"),
        ("author", "1 3 4 2", "4 1 3 2"),
        ("published", "3 4 1 2", "4 1 3 2"),
        ("length", "2 4 1 3", "3 1 4 2"),
    ],
)
def test_a_list_is_sorted_by_any_column_with_what_has_none_last(sort: str, rising: str, falling: str) -> None:
    assert _ids(Wanted(sort=sort, descending=False)) == rising
    assert _ids(Wanted(sort=sort, descending=True)) == falling


def test_an_order_that_is_none_is_an_error() -> None:
    with pytest.raises(RagError, match="can't be sorted by 'size': choose one of title, source"):
        Wanted(sort="size")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", 4), ("  ", 4), ("urun", 1), ("ÜRÜN", 1), ("capek ban", 1), ("ban čap", 1), ("arger", 1),
        ("capek zebra", 0), ("brief", 2), ("banana\nana", 1), ("storm", 2), ("Storm zebra", 1), ("storm harbour", 1),
        ("storm apple", 0),
    ],
)  # fmt: skip
def test_each_word_is_looked_for_in_what_is_known_and_in_the_text_whatever_case_and_accents(
    text: str, found: int
) -> None:
    assert len(_selected(Wanted(text)).articles) == found


def test_what_narrows_a_list_is_counted_by_what_all_else_leaves() -> None:
    every = _selected(Wanted())
    assert every.facets == {
        "source": [("Brief", 2), ("Ärger", 1), ("", 1)],
        "author": [("Ana Novak", 2), ("Čapek", 1), ("", 1)],
        "year": [("2024", 2), ("2023", 1), ("", 1)],
        "lang": [("en", 3), ("tr", 1)],
        **NAMELESS,
    }
    wanted = Wanted(filters=Filters("2024-01-01", "2024-12-31")).toggled("lang", "en")
    some = _selected(wanted)
    assert [one.id for one in some.articles] == ["4", "1"]
    assert (some.every, some.facets) == (
        4,
        {
            "source": [("Brief", 1), ("", 1)],
            "author": [("Ana Novak", 1), ("Čapek", 1)],
            "year": [("2024", 2), ("2023", 1)],  # as if no year were chosen
            "lang": [("en", 2)],
            **NAMELESS,
        },
    )
    assert _ids(wanted.toggled("lang", "tr").toggled("year", "")) == "4 1 2"  # any of a facet is enough
    assert _ids(wanted.toggled("lang", "en")) == "4 1"
    of_2023 = Filters("2023-01-01", "2023-12-31")
    assert _ids(Wanted("storm", of_2023)) == "3"
    gone = _selected(Wanted("apple", of_2023))
    assert (list(gone.articles), gone.facets["year"]) == ([], [("2023", 0), ("", 1)])


def test_each_name_of_an_article_narrows_a_list() -> None:
    listing = [replace(MANY[0], tags=("Sport", "Sea")), replace(MANY[2], tags=("Sea",)), MANY[3]]
    members: Members = {"person": {"1": ["Ada", "Ben"], "4": ["Ben"]}}
    wanted = Wanted(filters=Filters(tags=["Sea"]))
    one = selected(listing, wanted, lambda _: (), members)
    assert [article.id for article in one.articles] == ["1", "3"]
    assert one.facets["tag"] == [("Sea", 2), ("Sport", 1)]
    assert one.facets["person"] == [("Ada", 1), ("Ben", 1)]
    two = selected(listing, Wanted(filters=Filters(tags=["Sea"], people=["Ben"])), lambda _: (), members)
    assert [article.id for article in two.articles] == ["1"]
    assert two.facets["tag"] == [("Sea", 1), ("Sport", 1)]
    assert two.facets["person"] == one.facets["person"]


def test_a_list_has_what_the_filters_let_pass_and_says_what_else_they_might() -> None:
    listing = [*MANY, replace(MANY[2], id="5", author="Ana Novak, Ada Čapek", tags=("Sea",))]
    members: Members = {"place": {"3": ["Oslo"], "5": ["Bergen"]}}

    def ids(wanted: Wanted) -> str:
        return " ".join(one.id for one in selected(listing, wanted, lambda _: (), members).articles)

    assert ids(Wanted(filters=Filters(sources=["BRIEF"]))) == "4 2"  # whatever the case
    assert ids(Wanted(filters=Filters(authors=["Ada Čapek"]))) == "5"
    assert ids(Wanted(filters=Filters(places=["Oslo", "Bergen"], tags=["Sea"]))) == "5"
    assert ids(Wanted(filters=Filters(after="2023-03-02"))) == "4 1"
    assert ids(Wanted(filters=Filters(before="2023-03-01"))) == "3 5"
    assert ids(Wanted(filters=Filters(before="2023-03-01")).toggled("year", "")) == "3 5 2"
    assert ids(Wanted(filters=Filters(articles=["3"]))) == "4 1 3 5 2"  # or one could tick no other
    timely = selected(listing, Wanted(filters=Filters("2023-01-01", "2023-12-31")), lambda _: (), members)
    assert timely.facets["year"] == [("2024", 2), ("2023", 2), ("", 1)]
    assert timely.facets["author"] == [("Ana Novak", 2), ("Ada Čapek", 1)]


def test_a_year_is_chosen_where_the_days_are_those_of_it() -> None:
    assert Wanted(filters=Filters("2023-01-01", "2023-12-31")).of("year") == ["2023"]
    for days in (("2023-01-01", None), ("2023-01-01", "2024-12-31"), (None, "2023-12-31"), (None, None)):
        assert Wanted(filters=Filters(*days)).of("year") == []
        assert Wanted(filters=Filters(*days)).narrows == (days != (None, None))
    assert not Wanted("words", filters=Filters(articles=["a.md"])).narrows


def test_one_may_jump_to_each_letter_and_month_or_year() -> None:
    def places(sort: str, *listing: Listed) -> list[tuple[str, int]]:
        return jumps(_selected(Wanted(sort=sort, descending=False), listing).articles, sort)

    names = [replace(LISTED, id=str(number), title=title) for number, title in enumerate("«x» 7up 9 Ab Äc Bx".split())]
    assert places("title", *names) == [("0–9", 0), ("A", 2), ("B", 4), ("#", 5)]
    assert places("source", LISTED, replace(LISTED, source=None)) == [("B", 0), ("", 1)]
    assert places("published", *MANY) == [("2023-03", 0), ("2024-03", 1), ("", 3)]
    long = [replace(LISTED, id=str(n), published=date(2000 + n // 12, n % 12 + 1, 1)) for n in range(30)]
    assert places("published", *long) == [("2000", 0), ("2001", 12), ("2002", 24)]
    assert places("length", *MANY) == []
    signs = [replace(LISTED, id=str(n), title=chr(0x4E00 + n)) for n in range(200)]
    assert 40 < len(places("title", *signs)) <= 60


def test_a_list_is_saved_in_its_order_and_no_cell_is_a_formula() -> None:
    odd = replace(LISTED, title="=1+1\nx", source=None, published=None, url="https://e.org/")
    head, first, second = csv.reader(io.StringIO(csv_of([odd, LISTED])))
    assert dict(zip(head, first, strict=True)) == {
        "Title": "'=1+1 x", "Publisher": "", "Author": "Ana Novak", "Published": "", "Language": "en",
        "Characters": "1200", "Address": "https://e.org/", "Id": "a.md", "File": "a.md",
    }  # fmt: skip
    assert second[:4] == ["Title", "Brief", "Ana Novak", "2024-01-01"]


TOLD = Article(
    "a.md", "The quay", "On Friday the\nÜrün storms came ashore. " + "Nobody slept. " * 20 + "Ferries lay still."
)


@pytest.mark.parametrize(
    ("searched", "around"),
    [
        ("storm", ("On Friday the Ürün ", "storms", " came ashore. Nobody slept. Nobody …")),
        ("URUN quay", ("On Friday the ", "Ürün", " storms came ashore. Nobody slept. …")),
        ("ferry", ("… slept. Nobody slept. Nobody slept. ", "Ferries", " lay still.")),
        ("quay", None),
        ("penguins", None),
        (" ", None),
    ],
)
def test_what_was_found_in_a_text_is_shown_with_what_stands_around(
    searched: str, around: tuple[str, str, str] | None
) -> None:
    assert excerpt(TOLD, searched) == around
