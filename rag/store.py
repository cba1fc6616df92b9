"""The SQLite file: articles, chunks, vectors and how they were made; the truth that all else is derived from.

One transaction a batch, in write-ahead mode: readers go on reading the last committed generation while a writer works,
and a kill at any instant loses nothing that was committed. It knows nothing of FAISS, Tantivy, models or files of
articles.
"""

import contextlib
import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, cast

import numpy as np

from rag.analysis import Analysis
from rag.embedding import Model, Vectors
from rag.errors import IndexBroken, IndexMissing
from rag.types import Article, Chunk, DateOrigin, Filters, Interval, Problem

FORMAT = 2
"""The layout of the file; an index of another format is built anew."""

_SCHEMA = """
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (path TEXT NOT NULL, reason TEXT NOT NULL);
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
    lang TEXT
);
-- AUTOINCREMENT: an id is never used again, so that a stale derived index can't point at another chunk.
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    first INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    vector BLOB NOT NULL,
    -- Its analysis: bounds of the sentences, stems (the header's, then a line a sentence), vectors of the sentences.
    sentences BLOB NOT NULL,
    words TEXT NOT NULL,
    sentence_vectors BLOB NOT NULL
);
CREATE INDEX chunks_of_article ON chunks (article);
"""
_ARTICLE = "id, title, text, published, published_from, author, source, url, lang"


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
    """When the last change was committed, in UTC; None in an index from before that was noted."""


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
        self.generation = int(self._fact("generation"))
        self.state = int(self._fact("state"))
        record = json.loads(self._fact("recipe"))
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
                values.append("\n".join(name.strip().casefold() for name in names))
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
            list(articles),
        )
        return {identifier for (identifier,) in rows}

    def chunks(self, identifiers: Sequence[int]) -> dict[int, Chunk]:
        """The chunks of those ids by id, each with its whole article; an id that is not there is left out."""
        rows = self._connection.execute(
            f"SELECT id, position, first, stop, sentences, article FROM chunks WHERE id IN ({_marks(identifiers)})",
            identifiers,
        ).fetchall()
        keys = list({row[5] for row in rows})
        articles = {
            row[0]: _article(row[1:])
            for row in self._connection.execute(
                f"SELECT key, {_ARTICLE} FROM articles WHERE key IN ({_marks(keys)})", keys
            )
        }
        return {
            identifier: Chunk(articles[key], first, stop, position, _intervals(sentences))
            for identifier, position, first, stop, sentences, key in rows
        }

    def analyses(self, identifiers: Sequence[int]) -> dict[int, Analysis]:
        """The analyses of the chunks of those ids by id; an id that is not there is left out."""
        rows = self._connection.execute(
            f"SELECT id, sentences, words, sentence_vectors FROM chunks WHERE id IN ({_marks(identifiers)})",
            identifiers,
        )
        found: dict[int, Analysis] = {}
        for identifier, sentences, words, vectors in rows:
            header, *lines = words.split("\n")
            try:
                stacked = np.frombuffer(vectors, np.int8).reshape(-1, self.recipe.model.dimension)
                bounds = np.frombuffer(sentences, np.int32).reshape(-1, 2)
                found[identifier] = Analysis(bounds, header, tuple(lines), stacked)
            except ValueError:
                raise IndexBroken(
                    f"The analysis of chunk {identifier} is damaged: run `rag index --rebuild`."
                ) from None
        return found

    def texts(self) -> Iterator[tuple[int, Article, str]]:
        """Every chunk as (id, its article, its text)."""
        for key, *article in self._connection.execute(f"SELECT key, {_ARTICLE} FROM articles"):
            whole = _article(article)
            for identifier, first, stop in self._connection.execute(
                "SELECT id, first, stop FROM chunks WHERE article = ?", (key,)
            ):
                yield identifier, whole, whole.text[first:stop]

    def vectors(self) -> tuple[list[int], Vectors]:
        """Every chunk's id, and their vectors as (number of chunks, dimension)."""
        rows = self._connection.execute("SELECT id, vector FROM chunks ORDER BY id").fetchall()
        size = 4 * self.recipe.model.dimension
        if short := [identifier for identifier, vector in rows if len(vector) != size]:
            raise IndexBroken(f"The vector of chunk {short[0]} is damaged: run `rag index --rebuild`.")
        stacked = np.frombuffer(b"".join(row[1] for row in rows), np.float32)
        return [row[0] for row in rows], stacked.reshape(len(rows), self.recipe.model.dimension)

    def articles(self) -> Iterator[Article]:
        """Every article, newest first, undated ones last."""
        for row in self._connection.execute(
            f"SELECT {_ARTICLE} FROM articles ORDER BY published IS NULL, published DESC, id"
        ):
            yield _article(row)

    def listing(self) -> list[Listed]:
        """Every article without its text, newest first, undated ones last."""
        rows = self._connection.execute(
            "SELECT id, title, published, published_from, author, source, url, lang, length(text), file FROM articles"
            " ORDER BY published IS NULL, published DESC, id"
        )
        return [Listed(identifier, title, _date(day), *rest) for identifier, title, day, *rest in rows]

    def article(self, identifier: str) -> Article | None:
        """The article of that id, or None where there is none."""
        row = self._connection.execute(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (identifier,)).fetchone()
        return _article(row) if row else None

    def names(self) -> tuple[list[str], list[str]]:
        """The sources and the single authors of the articles, each once whatever its case, in alphabetical order."""
        sources = self._connection.execute("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL")
        authors = self._connection.execute("SELECT DISTINCT author FROM articles WHERE author IS NOT NULL")
        return _once(name for (name,) in sources), _once(name for (author,) in authors for name in people(author))

    def fingerprints(self) -> dict[str, tuple[str, str]]:
        """For each article's id the file it came from and its fingerprint."""
        return {row[0]: (row[1], row[2]) for row in self._connection.execute("SELECT id, file, sha256 FROM articles")}

    def files(self) -> dict[str, str]:
        """For each file that was read without a problem its SHA-256."""
        return dict(self._connection.execute("SELECT path, sha256 FROM files"))

    def status(self) -> Status:
        """What the index holds; the size is left at 0, as the store knows one file only."""
        articles, first, last, undated, sources = self._connection.execute(
            "SELECT count(*), min(published), max(published), sum(published IS NULL), count(DISTINCT source)"
            " FROM articles"
        ).fetchone()
        (chunks,) = self._connection.execute("SELECT count(*) FROM chunks").fetchone()
        problems = self._connection.execute("SELECT path, reason FROM problems ORDER BY path")
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
            complete=self._fact("complete") == "1",
            size=0,
            problems=tuple(Problem(*row) for row in problems),
            languages=tuple(
                self._connection.execute(
                    "SELECT lang, count(*) FROM articles GROUP BY lang ORDER BY count(*) DESC, lang"
                )
            ),
            updated=datetime.fromisoformat(updated) if (updated := self._fact("updated")) else None,
        )

    def damage(self) -> list[str]:
        """What SQLite itself finds wrong with the file, articles without a chunk, and articles that are not what was
        put in; empty where all is well."""
        found = [row[0] for row in self._connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [
            f"table {row[0]} points at a missing {row[2]}"
            for row in self._connection.execute("PRAGMA foreign_key_check")
        ]
        bare = self._connection.execute("SELECT id FROM articles WHERE key NOT IN (SELECT article FROM chunks)")
        found += [f"article {row[0]} has no chunk" for row in bare]
        known = self.fingerprints()
        altered = (article.id for article in self.articles() if fingerprint(article) != known[article.id][1])
        return found + [f"article {identifier} is not what was put in" for identifier in altered]

    def _fact(self, key: str) -> str:
        """What is noted under a key, "" where nothing is."""
        row = self._connection.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
        return cast(str, row[0]) if row else ""


class Transaction(Snapshot):
    """A snapshot that may be changed; everything is committed together, as the next generation, or not at all."""

    def remove(self, ids: Iterable[str]) -> list[int]:
        """Take articles out, by id; returns the ids of the chunks that went with them."""
        gone: list[int] = []
        for identifier in ids:
            gone += [
                row[0]
                for row in self._connection.execute(
                    "SELECT chunks.id FROM chunks JOIN articles ON key = article WHERE articles.id = ?", (identifier,)
                )
            ]
            self._connection.execute("DELETE FROM articles WHERE id = ?", (identifier,))
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
        values = (file, fingerprint(article), article.id, article.title, article.text,
                  article.published and article.published.isoformat(), article.published_from,
                  article.author, article.source, article.url, article.lang)  # fmt: skip
        key = self._connection.execute(
            f"INSERT INTO articles (file, sha256, {_ARTICLE}) VALUES ({_marks(values)})", values
        ).lastrowid
        identifiers: list[int] = []
        for made, vector, analysis in zip(chunks, vectors, analyses, strict=True):
            row = (key, made.position, made.start, made.end, vector.astype(np.float32).tobytes(),
                   analysis.sentences.tobytes(), "\n".join((analysis.header, *analysis.words)),
                   analysis.vectors.tobytes())  # fmt: skip
            cursor = self._connection.execute(
                "INSERT INTO chunks (article, position, first, stop, vector, sentences, words, sentence_vectors)"
                f" VALUES ({_marks(row)})",
                row,
            )
            identifiers.append(cast(int, cursor.lastrowid))
        return identifiers

    def move(self, identifier: str, file: str) -> None:
        """Note that an article, unchanged, now comes from another file."""
        self._connection.execute("UPDATE articles SET file = ? WHERE id = ?", (file, identifier))

    def record_files(self, read: Mapping[str, str], gone: Iterable[str]) -> None:
        """Note the SHA-256 of files read without a problem, and forget files."""
        self._connection.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in gone])
        self._connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", list(read.items()))

    def record_problems(self, problems: Iterable[Problem]) -> None:
        """Put the problems of this build in place of those of the last."""
        self._connection.execute("DELETE FROM problems")
        self._connection.executemany(
            "INSERT INTO problems VALUES (?, ?)", [(problem.path, problem.reason) for problem in problems]
        )

    def record_complete(self, complete: bool) -> None:
        """Note whether a build is through."""
        self._connection.execute("UPDATE facts SET value = ? WHERE key = 'complete'", (str(int(complete)),))

    def advance(self, generation: int | None = None) -> None:
        """Make this transaction a new generation, the next one unless said otherwise."""
        self.generation = self.generation + 1 if generation is None else generation
        self.state = secrets.randbits(63)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for key, value in {"generation": self.generation, "state": self.state, "updated": now}.items():
            self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, str(value)))


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
            for statement in _SCHEMA.split(";\n"):
                connection.execute(statement)
            facts = {"generation": "0", "state": "0", "complete": "0", "recipe": json.dumps(asdict(recipe))}
            connection.executemany("INSERT INTO facts VALUES (?, ?)", list(facts.items()))
            connection.execute(f"PRAGMA user_version = {FORMAT}")
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
            yield Transaction(connection)
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
                connection.create_function("named", 2, _named, deterministic=True)
                yield connection
        except sqlite3.OperationalError as error:
            raise IndexBroken(
                f"The index file {self.path} can't be read or written ({error}): look at its disk and permissions."
            ) from error
        except sqlite3.DatabaseError as error:
            raise IndexBroken(f"The index file {self.path} is damaged ({error}): run `rag index --rebuild`.") from error

    def _check(self, connection: sqlite3.Connection) -> None:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found != FORMAT:
            raise IndexBroken(
                f"The index file {self.path} has format {found}, this version reads {FORMAT}: run "
                "`rag index --rebuild`."
            )


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


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _article(row: Sequence[str | None]) -> Article:
    identifier, title, text, published, published_from, *rest = row
    return Article(
        cast(str, identifier),
        cast(str, title),
        cast(str, text),
        _date(published),
        cast(DateOrigin, published_from),
        *rest,
    )
