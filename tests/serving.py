"""What the tests of the server share: the command line's own process, and somebody who asks it over HTTP."""

import json
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import PROJECT
from tests.forking import Forked, forked

CORPUS = PROJECT / "corpus"
KFOR = "When did Türkiye take command of KFOR?"
PASSWORD = "köln: a pass phrase"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server(NamedTuple):
    """A running ``rag serve``: its address without a slash at its end, what it said before that and what since, and the
    process."""

    url: str
    said: list[str]
    log: list[str]
    process: Forked


@contextmanager
def serving_process(index: Path, *options: object, corpus: Path = CORPUS) -> Iterator[Server]:
    """``rag serve`` with these options until the end, which is a Ctrl-C; it may print nothing, and log no fault."""
    port = free_port()
    where = ["--port", port, "--index", index, "--corpus", corpus]
    with forked(_run, ["serve", *map(str, where), *map(str, options)], env=os.environ) as process:
        said: list[str] = []
        for line in process.stderr:
            said.append(line)
            if "Ctrl-C" in line:
                break
        assert said, "it ended without a word"
        assert "Ctrl-C" in said[-1], "".join(said)
        log: list[str] = []
        reader = threading.Thread(target=lambda: log.extend(process.stderr), daemon=True)
        reader.start()  # or a full pipe would stop the server
        yield Server(f"http://127.0.0.1:{port}", said[:-1], log, process)
        if process.wait(0) == -signal.SIGKILL:  # by the test
            return
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        reader.join(5)
        assert not [line for line in log if "Traceback" in line or "Error" in line], "".join(log)
        assert process.stdout.read() == ""


def _run(arguments: list[str]) -> None:
    from rag.cli import main

    sys.argv = ["rag", *arguments]
    main()


class Reply(NamedTuple):
    """What came back for a request; its headers' names are as uvicorn writes them, small."""

    status: int
    text: str
    headers: dict[str, str]


class Visitor:
    """Somebody who keeps the cookies of the server, as a browser does."""

    def __init__(self, url: str) -> None:
        self._url = url
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    def fetch(self, path: str, body: bytes | None = None, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"{self._url}{path}", body, named)
        try:
            with self._opener.open(request, timeout=60) as reply:
                return Reply(reply.status, reply.read().decode(), dict(reply.headers))
        except urllib.error.HTTPError as refused:
            return Reply(refused.code, refused.read().decode(), dict(refused.headers))

    def health(self) -> tuple[int, Any]:
        reply = self.fetch("/health")
        return reply.status, json.loads(reply.text)

    def settled(self) -> tuple[int, Any]:
        """The health once the index is open or has failed to be."""
        while (found := self.health())[1]["status"] == "building":
            assert found[0] == 200
            time.sleep(0.1)
        return found

    def log_in(self, name: str, password: str) -> int:
        return self.fetch("/login", urllib.parse.urlencode({"username": name, "password": password}).encode()).status

    def ask(self, question: str) -> Reply:
        body = json.dumps({"data": [question]}).encode()
        joined = self.fetch("/gradio_api/call/ask", body, Content_Type="application/json")
        if joined.status != 200:
            return joined
        return self.fetch(f"/gradio_api/call/ask/{json.loads(joined.text)['event_id']}")
