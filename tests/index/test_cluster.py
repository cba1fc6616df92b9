"""A build by several processes of Ray on this machine: what comes of it, and of one whose processes are killed."""

import os
import shutil
import signal
import socket
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.cli import app
from rag.errors import ArgumentError, ClusterError
from rag.index.building import build_steps
from rag.index.embedding import Embedder, Vectors
from rag.index.folder import STORE
from rag.index.search import Index
from rag.index.snapshot import Snapshot
from rag.index.store import Store
from rag.types import Interval, Report
from tests.conftest import PROJECT, HashedWords, all_vectors

pytestmark = [pytest.mark.slow, pytest.mark.kill]
Parts = Sequence[Sequence[Interval]]


class KilledOnce(HashedWords):
    """An embedder that kills the process that it embeds in, where the file ``killed`` is not there yet."""

    def __init__(self, killed: Path) -> None:
        super().__init__()
        self.killed = killed

    def embed_parts(self, texts: Sequence[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
        if not self.killed.exists():
            self.killed.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_parts(texts, parts)


class Deadly(HashedWords):
    """An embedder that kills every process that it embeds in."""

    def embed_parts(self, texts: Sequence[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
        os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_parts(texts, parts)


@pytest.fixture
def many(corpus: Path) -> Path:
    """The sample articles, one of another name with the same id, and a file of many articles."""
    shutil.copytree(PROJECT / "corpus", corpus, dirs_exist_ok=True)
    lines = (f'{{"id": "{n}", "title": "Storm {n}", "text": "Storm {n} sank {n} boats. Nobody died."}}' for n in range(300))
    (corpus / "storms.jsonl").write_text("\n".join([*lines, "no json"]), encoding="utf-8")
    (corpus / "again.jsonl").write_text('{"id": "7", "title": "Taken", "text": "Of another file."}', encoding="utf-8")
    (corpus / "empty.md").touch()
    return corpus


def built(corpus: Path, index: Path, embedder: Embedder, ray: str | None = None) -> Report:
    *_, last = build_steps(corpus, index, embedder=embedder, ray=ray)
    assert last.report is not None
    return last.report


def contents(index: Path) -> dict[str, object]:
    """All that an index holds that does not depend on the order in which it came."""
    with Store(index / STORE).read() as snapshot:
        ids, vectors = all_vectors(snapshot)
        return {
            "articles": snapshot.fingerprints(),
            "files": snapshot.files(),
            "problems": snapshot.problems(),
            "chunks": [(one.article.id, one.start, one.end, one.sentences) for one in chunks_of(snapshot, ids)],
            "vectors": np.round(vectors, 6).tolist(),
        }


def chunks_of(snapshot: Snapshot, ids: list[int]) -> list[object]:
    return [snapshot.chunks([one])[one] for one in ids]
