"""Changes -> an index that has them: chunks, embedded and committed batch by batch; the one writer of a store.

Articles are read and cut, and what was embedded is committed, while others are embedded; no more than two batches are
at hand at once, so that memory does not grow with the corpus. Each transaction leaves an index that answers, so a kill
at any instant loses no more than these. It knows nothing of files and of searching.
"""

from collections import Counter, deque
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from rag.errors import IndexBroken, IndexMissing
from rag.index.analysis import analyse
from rag.index.changes import Changes, Written
from rag.index.chunking import Cut, cut
from rag.index.cluster import Cluster, Job
from rag.index.derived import no_vectors
from rag.index.embedding import Embedder, Vectors, embed_parts
from rag.index.grouping import names_of
from rag.index.packing import content
from rag.index.place import Follower, Place
from rag.index.snapshot import Recipe
from rag.index.store import Transaction
from rag.text.said.named import Named
from rag.types import Article, Interval, Progress

_AT_ONCE = 32  # chunks between two reports of progress: about a second's work on two cores
# Chunks a transaction: small enough to lose little in a kill, and more as more come, as each transaction takes a while
# whatever its size.
_SMALLEST_BATCH, _LARGEST_BATCH, _OF_ALL = 64, 512, 16
_AT_HAND = 2  # batches
_TOGETHER = 16  # articles that are handed to a cluster to be cut: each handing over takes a while
_EACH = 2  # pieces of work that wait for a process of a cluster, so that it does not wait for the next


_Embedding = Future[tuple[Vectors, list[Vectors]]] | Job[tuple[Vectors, list[Vectors]]]
_Piece = tuple[str, Article, Cut]


