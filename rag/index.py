"""Index: open what was built and search it, by meaning and by words at once.

It follows the store: when a writer has committed a new generation, the next search uses it. It knows nothing of
questions, prompts and answers.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from rag import embedding
from rag.building import STORE, build_steps, writing
from rag.derived import Derived
from rag.embedding import Embedder
from rag.errors import IndexBroken, IndexBusy, IndexMissing, ModelError
from rag.store import Snapshot, Status, Store
from rag.types import Filters, Passage, Scores

# Reciprocal rank fusion and its constant: Cormack, Clarke and Buettcher, SIGIR 2009. docs/retrieval.md compares.
_RANK_CONSTANT = 60
_DEPTH = 100  # how far down each of the two lists is read

Search = Literal["fused", "dense", "keywords"]
"""Which search orders the passages: both, fused by rank, or one alone, for comparison."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: passages, best first; the generation searched; how rare each of the query's stems is
    (inverse document frequency, above 0); and seconds by stage."""

    passages: tuple[Passage, ...]
    generation: int
    rarity: Mapping[str, float]
    timings: Mapping[str, float]


class Index:
    """An index opened for reading. It may be shared between threads."""

    build_steps = staticmethod(build_steps)

    def __init__(self, folder: Path, embedder: Embedder | None, threads: int) -> None:
        self.folder = folder
        self._store = Store(folder / STORE)
        self._threads = threads
        self._given = embedder
        self._embedder = embedder
        self._derived: Derived | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path | str = "index", *, embedder: Embedder | None = None, threads: int = 2) -> "Index":
        """Open the index in a folder. ``embedder`` stands in for the model that the index records.

        Raises ``IndexMissing`` and ``IndexBroken``.
        """
        opened = cls(Path(folder), embedder, threads)
        with opened._store.read() as snapshot:
            if snapshot.generation == 0:
                raise IndexMissing(f"The index in {folder} holds no article yet: run `rag index`.")
        return opened

    @classmethod
    def build(
        cls,
        corpus: Path | str,
        index: Path | str = "index",
        *,
        model: str | None = None,
        chunk_tokens: int | None = None,
        rebuild: bool = False,
        embedder: Embedder | None = None,
        threads: int = 2,
    ) -> "Index":
        """Build or update an index as ``build_steps`` does, and open it."""
        for _ in build_steps(
            corpus, index, model=model, chunk_tokens=chunk_tokens, rebuild=rebuild, embedder=embedder, threads=threads
        ):
            pass
        return cls.open(index, embedder=embedder, threads=threads)

    @property
    def embedder(self) -> Embedder:
        """The embedder of the model that the index was built with. Raises ``ModelError`` where it can't be had."""
        with self._store.read() as snapshot:
            return self._embedder_of(snapshot)

    def search(self, query: str, *, k: int = 8, filters: Filters | None = None, by: Search = "fused") -> Found:
        """The ``k`` best passages for a query, or fewer where there are fewer, among the articles that pass the
        filters.

        The nearest chunks by vector and the best by keyword are fused by rank. Raises ``ModelError``, ``IndexBroken``.
        """
        clock = time.perf_counter
        with self._store.read() as snapshot:
            begun = clock()
            embedder, derived = self._embedder_of(snapshot), self._derived_of(snapshot)
            opened = clock()
            allowed = snapshot.chunk_ids(filters) if filters not in (None, Filters()) else None
            vector = embedder.embed_query(query)
            embedded = clock()
            depth = max(_DEPTH, k)
            dense = dict(derived.vectors.search(vector, depth, allowed))
            dense_done = clock()
            keyword = dict(derived.keywords.search(query, depth, allowed))
            fused: dict[int, float] = {}
            for found in {"fused": (dense, keyword), "dense": (dense,), "keywords": (keyword,)}[by]:
                for rank, identifier in enumerate(found, 1):
                    fused[identifier] = fused.get(identifier, 0.0) + 1 / (_RANK_CONSTANT + rank)
            best = sorted(fused, key=lambda identifier: (-fused[identifier], identifier))[:k]
            keyword_done = clock()
            chunks = snapshot.chunks(best)
            passages = tuple(
                Passage(made.article, made.start, made.end, Scores(dense.get(one), keyword.get(one), fused[one]))
                for one in best
                if (made := chunks.get(one))
            )
            rarity = derived.keywords.rarity(query)
        timings = {
            "open": opened - begun,
            "embed": embedded - opened,
            "dense": dense_done - embedded,
            "keywords": keyword_done - dense_done,
            "load": clock() - keyword_done,
        }
        return Found(passages, snapshot.generation, rarity, timings)

    def status(self) -> Status:
        """What the index holds, and its size on disk in bytes."""
        with self._store.read() as snapshot:
            size = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
            return replace(snapshot.status(), size=size)

    def names(self) -> tuple[list[str], list[str]]:
        """The sources and the authors of its articles: what ``Filters`` can name."""
        with self._store.read() as snapshot:
            return snapshot.names()

    def verify(self) -> list[str]:
        """What is wrong with the index, a line each; empty where the store is sound, every chunk is a slice of its
        article, every vector has length 1, and both derived indexes hold exactly the store's chunks."""
        with self._store.read() as snapshot:
            found = snapshot.damage()
            ids, vectors = snapshot.vectors()
            found += [f"chunk {identifier} is empty" for identifier, _, text in snapshot.texts() if not text.strip()]
            lengths = np.linalg.norm(vectors, axis=1)
            found += [
                f"the vector of chunk {identifier} has length {length:.3f}"
                for identifier, length in zip(ids, lengths, strict=True)
                if not abs(length - 1) < 1e-3
            ]
            return found + self._derived_of(snapshot).strays(ids)

    def _embedder_of(self, snapshot: Snapshot) -> Embedder:
        recorded = snapshot.recipe.model
        with self._lock:
            if self._embedder is None or self._embedder.model.sha256 != recorded.sha256:
                if self._given is not None:
                    raise ModelError(
                        f"The index in {self.folder} was built with {recorded.name}, not {self._given.model.name}: "
                        "open it with that model, or run `rag index --rebuild`."
                    )
                self._embedder = embedding.load(recorded.name, sha256=recorded.sha256, threads=self._threads)
            return self._embedder

    def _derived_of(self, snapshot: Snapshot) -> Derived:
        with self._lock:
            if self._derived is None or self._derived.state != snapshot.state:
                self._derived = Derived.load(self.folder, snapshot.state) or self._made(snapshot)
            return self._derived

    def _made(self, snapshot: Snapshot) -> Derived:
        """The derived indexes made anew: in the folder for all to use, or in memory while a writer is at work there."""
        try:
            with writing(self.folder), self._store.read() as newest:
                if newest.state == snapshot.state:
                    return Derived.make(newest, self.folder)
        except (IndexBusy, IndexBroken):
            pass
        return Derived.make(snapshot, None)
