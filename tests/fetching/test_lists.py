"""OPML files and sitemaps."""

from datetime import date

import pytest

from rag.errors import FetchError
from rag.fetching.lists import Place, outlines, places
from tests.fetching.site import packed

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Meine Quellen</title></head><body>
<outline text="Presse"><outline type="rss" text="A" xmlUrl="https://a.example/feed"/>
<outline type="rss" text="B" xmlUrl=" https://b.example/feed?x=1&amp;y=2 "/></outline>
<outline type="rss" text="A again" xmlUrl="https://a.example/feed"/><outline text="no feed"/></body></opml>"""

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://a.example/1</loc><lastmod>2026-03-10T10:00:00+01:00</lastmod>
<image:image><image:loc>https://a.example/1.jpg</image:loc></image:image></url>
<url><loc> https://a.example/2 </loc>
<news:news><news:publication_date>2026-03-09</news:publication_date></news:news></url>
<url><loc>https://a.example/3</loc><lastmod>2026</lastmod></url><url/></urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://a.example/map-1.xml.gz</loc><lastmod>2026-03-10</lastmod></sitemap></sitemapindex>"""

BOMB = """<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>"""


def test_the_feeds_of_an_opml_file_are_found_once_each() -> None:
    assert outlines(OPML.encode(), "mine.opml") == ["https://a.example/feed", "https://b.example/feed?x=1&y=2"]


def test_a_sitemap_says_the_day_of_a_change_where_it_is_a_full_day() -> None:
    assert places(SITEMAP.encode(), "map") == [
        Place("https://a.example/1", date(2026, 3, 10)),
        Place("https://a.example/2", date(2026, 3, 9)),
        Place("https://a.example/3", None),
    ]
    assert places(packed(SITEMAP.encode()), "map") == places(SITEMAP.encode(), "map")
    assert places(INDEX.encode(), "map") == [Place("https://a.example/map-1.xml.gz", date(2026, 3, 10), is_map=True)]
    assert places(b"https://a.example/1\r\nnonsense\nhttps://a.example/2\n", "map") == [
        Place("https://a.example/1", None),
        Place("https://a.example/2", None),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"<opml>",
        b"<opml/>",
        b"",
        b"no xml",
        b"\xff\xfe\x00",
        BOMB.encode(),
        b"<?xml version='1.0' encoding='nope'?><a/>",
    ],
)
def test_what_is_no_opml_file_is_told_with_its_name(data: bytes) -> None:
    with pytest.raises(FetchError, match=r"^mine\.opml "):
        outlines(data, "mine.opml")


@pytest.mark.parametrize("data", [b"<urlset>", BOMB.encode(), b"\x1f\x8bbroken", packed(b"\0" * 60_000_000)])
def test_what_is_no_sitemap_is_told_with_its_name(data: bytes) -> None:
    with pytest.raises(FetchError, match=r"^the map "):
        places(data, "the map")


def test_a_file_that_an_entity_leads_to_is_not_read() -> None:
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;</loc></url></urlset>'
    with pytest.raises(FetchError, match="defines entities"):
        places(outside.encode(), "map")
