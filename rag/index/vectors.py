"""The dense half of a search: inner products over unit vectors by chunk id.

It knows chunk ids and vectors, nothing of texts. In a folder it is some segments and a manifest that says which state
of the store they are of: a change writes a segment of its own, and segments are folded as they come to each other's
size. Search is exact up to ``CODED`` vectors a segment; beyond, a code of some bits a dimension chooses the candidates,
whose exact products decide.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.index.embedding import Vectors, cosines
from rag.index.sealed import MANIFEST, Seal, all_checked, emptied, read_manifest, seal, write_manifest
from rag.index.segments import BLOCK, Ids, Rows, Segment, from_which, write

if TYPE_CHECKING:
    from rag.index.codes import Codes

CODED = 50_000
"""From so many vectors on a segment is searched by codes."""
_SMALL = 4096  # rows of segments that are always folded: writing them takes some milliseconds
_CANDIDATES = 1000  # so many that their exact products make up for what the codes lose
_FEW = 8  # where one row in so many may be found, these are looked at by themselves
_SAME = 1e-5  # cosines that differ by less are those of vectors as near

_Scored = tuple[Ids, NDArray[np.float32]]


class VectorIndex:
    """Vectors by chunk id, in memory or, once saved or loaded, mapped from a folder's files."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._segments: list[Segment] = []
        self._seals: dict[str, Seal] = {}

    def __len__(self) -> int:
        return sum(len(one) for one in self._segments)

    @classmethod
    def make(
        cls, dimension: int, blocks: Iterable[tuple[Ids, Vectors]], folder: Path | None = None, state: int = 0
    ) -> "VectorIndex":
        """An index of chunks that come in blocks: in memory, or saved in a ``folder`` in place of what is there, and
        then no more than a block is held. Raises ``OSError``."""
        made = cls(dimension)
        if folder is None:
            for ids, vectors in blocks:
                made.update((), ids.tolist(), vectors)
            made._fold()
            return made
        emptied(folder)
        made._segments = [_coded(write(folder, blocks, np.empty(0, np.int64), dimension))]
        made.save(folder, state)
        return made

    def update(self, removed: Collection[int], added: Sequence[int], vectors: Vectors) -> None:
        """Take chunks out and put new ones in; ``vectors`` is (len(added), dimension).

        Raises ``ValueError`` where the lengths differ.
        """
        if vectors.shape != (len(added), self._dimension):
            raise ValueError(
                f"{len(added)} chunks of dimension {self._dimension}, but vectors of shape {vectors.shape}"
            )
        gone = np.unique(np.fromiter(removed, np.int64, len(removed)))
        held = [gone[one.rows_of(gone)[0]] for one in self._segments]
        gone = np.unique(np.concatenate([np.empty(0, np.int64), *held]))
        for one in self._segments:
            one.remove(gone)
        if len(added) or len(gone):
            self._segments.append(Segment.of(vectors, np.asarray(added, np.int64), gone))

    def contents(self) -> Iterator[tuple[int, int]]:
        """The id of each chunk held, and what ``hashed`` makes of its vector."""
        for segment in self._segments:
            for ids, vectors in segment.blocks():
                yield from hashed(ids, vectors)

    def search(self, vectors: Vectors, limit: int, allowed: Ids | None = None) -> list[list[tuple[int, float]]]:
        """For each of some vectors, (number, dimension), the nearest chunks as (id, cosine), best first, of equal ones
        the older; at most ``limit``, and fewer where there are fewer. With ``allowed``, which ascend, only those ids
        can be found.
        """
        return [self._search(one, limit, allowed) for one in vectors]

    def _search(self, query: Vectors, limit: int, allowed: Ids | None) -> list[tuple[int, float]]:
        if limit < 1:
            return []
        found = [_nearest(one, query, limit, allowed) for one in self._segments if len(one)]
        if not found:
            return []
        ids = np.concatenate([own for own, _ in found])
        scores = np.concatenate([own for _, own in found])
        best = np.lexsort((ids, -scores))[:limit]
        return list(zip(ids[best].tolist(), scores[best].tolist(), strict=True))

    def cosines(self, vector: Vectors, ids: Sequence[int]) -> list[float]:
        """The cosines of chunks that are held, by id; ``vector`` is (1, dimension). Raises ``KeyError`` for one that is
        not."""
        wanted = np.asarray(ids, np.int64)
        found = np.full(len(wanted), np.nan, np.float32)
        known = np.zeros(len(wanted), np.bool_)
        for segment in self._segments:
            places, rows = segment.rows_of(wanted)
            found[places] = segment.cosines(vector[0], rows)
            known[places] = True
        if not known.all():
            raise KeyError(f"The vectors lack chunk {wanted[~known][0]}.")
        held: list[float] = found.tolist()
        return held

    def all_cosines(self, vector: Vectors) -> _Scored:
        """The ids of all chunks and their cosines, in no order; ``vector`` is (1, dimension)."""
        ids, scores = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
        for segment in self._segments:
            for own, vectors in segment.blocks():
                ids.append(own)
                scores.append(cosines(vectors, vector[0]))
        return np.concatenate(ids), np.concatenate(scores)

    @property
    def exact(self) -> bool:
        """Whether a search looks at every vector."""
        return all(one.codes is None for one in self._segments)

    def ids(self) -> Ids:
        """The ids of all chunks, in no order."""
        held = [one.ids if one.alive is None else one.ids[one.alive] for one in self._segments]
        return np.concatenate([np.empty(0, np.int64), *held])

    def recall(self, queries: Vectors, limit: int) -> float:
        """The share of the ``limit`` nearest chunks that a search finds, over some queries, (number, dimension); of
        chunks as near as the last of these any will do. It reads all vectors."""
        if not len(self) or not len(queries):
            return 1.0
        nearest = np.empty((len(queries), 0), np.float32)
        for segment in self._segments:
            for _, vectors in segment.blocks():
                seen = np.hstack([nearest, queries @ vectors.T])
                nearest = np.partition(seen, -limit, axis=1)[:, -limit:] if seen.shape[1] > limit else seen
        found = 0
        for query, least in zip(queries, nearest.min(axis=1) - _SAME, strict=True):
            found += sum(cosine >= least for _, cosine in self._search(query, limit, None))
        return float(found / nearest.size)

    def save(self, folder: Path, state: int) -> None:
        """Write what changed since it was saved there, and fold what is to be folded. The manifest is at every instant
        either the old one or the new one, and the files are there that it names. Raises ``OSError``."""
        folder.mkdir(parents=True, exist_ok=True)
        segments = list(self._segments)
        first = from_which(segments, _SMALL)
        if folded := segments[first:]:
            lost = np.unique(np.concatenate([one.gone for one in folded])) if first else np.empty(0, np.int64)
            blocks = (block for one in folded for block in one.blocks())
            written = _coded(write(folder, blocks, lost, self._dimension))
            segments[first:] = [written] if len(written) or len(lost) else []
        names = [file.name for one in segments for file in _files(one)]
        seals = {name: self._seals.get(name) or seal(folder / name) for name in names}
        told = [[_name(one), len(one.ids), len(one.gone)] for one in segments]
        write_manifest(folder, {"state": state, "dimension": self._dimension, "segments": told}, seals)
        self._segments, self._seals = segments, seals
        for path in folder.iterdir():
            if path.name not in (MANIFEST, *names):
                path.unlink(missing_ok=True)  # folded, or left by a writer that was killed

    @classmethod
    def load(cls, folder: Path, state: int) -> "VectorIndex | None":
        """The index saved in a folder, mapped; None where there is none, it is of another state, or it is damaged."""
        content, known = read_manifest(folder)
        seals = all_checked(folder, known)
        if content.get("state") != state or seals is None:
            return None
        try:
            loaded = cls(int(content["dimension"]))
            for name, rows, gone in content["segments"]:
                segment = Segment.open(folder / name, (rows, loaded._dimension), gone)
                for earlier in loaded._segments:
                    earlier.remove(segment.gone)
                if (codes := _codes_of(folder / name)).name in seals:
                    segment.codes = _library().read(codes)
                    segment.scattered()
                loaded._segments.append(segment)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        loaded._seals = seals
        return loaded

    def _fold(self) -> None:
        """Make one segment in memory of all."""
        blocks = [block for one in self._segments for block in one.blocks()]
        if blocks:
            ids, vectors = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
            self._segments = [_coded(Segment.of(vectors, ids, np.empty(0, np.int64)))]


