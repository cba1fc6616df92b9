"""What a page links to, and the text of a part of one, however broken it is."""

import pytest

from rag.fetching.markup import Links, fragment_of, links_of


def test_the_links_of_a_page_are_found() -> None:
    told = links_of(
        "<html><head><LINK REL='Canonical' HREF=' /a '><link rel=canonical href=/b>"
        "<link rel='alternate' type='application/rss+xml' href='/feed'><link rel=alternate hreflang=de href=/de>"
        "<link rel='alternate' type='application/feed+json' href='/feed.json'></head><body>x</body></html>"
    )
    assert told == Links("/a", ("/feed", "/feed.json"))


def test_a_fragment_keeps_its_paragraphs_lists_and_rows() -> None:
    found = fragment_of(
        "Vorab <b>fett</b><p>Ein\n  Absatz.<br>Neue Zeile.</p><ul><li>eins<li>zwei</ul>"
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table><style>x</style><a href=/z>Ende</a>"
    )
    assert found.text == "Vorab fett\n\nEin Absatz.\nNeue Zeile.\n\n- eins\n- zwei\n\na | b\nc | d\n\nEnde"
    assert found.last_link == "/z"


@pytest.mark.parametrize(
    "html",
    [
        "",
        " ",
        "<",
        "</p>",
        "<p" * 10_000,
        "<div>" * 10_000,
        "<!--",
        "\x00\x01",
        "<![CDATA[",
        "<a " * 50_000,
        "&#xD800;",
        "\ud800",
    ],
)
def test_broken_markup_is_read_or_left(html: str) -> None:
    assert isinstance(fragment_of(html).text, str)
    assert links_of(html).feeds == ()
