"""The tables of the SQLite file, and the rows in them, each with the checksum of what was put in."""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from rag.errors import IndexBroken

FORMAT = 6
"""The layout of the file."""
EARLIER = (2, 3, 4, 5)
"""Those that are brought to it: without checksums of rows; without notes of what speaks to a model; without what is
named and what was said before; and with all of it uncompressed, vectors in float32, and groups derived as a whole."""
PAGE = 32768
"""Bytes of a page of the file: rows of chunks are some 2.5 kB, of which a usual page of 4 kB holds one."""

SCHEMA = """
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (
    path TEXT NOT NULL,
    reason TEXT NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    characters INTEGER NOT NULL,
    published TEXT,
    published_from TEXT NOT NULL,
    author TEXT,
    source TEXT,
    url TEXT,
    lang TEXT,
    modified TEXT,
    tags TEXT NOT NULL, -- a line each
    wording INTEGER NOT NULL, -- a number for its words: two articles that have the same say the same
    checksum INTEGER NOT NULL
);
CREATE INDEX articles_of_wording ON articles (wording);
CREATE INDEX articles_of_day ON articles (published);
CREATE INDEX articles_of_file ON articles (file);
-- Apart from the rest, which is read of all articles at once.
CREATE TABLE texts (
    article INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
    text BLOB NOT NULL, -- compressed
    checksum INTEGER NOT NULL
);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    first INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    vector BLOB NOT NULL,
    -- Its analysis, as `rag.index.packing` has it: of each sentence the bounds and whether it speaks to a model, the
    -- stems, and the vectors of the sentences.
    sentences BLOB NOT NULL,
    words BLOB NOT NULL,
    sentence_vectors BLOB NOT NULL,
    content INTEGER NOT NULL, -- a number for what was embedded, 0 where that is not known
    checksum INTEGER NOT NULL
);
CREATE INDEX chunks_of_article ON chunks (article);
CREATE INDEX chunks_of_content ON chunks (content);
CREATE TABLE versions (
    article TEXT NOT NULL, -- its id, as its key goes with what it said
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    published TEXT,
    replaced TEXT NOT NULL,
    text BLOB NOT NULL, -- compressed
    checksum INTEGER NOT NULL,
    PRIMARY KEY (article, number)
);
-- What is derived of the articles' texts, so that losing it loses nothing. Of each article: the names in it, by the
-- rules of some number; and what its stories are told by, its day as a number, its language and its direction.
CREATE TABLE named (
    article INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
    rules INTEGER NOT NULL,
    names BLOB NOT NULL, -- as JSON, compressed
    checksum INTEGER NOT NULL
);
CREATE INDEX named_by_rules ON named (rules);
CREATE TABLE outlines (
    article INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE,
    day INTEGER,
    lang TEXT NOT NULL,
    vector BLOB NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE INDEX outlines_of_day ON outlines (day);
CREATE INDEX outlines_of_language ON outlines (lang);
-- Of all together: each name with its tally, and as what it is shown, "" where it does not count; who names it; which
-- articles may be of one story; and of each article of a story the first of it.
CREATE TABLE names (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    family TEXT NOT NULL,
    articles INTEGER NOT NULL,
    sure INTEGER NOT NULL,
    spelled TEXT NOT NULL,
    shown TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    UNIQUE (kind, key)
);
CREATE INDEX names_of_family ON names (kind, family);
CREATE INDEX names_shown ON names (kind, shown, articles) WHERE shown <> '';
CREATE TABLE naming (
    name INTEGER NOT NULL,
    article INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (name, article)
) WITHOUT ROWID;
CREATE TABLE links (
    one INTEGER NOT NULL,
    other INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX links_of_other ON links (other);
CREATE TABLE stories (
    article INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE INDEX stories_of_first ON stories (first)
"""
COLUMNS = {
    "facts": ("key", "value"),
    "files": ("path", "sha256"),
    "problems": ("path", "reason", "kind", "count"),
    "articles": ("key", "file", "sha256", "id", "title", "characters", "published", "published_from", "author",
                 "source", "url", "lang", "modified", "tags", "wording"),
    "texts": ("article", "text"),
    "chunks": ("id", "article", "position", "first", "stop", "vector", "sentences", "words", "sentence_vectors",
               "content"),
    "versions": ("article", "number", "title", "published", "replaced", "text"),
    "named": ("article", "rules", "names"),
    "outlines": ("article", "day", "lang", "vector"),
    "names": ("id", "kind", "key", "family", "articles", "sure", "spelled", "shown"),
    "naming": ("name", "article"),
    "links": ("one", "other"),
    "stories": ("article", "first"),
}  # fmt: skip
"""What the checksum of a row covers: every other column of its table, the key first."""
FACTS = {"generation", "state", "complete", "updated", "recipe", "last chunk", "sum"}
"""What the facts name: the generation and its state, whether the build came to its end, when the last change was
committed, the recipe, the highest id that a chunk ever had, and the sum of the checksums of all other tables' rows."""
UNTOLD = "untold"
"""The fact that names the articles, as ranges of keys, whose stories the end of a build has still to tell; it is there
while there are any."""
MODULUS = 1 << 64
SIGNS = {int: b"i", float: b"f", str: b"s", bytes: b"b", type(None): b"n"}  # all types that SQLite knows
REBUILD = "run `rag index --rebuild`"
"""What to do about a damaged index."""


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty file."""
    for statement in SCHEMA.split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {FORMAT}")


class Ledger:
    """The rows of a file that is written, with the sum of the checksums of all of them but the facts'."""

    def __init__(self, connection: sqlite3.Connection, total: int) -> None:
        self.connection = connection
        self.total = total

    def put(self, table: str, row: Sequence[object]) -> None:
        """Put a row in."""
        insert(self.connection, table, row)
        self.total += checksum(table, row)

    def take(self, table: str, where: str, *values: object) -> list[list[Any]]:
        """Delete rows, and return them. Raises ``IndexBroken`` for one that is not what was put in."""
        found = list(compared(self.connection, table, where, values))
        if found:
            self.connection.execute(f"DELETE FROM {table} {where}", values)
            self.total -= sum(own for _, own in found)
        return [row for row, _ in found]

    def change(self, table: str, before: Sequence[object], after: Sequence[object]) -> None:
        """Put a row in the place of another one that has its key, without touching what points at it."""
        key, *rest = COLUMNS[table]
        values = (*after[1:], checksum(table, after), after[0])
        named = ", ".join(f"{column} = ?" for column in (*rest, "checksum"))
        self.connection.execute(f"UPDATE {table} SET {named} WHERE {key} = ?", values)
        self.total += checksum(table, after) - checksum(table, before)

    def rows(self, table: str, where: str, *values: object) -> list[list[Any]]:
        """Some rows of a table. Raises ``IndexBroken`` as ``take``."""
        return list(rows(self.connection, table, where, values))


