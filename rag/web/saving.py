"""A chat, the articles that it cites or its timelines as a file for the browser."""

from collections.abc import Sequence
from datetime import datetime

from rag.answers import calendars, export, references
from rag.web import render, since_view
from rag.web.session import Exchange

_LISTED = {kind: ("references", write) for kind, write in references.FORMATS.items()}
_LISTED["ics"] = "timelines", calendars.calendar


def saved(exchanges: Sequence[Exchange], kind: str, now: datetime) -> dict[str, str]:
    """The ``name`` of a file and its ``text``; Markdown where no such kind is known. Turns without an answer are left
    out."""
    answered = [(one.answer, one) for one in exchanges if one.answer is not None]
    answers = [answer for answer, _ in answered]
    if (listed := _LISTED.get(kind)) is not None:
        return {"name": f"{listed[0]}-{now:%Y-%m-%d}.{kind}", "text": listed[1](answers)}
    suffix, written = ("html", export.html) if kind == "html" else ("md", export.markdown)
    narrowed = [render.narrowing(one.filters) for _, one in answered]
    since = [since_view.in_words(one.lost, one.corrections) for _, one in answered]
    text = written(answers, exported=now, narrowed=narrowed, since=since)
    return {"name": f"articles-{now:%Y-%m-%d}.{suffix}", "text": text}
