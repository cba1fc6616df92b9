"""Pages that an archive, a cache, a service for reading later or a browser's reader view kept."""

from datetime import date

import pytest

from rag.corpus.pages.addresses import original_of
from tests.corpus.conftest import BODY, PARAGRAPHS, article

PAGE = "https://www.gazette.example/city/trams-at-last"
HEADING = f"<h1>Trams at last</h1>{BODY}"
TODAY = (
    "<html itemtype=http://schema.org/Article itemscope><head><title>Trams at last - The Gazette</title>"
    '<meta property="og:site_name" content="archive.ph"><meta property="og:url" content="http://archive.ph/Ab3dE">'
    '<meta property="og:title" content="Trams at last - The Gazette">'
    '<meta property="article:published_time" content="2024-02-14T08:15:00Z" itemprop="dateCreated">'
    '<meta property="article:modified_time" content="2024-02-14T08:15:00Z" itemprop="dateModified">'
    f'<link rel="canonical" href="https://archive.ph/2024.02.14-081500/{PAGE}"></head><body><center><div id="HEADER">'
    "<table><tr><td>Saved from</td><td>14 Feb 2024 08:15:00 UTC</td></tr></table></div><div id=CONTENT>"
    f"<div><a href=x>The Gazette</a></div><div>{HEADING}</div></div></center></body></html>"
)
WAYBACK = (
    "<html><head><script>__wm.wombat"
    f'("{PAGE}","20240214081500","https://web.archive.org/","web","/_static/","1");</script>'
    "<title>Trams at last</title></head><body>"
    "<div id=wm-ipp-base><p>The Internet Archive discovers and captures web pages through many different crawls, some "
    f"of which run for months, and some every day or longer.</p><p>14 Feb 2024</p></div>{BODY}</body></html>"
)
CACHE = (
    f"<html><head><base href='{PAGE}'><title>Trams at last</title></head><body><div><div {{}}><div>This is Google's "
    f"cache of <a href='{PAGE}'>{PAGE}</a>. It is a snapshot of the page as it appeared on 14 Feb 2024 08:15:00 GMT. "
    "<a href='http://support.google.com/websearch/bin/answer.py?p=cached'>Learn more</a></div></div>"
    f"{HEADING}</div></body></html>"
)
SAVED = (
    f'<html><head><base href="{PAGE}"><meta name="savepage-url" content="{PAGE}">'
    '<meta name="savepage-date" content="Wed Feb 14 2024 08:15:00"><title>Trams at last</title></head>'
    f"<body>{HEADING}</body></html>"
)
READER = (
    "<html><head><title>Trams at last</title></head><body><div class='toolbar reader-toolbar'><li>Sepia</li></div>"
    f"<div class='header reader-header'><a class='domain reader-domain' href='{PAGE}'>gazette.example</a>"
    f"<h1 class=reader-title>Trams at last</h1></div><div class=moz-reader-content>{BODY}</div></body></html>"
)
SERVICE = (
    "<html><!-- saved from url=(0030)https://www.instapaper.com/read/152 --><head><title>Trams at last</title>"
    '<meta property="og:site_name" content="Instapaper"></head><body><div><a href="https://www.instapaper.com/u">Home</a>'
    f"</div><h1>Trams at last</h1><a class=original href='{PAGE}'>gazette.example</a>"
    f"<div id=story>{BODY}</div></body></html>"
)


@pytest.mark.parametrize(
    "page",
    [TODAY, WAYBACK, CACHE.format("id=bN01__google-cache-hdr"), CACHE.format(""), SAVED, READER, SERVICE],
    ids=("archive.today", "wayback", "cache", "older cache", "extension", "reader view", "service"),
)
def test_a_copy_has_the_address_of_its_page_and_nothing_of_its_keeper(page: str) -> None:
    read = article("x.html", page)
    assert (read.title, read.text, read.url) == ("Trams at last", "\n\n".join(PARAGRAPHS), PAGE)
    assert (read.published, read.modified) == (None, None)
    assert read.source in (None, "The Gazette")


def test_a_copy_has_the_day_that_its_page_shows() -> None:
    shown = TODAY.replace("<h1>Trams at last</h1>", "<h1>Trams at last</h1><div>9 February 2024</div>")
    assert article("x.html", shown).published == date(2024, 2, 9)


@pytest.mark.parametrize(
    "copied",
    [
        "https://web.archive.org/web/2024/" + PAGE,
        "https://web.archive.org/web/20240214081500id_/" + PAGE,
        "https://archive.today/20240214081500/" + PAGE,
        "https://archive.is/o/Ab3dE/" + PAGE,
        "https://archive.nation.example/wayback/20240214081500mp_/" + PAGE,
        f"https://webcache.googleusercontent.com/search?q=cache:AbCd-FgHiJkL:{PAGE}+&cd=1&hl=en",
        "https://www-gazette-example.cdn.ampproject.org/c/s/www.gazette.example/city/trams-at-last",
        "https://www.google.com/amp/s/www.gazette.example/city/trams-at-last",
    ],
)
def test_the_address_of_a_copy_holds_that_of_its_page(copied: str) -> None:
    assert original_of(copied) == PAGE


@pytest.mark.parametrize(
    "own",
    [
        PAGE,
        "https://gazette.example/go?to=https://other.example/a",
        "https://gazette.example/20240214/https-explained",
        "https://archive.is/about",
    ],
)
def test_an_address_that_is_no_copy_stays(own: str) -> None:
    assert original_of(own) == own


def test_an_article_of_a_service_for_reading_later_is_its_own() -> None:
    own = SERVICE.replace("class=original", "class=more")
    assert article("x.html", own).url == "https://www.instapaper.com/read/152"


def test_a_site_whose_name_begins_as_that_of_a_service_is_none() -> None:
    own = SERVICE.replace("Instapaper", "Pocket Trams").replace("https://www.instapaper.com", "https://pocket.example")
    assert article("x.html", own).source == "Pocket Trams"
