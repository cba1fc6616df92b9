"""What is read from the SQLite file: one committed generation, whatever a writer does meanwhile."""

import hashlib
import itertools
import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexBroken
from rag.index.analysis import Analysis
from rag.index.embedding import Model, Vectors, unit
from rag.index.grouping import RULES, Read, resolved, unpacked
from rag.index.rows import COLUMNS, FACTS, MODULUS, REBUILD, called, checksum, marks, rows, stored
from rag.index.versions import History, version
from rag.text.characters import well_formed
from rag.text.language import language_of
from rag.text.said.named import Named
from rag.types import Article, Chunk, Filters, Interval, Listed, Problem, Status

_BATCH = 500  # ids in one query: SQLite allows some thousands
NEWEST_FIRST = "ORDER BY published IS NULL, published DESC, id"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an index was made: the embedding model, and the budget of a chunk in tokens."""

    model: Model
    chunk_tokens: int


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
        if wrong := FACTS ^ self._facts.keys():
            raise IndexBroken(f"The index's note of its {min(wrong)} is missing or stray: {REBUILD}.")
        self.generation = int(self._facts["generation"])
        self.state = int(self._facts["state"])
        record = json.loads(self._facts["recipe"])
        self.recipe = Recipe(Model(**record["model"]), record["chunk_tokens"])

    def chunk_ids(self, filters: Filters) -> NDArray[np.int64]:
        """The chunks of the articles that pass the filters, in ascending order."""
        where, values = self._passing(filters)
        rows = self._connection.execute(
            f"SELECT chunks.id FROM chunks JOIN articles ON articles.key = chunks.article WHERE {where}", values
        )
        return np.sort(np.fromiter((identifier for (identifier,) in rows), np.int64))

    def passing(self, filters: Filters) -> set[str]:
        """The ids of the articles that pass the filters."""
        where, values = self._passing(filters)
        return {_text(one) for (one,) in self._connection.execute(f"SELECT id FROM articles WHERE {where}", values)}

    def holding(self, stem: str) -> set[str]:
        """The ids of the articles whose text, title, source, author or date has a word that begins so, as
        `rag.text.words.stems` cuts it."""
        rows = self._connection.execute(
            "SELECT DISTINCT articles.id FROM chunks JOIN articles ON articles.key = chunks.article "
            "WHERE instr(chunks.words, ?)",
            (f" {well_formed(stem)}",),
        )
        return {_text(identifier) for (identifier,) in rows}

    def articles_of_chunks(self) -> dict[int, str]:
        """For each chunk the id of its article."""
        rows = self._connection.execute(
            "SELECT chunks.id, articles.id FROM chunks JOIN articles ON articles.key = chunks.article"
        )
        return {chunk: _text(identifier) for chunk, identifier in rows}

    def chunk_ids_of(self, articles: Collection[str]) -> set[int]:
        """The chunks of the articles of those ids."""
        rows = self._connection.execute(
            "SELECT chunks.id FROM chunks JOIN articles ON articles.key = chunks.article "
            f"WHERE articles.id IN ({marks(articles)})",
            [well_formed(identifier) for identifier in articles],
        )
        return {identifier for (identifier,) in rows}

    def chunks(self, identifiers: Sequence[int]) -> dict[int, Chunk]:
        """The chunks of those ids by id, each with its whole article. Raises ``IndexBroken`` for one that is not
        there."""
        rows = self._chunk_rows(identifiers)
        keys = list({row[1] for row in rows})
        articles = {row[0]: _article(row) for row in self._rows("articles", f"WHERE key IN ({marks(keys)})", keys)}
        if lost := set(keys) - articles.keys():
            raise IndexBroken(f"Article {min(lost)} of the index is missing: {REBUILD}.")
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
            told = np.frombuffer(sentences, np.int32).reshape(-1, 3)
            found[identifier] = Analysis(told[:, :2], told[:, 2].astype(bool), header, tuple(lines), stacked)
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

    def vector_blocks(self, size: int) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """The same in blocks of at most ``size`` chunks, as ids and (number of chunks, dimension)."""
        every = self._rows("chunks", "ORDER BY id")
        while block := list(itertools.islice(every, size)):
            stacked = np.frombuffer(b"".join(row[5] for row in block), np.float32)
            ids = np.array([row[0] for row in block], np.int64)
            yield ids, stacked.reshape(len(block), self.recipe.model.dimension)

    def articles(self) -> Iterator[Article]:
        """Every article, newest first, undated ones last."""
        for row in self._rows("articles", NEWEST_FIRST):
            yield _article(row)

    def listing(self) -> list[Listed]:
        """Every article without its text, newest first, undated ones last."""
        return [
            Listed(identifier, title, _date(day), origin, author, source, url, lang, len(text), file)
            for _, file, _, identifier, title, text, day, origin, author, source, url, lang in self._rows(
                "articles", NEWEST_FIRST
            )
        ]

    def articles_of(self, identifiers: Collection[str]) -> dict[str, Article]:
        """The articles of those ids by id, as far as they are there."""
        ids = [well_formed(one) for one in identifiers]
        batches = (ids[first : first + _BATCH] for first in range(0, len(ids), _BATCH))
        rows = (row for ids in batches for row in self._rows("articles", f"WHERE id IN ({marks(ids)})", ids))
        return {row[3]: _article(row) for row in rows}

    def article(self, identifier: str) -> Article | None:
        """The article of that id, or None where there is none."""
        return next((_article(row) for row in self._rows("articles", "WHERE id = ?", (well_formed(identifier),))), None)

    def history(self, identifier: str) -> History | None:
        """The article of that id with its earlier versions, or None where there is none."""
        article = self.article(identifier)
        if article is None:
            return None
        found = self._rows("versions", "WHERE article = ? ORDER BY number DESC", (article.id,))
        return History(article, tuple(version(row, _date(row[3])) for row in found))

    def intact(self, identifier: str) -> tuple[list[list[Any]], Article | None]:
        """The rows of the earlier versions of the article of that id, oldest first, and the article, as far as they are
        what was put in."""
        versions: list[list[Any]] = []
        try:
            where = "WHERE article = ? ORDER BY number"
            found = stored(self._connection, "versions", where, (identifier,))
            versions += [row for row, sum_found in found if sum_found == checksum("versions", row)]
            return versions, self.article(identifier)
        except (sqlite3.DatabaseError, IndexBroken):
            return versions, None

    def names(self) -> tuple[list[str], list[str]]:
        """The sources and the single authors of the articles, each once whatever its case, in alphabetical order."""
        sources = self._connection.execute("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL")
        authors = self._connection.execute("SELECT DISTINCT author FROM articles WHERE author IS NOT NULL")
        return (
            _once(_text(name) for (name,) in sources),
            _once(name for (author,) in authors for name in people(_text(author))),
        )

    def groups(self, kind: str, filters: Filters | None = None) -> dict[str, int]:
        """The people, places or stories ("person", "place", "story"), each with the number of articles that it is in,
        among those that pass the filters: the most first."""
        passing = self.passing(filters) if filters else None
        ids = dict(self._connection.execute("SELECT key, id FROM articles"))
        found: dict[str, set[int]] = defaultdict(set)
        for _, name, article, _ in self._rows("groups", "WHERE kind = ?", (kind,)):
            if passing is None or ids.get(article) in passing:
                found[name].add(article)
        counted = {name: len(articles) for name, articles in found.items()}
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    def named_in(self, identifier: str) -> list[tuple[str, Named]]:
        """Whom and what an article names, as it does, each after what it is called in the index; as far as it counts
        there, by its first place."""
        found: list[tuple[str, Named]] = []
        for key, *_ in self._rows("articles", "WHERE id = ?", (well_formed(identifier),)):
            called = {(kind, own): name for kind, name, _, own in self._rows("groups", "WHERE article = ?", (key,))}
            for _, _, told in self._rows("named", "WHERE article = ?", (key,)):
                names = unpacked(json.loads(told))
                found += [(called[one.kind, one.key], one) for one in names if (one.kind, one.key) in called]
        return sorted(found, key=lambda pair: pair[1].spans[0])

    def read_names(self) -> list[Read]:
        """What is grouped of each article: what it names, and what its stories are told by."""
        vectors: dict[int, Vectors] = {}
        for _, key, _, _, _, vector, *_ in self._rows("chunks"):
            vectors[key] = vectors.get(key, 0) + np.frombuffer(vector, np.float32)
        names = {key: unpacked(json.loads(told)) for key, _, told in self._rows("named")}
        return [
            Read(key, row[4], _date(row[6]), language_of(_article(row)), names.get(key, ()), unit(vectors[key]))
            for row in self._rows("articles")
            if (key := row[0]) in vectors
        ]

    def unnamed(self) -> list[str]:
        """The ids of the articles whose names were not derived by the rules of this version."""
        rows = self._connection.execute(
            "SELECT id FROM articles LEFT JOIN named ON article = key WHERE rules IS NOT ? ORDER BY key", (RULES,)
        )
        return [_text(one) for (one,) in rows]

    @property
    def complete(self) -> bool:
        """Whether the last build came to its end."""
        return self._facts["complete"] == "1"

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
            complete=self.complete,
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
        for table in (one for one in COLUMNS if one != "facts"):  # which were compared when they were read
            for row, found_sum in stored(self._connection, table):
                total += (right := checksum(table, row))
                if found_sum != right:
                    found.append(f"{called(table, row)} is not what was put in")
        if total % MODULUS != int(self._facts["sum"]):
            found.append("rows were altered, added or taken away behind the index's back")
        bare = self._connection.execute("SELECT id FROM articles WHERE key NOT IN (SELECT article FROM chunks)")
        return found + [f"article {row[0]} has no chunk" for row in bare]

    def _passing(self, filters: Filters) -> tuple[str, list[object]]:
        """The condition in SQL on articles that pass the filters, and its values. Raises ``ArgumentError`` for a name
        that no article has."""
        where, values = _passing(filters)
        for kind, wanted in (("person", filters.people), ("place", filters.places), ("story", filters.stories)):
            if wanted:
                known = self._connection.execute("SELECT DISTINCT name FROM groups WHERE kind = ?", (kind,))
                names = resolved(kind, wanted, [_text(name) for (name,) in known])
                having = f"SELECT article FROM groups WHERE kind = ? AND name IN ({marks(names)})"
                where += f" AND articles.key IN ({having})"
                values += [kind, *names]
        return where, values

    def _rows(self, table: str, rest: str = "", values: Sequence[object] = ()) -> Iterator[list[Any]]:
        return rows(self._connection, table, rest, values)

    def _chunk_rows(self, identifiers: Sequence[int]) -> list[list[Any]]:
        rows = list(self._rows("chunks", f"WHERE id IN ({marks(identifiers)})", identifiers))
        if lost := set(identifiers) - {row[0] for row in rows}:
            raise IndexBroken(f"Chunk {min(lost)} of the index is missing: {REBUILD}.")
        return rows


def _intervals(stored: bytes) -> tuple[Interval, ...]:
    return tuple((start, end) for start, end in np.frombuffer(stored, np.int32).reshape(-1, 3)[:, :2].tolist())


def _passing(filters: Filters) -> tuple[str, list[object]]:
    """The condition in SQL on articles that pass the filters, and its values."""
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
    return " AND ".join(tests) or "1", values


def named(found: str | None, wanted: str) -> bool:
    """Whether a source or author is one of the wanted (folded, a line each), as a whole or as one of several people."""
    return found is not None and not {one.casefold() for one in (found.strip(), *people(found))}.isdisjoint(
        wanted.split("\n")
    )


def _once(names: Iterable[str]) -> list[str]:
    unique = {name.strip().casefold(): name.strip() for name in sorted(names, reverse=True) if name.strip()}
    return [unique[folded] for folded in sorted(unique)]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise IndexBroken(f"The index holds {value!r:.50} where a name belongs: {REBUILD}.")
    return value


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except (TypeError, ValueError):
        raise IndexBroken(f"The index holds {text!r:.50} where a date belongs: {REBUILD}.") from None


def _article(row: Sequence[Any]) -> Article:
    _, _, _, identifier, title, text, published, *rest = row
    return Article(identifier, title, text, _date(published), *rest)
