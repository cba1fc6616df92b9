"""Changes -> an index that has them: chunks, embedded and committed batch by batch; the one writer of a store.

Each transaction leaves an index that answers, so a kill at any instant loses no more than the batch at hand. It knows
nothing of files and of searching.
"""

import os
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.index.analysis import analyse
from rag.index.changes import Changes
from rag.index.chunking import Cut, cut
from rag.index.derived import Derived, no_vectors
from rag.index.embedding import Embedder, Vectors, embed_parts
from rag.index.grouping import names_of
from rag.index.packing import kept
from rag.index.snapshot import Recipe
from rag.index.store import Store
from rag.text.said.named import Named
from rag.types import Article, Progress

_AT_ONCE = 32  # chunks between two reports of progress: about a second's work on two cores
# Chunks a transaction: small enough to lose little in a kill, large enough that writing the FAISS file whole after each
# stays a small part of the work.
_SMALLEST_BATCH, _LARGEST_BATCH = 64, 1024


@dataclass(frozen=True, slots=True)
class _Piece:
    """An article cut into chunks, and the file that it came from."""

    file: str
    article: Article
    cut: Cut


def create(path: Path, recipe: Recipe) -> None:
    """An empty store, there whole or not at all: a kill in between leaves nothing that looks like a damaged index."""
    made = path.with_name(f"{path.name}.new")
    # Of a build that was killed here, and of a store that was deleted without its journal, which SQLite would replay.
    for name in (made.name, *(f"{one}{suffix}" for one in (made.name, path.name) for suffix in ("-wal", "-shm"))):
        path.with_name(name).unlink(missing_ok=True)
    Store.create(made, recipe)
    os.replace(made, path)


