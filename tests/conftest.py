"""Fixtures that several tests share: the real model, an index of the sample articles, and vectors of hashed words."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.index import models
from rag.index import relevance as relevances
from rag.index.embedding import Embedder, Model, Vectors
from rag.index.reranking import Reranker
from rag.index.search import Index
from rag.index.snapshot import Snapshot
from rag.text.words import words
from rag.types import Interval

PROJECT = Path(__file__).parents[1]
DATA = PROJECT.parent / "shared" / "data"

# No model hub is asked, and no setting of the person who runs the tests reaches them.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
for _name in [name for name in os.environ if name.startswith(("OPENAI_", "RAG_"))]:
    del os.environ[_name]


# A test that uses one of these, in whatever way, is what `make fast` passes over.
MARKED = {"model": "model", "browser": "browser", "llama": "llama", "brief": "llama"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests by the fixtures that they use, and begin with the longest files."""
    for item in items:
        for fixture, mark in MARKED.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        # A page on a machine with work for others besides: up to three times more, which the closing line tells of.
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=3))
    # Files with pages take minutes each: begun last, one of them would go on alone.
    paged = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in paged)


class HashedWords:
    """An embedder with meaning but no model: texts that share words are near, and a token is a word.

    Each word is hashed to one of ``dimension`` places. It records the documents that it embedded.
    """

    def __init__(self, name: str = "hashed-words", window: int = 254, dimension: int = 256) -> None:
        self.model = Model(name, hashlib.sha256(name.encode()).hexdigest(), dimension, window)
        self.embedded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return self._embed(texts)

    def embed_parts(self, texts: Sequence[str], parts: Sequence[Sequence[Interval]]) -> tuple[Vectors, list[Vectors]]:
        cut = [[text[start:end] for start, end in spans] for text, spans in zip(texts, parts, strict=True)]
        return self.embed_documents(texts), [self._embed(one) for one in cut]

    def embed_query(self, text: str) -> Vectors:
        return self._embed([text])

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.model.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in words(text) or [text]:
                place = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big")
                vectors[row, place % self.model.dimension] += 1
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """An empty folder for articles."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


@pytest.fixture
def hashed() -> HashedWords:
    return HashedWords()


@pytest.fixture(scope="session")
def model() -> Embedder:
    """The real default model."""
    return models.load(threads=2)


@pytest.fixture(scope="session")
def relevance() -> Reranker:
    """What reads sentences together with a question, as it comes with the project."""
    return relevances.load(threads=2)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory, model: Embedder) -> Path:
    """The folder of an index of the sample articles, made with the real model. Not to be changed by a test."""
    folder = tmp_path_factory.mktemp("sample") / "index"
    Index.build(PROJECT / "corpus", folder, embedder=model)
    return folder


@pytest.fixture
def sample(sample_folder: Path, model: Embedder, relevance: Reranker) -> Index:
    """That index, opened."""
    return Index.open(sample_folder, embedder=model, relevance=relevance)


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of public data sets; a test that needs it is skipped where it is absent."""
    if not DATA.is_dir():
        pytest.skip(f"the public data sets are not at {DATA}")
    return DATA


def all_vectors(snapshot: Snapshot) -> tuple[list[int], Vectors]:
    """Every chunk's id, and their vectors."""
    blocks = list(snapshot.vector_blocks())
    none = np.empty((0, snapshot.recipe.model.dimension), np.float32)
    return [one for ids, _ in blocks for one in ids.tolist()], np.concatenate([none, *(found for _, found in blocks)])
