"""`rag eval --joined`: two questions asked as one, both of which an article answers: is one of them said not to be in
the articles?
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rag.answers.answer import Answer
from rag.answers.pipeline import Rag
from rag.evaluation.questions import Question, is_right
from rag.evaluation.statistics import Statistics, resampled, with_intervals

JOINED = 100
"""Questions that are asked where no number is given."""

_ASKS = re.compile(r"(?:who|what|when|where|which|how)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Joined:
    """Two questions that one article answers."""

    first: Question
    second: Question

    @property
    def text(self) -> str:
        """The two as one question."""
        second = self.second.text
        return f"{self.first.text.rstrip(' ?')}, and {second[0].lower()}{second[1:]}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Two questions asked as one, and the answer."""

    asked: Joined
    answer: Answer

    @property
    def gaps(self) -> int:
        """How many of the two are said not to be in the articles; both where the answer is a refusal."""
        return 2 if self.answer.refusal is not None else len(self.answer.missing)

    @property
    def right(self) -> int:
        """How many of the two a citation answers."""
        both = (self.asked.first, self.asked.second)
        return sum(any(is_right(one, cited) for cited in self.answer.citations) for one in both)


def join(questions: Sequence[Question], count: int = JOINED) -> list[Joined]:
    """So many pairs of answerable questions that begin with a question word, each pair of one article; drawn by
    chance, and the same from the same questions."""
    chance = random.Random(5)
    by_article: dict[str, list[Question]] = defaultdict(list)
    for one in questions:
        if one.answerable and one.evidence_ids and not one.history and _ASKS.match(one.text):
            by_article[one.evidence_ids[0]].append(one)
    several = [some for some in by_article.values() if len(some) > 1]
    return [Joined(*chance.sample(chance.choice(several), 2)) for _ in range(count)] if several else []


def answering(rag: Rag, pairs: Sequence[Joined]) -> Iterator[Outcome]:
    """Ask each pair as one question; one that is read as another kind than a fact is not of this measure."""
    for pair in pairs:
        answer = rag.ask(pair.text)
        if (answer.trace.asked or "").startswith("a fact"):
            yield Outcome(pair, answer)


def joined_figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Of all parts, with bootstrap intervals of 95 % drawn by question: ``false_gaps``, the share said not to be in
    the articles, though all are; ``unsure``, of which the nearest sentence is shown as less sure; and ``right``, which
    a citation answers."""
    times = resampled(len(outcomes))
    parts = 2 * times.sum(axis=1)

    def share(counts: Sequence[int]) -> Any:
        return times @ np.array(counts, np.float64) / np.maximum(parts, 1)

    figures: Statistics = {
        "false_gaps": share([one.gaps for one in outcomes]),
        "unsure": share([(one.answer.notice or "").count("Less sure") for one in outcomes]),
        "right": share([one.right for one in outcomes]),
    }
    return {"questions": len(outcomes), "parts": 2 * len(outcomes)} | with_intervals(figures)
