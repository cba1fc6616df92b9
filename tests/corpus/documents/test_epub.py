"""Books in EPUB: chapters as articles, what the book says of itself, what is no chapter; and broken ones."""

import io
import zipfile
from datetime import date

import pytest

from rag.corpus.reading import read_file
from tests.corpus.conftest import article, damaged, reason

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="OEBPS/book.opf"/></rootfiles></container>'
)
ABOUT = (
    '<dc:title>Am Hafen von Norrin</dc:title><dc:creator opf:role="aut">Jana Voß</dc:creator>'
    '<dc:creator opf:role="ill">Not Him</dc:creator><dc:language>de</dc:language>'
    "<dc:publisher>Küstenverlag</dc:publisher>"
    '<dc:date opf:event="modification">2024-01-01</dc:date><dc:date opf:event="publication">2023-10-09</dc:date>'
    '<dc:subject>Häfen</dc:subject><meta property="dcterms:modified">2024-02-03T10:00:00Z</meta>'
)


def page(body: str, kind: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body {kind}>{body}</body></html>'
    )


def epub(pages: dict[str, str], about: str = ABOUT, guide: str = "", nav: str = "", **parts: str) -> bytes:
    manifest = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml" properties="{"nav" * (name == nav)}"/>'
        for number, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{number}"/>' for number in range(len(pages)))
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{about}</metadata><manifest>{manifest}</manifest>'
        f"<spine>{spine}</spine><guide>{guide}</guide></package>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, text in {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": book, **parts}.items():
            archive.writestr(name, text)
        for name, text in pages.items():
            archive.writestr(f"OEBPS/{name}", text)
    return buffer.getvalue()


def test_each_chapter_is_an_article_of_its_book() -> None:
    made = epub(
        {
            "cover.xhtml": page("<p>Cover</p>"),
            "title.xhtml": page("<h1>Am Hafen von Norrin</h1><p>Küstenverlag</p>"),
            "nav.xhtml": page("<nav epub:type='toc'><h1>Inhalt</h1><ol><li>Die Fähre</li></ol></nav>"),
            "rights.xhtml": page("<p>Alle Rechte vorbehalten.</p>", 'epub:type="copyright-page"'),
            "one.xhtml": page(
                "<h1>Die&nbsp;Fähre</h1><p>Sie f&auml;hrt <em>nicht</em><sup><a epub:type='noteref' "
                "href='#n'>1</a></sup>."
                "<span epub:type='pagebreak'>7</span></p><ol start='3'><li>Kai</li><li><p>Mole</p></li></ol>"
                "<aside epub:type='footnote' id='n'><p>Seit Montag.</p></aside>"
            ),
            "more.xhtml": page("<p>Busse <br/>übernehmen.</p><figure><img/><figcaption>Am Kai.</figcaption></figure>"),
            "two.xhtml": page(
                "<h2>Der Preis</h2><table><tr><th>Halt</th><th>Kronen</th></tr><tr><td>Kai</td><td>41</td></tr></table>"
            ),
        },
        guide='<reference type="cover" href="cover.xhtml"/>',
        nav="nav.xhtml",
    )
    articles, problems = read_file("buch.epub", made)
    assert problems == []
    assert [(one.id, one.title) for one in articles] == [
        ("buch.epub#OEBPS/one.xhtml", "Die Fähre"),
        ("buch.epub#OEBPS/two.xhtml", "Der Preis"),
    ]
    assert (
        articles[0].text
        == "Sie fährt nicht.\n\n3. Kai\n\n4. Mole\n\nSeit Montag.\n\nBusse\nübernehmen.\n\nPicture: Am Kai."
    )
    assert articles[1].text == "Halt | Kronen\nKai | 41"
    one = articles[0]
    assert (one.author, one.source, one.lang, one.published, one.published_from) == (
        "Jana Voß", "Küstenverlag", "de", date(2023, 10, 9), "metadata",
    )  # fmt: skip
    assert (one.modified, one.tags) == (None, ("Häfen",))


