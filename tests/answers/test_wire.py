"""HTTP to an endpoint that does not end, does not fit, leads away, or tells what it was sent."""

import base64
import itertools
import json
import logging
import subprocess
import sys
import time
import traceback
import zlib
from collections.abc import Callable, Iterable, Iterator

import pytest

from rag.answers import wire as bounds
from rag.answers.chat import OpenAIChat
from rag.errors import ChatError
from tests.conftest import PROJECT
from tests.endpoint import wire

pytestmark = pytest.mark.kill

ASKED = [{"role": "user", "content": "Who?"}]
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
KEY = "sk-proj-0123456789abcdefghij"


def event(content: str) -> bytes:
    chunk = {"choices": [{"index": 0, "delta": {"content": content}, "finish_reason": None}]}
    return f"data: {json.dumps(chunk)}\n\n".encode()


SAID = event("It is 17. [1]") + b'data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'


def ask(address: str, *, timeout: float = 5.0, path: str = "/v1", login: str = "", most: int | None = 40) -> str:
    url = f"http://{login}{address}{path}"
    chat = OpenAIChat(api_key=KEY, base_url=url, model="scripted", timeout=timeout)
    return "".join(piece for piece in chat.stream(ASKED, most=most) if isinstance(piece, str))


def failure(respond: Callable[[str], Iterable[bytes]], *, timeout: float = 5.0, most: int | None = 40) -> str:
    with wire(respond) as (address, _), pytest.raises(ChatError) as raised:
        ask(address, timeout=timeout, most=most)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def dripping(head: bytes, drop: bytes) -> Iterator[bytes]:
    yield head
    while True:
        time.sleep(0.05)
        yield drop


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (STREAM + b"\r\n", b": wait\n\n"),
        (STREAM + b"\r\n", event("")),
        (STREAM + b"X-Slow: ", b"x"),
        (b"HTTP/1.1 500 No\r\nContent-Type: application/json\r\n\r\n", b" "),
        (b"", b"H"),
    ],
)
def test_a_byte_now_and_then_keeps_no_request_alive(head: bytes, drop: bytes) -> None:
    told = failure(lambda _: dripping(head, drop), timeout=0.2)
    assert "did not end its answer within 2 s" in told or "broke off" in told, "what is no HTTP may be given up before"


def gzipped(piece: bytes, count: int) -> Iterator[bytes]:
    packer = zlib.compressobj(wbits=31)
    yield STREAM + b"Content-Encoding: gzip\r\n\r\n"
    for _ in range(count):
        yield packer.compress(piece)
    yield packer.flush()


