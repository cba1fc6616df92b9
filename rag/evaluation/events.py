"""`rag eval` on events that people have marked and put in order: are the rows of a timeline in that order, and are
their days right?

A data set of this kind has ``articles.jsonl``, ``events.jsonl``: of each event its ``article_id``, ``start``, ``end``
and where it is known its ``day``, and ``order.jsonl``: pairs of events of an article, the ``first`` and what came
``then``, with their ``relation``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.answers.pipeline import Rag
from rag.evaluation.questions import half, load_records
from rag.types import Citation


@dataclass(frozen=True, slots=True)
class Event:
    """An event: the characters that tell it, and its day as ISO 8601, None where nobody noted one to the day."""

    id: str
    start: int
    end: int
    day: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a timeline: its day as it is written, and what it cites of the article."""

    day: str
    cited: tuple[Citation, ...]

    @property
    def length(self) -> int:
        """Characters that it cites."""
        return sum(one.end - one.start for one in self.cited)

    def tells(self, event: Event) -> bool:
        return any(one.start <= event.start and event.end <= one.end for one in self.cited)


@dataclass(frozen=True, slots=True)
class Ordered:
    """An article's events, which of them came before which, and the rows of its timeline."""

    events: tuple[Event, ...]
    before: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    def places(self) -> Mapping[str, int]:
        """The row that tells each event that is told: the shortest, where there are several."""
        found = {}
        for event in self.events:
            telling = [place for place, row in enumerate(self.rows) if row.tells(event)]
            if telling:
                found[event.id] = min(telling, key=lambda place: self.rows[place].length)
        return found


def has_events(dataset: Path) -> bool:
    """Whether a folder is a data set of events."""
    return (dataset / "events.jsonl").is_file()


def read_timelines(rag: Rag, dataset: Path, split: str | None = None, limit: int | None = None) -> list[Ordered]:
    """The timelines of the articles of a data set, or of its ``split``, ``dev`` or ``test`` by the CRC-32 of the
    article's id. Raises ``CorpusError`` where a line does not read."""
    events: dict[str, list[Event]] = defaultdict(list)
    for article, event in load_records(dataset / "events.jsonl", "event", _event, split=None, limit=None):
        events[article].append(event)
    before: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for article, pair in load_records(dataset / "order.jsonl", "pair of events", _pair, split=None, limit=None):
        before[article].append(pair)
    chosen = [one for one in events if split in (None, half(one))][:limit]
    return [Ordered(tuple(events[one]), tuple(before[one]), _rows(rag, one)) for one in chosen]


def event_figures(timelines: Sequence[Ordered]) -> dict[str, Any]:
    """Over all articles: ``told``, the share of events that a row tells; ``days``, the share of days right among the
    told events that have one, and ``named`` the same among those whose row names a day; and ``order``, the share of
    pairs in order among the ``pairs`` told in two rows."""
    placed = [(one, one.places()) for one in timelines]
    told = [(event, one.rows[at[event.id]]) for one, at in placed for event in one.events if event.id in at]
    dated = [(event.day, row.day) for event, row in told if event.day]
    named = [(day, said) for day, said in dated if "published" not in said]
    pairs = [(at[a], at[b]) for one, at in placed for a, b in one.before if a in at and b in at]
    apart = [(first, then) for first, then in pairs if first != then]
    return {
        "articles": len(timelines),
        "events": sum(len(one.events) for one in timelines),
        "told": _share(len(told), sum(len(one.events) for one in timelines)),
        "dated": len(dated),
        "days": _share(sum(said.startswith(day) for day, said in dated), len(dated)),
        "named": _share(sum(said == day for day, said in named), len(named)),
        "pairs": len(apart),
        "order": _share(sum(first < then for first, then in apart), len(apart)),
    }


def _rows(rag: Rag, article_id: str) -> tuple[Row, ...]:
    article = rag.index.article(article_id)
    if article is None:
        return ()
    answer = rag.ask(f"Timeline of the article “{article.title}”")
    known = {one.number: one for one in answer.citations if one.article.id == article_id}
    rows = answer.table.rows if answer.table is not None else ()
    return tuple(
        Row(row[0].text, tuple(known[one] for cell in row for one in cell.citations if one in known)) for row in rows
    )


def _event(record: dict[str, Any]) -> tuple[str, tuple[str, Event]]:
    day = str(record.get("day") or "")
    exact = day if len(day) == len("2026-01-31") and "x" not in day else None
    return record["id"], (record["article_id"], Event(record["id"], record["start"], record["end"], exact))


def _pair(record: dict[str, Any]) -> tuple[str, tuple[str, tuple[str, str]]] | None:
    if record["relation"] != "before":
        return None
    return record["first"], (record["article_id"], (record["first"], record["then"]))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