class Writer:
    """What puts changes into a store, and keeps the derived indexes of a ``folder``, if there is one, in step."""

    def __init__(self, store: Store, embedder: Embedder, recipe: Recipe, folder: Path | None) -> None:
        self._store = store
        self._embedder = embedder
        self._recipe = recipe
        self._folder = folder

    def write(self, changes: Changes) -> Generator[Progress, None, int]:
        """Commit the changes, telling how far it is. Returns how many chunks were embedded."""
        derived = self._derived()
        names = yield from self._names(changes)
        pieces = yield from self._cut(changes.written)
        total = sum(len(piece.cut.chunks) for piece in pieces)
        waiting = Counter(piece.file for piece in pieces)  # articles by file that are not in yet
        self._begin(changes, waiting, names, derived)
        done = 0
        size = max(_SMALLEST_BATCH, min(_LARGEST_BATCH, total // 50))
        for batch in _batches(pieces, size):
            vectors, of_sentences = yield from self._embedded(batch, done, total)
            done += len(vectors)
            self._commit(batch, vectors, of_sentences, changes.read, waiting, derived, complete=done == total)
            yield Progress("embedding", done, total)
        return done

    def _derived(self) -> Derived | None:
        if self._folder is None:
            return None
        with self._store.read() as snapshot:
            return Derived.load(self._folder, snapshot.state) or Derived.make(snapshot, self._folder)

    def _cut(self, written: Sequence[tuple[str, Article]]) -> Generator[Progress, None, list[_Piece]]:
        pieces: list[_Piece] = []
        for file, article in written:
            yield Progress("cutting", len(pieces), len(written))
            made = cut(
                article,
                chunk_tokens=self._recipe.chunk_tokens,
                window=self._recipe.model.window,
                count_tokens=self._embedder.count_tokens,
            )
            pieces.append(_Piece(file, article, made))
        return pieces

    def _names(self, changes: Changes) -> Generator[Progress, None, dict[str, tuple[Named, ...]]]:
        """By id the names of the articles that stay as they are, but were read by other rules than this version's."""
        with self._store.read() as snapshot:
            rewritten = {*changes.removed, *(article.id for _, article in changes.written)}
            stale = [one for one in snapshot.unnamed() if one not in rewritten]
            found: dict[str, tuple[Named, ...]] = {}
            for identifier in stale:
                if len(found) % _AT_ONCE == 0:
                    yield Progress("naming", len(found), len(stale))
                article = snapshot.article(identifier)
                found[identifier] = names_of(article) if article is not None else ()
        return found

    def _begin(
        self,
        changes: Changes,
        waiting: Counter[str],
        names: Mapping[str, Sequence[Named]],
        derived: Derived | None,
    ) -> None:
        """All but the articles that are to be embedded. A file counts as read when the last of its articles is in."""
        with self._store.write() as transaction:
            gone = transaction.remove(changes.removed)
            for identifier, file in changes.moved:
                transaction.move(identifier, file)
            read = {path: sha256 for path, sha256 in changes.read.items() if not waiting[path]}
            transaction.record_files(read, changes.gone)
            if changes.recorded:
                transaction.record_problems(changes.problems)
            for identifier, found in names.items():
                transaction.record_names(identifier, found)
            if not waiting and (gone or names or not transaction.complete):
                transaction.regroup()
            transaction.record_complete(not waiting)
            if gone:
                transaction.advance()
        if derived is not None and gone:
            derived.update(gone, (), no_vectors(self._recipe.model.dimension), transaction.state)

    def _embedded(
        self, batch: Sequence[_Piece], done: int, total: int
    ) -> Generator[Progress, None, tuple[Vectors, list[Vectors]]]:
        """The vectors of a batch's chunks, and of the sentences of each."""
        texts = [text for piece in batch for text in piece.cut.texts]
        parts = [part for piece in batch for part in piece.cut.parts]
        vectors = np.empty((len(texts), self._recipe.model.dimension), np.float32)
        of_sentences = [no_vectors(self._recipe.model.dimension)] * len(texts)
        # Texts of like length together, as a model pads what it reads at once to the longest.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for first in range(0, len(order), _AT_ONCE):
            yield Progress("embedding", done + first, total)
            numbers = order[first : first + _AT_ONCE]
            vectors[numbers], found = embed_parts(
                self._embedder, [texts[number] for number in numbers], [parts[number] for number in numbers]
            )
            for number, of_chunk in zip(numbers, found, strict=True):
                of_sentences[number] = of_chunk
        return vectors, of_sentences

    def _commit(
        self,
        batch: Sequence[_Piece],
        vectors: Vectors,
        of_sentences: Sequence[Vectors],
        read: dict[str, str],
        waiting: Counter[str],
        derived: Derived | None,
        *,
        complete: bool,
    ) -> None:
        finished: dict[str, str] = {}
        added: list[tuple[int, Article, str]] = []
        with self._store.write() as transaction:
            gone = transaction.make_way([piece.article for piece in batch])
            position = 0
            for piece in batch:
                chunks = piece.cut.chunks
                own = slice(position, position + len(chunks))
                analyses = [analyse(one, found) for one, found in zip(chunks, of_sentences[own], strict=True)]
                ids = transaction.add(piece.file, piece.article, chunks, vectors[own], analyses)
                transaction.record_names(piece.article.id, names_of(piece.article))
                added += [(identifier, piece.article, one.text) for identifier, one in zip(ids, chunks, strict=True)]
                position += len(chunks)
                waiting[piece.file] -= 1
                if not waiting[piece.file] and piece.file in read:
                    finished[piece.file] = read[piece.file]
            transaction.record_files(finished, ())
            if complete:
                transaction.regroup()
            transaction.record_complete(complete)
            transaction.advance()
        if derived is not None:
            derived.update(gone, added, kept(vectors), transaction.state)


def _batches(pieces: Sequence[_Piece], size: int) -> Iterator[list[_Piece]]:
    """Whole articles together until they hold ``size`` chunks."""
    batch: list[_Piece] = []
    chunks = 0
    for piece in pieces:
        batch.append(piece)
        chunks += len(piece.cut.chunks)
        if chunks >= size:
            yield batch
            batch, chunks = [], 0
    if batch:
        yield batch
