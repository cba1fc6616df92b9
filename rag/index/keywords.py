"""The keyword half of a search: BM25 over title and text; the only importer of tantivy.

It knows chunk ids and words. A manifest beside Tantivy's files says which state of the store they hold and what
their checksums are: Tantivy maps its files into memory, where a cut one ends the process instead of raising an error,
so a folder that does not agree with its manifest is never opened.
"""

import contextlib
import errno
import functools
import hashlib
import math
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

import numpy as np
import tantivy

from rag.index.sealed import MANIFEST, Seal, all_checked, emptied, read_manifest, seal, write_manifest
from rag.index.segments import Ids
from rag.index.vocabulary import Keywords
from rag.text.words import stems

_TITLE_BOOST = 0.5
_HEAP = 64_000_000  # bytes; one writer thread keeps the segments few
_TRIED = 4_000_000  # bytes
_SEGMENTS = "meta.json"
# Allowed ids that are always named to Tantivy; otherwise twice the hits are looked through that should do, if these are
# not too many.
_NAMED, _AMPLE, _LOOKED_THROUGH = 100, 2, 4000


class KeywordIndex(Keywords):
    """Chunks by their words."""

    def __init__(self, index: tantivy.Index, folder: Path | None, seals: Mapping[str, Seal] | None = None) -> None:
        self._index = index
        self._seals = dict(seals or {})
        self._index.register_tokenizer("stems", _analyzer)
        # By itself a reader watches the folder for commits, in a thread that takes a lock there now and then, even
        # while the folder is being removed.
        self._index.config_reader("manual")
        self._searcher = index.searcher()
        self._folder = folder

    @classmethod
    def create(cls, folder: Path | None) -> "KeywordIndex":
        """An empty index in a folder, in place of what is there, or in memory where no folder is given."""
        if folder is None:
            return cls(tantivy.Index(_schema), None)
        emptied(folder)
        with _explained(folder):
            return cls(tantivy.Index(_schema, str(folder), reuse=False), folder)

    @classmethod
    def load(cls, folder: Path, state: int) -> "KeywordIndex | None":
        """The index in a folder; None where there is none, it is of another state, or it is damaged."""
        content, known = read_manifest(folder)
        if content.get("state") != state:
            return None
        try:
            seals = all_checked(folder, known) if known.keys() == set(_names(folder)) else None
            return cls(tantivy.Index.open(str(folder)), folder, seals) if seals else None
        except (OSError, ValueError):
            return None

    def update(self, removed: Collection[int], added: Iterable[tuple[int, str, str]], state: int) -> None:
        """Take chunks out, put (id, title, text) in, which makes the store's ``state``. Raises ``OSError`` where the
        folder can't be written."""
        with _explained(self._folder):
            writer = self._index.writer(_HEAP, 1)
            if removed:
                writer.delete_documents_by_query(tantivy.Query.term_set_query(_schema, "id", list(removed)))
            for identifier, title, text in added:
                document = tantivy.Document()
                document.add_unsigned("id", identifier)
                document.add_unsigned("content", content(title, text))
                document.add_text("title", _stemmed(title))
                document.add_text("text", " ".join(stems(text)))
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()
            self._searcher = self._index.searcher()
            self._asked = None
        if self._folder is not None:
            # Of its files Tantivy writes one alone again.
            known = {name: one for name, one in self._seals.items() if name != _SEGMENTS}
            self._seals = {name: known.get(name) or seal(self._folder / name) for name in _names(self._folder)}
            write_manifest(self._folder, {"state": state}, self._seals)

    def search(self, query: str, limit: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """The best chunks for any of the query's words as (id, BM25), best first, at most ``limit``.

        With ``allowed``, which ascend, only those ids can be found.
        """
        terms = self.forms(query)
        if not terms or limit < 1 or (allowed is not None and not len(allowed)):
            return []
        should = tantivy.Occur.Should
        wanted = [(should, tantivy.Query.term_query(_schema, "text", term)) for term in terms]
        wanted += [
            (should, tantivy.Query.boost_query(tantivy.Query.term_query(_schema, "title", term), _TITLE_BOOST))
            for term in terms
        ]
        found = tantivy.Query.boolean_query(wanted)
        return self._hits(found, limit) if allowed is None else self._allowed_hits(found, limit, allowed)

    def _allowed_hits(self, query: tantivy.Query, limit: int, allowed: Ids) -> list[tuple[int, float]]:
        """The best of the allowed hits: where many are allowed, of hits that are looked through, as naming each allowed
        id to Tantivy takes a microsecond."""
        ample = math.ceil(_AMPLE * limit * self._searcher.num_docs / len(allowed))
        if len(allowed) > _NAMED and ample <= _LOOKED_THROUGH:
            hits = self._hits(query, ample)
            inside = np.isin(np.array([one for one, _ in hits], np.int64), allowed).tolist()
            kept = [hit for hit, held in zip(hits, inside, strict=True) if held]
            if len(kept) >= limit or len(hits) < ample:
                return kept[:limit]
        named = tantivy.Query.const_score_query(tantivy.Query.term_set_query(_schema, "id", allowed.tolist()), 0.0)
        must = tantivy.Occur.Must
        return self._hits(tantivy.Query.boolean_query([(must, query), (must, named)]), limit)

    def counts(self, stem: str) -> tuple[int, int]:
        """How many chunks have a stem in their text, and how many in their title."""
        return self._searcher.doc_freq("text", stem), self._searcher.doc_freq("title", stem)

    def total(self) -> int:
        """How many chunks there are."""
        return self._searcher.num_docs

    def beginning(self, prefix: str) -> list[str]:
        """The stems in the chunks' texts that begin so."""
        return [one for one, _ in self._searcher.terms_with_prefix("text", prefix)]

    def holding(self, prefix: str) -> list[int]:
        """The chunks whose text or title has a stem that begins so."""
        fields = ("text", "title")
        terms = {field: [one for one, _ in self._searcher.terms_with_prefix(field, prefix)] for field in fields}
        wanted = [
            (tantivy.Occur.Should, tantivy.Query.term_set_query(_schema, field, held))
            for field, held in terms.items()
            if held
        ]
        if not wanted:
            return []
        any_of = tantivy.Query.const_score_query(tantivy.Query.boolean_query(wanted), 0.0)
        return [one for one, _ in self._hits(any_of, max(1, self._searcher.num_docs))]

    def contents(self) -> list[tuple[int, int]]:
        """The id of each chunk held, and what ``content`` made of its words when they came."""
        every = self._searcher.search(tantivy.Query.all_query(), max(1, self._searcher.num_docs), count=False).hits
        addresses = [address for _, address in every]
        held = (cast(list[int], self._searcher.fast_field_values(name, addresses)) for name in ("id", "content"))
        return list(zip(*held, strict=True))

    def _hits(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, limit, count=False).hits
        identifiers = self._searcher.fast_field_values("id", [address for _, address in hits])
        scores = [score for score, _ in hits]
        return list(zip(cast(list[int], identifiers), cast(list[float], scores), strict=True))


@functools.lru_cache(maxsize=8)  # each chunk of an article has the same one
def _stemmed(title: str) -> str:
    return " ".join(stems(title))


def content(title: str, text: str) -> int:
    """A number of 64 bits for what is indexed of a chunk: Tantivy keeps no texts that one could compare."""
    said = f"{len(title)} {title} {text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "little")


@contextlib.contextmanager
def _explained(folder: Path | None) -> Iterator[None]:
    """Raise Tantivy's errors in a folder as what they are. It says no more than that a thread of its own was killed, so
    the disk is asked whether it takes as much as Tantivy writes at once."""
    try:
        yield
    except ValueError as error:
        if folder is None:
            raise
        with tempfile.TemporaryFile(dir=folder) as tried:
            tried.write(bytes(_TRIED))
        raise OSError(errno.EIO, " ".join(str(error).split()), str(folder)) from error


def _names(folder: Path) -> list[str]:
    """Tantivy's files; not its own notes of what it may delete, nor its lock."""
    return [path.name for path in folder.iterdir() if not path.name.startswith((".", MANIFEST))]


def _make_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_unsigned_field("content", fast=True)
    builder.add_text_field("title", tokenizer_name="stems", index_option="freq")
    builder.add_text_field("text", tokenizer_name="stems", index_option="freq")
    return builder.build()


_schema = _make_schema()
_analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()  # texts come as stems
