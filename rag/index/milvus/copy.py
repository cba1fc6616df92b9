"""This machine's copy of the small tables of an index in a Milvus: all but texts, vectors and analyses, in SQLite.

It follows the log commit by commit. Losing it loses nothing: it is read anew, as it is where it is of another index or
does not read. Of chunks and texts it has the numbers and the checksums of their rows.
"""

import contextlib
import itertools
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rag.errors import IndexBroken
from rag.index.milvus.log import Head, Log, Operation
from rag.index.passing import named, tagged
from rag.index.rows import COLUMNS, UNTOLD, insert, make_tables, marks, note, rows

_FORMAT = 1
_STEMS = 4096  # that are counted at once
_KEYS = {"problems": 4, "versions": 2, "naming": 2, "links": 2}
"""How many of a row's first values tell it from others: one, if it is not told here."""
SKINNY = {"chunks": ("id", "article", "content", "checksum"), "texts": ("article", "checksum")}
"""The tables of which the rows themselves are in Milvus, and what the copy has of each row."""
_TABLES = """
DROP TABLE texts;
DROP TABLE chunks;
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL, content INTEGER NOT NULL, checksum INTEGER NOT NULL
);
CREATE INDEX chunks_of_article ON chunks (article);
CREATE INDEX chunks_of_content ON chunks (content);
CREATE TABLE texts (article INTEGER PRIMARY KEY, checksum INTEGER NOT NULL);
-- In how many chunks each stem is, in the text and in what is known of the article.
CREATE TABLE stems (stem TEXT PRIMARY KEY, text INTEGER NOT NULL, title INTEGER NOT NULL) WITHOUT ROWID;
-- Chunks that were taken out, and their articles, whose rows are still in Milvus for those who read what was before.
CREATE TABLE dead (id INTEGER PRIMARY KEY, article INTEGER NOT NULL);
CREATE TABLE followed (format INTEGER NOT NULL, token TEXT NOT NULL, number INTEGER NOT NULL)
"""


