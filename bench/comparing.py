"""Ours beside a plain script and the peers that are installed: the same articles and weights, in turn, each time in a
process of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.machine import Others
from bench.systems.running import STARTED
from bench.table import OURS, PLAIN, Row, compared, percentile

HERE = Path(__file__).parent
Taken = dict[str, Any]
"""What each system printed of one round (`bench.systems.running.run`)."""

PEERS = ("txtai", "haystack", "langchain", "llama-index")
AT_ONCE = (1, 8, 32)
# Nothing is fetched: the weights lie on this machine. And no peer reports what it is used for.
_ENVIRONMENT = {"HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False", "TOKENIZERS_PARALLELISM": "false"}


def installed() -> list[str]:
    """The peers that `make bench-peers` has set up."""
    return [peer for peer in PEERS if (HERE / f".venv-{peer}" / "ready").exists()]


def python(system: str) -> Path:
    """The Python that a system is run with."""
    return Path(sys.executable) if system in (OURS, PLAIN) else HERE / f".venv-{system}" / "bin" / "python"


def run_module(executable: Path, module: str, *arguments: object) -> Any:
    """Run a module of ours in a process of its own, and read the JSON of its last line. Raises ``RuntimeError``."""
    done = subprocess.run(
        [executable, "-m", module, *map(str, arguments)],
        cwd=HERE.parent,
        env=os.environ | _ENVIRONMENT | {STARTED: str(time.time())},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def rounds(articles: Path, asked: Path, systems: Sequence[str], number: int) -> tuple[list[Taken], float | None]:
    """``number`` rounds, in each of which every system runs once; and how many cores others kept busy."""
    found: list[Taken] = []
    others = Others()
    for place in range(number):
        found.append({})
        first = place % len(systems)
        for system in [*systems[first:], *systems[:first]]:
            at_once = AT_ONCE if system in (OURS, PLAIN) else (1,)  # not each peer may be asked by many threads
            with tempfile.TemporaryDirectory() as folder:
                module = f"bench.systems.{system.replace('-', '_')}"
                found[-1][system] = run_module(python(system), module, articles, asked, folder, *at_once)
            took, worked = (found[-1][system][name] for name in ("index", "processor"))
            print(f"round {place + 1}: {system}, {took:.1f} s, {worked:.1f} s of processors", file=sys.stderr)
    return found, others.cores()


def rows(measured: Sequence[Taken], tokens: int, load: float | None) -> list[Row]:
    """What rounds came to. ``tokens`` are those of the articles' texts, counted once for all."""

    def row(work: str, unit: str, figure: Callable[[Any], float]) -> Row:
        return compared(work, unit, [{one: figure(run) for one, run in taken.items()} for taken in measured], load)

    found = [
        row("indexing", "tokens/s", lambda run: tokens / run["index"]),
        row("indexing, by processor time", "tokens/s", lambda run: tokens / run["processor"]),
        row("indexing, most memory", "MB", lambda run: run["peak"] / 1e6),
        row("chunks", "", lambda run: run["chunks"]),
        row("disk a chunk", "KB", lambda run: run["disk"] / run["chunks"] / 1e3),
        row("imports and model", "s", lambda run: run["start"]),
    ]
    for at_once in map(str, AT_ONCE):
        asked = [{one: run for one, run in taken.items() if at_once in run["search"]} for taken in measured]
        for name, share in (("p50", 0.5), ("p95", 0.95)):
            timed = [
                {one: percentile(run["search"][at_once], share) * 1e3 for one, run in taken.items()} for taken in asked
            ]
            found.append(compared(f"search, {at_once} at once, {name}", "ms", timed, load))
    return found
