"""What came of the words that a kept answer cites, as HTML: a line for each article above the answer, and its card for
the panel. Escaped as the answers are."""

from collections.abc import Sequence

from rag.types import Span
from rag.web.lost import Lost
from rag.web.render import day_in_words, escape, heading

GONE = "This article is not in the collection any more."
_WHOLE = (
    "<p class='tools'><button type='button' class='whole' aria-expanded='false'>Open the whole article</button></p>"
)


def lines(turn: int, lost: Sequence[Lost], corrections: Sequence[Span]) -> str:
    """A line for each article that no longer says what was cited, and for each correction in another; each leads to its
    card. "" where there is none."""
    articles = _by_article(lost)
    html = "".join(_changed(turn, number, words) for number, words in enumerate(articles, 1))
    html += "".join(_corrected(turn, number, span) for number, span in enumerate(corrections, len(articles) + 1))
    return f"<div class='since'>{html}</div>" if html else ""


def cards(turn: int, lost: Sequence[Lost], corrections: Sequence[Span]) -> str:
    """The cards behind the lines: what the article said, what it says now, and the way to all of it."""
    articles = _by_article(lost)
    html = "".join(_lost_card(turn, number, words) for number, words in enumerate(articles, 1))
    return html + "".join(
        f"{_opened(turn, number, span.article.id)}{heading(span.article)}"
        f"<div class='words'><p>“{escape(span.text)}”</p></div>{_WHOLE}</article>"
        for number, span in enumerate(corrections, len(articles) + 1)
    )


def _by_article(lost: Sequence[Lost]) -> list[list[Lost]]:
    found: dict[str, list[Lost]] = {}
    for one in lost:
        found.setdefault(one.article_id, []).append(one)
    return list(found.values())


def _changed(turn: int, number: int, words: Sequence[Lost]) -> str:
    first = words[0]
    title = f"“<bdi>{escape(first.title)}</bdi>”"
    if first.fate == "gone":
        return f"<p class='notice'><strong>Removed since</strong> {title} is not in the collection any more.</p>"
    listed = "".join(f"<li dir='auto'>{_told(one)}</li>" for one in words)
    link = _link(turn, number, f"Earlier versions ({first.versions})" if first.versions else "Evidence")
    return f"<div class='notice'><strong>Changed since</strong> {title} {link}<ul>{listed}</ul></div>"


def _corrected(turn: int, number: int, span: Span) -> str:
    article = span.article
    day = f" of {day_in_words(article.published)}" if article.published else ""
    return (
        f"<div class='notice'><strong>Corrected</strong> “<bdi>{escape(article.title)}</bdi>”{day}, which is not cited "
        f"here, says: <span dir='auto'>“{escape(span.text)}”</span> {_link(turn, number, 'Evidence')}</div>"
    )


def _link(turn: int, number: int, name: str) -> str:
    return f"<a href='#changed-{turn}-{number}'>{name}</a>"


def _lost_card(turn: int, number: int, words: Sequence[Lost]) -> str:
    first = words[0]
    listed = "".join(f"<li dir='auto'>{_told(one)}</li>" for one in words)
    gone = first.fate == "gone"
    return (
        f"{_opened(turn, number, first.article_id)}<h3><bdi>{escape(first.title)}</bdi></h3>"
        f"<p class='origin'>{GONE if gone else 'Changed since the answer'}</p>"
        f"<div class='words'><ul>{listed}</ul></div>{'' if gone else _WHOLE}</article>"
    )


def _opened(turn: int, number: int, identifier: str) -> str:
    return (
        f"<article class='card lost' id='changed-{turn}-{number}' data-turn='{turn}' data-spans='' "
        f"data-article='{escape(identifier)}'>"
    )


def _told(one: Lost) -> str:
    """What became of cited words, in a sentence."""
    said = f"<del>“{escape(one.quote)}”</del>"
    return {
        "changed": f"It said {said}; it now says <ins>“{escape(one.now)}”</ins>.",
        "removed": f"It said {said}, which was taken out.",
        "moved": f"It still says “{escape(one.quote)}”, in another place.",
        "unknown": f"It does not say {said} any more.",
        "gone": f"It said {said}.",
    }[one.fate]
