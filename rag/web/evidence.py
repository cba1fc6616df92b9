"""The evidence of an answer, for the panel beside the chat: a card for each cited article with its quotes where they
stand, and what was found and not cited. Plain functions from values to strings.
"""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rag.answers.answer import Answer
from rag.answers.later import Later, retractions, withdrawn
from rag.answers.markup import escape, language, on_the_web
from rag.answers.paragraphs import BLANK_LINES
from rag.filters import Filters
from rag.index.versions import History
from rag.types import Article, Citation, Passage, Span
from rag.web import render
from rag.web.articles_view import HEAD, reader
from rag.web.render import asking, flow, heading, marked, marker, problem
from rag.web.versions_view import earlier
from rag.web.why import why
from rag.web.words import dated, gettext, ngettext
from rag.web.words import passages as so_many

CONTEXT = 1200
"""Characters of a paragraph shown around a citation; a longer citation is still shown whole."""


def section(
    turn: int,
    given: Answer,
    filters: Filters,
    since: str = "",
    titles: Sequence[str] = (),
    corrections: Sequence[Span] = (),
) -> str:
    """The panel for one turn: the cards, in which what they or ``corrections`` take back is struck through, those of
    what came ``since`` (HTML), then what was found and not cited, and why the answer is what it is."""
    cited_by: dict[str, list[Citation]] = {}
    for citation in given.citations:
        cited_by.setdefault(citation.article.id, []).append(citation)
    taken = withdrawn(given, corrections)
    cards = "".join(_card(turn, citations, given, taken) for citations in cited_by.values())
    cited = given.citations
    rest = [passage for passage in given.passages if not any(passage.overlaps(citation) for citation in cited)]
    if given.refusal is not None:
        cards = f"<p class='none'>{gettext('No article is cited.')}</p>"
    elif given.reply is not None:
        cards = f"<p class='none'>{gettext('Nothing was asked of the articles.')}</p>"
    # Of a refusal the chat says all, until this is asked for.
    refused = " class='refused'" if given.refusal is not None else ""
    return (
        f"<section id='turn-{turn}'{refused} aria-label='{gettext('Evidence')}'><h2>{gettext('Evidence')}</h2>"
        f"<p class='asked' dir='auto'>{escape(given.question)}</p>{cards}{since}"
        f"{_fold(rest, opened=given.refusal is not None)}"
        f"{'' if given.reply is not None else why(turn, given, filters, titles)}</section>"
    )


def on_paper(given: Answer, corrections: Sequence[Span] = ()) -> str:
    """The cited words, as far as the answer does not say them itself, and whose they are, for paper alone: there the
    panel is not."""
    lines = []
    said = {one.text.strip() for one in given.statements}
    since = retractions(given, corrections)
    for one in given.citations:
        address = f" {escape(one.article.url)}" if one.article.url and on_the_web(one.article.url) else ""
        told = (one.article.title, *one.article.facts("source", "author"), dated(one.article))
        facts = ", ".join(f"<bdi>{escape(fact)}</bdi>" for fact in told)
        quote = "" if one.quote.strip() in said else f"<q dir='auto'>{escape(one.quote.strip())}</q>"
        quote += escape(since.get(one.number, ""))
        lines.append(f"<li>[{one.number}] {quote} {facts}{address}</li>")
    return f"<ul class='sources'>{''.join(lines)}</ul>" if lines else ""


Quoted = tuple[int, int, int, int]
"""The number of a citation, its first and last character, and the checksum of its words."""


def whole(turn: int, history: History | None, spans: Sequence[Quoted]) -> str:
    """The whole of a cited article as it is now, with the quotes of a turn marked that stand where they stood, and its
    earlier versions."""
    if history is None:
        return problem(gettext("This article is not in the collection any more."))
    text = history.article.text
    inside = [
        (start, end, f"{turn}-{number}")
        for number, start, end, said in spans
        if 0 <= start < end <= len(text) and said == checksum(text[start:end])
    ]
    changed = gettext(
        "This article has changed since the answer; as it is now, it does not hold the quotes where they stood."
    )
    return (problem(changed) if len(inside) < len(spans) else "") + reader(
        history.article, inside, below=earlier(history)
    )


def checksum(words: str) -> int:
    """CRC-32 of a quote, by which it is known again when the article is opened later."""
    return zlib.crc32(words.encode("utf-8", "surrogatepass"))


