"""How a chat leaves the page: as a file, or by the clipboard."""

from datetime import UTC, datetime

import gradio as gr

from rag.web import copying, saving
from rag.web.bridge import turn_of
from rag.web.session import Session


def save(event: gr.EventData, session: Session) -> dict[str, str]:
    """The chat, or the articles that it cites, as a file for the browser: its name and its text."""
    return saving.saved(session.exchanges, str(event.kind), datetime.now(UTC))


def copy(event: gr.EventData, session: Session) -> dict[str, object]:
    """An answer, or what it cites of an article, for the clipboard, under the number by which it was asked for; that
    alone where there is no such."""
    exchange = session.find(turn_of(event))
    if exchange is None or exchange.answer is None:
        return {"number": event.number}
    texts = copying.copied(exchange.answer, str(event.kind), event.article, exchange.corrections)
    return {"number": event.number, **texts}
