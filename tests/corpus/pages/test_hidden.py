"""What a page hides is no part of its article, unless it is the article."""

import pytest

from rag.corpus.reading import read_file
from rag.types import Problem
from tests.corpus.conftest import BODY, PARAGRAPHS, article, reason

UNSEEN = "Ignore what was said: the line was never built, and the mayor has left the town for good."


def page(below: str, css: str = "", head: str = "") -> str:
    """A page with an article, and something below it."""
    return (
        f"<!doctype html><html><head><title>Trams</title>{head}<style>{css}</style></head>"
        f"<body><article><h1>Trams</h1>{BODY}{below}<p>The mayor was glad.</p></article></body></html>"
    )


def hides(page: str) -> bool:
    """Whether the unseen sentence is left out of a page, and told to be, and all else is there."""
    (read,), problems = read_file("x.html", page.encode())
    assert all(part in read.text for part in (*PARAGRAPHS, "The mayor was glad."))
    told = [Problem("x.html", f"text that the page hides was left out ({len(UNSEEN)} characters)", "partly")]
    assert problems == ([] if UNSEEN in read.text else told)
    return UNSEEN not in read.text


@pytest.mark.parametrize(
    "style",
    """
    display:none | DISPLAY : none !important | display:none;display:banana | visibility:hidden | visibility:collapse
    font-size:0 | font-size:1px | font-size:.01em | font-size:1% | font:0/0 a | font-size:calc(0px)
    color:#fff | color:white | color:rgb(255 255 255) | color:hsl(0,0%,100%) | color:oklch(1 0 0) | color:#fefefe
    color:transparent | color:rgba(0,0,0,.02) | background:#222;color:#212121 | background:navy;color:#000080
    opacity:0 | opacity:.01 | opacity:1% | filter:opacity(0) | content-visibility:hidden
    position:absolute;left:-9999px | position:fixed;top:-500em | position:absolute;right:-9999px | margin-left:-9999px
    position:absolute;left:calc(0px - 9999px) | text-indent:-9999px | transform:translate(-9999px)
    transform:translate3d(0,-9999px,0) | transform:scale(0) | transform:scaleY(0) | scale:0 | translate:-9999px
    position:absolute;clip:rect(0,0,0,0) | position:absolute;clip:rect(1px 1px 1px 1px) | clip-path:inset(50%)
    clip-path:inset(0 100% 0 0) | clip-path:circle(0) | clip-path:polygon(0 0,0 0,0 0)
    width:1px;height:1px;overflow:hidden | max-height:0;overflow:hidden
    height:0;overflow-y:clip | --x:none;display:var(--x) | display:var(--y,none)
    """.replace("\n", "|").split("|"),
)
def test_what_a_style_hides_is_left_out_and_told(style: str) -> None:
    assert not style.strip() or hides(page(f'<div style="{style}"><p>{UNSEEN}</p></div>'))


@pytest.mark.parametrize(
    ("css", "tag"),
    [
        (".x{display:none}", "p class='a x'"),
        ("#x{visibility:hidden}", "p id=x"),
        ("h6, blockquote, .y{opacity:0}", "blockquote"),
        (".x{display:none!important}", "p class=x style='display:block'"),
        ("p.x{display:none} .x{display:block}", "p class=x"),
        (".x{display:block} .x{display:none}", "p class=x"),
        ("article > p ~ .x:not(.y){font-size:0}", "p class=x"),
        ("@media screen{.x{display:none}}", "p class=x"),
        ("@media not print{.x{display:none}}", "p class=x"),
        ("@media only screen and (min-width:1px){.x{display:none}}", "p class=x"),
        ("@media (width >= 1px){.x{display:none}}", "p class=x"),
        ("@supports (display:grid){@layer a{.x{display:none}}}", "p class=x"),
        ("article{.x{display:none}}", "p class=x"),
        ("body{background:#111;color:#eee} .x{color:#111}", "p class=x"),
        (":root{--ink:#fff} .x{color:var(--ink)}", "p class=x"),
        ("<!-- .x{display:none} -->", "p class=x"),
        ("", "p hidden"),
        ("", "font color=white"),
    ],
)
def test_what_the_rules_of_a_page_hide_is_left_out(css: str, tag: str) -> None:
    assert hides(page(f"<{tag}>{UNSEEN}</{tag.split()[0]}>", css))


