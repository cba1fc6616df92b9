"""What is read from the SQLite file: one committed generation, whatever a writer does meanwhile."""

import itertools
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexBroken
from rag.filters import Filters
from rag.index.accounts import Account, accounts, twins
from rag.index.analysis import Analysis
from rag.index.embedding import Model, Vectors, unit
from rag.index.entries import article_of, listed_of, tags_of, text_of
from rag.index.grouping import RULES, unpacked
from rag.index.kept import Kept, Unpacked, unpacked_chunks
from rag.index.packing import unpacked_text, unpacked_vectors
from rag.index.passing import CALLED, COUNTED, SEVERAL, grouping, members, once, passing, people, resolved_in
from rag.index.resolving import identified
from rag.index.rows import COLUMNS, FACTS, REBUILD, UNTOLD, checksum, damage, known_date, marks, rows, stored, sums
from rag.index.versions import History, version
from rag.text.characters import well_formed
from rag.text.said.named import Named
from rag.types import Article, Chunk, Freshness, Listed, Problem, Status

_BATCH = 500  # ids in one query: SQLite allows some thousands
_AT_ONCE = 64  # articles whose texts are held while they are gone through
NEWEST_FIRST = "ORDER BY published IS NULL, published DESC, id"

_FIELDS: Mapping[str, tuple[str, Callable[[str], Sequence[str]]]] = {
    "source": ("source", lambda name: [name]),
    "author": ("author", people),
    "tag": ("tags", tags_of),
}
"""The column of a field, and what parts it into names."""

Stamp = tuple[int, int]
"""The key of an article and the checksum of its row."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an index was made: the embedding model, and the budget of a chunk in tokens."""

    model: Model
    chunk_tokens: int


