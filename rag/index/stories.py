"""Articles -> the running stories that they tell: groups of articles that are near in meaning and in days.

Clusters grow by average linkage over the cosines of the articles' vectors (Sokal and Michener, 1958), the nearest pair
first, so that a chain of articles each a little like the next is no story. Only pairs that may be of one story are
looked at, so that each connected part of them stands by itself: what changes elsewhere changes nothing of it.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

LINKED = 0.65
"""Mean cosine of the articles of two groups from which they are one."""
NAMELESS = 0.7
"""The same of two articles that share no name."""
DAYS = 60
"""Days at most between an article and the next of its story."""
_AT_ONCE = 2048  # articles whose cosines with others are held at a time

Pair = tuple[int, int]
"""The keys of two articles, the lower one first."""


@dataclass(frozen=True, slots=True)
class Member:
    """An article that may be of a story: its key, its day, and its vector, of shape (dimension,), of which only the
    direction counts; of whole numbers in [-127, 127] each cosine is the same in whatever order it is summed up."""

    key: int
    published: date | None
    vector: NDArray[Any]


def stories(articles: Collection[Member], names: Callable[[int], Collection[object]]) -> list[list[int]]:
    """Each story of at least two articles, as their keys, the first of it first; ``names`` gives what an article names
    by its key."""
    ordered = sorted(articles, key=_place)
    return clusters(ordered, links(ordered, ordered, names))


def links(
    articles: Sequence[Member], others: Sequence[Member], names: Callable[[int], Collection[object]]
) -> Iterator[Pair]:
    """The pairs of one of some articles and one of others that may be of one story, each once."""
    found: set[Pair] = set()
    for some in _blocks(articles):
        for more in _blocks(others):
            for one, other, cosine in _near(some, more):
                pair = (min(one, other), max(one, other))
                if one != other and pair not in found and (cosine >= NAMELESS or _share(names(one), names(other))):
                    found.add(pair)
                    yield pair


def clusters(articles: Iterable[Member], pairs: Iterable[Pair]) -> list[list[int]]:
    """The groups of two or more that articles make by the pairs of them that may be of one story, as ``stories``."""
    ordered = sorted(articles, key=_place)
    place = {one.key: number for number, one in enumerate(ordered)}
    linked = sorted((min(place[one], place[other]), max(place[one], place[other])) for one, other in pairs)
    if not linked:
        return []
    directions = _stacked(ordered)
    units = directions / _lengths(directions)[:, None]
    members = {number: [number] for number in range(len(ordered))}
    sums: dict[int, NDArray[np.float64]] = dict(enumerate(units))
    group = list(members)
    for one, other in _nearest_first(linked, directions):
        left, right = sorted((group[one], group[other]))
        if left == right:
            continue
        mean = float(sums[left] @ sums[right]) / (len(members[left]) * len(members[right]))
        if mean < LINKED:
            continue
        for number in members[right]:
            group[number] = left
        members[left] += members.pop(right)
        sums[left] = sums[left] + sums.pop(right)
    return [[ordered[one].key for one in sorted(group)] for group in members.values() if len(group) > 1]


def connected(keys: Collection[int], neighbours: Callable[[Collection[int]], Iterable[Pair]]) -> Mapping[int, set[int]]:
    """The articles that some are connected with by links, those included, each with its neighbours; ``neighbours``
    gives the links of articles by their keys."""
    graph: dict[int, set[int]] = {}
    found = set(keys)
    while found:
        graph |= {key: set() for key in found}
        met: set[int] = set()
        for one, other in neighbours(found):
            for key, beside in ((one, other), (other, one)):
                if key in graph:
                    graph[key].add(beside)
                else:
                    met.add(key)
        found = met
    return graph


def _place(one: Member) -> tuple[date, int]:
    return one.published or date.max, one.key


def _blocks(articles: Sequence[Member]) -> Iterator[Sequence[Member]]:
    return (articles[first : first + _AT_ONCE] for first in range(0, len(articles), _AT_ONCE))


def _near(some: Sequence[Member], more: Sequence[Member]) -> Iterator[tuple[int, int, float]]:
    """Of the pairs of one of some articles and one of more those that are near in days and meaning, with their
    cosines."""
    days, others = _days(some), _days(more)
    if max(others.min() - days.max(), days.min() - others.max()) > DAYS:  # of an unknown day it is false, too
        return
    left, right = _stacked(some), _stacked(more)
    cosines = left @ right.T / np.outer(_lengths(left), _lengths(right))
    apart = np.abs(days[:, None] - others[None, :]) > DAYS  # of an unknown day it is false
    for row, column in np.argwhere((cosines >= LINKED) & ~apart).tolist():
        yield some[row].key, more[column].key, float(cosines[row, column])


def _nearest_first(pairs: Sequence[Pair], directions: NDArray[np.float64]) -> list[Pair]:
    """Pairs of rows, in order, by their cosines, the largest first."""
    lengths = _lengths(directions)
    cosines: list[float] = []
    for first in range(0, len(pairs), _AT_ONCE):
        one, other = np.array(pairs[first : first + _AT_ONCE]).T
        cosines += (
            np.einsum("ij,ij->i", directions[one], directions[other]) / (lengths[one] * lengths[other])
        ).tolist()
    return [pair for _, pair in sorted(zip([-one for one in cosines], pairs, strict=True))]


def _stacked(articles: Sequence[Member]) -> NDArray[np.float64]:
    return np.stack([one.vector for one in articles]).astype(np.float64)


def _lengths(directions: NDArray[np.float64]) -> NDArray[np.float64]:
    made: NDArray[np.float64] = np.maximum(np.sqrt(np.einsum("ij,ij->i", directions, directions)), 1e-12)
    return made


def _days(articles: Sequence[Member]) -> NDArray[np.float64]:
    return np.array([one.published.toordinal() if one.published else math.nan for one in articles])


def _share(names: Collection[object], others: Collection[object]) -> bool:
    return not set(names).isdisjoint(others)
