"""The kind that a question is most likely of, and what it is about, judged by its words as a whole where no phrase that
is known tells it: logistic regressions over single words and pairs, whose weights `rag.evaluation.wordings` fits on
questions that were written for it. English alone.
"""

import functools
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:['’]s?)?|\d+|[?:,;.!\"“”()–—]")
_EDGE = "|"
_AROUND = 2  # words on either side that tell whether one is of the topic


@dataclass(frozen=True, slots=True)
class Classes:
    """What a question may be, the ``bias`` of each, and the weights of its features for each."""

    names: tuple[str, ...]
    bias: NDArray[np.float64]
    features: Mapping[str, Sequence[float]]

    def likeliest(self, question: str) -> tuple[str, float]:
        """What a question is most likely, and how likely that is, in (0, 1]."""
        told = [self.features[one] for one in question_features(question) if one in self.features]
        total = self.bias + np.array(told, float).reshape(-1, len(self.names)).sum(axis=0)
        odds = np.exp(total - total.max())
        best = int(odds.argmax())
        return self.names[best], float(odds[best] / odds.sum())


@dataclass(frozen=True, slots=True)
class Weights:
    """The classes of questions and of what is wanted of articles; and the weights of each feature of a word for its
    being of the topic. Words that are not in ``known`` are as good as one."""

    kinds: Classes
    wants: Classes
    known: frozenset[str]
    topic: Mapping[str, float]
    topic_bias: float


def kind_of(question: str) -> tuple[str, float]:
    """The most likely kind of an English question, as `rag.evaluation.wordings` calls it, and how likely it is."""
    return _weights().kinds.likeliest(question)


def wants_of(question: str) -> tuple[str, float]:
    """What an English question about articles most likely wants of them, or "other", and how likely that is."""
    return _weights().wants.likeliest(question)


def is_wording(word: str) -> bool:
    """Whether a word, or what it is short with ("you've"), is one that questions are often put in, whatever they are
    about."""
    whole = word.lower().replace("’", "'")
    return not _weights().known.isdisjoint((whole, whole.partition("'")[0]))


def topic_in(question: str) -> str:
    """The words in a row of an English question that are most likely what it is about; "" where none are."""
    weights = _weights()
    tokens = tokens_of(question)
    best, bounds = 0.0, (0, 0)
    scores = [
        weights.topic_bias + sum(weights.topic.get(one, 0.0) for one in features)
        for features in word_features(tokens, weights.known)
    ]
    for first in range(len(tokens)):
        total = 0.0
        for last in range(first, len(tokens)):
            total += scores[last]
            if total > best:
                best, bounds = total, (tokens[first].start(), tokens[last].end())
    return question[slice(*bounds)]


def question_features(question: str) -> set[str]:
    """What of a question tells its kind: its words and pairs of them, names and numbers but as such."""
    words = [_EDGE, *_classes(tokens_of(question), None), _EDGE]
    return {*words, *(f"{one} {two}" for one, two in itertools.pairwise(words))}


def word_features(tokens: Sequence[re.Match[str]], known: frozenset[str] | None) -> Iterator[list[str]]:
    """For each word what tells whether it is of the topic: the words around it and itself, singly and in pairs."""
    edge = [_EDGE] * _AROUND
    words = [*edge, *_classes(tokens, known), *edge]
    for place in range(_AROUND, len(words) - _AROUND):
        near = words[place - _AROUND : place + _AROUND + 1]
        yield [
            *(f"{number}:{word}" for number, word in enumerate(near)),
            *(f"{number}:{one} {two}" for number, (one, two) in enumerate(itertools.pairwise(near))),
        ]


def tokens_of(question: str) -> list[re.Match[str]]:
    """The words, numbers and signs of a question."""
    return list(_TOKEN.finditer(question))


def _classes(tokens: Sequence[re.Match[str]], known: frozenset[str] | None) -> Iterator[str]:
    """Each word in lower case; for a number, a name and a word that is not known what it is."""
    for place, token in enumerate(tokens):
        word = token[0].replace("’", "'")
        if word[0].isdigit():
            yield "#"
        elif place and word[0].isupper() and not word.isupper():
            yield "Name"
        else:
            yield word.lower() if known is None or word.lower() in known else "_"


@functools.cache
def _weights() -> Weights:
    read = json.loads(resources.files(__package__).joinpath("likely.json").read_text(encoding="utf-8"))
    kinds, wants = (
        Classes(tuple(read[name]["classes"]), np.array(read[name]["bias"]), read[name]["features"])
        for name in ("kinds", "wants")
    )
    return Weights(kinds, wants, frozenset(read["known"]), read["topic"], read["topic_bias"])
