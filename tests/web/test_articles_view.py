"""The articles of an index as HTML, read by a parser."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from lxml import html

from rag.index.accounts import Account
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


def _months(*months: tuple[int, int]) -> list[Listed]:
    return [replace(LISTED, id=str(number), published=date(*month, 1)) for number, month in enumerate(months)]


def test_one_line_says_what_an_index_holds_and_what_not() -> None:
    line = _parse(articles_view.facts(STATUS, [Account("a.pdf", "unread", 0, ("is encrypted",))]))
    assert _words(line).split(" · ") == [
        "1,234 articles", "12 publishers", "9 October 2023 – 17 February 2026", "last change 1 March 2026",
        "1 file not read",
    ]  # fmt: skip
    bare = replace(STATUS, articles=1, sources=0, first=None, last=None, updated=None, complete=False)
    said = _parse(articles_view.facts(bare, []))
    assert [_words(one) for one in said.xpath("//p")] == ["1 article", "The last build did not come to its end."]


def test_the_card_says_what_else_there_is_to_say_and_leaves_out_what_is_not_known() -> None:
    card = _parse(articles_view.card(STATUS))
    assert dict(zip(map(_words, card.xpath("//dt")), map(_words, card.xpath("//dd")), strict=True)) == {
        "Undated": "3",
        "Languages": "English 1,200 · Turkish 30 · not said 4",
        "Last change": "1 March 2026, 10:30 UTC",
        "Chunks": "5,678",
        "Model": "all-MiniLM-L6-v2",
        "Generation": "7",
        "Size": "12.3 MB",
    }
    assert card.xpath("//time/@datetime") == ["2026-03-01T10:30:05+00:00"]
    bare = _parse(articles_view.card(replace(STATUS, undated=0, languages=(), updated=None, size=900)))
    assert [_words(one) for one in bare.xpath("//dt")] == ["Chunks", "Model", "Generation", "Size"]
    assert _words(bare.xpath("//dd")[-1]) == "0.9 kB"


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


def test_files_not_read_whole_are_told_by_what_became_of_them_and_beyond_five_folded() -> None:
    read = Account("a.md", "read", 1)
    assert articles_view.ledger([]) == articles_view.ledger([read]) == ""
    found = [Account(f"{number}.pdf", "unread", 0, (f"is <encrypted> {number}",)) for number in range(8)]
    few = _parse(articles_view.ledger([read, *found[:5]]))
    assert [_words(line) for line in few.xpath("//li")] == [f"{n}.pdf is <encrypted> {n}" for n in range(5)]
    assert not few.xpath("//details")
    many = _parse(articles_view.ledger([read, *found, Account("b.md", "partly", 1, ("cut", "and cut"))]))
    assert [_words(label) for label in many.xpath("//label")] == [
        "All 10",
        "Read in full 1",
        "Read in part 1",
        "Not read 8",
    ]
    assert [one.get("class") for one in many.xpath("//section")] == ["problems partly", "problems unread"]
    assert _words(many.xpath("//li")[0]) == "b.md cut and cut"
    many.xpath("//section")[0].drop_tree()
    assert _words(many.xpath("//h3")[0]) == "Not read: 8"
    assert len(many.xpath("//li")) == 8
    assert len(many.xpath("//details//li")) == 3
    assert many.xpath("//summary/text()") == ["3 more"]
    passed = Account(".", "passed", 0, ("3 files of kinds",), 3)
    assert "Passed over: 3" in articles_view.ledger([passed])


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
    assert _words(page.xpath("//p[@class='origin']")[0]) == "Brief · Ana · 9 October 2023"
    assert _blocks(articles_view.reader(replace(ARTICLE, text=""))) == []
    assert "lang=" not in articles_view.reader(replace(ARTICLE, lang=None))


def test_no_level_of_headings_is_left_out() -> None:
    text = "## Two\n\nWords.\n\n#### Four\n\n### Three\n\n# One\n\n### Three again"
    levels = [tag for tag, _ in _blocks(articles_view.reader(replace(ARTICLE, text=text))) if tag != "p"]
    assert levels == ["h4", "h5", "h5", "h4", "h5"]


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
            articles_view.facts(status, []),
            articles_view.ledger([Account(HOSTILE, "partly", 1, (HOSTILE,))] * 7),
            articles_view.reader(article, [(0, 30, HOSTILE)]),
        ]
    )
    page = _parse(drawn)
    assert not page.xpath("//script | //img | //a")
    assert {name for one in page.iter() for name in one.attrib} <= set(
        "class role aria-label fill width height viewbox viewBox preserveaspectratio preserveAspectRatio x y scope "
        "type lang dir tabindex data-cite datetime name value checked".split()
    )
    assert page.text_content().count(HOSTILE) == 21  # no more and no less than what is said of it
