"""How long a reader waits for the first words of a language model before there is something to read meanwhile. It knows
nothing of how either comes about."""

import contextlib
import itertools
import time
from collections.abc import Callable, Generator
from dataclasses import replace

from rag.answers.answer import Answer
from rag.answers.behind import Behind
from rag.answers.stages import Stage

# Seconds: no more than two, and fewer would have quotations flash up before the first sentence of a quick model.
_PATIENCE = 1.4


def patient(steps: Generator[Answer, None, None], quoted: Callable[[], Answer]) -> Generator[Answer, None, None]:
    """The steps of an answer, taken in a thread; where its first words let the reader wait, what is ``quoted`` stands
    in their place until they come."""
    meanwhile: Answer | None = None
    stage: Stage | None = None
    waiting = True
    with contextlib.closing(Behind(steps)) as behind:
        until = time.perf_counter() + _PATIENCE
        while waiting:
            if meanwhile is None and not behind.ready(max(0.0, until - time.perf_counter())):
                meanwhile = quoted()
                yield replace(meanwhile, stage=stage)
            first = next(behind)
            stage, waiting = first.stage, first.stage is not None and not first.statements
            if waiting:
                yield replace(meanwhile, stage=stage) if meanwhile else first
        for step in itertools.chain([first], behind):
            # Once all quotations are there, they do not come again one by one.
            if meanwhile is None or step.finished or step.generator != "quotes":
                yield step
