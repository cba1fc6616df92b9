"""What readers thought of answers: one line of JSON for each verdict of theirs, in a file on this machine."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import filelock

from rag.answers.answer import Answer
from rag.errors import RagError

LONGEST = 2000
"""Characters of a note that are kept."""

_PATIENCE = 10.0  # seconds; a record takes milliseconds, so who waits longer waits for something broken


class Feedback:
    """Answers with a thumb up or down, in a file to which threads and processes may add at once.

    ``torn`` is how many lines the last ``read`` passed over, as they were not written to their end.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.torn = 0

    def record(self, answer: Answer, *, good: bool, note: str = "", narrowed: str = "") -> None:
        """Add what a reader thinks of an answer; when it returns, that is on the disk.

        ``narrowed`` says in words which articles were asked alone. Raises ``RagError`` where it can't be written.
        """
        line = _line(_record(answer, good=good, note=note, narrowed=narrowed))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(self.path.with_name(f".{self.path.name}.lock"), timeout=_PATIENCE):
                _append(self.path, line)
        except filelock.Timeout:
            raise RagError(
                f"What you think was not kept: another process holds {self.path}; try again.", path=self.path
            ) from None
        except OSError as error:
            raise RagError(
                f"What you think was not kept: {self.path} can't be written ({error.strerror}); allow writing it.",
                path=self.path,
            ) from error

    def read(self) -> list[dict[str, object]]:
        """Everything recorded, oldest first; none where nothing was. Raises ``RagError`` where it can't be read."""
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            lines = []
        except OSError as error:
            raise RagError(
                f"{self.path} can't be read ({error.strerror}): allow reading it.", path=self.path
            ) from error
        records = []
        self.torn = 0
        for line in filter(None, lines):
            try:
                records.append(_read(line))
            except ValueError:  # of JSON, and of UTF-8
                self.torn += 1
        return records


def _record(answer: Answer, *, good: bool, note: str, narrowed: str) -> dict[str, object]:
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "good": good,
        "note": note[:LONGEST],
        "question": answer.question,
        "query": answer.trace.query,
        "narrowed": narrowed,
        "text": answer.text,
        "refusal": answer.refusal,
        "citations": [{"number": one.number, **one.to_dict(), "quote": one.quote} for one in answer.citations],
        "verdicts": [statement.verdict for statement in answer.statements],
        "generator": answer.generator,
        "generation": answer.trace.generation,
    }


def _line(record: dict[str, object]) -> bytes:
    # Half of a surrogate pair, as a browser may send it, is no UTF-8; as an escape it is JSON all the same.
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _read(line: bytes) -> dict[str, object]:
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError("the end of a line that is a value of its own")
    return record


def _append(path: Path, line: bytes) -> None:
    """Add a line to a file, behind the end of a line that a crash has torn, if one has."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b", buffering=0) as opened:
        if size := os.fstat(descriptor).st_size:
            opened.seek(size - 1)
            line = line if opened.read(1) == b"\n" else b"\n" + line
        while line:
            line = line[opened.write(line) :]
        os.fsync(descriptor)
