"""The words of a question that say of what a list is asked, who said something and about what, in any of the languages,
whatever the wording: of all stretches of its words those that come out best by the words at their edges, inside and
around them. `rag.evaluation.parts` fits the weights on questions that were written for it.
"""

import functools
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from rag.answers.asking.wording import spelled
from rag.types import Interval

Part = Literal["noun", "who", "topic"]
Parted = Literal["list", "said"]
"""Kinds of questions that have parts."""
PARTS: Mapping[str, tuple[Part, ...]] = {"list": ("noun",), "said": ("who", "topic")}
"""The parts of a question of a kind, which do not overlap."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:['’]s?)?|\d+|[?¿:,;.!\"“”«»„()–—]")
_EDGE = "|"
_LONGEST: Mapping[Part, int] = {"noun": 4, "who": 12, "topic": 12}  # words
_TRIED = 25  # of the best stretches of each part, that may overlap with the best of another
_ENDING = 3  # letters of a word, which tell its case
_FEW = 3  # words that say nothing behind a noun
_LENGTHS = (1, 2, 3, 4, 6, 9)

Bounds = tuple[int, int]
"""The number of the first of some words and of the one behind the last."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The words that questions are put in, whatever they are about, and of each feature what it speaks for."""

    known: frozenset[str]
    features: Mapping[str, float]


class Words:
    """The words of a question, and each as it counts: itself where it is ``known``, else whether it is a number or has
    a capital."""

    def __init__(self, question: str, known: frozenset[str]) -> None:
        self.tokens = list(_TOKEN.finditer(question))
        self.lowered = [spelled(one[0]) for one in self.tokens]
        self.signs = {place for place, one in enumerate(self.tokens) if not one[0][0].isalnum()}
        self._capitals = ["#" if one[0][0].isdigit() else "N" if one[0][0].isupper() else "n" for one in self.tokens]
        counted = [one if one in known else f"_{mark}" for one, mark in zip(self.lowered, self._capitals, strict=True)]
        self.padded = [_EDGE, _EDGE, *counted, _EDGE, _EDGE]

    def stretches(self, part: Part) -> Iterator[tuple[Bounds | None, list[str]]]:
        """All that a part may be, with what speaks for it; first that the question has none."""
        words = self.padded[2:-2]
        yield (
            None,
            [
                f"{part}0",
                *(f"{part}0 {one}" for one in sorted(set(words))),
                *(f"{part}0 {one} {two}" for one, two in itertools.pairwise(self.padded[1:-1])),
            ],
        )
        for first in range(len(words)):
            for stop in range(first + 1, min(len(words), first + _LONGEST[part]) + 1):
                if first not in self.signs and stop - 1 not in self.signs:
                    yield (first, stop), self._features(part, first, stop)

    def _features(self, part: Part, first: int, stop: int) -> list[str]:
        a, b, padded = first + 2, stop + 2, self.padded
        ending = self.lowered[stop - 1]
        marks = re.sub(r"(.)\1+", r"\1", "".join(self._capitals[first:stop]))[:5]
        length = max(one for one in _LENGTHS if one <= stop - first)
        told = (
            f"<{padded[a - 1]}", f"<{padded[a - 2]} {padded[a - 1]}", f"<^{padded[a - 1]} {padded[a]}",
            f"^{padded[a]}", f"${padded[b - 1]}", f"$>{padded[b - 1]} {padded[b]}", f">{padded[b]}",
            f">{padded[b]} {padded[b + 1]}", f"<>{padded[a - 1]} {padded[b]}", f"L{length}", f"C{marks}",
            f"~{ending[-_ENDING:]}", f"~{ending[1 - _ENDING:]}", f"<~{self._ending(first - 1)}",
            f"~>{self._ending(stop)}", f"q{padded[2]} {padded[a - 1]}", f"q{padded[2]} {padded[3]} {min(first, 3)}",
            *(f"i{one}" for one in padded[a:b]),
        )  # fmt: skip
        return [f"{part}{one}" for one in told]

    def _ending(self, place: int) -> str:
        return self.lowered[place][-_ENDING:] if 0 <= place < len(self.lowered) else _EDGE


def best(scored: Mapping[Part, Sequence[tuple[float, Bounds | None]]]) -> dict[Part, Bounds | None]:
    """Of all that each part may be what is best together, none overlapping another."""
    tried = [sorted(some, key=lambda one: -one[0])[:_TRIED] for some in scored.values()]
    together = (
        (sum(score for score, _ in one), [bounds for _, bounds in one])
        for one in itertools.product(*tried)
        if not _overlap([bounds for _, bounds in one if bounds])
    )
    _, found = max(together, key=lambda one: one[0])
    return dict(zip(scored, found, strict=True))


def _overlap(some: Sequence[Bounds]) -> bool:
    ordered = sorted(some)
    return any(two[0] < one[1] for one, two in itertools.pairwise(ordered))


def parts(question: str, kind: Parted, weights: Weights | None = None) -> dict[Part, Interval]:
    """Where the parts of a question stand that is of a kind; without those that it has not."""
    weights = weights or _weights()
    words = Words(question, weights.known)
    if not words.tokens:
        return {}
    scored = {
        part: [
            (sum(weights.features.get(one, 0.0) for one in features), bounds)
            for bounds, features in words.stretches(part)
        ]
        for part in PARTS[kind]
    }
    return {
        part: (words.tokens[bounds[0]].start(), words.tokens[bounds[1] - 1].end())
        for part, bounds in best(scored).items()
        if bounds is not None
    }


def is_wording(word: str) -> bool:
    """Whether a word is one that questions are put in, whatever they are about."""
    return spelled(word) in _weights().known


def without_wording(text: str) -> str:
    """The words of a text that are not of the wording, from the first to the last."""
    own = [one for one in _TOKEN.finditer(text) if one[0][0].isalnum() and not is_wording(one[0])]
    return text[own[0].start() : own[-1].end()] if own else ""


def around(text: str, noun: Interval) -> str:
    """What a question says of the things it names: from the words that stand right before the noun on; where nothing
    stands behind, all that stands before it."""
    words = [one.span() for one in tokens_of(text) if one[0][0].isalnum()]
    own = [(start, end) for start, end in words if start >= noun[0] or not is_wording(text[start:end])]
    if not without_wording(behind := text[noun[1] :]) and len(behind.split()) < _FEW:
        return text[min(own)[0] : noun[1]] if min(own)[0] < noun[0] else text
    start = noun[0]
    for one in reversed([one for one in words if one[0] < noun[0]]):
        if one not in own:
            break
        start = one[0]
    return text[start:]


def tokens_of(text: str) -> list[re.Match[str]]:
    """The words, numbers and signs of a text."""
    return list(_TOKEN.finditer(text))


@functools.cache
def _weights() -> Weights:
    read = json.loads(resources.files(__package__).joinpath("parts.json").read_text(encoding="utf-8"))
    return Weights(frozenset(read["known"]), read["features"])
