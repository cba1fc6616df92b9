"""The turns of a chat as HTML. Each is drawn when it changes, so that older ones cost nothing while an answer grows,
and what only its evidence was drawn from can be let go. It knows nothing of gradio.
"""

from collections.abc import Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

from rag.answers.answer import Answer, Trace
from rag.errors import RagError
from rag.web import actions, evidence, render, since_view
from rag.web.corrected import later
from rag.web.session import Exchange


class Drawing(NamedTuple):
    """A turn as HTML: the question and the answer, which are for the chat, and its evidence, for the panel."""

    question: str
    answer: str
    evidence: str


class Drawings:
    """The drawings of all turns that there are; each goes with its turn."""

    def __init__(self) -> None:
        self._drawings: WeakKeyDictionary[Exchange, Drawing] = WeakKeyDictionary()

    def of(self, exchange: Exchange) -> Drawing:
        """The turn as it was drawn last."""
        return self._drawings.get(exchange) or self.draw(exchange)

    def draw(self, exchange: Exchange) -> Drawing:
        """Draw a turn that has changed."""
        given = exchange.answer or Answer(exchange.question, Trace(exchange.question))
        since = exchange.turn, exchange.lost, exchange.corrections
        self._drawings[exchange] = Drawing(
            render.question(exchange.question, exchange.filters),
            _answer(exchange),
            evidence.section(exchange.turn, given, exchange.filters, since_view.cards(*since)),
        )
        return self._drawings[exchange]

    def messages(self, exchanges: Iterable[Exchange]) -> list[dict[str, str]]:
        """Turns for the chat; of this Gradio sends the browser what has changed since the last step."""
        return [
            {"role": role, "content": content}
            for one in exchanges
            for role, content in (("user", self.of(one).question + _ways(one)), ("assistant", self.of(one).answer))
        ]


def _ways(exchange: Exchange) -> str:
    """Where there are several ways on from a turn, which that is; a drawing would not hear of those begun after it."""
    if exchange.fork is None or len(exchange.fork.ways) < 2:
        return ""
    return actions.ways(exchange.turn, exchange.fork.place(exchange), len(exchange.fork.ways))


def _answer(exchange: Exchange) -> str:
    since = since_view.lines(exchange.turn, exchange.lost, exchange.corrections)
    acts, given = actions.row(exchange), ""
    if (answer := exchange.answer) is not None:
        below = evidence.on_paper(answer) + acts
        given = since + render.answer(exchange.turn, answer, below, later(answer, exchange.corrections))
    if exchange.ending is None:
        return given or render.aside("Searching the articles …")
    ending = exchange.ending
    line = render.problem(ending) if isinstance(ending, RagError) else render.aside(ending)
    return given + line + acts
