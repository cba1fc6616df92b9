"""What a reader keeps of the state of an index that it reads: chunks and articles as they were unpacked once their rows
were compared. Within a state no row changes, so that what comes again is neither read nor compared again."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from rag.index.analysis import Analysis
from rag.index.packing import unpacked_bounds, unpacked_vectors, unpacked_words
from rag.types import Article

_CHUNKS = 8 << 20  # bytes of sentences' vectors: some 2,500 chunks, whose words take half as much again
_ARTICLES = 4 << 20  # characters

_Value = TypeVar("_Value")


class Recent(Generic[_Value]):
    """Values by number: those asked for last, as many as by ``size`` are no more than ``limit`` together. It may be
    shared between threads."""

    def __init__(self, limit: int, size: Callable[[_Value], int]) -> None:
        self._limit, self._size = limit, size
        self._total = 0
        self._held: dict[int, _Value] = {}  # those asked for last come last
        self._lock = threading.Lock()

    def get(self, numbers: Iterable[int]) -> dict[int, _Value]:
        """Those of some numbers that are held."""
        with self._lock:
            found = {one: self._held.pop(one) for one in numbers if one in self._held}
            self._held |= found
        return found

    def put(self, values: dict[int, _Value]) -> dict[int, _Value]:
        """Hold some, as far as there is room, and return them."""
        with self._lock:
            self._total += sum(self._size(value) for one, value in values.items() if one not in self._held)
            self._held |= values
            while self._total > self._limit:
                self._total -= self._size(self._held.pop(next(iter(self._held))))
        return values


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A chunk: the key of its article, its place there and its bounds, and its analysis."""

    article: int
    position: int
    start: int
    end: int
    analysis: Analysis


def unpacked_chunks(rows: Sequence[Sequence[Any]], dimension: int) -> dict[int, Unpacked]:
    """The chunks of some rows by id."""
    # All at once, as each step of numpy takes longer than the sentences of a chunk.
    stacked = unpacked_vectors(b"".join(row[8] for row in rows), dimension)
    found: dict[int, Unpacked] = {}
    done = 0
    for identifier, key, position, first, stop, _, sentences, words, *_ in rows:
        bounds, instructs = unpacked_bounds(first, sentences)
        own = stacked[done : done + len(bounds)].copy()  # else one that is kept would hold all of them
        analysis = Analysis(bounds, instructs, *unpacked_words(words), own)
        found[identifier] = Unpacked(key, position, first, stop, analysis)
        done += len(bounds)
    return found


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a state, by id and by key."""

    state: int
    chunks: Recent[Unpacked] = field(
        default_factory=lambda: Recent(_CHUNKS, lambda one: int(one.analysis.vectors.nbytes))
    )
    articles: Recent[Article] = field(default_factory=lambda: Recent(_ARTICLES, lambda one: len(one.text)))
