"""The turns of one open page. It knows nothing of gradio."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rag.answers.answer import Answer, Trace
from rag.answers.conversation import TURNS
from rag.text.characters import well_formed
from rag.types import Filters
from rag.web import evidence, render

MOST_TURNS = 300
"""Turns of a chat at most: with each step of an answer all of it is compared with what the browser shows."""


@dataclass
class Exchange:
    """A question and what there is of its answer, drawn when it changes, so that older ones cost nothing."""

    turn: int
    question: str
    filters: Filters
    answer: Answer | None = None
    over: bool = False
    said: str = field(init=False)
    evidence: str = field(init=False)

    def __post_init__(self) -> None:
        self.said = render.aside("Searching the articles …", "quiet")
        self.evidence = evidence.section(self.turn, Answer(self.question, Trace(self.question)), self.filters)

    def show(self, answer: Answer, *, over: bool) -> None:
        self.answer, self.over = answer, over
        self.said = render.answer(self.turn, answer, finished=over)
        self.evidence = evidence.section(self.turn, answer, self.filters)

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

    def end(self, reason: str, kind: str = "problem") -> None:
        """End before the answer does; what there is of it stays."""
        self.said = (
            (self.said if self.answer else "") + render.aside(reason, kind) + render.actions(self.turn, self.question)
        )
        self.over = True


@dataclass
class Session:
    """The turns of one open page. A new chat goes on counting, so that no old marker leads to a new turn.

    ``chat`` names the chat for the browser, which keeps it; ``edited`` is the turn whose question the reader is
    changing, ``rated`` the one that was rated last, and whether it was called good.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    turns: int = 0
    chat: str = ""  # named at its first question: all sessions are copies of one that is made with the page
    edited: int | None = None
    rated: tuple[int, bool] | None = None

    def begin(self, question: str, filters: Filters) -> Exchange:
        self.turns += 1
        if self.exchanges:
            self.exchanges[-1].settle()
        self.chat = self.chat or secrets.token_hex(8)
        self.exchanges.append(Exchange(self.turns, well_formed(question), filters))
        return self.exchanges[-1]

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

    def messages(self) -> list[dict[str, str]]:
        """For the chat; of this Gradio sends the browser what has changed since the last step."""
        return [
            message
            for exchange in self.exchanges
            for message in (
                {"role": "user", "content": render.question(exchange.question, exchange.filters)},
                {"role": "assistant", "content": exchange.said},
            )
        ]
