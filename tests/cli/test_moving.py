"""`rag move`: what it says, and what it leaves."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rag import Article, Index
from rag.cli import app
from rag.errors import ArgumentError
from tests.conftest import HashedWords


def test_an_index_is_moved_and_told_in_a_line(tmp_path: Path) -> None:
    made = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    made.update([Article("a", "Whale", "The whale came to the harbour.")])
    target = f"milvus-lite:{tmp_path / 'x.db'}"
    done = CliRunner().invoke(app, ["move", str(tmp_path / "index"), target], catch_exceptions=False)
    assert done.stdout == "Moved: articles 1, chunks 1; counts and checksums are the same.\n"
    assert "articles: 1 rows" in done.stderr
    assert Index.open(target, embedder=HashedWords()).status().articles == 1
    with pytest.raises(ArgumentError, match="An index lies in milvus-lite:"):
        CliRunner().invoke(app, ["move", str(tmp_path / "index"), target], catch_exceptions=False)
