"""An embedder that costs nothing: vectors of a large index, made from real ones, so that its growth can be measured
without a day of embedding."""

import zlib
from collections.abc import Sequence

import numpy as np

from rag import Embedder
from rag.index.embedding import Parts, Vectors, model_of, unit

NOISE = 0.3
"""The length of the noise that is added to a vector of length 1."""


class Noisy:
    """Each text gets a vector between two real ones, which its own characters choose, with a little noise; questions
    are embedded by the real model, so that an index that is made so can be opened with it."""

    def __init__(self, real: Embedder, texts: Sequence[str]) -> None:
        self._real = real
        self._pool = real.embed_documents(texts)
        self.model = model_of(real)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._real.count_tokens(texts)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return self.embed_parts(texts, [()] * len(texts))[0]

    def embed_query(self, text: str) -> Vectors:
        return self._real.embed_query(text)

    def embed_parts(self, texts: Sequence[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
        made = [self._vectors(text, 1 + len(spans)) for text, spans in zip(texts, parts, strict=True)]
        whole = np.array([rows[0] for rows in made], np.float32).reshape(-1, self.model.dimension)
        return whole, [rows[1:] for rows in made]

    def _vectors(self, text: str, number: int) -> Vectors:
        """(number, dimension): the first for the text, the others for its parts."""
        chance = np.random.default_rng(zlib.crc32(text.encode()))
        one, other = self._pool[chance.integers(len(self._pool), size=2)]
        share = chance.uniform(0.5, 1)
        noise = unit(chance.standard_normal((number, self.model.dimension), np.float32))
        return unit(unit(share * one + (1 - share) * other) + NOISE * noise)
