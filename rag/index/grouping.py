"""What all articles of an index name and tell -> the people, places and stories that it is filtered and counted by.

A name counts where enough of the articles that have it show what it is; spellings are merged within an article when it
is read (`rag.text.said.named`), and here over all of them. It knows nothing of SQLite and of questions.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from numpy.typing import NDArray

from rag.index.stories import Member, stories
from rag.text.language import language_of
from rag.text.places import country_name
from rag.text.said.named import Named, named
from rag.types import Article

RULES = 5
"""The number of the rules by which names and stories are derived: with another one all are derived anew, and nothing is
embedded for it. To be raised with each change of what `rag.text.said.named` finds, or this module and
`rag.index.stories` make of it."""

_SHARE = 0.2
"""Of the articles that have a name those that must show what it is."""


@dataclass(frozen=True, slots=True)
class Read:
    """An article as it is grouped: its key in the store, what it is called, its day and language, what it names, and
    the direction of its meaning, (dimension,), by which its stories are told."""

    key: int
    title: str
    published: date | None
    lang: str
    names: tuple[Named, ...]
    vector: NDArray[Any]


@dataclass(slots=True)
class Tally:
    """In how many articles a name of some key is, how many of them show what it is, and how they spell it."""

    articles: int = 0
    sure: int = 0
    spelled: Counter[str] = field(default_factory=Counter)

    def count(self, name: Named, times: int) -> None:
        """Count what an article names, or with -1 no longer."""
        self.articles += times
        self.sure += times * name.sure
        self.spelled[name.name] += times
        if not self.spelled[name.name]:
            del self.spelled[name.name]


Row = tuple[str, str, int, str]
"""A kind of group ("person", "place", "story"), its name, the key of one of its articles, and what its name is there:
the key of one of the names of that article, or "" of a story."""


def names_of(article: Article) -> tuple[Named, ...]:
    """The people and places that an article names, by the rules of its language."""
    return named(article.text, language_of(article))


def packed(names: Sequence[Named]) -> list[object]:
    """Names as JSON has them."""
    return [[one.kind, one.key, one.name, int(one.sure), [list(span) for span in one.spans]] for one in names]


def unpacked(record: Iterable[Sequence[object]]) -> tuple[Named, ...]:
    """Names from what ``packed`` made of them."""
    return tuple(
        Named(kind, key, name, tuple((start, end) for start, end in spans), bool(sure))  # type: ignore[arg-type, attr-defined]
        for kind, key, name, sure, spans in record
    )


def grouped(articles: Collection[Read]) -> set[Row]:
    """Each person, place and story with its articles, by their keys, from nothing: what `rag.index.relations` keeps in
    step with each change."""
    rows: set[Row] = set()
    families: dict[tuple[str, str], dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for article in articles:
        for name in article.names:
            families[name.kind, family(name.kind, name.key)][name.key].count(name, 1)
    main = main_language(Counter(one.lang for one in articles))
    called = {(kind, key): as_shown for (kind, _), tallies in families.items()
              for key, as_shown in shown(kind, tallies, main).items()}  # fmt: skip
    for article in articles:
        counted = (one for one in article.names if (one.kind, one.key) in called)
        rows |= {(one.kind, called[one.kind, one.key], article.key, one.key) for one in counted}
    of = {article.key: article for article in articles}
    members = [Member(one.key, one.published, one.vector) for one in articles]
    told = stories(members, lambda key: named_by(of[key].names))
    taken: Counter[str] = Counter()
    for story in sorted(told, key=lambda keys: (of[keys[0]].published or date.max, keys[0])):
        title = of[story[0]].title
        taken[title] += 1
        titled = title if taken[title] == 1 else f"{title} ({taken[title]})"
        rows |= {("story", titled, key, "") for key in story}
    return rows


def family(kind: str, key: str) -> str:
    """What the keys share of which one may be another's: of people the surname; a place is by itself."""
    return key.rpartition(" ")[2] if kind == "person" else key


def shown(kind: str, tallies: Mapping[str, Tally], main: str) -> dict[str, str]:
    """Of the keys of a family those that count, with the name by which each is shown; ``main`` is the language of most
    articles."""
    counted = {key: one.sure for key, one in tallies.items() if one.sure and one.sure >= _SHARE * one.articles}
    under = _merged(counted) if kind == "person" else {key: key for key in counted}
    return {key: _called(under[key], tallies[under[key]].spelled, main) for key in counted}


def main_language(counts: Mapping[str, int]) -> str:
    """The language of most articles, by how many are in each."""
    return min(counts, key=lambda one: (-counts[one], one), default="en")


def named_by(names: Iterable[Named]) -> set[tuple[str, str]]:
    """What two articles may share: the people and places named."""
    return {(one.kind, one.key) for one in names}


def _called(key: str, spellings: Counter[str], language: str) -> str:
    """A name as it is shown: of a country what babel calls it, of others the commonest spelling."""
    if key.startswith("="):
        return country_name(key[1:], language)
    return max(spellings, key=lambda one: (spellings[one], one))


def _merged(counts: Mapping[str, int]) -> dict[str, str]:
    """For each person's key of a surname that under which it is counted: a name with a title or middle names before the
    last one under the one with fewer words that more articles have, or the other way round."""
    like: dict[str, set[str]] = {key: {key} for key in counts}
    for key in counts:
        for short in _shortened(key.split()):
            if short in like:
                like[key].add(short)
                like[short].add(key)
    # Each goes to the commonest that is the same; the commonest itself, and of equals the first, stays.
    under = {key: min(same, key=lambda one: (-counts[one], len(one), one)) for key, same in like.items()}
    return {key: _root(key, under) for key in under}


def _root(key: str, under: Mapping[str, str]) -> str:
    while under[key] != key:
        key = under[key]
    return key


def _shortened(name: Sequence[str]) -> set[str]:
    """A name without words before it, or between its first and its last: of two words at least."""
    ends = (name[first:] for first in range(1, len(name) - 1))
    return {" ".join(one) for one in (*ends, [name[0], name[-1]]) if 1 < len(one) < len(name)}
