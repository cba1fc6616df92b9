"""What changed in an article as HTML, sentence by sentence: its earlier versions, and what a kept answer lost by it.
Escaped as the answers are."""

from collections.abc import Sequence

from rag.index.versions import Change, History
from rag.text.differences import runs
from rag.web.lost import Lost
from rag.web.render import counted, day_in_words, escape, language

MOST_EDITS = 100
"""Sentences that differ which are shown of one version."""
MOST_COMPARED = 400_000
"""Characters of versions that are compared, as that takes a second; whatever the length, the newest version is."""

GONE = "This article is not in the collection any more."
_LABELS = {"added": "Added", "removed": "Removed", "changed": "Changed", "title": "Title", "day": "Day"}


def earlier(history: History) -> str:
    """What there is of earlier versions, the newest first, to be unfolded; "" where there is none."""
    if not history.versions:
        return ""
    parts, compared = "", 0
    changes = history.changes()
    for shown, version in enumerate(history.versions):
        compared += len(version.text)
        if shown and compared > MOST_COMPARED:
            left = counted(len(history.versions) - shown, "older version")
            parts += f"<p class='none'>{left} not compared here, as they are long: rag history shows them.</p>"
            break
        parts += _version(next(changes), history.article.lang)
    if history.dropped:
        parts += f"<p class='none'>{counted(history.dropped, 'older version')} not kept.</p>"
    summary = f"Earlier versions ({len(history.versions)})"
    return f"<details class='earlier'><summary>{summary}</summary>{parts}</details>"


def by_article(lost: Sequence[Lost]) -> list[list[Lost]]:
    """What was lost to an answer, by article, in order."""
    found: dict[str, list[Lost]] = {}
    for one in lost:
        found.setdefault(one.article_id, []).append(one)
    return list(found.values())


def changed(turn: int, number: int, words: Sequence[Lost]) -> str:
    """A line below an answer on the ``number``-th article that no longer says what was cited; it leads to its card."""
    first = words[0]
    title = f"“<bdi>{escape(first.title)}</bdi>”"
    if first.fate == "gone":
        return f"<p class='notice'><strong>Removed since</strong> {title} is not in the collection any more.</p>"
    lines = "".join(f"<li dir='auto'>{_told(one)}</li>" for one in words)
    name = f"Earlier versions ({first.versions})" if first.versions else "Evidence"
    link = f"<a href='#changed-{turn}-{number}'>{name}</a>"
    return f"<div class='notice'><strong>Changed since</strong> {title} {link}<ul>{lines}</ul></div>"


def lost_card(turn: int, number: int, words: Sequence[Lost]) -> str:
    """The same for the panel: what the article said, what it says in that place, and the way to all of it."""
    first = words[0]
    lines = "".join(f"<li dir='auto'>{_told(one)}</li>" for one in words)
    button = "<button type='button' class='whole' aria-expanded='false'>Open the whole article</button>"
    tools = "" if first.fate == "gone" else f"<p class='tools'>{button}</p>"
    return (
        f"<article class='card lost' id='changed-{turn}-{number}' data-turn='{turn}' data-spans='' "
        f"data-article='{escape(first.article_id)}'><h3><bdi>{escape(first.title)}</bdi></h3>"
        f"<p class='origin'>{GONE if first.fate == 'gone' else 'Changed since the answer'}</p>"
        f"<div class='words'><ul>{lines}</ul></div>{tools}</article>"
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


def _version(change: Change, code: str | None) -> str:
    facts = "".join(_line(name, one, other) for name, one, other in change.facts)
    edits = change.edits[:MOST_EDITS]
    lines = "".join(_line(edit.kind, *change.words(edit)) for edit in edits)
    if (more := len(change.edits) - len(edits)) > 0:
        lines += f"<li class='none'>{counted(more, 'more sentence')} differ: rag history shows them.</li>"
    listed = facts + lines or "<li class='none'>White space alone differs.</li>"
    return f"<section><p class='origin'>{_replaced(change)}</p><ul{language(code)}>{listed}</ul></section>"


def _replaced(change: Change) -> str:
    moment = change.before.replaced
    if moment is None:
        return f"Version {change.before.number}"
    words = f"{day_in_words(moment.date())}, {moment:%H:%M} UTC"
    return f"Version {change.before.number}, replaced <time datetime='{moment.isoformat()}'>{words}</time>"


def _line(kind: str, before: str | None, after: str | None) -> str:
    parts = " ".join(_drawn(*run) for run in runs(before or "", after or ""))
    return f"<li dir='auto'><span lang='en'>{_LABELS[kind]}:</span> {parts}</li>"


def _drawn(kind: str, words: str) -> str:
    tag = {"removed": "del", "added": "ins"}.get(kind)
    return f"<{tag}>{escape(words)}</{tag}>" if tag else escape(words)
