"""What is asked about the articles themselves: which, how many, the newest, by whom, in which paper, from when to when.

Answered from the store's own tables, exactly and completely, never from what a search finds best. "Mentions" counts
words; "is about" goes by meaning.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from rag.answers.answer import Answer
from rag.answers.asking.asked import Asked, Most
from rag.answers.conversation import Request
from rag.answers.kinds.mentions import ABOUT
from rag.answers.kinds.rows import article_count, day, listed_in, named, rows_of, table_of
from rag.answers.kinds.selecting import narrowed
from rag.answers.kinds.tallies import COLUMNS, KEYS, grouped, label, naming, things
from rag.answers.table import Cell, Table
from rag.filters import Filters
from rag.index.search import Index
from rag.message import Message, all_of, but_last, day_in_words, in_a_row, one_of, quoted, together
from rag.text.periods import Period
from rag.text.words import FUNCTION_STEMS, stems
from rag.types import Listed

_NAMED = 3  # names that a sentence says; the others stand in the table


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """The articles that are asked for; None where none is called as the question has it."""
    scope = index.listing(request.filters)
    found = narrowed(index, scope, asked)
    if not scope or ((asked.title or asked.wants == "article") and not found):
        return None
    return _Composed(index, asked, begun, scope, found).answer()


def written(
    index: Index, cited: Collection[str], wants: Literal["authors", "sources", "days"], begun: Answer
) -> Answer | None:
    """Who wrote some articles, or when they were published; None where none of them is in the index any more."""
    found = [one for one in index.listing(Filters()) if one.id in cited]
    composed = _Composed(index, Asked("articles", wants), begun, found, found)
    headline = composed.one(found[0]) if len(found) == 1 else composed.counted()
    return composed.listed(found, headline) if found else None


class _Composed:
    """An answer about the articles that were ``found`` among all that may be."""

    def __init__(
        self,
        index: Index,
        asked: Asked,
        begun: Answer,
        scope: Sequence[Listed],
        found: Sequence[Listed],
    ) -> None:
        self.index, self.asked, self.begun = index, asked, begun
        self.scope, self.found = scope, found

    def answer(self) -> Answer | None:
        asked = self.asked
        if not self.found:
            return self._none()
        if asked.share:
            return self.listed(self.found, self._part())
        if asked.most:
            return self._tally(asked.most)
        if asked.wants == "span" or (asked.wants == "count" and not asked.is_narrowed):
            return self._span()
        if asked.wants in ("newest", "oldest"):
            return self._extreme(asked.wants)
        if asked.wants in ("longest", "shortest"):
            return self._longest(shortest=asked.wants == "shortest")
        of_one = len(self.found) == 1 and not asked.counted and (asked.title or asked.about)
        if asked.wants in ("sources", "authors") and not of_one:
            return self._tally("source" if asked.wants == "sources" else "author")
        if of_one and (asked.title or asked.wants in ("sources", "authors", "days")):
            return self.listed(self.found, self.one(self.found[0]))
        return self.listed(self.found, self.counted())

    def counted(self) -> str:
        return Message("{articles}.", articles=self._so_many())

    def _part(self) -> str:
        """How many of the articles are so, and what share that is."""
        share = 100 * len(self.found) / len(self.scope)
        return Message("{articles}: {share}%.", articles=self._so_many(), share=f"{share:.3g}")

    def listed(self, shown: Sequence[Listed], headline: str) -> Answer:
        rows = rows_of(self.index, shown)
        rule = Message(
            "About it is what has its words in the title or again and again in the text, or comes as near as {nearness}"
            " and nearly as near as the nearest.",
            nearness=ABOUT,
        )
        begun = replace(self.begun, notice=together(self.begun.notice, rule if self.asked.about else None))
        return listed_in(begun, headline, rows, table_of(shown, rows) if shown else None)

    def _so_many(self) -> str:
        """How many of how many articles are so, as a clause."""
        asked, count, of_all = self.asked, len(self.found), len(self.scope)
        parts = replace(asked, mentions=(), unnamed=(), period=None).conditions
        if asked.period:
            closed = asked.period.first and asked.period.last
            parts += [Message("of {days}", days=asked.period.in_words) if closed else asked.period.in_words]
        said: list[str] = []
        if parts:
            so = in_a_row(parts)
            said.append(Message("is {conditions}", "are {conditions}", number=count, conditions=so))
        if asked.mentions:
            words = all_of([one_of([quoted(one) for one in group]) for group in asked.mentions])
            said.append(
                Message("mentions {words} in the title", "mention {words} in the title", number=count, words=words)
                if asked.titles
                else Message("mentions {words}", "mention {words}", number=count, words=words)
            )
        if asked.unnamed:
            words = one_of(list(map(quoted, asked.unnamed)))
            said.append(Message("does not mention {words}", "do not mention {words}", number=count, words=words))
        if not said:
            return article_count(count)
        some = Message("{found} of {number} article", "{found} of {number} articles", number=of_all, found=count)
        return Message("{articles} {so}", articles=some, so=all_of(said))

    def _none(self) -> Answer:
        """That there is none, and which comes nearest in time where it is the period that leaves none."""
        asked = self.asked
        notice = together(self.begun.notice, self._not_understood())
        if asked.period:
            others = narrowed(self.index, self.scope, replace(asked, period=None))
            if near := nearest(others, asked.period):
                notice = together(notice, nearest_in_time(near))
        return replace(self.begun, headline=self.counted(), notice=notice, finished=True)

    def _not_understood(self) -> str | None:
        """That several words were looked for as they stand where no article has them all, and how many articles there
        are by the first of them, as the last may have asked for something else."""
        asked = self.asked
        said = asked.about or next((one for group in asked.mentions for one in group if len(group) == 1), "")
        for first in _beginnings(said):
            shorter = replace(asked, about=first) if asked.about else replace(asked, mentions=((first,),))
            if found := narrowed(self.index, self.scope, shorter):
                return Message(
                    "“{words}” was looked for as one thing; for “{first}” alone there is {number} article.",
                    "“{words}” was looked for as one thing; for “{first}” alone there are {number} articles.",
                    words=said,
                    first=first,
                    number=len(found),
                )
        return None

    def _span(self) -> Answer:
        """How many articles there are and from when to when; cited by the oldest and the newest."""
        dated = [one for one in self.found if one.published]
        if not dated:
            none = Message("{articles}, none with a known date.", articles=self._so_many())
            return self.listed(self.found, none)
        newest, oldest = dated[0], dated[-1]
        undated = len(self.found) - len(dated)
        known = _from_to(self._so_many(), oldest.published, newest.published)
        beside = Message("{articles} ({undated} of unknown date).", articles=known, undated=undated)
        shown = [oldest, newest] if oldest is not newest else [oldest]
        return self.listed(shown, beside if undated else Message("{articles}.", articles=known))

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
        return self.listed(shown, self._which(which == "newest", shown))

    def _longest(self, *, shortest: bool) -> Answer:
        """The longest or shortest so many articles, with their lengths; without a number all of that length."""
        ordered = sorted(self.found, key=lambda one: one.characters, reverse=not shortest)
        shown = ordered[: self.asked.number or 1]
        if not self.asked.number:
            shown = [one for one in ordered if one.characters == shown[0].characters]
        of = in_a_row([article_count(len(self.found)), *self.asked.conditions])
        named_all = in_a_row([_with_length(one) for one in shown])
        if shortest:
            return self.listed(shown, Message("The shortest of {articles}: {which}.", articles=of, which=named_all))
        return self.listed(shown, Message("The longest of {articles}: {which}.", articles=of, which=named_all))

    def _which(self, newest: bool, shown: Sequence[Listed]) -> str:
        """Which articles are the newest or oldest, in a sentence."""
        count, of_all = len(shown), len(self.found)
        match of_all, count, newest:
            case 1, _, True:
                which = Message("The newest")
            case 1, _, False:
                which = Message("The oldest")
            case _, 1, True:
                which = Message("The newest of {number} article", "The newest of {number} articles", number=of_all)
            case _, 1, False:
                which = Message("The oldest of {number} article", "The oldest of {number} articles", number=of_all)
            case _, _, True:
                which = Message(
                    "The {count} newest of {number} article",
                    "The {count} newest of {number} articles",
                    number=of_all,
                    count=count,
                )
            case _:
                which = Message(
                    "The {count} oldest of {number} article",
                    "The {count} oldest of {number} articles",
                    number=of_all,
                    count=count,
                )
        said = in_a_row([which, *self.asked.conditions])
        if count > 1:
            return Message("{articles}.", articles=said)
        if self.asked.conditions:
            return Message("{which}, is {article}.", which=said, article=named(shown[0]))
        return Message("{which} is {article}.", which=said, article=named(shown[0]))

    def one(self, listed: Listed) -> str:
        """What is asked of one article."""
        title, published = listed.title, listed.published
        match self.asked.wants:
            case "authors" if listed.author:
                return Message("“{title}” is by {name}.", title=title, name=listed.author)
            case "authors":
                return Message("“{title}” does not say who wrote it.", title=title)
            case "sources" if listed.source:
                return Message("“{title}” appeared in {paper}.", title=title, paper=listed.source)
            case "sources":
                return Message("“{title}” does not say where it appeared.", title=title)
            case _ if published:
                return Message("“{title}” was published on {day}.", title=title, day=day_in_words(published))
            case _:
                return Message("“{title}” does not say when it was published.", title=title)

    def _tally(self, by: Most) -> Answer | None:
        """How many articles each paper, author, month, year or day has; cited by all of them where it is asked for some
        articles alone, else by the newest of each."""
        asked = self.asked
        groups = self._groups(by)
        if not groups and not asked.bounds:
            return None
        sign = 1 if asked.fewest else -1
        ordered = sorted(groups, key=lambda name: (sign * len(groups[name]), name))
        if asked.each and by in ("month", "year", "day"):
            ordered = sorted(groups)
        within = {one.id for group in groups.values() for one in group}
        narrow = asked.is_narrowed or asked.bounds
        cited = [one for one in self.found if one.id in within] if narrow else [groups[name][0] for name in ordered]
        rows = rows_of(self.index, cited)
        table = Table(
            (COLUMNS[by], Message("Articles"), Message("First"), Message("Last")),
            tuple(
                (
                    Cell(label(name, by)),
                    Cell(str(len(group)), tuple(rows.numbers[one.id] for one in group if one.id in rows.numbers)),
                    Cell(min(filter(None, map(day, group)), default="")),
                    Cell(max(map(day, group))),
                )
                for name, group in ((name, groups[name]) for name in ordered)
            ),
        )
        begun = replace(self.begun, notice=together(self.begun.notice, self._uncounted(by)))
        return listed_in(begun, self._tallied(by, ordered, groups), rows, table if groups else None)

    def _groups(self, by: Most) -> dict[str, list[Listed]]:
        """The articles by what they are counted by, where these are as many as is asked."""
        groups = naming(self.index, self.found, by) if by in ("person", "place") else grouped(self.found, KEYS[by])
        least, limit = self.asked.least or 0, self.asked.limit
        return {
            name: group
            for name, group in groups.items()
            if least <= len(group) and (limit is None or len(group) <= limit)
        }

    def _uncounted(self, by: Most) -> str | None:
        """What stands in no row of a tally."""
        if by in ("person", "place"):
            return Message(
                "Counted are the articles that name one in full, as far as the rules of their languages tell."
            )
        without = sum(1 for one in self.found if not KEYS[by](one)) if self.asked.each else 0
        if not without:
            return None
        return Message(
            "{number} article does not say it and is in no row.",
            "{number} articles do not say it and are in no row.",
            number=without,
        )

    def _tallied(self, by: Most, ordered: Sequence[str], groups: Mapping[str, Sequence[Listed]]) -> str:
        """What a tally says, in a sentence."""
        if self.asked.each:
            return self._of_each(by, ordered)
        most = len(groups[ordered[0]])
        if self.asked.most:
            best = [label(name, by) for name in ordered if len(groups[name]) == most]
            said = {
                "names": _joined(best),
                "articles": in_a_row([article_count(len(self.found)), *self.asked.conditions]),
            }
            if self.asked.fewest:
                return Message(
                    "{names} has fewest: {fewest} of {articles}.",
                    "{names} have fewest, each: {fewest} of {articles}.",
                    number=len(best),
                    fewest=most,
                    **said,
                )
            return Message(
                "{names} has most: {most} of {articles}.",
                "{names} have most, each: {most} of {articles}.",
                number=len(best),
                most=most,
                **said,
            )
        if not self.asked.is_narrowed:
            sorts = things(by, len(ordered))
            return Message("{things}, of {articles}.", things=sorts, articles=article_count(len(self.found)))
        names = _joined([label(name, by) for name in ordered])
        return Message("{names}: {articles}.", names=names, articles=self._so_many())

    def _of_each(self, by: Most, ordered: Sequence[str]) -> str:
        """What a tally of all, or of those that have so many articles, says."""
        sorts = things(by, len(ordered))
        if not self.asked.bounds:
            if not self.asked.is_narrowed:
                return Message("{things}, of {articles}.", things=sorts, articles=article_count(len(self.scope)))
            return Message("{names}: {articles}.", names=sorts, articles=self._so_many())
        bounds, total = in_a_row([*self.asked.bounds, *self.asked.conditions]), article_count(len(self.scope))
        if not ordered:
            return Message("{things} with {bounds} of {articles}.", things=sorts, bounds=bounds, articles=total)
        return Message(
            "{things} with {bounds} of {articles}: {names}.",
            things=sorts,
            bounds=bounds,
            articles=total,
            names=_joined([label(name, by) for name in ordered]),
        )


def _beginnings(said: str) -> Iterator[str]:
    """The words of a phrase that stand before one which joins others to them, the most first."""
    said_words = list(re.finditer(r"[^\W_]+", said))
    for one in reversed(said_words[1:]):
        if FUNCTION_STEMS.issuperset(stems(one[0])):
            yield said[: one.start()].strip(" ,")


def _with_length(listed: Listed) -> str:
    """An article with its length."""
    return Message(
        "{article}, {number} character",
        "{article}, {number} characters",
        number=listed.characters,
        article=named(listed),
    )


def spanned(listed: Sequence[Listed]) -> str:
    """How many articles, and from when to when, as far as that is known."""
    days = [one.published for one in listed if one.published]
    said = article_count(len(listed))
    return _from_to(said, min(days), max(days)) if days else said


def nearest_in_time(listed: Listed) -> str:
    """That an article is the one that comes nearest to a period."""
    return Message("The nearest in time is {article}.", article=named(listed))


def nearest(listed: Sequence[Listed], period: Period) -> Listed | None:
    """The dated article that lies nearest to a period."""

    def away(one: date) -> timedelta:
        first, last = period.first or one, period.last or one
        return max(first - one, one - last, timedelta())

    dated = [(one.published, one) for one in listed if one.published]
    return min(dated, key=lambda pair: away(pair[0]), default=(None, None))[1]


def _joined(names: Sequence[str]) -> str:
    """Names in a sentence, the first ones alone where they are many."""
    if len(names) > _NAMED + 1:
        shown = in_a_row(names[:_NAMED])
        return Message("{names} and {others} others", names=shown, others=len(names) - _NAMED)
    return all_of(but_last(names))


def _from_to(articles: str, first: date | None, last: date | None) -> Message:
    oldest, newest = day_in_words(first), day_in_words(last)
    return Message("{articles}, from {oldest} to {newest}", articles=articles, oldest=oldest, newest=newest)
