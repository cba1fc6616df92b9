"""Vectors in files that are never rewritten: what one transaction put in and took out, or several of them folded.

A segment's file is its vectors (whole numbers of 8 bits, as the store has them), their chunks' ids and the ids that it
takes out of the segments before it (int64), and the vectors' lengths (float32), one after the other; how many of each,
its folder's manifest says. It is mapped into memory, so that opening reads nothing of it, and read in blocks where all
of it is wanted.
"""

import mmap
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.index.embedding import Vectors, cosines, unit
from rag.index.packing import Directions, directions

if TYPE_CHECKING:
    from rag.index.codes import Codes

Ids = NDArray[np.int64]
"""Ids of chunks."""
Rows = NDArray[np.intp]
"""Numbers of a segment's rows."""
BLOCK = 8192
"""Rows that are read at once."""
_DECODED = 512  # rows of which the numbers are made float32 at once: they stay in the processor's cache


class Segment:
    """Vectors (rows, dimension), of which the ``lengths`` are (rows,), with the ids of their chunks, and ids that are
    ``gone`` from the segments before.

    ``path`` is where it lies, None for one that is in memory only.
    """

    def __init__(
        self, numbers: Directions, lengths: NDArray[np.float32], ids: Ids, gone: Ids, path: Path | None = None
    ) -> None:
        self._numbers = numbers
        self._lengths = lengths
        self.ids = ids
        self.gone = gone
        self.path = path
        self.codes: Codes | None = None  # where there are many rows
        self.alive: NDArray[np.bool_] | None = None  # None: every row is
        self.dead = 0
        self._mapped: mmap.mmap | bytes = b""
        # A transaction's ids ascend by themselves, and so do those of several.
        ascending = bool(np.all(ids[1:] > ids[:-1]))
        self._order = None if ascending else np.argsort(ids, kind="stable")
        self._sorted = ids if self._order is None else ids[self._order]

    @classmethod
    def of(cls, vectors: Vectors, ids: Ids, gone: Ids) -> "Segment":
        """A segment in memory."""
        numbers = directions(vectors)
        return cls(numbers, _lengths(numbers), ids, gone)

    @classmethod
    def open(cls, path: Path, shape: tuple[int, int], gone: int) -> "Segment":
        """A segment's file, mapped. Raises ``OSError``, and ``ValueError`` where it is not of that size."""
        rows, dimension = shape
        ends = [rows * dimension, 8 * rows, 8 * gone, 4 * rows]
        if path.stat().st_size != sum(ends):
            raise ValueError(f"{path} is not {sum(ends)} bytes long")
        mapped: mmap.mmap | bytes = b""  # an empty file can't be mapped
        if sum(ends):
            with path.open("rb") as opened:
                mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        numbers, ids, lost, lengths = np.split(np.frombuffer(mapped, np.int8), np.cumsum(ends[:3]))
        held = numbers.reshape(shape), lengths.view(np.float32)
        segment = cls(*held, ids.view(np.int64), lost.view(np.int64), path)
        segment._mapped = mapped
        return segment

    def scattered(self) -> None:
        """Say that rows will be asked for here and there, so that those around them are not read with them."""
        if isinstance(self._mapped, mmap.mmap) and hasattr(mmap, "MADV_RANDOM"):
            self._mapped.madvise(mmap.MADV_RANDOM)

    def __len__(self) -> int:
        return len(self.ids) - self.dead

    def cosines(self, vector: Vectors, rows: Rows | None = None) -> NDArray[np.float32]:
        """The cosines of some rows, or of all, with a vector of length 1, (dimension,)."""
        found = np.empty(len(self.ids) if rows is None else len(rows), np.float32)
        for first in range(0, len(found), _DECODED):
            own = slice(first, first + _DECODED)
            at = own if rows is None else rows[own]
            found[own] = cosines(self._numbers[at].astype(np.float32), vector) / self._lengths[at]
        return found

    def rows_of(self, wanted: Ids) -> tuple[Rows, Rows]:
        """Of some ids those that the segment holds, as their places among the ``wanted``, and their rows."""
        if not len(self.ids):
            return np.empty(0, np.intp), np.empty(0, np.intp)
        found = np.minimum(np.searchsorted(self._sorted, wanted), len(self.ids) - 1)
        held = self._sorted[found] == wanted
        rows = found if self._order is None else self._order[found]
        if self.alive is not None:
            held &= self.alive[rows]
        return np.flatnonzero(held), rows[held]

    def remove(self, ids: Ids) -> None:
        """Let some ids be held no more, as far as they are; the file stays as it is."""
        _, rows = self.rows_of(ids)
        if len(rows):
            if self.alive is None:
                self.alive = np.ones(len(self.ids), np.bool_)
            self.alive[rows] = False
            self.dead += len(rows)

    def blocks(self) -> Iterator[tuple[Ids, Vectors]]:
        """All that is held, in the rows' order; read rather than mapped, so that it does not stay in memory."""
        opened = self.path.open("rb") if self.path is not None else None
        try:
            for first in range(0, len(self.ids), BLOCK):
                ids = self.ids[first : first + BLOCK]
                if opened is None:
                    numbers = self._numbers[first : first + BLOCK]
                else:
                    read = np.fromfile(opened, np.int8, self._numbers[first : first + BLOCK].size)
                    numbers = read.reshape(len(ids), -1)
                if self.alive is not None:
                    kept = self.alive[first : first + BLOCK]
                    ids, numbers = ids[kept], numbers[kept]
                yield ids, unit(numbers)
        finally:
            if opened is not None:
                opened.close()


def write(folder: Path, blocks: Iterable[tuple[Ids, Vectors]], gone: Ids, dimension: int) -> Segment:
    """A new segment's file of a name of its own. Raises ``OSError``, and leaves no half of it then."""
    path = folder / f"{secrets.token_hex(8)}.vectors"
    ids, lengths = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
    try:
        with path.open("xb") as opened:
            for own, vectors in blocks:
                numbers = directions(vectors)
                ids.append(own)
                lengths.append(_lengths(numbers))
                opened.write(numbers.data)
            together = np.concatenate(ids)
            for part in (together, np.ascontiguousarray(gone), np.concatenate(lengths)):
                opened.write(part.data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Segment.open(path, (len(together), dimension), len(gone))


def _lengths(numbers: Directions) -> NDArray[np.float32]:
    lengths: NDArray[np.float32] = np.linalg.norm(numbers.astype(np.float32), axis=1)
    return np.maximum(lengths, 1)  # of nothing but zeros


def from_which(segments: Sequence[Segment], least: int) -> int:
    """The number of the first of some segments that is to be folded into one with all that follow it.

    A segment is folded when those after it have come to its size, so that each row is written again at most as often as
    the index doubles; or when it holds no more than ``least`` rows, which are written in no time; or when a quarter of
    it is dead. One in memory is always to be written.
    """
    first, after = len(segments), 0
    for number in reversed(range(len(segments))):
        one = segments[number]
        size = len(one.ids) + len(one.gone)
        if one.path is None or size <= max(after, least) or 4 * one.dead > len(one.ids):
            first = number
        after += size
    return first
