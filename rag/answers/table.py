"""A table that an answer consists of: its cells, what carries each, and the table as text; and any rows as CSV."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words, and the numbers of the citations that carry them."""

    text: str
    citations: tuple[int, ...] = ()

    @property
    def marked(self) -> str:
        """Its words in one line, with its markers."""
        return " ".join([*self.text.split(), *(f"[{one}]" for one in self.citations)])


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below the names of their columns; ``quoted`` where their words are the articles', and not what the
    index knows of these."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    quoted: bool = False

    @property
    def markdown(self) -> str:
        """The table as Markdown has it, each cell with its markers."""
        lines = [self.columns, ["---"] * len(self.columns)]
        lines += [[cell.marked.replace("|", "\\|") for cell in row] for row in self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def to_dict(self) -> dict[str, object]:
        """The table as JSON has it; a cell points to its citations by number."""
        rows = [[{"text": cell.text, "citations": list(cell.citations)} for cell in row] for row in self.rows]
        return {"columns": list(self.columns), "rows": rows, "quoted": self.quoted}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], cited: Collection[int]) -> Self:
        """A table from what ``to_dict`` made of it, with those citations alone that are still there."""
        rows = (
            tuple(
                Cell(_text(cell["text"]), tuple(int(one) for one in cell["citations"] if one in cited)) for cell in row
            )
            for row in record["rows"]
        )
        return cls(tuple(map(_text, record["columns"])), tuple(rows), bool(record.get("quoted")))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows below the names of their columns as CSV (RFC 4180), each cell on one line, and none a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    for row in rows:
        said = [" ".join(text.split()) for text in row]
        writer.writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in said])
    return written.getvalue()


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)
