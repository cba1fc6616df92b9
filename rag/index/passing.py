"""Filters -> what of the store's articles passes them, as SQL."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rag.errors import ArgumentError
from rag.filters import Filters
from rag.index.resolving import resolved
from rag.index.rows import marks

# A story is called by the title of its first article, and by a number besides where others are called so.
CALLED = """(
    SELECT key, title || CASE number WHEN 1 THEN '' ELSE ' (' || number || ')' END AS name
    FROM (SELECT key, title,
                 row_number() OVER (PARTITION BY title ORDER BY published IS NULL, published, key) AS number
          FROM articles WHERE key IN (SELECT first FROM stories)))"""
"""Each story, by the key of its first article, and its name."""
_STORIES = f"(SELECT article, name FROM stories JOIN {CALLED} AS called ON called.key = first)"
_NAMING = "(SELECT article, shown AS name FROM names JOIN naming ON naming.name = id WHERE kind = ? AND shown <> '')"
COUNTED = "SELECT shown, sum(articles), count(*) FROM names WHERE kind = ? AND shown <> '' GROUP BY shown"
"""The people or places that count, as they are shown, with the articles of their keys and the number of these."""
# That it is not empty says that the index of names as shown holds it.
SEVERAL = """SELECT count(DISTINCT article) FROM names JOIN naming ON name = id
    WHERE kind = ? AND shown = ? AND shown <> ''"""
"""The number of the articles of one that has several keys."""

_KINDS: Mapping[str, str] = {
    "sources": "source",
    "authors": "author",
    "people": "person",
    "places": "place",
    "stories": "story",
    "tags": "tag",
}
"""The names that filters have -> of which kind they are."""


def grouping(kind: str) -> tuple[str, list[object]]:
    """The people, places or stories ("person", "place", "story") as a table of ``article`` and ``name``, and the values
    that it takes."""
    return (_STORIES, []) if kind == "story" else (_NAMING, [kind])


def members(kind: str) -> tuple[str, list[object]]:
    """What selects ids of articles, each with one of the people, places or stories that it is in, and its values."""
    source, given = grouping(kind)
    return f"SELECT DISTINCT id, name FROM {source} JOIN articles ON key = article", given


def resolved_in(filters: Filters, known: Callable[[str], Sequence[str]], identified: Callable[[str], str]) -> Filters:
    """The filters with each name as an index has it: ``known`` gives its names of a kind, and ``identified`` the id of
    the article that is called something. Raises ``ArgumentError`` for a name that no article has, and for what is no
    filters."""
    if not isinstance(filters, Filters):
        raise ArgumentError(f"Filters are `Filters(...)`, and this is {type(filters).__name__}.")
    meant: dict[str, Any] = {
        field: tuple(resolved(kind, wanted, known(kind)))
        for field, kind in _KINDS.items()
        if (wanted := getattr(filters, field))
    }
    return replace(filters, **meant, articles=tuple(map(identified, filters.articles)))


def passing(filters: Filters) -> tuple[str, list[object]]:
    """The condition on articles that pass the filters, whose names are as the index has them, and its values."""
    tests: list[str] = []
    values: list[object] = []
    if filters.after is not None:
        tests.append("published >= ?")
        values.append(filters.after.isoformat())
    if filters.before is not None:
        tests.append("published <= ?")
        values.append(filters.before.isoformat())
    fields = ("named(source, ?)", "named(author, ?)", "tagged(tags, ?)")
    for test, names in zip(fields, (filters.sources, filters.authors, filters.tags), strict=True):
        if names:
            tests.append(test)
            values.append("\n".join(name.casefold() for name in names))
    for kind, names in (("person", filters.people), ("place", filters.places), ("story", filters.stories)):
        if names:
            source, given = grouping(kind)
            tests.append(f"articles.key IN (SELECT article FROM {source} WHERE name IN ({marks(names)}))")
            values += [*given, *names]
    if filters.articles:
        tests.append(f"articles.id IN ({marks(filters.articles)})")
        values += filters.articles
    return " AND ".join(tests) or "1", values


def people(author: str) -> list[str]:
    """The names in an article's author: those between commas, where each looks like a full name by the space in it, so
    that "Ana Novak, Jr." stays one."""
    parts = [part.strip() for part in author.split(", ")]
    return parts if all(" " in part for part in parts) else [author.strip()]


def named(found: str | None, wanted: str) -> bool:
    """Whether a source or author is one of the wanted (folded, a line each), as a whole or as one of several people."""
    return found is not None and not {one.casefold() for one in (found.strip(), *people(found))}.isdisjoint(
        wanted.split("\n")
    )


def tagged(tags: str, wanted: str) -> bool:
    """Whether one of an article's tags, a line each, is one of the wanted (folded, a line each)."""
    return not set(tags.casefold().split("\n")).isdisjoint(wanted.split("\n"))


def once(names: Iterable[str]) -> list[str]:
    """Names once each, whatever their case, in alphabetical order."""
    unique = {name.strip().casefold(): name.strip() for name in sorted(names, reverse=True) if name.strip()}
    return [unique[folded] for folded in sorted(unique)]
