"""How far the opening of an index is, which may be its first build, and how long that will take yet by its pace so far.
It knows nothing of how an index is built, nor of how this is drawn."""

import time
from collections.abc import Callable
from typing import NamedTuple

from rag.types import Progress
from rag.web.words import ngettext, written

_LEAST = 5.0  # seconds that a pace is taken over, as the first steps of a stage are slower or quicker than the others
_SHARE = 0.05  # of what was to be done at its beginning


class Building(NamedTuple):
    """How far the opening of the index is, which may be its first build: its last step, None before there is one; how
    many articles can be asked about, and of how many in all, as far as is known; and about how many seconds the stage
    will take yet, None where that can't be told."""

    step: Progress | None = None
    held: int = 0
    expected: int | None = None
    left: float | None = None

    @property
    def remark(self) -> str | None:
        """What is to be said of an answer that is given now; None where nothing is being built, or it just ended."""
        if self.step is None or self.step.report is not None:
            return None
        if self.expected is None:
            return ngettext(
                "Answered from {number} article: the index is still being built.",
                "Answered from {number} articles: the index is still being built.",
                self.held,
            )
        return ngettext(
            "Answered from {held} of {number} article: the index is still being built.",
            "Answered from {held} of {number} articles: the index is still being built.",
            self.expected,
            held=written(self.held),
        )


class Pace:
    """The pace of the last stage whose steps were taken; ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: Progress | None = None
        self._began = 0.0

    def left(self, step: Progress) -> float | None:
        """Take a step. Returns the seconds that its stage will take yet; None as long as its pace means nothing."""
        now = self._clock()
        if self._first is None or self._first.stage != step.stage:
            self._first, self._began = step, now
        done, spent = step.done - self._first.done, now - self._began
        if spent < _LEAST or done < max(1, _SHARE * (step.total - self._first.done)):
            return None
        return spent / done * (step.total - step.done)
