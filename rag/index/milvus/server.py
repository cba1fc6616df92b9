"""A Milvus, or Milvus Lite in this process, with its errors in a line; the only importer of their libraries.

It knows collections and their rows, nothing of articles.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from rag.errors import IndexAway, IndexBroken, RagError
from rag.index.milvus.address import Address

# Seconds for which a call is made again while a server is not there, as when another one takes its place. A question
# waits so long, a build longer; and who comes after one who waited in vain only briefly, until it is there again.
_PATIENCE, _WRITING, _BRIEFLY, _PAUSE = 10.0, 60.0, 2.0, 0.2
MOST = 16_384
"""Rows that one search may bring."""
_AT_ONCE = 1000  # rows of one page where many are read
LONGEST = 65_535
"""Bytes of a text in a row."""
# What gRPC and Milvus call it where somebody is not let in, where a server or some of it is not there (what may be
# repeated counts, too), where a collection or an alias does not exist, and where a collection is not in memory. What
# they say besides has names of ours in it.
_SHUT = {"UNAUTHENTICATED", "PERMISSION_DENIED", 1400, 1401}
_AWAY = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", 2, 401, 501, 503, 901, 902, 903, 905, 10_000, 10_001}
_NOT_THERE, _NOT_LOADED = {100, 1600}, {101}
# One that comes back is seen within a second; by itself gRPC waits longer and longer, up to two minutes.
_OF_A_SERVER = {"grpc.initial_reconnect_backoff_ms": 200, "grpc.max_reconnect_backoff_ms": 1000}
# A Milvus is asked every ten seconds whether it is still there. Milvus Lite, which is in this process, takes that for
# an attack, and hangs up.
_OF_LITE = {"grpc.keepalive_time_ms": 2**31 - 1}
Row = dict[str, Any]
Field = tuple[str, str, dict[str, Any]]
"""A field's name, its kind as Milvus calls it, and what that takes."""


Answer = TypeVar("Answer")


class _Refused(IndexAway):
    """It is there, and lets nobody in by that name."""


class _Released(IndexBroken):
    """It does not have the collection in memory."""


class _Lacking(IndexBroken):
    """It has no collection, or alias, of that name."""


_connecting = threading.Lock()
_connected: dict[Address, "Server"] = {}
_missed: dict[Address, tuple[float, str]] = {}  # those that were waited for in vain: when, and what that was told as


