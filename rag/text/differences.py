"""What differs between two texts, sentence by sentence."""

import difflib
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from rag.text.sentences import sentences
from rag.types import Interval

_ALIKE = 0.5  # of the words of two sentences, as 1 less their edit distance, from which one is the other reworded
_MOST_PARTS = 6  # of a sentence that stayed, beyond which the words that went and came can't be read through
_MOST_WORDS = 250_000  # of a sentence before, times those after
_MOST_PAIRS = 10_000  # sentences of one place before, times those after: of more no pairs are sought


@dataclass(frozen=True, slots=True)
class Edit:
    """A sentence that differs: its bounds in the text before, None where it was added, and in the text after, None
    where it was removed; with both it was changed."""

    before: Interval | None
    after: Interval | None

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def edits(before: str, after: str, lang: str | None = None) -> list[Edit]:
    """The sentences that differ, in their order; white space is no difference. A sentence that was moved is removed in
    one place and added in the other.

    The longest common runs of sentences are those of `difflib`; between two of them a sentence is held to be changed
    into the one that it shares most words with, in order.
    """
    old, new = sentences(before, lang), sentences(after, lang)
    one, other = _read(before, old), _read(after, new)
    found: list[Edit] = []
    for tag, first, last, start, stop in difflib.SequenceMatcher(None, one, other).get_opcodes():
        if tag != "equal":
            for left, right in _paired(one[first:last], other[start:stop]):
                found.append(
                    Edit(
                        old[first + left] if left is not None else None,
                        new[start + right] if right is not None else None,
                    )
                )
    return found


Run = tuple[Literal["same", "removed", "added"], str]
"""Some words of a sentence before or after, and whether they are in both."""


def runs(before: str, after: str) -> list[Run]:
    """A sentence and what became of it as one text: words of both, and between them those that went before those that
    came. Where these take turns too often to be read, all of the one and all of the other."""
    old, new = before.split(), after.split()
    whole: list[Run] = [("removed", " ".join(old)), ("added", " ".join(new))]
    if len(old) * len(new) > _MOST_WORDS:
        return whole
    found: list[Run] = []
    for tag, first, last, start, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", " ".join(old[first:last])))
            continue
        found += [("removed", " ".join(old[first:last]))] if first < last else []
        found += [("added", " ".join(new[start:stop]))] if start < stop else []
    return found if sum(kind == "same" for kind, _ in found) <= _MOST_PARTS else whole


def _read(text: str, intervals: Sequence[Interval]) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in intervals]


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """The numbers of sentences that stand in one place: those that are one another reworded together, others alone, and
    each kind in order."""
    left = right = 0
    for one, other in [*_pairs(old, new), (len(old), len(new))]:
        yield from ((number, None) for number in range(left, one))
        yield from ((None, number) for number in range(right, other))
        if one < len(old):
            yield one, other
        left, right = one + 1, other + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs in order that have most in common together, by dynamic programming over both."""
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    words = functools.cache(lambda text: tuple(text.casefold().split()))
    # By how many sentences are left out in front of both: the likeness that pairs of the rest can come to, and the pair
    # that is taken, or what is passed over.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    taken: set[tuple[int, int]] = set()
    for one in range(len(old) - 1, -1, -1):
        for other in range(len(new) - 1, -1, -1):
            best[one][other] = max(best[one + 1][other], best[one][other + 1])
            alike = Indel.normalized_similarity(words(old[one]), words(new[other]))
            if alike >= _ALIKE and alike + best[one + 1][other + 1] > best[one][other]:
                best[one][other] = alike + best[one + 1][other + 1]
                taken.add((one, other))
    pairs: list[tuple[int, int]] = []
    one = other = 0
    while one < len(old) and other < len(new):
        if (one, other) in taken:
            pairs.append((one, other))
            one, other = one + 1, other + 1
        elif best[one + 1][other] >= best[one][other + 1]:
            one += 1
        else:
            other += 1
    return pairs
