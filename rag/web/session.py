"""The turns of one open page. It knows nothing of gradio."""

from dataclasses import dataclass, field

from rag.types import Answer, Filters
from rag.web import render

REMEMBERED = 10
"""How many earlier answers of a session a question is read with."""


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
        self.evidence = render.evidence(self.turn, Answer(self.question, self.question))

    def show(self, answer: Answer, *, over: bool) -> None:
        self.answer, self.over = answer, over
        self.said = render.answer(self.turn, answer, finished=over)
        self.evidence = render.evidence(self.turn, answer)

    def end(self, reason: str, kind: str = "problem") -> None:
        """End before the answer does; what there is of it stays."""
        self.said = (self.said if self.answer else "") + render.aside(reason, kind)
        self.over = True


@dataclass
class Session:
    """The turns of one open page. A new chat goes on counting, so that no old marker leads to a new turn."""

    exchanges: list[Exchange] = field(default_factory=list)
    turns: int = 0

    def begin(self, question: str, filters: Filters) -> Exchange:
        self.turns += 1
        self.exchanges.append(Exchange(self.turns, question, filters))
        return self.exchanges[-1]

    def history(self) -> list[Answer]:
        return [exchange.answer for exchange in self.exchanges if exchange.answer is not None][-REMEMBERED:]

    def messages(self) -> list[dict[str, str]]:
        """For the chat; of this and of ``sections`` Gradio sends the browser what has changed since the last step."""
        return [
            message
            for exchange in self.exchanges
            for message in (
                {"role": "user", "content": render.question(exchange.question, exchange.filters)},
                {"role": "assistant", "content": exchange.said},
            )
        ]

    def sections(self) -> list[str]:
        """For the panel."""
        return [exchange.evidence for exchange in self.exchanges]
