"""What came since a reader was here last, as HTML for the page before its first question; else what is newest.

Plain functions from values to strings, escaped as the answers are (`rag.web.render`). An article is opened by
``button.open``, as one of the list is.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape as exact

from rag.answers.markup import escape, language
from rag.types import Listed
from rag.web import words
from rag.web.words import articles, dated, gettext

_SHOWN = 5
_WEEK = timedelta(days=7)  # within which a day of the week says which day it was


def since(listing: Sequence[Listed], day: date | None) -> list[Listed]:
    """Those of the articles, newest first, that are of a day or later; none where the day is not known."""
    return [one for one in listing if day is not None and one.published is not None and one.published >= day]


def news(listing: Sequence[Listed], last: date | None, today: date, question: str | None) -> str:
    """What is new in a list, newest first, since the ``last`` visit, where there was one, with a ``question`` that
    tells more of it; where nothing is, the newest articles, which a wide page has beside the chat anyway."""
    if not listing:
        return ""
    new = since(listing, last)
    visit = _called(last, today) if last is not None else ""
    heading = gettext("The newest articles")
    if new:
        heading = gettext("{articles} since your last visit ({day})", articles=articles(len(new)), day=visit)
    elif visit:
        heading = f"{gettext('Nothing new since your last visit ({day}).', day=visit)} {heading}"
    kind = "new" if new else "newest"
    titles = "".join(map(_entry, (new or listing)[:_SHOWN]))
    asked = f"<p><button type='button' data-offer>{escape(question)}</button></p>" if question else ""
    label = gettext("New articles")
    return f"<section class='{kind}' aria-label='{label}'><p>{heading}</p><ul>{titles}</ul>{asked}</section>"


def _entry(one: Listed) -> str:
    title = f"<bdi>{escape(one.title)}</bdi>"
    return (
        f"<li><button type='button' class='open' data-article='{exact(one.id)}'{language(one.lang)}>{title}</button> "
        f"<span>{dated(one)}</span></li>"
    )


def _called(day: date, today: date) -> str:
    """A day as one says it: within a week by its name."""
    if day == today:
        return gettext("today")
    return words.weekday(day) if timedelta() < today - day < _WEEK else words.day(day)
