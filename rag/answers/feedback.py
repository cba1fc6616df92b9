"""What readers thought of answers: one line of JSON for each verdict of theirs, kept with the index."""

import json
from datetime import UTC, datetime

from rag.answers.answer import Answer
from rag.errors import RagError
from rag.sidecar import Sidecar

FILE = "feedback.jsonl"
"""What it is called among the sidecars of an index."""
LONGEST = 2000
"""Characters of a note that are kept."""


class Feedback:
    """Answers with a thumb up or down, to which threads and processes may add at once.

    ``torn`` is how many lines the last ``read`` passed over, as they were not written to their end.
    """

    def __init__(self, sidecar: Sidecar) -> None:
        self._sidecar = sidecar
        self.torn = 0

    def record(self, answer: Answer, *, good: bool, note: str = "", narrowed: str = "") -> None:
        """Add what a reader thinks of an answer; when it returns, that is kept.

        ``narrowed`` says in words which articles were asked alone. Raises ``RagError`` where it can't be written.
        """
        try:
            self._sidecar.append(_line(_record(answer, good=good, note=note, narrowed=narrowed)))
        except RagError as error:
            raise RagError(f"What you think was not kept: {error}", path=error.path) from error

    def read(self) -> list[dict[str, object]]:
        """Everything recorded, oldest first; none where nothing was. Raises ``RagError`` where it can't be read."""
        records = []
        self.torn = 0
        for line in filter(None, self._sidecar.read().split(b"\n")):
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
