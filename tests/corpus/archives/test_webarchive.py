"""Pages that Safari saved: the page with its address; broken and hostile ones."""

import plistlib

import pytest

from tests.corpus.conftest import BODY, PARAGRAPHS, article, reason

ADDRESS = "https://gazette.example/2023/10/tram"
PAGE = f"<html><head><title>Die Straßenbahn</title></head><body><main>{BODY}</main></body></html>"


def saved(charset: str = "UTF-8", kind: str = "text/html", binary: bool = True, **others: object) -> bytes:
    main = {"WebResourceData": PAGE.encode(charset), "WebResourceURL": ADDRESS, "WebResourceMIMEType": kind,
            "WebResourceTextEncodingName": charset} | others  # fmt: skip
    frame = {"WebMainResource": {"WebResourceData": b"<p>Sponsored</p>"}}
    format_ = plistlib.FMT_BINARY if binary else plistlib.FMT_XML
    return plistlib.dumps({"WebMainResource": main, "WebSubframeArchives": [frame]}, fmt=format_)


@pytest.mark.parametrize("charset", ["UTF-8", "utf-16", "windows-1252"])
@pytest.mark.parametrize("binary", [True, False])
def test_the_page_is_read_with_the_address_that_it_was_saved_from(charset: str, binary: bool) -> None:
    read = article("x.webarchive", saved(charset, binary=binary))
    assert (read.title, read.url) == ("Die Straßenbahn", ADDRESS)
    assert read.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "data",
    [
        b"bplist00",
        b"x",
        saved()[:-40],
        plistlib.dumps({}),
        plistlib.dumps([1]),
        plistlib.dumps({"WebMainResource": "x"}),
        saved(WebResourceData="words"),
        b"<?xml version='1.0'?><!DOCTYPE plist [<!ENTITY a 'aaaa'>]><plist><string>&a;</string></plist>",
        b"<plist>" + b"<array>" * 5000,
        b"<plist><date>Monday</date></plist>",
    ],
)
def test_what_is_damaged_is_told(data: bytes) -> None:
    assert reason("x.webarchive", data).startswith("damaged, or not a web archive")


def test_an_encoding_that_is_none_is_not_asked_for() -> None:
    data = saved("windows-1252", WebResourceTextEncodingName="utf\0")
    assert article("x.webarchive", data).title == "Die Straßenbahn"


def test_a_picture_that_was_saved_is_no_page() -> None:
    assert reason("x.webarchive", saved(kind="image/png")).startswith("holds no page")
