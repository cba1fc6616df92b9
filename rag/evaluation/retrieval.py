"""`rag eval`: how well an index answers the questions of a data set, in figures that anyone can get again.

A data set is a folder with ``articles.jsonl`` and ``questions.jsonl``. Nothing here is seen by what it measures.
"""

import hashlib
import itertools
import json
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import ir_measures
import numpy as np
import platformdirs
from numpy.typing import NDArray

from rag.answers.answer import Turn
from rag.answers.conversation import context, standalone
from rag.answers.quoting import THRESHOLD, quote
from rag.errors import CorpusError, RagError
from rag.index.ranking import WEIGHTS
from rag.index.search import Index, Search
from rag.text.words import fold, words
from rag.types import Passage, Span

DEPTH = 20
"""Passages retrieved for a question."""
QUOTED_FROM = 8
"""Passages that the answer is quoted from: the pipeline's default."""
BINS = 10
"""Of the confidence, for its reliability."""
_RESAMPLES = 1000
_PASSAGE_FIGURES = {"Success@1": "hit@1", "Success@3": "hit@3", "Success@5": "hit@5", "Success@10": "hit@10",
                    "RR@10": "mrr@10"}  # fmt: skip
_ARTICLE_FIGURES = {"R@5": "article_recall@5", "R@10": "article_recall@10", "nDCG@10": "ndcg@10"}

Query = Literal["asked", "last", "rewritten"]
"""What is searched for in a conversation: what the product makes of the last turn and those before it; the last turn's
words alone; or the stand-alone question that a person wrote, where there is one."""

Statistics = dict[str, NDArray[np.float64]]
"""Figures by name, each first as it is and then for each resample of the questions."""
_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is measured: how passages are searched for and with what, and which index.

    ``without`` names features of `rag.index.ranking.WEIGHTS` to be left out. A setting with another ``chunk_tokens`` or
    ``model`` than the default has an index of its own.
    """

    search: Search = "fused"
    query: Query = "asked"
    without: tuple[str, ...] = ()
    chunk_tokens: int | None = None
    model: str | None = None
    reranker: str | None = None
    index: Path | None = None

    @classmethod
    def from_text(cls, text: str) -> "Setting":
        """Read ``key=value`` pairs between commas, several values of ``without`` between plus signs; a bare word is a
        search. Raises ``RagError`` for what it does not know.
        """
        given: dict[str, Any] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            key, _, value = part.partition("=") if "=" in part else ("search", "", part)
            known = {"search": get_args(Search), "query": get_args(Query)}.get(key)
            if key not in {field.name for field in fields(cls)}:
                raise RagError(f"{key!r} is no setting: choose from {', '.join(one.name for one in fields(cls))}.")
            if known and value not in known:
                raise RagError(f"{key}={value!r} is not one of {', '.join(known)}.")
            if key == "chunk_tokens" and not value.isdecimal():
                raise RagError(f"chunk_tokens={value!r} is not a whole number.")
            if key == "without" and (unknown := set(value.split("+")) - set(WEIGHTS)):
                raise RagError(f"without={unknown.pop()!r} is none of the features {', '.join(WEIGHTS)}.")
            convert: dict[str, Callable[[str], Any]] = {"chunk_tokens": int, "index": Path, "without": _names}
            given[key] = convert.get(key, str)(value)
        return cls(**given)

    @property
    def weights(self) -> Mapping[str, float]:
        """Those of the ranking, 0 for what is left out."""
        return {name: 0.0 if name in self.without else weight for name, weight in WEIGHTS.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a data set with what is known to be right: any of ``answers``; the articles of ``evidence_ids``;
    and in ``evidence`` the literal passages as (article id, text), the text empty where the article is the evidence.

    ``history`` holds the turns before it, ``rewrite`` the question as a person made it stand alone.
    """

    id: str
    text: str
    answers: tuple[str, ...]
    answerable: bool
    type: str
    evidence_ids: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    history: tuple[Turn, ...] = ()
    rewrite: str | None = None

    def query(self, kind: Query) -> tuple[str, str, tuple[str, ...]]:
        """What is searched for: the words, the part of them that is asked, and what was answered before."""
        if kind == "last":
            return self.text, self.text, ()
        if kind == "rewritten" and self.rewrite:
            return self.rewrite, self.rewrite, context(self.history)
        return standalone(self.text, self.history), self.text, context(self.history)


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
        return self.confidence < THRESHOLD


