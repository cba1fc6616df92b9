"""How sure it is that what is quoted answers a question, from what tells of it: logistic regressions.

It knows numbers alone; `rag.answers.quoting` has what they are of.
"""

import math
import operator
from collections.abc import Sequence

SIGNALS = {"cosine": 9.28, "coverage": 2.78, "length": 1.44}
"""What the confidence is reckoned from, by a logistic regression with these coefficients: the largest cosine of a
sentence; the share of the question's words in the first quote; and how many words the question has of its own, in tens,
as a long question comes nearer to any text. Fitted by `rag.evaluation.fitting`."""
_CONSTANT = -7.23
READ_SIGNALS = {"cosine": 5.2, "coverage": 0.3, "length": 0.9, "named": 1.3, "relevance": 0.5}
"""The same where sentences were read together with the question: with the share of the question's names that the first
quote's article has, and the log odds of its answering it."""
_READ_CONSTANT = -5.05
UNREAD_SIGNALS = {"cosine": 4.0, "held": 3.2}
"""The same where question and articles are in one other language than English, which the embedding model may not read:
with the share of the question's words that a passage of the first quote's article has. Fitted on half of xquad-tr, with
two models, and of claims-de, and flattened so that no more is refused than was (docs/retrieval.md)."""
_UNREAD_CONSTANT = -3.57
ENOUGH = 5
"""Words of its own, below which a question says so little that their share counts for less."""
LONGEST = 12
"""Words of its own, from where a question counts as no longer."""


def reckoned(signals: Sequence[float]) -> float:
    """The confidence that some signals make, of one of the three kinds."""
    fitted = ((SIGNALS, _CONSTANT), (READ_SIGNALS, _READ_CONSTANT), (UNREAD_SIGNALS, _UNREAD_CONSTANT))
    weights, constant = next(one for one in fitted if len(one[0]) == len(signals))
    return likely(sum(map(operator.mul, weights.values(), signals), constant))


def likely(log_odds: float) -> float:
    """A probability, from its log odds."""
    return 1 / (1 + math.exp(-log_odds))
