"""Whose the articles of an index are, whom and what they name, the stories that they tell, and what became of its
files."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal, NoReturn

from rag.filters import Filters
from rag.index.accounts import Account
from rag.index.place import Place
from rag.index.versions import History
from rag.types import Counted, Freshness, Span

Group = Literal["person", "place", "story"]
Field = Literal["source", "author", "tag"]


@dataclass(frozen=True, slots=True)
class Naming:
    """A person or place, as the index calls it, and the words of an article that name it."""

    kind: str
    name: str
    spans: tuple[Span, ...]


class Holdings:
    """The part of an index that reads what was derived of its articles, and what became of its files."""

    _place: Place

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._place.name}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "An index is not pickled, as it holds open files: hand on where it lies, and open it there by `Index.open`."
        )

    @property
    def generation(self) -> int:
        """How often the index has changed."""
        with self._place.read() as snapshot:
            return snapshot.generation

    def names(self) -> tuple[list[str], list[str]]:
        """The sources and the authors of its articles: what ``Filters`` can name."""
        with self._place.read() as snapshot:
            return snapshot.names()

    def history(self, identifier: str) -> History | None:
        """The article of that id with its earlier versions, or None where there is no such article."""
        with self._place.read() as snapshot:
            return snapshot.history(identifier)

    def people(self, filters: Filters | None = None) -> list[Counted]:
        """The people named in full in the articles, or in those that pass the filters; those in the most first. It is
        what the rules of their languages find, not all there are."""
        return self._groups("person", filters)

    def places(self, filters: Filters | None = None) -> list[Counted]:
        """The same of places."""
        return self._groups("place", filters)

    def stories(self, filters: Filters | None = None) -> list[Counted]:
        """The running stories that at least two articles tell, by the title of the first; the longest first."""
        return self._groups("story", filters)

    def members(self, kind: Group) -> dict[str, list[str]]:
        """By the id of each article the people, places or stories that it is in."""
        found: dict[str, list[str]] = defaultdict(list)
        with self._place.read() as snapshot:
            for identifier, name in snapshot.members(kind):
                found[identifier].append(name)
        return found

    def sources(self, filters: Filters | None = None) -> list[Counted]:
        """The publishers of the articles, or of those that pass the filters; those of the most first."""
        return self._fields("source", filters)

    def authors(self, filters: Filters | None = None) -> list[Counted]:
        """The same of their authors, each by name where several wrote an article."""
        return self._fields("author", filters)

    def tags(self, filters: Filters | None = None) -> list[Counted]:
        """What the articles were filed under, by their files; the tags of the most articles first."""
        return self._fields("tag", filters)

    def resolved(self, filters: Filters) -> Filters:
        """Filters with each name as the index has it, articles by their ids. Raises ``ArgumentError`` for a name that
        no article has."""
        with self._place.read() as snapshot:
            return snapshot.resolved(filters)

    def freshness(self) -> Freshness:
        """When it was last changed, and the day of its newest article."""
        with self._place.read() as snapshot:
            return snapshot.freshness()

    def accounts(self) -> list[Account]:
        """What became of every file of the corpus at the last build, by path; then of what was passed over."""
        with self._place.read() as snapshot:
            return snapshot.accounts()

    def twins(self) -> dict[str, tuple[str, ...]]:
        """For each article whose very words others have, by its id, the ids of these."""
        with self._place.read() as snapshot:
            groups = [[identifier for identifier, _ in group] for group in snapshot.twins()]
        return {one: tuple(other for other in group if other != one) for group in groups for one in group}

    def named(self, identifier: str) -> list[Naming]:
        """Whom and what the article of that id names, by the first place; surnames alone are those of the full name."""
        with self._place.read() as snapshot:
            article, found = snapshot.article(identifier), snapshot.named_in(identifier)
        if article is None:
            return []
        return [
            Naming(one.kind, name, tuple(Span(article, start, end) for start, end in one.spans)) for name, one in found
        ]

    def _fields(self, kind: Field, filters: Filters | None) -> list[Counted]:
        with self._place.read() as snapshot:
            return [Counted(name, count) for name, count in snapshot.fields(kind, filters).items()]

    def _groups(self, kind: Group, filters: Filters | None) -> list[Counted]:
        with self._place.read() as snapshot:
            return [Counted(name, count) for name, count in snapshot.groups(kind, filters).items()]
