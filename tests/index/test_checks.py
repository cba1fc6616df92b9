"""What is said of an index that its files do not say of themselves."""

from pathlib import Path

import numpy as np
import pytest

from rag.cli.printing import print_report
from rag.index import vectors
from rag.index.embedding import unit
from rag.index.search import Index
from rag.types import LEAST_RECALL, Report
from tests.conftest import HashedWords


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(300):
        words = " ".join(f"word{number * step % 97}" for step in range(1, 9))
        (folder / f"{number}.md").write_text(f"It says {words}.", encoding="utf-8")
    return folder


def test_a_search_that_looks_at_every_chunk_has_a_recall_of_1_and_a_build_does_not_speak_of_it(corpus: Path) -> None:
    index = Index.build(corpus, corpus.parent / "index", embedder=HashedWords())
    assert index.recall() == 1
    assert index.report is not None
    assert index.report.recall is None


def test_a_search_by_codes_is_measured_and_a_build_that_loses_says_so(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(vectors, "CODED", 200)
    monkeypatch.setattr(vectors, "_CANDIDATES", -14)  # no more than six for the ten
    index = Index.build(corpus, corpus.parent / "index", embedder=HashedWords())
    report = index.report
    assert report is not None
    assert report.recall == index.recall()
    assert report.recall is not None
    assert 0 < report.recall < LEAST_RECALL
    print_report(report)
    assert f"finds {report.recall:.1%} of the ten nearest chunks" in capsys.readouterr().err
    (corpus / "more.md").write_text("Something else.", encoding="utf-8")
    again: Report | None = Index.build(corpus, corpus.parent / "index", embedder=HashedWords()).report
    assert again is not None
    assert again.recall is None, "a small change is not worth the look at all vectors"


def test_recall_counts_what_is_as_near_as_the_last_of_the_nearest() -> None:
    made = vectors.VectorIndex(8)
    made.update((), range(40), unit(np.repeat(np.eye(8, dtype=np.float32)[:4], 10, axis=0)))
    assert made.recall(np.eye(8, dtype=np.float32)[:4], 5) == 1
    assert made.recall(np.eye(8, dtype=np.float32)[:4], 500) == 1
    assert vectors.VectorIndex(8).recall(np.eye(8, dtype=np.float32)[:4], 5) == 1
