"""What searches the chunks of an index, by meaning and by words, wherever it lies."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.index.embedding import Vectors
from rag.index.segments import Ids
from rag.index.snapshot import Snapshot
from rag.index.vocabulary import Keywords


class Meanings(Protocol):
    """The search by meaning over the chunks of an index."""

    @property
    def exact(self) -> bool:
        """Whether a search looks at every vector."""
        ...

    def search(self, vectors: Vectors, limit: int, allowed: Ids | None = None) -> list[list[tuple[int, float]]]:
        """For each of some vectors, (number, dimension), the nearest chunks as (id, cosine), best first. With
        ``allowed``, which ascend, only those ids can be found."""
        ...

    def cosines(self, vector: Vectors, ids: Sequence[int]) -> list[float]:
        """The cosines of chunks, by id."""
        ...

    def all_cosines(self, vector: Vectors) -> tuple[Ids, NDArray[np.float32]]:
        """The ids of the chunks and their cosines, in no order: of all, or of as many of the nearest as can be had."""
        ...

    def ids(self) -> Ids:
        """The ids of all chunks, in no order."""
        ...

    def recall(self, queries: Vectors, limit: int) -> float:
        """The share of the ``limit`` nearest chunks that a search finds, over some queries."""
        ...


class Searchable(Protocol):
    """What searches one snapshot of an index."""

    @property
    def vectors(self) -> Meanings: ...

    @property
    def keywords(self) -> Keywords: ...

    def strays(self, snapshot: Snapshot) -> list[str]:
        """Where it does not hold exactly the snapshot's chunks, in words."""
        ...
