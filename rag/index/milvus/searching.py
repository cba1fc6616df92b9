"""The searches by meaning and by words in a Milvus, over what a snapshot sees.

What a search brings comes with its row, so that nobody has to ask for it. The words of all chunks are counted in this
machine's copy.
"""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.index.embedding import Vectors, cosines, unit
from rag.index.milvus.server import MOST, Row
from rag.index.milvus.snapshot import MilvusSnapshot
from rag.index.milvus.tables import FIELDS, chunk_row, within
from rag.index.segments import BLOCK, Ids
from rag.index.snapshot import Snapshot
from rag.index.vocabulary import Keywords

# Allowed ids that are always named to Milvus; of more, twice the hits are looked through that should do, if it brings
# so many at once.
_NAMED, _AMPLE = 2000, 2
_SAME = 1e-5  # cosines that differ by less are those of vectors as near


@dataclass(frozen=True)
class MilvusSearchable:
    """The two searches of a snapshot."""

    snapshot: MilvusSnapshot
    exact: bool

    @property
    def vectors(self) -> "MilvusMeanings":
        """The search by meaning."""
        return MilvusMeanings(self.snapshot, exact=self.exact)

    @functools.cached_property
    def keywords(self) -> "MilvusKeywords":
        """The search by words, which remembers what was asked last."""
        return MilvusKeywords(self.snapshot)

    def strays(self, snapshot: Snapshot) -> list[str]:  # noqa: ARG002
        """None: the searches are over the rows themselves."""
        return []


class MilvusMeanings:
    """The search by meaning."""

    def __init__(self, snapshot: MilvusSnapshot, *, exact: bool) -> None:
        self._snapshot = snapshot
        self.exact = exact

    def search(self, vectors: Vectors, limit: int, allowed: Ids | None = None) -> list[list[tuple[int, float]]]:
        """For each of some vectors, (number, dimension), the nearest chunks as (id, cosine), best first, of equal ones
        the older."""
        found = _hits(self._snapshot, "vector", unit(vectors).tolist(), limit, allowed)
        return [
            sorted(((one, score * length) for one, score in hits), key=lambda pair: (-pair[1], pair[0]))
            for hits, length in zip(found, np.linalg.norm(vectors, axis=1).tolist(), strict=True)
        ]

    def cosines(self, vector: Vectors, ids: Sequence[int]) -> list[float]:
        """The cosines of chunks, by id; ``vector`` is (1, dimension)."""
        rows = {row[0]: row for row in self._snapshot.rows_of(ids)}
        if not rows:
            return []
        stacked = unit(np.stack([np.frombuffer(rows[one][5], np.int8) for one in ids]))
        found: list[float] = cosines(stacked, vector[0]).tolist()
        return found

    def all_cosines(self, vector: Vectors) -> tuple[Ids, NDArray[np.float32]]:
        """The ids of the nearest chunks, as many as Milvus brings at once, and their cosines."""
        snapshot = self._snapshot
        [hits] = snapshot.tables.server.search(
            snapshot.tables.chunks, "vector", [vector[0].tolist()], MOST, f"id <= {snapshot.last}", ["id"]
        )
        found = _alive(snapshot, [(one, score) for one, score, _ in hits])
        return np.array([one for one, _ in found], np.int64), np.array([score for _, score in found], np.float32)

    def ids(self) -> Ids:
        """The ids of all chunks, in ascending order."""
        every = self._snapshot.connection.execute("SELECT id FROM chunks ORDER BY id")
        return np.fromiter((one for (one,) in every), np.int64)

    def recall(self, queries: Vectors, limit: int) -> float:
        """The share of the ``limit`` nearest chunks that a search finds, over some queries, (number, dimension). It
        reads all vectors."""
        nearest = np.empty((len(queries), 0), np.float32)
        for _, vectors in self._snapshot.vector_blocks(BLOCK):
            seen = np.hstack([nearest, queries @ vectors.T])
            nearest = np.partition(seen, -limit, axis=1)[:, -limit:] if seen.shape[1] > limit else seen
        if not nearest.size:
            return 1.0
        found = 0
        for query, least in zip(queries, nearest.min(axis=1) - _SAME, strict=True):
            [hits] = self.search(query[np.newaxis], limit)
            found += sum(cosine >= least for _, cosine in hits)
        return float(found / nearest.size)


