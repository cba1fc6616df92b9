"""How a chat leaves the page: as a file, or by the clipboard."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import gradio as gr

from rag.answers import calendars, export, references
from rag.answers.answer import Answer
from rag.web import copying, render, since_view, words
from rag.web.bridge import turn_of
from rag.web.session import Exchange, Session

_LONGEST = 60  # characters of a question in the name of a file


def save(event: gr.EventData, session: Session) -> dict[str, str]:
    """The chat, or the articles that it cites, as a file for the browser: its name and its text."""
    return saved(session.exchanges, str(event.kind), datetime.now(UTC))


def copy(event: gr.EventData, session: Session) -> dict[str, object]:
    """An answer, or what it cites of an article, for the clipboard, under the number by which it was asked for; that
    alone where there is no such."""
    exchange = session.find(turn_of(event))
    if exchange is None or exchange.answer is None:
        return {"number": event.number}
    texts = copying.copied(exchange.answer, str(event.kind), event.article, exchange.corrections)
    return {"number": event.number, **texts}


def saved(exchanges: Sequence[Exchange], kind: str, now: datetime) -> dict[str, str]:
    """The ``name`` of a file and its ``text``; Markdown where no such kind is known. Turns without an answer are left
    out."""
    answered = [(one.answer, one) for one in exchanges if one.answer is not None]
    answers = [answer for answer, _ in answered]
    name = _name(answers)
    if kind in references.FORMATS:
        cited = references.FORMATS[kind](answers, corrections=[one.corrections for _, one in answered])
        return {"name": f"{name} (references).{kind}", "text": cited}
    if kind == "ics":
        return {"name": f"{name} (timeline).ics", "text": calendars.calendar(answers)}
    suffix, written = ("html", export.html) if kind == "html" else ("md", export.markdown)
    with words.speaking(words.ENGLISH):  # as all else in it is
        narrowed = [render.narrowing(one.filters, one.titles) for _, one in answered]
        since = [since_view.in_words(one.lost, one.corrections) for _, one in answered]
    text = written(answers, exported=now, narrowed=narrowed, since=since)
    return {"name": f"{name}.{suffix}", "text": text}


def _name(answers: Sequence[Answer]) -> str:
    """The first words of the first question, in signs that every file system takes."""
    said = re.sub(r"[\W_]+", " ", answers[0].question if answers else "Questions and answers").strip()
    return said if len(said) <= _LONGEST else said[: _LONGEST + 1].rpartition(" ")[0] or said[:_LONGEST]
