"""Connections to the SQLite file: opened, kept for the next reader, and SQLite's errors told as ours."""

import contextlib
import functools
import os
import shutil
import sqlite3
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from rag.errors import IndexBroken, IndexMissing
from rag.index.passing import named, tagged
from rag.index.rows import REBUILD
from rag.message import Message

_IDLE = 8
_BESIDE = 1 << 15  # bytes
# Of SQLite's errors those that speak of the machine; any other speaks of the file.
_OF_THE_MACHINE = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY,
}  # fmt: skip

_Mark = tuple[int, int, int, int]
"""Which file it is, and that nobody wrote into it but by way of SQLite's log."""


class _Connection(sqlite3.Connection):
    """One whose cursors can be closed: with one that has more rows SQLite stays at the state that it reads of."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._cursors: weakref.WeakSet[sqlite3.Cursor] = weakref.WeakSet()

    def execute(self, *given: Any) -> sqlite3.Cursor:
        cursor = super().execute(*given)
        self._cursors.add(cursor)
        return cursor

    def close_cursors(self) -> None:
        for cursor in list(self._cursors):
            cursor.close()


_Idle = list[tuple[_Mark, _Connection]]


class Connections:
    """Those to the file of a path. They may be shared between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: _Idle = []
        weakref.finalize(self, _close, self._idle)  # as Python 3.13 warns of those that nobody closed
        _ALL.add(self)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction that only reads. To open one reads the log and takes 0.25 to 1.5 ms, so some
        are kept. Raises ``IndexMissing`` and ``IndexBroken``."""
        with self._told():
            mark = self._mark()
            connection = self._taken(mark) or self._opened("ro")
            try:
                connection.execute("BEGIN")
                yield connection
                connection.close_cursors()
                connection.execute("ROLLBACK")
            except BaseException:
                connection.close()
                raise
            self._keep(mark, connection)

    @contextlib.contextmanager
    def writing(self, mode: Literal["rw", "rwc"] = "rw") -> Iterator[sqlite3.Connection]:
        """A connection that may write; "rwc" makes the file where there is none. Raises as ``reading``."""
        with self._told():
            if mode == "rw":
                self._mark()
            with contextlib.closing(self._opened(mode)) as connection:
                yield connection

    def close(self) -> None:
        """Close those that are kept, as before the file goes or the process is forked."""
        _close(self._idle)

    def _mark(self) -> _Mark:
        try:
            found = self._path.stat()
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissing(
                Message("There is no index in {place}: run `rag index` first.", place=str(self._path.parent))
            ) from None
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

    def _taken(self, mark: _Mark) -> _Connection | None:
        """One that is kept of this file as it is; those of another are closed."""
        while self._idle:
            try:
                of, connection = self._idle.pop()
            except IndexError:  # another thread took it
                break
            if of == mark:
                return connection
            connection.close()
        return None

    def _keep(self, mark: _Mark, connection: _Connection) -> None:
        # In a folder that may not be written a connection holds what it found there for good.
        if len(self._idle) < _IDLE and os.access(self._path.parent, os.W_OK):
            self._idle.append((mark, connection))
        else:
            connection.close()

    def _opened(self, mode: Literal["ro", "rw", "rwc"]) -> _Connection:
        how, first = self._how() if mode == "ro" else ("", ())
        address = f"{self._path.absolute().as_uri()}?mode={mode}{how}"
        connection = sqlite3.connect(
            address, uri=True, timeout=30, isolation_level=None, check_same_thread=False, factory=_Connection
        )
        for pragma in (*first, "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        # Bytes that are no text any more are told by the checksum of their row.
        connection.text_factory = functools.partial(str, encoding="utf-8", errors="replace")
        connection.create_function("named", 2, named, deterministic=True)
        connection.create_function("tagged", 2, tagged, deterministic=True)
        return connection

    def _how(self) -> tuple[str, tuple[str, ...]]:
        """What is added to the address of the file that is only read, and what is set at first.

        In write-ahead mode a reader, too, writes beside the file. In a folder that may not be written it can do without
        where what keeps it in step with a writer lies there already. Where only the log lies there, as of a folder that
        was copied, its index is kept in memory, without locks, as nobody can write there; and where there is no log,
        the file alone is all there is.
        """
        if os.access(self._path.parent, os.W_OK):
            return "", ()
        log, shared = (self._path.with_name(f"{self._path.name}{suffix}") for suffix in ("-wal", "-shm"))
        if not (log.exists() and log.stat().st_size):
            return "&immutable=1", ()
        if shared.exists():
            return "", ()
        return f"&vfs={'win32' if os.name == 'nt' else 'unix'}-none", ("locking_mode = EXCLUSIVE",)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Tell SQLite's errors as what they are."""
        try:
            yield
        except (IndexBroken, IndexMissing) as error:
            error.path = error.path or self._path
            raise
        except sqlite3.DatabaseError as error:
            # The extended codes carry the primary one in their last byte.
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            # Beside a file that is shared SQLite writes another one; where that finds no room it does not say so.
            no_room = code == sqlite3.SQLITE_IOERR and shutil.disk_usage(self._path.parent).free < _BESIDE
            if code == sqlite3.SQLITE_FULL or no_room:
                raise IndexBroken(
                    f"The index file {self._path} can't be written (no space left on its disk): make room, then run "
                    "`rag index` again.",
                    path=self._path,
                ) from error
            if code in _OF_THE_MACHINE:
                raise IndexBroken(
                    f"The index file {self._path} can't be read or written ({error}): look at its disk and "
                    "permissions.",
                    path=self._path,
                ) from error
            raise IndexBroken(
                f"The index file {self._path} is damaged ({error}): {REBUILD}.", path=self._path
            ) from error


def _close(idle: _Idle) -> None:
    while idle:
        with contextlib.suppress(IndexError):  # another thread took it
            idle.pop()[1].close()


_ALL: weakref.WeakSet[Connections] = weakref.WeakSet()


def _close_all() -> None:
    for one in list(_ALL):
        one.close()


if hasattr(os, "register_at_fork"):  # not on Windows
    # A process that was forked takes the locks of connections that it inherits for its own, and holds none: a writer
    # would take away the log under it.
    os.register_at_fork(before=_close_all)
