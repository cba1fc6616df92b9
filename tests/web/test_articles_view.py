"""The articles of an index as HTML, read by a parser."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from lxml import html

from rag.errors import RagError
from rag.types import Article, Listed, Problem, Status
from rag.web import articles_view

HOSTILE = "<script>a</script> ' onclick='b \" `c` {{d}} &lt;e&gt; </td></table> <img src=x onerror=f>"
STATUS = Status(
    articles=1234,
    chunks=5678,
    first=date(2023, 10, 9),
    last=date(2026, 2, 17),
    undated=3,
    sources=12,
    model="all-MiniLM-L6-v2",
    chunk_tokens=200,
    generation=7,
    complete=True,
    size=12_345_678,
    problems=(),
    languages=(("en", 1200), ("tr", 30), (None, 4)),
    updated=datetime(2026, 3, 1, 10, 30, 5, 99, tzinfo=UTC),
)
LISTED = Listed("a.md", "Title", date(2024, 1, 1), "front matter", "Ana Novak", "Brief", None, "en", 1200, "a.md")


def _parse(text: str) -> html.HtmlElement:
    return html.fragment_fromstring(text, create_parent="main")


def _words(one: html.HtmlElement) -> str:
    return " ".join(one.text_content().split())


def _titles(text: str) -> list[str]:
    return [_words(one) for one in _parse(text).xpath("//button[@class='open']")]


def _months(*months: tuple[int, int]) -> list[Listed]:
    return [replace(LISTED, id=str(number), published=date(*month, 1)) for number, month in enumerate(months)]


def test_the_card_says_what_an_index_holds() -> None:
    card = _parse(articles_view.card(STATUS))
    assert dict(zip(map(_words, card.xpath("//dt")), map(_words, card.xpath("//dd")), strict=True)) == {
        "Articles": "1,234 (5,678 chunks)",
        "Sources": "12",
        "Dates": "9 October 2023 – 17 February 2026 · 3 undated",
        "Languages": "en 1,200 · tr 30 · not said 4",
        "Last change": "1 March 2026, 10:30 UTC",
        "Model": "all-MiniLM-L6-v2",
        "Generation": "7",
        "Size": "12.3 MB",
    }
    assert card.xpath("//time/@datetime") == ["2026-03-01T10:30:05+00:00"]
    assert not card.xpath("//p")


def test_the_card_leaves_out_what_is_not_known_and_owns_up_to_what_is_not_done() -> None:
    bare = replace(STATUS, first=None, last=None, undated=0, languages=(), updated=None, size=900, complete=False)
    card = _parse(articles_view.card(bare))
    assert [_words(one) for one in card.xpath("//dt")] == ["Articles", "Sources", "Model", "Generation", "Size"]
    assert _words(card.xpath("//dd")[-1]) == "0.9 kB"
    assert _words(card.xpath("//p[@class='problem']")[0]) == "The last build did not come to its end."


def test_the_time_line_has_a_bar_and_a_row_for_each_month() -> None:
    listing = [*_months((2023, 11), (2024, 2), (2024, 2)), replace(LISTED, published=None)]
    figure = _parse(articles_view.timeline(listing))
    (drawing,) = figure.xpath("//svg[@role='img']")
    assert drawing.get("aria-label") == (
        "Articles by month, November 2023 to February 2024: 3 in all, at most 2, in February 2024"
    )
    bars = [(float(bar.get("x")), float(bar.get("y")), float(bar.get("height"))) for bar in figure.xpath("//rect")]
    assert bars == [(0, 30, 30), (30, 0, 60)]
    assert drawing.get("viewbox", drawing.get("viewBox")) == "0 0 40 60"
    assert [_words(row) for row in figure.xpath("//tbody/tr")] == ["November 20231", "February 20242"]
    assert _words(figure.xpath("//figcaption")[0]) == ("November 2023 to February 2024. 1 article has no known date.")


@pytest.mark.parametrize(("last", "kind"), [((2024, 12), "month"), ((2025, 1), "year")])
def test_more_than_sixty_months_are_shown_as_years(last: tuple[int, int], kind: str) -> None:
    figure = _parse(articles_view.timeline(_months((2020, 1), last)))
    assert figure.xpath("//caption/text()") == [f"Articles by {kind}"]
    assert len(figure.xpath("//rect")) == 2


def test_without_dates_there_is_no_time_line() -> None:
    assert "<svg" not in articles_view.timeline([replace(LISTED, published=None)] * 2)
    assert "2 articles have no known date." in articles_view.timeline([replace(LISTED, published=None)] * 2)
    assert "There are no articles." in articles_view.timeline([])


MANY = [
    replace(LISTED, id="1", title="Ürün", published=date(2024, 3, 1), source=None, characters=20),
    replace(LISTED, id="2", title="apple", published=None, author=None, characters=3),
    replace(LISTED, id="3", title="Zebra", published=date(2023, 3, 1), source="Ärger", characters=100),
    replace(LISTED, id="4", title="Banana", published=date(2024, 3, 1), author="Čapek", characters=7),
]


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
def test_the_table_is_sorted_by_any_column_with_what_has_none_last(sort: str, rising: str, falling: str) -> None:
    for descending, expected, order in ((False, rising, "ascending"), (True, falling, "descending")):
        table = _parse(articles_view.table(MANY, sort=sort, descending=descending))
        assert table.xpath("//button[@class='open']/@data-article") == expected.split()
        (head,) = table.xpath(f"//th[@aria-sort='{order}']")
        (button,) = head.xpath("button")
        assert button.get("data-sort") == sort
        assert button.get("data-descending") == str(not descending).lower()
        assert len(table.xpath("//th[@aria-sort='none']")) == 4
        for other in table.xpath("//th/button[@data-sort]"):
            assert other.get("aria-label").startswith(_words(other).rstrip(" ▲▼"))


def test_an_order_that_is_none_is_an_error() -> None:
    with pytest.raises(RagError, match="can't be sorted by 'size': choose one of title, source"):
        articles_view.table(MANY, sort="size")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", 4), ("  ", 4), ("urun", 1), ("ÜRÜN", 1), ("capek ban", 1), ("ban čap", 1), ("arger", 1),
        ("capek zebra", 0), ("brief", 2), ("banana\nana", 1),
    ],
)  # fmt: skip
def test_the_table_is_narrowed_whatever_case_and_accents(text: str, found: int) -> None:
    drawn = articles_view.table(MANY, text=text)
    assert len(_titles(drawn)) == found
    if not found:
        assert _words(_parse(drawn)) == f"No article has “{text}”."
    elif found < 4:
        assert f"Showing 1–{found} of {found} (4 without the search)" in drawn


def test_an_article_is_found_by_its_id() -> None:
    listing = [replace(LISTED, id="balkans/kfor.md"), LISTED]
    assert _parse(articles_view.table(listing, text="balkans/")).xpath("//button/@data-article") == ["balkans/kfor.md"]


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
    table = _parse(articles_view.table(listing, first=first))
    assert _words(table.xpath("//nav/span")[0]) == said
    assert table.xpath("//nav/button/@data-first") == buttons
    identifiers = table.xpath("//tbody//@data-article")
    assert identifiers == [f"{number:04}" for number in range(1234)][max(0, min(first, 1200)) :][:shown]


def test_only_what_may_be_removed_has_a_button_for_it() -> None:
    listing = [replace(LISTED, id="a  b\n#'1", file="more/all  of.jsonl", title="A “title”")]
    assert not _parse(articles_view.table(listing)).xpath("//button[@class='remove']")
    (button,) = _parse(articles_view.table(listing, removable=True)).xpath("//button[@class='remove']")
    assert button.get("data-article") == "a  b\n#'1"
    assert button.get("data-file") == "more/all  of.jsonl"
    assert button.get("aria-label") == "Remove A “title”"


def test_problems_beyond_five_are_folded() -> None:
    assert articles_view.problems(STATUS) == ""
    found = tuple(Problem(f"{number}.pdf", f"is <encrypted> {number}") for number in range(8))
    few = _parse(articles_view.problems(replace(STATUS, problems=found[:5])))
    assert [_words(line) for line in few.xpath("//li")] == [f"{n}.pdf is <encrypted> {n}" for n in range(5)]
    assert not few.xpath("//details")
    many = _parse(articles_view.problems(replace(STATUS, problems=found)))
    assert _words(many.xpath("//h3")[0]) == "Not read: 8"
    assert len(many.xpath("//li")) == 8
    assert len(many.xpath("//details//li")) == 3
    assert many.xpath("//summary/text()") == ["3 more"]
    assert "Not read: 1" in articles_view.problems(replace(STATUS, problems=found[:1]))


TEXT = """# The first

