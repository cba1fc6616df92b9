"""By what articles are counted: papers, authors, months, years or days; the articles of each, and what it is called."""

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from rag.answers.kinds.rows import DAY, PAPER, day
from rag.message import Message
from rag.text.periods import Period
from rag.text.words import fold
from rag.types import Listed


def grouped(listed: Sequence[Listed], keys: Callable[[Listed], Sequence[str]]) -> dict[str, list[Listed]]:
    """The articles by key, spellings of one key together."""
    groups: dict[str, list[Listed]] = {}
    spelled: dict[str, str] = {}
    for one in listed:
        for key in keys(one):
            groups.setdefault(spelled.setdefault(fold(key).strip(), key.strip()), []).append(one)
    return groups


def _people(author: str | None) -> list[str]:
    parts = [part.strip() for part in re.split(r", ", author or "") if part.strip()]
    return parts if all(" " in part for part in parts) else [author or ""]


KEYS: Mapping[str, Callable[[Listed], Sequence[str]]] = {
    "source": lambda one: [one.source] if one.source else [],
    "author": lambda one: _people(one.author),
    "month": lambda one: [day(one)[:7]] if one.published else [],
    "year": lambda one: [day(one)[:4]] if one.published else [],
    "day": lambda one: [day(one)] if one.published else [],
}
COLUMNS = {
    "source": PAPER, "author": Message("Author"), "month": Message("Month"), "year": Message("Year"), "day": DAY,
}  # fmt: skip


def things(by: str, number: int) -> str:
    """So many of what articles are counted by."""
    match by:
        case "source":
            return Message("{number} paper", "{number} papers", number=number)
        case "author":
            return Message("{number} author", "{number} authors", number=number)
        case "month":
            return Message("{number} month", "{number} months", number=number)
        case "year":
            return Message("{number} year", "{number} years", number=number)
        case _:
            return Message("{number} day", "{number} days", number=number)


def label(name: str, by: str) -> str:
    """What a group is called: a month or day by its name, all others as they are."""
    if by not in ("month", "day"):
        return name
    first = date.fromisoformat(f"{name}-01"[:10])
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1]) if by == "month" else first
    return Period(first, last).in_words
