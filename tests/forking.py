"""Servers in processes of their own, forked from one that has loaded what they load: Gradio alone takes seconds of a
processor, and some thirty tests begin a server. What hangs on how Python itself begins takes a process from nothing."""

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import TextIO

from tests.conftest import PROJECT

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    ["rag.cli", "rag.web.serving", "rag.index.building", "rag.answers.pipeline", "tests.conftest", "tests.warming"]
)


class Forked:
    """A running process and the other ends of what it writes to."""

    def __init__(self, process: ForkServerProcess, stdout: TextIO, stderr: TextIO) -> None:
        self._process = process
        self.stdout, self.stderr = stdout, stderr

    def send_signal(self, number: signal.Signals) -> None:
        """Send it, unless the process has ended."""
        if self._process.is_alive():
            assert self._process.pid is not None
            os.kill(self._process.pid, number)

    def wait(self, seconds: float) -> int | None:
        """The exit status, negative for a signal's; None where it goes on after so long."""
        self._process.join(seconds)
        return self._process.exitcode


@contextlib.contextmanager
def forked(run: Callable[..., None], *arguments: object, env: Mapping[str, str]) -> Iterator[Forked]:
    """A process that calls a module's function in the project's folder; it is killed at the end of the block."""
    (stdout, said), (stderr, told) = _CONTEXT.Pipe(duplex=False), _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_run, args=(run, arguments, dict(env), said, told))
    process.start()
    said.close()
    told.close()
    # What still reads from a pipe when the block ends would not let it be closed: it goes with the process.
    ends = [open(os.dup(end.fileno()), encoding="utf-8") for end in (stdout, stderr)]  # noqa: SIM115
    try:
        yield Forked(process, *ends)
    finally:
        process.kill()
        process.join()


def _run(
    run: Callable[..., None], arguments: tuple[object, ...], env: dict[str, str], said: Connection, told: Connection
) -> None:
    os.chdir(PROJECT)
    os.environ.clear()
    os.environ.update(env)
    tempfile.tempdir = None  # that of the environment before
    for end, number in ((said, 1), (told, 2)):
        os.dup2(end.fileno(), number)
        end.close()
    # Those that were forked may be of a file, which is written in another way than a pipe.
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    run(*arguments)
