"""The tables of the SQLite file, and the rows in them, each with the checksum of what was put in."""

import hashlib
import itertools
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rag.errors import IndexBroken

FORMAT = 5
"""The layout of the file."""
EARLIER = (2, 3, 4)
"""Those that are brought to it: without checksums of rows, without notes of what speaks to a model, and without what is
named and what was said before."""

SCHEMA = """
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (path TEXT NOT NULL, reason TEXT NOT NULL, kind TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    published TEXT,
    published_from TEXT NOT NULL,
    author TEXT,
    source TEXT,
    url TEXT,
    lang TEXT,
    checksum INTEGER NOT NULL
);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    first INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    vector BLOB NOT NULL,
    -- Its analysis: of each sentence the bounds and whether it speaks to a model; stems (the header's, then a line a
    -- sentence); vectors of the sentences.
    sentences BLOB NOT NULL,
    words TEXT NOT NULL,
    sentence_vectors BLOB NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE INDEX chunks_of_article ON chunks (article);
"""
VERSIONS = """
CREATE TABLE versions (
    article TEXT NOT NULL, -- its id, as its key goes with what it said
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    published TEXT,
    replaced TEXT NOT NULL,
    text BLOB NOT NULL, -- compressed
    checksum INTEGER NOT NULL,
    PRIMARY KEY (article, number)
)
"""
# What is derived of the articles' texts, so that losing it loses nothing: of each article the names in it as JSON, with
# the number of the rules by which they were found; and of all articles together who and what these are.
NAMES = """
CREATE TABLE named (
    article INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
    rules INTEGER NOT NULL,
    names TEXT NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE TABLE groups (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    -- What its name is in the article's own row; "" of a story.
    key TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (kind, name, article, key)
) WITHOUT ROWID;
CREATE INDEX groups_of_article ON groups (article);
"""
COLUMNS = {
    "facts": ("key", "value"),
    "files": ("path", "sha256"),
    "problems": ("path", "reason", "kind"),
    "articles": ("key", "file", "sha256", "id", "title", "text", "published", "published_from", "author", "source",
                 "url", "lang"),
    "chunks": ("id", "article", "position", "first", "stop", "vector", "sentences", "words", "sentence_vectors"),
    "versions": ("article", "number", "title", "published", "replaced", "text"),
    "named": ("article", "rules", "names"),
    "groups": ("kind", "name", "article", "key"),
}  # fmt: skip
"""What the checksum of a row covers: every other column of its table, the key first."""
FACTS = {"generation", "state", "complete", "updated", "recipe", "last chunk", "sum"}
"""What the facts name: the generation and its state, whether the build came to its end, when the last change was
committed, the recipe, the highest id that a chunk ever had, and the sum of the checksums of all other tables' rows."""
MODULUS = 1 << 64
SIGNS = {int: b"i", float: b"f", str: b"s", bytes: b"b", type(None): b"n"}  # all types that SQLite knows
REBUILD = "run `rag index --rebuild`"
"""What to do about a damaged index."""


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty file."""
    _execute(connection, SCHEMA)
    add_tables(connection)


def add_tables(connection: sqlite3.Connection) -> None:
    """Bring a file of the format before to this one."""
    _execute(connection, VERSIONS, NAMES)
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def _execute(connection: sqlite3.Connection, *schemas: str) -> None:
    for statement in itertools.chain.from_iterable(schema.split(";\n") for schema in schemas):
        connection.execute(statement)


def stored(
    connection: sqlite3.Connection, table: str, rest: str = "", values: Sequence[object] = (), *, prefix: str = ""
) -> Iterator[tuple[list[Any], object]]:
    """Rows of a table in the order of ``COLUMNS``, with their checksums, not compared; ``rest`` is what follows the
    table's name in the query, and ``prefix`` what stands before it, as of a table that is being taken over."""
    columns = ", ".join((*COLUMNS[table], "checksum"))
    for *row, found in connection.execute(f"SELECT {columns} FROM {prefix}{table} {rest}", values):
        yield row, found


def rows(
    connection: sqlite3.Connection, table: str, rest: str = "", values: Sequence[object] = (), *, prefix: str = ""
) -> Iterator[list[Any]]:
    """The same without the checksums. Raises ``IndexBroken`` for a row that is not what was put in."""
    for row, found in stored(connection, table, rest, values, prefix=prefix):
        if found != checksum(table, row):
            raise IndexBroken(f"In the index {called(table, row)} is not what was put in: {REBUILD}.")
        yield row


def insert(connection: sqlite3.Connection, table: str, row: Sequence[object]) -> None:
    """Put a row in, with its checksum."""
    columns = ", ".join((*COLUMNS[table], "checksum"))
    values = (*row, checksum(table, row))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks(values)})", values)


def note(connection: sqlite3.Connection, facts: Mapping[str, object]) -> None:
    """Put facts in the place of those of their names."""
    for key, value in facts.items():
        connection.execute("DELETE FROM facts WHERE key = ?", (key,))
        insert(connection, "facts", (key, str(value)))


def checksum(table: str, row: Iterable[object]) -> int:
    """Of the values of a row, their types and the table, as a signed whole number of 64 bits, which SQLite holds.

    It takes 15 microseconds for a chunk of 6 kB; CRC-32 would take 11, and let one altered row in four thousand million
    pass. Sums of it tell a row that went or came.
    """
    digest = hashlib.blake2b(table.encode(), digest_size=8)
    for value in row:
        content = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        digest.update(b"%b%d:" % (SIGNS[type(value)], len(content)))
        digest.update(content)
    return int.from_bytes(digest.digest(), "little", signed=True)


def called(table: str, row: Sequence[object]) -> str:
    """A row in words, by what is left of its key."""
    named = {"facts": "fact", "files": "file", "problems": "the problem of", "articles": "article", "chunks": "chunk",
             "versions": "an earlier version of",
             "named": "what is named in", "groups": "the group of"}  # fmt: skip
    return f"{named[table]} {row[COLUMNS[table].index('id')] if table == 'articles' else row[0]!s:.100}"


def marks(values: Collection[object]) -> str:
    """A question mark for each value, for a query."""
    return ",".join("?" * len(values))


def now() -> str:
    """The time in UTC, as it is stored."""
    return datetime.now(UTC).isoformat(timespec="seconds")
