"""The figures of `rag eval`, on a data set small enough to work them out by hand."""

import json
from pathlib import Path

import pytest

from rag.errors import CorpusError
from rag.evaluation import by_type, evaluate, load_questions, summary, worst
from rag.index import Index
from tests.conftest import HashedWords

ARTICLES = [
    {"id": "storm", "title": "Storm", "text": "The storm sank four boats. The mole held."},
    {"id": "tram", "title": "Tram", "text": "The tram opens in May. It costs 38 million crowns."},
    {"id": "strike", "title": "Strike", "text": "Dockers went on strike for 17 days."},
]
QUESTIONS = [
    ("right", "How many boats did the storm sink?", ["four boats"], True, ["storm"], "The storm sank four boats."),
    ("late", "The tram and the dockers strike days: which?", ["opens in May"], True, ["tram"], ""),
    ("gone", "What does zirconium smell of?", ["of the sea"], True, ["strike"], "It smells of the sea."),
    ("none", "Who painted xylophones violet?", [], False, [], None),
]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    records = [
        {
            "id": identifier,
            "question": question,
            "answers": answers,
            "answerable": answerable,
            "type": "easy" if identifier == "right" else "hard",
            "evidence_ids": ids,
            "evidence": [{"article_id": ids[0], "text": evidence}] if ids else [],
        }
        for identifier, question, answers, answerable, ids, evidence in QUESTIONS
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return tmp_path


def test_figures_are_what_they_say(dataset: Path, hashed: HashedWords) -> None:
    index = Index.build(dataset / "articles.jsonl", dataset / "index", embedder=hashed)
    outcomes = {one.question.id: one for one in evaluate(index, load_questions(dataset), by="keywords")}
    right, late, gone = (outcomes[name].figures for name in ("right", "late", "gone"))
    assert right["hit@1"] == right["mrr@10"] == right["ndcg@10"] == right["sentence_hit@1"] == 1
    assert right["hit@500tok"] == right["article_recall@5"] == 1
    # The strike's article has two of the words, the tram's one.
    assert (late["hit@1"], late["hit@3"], late["mrr@10"]) == (0, 1, 0.5)
    assert late["ndcg@10"] == pytest.approx(1 / 1.585, abs=1e-3)
    assert {gone[name] for name in gone if not name.endswith("_ms")} == {0}
    assert "hit@1" not in outcomes["none"].figures


def test_the_summary_is_over_the_answerable_and_has_intervals(dataset: Path, hashed: HashedWords) -> None:
    index = Index.build(dataset / "articles.jsonl", dataset / "index", embedder=hashed)
    outcomes = list(evaluate(index, load_questions(dataset), by="keywords"))
    figures = summary(outcomes)
    assert (figures["questions"], figures["answerable"]) == (4, 3)
    assert figures["hit@1"] == pytest.approx(1 / 3)
    low, high = figures["hit@1_ci"]  # type: ignore[misc]
    assert low == 0
    assert high == 1
    assert figures["refusal_recall"] == 1, "the question that no word of an article answers is refused"
    assert by_type(outcomes)["easy"]["hit@1"] == 1
    assert [one.question.id for one in worst(outcomes, 2)] == ["gone", "late"]
    json.dumps(figures)


def test_a_limit_is_taken_evenly_and_follow_ups_are_left_out(dataset: Path) -> None:
    assert [question.id for question in load_questions(dataset, limit=2)] == ["right", "gone"]
    path = dataset / "questions.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines[0]["history"] = [{"role": "user", "text": "What?"}]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert [question.id for question in load_questions(dataset)] == ["late", "gone", "none"]


def test_a_folder_without_questions_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"questions\.jsonl"):
        load_questions(tmp_path)
