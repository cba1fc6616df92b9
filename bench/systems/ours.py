"""Ours, as `rag index` and `rag search` do it: with the analysis, the names and the checksums that answers need."""

import tempfile
from pathlib import Path

from bench.systems.running import run
from rag import Index, Settings


class Ours:
    """An index as it is by default. The model that it would load is loaded beforehand, as that of the others is."""

    def __init__(self) -> None:
        self._threads = Settings().threads
        with tempfile.TemporaryDirectory() as folder:
            self._embedder = Index.open(folder, create=True, threads=self._threads).embedder

    def index(self, articles: Path, folder: Path) -> int:
        self._index = Index.build(articles.parent, folder, embedder=self._embedder, threads=self._threads)
        assert self._index.report is not None
        return self._index.report.chunks

    def search(self, question: str) -> None:
        self._index.search(question, k=8)


if __name__ == "__main__":
    run(Ours)
