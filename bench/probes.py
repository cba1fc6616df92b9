"""What is measured of ours alone, each in a process of its own: `python -m bench.probes NAME ARGUMENT ...`.

Beside seconds stands the time of processors (``processor``), which other work on the machine bears on less.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.corpus import paragraphs, read
from bench.noisy import Noisy
from bench.systems.running import memory, size, timed
from bench.table import percentile
from rag import Article, Embedder, Index, Rag, Settings

Figures = dict[str, float]


def build(corpus: str, folder: str, sample: str = "") -> Figures:
    """Index a folder; with a ``sample`` of real articles by vectors made from theirs, else by the model."""
    embedder = _noisy(Path(sample)) if sample else _real()
    started = time.perf_counter()
    report = Index.build(corpus, folder, embedder=embedder).report
    assert report is not None
    seconds = time.perf_counter() - started
    return {
        "seconds": seconds,
        "peak": memory("VmHWM"),
        "embedded": report.embedded_chunks,
        "chunks": report.chunks,
        "disk": size(Path(folder)),
    }


def opening(folder: str, questions: str) -> Figures:
    """Open an index with its model loaded before, then search it; the times of searches are without embedding."""
    embedder = Index.open(folder).embedder
    before = memory("VmRSS")
    asked = _asked(questions)
    started = time.perf_counter()
    index = Index.open(folder, embedder=embedder)
    opened = time.perf_counter() - started
    first = index.search(asked[0])
    worked = time.process_time()
    took = [sum(seconds for stage, seconds in index.search(one).timings.items() if stage != "embed") for one in asked]
    worked = time.process_time() - worked
    return {
        "open": opened + first.timings["open"],
        "p50": percentile(took, 0.5),
        "p95": percentile(took, 0.95),
        "processor": worked / len(asked),  # embedding included
        "memory": memory("VmRSS"),
        "grown": memory("VmRSS") - before,
    }


def changing(folder: str) -> Figures:
    """Put an article in that came from no file, then change it five times; the median until a search finds it. The
    model's work is in it: by a made vector the article would be of a story with thousands of others."""
    index = Index.open(folder, embedder=_real())
    text = "The ferry to Ondermere left at noon. " * 30
    index.update([Article("changed", "The ferry", text)])
    index.search("ferry")
    took: list[float] = []
    worked = time.process_time()
    for number in range(5):
        word = f"quibble{number}"
        started = time.perf_counter()
        index.update([Article("changed", "The ferry", f"{text} Its captain said {word}.")])
        found = index.search(word)
        took.append(time.perf_counter() - started)
        assert any(word in passage.text for passage in found), "the changed article is searchable"
    worked = time.process_time() - worked
    index.update((), remove=["changed"])
    return {"seconds": percentile(took, 0.5), "processor": worked / len(took)}


def deriving(folder: str) -> Figures:
    """Throw away all but the store, and search: what is derived is made anew."""
    embedder = Index.open(folder).embedder
    for path in Path(folder).iterdir():
        if not path.name.startswith("articles.sqlite"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    started, worked = time.perf_counter(), time.process_time()
    Index.open(folder, embedder=embedder).search("harbour")
    return {"seconds": time.perf_counter() - started, "processor": time.process_time() - worked}


def beside(folder: str, questions: str, corpus: str) -> Figures:
    """Ask an index while nothing else goes on, and while a build puts a corpus into it."""
    rag = Rag.open(folder)
    asked = _asked(questions)
    idle = timed(rag.ask, asked, 1)
    building = subprocess.Popen(
        [sys.executable, "-m", "rag.cli", "index", corpus, "--index", folder],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(3)  # until it has loaded its model
    busy: list[float] = []
    while not busy or building.poll() is None:  # a short one may have ended
        busy += timed(rag.ask, [asked[len(busy) % len(asked)]], 1)
    if building.returncode:
        raise RuntimeError(f"the build ended with {building.returncode}")
    return {
        "idle p50": percentile(idle, 0.5),
        "idle p95": percentile(idle, 0.95),
        "busy p50": percentile(busy, 0.5),
        "busy p95": percentile(busy, 0.95),
        "asked": len(busy),
    }


def tokens(articles: str) -> Figures:
    """The tokens of all texts of an ``articles.jsonl``, and their number."""
    texts = [one.text for one in read(Path(articles))]
    return {"tokens": sum(_real().count_tokens(texts)), "articles": len(texts)}


PROBES: dict[str, Callable[..., Figures]] = {
    probe.__name__: probe for probe in (build, opening, changing, deriving, beside, tokens)
}


def _real() -> Embedder:
    """The default model, as an index that is new loads it."""
    with tempfile.TemporaryDirectory() as folder:
        return Index.open(folder, create=True, threads=Settings().threads).embedder


def _noisy(sample: Path) -> Noisy:
    return Noisy(_real(), [part for one in read(sample) for part in paragraphs(one)])


def _asked(questions: str) -> list[str]:
    asked: list[str] = json.loads(Path(questions).read_text(encoding="utf-8"))
    return asked


def main(arguments: Sequence[str]) -> None:
    """Print the figures of one probe as JSON."""
    name, *given = arguments
    print(json.dumps(PROBES[name](*given)))


if __name__ == "__main__":
    main(sys.argv[1:])
