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
Row = tuple[Any, ...]
"""An earlier version as it is stored: the article's id, number, title, day, when it was replaced, and packed text."""


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


def version_row(article: Article, number: int, replaced: str) -> Row:
    """What an article says as a row of the table of versions; ``replaced`` is a time as it is stored."""
    day = article.published and article.published.isoformat()
    return article.id, number, article.title, day, replaced, zlib.compress(article.text.encode("utf-8"))


def brought_rows(article: Article) -> list[Row]:
    """What an article brings along of what it said before as rows, not numbered yet."""
    return [version_row(one, 0, until.isoformat(timespec="seconds")) for one, until in article.earlier]


def merged(found: Sequence[Row], brought: Sequence[Row], replaced: Row | None) -> list[Row]:
    """The rows that are kept of an article: those ``found``, oldest first, those that were ``brought`` along, each of
    them once and in its time however often it is, and at last what is ``replaced`` now."""
    rows, last = list(found), found[-1][1] if found else 0
    said = {_said(row) for row in brought}
    if said - {_said(row) for row in found}:
        times = {row[4] for row in brought}  # a version that was read by other rules has its time, and another text
        others = (row for row in found if _said(row) not in said and row[4] not in times)
        rows = sorted((*brought, *others), key=lambda row: row[4])[-KEPT:]
        last = max(last, len(rows))
        rows = [(row[0], number, *row[2:]) for number, row in enumerate(rows, last + 1 - len(rows))]
    if replaced is not None and _said(replaced) not in said:
        rows.append((replaced[0], last + 1, *replaced[2:]))
    return rows[-KEPT:]


def version(row: Sequence[Any], published: date | None) -> Version:
    """A version from its row, whose day was read."""
    _, number, title, _, replaced, text = row
    return Version(number, title, zlib.decompress(text).decode("utf-8"), published, datetime.fromisoformat(replaced))


def _said(row: Row) -> Row:
    """What a version says, whatever its number and its time."""
    return row[2], row[3], row[5]


def _cut(text: str, interval: tuple[int, int] | None) -> str | None:
    return None if interval is None else " ".join(text[slice(*interval)].split())
