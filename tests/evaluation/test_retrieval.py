"""The figures of `rag eval`, on a data set small enough to work them out by hand."""

import json
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, precision_recall_fscore_support, roc_auc_score

from rag.answers.answer import Turn
from rag.answers.quoting import THRESHOLD
from rag.errors import CorpusError, RagError
from rag.evaluation import report
from rag.evaluation.retrieval import (
    Outcome,
    Question,
    Setting,
    by_type,
    cached_index,
    described,
    difference,
    evaluate,
    load_questions,
    reliability,
    statistics,
    summary,
    worst,
)
from rag.index.search import Index
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


def outcomes_of(index: Index, dataset: Path, **setting: str) -> list[Outcome]:
    text = ",".join(f"{key}={value}" for key, value in setting.items())
    return [one for (one,) in evaluate([(index, Setting.from_text(text))], load_questions(dataset))]


@pytest.fixture
def index(dataset: Path, hashed: HashedWords) -> Index:
    return Index.build(dataset / "articles.jsonl", dataset / "index", embedder=hashed)


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
    found = {name: values[0] for name, values in statistics(outcomes).items()}
    assert found["auroc"] == pytest.approx(roc_auc_score(answerable, confidence))
    refused = confidence < THRESHOLD
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour=red", "'colour' is no setting: choose from search, query"),
        ("sideways", "search='sideways' is not one of fused, dense"),
        ("chunk_tokens=many", "chunk_tokens='many' is not a whole number"),
        ("without=sentence+luck", "without='luck' is none of the features sentence"),
    ],
)
def test_a_setting_that_is_none_is_told_in_one_line(text: str, told: str) -> None:
    with pytest.raises(RagError, match=told) as raised:
        Setting.from_text(text)
    assert "\n" not in str(raised.value)


def test_a_setting_is_read_from_its_text(tmp_path: Path) -> None:
    assert Setting.from_text("dense, query=last,chunk_tokens=100") == Setting("dense", "last", (), 100)
    left = Setting.from_text("without=period+coverage").weights
    assert left["period"] == left["coverage"] == 0 < left["sentence"]
    usual, smaller = Setting(), Setting(chunk_tokens=100)
    assert cached_index(tmp_path) == cached_index(tmp_path, usual) != cached_index(tmp_path, smaller)


def test_a_limit_is_taken_evenly(dataset: Path) -> None:
    assert [question.id for question in load_questions(dataset, limit=2)] == ["right", "gone"]


def change(dataset: Path, number: int, **values: object) -> None:
    path = dataset / "questions.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines[number] |= values
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")


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


def test_a_split_is_the_files_own_or_a_half(dataset: Path) -> None:
    halves = [{question.id for question in load_questions(dataset, split=name)} for name in ("dev", "test")]
    assert halves[0] | halves[1] == {name for name, *_ in QUESTIONS}
    assert not halves[0] & halves[1]
    with pytest.raises(CorpusError, match="no split 'train': choose dev, test"):
        load_questions(dataset, split="train")
    for number, name in enumerate(("train", "train", "held out", "held out")):
        change(dataset, number, split=name)
    assert [question.id for question in load_questions(dataset, split="train")] == ["right", "late"]
    with pytest.raises(CorpusError, match="no split 'dev': choose held out, train"):
        load_questions(dataset, split="dev")


def test_what_is_no_data_set_is_told_in_one_line(dataset: Path) -> None:
    path = dataset / "questions.jsonl"
    for content, told in (
        ('{"id": "a"}', "line 1, lacks 'question'"),
        ("\n{broken", "line 2, is not a question"),
        ("[1]", "line 1, is not a question"),
        ("", "has nothing to be measured"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(CorpusError, match=told) as raised:
            load_questions(dataset)
        assert "\n" not in str(raised.value)
    path.unlink()
    with pytest.raises(CorpusError, match="give a folder with"):
        load_questions(dataset)
    (dataset / "claims.jsonl").touch()
    with pytest.raises(CorpusError, match=r"or with claims\.jsonl"):
        load_questions(dataset)


class Reader(HTMLParser):
    """What a page says, and what it would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {"src", "href", "onclick", "onload"} & {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert "script" not in reader.tags
    return reader


def test_a_report_says_the_figures_and_the_worst_and_runs_nothing(dataset: Path, index: Index) -> None:
    change(dataset, 2, question="What does zirconium <script>alert(1)</script> smell of?")
    outcomes = outcomes_of(index, dataset)
    made = report.page(
        "boats & trams", described(Setting(), index, None, 4), summary(outcomes), by_type(outcomes), outcomes
    )
    page = read(made)
    assert page.tags.count("svg") == 3
    assert "boats & trams" in page.text
    assert "zirconium <script>alert(1)</script> smell" in page.text
    for said in ("hit@5", "sentence_hit@1", "auroc", "latency_p50_ms", "easy", "It smells of the sea."):
        assert said in page.text


def test_a_report_of_a_comparison_has_both_and_the_difference(dataset: Path, index: Index) -> None:
    settings = [(index, Setting.from_text(text)) for text in ("dense", "fused")]
    one, other = zip(*evaluate(settings, load_questions(dataset)), strict=True)
    records = [{"setting": described(setting, index, None, None)} | summary(outcomes)
               for (_, setting), outcomes in zip(settings, (one, other), strict=True)]  # fmt: skip
    record = {"a": records[0], "b": records[1], "difference": difference(one, other)}
    page = read(report.comparison("dense against fused", record))
    for said in ("hit@5", "difference", "search: dense", "search: fused", "latency_p50_ms"):
        assert said in page.text
