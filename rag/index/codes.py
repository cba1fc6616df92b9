"""Codes of one bit a dimension for a large segment's vectors: which of its rows may be the nearest; the only importer
of faiss, which is needed by large indexes alone."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from rag.index.embedding import Vectors

# RaBitQ: Gao and Long, SIGMOD 2024.
_BITS = 1


class Codes:
    """The codes of a segment's rows, known by their numbers."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def make(cls, sample: Vectors, blocks: Iterable[Vectors]) -> "Codes":
        """The codes of rows that come in blocks; of a ``sample`` of them, (n, dimension), the mean is learnt."""
        made: Any = faiss.IndexRaBitQFastScan(sample.shape[1], faiss.METRIC_INNER_PRODUCT, 32, _BITS)
        made.train(sample)
        for vectors in blocks:
            made.add(np.ascontiguousarray(vectors))
        return cls(made)

    @classmethod
    def read(cls, path: Path) -> "Codes":
        """The codes of a file. Raises ``ValueError`` for one that holds none."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:  # FAISS's for whatever it finds
            raise ValueError(f"{path} can't be read ({error})") from error

    def write(self, path: Path) -> None:
        """Write them to a file. Raises ``OSError``."""
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path} can't be written ({error})") from error

    def nearest(self, query: Vectors, count: int) -> NDArray[np.intp]:
        """The rows that may be nearest to a query, (dimension,), at most ``count``."""
        _, found = self._index.search(query[np.newaxis], count)
        rows: NDArray[np.intp] = found[0][found[0] >= 0]
        return rows
