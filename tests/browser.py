"""What the tests of the page share: servers of the real page, a browser, and the steps that a reader takes.

The language model is an endpoint of ours on this machine that writes slowly, so that one can watch an answer grow and
stop it. Every page records what it asked for: nothing may go to another machine.
"""

import importlib.resources
import itertools
import json
import os
import re
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.conftest import PROJECT
from tests.forking import forked

CORPUS = PROJECT / "corpus"
HELD = """
import pathlib, time
from rag.index import models

loaded = models.load

def load(*named, **options):
    model, done = loaded(*named, **options), []
    embed = model.embed_parts

    def embed_parts(texts, parts):
        while sum(done) >= {most} and not pathlib.Path({until!r}).exists():
            time.sleep(0.05)
        done.append(len(texts))
        return embed(texts, parts)

    model.embed_parts = embed_parts
    return model

models.load = load
"""
"""What has a server's builds wait, when so many chunks are embedded, until there is a file."""
KFOR = "When did Türkiye take command of KFOR?"
TRAMS = "How much did the Harbour Line cost?"
BOATS = "How many boats did Storm Tamsel damage?"
RIDERS = "How many passengers rode the Harbour Line?"
NOT_THERE = "Who won the chess olympiad in Chennai?"
HOSTILE = (
    "<script>window.hacked = 1</script><img src='http://evil.example/m.png' onerror='window.hacked = 2'> "
    "![m](http://evil.example/n.png) [click](javascript:window.hacked=3) $$\\frac{1}{2}$$ ${window.hacked = 4} "
    "{{value}} <style>#chat { display: none }</style> **bold** `code` <a href=http://evil.example>a</a>"
)
SLOW = 100_000
"""Milliseconds that a step with a model in it may take on a busy machine."""
expect.set_options(timeout=20_000)  # any other: pages of several tests share the processors


# A language model that writes slowly


@dataclass
class SlowModel:
    """An OpenAI-compatible endpoint. It copies the first sentence of each of the first passages, word by word; while it
    is ``endless``, it writes what is asked for at length slowly and again and again, until it is stopped."""

    port: int = 0
    endless: bool = True
    abandoned: threading.Event = field(default_factory=threading.Event)

    def text(self, prompt: str) -> str:
        passages = re.findall(r"^\[(\d+)\] .*\n(?:> #.*\n(?:> ?\n)*)?> (.+?[a-z]{4}\.)(?=\s|$)", prompt, re.MULTILINE)
        lines = [f"{sentence} [{number}]" for number, sentence in passages[:3]]
        if "hostile" in prompt.rpartition("Question:")[2]:
            lines.append(f"{HOSTILE} said Özkan Ulutaş [1].")
        return "\n\n".join(lines)


def _handler(model: SlowModel) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._head("application/json")
            self.wfile.write(b'{"object": "list", "data": [{"id": "slow-model", "object": "model"}]}')

        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._head("text/event-stream")
            try:
                prompt = sent["messages"][-1]["content"]
                written = re.findall(r"\S+\s*", model.text(prompt))
                endless = model.endless and "at length" in prompt.rpartition("Question:")[2]
                pause = 0.01
                for word in itertools.cycle(written) if endless else written:
                    self._piece({"content": word}, None)
                    if word.startswith("[") and endless:
                        pause = 0.1
                    time.sleep(pause)
                self._piece({}, "stop")
                self.wfile.write(b"data: [DONE]\n\n")
            except OSError:
                model.abandoned.set()

        def _head(self, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()

        def _piece(self, delta: dict[str, str], reason: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            piece = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "slow-model"}
            self.wfile.write(f"data: {json.dumps(piece | {'choices': [choice]})}\n\n".encode())

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def slow_model() -> Iterator[SlowModel]:
    """Serve it on a free port of 127.0.0.1 while the block runs."""
    made = SlowModel()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


# Servers and browser


def environment(**settings: object) -> dict[str, str]:
    """This process's environment with these settings of ours alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "RAG_"))}
    return kept | {"HF_HUB_OFFLINE": "1"} | {name: str(value) for name, value in settings.items()}


def free_port() -> int:
    """A port of 127.0.0.1 where nothing listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    *,
    port: int | None = None,
    read_only: bool = False,
    allow_fetch: bool = False,
    first: str = "",
    **settings: object,
) -> Iterator[str]:
    """The address of a page served by a process of its own until the end, which is a Ctrl-C; ``first`` is what that
    process does before."""
    port = port or free_port()
    with forked(_serve, first, port, read_only, allow_fetch, env=environment(**settings)) as process:
        line = process.stderr.readline()
        assert f"http://127.0.0.1:{port}/" in line, line + process.stderr.read()
        log: list[str] = []
        reader = threading.Thread(target=lambda: log.extend(process.stderr), daemon=True)
        reader.start()  # or a full pipe would stop the server
        yield f"http://127.0.0.1:{port}/"
        process.send_signal(signal.SIGINT)
        ended = process.wait(20)
        reader.join(5)
        told = "".join(log)
        assert ended == 0, f"it ended with {ended}: {told}"
        assert "Traceback" not in told, told
        assert "Error" not in told, told


