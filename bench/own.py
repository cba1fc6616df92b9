"""What there is to measure of ours alone: starting, changes, a build of ten times the articles, and growth."""

import functools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.comparing import run_module
from bench.corpus import Record, made, questions, write
from bench.machine import Others
from bench.table import OURS, Row
from rag.cli.terminal import REFUSED

_ASKED = 60
_QUESTION = "What was inspected after the storm?"
_PYTHON = Path(sys.executable)


def starting(index: Path, times: int) -> Iterator[Row]:
    """A cold start: of the command, of an answer, and of what a program imports; each the median of some ``times``."""
    help_, ask = ("-m", "rag.cli", "--help"), ("-m", "rag.cli", "ask", _QUESTION, "--index", index)
    yield from _row("`rag --help`, cold", "s", lambda: _median(_wall, help_, times))
    yield from _row("`rag ask`, cold", "s", lambda: _median(_wall, ask, times))
    for statement in ("import rag", "import rag.cli", "from rag import Index", "from rag import Rag"):
        yield from _row(f"`{statement}`", "s", functools.partial(_median, _import, statement, times))


def working(index: Path, corpus: Path, articles: Sequence[Record]) -> Iterator[Row]:
    """Open, change, derive anew, and ask beside a build of the corpus, which is added to the index."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "questions.json"
        asked.write_text(json.dumps(questions(articles, _ASKED)), encoding="utf-8")
        yield from _row("open, after imports", "s", lambda: _probe("opening", index, asked)["open"])
        yield from _row("one changed article until searchable", "s", lambda: _probe("changing", index)["seconds"])
        yield from _row("derived parts made anew", "s", lambda: _probe("deriving", index)["seconds"])
        others = Others()
        found = _probe("beside", index, asked, corpus)
        load = others.cores()
    for name in ("p50", "p95"):
        yield Row(f"answer, no build beside it, {name}", "ms", {OURS: found[f"idle {name}"] * 1e3}, load=load)
        yield Row(f"answer, beside a build, {name}", "ms", {OURS: found[f"busy {name}"] * 1e3}, load=load)
    ratio = found["busy p50"] / found["idle p50"]
    yield Row("answer, beside a build / without", "times", {OURS: ratio}, load=load)


def tenfold(base: Sequence[Record], number: int, folder: Path) -> Iterator[Row]:
    """A build of some articles, and of ten times as many: its time and the most memory that it held."""
    others = Others()
    found = []
    for count in (number, 10 * number):
        corpus = folder / f"corpus-{count}"
        write(corpus / "articles.jsonl", made(base, count))
        found.append(_probe("build", corpus, folder / f"index-{count}"))
    load = others.cores()
    for one, count in zip(found, (number, 10 * number), strict=True):
        yield Row(f"build of {count:,} articles", "s", {OURS: one["seconds"]}, load=load)
        yield Row(f"build of {count:,} articles, memory", "MB", {OURS: one["peak"] / 1e6}, load=load)
    few, many = found
    work = "build, 10 times the articles"
    # The articles are not all of a length: what counts is time for a chunk.
    chunks = many["chunks"] / few["chunks"]
    yield Row(f"{work}, time", "times", {OURS: many["seconds"] / few["seconds"] / chunks * 10}, load=load)
    yield Row(f"{work}, memory", "times", {OURS: many["peak"] / few["peak"]}, load=load)


def growth(base: Path, articles: Sequence[Record], sizes: Sequence[int], folder: Path) -> Iterator[dict[str, float]]:
    """One index that grows to about each number of chunks, and what it takes then. Its vectors are made from real
    ones."""
    corpus, index = folder / "corpus", folder / "index"
    asked = folder / "questions.json"
    folder.mkdir(parents=True, exist_ok=True)
    asked.write_text(json.dumps(questions(list(made(articles, 200)), _ASKED)), encoding="utf-8")
    each = 4.0  # chunks of an article, to begin with
    before = chunks = 0
    for size in sizes:
        count = max(1, round((size - chunks) / each))
        write(corpus / f"{size}.jsonl", made(articles, count, before))
        before += count
        built = _probe("build", corpus, index, base)
        chunks, each = int(built["chunks"]), built["chunks"] / before
        opened = _probe("opening", index, asked)
        yield {
            "chunks": chunks,
            "ms a chunk, build": built["seconds"] / built["embedded"] * 1e3,
            "MB, build": built["peak"] / 1e6,
            "KB a chunk, disk": built["disk"] / chunks / 1e3,
            "s, open": opened["open"],
            "ms, search p50": opened["p50"] * 1e3,
            "ms, search p95": opened["p95"] * 1e3,
            "MB, reader": opened["memory"] / 1e6,
            "s, a changed article": _probe("changing", index)["seconds"],
        } | _recall(index)
        print(f"{chunks:,} chunks", file=sys.stderr)


def grown_rows(grown: Sequence[dict[str, float]], load: float | None) -> Iterator[Row]:
    """The figures of a growing index as rows."""
    for measure in grown[0]:
        if measure != "chunks":
            unit, _, work = measure.partition(", ")
            for one in grown:
                yield Row(f"{work}, {one['chunks']:,} chunks", unit, {OURS: one[measure]}, load=load)


def _recall(index: Path) -> dict[str, float]:
    command = [str(_PYTHON), "-m", "rag.cli", "status", "--measure", "--json", "--index", str(index)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {"share, recall at 10": json.loads(done.stdout)["recall"]}


def _probe(name: str, *arguments: object) -> dict[str, float]:
    found: dict[str, float] = run_module(_PYTHON, "bench.probes", name, *arguments)
    return found


def _row(work: str, unit: str, measure: Callable[[], float]) -> Iterator[Row]:
    others = Others()
    value = measure()
    yield Row(work, unit, {OURS: value}, load=others.cores())


def _median(measure: Callable[[Any], float], given: Any, times: int) -> float:
    measure(given)  # which leaves what Python compiled, as any use before it does
    return median(measure(given) for _ in range(times))


def _wall(arguments: Sequence[object]) -> float:
    started = time.perf_counter()
    done = subprocess.run([_PYTHON, *map(str, arguments)], capture_output=True, check=False, env=_environment())
    took = time.perf_counter() - started
    if done.returncode != REFUSED:  # which takes as long, where the articles are another's
        done.check_returncode()
    return took


def _import(statement: str) -> float:
    code = f"import time; s = time.perf_counter(); {statement}; print(time.perf_counter() - s)"
    done = subprocess.run([_PYTHON, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    return float(done.stdout)


def _environment() -> dict[str, str]:
    """That of a command: a language model's time is not ours, and what Python compiles is kept, as it is by default."""
    left_out = ("OPENAI_BASE_URL", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in left_out} | {"HF_HUB_OFFLINE": "1"}
