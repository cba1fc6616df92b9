"""Pages of Next.js' app router, whose text stands in flight data, or is sent after the page."""

import json

import pytest

from rag.corpus.reading import read_file
from tests.corpus.conftest import PARAGRAPHS, article

TEXT = "\n\n".join(PARAGRAPHS)
LAST = f"<p>{PARAGRAPHS[2]}</p>"


def row(name: str, value: object) -> str:
    return f"{name}:{json.dumps(value, ensure_ascii=False)}\n"


def element(tag: str, children: object, **props: object) -> list[object]:
    return ["$", tag, None, {**props, "children": children}]


STORY = element(
    "article",
    [
        element("h1", "Trams at last"),
        element("span", ["By ", "Ana Petrović"], className="byline"),
        element("time", "9 October 2023", dateTime="2023-10-09"),
        element("p", [element("b", PARAGRAPHS[0][:10]), PARAGRAPHS[0][10:]]),
        "$L6",
        element("p", "No reader sees this line of the page.", style={"display": "none"}),
        ["$", "div", None, {"dangerouslySetInnerHTML": {"__html": "$7"}}],
    ],
)
MISSING = element("p", "This page could not be found, and nobody knows where it went.")
ROWS = [
    '1:"$Sreact.suspense"\n3:I[4707,[],""]\n:HL["/_next/style.css","style"]\n',
    row("0", ["$", "$L3", None, {"buildId": "x", "f": [["", {"children": ["$L5", {}]}], {"notFound": MISSING}]}]),
    row("5", element("html", element("body", [element("$1", STORY, fallback="Loading"), element("nav", "Menu")]))),
    row("6", element("p", PARAGRAPHS[1])),
    f"7:T{len(LAST.encode()):x},{LAST}",
    row("8", [["$", "title", "0", {"children": "Trams at last"}]]),
]


def page(rows: str, shown: str = "<p>Loading</p>", size: int = 150) -> str:
    pieces = (rows[place : place + size] for place in range(0, len(rows), size))
    pushed = (json.dumps([1, one]).replace("<", "\\u003c") for one in pieces)
    scripts = "".join(f"<script>self.__next_f.push({one})</script>" for one in pushed)
    return f"<html><head><title>Trams at last</title></head><body>{shown}{scripts}</body></html>"


@pytest.mark.parametrize("size", [7, 150, 100_000])
def test_the_text_in_flight_data_is_read_as_a_page_and_told(size: int) -> None:
    (read,), problems = read_file("x.html", page("".join(ROWS), size=size).encode())
    assert (read.title, read.author, str(read.published)) == ("Trams at last", "Ana Petrović", "2023-10-09")
    assert read.text == TEXT
    assert any("without its scripts" in problem.reason for problem in problems)


@pytest.mark.parametrize("size", [40, 100_000])
def test_an_article_that_a_part_of_the_program_is_given_is_read(size: int) -> None:
    story = {"headline": "Trams at last", "byline": "By Ana Petrović", "body": [f"<p>{one}</p>" for one in PARAGRAPHS]}
    (read,), _ = read_file("x.html", page(row("0", ["$", "$L3", None, {"story": story}]), size=size).encode())
    assert (read.title, read.author, read.text) == ("Trams at last", "Ana Petrović", TEXT)


def test_a_page_that_shows_its_text_is_read_once() -> None:
    shown = f"<article><h1>Trams at last</h1>{''.join(f'<p>{one}</p>' for one in PARAGRAPHS)}</article>"
    assert article("x.html", page("".join(ROWS), shown)).text == TEXT


@pytest.mark.parametrize(
    "rows",
    [
        "\n",
        "0:[",
        "0:" + "[" * 5000,
        '0:["$","p",null,{"children":"$0"}]',
        "0:Tffffff,x",
        '0:"$0:props:children:9"\n\n',
    ],
)
def test_broken_flight_data_hold_no_article(rows: str) -> None:
    articles, (problem,) = read_file("x.html", page(rows).encode())
    assert articles == []
    assert "scripts may build it" in problem.reason


def test_what_react_sends_later_stands_in_its_place() -> None:
    first, second, third = (f"<p>{one}</p>" for one in PARAGRAPHS)
    read = article(
        "x.html",
        f"<title>Trams at last</title><main><h1>Trams at last</h1>{first}"
        '<!--$?--><template id="B:0"></template><div>Loading the rest of this story for you now.</div><!--/$-->'
        f'{third}</main><div hidden id="S:0">{second}</div><script>$RC("B:0","S:0")</script>',
    )
    assert read.text == TEXT
