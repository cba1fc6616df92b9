"""The collections of an index in a Milvus that hold what is large: chunks with their vectors, and texts."""

import base64
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from rag.errors import IndexBroken
from rag.index.embedding import unit
from rag.index.milvus.server import LONGEST, Field, Row, Server
from rag.index.packing import directions, unpacked_words

_PART = 45_000  # bytes of a text in one row, which as base64 are 60,000
_PARTS = 4096  # rows that one text may have
_BLOBS = ("sentences", "words", "sentence_vectors")
FIELDS = ("id", "article", "position", "first", "stop", "vector", *_BLOBS, "content")
"""What is read of a chunk."""


class Tables:
    """The collections of one token."""

    def __init__(self, server: Server, prefix: str) -> None:
        self.server = server
        self.chunks = f"{prefix}_chunks"
        self.log = f"{prefix}_log"
        self._texts = f"{prefix}_texts"

    def create(self, dimension: int, vectors: str) -> None:
        """Make those for chunks and texts; ``vectors`` is the kind of index for vectors of that dimension."""
        text = {"max_length": LONGEST}
        # Stems come as words between spaces, which every analyzer parts alike.
        searched = text | {"enable_analyzer": True, "enable_match": True, "analyzer_params": {"tokenizer": "standard"}}
        numbers: list[Field] = [(name, "INT64", {}) for name in ("article", "position", "first", "stop", "content")]
        blobs: list[Field] = [(name, "VARCHAR", text) for name in _BLOBS]
        fields = [*numbers, *blobs, ("terms", "VARCHAR", searched), ("vector", "FLOAT_VECTOR", {"dim": dimension}),
                  ("sparse", "SPARSE_FLOAT_VECTOR", {})]  # fmt: skip
        self.server.create(self.chunks, fields, {"vector": vectors, "sparse": "SPARSE_INVERTED_INDEX"})
        fields = [("article", "INT64", {}), ("text", "VARCHAR", text), ("nothing", "FLOAT_VECTOR", {"dim": 2})]
        self.server.create(self._texts, fields, {"nothing": "FLAT"})

    def insert_chunks(self, rows: Sequence[Sequence[Any]]) -> None:
        """Put rows of the table of chunks in. Raises ``IndexBroken`` for one that is too long for Milvus."""
        made = []
        for identifier, article, position, first, stop, vector, *blobs, content in rows:
            told = {name: base64.b64encode(blob).decode("ascii") for name, blob in zip(_BLOBS, blobs, strict=True)}
            terms = " ".join(stems_of(blobs[1]))
            if max(len(terms.encode()), *map(len, told.values())) > LONGEST:
                raise IndexBroken(
                    f"A chunk of {stop - first} characters takes more than a field of Milvus holds "
                    f"({LONGEST:,} bytes): give fewer tokens to a chunk with --chunk-tokens."
                )
            numbers = {"id": identifier, "article": article, "position": position, "first": first, "stop": stop}
            dense = unit(np.frombuffer(vector, np.int8)).tolist()
            made.append({**numbers, "content": content, **told, "terms": terms, "vector": dense})
        self.server.insert(self.chunks, made)

    def insert_texts(self, texts: Sequence[tuple[int, bytes]]) -> None:
        """Put compressed texts in, each after the key of its article."""
        made: list[Row] = []
        for key, text in texts:
            pieces = [text[start : start + _PART] for start in range(0, len(text), _PART)] or [b""]
            for place, piece in enumerate(pieces):
                told = base64.b64encode(piece).decode("ascii")
                made.append({"id": key * _PARTS + place, "article": key, "text": told, "nothing": [0.0, 0.0]})
        self.server.insert(self._texts, made, at_once=64)

    def texts(self, keys: Collection[int]) -> dict[int, bytes]:
        """The texts of articles, by their keys, as far as they are there."""
        parts: dict[int, list[tuple[int, bytes]]] = {}
        for row in self.server.rows(self._texts, within("article", keys), ("id", "article", "text")):
            parts.setdefault(int(row["article"]), []).append((int(row["id"]), base64.b64decode(row["text"])))
        return {key: b"".join(piece for _, piece in sorted(pieces)) for key, pieces in parts.items()}

    def rows(self, identifiers: Sequence[int]) -> dict[int, list[Any]]:
        """The rows of chunks by their ids, as the table of chunks has them, as far as they are there."""
        return {int(row["id"]): chunk_row(row) for row in self.server.get(self.chunks, identifiers, FIELDS)}

    def all_rows(self, last: int) -> Iterator[list[Any]]:
        """The rows of all chunks up to an id, by id."""
        return (chunk_row(row) for row in self.server.all_rows(self.chunks, f"id > 0 and id <= {last}", FIELDS))

    def clean(self, last: int) -> None:
        """Take out what a killed build left, which is of ids after the ``last``."""
        self.server.delete(self.chunks, f"id > {last}")
        self.server.delete(self._texts, f"article > {last}")

    def remove(self, dead: Sequence[tuple[int, int]]) -> None:
        """Take chunks out, each given with its article, whose text goes, too."""
        for first in range(0, len(dead), LONGEST // 8):
            some = dead[first : first + LONGEST // 8]
            self.server.delete(self.chunks, within("id", [chunk for chunk, _ in some]))
            self.server.delete(self._texts, within("article", {article for _, article in some}))

    def flush(self) -> None:
        """Have what was put in written and indexed."""
        self.server.flush(self.chunks)
        self.server.flush(self._texts)


def chunk_row(row: Row) -> list[Any]:
    """A row of the table of chunks from one of Milvus."""
    numbers = [int(row[name]) for name in ("id", "article", "position", "first", "stop")]
    # Rounded from whole numbers of which the largest is 127, so that these come back as they were.
    vector = directions(np.asarray(row["vector"], np.float32)).tobytes()
    return [*numbers, vector, *(base64.b64decode(row[name]) for name in _BLOBS), int(row["content"])]


def stems_of(words: bytes) -> list[str]:
    """What a chunk is found by: the stems of what is known of its article, and of its sentences."""
    header, said = unpacked_words(words)
    return [*header.split(), *(stem for one in said for stem in one.split())]


def within(field: str, values: Collection[int]) -> str:
    """The condition that a field has one of some values."""
    return f"{field} in {sorted(values)}"
