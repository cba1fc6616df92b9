"""The one index that all sessions of the page share, opened, built and updated by threads. It knows nothing of
gradio, nor of how what it says is drawn."""

import contextlib
import queue
import threading
import time
import weakref
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from rag.answers import suggestions
from rag.answers.answer import Answer, Turn
from rag.answers.openers import Opener, openers
from rag.answers.pipeline import Rag
from rag.errors import BuildStopped, IndexAway, IndexBusy, IndexMissing, RagError
from rag.filters import Filters
from rag.index.building import build_steps
from rag.index.listing import titled
from rag.message import together
from rag.settings import Settings
from rag.types import Progress, Status
from rag.web.building import Building, Pace

if TYPE_CHECKING:
    from rag.api.metrics import Metrics

# How often an update asks for an index that another process is writing; each time it waits some seconds by itself.
_ATTEMPTS = 10
_LEAVING = 8.0  # seconds; loading a model takes two
_BROKEN = "The index could not be opened; the server's log says why."


class Health(NamedTuple):
    """How the service is: what it holds, or None while or where it is not open."""

    status: Literal["ok", "building", "failed"]
    articles: int | None = None
    generation: int | None = None


class Service:
    """The one ``Rag`` that all sessions share, opened by a thread that builds the index first where there is none. What
    a build has committed answers while it goes on.

    A thread, so that a build outlives the page that began it; one for all, so that a second page finds it at work.
    """

    metrics: "Metrics | None" = None
    """What counts its answers, if anything does."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rag: Rag | None = None
        self._ready = threading.Event()  # there is an open index, or a reason why there is none
        self._opening = Building()
        self._failure: RagError | None = None
        self._away = False  # whether it is opened again after its server was away
        self._openers: tuple[object, list[Opener]] = (None, [])  # and what they are of
        self._lock = threading.Lock()
        self._building = threading.Lock()  # builds of ours wait for each other, however long one takes
        self._stopping = threading.Event()  # ends the builds that were asked for since the last stop
        self._thread: threading.Thread | None = None
        self._builders: weakref.WeakSet[threading.Thread] = weakref.WeakSet()

    def start(self) -> threading.Thread:
        """Begin to open the index, unless that is done or under way; after a failure, begin again. Not after a stop:
        whoever stopped the first build does not want the next question to begin it."""
        with self._lock:
            stopped = isinstance(self._failure, BuildStopped)
            if self._thread is None or not (self._thread.is_alive() or self._rag or stopped):
                self._ready.clear()
                self._away = isinstance(self._failure, IndexAway)
                self._opening, self._failure = Building(), None
                self._thread = threading.Thread(
                    target=self._open, args=(self._stopping,), name="open-index", daemon=True
                )
                self._builders.add(self._thread)
                self._thread.start()
            return self._thread

    def stop(self) -> None:
        """End all builds that run or wait at their next step, a second or two later or when a large file is read, with
        ``BuildStopped``. What they committed stays, what was added stays in the corpus, and the next one goes on."""
        with self._lock:
            self._stopping.set()
            self._stopping = threading.Event()

    def close(self) -> None:
        """End all builds, and wait for the threads a few seconds: one that the end of the process meets in a library's
        own code would bring it down with an error."""
        self.stop()
        until = time.monotonic() + _LEAVING
        for thread in list(self._builders):
            thread.join(max(0.0, until - time.monotonic()))

    @property
    def building(self) -> bool:
        """Whether a build of this process is under way."""
        return self._building.locked()

    @property
    def unfinished(self) -> bool:
        """Whether the last build did not come to its end, and none is under way."""
        status = self._status()
        stopped = isinstance(self._failure, BuildStopped) if status is None else not status.complete
        return stopped and not self.building

    def rag(self) -> Rag:
        """The open index, as soon as it is; raises the ``RagError`` that stands in its way."""
        self.start()
        while True:
            self._ready.wait()
            with self._lock:  # another may begin to open it anew just now, which takes the reason away
                # In this order, as what opens it says that it is ready when all else is said.
                ready, rag, failure = self._ready.is_set(), self._rag, self._failure
            if not ready:
                continue
            if failure is not None:
                raise failure
            if rag is None:
                raise RuntimeError(_BROKEN)
            return rag

    def stream(
        self, question: str, history: Sequence[Turn | Answer], *, filters: Filters, strict: bool
    ) -> Generator[Answer, None, None]:
        """The answer as it grows, as `Rag.stream` has it; as long as the index is being built, with a word on how much
        of it answered. Raises what `rag` and `Rag.stream` raise."""
        steps = self._stream(question, history, filters=filters, strict=strict)
        return steps if self.metrics is None else self.metrics.counted(steps)

    def _stream(
        self, question: str, history: Sequence[Turn | Answer], *, filters: Filters, strict: bool
    ) -> Generator[Answer, None, None]:
        rag, state = self.rag(), self.state()
        partial = state.remark if isinstance(state, Building) else None
        with contextlib.closing(rag.stream(question, history, filters=filters, strict=strict)) as steps:
            for answer in steps:
                yield replace(answer, notice=together(partial, answer.notice))

    @property
    def opened(self) -> bool:
        """Whether questions are answered, by what there is or by the reason why there is nothing; a first build may
        still be going on behind it."""
        return self._ready.is_set()

    @property
    def opening(self) -> bool:
        """Whether the index is being opened, or built for the first time."""
        return self._thread is not None and self._thread.is_alive()

    def state(self) -> Status | Building | RagError:
        """What the index holds; while it is being opened how far that is; or else what stands in its way."""
        with self._lock:  # at once, or what is true of one of them would not be of the others
            opening, rag, failure = self.opening, self._rag, self._failure
        held = (failure or RagError(_BROKEN)) if rag is None else self._held(rag)
        if not opening:
            return held
        articles, step = held.articles if isinstance(held, Status) else 0, self._opening.step
        expected = None if step is None or step.coming is None else articles + step.coming
        return self._opening._replace(held=articles, expected=expected)

    def health(self) -> Health:
        """How it is just now. The first to ask begins to open it, so that a server gets ready without a reader, and so
        does whoever asks while the server of the index is away. What else failed stays so until a page or a question
        tries again, or whoever watches over the server restarts it: it may take a build, which nobody asked for."""
        if self._thread is None or isinstance(self._failure, IndexAway):
            self.start()
        state = self.state()
        if isinstance(state, Status):
            return Health("ok", state.articles, state.generation)
        return Health("failed" if isinstance(state, RagError) or self._away else "building")

    def titles(self, identifiers: Sequence[str]) -> tuple[str, ...]:
        """The titles of the articles of those ids, in the place of which one stands that no article has; all of them
        before the index is open."""
        if not identifiers:
            return ()
        try:
            return titled(self._rag.index.listing() if self._rag is not None else [], identifiers)
        except RagError:  # `state` says it
            return tuple(identifiers)

    def bring_up_to_date(self) -> Iterator[Progress]:
        """Bring the index in line with the corpus, as ``rag index`` does, and say how far that is; after the last
        step, which carries the report, the next question is answered from what there is now. An index is made where
        there is none.

        It begins at once, in a thread, and comes to its end even where nobody reads on. Two of them, and the first
        build, run one after the other. Reading on raises ``RagError``; ``IndexBusy`` where another process goes on
        writing the index for half a minute, ``BuildStopped`` after a ``stop``.
        """
        steps: queue.SimpleQueue[Progress | Exception] = queue.SimpleQueue()
        builder = threading.Thread(target=self._update, args=(steps, self._stopping), name="update-index", daemon=True)
        self._builders.add(builder)
        builder.start()
        return _read(steps)

    def openers(self, filters: Filters | None = None) -> list[Opener]:
        """Questions to begin with, one of a kind, that the articles which pass the filters answer; made anew only where
        the index, the filters or the day have changed. None before the index is open."""
        if (rag := self._rag) is None or (status := self._status()) is None:
            return []
        wanted, (made_of, questions) = (status.generation, filters or Filters(), date.today()), self._openers
        if made_of != wanted:
            try:
                questions = openers(rag.index, date.today(), filters)
            except RagError:  # `state` says it
                return []
            self._openers = (wanted, questions)
        return questions

    def follow_ups(self, answers: Sequence[Answer], filters: Filters | None = None) -> list[str]:
        """Questions to go on with after the answers of a chat, none of which was asked in it, and which the articles
        that pass the filters answer: those of the last answer that was one, and no reply to a greeting; before it,
        those to begin with."""
        asked = {answer.question.casefold() for answer in answers}
        last = next((one for one in reversed(answers) if one.reply is None), None)
        if last is None:
            return [one.question for one in self.openers(filters) if one.question.casefold() not in asked]
        try:
            return suggestions.follow_ups(self.rag().index, last, asked, filters=filters)
        except RagError:  # the answer or the headline says it
            return []

    def _status(self) -> Status | None:
        """What the open index holds; None where none is open."""
        held = None if (rag := self._rag) is None else self._held(rag)
        return held if isinstance(held, Status) else None

    def _held(self, rag: Rag) -> Status | RagError:
        """What an index holds; or why it can't be said, as of one that was deleted: the next page opens or builds it
        anew."""
        try:
            return rag.status()
        except RagError as failure:
            with self._lock:
                if self._rag is rag:
                    self._rag, self._failure = None, failure
            return failure

    def _update(self, steps: "queue.SimpleQueue[Progress | Exception]", stopping: threading.Event) -> None:
        try:
            with self._building:
                last = self._built(steps, stopping)
            with self._lock:
                if isinstance(self._failure, BuildStopped):  # of the first build, which this one made good
                    self._failure = None
                    self._ready.clear()
            self.start().join()  # open it where that failed before, as of a corpus without articles
            steps.put(last)
        except Exception as failure:  # whatever it is, it is raised where the steps are read
            steps.put(failure)

    def _built(self, steps: "queue.SimpleQueue[Progress | Exception]", stopping: threading.Event) -> Progress:
        """Build, handing on all steps but the last, which is returned."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                for step in self._build(stopping):
                    if step.report is not None:
                        return step
                    steps.put(step)
            except IndexBusy:
                if attempt == _ATTEMPTS:
                    raise
        raise RuntimeError("the build ended without a report")

    def _build(self, stopping: threading.Event) -> Iterator[Progress]:
        """The steps of a build, which ends where ``stopping`` is set."""
        if stopping.is_set():  # while it waited for another one
            raise _stopped(None)
        build = build_steps(self._settings.corpus, self._settings.index, threads=self._settings.threads)
        # Closed at once, or it would hold the index as long as the error is kept.
        with contextlib.closing(build) as steps:
            for step in steps:
                if stopping.is_set() and step.report is None:
                    raise _stopped(step)
                yield step

    def _open(self, stopping: threading.Event) -> None:
        try:
            self._rag = self._there()
            self._away = False
            if self._rag is None or not self._rag.status().complete:  # there was none, or its build was killed
                self._build_first(stopping)
        except RagError as failure:
            with self._lock:
                self._rag, self._failure = None, failure
        finally:
            self._ready.set()

    def _build_first(self, stopping: threading.Event) -> None:
        """Build an index, and open it as soon as anything is committed."""
        pace = Pace()
        try:
            with self._building:
                for step in self._build(stopping):
                    self._opening = Building(step, left=pace.left(step))
                    self._rag = self._rag or self._there()
                    if self._rag is not None:
                        self._ready.set()
        except (IndexBusy, BuildStopped):  # somebody else is at it, or a reader ended it: what there is will do
            self._rag = self._rag or self._there()
            if self._rag is None:
                raise

    def _there(self) -> Rag | None:
        """The index as it is by now, opened; None where nothing is committed yet."""
        try:
            return Rag.open(self._settings.index, settings=self._settings)
        except IndexMissing:
            return None


def _stopped(step: Progress | None) -> BuildStopped:
    units = {"reading": "files read", "naming": "articles read for names"}
    units |= {"embedding": "chunks embedded"}
    reached = f" with {step.done:,} of {step.total:,} {units[step.stage]}" if step and step.stage in units else ""
    return BuildStopped(
        f"The build was stopped{reached}: what is in the corpus stays there, and the next build goes on from what is "
        "indexed by now."
    )


def _read(steps: "queue.SimpleQueue[Progress | Exception]") -> Iterator[Progress]:
    while True:
        step = steps.get()
        if isinstance(step, Exception):
            raise step
        yield step
        if step.report is not None:
            return