def stored(
    connection: sqlite3.Connection, table: str, rest: str = "", values: Sequence[object] = ()
) -> Iterator[tuple[list[Any], object]]:
    """Rows of a table in the order of ``COLUMNS``, with their checksums, not compared; ``rest`` is what follows the
    table's name in the query."""
    columns = ", ".join((*COLUMNS[table], "checksum"))
    for *row, found in connection.execute(f"SELECT {columns} FROM {table} {rest}", values):
        yield row, found


def rows(
    connection: sqlite3.Connection, table: str, rest: str = "", values: Sequence[object] = ()
) -> Iterator[list[Any]]:
    """The same without the checksums. Raises ``IndexBroken`` for a row that is not what was put in."""
    return (row for row, _ in compared(connection, table, rest, values))


def compared(
    connection: sqlite3.Connection, table: str, rest: str = "", values: Sequence[object] = ()
) -> Iterator[tuple[list[Any], int]]:
    """The same with the checksums, each compared. Raises ``IndexBroken`` for a row that is not what was put in."""
    for row, found in stored(connection, table, rest, values):
        if found != (own := checksum(table, row)):
            raise IndexBroken(f"In the index {called(table, row)} is not what was put in: {REBUILD}.")
        yield row, own


def sums(connection: sqlite3.Connection, table: str) -> tuple[int, int]:
    """The number of a table's rows, and what their checksums come to."""
    found = [one for (one,) in connection.execute(f"SELECT checksum FROM {table}")]
    return len(found), sum(found) % MODULUS


def damage(connection: sqlite3.Connection, total: int) -> list[str]:
    """What SQLite itself finds wrong with the file, rows that are not what was put in, rows that are missing or too
    many by what they came to in all, and articles without a chunk; empty where all is well."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    found += [f"table {row[0]} points at a missing {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")]
    for table in (one for one in COLUMNS if one != "facts"):  # which were compared when they were read
        for row, found_sum in stored(connection, table):
            total -= (right := checksum(table, row))
            if found_sum != right:
                found.append(f"{called(table, row)} is not what was put in")
    if total % MODULUS:
        found.append("rows were altered, added or taken away behind the index's back")
    bare = connection.execute("SELECT id FROM articles WHERE key NOT IN (SELECT article FROM chunks)")
    return found + [f"article {row[0]} has no chunk" for row in bare]


def insert(connection: sqlite3.Connection, table: str, row: Sequence[object]) -> None:
    """Put a row in, with its checksum."""
    columns = ", ".join((*COLUMNS[table], "checksum"))
    values = (*row, checksum(table, row))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks(values)})", values)


def note(connection: sqlite3.Connection, facts: Mapping[str, object]) -> None:
    """Put facts in the place of those of their names; one that is None is no more."""
    for key, value in facts.items():
        connection.execute("DELETE FROM facts WHERE key = ?", (key,))
        if value is not None:
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
             "versions": "an earlier version of", "texts": "the text of article",
             "named": "what is named in", "groups": "the group of", "outlines": "the outline of article",
             "names": "the name", "naming": "who has the name", "links": "a link of article",
             "stories": "the story of article"}  # fmt: skip
    return f"{named[table]} {row[COLUMNS[table].index('id')] if table == 'articles' else row[0]!s:.100}"


def marks(values: Collection[object]) -> str:
    """A question mark for each value, for a query."""
    return ",".join("?" * len(values))


def known_date(text: str | None) -> date | None:
    """A day as it is stored. Raises ``IndexBroken`` for what is none."""
    try:
        return date.fromisoformat(text) if text is not None else None
    except (TypeError, ValueError):
        raise IndexBroken(f"The index holds {text!r:.50} where a date belongs: {REBUILD}.") from None


def now() -> str:
    """The time in UTC, as it is stored."""
    return datetime.now(UTC).isoformat(timespec="seconds")