class Server:
    """The connection to a Milvus."""

    def __init__(self, address: Address) -> None:
        from pymilvus import MilvusClient

        self._address, self._name = address, address.name
        # They tell of each error with its traceback, beside raising it.
        for library in ("pymilvus", "milvus_lite"):
            logging.getLogger(library).setLevel(logging.CRITICAL)
        uri, options = (address.uri, _OF_A_SERVER) if address.file is None else (_lite(address.file), _OF_LITE)
        asked = {"uri": uri, "token": address.token, "grpc_options": options}
        self._client: Any = self._asked(lambda left: MilvusClient(**asked, timeout=left))

    @classmethod
    def of(cls, address: Address) -> "Server":
        """The connection to an address, one for all of a process. Raises ``IndexAway``, and ``RagError`` where the
        libraries are not installed."""
        begun = time.monotonic()
        try:
            with _connecting:
                if address not in _connected:
                    ended, told = _missed.get(address, (begun, ""))
                    if ended > begun:  # somebody else waited for it meanwhile
                        raise IndexAway(told, address=address.name)
                    _connected[address] = cls(address)
                return _connected[address]
        except ModuleNotFoundError as error:
            if error.name not in ("pymilvus", "milvus_lite"):
                raise
            raise RagError("A Milvus takes more libraries: run `pip install article-rag[milvus]`.") from None

    def create(self, name: str, fields: Sequence[Field], vectors: dict[str, str]) -> None:
        """Make a collection of rows with a number ``id``, some ``fields``, each of a kind of Milvus's with what that
        takes, and ``vectors``, each indexed in a way. A text field that ``terms`` names is searched by BM25."""
        from pymilvus import DataType, Function, FunctionType, MilvusClient

        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        for field, kind, more in fields:
            schema.add_field(field, DataType[kind], **more)
        indexes = MilvusClient.prepare_index_params()
        for field, kind in vectors.items():
            indexes.add_index(field, index_type=kind, metric_type="BM25" if field == "sparse" else "IP")
        if "sparse" in vectors:
            function = Function(
                name="bm25", function_type=FunctionType.BM25, input_field_names=["terms"], output_field_names=["sparse"]
            )
            schema.add_function(function)
        with self._explained():
            self._client.create_collection(name, schema=schema, consistency_level="Strong", timeout=_WRITING)
            # To wait for an index of nothing takes half a second each.
            self._client.create_index(name, indexes, timeout=_WRITING, sync=False)
            self._client.load_collection(name, timeout=_WRITING)

    def rows(self, collection: str, where: str, fields: Sequence[str]) -> list[Row]:
        """Some rows, few enough for one answer."""
        asked = {"filter": where, "output_fields": list(fields)}
        return self._asked(lambda left: list(self._client.query(collection, **asked, timeout=left)), collection)

    def all_rows(self, collection: str, where: str, fields: Sequence[str]) -> Iterator[Row]:
        """Rows, however many, by their ids."""
        asked = {"batch_size": _AT_ONCE, "filter": where, "output_fields": list(fields), "timeout": _WRITING}
        pages = self._asked(lambda _: self._client.query_iterator(collection, **asked), collection)
        try:
            while page := self._asked(lambda _: pages.next()):
                yield from sorted(page, key=lambda row: int(row["id"]))
        finally:
            pages.close()

    def get(self, collection: str, ids: Sequence[int], fields: Sequence[str]) -> list[Row]:
        """The rows of some ids, as far as they are there."""
        if not ids:
            return []
        asked = {"ids": list(ids), "output_fields": list(fields)}
        return self._asked(lambda left: list(self._client.get(collection, **asked, timeout=left)), collection)

    def search(
        self, collection: str, field: str, wanted: Sequence[Any], limit: int, where: str, fields: Sequence[str]
    ) -> list[list[tuple[int, float, Row]]]:
        """For each thing wanted the nearest rows as (id, score, row), best first, at most ``MOST``."""
        asked = {"data": list(wanted), "anns_field": field, "limit": min(limit, MOST), "filter": where,
                 "output_fields": list(fields)}  # fmt: skip
        found = self._asked(lambda left: self._client.search(collection, **asked, timeout=left), collection)
        return [[(int(hit["id"]), float(hit["distance"]), hit["entity"]) for hit in hits] for hits in found]

    def insert(self, collection: str, rows: Sequence[Row], at_once: int = 256) -> None:
        """Put rows in, of which the ids are new."""
        with self._explained():
            for first in range(0, len(rows), at_once):
                self._client.insert(collection, list(rows[first : first + at_once]), timeout=_WRITING)

    def delete(self, collection: str, where: str) -> None:
        """Take rows out."""
        self._asked(lambda _: self._client.delete(collection, filter=where, timeout=_WRITING), collection)

    def flush(self, collection: str) -> None:
        """Have what was put in written and indexed."""
        with self._explained():
            self._client.flush(collection, timeout=_WRITING)

    def pointed_at(self, alias: str) -> str | None:
        """The collection that an alias stands for; None where there is no such alias."""
        try:
            found = self._asked(lambda left: self._client.describe_alias(alias, timeout=left))
        except _Lacking:
            return None
        return str(found["collection_name"])

    def point(self, alias: str, collection: str, *, new: bool) -> None:
        """Have an alias stand for a collection from now on; a ``new`` one is refused where another made it
        meanwhile."""
        known = None if new else self.pointed_at(alias)
        with self._explained():
            move = self._client.create_alias if known is None else self._client.alter_alias
            move(collection_name=collection, alias=alias, timeout=_WRITING)

    def collections(self) -> list[str]:
        """The names of all collections."""
        return self._asked(lambda left: list(self._client.list_collections(timeout=left)))

    def drop(self, collection: str) -> None:
        """Remove a collection."""
        with self._explained():
            self._client.drop_collection(collection, timeout=_WRITING)

    def _asked(self, call: Callable[[float], Answer], collection: str | None = None) -> Answer:
        """What a call that may be made again answers, each time given the seconds that are left; a server that is not
        there is waited for, and a ``collection`` that it has not in memory, as after its start, is loaded."""
        until = time.monotonic() + (_BRIEFLY if self._address in _missed else _PATIENCE)
        while True:
            try:
                with self._explained():
                    answer = call(max(_PAUSE, until - time.monotonic()))
            except _Released:
                if collection is None:
                    raise
                with self._explained():
                    self._client.load_collection(collection, timeout=_WRITING)
            except IndexAway as error:
                if isinstance(error, _Refused):
                    raise
                if time.monotonic() + _PAUSE > until:
                    _missed[self._address] = time.monotonic(), error.message
                    raise
                time.sleep(_PAUSE)
            else:
                _missed.pop(self._address, None)
                return answer

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Raise the library's errors as what they are."""
        import grpc
        from pymilvus.exceptions import MilvusException

        try:
            yield
        except (grpc.RpcError, MilvusException) as error:
            raise self._of(error) from error

    def _of(self, error: Exception) -> RagError:
        codes = _codes(error)
        if codes & _SHUT:
            return _Refused(
                f"The Milvus of {self._name} does not let in who asks: put user:password@ or a token@ before the host."
            )
        if codes & _NOT_LOADED:
            return _Released(f"The Milvus of {self._name} does not load its collections: look at its log.")
        if codes & _NOT_THERE:
            return _Lacking(f"The index in {self._name} lacks one of its collections: run `rag index --rebuild`.")
        if codes & _AWAY or getattr(error, "retriable", False):
            return IndexAway(
                f"The Milvus of {self._name} does not answer: see that it runs there, then try again.",
                address=self._name,
            )
        said = " ".join(str(getattr(error, "message", error)).split())
        return IndexBroken(f"The Milvus of {self._name} refuses ({said:.200}): look at its log.")


def _codes(error: BaseException | None) -> set[str | int]:
    """What gRPC, by name, and Milvus, by number, call an error and those that it came of: of a server that keeps the
    door shut the library itself says no more than that it can't be reached."""
    found: set[str | int] = set()
    seen: list[BaseException] = []
    while error is not None and error not in seen:  # one may be said to come of itself
        code = getattr(error, "code", None)
        code = code() if callable(code) else code
        found |= {int(code)} if isinstance(code, int) else {str(getattr(code, "name", code))}
        seen.append(error)
        error = error.__cause__
    return found


def _lite(file: Path) -> str:
    """The address at which Milvus Lite serves a file, in this process. Raises ``IndexAway``."""
    from milvus_lite.server_manager import server_manager_instance

    uri = server_manager_instance.start_and_get_uri(str(file))
    if uri is None:
        raise IndexAway(
            f"milvus-lite:{file} can't be opened: another process has it open, such as a page or a build, or it can't "
            "be written; Milvus Lite serves one process at a time.",
            path=file,
        )
    return str(uri)