One two
three four. A #tag.
## A second
Directly below.

- an entry
  that goes on
- another
12. a third

\t
Last paragraph. #1 it is"""
ARTICLE = Article("a.md", "Title", TEXT, date(2023, 10, 9), "front matter", "Ana", "Brief", "https://e.org/", "ar")


def _blocks(text: str) -> list[tuple[str, str]]:
    return [(one.tag, _words(one)) for one in _parse(text).xpath("//article/*[@dir='auto']")]


def test_an_article_is_read_in_headings_paragraphs_and_entries() -> None:
    drawn = articles_view.reader(ARTICLE)
    assert _blocks(drawn) == [
        ("h4", "The first"),
        ("p", "One two three four. A #tag."),
        ("h5", "A second"),
        ("p", "Directly below."),
        ("p", "- an entry that goes on"),
        ("p", "- another"),
        ("p", "12. a third"),
        ("p", "Last paragraph. #1 it is"),
    ]
    page = _parse(drawn)
    assert page.xpath("//article/@lang") == ["ar"]
    assert len(page.xpath("//p[@class='entry']")) == 3
    assert page.xpath("//h3/a/@href") == ["https://e.org/"]
    assert _words(page.xpath("//p[@class='origin']")[0]) == "Brief · Ana · 9 October 2023 (front matter)"
    assert _blocks(articles_view.reader(replace(ARTICLE, text=""))) == []
    assert "lang=" not in articles_view.reader(replace(ARTICLE, lang=None))


