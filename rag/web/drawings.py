"""The turns of a chat as HTML. Each is drawn when it changes, so that older ones cost nothing while an answer grows,
and what only its evidence was drawn from can be let go. It knows nothing of gradio.
"""

from collections.abc import Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

from rag.answers.answer import Answer, Trace
from rag.errors import RagError
from rag.web import evidence, onward_view, render, since_view
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
        beside = since_view.cards(exchange.turn, exchange.lost, exchange.corrections)
        beside += onward_view.cards(exchange.turn, given.onward)
        self._drawings[exchange] = Drawing(
            render.question(exchange.question, exchange.filters),
            _answer(exchange),
            evidence.section(exchange.turn, given, exchange.filters, beside),
        )
        return self._drawings[exchange]

    def messages(self, exchanges: Iterable[Exchange]) -> list[dict[str, str]]:
        """Turns for the chat; of this Gradio sends the browser what has changed since the last step."""
        drawings = map(self.of, exchanges)
        return [
            {"role": role, "content": content}
            for one in drawings
            for role, content in (("user", one.question), ("assistant", one.answer))
        ]


def _answer(exchange: Exchange) -> str:
    answer, turn = exchange.answer, exchange.turn
    given = since_view.lines(turn, exchange.lost, exchange.corrections)
    given += render.answer(turn, answer, onward_view.lines(turn, answer.onward)) if answer else ""
    if exchange.ending is None:
        return given + (_stage(answer) if answer else render.aside("Searching the articles …"))
    ending = exchange.ending
    line = render.problem(ending) if isinstance(ending, RagError) else render.aside(ending)
    return given + line + render.actions(turn, exchange.question)


def _stage(answer: Answer) -> str:
    """What is being done for an answer in progress, before its first words with the titles of what is read."""
    if answer.stage is None:
        return ""
    titles = {} if answer.statements else {one.article.id: one.article.title for one in answer.passages}
    read = "".join(f"<li><bdi>{render.escape(title)}</bdi></li>" for title in titles.values())
    return f"<p class='stage'>{render.escape(answer.stage)}</p>" + (f"<ul class='read'>{read}</ul>" if read else "")
