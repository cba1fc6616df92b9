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

from rag.errors import IndexAway, IndexBroken, IndexMissing, RagError
from rag.index.milvus.address import Address

# Seconds for which a call is made again while a server is not there, as when another one takes its place. A question
# waits so long, a build longer.
_PATIENCE, _WRITING, _PAUSE = 10.0, 60.0, 0.2
MOST = 16_384
"""Rows that one search may bring."""
_AT_ONCE = 1000  # rows of one page where many are read
LONGEST = 65_535
"""Bytes of a text in a row."""
# Milvus's codes of a collection that does not exist, and of one that is not in memory.
_NOT_THERE, _NOT_LOADED = 100, 101
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


_connecting = threading.Lock()
_connected: dict[Address, "Server"] = {}


class Server:
    """The connection to a Milvus."""

    def __init__(self, address: Address) -> None:
        from pymilvus import MilvusClient

        self._name = address.name
        # They tell of each error with its traceback, beside raising it.
        for library in ("pymilvus", "milvus_lite"):
            logging.getLogger(library).setLevel(logging.CRITICAL)
        uri, more = (address.uri, {}) if address.file is None else (_lite(address.file), {"grpc_options": _OF_LITE})
        with self._explained():
            self._client: Any = MilvusClient(uri=uri, token=address.token, timeout=_PATIENCE, **more)

    @classmethod
    def of(cls, address: Address) -> "Server":
        """The connection to an address, one for all of a process. Raises ``IndexAway``, and ``RagError`` where the
        libraries are not installed."""
        try:
            with _connecting:
                if address not in _connected:
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
        asked = {"filter": where, "output_fields": list(fields), "timeout": _PATIENCE}
        return self._asked(lambda: list(self._client.query(collection, **asked)), collection)

    def all_rows(self, collection: str, where: str, fields: Sequence[str]) -> Iterator[Row]:
        """Rows, however many, by their ids."""
        asked = {"batch_size": _AT_ONCE, "filter": where, "output_fields": list(fields), "timeout": _WRITING}
        pages = self._asked(lambda: self._client.query_iterator(collection, **asked), collection)
        try:
            while page := self._asked(pages.next):
                yield from sorted(page, key=lambda row: int(row["id"]))
        finally:
            pages.close()

    def get(self, collection: str, ids: Sequence[int], fields: Sequence[str]) -> list[Row]:
        """The rows of some ids, as far as they are there."""
        if not ids:
            return []
        asked = {"ids": list(ids), "output_fields": list(fields), "timeout": _PATIENCE}
        return self._asked(lambda: list(self._client.get(collection, **asked)), collection)

    def search(
        self, collection: str, field: str, wanted: Sequence[Any], limit: int, where: str, fields: Sequence[str]
    ) -> list[list[tuple[int, float, Row]]]:
        """For each thing wanted the nearest rows as (id, score, row), best first, at most ``MOST``."""
        asked = {"data": list(wanted), "anns_field": field, "limit": min(limit, MOST), "filter": where,
                 "output_fields": list(fields), "timeout": _PATIENCE}  # fmt: skip
        found = self._asked(lambda: self._client.search(collection, **asked), collection)
        return [[(int(hit["id"]), float(hit["distance"]), hit["entity"]) for hit in hits] for hits in found]

    def insert(self, collection: str, rows: Sequence[Row], at_once: int = 256) -> None:
        """Put rows in, of which the ids are new."""
        with self._explained():
            for first in range(0, len(rows), at_once):
                self._client.insert(collection, list(rows[first : first + at_once]), timeout=_WRITING)

    def delete(self, collection: str, where: str) -> None:
        """Take rows out."""
        self._asked(lambda: self._client.delete(collection, filter=where, timeout=_WRITING), collection)

    def flush(self, collection: str) -> None:
        """Have what was put in written and indexed."""
        with self._explained():
            self._client.flush(collection, timeout=_WRITING)

    def pointed_at(self, alias: str) -> str | None:
        """The collection that an alias stands for; None where there is no such alias."""
        try:
            found = self._asked(lambda: self._client.describe_alias(alias, timeout=_PATIENCE))
        except (IndexMissing, IndexBroken):
            return None
        return str(found["collection_name"])

    def point(self, alias: str, collection: str) -> None:
        """Have an alias stand for a collection from now on."""
        known = self.pointed_at(alias)
        with self._explained():
            move = self._client.create_alias if known is None else self._client.alter_alias
            move(collection_name=collection, alias=alias, timeout=_WRITING)

    def collections(self) -> list[str]:
        """The names of all collections."""
        return self._asked(lambda: list(self._client.list_collections(timeout=_PATIENCE)))

    def drop(self, collection: str) -> None:
        """Remove a collection."""
        with self._explained():
            self._client.drop_collection(collection, timeout=_WRITING)

    def _asked(self, call: Callable[[], Answer], collection: str | None = None) -> Answer:
        """What a call that may be made again answers; a server that is not there is waited for, and a ``collection``
        that it has not in memory, as after its start, is loaded."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                with self._explained():
                    return call()
            except _Released:
                if collection is None:
                    raise
                with self._explained():
                    self._client.load_collection(collection, timeout=_WRITING)
            except IndexAway as error:
                if isinstance(error, _Refused) or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Raise the library's errors as what they are."""
        import grpc
        from pymilvus.exceptions import MilvusException

        try:
            yield
        except grpc.RpcError as error:
            raise self._of(str(error), None) from error
        except MilvusException as error:
            # Of one that keeps the door shut the library says no more than that it can't be reached.
            raise self._of(f"{error.message} {error.__cause__ or ''}", error.code) from error

    def _of(self, message: str, code: int | None) -> RagError:
        said = " ".join(message.split())
        low = said.lower()
        if "auth" in low or "permission" in low or "privilege" in low:
            return _Refused(
                f"The Milvus of {self._name} does not let in who asks: put user:password@ or a token@ before the host."
            )
        if any(word in low for word in ("fail connecting", "unavailable", "deadline", "timeout", "retry", "connect")):
            return IndexAway(
                f"The Milvus of {self._name} does not answer: see that it runs there, then try again.",
                address=self._name,
            )
        if code == _NOT_LOADED or "not loaded" in low:
            return _Released(f"The Milvus of {self._name} does not load its collections: look at its log.")
        if code == _NOT_THERE or "not found" in low or "does not exist" in low:
            return IndexMissing(f"There is no index in {self._name}: run `rag index` first.")
        return IndexBroken(f"The Milvus of {self._name} refuses ({said:.200}): look at its log.")


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
