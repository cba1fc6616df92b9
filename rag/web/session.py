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

MOST_WAYS = 8
"""Ways on from one place of a chat at most; of more the one that was left first is let go."""


@dataclass(eq=False)  # one is itself alone, whatever another one says
class Exchange:
    """A question and what there is of its answer. ``turn`` is its number in one open page, ``id`` what it is known by
    wherever it is kept. ``ending`` says why that did not come to its own end: an error, or
    what the reader did, in words. ``lost`` is what a kept answer cited that does not stand there any more,
    ``corrections`` what articles that it does not cite say against what it does. ``again`` says whether asking again
    may give another answer, and ``fork`` has the ways on from here where it was asked again, or something else.
    ``good`` is what its reader called it, good or bad, None as long as neither; ``titles`` are those of the articles
    that the filters choose."""

    turn: int
    question: str
    filters: Filters
    answer: Answer | None = None
    ending: RagError | str | None = None
    lost: tuple[Lost, ...] = ()
    corrections: tuple[Span, ...] = ()
    again: bool = True
    fork: "Fork | None" = None
    good: bool | None = None
    titles: tuple[str, ...] = ()
    id: str = field(default_factory=lambda: secrets.token_hex(6))

    @property
    def over(self) -> bool:
        """Whether nothing more will be said."""
        return self.ending is not None or (self.answer is not None and self.answer.finished)

    def end(self, why: RagError | str) -> None:
        """Let nothing more be said; what a judge has not read by then stands as the rules of the check have it."""
        self.ending = why
        if self.answer is not None:
            statements = tuple(replace(one, pending=False) for one in self.answer.statements)
            waiting = self.answer.stage is not None and self.answer.generator == "quotes"
            notice = None if waiting else self.answer.notice  # which promises a model's words
            self.answer = replace(self.answer, statements=statements, notice=notice)

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


@dataclass(eq=False)
class Fork:
    """A place of a chat from which there are several ways on, each the turns from there to its end, in the order in
    which they were begun."""

    ways: list[list[Exchange]]

    def place(self, head: Exchange) -> int:
        """Which of the ways begins with a turn, from 0."""
        return next(place for place, way in enumerate(self.ways) if way[0] is head)


@dataclass
class Session:
    """The turns of one open page. A new chat goes on counting, so that no old marker leads to a new turn.

    ``chat`` names the chat for the browser, which keeps it, and ``opened`` counts the chats that were shown; ``edited``
    is the turn whose question the reader is changing, ``rated`` the one that was rated last, and whether it was called
    good; ``undone`` are the turns that were taken out last.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    turns: int = 0
    chat: str = ""  # named at its first question: all sessions are copies of one that is made with the page
    opened: int = 0
    edited: int | None = None
    rated: tuple[int, bool] | None = None
    undone: list[Exchange] = field(default_factory=list)

    @property
    def untouched(self) -> bool:
        """Whether it never had a turn: that of a page that was just opened, or one that the server knows no more."""
        return self.turns == 0

    @property
    def last(self) -> Exchange | None:
        """The turn that was asked last; None in a new chat."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def under_way(self) -> Exchange | None:
        """The turn that is being answered."""
        return self.last if self.last is not None and not self.last.over else None

    def begin(
        self, question: str, filters: Filters, *, titles: Sequence[str] = (), instead_of: int | None = None
    ) -> Exchange:
        """Ask; ``instead_of`` a turn, which begins another way on from where that stands."""
        self.turns += 1
        self.chat = self.chat or secrets.token_hex(8)
        left = self._cut(instead_of) if instead_of is not None else []
        if self.last is not None:
            self.last.settle()
        exchange = Exchange(self.turns, well_formed(question), filters, titles=tuple(titles))
        self.exchanges.append(exchange)
        self.edited, self.undone = None, []
        for one in left:
            one.settle()
        if left:
            exchange.fork = left[0].fork = left[0].fork or Fork([left])
            exchange.fork.ways[exchange.fork.place(left[0])] = left
            exchange.fork.ways = [*exchange.fork.ways, [exchange]][-MOST_WAYS:]
        return exchange

    def turn_to(self, turn: int, place: int) -> int | None:
        """Take another way on from a turn; returns how many turns stand before it, None where there is no such way."""
        exchange = self.find(turn)
        if exchange is None or exchange.fork is None or not 0 <= place < len(exchange.fork.ways):
            return None
        fork = exchange.fork
        left = self._cut(turn)
        fork.ways[fork.place(exchange)] = left
        kept = len(self.exchanges)
        self.exchanges += fork.ways[place]
        self.undone = []
        return kept

    def find(self, turn: int) -> Exchange | None:
        return next((exchange for exchange in self.exchanges if exchange.turn == turn), None)

    def undo(self, turn: int) -> int:
        """Take a turn out, and those after it, until `put_back`; returns how many that are."""
        self.undone = self._cut(turn) or self.undone
        return len(self.undone)

    def put_back(self) -> int:
        """Undo the last `undo`; returns how many turns stand before those that are back."""
        kept = len(self.exchanges)
        self.exchanges += self.undone
        self.undone = []
        return kept

    def _cut(self, turn: int) -> list[Exchange]:
        self.edited = None
        exchange = self.find(turn)
        if exchange is None:
            return []
        place = self.exchanges.index(exchange)
        left = self.exchanges[place:]
        del self.exchanges[place:]
        return left

    def reopen(self, chat: str, exchanges: Sequence[Exchange], undone: Sequence[Exchange] = ()) -> None:
        """Go on with another chat, of which some turns were ``undone``; with a new one where it has no name."""
        self.chat = chat
        self.opened += 1
        self.exchanges = list(exchanges)
        self.turns = max([self.turns, *(exchange.turn for exchange in (*exchanges, *undone))])
        self.edited = self.rated = None
        self.undone = list(undone)

    def rests_at(self, ids: Sequence[str | None]) -> bool:
        """Whether it has just the turns of these ids, None of one that has none where it is kept, all of them over."""
        return len(ids) == len(self.exchanges) and all(
            exchange.over and name in (None, exchange.id) for exchange, name in zip(self.exchanges, ids, strict=True)
        )

    def catch_up(self, exchanges: Sequence[Exchange], undone: Sequence[Exchange]) -> None:
        """Show what another window made of this chat."""
        self.exchanges, self.undone = list(exchanges), list(undone)
        self.turns = max([self.turns, *(exchange.turn for exchange in (*exchanges, *undone))])

    def answers(self) -> list[Answer]:
        return [exchange.answer for exchange in self.exchanges if exchange.answer is not None]

    def history(self) -> list[Answer]:
        return self.answers()[-TURNS:]
