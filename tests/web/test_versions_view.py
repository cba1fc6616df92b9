"""What changed in an article, as HTML: each sentence once, escaped, to be unfolded, and bounded."""

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from lxml import html as lxml_html

from rag.index.versions import History, Version
from rag.types import Article, Span
from rag.web import since_view, versions_view
from rag.web.articles_view import reader
from rag.web.lost import Lost

MOMENT = datetime(2026, 2, 3, 14, 5, tzinfo=UTC)
HOSTILE = "<script>hacked</script> <img src=x onerror=hacked> {{value}} ${hacked} </details>"
NOW = Article(
    "a.md", "The storm", "It came at noon. It sank 17 boats in the bay. All is well.", date(2026, 2, 3), lang="de"
)


def _version(number: int, text: str, title: str = NOW.title, day: date | None = NOW.published) -> Version:
    return Version(number, title, text, day, MOMENT)


def _drawn(article: Article, *versions: Version) -> Any:
    html = reader(article, below=versions_view.earlier(History(article, versions)))
    return lxml_html.fragment_fromstring(html, create_parent="main")


def _lines(page: Any) -> list[list[str]]:
    return [[" ".join(line.text_content().split()) for line in one.xpath(".//li")] for one in page.xpath("//section")]


def test_an_article_without_earlier_versions_has_nothing_to_unfold() -> None:
    assert versions_view.earlier(History(NOW)) == ""


def test_what_changed_is_told_below_the_head_and_folded() -> None:
    page = _drawn(
        NOW,
        _version(4, NOW.text.replace("17", "21").replace(" All is well.", "")),
        _version(3, "It came at noon. It sank 21 boats in the bay.", "A storm", None),
        _version(2, "It came at noon.  It sank 21 boats in the bay."),
    )
    (details,) = page.xpath("//article/details[preceding-sibling::p[@class='origin']]")
    assert details.get("open") is None
    assert details.xpath("string(summary)") == "Earlier versions (3)"
    assert _lines(page) == [
        ["Changed: It sank 21 17 boats in the bay.", "Added: All is well."],
        ["Title: A The storm", "Day: unknown 2026-02-03"],
        ["Title: The A storm", "Day: 2026-02-03 unknown"],
    ]
    assert details.xpath(".//del/text()")[0] == "21"
    assert details.xpath(".//ins/text()")[0] == "17"
    assert details.xpath("string(.//time/@datetime)") == "2026-02-03T14:05:00+00:00"
    assert "replaced 3 February 2026, 14:05 UTC" in details.text_content()
    assert details.xpath("string(.//ul/@lang)") == "de"
    assert details.xpath("string(p)") == "1 older version not kept."


def test_nothing_but_white_space_is_said_to_be_that() -> None:
    assert _lines(_drawn(NOW, _version(1, NOW.text.replace(". ", ".\n")))) == [["White space alone differs."]]


def test_what_is_long_is_bounded_and_says_so() -> None:
    many = " ".join(f"Sentence {number} stands here." for number in range(300))
    assert _lines(_drawn(NOW, _version(1, many)))[0][-1] == "203 more sentences differ: rag history shows them."
    # The longest text is compared once at least, but not twice.
    long = "word " * (versions_view.MOST_COMPARED // 5 + 1)
    page = _drawn(NOW, _version(2, long), _version(1, long))
    assert len(page.xpath("//section")) == 1
    assert "1 older version not compared here" in page.text_content()


@pytest.mark.parametrize("fate", ["changed", "removed", "moved", "unknown", "gone"])
def test_a_hostile_version_does_nothing(fate: Any) -> None:
    article = Article("<a>'", HOSTILE, f"{HOSTILE} now.")
    lost = [Lost(article.id, HOSTILE, 0, 5, HOSTILE, fate, HOSTILE, 1)]
    for html in (
        versions_view.earlier(History(article, (_version(1, f"{HOSTILE} then.", f"{HOSTILE}!"),))),
        since_view.lines(1, lost, [Span(article, 0, 8)]),
        since_view.cards(1, lost, [Span(article, 0, 8)]),
    ):
        page = lxml_html.fragment_fromstring(html, create_parent="main")
        assert not page.xpath("//script | //img | //@onerror | //@onclick")
        assert "{{" not in html
        assert "${" not in html
        assert "hacked" in unescape(html)
