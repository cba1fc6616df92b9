"""Where pieces of text stand on a page -> its lines in the order in which they are read.

A page is cut at its gutters, one after the other (recursive X-Y cut: Nagy and Seth 1984), with what lies across a
gutter, such as a headline, between what stands beside it. What stands in rows, as in a table, stays in its rows.
"""

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_DEEPEST = 8  # cuts, one within the other
_MOST = 5_000  # pieces of a page that is looked at for columns: a sheet of a newspaper has some two thousand
_EDGES = 24  # left edges of possible columns that are tried
# In sizes of the type: how wide a gutter is at least, and what parts the cells of a row.
_GUTTER, _CELL = 0.8, 2.0
_SAME_ROW = 0.35
_INITIAL = 2.0  # in sizes of the usual type
# Lines of a column: so many, so long on the average, and so many of them nearly as wide as it is. Shorter ones are a
# column where some of them go on in small letters.
_FEWEST, _SHORTEST, _PLAIN = 2, 8, 18
_FILLED, _MOSTLY, _GOES_ON = 0.6, 0.5, 0.2
_RIGHT_TO_LEFT = ("R", "AL")


class Piece(NamedTuple):
    """Text that stands on one line without a wide gap: its ends and its base, in points from the lower left, and the
    size of its type."""

    text: str
    left: float
    right: float
    y: float
    size: float


class Line(NamedTuple):
    """A line of a page: as a piece has it, and how wide the column is that it stands in; ``cells`` are its parts where
    it is a row of a table."""

    text: str
    left: float
    right: float
    y: float
    size: float
    width: float
    cells: tuple[str, ...] = ()


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a page in the order in which they are read; columns from the right where most letters are of such a
    script."""
    pieces = _with_initials(pieces)
    if not turned(" ".join(piece.text for piece in pieces)):
        return _cut(pieces, 0)
    mirrored = [piece._replace(left=-piece.right, right=-piece.left) for piece in pieces]
    return [line._replace(left=-line.right, right=-line.left) for line in _cut(mirrored, 0)]


def turned(text: str) -> bool:
    """Whether most letters of a text are written from the right to the left."""
    directions = Counter(unicodedata.bidirectional(sign) for sign in text if sign.isalpha())
    return sum(directions[one] for one in _RIGHT_TO_LEFT) > directions["L"]


def _with_initials(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces with each large initial put before the line that it opens: the upper one of those at its right."""
    if not 1 < len(pieces) <= _MOST:
        return pieces
    usual = median(piece.size for piece in pieces)
    found = list(pieces)
    for initial in [piece for piece in pieces if len(piece.text) <= 2 and piece.size >= _INITIAL * usual]:
        beside = [
            piece
            for piece in found
            if initial.y < piece.y < initial.y + initial.size
            and piece.size < initial.size / 2
            and -piece.size < piece.left - initial.right < 2 * piece.size
        ]
        if beside and initial.text[-1].isalpha():
            first = max(beside, key=lambda piece: piece.y)
            space = "" if first.text[0].islower() else " "
            found[found.index(first)] = first._replace(text=initial.text + space + first.text, left=initial.left)
            found.remove(initial)
    return found


def _cut(pieces: Sequence[Piece], depth: int) -> list[Line]:
    if depth >= _DEEPEST or (gutter := _gutter(pieces)) is None:
        return _rows(pieces)
    lines: list[Line] = []
    for across, band in _bands(pieces, gutter):
        sides = [_beside(band, gutter, right) for right in (False, True)]
        for part in [band] if across or not all(sides) else sides:
            # What lies across one gutter may be cut by another.
            lines += _cut(part, depth + 1)
    return lines


class _Gutter(NamedTuple):
    left: float
    right: float


def _crosses(piece: Piece, gutter: _Gutter) -> bool:
    return piece.left < gutter.right and piece.right > gutter.left


def _beside(pieces: Iterable[Piece], gutter: _Gutter, right: bool) -> list[Piece]:
    return [piece for piece in pieces if (piece.left >= gutter.right) == right]


def _bands(pieces: Sequence[Piece], gutter: _Gutter) -> list[tuple[bool, list[Piece]]]:
    """The pieces from above, in runs that lie across a gutter (True) or beside it."""
    bands: list[tuple[bool, list[Piece]]] = []
    for piece in sorted(pieces, key=lambda one: -one.y):
        across = _crosses(piece, gutter)
        if not bands or bands[-1][0] != across:
            bands.append((across, []))
        bands[-1][1].append(piece)
    return bands


