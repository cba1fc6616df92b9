"""The SQLite file: articles, chunks, vectors and how they were made; the truth that all else is derived from.

One transaction a batch, in write-ahead mode: readers go on reading the last committed generation while a writer works,
and a kill at any instant loses nothing that was committed. Each row carries a checksum, which is compared whenever it
is read as a whole, so that what was altered behind our back is told and not answered from. It knows nothing of FAISS,
Tantivy, models or files of articles.
"""

import contextlib
import functools
import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np

from rag.errors import IndexBroken, IndexMissing
from rag.index.analysis import Analysis
from rag.index.embedding import Model, Vectors
from rag.text.characters import well_formed
from rag.types import Article, Chunk, DateOrigin, Filters, Interval, Problem

FORMAT = 3
"""The layout of the file. One of the format before, whose rows have no checksums, is brought to it by ``upgrade``; an
index of another format is built anew."""

_SCHEMA = """
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (path TEXT NOT NULL, reason TEXT NOT NULL, kind TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    published TEXT,
    published_from TEXT NOT NULL,
    author TEXT,
    source TEXT,
    url TEXT,
    lang TEXT,
    checksum INTEGER NOT NULL
);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    first INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    vector BLOB NOT NULL,
    -- Its analysis: bounds of the sentences, stems (the header's, then a line a sentence), vectors of the sentences.
    sentences BLOB NOT NULL,
    words TEXT NOT NULL,
    sentence_vectors BLOB NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE INDEX chunks_of_article ON chunks (article);
"""
_COLUMNS = {
    "facts": ("key", "value"),
    "files": ("path", "sha256"),
    "problems": ("path", "reason", "kind"),
    "articles": ("key", "file", "sha256", "id", "title", "text", "published", "published_from", "author", "source",
                 "url", "lang"),
    "chunks": ("id", "article", "position", "first", "stop", "vector", "sentences", "words", "sentence_vectors"),
}  # fmt: skip
"""What the checksum of a row covers: every other column of its table, the key first."""
_FACTS = {"generation", "state", "complete", "updated", "recipe", "last chunk", "sum"}
"""What the facts name: the generation and its state, whether the build came to its end, when the last change was
committed, the recipe, the highest id that a chunk ever had, and the sum of the checksums of all other tables' rows."""
_MODULUS = 1 << 64
_SIGNS = {int: b"i", float: b"f", str: b"s", bytes: b"b", type(None): b"n"}  # all types that SQLite knows
_NEWEST_FIRST = "ORDER BY published IS NULL, published DESC, id"
_REBUILD = "run `rag index --rebuild`"
# Of SQLite's errors those that speak of the machine; any other speaks of the file.
_OF_THE_MACHINE = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an index was made: the embedding model, and the budget of a chunk in tokens."""

    model: Model
    chunk_tokens: int


@dataclass(frozen=True, slots=True)
class Status:
    """What an index holds. ``first`` and ``last`` bound the known dates of publication; ``complete`` is false
    after a build that did not come to its end; ``size`` is in bytes; ``problems`` are those of the last build."""

    articles: int
    chunks: int
    first: date | None
    last: date | None
    undated: int
    sources: int
    model: str
    chunk_tokens: int
    generation: int
    complete: bool
    size: int
    problems: tuple[Problem, ...]
    languages: tuple[tuple[str | None, int], ...] = ()
    """The languages that the articles say they are in, with how many do, the commonest first; None where one does not
    say it."""
    updated: datetime | None = None
    """When the last change was committed, in UTC."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list has it: without its text, but with its length in characters and the file it came from."""

    id: str
    title: str
    published: date | None
    published_from: DateOrigin | None
    author: str | None
    source: str | None
    url: str | None
    lang: str | None
    characters: int
    file: str


