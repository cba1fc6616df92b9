"""The list of the articles as HTML, read by a parser."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from lxml import html

from rag.filters import Filters
from rag.types import Listed
from rag.web import list_view
from rag.web.listing import Wanted, selected
from tests.web.test_articles_view import HOSTILE
from tests.web.test_listing import LISTED, MANY


def _parse(text: str) -> html.HtmlElement:
    return html.fragment_fromstring(text, create_parent="main")


def _words(one: html.HtmlElement) -> str:
    return " ".join(one.text_content().split())


def _table(
    listing: Sequence[Listed],
    wanted: Wanted | None = None,
    twins: Mapping[str, Sequence[str]] | None = None,
    *,
    changeable: bool = False,
) -> html.HtmlElement:
    wanted = wanted or Wanted()
    selection = selected(listing, wanted, lambda _: ())
    return _parse(list_view.table(selection, wanted, twins or {}, changeable=changeable))


@pytest.mark.parametrize("sort", list_view.columns())
def test_the_heads_say_the_order_and_ask_for_another(sort: str) -> None:
    for descending, order in ((False, "ascending"), (True, "descending")):
        table = _table(MANY, Wanted(sort=sort, descending=descending))
        (head,) = table.xpath(f"//th[@aria-sort='{order}']")
        (button,) = head.xpath("button")
        assert button.get("data-sort") == sort
        assert button.get("data-descending") == str(not descending).lower()
        assert len(table.xpath("//th[@aria-sort='none']")) == 4
        for other in table.xpath("//th/button[@data-sort]"):
            assert other.get("aria-label").startswith(_words(other).rstrip(" ▲▼"))


def test_where_nothing_is_left_it_says_of_what() -> None:
    assert _words(_table([])) == "There are no articles."
    assert _words(_table(MANY, Wanted("capek zebra"))) == "No article has “capek zebra”."
    chosen = Wanted(filters=Filters("1999-01-01", "1999-12-31"))
    assert _words(_table(MANY, replace(chosen, text="x"))) == "No article of those chosen has “x”."
    assert _words(_table(MANY, chosen)) == "No article is all of what was chosen."
    assert _words(_table(MANY, Wanted("ban")).xpath("//nav/span")[0]) == "Showing 1–1 of 1 (4 in all)"


@pytest.mark.parametrize(
    ("first", "said", "buttons", "shown"),
    [
        (0, "Showing 1–50 of 1,234", ["50"], 50),
        (50, "Showing 51–100 of 1,234", ["0", "100"], 50),
        (20, "Showing 21–70 of 1,234", ["0", "70"], 50),
        (1200, "Showing 1,201–1,234 of 1,234", ["1150"], 34),
        (9999, "Showing 1,201–1,234 of 1,234", ["1150"], 34),
        (-5, "Showing 1–50 of 1,234", ["50"], 50),
    ],
)
def test_the_table_has_parts(first: int, said: str, buttons: list[str], shown: int) -> None:
    listing = [replace(LISTED, id=f"{number:04}") for number in range(1234)]
    table = _table(listing, Wanted(first=first))
    (pages,) = table.xpath("//nav[@class='pages']")
    assert _words(pages.xpath("span")[0]) == said
    assert pages.xpath("button/@data-first") == buttons
    assert _words(pages.xpath("button[@class='csv']")[0]) == "Save 1,234 articles as CSV"
    identifiers = table.xpath("//th/button[@class='open']/@data-article")
    assert identifiers == [f"{number:04}" for number in range(1234)][max(0, min(first, 1200)) :][:shown]


def test_a_list_of_more_than_a_page_may_be_jumped_in() -> None:
    listing = [replace(LISTED, id=f"{number:02}", title="AB"[number // 40]) for number in range(60)]
    wanted = Wanted(sort="title", descending=False)
    assert not _table(listing[:50], wanted).xpath("//nav[@class='jumps']")
    places = _table(listing, wanted).xpath("//nav[@class='jumps']/button")
    assert [(_words(one), one.get("data-first")) for one in places] == [("A", "0"), ("B", "40")]
    places = _table([replace(one, published=None) for one in listing]).xpath("//nav[@class='jumps']/button")
    assert [_words(one) for one in places] == ["undated"]


def test_each_row_has_what_one_can_do_with_its_article() -> None:
    listing = [replace(LISTED, id="a  b\n#'1", file="more/all  of.jsonl", title="A “title”")]
    reading = _table(listing).xpath("//details/button")
    assert [(one.get("class"), one.get("aria-label")) for one in reading] == [
        ("read", "Read A “title”"), ("ask", "Ask about A “title”"),
    ]  # fmt: skip
    buttons = _table(listing, changeable=True).xpath("//details/button")
    assert [one.get("class") for one in buttons] == ["read", "ask", "amend", "remove"]
    assert {one.get("data-article") for one in buttons} == {"a  b\n#'1"}


def test_the_same_article_under_other_names_is_told_in_its_row() -> None:
    row = _table([LISTED], twins={"a.md": ("b.md", "c.md", "d.md", "e.md", "f.md")}).xpath("//tbody/tr/th/small")[0]
    assert _words(row) == "a.md · also as b.md, c.md, d.md and 2 more"
    assert "also as" not in _words(_table([LISTED]))


def test_what_narrows_the_list_is_named_with_its_numbers() -> None:
    wanted = Wanted(filters=Filters(sources=["Brief"])).toggled("lang", "en")
    selection = selected(MANY, wanted, lambda _: ())
    drawn = _parse(list_view.facets(selection, wanted))
    assert [
        (_words(group.xpath("legend")[0]), [_words(one) for one in group.xpath("button")])
        for group in drawn.xpath("fieldset[not(@hidden)]")
    ] == [
        ("Publisher", ["Ärger 1", "Brief 1", "not named 1"]),
        ("Language", ["English 1", "Turkish 1"]),
    ]
    pressed = drawn.xpath("//button[@aria-pressed='true']")
    assert [(one.get("data-kind"), one.get("data-facet"), one.get("data-value")) for one in pressed] == [
        ("sources", None, "Brief"),
        (None, "lang", "en"),
    ]
    assert drawn.xpath("//button[@data-value='']/@data-facet") == ["source"]  # which no filter says
    assert drawn.xpath("//button[@class='clear']")
    assert not _parse(list_view.facets(selection, Wanted())).xpath("//button[@class='clear']")
    alike = selected([LISTED, LISTED], Wanted(), lambda _: ())
    assert not _parse(f"<p></p>{list_view.facets(alike, Wanted())}").xpath(
        "//fieldset[not(@hidden or ../@hidden)]"
    )  # what all have narrows nothing
    assert list_view.narrowing(wanted.toggled("year", "")) == "Brief, undated, English"
    days = Filters("2024-03-01", "2024-04-02", articles=["a.md"])
    assert list_view.narrowing(Wanted(filters=days)) == "from 1 March 2024, up to 2 April 2024"
    assert list_view.narrowing(Wanted(filters=Filters("2024-01-01", "2024-12-31"))) == "2024"
    assert list_view.called("lang", "pt-BR") == "Portuguese (Brazil)"
    assert list_view.called("lang", "xx-nonsense") == "xx-nonsense"


def test_of_names_the_most_frequent_and_the_chosen_are_offered_in_a_fold() -> None:
    listing = [replace(LISTED, id=str(one), tags=tuple(f"tag {tag:02}" for tag in range(one))) for one in range(1, 21)]
    for wanted, opened, offered in ((Wanted(), False, 12), (Wanted(filters=Filters(tags=["TAG 19"])), True, 13)):
        drawn = _parse(f"<div>{list_view.facets(selected(listing, wanted, lambda _: ()), wanted)}</div>")
        (fold,) = drawn.xpath("//details[not(@hidden)]")
        assert (_words(fold.xpath("summary")[0]), fold.get("open") is not None) == ("Tags", opened)
        values = fold.xpath("fieldset/button/@data-value")
        assert (values[0], values[-1], len(values)) == ("tag 00", "tag 19" if opened else "tag 11", offered)


def test_a_name_that_few_articles_have_is_looked_for() -> None:
    listing = [replace(LISTED, id=str(one), tags=tuple(f"tag {tag:02}" for tag in range(one))) for one in range(1, 21)]
    for named, found in (("TÁG 18", ["tag 18"]), ("no such", []), (" ", None)):
        wanted = Wanted(named=named, filters=Filters(sources=["Brief"]))
        drawn = _parse(f"<div>{list_view.facets(selected(listing, wanted, lambda _: ()), wanted)}</div>")
        values = drawn.xpath("//details[@open and not(@hidden)]/fieldset/button/@data-value")
        assert values == (found or [])
        assert bool(drawn.xpath("//p[@class='none']")) == (found == [])
        assert drawn.xpath("//button[@aria-pressed='true']/@data-value") == ["Brief"]  # to be taken back


def test_what_is_selected_is_asked_alone() -> None:
    filters = Filters(after="2024-01-01", sources=["<b>'Brief'"])
    for number, said in ((1, "Ask only this one"), (2, "Ask only these 2")):
        selection = selected(MANY[:number], Wanted(), lambda _: ())
        (button,) = _parse(list_view.table(selection, Wanted(), {}, asked=filters)).xpath("//p/button[@class='ask']")
        assert _words(button) == said
        told = json.loads(button.get("data-filters"))
        assert (told["after"], told["sources"], told["articles"]) == ("2024-01-01", ["<b>'Brief'"], [])
    assert not _table(MANY).xpath("//button[@data-filters]")


@pytest.mark.parametrize("sort", list_view.columns())
def test_where_there_is_no_room_for_heads_one_chooses_the_order(sort: str) -> None:
    options = _table(MANY, Wanted(sort=sort, descending=False)).xpath("//label/select/option")
    assert len(options) == 10
    (chosen,) = [one for one in options if one.get("selected") is not None]
    assert chosen.get("value") == f"{sort} false"
    assert chosen.get("aria-label") == f"{_words(chosen).rstrip(' ▲')}: sort ascending"


def test_nothing_hostile_becomes_an_element() -> None:
    listed = Listed(HOSTILE, HOSTILE, None, None, HOSTILE, HOSTILE, "javascript:a", HOSTILE, 3, HOSTILE)
    wanted = Wanted(filters=Filters(sources=[HOSTILE])).toggled("lang", HOSTILE)
    selection = selected([listed], wanted, lambda _: ())
    drawn = list_view.table(selection, wanted, {HOSTILE: (HOSTILE,)}, changeable=True)
    nothing = Wanted(HOSTILE + " no")
    drawn += list_view.table(selected([listed], nothing, lambda _: ()), nothing, {})
    unnamed = replace(wanted, named=HOSTILE + " no")
    drawn += list_view.facets(selection, wanted) + list_view.facets(selected([listed], unnamed, lambda _: ()), unnamed)
    page = _parse(drawn)
    assert not page.xpath("//script | //img | //a")
    assert {name for one in page.iter() for name in one.attrib} <= set(
        "class aria-label scope aria-sort type data-sort data-descending data-article data-title data-facet data-value "
        "data-kind data-fold "
        "aria-pressed lang name role value selected open hidden".split()
    )
    assert page.text_content().count(HOSTILE) == 12  # no more and no less than what is said of it
    assert set(page.xpath("//@data-article")) == {HOSTILE}


def test_words_around_what_was_found_stand_below_the_title_and_are_no_markup() -> None:
    wanted = Wanted("bold")
    selection = selected(MANY, wanted, lambda _: {"3"})
    drawn = list_view.table(selection, wanted, {}, excerpts={"3": ("was <b>", "bold", "</b> once")})
    (around,) = _parse(drawn).xpath("//th/q")
    assert _words(around) == "was <b>bold</b> once"
    assert [_words(one) for one in around.xpath("mark")] == ["bold"]
