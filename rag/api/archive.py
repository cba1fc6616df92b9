"""What comes of a form: the answers to programs, as JSON has them, whichever way they came in; and how many are given
at once. It knows nothing of HTTP."""

import functools
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from typing import Protocol, TypeVar

import anyio
import anyio.to_thread

from rag.answers.answer import Answer, Turn
from rag.answers.pipeline import Rag
from rag.api.forms import Draft, Listing, Named, Query, Question
from rag.errors import RagError
from rag.filters import Filters
from rag.text.characters import in_a_line
from rag.text.words import held

AT_ONCE = 4
"""Programs that are answered at once: many more would not be answered sooner, as they share the processors."""
WAITING_AT_MOST = 100
"""Programs that may wait for their turn; who comes later is told so at once."""

Record = dict[str, object]
"""What is sent back, as JSON has it."""
_Value = TypeVar("_Value")


class NoSuchArticle(RagError):
    """There is no article of that id."""


class Busy(RagError):
    """Too many wait already; ``seconds`` is when to ask again."""

    seconds = 10


class Opened(Protocol):
    """An index that is open or being opened, with what answers from it."""

    def rag(self) -> Rag:
        """As soon as it is open; raises the ``RagError`` that stands in its way."""

    def stream(
        self, question: str, history: Sequence[Turn | Answer], *, filters: Filters, strict: bool
    ) -> Generator[Answer, None, None]:
        """The answer as it grows; raises what `rag` and `Rag.stream` raise."""


class Archive:
    """The articles as programs ask them. Each answer may be asked for in any thread; ``within_bounds`` and ``steps``
    take them there from an event loop, so many at once.

    Raises ``RagError`` for what can't be answered, in the line that it has for readers.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._threads = anyio.CapacityLimiter(AT_ONCE)
        self._waiting = 0

    def stream(self, asked: Question) -> Generator[Answer, None, None]:
        """The answer to a question as it grows."""
        return self._opened.stream(asked.question, asked.turns, filters=asked.filters, strict=asked.strict)

    def ask(self, asked: Question) -> Record:
        """The answer to a question."""
        *_, answer = self.stream(asked)
        return answer.to_dict()

    def search(self, wanted: Query) -> Record:
        """The passages that fit a query."""
        found = self._opened.rag().search(wanted.query, k=wanted.k, filters=wanted.filters)
        passages = [passage.to_dict() for passage in found.passages]
        return {"query": wanted.query.strip(), "passages": passages, "generation": found.generation}

    def articles(self, wanted: Listing) -> Record:
        """Some of the list of articles."""
        listing = self._opened.rag().articles(wanted.filters)
        every = [one for one in listing if held(wanted.text, (one.title, one.source, one.author))]
        shown = [listed.to_dict() for listed in every[wanted.offset : wanted.offset + wanted.limit]]
        return {"total": len(every), "articles": shown}

    def article(self, named: Named) -> Record:
        """One article with its text."""
        known = self._opened.rag().index.article(named.article_id)
        if known is None:
            told = in_a_line(named.article_id)
            raise NoSuchArticle(f"There is no article “{told}”: the list of articles has the ids that there are.")
        return {**known.to_dict(), "text": known.text}

    def check(self, draft: Draft) -> Record:
        """A text held against the articles."""
        against = draft.against or None
        return self._opened.rag().check(draft.text, against=against, filters=draft.filters).to_dict()

    async def within_bounds(self, answer: Callable[..., _Value], *arguments: object) -> _Value:
        """What a function returns, called in a thread in its turn. Raises ``Busy`` where too many wait."""
        if self._waiting >= AT_ONCE + WAITING_AT_MOST:
            raise Busy(f"{WAITING_AT_MOST:,} others wait for an answer: ask again in {Busy.seconds} seconds.")
        self._waiting += 1
        try:
            return await anyio.to_thread.run_sync(functools.partial(answer, *arguments), limiter=self._threads)
        finally:
            self._waiting -= 1

    async def steps(self, asked: Question) -> AsyncGenerator[Answer, None]:
        """The answer to a question as it grows, each step taken in a thread; left before its end, it ends there."""
        growing = await self.within_bounds(self.stream, asked)
        try:
            while (answer := await self.within_bounds(next, growing, None)) is not None:
                yield answer
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(growing.close)
