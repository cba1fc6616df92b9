"""What a reader thinks of an answer: good or bad, and in a few words why. It is written down on the server."""

from typing import Any

import gradio as gr

from rag.answers.feedback import Feedback
from rag.errors import RagError
from rag.web import programs, render, words
from rag.web.bridge import turn_of
from rag.web.drawings import Drawings
from rag.web.session import Session
from rag.web.words import gettext


class Rating:
    """The row in which one says why, shown once an answer was rated."""

    def __init__(self, feedback: Feedback) -> None:
        self._feedback = feedback
        with gr.Row(elem_id="noted", visible=False) as self.row:
            self._note = gr.Textbox(label=gettext("What was good or bad about it?"), max_lines=3, max_length=2000)
            self._done = gr.Button(gettext("Add the note"), size="sm", scale=0)

    def listen(
        self, events: gr.HTML, session: gr.State, complaint: gr.HTML, chat: gr.Chatbot, drawings: Drawings
    ) -> None:
        """Follow what is rated, say in ``complaint`` what became of it, and show in the ``chat`` what was rated."""
        self._complaint, self._chat, self._drawings = complaint, chat, drawings
        events.like(self.rate, session, [chat, complaint, self.row, self._note], **programs.ON_PAGE)
        noting = [self._note.submit, self._done.click]
        gr.on(noting, self.add_note, [self._note, session], [complaint, self.row], **programs.ON_PAGE)

    def rate(self, event: gr.EventData, session: Session) -> dict[Any, Any]:
        """Write down what a reader thinks of an answer, and ask why."""
        session.rated = (turn_of(event), event.good is True)
        recorded = self._record(session, "")
        exchange = session.find(turn_of(event))
        if exchange is not None:
            exchange.good = event.good is True
            self._drawings.draw(exchange)
        messages = self._drawings.messages(session.exchanges)
        return {
            **recorded,
            self._chat: messages,
            self.row: gr.Row(visible=session.rated is not None),
            self._note: "",
        }

    def add_note(self, text: str, session: Session) -> dict[Any, Any]:
        """Write down what a reader says of the answer that was rated last."""
        return {**(self._record(session, text) if text.strip() else {}), self.row: gr.Row(visible=False)}

    def _record(self, session: Session, note: str) -> dict[Any, Any]:
        turn, good = session.rated or (0, False)
        exchange = session.find(turn)
        if exchange is None or exchange.answer is None:
            session.rated = None
            return {self._complaint: render.problem(render.gone())}
        try:
            with words.speaking(words.ENGLISH):  # in which the file is kept
                narrowed = render.narrowing(exchange.filters, exchange.titles)
            self._feedback.record(exchange.answer, good=good, note=note, narrowed=narrowed)
        except RagError as error:
            return {self._complaint: render.problem(error)}
        return {self._complaint: render.aside(gettext("Thank you: this was noted on the server."))}
