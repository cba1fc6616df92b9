"""What a refusal leads on to, as HTML: the nearest sentences, which are no answer, the articles that a search by words
finds, and the question without its filters. Plain functions from values to strings.
"""

from rag.answers.markup import escape, language
from rag.answers.onward import Onward
from rag.errors import UnknownName
from rag.filters import Filters
from rag.types import Article, Span
from rag.web import sharing
from rag.web.render import heading, named, unopened
from rag.web.words import dated, gettext, ngettext


def lines(turn: int, onward: Onward | None) -> str:
    """The lines for the chat, below the refusal."""
    if onward is None:
        return ""
    near = "".join(map(_quoted, onward.nearest))
    found = "".join(
        f"<li><a href='#found-{turn}-{number}'><bdi>{escape(one.title)}</bdi></a>, {dated(one)}</li>"
        for number, one in enumerate(onward.articles, 1)
    )
    html = f"<p><strong>{gettext('Nearest, and no answer')}</strong></p>{near}" if near else ""
    html += f"<p><strong>{gettext('Articles by words alone')}</strong></p><ul>{found}</ul>" if found else ""
    if onward.narrowed:
        whole = (
            f" <a href='#unfiltered-{turn}'>{gettext('Ask the whole archive')}</a>" if onward.unfiltered != 0 else ""
        )
        html = f"<p>{_without_filters(onward.unfiltered)}{whole}</p>{html}"
    return f"<div class='onward'>{html}</div>" if html else ""


def instead(question: str, filters: Filters, unknown: UnknownName) -> str:
    """What a question leads on to whose filters have a name that no article has: itself with each of the names that
    are spelled like it, and without filters; each a page of its own, whose fields have what is asked."""
    ways = [
        (gettext("Ask with “{name}”", name=escape(near)), filters.renamed(unknown.name, near)) for near in unknown.near
    ]
    ways.append((gettext("Ask the whole archive"), Filters()))
    links = "".join(f"<li><a href='{escape(sharing.address(question, other))}'>{said}</a></li>" for said, other in ways)
    return f"<div class='onward'><ul>{links}</ul></div>"


def cards(turn: int, onward: Onward | None) -> str:
    """The cards for the panel, one for each article found by words."""
    return "".join(_card(turn, number, one) for number, one in enumerate(onward.articles if onward else (), 1))


def _without_filters(answering: int | None) -> str:
    """What came of the question without its filters, which is so many sentences, or not known."""
    if answering is None:
        return gettext("The filters may leave out what answers this.")
    if answering == 0:
        return gettext("Nothing was found without the filters, either.")
    return ngettext(
        "Without the filters, {number} sentence answers this.",
        "Without the filters, {number} sentences answer this.",
        answering,
    )


def _quoted(span: Span) -> str:
    quote = f"<p>“{escape(span.text.strip())}”</p><cite>{named(span.article)}</cite>"
    return f"<blockquote{language(span.article.lang)}>{quote}</blockquote>"


def _card(turn: int, number: int, article: Article) -> str:
    return (
        f"<article class='card' id='found-{turn}-{number}' data-turn='{turn}' data-spans='' "
        f"data-article='{escape(article.id)}'{language(article.lang)}>{heading(article)}{unopened()}</article>"
    )
