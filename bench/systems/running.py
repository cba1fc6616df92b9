"""What is asked of each system and measured of it, in the process that it is run in. Needs Python alone."""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

WORDS = 150
"""Words of a chunk, where a system has no splitter of its own: about 200 tokens of English."""


STARTED = "BENCH_STARTED"
"""The environment variable that says when a process was begun, so that its imports count; seconds since the epoch."""


class System(Protocol):
    """A way to index articles and to search them. Making one imports its libraries and loads its model."""

    def index(self, articles: Path, folder: Path) -> int:
        """Index the ``articles.jsonl``, and keep the index in the folder. Returns the number of chunks."""
        ...

    def search(self, question: str) -> None:
        """Find eight passages."""
        ...


def run(make: Callable[[], System]) -> None:
    """Measure one system: ARTICLES QUESTIONS FOLDER [AT ONCE ...]; the figures go to standard output, as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("at_once", type=int, nargs="*", default=[1])
    given = parser.parse_args()
    asked: list[str] = json.loads(given.questions.read_text(encoding="utf-8"))

    system = make()
    started = time.time() - float(os.environ[STARTED])
    ready, worked = time.perf_counter(), time.process_time()
    chunks = system.index(given.articles, given.folder)
    indexed = time.perf_counter()
    found: dict[str, object] = {
        "start": started,
        "index": indexed - ready,
        "processor": time.process_time() - worked,
        "peak": memory("VmHWM"),
        "disk": size(given.folder),
        "chunks": chunks,
    }
    for question in asked[:5]:  # what is loaded with the first questions is no part of the others
        system.search(question)
    found["search"] = {at_once: timed(system.search, asked, at_once) for at_once in given.at_once}
    print(json.dumps(found))
    sys.stdout.flush()


def articles_of(path: Path) -> list[dict[str, str]]:
    """The records of an ``articles.jsonl``."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def pieces(text: str) -> list[str]:
    """A text in chunks of `WORDS` words."""
    words = text.split()
    return [" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)]


def timed(ask: Callable[[str], object], asked: list[str], at_once: int) -> list[float]:
    """The seconds that each question takes, where ``at_once`` are asked at once, each at the heels of another."""

    def one(question: str) -> float:
        started = time.perf_counter()
        ask(question)
        return time.perf_counter() - started

    with ThreadPoolExecutor(at_once) as askers:
        return list(askers.map(one, asked))


def memory(name: str) -> int:
    """Bytes of memory of this process: ``VmHWM``, the most that it held, or ``VmRSS``, what it holds."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:  # not on Linux
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def size(folder: Path) -> int:
    """Bytes of the files in a folder."""
    return sum(os.path.getsize(path) for path in folder.rglob("*") if path.is_file())
