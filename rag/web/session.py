"""The turns of one open page. It knows nothing of gradio, nor of how they are drawn."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rag.answers.answer import Answer
from rag.answers.conversation import TURNS
from rag.errors import RagError
from rag.filters import Filters
from rag.text.characters import well_formed
from rag.types import Span
from rag.web.lost import Lost

MOST_TURNS = 300
"""Turns of a chat at most: with each step of an answer all of it is compared with what the browser shows."""


@dataclass(eq=False)  # one is itself alone, whatever another one says
class Exchange:
    """A question and what there is of its answer. ``ending`` says why that did not come to its own end: an error, or
    what the reader did, in words. ``lost`` is what a kept answer cited that does not stand there any more,
    ``corrections`` what articles that it does not cite say against what it does. ``good`` is what its reader called
    it, good or bad, None as long as neither."""

    turn: int
    question: str
    filters: Filters
    answer: Answer | None = None
    ending: RagError | str | None = None
    lost: tuple[Lost, ...] = ()
    corrections: tuple[Span, ...] = ()
    good: bool | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will be said."""
        return self.ending is not None or (self.answer is not None and self.answer.finished)

    def settle(self) -> None:
        """Let go of what only the evidence was drawn from, all that was found: it is most of what an answer holds."""
        if self.answer is not None:
            missing = tuple(
                replace(one, nearest=one.nearest and replace(one.nearest, sentences=())) for one in self.answer.missing
            )
            self.answer = replace(
                self.answer,
                passages=(),
                missing=missing,
                trace=replace(self.answer.trace, unread=(), withheld=(), copies=()),
            )


def turn_of(event: object) -> int:
    """The turn that an event of the page names; 0, which none is, where it names none."""
    try:
        return int(getattr(event, "turn", 0))
    except (TypeError, ValueError):
        return 0


@dataclass
class Session:
    """The turns of one open page. A new chat goes on counting, so that no old marker leads to a new turn.

    ``chat`` names the chat for the browser, which keeps it; ``edited`` is the turn whose question the reader is
    changing, ``rated`` the one that was rated last.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    turns: int = 0
    chat: str = ""  # named at its first question: all sessions are copies of one that is made with the page
    edited: int | None = None
    rated: int | None = None

    @property
    def last(self) -> Exchange | None:
        """The turn that was asked last; None in a new chat."""
        return self.exchanges[-1] if self.exchanges else None

    def begin(self, question: str, filters: Filters) -> Exchange:
        self.turns += 1
        if self.last is not None:
            self.last.settle()
        self.chat = self.chat or secrets.token_hex(8)
        exchange = Exchange(self.turns, well_formed(question), filters)
        self.exchanges.append(exchange)
        return exchange

    def find(self, turn: int) -> Exchange | None:
        return next((exchange for exchange in self.exchanges if exchange.turn == turn), None)

    def cut(self, turn: int) -> Exchange | None:
        """Take a turn out, and those after it; returns it, or None where there is none of that number."""
        self.edited = None
        exchange = self.find(turn)
        if exchange is not None:
            del self.exchanges[self.exchanges.index(exchange) :]
        return exchange

    def reopen(self, chat: str, exchanges: Sequence[Exchange]) -> None:
        """Go on with another chat; with a new one where it has no name."""
        self.chat = chat
        self.exchanges = list(exchanges)
        self.turns = max([self.turns, *(exchange.turn for exchange in exchanges)])
        self.edited = self.rated = None

    def history(self) -> list[Answer]:
        return [exchange.answer for exchange in self.exchanges if exchange.answer is not None][-TURNS:]
