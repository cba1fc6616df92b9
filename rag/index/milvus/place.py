"""An index in a Milvus as a place: several machines read it, one process at a time writes it.

Its collections are called after a token, and an alias with its name stands for the log of them, so that an index which
was made beside another takes its place in one step.
"""

import contextlib
import json
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from rag.errors import IndexBroken, IndexBusy, IndexMissing
from rag.index import folder as folders
from rag.index.milvus.address import Address
from rag.index.milvus.copy import Copy, catch_up, facts, follow, followed, token_of, whole
from rag.index.milvus.log import Head, Lease, Log, Operation
from rag.index.milvus.searching import MilvusSearchable
from rag.index.milvus.server import Server
from rag.index.milvus.sidecar import SidecarRows
from rag.index.milvus.snapshot import MilvusSnapshot
from rag.index.milvus.tables import Tables
from rag.index.milvus.transaction import MilvusTransaction
from rag.index.rows import MODULUS, now
from rag.index.snapshot import Recipe, Snapshot
from rag.message import Message
from rag.sidecar import Sidecar, SidecarFile

_UNDER_WAY = 60.0  # seconds for which somebody may still read what was there before a change
_MANY = 1000  # chunks that were taken out, from which on nobody is waited for
_MOMENT = 1.0  # seconds for which a head counts: what a question reads one after the other takes one
_seen: dict[Path, tuple[Head, float]] = {}  # of each copy the last head that this process knows of, and until when


