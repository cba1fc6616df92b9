"""A list of articles -> those of it that hold some words, the titles of some, and all of it in an order."""

from collections.abc import Callable, Mapping, Sequence

from rag.errors import ArgumentError
from rag.text.words import fold, held
from rag.types import Listed

ORDERS: Mapping[str, Callable[[Listed], str | int | None]] = {
    "title": lambda one: fold(one.title),
    "source": lambda one: fold(one.source) if one.source else None,
    "author": lambda one: fold(one.author) if one.author else None,
    "published": lambda one: one.published.toordinal() if one.published else None,
    "length": lambda one: one.characters,
}
"""What a list can be sorted by."""


def holding(listing: Sequence[Listed], text: str) -> list[Listed]:
    """The articles that hold all words of a text, or parts of words, in title, source, author or id, whatever case and
    accents."""
    if not text.strip():
        return list(listing)
    return [one for one in listing if held(text, (one.title, one.source, one.author, one.id))]


def titled(listing: Sequence[Listed], identifiers: Sequence[str]) -> tuple[str, ...]:
    """The titles of the articles of those ids, in the place of which one stands that no article has."""
    titles = {one.id: one.title for one in listing} if identifiers else {}
    return tuple(titles.get(one, one) for one in identifiers)


def ordered(listing: Sequence[Listed], by: str, *, descending: bool) -> list[Listed]:
    """The articles by ``title``, ``source``, ``author``, ``published`` or ``length``, those that are alike by title and
    id; what has none comes last, in either direction. Raises ``ArgumentError`` for another ``by``."""
    if by not in ORDERS:
        raise ArgumentError(f"Articles can't be sorted by {by!r}: choose one of {', '.join(ORDERS)}.")
    key = ORDERS[by]
    listing = sorted(listing, key=lambda one: (fold(one.title), one.id))
    keyed = [(value, one) for one in listing if (value := key(one)) is not None]
    known = [one for _, one in sorted(keyed, key=lambda pair: pair[0], reverse=descending)]
    return known + [one for one in listing if key(one) is None]
