"""By what articles are counted: papers, authors, months, years or days, and people and places that they name; the
articles of each, and what it is called."""

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal

from rag.answers.kinds.rows import DAY, PAPER, day
from rag.filters import Filters
from rag.index.search import Index
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


MOST_NAMED = 20
"""Names of people or places that one answer counts."""


def naming(index: Index, listed: Sequence[Listed], kind: Literal["person", "place"]) -> dict[str, list[Listed]]:
    """The people or places that most of some articles name, each with these, the most first."""
    groups: dict[str, list[Listed]] = {}
    if len(listed) < index.status().articles:
        for article in listed:
            for name in dict.fromkeys(found.name for found in index.named(article.id) if found.kind == kind):
                groups.setdefault(name, []).append(article)
    else:  # of all articles it is known in how many each name is
        for counted in (index.people() if kind == "person" else index.places())[:MOST_NAMED]:
            one = (counted.name,)
            groups[counted.name] = index.listing(Filters(people=one) if kind == "person" else Filters(places=one))
    ordered = sorted(groups, key=lambda name: (-len(groups[name]), name))[:MOST_NAMED]
    return {name: groups[name] for name in ordered}


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
    "person": Message("Person"), "place": Message("Place"),
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
        case "person":
            return Message("{number} person", "{number} people", number=number)
        case "place":
            return Message("{number} place", "{number} places", number=number)
        case _:
            return Message("{number} day", "{number} days", number=number)


def label(name: str, by: str) -> str:
    """What a group is called: a month or day by its name, all others as they are."""
    if by not in ("month", "day"):
        return name
    first = date.fromisoformat(f"{name}-01"[:10])
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1]) if by == "month" else first
    return Period(first, last).in_words