class Snapshot:
    """One committed generation of the store; all that is read from it agrees, whatever a writer does meanwhile.

    ``state`` names it more sharply than its number: it is drawn anew for each generation, so that what was derived from
    an index is not taken for derived from one that was made in its place and counts from 1 again.
    """

    def __init__(self, connection: sqlite3.Connection, kept: Kept | None = None) -> None:
        self._connection = connection
        self._facts: dict[str, str] = dict(self._rows("facts"))
        if wrong := FACTS ^ (self._facts.keys() - {UNTOLD}):
            raise IndexBroken(f"The index's note of its {min(wrong)} is missing or stray: {REBUILD}.")
        self.generation = int(self._facts["generation"])
        self.state = int(self._facts["state"])
        record = json.loads(self._facts["recipe"])
        self.recipe = Recipe(Model(**record["model"]), record["chunk_tokens"])
        self.kept = kept if kept is not None and kept.state == self.state else Kept(self.state)

    def chunk_ids(self, filters: Filters) -> NDArray[np.int64]:
        """The chunks of the articles that pass the filters, in ascending order."""
        where, values = self._passing(filters)
        query = f"SELECT chunks.id FROM chunks JOIN articles ON articles.key = chunks.article WHERE {where}"
        return np.sort(np.fromiter((one for (one,) in self._connection.execute(query, values)), np.int64))

    def resolved(self, filters: Filters) -> Filters:
        """The filters with each name as the index has it. Raises ``ArgumentError`` for one that no article has."""
        return resolved_in(filters, self._known, self._identified)

    def passing(self, filters: Filters) -> set[str]:
        """The ids of the articles that pass the filters."""
        where, values = self._passing(filters)
        return {text_of(one) for (one,) in self._connection.execute(f"SELECT id FROM articles WHERE {where}", values)}

    def articles_having(self, chunks: Collection[int]) -> set[str]:
        """The ids of the articles of some chunks."""
        # Of few each is looked up; of many the index of chunks by article, which is small, is gone through.
        index = "" if len(chunks) < _BATCH else "INDEXED BY chunks_of_article"
        found = self._connection.execute(
            f"SELECT id FROM articles WHERE key IN (SELECT article FROM chunks {index} "
            "WHERE id IN (SELECT value FROM json_each(?)))",
            (json.dumps(list(chunks)),),
        )
        return {text_of(identifier) for (identifier,) in found}

    def articles_of_chunks(self) -> dict[int, str]:
        """For each chunk the id of its article."""
        rows = self._connection.execute(
            "SELECT chunks.id, articles.id FROM articles JOIN chunks INDEXED BY chunks_of_article "
            "ON articles.key = chunks.article"
        )
        return {chunk: text_of(identifier) for chunk, identifier in rows}

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
        unpacked = self._unpacked(identifiers)
        keys = {one.article for one in unpacked.values()}
        articles = self.kept.articles.get(keys)
        if new := list(keys - articles.keys()):
            articles |= self.kept.articles.put(dict(self._whole(f"WHERE key IN ({marks(new)})", new)))
        if lost := keys - articles.keys():
            raise IndexBroken(f"Article {min(lost)} of the index is missing: {REBUILD}.")
        found: dict[int, Chunk] = {}
        for identifier, one in unpacked.items():
            bounds = tuple((start, end) for start, end in one.analysis.sentences.tolist())
            found[identifier] = Chunk(articles[one.article], one.start, one.end, one.position, bounds)
        return found

    def analyses(self, identifiers: Sequence[int]) -> dict[int, Analysis]:
        """The analyses of the chunks of those ids by id. Raises ``IndexBroken`` for one that is not there."""
        return {identifier: one.analysis for identifier, one in self._unpacked(identifiers).items()}

    def texts(self) -> Iterator[tuple[int, Article, str]]:
        """Every chunk as (id, its article, its text)."""
        for key, article in self._whole():
            for identifier, _, _, first, stop, *_ in self._rows("chunks", "WHERE article = ?", (key,)):
                yield identifier, article, article.text[first:stop]

    def vector_blocks(self, size: int = 8192) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """Every chunk's id, and their vectors as (number of chunks, dimension), in blocks of at most ``size`` chunks:
        no more is held at once."""
        found = self._rows("chunks", "ORDER BY id")
        while block := list(itertools.islice(((row[0], row[5]) for row in found), size)):
            stacked = np.frombuffer(b"".join(vector for _, vector in block), np.int8)
            ids = np.array([one for one, _ in block], np.int64)
            yield ids, unit(stacked.reshape(len(block), self.recipe.model.dimension))

    def embedded(self, contents: Collection[int]) -> dict[int, tuple[Vectors, Vectors]]:
        """Of texts that were embedded, by their numbers, as far as they are there: the vector, (dimension,), and those
        of the parts, (number of parts, dimension)."""
        found: dict[int, tuple[Vectors, Vectors]] = {}
        for row in self._rows("chunks", f"WHERE content IN ({marks(contents)})", list(contents)):
            parts = unpacked_vectors(row[8], self.recipe.model.dimension)
            found[row[9]] = unit(np.frombuffer(row[5], np.int8)), unit(parts)
        return found

    def articles(self) -> Iterator[Article]:
        """Every article, newest first, undated ones last."""
        return (article for _, article in self._whole(NEWEST_FIRST))

    def listing(self, known: Mapping[Stamp, Listed] | None = None) -> dict[Stamp, Listed]:
        """Every article without its text, newest first, undated ones last, by the key and the checksum of its row; of
        those ``known`` by these nothing more is read."""
        known = known or {}
        every = self._connection.execute(f"SELECT key, checksum FROM articles {NEWEST_FIRST}").fetchall()
        new = [key for key, checksum in every if (key, checksum) not in known]
        read: dict[int, Listed] = {}
        for keys in (new[first : first + _BATCH] for first in range(0, len(new), _BATCH)):
            for row in self._rows("articles", f"WHERE key IN ({marks(keys)})", keys):
                read[row[0]] = listed_of(row)
        return {(key, checksum): known.get((key, checksum)) or read[key] for key, checksum in every}

    def articles_of(self, identifiers: Collection[str]) -> dict[str, Article]:
        """The articles of those ids by id, as far as they are there."""
        ids = [well_formed(one) for one in identifiers]
        batches = (ids[first : first + _BATCH] for first in range(0, len(ids), _BATCH))
        found = (article for ids in batches for _, article in self._whole(f"WHERE id IN ({marks(ids)})", ids))
        return {article.id: article for article in found}

    def article(self, identifier: str) -> Article | None:
        """The article of that id, or None where there is none."""
        return next((one for _, one in self._whole("WHERE id = ?", (well_formed(identifier),))), None)

    def history(self, identifier: str) -> History | None:
        """The article of that id with its earlier versions, or None where there is none."""
        article = self.article(identifier)
        if article is None:
            return None
        found = self._rows("versions", "WHERE article = ? ORDER BY number DESC", (article.id,))
        return History(article, tuple(version(row, known_date(row[3])) for row in found))

    def intact(self, identifier: str) -> tuple[list[list[Any]], Article | None]:
        """The rows of the earlier versions of the article of that id, oldest first, and the article, as far as they are
        what was put in."""
        versions: list[list[Any]] = []
        try:
            found = stored(self._connection, "versions", "WHERE article = ? ORDER BY number", (identifier,))
            versions += [row for row, sum_found in found if sum_found == checksum("versions", row)]
            return versions, self.article(identifier)
        except (sqlite3.DatabaseError, IndexBroken):
            return versions, None

    def names(self) -> tuple[list[str], list[str]]:
        """The sources and the single authors of the articles, each once whatever its case, in alphabetical order."""
        return once(self._valued("source")), once(name for one in self._valued("author") for name in people(one))

    def groups(self, kind: str, filters: Filters | None = None) -> dict[str, int]:
        """The people, places or stories ("person", "place", "story"), each with the number of articles that it is in,
        among those that pass the filters: the most first."""
        if kind != "story" and not filters:
            found = self._counted(kind)
        else:
            source, given = grouping(kind)
            where, values = self._passing(filters) if filters else ("1", [])
            # With the plus each article of a name is looked at, without it each that passes for each name.
            among = f"WHERE +article IN (SELECT key FROM articles WHERE {where})" if filters else ""
            found = self._connection.execute(
                f"SELECT name, count(DISTINCT article) FROM {source} {among} GROUP BY name", [*given, *values]
            ).fetchall()
        named = [(text_of(name), count) for name, count in found]
        return dict(sorted(named, key=lambda pair: (-pair[1], pair[0])))

    def members(self, kind: str) -> list[tuple[str, str]]:
        """The ids of articles, each with one of the people, places or stories that it is in."""
        return [(text_of(one), text_of(name)) for one, name in self._connection.execute(*members(kind))]

    def fields(self, kind: str, filters: Filters | None = None) -> dict[str, int]:
        """The publishers, single authors or tags ("source", "author", "tag") of the articles, or of those that pass the
        filters, with how many have each, the most first; each as one of them spells it, whatever its case."""
        column, parted = _FIELDS[kind]
        condition, values = self._passing(filters or Filters())
        found = self._connection.execute(f"SELECT {column} FROM articles WHERE {column} <> '' AND {condition}", values)
        names = [{name.strip() for name in parted(text_of(value))} for (value,) in found]
        spelled = {name.casefold(): name for name in once(itertools.chain.from_iterable(names))}
        counted = Counter(folded for some in names for folded in {name.casefold() for name in some} if folded)
        return {spelled[one]: count for one, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))}

    def named_in(self, identifier: str) -> list[tuple[str, Named]]:
        """Whom and what an article names, as it does, each after what it is called in the index; as far as it counts
        there, by its first place."""
        found: list[tuple[str, Named]] = []
        for key, *_ in self._rows("articles", "WHERE id = ?", (well_formed(identifier),)):
            for _, _, told in self._rows("named", "WHERE article = ?", (key,)):
                for one in unpacked(json.loads(unpacked_text(told))):
                    known = self._rows("names", "WHERE kind = ? AND key = ? AND shown <> ''", (one.kind, one.key))
                    found += [(shown, one) for *_, shown in known]
        return sorted(found, key=lambda pair: pair[1].spans[0])

    def unnamed(self) -> list[str]:
        """The ids of the articles whose names were not derived by the rules of this version."""
        query = "SELECT id FROM articles WHERE key NOT IN (SELECT article FROM named WHERE rules = ?) ORDER BY key"
        return [text_of(one) for (one,) in self._connection.execute(query, (RULES,))]

    def rows(self, table: str) -> Iterator[list[Any]]:
        """All rows of a table, as they are stored."""
        return self._rows(table)

    def sums(self) -> dict[str, tuple[int, int]]:
        """By table the number of its rows, and what their checksums come to."""
        return {table: sums(self._connection, table) for table in COLUMNS if table != "facts"}

    @property
    def last(self) -> int:
        """The highest id that a chunk ever had."""
        return int(self._facts["last chunk"])

    @property
    def untold(self) -> list[tuple[int, int]]:
        """The first and last keys of the articles whose stories the end of a build has still to tell."""
        return [(first, last) for first, last in json.loads(self._facts.get(UNTOLD, "[]"))]

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

    def freshness(self) -> Freshness:
        """When its last change was committed, and the day of its newest article."""
        (newest,) = self._connection.execute("SELECT max(published) FROM articles").fetchone()
        return Freshness(datetime.fromisoformat(self._facts["updated"]), known_date(newest))

    def accounts(self) -> list[Account]:
        """What became of every file of the corpus at the last build, by path; then of what was passed over."""
        return accounts(self._connection, self.problems())

    def twins(self) -> list[list[tuple[str, str]]]:
        """The articles, each by id and file, that have the same words."""
        return twins(self._connection)

    def status(self) -> Status:
        """What the index holds; the size is left at 0, as the store knows one file only."""
        articles, first, last, undated, sources, chunks = self._connection.execute(
            "SELECT count(*), min(published), max(published), sum(published IS NULL), count(DISTINCT source),"
            " (SELECT count(*) FROM chunks) FROM articles"
        ).fetchone()
        languages = self._connection.execute(
            "SELECT lang, count(*) FROM articles GROUP BY lang ORDER BY count(*) DESC, lang"
        )
        return Status(
            articles=articles,
            chunks=chunks,
            first=known_date(first),
            last=known_date(last),
            undated=undated or 0,
            sources=sources,
            model=self.recipe.model.name,
            chunk_tokens=self.recipe.chunk_tokens,
            generation=self.generation,
            complete=self.complete,
            size=0,
            problems=self.problems(),
            languages=tuple((lang and text_of(lang), count) for lang, count in languages),
            updated=datetime.fromisoformat(self._facts["updated"]),
        )

    def damage(self) -> list[str]:
        """What is wrong with the file, see ``rag.index.rows.damage``; empty where all is well."""
        return damage(self._connection, int(self._facts["sum"]))

    def _passing(self, filters: Filters) -> tuple[str, list[object]]:
        """The condition in SQL on articles that pass the filters, and its values. Raises as ``resolved``."""
        return passing(self.resolved(filters))

    def _identified(self, called: str) -> str:
        """The id of the article that is called so. Raises ``ArgumentError``, with the nearest, where none is."""
        called = well_formed(called)
        found = self._connection.execute("SELECT 1 FROM articles WHERE id = ?", (called,)).fetchone()
        return called if found else identified(list(self.listing().values()), called)

    def _known(self, kind: str) -> list[str]:
        """The names of a kind by which filters know articles. An author's are also those of several as the article
        has them."""
        if kind in _FIELDS:
            column, parted = _FIELDS[kind]
            whole = kind == "author"
            return once(name for one in self._valued(column) for name in (*parted(one), *([one] if whole else [])))
        source, values = ("SELECT DISTINCT shown FROM names WHERE kind = ? AND shown <> ''", [kind])
        if kind == "story":
            source, values = f"SELECT name FROM {CALLED}", []
        return [text_of(name) for (name,) in self._connection.execute(source, values)]

    def _valued(self, column: str) -> list[str]:
        """What the articles have in a column, each value once, as far as they have any."""
        found = self._connection.execute(f"SELECT DISTINCT {column} FROM articles WHERE {column} IS NOT NULL")
        return [text_of(value) for (value,) in found]

    def _counted(self, kind: str) -> list[tuple[str, int]]:
        """The names of a kind that count, as they are shown, with the number of their articles."""
        found = self._connection.execute(COUNTED, (kind,)).fetchall()
        return [
            (name, articles if keys == 1 else self._connection.execute(SEVERAL, (kind, name)).fetchone()[0])
            for name, articles, keys in found
        ]

    def _whole(self, rest: str = "", values: Sequence[object] = ()) -> Iterator[tuple[int, Article]]:
        """Articles with their texts, each after its key."""
        found = self._rows("articles", rest, values)
        while batch := list(itertools.islice(found, _AT_ONCE)):
            keys = [row[0] for row in batch]
            texts = self._texts(keys)
            for row in batch:
                if row[0] not in texts:
                    raise IndexBroken(f"The text of article {row[3]!s:.100} of the index is missing: {REBUILD}.")
                yield row[0], article_of(row, unpacked_text(texts[row[0]]))

    def _texts(self, keys: Sequence[int]) -> dict[int, bytes]:
        """The texts of articles, compressed, by the articles' keys."""
        return dict(self._rows("texts", f"WHERE article IN ({marks(keys)})", keys))

    def _rows(self, table: str, rest: str = "", values: Sequence[object] = ()) -> Iterator[list[Any]]:
        return rows(self._connection, table, rest, values)

    def _unpacked(self, identifiers: Sequence[int]) -> dict[int, Unpacked]:
        """Chunks by id, in the order of their ids. Raises ``IndexBroken`` for one that is not there."""
        found = self.kept.chunks.get(identifiers)
        if new := set(identifiers) - found.keys():
            found |= self.kept.chunks.put(unpacked_chunks(self._chunk_rows(new), self.recipe.model.dimension))
        return dict(sorted(found.items()))

    def _chunk_rows(self, identifiers: Collection[int]) -> list[list[Any]]:
        rows = self._read_chunks(wanted := sorted(set(identifiers)))
        if lost := set(wanted) - rows.keys():
            raise IndexBroken(f"Chunk {min(lost)} of the index is missing: {REBUILD}.")
        return [rows[one] for one in wanted]

    def _read_chunks(self, identifiers: Sequence[int]) -> Mapping[int, list[Any]]:
        return {row[0]: row for row in self._rows("chunks", f"WHERE id IN ({marks(identifiers)})", identifiers)}