def _mark(words: str, name: str) -> tuple[int, int, str]:
    start = TEXT.index(words)
    return start, start + len(words), name


def test_marks_overlap_and_go_on_from_paragraph_to_paragraph() -> None:
    marks = [_mark("three four.", "1-2"), _mark("two\nthree", "1-1"), _mark("below.\n\n- an entry", "3")]
    marks += [_mark("# The", "4"), _mark("A second", "5")]
    page = _parse(articles_view.reader(ARTICLE, marks))
    assert [(one.get("data-cite"), _words(one)) for one in page.xpath("//mark")] == [
        ("4", "The"),
        ("1-1", "two"),
        ("1-1 1-2", "three"),
        ("1-2", "four."),
        ("5", "A second"),
        ("3", "below."),
        ("3", "- an entry"),
    ]
    assert all(one.get("tabindex") == "-1" for one in page.xpath("//mark"))
    whole = _parse(articles_view.reader(ARTICLE, [(0, len(TEXT), "all")]))
    assert [_words(one) for one in whole.xpath("//mark")] == [
        said for _, said in _blocks(articles_view.reader(ARTICLE))
    ]


def test_no_word_of_a_long_article_is_lost_or_told_twice() -> None:
    words = [f"w{number}" for number in range(20_000)]
    text = "".join(
        word + ("\n\n" if number % 7 == 0 else "\n" if number % 3 == 0 else " ") for number, word in enumerate(words)
    )
    marks = [(start, start + 40, str(start)) for start in range(0, len(text) - 40, 60)]
    page = _parse(articles_view.reader(replace(ARTICLE, text=text), marks))
    assert re.findall(r"w\d+", " ".join(one.text_content() for one in page.xpath("//article/p[@dir]"))) == words
    seen = {one.get("data-cite") for one in page.xpath("//mark")}
    assert seen == {name for _, _, name in marks}


def test_nothing_hostile_becomes_an_element() -> None:
    article = Article(
        HOSTILE, HOSTILE, f"# {HOSTILE}\n\n{HOSTILE}", None, "unknown", HOSTILE, HOSTILE, "javascript:a", "x'y"
    )
    listed = Listed(HOSTILE, HOSTILE, None, None, HOSTILE, HOSTILE, "javascript:a", HOSTILE, 3, HOSTILE)
    status = replace(STATUS, model=HOSTILE, languages=((HOSTILE, 1),), problems=(Problem(HOSTILE, HOSTILE),) * 7)
    drawn = "".join(
        [
            articles_view.card(status),
            articles_view.timeline([listed, LISTED]),
            articles_view.table([listed], removable=True),
            articles_view.table([listed], text=HOSTILE + " no"),
            articles_view.problems(status),
            articles_view.reader(article, [(0, 30, HOSTILE)]),
        ]
    )
    page = _parse(drawn)
    assert not page.xpath("//script | //img | //a")
    assert {name for one in page.iter() for name in one.attrib} <= set(
        "class role aria-label fill width height viewbox viewBox preserveaspectratio preserveAspectRatio x y scope "
        "aria-sort type data-sort data-descending data-article data-file lang dir tabindex data-cite datetime".split()
    )
    assert page.text_content().count(HOSTILE) == 26  # no more and no less than what is said of it
    assert page.xpath("//button[@class='remove']/@data-file") == [HOSTILE]
