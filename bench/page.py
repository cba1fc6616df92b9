"""How long a reader waits for the page, in a real browser: `python -m bench.page CORPUS`.

Each visit is of a browser that has nothing of the page yet, to a server that was visited before; a second one follows.
A language model is asked where the environment names one (OPENAI_BASE_URL). It needs the extra `dev`, and a Chromium.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench.comparing import run_module
from bench.machine import Others, described
from bench.table import OURS, Row, table

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUESTIONS = ("Which company was to be sold, and for how much?", "What did the president say about the election?")
_LONGEST = 600_000  # milliseconds that a language model may take
# What the page has to show, in the order in which it does; "words" are any that answer, quotations that stand in for a
# model's included, and "written" is its first sentence.
_SHOWN = {
    "box": "#question textarea:enabled",
    "whole": "#headline h1 ~ *",
    "progress": "#chat :is(.quiet, .stage, .answer)",
    "words": "#chat .answer :is(blockquote, .rows, .refusal, .verdict)",
    "written": "#chat .answer .verdict",
    "finished": "#chat .answer .made",
}
# Notes for each of these when it is first there, in milliseconds since the visit began, with each frame that is drawn;
# what belongs to an answer anew with each Enter.
_WATCH = f"""(() => {{
  const shown = {json.dumps(_SHOWN)};
  const seen = (document.seen = {{}});
  const look = () => {{
    for (const [name, selector] of Object.entries(shown))
      if (!(name in seen) && document.querySelector(selector)?.checkVisibility()) seen[name] = performance.now();
    requestAnimationFrame(look);
  }};
  requestAnimationFrame(look);
  addEventListener("keydown", (event) => {{
    if (event.key !== "Enter") return;
    for (const name of Object.keys(shown).slice(2)) delete seen[name];
    seen.asked = performance.now();
  }}, true);
}})()"""
_PAINTED = "Object.fromEntries(performance.getEntriesByType('paint').map(one => [one.name, one.startTime]))"

Times = dict[str, float]
"""Times by what they lead to."""


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.page", description=__doc__)
    parser.add_argument("corpus", type=Path, help="a folder of articles")
    parser.add_argument("--questions", nargs="+", default=QUESTIONS, help="what is asked, each in visits of its own")
    parser.add_argument("--index", type=Path, help="an index of them; one that goes is built, unless said")
    parser.add_argument("--visits", type=int, default=5, help="how often the page is opened for each question")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = given.index or Path(folder) / "index"
        if given.index is None:
            run_module(Path(sys.executable), "bench.probes", "build", given.corpus.resolve(), index)
        load = _idle()
        with _served(given.corpus, index) as url, _chromium() as browser:
            _visit(browser, url, given.questions[0])  # the first visit has the server read what it serves
            visits = [_visit(browser, url, one) for _ in range(given.visits) for one in given.questions]
    print(", ".join(f"{name}: {value}" for name, value in described().items()))
    print(table([Row(work, "s", {OURS: median(each), "longest": max(each)}, load=load) for work, each in _by(visits)]))


def _idle() -> float | None:
    """How many cores others keep busy before the visits: from then on what the browser starts would count as theirs."""
    others = Others()
    time.sleep(3)
    return others.cores()


def _by(visits: Sequence[Times]) -> Iterator[tuple[str, list[float]]]:
    """All times of each kind of work."""
    for work in dict.fromkeys(name for times in visits for name in times):
        yield work, [times[work] for times in visits if work in times]


def _visit(browser: Browser, url: str, question: str) -> Times:
    """Open the page, and ask; the times of both."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    try:
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.goto(url, wait_until="commit")
        seen = _seen(page, "whole")
        painted = page.evaluate(_PAINTED)
        opened = {
            "first paint": painted["first-paint"],
            "first contentful paint": painted["first-contentful-paint"],
            "the question can be typed": seen["box"],
            "the index is opened and told of": seen["whole"],
        }
        asked = _asked(page, question)
        page.goto(url, wait_until="commit")
        again = {"the question can be typed, at a second visit": _seen(page, "whole")["box"]}
        return {work: one / 1000 for work, one in (opened | again | asked).items()}
    finally:
        context.close()


def _asked(page: Page, question: str) -> Times:
    """Ask; from the Enter to what comes then."""
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    seen = _seen(page, "finished")
    told = {"progress": "a sign of progress", "words": "the first words"}
    told |= {"written": "a model's first sentence"} if "written" in seen else {}
    told |= {"finished": "the whole answer"}
    return {f"Enter until {work}": seen[name] - seen["asked"] for name, work in told.items()}


def _seen(page: Page, name: str) -> Times:
    page.wait_for_function("name => document.seen && name in document.seen", arg=name, timeout=_LONGEST)
    seen: Times = page.evaluate("document.seen")
    return seen


@contextmanager
def _served(corpus: Path, index: Path) -> Iterator[str]:
    """The address of a page in a process of its own."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "rag.cli", "serve", "--port", port, "--corpus", corpus, "--index", index]
    with subprocess.Popen(
        list(map(str, command)), stderr=subprocess.PIPE, text=True, env=os.environ | {"HF_HUB_OFFLINE": "1"}
    ) as server:
        try:
            assert server.stderr is not None
            said = next((line for line in server.stderr if "http" in line), None)
            if said is None:
                raise SystemExit("the page was not served: try `rag serve` with these folders")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


@contextmanager
def _chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        raise SystemExit(f"no browser: install one of {', '.join(CHROMIUM)}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