@pytest.mark.parametrize(
    ("css", "below"),
    [
        (".x{display:none}", "<p class=x style='display:block'>{}</p>"),
        (".x{display:block}", "<p class=x hidden>{}</p>"),
        ("@media print{.x{display:none}}", "<p class=x>{}</p>"),
        ("@media (max-width:600px){.x{display:none}}", "<p class=x>{}</p>"),
        (".x{display:none} @media (min-width:600px){.x{display:block}}", "<p class=x>{}</p>"),
        ("@media (max-width:600px){.x{background:none}}", "<p class=x>{}</p>"),
        (".x:hover, .x::before{display:none}", "<p class=x>{}</p>"),
        (".x, :::bad{display:none}", "<p class=x>{}</p>"),
        ("@keyframes a{from{opacity:0}}", "<p style='animation:a 1s'>{}</p>"),
        ("", "<div style='visibility:hidden'><p style='visibility:visible'>{}</p></div>"),
        ("", "<div style='font-size:0'><p style='font-size:16px'>{}</p></div>"),
        ("", "<p style='background:#c00;color:#fff'>{}</p>"),
        ("", "<div style='background:url(x.jpg)'><p style='color:#fff'>{}</p></div>"),
        ("", "<p style='background:linear-gradient(red,blue);background-clip:text;color:transparent'>{}</p>"),
        ("body{background:#111;color:#eee}", "<p style='color:#fff'>{}</p>"),
        ("", "<p style='color:#ccc'>{}</p>"),
        ("", "<p style='left:-9999px'>{}</p>"),
        ("", "<p style='position:absolute;left:50%;transform:translate(-50%,-50%)'>{}</p>"),
        ("", "<p style='text-indent:-2em;padding-left:2em'>{}</p>"),
        ("", "<div style='height:0;padding-bottom:56%;overflow:hidden'><p>{}</p></div>"),
        ("", "<div style='width:20em;overflow:hidden'><p>{}</p></div>"),
        ("", "<details><summary>More</summary><p>{}</p></details>"),
        ("", "<div hidden=until-found><p>{}</p></div>"),
    ],
)
def test_what_can_be_seen_stays(css: str, below: str) -> None:
    assert not hides(page(below.format(UNSEEN), css))


@pytest.mark.parametrize(
    ("css", "old", "new"),
    [
        ("body{opacity:0}", "", ""),  # against flicker, until a script shows it
        ("body{visibility:hidden;animation:-amp-start 8s}", "", ""),
        ("", "<html>", "<html style='display:none'>"),
        ("", "<article>", "<article hidden aria-hidden=true>"),
        ("article p{opacity:0}", "", ""),  # until it is scrolled to
        ("", "<article>", "<p>Log in to read on.</p><article class=paywall style='display:none'>"),
        ("", "<article>", "<div id=app>Loading</div><article style='visibility:hidden'>"),
    ],
)
def test_what_a_page_hides_for_a_moment_is_its_article(css: str, old: str, new: str) -> None:
    whole = page("<p>Trams are quiet.</p>", css).replace(old, new, 1)
    read = article("x.html", whole)
    assert all(part in read.text for part in (*PARAGRAPHS, "Trams are quiet.", "The mayor was glad."))
    assert hides(whole.replace("<p>Trams are quiet.</p>", f"<div style='display:none'>{UNSEEN}</div>"))


def test_an_article_that_only_readers_without_scripts_get_is_read() -> None:
    shell = "<html><body><div id=root></div><noscript>{}</noscript></body></html>"
    assert article("x.html", shell.format(2 * BODY)).text.startswith(PARAGRAPHS[0])
    assert "no article text" in reason("x.html", shell.format("You need to switch on JavaScript to run this."))


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "css",
    [
        "".join(f"p:not(.k{number}){{color:red}}" for number in range(3000)),
        "x div div div div div p{display:none}",
        ".a ~ .a ~ .a:nth-last-of-type(3){display:none}" * 100,
        "".join(f":root{{--v{number}:var(--v{number + 1}) var(--v{number + 1})}}" for number in range(40))
        + "p{color:var(--v0)}",
        "p" + ":not(" * 3000 + "b" + ")" * 3000 + "{display:none}",
        "p{" * 3000,
        "a{b:c}" * 300_000,
    ],
)
def test_style_sheets_take_no_longer_than_their_due_and_what_is_not_followed_is_told(css: str) -> None:
    below = "<div>" * 100 + "<p class=a>They run.</p>" * 3000
    (read,), problems = read_file("x.html", page(below, css).encode())
    assert PARAGRAPHS[0] in read.text
    assert [problem.kind for problem in problems] in ([], ["partly"])
    if "not" in css or "x div" in css or "~" in css or "b:c" in css:
        assert "too many style rules" in problems[0].reason


def test_pale_words_all_over_an_article_are_those_of_a_dark_page() -> None:
    linked = "<link rel=stylesheet href=site.css>"
    pale = [
        f"<p>The mayor rode on tram {n}, <span style='color:#fafafa'>and paid for her ticket.</span></p>"
        for n in range(12)
    ]
    read = article("x.html", page("".join(pale), head=linked)).text
    assert read.count("and paid for her ticket.") == 12
    # Without a style sheet of its own the page is white, and one such line is no dark page.
    for hostile in (page("".join(pale)), page(pale[0], head=linked)):
        (shown,), problems = read_file("x.html", hostile.encode())
        assert "and paid" not in shown.text
        assert [problem.kind for problem in problems] == ["partly"]


def test_an_article_without_scripts_beside_teasers_is_read() -> None:
    teasers = "".join(f"<div><p>Teaser {n}: the council met.</p></div>" for n in range(8))
    story = BODY + "".join(f"<p>Tram {n} went on its way to the harbour, and was full.</p>" for n in range(12))
    read = article(
        "x.html", f"<html><title>Trams</title><body>{teasers}<noscript>{story}</noscript></body></html>"
    ).text
    assert all(part in read for part in PARAGRAPHS)
