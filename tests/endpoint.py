"""A stand-in for an OpenAI-compatible endpoint: a real HTTP server that says what a test tells it to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Endpoint:
    """What the endpoint does, and what it was sent.

    ``pieces`` are streamed one event each. With ``breaks`` the connection ends after them, without a word of farewell;
    ``status`` other than 200 is answered with an error; ``waits`` are seconds before the first piece.
    """

    url: str = ""
    pieces: tuple[str, ...] = ("Hello", " there.")
    status: int = 200
    breaks: bool = False
    garbage: bool = False
    waits: float = 0.0
    models: tuple[str, ...] = ("scripted",)
    requests: list[dict[str, Any]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


@contextmanager
def endpoint(**behaviour: Any) -> Iterator[Endpoint]:
    """Serve on a free port of 127.0.0.1 while the block runs."""
    served = Endpoint(**behaviour)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send_json(
                200, {"object": "list", "data": [{"id": name, "object": "model"} for name in served.models]}
            )

        def do_POST(self) -> None:
            served.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if served.status != 200:
                self._send_json(served.status, {"error": {"message": f"status {served.status}", "type": "scripted"}})
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            served.closing.wait(served.waits)
            for piece in served.pieces:
                self._event(json.dumps(self._chunk(piece, None)))
            if served.garbage:
                self._event("{this is not JSON")
            if not served.breaks:
                self._event(json.dumps(self._chunk(None, "stop")))
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

        def _send_json(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        served.closing.set()
        server.shutdown()
        server.server_close()
