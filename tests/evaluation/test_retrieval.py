"""The figures of `rag eval`, on a data set small enough to work them out by hand."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, precision_recall_fscore_support, roc_auc_score

from rag.answers.answer import Turn
from rag.answers.quoting import ANSWERED
from rag.evaluation.questions import Question, Setting, load_questions
from rag.evaluation.retrieval import (
    Outcome,
    by_type,
    difference,
    evaluate,
    reliability,
    retrieval_statistics,
    summary,
    worst,
)
from rag.index.search import Index
from tests.evaluation.conftest import QUESTIONS, change, outcomes_of


def test_figures_are_what_they_say(dataset: Path, index: Index) -> None:
    outcomes = {one.question.id: one for one in outcomes_of(index, dataset, search="keywords")}
    right, late, gone = (outcomes[name].figures for name in ("right", "late", "gone"))
    assert right["hit@1"] == right["mrr@10"] == right["ndcg@10"] == right["sentence_hit@1"] == 1
    assert right["hit@500tok"] == right["article_recall@5"] == right["all_articles@10"] == 1
    assert right["evidence_recall@5"] == right["answer_contained"] == 1
    # "The storm sank four boats." has five words, the answer "four boats" two, both of them in it.
    assert right["token_f1@1"] == pytest.approx(2 * 2 / (5 + 2))
    # The strike's article has two of the words, the tram's one.
    assert (late["hit@1"], late["hit@3"], late["mrr@10"]) == (0, 1, 0.5)
    assert late["ndcg@10"] == pytest.approx(1 / 1.585, abs=1e-3)
    assert {gone[name] for name in gone if not name.endswith("_ms")} == {0}
    assert "hit@1" not in outcomes["none"].figures
    assert outcomes["late"].hits[:2] == (False, True)


def test_the_summary_is_over_the_answerable_and_has_intervals(dataset: Path, index: Index) -> None:
    outcomes = outcomes_of(index, dataset, search="keywords")
    figures = summary(outcomes)
    assert (figures["questions"], figures["answerable"]) == (4, 3)
    assert figures["hit@1"] == pytest.approx(1 / 3)
    assert figures["hit@1_ci"] == [0, 1]
    assert figures["refusal_recall"] == 1, "the question that no word of an article answers is refused"
    assert figures["latency_p50_ms"] <= figures["latency_p95_ms"]
    assert all(f"{name}_ci" in figures for name in figures if name not in ("questions", "answerable") and
               not name.endswith("_ci"))  # fmt: skip
    assert by_type(outcomes)["easy"]["hit@1"] == 1
    json.dumps(figures)


def made(confidences: dict[str, tuple[float, bool]]) -> list[Outcome]:
    """Outcomes of which only the confidence and whether there is an answer are known."""
    return [
        Outcome(Question(name, name, (), answerable, "all", (), ()), name, (), (), (), confidence, {})
        for name, (confidence, answerable) in confidences.items()
    ]


def test_figures_of_refusals_are_those_of_the_library() -> None:
    random = np.random.default_rng(3)
    confidence = np.round(random.random(60), 1)  # many of them equal
    answerable = random.random(60) < 0.3 + 0.5 * confidence
    outcomes = made({str(n): (float(c), bool(a)) for n, (c, a) in enumerate(zip(confidence, answerable, strict=True))})
    found = {name: values[0] for name, values in retrieval_statistics(outcomes).items()}
    assert found["auroc"] == pytest.approx(roc_auc_score(answerable, confidence))
    refused = confidence < ANSWERED
    expected = precision_recall_fscore_support(~answerable, refused, average="binary")[:3]
    assert [found[f"refusal_{name}"] for name in ("precision", "recall", "f1")] == pytest.approx(list(expected))
    assert found["brier"] == pytest.approx(brier_score_loss(answerable, confidence))
    bins = reliability(outcomes)
    assert sum(one["count"] for one in bins) == 60
    gap = sum(one["count"] * abs(one["confidence"] - one["answerable"]) for one in bins) / 60
    assert found["ece"] == pytest.approx(gap)


def test_the_worst_are_of_every_kind(dataset: Path, index: Index) -> None:
    outcomes = outcomes_of(index, dataset, search="keywords")
    assert worst(outcomes)[0].question.id == "gone"
    sure = made({"answered": (0.9, False), "refused in time": (0.1, False)})
    assert "answered" in {one.question.id for one in worst([*outcomes, *sure])}
    assert "refused in time" not in {one.question.id for one in worst([*outcomes, *sure])}
    assert len(worst(outcomes, 1)) == 1


def test_a_comparison_is_paired(dataset: Path, index: Index) -> None:
    settings = [(index, Setting.from_text(text)) for text in ("keywords", "keywords", "without=sentence+coverage")]
    one, same, other = zip(*evaluate(settings, load_questions(dataset)), strict=True)
    changed = difference(one, same)
    assert changed["hit@1"] == 0
    assert changed["hit@1_ci"] == [0, 0], "the same questions are drawn for both"
    assert changed["latency_p50_ms_ratio"] > 0
    assert {outcome.question.id for outcome in other} == {name for name, *_ in QUESTIONS}


def test_a_follow_up_is_searched_for_with_what_came_before(dataset: Path, index: Index) -> None:
    said = [{"role": "user", "text": "Which storm?"}, {"role": "agent", "text": "One at sea."}]
    change(
        dataset, 0, question="How many boats did it sink?", history=said, rewrite="How many boats sank in the storm?"
    )
    (question, *_) = load_questions(dataset)
    assert question.history == (Turn("Which storm?", "One at sea."),)
    own, rewritten = "How many boats did it sink?", "How many boats sank in the storm?"
    assert question.query("asked") == (f"Which storm? {own}", own, ("One at sea.",))
    assert question.query("last") == (own, own, ())
    assert question.query("rewritten") == (rewritten, rewritten, ("One at sea.",))
    (outcome, *_) = outcomes_of(index, dataset, query="rewritten")
    assert outcome.query == "How many boats sank in the storm?"
