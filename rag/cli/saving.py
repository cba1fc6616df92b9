"""Answers as files."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import RagError

if TYPE_CHECKING:
    from rag.answers.answer import Answer

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula


def write_csv(answer: "Answer", path: Path) -> None:
    """The table of an answer as CSV (RFC 4180, UTF-8), with a column of what each row cites: article and characters.

    Raises ``RagError`` where the file can't be written.
    """
    if answer.table is None:
        raise RagError("The answer has no table.")
    cited = {one.number: f"{one.article.id}:{one.start}-{one.end}" for one in answer.citations}
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*answer.table.columns, "Cited"])
            for row in answer.table.rows:
                numbers = dict.fromkeys(number for cell in row for number in cell.citations)
                places = " ".join(cited[number] for number in numbers if number in cited)
                writer.writerow([*(_plain(cell.text) for cell in row), places])
    except OSError as error:
        raise RagError(f"{path} was not written: {error.strerror or error}.") from error


def _plain(text: str) -> str:
    """The words of a cell on one line, and no formula."""
    said = " ".join(text.split())
    return f"'{said}" if said.startswith(_FORMULA) else said
