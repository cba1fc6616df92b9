"""What turns texts into vectors, and what is known of the model behind it. Knows nothing of chunks."""

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from rag.types import Interval

Vectors = NDArray[np.float32]
"""(n, dimension) float32, each row of length 1."""

UNBOUNDED = 8192
"""Tokens that a model is taken to read that sets no bound."""

Parts = Sequence[Sequence[Interval]]
"""For each of some texts its parts, as half-open character offsets."""


Precision = Literal["float32", "int8"]
"""What a model reckons in: its weights as they are, or as whole numbers of 8 bits."""


@dataclass(frozen=True, slots=True)
class Model:
    """Which model made the vectors: its name or folder, the SHA-256 of its weights, the vectors' dimension, the window,
    the number of tokens of a text that it reads (special ones taken off), and what it reckoned in."""

    name: str
    sha256: str
    dimension: int
    window: int
    precision: Precision = "float32"


class Embedder(Protocol):
    """What turns texts into vectors, each row of length 1. A build counts tokens in one thread and embeds in another.

    It may have more than it must: ``model``, a `Model` by which an index knows it again and how much it reads, without
    which its class stands for it and it is taken to read what it is given; and `PartsEmbedder.embed_parts`.
    """

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, without special ones."""
        ...

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in their order. No text is longer than the model's window."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """(1, dimension); a text beyond the window is cut, as a question of that length is a paste."""
        ...


@runtime_checkable
class PartsEmbedder(Protocol):
    """An embedder that can tell what the parts of a text mean within it."""

    def embed_parts(self, texts: Sequence[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
        """One row a text, and for each text one row for each of its parts."""
        ...


def model_of(embedder: Embedder) -> Model:
    """The model of an embedder: what it says of it, or else one that its class and its dimension stand for."""
    known = getattr(embedder, "model", None)
    if isinstance(known, Model):
        return known
    name = f"{type(embedder).__module__}.{type(embedder).__qualname__}"
    dimension = embedder.embed_query("a").shape[1]
    return Model(name, hashlib.sha256(f"{name} {dimension}".encode()).hexdigest(), dimension, UNBOUNDED)


def embed_parts(embedder: Embedder, texts: Sequence[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
    """One row a text, and for each text one row for each of its parts.

    Where the embedder has no way of its own each part is embedded as a text: twice the work, and without its context.
    """
    if isinstance(embedder, PartsEmbedder):
        return embedder.embed_parts(texts, parts)
    return apart(embedder, texts, parts)


def apart(embedder: Embedder, texts: Sequence[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
    """Texts and their parts, each part embedded as a text of its own."""
    cut = [text[start:end] for text, spans in zip(texts, parts, strict=True) for start, end in spans]
    apart = embedder.embed_documents(cut)
    bounds = itertools.accumulate((len(spans) for spans in parts), initial=0)
    return embedder.embed_documents(texts), [apart[first:last] for first, last in itertools.pairwise(bounds)]


def cosines(rows: Vectors, vector: Vectors) -> NDArray[np.float32]:
    """The cosines of rows, (n, dimension), with a vector, (dimension,), all of length 1; of others, as many times each
    is longer.

    Row by row in one thread: BLAS has several share so small a product, and one that waits for the others takes a core
    meanwhile (2,000 rows: 0.4 ms, with ``@`` up to 7 ms of two cores).
    """
    found: NDArray[np.float32] = np.vecdot(rows, vector)
    return found


def direction(embedder: Embedder, query: str, focus: str | None) -> Vectors:
    """What is looked for by meaning, as (1, dimension) of length 1: that of a query, or of it and of what of it is
    asked."""
    vector = embedder.embed_query(query)
    return vector if focus in (None, query) else unit(vector + embedder.embed_query(str(focus)))


def unit(vectors: Any) -> Vectors:
    """Vectors of shape (..., dimension), each of length 1; one of nothing but zeros stays."""
    rows: Vectors = np.asarray(vectors, np.float32)
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True).astype(np.float32)
    made: Vectors = rows / np.maximum(lengths, np.float32(1e-12))
    return made
