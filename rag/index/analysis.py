"""Chunk -> Analysis: its sentences in the form in which questions are compared with them.

Made once, when a chunk is indexed, so that a question is compared with hundreds of sentences in a millisecond or two.
It knows words and vectors, and nothing of questions, indexes and files.
"""

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.index.embedding import Vectors, cosines
from rag.index.packing import steps
from rag.text.instructions import addressed
from rag.text.words import stems
from rag.types import Article, Chunk


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a chunk says, sentence by sentence.

    ``sentences`` are their bounds in the article, (number of sentences, 2), and ``instructs`` says of each whether it
    speaks to a language model. ``header`` holds the stems of what is known
    of the whole article and ``words`` those of each sentence, each stem between single spaces (`" storm sank boat "`),
    so that to look for one is to look for `" boat "`. ``vectors`` is (number of sentences, dimension), whole numbers in
    [-127, 127]: only the directions count, and those stray from the float32 ones by less than 1e-4 in cosine, in a
    quarter of the space.
    """

    sentences: NDArray[np.int32]
    instructs: NDArray[np.bool_]
    header: str
    words: tuple[str, ...]
    vectors: NDArray[np.int8]

    def __post_init__(self) -> None:
        counts = {len(one) for one in (self.sentences, self.instructs, self.words, self.vectors)}
        if len(counts) > 1:
            raise ValueError(f"{len(self.sentences)} sentences, but words, vectors or notes of another number")


def analyse(chunk: Chunk, vectors: Vectors) -> Analysis:
    """The analysis of a chunk; ``vectors`` is (number of its sentences, dimension)."""
    sentences = [chunk.article.text[start:end] for start, end in chunk.sentences]
    return Analysis(
        np.array(chunk.sentences, np.int32).reshape(-1, 2),
        np.array(addressed(sentences), bool),
        _header(described(chunk.article)),
        tuple(map(_spaced, sentences)),
        steps(vectors),
    )


def described(article: Article) -> str:
    """What is known of a whole article, in words: title, source, author and date, the date as a number and in words."""
    month = [f"{article.published:%B}"] if article.published is not None else []
    return " ".join([*article.facts("title", "source", "author", "published"), *month])


def cosines_of(analyses: Sequence[Analysis], vector: Vectors) -> list[list[float]]:
    """For each analysis the cosines of its sentences with a vector of length 1, of shape (dimension,)."""
    if not analyses:
        return []
    stacked = np.concatenate([one.vectors for one in analyses]).astype(np.float32)
    lengths = np.sqrt(np.vecdot(stacked, stacked))
    found = iter((cosines(stacked, vector) / np.maximum(lengths, 1)).tolist())
    return [list(itertools.islice(found, len(one.vectors))) for one in analyses]


@functools.lru_cache(maxsize=8)  # each chunk of an article has the same one
def _header(text: str) -> str:
    return _spaced(text)


def _spaced(text: str) -> str:
    found: Sequence[str] = stems(text)
    return f" {' '.join(found)} "