@dataclass(slots=True)
class _Batch:
    """Articles that are committed together, each with the file that it came from and its chunks; the numbers for what
    is embedded of these; what of it was embedded before, by these numbers; and what is being embedded, by the places of
    the chunks."""

    pieces: list[_Piece] = field(default_factory=list)
    contents: list[int] = field(default_factory=list)
    known: dict[int, tuple[Vectors, Vectors]] = field(default_factory=dict)
    embedded: list[tuple[list[int], _Embedding]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many chunks it has."""
        return sum(len(cut.chunks) for _, _, cut in self.pieces)

    def vectors(self, dimension: int) -> tuple[Vectors, list[Vectors]]:
        """The vectors of its chunks, (number of chunks, dimension), and of the sentences of each, when all are
        embedded."""
        whole = np.empty((self.size, dimension), np.float32)
        of_sentences = [no_vectors(dimension)] * len(whole)
        for place, number in enumerate(self.contents):
            if number in self.known:
                whole[place], of_sentences[place] = self.known[number]
        for places, embedded in self.embedded:
            whole[places], found = embedded.result()
            for place, of_chunk in zip(places, found, strict=True):
                of_sentences[place] = of_chunk
        return whole, of_sentences


class Writer:
    """What puts changes into an index, and keeps what is derived of it in step. What those in whose place this one
    comes have embedded is taken from these. A ``cluster`` cuts and embeds where there is one, else this process does.
    """

    def __init__(
        self,
        store: Place,
        embedder: Embedder,
        recipe: Recipe,
        earlier: Sequence[Place] = (),
        cluster: Cluster | None = None,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._recipe = recipe
        self._earlier = earlier
        self._cluster = cluster
        # Chunks that are being embedded at once: enough for every process of a cluster.
        self._room = cluster.size * _EACH * _AT_ONCE if cluster is not None else 0
        self._opened = False
        self._follower: Follower | None = None
        # Chunks cut, handed over to be embedded, embedded, and known from before.
        self._cut = self._ahead = self._embedded = self._again = 0
        self._read = self._committed = 0  # articles
        self._unfinished: Counter[str] = Counter()  # articles by file that are not in yet
        self._finished: set[str] = set()  # files

    def write(self, steps: Iterable[Progress | Written], changes: Changes) -> Generator[Progress, None, int]:
        """Write articles as they come, and the other ``changes``, which are whole when the last has come, telling how
        far it is. Returns how many chunks were embedded."""
        ahead = ThreadPoolExecutor(1, "embedding ahead")
        try:
            yield from self._commit_all(self._batches(steps, ahead), changes)
        finally:
            ahead.shutdown(cancel_futures=True)
        return self._embedded

    def _batches(self, steps: Iterable[Progress | Written], ahead: Executor) -> Iterator[Progress | _Batch]:
        """Whole articles together, cut, and handed over to be embedded."""
        batch = _Batch()
        for step in self._pieces(steps):
            if isinstance(step, Progress):
                if not self._ahead:  # else both stages would be told in turn
                    yield step
                continue
            batch.pieces.append(step)
            self._cut += len(step[2].chunks)
            if batch.size >= max(_SMALLEST_BATCH, min(_LARGEST_BATCH, self._cut // _OF_ALL)):
                yield self._handed_over(batch, ahead)
                batch = _Batch()
        if batch.pieces:
            yield self._handed_over(batch, ahead)

    def _pieces(self, steps: Iterable[Progress | Written]) -> Iterator[Progress | _Piece]:
        """Each article with its chunks. One counts as unfinished before it is cut: its file may be read to the end
        while others cut it."""
        together: list[Written] = []
        waiting: deque[tuple[list[Written], Job[list[Cut]]]] = deque()
        for step in steps:
            if isinstance(step, Progress):
                yield step
                continue
            self._unfinished[step[0]] += 1
            self._read += 1
            if self._cluster is None:
                yield *step, self._chunks(step[1])
                continue
            together.append(step)
            if len(together) == _TOGETHER:
                waiting.append((together, self._handed_to(self._cluster, together)))
                together = []
            if len(waiting) > self._cluster.size * _EACH:
                yield from _joined(*waiting.popleft())
        if self._cluster is not None and together:
            waiting.append((together, self._handed_to(self._cluster, together)))
        for one in waiting:
            yield from _joined(*one)

    def _handed_to(self, cluster: Cluster, written: Sequence[Written]) -> Job[list[Cut]]:
        articles = [article for _, article in written]
        return cluster.cut(articles, chunk_tokens=self._recipe.chunk_tokens, window=self._recipe.model.window)

    def _commit_all(self, batches: Iterable[Progress | _Batch], changes: Changes) -> Generator[Progress, None, None]:
        waiting: deque[_Batch] = deque()
        for batch in batches:
            if isinstance(batch, Progress):
                yield batch
                continue
            if not waiting and not self._embedded:
                self._begin()
            waiting.append(batch)
            if len(waiting) >= _AT_HAND and sum(one.size for one in waiting) >= self._room + batch.size:
                yield from self._commit_next(waiting, changes)
        changes.share = changes.of_files = 1.0
        while len(waiting) > 1:
            yield from self._commit_next(waiting, changes)
        yield from self._commit_next(waiting, changes, last=True)

    def _commit_next(self, waiting: deque[_Batch], changes: Changes, *, last: bool = False) -> Iterator[Progress]:
        batch = waiting.popleft() if waiting else _Batch()
        for places, embedded in batch.embedded:
            yield self._progress(changes)
            embedded.result()
            self._embedded += len(places)
        self._again += sum(number in batch.known for number in batch.contents)
        self._open()
        names: Mapping[str, Sequence[Named]] = {}
        if last:
            names = yield from self._names({*changes.removed, *(article.id for _, article, _ in batch.pieces)})
        self._commit(batch, changes, names, last=last)
        self._committed += len(batch.pieces)
        if batch.pieces:
            yield self._progress(changes)

    def _progress(self, changes: Changes) -> Progress:
        """How much is embedded and committed; how much there is in all is reckoned from what was read so far."""
        done = self._embedded + self._again
        chunks = max(self._cut, round(self._cut / (changes.share or 1.0)))
        articles = max(self._read, round(self._read / (changes.of_files or 1.0)))
        return Progress("embedding", done, chunks, coming=articles - self._committed)

    def _begin(self) -> None:
        """Note in an index that there is that it is about to change, so that whoever ends this knows of it."""
        if self._store.exists():
            with self._store.write() as transaction:
                transaction.record_complete(False)

    def _open(self) -> None:
        """Make the store where there is none yet; a build may find nothing to write, and then leaves nothing."""
        if self._opened:
            return
        if not self._store.exists():
            self._store.make(self._recipe)
        self._follower = self._store.follower()
        self._opened = True

    def _chunks(self, article: Article) -> Cut:
        return cut(
            article,
            chunk_tokens=self._recipe.chunk_tokens,
            window=self._recipe.model.window,
            count_tokens=self._embedder.count_tokens,
        )

    def _handed_over(self, batch: _Batch, ahead: Executor) -> _Batch:
        """A batch whose chunks are being embedded, those of like length together, as a model may pad what it reads at
        once to the longest."""
        texts = [text for _, _, cut in batch.pieces for text in cut.texts]
        parts = [part for _, _, cut in batch.pieces for part in cut.parts]
        batch.contents = [content(*one) for one in zip(texts, parts, strict=True)]
        batch.known = self._known(batch.contents)
        new = [place for place, number in enumerate(batch.contents) if number not in batch.known]
        order = sorted(new, key=lambda place: len(texts[place]))
        for first in range(0, len(order), _AT_ONCE):
            places = order[first : first + _AT_ONCE]
            own = [texts[place] for place in places], [parts[place] for place in places]
            batch.embedded.append((places, self._embedding(*own, ahead)))
        self._ahead += len(texts)
        return batch

    def _embedding(self, texts: list[str], parts: list[list[Interval]], ahead: Executor) -> _Embedding:
        if self._cluster is not None:
            return self._cluster.embed(texts, parts)
        return ahead.submit(embed_parts, self._embedder, texts, parts)

    def _known(self, contents: Collection[int]) -> dict[int, tuple[Vectors, Vectors]]:
        """What was embedded of texts, by their numbers, in this store or in one in whose place this one comes."""
        found: dict[int, tuple[Vectors, Vectors]] = {}
        for store in (self._store, *self._earlier):
            try:
                with store.read() as snapshot:
                    if snapshot.recipe.model == self._recipe.model:
                        found |= snapshot.embedded(contents)
            except (IndexMissing, IndexBroken):  # it is made only now, or made anew for that very reason
                continue
        return found

    def _names(self, rewritten: Collection[str]) -> Generator[Progress, None, dict[str, tuple[Named, ...]]]:
        """By id the names of the articles that stay as they are, but were read by other rules than this version's."""
        with self._store.read() as snapshot:
            stale = [one for one in snapshot.unnamed() if one not in rewritten]
            found: dict[str, tuple[Named, ...]] = {}
            for identifier in stale:
                if len(found) % _AT_ONCE == 0:
                    yield Progress("naming", len(found), len(stale))
                article = snapshot.article(identifier)
                found[identifier] = names_of(article) if article is not None else ()
        return found

    def _commit(self, batch: _Batch, changes: Changes, names: Mapping[str, Sequence[Named]], *, last: bool) -> None:
        """One transaction: the articles of a batch, and with the ``last`` one all else that changes."""
        vectors, of_sentences = batch.vectors(self._recipe.model.dimension)
        added: list[tuple[int, Article, str]] = []
        with self._store.write() as transaction:
            gone = transaction.make_way([article for _, article, _ in batch.pieces])
            for file, article, made in batch.pieces:
                own = slice(len(added), len(added) + len(made.chunks))
                analyses = [analyse(one, found) for one, found in zip(made.chunks, of_sentences[own], strict=True)]
                ids = transaction.add(file, article, made.chunks, vectors[own], analyses, batch.contents[own])
                transaction.record_names(article.id, names_of(article))
                added += [(identifier, article, one.text) for identifier, one in zip(ids, made.chunks, strict=True)]
            self._record_files(transaction, batch, changes, last=last)
            if last:
                gone += transaction.remove(changes.removed)
                for identifier, file in changes.moved:
                    transaction.move(identifier, file)
                if changes.recorded:
                    transaction.record_problems(changes.problems)
                for identifier, found in names.items():
                    transaction.record_names(identifier, found)
            transaction.record_complete(last)
            if not last:
                transaction.postpone_stories()
            if added or gone:
                transaction.advance()
        if self._follower is not None and (added or gone):
            self._follower.update(gone, added, vectors, transaction.state)

    def _record_files(self, transaction: Transaction, batch: _Batch, changes: Changes, *, last: bool) -> None:
        """A file counts as read when the last of its articles is in, and as unread from the first one on."""
        files = {file for file, _, _ in batch.pieces}
        self._unfinished.subtract(file for file, _, _ in batch.pieces)
        here = changes.read.keys() if last else files & changes.read.keys()
        read = {path: changes.read[path] for path in here - self._finished if not self._unfinished[path]}
        self._finished |= read.keys()
        gone = files | ({*changes.gone} - self._finished if last else set())
        transaction.record_files(read, gone - {""})


def _joined(written: Sequence[Written], cutting: Job[list[Cut]]) -> Iterator[_Piece]:
    for (file, article), made in zip(written, cutting.result(), strict=True):
        yield file, article, made
