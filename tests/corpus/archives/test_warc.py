"""Crawls: of each address the last page that was fetched well, what it said before, and what was left out told."""

import base64
import functools
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from rag import Index
from rag.corpus.archives import warc
from tests.conftest import HashedWords
from tests.corpus.archives.conftest import read, zipped
from tests.corpus.conftest import BODY, DAY, PARAGRAPHS, RUSSIAN, reason

Fetch = tuple[str, str, str, bytes, dict[str, str]]


def page(title: str, body: str = BODY) -> bytes:
    day = f"<meta property='article:published_time' content='{DAY}'>"
    return f"<html><head><title>{title}</title>{day}</head><body>{body}</body></html>".encode()


def fetched(address: str, data: bytes, status: str = "200 OK", kind: str = "text/html", **headers: str) -> Fetch:
    return address, status, kind, data, {key.replace("_", "-"): value for key, value in headers.items()}


def crawl(fetches: Sequence[Fetch], *, packed: bool = True) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "test"}))
    for address, status, kind, data, headers in fetches:
        http = StatusAndHeaders(status, [("Content-Type", kind), *headers.items()], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "request", payload=io.BytesIO(b"GET / HTTP/1.1\r\n\r\n"))
        )
        writer.write_record(writer.create_warc_record(address, "response", payload=io.BytesIO(data), http_headers=http))
    return buffer.getvalue()


