"""Feeds of all three kinds: what they say of an article, and whether that is all of it."""

import json
from datetime import date

import pytest

from rag.errors import FetchError
from rag.fetching.addresses import address_of
from rag.fetching.feeds import Contents, contents_of, is_feed
from tests.fetching.site import HARBOUR

HERE = address_of("https://press.example/feed.xml")
LONG = f"<p>{HARBOUR}</p><h2>Was nun?</h2><p>{HARBOUR}</p><ul><li>Erstens</li><li>Zweitens</li></ul><p>{HARBOUR}</p>"

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Hafenbote &amp; Söhne</title><language>de</language>
<item><title>Der Kran &amp; das Becken</title><link>/kran</link><guid isPermaLink="false">tag:1</guid>
<pubDate>Tue, 10 Mar 2026 23:30:00 -0500</pubDate><dc:creator>Ilse Brandt</dc:creator><category>Hafen</category>
<description>Kurz.</description><content:encoded><![CDATA[{LONG}<script>alert(1)</script>]]></content:encoded></item>
<item><title>Nur der Anfang</title><link>https://press.example/anfang</link><guid>https://press.example/anfang</guid>
<description>&lt;p&gt;Es begann am Morgen […]&lt;/p&gt;</description></item>
<item><title>Fortsetzung folgt</title><link>https://press.example/rest</link><guid>3</guid>
<content:encoded><![CDATA[{LONG}<p><a href="https://press.example/rest">→</a></p>]]></content:encoded></item>
</channel></rss>"""

ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Quai</title>
<entry><id>urn:1</id><title type="html">La grue &lt;b&gt;tombée&lt;/b&gt;</title><link href="https://quai.example/grue"/>
<published>2026-03-10T23:30:00+01:00</published><updated>2026-03-12T08:00:00Z</updated>
<author><name>Anne Petit</name></author><author><name>Luc Roy</name></author><category term="port" label="Le port"/>
<content type="html">{LONG.replace("<", "&lt;")}</content></entry>
<entry><id>urn:2</id><title>Sans jour</title><link href="https://quai.example/2"/><updated>2026-03-12T08:00:00Z</updated>
<summary>Un début.</summary></entry></feed>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Quay",
        "language": "en",
        "items": [
            {
                "id": 7,
                "url": "https://quay.example/crane",
                "title": "The crane",
                "content_html": LONG,
                "date_published": "2026-03-10T23:30:00-05:00",
                "date_modified": "2026-03-11",
                "authors": [{"name": "Ilse Brandt"}, {"name": "Jo Falk"}],
                "tags": ["port", "cranes"],
            },
            {"id": "8", "url": "https://quay.example/8", "summary": "A beginning."},
            "not an item",
            {"title": None, "content_text": 5},
        ],
    }
)


def contents(text: str | bytes) -> Contents:
    return contents_of(text.encode() if isinstance(text, str) else text, HERE)


def test_rss_is_read() -> None:
    found = contents(RSS)
    whole, teaser, linked = found.entries
    assert found.title == "Hafenbote & Söhne"
    assert (whole.guid, whole.address, whole.title) == ("tag:1", "https://press.example/kran", "Der Kran & das Becken")
    assert (whole.author, whole.lang, whole.tags) == ("Ilse Brandt", "de", ("Hafen",))
    assert whole.published == date(2026, 3, 10), "as it was where it was written"
    assert whole.whole
    assert whole.text.count(HARBOUR.strip()) == 3
    assert "\n\nWas nun?\n\n" in whole.text
    assert "\n- Erstens\n- Zweitens\n" in whole.text
    assert "alert" not in whole.text
    assert (teaser.whole, teaser.text, teaser.published) == (False, "Es begann am Morgen […]", None)
    assert not linked.whole, "it ends with a link to the rest"


def test_atom_is_read() -> None:
    whole, brief = contents(ATOM).entries
    assert (whole.title, whole.author, whole.tags) == ("La grue tombée", "Anne Petit, Luc Roy", ("Le port",))
    assert (whole.published, whole.updated, whole.lang) == (date(2026, 3, 10), "2026-03-12T08:00:00Z", "fr")
    assert whole.whole
    assert brief.published is None, "the day of a change is none of publication"
    assert (brief.text, brief.whole) == ("Un début.", False)


def test_json_feed_is_read() -> None:
    whole, brief = contents(JSON).entries
    assert (whole.guid, whole.title, whole.author) == ("7", "The crane", "Ilse Brandt, Jo Falk")
    assert (whole.published, whole.updated, whole.tags) == (date(2026, 3, 10), "2026-03-11", ("port", "cranes"))
    assert whole.whole
    assert (brief.text, brief.whole) == ("A beginning.", False)


@pytest.mark.parametrize(
    ("data", "kind", "feed"),
    [
        (RSS.encode(), "text/xml", True),
        (ATOM.encode(), "application/octet-stream", True),
        (b"\xef\xbb\xbf<!-- a --><!-- b --><rss>", "text/xml", True),
        (JSON.encode(), "application/json", True),
        (JSON.replace("/", "\\/").encode(), "application/feed+json", True),
        (b"<html><body>about &lt;rss&gt;</body></html>", "text/html", False),
        (b'{"items": []}', "application/json", False),
        (b"<?xml version='1.0'?><urlset/>", "text/xml", False),
        (b"", "application/rss+xml", False),
        (b"<!-->" * 800 + b"<html>", "text/xml", False),
        (b"<?x?>" * 800 + b"<html>", "text/xml", False),
    ],
)
def test_a_feed_is_known_by_its_beginning(data: bytes, kind: str, feed: bool) -> None:
    assert is_feed(data, kind) is feed


def test_an_entry_that_changed_has_another_digest() -> None:
    first = contents(RSS).entries[0]
    assert contents(RSS).entries[0].digest == first.digest
    assert contents(RSS.replace("Was nun?", "Was jetzt?")).entries[0].digest != first.digest


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"/etc/passwd",
        b"http://127.0.0.1/feed",
        b"{",
        b'{"version": "https://jsonfeed.org/version/1", "items": 5}',
        b"[" * 100_000,
        b"{" + b'"a":{' * 100_000,
        b"<html><body>no feed</body></html>",
        b"\x00\x01\x02\xff" * 1000,
    ],
)
def test_what_is_no_feed_is_told(data: bytes) -> None:
    with pytest.raises(FetchError):
        contents(data)


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "xxxxxxxxxx">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    told = contents(f"{bomb}]>{RSS[RSS.index('<rss') :].replace('Kurz.', '&j;')}")
    assert sum(len(entry.text) for entry in told.entries) < 100_000
    outside = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    told = contents(outside + RSS[RSS.index("<rss") :].replace("<description>Kurz.", "<description>&a;"))
    assert not any("root:" in entry.text for entry in told.entries)


def test_entries_without_anything_are_left_out() -> None:
    assert contents("<rss version='2.0'><channel><title>x</title><item></item></channel></rss>").entries == ()


def test_a_feed_that_is_not_well_formed_is_mended() -> None:
    broken = RSS.replace("Der Kran &amp; das Becken", "Der Kran & das&nbsp;Becken").replace("</channel></rss>", "")
    assert [entry.guid for entry in contents(broken).entries] == [entry.guid for entry in contents(RSS).entries]


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "data", [b"<item>" * 9_000, b"<item" * 4_000, b"<b>" * 400_000, b"<b" * 9_000, b"&" * 2_000_000, b"<!--" * 70_000]
)
def test_a_broken_feed_ends_soon(data: bytes) -> None:
    try:
        found = contents(b"<rss version='2.0'><channel>" + data)
    except FetchError:
        return
    assert len(found.entries) <= 1
