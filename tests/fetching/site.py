"""A real server on this machine that says what a test wants, and notes what it was asked."""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from rag.fetching.addresses import Hosts
from rag.fetching.client import Client
from rag.fetching.collector import Collector
from rag.fetching.connecting import Bounds

Act = Callable[[BaseHTTPRequestHandler], None]

HARBOUR = (
    "The harbour of Vellmar was closed for three days after a crane fell into the basin. Divers lifted it on Friday. "
    "The master of the port, Ilse Brandt, said that 41 ships had waited outside, and that nobody was hurt. The "
    "insurers put the damage at 2.4 million crowns, a figure which the union of the dockers calls far too low "
    "for such a wreck. "
)


@dataclass
class Site:
    """What a server says under each path, bytes with their type, headers and status, or an act of its own; and the
    requests that came, each a path and its headers."""

    url: str
    says: dict[str, tuple[bytes, str, dict[str, str], int] | Act] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(
        self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str
    ) -> str:
        """Say this under a path from now on; returns its address."""
        data = body.encode() if isinstance(body, str) else body
        self.says[path] = (data, kind, {name.replace("_", "-"): value for name, value in headers.items()}, status)
        return f"{self.url}{path}"

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        """Lead from a path elsewhere."""
        return self.put(path, b"", status=status, Location=target)

    def act(self, path: str, act: Act) -> str:
        """Do something of its own under a path."""
        self.says[path] = act
        return f"{self.url}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    @property
    def host(self) -> str:
        """Host and port."""
        return self.url.removeprefix("http://")


@contextmanager
def serving() -> Iterator[Site]:
    """A server while the block runs."""
    site = Site("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            said = site.says.get(self.path.partition("?")[0], (b"not there", "text/plain", {}, 404))
            if callable(said):
                said(self)
                return
            body, kind, headers, status = said
            etag = headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                body, status = b"", 304
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # whoever asked hung up

    server = Server(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


BRIEF = Bounds(largest=2**20, seconds=2.0, silence=1.0)


def client(**more: object) -> Client:
    """One that may ask this machine, and does not wait between two requests."""
    given = {"pause": 0.0, "bounds": BRIEF} | more
    return Client(Hosts(["127.0.0.1", "localhost"]), **given)  # type: ignore[arg-type]


def collector(corpus: Path) -> Collector:
    """The same for a corpus."""
    return Collector(corpus, client=client())


def page(title: str, text: str = HARBOUR, head: str = "", lang: str = "en") -> str:
    """A page of an article."""
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return (
        f"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><nav><a href=/>Home</a></nav><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def packed(data: bytes) -> bytes:
    """The same as gzip has it."""
    return gzip.compress(data, mtime=0)
