"""The earlier versions of an article as HTML: what was changed, sentence by sentence. Escaped as the answers are."""

from rag.answers.markup import escape, language
from rag.index.versions import Change, History
from rag.text.differences import runs
from rag.web import words
from rag.web.words import gettext, ngettext

MOST_EDITS = 100
"""Sentences that differ which are shown of one version."""
MOST_COMPARED = 400_000
"""Characters of versions that are compared, as that takes a second; whatever the length, the newest version is."""


def earlier(history: History) -> str:
    """What there is of earlier versions, the newest first, to be unfolded; "" where there is none."""
    if not history.versions:
        return ""
    parts, compared = "", 0
    changes = history.changes()
    for shown, version in enumerate(history.versions):
        compared += len(version.text)
        if shown and compared > MOST_COMPARED:
            left = ngettext(
                "{number} older version not compared here, as they are long: rag history shows them.",
                "{number} older versions not compared here, as they are long: rag history shows them.",
                len(history.versions) - shown,
            )
            parts += f"<p class='none'>{left}</p>"
            break
        parts += _version(next(changes), history.article.lang)
    if history.dropped:
        dropped = ngettext("{number} older version not kept.", "{number} older versions not kept.", history.dropped)
        parts += f"<p class='none'>{dropped}</p>"
    summary = gettext("Earlier versions ({number})", number=len(history.versions))
    return f"<details class='earlier'><summary>{summary}</summary>{parts}</details>"


def _version(change: Change, code: str | None) -> str:
    facts = "".join(_line(name, one, other) for name, one, other in change.facts)
    edits = change.edits[:MOST_EDITS]
    lines = "".join(_line(edit.kind, *change.words(edit)) for edit in edits)
    if (more := len(change.edits) - len(edits)) > 0:
        left = ngettext(
            "{number} more sentence differs: rag history shows it.",
            "{number} more sentences differ: rag history shows them.",
            more,
        )
        lines += f"<li class='none'>{left}</li>"
    listed = facts + lines or f"<li class='none'>{gettext('White space alone differs.')}</li>"
    return f"<section><p class='origin'>{_replaced(change)}</p><ul{language(code)}>{listed}</ul></section>"


def _replaced(change: Change) -> str:
    number, moment = change.before.number, change.before.replaced
    if moment is None:
        return gettext("Version {number}", number=number)
    when = f"<time datetime='{moment.isoformat()}'>{words.moment(moment)}</time>"
    return gettext("Version {number}, replaced {when}", number=number, when=when)


def _line(kind: str, before: str | None, after: str | None) -> str:
    parts = " ".join(_drawn(*run) for run in runs(before or "", after or ""))
    label = {
        "added": gettext("Added:"),
        "removed": gettext("Removed:"),
        "changed": gettext("Changed:"),
        "title": gettext("Title:"),
        "day": gettext("Day:"),
    }[kind]
    return f"<li dir='auto'><span lang='{words.language()}'>{label}</span> {parts}</li>"


def _drawn(kind: str, said: str) -> str:
    tag = {"removed": "del", "added": "ins"}.get(kind)
    return f"<{tag}>{escape(said)}</{tag}>" if tag else escape(said)