def _card(turn: int, citations: Sequence[Citation], given: Answer, taken: Mapping[int, Later]) -> str:
    article = citations[0].article
    spans = " ".join(f"{one.number}:{one.start}:{one.end}:{checksum(one.quote)}" for one in citations)
    back = "".join(_back(turn, one) for one in citations)
    copied = {
        "quote": gettext("Quote and source"),
        "reference": gettext("Source"),
        "bib": "BibTeX",
        "ris": "RIS",
        "json": "CSL-JSON",
    }
    copies = "".join(
        f"<li><button type='button' data-copy='{kind}'>{name}</button></li>" for kind, name in copied.items()
    )
    return (
        f"<article class='card' data-turn='{turn}' data-article='{escape(article.id)}' data-spans='{spans}'"
        f"{language(article.lang)}>{heading(article)}{_copies(article, given)}"
        f"<div class='words'>{_excerpts(turn, citations, taken)}</div>"
        f"<p class='tools'>{render.whole()}{asking()}<span>{gettext('Back to the answer:')}{back}</span></p>"
        f"<details class='choices'><summary>{gettext('Copy')}</summary><ul>{copies}</ul></details></article>"
    )


def _back(turn: int, citation: Citation) -> str:
    return marker(turn, "said", citation, gettext("Back to the answer"))


def _copies(article: Article, given: Answer) -> str:
    """Where else nearly the same is said, which was passed over for this article."""
    copies = {copy.article.id: copy.article for copy, of in given.trace.copies if of.article.id == article.id}
    copies.pop(article.id, None)
    if not copies:
        return ""
    listed = "".join(f"<li>{heading(copy)}</li>" for copy in copies.values())
    summary = ngettext("Also in {number} copy", "Also in {number} copies", len(copies))
    return f"<details class='copies'><summary>{summary}</summary><ul>{listed}</ul></details>"


def _excerpts(turn: int, citations: Sequence[Citation], taken: Mapping[int, Later]) -> str:
    """The paragraphs of one article around its citations, each citation marked where it stands, in it what is
    ``taken`` back."""
    text = citations[0].article.text
    windows: list[_Window] = []
    for citation in sorted(citations, key=lambda citation: citation.start):
        window = _window(text, citation)
        if windows and window.start <= windows[-1].end:
            last = windows.pop()
            end, cut_after = max((last.end, last.cut_after), (window.end, window.cut_after))
            window = _Window(last.start, end, last.cut_before, cut_after)
        windows.append(window)
    html, shown = "", 0
    for window in windows:
        if html and text[shown : window.start].strip():
            html += "<p class='gap'>⋯</p>"
        before, after = "… " if window.cut_before else "", " …" if window.cut_after else ""
        html += f"<p>{before}{_marked(turn, text, window, citations, taken)}{after}</p>"
        shown = window.end
    return html


class _Window(NamedTuple):
    """The part of a text around a citation, and whether it was cut within a paragraph."""

    start: int
    end: int
    cut_before: bool
    cut_after: bool


def _window(text: str, span: Span) -> _Window:
    """The paragraphs that a span touches, cut to about ``CONTEXT`` characters between words and outside the span."""
    breaks = [blank.span() for blank in BLANK_LINES.finditer(text)]
    start = max((after for _, after in breaks if after <= span.start), default=0)
    end = min((before for before, _ in breaks if before >= span.end), default=len(text))
    room = max(0, CONTEXT - (span.end - span.start)) // 2
    long = end - start > CONTEXT
    cut_before, cut_after = long and span.start - start > room, long and end - span.end > room
    if cut_before:
        space = re.compile(r"\s").search(text, span.start - room, span.start)
        start = space.end() if space else span.start
    if cut_after:
        words = re.compile(r".*\s", re.DOTALL).match(text, span.end, span.end + room)
        end = words.end() if words else span.end
    return _Window(start, end, cut_before, cut_after)


def _marked(turn: int, text: str, window: _Window, citations: Iterable[Citation], taken: Mapping[int, Later]) -> str:
    """The window's text with its citations marked, each with the way back to the answer behind it; what is taken back
    is struck through, with what was put in its place."""
    inside = [citation for citation in citations if window.start <= citation.start < window.end]
    named = [(one.start, one.end, f"{turn}-{one.number}") for one in inside]
    struck = {
        one.start + later.end: (one.start + later.start, later)
        for one in inside
        if (later := taken.get(one.number)) is not None
    }
    cuts = [(start, end, "") for end, (start, _) in struck.items()]
    html, begin = "", window.start
    for end, words in marked(text, window.start, window.end, [*named, *cuts]):
        start, later = struck.get(end, (-1, None))
        html += words if later is None or start != begin else f"<s>{words}</s> {_instead(later)}"
        begin = end
        html += "".join(_back(turn, one) for one in inside if one.end == end)
    return html


def _instead(later: Later) -> str:
    return f"<ins title='{escape(later.article.title)}'>[{escape(render.since(later))}]</ins>"


def _fold(passages: Sequence[Passage], *, opened: bool) -> str:
    """The passages that were found and not cited."""
    if not passages:
        return ""
    cards = [
        f"<article class='card'>{heading(one.article)}<p>{flow(HEAD.sub('', one.text))}</p></article>"
        for one in passages
    ]
    summary = gettext("{passages} found, not cited", passages=so_many(len(passages)))
    return f"<details{' open' if opened else ''}><summary>{summary}</summary>{''.join(cards)}</details>"
