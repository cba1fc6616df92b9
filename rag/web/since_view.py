"""What came of the words that a kept answer cites, as HTML: a line for each article above the answer, and its card for
the panel. Escaped as the answers are."""

from collections.abc import Callable, Sequence

from rag.answers.markup import escape
from rag.types import Span
from rag.web.lost import Fate, Lost
from rag.web.render import heading, whole
from rag.web.words import day, gettext


def lines(turn: int, lost: Sequence[Lost], corrections: Sequence[Span]) -> str:
    """A line for each article that no longer says what was cited, and for each correction in another; each leads to its
    card. "" where there is none."""
    articles = _by_article(lost)
    html = "".join(_changed(turn, number, words) for number, words in enumerate(articles, 1))
    html += "".join(_corrected(turn, number, span) for number, span in enumerate(corrections, len(articles) + 1))
    return f"<div class='since'>{html}</div>" if html else ""


def in_words(lost: Sequence[Lost], corrections: Sequence[Span]) -> list[str]:
    """The same as plain text, a line for each of the words that no longer stand there and for each correction."""
    told = []
    for one in lost:
        changed = gettext("Changed since, “{title}”: {told}", title=one.title, told=_plainly(one))
        removed = gettext("Removed since, “{title}”: {told}", title=one.title, told=_plainly(one))
        told.append(removed if one.fate == "gone" else changed)
    for span in corrections:
        where = gettext(
            "Corrected in {article}, which is not cited here: “{words}”", article=_called(span), words=span.text
        )
        told.append(where)
    return told


def _plainly(one: Lost) -> str:
    return _became(one.fate, f"“{one.quote}”", f"“{one.now}”")


def _became(fate: Fate, quote: str, now: str) -> str:
    return {
        "changed": gettext("It said {quote}; it now says {now}.", quote=quote, now=now),
        "removed": gettext("It said {quote}, which was taken out.", quote=quote),
        "moved": gettext("It still says {quote}, in another place.", quote=quote),
        "unknown": gettext("It does not say {quote} any more.", quote=quote),
        "gone": gettext("It said {quote}.", quote=quote),
    }[fate]


def cards(turn: int, lost: Sequence[Lost], corrections: Sequence[Span]) -> str:
    """The cards behind the lines: what the article said, what it says now, and the way to all of it."""
    articles = _by_article(lost)
    html = "".join(_lost_card(turn, number, words) for number, words in enumerate(articles, 1))
    return html + "".join(
        f"{_opened(turn, number, span.article.id)}{heading(span.article)}"
        f"<div class='words'><p>“{escape(span.text)}”</p></div><p class='tools'>{whole()}</p></article>"
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
        said = gettext("{title} is not in the collection any more.", title=title)
        return f"<p class='notice'><strong>{gettext('Removed since')}</strong> {said}</p>"
    listed = "".join(f"<li dir='auto'>{_told(one)}</li>" for one in words)
    link = _link(turn, number, _versions(first.versions) if first.versions else gettext("Evidence"))
    return f"<div class='notice'><strong>{gettext('Changed since')}</strong> {title} {link}<ul>{listed}</ul></div>"


def _corrected(turn: int, number: int, span: Span) -> str:
    article = _called(span, lambda title: f"<bdi>{escape(title)}</bdi>")
    said = gettext(
        "{article}, which is not cited here, says: {words}",
        article=article,
        words=f"<span dir='auto'>“{escape(span.text)}”</span>",
    )
    link = _link(turn, number, gettext("Evidence"))
    return f"<div class='notice'><strong>{gettext('Corrected')}</strong> {said} {link}</div>"


def _versions(number: int) -> str:
    return gettext("Earlier versions ({number})", number=number)


def _link(turn: int, number: int, name: str) -> str:
    return f"<a href='#changed-{turn}-{number}'>{name}</a>"


def _lost_card(turn: int, number: int, words: Sequence[Lost]) -> str:
    first = words[0]
    listed = "".join(f"<li dir='auto'>{_told(one)}</li>" for one in words)
    gone = first.fate == "gone"
    state = gettext("This article is not in the collection any more.") if gone else gettext("Changed since the answer")
    opening = "" if gone else f"<p class='tools'>{whole()}</p>"
    return (
        f"{_opened(turn, number, first.article_id)}<h3><bdi>{escape(first.title)}</bdi></h3>"
        f"<p class='origin'>{state}</p>"
        f"<div class='words'><ul>{listed}</ul></div>{opening}</article>"
    )


def _opened(turn: int, number: int, identifier: str) -> str:
    return (
        f"<article class='card lost' id='changed-{turn}-{number}' data-turn='{turn}' data-spans='' "
        f"data-article='{escape(identifier)}'>"
    )


def _called(span: Span, shown: Callable[[str], str] = str) -> str:
    """An article by its title, as it is ``shown``, and its day."""
    title, published = f"“{shown(span.article.title)}”", span.article.published
    return gettext("{title} of {day}", title=title, day=day(published)) if published else title


def _told(one: Lost) -> str:
    """What became of cited words, in a sentence."""
    now = f"<ins>“{escape(one.now)}”</ins>" if one.fate == "changed" else ""
    quote = f"“{escape(one.quote)}”" if one.fate == "moved" else f"<del>“{escape(one.quote)}”</del>"
    return _became(one.fate, quote, now)
