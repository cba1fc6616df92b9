"""What articles said before they were changed: kept beside them, and never searched, counted or cited."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rag.text.differences import Edit, edits
from rag.types import Article

KEPT = 20
"""Earlier versions that are kept of an article, the last ones."""


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said: its title, text and day of publication. ``number`` counts from 1, the first that the index
    held; ``replaced`` is when the next one took its place, in UTC, None for the one that stands."""

    number: int
    title: str
    text: str
    published: date | None
    replaced: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """How a version of an article became the next one; ``edits`` are the sentences of the text that differ."""

    before: Version
    after: Version
    edits: tuple[Edit, ...]

    def words(self, edit: Edit) -> tuple[str | None, str | None]:
        """What a sentence was before, and after, on one line each; None where it was not."""
        return _cut(self.before.text, edit.before), _cut(self.after.text, edit.after)

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """Which of title and day differ: how it is called, and what it was before and after."""
        known = [("title", self.before.title, self.after.title),
                 ("day", str(self.before.published or "unknown"), str(self.after.published or "unknown"))]  # fmt: skip
        return [(name, one, other) for name, one, other in known if one != other]

    def to_dict(self) -> dict[str, object]:
        """The earlier version and what became of it, as JSON has it."""
        before = self.before
        listed = [(edit.kind, *self.words(edit)) for edit in self.edits]
        return {
            "number": before.number,
            "title": before.title,
            "published": before.published and before.published.isoformat(),
            "replaced": before.replaced and before.replaced.isoformat(),
            "text": before.text,
            "changes": [{"kind": name, "before": one, "after": other} for name, one, other in self.facts]
            + [{"kind": kind, "before": one, "after": other} for kind, one, other in listed],
        }


@dataclass(frozen=True, slots=True)
class History:
    """An article as it is, and the earlier ``versions`` that are kept of it, the newest first."""

    article: Article
    versions: tuple[Version, ...] = ()

    @property
    def dropped(self) -> int:
        """How many versions older than these are not kept any more."""
        return self.versions[-1].number - 1 if self.versions else 0

    @property
    def current(self) -> Version:
        """The article as it is."""
        number = self.versions[0].number + 1 if self.versions else 1
        return Version(number, self.article.title, self.article.text, self.article.published)

    def changes(self) -> Iterator[Change]:
        """How each version became the next one, the newest first; compared as they are gone through."""
        after = self.current
        for before in self.versions:
            yield Change(before, after, tuple(edits(before.text, after.text, self.article.lang)))
            after = before

    def to_dict(self) -> dict[str, object]:
        """All of it as JSON has it, with what became of each version."""
        return self.article.to_dict() | {
            "text": self.article.text,
            "versions": [change.to_dict() for change in self.changes()],
            "dropped": self.dropped,
        }


def says_the_same(one: Article, other: Article) -> bool:
    """Whether two articles have the same title, text and day."""
    return (one.title, one.text, one.published) == (other.title, other.text, other.published)


def version_row(article: Article, number: int, replaced: str) -> tuple[object, ...]:
    """What an article says as a row of the table of versions; ``replaced`` is a time as it is stored."""
    day = article.published and article.published.isoformat()
    return article.id, number, article.title, day, replaced, zlib.compress(article.text.encode("utf-8"))


def version(row: Sequence[Any], published: date | None) -> Version:
    """A version from its row, whose day was read."""
    _, number, title, _, replaced, text = row
    return Version(number, title, zlib.decompress(text).decode("utf-8"), published, datetime.fromisoformat(replaced))


def _cut(text: str, interval: tuple[int, int] | None) -> str | None:
    return None if interval is None else " ".join(text[slice(*interval)].split())
