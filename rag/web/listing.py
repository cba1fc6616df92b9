"""Which articles a list shows, and in what order: searched, narrowed and sorted. Values alone: it knows nothing of how
a list is drawn, nor of an index."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Literal, get_args

from rag.answers.table import as_csv
from rag.errors import RagError
from rag.filters import Filters
from rag.index.holdings import Group
from rag.index.listing import ORDERS, ordered
from rag.index.passing import people
from rag.text.words import fold, stems
from rag.types import Article, Listed
from rag.web.sharing import NAMES

Facet = Literal["source", "author", "year", "lang", "person", "place", "story", "tag"]
"""What a list is narrowed by."""
FACETS: tuple[Facet, ...] = get_args(Facet)
KINDS: Mapping[Facet, str] = {facet: NAMES[facet] for facet in FACETS if facet in NAMES}
"""The facets whose values are names of ``Filters``, and what they are called there; a year is its days."""
GROUPS: tuple[Group, ...] = get_args(Group)
Members = Mapping[Group, Mapping[str, Collection[str]]]
"""The people, places and stories of the articles by their ids, as an index has them."""
_ALL = Filters()
_MOST_JUMPS, _MOST_MONTHS = 60, 24
_AROUND = 40  # characters of a text before and behind a word that was looked for
_WORD, _SPACE = re.compile(r"\w+"), re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader wants of the list: the words that are looked for; the filters under which is asked, whose
    ``articles`` it passes over, or nobody could choose another; what was chosen of each facet besides, as filters can't
    say it, any one of which is enough; the words that the facets' own values are looked for by; the order; and from
    which article on, from 0. Raises ``RagError`` for an unknown ``sort``."""

    text: str = ""
    filters: Filters = _ALL
    chosen: frozenset[tuple[Facet, str]] = frozenset()
    named: str = ""
    sort: str = "published"
    descending: bool = True
    first: int = 0

    def __post_init__(self) -> None:
        if self.sort not in ORDERS:
            raise RagError(f"Articles can't be sorted by {self.sort!r}: choose one of {', '.join(ORDERS)}.")

    def toggled(self, facet: Facet, value: str) -> "Wanted":
        """The same with a value of a facet chosen, or no longer."""
        return replace(self, chosen=self.chosen ^ {(facet, value)}, first=0)

    def of(self, facet: Facet) -> list[str]:
        """What was chosen of a facet; of the years the one whose days the filters have."""
        names = [value for other, value in self.chosen if other == facet]
        if facet in KINDS:
            names += getattr(self.filters, KINDS[facet])
        elif facet == "year" and (after := self.filters.after) and days_of(after.year) == (after, self.filters.before):
            names.append(f"{after.year:04}")
        return sorted(names)

    @property
    def narrows(self) -> bool:
        """Whether anything was chosen of the facets, days included."""
        return bool(self.chosen) or replace(self.filters, articles=()) != _ALL


