"""What a search brought, and what of it says the same as something better."""

import itertools
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from rag.index.analysis import Analysis
from rag.types import Passage, Period

# The share of their words that two passages have in common where one repeats the other, if their numbers are the same,
# too: a correction repeats all but a number. At 0.9, two of clapnq's 145 questions lost the passage that is right.
_REPEATS = 0.95


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found, and its analysis, by which texts are compared with it."""

    passage: Passage
    analysis: Analysis = field(repr=False, compare=False)  # of arrays, which have no truth


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: its hits, best first, and so the passages that one gets by going through it; the
    generation searched; seconds by stage; the passages left out, each with the reason in a line; the years that the
    query names, first and last, which passages were weighed by; and the ``copies`` among those left out, each with the
    passage that says nearly the same and was not left out."""

    hits: tuple[Hit, ...]
    generation: int
    timings: Mapping[str, float]
    left_out: tuple[tuple[Passage, str], ...] = ()
    period: Period | None = None
    copies: tuple[tuple[Passage, Passage], ...] = ()

    def __repr__(self) -> str:
        return f"<Found {list(self.passages)!r}>"

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages, best first."""
        return tuple(hit.passage for hit in self.hits)

    def merged(self, other: "Found", count: int) -> "Found":
        """The first ``count`` of what two searches found, in turn and each passage once; the rest of it is as here."""
        pairs = itertools.zip_longest(self.hits, other.hits)
        every = [hit for pair in pairs for hit in pair if hit is not None]
        unique = {(hit.passage.article.id, hit.passage.start): hit for hit in reversed(every)}
        best = tuple(reversed(unique.values()))[:count]
        return replace(self, hits=best, copies=tuple(dict.fromkeys((*self.copies, *other.copies))))

    def __iter__(self) -> Iterator[Passage]:
        return iter(self.passages)

    def __len__(self) -> int:
        return len(self.hits)


class Stopwatch:
    """Seconds by stage, as they run."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """End a stage, which began with the end of the one before."""
        now = time.perf_counter()
        self.laps[stage], self._last = now - self._last, now


def without_repeats(
    order: Sequence[int], analyses: Mapping[int, Analysis], count: int
) -> tuple[list[int], dict[int, int]]:
    """The first ``count`` chunks that do not repeat one before them, as two printings of an agency's text do; and those
    passed over for it, each with the one that it repeats."""
    chosen: dict[int, set[str]] = {}
    repeats: dict[int, int] = {}
    for one in order:
        if len(chosen) == count:
            break
        words = set("".join(analyses[one].words).split())
        repeated = next((other for other, held in chosen.items() if _nearly_the_same(words, held)), None)
        if repeated is not None:
            repeats[one] = repeated
        else:
            chosen[one] = words
    return list(chosen), repeats


def _nearly_the_same(words: Set[str], others: Set[str]) -> bool:
    """Whether two passages have nearly all words and all numbers in common."""
    if min(len(words), len(others)) < _REPEATS * max(len(words), len(others)):  # which tells most pairs apart at once
        return False
    return len(words & others) >= _REPEATS * len(words | others) and not any(one[0].isdigit() for one in words ^ others)
