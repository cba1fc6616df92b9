"""What the articles are about, as a whole."""

from pathlib import Path

from rag.answers.kinds.topics import most_shared
from rag.answers.pipeline import Rag
from rag.index.search import Index
from tests.answers.kinds.conftest import Asking
from tests.conftest import HashedWords


def test_all_titles_and_what_they_share_are_told(ask: Asking) -> None:
    answer = ask("What are these articles about?")
    assert answer.headline == (
        "5 articles, from 1 March 2025 to 20 November 2026. Most often in their titles: ferry (2)."
    )
    assert len(answer.citations) == 5


def test_words_that_titles_share_are_counted_once_a_title_and_spelled_as_most_do() -> None:
    titles = ["Storm on storm", "The storms of Norrin", "Norrin's storm", "A note of 2026", "Of 2026"]
    assert most_shared(titles) == [("storm", 3), ("Norrin", 2)]


def test_an_empty_index_has_no_topics(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "empty", create=True, embedder=HashedWords())
    assert Rag(index).ask("What are these articles about?").refusal is not None
