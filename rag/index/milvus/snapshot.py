"""What is read of an index in a Milvus: the small tables from this machine's copy, chunks and texts by number."""

import functools
import itertools
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexBroken
from rag.index.embedding import Vectors, unit
from rag.index.milvus.copy import SKINNY
from rag.index.milvus.tables import Tables
from rag.index.packing import unpacked_vectors
from rag.index.rows import COLUMNS, MODULUS, REBUILD, called, checksum, marks, stored
from rag.index.snapshot import Snapshot
from rag.types import Article

_BATCH = 500  # chunks of which the rows are asked for at once


class MilvusSnapshot(Snapshot):
    """One committed generation. ``held`` are rows of chunks that were read or that a search brought, so that nobody
    asks for them again."""

    def __init__(self, connection: sqlite3.Connection, tables: Tables) -> None:
        self.tables = tables
        self.held: dict[int, list[Any]] = {}  # rows of chunks
        super().__init__(connection)

    @property
    def connection(self) -> sqlite3.Connection:
        """The copy, in a transaction."""
        return self._connection

    @functools.cached_property
    def total(self) -> int:
        """How many chunks there are."""
        return int(self._connection.execute("SELECT count(*) FROM chunks").fetchone()[0])

    @functools.cached_property
    def dead(self) -> frozenset[int]:
        """The chunks that were taken out and are still in Milvus."""
        return frozenset(one for (one,) in self._connection.execute("SELECT id FROM dead"))

    def rows(self, table: str) -> Iterator[list[Any]]:
        if table == "chunks":
            return self._all_rows()
        if table == "texts":
            return self._all_texts()
        return super().rows(table)

    def texts(self) -> Iterator[tuple[int, Article, str]]:
        of: dict[int, list[tuple[int, int, int]]] = {}
        for row in self._all_rows():
            of.setdefault(row[1], []).append((row[0], row[3], row[4]))
        for key, article in self._whole():
            for identifier, first, stop in of.get(key, ()):
                yield identifier, article, article.text[first:stop]

    def vector_blocks(self, size: int = 8192) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        found = self._all_rows()
        while block := list(itertools.islice(found, size)):
            stacked = np.frombuffer(b"".join(row[5] for row in block), np.int8)
            ids = np.array([row[0] for row in block], np.int64)
            yield ids, unit(stacked.reshape(len(block), self.recipe.model.dimension))

    def embedded(self, contents: Collection[int]) -> dict[int, tuple[Vectors, Vectors]]:
        every = f"SELECT id FROM chunks WHERE content <> 0 AND content IN ({marks(contents)})"
        ids = [one for (one,) in self._connection.execute(every, list(contents))]
        found: dict[int, tuple[Vectors, Vectors]] = {}
        for row in self._chunk_rows(ids):
            parts = unpacked_vectors(row[8], self.recipe.model.dimension)
            found[row[9]] = unit(np.frombuffer(row[5], np.int8)), unit(parts)
        return found

    def damage(self) -> list[str]:
        """What is wrong with the copy and with the rows in Milvus, held against each other and their checksums."""
        found = []
        total = int(self._facts["sum"])
        for table in (one for one in COLUMNS if one != "facts" and one not in SKINNY):
            for row, own in stored(self._connection, table):
                total -= (right := checksum(table, row))
                if own != right:
                    found.append(f"{called(table, row)} is not what was put in")
        total -= sum(sum(self._sums(table).values()) for table in SKINNY)
        if total % MODULUS:
            found.append("rows were altered, added or taken away behind the index's back")
        sums = self._sums("chunks")
        found += [
            f"{called('chunks', row)} is not what was put in"
            for row in self.tables.all_rows(self.last)
            if (own := sums.pop(row[0], None)) is not None and own != checksum("chunks", row)
        ]
        found += [f"chunk {one} is missing" for one in sums]
        keys = list(self._sums("texts"))
        for first in range(0, len(keys), _BATCH):
            try:
                self._texts(keys[first : first + _BATCH])
            except IndexBroken as error:
                found.append(str(error))
        return found

    def _texts(self, keys: Sequence[int]) -> dict[int, bytes]:
        found = self.tables.texts(keys)
        sums = self._sums("texts", "article", keys)
        for key in keys:
            self._compare("texts", (key, found.get(key)), sums.get(key))
        return found

    def _read_chunks(self, identifiers: Sequence[int]) -> Mapping[int, list[Any]]:
        new = [one for one in identifiers if one not in self.held]
        for first in range(0, len(new), _BATCH):
            self.hold(self.tables.rows(new[first : first + _BATCH]).values())
        return self.held

    def hold(self, rows: Iterable[list[Any]]) -> None:
        """Keep rows of chunks that were read. Raises ``IndexBroken`` for one that is not what was put in."""
        new = {row[0]: row for row in rows if row[0] not in self.held}
        sums = self._sums("chunks", "id", list(new))
        for identifier, row in new.items():
            if identifier in sums:  # else it is one that was taken out
                self._compare("chunks", row, sums[identifier])
                self.held[identifier] = row

    def rows_of(self, identifiers: Sequence[int]) -> list[list[Any]]:
        """The rows of chunks, by id."""
        return self._chunk_rows(identifiers)

    def _all_rows(self) -> Iterator[list[Any]]:
        """The rows of all chunks that are in, by id."""
        alive = self._sums("chunks")
        return (row for row in self.tables.all_rows(self.last) if row[0] in alive)

    def _all_texts(self) -> Iterator[list[Any]]:
        keys = sorted(self._sums("texts"))
        for first in range(0, len(keys), _BATCH):
            found = self._texts(keys[first : first + _BATCH])
            yield from ([key, found[key]] for key in sorted(found))

    def _sums(self, table: str, column: str = "", values: Sequence[int] = ()) -> dict[int, int]:
        """The checksums of chunks or texts by their numbers: of some, or of all."""
        name, *_ = SKINNY[table]
        where = f"WHERE {column} IN ({marks(values)})" if column else ""
        return dict(self._connection.execute(f"SELECT {name}, checksum FROM {table} {where}", list(values)).fetchall())

    def _compare(self, table: str, row: Sequence[Any], own: int | None) -> None:
        if row[1] is None or own is None:
            raise IndexBroken(f"In the index {called(table, row)} is missing: {REBUILD}.")
        if own != checksum(table, row):
            raise IndexBroken(f"In the index {called(table, row)} is not what was put in: {REBUILD}.")
