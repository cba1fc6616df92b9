"""`python -m bench`: each part comes to its end on the articles that it makes, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

PARTS = {
    "compare": ("indexing", "search, 1 at once, p50"),
    "own": ("`rag ask`, cold", "open, after imports", "answer, beside a build, p50"),
    "tenfold": ("build, 10 times the articles, time",),
    "growth": ("search p95", "recall at 10"),
}


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("part", PARTS)
def test_each_part_measures_what_it_names(part: str, tmp_path: Path) -> None:
    told = tmp_path / "bench.json"
    few = "--number 2 --rounds 1 --questions 2 --chunks 8 --peers".split()
    command = [sys.executable, "-m", "bench", "--parts", part, *few, "--json", str(told)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = {row["work"]: row["values"]["ours"] for row in json.loads(told.read_text("utf-8"))["rows"]}
    for work in PARTS[part]:
        assert [value for name, value in found.items() if name.startswith(work)], work
        assert all(value > 0 for name, value in found.items() if name.startswith(work)), work
