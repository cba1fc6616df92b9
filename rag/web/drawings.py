"""The turns of a chat as HTML. Each is drawn when it changes, so that older ones cost nothing while an answer grows,
and what only its evidence was drawn from can be let go. It knows nothing of gradio.
"""

from collections.abc import Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

from rag.answers.answer import Answer
from rag.answers.later import later
from rag.answers.markup import escape
from rag.answers.stages import Stage
from rag.answers.statements import Trace
from rag.errors import RagError, UnknownName
from rag.web import actions, evidence, onward_view, render, since_view
from rag.web.session import Exchange
from rag.web.words import articles, gettext, passages, sentences, worded


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
            render.question(exchange.question, exchange.filters, exchange.titles),
            _answer(exchange),
            evidence.section(exchange.turn, given, exchange.filters, beside, exchange.titles, exchange.corrections),
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
    answer, acts = exchange.answer, actions.row(exchange)
    given = since_view.lines(exchange.turn, exchange.lost, exchange.corrections)
    if answer is not None:
        # While it grows nothing stands below it, and it is drawn with each of its steps.
        below = evidence.on_paper(answer, exchange.corrections) + acts if answer.finished else ""
        onward = onward_view.lines(exchange.turn, answer.onward)
        given += render.answer(exchange.turn, answer, below, later(answer, exchange.corrections), onward=onward)
    if exchange.ending is None:
        return given + (_stage(answer) if answer else render.aside(gettext("Searching the articles …")))
    ending = exchange.ending
    line = render.problem(ending) if isinstance(ending, RagError) else render.aside(ending)
    if isinstance(ending, UnknownName):
        line += onward_view.instead(exchange.question, exchange.filters, ending)
    return given + line + acts


def _stage(answer: Answer) -> str:
    """What is being done for an answer in progress, before its first words with the titles of what is read."""
    if answer.stage is None:
        return ""
    titles = {} if answer.statements else {one.article.id: one.article.title for one in answer.passages}
    read = "".join(f"<li><bdi>{escape(title)}</bdi></li>" for title in titles.values())
    return f"<p class='stage'>{_doing(answer.stage)}</p>" + (f"<ul class='read'>{read}</ul>" if read else "")


def _doing(stage: Stage) -> str:
    """What is being done, in a line."""
    model = escape(worded(stage.model))
    match stage.doing:
        case "translating":
            return gettext("{model} is translating the question …", model=model)
        case "rewording":
            return gettext("{model} is reading the question together with those before it …", model=model)
        case "reading":
            read = {"passages": passages(stage.passages), "articles": articles(stage.articles)}
            return gettext("Reading {passages} of {articles}; {model} is writing …", **read, model=model)
        case "writing":
            return gettext("{model} is writing …", model=model)
        case "checking":
            checked = sentences(stage.sentences)
            return gettext("Checking {sentences}; {judge} is judging …", sentences=checked, judge=model)
