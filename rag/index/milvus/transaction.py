"""What changes an index in a Milvus: rows go into this machine's copy and into a log of what was done; those of chunks
and texts go to Milvus itself, where nobody sees them before the head of the commit is there."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rag.index.milvus import copy
from rag.index.milvus.copy import SKINNY
from rag.index.milvus.log import Operation
from rag.index.milvus.snapshot import MilvusSnapshot
from rag.index.milvus.tables import Tables
from rag.index.packing import unpacked_words
from rag.index.rows import Ledger, checksum
from rag.index.store import Transaction


class LoggedLedger(Ledger):
    """A ledger that notes what was done, and keeps the rows of chunks and texts that came."""

    def __init__(self, connection: sqlite3.Connection, total: int, tables: Tables) -> None:
        super().__init__(connection, total)
        self._tables = tables
        self._operations: list[Operation] = []
        self._stems: tuple[Counter[str], Counter[str]] = Counter(), Counter()  # in text and title
        self.chunks: list[Sequence[Any]] = []
        self.texts: list[tuple[int, bytes]] = []

    def put(self, table: str, row: Sequence[Any]) -> None:
        if table not in SKINNY:
            super().put(table, row)
            self._operations.append(("+", table, list(row)))
            return
        own = checksum(table, row)
        self.total += own
        if table == "chunks":
            self.chunks.append(row)
            self._count(row[7], 1)
            skinny = [row[0], row[1], row[9], own]
        else:
            self.texts.append((row[0], row[1]))
            skinny = [row[0], own]
        copy.put(self.connection, table, skinny)
        self._operations.append(("+", table, skinny))

    def take(self, table: str, where: str, *values: object) -> list[list[Any]]:
        """Delete rows, and return them: of chunks and texts what the copy has of them."""
        if table not in SKINNY:
            found = super().take(table, where, *values)
            self._operations += [("-", table, copy.key_of(table, row)) for row in found]
            return found
        columns = ", ".join(SKINNY[table])
        found = [list(row) for row in self.connection.execute(f"SELECT {columns} FROM {table} {where}", values)]
        if table == "chunks":
            for row in self._tables.rows([row[0] for row in found]).values():
                self._count(row[7], -1)
        for row in found:
            self.total -= row[-1]
            self._operations.append(("-", table, row[:1]))
            copy.apply(self.connection, self._operations[-1])
        return found

    def change(self, table: str, before: Sequence[object], after: Sequence[object]) -> None:
        super().change(table, before, after)
        self._operations.append(("=", table, list(after)))

    def cleaned(self) -> None:
        """Note that no row of what was taken out before is in Milvus any more."""
        self._operations.append(("!",))
        copy.apply(self.connection, self._operations[-1])

    def operations(self) -> list[Operation]:
        """All that was done; the stems that came and went are counted in the copy with it."""
        text, title = self._stems
        more = {stem: [text[stem], title[stem]] for stem in sorted({*text, *title}) if text[stem] or title[stem]}
        if more:
            copy.count_stems(self.connection, more)
            self._operations.append(("~", more))
            self._stems = Counter(), Counter()
        return self._operations

    def _count(self, words: bytes, times: int) -> None:
        header, said = unpacked_words(words)
        text, title = self._stems
        for counter, stems in ((text, {one for line in said for one in line.split()}), (title, set(header.split()))):
            for stem in stems:
                counter[stem] += times


class MilvusTransaction(MilvusSnapshot, Transaction):
    """A snapshot that may be changed; everything is committed together, as the next generation, or not at all."""

    ledger: LoggedLedger

    def _opened(self, total: int) -> Ledger:
        self.ledger = LoggedLedger(self._connection, total, self.tables)
        return self.ledger

    def _next_key(self) -> int:
        # That of its first chunk, so that it is never that of another article: the text of one that went may still be
        # read.
        return max(self._last + 1, super()._next_key())
