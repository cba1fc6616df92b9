"""The log of an index in a Milvus: what each commit put into the small tables, changed there and took out, in order.

A commit counts from the instant at which its head is there, one row that holds the facts; parts of one without a head
are what a killed build left. A log that has grown is folded: what the tables came to at some commit is put in, the
*base* that whoever reads it for the first time begins with, and the commits up to it go. It knows Milvus, and neither
SQLite nor articles.
"""

import base64
import itertools
import json
import secrets
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from rag.errors import IndexBroken, IndexMissing
from rag.index.milvus.server import Row, Server
from rag.index.rows import REBUILD

FORMAT = 2
"""The layout of the collections."""
_PARTS = 1 << 20  # of a commit, at most; the numbers of its rows begin with its own
_BASE = _PARTS // 2  # where among them those of a base begin
_TOGETHER = 1024  # operations of a base that are packed together
_GROWN = 64  # rows of commits from which on it is worth its while to fold a log
_PART = 60_000  # signs of a part: Milvus holds 65,535 bytes
_INSERTED = 64  # rows at once, of that size
_LEASE = 600.0  # seconds after which a writer that does not say so any more is taken for dead
_FIELDS = ("id", "kind", "data")
_OF_A_BASE = '(kind == "base" or kind == "more")'

Operation = Sequence[Any]
"""What was done: ``+``, a table and a row; ``-``, a table and the row's key; ``=``, a table and the row that it became;
``~`` and by how much more chunks have each stem in text and title; ``!`` and what is no longer there of dead chunks."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last commit: the token of the collections that it is of, its number, and the facts of the index; and the
    commit that the ``base`` of the log is of, in so many ``rows``, or -1 where there is none, and in how many ``parts``
    the commits since are."""

    token: str
    number: int
    facts: dict[str, str]
    base: int = -1
    rows: int = 0
    parts: int = 0
    format: int = FORMAT

    @property
    def grown(self) -> bool:
        """Whether more was committed since the log was folded than that came to."""
        return self.parts > max(_GROWN, self.rows)


