"""Tables of texts in AsciiDoc, Org, reStructuredText and LaTeX, each row as a line "cell | cell", as those of other
documents are read."""

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

_ADOC = re.compile(
    r"(?P<above>(?:^(?:\[[^\]\n]*\]|\.[^\s.][^\n]*)[ \t]*\n){0,3})^(?P<mark>[|,:!])===[ \t]*\n"
    r"(?P<body>.*?)(?:^(?P=mark)===[ \t]*$|\Z)",
    re.M | re.S,
)
# Before the bar that opens a cell, behind a blank, may stand how many columns and rows it takes, and how it is set.
_ADOC_CELL = re.compile(
    r"(?:^|(?<![ \t])[ \t]+)(?:\d{0,3}(?:\.\d{1,3})?[+*])?[<^>]?(?:\.[<^>])?[aehlmdsv]?(?<!\\)[|!]|(?<!\\)\|", re.M
)
_COLUMNS = re.compile(r"cols=(?:\"([^\"\n]*)\"|([^,\]\s]+))")
_MOST_COLUMNS = 1000
_ORG = re.compile(r"^[ \t]*\|.*(?:\n[ \t]*\|.*)*", re.M)
_ORG_RULE = re.compile(r"[ \t]*\|[-+]+\|?[ \t]*")
_GRID = re.compile(r"^\+[-=+]{3,}\+[ \t]*\n(?:[|+][^\n]*(?:\n|\Z))+", re.M)
_GRID_RULE = re.compile(r"\+[-=+]+\+[ \t]*")
_SIMPLE_RULE = re.compile(r"=+(?: +=+)+[ \t]*")
_TABULAR = re.compile(r"\\begin\{(tabular\*?|tabularx|longtable)\}(.*?)(?:\\end\{\1\}|\Z)", re.S)
_TABULAR_ARGUMENTS = re.compile(r"\s*(?:\{[^{}\n]*\}|\[[^\]\n]*\]){0,3}(?:\{(?:[^{}\n]|\{[^{}\n]*\})*\})?")
_TABULAR_RULE = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|c(?:mid)?(?:line|rule)(?:\([^)\n]*\))?\{[^{}\n]*\})")
_SPANNING = re.compile(r"\\multi(?:column|row)\{[^{}\n]*\}\{[^{}\n]*\}\{((?:[^{}\n]|\{[^{}\n]*\})*)\}")


def _row(cells: Iterable[str]) -> str:
    return " | ".join(" ".join(cell.split()) for cell in cells).strip()


def _rows(rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(line for line in map(_row, rows) if line.strip(" |"))


def of_asciidoc(text: str) -> str:
    """A text in AsciiDoc with its tables as rows, below their titles."""

    def shown(table: re.Match[str]) -> str:
        above = table["above"].splitlines()
        said = " ".join(line for line in above if line.startswith("["))
        title = "\n".join(line.lstrip(".") for line in above if not line.startswith("["))
        lines = [line for line in table["body"].splitlines() if line.strip()]
        if table["mark"] in ",:" or re.search(r"format=\"?[cd]sv", said):
            parted = ":" if table["mark"] == ":" or "dsv" in said else ","
            rows = _rows(csv.reader(lines, delimiter=parted))
        else:
            rows = _rows(_chunks(lines, said))
        return f"{title}\n\n{rows}\n".lstrip("\n")

    return _ADOC.sub(shown, text)


def _chunks(lines: Sequence[str], said: str) -> Iterable[Iterable[str]]:
    """The cells of a table, in rows of as many as it says, or as its first line has."""
    text = "\n".join(map(str.strip, lines))
    cells = [cell.replace(r"\|", "|") for cell in _ADOC_CELL.split(text)[1:]]
    across = _columns(said) or next(filter(None, (len(_ADOC_CELL.findall(line)) for line in text.split("\n"))), 0)
    across = max(1, across)
    return [cells[start : start + across] for start in range(0, len(cells), across)]


def _columns(said: str) -> int:
    if (match := _COLUMNS.search(said)) is None:
        return 0
    each = re.split(r"[,;]", match[1] or match[2])
    times = (re.match(r"\s*(\d{1,4})\*", one) for one in each)
    return min(_MOST_COLUMNS, sum(int(one[1]) if one else 1 for one in times))


def of_org(text: str) -> str:
    """A text in Org with its tables as rows."""

    def shown(table: re.Match[str]) -> str:
        lines = (line.strip() for line in table[0].splitlines() if not _ORG_RULE.fullmatch(line))
        return _rows(line.strip("|").split("|") for line in lines)

    return _ORG.sub(shown, text)


def of_rst(text: str) -> str:
    """A text in reStructuredText with its tables, those that are drawn and those in columns, as rows."""
    text = _GRID.sub(lambda table: _rows(_drawn(table[0].splitlines())) + "\n", text)
    lines = text.split("\n")
    rules = [place for place, line in enumerate(lines) if _SIMPLE_RULE.fullmatch(line)]
    kept, done = [], 0
    for place, top in enumerate(rules):
        if top < done:
            continue
        # The last rule of a table has an empty line below it.
        below = (rules[at] for at in range(place + 1, len(rules)))
        bottom = next((one for one in below if one + 1 >= len(lines) or not lines[one + 1].strip()), None)
        if bottom is None:
            break
        starts = [match.start() for match in re.finditer(r"=+", lines[top])]
        body = [line for line in lines[top + 1 : bottom] if line.strip() and not _SIMPLE_RULE.fullmatch(line)]
        kept += [*lines[done:top], _rows(_columned(line, starts) for line in body)]
        done = bottom + 1
    return "\n".join([*kept, *lines[done:]])


def _columned(line: str, starts: Sequence[int]) -> Iterable[str]:
    """The cells of a line, given where the columns start; those behind its end, which may be very many, are none."""
    there = [*starts[: bisect_left(starts, len(line))], None]
    return (line[start:end] for start, end in pairwise(there))


def _drawn(lines: Sequence[str]) -> Iterable[Iterable[str]]:
    """The rows of a table that is drawn; a cell may go over several lines."""
    cells: list[list[str]] = []
    for line in lines:
        if _GRID_RULE.fullmatch(line):
            yield map(" ".join, cells)
            cells = []
            continue
        for at, part in enumerate(line.strip().strip("|+").split("|")):
            if at == len(cells):
                cells.append([])
            cells[at].append(part)
    yield map(" ".join, cells)


def of_tex(text: str, line_end: str) -> str:
    """A text in LaTeX with its tables as rows, each with a sign for its end."""

    def shown(table: re.Match[str]) -> str:
        body = _TABULAR_ARGUMENTS.sub("", table[2], count=1)
        body = _SPANNING.sub(r"\1", _TABULAR_RULE.sub("", body))
        rows = _rows(re.split(r"(?<!\\)&", row) for row in re.split(r"\\\\(?:\[[^\]\n]*\])?|\\tabularnewline", body))
        return f"\n\n{rows}\n\n".replace("\n", line_end) if rows else ""

    return _TABULAR.sub(shown, text)
