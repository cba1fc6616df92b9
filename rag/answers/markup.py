"""The pieces of an answer as HTML, wherever it is shown: plain functions from values to strings.

Whatever was written by an article, a model or the reader goes through ``escape``, once, and nothing else does.
"""

import re
import string
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

from babel.dates import format_skeleton

from rag.answers.later import Later
from rag.answers.statements import Statement
from rag.answers.table import Cell, Table
from rag.message import Message, day_in_words
from rag.text.characters import well_formed
from rag.text.quotations import is_quotation
from rag.types import Article, Citation, Listed, Verdict

_ENTITIES = {ord(sign): f"&#{ord(sign)};" for sign in string.punctuation}
_ISO = re.compile(r"(\d{4}-\d\d)(?:(-\d\d)(?:/(\d{4}-\d\d-\d\d))?|(?= \(|$))")  # a day, some days, a month
_PENDING = "◌ Being checked"
_DOUBTS: dict[Verdict, str] = {"partly": "◐ Only partly supported", "unsupported": "⚠ Not supported"}


def month_in_words(month: date) -> str:
    """The month of a day as one says it, such as "October 2023"."""
    return format_skeleton("yMMMM", month, locale="en")


def with_day_in_words(
    text: str, day: Callable[[date], str] = day_in_words, month: Callable[[date], str] = month_in_words
) -> str:
    """A text that begins with a day, some days or a month, as ISO 8601 has them, with these as one says them; any other
    as it is."""
    found = _ISO.match(text)
    if found is None:
        return text
    try:
        first = date.fromisoformat(found[1] + (found[2] or "-01"))
        said = day(first) if found[2] else month(first)
        said += f" – {day(date.fromisoformat(found[3]))}" if found[3] else ""
    except ValueError:
        return text
    return said + text[found.end() :]


def escape(text: str) -> str:
    """Text that HTML and Markdown both show as it is, on one line.

    The chat reads Markdown and HTML at once, so every ASCII sign is written as an entity: no parser can then take it
    for a tag, an emphasis, a link, an image, a table or a formula. A blank line would end an HTML block, and an indent
    begin a code block, hence one space for any run of white space.
    """
    return re.sub(r"\s+", " ", well_formed(text).translate(_ENTITIES))


def words_of(statement: Statement, worded: Callable[[str], str] = str) -> str:
    """A statement's words, with those underlined that nothing cited carries; of a figure that stands otherwise in the
    articles, struck through, with theirs beside it. What we say of them is ``worded``. Of one that is yet to be judged
    nothing is marked."""
    html, behind = "", 0
    for mark in sorted(() if statement.pending else statement.marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < behind:
            continue
        words = escape(statement.text[mark.start : mark.end])
        html += escape(statement.text[behind : mark.start])
        if mark.right is None:
            html += f"<u title='{worded(Message('Nothing cited says this'))}'>{words}</u>"
        else:
            right = f"<ins title='{worded(Message('What the article says'))}'>{escape(mark.right)}</ins>"
            html += f"<s>{words}</s> {right}"
        behind = mark.end
    return html + escape(statement.text[behind:])


def doubt(statement: Statement) -> str:
    """The verdict as sign and words, with the reason, or that it is yet to come; "" where all is well."""
    if statement.pending:
        return _PENDING
    if statement.verdict == "supported":
        return ""
    return _DOUBTS[statement.verdict] + (f": {statement.reason}" if statement.reason else "")


def quotation(
    statement: Statement, later: Later | None = None, told: Callable[[Later], str] = lambda later: later.in_words
) -> str:
    """A statement's words in quotation marks, and before these, in brackets, the name that they leave out; in brackets
    also what is said later, as it is ``told``, and what that takes back struck through."""
    name = f"<span class='of'>[<bdi>{escape(statement.name)}</bdi>:]</span> " if statement.name else ""
    words = escape(statement.text.strip())
    if later is not None:
        said = escape(statement.text[later.start : later.end])
        said = f"<s>{said}</s>" if later.withdrawn else said
        since = f"<ins title='{escape(later.article.title)}'>[{escape(told(later))}]</ins>"
        words = f"{escape(statement.text[: later.start])}{said} {since}{escape(statement.text[later.end :])}"
    return name + (words if is_quotation(statement.text) else f"“{words}”")


def table(
    drawn: Table,
    citations: Iterable[Citation],
    marked: Callable[[Citation], str],
    in_words: Callable[[str], str] = with_day_in_words,
    worded: Callable[[str], str] = str,
) -> str:
    """A table of an answer, each cell with those of the answer's citations that carry it, as ``marked`` draws them, one
    that begins with a day ``in_words``, and all else as it is ``worded``."""
    known = {one.number: one for one in citations}
    head = "".join(f"<th scope='col'>{escape(worded(name))}</th>" for name in drawn.columns)
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{_cell(cell, worded(cell.text), known, marked, in_words)}</td>" for cell in row)
        + "</tr>"
        for row in drawn.rows
    )
    dated = " class='dated'" if drawn.columns[:1] in (("Date",), ("Day",)) else ""
    return f"<table{dated}><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(
    cell: Cell,
    text: str,
    known: Mapping[int, Citation],
    marked: Callable[[Citation], str],
    in_words: Callable[[str], str],
) -> str:
    shown = in_words(text)
    exact = f" title='{escape(text)}'" if shown != text else ""  # by which the page's script sorts and saves
    return f"<bdi{exact}>{escape(shown)}</bdi>{''.join(marked(known[one]) for one in cell.citations if one in known)}"


def said_by(article: Article) -> list[str]:
    """Who says so, as far as that is known, and when."""
    return [*article.facts("source", "author"), dated(article)]


def made_by(generator: str) -> str:
    """How sentences came about that a generator made, in words."""
    return (
        "Quoted from the articles" if generator == "quotes" else f"Written by {generator}, checked against the articles"
    )


def dated(article: Article | Listed) -> str:
    """The day on which an article was published, in words."""
    return day_in_words(article.published) if article.published else "undated"


def on_the_web(url: str) -> bool:
    """Whether an address may become a link: one of http or https that names a host."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as an unclosed bracket in the host
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def language(code: str | None) -> str:
    """The attribute of an element whose words are in that language; "" where it is not known."""
    return f" lang='{escape(code)}'" if code else ""


def counted(number: int, noun: str) -> str:
    """So many things of a kind, whose name takes an s where they are not one."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
