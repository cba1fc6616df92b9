"""Articles -> the running stories that they tell: groups of articles that are near in meaning and in days.

Clusters grow by average linkage over the cosines of the articles' vectors (Sokal and Michener, 1958), the nearest pair
first, so that a chain of articles each a little like the next is no story.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from rag.index.embedding import Vectors

_LINKED = 0.65
"""Mean cosine of the articles of two groups from which they are one."""
_NAMELESS = 0.7
"""The same of two articles that share no name."""
_DAYS = 60
"""Days at most between an article and the next of its story."""
_AT_ONCE = 512  # articles whose cosines with all others are held at a time


@dataclass(frozen=True, slots=True)
class Member:
    """An article that may be of a story: its key, what it is called, its day, the people and places that it names, and
    its vector of length 1, of shape (dimension,)."""

    key: int
    title: str
    published: date | None
    names: frozenset[str]
    vector: Vectors


def stories(articles: Sequence[Member]) -> Iterator[tuple[str, int]]:
    """Each story of at least two articles, by the title of its first, with the key of each of its articles."""
    if not articles:
        return
    ordered = sorted(articles, key=lambda one: (one.published or date.max, one.key))
    taken: dict[str, int] = {}
    for group in _clusters(ordered):
        title = ordered[group[0]].title
        taken[title] = taken.get(title, 0) + 1
        name = title if taken[title] == 1 else f"{title} ({taken[title]})"
        yield from ((name, ordered[one].key) for one in group)


def _clusters(articles: Sequence[Member]) -> list[list[int]]:
    """Groups of two or more, each as numbers of articles in their order."""
    vectors = np.stack([one.vector for one in articles])
    members = {number: [number] for number in range(len(articles))}
    sums = {number: vectors[number] for number in members}
    group = list(members)
    for one, other in _pairs(articles, vectors):
        left, right = sorted((group[one], group[other]))
        if left == right:
            continue
        mean = float(sums[left] @ sums[right]) / (len(members[left]) * len(members[right]))
        if mean < _LINKED:
            continue
        for number in members[right]:
            group[number] = left
        members[left] += members.pop(right)
        sums[left] = sums[left] + sums.pop(right)
    return [sorted(group) for group in members.values() if len(group) > 1]


def _pairs(articles: Sequence[Member], vectors: Vectors) -> list[tuple[int, int]]:
    """The pairs of articles that may be of one story, the nearest first."""
    found: list[tuple[float, int, int]] = []
    for first in range(0, len(articles), _AT_ONCE):
        near = vectors[first : first + _AT_ONCE] @ vectors.T
        for row, other in zip(*np.nonzero(near >= _LINKED), strict=True):
            one, cosine = first + int(row), float(near[row, other])
            if one < other and _may_be_one(articles[one], articles[int(other)], cosine):
                found.append((-cosine, one, int(other)))
    return [(one, other) for _, one, other in sorted(found)]


def _may_be_one(one: Member, other: Member, cosine: float) -> bool:
    if one.published and other.published and abs((one.published - other.published).days) > _DAYS:
        return False
    return cosine >= _NAMELESS or not one.names.isdisjoint(other.names)
