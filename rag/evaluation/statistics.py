"""Figures with their bootstrap intervals: each is reckoned of the outcomes as they are, and of 1,000 resamples."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_RESAMPLES = 1000

Statistics = dict[str, NDArray[np.float64]]
"""Figures by name, each first as it is and then for each resample of the outcomes."""


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
    value: NDArray[np.float64] = values[order][np.argmax(reached, axis=1)]
    return value


def interval(values: NDArray[np.float64]) -> list[float]:
    """The bootstrap interval of 95 %, as [low, high], of a figure that comes first as it is and then resampled."""
    return [float(bound) for bound in np.quantile(values[1:], (0.025, 0.975))]


def with_intervals(figures: Statistics) -> dict[str, Any]:
    """Each figure as it is, and beside it as ``..._ci`` its bootstrap interval of 95 %."""
    record: dict[str, Any] = {}
    for name, values in figures.items():
        record[name], record[f"{name}_ci"] = float(values[0]), interval(values)
    return record