def _serve(first: str, port: int, read_only: bool, allow_fetch: bool) -> None:
    from rag.settings import Settings
    from rag.web.serving import serve

    exec(first, {})
    serve(Settings.from_environment(), port=port, read_only=read_only, allow_fetch=allow_fetch)


@pytest.fixture(scope="module")
def model_endpoint() -> Iterator[SlowModel]:
    """The slow language model behind ``site``."""
    with slow_model() as made:
        yield made


@pytest.fixture(scope="module")
def site(sample_folder: Path, model_endpoint: SlowModel) -> Iterator[str]:
    """The page over the sample articles, with an index built beforehand and the slow language model."""
    address = f"http://127.0.0.1:{model_endpoint.port}/v1"
    with served(RAG_CORPUS=CORPUS, RAG_INDEX=sample_folder, OPENAI_BASE_URL=address, OPENAI_API_KEY="none") as url:
        yield url


def chromium() -> str:
    """The path of a Chromium: of the one without a window where it is there, which takes a third of the processor."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail("no browser: install chromium-headless-shell (make test does), as these tests drive one")
    return found


@pytest.fixture(scope="module")
def quoting(sample_folder: Path) -> Iterator[str]:
    """A page over the sample articles without a language model."""
    with served(RAG_CORPUS=CORPUS, RAG_INDEX=sample_folder) as url:
        yield url


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker axe-core, as the script that a package of ours carries, or the one in the folder that AXE names."""
    folder = os.environ.get("AXE") or importlib.resources.files("axe_playwright_python")
    return (Path(str(folder)) / "axe.min.js").read_text("utf-8")


def violations(page: Page, axe: str, where: str, part: str = "html") -> Iterator[str]:
    """What axe-core finds that is moderate, serious or critical, one line for each element; in a ``part`` of the page
    where the others are as they were."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{axe}; undefined")
    # One rule takes any link within the page that is scrolled out of view for one that skips something.
    options = "{ resultTypes: ['violations'], rules: { 'skip-link': { enabled: false } } }"
    run = f"part => axe.run(part, {options}).then(done => done.violations)"
    found: list[dict[str, Any]] = page.evaluate(run, part)
    for one in found:
        if one["impact"] in ("moderate", "serious", "critical"):
            for node in one["nodes"]:
                summary = " ".join((node["failureSummary"] or "").split())
                yield f"{where}: {one['id']} {node['target']} {node['html'][:300]} | {summary[:300]}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium, for one module of tests: others drive one of their own, and there can't be two drivers at once."""
    switches = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=[*switches.split(), "--no-first-run"])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser context of its own, in which a ``script`` has run before any of the page's; whatever is
    opened must have asked nothing of another machine, and its scripts must have run without an error."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    failed: list[str] = []

    def opened(url: str, *, width: int = 1280, height: int = 800, script: str = "", **options: Any) -> Page:
        # Without the page's own content policy, which would hide a mistake in the escaping.
        context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True, **options)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: failed.append(error.stack or str(error)))
        page.goto(url)
        expect(page.locator("#question textarea")).to_be_visible(timeout=30_000)  # in whatever language
        return page

    yield opened
    for context in contexts:
        context.close()
    assert asked, "no page was opened"
    strangers = [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]
    assert not strangers, strangers
    assert not failed, failed


# What a reader does


def box(page: Page) -> Locator:
    """Where a question is typed."""
    return page.get_by_label("Your question")


def ready(page: Page) -> None:
    """Wait for the index to be open and whole, and said to be."""
    expect(page.locator("#headline")).to_contain_text(re.compile(r"(?<!of )(?<!\d)\d+ articles?\b"), timeout=SLOW)


def ask(page: Page, question: str) -> Locator:
    """Ask and wait for the end of the answer."""
    before = page.locator("#chat .made").count()
    box(page).fill(question)
    box(page).press("Enter")
    return answered(page, before + 1)


def answered(page: Page, count: int) -> Locator:
    """The last of so many answers, as soon as it is finished."""
    try:
        expect(page.locator("#chat .made")).to_have_count(count, timeout=SLOW)
    except AssertionError as error:
        said, left = page.locator("#chat").inner_text(), box(page).input_value()
        told = page.locator("#complaint").inner_text()
        raise AssertionError(f"no answer; the chat says {said[-300:]!r}, the box {left!r}, below {told!r}") from error
    expect(page.get_by_test_id("stop-button")).to_have_count(0)  # which comes after the last step of the answer
    return page.locator("#chat .answer").last


def shown(page: Page, inner: Locator) -> bool:
    """Whether an element lies in the part of the panel that one sees."""
    panel, inside = page.locator("#right").bounding_box(), inner.bounding_box()
    assert panel is not None
    top, bottom = panel["y"], panel["y"] + panel["height"] + 1
    return inside is not None and top <= inside["y"] and inside["y"] + inside["height"] <= bottom


