"""What the page says of articles that were just added."""

from pathlib import Path

from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.web.adding import not_indexed, same_again
from tests.conftest import HashedWords

MILL = "---\ntitle: The windmill of Dunmere\n---\n\nThe windmill of Dunmere is kept by Wendel Harrow.\n"


def test_a_text_that_was_there_under_another_name_is_told(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "added").mkdir(parents=True)
    (corpus / "mill.md").write_text(MILL, encoding="utf-8")
    (corpus / "added" / "again.md").write_text(MILL.replace("The windmill of Dunmere\n", "A copy\n"), encoding="utf-8")
    (corpus / "added" / "other.md").write_text("# Other\n\nAnother text.\n", encoding="utf-8")
    embedder: Embedder = HashedWords()
    Index.build(corpus, tmp_path / "index", embedder=embedder)
    index = Index.open(tmp_path / "index", embedder=embedder)
    assert list(same_again(index, ["added/again.md", "added/other.md"])) == [
        "The same text is there already: added/again.md says what “The windmill of Dunmere” (mill.md) does. Both stay."
    ]
    assert not list(same_again(index, ["added/other.md"]))
    assert not not_indexed(index, ["added/again.md"])
    assert not_indexed(index, ["added/gone.md"]) == " Not indexed yet: added/gone.md."
