"""What is known of what was fetched: feeds, watched folders, and which file holds the article of which address.

In SQLite, in a hidden file of the corpus: it belongs to the folder and not to the index, which may be made anew at any
time; guids are looked up one by one, tens of thousands of them; and what was committed outlives a kill.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from rag.errors import FetchError
from rag.fetching.client import UNKNOWN, Validators

FILE = ".fetched.sqlite"
"""The file, in the corpus folder."""
_VERSION = 1
_SCHEMA = """
CREATE TABLE feeds (
    address TEXT PRIMARY KEY, title TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
    succeeded TEXT, failed TEXT, failure TEXT NOT NULL
) STRICT;
CREATE TABLE articles (
    path TEXT PRIMARY KEY, address TEXT NOT NULL, sha256 TEXT NOT NULL, fetched TEXT NOT NULL, etag TEXT NOT NULL,
    modified TEXT NOT NULL
) STRICT;
CREATE TABLE addresses (key TEXT PRIMARY KEY, path TEXT NOT NULL) STRICT;
CREATE TABLE entries (
    feed TEXT NOT NULL, guid TEXT NOT NULL, digest TEXT NOT NULL, path TEXT, tries INTEGER NOT NULL,
    PRIMARY KEY (feed, guid)
) STRICT;
CREATE TABLE folders (path TEXT PRIMARY KEY, succeeded TEXT, failed TEXT, failure TEXT NOT NULL) STRICT;
CREATE TABLE copies (
    folder TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, changed INTEGER NOT NULL, path TEXT NOT NULL,
    PRIMARY KEY (folder, name)
) STRICT;
"""


_SAID = {
    "new": "Added",
    "changed": "Changed",
    "teaser": "Beginning only",
    "unchanged": "As it was",
    "failed": "Not fetched",
    "missed": "Not fetched",
    "left": "Left for the next time",
    "watched": "Watched",
    "looked": "Looked at",
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one article, feed or folder.

    ``new`` and ``changed`` were written to ``path`` below the corpus; of a ``teaser`` only the beginning, as ``reason``
    says; ``unchanged`` is there already; ``failed`` says with ``reason`` why there is nothing, ``missed`` the same
    of what a feed or a sitemap names; ``left`` says what is there still for the next time; a feed or folder is
    ``watched`` from now on, or ``looked`` at.
    """

    kind: Literal["new", "changed", "teaser", "unchanged", "failed", "missed", "left", "watched", "looked"]
    address: str
    path: str = ""
    title: str = ""
    reason: str = ""

    @property
    def line(self) -> str:
        """It in one line."""
        if self.kind in ("watched", "looked"):
            named = f"{self.title}, {self.address}" if self.title else self.address
        else:
            where = f"({self.path})" if self.path else self.address
            named = f"{self.title} {where}" if self.title else self.path or self.address
        if named == self.address and self.reason.startswith(f"{named} "):  # which names it
            return f"{_SAID[self.kind]}: {self.reason}"
        line = f"{_SAID[self.kind]}: {named}"
        return f"{line}: {self.reason}" if self.reason else line


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or a folder that is watched: when it was last had, and when and why it last could not be."""

    address: str
    title: str = ""
    validators: Validators = UNKNOWN
    succeeded: datetime | None = None
    failed: datetime | None = None
    failure: str = ""

    @property
    def broken(self) -> bool:
        """Whether the last attempt failed."""
        return self.failed is not None and (self.succeeded is None or self.failed > self.succeeded)


@dataclass(frozen=True, slots=True)
class Kept:
    """An article that was kept: its file, its address, the SHA-256 of what was written, when, and by what it is asked
    for again."""

    path: str
    address: str
    sha256: str
    fetched: datetime
    validators: Validators = UNKNOWN


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry of a feed that was seen: its digest, its file, None where there is none, and how often it was tried."""

    digest: str
    path: str | None
    tries: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of a watched folder as it was when it was copied to ``path``: its size and its time in nanoseconds."""

    size: int
    changed: int
    path: str


class State:
    """The state of a corpus. It may be shared between threads and processes: each call is a transaction of its own.

    Every method raises ``FetchError`` where the file can't be read or written.
    """

    def __init__(self, corpus: Path) -> None:
        self._file = corpus / FILE

    @property
    def exists(self) -> bool:
        """Whether anything was ever fetched."""
        return self._file.is_file()

    def feeds(self) -> list[Feed]:
        """All feeds, by address."""
        return [_feed(row) for row in self._rows("SELECT * FROM feeds ORDER BY address")]

    def put_feed(self, feed: Feed) -> None:
        """Note a feed as it is now."""
        row = (feed.address, feed.title, *_of(feed.validators), _text(feed.succeeded), _text(feed.failed), feed.failure)
        with self._open() as database:
            database.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def folders(self) -> list[Feed]:
        """All watched folders, by path."""
        rows = self._rows("SELECT * FROM folders ORDER BY path")
        return [Feed(row[0], "", UNKNOWN, _time(row[1]), _time(row[2]), row[3]) for row in rows]

    def put_folder(self, folder: Feed) -> None:
        """Note a watched folder as it is now."""
        row = (folder.address, _text(folder.succeeded), _text(folder.failed), folder.failure)
        with self._open() as database:
            database.execute("INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?)", row)

    def forget(self, address: str) -> bool:
        """Watch a feed or a folder no longer; what came of it stays. Whether it was watched."""
        with self._open() as database:
            gone = database.execute("DELETE FROM feeds WHERE address = ?", (address,)).rowcount
            gone += database.execute("DELETE FROM folders WHERE path = ?", (address,)).rowcount
            database.execute("DELETE FROM entries WHERE feed = ?", (address,))
            return gone > 0

    def kept(self, keys: Sequence[str]) -> Kept | None:
        """The article of the first of some keys of addresses that is known."""
        for key in keys:
            for row in self._rows("SELECT articles.* FROM articles JOIN addresses USING (path) WHERE key = ?", key):
                return Kept(row[0], row[1], row[2], datetime.fromisoformat(row[3]), Validators(row[4], row[5]))
        return None

    def keep(self, kept: Kept, keys: Sequence[str]) -> None:
        """Note an article that was written, under all keys of its addresses."""
        with self._open() as database:
            row = (kept.path, kept.address, kept.sha256, kept.fetched.isoformat(), *_of(kept.validators))
            database.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?)", row)
            database.executemany("INSERT OR REPLACE INTO addresses VALUES (?, ?)", [(key, kept.path) for key in keys])

    def drop(self, path: str) -> None:
        """Forget an article, as another file has taken its place."""
        with self._open() as database:
            database.execute("DELETE FROM articles WHERE path = ?", (path,))
            database.execute("DELETE FROM addresses WHERE path = ?", (path,))

    def seen(self, feed: str, guid: str) -> Seen | None:
        """An entry of a feed, None for a new one."""
        rows = self._rows("SELECT digest, path, tries FROM entries WHERE feed = ? AND guid = ?", feed, guid)
        return Seen(*rows[0]) if rows else None

    def see(self, feed: str, guid: str, seen: Seen) -> None:
        """Note an entry of a feed as it is now."""
        row = (feed, guid, seen.digest, seen.path, seen.tries)
        with self._open() as database:
            database.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?)", row)

    def copy(self, folder: str, name: str) -> Copy | None:
        """A file of a watched folder as it was last copied."""
        rows = self._rows("SELECT size, changed, path FROM copies WHERE folder = ? AND name = ?", folder, name)
        return Copy(*rows[0]) if rows else None

    def put_copy(self, folder: str, name: str, copy: Copy) -> None:
        """Note that a file of a watched folder was copied."""
        row = (folder, name, copy.size, copy.changed, copy.path)
        with self._open() as database:
            database.execute("INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?, ?)", row)

    def _rows(self, query: str, *values: str) -> list[Any]:
        """What a query finds; nothing, and no file made for it, where nothing was ever fetched."""
        if not self.exists:
            return []
        with self._explained(), contextlib.closing(self._connected("ro")) as database:
            return database.execute(query, values).fetchall() if self._check(database) else []

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file to be written, in a transaction of its own."""
        with self._explained():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(self._connected("rwc")) as database:
                database.execute("BEGIN IMMEDIATE")
                with database:  # commits, or rolls back
                    if self._check(database) == 0:
                        for statement in _SCHEMA.split(";\n"):
                            database.execute(statement)
                        database.execute(f"PRAGMA user_version = {_VERSION}")
                    yield database

    def _connected(self, mode: str) -> sqlite3.Connection:
        address = f"{self._file.absolute().as_uri()}?mode={mode}"
        return sqlite3.connect(address, timeout=20, isolation_level=None, uri=True)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise FetchError(
                f"{self._file}, which knows what was fetched, can't be used ({error}): put it back from a backup, or "
                "move it away and add the feeds again.",
                path=self._file,
            ) from None

    def _check(self, database: sqlite3.Connection) -> int:
        """The version of the file, 0 for a new one."""
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
        if version > _VERSION:
            raise FetchError(f"{self._file} is of a later version of this program: update it.", path=self._file)
        return version


def feeds_of(corpus: Path) -> list[Feed]:
    """The feeds and the watched folders of a corpus. Raises ``FetchError``."""
    state = State(corpus)
    return [*state.feeds(), *state.folders()]


def _feed(row: tuple[str, str, str, str, str | None, str | None, str]) -> Feed:
    address, title, etag, modified, succeeded, failed, failure = row
    return Feed(address, title, Validators(etag, modified), _time(succeeded), _time(failed), failure)


def _of(validators: Validators) -> tuple[str, str]:
    return validators.etag, validators.modified


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
