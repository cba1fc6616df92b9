"""`rag eval` on questions about all articles, whose right answer was found by a rule over every one of them: how many,
which, the newest: right is what has the value, cites every article that counts, and no other.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rag.answers.answer import Answer
from rag.evaluation.questions import Question
from rag.evaluation.statistics import percentile, resampled, with_intervals
from rag.text.words import words

_EVERY = ("list", "newest", "oldest")  # types of questions all of whose answers are needed; of others one is enough


def is_of_all(dataset: Path) -> bool:
    """Whether a data set's questions are about all articles: its records have a ``rule``."""
    path = dataset / "questions.jsonl"
    if not path.is_file():
        return False
    with path.open(encoding="utf-8") as lines:
        first = next(lines, "")
    try:
        return "rule" in json.loads(first)
    except (ValueError, TypeError):  # what it is, the reader of the questions says
        return False


def has_value(question: Question, answer: Answer) -> bool:
    """Whether the value is said, as whole words: each where they are several things, else any spelling of it before the
    rows of a table, where a number would be met by a marker; a number must come first, as "2 of 7" says 2."""
    text = answer.text if question.type in _EVERY else answer.headline or answer.text
    plain = f" {' '.join(words(text))} "
    said = [f" {' '.join(words(one))} " for one in question.answers]
    if question.type in _EVERY:
        return all(one in plain for one in said)
    numbers = [one for one in said if one.strip().isdecimal()]
    return any(plain.startswith(one) if numbers else one in plain for one in said)


def cites_exactly(question: Question, answer: Answer) -> bool:
    """Whether the articles cited are those that count; where none is named, any are."""
    wanted = set(question.evidence_ids)
    return not wanted or {citation.article.id for citation in answer.citations} == wanted


def collection_figures(asked: Sequence[tuple[Question, Answer]]) -> dict[str, Any]:
    """The share answered right, of all questions and by their type, with bootstrap intervals of 95 %: ``right`` has the
    ``value`` and the ``articles``; and the time."""
    times = resampled(len(asked))
    value = np.array([has_value(question, answer) for question, answer in asked])
    articles = np.array([cites_exactly(question, answer) for question, answer in asked])
    seconds = np.array([answer.trace.timings.get("total", 0.0) for _, answer in asked])
    total = times.sum(axis=1)
    figures = {
        "right": times @ (value & articles) / total,
        "value": times @ value / total,
        "articles": times @ articles / total,
        "total_p50_ms": percentile(seconds * 1e3, times, 50),
        "total_p95_ms": percentile(seconds * 1e3, times, 95),
    }
    kinds: dict[str, list[bool]] = {}
    for (question, _), right in zip(asked, (value & articles).tolist(), strict=True):
        kinds.setdefault(question.type, []).append(right)
    by_type = {kind: {"questions": len(right), "right": sum(right) / len(right)} for kind, right in kinds.items()}
    return {"questions": len(asked)} | with_intervals(figures) | {"by_type": by_type}
