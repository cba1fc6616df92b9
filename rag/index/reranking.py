"""An optional cross-encoder, which reads question and passage together and orders the best passages anew.

None is used unless one is named: none comes with the project, and it takes longer than all else in a search. It knows
texts only.
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from rag.errors import ModelError
from rag.index.found import Hit

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

HEAD = 24
"""How many of the best passages are read again."""


class Reranker(Protocol):
    """What says how well texts answer a query."""

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """One number a text, in their order; higher is better."""
        ...


def load(name: str) -> Reranker:
    """A cross-encoder of sentence-transformers, by name or folder. Raises ``ModelError`` where it can't be had."""
    return _CrossEncoder(name)


def cross_encoder(name: str) -> "CrossEncoder":
    """A model of sentence-transformers that reads two texts together, by name or folder. Raises ``ModelError`` where
    it can't be had."""
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        found: CrossEncoder = CrossEncoder(name, device="cpu")
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise ModelError(
            f"No cross-encoder {name!r} (neither a folder nor a name that could be fetched): {reason[:200]}"
        ) from error
    return found


def reordered(reranker: Reranker, query: str, hits: Sequence[Hit]) -> list[Hit]:
    """What a search found, in the order in which a reranker has it."""
    read = reranker.scores(query, [f"{hit.passage.article.title}\n{hit.passage.text}" for hit in hits])
    return [hit for _, hit in sorted(zip(read, hits, strict=True), key=lambda pair: -pair[0])]


class _CrossEncoder:
    def __init__(self, name: str) -> None:
        self._model = cross_encoder(name)

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        found = self._model.predict([(query, text) for text in texts], show_progress_bar=False)
        return [float(score) for score in found]
