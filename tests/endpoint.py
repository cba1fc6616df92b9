"""A stand-in for an OpenAI-compatible endpoint: a real HTTP server that says what a test tells it to."""

import json
import math
import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Endpoint:
    """What the endpoint does, and what it was sent.

    ``pieces`` are streamed one event each, then the ``event`` where there is one. With ``breaks`` the connection ends
    after them, without a word of farewell; with ``cuts`` it does so short of what the headers promised. ``finish`` is
    the reason that it gives for its end, ``usage`` the tokens read and written, told where asked for.

    ``status`` other than 200 is answered with ``error``, and so are the first questions with the ``failures``, with
    ``headers``; ``refuses`` is the status for a question with options of the stream. ``waits`` are seconds before the
    first piece. ``events``, where there are any, are all that is streamed, a text as it is and anything else as JSON.
    ``answers`` is asked first: what status and body, if any, there is for a request.

    Statements that it is to judge are ``stated`` with that likelihood, each, in one piece, or get the pieces of
    ``verdicts``, streamed as these come; such requests are kept in ``judged``, unless ``answers`` or ``events`` have
    something else for them.

    ``page`` is the list of models where ``models`` are not enough, ``listing`` its status, and ``listed``
    counts how often it was asked for.
    """

    url: str = ""
    pieces: tuple[str, ...] = ("Hello", " there.")
    event: dict[str, Any] | None = None
    finish: str = "stop"
    usage: tuple[int, int] | None = None
    status: int = 200
    failures: tuple[int, ...] = ()
    error: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    refuses: int | None = None
    events: tuple[Any, ...] = ()
    answers: Callable[[dict[str, Any]], tuple[int, Any] | None] = lambda _: None
    breaks: bool = False
    cuts: bool = False
    garbage: bool = False
    waits: float = 0.0
    models: tuple[str, ...] = ("scripted",)
    page: Any = None
    listing: int = 200
    listed: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    stated: float = 0.95
    verdicts: Callable[[dict[str, Any]], Iterable[str]] | None = None
    judged: list[dict[str, Any]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


def graded(asked: dict[str, Any], stated: float) -> dict[str, Any]:
    """A reply that says Yes to each statement of a request for verdicts, with that likelihood."""
    count = len(re.findall(r"^(?:Statement )?\d+[.:] ", asked["messages"][-1]["content"], re.MULTILINE))
    likely = [{"token": "Yes", "logprob": math.log(stated)}, {"token": "No", "logprob": math.log(1 - stated)}]
    tokens: list[dict[str, Any]] = []
    for number in range(1, count + 1):
        tokens += [{"token": f"{number}: "}, {"token": "Yes", "top_logprobs": likely}, {"token": "\n"}]
    message = {"role": "assistant", "content": "".join(token["token"] for token in tokens)}
    return {"choices": [{"index": 0, "message": message, "logprobs": {"content": tokens}, "finish_reason": "stop"}]}


@contextmanager
def endpoint(**behaviour: Any) -> Iterator[Endpoint]:
    """Serve on a free port of 127.0.0.1 while the block runs."""
    served = Endpoint(**behaviour)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.listed += 1
            page = {"object": "list", "data": [{"id": name, "object": "model"} for name in served.models]}
            self._send_json(served.listing, page if served.page is None else served.page)

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            judging = asked.get("logprobs") and served.status == 200 and not served.events
            if judging and served.answers(asked) is None:
                served.judged.append(asked)
                if served.verdicts is None:
                    self._send_json(200, graded(asked, served.stated))
                else:
                    self._stream(asked, served.verdicts(asked))
                return
            served.requests.append(asked)
            number = len(served.requests)
            status = served.failures[number - 1] if number <= len(served.failures) else served.status
            if served.refuses and "stream_options" in asked:
                status = served.refuses
            answer = served.answers(asked)
            if answer is not None:
                self._send_json(*answer)
                return
            if status != 200:
                self._send_json(status, served.error or {"error": {"message": f"status {status}", "type": "scripted"}})
                return
            self._stream(asked, served.pieces)

        def _stream(self, asked: dict[str, Any], pieces: Iterable[str]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            if served.cuts:
                self.send_header("Content-Length", "1000000")
            self.end_headers()
            served.closing.wait(served.waits)
            if served.events:
                for event in served.events:
                    self._event(event if isinstance(event, str) else json.dumps(event))
                self.close_connection = True
                return
            for piece in pieces:
                self._event(json.dumps(self._chunk(piece, None)))
            if served.event:
                self._event(json.dumps(served.event))
            if served.garbage:
                self._event("{this is not JSON")
            if not (served.breaks or served.cuts):
                self._event(json.dumps(self._chunk(None, served.finish)))
                if served.usage and asked.get("stream_options", {}).get("include_usage"):
                    read, written = served.usage
                    counted = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
                    self._event(json.dumps({**self._chunk(None, None), "choices": [], "usage": counted}))
                self._event("[DONE]")
            self.close_connection = True

        def _chunk(self, piece: str | None, reason: str | None) -> dict[str, Any]:
            choice = {"index": 0, "delta": {"content": piece} if piece else {}, "finish_reason": reason}
            return {
                "id": "1",
                "object": "chat.completion.chunk",
                "created": 0,
                "model": "scripted",
                "choices": [choice],
            }

        def _event(self, data: str) -> None:
            self.wfile.write(f"data: {data}\n\n".encode())
            self.wfile.flush()

        def _send_json(self, status: int, body: Any) -> None:
            """Text goes as it is, so that it need not be JSON."""
            content = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            for name, value in served.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield served
    finally:
        served.closing.set()
        server.shutdown()
        server.server_close()


@contextmanager
def wire(respond: Callable[[str], Iterable[bytes]]) -> Iterator[tuple[str, list[str]]]:
    """Serve the bytes that ``respond`` gives for a request's head, as they are; the address, and the heads that came.

    The connection is closed after them. What is left of them is dropped where the client hangs up.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    heads: list[str] = []

    def answer(connection: socket.socket) -> None:
        with connection:
            sent = b""
            while b"\r\n\r\n" not in sent:
                sent += connection.recv(65536)
            head, _, body = sent.partition(b"\r\n\r\n")
            heads.append(head.decode())
            length = next(
                (int(line[15:]) for line in heads[-1].splitlines() if line.lower().startswith("content-l")), 0
            )
            while len(body) < length:
                body += connection.recv(65536)
            try:
                for part in respond(heads[-1]):
                    connection.sendall(part)
            except OSError:
                return

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}", heads
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
