"""The SQLite file: articles, chunks, vectors and how they were made; the truth that all else is derived from.

One transaction a batch, in write-ahead mode: readers go on reading the last committed generation while a writer works,
and a kill at any instant loses nothing that was committed. Each row carries a checksum, which is compared whenever it
is read as a whole, so that what was altered behind our back is told and not answered from. It knows nothing of FAISS,
Tantivy, models or files of articles.
"""

import contextlib
import itertools
import json
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

from rag.errors import IndexBroken, IndexMissing
from rag.index.analysis import Analysis
from rag.index.connections import Connections
from rag.index.earlier import Earlier, Held
from rag.index.embedding import Vectors, unit
from rag.index.entries import row_of
from rag.index.kept import Kept
from rag.index.packing import directions, packed_bounds, packed_text, packed_vectors, packed_words
from rag.index.relations import Relations
from rag.index.rows import EARLIER, FORMAT, MODULUS, PAGE, REBUILD, UNTOLD, Ledger, make_tables, note, now
from rag.index.snapshot import Recipe, Snapshot
from rag.index.versions import Row, brought_rows, merged, version_row
from rag.text.said.named import Named
from rag.types import Article, Chunk, Problem


class Transaction(Snapshot):
    """A snapshot that may be changed; everything is committed together, as the next generation, or not at all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._ledger = self._opened(int(self._facts["sum"]))
        self._relations = Relations(self._ledger)
        self._last = int(self._facts["last chunk"])
        self._tells = True

    def _opened(self, total: int) -> Ledger:
        """The ledger that its rows are put into."""
        return Ledger(self._connection, total)

    def _next_key(self) -> int:
        """The key of an article that is put in."""
        (key,) = self._connection.execute("SELECT coalesce(max(key), 0) + 1 FROM articles").fetchone()
        return int(key)

    def remove(self, ids: Iterable[str]) -> list[int]:
        """Take articles out, by id, with their earlier versions; returns the ids of the chunks that went with them."""
        ids = list(ids)
        for identifier in ids:
            self._ledger.take("versions", "WHERE article = ?", identifier)
        return self._take_out(ids)

    def make_way(self, articles: Sequence[Article]) -> list[int]:
        """Take out those in whose place these articles come, each kept as an earlier version where it says something
        else, beside those that the articles bring along; returns the ids of the chunks that went with them."""
        moment = now()
        for article in articles:
            before = self.article(article.id)
            if before is not None or article.earlier:
                found = self._versions(article.id)
                self._keep(found, merged(found, brought_rows(article), _replaced(before, article, moment)))
        return self._take_out(article.id for article in articles)

    def inherit(self, before: Snapshot) -> None:
        """Take over the earlier versions of the articles from a store in whose place this one comes, and what it has
        itself of articles that say something else here; without what is damaged there."""
        moment = now()
        for (identifier,) in self._connection.execute("SELECT id FROM articles").fetchall():
            brought = self._versions(identifier)
            versions, article = before.intact(identifier)
            found = [tuple(row) for row in versions]
            self._keep(brought, merged(found, brought, _replaced(article, self.article(identifier), moment)))

    def _versions(self, identifier: str) -> list[Row]:
        return [tuple(row) for row in self._ledger.rows("versions", "WHERE article = ? ORDER BY number", identifier)]

    def _keep(self, before: Sequence[Row], after: Sequence[Row]) -> None:
        for article, number, *_ in (row for row in before if row not in after):
            self._ledger.take("versions", "WHERE article = ? AND number = ?", article, number)
        for row in (row for row in after if row not in before):
            self._ledger.put("versions", row)

    def _take_out(self, ids: Iterable[str]) -> list[int]:
        gone: list[int] = []
        for identifier in ids:
            for key, *_ in self._ledger.rows("articles", "WHERE id = ?", identifier):
                self._relations.go(key)
                gone += [row[0] for row in self._ledger.take("chunks", "WHERE article = ?", key)]
                self._ledger.take("texts", "WHERE article = ?", key)
                self._ledger.take("articles", "WHERE key = ?", key)
        return gone

    def add(
        self,
        file: str,
        article: Article,
        chunks: Sequence[Chunk],
        vectors: Vectors,
        analyses: Sequence[Analysis],
        contents: Sequence[int] = (),
    ) -> list[int]:
        """Put an article in with its chunks; ``vectors`` is (len(chunks), dimension), and ``contents`` are the numbers
        of what was embedded of each. Returns the new chunks' ids.

        Raises ``ValueError`` where the lengths differ.
        """
        key = self._next_key()
        # An id is never used again, so that a stale derived index can't point at another chunk.
        identifiers = list(range(self._last + 1, self._last + 1 + len(chunks)))
        self._add(Held(key, file, article, identifiers, list(chunks), vectors, list(analyses), None), contents)
        return identifiers

    def take_over(self, earlier: Earlier) -> None:
        """Put all in that a file of an earlier format holds, under the numbers that it has there."""
        for held in earlier.articles():
            self._add(held)
            if held.names is not None:
                self._relations.name(held.key, held.names)
        for row in earlier.versions():
            self._ledger.put("versions", row)
        self.record_files(earlier.files, ())
        self.record_problems(earlier.problems)
        self.record_complete(earlier.complete)
        self._last = max(self._last, earlier.last)
        self.advance(earlier.generation)

    def _add(self, held: Held, contents: Sequence[int] = ()) -> None:
        article, chunks, vectors = held.article, held.chunks, held.vectors
        if vectors.shape != (len(chunks), self.recipe.model.dimension) or len(held.analyses) != len(chunks):
            raise ValueError(
                f"{len(chunks)} chunks of {article.id!r}, but vectors of shape {vectors.shape} and "
                f"{len(held.analyses)} analyses"
            )
        self._ledger.put("articles", row_of(held.key, held.file, article))
        self._ledger.put("texts", (held.key, packed_text(article.text)))
        rounded = directions(vectors)
        numbers = contents or [0] * len(chunks)
        for identifier, made, vector, told, number in zip(
            held.ids, chunks, rounded, held.analyses, numbers, strict=True
        ):
            row = (identifier, held.key, made.position, made.start, made.end, vector.tobytes(),
                   packed_bounds(made.start, told.sentences, told.instructs), packed_words(told.header, told.words),
                   packed_vectors(told.vectors), number)  # fmt: skip
            self._ledger.put("chunks", row)
            self._last = max(self._last, identifier)
        self._relations.come(held.key, article, unit(rounded))

    def take_rows(self, table: str, rows: Iterator[list[Any]], limit: int) -> int:
        """Put some rows in as they are in another index; returns how many there were."""
        some = list(itertools.islice(rows, limit))
        for row in some:
            self._ledger.put(table, row)
            if table == "chunks":
                self._last = max(self._last, row[0])
        return len(some)

    def follow(self, other: Snapshot) -> None:
        """Be of the generation of another index, of which this has all rows, as complete, and as old."""
        self.advance(other.generation)
        self.record_complete(other.complete)
        self._last = max(self._last, other.last)
        note(self._connection, {"updated": other.freshness().updated.isoformat(timespec="seconds")})
        self._relations.owe(other.untold)

    def record_names(self, identifier: str, names: Sequence[Named]) -> None:
        """Note whom and what an article names, by the rules of this version."""
        (key,) = self._connection.execute("SELECT key FROM articles WHERE id = ?", (identifier,)).fetchone()
        self._relations.name(key, names)

    def move(self, identifier: str, file: str) -> None:
        """Note that an article, unchanged, now comes from another file."""
        for key, before, *rest in self._ledger.rows("articles", "WHERE id = ?", identifier):
            self._ledger.change("articles", (key, before, *rest), (key, file, *rest))

    def record_files(self, read: Mapping[str, str], gone: Iterable[str]) -> None:
        """Note the SHA-256 of files of which nothing is unread, and forget files."""
        for path in {*gone, *read}:
            self._ledger.take("files", "WHERE path = ?", path)
        for row in read.items():
            self._ledger.put("files", row)

    def record_problems(self, problems: Iterable[Problem]) -> None:
        """Put the problems of this build in place of those of the last."""
        self._ledger.take("problems", "")
        for problem in problems:
            self._ledger.put("problems", astuple(problem))

    def postpone_stories(self) -> None:
        """Leave it to a later transaction to tell the stories of the articles that this one changes: it takes all that
        are connected with them, which for each of many in turn would be as many times the work."""
        self._tells = False

    def record_complete(self, complete: bool) -> None:
        """Note whether a build is through."""
        note(self._connection, {"complete": int(complete)})

    def advance(self, generation: int | None = None) -> None:
        """Make this transaction a new generation, the next one unless said otherwise."""
        self.generation = self.generation + 1 if generation is None else generation
        self.state = secrets.randbits(63)
        note(self._connection, {"generation": self.generation, "state": self.state, "updated": now()})

    def seal(self) -> None:
        """Bring the people, places and stories in line with what all articles name and tell, and note what the rows
        come to, as the last step before they are committed."""
        self._relations.owe(self.untold)
        untold = self._relations.settle(tells=self._tells)
        note(self._connection, {UNTOLD: json.dumps(untold) if untold else None})
        note(self._connection, {"last chunk": self._last, "sum": self._ledger.total % MODULUS})


def _replaced(before: Article | None, after: Article | None, moment: str) -> Row | None:
    """What was said before as a version, where something else is said after."""
    if before is None or after is None or before.says_the_same(after):
        return None
    return version_row(before, 0, moment)


class Store:
    """The file of that path. It may be shared between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connections = Connections(path)
        self._kept: Kept | None = None  # of the state that was read last

    @classmethod
    def create(cls, path: Path, recipe: Recipe) -> "Store":
        """An empty store of generation 0 at a path where there is none."""
        store = cls(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with store._connections.writing("rwc") as connection:
            connection.execute(f"PRAGMA page_size = {PAGE}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            make_tables(connection)
            none = dict.fromkeys(("generation", "state", "complete", "last chunk", "sum"), 0)
            note(connection, {**none, "updated": now(), "recipe": json.dumps(asdict(recipe))})
            connection.execute("COMMIT")
        return store

    @contextlib.contextmanager
    def read(self) -> Iterator[Snapshot]:
        """A snapshot. Raises ``IndexMissing`` and ``IndexBroken``."""
        with self._connections.reading() as connection:
            self._check(connection)
            snapshot = Snapshot(connection, self._kept)
            self._kept = snapshot.kept
            yield snapshot

    @contextlib.contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction, committed where the block ends well. Raises ``IndexMissing`` and ``IndexBroken``."""
        with self._connections.writing() as connection:
            connection.execute("BEGIN IMMEDIATE")
            self._check(connection)
            transaction = Transaction(connection)
            yield transaction
            transaction.seal()
            connection.execute("COMMIT")
            # All is in the one file then, but where a reader is at it, who is not waited for: it may be copied, and
            # nobody reads a long log at opening it.
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def upgrade(self) -> None:
        """Bring a file of an earlier format to this one, all at once; nothing is embedded for it.

        Its one writer alone may do so. What was noted of files and problems in one of the first three is left to the
        next build, which reads each file anew. Raises ``IndexMissing``, and ``IndexBroken`` where it does not hold what
        was put in as far as that can be seen.
        """
        made = Store(self.path.with_name(f"{self.path.name}.taken"))
        made.unlink()  # of one that was killed
        with self._connections.reading() as connection:
            (found,) = connection.execute("PRAGMA user_version").fetchone()
            if found not in EARLIER:
                return
            try:
                earlier = Earlier(connection, found)
                earlier.check()
                with Store.create(made.path, earlier.recipe).write() as transaction:
                    transaction.take_over(earlier)
                with made.read() as snapshot:
                    if damage := snapshot.damage():
                        raise IndexBroken(f"The index is damaged ({damage[0]}): {REBUILD}.")
            except (KeyError, TypeError, ValueError) as error:
                made.unlink()
                raise IndexBroken(f"The index is damaged ({error}): {REBUILD}.") from error
            except BaseException:
                made.unlink()
                raise
        for one in (self, made):
            one._connections.close()
        # Without its log, which SQLite would replay into the file that comes in its place.
        with self._connections.writing() as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        os.replace(made.path, self.path)
        made.unlink()  # what reading it left beside it

    def unlink(self) -> None:
        """Take the file away, and what SQLite may have left beside it."""
        self._connections.close()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def replace_with(self, other: "Store") -> None:
        """Become a copy of another store, all at once: readers see either what was here or what is there."""
        try:
            with self.read():
                whole = True
        except (IndexMissing, IndexBroken):
            whole = False
        if whole:
            with other._connections.reading() as source, self._connections.writing() as target:
                source.backup(target)
        else:
            for one in (self, other):
                one._connections.close()
            for suffix in ("-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            os.replace(other.path, self.path)

    def _check(self, connection: sqlite3.Connection) -> None:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found in EARLIER:
            raise IndexMissing(
                f"The index in {self.path.parent} is one of an earlier version: run `rag index`, which takes it over."
            )
        if found != FORMAT:
            raise IndexBroken(
                f"The index file {self.path} has format {found}, this version reads {FORMAT}: run "
                "`rag index --rebuild`."
            )