def cached_index(dataset: Path, setting: Setting | None = None) -> Path:
    """Where the index of a data set is kept between evaluations: the user's cache, by the folder's own path."""
    folder = dataset.resolve()
    name = f"{folder.name}-{hashlib.sha256(str(folder).encode()).hexdigest()[:8]}"
    if setting is not None and (setting.chunk_tokens or setting.model):
        recipe = f"{setting.chunk_tokens} {setting.model}"
        name += f"-{hashlib.sha256(recipe.encode()).hexdigest()[:8]}"
    return Path(platformdirs.user_cache_dir("article-rag")) / "eval" / name


def load_questions(dataset: Path, *, split: str | None = None, limit: int | None = None) -> list[Question]:
    """The questions of a data set; with a ``limit`` so many, taken evenly over the file.

    ``split`` is one that the file names; where it names none, ``dev`` and ``test`` are two halves by the CRC-32 of the
    ids, so that what is fitted on one can be measured on the other. Raises ``CorpusError`` where a line does not read,
    or none is left.
    """
    path = dataset / "questions.jsonl"
    if not path.is_file():
        raise CorpusError(
            f"There is no {path}: give a folder with articles.jsonl and questions.jsonl, or with claims.jsonl."
        )
    lines = path.read_text(encoding="utf-8").splitlines()
    read = [_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return chosen(path, [(one.id, name, one) for one, name in read], split=split, limit=limit)


def chosen(
    path: Path, read: Sequence[tuple[str, str | None, _Record]], *, split: str | None, limit: int | None
) -> list[_Record]:
    """The records of a file that belong to a split and lie within a limit, as `load_questions` says it; each is given
    with its id and the split that it names. Raises ``CorpusError`` where the file has no such split, or none is left.
    """
    splits = {name for _, name, _ in read if name is not None}
    if split is not None and split not in (splits or ("dev", "test")):
        raise CorpusError(f"{path} has no split {split!r}: choose {', '.join(sorted(splits) or ['dev', 'test'])}.")
    kept = [one for name, own, one in read if split is None or (own if splits else half(name)) == split]
    if not kept:
        raise CorpusError(f"{path} has nothing to be measured: give another data set.")
    if limit is not None and limit < len(kept):
        return [kept[number * len(kept) // limit] for number in range(limit)]
    return kept


def evaluate(indexes: Sequence[tuple[Index, Setting]], questions: Sequence[Question]) -> Iterator[tuple[Outcome, ...]]:
    """Ask each of the indexes each question, in turn, and hold what comes back against what is right.

    A passage or a quote is a hit where it is of a gold article and holds an answer, or overlaps gold evidence.
    """
    for index, _ in indexes:
        index.search("the first search loads what the others find loaded")
    for number, question in enumerate(questions):
        made = {}
        # Who goes first alternates: machines are noisy, and the second finds what the first has warmed.
        for place in sorted(range(len(indexes)), reverse=number % 2 == 1):
            made[place] = _asked(*indexes[place], question)
        yield tuple(made[place] for place in range(len(indexes)))


def statistics(outcomes: Sequence[Outcome]) -> Statistics:
    """All figures over the outcomes, and over 1,000 bootstrap resamples of them.

    Retrieval and quotes are over the answerable questions: ``hit``, ``mrr`` and ``evidence_recall`` over passages,
    ``article_recall``, ``all_articles`` and ``ndcg`` over the articles in the order of their first passages. To refuse
    is to be less confident than the threshold; ``auroc`` is the chance that an answerable question has more confidence
    than an unanswerable one; ``ece`` the expected calibration error over ten bins of the confidence (Guo et al.,
    ICML 2017). The same number of outcomes is always resampled in the same way, so that differences are paired.
    """
    times = resampled(len(outcomes))
    answerable = np.array([outcome.question.answerable for outcome in outcomes])
    made: Statistics = {}
    if answerable.any():
        first = outcomes[int(np.argmax(answerable))]
        part = times[:, answerable]
        total = np.maximum(part.sum(axis=1), 1)
        for name in first.figures:
            if not name.endswith("_ms"):
                held = [outcome.figures[name] for outcome in outcomes if outcome.question.answerable]
                made[name] = part @ np.array(held) / total
    if answerable.any() and not answerable.all():
        made |= _refusals(outcomes, answerable, times)
    for name in outcomes[0].figures:
        if name.endswith("_ms"):
            values = np.array([outcome.figures[name] for outcome in outcomes])
            for percent in (50, 95):
                made[f"{name.removesuffix('_ms')}_p{percent}_ms"] = percentile(values, times, percent)
    return made


def resampled(count: int) -> NDArray[np.float64]:
    """How often each of so many outcomes counts: once in the first row, and in each further one of 1,000 as often as a
    bootstrap draws it. The same for the same number."""
    times = np.ones((_RESAMPLES + 1, count))
    for row, numbers in enumerate(np.random.default_rng(0).integers(0, count, (_RESAMPLES, count)), 1):
        times[row] = np.bincount(numbers, minlength=count)
    return times


def decisions(truth: NDArray[np.bool_], said: NDArray[np.bool_], times: NDArray[np.float64]) -> Statistics:
    """``precision``, ``recall`` and ``f1`` of what was said against the truth, for each row of how often each counts;
    0 where nothing was said, or nothing is true."""
    right = times @ (truth & said)
    precision, recall = right / np.maximum(times @ said, 1), right / np.maximum(times @ truth, 1)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / np.maximum(precision + recall, 1e-12),
    }


def auroc(truth: NDArray[np.bool_], scores: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance that what is true has a higher score, in [0, 1], than what is not, equal ones counting half; for each
    row of how often each counts. 0 where there are none of either."""
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=-1.0))  # where a new score begins
    known = np.add.reduceat((times * truth)[:, order], starts, axis=1)
    unknown = np.add.reduceat((times * ~truth)[:, order], starts, axis=1)
    below = np.cumsum(unknown, axis=1) - unknown / 2
    pairs = known.sum(axis=1) * unknown.sum(axis=1)
    chance: NDArray[np.float64] = (known * below).sum(axis=1) / np.maximum(pairs, 1)
    return chance


def percentile(values: NDArray[np.float64], times: NDArray[np.float64], percent: int) -> NDArray[np.float64]:
    """The value that so many in a hundred reach at most, for each row of how often each counts."""
    order = np.argsort(values)
    reached = np.cumsum(times[:, order], axis=1) >= times.sum(axis=1, keepdims=True) * percent / 100
    found: NDArray[np.float64] = values[order][np.argmax(reached, axis=1)]
    return found


def interval(values: NDArray[np.float64]) -> list[float]:
    """The bootstrap interval of 95 %, as [low, high], of a figure that comes first as it is and then resampled."""
    return [float(bound) for bound in np.quantile(values[1:], (0.025, 0.975))]


def with_intervals(figures: Statistics) -> dict[str, Any]:
    """Each figure as it is, and beside it as ``..._ci`` its bootstrap interval of 95 %."""
    made: dict[str, Any] = {}
    for name, values in figures.items():
        made[name], made[f"{name}_ci"] = float(values[0]), interval(values)
    return made


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures over all outcomes, with their intervals."""
    answerable = sum(outcome.question.answerable for outcome in outcomes)
    return {"questions": len(outcomes), "answerable": answerable} | with_intervals(statistics(outcomes))


def by_type(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """The same figures for each type of question."""
    types = sorted({outcome.question.type for outcome in outcomes})
    return {kind: summary([one for one in outcomes if one.question.type == kind]) for kind in types}


def difference(one: Sequence[Outcome], other: Sequence[Outcome]) -> dict[str, Any]:
    """By how much the figures of the second outcomes differ from those of the first, on the same questions, with the
    paired bootstrap interval; of times the ratio, as the machine was the same for both."""
    made: dict[str, Any] = {}
    before, after = statistics(one), statistics(other)
    for name, values in after.items():
        if name in before:
            timed = name.endswith("_ms")
            paired = values / np.maximum(before[name], 1e-9) if timed else values - before[name]
            key = f"{name}_ratio" if timed else name
            made[key], made[f"{key}_ci"] = float(paired[0]), interval(paired)
    return made


def reliability(outcomes: Sequence[Outcome]) -> list[dict[str, float]]:
    """For each bin of the confidence that holds a question: its bounds, how many it holds, their mean confidence, and
    the share of them that is answerable."""
    made: list[dict[str, float]] = []
    for number in range(BINS):
        held = [one for one in outcomes if _bin(one.confidence) == number]
        if held:
            confidence = sum(one.confidence for one in held) / len(held)
            share = sum(one.question.answerable for one in held) / len(held)
            made.append({"low": number / BINS, "high": (number + 1) / BINS, "count": len(held),
                         "confidence": confidence, "answerable": share})  # fmt: skip
    return made


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
    held = {"model": status.model, "chunk_tokens": status.chunk_tokens, "articles": status.articles,
            "chunks": status.chunks}  # fmt: skip
    return given | held | {"split": split, "limit": limit, "threshold": THRESHOLD}


def _question(path: Path, number: int, line: str) -> tuple[Question, str | None]:
    """The question of a line, and the split that it belongs to, if it says so."""
    try:
        record = json.loads(line)
        said = [(turn["role"], turn["text"]) for turn in record.get("history") or ()]
        history = [
            Turn(text, next((reply for role, reply in said[place + 1 : place + 2] if role != "user"), ""))
            for place, (role, text) in enumerate(said)
            if role == "user"
        ]
        question = Question(
            str(record["id"]),
            record["question"],
            tuple(record["answers"]),
            bool(record["answerable"]),
            record.get("type") or "all",
            tuple(record.get("evidence_ids") or ()),
            tuple((one["article_id"], one["text"]) for one in record.get("evidence") or ()),
            tuple(history),
            record.get("rewrite"),
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise CorpusError(f"{path}, line {number}, is not a question ({error}): mend or remove it.") from error
    except KeyError as error:
        raise CorpusError(f"{path}, line {number}, lacks {error}: mend or remove it.") from error
    return question, record.get("split")


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split("+"))


def half(identifier: str) -> str:
    """Which of two fixed halves a question belongs to: ``dev`` or ``test``, by the CRC-32 of its id."""
    return "test" if zlib.crc32(identifier.encode()) % 2 else "dev"


def _asked(index: Index, setting: Setting, question: Question) -> Outcome:
    query, focus, before = question.query(setting.query)
    started = time.perf_counter()
    found = index.search(query, k=DEPTH, focus=focus, context=before, by=setting.search, weights=setting.weights)
    searched = time.perf_counter()
    quoted = quote(focus, found.passages[:QUOTED_FROM], query=query)
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
    evidence = question.evidence or tuple((identifier, "") for identifier in question.evidence_ids)
    for depth in (5, 10):
        reached = [
            any(passage.article.id == identifier and _overlaps(passage, text) for passage in passages[:depth])
            for identifier, text in evidence
        ]
        figures[f"evidence_recall@{depth}"] = sum(reached) / max(1, len(reached))
    for budget in (500, 1000):
        within = [hit for hit, total in zip(hits, itertools.accumulate(lengths), strict=True) if total <= budget]
        figures[f"hit@{budget}tok"] = float(any(within))
    return figures


def _quotation(question: Question, quotes: Sequence[Span]) -> dict[str, float]:
    hits = [is_right(question, quoted) for quoted in quotes]
    said = " ".join(quoted.text for quoted in quotes)
    answers = [answer for answer in question.answers if answer.strip()]
    figures = {f"sentence_hit@{depth}": float(any(hits[:depth])) for depth in (1, 3, 5)}
    figures["answer_contained"] = float(any(_plain(answer) in _plain(said) for answer in answers))
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
    refused = confidence < THRESHOLD
    made: Statistics = {}
    for name, truth, said in (("refusal", ~answerable, refused), ("answering", answerable, ~refused)):
        made |= {f"{name}_{figure}": values for figure, values in decisions(truth, said, times).items()}
    made["auroc"] = auroc(answerable, confidence, times)
    bins = np.eye(BINS)[[_bin(one) for one in confidence]]
    gap = np.abs((times * (confidence - answerable)) @ bins)
    made["ece"] = gap.sum(axis=1) / times.sum(axis=1)
    made["brier"] = times @ (confidence - answerable) ** 2 / times.sum(axis=1)
    return made


def _bin(confidence: float) -> int:
    return min(int(confidence * BINS), BINS - 1)


def is_right(question: Question, span: Span) -> bool:
    """Whether a span is of a gold article and holds an answer, or overlaps gold evidence."""
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
