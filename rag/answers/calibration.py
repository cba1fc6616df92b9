"""How good a judge is, as measured: from which of its probabilities a statement is supported, and how far it is heard.

What was measured is kept by the judge's name in the user's folder of data, where every index finds it.
"""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rag.answers.check.verdict import PARTLY, SUPPORTED
from rag.answers.judging import Judge, Judgement
from rag.message import Message
from rag.sidecar import SidecarFile

TRUSTED = 0.7
"""The AUROC from which a judge may decide; what one below says is not heard."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a judge's probabilities are worth.

    ``supported`` and ``partly`` in [0, 1] are the thresholds of the two verdicts. ``auroc`` is the chance that a
    sentence which is stated gets a higher probability than one which is not, ``precision`` the share of those taken for
    supported that are, both over so many ``claims``; None where it was not measured. The thresholds of one that was not
    are near those of a small model, as no judge is taken at its word (docs/answers.md).
    """

    supported: float = 0.9
    partly: float = 0.5
    auroc: float | None = None
    precision: float | None = None
    claims: int = 0

    @property
    def trusted(self) -> bool:
        """Whether the judge may decide: also one that was never measured, as most are better than no judge."""
        return self.auroc is None or self.auroc >= TRUSTED

    @property
    def described(self) -> str:
        """How good the judge is, in a few words."""
        if self.auroc is None:
            return Message("not measured")
        measured = Message("AUROC {auroc} on {claims} claims", auroc=f"{self.auroc:.2f}", claims=self.claims)
        return measured if self.trusted else Message("{measured}, so that it decides nothing", measured=measured)

    def scaled(self, probability: float) -> float:
        """A probability of the judge on the scale of the support: straight lines between 0, the two thresholds and
        1."""
        places = ((0.0, 0.0), (self.partly, PARTLY), (self.supported, SUPPORTED), (1.0, 1.0))
        (low, at_low), (high, at_high) = next(
            pair for pair in itertools.pairwise(places) if probability < pair[1][0] or pair[1][0] == 1.0
        )
        share = (probability - low) / (high - low) if high > low else 1.0
        return at_low + (at_high - at_low) * min(1.0, max(0.0, share))


class Calibrated:
    """A judge whose probabilities are on the scale of the support, by what was measured of it."""

    def __init__(self, judge: Judge, calibration: Calibration) -> None:
        self.judged_by = judge
        self.calibration = calibration

    @property
    def name(self) -> str:
        return Message("{judge} ({measured})", judge=self.judged_by.name, measured=self.calibration.described)

    def judge(
        self, statements: Sequence[str], evidence: Sequence[str], read: Sequence[Mapping[str, str]] = ()
    ) -> Iterator[Judgement]:
        """As ``Judge.judge``, scaled; one that can't tell is not asked, and says nothing."""
        if not self.calibration.trusted:
            yield Judgement((None,) * len(statements))
            return
        for judgement in self.judged_by.judge(statements, evidence, read):
            scaled = (None if one is None else self.calibration.scaled(one) for one in judgement.stated)
            yield replace(judgement, stated=tuple(scaled))


def calibrated(judge: Judge) -> Calibrated:
    """A judge with what was measured of it, if anything was."""
    return Calibrated(judge, _all_kept().get(judge.name, Calibration()))


def keep(name: str, calibration: Calibration) -> Path:
    """Keep what was measured of a judge; returns the file. Raises ``RagError`` where it can't be written."""
    path = _path()
    kept = SidecarFile(path)
    with kept.changing():  # another judge may be measured at the same time
        record = {judge: asdict(one) for judge, one in {**_all_kept(), name: calibration}.items()}
        kept.replace(json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8"))
    return path


def _all_kept() -> dict[str, Calibration]:
    """What was measured of all judges; what does not read counts as not measured."""
    try:
        record = json.loads(_path().read_text(encoding="utf-8"))
        return {str(name): Calibration(**one) for name, one in record.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _path() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("article-rag")) / "judges.json"
