"""A file of an earlier format -> what it holds, as far as it is what was put in, for one of this format.

It knows what earlier versions of `rag.index.rows` wrote, and nothing of how it is stored now.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexBroken
from rag.index.analysis import Analysis
from rag.index.embedding import Model, Vectors
from rag.index.grouping import RULES, unpacked
from rag.index.packing import fingerprint, steps
from rag.index.rows import MODULUS, REBUILD, called, checksum, known_date
from rag.index.snapshot import Recipe
from rag.text.instructions import addressed
from rag.text.said.named import Named
from rag.types import Article, Chunk, Problem

_COLUMNS = {
    "facts": ("key", "value"),
    "files": ("path", "sha256"),
    "problems": ("path", "reason", "kind"),
    "articles": ("key", "file", "sha256", "id", "title", "text", "published", "published_from", "author", "source",
                 "url", "lang"),
    "chunks": ("id", "article", "position", "first", "stop", "vector", "sentences", "words", "sentence_vectors"),
    "versions": ("article", "number", "title", "published", "replaced", "text"),
    "named": ("article", "rules", "names"),
    "groups": ("kind", "name", "article", "key"),
}  # fmt: skip
# The formats from which on rows have checksums, are summed up with notes of what speaks to a model, and have names.
_CHECKED, _SUMMED, _OF_TEXTS = 3, 4, 5


@dataclass(frozen=True, slots=True)
class Held:
    """An article of an earlier file: its key and file, itself, the ids of its chunks with these, their vectors,
    (n, dimension), and analyses; and what it names, None where that was not noted by the rules of this version."""

    key: int
    file: str
    article: Article
    ids: list[int]
    chunks: list[Chunk]
    vectors: Vectors
    analyses: list[Analysis]
    names: tuple[Named, ...] | None


class Earlier:
    """An opened file of an earlier format. What is not what was put in raises ``IndexBroken``, or a ``KeyError``,
    ``TypeError`` or ``ValueError`` where no value of its kind can be made of it."""

    def __init__(self, connection: sqlite3.Connection, number: int) -> None:
        self._connection = connection
        self._number = number
        self.facts: dict[str, str] = dict(self._rows("facts"))
        record = json.loads(self.facts["recipe"])
        self.recipe = Recipe(Model(**record["model"]), record["chunk_tokens"])
        self.generation = int(self.facts["generation"])
        self.complete = self.facts["complete"] == "1"
        self.files = dict(self._rows("files"))
        self.problems = [Problem(*row) for row in self._rows("problems", "ORDER BY rowid")]
        self.last = max(self._number_of("SELECT max(id) FROM chunks"), int(self.facts.get("last chunk", 0)))
        if number < _SUMMED:  # each file is read anew: this version reads some otherwise
            self.files, self.problems = {}, []

    def check(self) -> None:
        """Raises ``IndexBroken`` where SQLite finds the file damaged, or rows went or came."""
        for statement in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
            for row in self._connection.execute(statement):
                if row[0] != "ok":
                    raise IndexBroken(f"The index is damaged ({row[0]}): {REBUILD}.")
        if self._number >= _SUMMED:
            tables = [table for table in self._tables() if table != "facts"]
            total = sum(checksum(table, row) for table in tables for row in self._rows(table))
            if total % MODULUS != int(self.facts["sum"]):
                raise IndexBroken(f"The index is damaged (rows were altered, added or taken away): {REBUILD}.")

    def articles(self) -> Iterator[Held]:
        """Every article, by its key."""
        for key, file, sha256, *told in self._rows("articles", "ORDER BY key"):
            identifier, title, text, published, *rest = told
            article = Article(identifier, title, text, known_date(published), *rest)
            if sha256 != fingerprint(article):
                raise IndexBroken(f"In the index article {identifier} is not what was put in: {REBUILD}.")
            rows = list(self._rows("chunks", "WHERE article = ? ORDER BY id", (key,)))
            chunks, analyses = zip(*(self._chunk(article, row) for row in rows), strict=True) if rows else ((), ())
            vectors = np.frombuffer(b"".join(row[5] for row in rows), np.float32)
            stacked = vectors.reshape(len(rows), self.recipe.model.dimension)
            ids = [row[0] for row in rows]
            yield Held(key, file, article, ids, list(chunks), stacked, list(analyses), self._names(key))

    def versions(self) -> Iterator[Sequence[object]]:
        """Every earlier version, as a row that this version has as well."""
        if "versions" in self._tables():
            yield from self._rows("versions")

    def _chunk(self, article: Article, row: Sequence[Any]) -> tuple[Chunk, Analysis]:
        _, _, position, first, stop, _, sentences, words, vectors = row
        bounds, instructs = self._bounds(sentences, article.text)
        header, *lines = words.split("\n")
        stacked = steps(np.frombuffer(vectors, np.int8).reshape(-1, self.recipe.model.dimension))
        chunk = Chunk(article, first, stop, position, tuple((start, end) for start, end in bounds.tolist()))
        return chunk, Analysis(bounds, instructs, header, tuple(lines), stacked)

    def _bounds(self, told: bytes, text: str) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        if self._number >= _SUMMED:
            noted = np.frombuffer(told, np.int32).reshape(-1, 3)
            return noted[:, :2], noted[:, 2].astype(bool)
        bounds = np.frombuffer(told, np.int32).reshape(-1, 2)
        return bounds, np.array(addressed([text[start:end] for start, end in bounds.tolist()]), bool)

    def _names(self, key: int) -> tuple[Named, ...] | None:
        if self._number < _OF_TEXTS:
            return None
        found = (row for row in self._rows("named", "WHERE article = ?", (key,)) if row[1] == RULES)
        return next((unpacked(json.loads(told)) for *_, told in found), None)

    def _tables(self) -> list[str]:
        return [one for one in _COLUMNS if self._number >= _OF_TEXTS or one not in ("versions", "named", "groups")]

    def _rows(self, table: str, rest: str = "", values: Sequence[object] = ()) -> Iterator[list[Any]]:
        summed = ("checksum",) if self._number >= _CHECKED else ()
        columns = ", ".join((*_COLUMNS[table], *summed))
        for row in self._connection.execute(f"SELECT {columns} FROM {table} {rest}", values):
            values_of = list(row[: len(_COLUMNS[table])])
            if summed and row[-1] != checksum(table, values_of):
                raise IndexBroken(f"In the index {called(table, values_of)} is not what was put in: {REBUILD}.")
            yield values_of

    def _number_of(self, statement: str) -> int:
        return int(self._connection.execute(statement).fetchone()[0] or 0)
