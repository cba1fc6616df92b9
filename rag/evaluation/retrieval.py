"""`rag eval`: how well an index answers the questions of a data set, in figures that anyone can get again."""

import itertools
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import ir_measures
import numpy as np
from numpy.typing import NDArray

from rag.answers.quoting import ANSWERED, quote
from rag.evaluation.questions import ANSWERED_FROM, Question, Setting, evidence_recall, is_right
from rag.evaluation.statistics import Statistics, auroc, decisions, interval, percentile, resampled, with_intervals
from rag.index.search import Index
from rag.text.words import words
from rag.types import Passage, Span

DEPTH = 20
"""Passages retrieved for a question."""
BINS = 10
"""Of the confidence, for its reliability."""
_PASSAGE_FIGURES = {"Success@1": "hit@1", "Success@3": "hit@3", "Success@5": "hit@5", "Success@10": "hit@10",
                    "RR@10": "mrr@10"}  # fmt: skip
_ARTICLE_FIGURES = {"R@5": "article_recall@5", "R@10": "article_recall@10", "nDCG@10": "ndcg@10"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question came to: what was searched for and found, what was quoted how confidently, and its figures by
    name. ``hits`` says of each passage whether it is right."""

    question: Question
    query: str
    passages: tuple[Passage, ...]
    hits: tuple[bool, ...]
    quotes: tuple[Span, ...]
    confidence: float
    figures: Mapping[str, float]

    @property
    def refused(self) -> bool:
        return self.confidence < ANSWERED


def evaluate(indexes: Sequence[tuple[Index, Setting]], questions: Sequence[Question]) -> Iterator[tuple[Outcome, ...]]:
    """Ask each of the indexes each question, in turn, and hold what comes back against what is right.

    A passage or a quote is a hit where it is of a gold article and holds an answer, or overlaps gold evidence.
    """
    for index, _ in indexes:
        index.search("the first search loads what the others find loaded")
    for number, question in enumerate(questions):
        outcomes = {}
        # Who goes first alternates: machines are noisy, and the second finds what the first has warmed.
        for place in sorted(range(len(indexes)), reverse=number % 2 == 1):
            outcomes[place] = _asked(*indexes[place], question)
        yield tuple(outcomes[place] for place in range(len(indexes)))


def retrieval_statistics(outcomes: Sequence[Outcome]) -> Statistics:
    """All figures over the outcomes, and over 1,000 bootstrap resamples of them.

    Retrieval and quotes are over the answerable questions: ``hit``, ``mrr`` and ``evidence_recall`` over passages,
    ``article_recall``, ``all_articles`` and ``ndcg`` over the articles in the order of their first passages. To refuse
    is to be less confident than the threshold; ``auroc`` is the chance that an answerable question has more confidence
    than an unanswerable one; ``ece`` the expected calibration error over ten bins of the confidence (Guo et al.,
    ICML 2017). The same number of outcomes is always resampled in the same way, so that differences are paired.
    """
    times = resampled(len(outcomes))
    answerable = np.array([outcome.question.answerable for outcome in outcomes])
    figures: Statistics = {}
    if answerable.any():
        first = outcomes[int(np.argmax(answerable))]
        part = times[:, answerable]
        total = np.maximum(part.sum(axis=1), 1)
        for name in first.figures:
            if not name.endswith("_ms"):
                known = [outcome.figures[name] for outcome in outcomes if outcome.question.answerable]
                figures[name] = part @ np.array(known) / total
    if answerable.any() and not answerable.all():
        figures |= _refusals(outcomes, answerable, times)
    for name in outcomes[0].figures:
        if name.endswith("_ms"):
            values = np.array([outcome.figures[name] for outcome in outcomes])
            for percent in (50, 95):
                figures[f"{name.removesuffix('_ms')}_p{percent}_ms"] = percentile(values, times, percent)
    return figures


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures over all outcomes, with their intervals."""
    answerable = sum(outcome.question.answerable for outcome in outcomes)
    return {"questions": len(outcomes), "answerable": answerable} | with_intervals(retrieval_statistics(outcomes))


def by_type(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """The same figures for each type of question."""
    types = sorted({outcome.question.type for outcome in outcomes})
    return {kind: summary([one for one in outcomes if one.question.type == kind]) for kind in types}


def difference(one: Sequence[Outcome], other: Sequence[Outcome]) -> dict[str, Any]:
    """By how much the figures of the second outcomes differ from those of the first, on the same questions, with the
    paired bootstrap interval; of times the ratio, as the machine was the same for both."""
    differences: dict[str, Any] = {}
    before, after = retrieval_statistics(one), retrieval_statistics(other)
    for name, values in after.items():
        if name in before:
            timed = name.endswith("_ms")
            paired = values / np.maximum(before[name], 1e-9) if timed else values - before[name]
            key = f"{name}_ratio" if timed else name
            differences[key], differences[f"{key}_ci"] = float(paired[0]), interval(paired)
    return differences


def reliability(outcomes: Sequence[Outcome]) -> list[dict[str, float]]:
    """For each bin of the confidence that holds a question: its bounds, how many it holds, their mean confidence, and
    the share of them that is answerable."""
    bins: list[dict[str, float]] = []
    for number in range(BINS):
        members = [one for one in outcomes if _bin(one.confidence) == number]
        if members:
            confidence = sum(one.confidence for one in members) / len(members)
            share = sum(one.question.answerable for one in members) / len(members)
            bins.append({"low": number / BINS, "high": (number + 1) / BINS, "count": len(members),
                         "confidence": confidence, "answerable": share})  # fmt: skip
    return bins


def worst(outcomes: Sequence[Outcome], count: int = 20) -> list[Outcome]:
    """The questions that went worst, of three kinds in turn: answerable ones for which no passage or a late one was
    right, or the wrong sentence was quoted; unanswerable ones that were answered, the most confident first; and
    answerable ones that were refused, the least confident first."""
    answerable = [one for one in outcomes if one.question.answerable]
    others = [one for one in outcomes if not one.question.answerable]
    missed = [one for one in answerable if one.figures["mrr@10"] < 1 or not one.figures["sentence_hit@1"]]
    kinds = (
        sorted(missed, key=lambda one: (one.figures["mrr@10"], one.figures["sentence_hit@1"])),
        sorted((one for one in others if not one.refused), key=lambda one: -one.confidence),
        sorted((one for one in answerable if one.refused), key=lambda one: one.confidence),
    )
    in_turn = (one for row in itertools.zip_longest(*kinds) for one in row if one is not None)
    return list({one.question.id: one for one in in_turn}.values())[:count]


def described(setting: Setting, index: Index, split: str | None, limit: int | None) -> dict[str, Any]:
    """What was measured, for the record."""
    status = index.status()
    given = asdict(setting) | {"index": setting.index and str(setting.index)}
    contents = {"model": status.model, "chunk_tokens": status.chunk_tokens, "articles": status.articles,
            "chunks": status.chunks}  # fmt: skip
    return given | contents | {"split": split, "limit": limit, "threshold": ANSWERED}


def _asked(index: Index, setting: Setting, question: Question) -> Outcome:
    query, focus, before = question.query(setting.query)
    started = time.perf_counter()
    found = index.search(query, k=DEPTH, focus=focus, context=before, by=setting.search, weights=setting.weights)
    searched = time.perf_counter()
    quoted = quote(focus, found.passages[:ANSWERED_FROM], query=query, relevance=index.relevance)
    done = time.perf_counter()
    quotes = tuple(statement.citations[0] for statement in quoted.statements)
    figures = {
        "latency_ms": (searched - started) * 1e3,
        **{f"latency_{stage}_ms": seconds * 1e3 for stage, seconds in found.timings.items()},
        "quoting_ms": (done - searched) * 1e3,
    }
    right = tuple(question.answerable and is_right(question, passage) for passage in found.passages)
    if question.answerable:
        lengths = index.embedder.count_tokens([passage.text for passage in found.passages])
        figures |= _retrieval(question, found.passages, right, lengths) | _quotation(question, quotes)
    return Outcome(question, query, found.passages, right, quotes, quoted.confidence, figures)


def _retrieval(
    question: Question, passages: Sequence[Span], hits: Sequence[bool], lengths: Sequence[int]
) -> dict[str, float]:
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
    figures["all_articles@10"] = float(bool(articles) and set(question.evidence_ids) <= set(articles[:10]))
    for depth in (5, 10):
        figures[f"evidence_recall@{depth}"] = evidence_recall(question, passages[:depth])
    for budget in (500, 1000):
        within = [hit for hit, total in zip(hits, itertools.accumulate(lengths), strict=True) if total <= budget]
        figures[f"hit@{budget}tok"] = float(any(within))
    return figures


def _quotation(question: Question, quotes: Sequence[Span]) -> dict[str, float]:
    hits = [is_right(question, quoted) for quoted in quotes]
    said = " ".join(quoted.text for quoted in quotes)
    answers = [answer for answer in question.answers if answer.strip()]
    figures = {f"sentence_hit@{depth}": float(any(hits[:depth])) for depth in (1, 3, 5)}
    figures["answer_contained"] = float(question.answered_in(said))
    figures["token_f1"] = max((_token_f1(said, answer) for answer in answers), default=0.0)
    first = quotes[0].text if quotes else ""
    figures["token_f1@1"] = max((_token_f1(first, answer) for answer in answers), default=0.0)
    return figures


def _token_f1(said: str, answer: str) -> float:
    """The harmonic mean of the shares of words in common, as SQuAD has it (Rajpurkar et al., EMNLP 2016)."""
    left, right = Counter(words(said)), Counter(words(answer))
    common = (left & right).total()
    return 2 * common / (left.total() + right.total()) if common else 0.0


def _refusals(outcomes: Sequence[Outcome], answerable: NDArray[np.bool_], times: NDArray[np.float64]) -> Statistics:
    confidence = np.array([outcome.confidence for outcome in outcomes])
    refused = confidence < ANSWERED
    figures: Statistics = {}
    for name, truth, said in (("refusal", ~answerable, refused), ("answering", answerable, ~refused)):
        figures |= {f"{name}_{figure}": values for figure, values in decisions(truth, said, times).items()}
    figures["auroc"] = auroc(answerable, confidence, times)
    bins = np.eye(BINS)[[_bin(one) for one in confidence]]
    gap = np.abs((times * (confidence - answerable)) @ bins)
    figures["ece"] = gap.sum(axis=1) / times.sum(axis=1)
    figures["brier"] = times @ (confidence - answerable) ** 2 / times.sum(axis=1)
    return figures


def _bin(confidence: float) -> int:
    return min(int(confidence * BINS), BINS - 1)