def _gutter(pieces: Sequence[Piece]) -> _Gutter | None:
    """The gutter that most pieces speak for, of those with running text on both sides."""
    if not 2 * _FEWEST <= len(pieces) <= _MOST:
        return None
    wide = _GUTTER * median(piece.size for piece in pieces)
    edges = Counter(round(piece.left / 2) * 2 for piece in pieces)
    best, most = None, 0.0
    for edge, count in edges.most_common(_EDGES):
        if count < _FEWEST:
            break
        right = min(piece.left for piece in pieces if abs(piece.left - edge) <= 1.01)
        gutter = _Gutter(right - wide, right)
        left_side: list[Piece] = []
        right_side: list[Piece] = []
        crossing = 0
        for across, band in _bands(pieces, gutter):
            crossing += len(band) if across else 0
            left, beyond = _beside(band, gutter, False), _beside(band, gutter, True)
            if not across and left and beyond and _overlap(left, beyond):
                left_side += left
                right_side += beyond
        few = min(len(left_side), len(right_side))
        if few < _FEWEST:
            continue
        support = (few + 0.1 * max(len(left_side), len(right_side))) / (1 + crossing)
        if support > most and (
            (_is_running(left_side) and _is_running(right_side)) or not _is_in_rows(left_side, right_side)
        ):
            best, most = gutter, support
    return best


def _overlap(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether two sides stand beside each other, and not one above the other."""
    return min(max(piece.y for piece in side) for side in (left, right)) >= max(
        min(piece.y for piece in side) for side in (left, right)
    )


def _is_in_rows(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether most pieces of the shorter side have one beside them on their base, as in a table; so have two columns
    that are set on one grid."""
    few, many = sorted((left, right), key=len)
    if len(few) <= _FEWEST:
        return True
    bases = sorted(piece.y for piece in many)
    beside = 0
    for piece in few:
        near = bisect_left(bases, piece.y - _SAME_ROW * piece.size)
        beside += near < len(bases) and bases[near] <= piece.y + _SAME_ROW * piece.size
    return beside > _MOSTLY * len(few)


def _is_running(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces are lines of running text, and not cells of a table."""
    longs = [_length(piece.text) for piece in pieces]
    mean = sum(longs) / len(longs)
    if mean < (_SHORTEST if len(pieces) > _FEWEST else _PLAIN + _SHORTEST):
        return False
    wide = max(piece.right - piece.left for piece in pieces)
    filled = sum(piece.right - piece.left >= _FILLED * wide for piece in pieces)
    # Headlines and last lines are short, and a side may be two columns with a headline across them.
    if mean < 2 * _PLAIN and filled < _MOSTLY * len(pieces) and not _goes_on(pieces):
        return False
    return mean >= _PLAIN or _goes_on(pieces)


def _goes_on(pieces: Sequence[Piece]) -> bool:
    return sum(piece.text[:1].islower() for piece in pieces) >= _GOES_ON * len(pieces)


def _length(text: str) -> int:
    """Of signs as wide as a Latin letter: those of Chinese and the like are twice as wide."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _rows(pieces: Sequence[Piece]) -> list[Line]:
    """What has no gutter, row by row; two rows or more of several cells each are a table."""
    if not pieces:
        return []
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: -one.y):
        if rows and rows[-1][0].y - piece.y <= _SAME_ROW * min(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    lines = [_line(sorted(row, key=lambda one: one.left), width) for row in rows]
    tabular = [len(line.cells) > 1 for line in lines]
    return [
        line if tabular[number] and any(tabular[max(0, number - 1) : number] + tabular[number + 1 : number + 2])
        else line._replace(cells=())
        for number, line in enumerate(lines)
    ]  # fmt: skip


def _line(row: Sequence[Piece], width: float) -> Line:
    cells = [row[0].text]
    for before, piece in pairwise(row):
        if piece.left - before.right > _CELL * piece.size:
            cells.append(piece.text)
        else:
            cells[-1] += " " + piece.text
    main = max(row, key=lambda one: len(one.text))
    return Line(
        " ".join(cells), row[0].left, max(one.right for one in row), main.y, main.size, width, tuple(cells)
    )  # fmt: skip