class Milvus:
    """The index at an address; of one that is made ``beside`` it the token."""

    def __init__(self, address: Address, beside: str | None = None) -> None:
        self._address = address
        self._beside = beside
        self._copy = Copy(address.folder / ("beside.sqlite" if beside else "copy.sqlite"))
        self._writes = False
        self._lease: Lease | None = None
        self._replaced: str | None = None  # the log that was the index until it was replaced
        self._clean = False  # whether what a killed build left, and what is dead, was taken out

    @classmethod
    def at(cls, address: str) -> "Milvus":
        """The place of an address. Raises ``ArgumentError``."""
        return cls(Address.of(address))

    @property
    def name(self) -> str:
        return self._address.name

    @property
    def location(self) -> Path | None:
        return self._address.file

    def exists(self) -> bool:
        file = self._address.file
        if file is not None and not (file / "collections").is_dir():  # to look would make it
            return False
        return self._pointed_at() is not None

    def make(self, recipe: Recipe) -> None:
        token = self._beside or secrets.token_hex(4)
        tables = self._tables(token)
        tables.create(recipe.model.dimension, self._address.vectors)
        none = dict.fromkeys(("generation", "state", "complete", "last chunk", "sum"), "0")
        told = {**none, "updated": now(), "recipe": json.dumps(asdict(recipe))}
        Log(self._server, tables.log).create(Head(token, 0, told))
        if self._beside is None:
            self._point(tables.log, new=True)
            self._hold()

    @contextlib.contextmanager
    def read(self) -> Iterator[MilvusSnapshot]:
        """A snapshot of the last committed generation, or of what that was a moment ago."""
        head, until = _seen.get(self._copy.path, (None, 0.0))
        if head is None or time.monotonic() > until:
            head = self._know(self._head())
        with self._copy.opened() as connection:
            if not followed(connection, head):
                self._know(catch_up(connection, self._head, self._log_of))
            connection.execute("BEGIN")
            yield MilvusSnapshot(connection, self._tables(token_of(connection)))

    @contextlib.contextmanager
    def write(self) -> Iterator[MilvusTransaction]:
        head = self._head()
        log = self._log_of(head)
        with self._copy.opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            # A copy is never ahead of its log, unless somebody put an older index in its place.
            follow(connection, log, head)
            transaction = MilvusTransaction(connection, self._tables(head.token))
            if not self._clean:
                head = self._cleaned(transaction, log, head)
            yield transaction
            transaction.seal()
            head = self._commit(transaction, log, head)
            connection.execute("COMMIT")
        self._know(head)
        if self._lease is not None:
            self._lease.renew()

    @contextlib.contextmanager
    def writing(self, *, wait: float = 0.0) -> Iterator[None]:
        with folders.writing(self._address.folder, wait=wait):
            self._clean, self._writes = False, True
            try:
                if self._address.file is None and self.exists():
                    self._hold()
                yield
            finally:
                self._writes = False
                if self._lease is not None:
                    self._lease.release()
                    self._lease = None

    def upgrade(self) -> None:
        """There are no earlier versions."""

    def sidecar(self, name: str) -> Sidecar:
        # A file of Milvus Lite is one process's while that has it open.
        file = self._address.file
        return SidecarRows(self._address, name) if file is None else SidecarFile(self._address.folder / name)

    def searchable(self, snapshot: Snapshot) -> MilvusSearchable:
        if not isinstance(snapshot, MilvusSnapshot):
            raise TypeError("it is a snapshot of another place")
        return MilvusSearchable(snapshot, exact=self._address.vectors == "FLAT")

    def follower(self) -> None:
        """Nothing lies beside it that has to follow."""

    def beside(self) -> "Milvus":
        self.discard()
        return Milvus(self._address, secrets.token_hex(4))

    def discard(self) -> None:
        file = self._address.file
        if file is not None and not file.exists():
            return
        # What was replaced just now may be read until the next build.
        kept = tuple(one.removesuffix("log") for one in (self._pointed_at(), self._replaced) if one is not None)
        own = re.compile(rf"{self._address.collection}__[0-9a-f]{{8}}_(chunks|texts|log)")
        for name in self._server.collections():
            if own.fullmatch(name) and not name.startswith(kept):
                self._server.drop(name)

    def replace_with(self, other: "Milvus") -> None:
        self._replaced = self._pointed_at()
        self._point(other._log_name(), new=self._replaced is None)
        _seen.pop(self._copy.path, None)

    def size(self) -> int:
        folder = self._address.file or self._address.folder
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    @property
    def _server(self) -> Server:
        return Server.of(self._address)

    def _tables(self, token: str) -> Tables:
        return Tables(self._server, f"{self._address.collection}__{token}")

    def _pointed_at(self) -> str | None:
        if self._beside is None:
            return self._server.pointed_at(self._address.collection)
        name = self._tables(self._beside).log
        return name if name in self._server.collections() else None

    def _point(self, log: str, *, new: bool) -> None:
        """Make a log the index. Raises ``IndexBusy`` where it is ``new`` and another machine made one meanwhile."""
        try:
            self._server.point(self._address.collection, log, new=new)
        except IndexBroken:
            if not new or self._pointed_at() is None:
                raise
            raise self._busy() from None

    def _hold(self) -> None:
        """Take the lease of the index, while this one writes. Raises ``IndexBusy``."""
        if self._writes and self._address.file is None:
            lease = Lease(self._server, self._log_name())
            if not lease.taken():
                raise self._busy()
            self._lease = lease

    def _busy(self) -> IndexBusy:
        told = Message("Another process is writing the index in {place}: try again when it is done.", place=self.name)
        return IndexBusy(told)

    def _log_name(self) -> str:
        name = self._pointed_at()
        if name is None:
            raise self._missing()
        return name

    def _log_of(self, head: Head) -> Log:
        return Log(self._server, self._tables(head.token).log)

    def _head(self) -> Head:
        """The last commit, by the alias: that it has moved is seen at the next use."""
        file = self._address.file
        if file is not None and not (file / "collections").is_dir():  # to look would make it
            raise self._missing()
        collection = self._tables(self._beside).log if self._beside is not None else self._address.collection
        try:
            return Log(self._server, collection).head()
        except (IndexMissing, IndexBroken):
            if not self.exists():
                raise self._missing() from None
            raise

    def _know(self, head: Head) -> Head:
        """Keep a head for a moment."""
        if self._beside is None:
            _seen[self._copy.path] = head, time.monotonic() + _MOMENT
        return head

    def _missing(self) -> IndexMissing:
        if self._address.file is None and self._address.collection in self._server.collections():
            return IndexMissing(
                f"{self.name} is a collection of another program's: give the address another name after the host."
            )
        return IndexMissing(f"There is no index in {self.name}: run `rag index` first.", path=self._address.file)

    def _cleaned(self, transaction: MilvusTransaction, log: Log, head: Head) -> Head:
        """Once a build take out what nobody sees, or reads any more, and fold a log that has grown; returns the head to
        go on from."""
        log.clean(head)
        transaction.tables.clean(transaction.last)
        dead = transaction.connection.execute("SELECT id, article FROM dead").fetchall()
        changed = datetime.fromisoformat(head.facts["updated"])
        if len(dead) > _MANY or (datetime.now(UTC) - changed).total_seconds() > _UNDER_WAY:
            log.forget(head)
            transaction.tables.remove(dead)
            if dead:
                transaction.ledger.cleaned()
        self._clean = True
        return log.fold(head, self._whole(transaction)) if head.grown else head

    def _whole(self, transaction: MilvusTransaction) -> Iterator[Operation]:
        """All that the copy holds. Raises ``IndexBroken`` where that is not what was put in: others would get it."""
        total = sum(found for _, found in transaction.sums().values())
        if (total - transaction.ledger.total) % MODULUS:
            raise IndexBroken(
                f"This machine's copy of {self.name} is damaged: remove {self._copy.path}, then try again."
            )
        return whole(transaction.connection)

    def _commit(self, transaction: MilvusTransaction, log: Log, head: Head) -> Head:
        ledger, tables = transaction.ledger, transaction.tables
        tables.insert_chunks(ledger.chunks)
        tables.insert_texts(ledger.texts)
        operations, told = ledger.operations(), facts(transaction.connection)
        head = log.commit(replace(head, number=head.number + 1, facts=told), operations)
        transaction.connection.execute("UPDATE followed SET number = ?", (head.number,))
        if told["complete"] == "1":
            tables.flush()
            log.flush()
        return head
