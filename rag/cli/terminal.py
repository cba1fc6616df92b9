"""The terminal: streams that escape what steers it, texts in lines of its width, how far a build or an answer is, and
how a signal ends a build.

Signs that steer a terminal are shown and not sent to it, from wherever they come: both streams see to that.
"""

import contextlib
import io
import os
import re
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO, cast

import typer

from rag.types import Progress, Report

# Control characters but for line feeds and tabs, Unicode's Bidi_Control, separators of lines, halves of pairs.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
REFUSED = 3
"""The exit status where the articles do not answer."""
_STAGES = {
    "model": "Loading the model",
    "reading": "Reading files",
    "naming": "Finding names",
    "embedding": "Embedding chunks",
}


def escaped(text: str) -> str:
    """A text with each sign that steers a terminal written as ``\\u001b``, which JSON reads as the sign itself."""
    return _STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def one_line(text: object) -> str:
    """A text that stands in a line of ours, and may not begin one."""
    return str(text).replace("\n", "\\u000a")


class EscapingStream(io.TextIOBase):
    """A stream to which everything is written as ``escaped`` has it. ``stream`` is the one behind it, for what steers a
    terminal on purpose: our colours and our bar."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        self.stream.write(escaped(text))
        return len(text)

    def flush(self) -> None:
        self.stream.flush()

    def isatty(self) -> bool:
        return self.stream.isatty()

    def fileno(self) -> int:
        return self.stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        return "replace"


def behind(stream: TextIO) -> TextIO:
    """The stream that does not escape, behind one that does."""
    return stream.stream if isinstance(stream, EscapingStream) else stream


def escape_output() -> None:
    """Let both streams of the process escape what is written to them, and warnings take one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # as no other encoding holds what articles say
    sys.stdout, sys.stderr = (cast(TextIO, EscapingStream(stream)) for stream in (sys.stdout, sys.stderr))
    warnings.showwarning = lambda message, *_, **__: print(f"rag: {one_line(message)}", file=sys.stderr)


def show(*parts: str | tuple[str, str], label: str = "", to: TextIO | None = None) -> None:
    """Print a text, each part of it plain or with a style of rich, behind a label: on a terminal in lines of its width,
    by the cells that wide and combining signs take there, the text as a column beside the label; elsewhere, where a
    program may read it, as it is. ``to`` is a stream, else standard output."""
    stream = to or sys.stdout
    styled = [(part, "") if isinstance(part, str) else part for part in parts]
    if not stream.isatty():
        print(f"{label}{''.join(text for text, _ in styled)}", file=stream)
        return
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    label = escaped(label)
    console = Console(file=behind(stream), highlight=False)
    # Without colours rich would still strike words through.
    plain = bool(os.environ.get("NO_COLOR"))
    whole = Text.assemble(*((escaped(text), "" if plain else style) for text, style in styled))
    beside = label
    for line in whole.wrap(console, max(1, console.width - cell_len(label))):
        line.rstrip()
        console.print(Text(beside) + line, soft_wrap=True)
        beside = " " * cell_len(label)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows below the names of their columns on a terminal, within its width and each word whole."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=behind(sys.stdout), highlight=False)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="")
    for name in columns:
        table.add_column(Text(escaped(name)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(escaped(" ".join(cell.split()))) for cell in row))
    console.print(table)


@contextlib.contextmanager
def stoppable(*, rebuild: bool = False) -> Iterator[None]:
    """A build that Ctrl-C and SIGTERM end at once, in one line and with their exit status, 130 and 143."""

    came: list[int] = []

    def stop(number: int, _: object) -> None:
        came.append(number)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except (KeyboardInterrupt, Exception):
        if not came:  # else it is that, also where a library that was being loaded made another error of it
            raise
        if rebuild:
            outcome = "The index is as it was: run `rag index --rebuild` to begin again."
        else:
            outcome = "What was embedded is kept: run `rag index` to go on."
        print(f"rag: stopped. {outcome}", file=sys.stderr)
        raise typer.Exit(128 + came[0]) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def telling() -> Iterator[Callable[[str | None], None]]:
    """What tells on a terminal, in one line that is erased again, what is being done; None erases it. Elsewhere nothing
    is told."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(file=behind(sys.stderr)).status("") as line:

        def tell(words: str | None) -> None:
            if words is None:
                line.stop()
            else:
                line.update(Text(one_line(escaped(words)), no_wrap=True, overflow="ellipsis"))
                line.start()

        yield tell


def watched(steps: Iterator[Progress]) -> Report:
    """Run a build to its end, showing how far it is: a bar with an estimate on a terminal, plain lines elsewhere."""
    with _bar() if sys.stderr.isatty() else contextlib.nullcontext(_lines()) as show:
        for step in steps:
            if step.report is not None:
                return step.report
            show(step)
    raise AssertionError("a build ends with its report")


def _lines() -> Callable[[Progress], None]:
    """A line at the start of each stage and at each further fifth."""
    shown = ("", 0)

    def show(step: Progress) -> None:
        nonlocal shown
        if (mark := (step.stage, step.done * 5 // max(1, step.total))) != shown:
            print(f"{_STAGES[step.stage]} ({step.done}/{step.total})", file=sys.stderr)
            shown = mark

    return show


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("left:"), TimeRemainingColumn())  # fmt: skip
    # What others print meanwhile passes through our stream, and not through rich, which reads escape sequences.
    console = Console(file=behind(sys.stderr))
    tasks: dict[str, TaskID] = {}
    with Bar(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:

        def show(step: Progress) -> None:
            if step.stage not in tasks:
                bar.refresh()  # a stage may be over before it was drawn
                for task in tasks.values():
                    bar.update(task, visible=False)
                tasks[step.stage] = bar.add_task(_STAGES[step.stage], total=step.total)
            bar.update(tasks[step.stage], completed=step.done, total=step.total)

        yield show
