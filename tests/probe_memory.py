"""Does a server grow with the questions that it is asked? `python -m tests.probe_memory --questions 3000` asks it.

A real server of the sample articles, without a language model, in a process of its own, which tells what it holds. The
questions come as programs bring them (by plain HTTP, in both of its forms, each in a session of its own; by Gradio's
client; by a route; and so that nobody fetches the answers), and as a browser does (a page is opened, asked and closed).
What is loaded at first is no growth, so that a part of the questions is asked before it is looked at.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import urllib.parse
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gradio_client import Client  # type: ignore[import-untyped]

from rag.index.search import Index
from tests.conftest import PROJECT

SERVE = """
import gc, json, sys
from starlette.routing import Mount
from rag.api.archive import Archive
from rag.api.routes import API, plain_routes
from rag.settings import Settings
from rag.web.page import build_page
page = build_page(Settings.from_environment())
app, address, _ = page.launch(server_name="127.0.0.1", quiet=True, prevent_thread_lock=True, ssr_mode=False)
app.routes.insert(0, Mount(API, plain_routes(Archive(page.service))))
print(address, flush=True)
for _ in sys.stdin:
    gc.collect()
    queue = page._queue
    pages = open("/proc/self/statm").read().split()[1]
    print(json.dumps({
        "sessions": len(page.state_holder.session_data),
        "times": len(page.state_holder.time_last_used),
        "messages": len(queue.pending_messages_per_session),
        "undelivered": len(queue.pending_event_ids_session),
        "events": len(queue.event_ids_to_events),
        "analytics": len(queue.event_analytics),
        "iterators": len(page.app.iterators),
        "mb": int(pages) * 4096 / 2**20,
    }), flush=True)
"""
_WORDS = (
    "storm tram harbour council bridge school fire boat ferry museum budget election KFOR Kosovo NATO Serbia".split()
)


def question(number: int) -> str:
    """A question that no other number has, of the sample's subjects, of one to ten words of its own."""
    chance = random.Random(number)
    return f"What happened to {' and '.join(chance.choices(_WORDS, k=1 + number % 10))} in case {number}?"


class Server:
    """A running server: its address, and what it holds."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        self._process = process
        lines = (line.strip() for line in process.stdout)  # Gradio's own first
        self.url = next(line for line in lines if line.startswith("http://127.0.0.1:"))
        self._address = urllib.parse.urlsplit(self.url).netloc

    def held(self) -> dict[str, float]:
        """How many of each kind it holds, and its resident memory in MB."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        told: dict[str, float] = json.loads(self._process.stdout.readline())
        return told

    def fetch(self, path: str, body: object = None) -> str:
        """What comes back for a request, a POST where it has a body. Raises ``OSError`` where that is a refusal."""
        connection = http.client.HTTPConnection(self._address, timeout=120)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request("POST" if sent else "GET", path, sent, {"Content-Type": "application/json"})
            reply = connection.getresponse()
            said = reply.read().decode()
        finally:
            connection.close()
        if reply.status != 200:
            raise OSError(f"{reply.status}: {said}")
        return said


class Visitor:
    """An open page, by the requests that it makes in a browser."""

    def __init__(self, server: Server) -> None:
        config: dict[str, Any] = json.loads(server.fetch("/config"))
        self._server = server
        self._session = uuid.uuid4().hex[:12]
        self._events = config["dependencies"]
        self._parts = {part["id"]: part["props"] for part in config["components"]}
        self._heart = http.client.HTTPConnection(urllib.parse.urlsplit(server.url).netloc, timeout=120)
        self._heart.request("GET", f"/gradio_api/heartbeat/{self._session}")
        self._beat = self._heart.getresponse()
        self._beat.readline()
        self._tell("load")

    def ask(self, asked: str) -> str:
        """Ask; returns what the server said meanwhile."""
        return self._tell("submit", asked)

    def _tell(self, what: str, *first: object) -> str:
        event = next(
            one
            for one in self._events
            if any(name == what and self._named(target, what) for target, name in one["targets"])
        )
        values = [self._parts.get(identifier, {}).get("value") for identifier in event["inputs"]]
        data = [*first, *values[len(first) :]]
        body = {"data": data, "fn_index": event["id"], "session_hash": self._session, "event_data": None}
        self._server.fetch("/gradio_api/queue/join", body)
        return self._server.fetch(f"/gradio_api/queue/data?session_hash={self._session}")

    def leave(self) -> None:
        """Close the page: the connection that tells the server that it is there ends."""
        self._beat.close()
        self._heart.close()

    def _named(self, target: int | None, what: str) -> bool:
        return what != "submit" or (target is not None and self._parts[target].get("elem_id") == "question")


@contextmanager
def serving(index: Path) -> Iterator[Server]:
    """A server of an index of the sample articles while the block runs."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=PROJECT,
        env=os.environ | {"RAG_CORPUS": str(PROJECT / "corpus"), "RAG_INDEX": str(index)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Server(process)
        finally:
            process.kill()


def called(server: Server, asked: str, form: str = "") -> None:
    """Ask by plain HTTP and fetch the answer."""
    body = {"question": asked} if form else {"data": [asked]}
    event = json.loads(server.fetch(f"/gradio_api/call/{form}ask", body))["event_id"]
    said = server.fetch(f"/gradio_api/call/ask/{event}")
    assert "event: complete" in said, said


def visited(server: Server, asked: str) -> None:
    """Open a page, ask, and close it."""
    visitor = Visitor(server)
    visitor.ask(asked)
    visitor.leave()


def abandoned(server: Server, asked: str) -> None:
    """Ask by plain HTTP and never fetch the answer."""
    for _ in range(1000):
        try:
            server.fetch("/gradio_api/call/ask", {"data": [asked]})
        except OSError as refused:  # the queue is full
            if not str(refused).startswith("503"):
                raise
        else:
            return


def ways(server: Server) -> dict[str, Callable[[str], object]]:
    """What asks a question, by name."""
    client = Client(server.url, verbose=False, analytics_enabled=False)

    return {
        "call": lambda asked: called(server, asked),
        "v2": lambda asked: called(server, asked, "v2/"),
        "client": lambda asked: client.predict(asked, api_name="/ask"),
        "route": lambda asked: server.fetch("/api/ask", {"question": asked}),
        "page": lambda asked: visited(server, asked),
        "abandoned": lambda asked: abandoned(server, asked),
    }


def main() -> None:
    """Ask, and print what the server holds four times on the way and how much it grew after the first quarter."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--questions", type=int, default=3000)
    arguments.add_argument("--ways", default="call", help="some of call,v2,client,route,page,abandoned, in turn")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Index.build(PROJECT / "corpus", Path(folder) / "index")
        with serving(Path(folder) / "index") as server:
            known = ways(server)
            asking = [known[name] for name in given.ways.split(",")]
            points = []
            for number in range(given.questions + 1):
                if number % max(1, given.questions // 6) == 0:
                    points.append((number, server.held()))
                    print(number, {name: round(count) for name, count in points[-1][1].items()}, flush=True)
                asking[number % len(asking)](question(number))
    (begun, first), (ended, last) = points[2], points[-1]
    print(
        f"memory: {ended - begun} questions by {given.ways} after the first {begun}: "
        f"{last['mb'] - first['mb']:+.1f} MB, {last['sessions'] - first['sessions']:+.0f} sessions"
    )


if __name__ == "__main__":
    main()
