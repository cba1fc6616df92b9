"""A sidecar of an index in a Milvus, as the rows of a collection of its own, so that every machine has the same.

A row is a line, or all there is in the place of what was before; what is longer than a row goes on in those after it.
"""

import base64
import contextlib
import itertools
import re
import secrets
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from rag.errors import IndexBroken, RagError
from rag.index.milvus.address import Address
from rag.index.milvus.log import Lease, create_rows, pieces_of, row
from rag.index.milvus.server import Row, Server
from rag.sidecar import PATIENCE

_MOMENT = 2.0  # seconds for which its state counts
_PAUSE = 0.1  # seconds until it is looked again whether somebody else changes it
# Bits of a row's number: of the nanoseconds those that are left out, so that half milliseconds are counted; those that
# are drawn; and those that count the parts.
_LEFT_OUT, _DRAWN, _PARTS = 19, 10, 10


class SidecarRows:
    """A sidecar in a Milvus. The collection is made when something is put in."""

    path: Path | None = None

    def __init__(self, address: Address, name: str) -> None:
        self._address = address
        self._collection = f"{address.collection}__{re.sub(r'[^a-z]', '_', name)}"
        self._seen: tuple[int | None, float] = None, 0.0  # the state, and until when it counts

    @property
    def name(self) -> str:
        """Its collection, and where that is."""
        return f"the collection {self._collection} of {self._address.name}"

    def state(self) -> int | None:
        """The number of its last row, as it was some moments ago."""
        state, until = self._seen
        if time.monotonic() > until:
            state = max((int(one["id"]) for one in self._rows("id")), default=None)
            self._seen = state, time.monotonic() + _MOMENT
        return state

    def read(self) -> bytes:
        """All of it; nothing where there is none."""
        found: list[bytes] = []
        parts: list[str] = []
        for one in reversed(self._rows("id", "kind", "data")):
            parts.insert(0, one["data"])
            if one["kind"] != "more":
                found.insert(0, zlib.decompress(base64.b64decode("".join(parts))))
                parts = []
            if one["kind"] == "whole":
                break
        return b"".join(found)

    def append(self, line: bytes) -> None:
        """Add a line behind what is there."""
        self._put("line", line, 0)

    def replace(self, content: bytes) -> None:
        """Put something in the place of all that is there."""
        # One machine's clock may be behind that of another.
        first = self._put("whole", content, max((int(one["id"]) for one in self._rows("id")), default=0))
        self._server.delete(self._collection, f"id >= 0 and id < {first}")

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """While no other machine changes it."""
        self._make()
        lease = Lease(self._server, self._collection)
        until = time.monotonic() + PATIENCE
        while not lease.taken():
            if time.monotonic() > until:
                raise RagError(f"Another process holds {self.name}: try again.")
            time.sleep(_PAUSE * (1 + secrets.randbelow(10) / 10))  # or two would go on seeing each other
        try:
            yield
        finally:
            lease.release()

    @property
    def _server(self) -> Server:
        return Server.of(self._address)

    def _rows(self, *fields: str) -> list[Row]:
        if not self._exists():
            return []
        return list(self._server.all_rows(self._collection, "id >= 0", fields))

    def _exists(self) -> bool:
        return self._collection in self._server.collections()

    def _make(self) -> None:
        if self._exists():
            return
        try:
            create_rows(self._server, self._collection)
        except IndexBroken:
            if not self._exists():  # else another machine was as quick
                raise

    def _put(self, kind: str, content: bytes, after: int) -> int:
        self._make()
        pieces = pieces_of(content)
        if len(pieces) > 1 << _PARTS:
            raise RagError(f"{len(content):,} bytes are more than {self.name} takes at once.")
        moment = time.time_ns() >> _LEFT_OUT << _DRAWN | secrets.randbits(_DRAWN)
        first = max(moment << _PARTS, after + 1)
        kinds = itertools.chain([kind], itertools.repeat("more"))
        made = [row(first + place, *one) for place, one in enumerate(zip(kinds, pieces, strict=False))]
        self._server.insert(self._collection, made)
        self._seen = None, 0.0
        return first