def days_of(year: int) -> tuple[date, date]:
    """The first and the last day of a year from 1 to 9999."""
    return date(year, 1, 1), date(year, 12, 31)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be shown of ``every`` article: in order, and for each facet its values with the number of articles
    that would be left of those that all else leaves: those of the most articles first, years from the last on, and what
    is not known last."""

    articles: Sequence[Listed]
    facets: Mapping[Facet, Sequence[tuple[str, int]]]
    every: int


def selected(
    listing: Sequence[Listed],
    wanted: Wanted,
    having: Callable[[str], Collection[str]],
    members: Members = MappingProxyType({}),
) -> Selection:
    """The articles that have each of the words in their title, publisher, author, id or text, whatever case and
    accents, and what was chosen; sorted, those last that have nothing to sort by. ``having`` tells for a word the ids
    of the articles whose text has it."""
    found = _searched(listing, wanted.text, having)
    facets: dict[Facet, Sequence[tuple[str, int]]] = {}
    for facet in FACETS:
        others = _chosen(found, wanted, members, but=facet)
        counts = Counter(value for one in others for value in _of(one, facet, members))
        # What nothing is left of stays to be taken back.
        there = set(map(str.casefold, counts))
        counts.update(dict.fromkeys((name for name in wanted.of(facet) if name.casefold() not in there), 0))
        facets[facet] = _in_order(facet, counts)
    articles = ordered(_chosen(found, wanted, members), wanted.sort, descending=wanted.descending)
    return Selection(articles, facets, len(listing))


def jumps(articles: Sequence[Listed], sort: str) -> list[tuple[str, int]]:
    """Where in a sorted list each letter begins, or each month (each year where there are very many); none of what is
    sorted by length."""
    if sort == "length":
        return []
    labels = [_month(one) if sort == "published" else _letter(ORDERS[sort](one)) for one in articles]
    if sort == "published" and len(set(labels)) > _MOST_MONTHS:
        labels = [label[:4] for label in labels]
    first: dict[str, int] = {}
    for number, label in enumerate(labels):
        first.setdefault(label, number)
    every = -(-len(first) // _MOST_JUMPS) or 1
    return list(first.items())[::every]


def part(selection: Selection, first: int, count: int) -> tuple[int, Sequence[Listed]]:
    """From which article on a part of a selection is shown, and its ``count`` articles (1 or more): the last part where
    there are none from ``first`` on."""
    first = max(0, min(first, (len(selection.articles) - 1) // count * count))
    return first, selection.articles[first : first + count]


def excerpt(article: Article, searched: str) -> tuple[str, str, str] | None:
    """The words of an article's text around the first word that was looked for and does not stand in what the list
    shows of it: those before it, itself, and those behind it. None where all stand there, or none in the text."""
    shown = fold("\n".join(filter(None, (article.title, article.source, article.author, article.id))))
    begins = tuple(stem for word in fold(searched).split() if word not in shown for stem in stems(word)[:1])
    text = article.text
    for word in _WORD.finditer(text) if begins else ():
        if fold(word[0]).startswith(begins):
            start, end = word.span()
            before = _opened(text[max(0, start - _AROUND) : start], whole=start <= _AROUND)
            return before, word[0], _ended(text[end : end + _AROUND], whole=end + _AROUND >= len(text))
    return None


def _opened(before: str, *, whole: bool) -> str:
    """What stands before a word, from a whole word on, in one line."""
    return _SPACE.sub(" ", before) if whole else f"… {_SPACE.sub(' ', before).partition(' ')[2]}"


def _ended(behind: str, *, whole: bool) -> str:
    """What stands behind a word, to the end of a whole word, in one line."""
    return _SPACE.sub(" ", behind) if whole else f"{_SPACE.sub(' ', behind).rpartition(' ')[0]} …"


def csv_of(articles: Sequence[Listed]) -> str:
    """A list as CSV, in its order."""
    columns = ("Title", "Publisher", "Author", "Published", "Language", "Characters", "Address", "Id", "File")
    rows = (
        (one.title, one.source, one.author, one.published, one.lang, one.characters, one.url, one.id, one.file)
        for one in articles
    )
    return as_csv(columns, ([str(cell or "") for cell in row] for row in rows))


def _searched(listing: Sequence[Listed], text: str, having: Callable[[str], Collection[str]]) -> list[Listed]:
    inside = {word: having(word) for word in fold(text).split()}
    if not inside:
        return list(listing)
    found = []
    for one in listing:
        told = fold("\n".join(filter(None, (one.title, one.source, one.author, one.id))))
        if all(word in told or one.id in ids for word, ids in inside.items()):
            found.append(one)
    return found


def _chosen(articles: list[Listed], wanted: Wanted, members: Members, but: Facet | None = None) -> list[Listed]:
    """The articles that have what was chosen of each facet, ``but`` for one."""
    for facet in FACETS:
        if facet == but:
            continue
        if facet == "year":
            articles = [one for one in articles if _timely(one, wanted)] if _of_days(wanted) else articles
        elif chosen := set(map(str.casefold, wanted.of(facet))):
            articles = [one for one in articles if not chosen.isdisjoint(map(str.casefold, _of(one, facet, members)))]
    return articles


def _of_days(wanted: Wanted) -> bool:
    return bool(wanted.filters.after or wanted.filters.before or ("year", "") in wanted.chosen)


def _timely(one: Listed, wanted: Wanted) -> bool:
    """Whether an article is of the days that were chosen, or of none where these were."""
    after, before = wanted.filters.after, wanted.filters.before
    if one.published is None:
        return ("year", "") in wanted.chosen
    return bool(after or before) and (after or date.min) <= one.published <= (before or date.max)


def _of(one: Listed, facet: Facet, members: Members) -> Collection[str]:
    """What an article has of a facet: names, as many as there are; of what it has one of "" where that is not known."""
    match facet:
        case "source":
            return (one.source or "",)
        case "author":
            return people(one.author) if one.author else ("",)
        case "year":
            return (f"{one.published.year:04}" if one.published else "",)
        case "lang":
            return (one.lang or "",)
        case "tag":
            return one.tags
        case _:
            return members.get(facet, {}).get(one.id, ())


def _in_order(facet: Facet, counts: Counter[str]) -> list[tuple[str, int]]:
    if facet == "year":
        return sorted(counts.items(), reverse=True)
    return sorted(counts.items(), key=lambda one: (not one[0], -one[1], fold(one[0])))


def _month(one: Listed) -> str:
    return one.published.isoformat()[:7] if one.published else ""


def _letter(words: object) -> str:
    letter = str(words or "")[:1].upper()
    return letter if letter.isalpha() else "0–9" if letter.isdigit() else "#" if letter else ""
