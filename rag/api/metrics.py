"""Figures for Prometheus: how many questions were asked of this process, and what came of them. Nothing of what was
asked or answered is in them."""

import contextlib
import time
from collections.abc import Generator

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from rag.answers.answer import Answer
from rag.errors import RagError

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)


class Metrics:
    """The figures of one process, as text of ``kind`` for whoever collects them."""

    kind = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._questions = Counter("rag_questions", "Questions answered to their end.", registry=self._registry)
        self._refusals = Counter(
            "rag_refusals", "Of these, those not answered by the articles.", registry=self._registry
        )
        self._failures = Counter(
            "rag_failures", "Questions that an error ended, by its kind.", ["kind"], registry=self._registry
        )
        self._asked = Gauge("rag_questions_in_flight", "Questions that are being answered.", registry=self._registry)
        self._seconds = Histogram(
            "rag_answer_seconds", "Seconds to the end of an answer.", buckets=_SECONDS, registry=self._registry
        )

    def text(self) -> bytes:
        """The figures as they are now."""
        return generate_latest(self._registry)

    def counted(self, steps: Generator[Answer, None, None]) -> Generator[Answer, None, None]:
        """The steps of an answer, which are counted when the last one is taken."""
        started = time.perf_counter()
        with self._asked.track_inprogress(), contextlib.closing(steps):
            try:
                for answer in steps:
                    if answer.finished:
                        self._ended(answer, time.perf_counter() - started)
                    yield answer
            except Exception as error:
                self._failures.labels(type(error).__name__ if isinstance(error, RagError) else "bug").inc()
                raise

    def _ended(self, answer: Answer, seconds: float) -> None:
        self._questions.inc()
        self._refusals.inc(int(answer.refusal is not None))
        self._seconds.observe(seconds)
