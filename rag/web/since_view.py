"""What came of the words that a kept answer cites, as HTML: a line for each article above the answer, and its card for
the panel. Escaped as the answers are."""

from collections.abc import Callable, Mapping, Sequence

from rag.answers.markup import day_in_words, escape
from rag.types import Span
from rag.web.lost import Fate, Lost
from rag.web.render import heading

GONE = "This article is not in the collection any more."
_WHOLE = (
    "<p class='tools'><button type='button' class='whole' aria-expanded='false'>Open the whole article</button></p>"
)

_TOLD: Mapping[Fate, str] = {
    "changed": "It said {quote}; it now says {now}.",
    "removed": "It said {quote}, which was taken out.",
    "moved": "It still says {quote}, in another place.",
    "unknown": "It does not say {quote} any more.",
    "gone": "It said {quote}.",
}


def lines(turn: int, lost: Sequence[Lost], corrections: Sequence[Span]) -> str:
    """A line for each article that no longer says what was cited, and for each correction in another; each leads to its
    card. "" where there is none."""
    articles = _by_article(lost)
    html = "".join(_changed(turn, number, words) for number, words in enumerate(articles, 1))
    html += "".join(_corrected(turn, number, span) for number, span in enumerate(corrections, len(articles) + 1))
    return f"<div class='since'>{html}</div>" if html else ""


def in_words(lost: Sequence[Lost], corrections: Sequence[Span]) -> list[str]:
    """The same as plain text, a line for each of the words that no longer stand there and for each correction."""
    told = [f"{'Removed' if one.fate == 'gone' else 'Changed'} since, “{one.title}”: {_plainly(one)}" for one in lost]
    return told + [f"Corrected in {_called(span)}, which is not cited here: “{span.text}”" for span in corrections]


def _plainly(one: Lost) -> str:
    return _TOLD[one.fate].format(quote=f"“{one.quote}”", now=f"“{one.now}”")


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
    return (
        f"<div class='notice'><strong>Corrected</strong> {_called(span, lambda title: f'<bdi>{escape(title)}</bdi>')}, "
        "which is not cited "
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


def _called(span: Span, shown: Callable[[str], str] = str) -> str:
    """An article by its title, as it is ``shown``, and its day."""
    day = f" of {day_in_words(span.article.published)}" if span.article.published else ""
    return f"“{shown(span.article.title)}”{day}"


def _told(one: Lost) -> str:
    """What became of cited words, in a sentence."""
    now = f"<ins>“{escape(one.now)}”</ins>" if one.fate == "changed" else ""
    quote = f"“{escape(one.quote)}”" if one.fate == "moved" else f"<del>“{escape(one.quote)}”</del>"
    return _TOLD[one.fate].format(quote=quote, now=now)
