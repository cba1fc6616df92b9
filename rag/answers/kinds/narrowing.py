"""The rows of a list narrowed and ordered by what their sentences tell: without some names, with at least so many of
something, the largest first.

A number is of a row as `values` tells it of a thing. A row of which none is told is never taken for one that has it,
and is said to be left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answers.asking.rows import Narrowing
from rag.answers.asking.sorts import Enumeration
from rag.answers.kinds.measures import counted_in, is_less, measure_of
from rag.answers.kinds.telling import own_roots, roots
from rag.answers.kinds.things import Thing
from rag.answers.kinds.values import Told, told_of
from rag.message import Message, in_a_row, one_of, quoted, together
from rag.text.words import words
from rag.types import Passage, Span


@dataclass(frozen=True, slots=True)
class Row:
    """An item: its key, its name, the words that say it, and the value that they tell of it where one is asked for."""

    key: tuple[str, ...]
    name: str
    spans: tuple[Span, ...]
    value: Told | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Rows, and what is to be said of them: what they were narrowed by, and of how many that could not be told."""

    rows: list[Row]
    notice: str | None = None


_NAMED = {
    "age": "oldest", "cost": "most expensive", "price": "most expensive", "length": "longest", "strength": "strongest",
    "speed": "fastest", "height": "tallest", "weight": "heaviest",
}  # fmt: skip
"""What the measures are called whose names ask for no more or less of them."""


def narrowed(
    rows: Sequence[Row], asked: Narrowing, wanted: Enumeration, passages: Sequence[Passage]
) -> Narrowed | None:
    """The rows as it is asked, by what ``passages`` of their articles tell; None where none of them tells what they are
    to be narrowed or ordered by."""
    left_out = Message("Without {names}.", names=one_of(list(map(quoted, asked.without)))) if asked.without else None
    measured = asked.least is not None or asked.limit is not None or asked.by
    # What is left out tells the others apart from it, too.
    told = _valued(rows, asked, wanted, passages) if measured else rows
    valued = [row for row in told if not any(_is_called(row, name) for name in asked.without)]
    if not measured:
        return Narrowed(valued, left_out) if valued else None
    having = [row for row in valued if row.value is not None]
    untold = len(valued) - len(having)
    having = [row for row in having if row.value is not None and _is_within(row.value.amount, asked)]
    # Where most tell none, the first of the others need not be the first of all.
    if not having or (asked.by and (len(having) < 2 or untold > len(having))):
        return None
    if asked.by:
        having.sort(key=lambda row: row.value.amount if row.value else 0.0, reverse=not _wants_less(asked.by, having))
    doubt = Message(
        "Of {number} more the words found tell no such number, so that it is left out.",
        "Of {number} more the words found tell no such number, so that they are left out.",
        number=untold,
    )
    return Narrowed(having, together(left_out, doubt if untold else None))


def in_order(rows: Sequence[Row], number: int | None) -> Message:
    """The first so many rows in their order with their values, in a sentence."""
    said = [Message("{name} ({value})", name=row.name, value=row.value.words) for row in rows[:number] if row.value]
    if number == 1:
        return Message("{name}, of {found} found; the list may not be complete.", name=said[0], found=len(rows))
    return Message("{names}; the list may not be complete.", names=in_a_row(said))


def _is_called(row: Row, name: str) -> bool:
    """Whether a row's name is one, or a longer or shorter form of it."""
    one, other = set(words(row.name)), set(words(re.sub(r"(?i)^(?:the|die|der|das|la|le|el|los) ", "", name)))
    return bool(one and other) and (one <= other or other <= one)


def _is_within(amount: float, asked: Narrowing) -> bool:
    return (asked.least is None or amount >= asked.least) and (asked.limit is None or amount <= asked.limit)


def _wants_less(by: str, rows: Iterable[Row]) -> bool:
    dimensions = {row.value.dimension for row in rows if row.value}
    return is_less(by, dimensions.pop())


def _valued(rows: Sequence[Row], asked: Narrowing, wanted: Enumeration, passages: Sequence[Passage]) -> list[Row]:
    """The rows with their values, those of one dimension, which most of them have, and the sentences that tell them."""
    aspect = asked.counted or _NAMED.get(asked.by, asked.by)
    measure = counted_in(f"more {aspect}") if asked.counted else measure_of(aspect)
    if measure is None or measure.is_day:
        return list(rows)
    done = own_roots(wanted.done) - own_roots(asked.counted) if asked.counted else frozenset[str]()
    own = _own(rows)
    told: list[Mapping[str | None, Told]] = []
    for row in rows:
        others = [one.name for one in rows if one.key != row.key]
        values = told_of(Thing.of(row.name, others, aspect, measure), measure, passages)
        sure = {
            dimension: one
            for dimension, one in values.items()
            if _is_of(row, one.span, own) and not (done and done.isdisjoint(roots(one.span.text)))
        }
        told.append(sure)
    dimensions = [dimension for one in told for dimension in one if dimension == "" or not asked.counted]
    common = max(dimensions, key=dimensions.count, default=None)
    return [_with(row, one.get(common)) for row, one in zip(rows, told, strict=True)]


def _own(rows: Sequence[Row]) -> Mapping[tuple[str, ...], frozenset[str]]:
    """The words of each row's name that no other one has."""
    counted = Counter(word for row in rows for word in set(words(row.name)))
    return {row.key: frozenset(word for word in words(row.name) if counted[word] == 1) for row in rows}


def _is_of(row: Row, span: Span, own: Mapping[tuple[str, ...], frozenset[str]]) -> bool:
    """Whether a sentence names a row as no other one is called, or names none of them in an article whose title does
    so of this alone."""
    said, title = set(words(span.text)), set(words(span.article.title))
    if own[row.key] & said:
        return True
    others = frozenset[str]().union(*(one for key, one in own.items() if key != row.key))
    return bool(own[row.key] & title) and not others & (said | title)


def _with(row: Row, value: Told | None) -> Row:
    """A row with a value and the sentence that tells it."""
    return replace(row, spans=tuple(dict.fromkeys((value.span, *row.spans))), value=value) if value else row
