"""The dense half of a search: exact inner products over unit vectors; the only importer of faiss.

It knows chunk ids and vectors, nothing of texts. The file that it writes is a plain FAISS index followed by a trailer
of ours, which says which state of the store it was made from and whether a byte of it has changed since.
"""

import os
import struct
import zlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from rag.index.embedding import Vectors

_TRAILER = struct.Struct("<8sQI")  # magic, state, CRC-32 of all before
_MAGIC = b"ragvec01"


class VectorIndex:
    """Vectors by chunk id. Exact search: 100,000 vectors of 384 take 16 ms on one core, so nothing cleverer is due."""

    def __init__(self, dimension: int) -> None:
        self._faiss: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    def __len__(self) -> int:
        return int(self._faiss.ntotal)

    def update(self, removed: Collection[int], added: Sequence[int], vectors: Vectors) -> None:
        """Take chunks out and put new ones in; ``vectors`` is (len(added), dimension).

        Raises ``ValueError`` where the lengths differ.
        """
        if vectors.shape != (len(added), self._faiss.d):
            raise ValueError(f"{len(added)} chunks of dimension {self._faiss.d}, but vectors of shape {vectors.shape}")
        if removed:
            self._faiss.remove_ids(np.fromiter(removed, np.int64, len(removed)))
        if added:
            self._faiss.add_with_ids(np.ascontiguousarray(vectors), np.asarray(added, np.int64))

    def contents(self) -> Iterator[tuple[int, bytes]]:
        """The id of each chunk held, and its vector as float32."""
        for identifier in faiss.vector_to_array(self._faiss.id_map).tolist():
            yield identifier, self._faiss.reconstruct(identifier).tobytes()

    def search(self, vector: Vectors, limit: int, allowed: Collection[int] | None = None) -> list[tuple[int, float]]:
        """The nearest chunks as (id, cosine), best first; at most ``limit``, and fewer where there are fewer.

        ``vector`` is (1, dimension); with ``allowed`` only those ids can be found.
        """
        if limit < 1 or (allowed is not None and not allowed):
            return []
        parameters: Any = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.fromiter(allowed, np.int64, len(allowed)))
            wrapped: Any = faiss.SearchParameters  # its keywords are added at run time
            parameters = wrapped(sel=selector)
        scores, ids = self._faiss.search(vector, min(limit, max(1, len(self))), params=parameters)
        # FAISS pads with the id -1 where it has fewer than asked for.
        return [(found, score) for found, score in zip(ids[0].tolist(), scores[0].tolist(), strict=True) if found >= 0]

    def cosines(self, vector: Vectors, ids: Sequence[int]) -> list[float]:
        """The cosines of chunks that are held, by id; ``vector`` is (1, dimension)."""
        if not ids:
            return []
        held: list[float] = (self._faiss.reconstruct_batch(np.asarray(ids, np.int64)) @ vector[0]).tolist()
        return held

    def save(self, path: Path, state: int) -> None:
        """Write the index, so that the file is at every instant either the old one or the new one."""
        content = faiss.serialize_index(self._faiss).tobytes()
        written = path.with_name(f"{path.name}.new")
        try:
            written.write_bytes(content + _TRAILER.pack(_MAGIC, state, zlib.crc32(content)))
            os.replace(written, path)
        finally:
            written.unlink(missing_ok=True)  # half of it would fill a disk that is full already

    @classmethod
    def load(cls, path: Path, state: int) -> "VectorIndex | None":
        """The saved index; None where there is none, it is of another state, or it is damaged."""
        try:
            data = path.read_bytes()
        except OSError:
            return None
        content, trailer = data[: -_TRAILER.size], data[-_TRAILER.size :]
        if len(trailer) < _TRAILER.size or trailer != _TRAILER.pack(_MAGIC, state, zlib.crc32(content)):
            return None
        loaded = cls.__new__(cls)
        loaded._faiss = faiss.deserialize_index(np.frombuffer(content, np.uint8))
        return loaded
