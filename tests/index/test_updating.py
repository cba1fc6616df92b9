"""Articles that come from a program: put in, changed and taken out with the guarantees of a folder, and beside one."""

import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from rag import Answer, ArgumentError, Article, Filters, Index, IndexMissing, ModelError, Rag, Report
from rag.index.embedding import Vectors, model_of
from rag.index.folder import writing
from tests.conftest import PROJECT, HashedWords
from tests.index.conftest import ANYWHERE


def article(name: str, word: str) -> Article:
    return Article(name, f"About {word}", f"The {word} came to the harbour. Nobody knew why the {word} came.")


def opened(folder: Path, embedder: HashedWords | None = None) -> Index:
    return Index.open(folder, create=True, embedder=embedder or HashedWords())


def told(index: Index, word: str) -> set[str]:
    return {passage.article.id for passage in index.search(f"Did the {word} come?") if word in passage.text}


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


@ANYWHERE
def test_an_index_is_made_empty_and_filled(tmp_path: Path, index: Path) -> None:
    made = opened(index)
    assert (made.status().articles, len(made.search("whale"))) == (0, 0)
    report = made.update([article("a", "whale"), article("b", "tram")])
    assert counts(report) == (2, 0, 0, 0)
    assert made.report is report
    assert told(made, "whale") == {"a"}
    assert made.verify() == []
    with pytest.raises(IndexMissing):
        Index.open(tmp_path / "none", embedder=HashedWords())


@ANYWHERE
def test_what_is_as_it_was_is_not_embedded_again(index: Path) -> None:
    hashed = HashedWords()
    made = opened(index, hashed)
    made.update([article("a", "whale"), article("b", "tram")])
    hashed.embedded.clear()
    report = made.update([article("a", "whale"), article("b", "bus")], remove=["c"])
    assert counts(report) == (0, 1, 0, 1)
    assert len(hashed.embedded) == 1
    assert [problem.line for problem in report.problems] == ["c: there is no article of that id to remove"]
    assert (told(made, "tram"), told(made, "bus")) == (set(), {"b"})
    assert counts(made.update((), remove=["a"])) == (0, 0, 1, 1)
    assert told(made, "whale") == set()
    assert made.verify() == []


@ANYWHERE
def test_of_two_articles_of_an_id_the_last_counts(index: Path) -> None:
    made = opened(index)
    assert counts(made.update([article("a", "whale"), article("a", "tram")])) == (1, 0, 0, 0)
    assert (told(made, "whale"), told(made, "tram")) == (set(), {"a"})
    said = made.update([article("a", "bus")], remove=["a"]).problems
    assert [problem.line for problem in said] == ["a: it was given and is to be removed at once: say which"]


@ANYWHERE
def test_a_folder_and_a_program_leave_each_other_alone(tmp_path: Path, index: Path) -> None:
    corpus, folder = tmp_path / "corpus", index
    corpus.mkdir()
    (corpus / "file.md").write_text("The ferry came to the harbour.", encoding="utf-8")
    (corpus / "bad.pdf").write_bytes(b"no PDF")
    built = Index.build(corpus, folder, embedder=HashedWords())
    assert built.report is not None
    assert [problem.path for problem in built.report.problems] == ["bad.pdf"]
    report = built.update([article("a", "whale"), article("file.md", "tram")], remove=["file.md"])
    assert counts(report) == (1, 0, 0, 1)
    assert [problem.line for problem in report.problems] == [
        "file.md: an article of that id comes from file.md: change that",
        "file.md: it comes from file.md: remove that",
    ]
    assert [problem.path for problem in built.status().problems] == ["bad.pdf"], "what the build said stays"

    (corpus / "a").write_text("", encoding="utf-8")
    (corpus / "records.jsonl").write_text('{"id": "a", "text": "A bus."}\n', encoding="utf-8")
    again = Index.build(corpus, folder, embedder=HashedWords())
    assert again.report is not None
    assert told(again, "whale") == {"a"}, "a build of the folder takes out nothing that a program put in"
    assert "the id 'a' is taken by an article that a program added" in {one.reason for one in again.report.problems}
    (corpus / "file.md").unlink()
    (corpus / "other.md").write_text("The gull came to the harbour.", encoding="utf-8")
    last = Index.build(corpus, folder, embedder=HashedWords())
    assert (told(last, "ferry"), told(last, "gull"), told(last, "whale")) == (set(), {"other.md"}, {"a"})
    assert last.verify() == []