class Log:
    """The log in a collection, or in what an alias stands for."""

    def __init__(self, server: Server, collection: str) -> None:
        self._server = server
        self._collection = collection

    def create(self, head: Head) -> None:
        """Make it, with a first head."""
        create_rows(self._server, self._collection)
        self.commit(head, ())

    def head(self) -> Head:
        """The last commit. Raises ``IndexMissing`` where there is none, and ``IndexBroken`` for one of another
        version."""
        found = self._server.rows(self._collection, 'kind == "head"', _FIELDS)
        if not found:
            raise IndexMissing("The index in the Milvus was not made to its end: run `rag index`.")
        try:
            head = Head(**json.loads(max(found, key=lambda row: int(row["id"]))["data"]))
        except (ValueError, TypeError) as error:
            raise IndexBroken(f"The index in the Milvus has a head that does not read: {REBUILD}.") from error
        if head.format != FORMAT:
            raise IndexBroken(
                f"The index in the Milvus has format {head.format}, this version reads {FORMAT}: {REBUILD}."
            )
        return head

    def since(self, number: int, head: Head) -> Iterator[list[Operation]]:
        """What each commit after that of some number did, up to a head. Raises ``IndexBroken`` where one is lost."""
        where = f'kind == "part" and id >= {(number + 1) * _PARTS} and id < {(head.number + 1) * _PARTS}'
        found = self._server.all_rows(self._collection, where, _FIELDS)
        for commit, rows in itertools.groupby(found, key=lambda row: int(row["id"]) // _PARTS):
            number += 1
            if commit != number:
                break
            yield _unpacked(row["data"] for row in rows)
        if number != head.number:
            raise IndexBroken(f"A commit of the index in the Milvus is lost: {REBUILD}.")

    def base(self, head: Head) -> Iterator[list[Operation]]:
        """What makes the tables as they were at the base of a head. Raises ``IndexBroken`` where some of it is lost."""
        where = f"{_OF_A_BASE} and id >= {head.base * _PARTS} and id < {(head.base + 1) * _PARTS}"
        parts: list[str] = []
        rows = 0
        for row in self._server.all_rows(self._collection, where, _FIELDS):
            if row["kind"] == "base" and parts:
                yield _unpacked(parts)
                parts = []
            parts.append(row["data"])
            rows += 1
        if rows != head.rows:
            raise IndexBroken(f"What the log of the index in the Milvus begins with is damaged: {REBUILD}.")
        if parts:
            yield _unpacked(parts)

    def commit(self, head: Head, operations: Sequence[Operation]) -> Head:
        """Add a commit; its head comes last, and the head before it goes. Returns the head as it is there."""
        first = head.number * _PARTS
        made = [row(first + place, "part", piece) for place, piece in enumerate(_pieces(operations), 1)]
        head = replace(head, parts=head.parts + len(made))
        self._server.insert(self._collection, made, at_once=_INSERTED)
        self._server.insert(self._collection, [row(first, "head", json.dumps(asdict(head)))])
        self._server.delete(self._collection, f'kind == "head" and id < {first}')
        return head

    def fold(self, head: Head, operations: Iterable[Operation]) -> Head:
        """Put in what makes the tables as they are at a head. It counts from the next commit on: returns what that is
        to follow."""
        rows = 0
        for some in _in_groups(operations):
            first = head.number * _PARTS + _BASE + rows
            pieces = _pieces(some)
            made = [row(first + place, "more" if place else "base", piece) for place, piece in enumerate(pieces)]
            self._server.insert(self._collection, made, at_once=_INSERTED)
            rows += len(made)
        return replace(head, base=head.number, rows=rows, parts=0)

    def clean(self, head: Head) -> None:
        """Take out what builds that were killed left after a head."""
        self._server.delete(self._collection, f'kind == "part" and id >= {(head.number + 1) * _PARTS}')
        self._server.delete(self._collection, f"{_OF_A_BASE} and id >= {head.number * _PARTS}")

    def forget(self, head: Head) -> None:
        """Take out the commits up to the base of a head, and what was the base before."""
        if head.base >= 0:
            self._server.delete(self._collection, f'kind == "part" and id < {(head.base + 1) * _PARTS}')
            self._server.delete(self._collection, f"{_OF_A_BASE} and id < {head.base * _PARTS}")

    def flush(self) -> None:
        """Have it written."""
        self._server.flush(self._collection)


class Lease:
    """Who may write: one process of all machines. Each says that it wants to before it looks whether others do, so that
    of two at least one sees the other, and goes."""

    def __init__(self, server: Server, collection: str) -> None:
        self._server = server
        self._collection = collection
        self._id = -1 - secrets.randbits(60)

    def taken(self) -> bool:
        """Take it; False where another process holds it."""
        self.renew()
        others = [
            row
            for row in self._server.rows(self._collection, 'kind == "lease"', _FIELDS)
            if int(row["id"]) != self._id and float(row["data"]) > time.time()
        ]
        if others:
            self.release()
        return not others

    def renew(self) -> None:
        """Say that its holder is alive."""
        before = self._id
        self._id = -1 - secrets.randbits(60)
        self._server.insert(self._collection, [row(self._id, "lease", str(time.time() + _LEASE))])
        self._server.delete(self._collection, f"id == {before}")

    def release(self) -> None:
        """Give it back."""
        self._server.delete(self._collection, f"id == {self._id}")


def create_rows(server: Server, collection: str) -> None:
    """Make a collection of such rows."""
    fields = [("kind", "VARCHAR", {"max_length": 8}), ("data", "VARCHAR", {"max_length": 65_535}),
              ("nothing", "FLOAT_VECTOR", {"dim": 2})]  # fmt: skip
    # Milvus takes no collection without a vector.
    server.create(collection, fields, {"nothing": "FLAT"})


def row(identifier: int, kind: str, data: str) -> Row:
    """A row that is of some kind."""
    return {"id": identifier, "kind": kind, "data": data, "nothing": [0.0, 0.0]}


def _pieces(operations: Sequence[Operation]) -> list[str]:
    """Operations as JSON in pieces, with bytes as base64 under an empty name."""
    told = json.dumps(operations, ensure_ascii=False, separators=(",", ":"), default=_bytes_told)
    return pieces_of(told.encode("utf-8", "surrogatepass"))


def pieces_of(content: bytes) -> list[str]:
    """Bytes, compressed, as text for rows; one at least."""
    packed = base64.b64encode(zlib.compress(content)).decode("ascii")
    return [packed[start : start + _PART] for start in range(0, len(packed), _PART)]


def _in_groups(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    left = iter(operations)
    while some := list(itertools.islice(left, _TOGETHER)):
        yield some


def _unpacked(parts: Iterable[str]) -> list[Operation]:
    try:
        told = zlib.decompress(base64.b64decode("".join(parts))).decode("utf-8", "surrogatepass")
        found: list[Operation] = json.loads(told, object_hook=_read)
    except (ValueError, zlib.error) as error:
        raise IndexBroken(f"A commit of the index in the Milvus is damaged: {REBUILD}.") from error
    return found


def _bytes_told(value: object) -> dict[str, str]:
    if not isinstance(value, bytes):
        raise TypeError(f"{value!r} has no place in a row")
    return {"": base64.b64encode(value).decode("ascii")}


def _read(value: dict[str, Any]) -> Any:
    return base64.b64decode(value[""]) if value.keys() == {""} else value
