"""`rag move`, and where an index may lie: what is said, and what is left."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rag import Article, Index
from rag.cli import app
from rag.corpus.files import find_files
from rag.corpus.folder import CorpusFolder
from rag.errors import ArgumentError, RagError
from rag.places import STORE
from tests.conftest import HashedWords
from tests.corpus.conftest import about, add


def test_an_index_is_moved_and_told_in_a_line(tmp_path: Path) -> None:
    made = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    made.update([Article("a", "Whale", "The whale came to the harbour.")])
    target = f"milvus-lite:{tmp_path / 'x.db'}"
    done = CliRunner().invoke(app, ["move", str(tmp_path / "index"), target], catch_exceptions=False)
    assert done.stdout == "Moved: articles 1, chunks 1; counts and checksums are the same.\n"
    assert "articles: 1 rows" in done.stderr
    assert Index.open(target, embedder=HashedWords()).status().articles == 1
    again = CliRunner().invoke(app, ["move", str(tmp_path / "index"), target], catch_exceptions=False)
    assert again.stdout == done.stdout, "as after a move that was killed at its very end"
    made.update([Article("b", "Tram", "The tram came to the harbour.")])
    with pytest.raises(ArgumentError, match="An index lies in milvus-lite:"):
        CliRunner().invoke(app, ["move", str(tmp_path / "index"), target], catch_exceptions=False)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("", "The index has no name: give a folder"),
        ("redis://:secret@host/1", "begins with redis: give a folder, milvus"),
        ("milvus:///news", "names no host"),
        ("corpus", "holds a.md, which is no index: give a folder that is new or empty"),
    ],
)
def test_what_an_index_can_not_be_moved_to_is_told(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, target: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (corpus / "a.md").write_text("A boat.", "utf-8")
    Index.open("index", create=True, embedder=HashedWords())
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ArgumentError, match=reason) as caught:
        CliRunner().invoke(app, ["move", "index", target], catch_exceptions=False)
    assert "secret" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("index", "reason"),
    [
        ("", "The index has no name: give a folder"),
        (" ", "The index has no name: give a folder"),
        ("http://127.0.0.1:19530/articles", "begins with http: give a folder, milvus"),
        ("Redis://x", "begins with redis"),
        ("MILVUS:///news", "names no host"),
        ("corpus", "would lie among the articles in"),
        ("corpus/told", "would lie among the articles in"),
        ("milvus-lite:corpus/x.db", "would lie among the articles in"),
    ],
)
def test_where_an_index_can_not_lie_is_told_and_nothing_is_made(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, index: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (corpus / "told").mkdir()
    (corpus / "told" / "a.md").write_text("A boat.", "utf-8")
    for told in (["--index", index], []):
        monkeypatch.setenv("RAG_INDEX", index.strip() and index)
        if told or index.strip():  # an empty variable counts as unset
            with pytest.raises(RagError, match=reason):
                CliRunner().invoke(app, ["index", "corpus", *told], catch_exceptions=False)
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["a.md", "corpus", "told"]


def test_an_index_in_a_folder_of_its_own_below_the_articles_is_passed_over(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "a.md").write_text("A boat sank off Norrin on Monday.", "utf-8")
    monkeypatch.chdir(corpus)
    for _ in range(2):
        assert CliRunner().invoke(app, ["index", "."], catch_exceptions=False).exit_code == 0
    assert [one.path for one in find_files(corpus).files] == ["a.md"]
    assert not find_files(corpus).problems


def test_an_index_that_was_made_among_the_articles_is_refused_there(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "a.md").write_text("A boat sank off Norrin on Monday.", "utf-8")
    (corpus / STORE).touch()
    monkeypatch.chdir(corpus.parent)
    with pytest.raises(RagError, match="would lie among the articles in"):
        CliRunner().invoke(app, ["index", "corpus", "--index", "corpus"], catch_exceptions=False)


def test_an_index_may_lie_hidden_beside_the_articles_and_at_an_address_in_any_case(
    tmp_path: Path, corpus: Path, hashed: HashedWords
) -> None:
    add(CorpusFolder(corpus), ("a.md", about("quinces")))
    assert Index.build(corpus, corpus / ".index", embedder=hashed).status().articles == 1
    assert Index.build(corpus, f"Milvus-Lite:{tmp_path / 'x.db'}", embedder=hashed).status().articles == 1
    assert (tmp_path / "x.db" / "collections").is_dir()
