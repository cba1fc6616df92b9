"""What is asked about the articles themselves: which, how many, the newest, by whom, in which paper, from when to when.

Answered from the store's own tables, exactly and completely, never from what a search finds best. "Mentions" counts
words; "is about" goes by meaning.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from rag.answers.answer import Answer
from rag.answers.conversation import Request
from rag.answers.kinds.asked import Asked
from rag.answers.kinds.mentions import mentioning
from rag.answers.kinds.rows import article_count, day, listed_in, named, rows_of, table_of
from rag.answers.table import Cell, Table
from rag.filters import MOST_NAMES, Filters
from rag.index.search import Index
from rag.text.periods import Period
from rag.text.words import fold, own_stems, stems, words
from rag.types import Listed

ABOUT, TOUCHED, OFTEN = 0.5, 0.15, 2
"""From which cosine of a topic and an article's nearest chunk the article counts as being about it; and from which it
does where its text has all words of the topic that often: the best of 120 settings for half of the sample articles' own
tags, F1 0.73, and 0.63 for the other half (by meaning alone 0.66 and 0.61)."""

_NAMED = 3  # names that a sentence says; the others stand in the table


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """The articles that are asked for; None where none is called as the question has it."""
    scope = index.listing(request.filters)
    found = narrowed(index, scope, asked)
    if not scope or (asked.title and not found):
        return None
    return _Composed(index, request, asked, begun, scope, found).answer()


def narrowed(index: Index, scope: Sequence[Listed], asked: Asked) -> list[Listed]:
    """Those of some articles that are as the question has them, in their order."""
    kept = {one.id for one in scope}
    for filters in _filters(index, asked):
        kept &= {one.id for one in index.listing(filters)} if filters else set()
    if asked.title:
        kept &= _called(scope, asked.title)
    if asked.mentions:
        kept = mentioning(index, asked.mentions, kept, asked.lang)
    if asked.about:
        kept &= about(index, scope, asked.about)
    return [one for one in scope if one.id in kept]


def about(index: Index, scope: Sequence[Listed], topic: str) -> set[str]:
    """The articles that are about a topic: those that come near it in meaning, have all its words in their title, or
    several times in their text and are not far from it."""
    wanted = own_stems(topic)
    near = index.near(topic)
    texts = index.articles(index.holding(wanted) & {one.id for one in scope})
    counts = {identifier: Counter(stems(article.text)) for identifier, article in texts.items()}
    often = {one for one, held in counts.items() if min((held[stem] for stem in wanted), default=0) >= OFTEN}
    return {
        one.id
        for one in scope
        if near.get(one.id, 0.0) >= (TOUCHED if one.id in often else ABOUT)
        or (wanted and wanted <= set(stems(one.title)))
    }


def _filters(index: Index, asked: Asked) -> list[Filters | None]:
    """What the question says of day, paper and author; None where no article can be so."""
    found: list[Filters | None] = []
    if asked.period:
        first, last = asked.period.first, asked.period.last
        found.append(None if first and last and first > last else Filters(after=first, before=last))
    if asked.sources:
        found.append(Filters(sources=asked.sources))
    for name in asked.authors:
        held = [one for one in index.names()[1] if set(words(name)) <= set(words(one))]
        known = [one for one in held if words(one) == words(name)] or held
        found.append(Filters(authors=tuple(known[:MOST_NAMES])) if known else None)
    return found


def _called(scope: Sequence[Listed], title: str) -> set[str]:
    """The articles of that title; where none is called exactly so, those whose title has all its words."""
    exact = {one.id for one in scope if words(one.title) == words(title)}
    wanted = set(words(title))
    return exact or {one.id for one in scope if wanted <= set(words(one.title))}


class _Composed:
    """An answer about the articles that were ``found`` among all that may be."""

    def __init__(
        self,
        index: Index,
        request: Request,
        asked: Asked,
        begun: Answer,
        scope: Sequence[Listed],
        found: Sequence[Listed],
    ) -> None:
        self.index, self.request, self.asked, self.begun = index, request, asked, begun
        self.scope, self.found = scope, found

    def answer(self) -> Answer | None:
        asked = self.asked
        if not self.found:
            return self._none()
        if asked.most:
            return self._tally(asked.most)
        if asked.wants == "span" or (asked.wants == "count" and not asked.is_narrowed):
            return self._span()
        if asked.wants in ("newest", "oldest"):
            return self._extreme(asked.wants)
        if asked.wants in ("sources", "authors") and not (asked.title and len(self.found) == 1):
            return self._tally("source" if asked.wants == "sources" else "author")
        if asked.title and len(self.found) == 1:
            return self._listed(self.found, self._one(self.found[0]))
        return self._listed(self.found, f"{self._so_many()}.")

    def _listed(self, shown: Sequence[Listed], headline: str) -> Answer:
        rows = rows_of(self.index, shown)
        rule = f"About it is what has its words in the title or {OFTEN} times in the text, or comes as near as {ABOUT}."
        threshold = rule if self.asked.about else None
        notices = [self.begun.notice, threshold]
        begun = replace(self.begun, notice=" ".join(one for one in notices if one) or None)
        return listed_in(begun, headline, rows, table_of(shown, rows) if shown else None)

    def _so_many(self) -> str:
        """How many of how many articles are so, as a clause."""
        asked, count = self.asked, len(self.found)
        one = count == 1
        mentions = [" or ".join(f"“{said}”" for said in group) for group in asked.mentions]
        parts = replace(asked, mentions=(), period=None).condition
        if asked.period:
            closed = asked.period.first and asked.period.last
            parts += f", {'of ' if closed else ''}{asked.period.in_words}"
        parts = parts.removeprefix(", ")
        said = [f"{'is' if one else 'are'} {parts}"] if parts else []
        said += [f"mention{'s' if one else ''} {' and '.join(mentions)}"] if mentions else []
        of_all = f"{count:,} of {article_count(len(self.scope))}"
        return f"{of_all} {' and '.join(said)}" if said else article_count(count)

    def _none(self) -> Answer:
        """That there is none, and which comes nearest in time where it is the period that leaves none."""
        asked = self.asked
        notice = self.begun.notice
        if asked.period:
            others = narrowed(self.index, self.scope, replace(asked, period=None))
            if near := nearest(others, asked.period):
                notice = " ".join(filter(None, [notice, f"The nearest in time is {named(near)}."]))
        return replace(self.begun, headline=f"{self._so_many()}.", notice=notice, finished=True)

    def _span(self) -> Answer:
        """How many articles there are and from when to when; cited by the oldest and the newest."""
        dated = [one for one in self.found if one.published]
        if not dated:
            return self._listed(self.found, f"{self._so_many()}, none with a known date.")
        newest, oldest = dated[0], dated[-1]
        undated = len(self.found) - len(dated)
        ends = f"from {_in_words(oldest.published)} to {_in_words(newest.published)}"
        beside = f" ({undated:,} of unknown date)" if undated else ""
        shown = [oldest, newest] if oldest is not newest else [oldest]
        return self._listed(shown, f"{self._so_many()}, {ends}{beside}.")

    def _extreme(self, which: str) -> Answer | None:
        """The newest or oldest so many articles; without a number all of that day."""
        dated = [one for one in self.found if one.published]
        if not dated:
            return None
        ordered = dated if which == "newest" else dated[::-1]
        shown = ordered[: self.asked.number or 1]
        shown += [
            one for one in ordered[len(shown) :] if one.published == shown[-1].published and not self.asked.number
        ]
        of = f" of {article_count(len(self.found))}" if len(self.found) > 1 else ""
        which = f"{which}{of}{self.asked.condition}{',' if self.asked.condition else ''}"
        if len(shown) == 1:
            return self._listed(shown, f"The {which} is {named(shown[0])}.")
        return self._listed(shown, f"The {len(shown)} {which.rstrip(',')}.")

    def _one(self, listed: Listed) -> str:
        """What is asked of one article."""
        title = f"“{listed.title}”"
        if self.asked.wants == "authors":
            return f"{title} is by {listed.author}." if listed.author else f"{title} does not say who wrote it."
        if self.asked.wants == "sources":
            return (
                f"{title} appeared in {listed.source}." if listed.source else f"{title} does not say where it appeared."
            )
        when = f"{title} was published on {_in_words(listed.published)}."
        return when if listed.published else f"{title} does not say when it was published."

    def _tally(self, by: str) -> Answer | None:
        """How many articles each paper, author, month, year or day has; cited by all of them where it is asked for some
        articles alone, else by the newest of each."""
        groups = _grouped(self.found, _KEYS[by])
        if not groups:
            return None
        ordered = sorted(groups, key=lambda name: (-len(groups[name]), name))
        cited = self.found if self.asked.is_narrowed else [groups[name][0] for name in ordered]
        rows = rows_of(self.index, cited)
        table = Table(
            (_COLUMNS[by], "Articles", "First", "Last"),
            tuple(
                (
                    Cell(_label(name, by)),
                    Cell(str(len(group)), tuple(rows.numbers[one.id] for one in group if one.id in rows.numbers)),
                    Cell(min(filter(None, map(day, group)), default="")),
                    Cell(max(map(day, group))),
                )
                for name, group in ((name, groups[name]) for name in ordered)
            ),
        )
        return listed_in(self.begun, self._tallied(by, ordered, groups), rows, table)

    def _tallied(self, by: str, ordered: Sequence[str], groups: Mapping[str, Sequence[Listed]]) -> str:
        """What a tally says, in a sentence."""
        most = len(groups[ordered[0]])
        if self.asked.most:
            best = [_label(name, by) for name in ordered if len(groups[name]) == most]
            have = "have most, each" if len(best) > 1 else "has most"
            return f"{_joined(best)} {have}: {most:,} of {article_count(len(self.found))}{self.asked.condition}."
        things = f"{len(ordered):,} {_NOUNS[by]}{'' if len(ordered) == 1 else 's'}"
        if not self.asked.is_narrowed:
            return f"{things}, of {article_count(len(self.found))}."
        return f"{_joined([_label(name, by) for name in ordered])}: {self._so_many()}."


def spanned(listed: Sequence[Listed]) -> str:
    """How many articles, and from when to when, as far as that is known."""
    days = [one.published for one in listed if one.published]
    said = article_count(len(listed))
    return f"{said}, from {_in_words(min(days))} to {_in_words(max(days))}" if days else said


def nearest(listed: Sequence[Listed], period: Period) -> Listed | None:
    """The dated article that lies nearest to a period."""

    def away(one: date) -> timedelta:
        first, last = period.first or one, period.last or one
        return max(first - one, one - last, timedelta())

    dated = [(one.published, one) for one in listed if one.published]
    return min(dated, key=lambda pair: away(pair[0]), default=(None, None))[1]


def _grouped(listed: Sequence[Listed], keys: Callable[[Listed], Sequence[str]]) -> dict[str, list[Listed]]:
    """The articles by key, spellings of one key together."""
    groups: dict[str, list[Listed]] = {}
    spelled: dict[str, str] = {}
    for one in listed:
        for key in keys(one):
            groups.setdefault(spelled.setdefault(fold(key).strip(), key.strip()), []).append(one)
    return groups


def _people(author: str | None) -> list[str]:
    parts = [part.strip() for part in re.split(r", ", author or "") if part.strip()]
    return parts if all(" " in part for part in parts) else [author or ""]


_KEYS: Mapping[str, Callable[[Listed], Sequence[str]]] = {
    "source": lambda one: [one.source] if one.source else [],
    "author": lambda one: _people(one.author),
    "month": lambda one: [day(one)[:7]] if one.published else [],
    "year": lambda one: [day(one)[:4]] if one.published else [],
    "day": lambda one: [day(one)] if one.published else [],
}
_COLUMNS = {"source": "Paper", "author": "Author", "month": "Month", "year": "Year", "day": "Day"}
_NOUNS = {"source": "paper", "author": "author", "month": "month", "year": "year", "day": "day"}


def _label(name: str, by: str) -> str:
    if by == "month":
        return f"{date.fromisoformat(f'{name}-01'):%B %Y}"
    return _in_words(date.fromisoformat(name)) if by == "day" else name


def _joined(names: Sequence[str]) -> str:
    """Names in a sentence, the first ones alone where they are many."""
    if len(names) > _NAMED + 1:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED:,} others"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _in_words(published: date | None) -> str:
    return Period(published, published).in_words
