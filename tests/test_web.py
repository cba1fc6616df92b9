"""The web page, driven in a real browser against a real server with a real index.

The language model is an endpoint of ours on this machine that writes slowly, so that one can watch an answer grow and
stop it. Every page records what it asked for: nothing may go to another machine.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from rag.types import Answer, Article, Citation, Missing, Passage, Progress, Scores, Statement, Usage
from rag.web import render
from tests.endpoint import endpoint as scripted

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SERVE = (
    "from rag.settings import Settings; from rag.web.serving import serve; "
    "serve(Settings.from_environment(), port={port})"
)
KFOR = "When did Türkiye take command of KFOR?"
TRAMS = "How much did the Harbour Line cost?"
NOT_THERE = "Who won the chess olympiad in Chennai?"


# A language model that writes slowly


@dataclass
class Endpoint:
    """An OpenAI-compatible endpoint. It copies the first sentence of each of the first passages, word by word."""

    port: int = 0
    abandoned: threading.Event = field(default_factory=threading.Event)

    def text(self, prompt: str) -> str:
        passages = re.findall(r"^\[(\d+)\] .*\n+(?:#.*\n+)?(.+?[a-z]\.)(?=\s|$)", prompt, re.MULTILINE)
        lines = [f"{sentence} [{number}]" for number, sentence in passages[:3]]
        if "hostile" in prompt.rpartition("Question:")[2]:
            lines.append(f"{HOSTILE} said Özkan Ulutaş [1].")
        return "\n\n".join(lines)


HOSTILE = (
    "<script>window.hacked = 1</script><img src='http://evil.example/m.png' onerror='window.hacked = 2'> "
    "![m](http://evil.example/n.png) [click](javascript:window.hacked=3) $$\\frac{1}{2}$$ ${window.hacked = 4} "
    "{{value}} <style>#chat { display: none }</style> **bold** `code` <a href=http://evil.example>a</a>"
)


def _handler(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._head("application/json")
            self.wfile.write(b'{"object": "list", "data": [{"id": "slow-model", "object": "model"}]}')

        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._head("text/event-stream")
            try:
                for word in re.findall(r"\S+\s*", endpoint.text(sent["messages"][-1]["content"])):
                    self._piece({"content": word}, None)
                    time.sleep(0.02)
                self._piece({}, "stop")
                self.wfile.write(b"data: [DONE]\n\n")
            except OSError:
                endpoint.abandoned.set()

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


@pytest.fixture(scope="session")
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


# Servers and browser


def _environment(**settings: object) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "RAG_"))}
    return kept | {"HF_HUB_OFFLINE": "1"} | {name: str(value) for name, value in settings.items()}


@contextmanager
def served(**settings: object) -> Iterator[str]:
    """The address of a page served by a process of its own until the end, which is a Ctrl-C."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE.format(port=port)],
        cwd=ROOT,
        env=_environment(**settings),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        assert f"http://127.0.0.1:{port}/" in line, line + (process.stderr.read() if process.poll() is not None else "")
        log: list[str] = []
        reader = threading.Thread(target=lambda: log.extend(process.stderr or ()), daemon=True)
        reader.start()  # or a full pipe would stop the server
        yield f"http://127.0.0.1:{port}/"
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        reader.join(5)
        assert not [line for line in log if "Traceback" in line or "Error" in line], "".join(log)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample articles, not to be changed."""
    from rag.index import Index

    folder = tmp_path_factory.mktemp("site") / "index"
    Index.build(CORPUS, folder)
    return folder


@pytest.fixture(scope="session")
def site(index: Path, endpoint: Endpoint) -> Iterator[str]:
    """The page over the sample articles, with an index built beforehand and the slow language model."""
    address = f"http://127.0.0.1:{endpoint.port}/v1"
    with served(RAG_CORPUS=CORPUS, RAG_INDEX=index, OPENAI_BASE_URL=address, OPENAI_API_KEY="none") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = [path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))]
    if not found:
        pytest.fail("no browser: install chromium (make test does), as these tests drive one")
    switches = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found[0], args=[*switches.split(), "--no-first-run"])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a session of its own; whatever is opened must have asked nothing of another machine."""
    contexts = []
    asked: list[str] = []

    def opened(url: str, *, width: int = 1280, height: int = 800) -> Page:
        # Without the page's own content policy, which would hide a mistake in the escaping.
        context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error in the page: {error}"))
        page.goto(url)
        expect(_box(page)).to_be_visible(timeout=30_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert asked
    assert not [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]


def _box(page: Page) -> Locator:
    return page.get_by_label("Your question")


def _ask(page: Page, question: str) -> Locator:
    """Ask and wait for the end of the answer."""
    before = page.locator("#chat .made").count()
    _box(page).fill(question)
    _box(page).press("Enter")
    expect(page.locator("#chat .made")).to_have_count(before + 1, timeout=60_000)
    return page.locator("#chat .answer").last


def _shown(page: Page, inner: Locator) -> bool:
    """Whether an element lies in the part of the panel that one sees."""
    panel, box = page.locator("#right").bounding_box(), inner.bounding_box()
    assert panel is not None
    return box is not None and panel["y"] <= box["y"] and box["y"] + box["height"] <= panel["y"] + panel["height"] + 1


def _within(seconds: float, condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return met


# The page


def test_an_answer_grows_and_its_marker_shows_the_words(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site)
    expect(page.locator("#headline")).to_contain_text(re.compile(r"\d+ articles · .* 20\d\d"), timeout=60_000)
    page.evaluate("""() => {
        window.lengths = [];
        const look = () => window.lengths.push(document.querySelector("#chat .answer")?.innerText.length ?? 0);
        new MutationObserver(look).observe(document.querySelector("#chat"), { childList: true, subtree: true });
    }""")
    page.get_by_role("button", name=KFOR).click()  # an example
    expect(page.locator("#chat .made")).to_be_visible(timeout=60_000)
    lengths = sorted({length for length in page.evaluate("window.lengths") if length})
    assert len(lengths) >= 3, f"the answer came at once: {lengths}"
    expect(page.locator("#chat .made")).to_contain_text("slow-model")

    number = page.locator("#chat .answer p", has_text="9 October 2023").locator("a.marker").first
    mark = page.locator("#evidence mark", has_text="9 October").first
    number.press("Enter")
    expect(mark).to_be_focused()
    assert _within(3, lambda: _shown(page, mark))
    assert page.url == site
    assert len(page.context.pages) == 1
    expect(page.locator("#evidence section:visible")).to_contain_text("(front matter)")


def test_each_turn_keeps_its_evidence_and_its_session(site: str, visit: Callable[..., Page]) -> None:
    page, other = visit(site), visit(site)
    page.bring_to_front()
    for question in (KFOR, TRAMS, "How many boats did Storm Tamsel damage?"):
        _ask(page, question)
        expect(page.locator("#evidence section:visible .asked")).to_have_text(question)
    page.locator("#chat .answer").first.locator("a.marker").first.click()
    expect(page.locator("#evidence section:visible")).to_have_count(1)
    expect(page.locator("#evidence section:visible .asked")).to_have_text(KFOR)
    mark = page.locator("#evidence mark:focus")
    assert _within(3, lambda: _shown(page, mark))
    _ask(page, "How many passengers rode the Harbour Line?")
    expect(page.locator("#evidence section:visible .asked")).to_have_text("How many passengers rode the Harbour Line?")
    expect(other.locator("#chat .message-row")).to_have_count(0)

    page.get_by_role("button", name="New chat").click()
    expect(page.locator("#chat .message-row")).to_have_count(0)
    expect(page.locator("#evidence section")).to_have_count(0)


def test_what_the_articles_do_not_answer_is_refused(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site)
    answer = _ask(page, NOT_THERE)
    expect(answer.locator(".refusal")).to_contain_text("Not in these articles")
    expect(answer.locator("a.marker")).to_have_count(0)
    expect(page.locator("#evidence section:visible")).to_contain_text("No article is cited.")


def test_stop_keeps_what_there_is(site: str, visit: Callable[..., Page], endpoint: Endpoint) -> None:
    page = visit(site)
    endpoint.abandoned.clear()
    _box(page).fill(KFOR)
    _box(page).press("Enter")
    expect(page.locator("#chat .answer a.marker").first).to_be_visible(timeout=60_000)
    page.get_by_test_id("stop-button").click()
    expect(page.locator("#chat")).to_contain_text("Stopped before the end.")
    assert endpoint.abandoned.wait(10), "the model went on writing"
    expect(page.locator("#chat .answer a.marker").first).to_be_visible()
    _ask(page, TRAMS)
    expect(page.locator("#chat .message-row")).to_have_count(4)


def test_a_phone_shows_the_panel_below_the_chat(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site, width=360, height=740)
    _ask(page, KFOR).locator("a.marker").first.click()
    expect(page.locator("#evidence mark:focus")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    chat, panel = page.locator("#chat").bounding_box(), page.locator("#right").bounding_box()
    assert chat is not None
    assert panel is not None
    assert panel["y"] > chat["y"] + chat["height"]


def _called(site: str, *data: object) -> Any:
    """What the endpoint ``ask`` sends back."""
    body = json.dumps({"data": data}).encode()
    request = urllib.request.Request(f"{site}gradio_api/call/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        event = json.load(reply)["event_id"]
    with urllib.request.urlopen(f"{site}gradio_api/call/ask/{event}", timeout=60) as reply:
        return json.loads(reply.read().decode().partition("data: ")[2].partition("\n")[0])


def test_a_program_can_ask(site: str) -> None:
    (record,) = _called(site, KFOR)
    assert record["question"] == KFOR
    assert "9 October 2023" in record["text"]
    assert all(citation["quote"] for citation in record["citations"])


def test_a_program_can_filter(site: str) -> None:
    (record,) = _called(site, KFOR, "2023-10-01", "2023-10-31", ["balkan brief"])
    assert record["citations"]
    for citation in record["citations"]:
        assert citation["source"] == "Balkan Brief"
        assert "2023-10-01" <= citation["published"] <= "2023-10-31"
    (record,) = _called(site, KFOR, None, "", [], ["Nobody"])
    assert record["notice"] == "No article passes the filters."
    assert "“after” is not a date" in _called(site, KFOR, "October")["error"]
    assert "“sources” are not names" in _called(site, KFOR, None, None, 7)["error"]


# What a language model says and nothing supports


RIGHT = "Türkiye took command of KFOR on 9 October 2023"
WRONG = "KFOR has some 9,000 soldiers from 27 countries"
WRITTEN = (f"{RIGHT} [1]. ", f"{WRONG} [2].", "\n\nNot in the articles: what the mission costs")


def test_what_nothing_supports_is_struck_or_left_out(index: Path, visit: Callable[..., Page]) -> None:
    with (
        scripted(pieces=WRITTEN, usage=(1825, 48)) as model,
        served(RAG_CORPUS=CORPUS, RAG_INDEX=index, OPENAI_BASE_URL=model.url, OPENAI_API_KEY="none") as url,
    ):
        page = visit(url)
        answer = _ask(page, KFOR)
        expect(answer.locator("s")).to_have_text([f"{WRONG}."])
        expect(answer.locator("s")).to_have_css("text-decoration-line", "line-through")
        expect(answer.locator(".verdict")).to_have_text("⚠ Not supported: the article says 4,500, not 9,000")
        expect(answer.locator(".missing")).to_contain_text("Not in these articles: what the mission costs")
        expect(answer.locator(".made")).to_contain_text("1,825 tokens read, 48 written")

        switch = page.get_by_label("Only what is supported")
        switch.press("Space")
        expect(switch).to_be_checked()
        answer = _ask(page, KFOR)
        expect(answer).to_contain_text(RIGHT)
        expect(answer).not_to_contain_text(WRONG)
        expect(answer.locator(".made")).to_contain_text("1 unsupported sentence left out")
        # Numbers go on over the turns; whatever it is, it leads to its words in this turn's evidence.
        marker = answer.locator("a.marker").first
        marker.click()
        number = marker.inner_text().strip("[]")
        expect(page.locator(f"#turn-2 mark[data-cite~='2-{number}']").first).to_be_focused()

        (record,) = _called(url, KFOR, None, None, None, None, True)
        assert [statement["verdict"] for statement in record["statements"]] == ["supported"]
        assert record["left_out"] == 1

        _box(page).fill("Thanks a lot!")
        _box(page).press("Enter")
        expect(page.locator("#chat .reply")).to_have_text("You are welcome.")
        expect(page.locator("#evidence section:visible")).to_contain_text("Nothing was asked of the articles.")


def test_without_a_language_model_there_is_nothing_to_leave_out(index: Path, visit: Callable[..., Page]) -> None:
    with served(RAG_CORPUS=CORPUS, RAG_INDEX=index) as url:
        expect(visit(url).get_by_label("Only what is supported")).to_have_count(0)


# Filters


def _unfold(page: Page) -> None:
    expect(page.locator("#headline")).to_contain_text("article", timeout=60_000)
    fold = page.get_by_role("button", name=re.compile("^Filters"))
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")


def _choices(page: Page, label: str) -> list[str]:
    page.get_by_label(label).focus()
    expect(page.get_by_role("option").first).to_be_visible()
    listed = [option.get_attribute("aria-label") or "" for option in page.get_by_role("option").all()]
    page.get_by_label(label).press("Escape")
    return listed


def _choose(page: Page, label: str, name: str) -> None:
    """By keyboard: the first letters, then Enter."""
    page.get_by_label(label).press_sequentially(name[:12])
    page.get_by_label(label).press("Enter")
    expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()
    page.get_by_label(label).press("Escape")


def test_filters_narrow_the_evidence_and_each_turn_says_so(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site, width=360, height=740)
    fold = page.locator("#fold .label-wrap")
    _unfold(page)
    assert _choices(page, "Publisher") == [
        "Adriatic Monitor",
        "Balkan Brief",
        "Sulder Valley Courier",
        "The Harbour Gazette",
    ]
    _choose(page, "Publisher", "Adriatic Monitor")
    _choose(page, "Publisher", "Balkan Brief")
    expect(fold).to_contain_text("Filters: in Adriatic Monitor or Balkan Brief")
    page.get_by_role("button", name="Remove Adriatic Monitor").press("Enter")
    expect(fold).to_contain_text("Filters: in Balkan Brief")
    page.get_by_label("From").fill("2023-10-12")
    page.get_by_label("To", exact=True).fill("2023-10-12")
    fold.click()
    narrowed = "from 2023-10-12 to 2023-10-12, in Balkan Brief"
    expect(fold).to_contain_text(f"Filters: {narrowed}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    _ask(page, KFOR)
    expect(page.locator("#chat .user-row .narrowed")).to_have_text(f"Only articles {narrowed}")
    origins = page.locator("#evidence section:visible .origin").all_text_contents()
    assert origins
    assert all("Balkan Brief" in origin and "12 October 2023" in origin for origin in origins)

    page.get_by_role("button", name="Clear filters").press("Enter")
    expect(fold).to_have_text(re.compile(r"^Filters\W*$"))
    expect(_box(page)).to_be_focused()
    expect(page.locator("#fold .token")).to_have_count(0)
    _ask(page, TRAMS)
    expect(page.locator("#evidence section:visible .origin").first).to_contain_text("Harbour Gazette")
    expect(page.locator("#chat .narrowed")).to_have_count(1)


def test_dates_that_are_none_ask_nothing(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site)
    complaint = page.locator("#complaint")
    _unfold(page)
    page.get_by_label("From").fill("2023-10-02")
    page.get_by_label("To", exact=True).fill("2023-10-01")
    expect(complaint).to_have_text("“From” is later than “To”: no day lies between 2023-10-02 and 2023-10-01.")
    page.get_by_role("button", name="Clear filters").click()
    expect(complaint).to_have_text("")

    page.get_by_label("From").press("1")  # a month alone
    _box(page).fill(KFOR)
    page.locator("#fold .label-wrap").click()
    _box(page).press("Enter")
    expect(complaint).to_have_text("“From” is not a date: it takes a year, a month and a day (YYYY-MM-DD).")
    expect(page.get_by_label("From")).to_be_visible()
    expect(_box(page)).to_have_value(KFOR)
    expect(page.locator("#chat .message-row")).to_have_count(0)
    page.get_by_role("button", name="Clear filters").click()
    expect(complaint).to_have_text("")
    assert not page.get_by_label("From").evaluate("input => input.validity.badInput")
    _ask(page, KFOR)


# First start, mistakes, malice


POISON = f"""---
title: 'Poisoned <img src=x onerror="window.hacked=5"> **title** <script>window.hacked=6</script>'
author: '<b onmouseover="window.hacked=7">Mallory</b>'
source: '![s](http://evil.example/s.png)'
url: 'javascript:window.hacked=8'
---

The keeper of the Poisonville lighthouse is Mallory Grimhook <script>window.hacked = 9</script>.
The lighthouse of Poisonville was painted {HOSTILE} by its keeper in May.
"""


def _poisoned(folder: Path) -> Path:
    shutil.copytree(CORPUS, folder)
    (folder / "poison.md").write_text(POISON, encoding="utf-8")
    (folder / "joint.md").write_text("---\nauthor: Ana Novak, Teodora Vrana\n---\n\nWe wrote this.", encoding="utf-8")
    return folder


def _harmless(page: Page) -> None:
    assert page.evaluate("window.hacked") is None
    strangers = ":is(#chat .message-wrap, #evidence) :is(script, style, img, iframe, object, form, strong, code, b)"
    assert page.locator(strangers).count() == 0
    links = page.locator(":is(#chat .message-wrap, #evidence) a")
    assert links.count()
    for link in links.all():
        assert re.match(r"#|https://", link.get_attribute("href") or "")


def test_the_first_page_builds_the_index_and_hostile_articles_do_nothing(
    tmp_path: Path, visit: Callable[..., Page]
) -> None:
    corpus = _poisoned(tmp_path / "corpus")
    with served(RAG_CORPUS=corpus, RAG_INDEX=tmp_path / "index") as url:
        page, other = visit(url), visit(url)
        for each in (page, other):
            expect(each.locator("#headline progress")).to_be_visible(timeout=30_000)
        expect(page.locator("#headline")).to_contain_text(re.compile(r"Embedding \d+ of \d+ chunks"), timeout=60_000)
        expect(page.locator("#headline")).to_contain_text(re.compile(r"\d+ articles"), timeout=120_000)
        page.bring_to_front()
        answer = _ask(page, "Who is the keeper of the Poisonville lighthouse?")
        expect(answer.locator("blockquote").first).to_contain_text("Grimhook <script>window.hacked = 9</script>")
        card = page.locator("#evidence section:visible .card").first
        expect(card.locator("h3")).to_have_text(re.compile(r"^Poisoned <img src=x onerror="))
        expect(card.locator("h3 a")).to_have_count(0)
        expect(card.locator("mark").first).to_contain_text("Grimhook <script>window.hacked = 9</script>")
        expect(page.locator("#evidence")).to_contain_text("$$\\frac{1}{2}$$ ${window.hacked = 4} {{value}}")
        expect(page.locator("#chat .made")).to_contain_text("Quoted from the articles")

        _unfold(page)  # the names came with the index
        authors = _choices(page, "Author")
        assert '<b onmouseover="window.hacked=7">Mallory</b>' in authors
        assert {"Ana Novak", "Teodora Vrana"} <= set(authors)
        _choose(page, "Publisher", "![s](http://evil.example/s.png)")
        answer = _ask(page, "Who is the keeper of the Poisonville lighthouse?")
        expect(page.locator("#chat .narrowed")).to_have_text("Only articles in ![s](http://evil.example/s.png)")
        _harmless(page)


def test_a_hostile_model_does_nothing(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site)
    answer = _ask(page, "When did Türkiye take command of the hostile KFOR <img src=http://evil.example/q.png>?")
    expect(answer).to_contain_text("<script>window.hacked = 1</script>")
    expect(answer).to_contain_text("**bold** `code`")
    expect(answer.locator(".verdict").last).to_contain_text("upported: ")
    _harmless(page)


def test_without_articles_the_page_says_so_and_tries_again(tmp_path: Path, visit: Callable[..., Page]) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    with served(RAG_CORPUS=corpus, RAG_INDEX=tmp_path / "index") as url:
        page = visit(url)
        problem = page.locator("#headline .problem")
        expect(problem).to_contain_text(str(corpus), timeout=60_000)
        _box(page).fill(KFOR)
        _box(page).press("Enter")
        expect(page.locator("#chat .problem")).to_contain_text(str(corpus), timeout=60_000)
        shutil.copy(CORPUS / "balkans" / "turkiye-takes-command-of-kfor.md", corpus)
        page.reload()
        expect(page.locator("#headline")).to_contain_text("1 article ·", timeout=60_000)
        expect(_ask(page, KFOR)).to_contain_text("9 October")
        shutil.rmtree(tmp_path / "index")
        _box(page).fill(KFOR)
        _box(page).press("Enter")
        expect(page.locator("#chat .problem")).to_contain_text("index", timeout=60_000)
        page.reload()
        expect(page.locator("#headline")).to_contain_text("1 article ·", timeout=60_000)


def test_app_says_in_one_line_that_the_port_is_taken() -> None:
    with closing(socket.socket()) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):  # somebody else has it, which is as good
            taken.bind(("127.0.0.1", 7860))
            taken.listen()
        command = [sys.executable, "app.py"]
        ended = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, timeout=120)
    assert ended.returncode == 1
    assert re.fullmatch(r"[^\n]*7860[^\n]*--port[^\n]*\n", ended.stderr)


# What an answer looks like


TEXT = "First paragraph.\n\nOne two. Three four. Five\nsix.\n\n" + "word " * 500 + "The needle. " + "word " * 500
ARTICLE = Article("a.md", "Title", TEXT)


def _cite(quote: str, number: int) -> Citation:
    start = TEXT.index(quote)
    return Citation(ARTICLE, start, start + len(quote), number)


def _evidence(*citations: Citation, passages: tuple[Passage, ...] = ()) -> str:
    return render.evidence(1, Answer("q", "q", (Statement("s", citations, "supported"),), passages))


def test_citations_are_marked_in_their_paragraph_even_where_they_overlap() -> None:
    html = _evidence(_cite("One two. Three four.", 1), _cite("Three four. Five\nsix.", 2))
    marks = re.findall(r"<mark[^>]*data-cite='([^']*)'>([^<]*)</mark>", html)
    assert [(numbers, words.replace("&#46;", ".")) for numbers, words in marks] == [
        ("1-1", "One two. "),
        ("1-1 1-2", "Three four."),
        ("1-2", " Five six."),
    ]
    assert "First" not in html


def test_a_long_paragraph_is_cut_around_the_citation() -> None:
    html = _evidence(_cite("The needle.", 1))
    assert "<mark tabindex='-1' data-cite='1-1'>The needle&#46;</mark>" in html
    assert html.count("word") < 260
    assert "<p>… word" in html
    assert html.count(" …</p>") == 1


def test_passages_that_a_citation_touches_are_not_listed_again() -> None:
    scores = Scores(0.0, None, 0.1)
    cited, rest = Passage(ARTICLE, 18, 60, scores), Passage(ARTICLE, 0, 16, scores)
    assert "1 passage found, not cited" in _evidence(_cite("Three four.", 1), passages=(cited, rest))


def test_prose_keeps_its_paragraphs_and_lists() -> None:
    parts = [
        ("Intro.", ""),
        ("More.", " "),
        ("One.", "\n\n- "),
        ("Still one.", " "),
        ("Two.", "\n- "),
        ("End.", "\n\n"),
    ]
    answer = Answer(
        "q", "q", tuple(Statement(text, (), "supported", None, lead) for text, lead in parts), generator="m"
    )
    html = render.answer(1, answer, finished=False).replace("&#46;", ".")
    assert html == (
        "<div class='answer'><p>Intro. More.</p><ul><li>One. Still one.</li><li>Two.</li></ul><p>End.</p></div>"
    )


def _answer(*statements: Statement, **more: Any) -> str:
    """A model's answer, finished, with the signs that are written as entities as they are read."""
    given = Answer("Who, and why?", "Who, and why?", statements, generator="m", **more)
    return unescape(render.answer(1, given, finished=True))


def test_only_what_nothing_supports_is_struck_and_each_doubt_has_its_reason() -> None:
    shown = _answer(
        Statement("All.", (), "supported"),
        Statement("Some.", (), "partly", "no name"),
        Statement("None.", (), "unsupported", "<no> passage"),
    )
    assert re.findall(r"<s>(.*?)</s>", shown) == ["None."]
    assert "All. Some. <span class='verdict partly'>◐ Only partly supported: no name</span>" in shown
    assert "</s> <span class='verdict unsupported'>⚠ Not supported: <no> passage</span>" in shown


def test_a_part_that_is_missing_is_named_with_what_came_nearest() -> None:
    nearest = Passage(replace(ARTICLE, title="<b>Near</b>"), 0, 5, Scores(0.0, None, 0.1))
    given = Answer(
        "Who, and why?",
        "Who, and why?",
        (Statement("He.", (), "supported"),),
        missing=(Missing("<i>why</i>", "why <he>", nearest), Missing("when", "when")),
    )
    shown = render.answer(1, given, finished=False)
    assert not re.search(r"<(i|b|he)>", shown)
    boxes = re.findall(r"<div class='missing'>(.*?)</div>", unescape(shown))
    assert boxes == [
        "<p><strong>∅ Not in these articles:</strong> <i>why</i></p>"
        "<p class='hint'>searched for “why <he>” · nearest: <bdi><b>Near</b></bdi></p>",
        "<p><strong>∅ Not in these articles:</strong> when</p>",
    ]


def test_a_refusal_says_what_was_searched_for_once_and_only_where_that_is_not_the_question() -> None:
    given = Answer("Why?", "Who? Why?", refusal="No.", missing=(Missing("Why?", "Who? Why?"),))
    shown = unescape(render.answer(1, given, finished=True))
    assert shown.count("<p class='hint'>searched for “Who? Why?”</p></div>") == 1
    assert shown.count("searched for") == 1
    assert "class='missing'" not in shown
    assert "searched for" not in render.answer(1, replace(given, query="Why?"), finished=True)


def test_a_reply_stands_alone() -> None:
    given = Answer("Hi", "Hi", reply="Hello <there>.", timings={"total": 1.0})
    assert unescape(render.answer(1, given, finished=True)) == (
        "<div class='answer'><p class='reply'>Hello <there>.</p></div>"
    )
    assert "No article is cited." not in render.evidence(1, given)
    assert "Nothing was asked of the articles." in render.evidence(1, given)


def test_what_an_answer_took_and_goes_without_is_told_below_it() -> None:
    passage = Passage(ARTICLE, 0, 5, Scores(0.0, None, 0.1))
    shown = _answer(Statement("He.", (), "supported"), left_out=2, unread=(passage,) * 3, usage=Usage(1825, 48))
    assert (
        "2 unsupported sentences left out · 3 passages did not fit the model · 1,825 tokens read, 48 written" in shown
    )


def test_each_stage_of_a_build_is_told_in_its_words() -> None:
    assert "Opening the index" in render.progress(None)
    assert "Loading the embedding model" in render.progress(Progress("model", 0, 1))
    reading, embedding = (render.progress(Progress(stage, 32, 1024)) for stage in ("reading", "embedding"))
    assert "Reading articles 32 of 1,024" in reading
    assert "Embedding 32 of 1,024 chunks" in embedding
    assert "max='1024' value='32'" in embedding


def test_only_web_addresses_become_links() -> None:
    for url, linked in {
        "https://example.org/a?b='c'": True,
        "javascript:alert(1)": False,
        "java\nscript:alert(1)": False,
        "//example.org": False,
        "http://[broken": False,
    }.items():
        article = Article("a.md", "Title", TEXT, url=url)
        html = _evidence(Citation(article, 0, 5, 1))
        assert ("<h3><a href=" in html) is linked
        assert "'c'" not in html
