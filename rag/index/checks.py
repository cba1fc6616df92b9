"""What an index is held to beyond what its files say of themselves."""

import numpy as np

from rag.index.embedding import unit
from rag.index.searchable import Searchable
from rag.index.segments import BLOCK
from rag.index.snapshot import Snapshot

NEAREST = 10
"""How many of the nearest chunks recall is of."""
_SAMPLE = 200  # chunks whose first sentences are looked for


def recall(snapshot: Snapshot, derived: Searchable) -> float:
    """The share of the nearest chunks that the search by meaning finds, looked for with sentences of the index's own.

    1 where it looks at every chunk. Raises ``IndexBroken``.
    """
    if derived.vectors.exact:
        return 1.0
    ids = np.sort(derived.vectors.ids())
    sample = ids[:: max(1, len(ids) // _SAMPLE)][:_SAMPLE].tolist()
    queries = [one.vectors[0] for one in snapshot.analyses(sample).values() if len(one.vectors)]
    return derived.vectors.recall(unit(queries), NEAREST)


def faults(snapshot: Snapshot, derived: Searchable) -> list[str]:
    """Chunks without a word, vectors that are not of length 1, and where the derived indexes do not hold exactly the
    snapshot's chunks, a line each."""
    found = [f"chunk {identifier} is empty" for identifier, _, text in snapshot.texts() if not text.strip()]
    found += [
        f"the vector of chunk {identifier} has length {length:.3f}"
        for ids, vectors in snapshot.vector_blocks(BLOCK)
        for identifier, length in zip(ids.tolist(), np.linalg.norm(vectors, axis=1), strict=True)
        if not abs(length - 1) < 1e-3
    ]
    return found + derived.strays(snapshot)
