"""What may speak against a statement."""

from dataclasses import dataclass

from rag.types import Verdict


@dataclass(frozen=True, slots=True)
class Fault:
    """What speaks against a statement, in one line, and how badly. ``lacks``: a fact that is merely not there, so that
    other words may yet hold it."""

    reason: str
    verdict: Verdict
    lacks: str | None = None
