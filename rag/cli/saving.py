"""Answers as files."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import RagError

if TYPE_CHECKING:
    from rag.answers.answer import Answer


def write_csv(answer: "Answer", path: Path) -> None:
    """The table of an answer as CSV (RFC 4180, UTF-8), with a column of what each row cites: article and characters.

    Raises ``RagError`` where the file can't be written.
    """
    if answer.table is None:
        raise RagError("The answer has no table.")
    cited = {one.number: f"{one.article.id}:{one.start}-{one.end}" for one in answer.citations}
    rows = []
    for row in answer.table.rows:
        numbers = dict.fromkeys(number for cell in row for number in cell.citations)
        places = " ".join(cited[number] for number in numbers if number in cited)
        rows.append([*(cell.text for cell in row), places])
    write_rows([*answer.table.columns, "Cited"], rows, path)


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[str]], path: Path) -> None:
    """Rows below the names of their columns as CSV. Raises ``RagError`` where the file can't be written."""
    from rag.answers.table import as_csv

    _write(as_csv(columns, rows), path)


def write_calendar(answer: "Answer", path: Path) -> None:
    """The rows of a timeline as a calendar (`rag.answers.calendars`).

    Raises ``RagError`` where the file can't be written.
    """
    from rag.answers.calendars import calendar

    _write(calendar([answer]), path)


def write_references(answer: "Answer", path: Path) -> None:
    """What an answer cites, as the ending of the file says (`rag.answers.references.FORMATS`).

    Raises ``RagError`` where the file can't be written.
    """
    from rag.answers.references import FORMATS

    _write(FORMATS[path.suffix.lower().removeprefix(".")]([answer]), path)


def _write(text: str, path: Path) -> None:
    try:
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise RagError(f"{path} can't be written ({error.strerror}): name another file.") from error
