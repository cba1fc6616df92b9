"""Commands in processes of their own, forked from one that has loaded what they load: each begins at once, which in
some hundred tests is a minute. What of a command hangs on how Python itself begins takes a process from nothing.

`python -m tests.cli.forking` is the process that is forked from: it reads a request a line, and says how each ended.
"""

import atexit
import contextlib
import importlib
import io
import json
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_LOADED = ("rag.answers.pipeline", "rag.index.building", "rag.cli.printing", "rag.cli.terminal", "tests.warming")


class Forked:
    """Runs `rag` commands, each in a fork of one process."""

    def __init__(self, project: Path, env: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.forking"],
            cwd=project,
            env=dict(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="ascii",
        )
        atexit.register(self._process.kill)

    def run(
        self, arguments: Sequence[str | bytes], folder: Path, env: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """One command, in a folder and an environment; what it read from its standard input would be nothing."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.NamedTemporaryFile() as out, tempfile.NamedTemporaryFile() as err:
            request = {
                "arguments": [os.fsdecode(one) for one in arguments],
                "folder": str(folder),
                "env": dict(env),
                "out": out.name,
                "err": err.name,
            }
            print(json.dumps(request), file=self._process.stdin, flush=True)
            code = int(self._process.stdout.readline())
            said, told = out.read().decode("utf-8"), err.read().decode("utf-8")
        # As a pipe's text is read.
        return subprocess.CompletedProcess(list(arguments), code, *(one.replace("\r\n", "\n") for one in (said, told)))


def _serve() -> None:
    for name in _LOADED:
        importlib.import_module(name)
    for line in sys.stdin:
        request = json.loads(line)
        if not (child := os.fork()):
            os._exit(_command(request))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _command(request: dict[str, Any]) -> int:
    errors = [stream.errors for stream in (sys.stdout, sys.stderr)]
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.path[0] = request["folder"]
    for path, to in ((os.devnull, 0), (request["out"], 1), (request["err"], 2)):
        os.dup2(os.open(path, os.O_RDWR), to)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False))
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(io.BufferedWriter(io.FileIO(to, "w", closefd=False)), "utf-8", error, write_through=to == 2)
        for to, error in zip((1, 2), errors, strict=True)
    )
    sys.argv = ["rag", *request["arguments"]]
    code: Any = 0
    try:
        runpy.run_module("rag.cli", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    return int(code)


if __name__ == "__main__":
    _serve()
