"""The earlier versions of an article as HTML: what was changed, sentence by sentence. Escaped as the answers are."""

from rag.answers.markup import counted, day_in_words, escape, language
from rag.index.versions import Change, History
from rag.text.differences import runs

MOST_EDITS = 100
"""Sentences that differ which are shown of one version."""
MOST_COMPARED = 400_000
"""Characters of versions that are compared, as that takes a second; whatever the length, the newest version is."""

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
