"""Steps taken in a thread, so that whoever waits for one can do something else meanwhile, or leave; and for how long a
reader waits for the first words of a language model before there is something to read in their place."""

import contextlib
import contextvars
import itertools
import queue
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Generic, TypeVar

from rag.answers.answer import Answer
from rag.answers.stages import Stage

_Step = TypeVar("_Step")
_LEAVING = 1.0  # seconds that a closed thread is waited for: what it reads ends at once, what it connects to may not


class Ending:
    """The end of a thread's work, told by another thread: it ends its requests, and pauses no longer."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._calls: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def over(self) -> bool:
        return self._over.is_set()

    def pause(self, seconds: float) -> None:
        """Wait so long, or until the end."""
        self._over.wait(seconds)

    def call(self, end: Callable[[], None]) -> Callable[[], None]:
        """Have ``end`` called at the end, at once where that is over; what is returned takes it back."""
        with self._lock:
            self._calls.append(end)
        if self.over:
            end()
        return lambda: self._forget(end)

    def end(self) -> None:
        self._over.set()
        with self._lock:
            calls = list(self._calls)
        for call in calls:
            call()

    def _forget(self, end: Callable[[], None]) -> None:
        with self._lock:
            if end in self._calls:
                self._calls.remove(end)


_ENDING: contextvars.ContextVar[Ending | None] = contextvars.ContextVar("_ENDING", default=None)


def ending() -> Ending:
    """That of the work under way in this thread; one that nobody tells where it is nobody's work."""
    return _ENDING.get() or Ending()


class Behind(Generic[_Step]):
    """The steps of a generator, each taken in one thread when it is asked for. Closing it ends the generator there."""

    def __init__(self, steps: Generator[_Step, None, None]) -> None:
        self._steps = steps
        self._ending = Ending()
        self._wanted = threading.Semaphore(0)
        self._taken: queue.SimpleQueue[_Step | Exception] = queue.SimpleQueue()
        self._next: _Step | Exception | None = None
        self._asked = False
        context = contextvars.copy_context()
        self._thread = threading.Thread(target=context.run, args=(self._work,), name="answering", daemon=True)
        self._thread.start()

    def ready(self, seconds: float | None = None) -> bool:
        """Whether the next step, or the end, is there within so many seconds; None waits for it."""
        if self._next is None:
            if not self._asked:
                self._asked = True
                self._wanted.release()
            try:
                self._next = self._taken.get(timeout=seconds)
            except queue.Empty:
                return False
        return True

    def __iter__(self) -> "Behind[_Step]":
        return self

    def __next__(self) -> _Step:
        """The next step. Raises what the generator raises."""
        self.ready()
        step, self._asked = self._next, False
        if isinstance(step, Exception):
            raise step
        self._next = None
        assert step is not None
        return step

    def close(self) -> None:
        """End the generator and what it waits for; it is over a moment later."""
        self._ending.end()
        self._wanted.release()
        self._thread.join(_LEAVING)

    def _work(self) -> None:
        _ENDING.set(self._ending)
        try:
            while self._wanted.acquire() and not self._ending.over:
                self._taken.put(next(self._steps))
        except Exception as error:  # raised where the steps are read; StopIteration, too, is the last that is said
            self._taken.put(error)
        finally:
            self._steps.close()


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
