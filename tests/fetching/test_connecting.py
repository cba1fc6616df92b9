"""One request: to which machine it goes, and what is made of answers that are slow, endless, cut or packed."""

import socket
import threading
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from rag.errors import FetchError
from rag.fetching.addresses import Hosts, address_of
from rag.fetching.connecting import Connector, Response
from tests.fetching.site import BRIEF, Site, packed


def get(url: str, hosts: tuple[str, ...] = ("127.0.0.1",), **more: Any) -> Response:
    return Connector(Hosts(hosts), **more).get(address_of(url), {"Accept-Encoding": "gzip"}, BRIEF)


def test_an_allowed_host_is_asked_under_its_name(site: Site) -> None:
    site.put("/a", "hello", "text/plain")
    port = site.url.rpartition(":")[2]
    found = get(f"http://press.example:{port}/a", ("press.example",), resolver=lambda *_: ["127.0.0.1"])
    assert (found.status, found.body, found.header("content-type")) == (200, b"hello", "text/plain")
    assert site.asked[0][1]["Host"] == f"press.example:{port}"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"],
)
def test_this_machine_is_not_asked_however_it_is_written(site: Site, host: str) -> None:
    port = site.url.rpartition(":")[2]
    with pytest.raises(FetchError, match=r"not a public machine: name it in RAG_FETCH_HOSTS|not known|no address"):
        get(f"http://{host}:{port}/a", ())
    assert site.asked == []


@pytest.mark.parametrize("numbers", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["64:ff9b::7f00:1"], ["fe80::1%1"]])
def test_a_name_that_leads_to_a_private_machine_is_not_asked(site: Site, numbers: list[str]) -> None:
    port = site.url.rpartition(":")[2]
    with pytest.raises(FetchError, match="not a public machine"):
        get(f"http://press.example:{port}/a", (), resolver=lambda *_: numbers)
    assert site.asked == []


def test_a_name_is_resolved_once_and_that_very_number_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers otherwise the second time leads nowhere else."""
    answers = [["93.184.215.14"], ["127.0.0.1"]]
    connected: list[Any] = []

    def connect(address: Any, *_: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError, match="Connection refused"):
        get("http://press.example/", (), resolver=lambda *_: answers.pop(0))
    assert connected == [("93.184.215.14", 80)]
    assert answers == [["127.0.0.1"]]


def test_no_proxy_of_the_environment_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.put("/a", "hello")
    assert get(f"{site.url}/a").body == b"hello"


def drip(seconds: float, block: bytes = b"x", head: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> Any:
    """An act that sends a block every ``seconds``, without end."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        for _ in range(1000):
            handler.wfile.write(block)
            handler.wfile.flush()
            time.sleep(seconds)

    return act


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 "])
def test_a_body_or_a_header_that_drips_is_given_up(site: Site, head: bytes) -> None:
    url, started = site.act("/slow", drip(0.2, head=head)), time.monotonic()
    with pytest.raises(FetchError, match="took longer than 2 seconds"):
        get(url)
    assert time.monotonic() - started < 10


def test_silence_is_given_up(site: Site) -> None:
    url = site.act("/silent", lambda _: time.sleep(5))
    with pytest.raises(FetchError, match="did not answer within 1 seconds"):
        get(url)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
    ],
)
def test_a_body_without_end_is_given_up(site: Site, head: bytes) -> None:
    url = site.act("/endless", drip(0, b"x" * 65536, head))
    with pytest.raises(FetchError, match="larger than 1 MB"):
        get(url)


def test_a_body_that_ends_before_its_announced_end_is_told(site: Site) -> None:
    url = site.put("/cut", "hello", Content_Length="500")
    with pytest.raises(FetchError, match="ended after 5 of its 500 bytes"):
        get(url)


def test_of_a_body_longer_than_announced_the_announced_part_is_read(site: Site) -> None:
    url = site.put("/long", "hello world", Content_Length="5")
    assert get(url).body == b"hello"


def test_what_is_packed_is_unpacked(site: Site) -> None:
    url = site.put("/packed", packed(b"hello" * 1000), Content_Encoding="gzip")
    assert get(url).body == b"hello" * 1000


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (packed(b"\0" * 50_000_000), "gzip", "larger than 1 MB"),
        (packed(b"hello" * 1000)[:-20], "gzip", "ended before its end"),
        (b"not gzip", "gzip", "packed wrongly"),
        (b"x", "br", "not asked for"),
        (b"x", "gzip, gzip", "not asked for"),
    ],
)
def test_what_is_packed_wrongly_or_into_much_is_refused(site: Site, body: bytes, encoding: str, reason: str) -> None:
    url = site.put("/packed", body, Content_Encoding=encoding)
    with pytest.raises(FetchError, match=reason):
        get(url)


@pytest.mark.parametrize(
    "said",
    [
        b"", b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"\xff\xfe" * 100,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_http_is_told_in_one_line(said: bytes) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def answer() -> None:
            taken, _ = listening.accept()
            taken.recv(4096)
            taken.sendall(said)
            taken.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        with pytest.raises(FetchError) as raised:
            get(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        assert "\n" not in str(raised.value)
        thread.join(5)