class MilvusKeywords(Keywords):
    """The search by words."""

    def __init__(self, snapshot: MilvusSnapshot) -> None:
        self._snapshot = snapshot

    def search(self, query: str, limit: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """The best chunks for any of the query's words as (id, BM25), best first, at most ``limit``."""
        terms = self.forms(query)
        if not terms:
            return []
        # Milvus Lite tells how far from the query a row is, Milvus how near.
        [found] = _hits(self._snapshot, "sparse", [" ".join(terms)], limit, allowed)
        return [(one, abs(score)) for one, score in found if score]

    def counts(self, stem: str) -> tuple[int, int]:
        """How many chunks have a stem in their text, and how many in their title."""
        query = "SELECT text, title FROM stems WHERE stem = ?"
        found: tuple[int, int] | None = self._snapshot.connection.execute(query, (stem,)).fetchone()
        return found or (0, 0)

    def total(self) -> int:
        """How many chunks there are."""
        return self._snapshot.total

    def beginning(self, prefix: str) -> list[str]:
        """The stems in the chunks' texts that begin so."""
        return self._stems(prefix, "text > 0")

    def holding(self, prefix: str) -> list[int]:
        """The chunks whose text or title has a stem that begins so."""
        snapshot = self._snapshot
        stems = [one for one in self._stems(prefix, "1") if one.isalnum()]
        found: list[tuple[int, float]] = []
        for first in range(0, len(stems), _NAMED):
            where = f"id <= {snapshot.last} and text_match(terms, '{' '.join(stems[first : first + _NAMED])}')"
            rows = snapshot.tables.server.all_rows(snapshot.tables.chunks, where, ["id"])
            found += [(int(row["id"]), 0.0) for row in rows]
        return [one for one, _ in _alive(snapshot, found)]

    def _stems(self, prefix: str, where: str) -> list[str]:
        query = f"SELECT stem FROM stems WHERE stem >= ? AND stem < ? AND {where} ORDER BY stem"
        return [stem for (stem,) in self._snapshot.connection.execute(query, (prefix, f"{prefix}\U0010ffff"))]


def _hits(
    snapshot: MilvusSnapshot, field: str, wanted: Sequence[object], limit: int, allowed: Ids | None
) -> list[list[tuple[int, float]]]:
    """For each thing wanted the best rows that the snapshot sees, and of these the ``allowed`` ones."""
    if limit < 1 or (allowed is not None and not len(allowed)):
        return [[] for _ in wanted]
    asked, where = limit + len(snapshot.dead), f"id <= {snapshot.last}"
    if allowed is not None:
        ample = math.ceil(_AMPLE * limit * snapshot.total / len(allowed)) + len(snapshot.dead)
        if len(allowed) > _NAMED and ample <= MOST:
            found = _search(snapshot, field, wanted, ample, where, ["id"])
            kept = [_among(hits, allowed) for hits in found]
            if all(len(some) >= limit or len(hits) < ample for some, hits in zip(kept, found, strict=True)):
                return [some[:limit] for some in kept]
        asked, where = limit, within("id", allowed.tolist())
    return [hits[:limit] for hits in _search(snapshot, field, wanted, asked, where, FIELDS)]


def _search(
    snapshot: MilvusSnapshot, field: str, wanted: Sequence[object], limit: int, where: str, fields: Sequence[str]
) -> list[list[tuple[int, float]]]:
    """What a search brings that was not taken out; the rows are kept where all of each came."""
    every = snapshot.tables.server.search(snapshot.tables.chunks, field, wanted, limit, where, fields)
    found = [_alive(snapshot, [(one, score) for one, score, _ in hits]) for hits in every]
    if fields is FIELDS:
        rows: dict[int, Row] = {one: row for hits in every for one, _, row in hits}
        alive = {one for hits in found for one, _ in hits}
        snapshot.hold(chunk_row(rows[one] | {"id": one}) for one in alive - snapshot.held.keys())
    return found


def _among(hits: Sequence[tuple[int, float]], allowed: Ids) -> list[tuple[int, float]]:
    inside = np.isin(np.array([one for one, _ in hits], np.int64), allowed).tolist()
    return [hit for hit, held in zip(hits, inside, strict=True) if held]


def _alive(snapshot: MilvusSnapshot, found: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    return [pair for pair in found if pair[0] not in snapshot.dead]
