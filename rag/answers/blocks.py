"""A model's Markdown -> prose, and the rows of its tables, each of which can be read alone."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_RULE = re.compile(r"^[^\S\n]*(?:(?:[-*_=─—–][^\S\n]*){3,}|```[^\n]*)$", re.MULTILINE)  # also what underlines a heading
_BEGUN_TABLE = re.compile(r"(?:\A|(?<=\n))[^\S\n]*\|[^\n]*(?:\n[^\S\n]*\|[^\n]*)*\n?\Z")
_NUMBER = re.compile(r"[\d\s.,:/–—-]+")  # a row that begins with one is not known by it alone
# A cell that only says where the row comes from: a number below a name for that, or a number with such a name.
_PASSAGE_HEAD = re.compile(r"(?:passages?|sources?|citations?|ref(?:erence)?s?|nos?\.?|#)\W*", re.IGNORECASE)
_PASSAGE_CELL = re.compile(
    r"(?P<named>(?:passages?|sources?)[\s#:]*)?(?P<numbers>\d{1,3}(?:\s*[,;&-]\s*\d{1,3})*)", re.IGNORECASE
)
_TWO_CELLS = re.compile(r"(?P<about>[^–]+) – [^–:]{1,60}: (?P<cell>[^–]+)")
_MARKERS_ALONE = re.compile(r"(?:[\[【［(][^\[\]【】［］()]{1,40}[\]】］)][\s,;]*)+")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a text: prose, in which white space and list signs are left, or one row of a table."""

    text: str
    row: bool


def blocks(text: str, *, finished: bool = True) -> Iterator[Block]:
    """The pieces of a text in order, without its rules. A row names the columns of its cells, and its markers stand
    where they stood. Of a text that is not ``finished`` what may be the beginning of a table or a row is left out."""
    if "|" in text:
        yield from _with_tables(text, finished=finished)
    else:
        yield Block(_RULE.sub("", text), row=False)


def _with_tables(text: str, *, finished: bool) -> Iterator[Block]:
    lines = text.splitlines(keepends=True)
    rows = dict(_rows(text, lines))
    cuts = sorted({0, len(lines), *(cut for first, last in rows for cut in (first, last))})
    for first, last in pairwise(cuts):
        piece = "".join(lines[first:last])
        if (first, last) in rows:
            row = rows[first, last]
            if row and (finished or piece.endswith("\n")):
                yield Block(row, row=True)
            continue
        if last == len(lines) and not finished:
            piece = _BEGUN_TABLE.sub("", piece)
        yield Block(_RULE.sub("", piece), row=False)


@functools.cache
def _tables() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # which no answer without a table needs

    return MarkdownIt("zero").enable("table")


def _rows(text: str, lines: Sequence[str]) -> Iterator[tuple[tuple[int, int], str]]:
    """The rows of all tables by their first line and the line behind them; the head and its rule are empty ones."""
    heads: list[str] = []
    cells: list[str] = []
    at = (0, 0)
    for token in _tables().parse(text):
        if token.type == "tr_open" and token.map:
            at, cells = (token.map[0], token.map[1]), []
        elif token.type == "inline" and token.level > 2:  # a paragraph's stands higher
            cells.append(_plain(token.content))
        elif token.type == "thead_close":
            heads = cells
            yield (at[0], at[0] + 2), ""
        elif (
            token.type == "tr_close"
            and token.level > 1
            and at[0] < len(lines)
            and cells is not heads
            and "|" in lines[at[0]]
        ):
            yield at, _row(heads, cells) if heads else ""


def _plain(cell: str) -> str:
    """A cell without what sets it off."""
    return " ".join(re.sub(r"\*\*|__|<br\s*/?>", " ", cell).split())


def without_head(row: str) -> str | None:
    """A row of two cells without the name of the second one's column, which may say no more than "Value"; None for
    anything else."""
    found = _TWO_CELLS.fullmatch(row)
    return f"{found['about']}: {found['cell']}" if found else None


def _row(heads: Sequence[str], cells: Sequence[str]) -> str:
    """A row in words: what it is about, and the other cells with the names of their columns."""
    said: list[str] = []
    markers: list[str] = []
    for head, cell in zip(heads, cells, strict=False):
        alone = _PASSAGE_CELL.fullmatch(cell)
        if not cell or _MARKERS_ALONE.fullmatch(cell):
            markers.append(cell)
        elif alone and (alone["named"] or _PASSAGE_HEAD.fullmatch(head)):
            markers.append(f"[{alone['numbers']}]")
        else:
            known = said or _NUMBER.fullmatch(cell)
            said.append(f"{head}: {cell}" if head and known else cell)
    return (
        " ".join([" – ".join([*said[:1], ", ".join(said[1:])] if said[1:] else said), *markers]).strip() if said else ""
    )