ENDLESS: dict[str, tuple[Callable[[str], Iterable[bytes]], str]] = {
    "a line": (
        lambda _: itertools.chain([STREAM + b"\r\ndata: "], itertools.repeat(b"x" * 65536)),
        "1 MiB in one event",
    ),
    "lines": (
        lambda _: itertools.chain([STREAM + b"\r\n"], itertools.repeat(b"data: xxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n" * 999)),
        "1 MiB in one event",
    ),
    "comments": (lambda _: itertools.chain([STREAM + b"\r\n"], itertools.repeat(b": x\n\n" * 9999)), "16 MiB"),
    "thoughts": (
        lambda _: itertools.chain([STREAM + b"\r\n", event("<think>")], itertools.repeat(event("so 17 " * 50) * 99)),
        "16 MiB",
    ),
    "words": (
        lambda _: itertools.chain([STREAM + b"\r\n"], itertools.repeat(event("and more "))),
        "went on after 640 characters",
    ),
    "an error": (
        lambda _: itertools.chain(
            [b"HTTP/1.1 400 No\r\nContent-Type: text/plain\r\n\r\n"], itertools.repeat(b"x" * 65536)
        ),
        "4 MiB",
    ),
    "an answer at once": (
        lambda _: itertools.chain(
            [b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"], itertools.repeat(b" " * 65536)
        ),
        "4 MiB",
    ),
    "gzip": (lambda _: gzipped(b"\0" * 2**20, 300), "1 MiB in one event"),
    "gzip of comments": (lambda _: gzipped(b": x\n\n" * 2**18, 300), "16 MiB"),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_does_not_end_is_given_up(name: str) -> None:
    respond, told = ENDLESS[name]
    assert told in failure(respond, timeout=30)


def test_memory_stays_flat_over_all_that_does_not_end() -> None:
    """In a process of its own, whose greatest size is not that of other tests."""
    code = """
import resource, sys
from tests.answers.test_wire import ENDLESS, ask, event, failure, wire, SAID, STREAM
with wire(lambda _: [STREAM + b"\\r\\n" + SAID]) as (address, _):
    assert ask(address) == "It is 17. [1]"
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for respond, told in ENDLESS.values():
    assert told in failure(respond, timeout=30)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 100_000, "kilobytes; the longest response would have been 300 MB and more"


def test_a_list_of_models_is_bounded_too() -> None:
    def respond(head: str) -> Iterable[bytes]:
        if head.startswith("POST"):
            return [STREAM + b"\r\n" + SAID]
        return itertools.chain(
            [b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n["], itertools.repeat(b"1," * 9999)
        )

    with wire(respond) as (address, _):
        chat = OpenAIChat(api_key=None, base_url=f"http://{address}/v1", model="scripted", timeout=5)
        assert chat.window == 4096
        assert list(chat.stream(ASKED)) == ["It is 17. [1]"]


def test_what_is_packed_is_unpacked_and_a_last_event_needs_no_blank_line() -> None:
    def packed(_: str) -> Iterable[bytes]:
        body = zlib.compressobj(wbits=31)
        content = body.compress(SAID.removesuffix(b"\n\ndata: [DONE]\n\n")) + body.flush()
        return [STREAM + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(content) + content]

    with wire(packed) as (address, _):
        assert ask(address) == "It is 17. [1]"
    assert "can't be unpacked" in failure(lambda _: [STREAM + b"Content-Encoding: gzip\r\n\r\n" + SAID])


def redirect(status: int, where: str) -> list[bytes]:
    return [
        f"HTTP/1.1 {status} Elsewhere\r\nLocation: {where}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
    ]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_is_told_and_not_followed(status: int) -> None:
    with wire(lambda _: [STREAM + b"\r\n" + SAID]) as (other, heads):
        told = failure(lambda _: redirect(status, f"http://me:pw@{other}/v1/chat/completions?token={KEY}"))
        assert f"redirects ({status}) to http://{other}/v1/chat/completions, which is another host" in told
        assert KEY not in told
        assert "pw" not in told
        assert heads == []


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_within_the_endpoint_takes_the_question_along(status: int) -> None:
    def respond(head: str) -> Iterable[bytes]:
        return [STREAM + b"\r\n" + SAID] if "/v2/" in head else redirect(status, "/v2/chat/completions")

    with wire(respond) as (address, heads):
        assert ask(address) == "It is 17. [1]"
    assert [head.split()[:2] for head in heads] == [["POST", "/v1/chat/completions"], ["POST", "/v2/chat/completions"]]
    assert all(f"Bearer {KEY}" in head for head in heads)


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_that_drops_the_question_is_told(status: int) -> None:
    told = failure(lambda _: redirect(status, "/v2/chat/completions"))
    assert f"redirects ({status}) to http://127.0.0.1:" in told
    assert "drops the question: set OPENAI_BASE_URL" in told


@pytest.mark.parametrize("where", ["/v1/chat/completions", "http://[::1", "mailto:x@y.example"])
def test_a_redirect_that_leads_nowhere_is_told(where: str) -> None:
    told = failure(lambda _: redirect(307, where))
    assert "redirects" in told
    assert "OPENAI_BASE_URL" in told


LOGIN = "reader:hunter-2-hunter%2F9@"


def test_login_and_query_of_the_address_go_to_the_endpoint() -> None:
    with wire(lambda _: [STREAM + b"\r\n" + SAID]) as (address, heads):
        assert ask(address, login=LOGIN, path="/v1/?token=abc%2Fdef123456&b=2") == "It is 17. [1]"
    assert heads[0].startswith("POST /v1/chat/completions?token=abc%2Fdef123456&b=2 HTTP")
    basic = base64.b64encode(b"reader:hunter-2-hunter/9").decode()
    assert f"authorization: Basic {basic}".lower() in heads[0].lower()
    assert KEY not in heads[0]


@pytest.mark.parametrize("place", ["a status", "an event", "an answer", "a model", "a redirect"])
def test_no_secret_comes_back_out(place: str, caplog: pytest.LogCaptureFixture) -> None:
    basic = base64.b64encode(b"reader:hunter-2-hunter/9").decode()
    secrets = [KEY, "hunter-2-hunter/9", "hunter-2-hunter%2F9", basic, "abc/def123456", "abc%2Fdef123456"]
    words = f"no: {' '.join(secrets)} {KEY[:20]}***"
    caplog.set_level(logging.DEBUG)

    def respond(head: str) -> Iterable[bytes]:
        if head.startswith("GET"):
            listed = json.dumps({"data": [{"id": words if place == "a model" else "scripted"}]})
            return [b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + listed.encode()]
        if place == "an event":
            return [STREAM + b"\r\n" + f"data: {json.dumps({'error': {'message': words}})}\n\n".encode()]
        if place == "an answer":
            return [STREAM + b"\r\n" + event(words) + SAID]
        if place == "a redirect":
            return redirect(307, f"http://reader:hunter-2-hunter%2F9@else.example/{KEY}?token=abc%2Fdef123456")
        return [b"HTTP/1.1 400 No\r\nContent-Type: application/json\r\n\r\n" + json.dumps({"error": words}).encode()]

    with wire(respond) as (address, _):
        url = f"http://{LOGIN}{address}/v1?token=abc%2Fdef123456"
        chat = OpenAIChat(api_key=KEY, base_url=url, model=None, timeout=5)
        seen = [repr(chat), chat.name]
        try:
            seen += [str(piece) for piece in chat.stream(ASKED)]
        except ChatError as error:
            seen += [str(error), repr(error.__context__), "".join(traceback.format_exception(error))]
        seen += [repr(chat), chat.name, str(chat.window)]
    seen += [record.getMessage() for record in caplog.records if not record.name.startswith("httpcore2.http11")]
    assert len(caplog.records) > 3
    told = "\n".join(seen)
    assert [secret for secret in secrets if secret in told] == []
    assert f"http://{address}/v1" in told, "where it is, is told"


def test_the_bounds_leave_room_for_long_thoughts() -> None:
    """A model that thinks for 30 000 tokens sends some 350 bytes for each."""
    assert bounds._STREAM > 30_000 * 350