def hashed(ids: Ids, vectors: Vectors) -> Iterator[tuple[int, int]]:
    """For each id its vector as a number of 64 bits: two indexes are compared without holding either."""
    for identifier, vector in zip(ids.tolist(), vectors, strict=True):
        digest = hashlib.blake2b(np.ascontiguousarray(vector, np.float32).data, digest_size=8).digest()
        yield identifier, int.from_bytes(digest, "little")


def _name(segment: Segment) -> str:
    if segment.path is None:
        raise AssertionError("it was written")
    return segment.path.name


def _library() -> "type[Codes]":
    """FAISS takes 60 ms to import, and only large indexes need it."""
    from rag.index.codes import Codes

    return Codes


def _codes_of(path: Path) -> Path:
    return path.with_suffix(".codes")


def _files(segment: Segment) -> list[Path]:
    path = segment.path
    return [] if path is None else [path, _codes_of(path)] if segment.codes is not None else [path]


def _coded(segment: Segment) -> Segment:
    """The segment, with codes where it is large enough; they lie beside it where it lies in a folder."""
    if len(segment.ids) < CODED:
        return segment
    every = max(1, len(segment.ids) // BLOCK)
    sample = np.concatenate([vectors[::every].copy() for _, vectors in segment.blocks()])
    made = _library().make(sample, (vectors for _, vectors in segment.blocks()))
    if segment.path is not None:
        made.write(_codes_of(segment.path))
    segment.codes = made
    segment.scattered()
    return segment


def _nearest(segment: Segment, query: Vectors, limit: int, allowed: Ids | None) -> _Scored:
    """The nearest of a segment's rows, in no order, as ids and cosines; ``query`` is (dimension,)."""
    passing = segment.alive if allowed is None else _passing(segment, allowed)
    count = len(segment.ids) if passing is None else int(np.count_nonzero(passing))
    if (rows := _candidates(segment, query, limit, passing, count)) is not None:
        return _exact(segment, query, limit, rows)
    if passing is not None and _FEW * count <= len(segment.ids):
        return _exact(segment, query, limit, np.flatnonzero(passing))
    scores = segment.cosines(query)
    if passing is None:
        return _best(segment.ids, scores, limit)
    return _best(segment.ids[passing], scores[passing], limit)


def _passing(segment: Segment, allowed: Ids) -> NDArray[np.bool_]:
    """Which rows may be found."""
    if _FEW * len(allowed) <= len(segment.ids):
        passing = np.zeros(len(segment.ids), np.bool_)
        passing[segment.rows_of(allowed)[1]] = True
        return passing
    inside = np.isin(segment.ids, allowed)
    return inside if segment.alive is None else inside & segment.alive


def _candidates(
    segment: Segment, query: Vectors, limit: int, passing: NDArray[np.bool_] | None, count: int
) -> Rows | None:
    """The rows that a segment's codes bring, among the ``count`` that are ``passing``; None where it has none, where an
    exact look at these is as quick, or where too few of those that come nearest pass."""
    wanted = _CANDIDATES + 2 * limit
    asked = wanted * len(segment.ids) // max(1, count)
    if segment.codes is None or 2 * asked > count:
        return None
    rows = segment.codes.nearest(query, asked)
    if passing is not None:
        rows = rows[passing[rows]]
    return rows if 2 * len(rows) >= wanted else None


def _exact(segment: Segment, query: Vectors, limit: int, rows: Rows) -> _Scored:
    return _best(segment.ids[rows], segment.cosines(query, rows), limit)


def _best(ids: Ids, scores: NDArray[np.float32], limit: int) -> _Scored:
    if len(ids) <= limit:
        return ids, scores
    best = np.argpartition(scores, -limit)[-limit:]
    return ids[best], scores[best]
