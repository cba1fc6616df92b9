"""Answers to questions of every kind: the values, the articles, and none that is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from rag.answers.answer import Answer
from rag.answers.statements import Statement, Trace
from rag.answers.table import Cell, Table
from rag.cli import app
from rag.errors import CorpusError
from rag.evaluation.kinds import Outcome, is_of_kinds, kind_figures, load_cases
from rag.types import Article, Citation
from tests.conftest import PROJECT

A, B = (Article(one, one.upper(), f"The text of {one}.") for one in "ab")
NEWS = PROJECT / "tests" / "figures" / "kinds.jsonl"


def answer(headline: str, *cited: Article, rows: tuple[str, ...] = (), **more: Any) -> Answer:
    statements = tuple(
        Statement(one.text, (Citation(one, 0, len(one.text), place),), "supported")
        for place, one in enumerate(cited, 1)
    )
    table = Table(("Name",), tuple((Cell(row),) for row in rows)) if rows else None
    trace = Trace("How many?", timings={"total": 0.1})
    return Answer("How many?", trace, statements, headline=headline, table=table, **more)


@pytest.fixture
def of(tmp_path: Path) -> Any:
    """The figures of an answer to a question that needs what is given."""

    def figures(given: Answer, **needs: Any) -> Any:
        record = {"id": "q", "question": "How many?", "answers": [], "answerable": True} | needs
        path = tmp_path / "questions.jsonl"
        path.write_text(json.dumps(record), "utf-8")
        (case,) = load_cases(path)
        return Outcome(case, given).figures

    return figures


def test_of_several_spellings_one_is_said_and_each_value_of_several(of: Any) -> None:
    needs = {"values": [["two", "2"], ["Pellacombe"]]}
    assert of(answer("2 votes for Pellacombe’s side."), **needs)["right"] == 1
    assert of(answer("Two votes."), **needs)["said"] == 0.5
    assert of(answer("12 votes for Pellacombe."), **needs)["said"] == 0.5


def test_values_are_said_in_their_order(of: Any) -> None:
    needs = {"values": [["strike"], ["vote"], ["peace"]], "ordered": True}
    assert of(answer("A strike, a vote, peace."), **needs)["order"] == 1
    assert of(answer("A vote, a strike, peace."), **needs)["order"] == 0.5
    assert of(answer("A vote, a strike, peace, before the next vote."), **needs)["right"] == 1
    assert of(answer("A strike."), **needs)["order"] == 0


def test_a_count_comes_first(of: Any) -> None:
    assert of(answer("2 of 17 articles."), count=2)["right"] == 1
    assert of(answer("17 articles, of which 2."), count=2)["right"] == 0


def test_articles_are_cited_one_all_or_exactly(of: Any) -> None:
    assert of(answer("", A), evidence_ids=["a", "b"], values=[])["right"] == 1
    assert of(answer("", A), evidence_ids=["a", "b"], cited="all")["right"] == 0
    figures = of(answer("", A, B), evidence_ids=["a"], cited="exactly")
    assert (figures["right"], figures["recall"], figures["precision"]) == (0, 1, 0.5)
    assert of(answer("", A), sides=[["a"], ["b"]])["sides"] == 0
    assert of(answer("", A, B), sides=[["a"], ["b"]])["right"] == 1


def test_a_wrong_value_is_wrong_where_it_is_listed_and_not_where_it_is_quoted(of: Any) -> None:
    needs = {"values": [["Ada"]], "wrong": ["Bo"], "type": "items"}
    figures = of(answer("2 found.", A, rows=("Ada", "Bo")), **needs)
    assert (figures["clean"], figures["items"], figures["right"]) == (0, 0.5, 0)
    assert of(answer("Bo said so.", A, rows=("Ada",)), **needs)["right"] == 1


def test_a_verdict_is_what_an_answer_begins_with(of: Any) -> None:
    assert of(answer("Yes.", A), verdict="yes")["right"] == 1
    assert of(answer("No: 17, not 23.", A), verdict="no")["right"] == 1
    assert of(answer("No article says so.", A), verdict="open")["right"] == 1
    assert of(answer("Nobody knows.", A), verdict="no")["right"] == 0


def test_what_the_articles_do_not_say_is_refused(of: Any) -> None:
    needs = {"answerable": False, "values": []}
    assert of(answer("", refusal="I found nothing."), **needs)["right"] == 1
    assert of(answer("0 of 17 articles."), **needs)["right"] == 1
    assert of(answer("", A), **needs)["right"] == 0
    assert of(answer("", refusal="I found nothing."), values=[["Ada"]])["wrongly_refused"] == 1


def test_sets_by_rule_and_of_sources_that_disagree_are_read(of: Any) -> None:
    rule = {"rule": {"mentions": ["eels"]}, "evidence_ids": ["a"]}
    assert of(answer("Two articles.", A), type="count", answers=["2", "two"], **rule)["right"] == 1
    assert of(answer("A note", A), type="list", answers=["A note", "The end"], **rule)["right"] == 0
    assert of(answer("The Lantern", A), type="most", answers=["Lantern", "The Lantern"], **rule)["right"] == 1
    disagreeing = {"need": "all", "answers": ["12", "15"], "wrong_answers": ["20"]}
    assert of(answer("12; 15.", A), **disagreeing)["right"] == 1
    assert of(answer("12; 20.", A), **disagreeing)["right"] == 0
    assert of(answer("12; 20.", A), **disagreeing)["wrong_alone"] == 0
    assert of(answer("20.", A), **disagreeing)["wrong_alone"] == 1


def test_what_a_record_says_wrongly_is_told(of: Any) -> None:
    with pytest.raises(CorpusError, match="verdict of yes, no, open"):
        of(answer(""), verdict="perhaps")


def test_figures_are_shares_of_the_outcomes_that_have_them(tmp_path: Path) -> None:
    needed: list[tuple[str, dict[str, Any]]] = [("a", {"count": 1}), ("a", {"count": 2}), ("b", {"verdict": "yes"})]
    records = [
        {"id": str(number), "question": "?", "answers": [], "answerable": True, "type": kind} | needs
        for number, (kind, needs) in enumerate(needed)
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), "utf-8")
    figures = kind_figures([Outcome(case, answer("1", A)) for case in load_cases(path)])
    assert (figures["count"], figures["verdict"]) == (0.5, 0)
    assert figures["by_type"]["a"]["right"] == 0.5
    assert "verdict" not in figures["by_type"]["a"]
    assert figures["total_p95_ms"] == pytest.approx(100)


@pytest.mark.slow
def test_the_command_measures_them(tmp_path: Path) -> None:
    articles = [
        {"id": "a", "title": "Eels", "text": "The eels came up the river. Ada Penhale counted them on Monday."},
        {"id": "b", "title": "B", "text": "No."},
    ]
    right = {"id": "q", "question": "How many articles mention eels?", "answers": [], "answerable": True}
    beside = {"type": "count", "evidence_ids": ["a"], "cited": "exactly"}
    records = [right | beside | {"count": 1}, right | beside | {"id": "p", "count": 2}]
    records.append(
        right
        | {"id": "r", "question": "source?", "type": "after", "evidence_ids": ["a"], "after": ["Who counted eels?"]}
    )
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)), "utf-8")
    questions = tmp_path / "asked.jsonl"
    questions.write_text("\n".join(map(json.dumps, records)), "utf-8")
    assert is_of_kinds(questions)
    page, command = tmp_path / "page.html", ["eval", str(tmp_path), "--index", str(tmp_path / "index")]
    command += ["--questions", str(questions), "--worst", "3", "--out", str(page)]
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert "count (2): right 0.50" in done.stdout
    assert "after (1): right 1.00" in done.stdout
    assert "count 0.00" in done.stdout
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


def test_our_own_questions_read_and_name_articles_of_the_news(data: Path) -> None:
    cases = load_cases(NEWS)
    assert len({case.question.id for case in cases}) == len(cases)
    if not (data / "wikinews").is_dir():
        pytest.skip("the news are not there")
    lines = (data / "wikinews" / "articles.jsonl").read_text("utf-8").splitlines()
    known = {json.loads(line)["id"] for line in lines}
    assert {one for case in cases for one in case.question.evidence_ids} <= known
