"""What reads a sentence together with a question tells those that answer it from those that are only about it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.answers.confidence import READ_SIGNALS, SIGNALS, UNREAD_SIGNALS
from rag.answers.quoting import quote
from rag.index import relevance as relevances
from rag.index.embedding import Embedder
from rag.index.reranking import Reranker
from rag.index.search import Index
from rag.types import Article
from tests.conftest import HashedWords

pytestmark = pytest.mark.model

# A question in a reader's words, the sentence that answers it, and one that has its words and does not.
TOLD_APART = [
    (
        "Where does the new harbour master come from?",
        "Odile Marrant, born in Saint-Malo, ran the pilot station for nine years.",
        "The new harbour master was introduced to the harbour council on Monday.",
    ),
    (
        "Why was the brewery closed?",
        "Inspectors had found rust in the pipes and traces of oil in the water.",
        "The brewery in Calder Street was closed on Thursday morning.",
    ),
    (
        "How many people were hurt when the tram left the rails?",
        "Three passengers and the driver were taken to hospital with broken bones.",
        "The tram left the rails where the line turns into the old town.",
    ),
    (
        "What does the orchard's owner want to do with the money?",
        "With the prize he is going to plant sixty pear trees along the river.",
        "The owner of the orchard received the money at a ceremony in the town hall.",
    ),
    (
        "Who opposes the plan for a second runway?",
        "Farmers from both villages promised to fight the extension in court.",
        "The plan for a second runway was presented to the public in March.",
    ),
]


def test_what_answers_is_likelier_than_what_has_the_questions_words(relevance: Reranker) -> None:
    told = []
    for question, answering, about in TOLD_APART:
        first, second = relevance.scores(question, [answering, about])
        told.append(first > second)
    assert sum(told) >= 4, told


def test_what_is_of_something_else_hardly_answers(relevance: Reranker) -> None:
    told = []
    for question, answering, _ in TOLD_APART:
        others = [one for _, one, _ in TOLD_APART if one != answering]
        told.append(max(relevance.scores(question, others)) < relevance.scores(question, [answering])[0])
    assert sum(told) >= 4, told


def test_a_question_and_a_text_of_any_length_and_script_are_read(relevance: Reranker) -> None:
    texts = ["", "a", "Storm. " * 400, "北约驻科索沃部队由土耳其指挥。", "\ud83c"]
    assert len(relevance.scores("Who? " * 300, texts)) == len(texts)
    assert relevance.scores("Who sank?", []) == []
    assert relevance.scores("", ["Four boats sank."]) == relevance.scores("", ["Four boats sank."])


@pytest.mark.slow
def test_a_damaged_export_is_made_anew(relevance: Reranker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    question, answering, about = TOLD_APART[0]
    before = relevance.scores(question, [answering, about])
    made = relevances.load.__wrapped__()
    assert made.scores(question, [answering, about]) == pytest.approx(before, abs=1e-4)
    (kept,) = tmp_path.glob("article-rag/models/*/model.onnx")
    kept.write_bytes(b"\x08\x08")
    again = relevances.load.__wrapped__()
    assert again.scores(question, [answering, about]) == pytest.approx(before, abs=1e-4)
    assert [one.name for one in kept.parent.parent.iterdir()] == [kept.parent.name], "nothing is left of the making"


class Preferring:
    """Finds that the sentences with a word answer, and no others; and remembers what it read."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: list[tuple[str, str]] = []

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        self.read += [(query, text) for text in texts]
        return [4.0 if self.word in text else -4.0 for text in texts]


def built(folder: Path, *articles: Article) -> Index:
    index = Index.open(folder, create=True, embedder=HashedWords())
    index.update(articles)
    return index


STORM = "The storm sank many boats in the harbour. Seventeen were lost. The mayor spoke of luck."


def test_what_was_read_as_the_answer_is_quoted_first(tmp_path: Path) -> None:
    question = "How many of the boats?"
    found = built(tmp_path / "index", Article("a", "Storm", STORM, lang="en")).search(question).passages
    assert quote(question, found, relevance=None).statements[0].text.startswith("The storm")
    read = quote(question, found, relevance=Preferring("Seventeen"))
    assert read.statements[0].text == "Seventeen were lost."
    assert len(read.signals) == len(READ_SIGNALS)
    unlikely = quote(question, found, relevance=Preferring("a word that is nowhere"))
    assert unlikely.confidence < read.confidence


def test_a_question_is_read_as_it_stands_alone(tmp_path: Path) -> None:
    found = built(tmp_path / "index", Article("a", "Storm", STORM, lang="en")).search("And how many boats?").passages
    preferring = Preferring("Seventeen")
    quote("And how many boats?", found, query="How many boats sank in the storm?", relevance=preferring)
    assert {question for question, _ in preferring.read} == {"How many boats sank in the storm?"}


def test_what_is_in_another_language_is_not_read(tmp_path: Path) -> None:
    german = Article("a", "Sturm", "Der Sturm hat viele Boote versenkt. Siebzehn gingen verloren.", lang="de")
    found = built(tmp_path / "index", german).search("Wie viele Boote?").passages
    preferring = Preferring("Siebzehn")
    asked = {"Wie viele Boote hat der Sturm im Hafen versenkt?": UNREAD_SIGNALS, "How many boats sank?": SIGNALS}
    for question, signals in asked.items():
        quoted = quote(question, found, relevance=preferring)
        assert quoted.statements == quote(question, found, relevance=None).statements
        assert len(quoted.signals) == len(signals)
    assert preferring.read == []


def test_an_index_reads_with_what_it_is_given_and_not_where_an_embedder_stands_in(
    tmp_path: Path, sample_folder: Path, model: Embedder
) -> None:
    preferring = Preferring("boats")
    built(tmp_path / "index", Article("a", "Storm", STORM))
    assert Index.open(tmp_path / "index", embedder=HashedWords()).relevance is None
    assert Index.open(tmp_path / "index", embedder=HashedWords(), relevance=preferring).relevance is preferring
    assert Index.open(sample_folder, embedder=model, relevance=False).relevance is None
    assert isinstance(Index.open(sample_folder).relevance, relevances.Relevance)
