"""`rag judge`: how well a judge tells what some words state from what they do not, on claims of our own; and the
thresholds that follow.

The claims (``claims.jsonl`` beside this module) are invented, in five languages, right and wrong ones of every kind of
error that a language model makes with the words of its source.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from rag.answers.calibration import Calibration
from rag.answers.judging import Judge
from rag.errors import RagError
from rag.evaluation.statistics import auroc

_PRECISION = 0.9  # of what is called supported
_STRUCK = 0.05  # share of what is stated that may be called unsupported


@dataclass(frozen=True, slots=True)
class Sample:
    """A claim of our own with its evidence, and whether it is stated there; ``kind`` is that of the error, or of what
    makes it hard to see that there is none."""

    id: str
    lang: str
    kind: str
    evidence: str
    claim: str
    label: str

    @property
    def stated(self) -> bool:
        return self.label == "supported"


def samples(limit: int | None = None) -> list[Sample]:
    """Our own claims, or so many of them, evenly over the file, which has all languages and kinds in turn."""
    text = resources.files("rag.evaluation").joinpath("claims.jsonl").read_text(encoding="utf-8")
    names = ("id", "lang", "kind", "evidence", "claim", "label")
    every = [Sample(*(record[name] for name in names)) for record in map(json.loads, text.splitlines())]
    if limit is None or limit >= len(every):
        return every
    return [every[place * len(every) // limit] for place in range(limit)]


def probabilities(judge: Judge, claims: Sequence[Sample]) -> Iterator[float]:
    """What a judge says of each claim. Raises what it raises, and ``RagError`` where it says nothing."""
    for one in claims:
        *_, judgement = judge.judge([one.claim], [one.evidence])
        stated = judgement.stated[0]
        if stated is None:
            raise RagError(f"{judge.name} says nothing of a claim: choose another judge.")
        yield stated


def calibration(claims: Sequence[Sample], said: Sequence[float]) -> Calibration:
    """The thresholds that a judge's probabilities call for, and how good it is.

    Supported is from where nine in ten are stated, or if they nowhere are, from where the mean of the shares told right
    is largest; partly from where no more than one in twenty of what is stated lies below.
    """
    truth, scores = np.array([one.stated for one in claims]), np.array(said, dtype=np.float64)
    tried = [(threshold, scores >= threshold) for threshold in sorted(set(scores.tolist()))]
    exact = [(float(truth[taken].sum()), threshold) for threshold, taken in tried if truth[taken].mean() >= _PRECISION]
    told = [(float(taken[truth].mean() + (~taken)[~truth].mean()), threshold) for threshold, taken in tried]
    supported = max(exact or told)[1]
    partly = min(float(np.quantile(scores[truth], _STRUCK)), supported)
    return Calibration(
        supported=supported,
        partly=partly,
        auroc=float(auroc(truth, scores, np.ones((1, len(truth))))[0]),
        precision=float(truth[scores >= supported].mean()),
        claims=len(claims),
    )