def fingerprint(article: Article) -> str:
    """SHA-256 of all that an article says; a different one means that it is embedded anew."""
    content = json.dumps([str(value) if value is not None else None for value in astuple(article)], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def people(author: str) -> list[str]:
    """The names in an article's author: those between commas, where each looks like a full name by the space in it, so
    that "Ana Novak, Jr." stays one."""
    parts = [part.strip() for part in author.split(", ")]
    return parts if all(" " in part for part in parts) else [author.strip()]


class Snapshot:
    """One committed generation of the store; all that is read from it agrees, whatever a writer does meanwhile.

    ``state`` names it more sharply than its number: it is drawn anew for each generation, so that what was derived from
    an index is not taken for derived from one that was made in its place and counts from 1 again.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._facts: dict[str, str] = dict(self._rows("facts"))
        if wrong := _FACTS ^ self._facts.keys():
            raise IndexBroken(f"The index's note of its {min(wrong)} is missing or stray: {_REBUILD}.")
        self.generation = int(self._facts["generation"])
        self.state = int(self._facts["state"])
        record = json.loads(self._facts["recipe"])
        self.recipe = Recipe(Model(**record["model"]), record["chunk_tokens"])

    def chunk_ids(self, filters: Filters) -> set[int]:
        """The chunks of the articles that pass the filters."""
        tests: list[str] = []
        values: list[object] = []
        if filters.after is not None:
            tests.append("published >= ?")
            values.append(filters.after.isoformat())
        if filters.before is not None:
            tests.append("published <= ?")
            values.append(filters.before.isoformat())
        for column, names in (("source", filters.sources), ("author", filters.authors)):
            if names:
                tests.append(f"named({column}, ?)")
                values.append("\n".join(well_formed(name).strip().casefold() for name in names))
        where = " AND ".join(tests) or "1"
        rows = self._connection.execute(
            f"SELECT chunks.id FROM chunks JOIN articles ON articles.key = chunks.article WHERE {where}", values
        )
        return {identifier for (identifier,) in rows}

    def chunk_ids_of(self, articles: Collection[str]) -> set[int]:
        """The chunks of the articles of those ids."""
        rows = self._connection.execute(
            "SELECT chunks.id FROM chunks JOIN articles ON articles.key = chunks.article "
            f"WHERE articles.id IN ({_marks(articles)})",
            [well_formed(identifier) for identifier in articles],
        )
        return {identifier for (identifier,) in rows}

    def chunks(self, identifiers: Sequence[int]) -> dict[int, Chunk]:
        """The chunks of those ids by id, each with its whole article. Raises ``IndexBroken`` for one that is not
        there."""
        rows = self._chunk_rows(identifiers)
        keys = list({row[1] for row in rows})
        articles = {row[0]: _article(row) for row in self._rows("articles", f"WHERE key IN ({_marks(keys)})", keys)}
        if lost := set(keys) - articles.keys():
            raise IndexBroken(f"Article {min(lost)} of the index is missing: {_REBUILD}.")
        return {
            identifier: Chunk(articles[key], first, stop, position, _intervals(sentences))
            for identifier, key, position, first, stop, _, sentences, *_ in rows
        }

    def analyses(self, identifiers: Sequence[int]) -> dict[int, Analysis]:
        """The analyses of the chunks of those ids by id. Raises ``IndexBroken`` for one that is not there."""
        found: dict[int, Analysis] = {}
        for identifier, *_, sentences, words, vectors in self._chunk_rows(identifiers):
            header, *lines = words.split("\n")
            stacked = np.frombuffer(vectors, np.int8).reshape(-1, self.recipe.model.dimension)
            bounds = np.frombuffer(sentences, np.int32).reshape(-1, 2)
            found[identifier] = Analysis(bounds, header, tuple(lines), stacked)
        return found

    def texts(self) -> Iterator[tuple[int, Article, str]]:
        """Every chunk as (id, its article, its text)."""
        for row in self._rows("articles"):
            whole = _article(row)
            for identifier, _, _, first, stop, *_ in self._rows("chunks", "WHERE article = ?", (row[0],)):
                yield identifier, whole, whole.text[first:stop]

    def vectors(self) -> tuple[list[int], Vectors]:
        """Every chunk's id, and their vectors as (number of chunks, dimension)."""
        rows = [(row[0], row[5]) for row in self._rows("chunks", "ORDER BY id")]
        stacked = np.frombuffer(b"".join(vector for _, vector in rows), np.float32)
        return [identifier for identifier, _ in rows], stacked.reshape(len(rows), self.recipe.model.dimension)

    def articles(self) -> Iterator[Article]:
        """Every article, newest first, undated ones last."""
        for row in self._rows("articles", _NEWEST_FIRST):
            yield _article(row)

    def listing(self) -> list[Listed]:
        """Every article without its text, newest first, undated ones last."""
        return [
            Listed(identifier, title, _date(day), origin, author, source, url, lang, len(text), file)
            for _, file, _, identifier, title, text, day, origin, author, source, url, lang in self._rows(
                "articles", _NEWEST_FIRST
            )
        ]

    def article(self, identifier: str) -> Article | None:
        """The article of that id, or None where there is none."""
        return next((_article(row) for row in self._rows("articles", "WHERE id = ?", (well_formed(identifier),))), None)

    def names(self) -> tuple[list[str], list[str]]:
        """The sources and the single authors of the articles, each once whatever its case, in alphabetical order."""
        sources = self._connection.execute("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL")
        authors = self._connection.execute("SELECT DISTINCT author FROM articles WHERE author IS NOT NULL")
        return (
            _once(_text(name) for (name,) in sources),
            _once(name for (author,) in authors for name in people(_text(author))),
        )

    def fingerprints(self) -> dict[str, tuple[str, str]]:
        """For each article's id the file it came from and its fingerprint."""
        return {row[3]: (row[1], row[2]) for row in self._rows("articles")}

    def files(self) -> dict[str, str]:
        """For each file of which nothing is unread its SHA-256."""
        return dict(self._rows("files"))

    def problems(self) -> tuple[Problem, ...]:
        """The problems of the last build, by path."""
        return tuple(Problem(*row) for row in self._rows("problems", "ORDER BY path, rowid"))

    def status(self) -> Status:
        """What the index holds; the size is left at 0, as the store knows one file only."""
        articles, first, last, undated, sources = self._connection.execute(
            "SELECT count(*), min(published), max(published), sum(published IS NULL), count(DISTINCT source)"
            " FROM articles"
        ).fetchone()
        (chunks,) = self._connection.execute("SELECT count(*) FROM chunks").fetchone()
        languages = self._connection.execute(
            "SELECT lang, count(*) FROM articles GROUP BY lang ORDER BY count(*) DESC, lang"
        )
        return Status(
            articles=articles,
            chunks=chunks,
            first=_date(first),
            last=_date(last),
            undated=undated or 0,
            sources=sources,
            model=self.recipe.model.name,
            chunk_tokens=self.recipe.chunk_tokens,
            generation=self.generation,
            complete=self._facts["complete"] == "1",
            size=0,
            problems=self.problems(),
            languages=tuple((lang and _text(lang), count) for lang, count in languages),
            updated=datetime.fromisoformat(self._facts["updated"]),
        )

    def damage(self) -> list[str]:
        """What SQLite itself finds wrong with the file, rows that are not what was put in, rows that are missing or too
        many, and articles without a chunk; empty where all is well."""
        found = [row[0] for row in self._connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [
            f"table {row[0]} points at a missing {row[2]}"
            for row in self._connection.execute("PRAGMA foreign_key_check")
        ]
        total = 0
        for table in ("files", "problems", "articles", "chunks"):  # the facts were compared when they were read
            for row, checksum in self._stored(table):
                total += (right := _checksum(table, row))
                if checksum != right:
                    found.append(f"{_called(table, row)} is not what was put in")
        if total % _MODULUS != int(self._facts["sum"]):
            found.append("rows were altered, added or taken away behind the index's back")
        bare = self._connection.execute("SELECT id FROM articles WHERE key NOT IN (SELECT article FROM chunks)")
        return found + [f"article {row[0]} has no chunk" for row in bare]

    def _rows(self, table: str, rest: str = "", values: Sequence[object] = ()) -> Iterator[list[Any]]:
        """Rows of a table in the order of ``_COLUMNS``; ``rest`` is what follows the table's name in the query.

        Raises ``IndexBroken`` for one that is not what was put in.
        """
        for row, checksum in self._stored(table, rest, values):
            if checksum != _checksum(table, row):
                raise IndexBroken(f"In the index {_called(table, row)} is not what was put in: {_REBUILD}.")
            yield row

    def _stored(self, table: str, rest: str = "", values: Sequence[object] = ()) -> Iterator[tuple[list[Any], object]]:
        """Rows with their checksums, not compared."""
        columns = ", ".join((*_COLUMNS[table], "checksum"))
        for *row, checksum in self._connection.execute(f"SELECT {columns} FROM {table} {rest}", values):
            yield row, checksum

    def _chunk_rows(self, identifiers: Sequence[int]) -> list[list[Any]]:
        rows = list(self._rows("chunks", f"WHERE id IN ({_marks(identifiers)})", identifiers))
        if lost := set(identifiers) - {row[0] for row in rows}:
            raise IndexBroken(f"Chunk {min(lost)} of the index is missing: {_REBUILD}.")
        return rows


class Transaction(Snapshot):
    """A snapshot that may be changed; everything is committed together, as the next generation, or not at all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._sum = int(self._facts["sum"])
        self._last = int(self._facts["last chunk"])

    def remove(self, ids: Iterable[str]) -> list[int]:
        """Take articles out, by id; returns the ids of the chunks that went with them."""
        gone: list[int] = []
        for identifier in ids:
            gone += [
                row[0]
                for row in self._take("chunks", "WHERE article = (SELECT key FROM articles WHERE id = ?)", identifier)
            ]
            self._take("articles", "WHERE id = ?", identifier)
        return gone

    def add(
        self, file: str, article: Article, chunks: Sequence[Chunk], vectors: Vectors, analyses: Sequence[Analysis]
    ) -> list[int]:
        """Put an article in with its chunks; ``vectors`` is (len(chunks), dimension). Returns the new chunks' ids.

        Raises ``ValueError`` where the lengths differ.
        """
        if vectors.shape != (len(chunks), self.recipe.model.dimension) or len(analyses) != len(chunks):
            raise ValueError(
                f"{len(chunks)} chunks of {article.id!r}, but vectors of shape {vectors.shape} and "
                f"{len(analyses)} analyses"
            )
        (key,) = self._connection.execute("SELECT coalesce(max(key), 0) + 1 FROM articles").fetchone()
        self._put("articles", (key, file, fingerprint(article), article.id, article.title, article.text,
                               article.published and article.published.isoformat(), article.published_from,
                               article.author, article.source, article.url, article.lang))  # fmt: skip
        identifiers: list[int] = []
        for made, vector, analysis in zip(chunks, vectors, analyses, strict=True):
            # An id is never used again, so that a stale derived index can't point at another chunk.
            self._last += 1
            row = (self._last, key, made.position, made.start, made.end, vector.astype(np.float32).tobytes(),
                   analysis.sentences.tobytes(), "\n".join((analysis.header, *analysis.words)),
                   analysis.vectors.tobytes())  # fmt: skip
            self._put("chunks", row)
            identifiers.append(self._last)
        return identifiers

    def move(self, identifier: str, file: str) -> None:
        """Note that an article, unchanged, now comes from another file."""
        for key, _, *rest in list(self._rows("articles", "WHERE id = ?", (identifier,))):
            before = _checksum("articles", (key, _, *rest))
            after = _checksum("articles", (key, file, *rest))
            self._connection.execute("UPDATE articles SET file = ?, checksum = ? WHERE key = ?", (file, after, key))
            self._sum += after - before

    def record_files(self, read: Mapping[str, str], gone: Iterable[str]) -> None:
        """Note the SHA-256 of files of which nothing is unread, and forget files."""
        for path in {*gone, *read}:
            self._take("files", "WHERE path = ?", path)
        for row in read.items():
            self._put("files", row)

    def record_problems(self, problems: Iterable[Problem]) -> None:
        """Put the problems of this build in place of those of the last."""
        self._take("problems", "")
        for problem in problems:
            self._put("problems", astuple(problem))

    def record_complete(self, complete: bool) -> None:
        """Note whether a build is through."""
        _note(self._connection, {"complete": int(complete)})

    def advance(self, generation: int | None = None) -> None:
        """Make this transaction a new generation, the next one unless said otherwise."""
        self.generation = self.generation + 1 if generation is None else generation
        self.state = secrets.randbits(63)
        _note(self._connection, {"generation": self.generation, "state": self.state, "updated": _now()})

    def seal(self) -> None:
        """Note what the rows come to, as the last step before they are committed."""
        _note(self._connection, {"last chunk": self._last, "sum": self._sum % _MODULUS})

    def _put(self, table: str, row: Sequence[object]) -> None:
        _insert(self._connection, table, row)
        self._sum += _checksum(table, row)

    def _take(self, table: str, where: str, *values: object) -> list[list[Any]]:
        """Delete rows, and return them."""
        rows = list(self._rows(table, where, values))
        self._connection.execute(f"DELETE FROM {table} {where}", values)
        self._sum -= sum(_checksum(table, row) for row in rows)
        return rows


class Store:
    """The file of that path. Connections are opened for each use, so it may be shared between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(cls, path: Path, recipe: Recipe) -> "Store":
        """An empty store of generation 0 at a path where there is none."""
        store = cls(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with store._connect("rwc") as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            _make_tables(connection)
            none = dict.fromkeys(("generation", "state", "complete", "last chunk", "sum"), 0)
            _note(connection, {**none, "updated": _now(), "recipe": json.dumps(asdict(recipe))})
            connection.execute("COMMIT")
        return store

    @contextlib.contextmanager
    def read(self) -> Iterator[Snapshot]:
        """A snapshot. Raises ``IndexMissing`` and ``IndexBroken``."""
        with self._connect("ro") as connection:
            connection.execute("BEGIN")
            self._check(connection)
            yield Snapshot(connection)

    @contextlib.contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction, committed where the block ends well. Raises ``IndexMissing`` and ``IndexBroken``."""
        with self._connect("rw") as connection:
            connection.execute("BEGIN IMMEDIATE")
            self._check(connection)
            transaction = Transaction(connection)
            yield transaction
            transaction.seal()
            connection.execute("COMMIT")

    def upgrade(self) -> None:
        """Bring a file of the format before to this one, all at once; nothing is embedded for it.

        What was noted of files and problems is left to the next build, which reads each file anew. Raises
        ``IndexMissing``, and ``IndexBroken`` where it does not hold what was put in as far as that can be seen.
        """
        with self._connect("rw") as connection:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone() != (FORMAT - 1,):
                return
            connection.execute("DROP INDEX chunks_of_article")
            for table in _COLUMNS:
                connection.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
            _make_tables(connection)
            total = last = 0
            # What is noted of files is left behind, so that each is read anew: this version reads some otherwise.
            for table in ("articles", "chunks"):
                for row in connection.execute(f"SELECT {', '.join(_COLUMNS[table])} FROM old_{table}"):
                    _insert(connection, table, row)
                    total += _checksum(table, row)
                    last = row[0] if table == "chunks" else last
            known = dict(connection.execute("SELECT key, value FROM old_facts"))
            # What was derived from it is of that version, too: by another state it is made anew.
            new = {"state": secrets.randbits(63), "last chunk": last, "sum": total % _MODULUS}
            _note(connection, {"updated": _now(), **known, **new})
            for table in reversed(_COLUMNS):
                connection.execute(f"DROP TABLE old_{table}")
            _check_all(connection)
            connection.execute("COMMIT")

    def replace_with(self, other: "Store") -> None:
        """Become a copy of another store, all at once: readers see either what was here or what is there."""
        try:
            with self.read():
                whole = True
        except (IndexMissing, IndexBroken):
            whole = False
        if whole:
            with other._connect("ro") as source, self._connect("rw") as target:
                source.backup(target)
        else:
            for suffix in ("-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            os.replace(other.path, self.path)

    @contextlib.contextmanager
    def _connect(self, mode: Literal["ro", "rw", "rwc"]) -> Iterator[sqlite3.Connection]:
        if mode != "rwc" and not self.path.exists():
            raise IndexMissing(f"There is no index in {self.path.parent}: run `rag index` first.")
        # In write-ahead mode a reader, too, writes beside the file, unless it is told that the file can't change.
        fixed = mode == "ro" and not os.access(self.path.parent, os.W_OK)
        address = f"{self.path.absolute().as_uri()}?mode={mode}{'&immutable=1' if fixed else ''}"
        try:
            with contextlib.closing(sqlite3.connect(address, uri=True, timeout=30, isolation_level=None)) as connection:
                connection.execute("PRAGMA foreign_keys = ON")
                # Bytes that are no text any more are told by the checksum of their row.
                connection.text_factory = functools.partial(str, encoding="utf-8", errors="replace")
                connection.create_function("named", 2, _named, deterministic=True)
                yield connection
        except sqlite3.DatabaseError as error:
            # The extended codes carry the primary one in their last byte.
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if code == sqlite3.SQLITE_FULL:
                raise IndexBroken(
                    f"The index file {self.path} can't be written (no space left on its disk): make room, then run "
                    "`rag index` again."
                ) from error
            if code in _OF_THE_MACHINE:
                raise IndexBroken(
                    f"The index file {self.path} can't be read or written ({error}): look at its disk and permissions."
                ) from error
            raise IndexBroken(f"The index file {self.path} is damaged ({error}): {_REBUILD}.") from error

    def _check(self, connection: sqlite3.Connection) -> None:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found == FORMAT - 1:
            raise IndexMissing(
                f"The index in {self.path.parent} is one of an earlier version: run `rag index`, which takes it over."
            )
        if found != FORMAT:
            raise IndexBroken(
                f"The index file {self.path} has format {found}, this version reads {FORMAT}: run "
                "`rag index --rebuild`."
            )


def _make_tables(connection: sqlite3.Connection) -> None:
    for statement in _SCHEMA.split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def _check_all(connection: sqlite3.Connection) -> None:
    """Read all that there is in a file whose checksums are no older than this. Raises ``IndexBroken``."""
    try:
        snapshot = Snapshot(connection)
        found = snapshot.damage()
        known = snapshot.fingerprints()
        altered = (one.id for one in snapshot.articles() if known[one.id][1] != fingerprint(one))
        found += [f"article {identifier} is not what was put in" for identifier in altered]
        ids, _ = snapshot.vectors()
        for identifier in ids:
            snapshot.chunks([identifier])
            snapshot.analyses([identifier])
    except (KeyError, TypeError, ValueError) as error:
        raise IndexBroken(f"The index is damaged ({error}): {_REBUILD}.") from error
    if found:
        raise IndexBroken(f"The index is damaged ({found[0]}): {_REBUILD}.")


def _intervals(stored: bytes) -> tuple[Interval, ...]:
    return tuple((start, end) for start, end in np.frombuffer(stored, np.int32).reshape(-1, 2).tolist())


def _named(found: str | None, wanted: str) -> bool:
    """Whether a source or author is one of the wanted (folded, a line each), as a whole or as one of several people."""
    return found is not None and not {one.casefold() for one in (found.strip(), *people(found))}.isdisjoint(
        wanted.split("\n")
    )


def _once(names: Iterable[str]) -> list[str]:
    unique = {name.strip().casefold(): name.strip() for name in sorted(names, reverse=True) if name.strip()}
    return [unique[folded] for folded in sorted(unique)]


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))


def _checksum(table: str, row: Iterable[object]) -> int:
    """Of the values of a row, their types and the table, as a signed whole number of 64 bits, which SQLite holds.

    It takes 15 microseconds for a chunk of 6 kB; CRC-32 would take 11, and let one altered row in four thousand million
    pass. Sums of it tell a row that went or came.
    """
    digest = hashlib.blake2b(table.encode(), digest_size=8)
    for value in row:
        content = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        digest.update(b"%b%d:" % (_SIGNS[type(value)], len(content)))
        digest.update(content)
    return int.from_bytes(digest.digest(), "little", signed=True)


def _called(table: str, row: Sequence[object]) -> str:
    """A row in words, by what is left of its key."""
    named = {"facts": "fact", "files": "file", "problems": "the problem of", "articles": "article", "chunks": "chunk"}
    return f"{named[table]} {row[_COLUMNS[table].index('id')] if table == 'articles' else row[0]!s:.100}"


def _insert(connection: sqlite3.Connection, table: str, row: Sequence[object]) -> None:
    columns = ", ".join((*_COLUMNS[table], "checksum"))
    values = (*row, _checksum(table, row))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({_marks(values)})", values)


def _note(connection: sqlite3.Connection, facts: Mapping[str, object]) -> None:
    for key, value in facts.items():
        connection.execute("DELETE FROM facts WHERE key = ?", (key,))
        _insert(connection, "facts", (key, str(value)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise IndexBroken(f"The index holds {value!r:.50} where a name belongs: {_REBUILD}.")
    return value


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except (TypeError, ValueError):
        raise IndexBroken(f"The index holds {text!r:.50} where a date belongs: {_REBUILD}.") from None


def _article(row: Sequence[Any]) -> Article:
    _, _, _, identifier, title, text, published, *rest = row
    return Article(identifier, title, text, _date(published), *rest)
