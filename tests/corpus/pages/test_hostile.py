"""Pages that were made to take all time or memory: each is read, or told, in a bounded time."""

import json

import pytest

from rag.corpus.reading import read_file
from tests.corpus.conftest import BODY, reason

MANY = 5_000
LOOP = [{"@id": "a", "@type": "Article", "author": {"@id": "b"}}, {"@id": "b", "name": {"@id": "b"}}]


def linked(said: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(said)}</script>"


@pytest.mark.slow
@pytest.mark.timeout(100)
@pytest.mark.parametrize(
    "middle",
    [
        "<time class=published datetime='5 foo 2023'>13 Blub 2023</time>" * MANY,
        "<span class='byline author share newsletter dropcap date'>By Ana P</span>" * MANY,
        ("<div class='share subscribe caption byline'>" * 200 + "Words." + "</div>" * 200) * 10,
        ("<figure>" * 200 + "<figcaption>Words.</figcaption>" * 200 + "</figure>" * 200) * 10,
        "<article><h2><a href=/x>Some story</a></h2><time>1</time></article>" * MANY,
        "<div><div><h3><a href=/x>Some story</a></h3></div><div><h3><a>Other</a></h3></div></div>" * MANY,
        "<h1>T <span class=kicker>x</span></h1>" * 1000,
        "<meta name=date content='5 foo 2023'><meta name=author content='Ana P and Bo Q'>" * MANY,
        "<table>" + "<tr><td>a<br>b<li>c</td><td>d</td></tr>" * MANY + "</table>",
        "<ol><li>x" * 200,
        f"<title>{' - a | b' * 50_000}</title>",
        "<p><a href=/x>Some story that has a long name here</a></p>" * MANY,
        f"<script type='application/ld+json'>{' ' * 2_000_000}x</script>",
        linked({"@graph": LOOP}),
        linked({"@type": "Article", "author": [{"name": f"Ana {n}"} for n in range(MANY)]}),
        linked({"@type": "Article", "hasPart": [{"cssSelector": ",".join(f".c{n}" for n in range(300))}] * 1000}),
        linked({"@type": "Article", "articleBody": " ".join(f"word{n}" for n in range(20_000))}),
        linked([[[[[[]]]]]] * MANY),
        "<script " * 100_000,
        "<!--" * 100_000,
        ('<div class="byline author">' * 200 + "Ana P" + "</div>" * 200) * 5,
        ("<div class=g><div class=g>" * 100 + f"{BODY}" + "</div></div>" * 100) * 5,
        "<div>" + "<template shadowrootmode=open><slot></slot></template>" * MANY + "</div>",
    ],
    ids=range(23),
)
def test_a_hostile_page_is_read_in_time(middle: str) -> None:
    articles, problems = read_file("x.html", f"<html><body><h1>T</h1>{BODY}{middle}{BODY}</body></html>".encode())
    assert articles or problems
    assert not any("reading it failed" in problem.reason for problem in problems)


def test_of_a_page_that_is_too_deep_to_be_read_that_is_the_reason() -> None:
    assert "250 deep" in reason("x.html", f"<html><body>{'<div>' * 50_000}{BODY}")
