"""What a refusal leads on to, as HTML: the nearest sentences, which are no answer, the articles that a search by words
finds, and the question without its filters. Plain functions from values to strings.
"""

from rag.answers.markup import dated, escape, language
from rag.answers.onward import Onward
from rag.types import Article, Span
from rag.web.render import UNOPENED, heading


def lines(turn: int, onward: Onward | None) -> str:
    """The lines for the chat, below the refusal."""
    if onward is None:
        return ""
    near = "".join(map(_quoted, onward.nearest))
    found = "".join(
        f"<li><a href='#found-{turn}-{number}'><bdi>{escape(one.title)}</bdi></a>, {dated(one)}</li>"
        for number, one in enumerate(onward.articles, 1)
    )
    html = f"<p><strong>Nearest, and no answer</strong></p>{near}" if near else ""
    html += f"<p><strong>Articles by words alone</strong></p><ul>{found}</ul>" if found else ""
    if onward.without_filters is not None:
        link = f" <a href='#unfiltered-{turn}'>Ask the whole archive</a>" if onward.unfiltered != 0 else ""
        html = f"<p>{onward.without_filters}{link}</p>{html}"
    return f"<div class='onward'>{html}</div>" if html else ""


def cards(turn: int, onward: Onward | None) -> str:
    """The cards for the panel, one for each article found by words."""
    return "".join(_card(turn, number, one) for number, one in enumerate(onward.articles if onward else (), 1))


def _quoted(span: Span) -> str:
    source = f"<cite><bdi>{escape(span.article.title)}</bdi>, {dated(span.article)}</cite>"
    return f"<blockquote{language(span.article.lang)}><p>“{escape(span.text.strip())}”</p>{source}</blockquote>"


def _card(turn: int, number: int, article: Article) -> str:
    return (
        f"<article class='card' id='found-{turn}-{number}' data-turn='{turn}' data-spans='' "
        f"data-article='{escape(article.id)}'{language(article.lang)}>{heading(article)}{UNOPENED}</article>"
    )