def act(page: Page, answer: int, name: str) -> Locator:
    """What can be done with an answer, counted from 0 in the chat; where it is in the menu, that is opened."""
    acts = page.locator("#chat .acts").nth(answer)
    if name not in ("Evidence", "Copy", "Share") and not acts.locator("details[open]").count():
        acts.get_by_text("More", exact=True).click()
    return acts.get_by_role("link", name=name, exact=True)


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether something comes true before the time is over."""
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return met


def manifest(page: Page) -> dict[str, Any]:
    """The manifest of a page as the browser reads it, with addresses in full; it must find no fault in it."""
    found = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert not found["errors"], found
    read: dict[str, Any] = found["manifest"]
    return read


def scrolled_sideways(page: Page) -> bool:
    """Whether the page is wider than what shows it."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


ILL_LAID = """() => {
  const seen = (one) => one.checkVisibility() && one.getClientRects().length > 0;
  const named = (one) => `${one.tagName} ${one.id || one.className}`;
  const found = [];
  for (const one of [...document.querySelectorAll("body *")].filter(seen)) {
    const room = one.scrollHeight - one.clientHeight;
    const scrolls = /auto|scroll/.test(getComputedStyle(one).overflowY);
    if (scrolls && room > 0 && one.clientHeight < 60) found.push(`${named(one)} scrolls, and has no room for a bar`);
    const whole = one.matches("#left, #right, #offered ul");
    if (whole && one.scrollWidth > one.clientWidth) found.push(`${named(one)} scrolls sideways`);
  }
  for (const close of [...document.querySelectorAll("[data-close]")].filter(seen)) {
    const pane = close.closest("#left, #right"), over = close.getBoundingClientRect();
    if (pane.scrollTop > 60) continue;
    for (const one of [...pane.querySelectorAll("textarea, input, .asked, h2, #chats")].filter(seen)) {
      const words = document.createRange();
      words.selectNodeContents(one);
      const boxes = one.matches(".asked, h2") ? [...words.getClientRects()] : [one.getBoundingClientRect()];
      const beside = (box) => box.right <= over.left || over.right <= box.left || box.bottom <= over.top;
      const free = boxes.every((box) => beside(box) || over.bottom <= box.top);
      if (!free) found.push(`${named(one)} lies under what closes it`);
    }
  }
  for (const row of ["#top :is(button, summary)", "#evidence .tools > button", "#table .jumps > button"]) {
    const parts = [...document.querySelectorAll(row)].filter(seen);
    parts.slice(1).forEach((one, at) => {
      const [before, box] = [parts[at], one].map((part) => part.getBoundingClientRect());
      const apart = (box.top + box.bottom - before.top - before.bottom) / 2;
      const off = apart > 0.6 && box.top < before.bottom;
      if (off) found.push(`${named(one)} stands ${apart} lower than what it is beside`);
    });
  }
  return found;
}"""


def ill_laid(page: Page) -> list[str]:
    """What can be scrolled without need, lies under what closes it, or does not stand on the line of its row, each in a
    line."""
    found: list[str] = page.evaluate(ILL_LAID)
    return found


# Malice


POISONED_TITLE = 'Poisoned <img src=x onerror="window.hacked=5"> **title** {{value}} <script>window.hacked=6</script>'
POISON = f"""---
title: '{POISONED_TITLE}'
author: '<b onmouseover="window.hacked=7">Mallory</b>'
source: '![s](http://evil.example/s.png)'
url: 'javascript:window.hacked=8'
---

The keeper of the Poisonville lighthouse is Mallory Grimhook <script>window.hacked = 9</script>.
The lighthouse of Poisonville was painted {HOSTILE} by its keeper in May.
"""


def poisoned(folder: Path) -> Path:
    """A copy of the sample articles with a hostile one among them, and one by two authors."""
    shutil.copytree(CORPUS, folder)
    (folder / "poison.md").write_text(POISON, encoding="utf-8")
    (folder / "joint.md").write_text("---\nauthor: Ana Novak, Teodora Vrana\n---\n\nWe wrote this.", encoding="utf-8")
    return folder


def harmless(page: Page) -> None:
    """Nothing that somebody else wrote has run, or become an element or an address of the page."""
    assert page.evaluate("window.hacked") is None
    places = ":is(#chat .message-wrap, #evidence, #offered, #table, #reader, #chats ul)"
    strangers = page.locator(f"{places} :is(script, style, img, iframe, object, form, code, b, em, [onerror])")
    found = strangers.evaluate_all("found => found.map(one => one.outerHTML)")
    assert not found, found
    addresses = page.locator(f"{places} a").evaluate_all("found => found.map(link => link.getAttribute('href'))")
    odd = [address for address in addresses if not re.match(r"#|\?q=|https?://", address or "")]
    assert not odd, odd
