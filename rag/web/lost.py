"""What became of words that a kept answer cites and that no longer stand where they stood. Values, not drawn here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rag.index.search import Index
from rag.index.versions import History
from rag.text.differences import edits

Fate = Literal["changed", "removed", "moved", "unknown", "gone"]
"""The cited sentences were reworded; they were taken out; they stand elsewhere in the article; the version that they
stood in is not kept; or the article is not in the collection any more."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Words that were cited, from ``start`` to ``end`` of an article, whose ``title`` is as it is now, or was; ``now``
    is what stands in the place of those that were changed; ``versions`` is how many earlier versions there are."""

    article_id: str
    title: str
    start: int
    end: int
    quote: str
    fate: Fate
    now: str = ""
    versions: int = 0

    def to_dict(self) -> dict[str, object]:
        """The citation as an answer's record has it, as far as this takes it."""
        names = ("article_id", "title", "start", "end", "quote")
        return {name: getattr(self, name) for name in names}


def lost(citations: Sequence[Mapping[str, Any]], index: Index) -> tuple[Lost, ...]:
    """Those of an answer's citations, as it was kept, that no longer stand where they stood, each once.

    Raises ``TypeError``, ``LookupError`` and ``ValueError`` for what is no citation, and what reading the index raises.
    """
    histories: dict[str, History | None] = {}
    found: dict[tuple[str, int, int, str], Lost] = {}
    for one in citations:
        identifier, quote, start, end = one["article_id"], one["quote"], int(one["start"]), int(one["end"])
        if not (isinstance(identifier, str) and isinstance(quote, str)):
            raise TypeError("a citation is of an article's words")
        if (place := (identifier, start, end, quote)) in found:
            continue
        if identifier not in histories:
            histories[identifier] = index.history(identifier)
        history = histories[identifier]
        if history is None:
            found[place] = Lost(*(identifier, str(one.get("title") or identifier), start, end, quote), "gone")
        elif not (0 <= start < end and history.article.text[start:end] == quote):
            fate, now = _fate(history, start, end, quote)
            title = history.article.title
            found[place] = Lost(identifier, title, start, end, quote, fate, now, len(history.versions))
    return tuple(found.values())


def _fate(history: History, start: int, end: int, quote: str) -> tuple[Fate, str]:
    """What became of words, told by the newest version that they stood in."""
    text = history.article.text
    before = next((one.text for one in history.versions if start >= 0 and one.text[start:end] == quote), None)
    if before is None or not quote:
        return ("moved" if quote and quote in text else "unknown"), ""
    touched = [
        one
        for one in edits(before, text, history.article.lang)
        if one.before is not None and one.before[0] < end and start < one.before[1]
    ]
    if not touched:
        return "moved", ""
    now = [" ".join(text[slice(*one.after)].split()) for one in touched if one.after is not None]
    return ("changed", " ".join(now)) if now else ("removed", "")
