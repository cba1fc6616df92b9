"""What is derived from the store to search it: the FAISS and the Tantivy index, kept as a pair of one state of it.

It knows where the two lie in an index folder, and how to make them from a snapshot. Losing them loses nothing.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.errors import IndexBroken, IndexBusy
from rag.index.analysis import described
from rag.index.embedding import Vectors
from rag.index.folder import KEYWORDS, OUTDATED, VECTORS, writing
from rag.index.keywords import KeywordIndex, content
from rag.index.sealed import checked, read_manifest
from rag.index.segments import BLOCK
from rag.index.snapshot import Snapshot
from rag.index.store import Store
from rag.index.vectors import VectorIndex, hashed
from rag.types import Article

_PATIENCE = 2.0  # seconds


@dataclass(slots=True)
class Derived:
    """The two indexes of one state of the store, in a folder or, where ``folder`` is None, in memory only."""

    folder: Path | None
    state: int
    vectors: VectorIndex
    keywords: KeywordIndex

    @classmethod
    def load(cls, folder: Path, state: int) -> "Derived | None":
        """The pair as saved; None unless both are whole and of that state."""
        vectors = VectorIndex.load(folder / VECTORS, state)
        keywords = KeywordIndex.load(folder / KEYWORDS, state) if vectors is not None else None
        if vectors is None or keywords is None:
            return None
        return cls(folder, state, vectors, keywords)

    @classmethod
    def make(cls, snapshot: Snapshot, folder: Path | None) -> "Derived":
        """The pair made anew from a snapshot, and saved where there is a folder; nothing is embedded for it."""
        keywords = KeywordIndex.create(folder / KEYWORDS if folder is not None else None)
        keywords.update((), _documents(snapshot.texts()), snapshot.state)
        place = folder / VECTORS if folder is not None else None
        blocks = snapshot.vector_blocks(BLOCK)
        vectors = VectorIndex.make(snapshot.recipe.model.dimension, blocks, place, snapshot.state)
        if folder is not None:
            for name in OUTDATED:
                (folder / name).unlink(missing_ok=True)
        return cls(folder, snapshot.state, vectors, keywords)

    def update(
        self, removed: Collection[int], added: Sequence[tuple[int, Article, str]], vectors: Vectors, state: int
    ) -> None:
        """Follow one transaction: chunks that went, chunks (id, article, text) that came with their vectors."""
        self.vectors.update(removed, [identifier for identifier, _, _ in added], vectors)
        self.keywords.update(removed, _documents(added), state)
        self.state = state
        if self.folder is not None:
            self.vectors.save(self.folder / VECTORS, state)

    def strays(self, snapshot: Snapshot) -> list[str]:
        """Where the pair does not hold exactly the snapshot's chunks, with their vectors and words, in words."""
        stored = (pair for ids, stacked in snapshot.vector_blocks(BLOCK) for pair in hashed(ids, stacked))
        said = ((identifier, content(title, text)) for identifier, title, text in _documents(snapshot.texts()))
        return [
            *self._altered(),
            *_differences("vector", dict(stored), dict(self.vectors.contents())),
            *_differences("keyword", dict(said), dict(self.keywords.contents())),
        ]

    def _altered(self) -> list[str]:
        """The files that are not what was written, all of each compared."""
        if self.folder is None:
            return []
        found = []
        for folder in (self.folder / VECTORS, self.folder / KEYWORDS):
            content, seals = read_manifest(folder)
            names = [name for name, one in seals.items() if checked(folder / name, one, whole=True) is None]
            # A writer may have gone on meanwhile, and have removed files that it folded.
            if names and read_manifest(folder)[0] == content and content.get("state") == self.state:
                found += [f"{folder.name}/{name} is not what was written" for name in names]
        return found


def derived_of(folder: Path, store: Store, snapshot: Snapshot) -> Derived:
    """The pair of a snapshot of a store: as it is saved in the folder, or made anew there for all to use, or in memory
    while a writer is at work there that does not save it. Raises ``IndexBroken``."""
    if saved := Derived.load(folder, snapshot.state):
        return saved
    try:
        with writing(folder), store.read() as newest:
            if newest.state == snapshot.state:
                return Derived.load(folder, newest.state) or Derived.make(newest, folder)
    except (IndexBusy, IndexBroken):
        pass
    return _awaited(folder, store, snapshot) or Derived.make(snapshot, None)


def _awaited(folder: Path, store: Store, snapshot: Snapshot) -> Derived | None:
    """The pair of the newest state of a store, which a writer commits before it saves what is derived from it."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if saved := Derived.load(folder, snapshot.state):
            return saved
        with store.read() as newest:
            if newest.state != snapshot.state:
                return None
        time.sleep(_PATIENCE / 100)
    return None


def _differences(name: str, wanted: Mapping[int, object], held: Mapping[int, object]) -> list[str]:
    missing, stray = len(wanted.keys() - held.keys()), len(held.keys() - wanted.keys())
    other = sum(held[identifier] != wanted[identifier] for identifier in wanted.keys() & held.keys())
    if not (missing or stray or other):
        return []
    return [f"{name} index: {missing} chunks missing, {stray} too many, {other} with another content"]


def _documents(chunks: Iterable[tuple[int, Article, str]]) -> Iterator[tuple[int, str, str]]:
    return ((identifier, described(article), text) for identifier, article, text in chunks)


def no_vectors(dimension: int) -> Vectors:
    """The vectors of no chunk at all."""
    return np.empty((0, dimension), np.float32)