def test_a_book_without_headings_is_one_article() -> None:
    made = epub(
        {"a.html": page("<p>Bir vapur.</p>"), "b.html": page("<p>İki vapur.</p>")}, "<dc:title>Liman</dc:title>"
    )
    read = article("x.epub", made)
    assert (read.id, read.title, read.text) == ("x.epub", "Liman", "Bir vapur.\n\nİki vapur.")


def test_chapters_of_a_magazine_without_a_publisher_are_of_its_name() -> None:
    pages = {"a.xhtml": page("<h1>One</h1><p>First.</p>"), "b.xhtml": page("<h1>Two</h1><p>Second.</p>")}
    articles, _ = read_file("x.epub", epub(pages, "<dc:title>The Norrin Quarterly</dc:title>"))
    assert {one.source for one in articles} == {"The Norrin Quarterly"}


def test_pages_that_keep_to_no_rule_are_read_all_the_same() -> None:
    broken = (
        "<html><head><title/><script src='x'/></head><body><h1>One</h1><p>Salt &amp; <b>ice<p>works & "
        "more<a id='x'/></body>"
    )
    pages = {"a.html": broken, "b.html": page("<h1>Two</h1><p>Second.</p>")}
    articles, problems = read_file("x.epub", epub(pages))
    assert problems == []
    assert [one.text for one in articles] == ["Salt & ice\n\nworks & more", "Second."]


def test_books_that_can_not_be_read_say_why() -> None:
    lock = '<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>'
    locked = epub({"a.xhtml": "\x01\x02\0"}, **{"META-INF/encryption.xml": lock})
    assert reason("x.epub", locked) == "this EPUB is protected against copying: get it without that"
    assert "no text in this EPUB" in reason("x.epub", epub({"a.xhtml": page("<img src='a.png' alt=''/>")}))
    whole = epub({"a.xhtml": page("<p>Words.</p>")})
    assert "damaged, or not an EPUB" in reason("x.epub", whole[: len(whole) // 2])
    missing = epub({"a.xhtml": page("<h1>One</h1><p>Words.</p>"), "b.xhtml": "\0\0"})
    articles, [problem] = read_file("x.epub", missing)
    assert len(articles) == 1
    assert (problem.kind, problem.reason[:20]) == ("partly", "1 of the 2 parts of ")


def test_a_book_that_unpacks_to_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.corpus.documents.packages._LARGEST_XML", 3_000)
    assert "unpacks to more than 100 MB" in reason("x.epub", epub({"a.xhtml": page("<p>x</p>" * 1_000)}))
    monkeypatch.setattr("rag.corpus.documents.packages._MOST_PARTS", 3)
    assert "more than 3 parts" in reason("x.epub", epub({"a.xhtml": page("<p>x</p>")}))


@pytest.mark.slow
def test_damaged_books_are_a_problem_at_most() -> None:
    damaged("x.epub", epub({f"{n}.xhtml": page(f"<h1>{n}</h1><p>Words of {n}.</p>") for n in range(5)}))


def test_chapters_have_writers_and_addresses_of_their_own_and_lists_of_links_are_none() -> None:
    menu = "<div class='calibre_navbar'><a href='../index.html'>Main menu</a> | <a href='n.html'>Next</a></div>"
    end = "<div class='calibre_navbar'><p>This article was downloaded from <a href='{0}'>{0}</a></p></div>"
    address = "https://norrin.example/ferry"
    ferry = f"{menu}<h2>Ferry stays</h2><p>By Dora Finch and Tom Vail</p><p>She stays.</p>{end.format(address)}"
    index = "<h1>Contents</h1><ol><li><a href='1.xhtml'>Ferry stays</a></li><li><a href='2.xhtml'>Ice</a></li></ol>"
    book = epub({"0.xhtml": page(index), "1.xhtml": page(ferry), "2.xhtml": page("<h2>Ice</h2><p>It is cold.</p>")})
    articles, problems = read_file("x.epub", book)
    assert problems == []
    assert [(one.title, one.author, one.url) for one in articles] == [
        ("Ferry stays", "Dora Finch, Tom Vail", address),
        ("Ice", "Jana Voß", None),
    ]
    assert articles[0].text == "By Dora Finch and Tom Vail\n\nShe stays."
