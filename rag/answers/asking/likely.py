"""The kind that a question is most likely of, what it asks of the answer before it, and what it is about, judged by its
words as a whole where no phrase that is known tells it: logistic regressions over words, their pairs and their ends,
whose weights `rag.evaluation.wordings` fits on questions that were written for it in each language; in English over
the question's vector, too, where an embedder of the model that they were fitted with is at hand.

A feature's weights stand at the place that its checksum gives it (Weinberger et al., "Feature hashing for large scale
multitask learning", 2009, arXiv 0902.2206), so that no list of features is kept.
"""

import contextlib
import itertools
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from rag.answers.asking.wording import spelled

Vector = NDArray[np.float32]
Meaning = Callable[[str], Vector | None]
"""What gives the vector of a question by the default model, whose the weights were fitted with, (dimension,) and of
length 1; None where there is but another model."""
What = Literal["kinds", "wants", "further"]
"""What is judged: of which kind a question is, what it wants of articles, what it asks of the answer before it."""

LANGUAGES = ("de", "en", "es", "fr", "tr")
VECTOR_LENGTH = 4.0
"""Which a vector is given beside features that are 1 each."""
STEP = 0.05
"""Of the weights, which are kept as whole numbers of it."""
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:['’]s?)?|\d+|[?:,;.!\"“”()–—]")
_EDGE = "|"
_AROUND = 2  # words on either side that tell whether one is of the topic
_LONG = 4  # letters of a word whose beginning and end count, too
_BEGINNING, _END = 4, 3


@dataclass(frozen=True, slots=True)
class Classes:
    """What a question may be, the ``bias`` of each, the ``weights`` of its features, (places, classes), and those of
    its vector, (dimension, classes); these have no row where vectors were not read."""

    names: tuple[str, ...]
    bias: NDArray[np.float64]
    weights: NDArray[np.int8]
    of_vector: NDArray[np.float32]

    def likeliest(self, features: Iterable[str], vector: Vector | None) -> tuple[str, float]:
        """What a question is most likely, and how likely that is, in (0, 1]."""
        total = self.bias + STEP * self.weights[places(features, len(self.weights))].sum(axis=0, dtype=np.int64)
        if vector is not None and len(self.of_vector):
            total = total + VECTOR_LENGTH * (vector @ self.of_vector)
        odds = np.exp(total - total.max())
        best = int(odds.argmax())
        return self.names[best], float(odds[best] / odds.sum())


@dataclass(frozen=True, slots=True)
class Weights:
    """What may be judged; and the weights of each feature of a word for its being of the topic, (places,). Words that
    are not in ``known`` are as good as one."""

    classes: Mapping[What, Classes]
    known: frozenset[str]
    topic: NDArray[np.int8]
    topic_bias: float


_loaded: dict[str, Weights] = {}


def likeliest(what: What, question: str, lang: str, meaning: Meaning | None = None) -> tuple[str, float]:
    """What a question in a language most likely is, as `rag.evaluation.wordings` calls it, and how likely it is: its
    kind, what of articles it wants, or what of the answer before it. Of a language that is none of ``LANGUAGES`` it is
    "fact", "other" or "none"."""
    if lang not in LANGUAGES:
        return {"kinds": "fact", "wants": "other", "further": "none"}[what], 1.0
    classes = _weights(lang).classes[what]
    vector = meaning(question) if meaning is not None and len(classes.of_vector) else None
    return classes.likeliest(question_features(question, lang), vector)


def is_wording(word: str, lang: str) -> bool:
    """Whether a word, or what it is short with ("you've"), is one that questions are often put in, whatever they are
    about."""
    whole = spelled(word)
    return not _weights(lang).known.isdisjoint((whole, whole.partition("'")[0]))


def topic_in(question: str, lang: str) -> str:
    """The words in a row of a question that are most likely what it is about; "" where none are."""
    weights = _weights(lang)
    tokens = tokens_of(question)
    best, bounds = 0.0, (0, 0)
    scores = [
        weights.topic_bias + STEP * int(weights.topic[places(features, len(weights.topic))].sum(dtype=np.int64))
        for features in word_features(tokens, weights.known)
    ]
    for first in range(len(tokens)):
        total = 0.0
        for last in range(first, len(tokens)):
            total += scores[last]
            if total > best:
                best, bounds = total, (tokens[first].start(), tokens[last].end())
    return question[slice(*bounds)]


def question_features(question: str, lang: str) -> set[str]:
    """What of a question tells its kind: its words, pairs of them, and how longer ones begin and end; names and numbers
    but as such. In German names can't be told from other nouns, and words are made of others, so that all four letters
    in a row of each count."""
    words = list(_classes(tokens_of(question), None, names=lang != "de"))
    found = {*words, *(f"{one} {two}" for one, two in itertools.pairwise([_EDGE, *words, _EDGE]))}
    for word in words:
        if len(word) > _LONG:
            found |= {f"{word[:_BEGINNING]}-", f"-{word[-_END:]}"}
        if lang != "en":
            whole = f"<{word}>"
            found |= {f"~{whole[at : at + _LONG]}" for at in range(len(whole) - _LONG + 1)}
    return found


def word_features(tokens: Sequence[re.Match[str]], known: frozenset[str] | None) -> Iterator[list[str]]:
    """For each word what tells whether it is of the topic: the words around it and itself, singly and in pairs."""
    edge = [_EDGE] * _AROUND
    words = [*edge, *_classes(tokens, known, names=True), *edge]
    for place in range(_AROUND, len(words) - _AROUND):
        near = words[place - _AROUND : place + _AROUND + 1]
        yield [
            *(f"{number}:{word}" for number, word in enumerate(near)),
            *(f"{number}:{one} {two}" for number, (one, two) in enumerate(itertools.pairwise(near))),
        ]


def tokens_of(question: str) -> list[re.Match[str]]:
    """The words, numbers and signs of a question."""
    return list(_TOKEN.finditer(question))


def places(features: Iterable[str], number: int) -> list[int]:
    """Where among so many places the weights of features stand, each place once."""
    return sorted({zlib.crc32(one.encode()) % number for one in features})


def _classes(tokens: Sequence[re.Match[str]], known: frozenset[str] | None, *, names: bool) -> Iterator[str]:
    """Each word in lower case; for a number, a name and a word that is not known what it is."""
    for place, token in enumerate(tokens):
        word = token[0].replace("’", "'")
        if word[0].isdigit():
            yield "#"
        elif names and place and word[0].isupper() and not word.isupper():
            yield "Name"
        else:
            yield word.lower() if known is None or word.lower() in known else "_"


@contextlib.contextmanager
def standing_in(lang: str, fitted: Mapping[str, NDArray[Any]]) -> Iterator[None]:
    """Judge by other weights for a language, as where it is measured what others would do."""
    before = _weights(lang)
    _loaded[lang] = _unpacked(fitted)
    try:
        yield
    finally:
        _loaded[lang] = before


def _weights(lang: str) -> Weights:
    if lang not in _loaded:
        with resources.files(__package__).joinpath(f"likely.{lang}.npz").open("rb") as file, np.load(file) as read:
            _loaded[lang] = _unpacked(read)
    return _loaded[lang]


def _unpacked(read: Mapping[str, NDArray[Any]]) -> Weights:
    classes = {
        what: Classes(
            tuple(read[f"{what}_names"].tolist()),
            read[f"{what}_bias"],
            read[f"{what}_weights"],
            read[f"{what}_of_vector"],
        )
        for what in get_args(What)
    }
    known = frozenset(read["known"].tolist())
    return Weights(classes, known, read["topic"], float(read["topic_bias"]))