def recrawled(*fetches: tuple[int, bytes | None], status: str = "200 OK") -> bytes:
    """A crawl that fetched one page again and again, in an order of its own: each time as many days after the first;
    None where it was as before."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    http = StatusAndHeaders(status, [("Content-Type", "text/html")], protocol="HTTP/1.1")
    last = b""
    for days, data in fetches:
        when = f"{FIRST + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"
        told = {"WARC-Date": when}
        if data is not None:
            last = data
            payload = io.BytesIO(data)
            record = writer.create_warc_record(A, "response", payload, warc_headers_dict=told, http_headers=http)
        else:
            digest = "sha1:" + base64.b32encode(hashlib.sha1(last).digest()).decode()
            record = writer.create_revisit_record(A, digest, A, when, http, warc_headers_dict=told)
        writer.write_record(record)
    return buffer.getvalue()


FIRST = datetime(2023, 5, 6, 7, 8, 9, tzinfo=UTC)
A, B = "https://gazette.example/a", "https://gazette.example/b?id=2"
FETCHES = [
    fetched(A, page("Old")),
    fetched(B, page("Fähre"), kind="text/html; charset=utf-8"),
    fetched("https://gazette.example/x.png", b"\x89PNG", kind="image/png"),
    fetched("https://gazette.example/gone", page("Gone"), "404 Not Found"),
    fetched("https://gazette.example/moved", b"", "301 Moved"),
    fetched(f"{A}#part", page("New")),
]
TOLD = (
    "pages that were fetched before: 1, of which it keeps as earlier versions: 1; "
    "left out: pages that were moved, missing or refused: 2; "
    "files of kinds that are not read in a crawl, image/png (1): 1"
)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("x.warc.gz", crawl(FETCHES)),
        ("x.warc", crawl(FETCHES, packed=False)),
        ("X.WARC", crawl(FETCHES)),
        ("x.warc.gz", gzip.compress(crawl(FETCHES, packed=False))),
        (
            "x.wacz",
            zipped({"archive/1.warc.gz": crawl(FETCHES[:3]), "archive/2.warc": crawl(FETCHES[3:], packed=False),
                    "datapackage.json": json.dumps({}), "pages/pages.jsonl": "{}\n"}),
        ),
    ],
)  # fmt: skip
def test_the_last_page_of_each_address_is_read(path: str, data: bytes) -> None:
    articles, told = read(path, data)
    assert {one: (article.title, article.url) for one, article in articles.items()} == {
        f"{path}#{B}": ("Fähre", B),
        f"{path}#{A}": ("New", A),
    }
    assert articles[f"{path}#{A}"].text == "\n\n".join(PARAGRAPHS)
    # The day of the page, not that of the crawl.
    assert {article.published for article in articles.values()} == {DAY}
    assert told == {path: TOLD}


def later(days: int) -> datetime:
    return FIRST + timedelta(days=days)


def test_what_a_page_said_before_comes_with_what_it_says() -> None:
    one, other, third = (page(title, BODY.replace("ferry", title)) for title in ("One", "Other", "Third"))
    data = recrawled((3, other), (0, one), (1, None), (2, one + b"<!-- counted -->"), (9, third), (5, one))
    articles, told = read("x.warc", data)
    (article,) = articles.values()
    assert article.title == "Third"
    # In the order of time, and what says the same is no version, whether or not it was kept again.
    assert [(before.title, until) for before, until in article.earlier] == [
        ("One", later(3)),
        ("Other", later(5)),
        ("One", later(9)),
    ]
    assert told == {"x.warc": "pages that were fetched before: 5, of which it keeps as earlier versions: 3"}


def test_a_page_that_is_no_article_any_more_is_what_it_was() -> None:
    empty = b"<html><body></body></html>"
    articles, told = read("x.warc", recrawled((0, page("One")), (1, page("Two")), (2, empty)))
    (article,) = articles.values()
    assert (article.title, [before.title for before, _ in article.earlier]) == ("Two", ["One"])
    assert told[f"x.warc#{A}"] == "when it was fetched last it was no article: this is what it said on 2023-05-07"
    assert read("x.warc", recrawled((0, empty), (1, empty + b"<!-- -->")))[0] == {}


def test_a_page_that_only_another_crawl_has_is_told() -> None:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer.write_record(writer.create_revisit_record(B, "sha1:ABC", B, "2023-05-06T07:08:09Z", http))
    articles, told = read("x.warc", recrawled((0, page("One"))) + buffer.getvalue())
    assert len(articles) == 1
    assert told == {"x.warc": "left out: pages of which only another crawl has the text: 1"}


def test_a_rebuild_keeps_the_versions_of_a_crawl_once(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    one, other, third = (page(title, BODY.replace("ferry", title)) for title in ("One", "Other", "Third"))

    def versions(*fetches: tuple[int, bytes], rebuild: bool = False) -> list[tuple[int, str, datetime | None]]:
        (corpus / "x.warc.gz").write_bytes(recrawled(*fetches))
        built = Index.build(corpus, index, embedder=HashedWords(), rebuild=rebuild)
        assert built.verify() == []
        found = built.history(f"x.warc.gz#{A}")
        assert found is not None
        return [(version.number, version.title, version.replaced) for version in found.versions]

    first = [(1, "One", later(4))]
    assert versions((0, one), (4, other)) == first
    assert versions((0, one), (4, other), rebuild=True) == first
    grown = [(2, "Other", later(8)), *first]
    assert versions((0, one), (4, other), (8, third)) == grown
    assert versions((0, one), (4, other), (8, third), rebuild=True) == grown
    # What came to an index before the crawl had what was before it.
    between = page("Between", BODY.replace("ferry", "between"))
    assert [version[:2] for version in versions((0, one), (2, between), (4, other), (8, third))] == [
        (3, "Other"),
        (2, "Between"),
        (1, "One"),
    ]


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        (gzip.compress(page("Tram")), {"Content_Encoding": "gzip"}),
        (zlib.compress(page("Tram")), {"Content_Encoding": "deflate"}),
        (zlib.compress(page("Tram"))[2:-4], {"Content_Encoding": "deflate"}),
        (brotli.compress(page("Tram")), {"Content_Encoding": "br"}),
        (page("Tram"), {"Content_Encoding": "gzip"}),
        (page("Tram"), {"Content_Encoding": "br"}),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(page("Tram")), page("Tram")), {"Transfer_Encoding": "chunked"}),
        (page("Tram"), {"Transfer_Encoding": "chunked"}),
    ],
)
def test_pages_are_unpacked_as_they_were_sent(data: bytes, headers: dict[str, str]) -> None:
    articles, told = read("x.warc.gz", crawl([fetched(A, data, **headers)]))
    assert told == {}
    assert [article.text for article in articles.values()] == ["\n\n".join(PARAGRAPHS)]


def test_the_encoding_is_the_one_that_was_sent_with_the_page() -> None:
    data = f"<html><body><p>{RUSSIAN}</p></body></html>".encode("koi8-r")
    articles, _ = read("x.warc", crawl([fetched(A, data, kind="text/html; charset=koi8-r")]))
    assert [article.text for article in articles.values()] == [RUSSIAN]


def test_pages_without_an_article_are_told_in_one_line() -> None:
    empty = [fetched(f"https://gazette.example/{n}", b"<html><body></body></html>") for n in range(9)]
    articles, told = read("x.warc.gz", crawl([*empty, fetched(A, page("Tram"))]))
    assert list(articles) == [f"x.warc.gz#{A}"]
    assert told["x.warc.gz"].startswith(
        "9 of 10 pages hold no article text, or none that can be read: https://gazette.example/0, "
    )


@pytest.mark.parametrize(
    ("pack", "headers"),
    [
        (gzip.compress, {"Content_Encoding": "gzip"}),
        (functools.partial(brotli.compress, quality=4), {"Content_Encoding": "br"}),
        (bytes, {}),
    ],
)
@pytest.mark.slow
def test_a_page_that_unpacks_to_very_much_is_refused(pack: Callable[[bytes], bytes], headers: dict[str, str]) -> None:
    data = pack(b"<p>" + b"x" * 50_000_000)
    articles, told = read("x.warc", crawl([fetched(A, data, **headers), fetched(B, page("Tram"))], packed=False))
    assert list(articles) == [f"x.warc#{B}"]
    assert A in told["x.warc"]


def test_headers_and_lines_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_LONGEST_LINE", 1_000_000)
    good = crawl([fetched(A, page("Tram"))], packed=False)
    for bad in (
        b"WARC/1.0\r\n" + b"X: y\r\n" * 5000,
        b"WARC/1.0\r\nX: " + b"y" * 500_000,
        b"x" * 3_000_000,
    ):
        articles, told = read("x.warc", good + bad)
        assert list(articles) == [f"x.warc#{A}"]
        assert "were read, as" in told["x.warc"]


def test_a_page_whose_headers_do_not_end_spoils_no_other() -> None:
    def record(sent: bytes) -> bytes:
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {B}\r\nContent-Length: {len(sent)}\r\n\r\n"
        return head.encode() + sent + b"\r\n\r\n"

    good = crawl([fetched(A, page("Tram"))], packed=False)
    for sent in (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000, b"HTTP/1.1 200 OK\r\nX: " + b"y" * 500_000):
        articles, told = read("x.warc", record(sent) + good)
        assert list(articles) == [f"x.warc#{A}"]
        assert told["x.warc"] == "left out: pages that were moved, missing or refused: 1"


def test_a_page_within_which_a_crawl_ends_is_told() -> None:
    whole = crawl([fetched(A, page("Tram"))], packed=False)
    articles, told = read("x.warc", whole[: whole.rfind(b"</p>")])
    assert PARAGRAPHS[0] in articles[f"x.warc#{A}"].text
    assert "ends within this page" in told[f"x.warc#{A}"]


@pytest.mark.slow
@pytest.mark.parametrize("path", ["x.warc", "x.warc.gz"])
def test_a_damaged_crawl_ends_no_build(path: str, capfd: pytest.CaptureFixture[str]) -> None:
    data = crawl([fetched(A, page("One")), fetched(B, page("Two"))], packed=path.endswith("gz"))
    for step in range(0, len(data), max(1, len(data) // 40)):
        for damaged in (data[:step], data[:step] + b"\xff\0\xff" + data[step + 3 :]):
            articles, told = read(path, damaged)
            assert articles or told
            assert not any("reading it failed" in one for one in told.values()), told
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("path", ["x.warc", "x.warc.gz", "x.wacz"])
def test_what_is_no_crawl_is_told(path: str) -> None:
    for data in (b"", b"words", b"\x1f\x8b", b"WARC/1.0\r\n", b"WARC/1.0\r\n\r\n", zipped({"a.md": "x"})):
        assert reason(path, data)