class Copy:
    """The copy in a file. Connections are opened for each use, so it may be shared between threads and processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextlib.contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """A connection to the file, which is made where there is none, or one that does not read."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._prepare()
        except sqlite3.DatabaseError:
            for suffix in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            self._prepare()
        with contextlib.closing(self._connected()) as connection:
            yield connection

    def _prepare(self) -> None:
        with contextlib.closing(self._connected()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        connection.create_function("named", 2, named, deterministic=True)
        connection.create_function("tagged", 2, tagged, deterministic=True)
        return connection


def catch_up(connection: sqlite3.Connection, last: Callable[[], Head], log_of: Callable[[Head], Log]) -> Head:
    """Bring the copy to the last commit, which is returned."""
    head = last()
    while not followed(connection, head):
        connection.execute("BEGIN IMMEDIATE")
        try:
            follow(connection, log_of(head), head)
        except IndexBroken:
            connection.execute("ROLLBACK")
            before, head = head, last()
            if (head.token, head.base) == (before.token, before.base):
                raise  # else what was read was folded, or made anew, meanwhile
        else:
            connection.execute("COMMIT")
    return head


def follow(connection: sqlite3.Connection, log: Log, head: Head) -> None:
    """Bring the copy to a head, in the transaction that is open; one that is further stays where it is. Raises
    ``IndexBroken`` where the log lacks something, as it does where it was folded meanwhile."""
    number = _number(connection, head.token)
    if number is not None and number >= head.number:
        return
    if number is None or number < head.base:
        empty(connection, head.token)
        begun = log.base(head) if head.base >= 0 else ()
        number = head.base
    else:
        begun = ()
    for operations in itertools.chain(begun, log.since(number, head)):
        for operation in operations:
            apply(connection, operation)
    note(connection, {UNTOLD: None, **head.facts})  # which a head may have no more
    connection.execute("UPDATE followed SET number = ?", (head.number,))


def followed(connection: sqlite3.Connection, head: Head) -> bool:
    """Whether the copy has come to a head."""
    number = _number(connection, head.token)
    return number is not None and number >= head.number


def empty(connection: sqlite3.Connection, token: str) -> None:
    """Make the tables of a copy of the collections of that token, in the place of all that is there."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        if not table.startswith("sqlite_"):
            connection.execute(f"DROP TABLE {table}")
    make_tables(connection)
    for statement in _TABLES.split(";\n"):
        connection.execute(statement)
    connection.execute("INSERT INTO followed VALUES (?, ?, -1)", (_FORMAT, token))


def apply(connection: sqlite3.Connection, operation: Operation) -> None:
    """Do once more what was done."""
    sign, *rest = operation
    if sign == "+":
        table, row = rest
        put(connection, table, row)
    elif sign == "-":
        table, key = rest
        if table == "chunks":
            connection.execute("INSERT OR REPLACE INTO dead SELECT id, article FROM chunks WHERE id = ?", (key[0],))
        take(connection, table, key)
    elif sign == "=":
        table, row = rest
        take(connection, table, key_of(table, row))
        put(connection, table, row)
    elif sign == "~":
        count_stems(connection, rest[0])
    elif sign == "!":
        connection.execute("DELETE FROM dead")


def whole(connection: sqlite3.Connection) -> Iterator[Operation]:
    """What makes a copy such as this one of an empty one. Raises ``IndexBroken`` for what is not what was put in."""
    for table in (one for one in COLUMNS if one != "facts" and one not in SKINNY):
        yield from (("+", table, row) for row in rows(connection, table))
    for table, columns in (SKINNY | {"dead": ("id", "article")}).items():
        found = connection.execute(f"SELECT {', '.join(columns)} FROM {table}")
        yield from (("+", table, list(row)) for row in found)
    stems = connection.execute("SELECT stem, text, title FROM stems")
    while some := stems.fetchmany(_STEMS):
        yield "~", {stem: counts for stem, *counts in some}


def put(connection: sqlite3.Connection, table: str, row: Sequence[Any]) -> None:
    """Put a row in."""
    if table in SKINNY or table not in COLUMNS:
        connection.execute(f"INSERT INTO {table} VALUES ({marks(row)})", row)
    else:
        insert(connection, table, row)


def take(connection: sqlite3.Connection, table: str, key: Sequence[Any]) -> None:
    """Take the row of a key out."""
    where = " AND ".join(f"{column} = ?" for column in COLUMNS[table][: len(key)])
    connection.execute(f"DELETE FROM {table} WHERE {where}", key)


def key_of(table: str, row: Sequence[Any]) -> list[Any]:
    """What tells a row from the others of its table."""
    return list(row[: _KEYS.get(table, 1)])


def count_stems(connection: sqlite3.Connection, more: Mapping[str, Sequence[int]]) -> None:
    """Count stems that came, or with negative numbers went."""
    connection.executemany(
        "INSERT INTO stems VALUES (?, ?, ?) "
        "ON CONFLICT (stem) DO UPDATE SET text = text + excluded.text, title = title + excluded.title",
        [(stem, *counts) for stem, counts in more.items()],
    )
    connection.execute("DELETE FROM stems WHERE text <= 0 AND title <= 0")


def facts(connection: sqlite3.Connection) -> dict[str, str]:
    """The facts of the index."""
    return dict(connection.execute("SELECT key, value FROM facts"))


def token_of(connection: sqlite3.Connection) -> str:
    """The token of the collections that the copy is of."""
    return str(connection.execute("SELECT token FROM followed").fetchone()[0])


def _number(connection: sqlite3.Connection, token: str) -> int | None:
    """The commit that the copy has come to; None where it is of other collections, or there is none."""
    try:
        found = connection.execute("SELECT number FROM followed WHERE token = ? AND format = ?", (token, _FORMAT))
        row = found.fetchone()
    except sqlite3.OperationalError:  # there are no tables yet
        return None
    return int(row[0]) if row else None
