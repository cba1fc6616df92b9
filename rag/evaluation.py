"""`rag eval`: how well an index answers the questions of a data set, in figures that anyone can get again.

A data set is a folder with ``articles.jsonl`` and ``questions.jsonl``. Nothing here is seen by what it measures.
"""

import hashlib
import itertools
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ir_measures
import numpy as np
import platformdirs

from rag.errors import CorpusError
from rag.extractive import THRESHOLD, quote
from rag.index import Index, Search
from rag.types import Span
from rag.words import fold

_DEPTH = 20  # passages retrieved for a question
_QUOTED_FROM = 8  # passages that the answer is quoted from: the pipeline's default
_RESAMPLES = 1000
_MEASURES = ("Success@1", "Success@3", "Success@5", "Success@10", "RR@10", "nDCG@10", "R@5", "R@10")
_PASSAGE_FIGURES = {"Success@1": "hit@1", "Success@3": "hit@3", "Success@5": "hit@5", "Success@10": "hit@10",
                    "RR@10": "mrr@10"}  # fmt: skip
_ARTICLE_FIGURES = {"R@5": "article_recall@5", "R@10": "article_recall@10", "nDCG@10": "ndcg@10"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a data set with what is known to be right: any of ``answers``; the articles of ``evidence_ids``;
    and in ``evidence`` the literal passages as (article id, text), the text empty where the article is the evidence."""

    id: str
    text: str
    answers: tuple[str, ...]
    answerable: bool
    type: str
    evidence_ids: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question came to: its figures by name, and what was quoted how confidently."""

    question: Question
    figures: Mapping[str, float]
    quotes: tuple[str, ...]
    confidence: float


def cached_index(dataset: Path) -> Path:
    """Where the index of a data set is kept between evaluations: the user's cache, by the folder's own path."""
    folder = dataset.absolute()
    name = f"{folder.name}-{hashlib.sha256(str(folder).encode()).hexdigest()[:8]}"
    return Path(platformdirs.user_cache_dir("article-rag")) / "eval" / name


def load_questions(dataset: Path, *, limit: int | None = None) -> list[Question]:
    """The questions of a data set that stand alone; with a ``limit`` so many, taken evenly over the file.

    Raises ``CorpusError`` where there are none.
    """
    path = dataset / "questions.jsonl"
    if not path.is_file():
        raise CorpusError(f"There is no {path}: give a folder with articles.jsonl and questions.jsonl.")
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    chosen = [record for record in records if not record.get("history")]
    if not chosen:
        raise CorpusError(f"{path} has no question that stands alone: give another data set.")
    if limit is not None and limit < len(chosen):
        chosen = [chosen[number * len(chosen) // limit] for number in range(limit)]
    return [
        Question(
            record["id"],
            record["question"],
            tuple(record["answers"]),
            record["answerable"],
            record.get("type") or "all",
            tuple(record["evidence_ids"]),
            tuple((one["article_id"], one["text"]) for one in record["evidence"]),
        )
        for record in chosen
    ]


def evaluate(index: Index, questions: Sequence[Question], *, by: Search = "fused") -> Iterator[Outcome]:
    """Ask an index each question, and hold what comes back against what is right.

    A passage or a quote is a hit where it is of a gold article and holds an answer, or overlaps gold evidence.
    """
    embedder = index.embedder
    index.search("the first search loads what the others find loaded")
    for question in questions:
        started = time.perf_counter()
        found = index.search(question.text, k=_DEPTH, by=by)
        searched = time.perf_counter()
        quoted = quote(question.text, replace(found, passages=found.passages[:_QUOTED_FROM]), embedder)
        figures = {
            "latency_ms": (searched - started) * 1e3,
            "quoting_ms": (time.perf_counter() - searched) * 1e3,
        }
        if question.answerable:
            lengths = embedder.count_tokens([passage.text for passage in found.passages])
            figures |= _retrieval(question, found.passages, lengths)
            hits = [_hits(question, statement.citations[0]) for statement in quoted.statements]
            figures |= {f"sentence_hit@{k}": float(any(hits[:k])) for k in (1, 3, 5)}
        yield Outcome(question, figures, tuple(one.text for one in quoted.statements), quoted.confidence)


def summary(outcomes: Sequence[Outcome]) -> dict[str, float | list[float]]:
    """The figures over all outcomes; beside each mean ``..._ci``, its bootstrap interval of 95 %.

    Retrieval and quotes are over the answerable questions. To refuse is to be less confident than the threshold;
    ``auroc`` is the chance that an answerable question has more confidence than an unanswerable one.
    """
    from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

    answerable = [outcome for outcome in outcomes if outcome.question.answerable]
    made: dict[str, float | list[float]] = {"questions": len(outcomes), "answerable": len(answerable)}
    random = np.random.default_rng(0)
    for name in answerable[0].figures if answerable else ():
        if not name.endswith("_ms"):
            values = np.array([outcome.figures[name] for outcome in answerable])
            means = random.choice(values, (_RESAMPLES, len(values))).mean(axis=1)
            made[name] = float(values.mean())
            made[f"{name}_ci"] = [float(bound) for bound in np.quantile(means, (0.025, 0.975))]
    truth = [not outcome.question.answerable for outcome in outcomes]
    if any(truth) and answerable:
        refused = [outcome.confidence < THRESHOLD for outcome in outcomes]
        for name, label in (("refusal", True), ("answering", False)):
            figures = precision_recall_fscore_support(truth, refused, labels=[label], average="micro", zero_division=0)
            made |= {f"{name}_{kind}": float(figures[n]) for n, kind in enumerate(("precision", "recall", "f1"))}
        made["auroc"] = float(roc_auc_score(truth, [-outcome.confidence for outcome in outcomes]))
    for stage in ("latency", "quoting"):
        times = [outcome.figures[f"{stage}_ms"] for outcome in outcomes]
        made |= {f"{stage}_p{share}_ms": float(np.percentile(times, share)) for share in (50, 95)}
    return made


def by_type(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float | list[float]]]:
    """The same figures for each type of question."""
    types = sorted({outcome.question.type for outcome in outcomes})
    return {kind: summary([one for one in outcomes if one.question.type == kind]) for kind in types}


def worst(outcomes: Sequence[Outcome], count: int = 20) -> list[Outcome]:
    """The answerable questions that went worst: no hit at all first, then the lowest ranks, then the wrong sentence."""
    answerable = [outcome for outcome in outcomes if outcome.question.answerable]
    return sorted(answerable, key=lambda one: (one.figures["mrr@10"], one.figures["sentence_hit@1"]))[:count]


def _retrieval(question: Question, passages: Sequence[Span], lengths: Sequence[int]) -> dict[str, float]:
    hits = [_hits(question, passage) for passage in passages]
    figures = dict.fromkeys([*_PASSAGE_FIGURES.values(), *_ARTICLE_FIGURES.values()], 0.0)
    articles = list(dict.fromkeys(passage.article.id for passage in passages))
    gold_passages = {str(number): 1 for number, hit in enumerate(hits) if hit}
    passage_run = {str(number): -float(number) for number in range(len(hits))}
    article_run = {identifier: -float(rank) for rank, identifier in enumerate(articles)}
    for names, gold, run in (
        (_PASSAGE_FIGURES, gold_passages, passage_run),
        (_ARTICLE_FIGURES, dict.fromkeys(question.evidence_ids, 1), article_run),
    ):
        if gold and run:
            measures = [ir_measures.parse_measure(name) for name in names]
            values = ir_measures.calc_aggregate(measures, {question.id: gold}, {question.id: run})
            figures |= {names[str(measure)]: float(value) for measure, value in values.items()}
    for budget in (500, 1000):
        within = [hit for hit, total in zip(hits, itertools.accumulate(lengths), strict=True) if total <= budget]
        figures[f"hit@{budget}tok"] = float(any(within))
    return figures


def _hits(question: Question, span: Span) -> bool:
    if span.article.id not in question.evidence_ids:
        return False
    text = _plain(span.text)
    if any(_plain(answer) in text for answer in question.answers if answer.strip()):
        return True
    return any(_overlaps(span, words) for identifier, words in question.evidence if identifier == span.article.id)


def _overlaps(span: Span, evidence: str) -> bool:
    """Whether a span shares characters with evidence, which is the whole article where its text is empty."""
    if not evidence:
        return True
    start = span.article.text.find(evidence)
    if start < 0:  # white space may differ
        return _plain(span.text) in _plain(evidence) or _plain(evidence) in _plain(span.text)
    return start < span.end and span.start < start + len(evidence)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