@pytest.mark.kill
def test_a_kill_during_an_update_loses_no_more_than_the_batch_at_hand(tmp_path: Path) -> None:
    code = f"""
import os, signal, sys
sys.path.insert(0, {str(PROJECT)!r})
from pathlib import Path
from typing import Any, cast
from tests.index.test_updating import article, opened
from rag.index.derived import Derived
update = Derived.update
def dying(*arguments):
    dying.left -= 1
    if not dying.left:
        os.kill(os.getpid(), signal.SIGKILL)
    update(*arguments)
dying.left = 3
Derived.update = dying
opened(Path({str(tmp_path)!r})).update([article(str(number), f"word{{number}}") for number in range(300)])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False)
    assert done.returncode == -signal.SIGKILL
    index = Index.open(tmp_path, embedder=HashedWords())
    before = index.status()
    assert 0 < before.articles < 300
    assert not before.complete
    assert index.verify() == []
    report = index.update([article(str(number), f"word{number}") for number in range(300)])
    assert (report.added, report.unchanged) == (300 - before.articles, before.articles)
    assert index.status().complete
    assert index.verify() == []


@pytest.mark.kill
def test_another_writer_is_waited_for_and_then_told(tmp_path: Path) -> None:
    index = opened(tmp_path)
    with writing(tmp_path), pytest.raises(Exception, match="Another process is writing the index"):
        index.update([article("a", "whale")])


class Letters:
    """No more than an embedder must have: counts of letters."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        counted = np.array([[text.lower().count(letter) for letter in "abcdefghijklm"] for text in texts], np.float32)
        unit: Vectors = (counted + 0.1) / np.linalg.norm(counted + 0.1, axis=1, keepdims=True)
        return unit

    def embed_query(self, text: str) -> Vectors:
        return self.embed_documents([text])


class OtherLetters(Letters):
    """The same under another name."""


def test_an_embedder_needs_three_methods(tmp_path: Path) -> None:
    index = Index.open(tmp_path, create=True, embedder=Letters())
    index.update([article("a", "whale"), article("b", "tram")])
    assert index.verify() == []
    assert model_of(Letters()).name == index.status().model
    answer = Rag.open(tmp_path, embedder=Letters()).ask("Who came to the harbour?")
    assert answer.passages
    with pytest.raises(ModelError, match="OtherLetters"):
        Index.open(tmp_path, embedder=OtherLetters()).search("whale")


def test_a_programmers_mistake_is_a_value_error(sample: Index, tmp_path: Path) -> None:
    rag, anything = Rag(sample), cast(Any, object())  # what no type checker sees
    for mistake in (
        lambda: rag.ask(" "),
        lambda: rag.ask("Who?", filters=anything),
        lambda: rag.ask("Who?", today="yesterday"),
        lambda: rag.check(anything),
        lambda: rag.search("KFOR", k=anything),
        lambda: sample.listing(anything),
        lambda: sample.people(anything),
        lambda: Rag(anything),
        lambda: Rag(sample, chat=anything),
        lambda: Rag(sample, judge=anything),
        lambda: Index.open(tmp_path, create=True, embedder=anything),
        lambda: Index.open(tmp_path, create=True, reranker=anything),
        lambda: Index.open(tmp_path, create=True).update(anything for _ in range(1)),
        lambda: Index.open(tmp_path, create=True).update(cast(Any, Article("a", "A", "Text."))),
        lambda: rag.search("x" * 3000),
        lambda: rag.search("KFOR", k=0),
        lambda: Filters(after="soon"),
        lambda: Index.build("corpus", "index", chunk_tokens=3),
        lambda: Answer.from_dict({}, sample.article),
    ):
        with pytest.raises(ValueError, match=r"\w") as raised:
            mistake()
        assert isinstance(raised.value, ArgumentError)


def test_an_index_says_where_it_lies_and_how_another_process_has_it(sample: Index) -> None:
    assert repr(Rag(sample)) == f"<Rag on <Index {sample.folder}>, answers by quotes>"
    with pytest.raises(TypeError, match=r"open it there by `Index\.open`"):
        pickle.dumps(Rag(sample))
    found = Rag(sample).search("KFOR", k=2)
    assert len(repr(found)) < 400
    assert pickle.loads(pickle.dumps(found)) == found


def test_articles_to_take_out_and_to_check_against_may_be_one_by_its_id(tmp_path: Path, hashed: HashedWords) -> None:
    index = Index.open(tmp_path, create=True, embedder=hashed)
    index.update([Article("one", "One", "The ferry left at noon."), Article("e", "E", "The tram came.")])
    (checked,) = Rag(index).check("The ferry left at noon.", against="one").statements
    assert [one.article.id for one in checked.citations] == ["one"]
    assert index.update([], remove="one").removed == 1
    assert [one.id for one in index.listing()] == ["e"]


def test_an_answer_comes_back_from_its_record(sample: Index) -> None:
    answer = Rag(sample).ask("When did Türkiye take command of KFOR, and how do bees make honey?")
    assert answer.citations
    assert answer.missing
    back = Answer.from_dict(answer.to_dict(), sample.article)
    assert (back.text, back.finished, back.citations) == (answer.text, True, answer.citations)
    assert back.to_dict() == answer.to_dict() | {"copies": [], "unread": 0, "withheld": []}
    gone = Answer.from_dict(answer.to_dict(), lambda _: None)
    assert gone.citations == ()
    assert {statement.verdict for statement in gone.statements} == {"unsupported"}
    assert "has changed since" in (gone.notice or "")
