"""Answers about all articles: the value, every article that counts, and no other."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rag.answers.answer import Answer, Statement, Trace
from rag.cli import app
from rag.evaluation.collection import cites_exactly, collection_figures, has_value, is_of_all
from rag.evaluation.questions import Question
from rag.types import Article, Citation

A, B = (Article(one, one.upper(), f"The text of {one}.") for one in "ab")


def asked(kind: str, answers: tuple[str, ...], *ids: str) -> Question:
    return Question("q", "How many?", answers, True, kind, ids, ())


def answer(headline: str, *cited: Article) -> Answer:
    statements = (
        Statement(one.text, (Citation(one, 0, len(one.text), place),), "supported")
        for place, one in enumerate(cited, 1)
    )
    return Answer("How many?", Trace("How many?", timings={"total": 0.1}), tuple(statements), headline=headline)


def test_a_value_is_a_whole_word_and_of_several_things_all_are_needed() -> None:
    assert has_value(asked("count", ("2", "two")), answer("2 of 17 articles."))
    assert not has_value(asked("count", ("7",)), answer("2 of 17 articles."))
    assert not has_value(asked("count", ("17",)), answer("2 of 17 articles."))
    assert has_value(asked("most", ("The Lantern",)), answer("Morning Ferry and The Lantern have most."))
    assert has_value(asked("list", ("A note", "The end")), answer("A note and the end"))
    assert not has_value(asked("list", ("A note", "The end")), answer("A note"))


def test_every_article_that_counts_is_cited_and_no_other() -> None:
    assert cites_exactly(asked("count", ("2",), "a", "b"), answer("2", A, B))
    assert not cites_exactly(asked("count", ("2",), "a", "b"), answer("2", A))
    assert not cites_exactly(asked("count", ("1",), "a"), answer("1", A, B))
    assert cites_exactly(asked("whole", ("2",)), answer("2", A))


def test_figures_are_shares_of_questions() -> None:
    pairs = [
        (asked("count", ("1",), "a"), answer("1", A)),
        (asked("count", ("1",), "a"), answer("2", A)),
        (asked("list", ("A",), "a"), answer("A", B)),
        (asked("list", ("A",), "a"), answer("A", A)),
    ]
    figures = collection_figures(pairs)
    assert (figures["right"], figures["value"], figures["articles"]) == (0.5, 0.75, 0.75)
    assert figures["by_type"] == {"count": {"questions": 2, "right": 0.5}, "list": {"questions": 2, "right": 0.5}}
    assert figures["total_p95_ms"] == pytest.approx(100)


@pytest.mark.slow
def test_the_command_measures_them(tmp_path: Path) -> None:
    articles = [
        {"id": "a", "title": "Eels", "text": "The eels came up the river."},
        {"id": "b", "title": "B", "text": "No."},
    ]
    right = {"id": "q", "question": "How many articles mention eels?", "answers": ["1"], "answerable": True}
    wrong = right | {"id": "p", "answers": ["2"]}
    beside = {"type": "count", "evidence_ids": ["a"], "rule": {"mentions": ["eels"]}}
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)), "utf-8")
    (tmp_path / "questions.jsonl").write_text("\n".join(json.dumps(one | beside) for one in (right, wrong)), "utf-8")
    assert is_of_all(tmp_path)
    page = tmp_path / "page.html"
    command = ["eval", str(tmp_path), "--index", str(tmp_path / "index"), "--worst", "3", "--out", str(page)]
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert "count: 0.500 of 2" in done.stdout
    assert "right: 2" in done.stdout
    assert "How many articles mention eels?" in page.read_text("utf-8")


@pytest.mark.slow
def test_counts_over_news_are_right(data: Path) -> None:
    """A floor under what docs/answers.md states."""
    if not (data / "counts").is_dir():
        pytest.skip("the questions on counts are not there")
    command = ["eval", str(data / "counts"), "--json", "--split", "test"]
    record = json.loads(CliRunner().invoke(app, command, catch_exceptions=False).stdout)
    assert record["right"] >= 0.95
    assert record["questions"] == 50
