"""Articles that pages carry in their scripts alone."""

import json
from datetime import date

import pytest

from rag.corpus.reading import read_file
from tests.corpus.conftest import PARAGRAPHS, reason

MARKUP = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
STORY = {
    "headline": "Trams at last",
    "byline": "By Ana Petrović",
    "publishedAt": "2023-10-09T10:00:00Z",
    "body": MARKUP,
}
IN_PARTS = {**STORY, "content_elements": [{"type": "text", "content": one} for one in PARAGRAPHS], "body": None}
ABOUT = {
    "title": "About us",
    "body": MARKUP + "<p>We are a paper of the harbour, and have been for a hundred years.</p>",
}


def page(script: str, kind: str = "") -> bytes:
    script = script.replace("</", "<\\/")
    return f"<title>Trams at last</title><body><div id=app></div><script {kind}>{script}</script></body>".encode()


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (json.dumps({"props": {"pageProps": {"about": ABOUT, "story": STORY}}}), "type=application/json"),
        (f"window.__STATE__ = {json.dumps({'Story:1': STORY})};", ""),
        (f"window.App=window.App||{{}};App.content={json.dumps(IN_PARTS)};App.cache={{}};", ""),
        (f"<!--{json.dumps({'story': STORY})}-->", "type=application/json"),
        (f"window.__STATE__ = JSON.parse({json.dumps(json.dumps({'story': STORY}))})", ""),
        (f"self.push([1,{json.dumps('3:' + json.dumps(['$', 'article', None, {'data': STORY}]))}])", ""),
    ],
)
def test_an_article_among_the_objects_of_a_script_is_read_and_told(script: str, kind: str) -> None:
    (read,), (problem,) = read_file("x.html", page(script, kind))
    assert (read.title, read.author, read.published) == ("Trams at last", "Ana Petrović", date(2023, 10, 9))
    assert read.text == "\n\n".join(PARAGRAPHS)
    assert (problem.kind, "without its scripts" in problem.reason) == ("partly", True)


@pytest.mark.parametrize("shown", ["", "Loading …"])
def test_the_title_in_a_script_goes_without_the_name_of_the_site(shown: str) -> None:
    stories = json.dumps([{"title": "Ice", "body": MARKUP * 2}, STORY])
    html = page(f"window.__STATE__ = {stories}").replace(b"</title>", b" | Coast Ledger</title>")
    (read,), _ = read_file("x.html", html.replace(b"<div id=app>", f"<div id=app>{shown}".encode()))
    assert (read.title, read.text) == ("Trams at last", "\n\n".join(PARAGRAPHS))


def test_a_script_may_hold_what_follows_the_beginning_that_is_shown() -> None:
    long = {
        **STORY,
        "body": MARKUP + "<p>The mayor spoke for an hour, and nobody left the harbour before he ended.</p>" * 5,
    }
    for shown, whole in ((PARAGRAPHS[0], True), ("Another text of the harbour. " * 5, False)):
        html = page(json.dumps([long]), "type=application/json").decode()
        html = html.replace("<div id=app>", f"<main><h1>Trams at last</h1><p>{shown}</p></main><div id=app>")
        (read,), problems = read_file("x.html", html.encode())
        assert (PARAGRAPHS[2] in read.text, bool(problems)) == (whole, whole)


def test_the_text_is_read_where_a_script_is_no_json() -> None:
    (read,), _ = read_file("x.html", page(f"window.__NUXT__={{story:{{body:{json.dumps(MARKUP)}}},n:void 0}}"))
    assert read.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "script", ["var a = {};" * 50, f'var css = "{".a{{color:red}} " * 60}";', '"' * 500, "[" * 5000]
)
def test_a_script_without_an_article_holds_none(script: str) -> None:
    assert "scripts may build it" in reason("x.html", page(script))
