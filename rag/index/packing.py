"""What is stored of chunks and articles, as few bytes: texts compressed, vectors as whole numbers.

Of a vector only the direction counts, so that its largest value becomes 127 and nothing is kept of its length. It knows
nothing of SQLite.
"""

import functools
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.types import Article, Interval

Directions = NDArray[np.int8]
"""(n, dimension), whole numbers: in [-127, 127] of a chunk or article, in [-15, 15] of a sentence, of which there are
many."""
_CHUNK, _SENTENCE = 127, 15
_WAY = 1  # in which texts and their parts are embedded: another one, by a later version, makes other vectors
_PLACES = 5 * np.arange(8, dtype=np.uint64)
_BYTES = 8 * np.arange(5, dtype=np.uint64)

# What the stems of most chunks share; part of the format, so that it stays as it is whatever the stems' rules become.
_COMMON = (
    b" about said not has have had he his they their she her you we it that this which who when were was are is be been"
    b" by with from on at as for and in to of a the "
)


def fingerprint(article: Article) -> str:
    """SHA-256 of all that an article says; a different one means that it is embedded anew."""
    *told, modified, tags = (getattr(article, one.name) for one in fields(article) if one.compare)
    # What has neither is known by what it was known by before there were these.
    values = [*told, modified, "\n".join(tags)] if modified or tags else told
    content = json.dumps([str(value) if value is not None else None for value in values], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def wording(text: str) -> int:
    """A signed number of 64 bits for the words of a text, whatever stands between them: two texts that have the same
    one say the same."""
    words = " ".join(text.split()).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(words, digest_size=8).digest(), "little", signed=True)


def content(text: str, parts: Sequence[Interval]) -> int:
    """A signed number of 64 bits for a text that is embedded with its parts, never 0: of two texts that have the same
    one the vectors are the same."""
    digest = hashlib.blake2b(json.dumps([_WAY, text, parts]).encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True) or 1


def directions(vectors: NDArray[Any]) -> Directions:
    """Vectors of chunks, of shape (..., dimension), as whole numbers."""
    return _rounded(vectors, _CHUNK)


def steps(vectors: NDArray[Any]) -> Directions:
    """The same of sentences."""
    return _rounded(vectors, _SENTENCE)


def packed_vectors(vectors: Directions) -> bytes:
    """The vectors of sentences, (n, dimension), in five bits a number, eight numbers in five bytes."""
    count, dimension = vectors.shape
    padded = np.zeros((count, -(-dimension // 8) * 8), np.uint64)
    padded[:, :dimension] = vectors.astype(np.int64) + (_SENTENCE + 1)
    eights: NDArray[np.uint64] = np.bitwise_or.reduce(padded.reshape(-1, 8) << _PLACES, axis=1)
    return ((eights[:, None] >> _BYTES) & np.uint64(0xFF)).astype(np.uint8).tobytes()


def unpacked_vectors(packed: bytes, dimension: int) -> Directions:
    """What ``packed_vectors`` was given. Raises ``ValueError`` where the bytes are not those of whole vectors."""
    a, b, c, d, e = np.ascontiguousarray(np.frombuffer(packed, np.uint8).reshape(-1, 5).T)
    # Byte by byte: a quarter of the time of shifting numbers of 64 bits.
    eights = (a, a >> 5 | b << 3, b >> 2, b >> 7 | c << 1, c >> 4 | d << 4, d >> 1, d >> 6 | e << 2, e >> 3)
    numbers = np.empty((len(a), 8), np.int8)
    for place, one in enumerate(eights):
        numbers[:, place] = one & 0x1F
    numbers -= np.int8(_SENTENCE + 1)
    return numbers.reshape(-1, -(-dimension // 8) * 8)[:, :dimension]


def packed_text(text: str) -> bytes:
    """A text, compressed."""
    return zlib.compress(text.encode("utf-8"), 9)


@functools.lru_cache(maxsize=32)  # a conversation comes back to its articles
def unpacked_text(packed: bytes) -> str:
    """What ``packed_text`` was given."""
    return zlib.decompress(packed).decode("utf-8")


def packed_words(header: str, words: tuple[str, ...]) -> bytes:
    """The stems of a chunk: those of its header, and of each sentence."""
    made = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=_COMMON)
    return made.compress("\n".join((header, *words)).encode("utf-8")) + made.flush()


def unpacked_words(packed: bytes) -> tuple[str, tuple[str, ...]]:
    """What ``packed_words`` was given."""
    header, *words = zlib.decompressobj(-zlib.MAX_WBITS, _COMMON).decompress(packed).decode("utf-8").split("\n")
    return header, tuple(words)


def packed_bounds(first: int, sentences: NDArray[np.int32], instructs: NDArray[np.bool_]) -> bytes:
    """The bounds of a chunk's sentences, (n, 2), and whether each speaks to a model; ``first`` is where the chunk
    begins. Numbers of two bytes where they suffice, else of four: the first byte says which."""
    told = np.column_stack((sentences[:, 0] - first, sentences[:, 1] - sentences[:, 0], instructs))
    size = np.uint16 if told.min(initial=0) >= 0 and told.max(initial=0) < 1 << 16 else np.int32
    return bytes([np.dtype(size).itemsize]) + told.astype(size).tobytes()


def unpacked_bounds(first: int, packed: bytes) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """What ``packed_bounds`` was given, the chunk's beginning aside."""
    told = np.frombuffer(packed, np.uint16 if packed[0] == 2 else np.int32, offset=1).reshape(-1, 3).astype(np.int32)
    told[:, 0] += first
    told[:, 1] += told[:, 0]
    return told[:, :2], told[:, 2].astype(bool)


def _rounded(vectors: NDArray[Any], top: int) -> Directions:
    largest = np.abs(vectors).max(axis=-1, keepdims=True, initial=1e-12)
    made: Directions = np.rint(vectors * (top / largest)).astype(np.int8)
    return made
