"""The tables of people, places and stories, kept in step with each change of the articles: what a change does not touch
is neither read nor written.

A name depends on those of its family, and a story on the articles that links connect with it; `rag.index.grouping` and
`rag.index.stories` say how, and what comes of all articles from nothing is the same.
"""

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np

from rag.index.embedding import Vectors
from rag.index.grouping import RULES, Tally, family, main_language, named_by, packed, shown, unpacked
from rag.index.packing import directions, packed_text, unpacked_text
from rag.index.rows import Ledger, marks
from rag.index.stories import DAYS, Member, Pair, clusters, connected, links
from rag.text.language import language_of
from rag.text.said.named import Named
from rag.types import Article

_BATCH = 500  # keys in one query, and new articles that are linked at once
_Name = tuple[str, str]
"""A kind and a key."""


class Relations:
    """What a transaction changes of them; all is written by ``settle``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._tallies: dict[_Name, Tally] = defaultdict(Tally)  # what is counted more, or less
        self._naming: dict[_Name, dict[int, int]] = defaultdict(dict)  # by article: 1 that came, -1 that went
        self._new: set[int] = set()
        self._touched: set[int] = set()

    def come(self, key: int, article: Article, vectors: Vectors) -> None:
        """An article is there, with the vectors of its chunks, (n, dimension)."""
        if not len(vectors):
            return
        day = article.published and article.published.toordinal()
        outline = directions(vectors.sum(axis=0)).tobytes()
        self._ledger.put("outlines", (key, day, language_of(article), outline))
        self._new.add(key)

    def name(self, key: int, names: Sequence[Named]) -> None:
        """What an article names, by the rules of this version, in the place of what was noted of it."""
        self._forget_names(key)
        told = json.dumps(packed(names), ensure_ascii=False, separators=(",", ":"))
        self._ledger.put("named", (key, RULES, packed_text(told)))
        self._count(key, names, 1)
        self._again(key)

    def go(self, key: int) -> None:
        """An article goes."""
        self._forget_names(key)
        self._unlink(key)
        self._ledger.take("outlines", "WHERE article = ?", key)
        self._ledger.take("stories", "WHERE article = ?", key)
        self._new.discard(key)
        self._touched.discard(key)

    def owe(self, untold: Iterable[tuple[int, int]]) -> None:
        """The stories of articles of some ranges of keys are still to be told."""
        self._touched.update(*(range(first, last + 1) for first, last in untold))

    def settle(self, *, tells: bool) -> list[tuple[int, int]]:
        """Bring what all articles name and tell in line with what changed; where it tells no stories, returns the
        ranges of keys of those whose stories are still to be told."""
        self._settle_names()
        self._link()
        if tells:
            self._settle_stories()
        return _ranges(self._touched)

    def _again(self, key: int) -> None:
        """Link an article anew, as what it names may be other than it was."""
        if key not in self._new and self._ledger.rows("outlines", "WHERE article = ?", key):
            self._unlink(key)
            self._new.add(key)

    def _unlink(self, key: int) -> None:
        for where in ("WHERE one = ?", "WHERE other = ?"):
            self._touched.update(itertools.chain.from_iterable(self._ledger.take("links", where, key)))

    def _forget_names(self, key: int) -> None:
        for _, _, told in self._ledger.take("named", "WHERE article = ?", key):
            self._count(key, unpacked(json.loads(unpacked_text(told))), -1)

    def _count(self, key: int, names: Iterable[Named], times: int) -> None:
        for one in names:
            self._tallies[one.kind, one.key].count(one, times)
            before = self._naming[one.kind, one.key]
            before[key] = before.get(key, 0) + times

    def _settle_names(self) -> None:
        dirty = {(kind, family(kind, key)) for kind, key in self._tallies}
        for name in self._tallies:
            self._tallied(name)
        self._tallies.clear()
        self._naming.clear()
        counts = self._ledger.connection.execute("SELECT lang, count(*) FROM outlines GROUP BY lang")
        main = main_language(dict(counts.fetchall()))
        for kind, of in sorted(dirty):
            self._show(kind, self._ledger.rows("names", "WHERE kind = ? AND family = ?", kind, of), main)
        # What countries are called goes by the language of most articles.
        if dirty:
            for row in self._ledger.rows("names", "WHERE kind = 'place' AND key >= '=' AND key < '>'"):
                self._show("place", [row], main)

    def _tallied(self, name: _Name) -> None:
        """Write the tally of a name, and who has it."""
        found = self._ledger.rows("names", "WHERE kind = ? AND key = ?", *name)
        if found:
            number, *_, articles, sure, spelled, called = found[0]
        else:
            (number,) = self._ledger.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM names").fetchone()
            articles, sure, spelled, called = 0, 0, "{}", ""
        more = self._tallies[name]
        spellings = Counter(json.loads(spelled))
        spellings.update(more.spelled)
        spellings = Counter({one: count for one, count in sorted(spellings.items()) if count})
        for article, times in self._naming[name].items():
            if times < 0:
                self._ledger.take("naming", "WHERE name = ? AND article = ?", number, article)
            elif times > 0:
                self._ledger.put("naming", (number, article))
        row = (number, *name, family(*name), articles + more.articles, sure + more.sure,
               json.dumps(spellings, ensure_ascii=False), called)  # fmt: skip
        if not found and row[4]:
            self._ledger.put("names", row)
        elif found and not row[4]:
            self._ledger.take("names", "WHERE id = ?", number)
        elif found and tuple(found[0]) != row:
            self._ledger.change("names", found[0], row)

    def _show(self, kind: str, found: Collection[list[Any]], main: str) -> None:
        """Write as what the names of a family are shown."""
        tallies = {
            key: Tally(articles, sure, Counter(json.loads(spelled)))
            for _, _, key, _, articles, sure, spelled, _ in found
        }
        called = shown(kind, tallies, main)
        for row in found:
            now = called.get(row[2], "")
            if row[7] != now:
                self._ledger.change("names", row, (*row[:7], now))

    def _link(self) -> None:
        """Link the new articles with those near in days, and with those of no day."""
        new = sorted(self._members(self._new), key=lambda one: (one.published or date.max, one.key))
        for first in range(0, len(new), _BATCH):
            some = new[first : first + _BATCH]
            for pair in links(some, list(self._around(some)), self._named_by):
                if not self._ledger.rows("links", "WHERE one = ? AND other = ?", *pair):
                    self._ledger.put("links", pair)
        self._touched |= self._new
        self._new = set()

    def _around(self, some: Sequence[Member]) -> Iterator[Member]:
        days = [one.published.toordinal() for one in some if one.published]
        if len(days) < len(some):  # what has no day may be of any story
            return map(_member, self._ledger.rows("outlines", ""))
        where = "WHERE day BETWEEN ? AND ? OR day IS NULL"
        return map(_member, self._ledger.rows("outlines", where, min(days) - DAYS, max(days) + DAYS))

    def _settle_stories(self) -> None:
        """Tell anew the stories of the articles that links connect with those touched."""
        keys = [one.key for one in self._members(self._touched)]
        graph = connected(keys, self._links)
        self._touched = set()
        wanted: dict[int, int] = {}
        pairs = [(key, other) for key, others in graph.items() for other in others if key < other]
        for story in clusters(self._members(graph), pairs):
            wanted |= dict.fromkeys(story, story[0])
        known = {row[0]: row[1] for row in self._in("stories", "article", graph)}
        for key in graph:
            if known.get(key) != wanted.get(key):
                self._ledger.take("stories", "WHERE article = ?", key)
                if key in wanted:
                    self._ledger.put("stories", (key, wanted[key]))

    def _links(self, keys: Collection[int]) -> list[Pair]:
        return [(one, other) for column in ("one", "other") for one, other in self._in("links", column, keys)]

    def _members(self, keys: Collection[int]) -> list[Member]:
        return [_member(row) for row in self._in("outlines", "article", keys)]

    def _named_by(self, key: int) -> set[_Name]:
        rows = self._ledger.rows("named", "WHERE article = ?", key)
        return {one for _, _, told in rows for one in named_by(unpacked(json.loads(unpacked_text(told))))}

    def _in(self, table: str, column: str, keys: Collection[int]) -> Iterator[list[Any]]:
        """The rows of a table that have one of some keys in a column."""
        every = sorted(keys)
        for first in range(0, len(every), _BATCH):
            some = every[first : first + _BATCH]
            yield from self._ledger.rows(table, f"WHERE {column} IN ({marks(some)})", *some)


def _ranges(keys: Collection[int]) -> list[tuple[int, int]]:
    """The first and last of numbers that follow on each other."""
    runs = itertools.groupby(enumerate(sorted(keys)), key=lambda one: one[1] - one[0])
    together = [[key for _, key in run] for _, run in runs]
    return [(run[0], run[-1]) for run in together]


def _member(row: Sequence[Any]) -> Member:
    """An article as its stories are told, from its outline."""
    key, day, _, vector = row
    return Member(key, None if day is None else date.fromordinal(day), np.frombuffer(vector, np.int8))
