"""What all articles of an index name and tell -> the people, places and stories that it is filtered and counted by.

A name counts where enough of the articles that have it show what it is; spellings are merged within an article when it
is read (`rag.text.said.named`), and here over all of them. It knows nothing of SQLite and of questions.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from rag.errors import ArgumentError
from rag.index.embedding import Vectors
from rag.index.stories import Member, stories
from rag.text.language import language_of
from rag.text.places import country_name
from rag.text.said.named import Kind, Named, named
from rag.text.words import fold, words
from rag.types import Article

RULES = 1
"""The number of the rules by which names and stories are derived: with another one all are derived anew, and nothing is
embedded for it. To be raised with each change of what `rag.text.said.named` finds, or this module and
`rag.index.stories` make of it."""

_NOWHERE = {
    "person": "No person called “{}” was found in the articles",
    "place": "No place called “{}” was found in the articles",
    "story": "No story of several articles is called “{}”",
}
_NOTHING_NEAR = "nothing is spelled nearly so, and `rag names` lists all there are"
_NEAREST, _NEAR = 3, 60  # names that are offered at most, and how alike they must be, of 100
_SHARE = 0.2
"""Of the articles that have a name those that must show what it is."""


@dataclass(frozen=True, slots=True)
class Read:
    """An article as it is grouped: its key in the store, what it names, and what its stories are told by."""

    key: int
    title: str
    published: date | None
    lang: str
    names: tuple[Named, ...]
    vector: Vectors


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
    """Each person, place and story with its articles, by their keys."""
    rows: set[Row] = set()
    shared: dict[int, set[str]] = defaultdict(set)
    for kind in ("person", "place"):
        for name, key, article in _named(articles, kind):
            rows.add((kind, name, article, key))
            shared[article].add(name)
    members = [Member(one.key, one.title, one.published, frozenset(shared[one.key]), one.vector) for one in articles]
    return rows | {("story", name, article, "") for name, article in stories(members)}


def resolved(kind: str, wanted: Sequence[str], known: Collection[str]) -> list[str]:
    """The known people, places or stories that some names mean, whatever their case and accents: one of that name, or
    the only one that has all words of it. Raises ``ArgumentError``, with the nearest, where none or several have."""
    by_name = {fold(name): name for name in known}
    found = []
    for name in map(str.strip, wanted):
        if fold(name) in by_name:
            found.append(by_name[fold(name)])
            continue
        part = set(words(name))
        having = [one for one in known if part <= set(words(one))] if part else []
        if len(having) > 1:
            raise ArgumentError(f"“{name}” may be {_either(having)}: give one of them in full.")
        if not having:
            raise ArgumentError(f"{_NOWHERE[kind].format(name)}: {_nearest(fold(name), by_name)}.")
        found.append(having[0])
    return found


def _nearest(name: str, known: Mapping[str, str]) -> str:
    """The known names, each by its folded form, that are spelled most like a folded one, in words."""
    near = process.extract(name, list(known), scorer=fuzz.WRatio, limit=_NEAREST, score_cutoff=_NEAR)
    if not near:
        return _NOTHING_NEAR
    return f"the nearest {'is' if len(near) == 1 else 'are'} {_either([known[one] for one, _, _ in near])}"


def _either(names: Sequence[str]) -> str:
    shown = [f"“{one}”" for one in names[:_NEAREST]]
    more = f" or one of {len(names) - _NEAREST} more" if len(names) > _NEAREST else ""
    return f"{', '.join(shown)}{more}" if more or len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def _named(articles: Collection[Read], kind: Kind) -> Iterator[tuple[str, str, int]]:
    """The names of a kind that count, as they are shown, each with its key and the article that has it."""
    found = [(one.key, one.lang, name) for one in articles for name in one.names if name.kind == kind]
    having = Counter(name.key for _, _, name in found)
    sure = Counter(name.key for _, _, name in found if name.sure)
    counted = {key for key, count in having.items() if sure[key] and sure[key] >= _SHARE * count}
    under = _merged({key: sure[key] for key in counted}) if kind == "person" else {key: key for key in counted}
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    languages: Counter[str] = Counter()
    for _, lang, name in found:
        if name.key in counted:
            languages[lang] += 1
            spelled[under[name.key]][name.name] += 1 if name.key == under[name.key] else 0
    main = languages.most_common(1)[0][0] if languages else "en"
    shown = {key: _shown(key, spellings, main) for key, spellings in spelled.items()}
    for article, _, name in found:
        if name.key in counted:
            yield shown[under[name.key]], name.key, article


def _shown(key: str, spellings: Counter[str], language: str) -> str:
    """A name as it is shown: of a country what babel calls it, of others the commonest spelling."""
    if key.startswith("="):
        return country_name(key[1:], language)
    return max(spellings, key=lambda one: (spellings[one], one))


def _merged(counts: Mapping[str, int]) -> dict[str, str]:
    """For each person's key that under which it is counted: a name with a title or middle names before the last one
    under the one with fewer words that more articles have, or the other way round."""
    under = {key: key for key in counts}
    of_surname: dict[str, list[str]] = defaultdict(list)
    for key in counts:
        of_surname[key.split()[-1]].append(key)
    for keys in of_surname.values():
        for key in keys:
            like = [one for one in keys if one != key and _is_same(key.split(), one.split())]
            # Each goes to the commonest that is the same; the commonest itself, and of equals the first, stays.
            best = min([key, *like], key=lambda one: (-counts[one], len(one), one))
            under[key] = best
    return {key: _root(key, under) for key in under}


def _root(key: str, under: Mapping[str, str]) -> str:
    while under[key] != key:
        key = under[key]
    return key


def _is_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the longer of two names is the shorter with words before it, or between its first and its last."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or len(short) == len(long):
        return False
    return list(long[-len(short) :]) == list(short) or (len(short) == 2 and long[0] == short[0])
