"""Pages saved with all that they show: the page with its address, not its frames and styles."""

import pytest

from tests.corpus.archives.conftest import read
from tests.corpus.conftest import BODY, DAY, PARAGRAPHS, RUSSIAN, article, reason

ADDRESS = "https://gazette.example/2023/10/tram"


def saved(page: str, headers: str = "", parts: str = "", charset: str = "utf-8") -> bytes:
    return (
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {ADDRESS}\nSubject: =?utf-8?Q?Die_Stra=C3=9Fenbahn?=\n"
        f"Date: Mon, 4 Mar 2024 10:00:00 -0000\nMIME-Version: 1.0\n{headers}"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        f"--b\nContent-Type: text/css\nContent-Location: cid:css\n\np {{ color: red }}\n{parts}"
        f"--b\nContent-Type: text/html; charset={charset}\nContent-ID: <page@x>\nContent-Transfer-Encoding: 8bit\n"
        f"Content-Location: {ADDRESS}?x=1\n\n"
    ).encode() + page.encode(charset) + b"\n--b--\n"  # fmt: skip


@pytest.mark.parametrize("end", ["mhtml", "mht", "MHTML"])
def test_the_page_is_read_with_the_address_that_it_was_saved_from(end: str) -> None:
    page = (
        f"<html><head><meta name=author content='Ada Holm'>"
        f"<meta property='article:published_time' content='{DAY}'></head>{BODY}</html>"
    )
    one = article(f"x.{end}", saved(page))
    assert one.text == "\n\n".join(PARAGRAPHS)
    assert (one.title, one.author, one.published, one.url) == ("Die Straßenbahn", "Ada Holm", DAY, ADDRESS)


def test_what_the_page_says_of_itself_goes_before_how_it_was_saved() -> None:
    head = "<title>The tram</title><link rel=canonical href='https://gazette.example/tram'>"
    one = article("x.mhtml", saved(f"<html><head>{head}</head><body>{BODY}</body></html>"))
    # The day on which it was saved is not the one on which it appeared.
    assert (one.title, one.url, one.published) == ("The tram", "https://gazette.example/tram", None)


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "windows-1251", "utf-16"])
def test_each_encoding_is_read_whatever_the_page_declares(charset: str) -> None:
    assert article("x.mhtml", saved(f"<meta charset=latin1><p>{RUSSIAN}</p>", charset=charset)).text == RUSSIAN


def test_the_part_that_is_named_as_the_beginning_is_the_page() -> None:
    frame = f"--b\nContent-Type: text/html\nContent-Location: cid:frame\n\n<p>{'An advertisement. ' * 50}</p>\n"
    data = saved(BODY, parts=frame).replace(b'boundary="b"', b'boundary="b"; start="<page@x>"')
    articles, told = read("x.mhtml", data)
    assert articles["x.mhtml"].text == "\n\n".join(PARAGRAPHS)
    assert told["x.mhtml"].startswith("1 frame of the page with text of its own not read")
    small = saved(BODY, parts=frame.replace("An advertisement. " * 50, "Ad")).replace(b'"b"', b'"b"; start="<page@x>"')
    assert read("x.mhtml", small)[1] == {}


def test_a_page_that_is_not_in_parts_is_read() -> None:
    data = f"Content-Type: text/html\nContent-Location: {ADDRESS}\nSubject: Tram\n\n{BODY}"
    assert article("x.mht", data).url == ADDRESS


@pytest.mark.parametrize(
    "data", [b"", b"words", b"<html><body><p>It rains.</p></body></html>", b"Subject: x\n\nIt rains.\n"]
)
def test_what_holds_no_page_is_told(data: bytes) -> None:
    assert reason("x.mhtml", data)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///home/ada/x.html", "cid:page"])
def test_an_address_that_is_none_of_the_web_is_no_address(address: str) -> None:
    data = saved(BODY).replace(f"{ADDRESS}?x=1".encode(), b"cid:x").replace(ADDRESS.encode(), address.encode())
    assert article("x.mhtml", data).url is None
