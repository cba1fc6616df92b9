"""What was published in a period, where a question asks for nothing else ("what happened last week?"), or of one topic:
"what happened in Hong Kong in October 2019?"."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from rag.answers.answer import Answer
from rag.answers.asking.asked import Asked
from rag.answers.conversation import Request
from rag.answers.kinds.articles import nearest, nearest_in_time
from rag.answers.kinds.rows import ARTICLE, DATE, PAPER, Rows, article_count, day, listed_in, rows_of
from rag.answers.kinds.selecting import narrowed
from rag.answers.table import Cell, Table
from rag.filters import Filters
from rag.index.search import Index
from rag.message import Message, in_a_row, together
from rag.text.language import language_of
from rag.text.moments import moments
from rag.text.periods import Period
from rag.types import Listed, Span

_LOOKED_AT = 8  # passages of a topic whose articles may name a day of a period
_NEWEST = 3  # articles that are told where none is as new as is asked for
_OF_TOPIC = 2  # articles of a topic that are told beside each other


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """The articles of the period in the order of their days; None where none is of it, or where but one is of a topic,
    as what that tells is more than how it begins."""
    scope = index.listing(request.filters)
    found = narrowed(index, scope, asked)
    if not found or asked.period is None or (asked.about and len(found) < _OF_TOPIC):
        return None
    found.sort(key=lambda one: (one.published is None, one.published, one.id))
    rows = rows_of(index, found)
    return listed_in(begun, _so_many(len(found), scope, asked, asked.period), rows, _table(found, rows))


def tells_of(sentences: Sequence[Span], period: Period, first: int | None = None) -> bool:
    """Whether one of the ``first`` of some sentences, which follow each other, names a day or month of a period for
    what it tells."""
    named = itertools.chain.from_iterable(moments(sentences)[:first])
    return any(period.holds(one.first) and period.holds(one.last) and not one.ahead for one in named)


def none(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """That no article of the period is about the topic, and which comes nearest in time; None where one is, where a
    passage that comes near names a day of the period, and where these are in another language than the question."""
    period, scope = asked.period, index.listing(request.filters)
    if not asked.about or period is None:
        return None
    near = index.search(asked.about, k=_LOOKED_AT, filters=request.filters).passages
    if any(tells_of(one.sentences, period) or language_of(one.article) != asked.lang for one in near):
        return None
    told = narrowed(index, scope, replace(asked, period=None))
    if any(period.holds(one.published) for one in told):
        return None
    closest = nearest(told, period)
    notice = together(begun.notice, nearest_in_time(closest) if closest else None)
    return replace(begun, headline=_so_many(0, scope, asked, period), notice=notice, finished=True)


def newest(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """That nothing is as new as a question of what is new has it, and the newest there is; None where something else is
    asked, and where an article is of that time or later, or the reader's filters let none be."""
    period, until = asked.period, request.filters.before
    if period is None or period.first is None or not period.moves or asked.about or asked.sources:
        return None
    dated = [one for one in index.listing(request.filters) if one.published]
    latest = dated[0].published if dated else None
    if latest is None or latest >= period.first or (until and until < period.first):
        return None
    rows = rows_of(index, dated[:_NEWEST])
    return listed_in(begun, empty(index, request.filters, asked) or "", rows, _table(dated[:_NEWEST], rows))


def _so_many(number: int, scope: Sequence[Listed], asked: Asked, period: Period) -> str:
    """How many articles are of a period and as the question has them."""
    days = in_a_row([*replace(asked, period=None).conditions, period.in_words])
    return Message(
        "{number} of {articles} is of this time: {days}.",
        "{number} of {articles} are of this time: {days}.",
        number=number,
        articles=article_count(len(scope)),
        days=days,
    )


def _table(found: Sequence[Listed], rows: Rows) -> Table:
    """The articles by day, each with how it begins."""
    begins = {one.citations[0].article.id: one.text for one in rows.statements}
    made = [
        (Cell(day(one)), Cell(one.title), Cell(begins[one.id], (rows.numbers[one.id],)), Cell(one.source or ""))
        for one in found
        if one.id in begins
    ]
    return Table((DATE, ARTICLE, Message("It begins"), PAPER), tuple(made))


def empty(index: Index, filters: Filters, asked: Asked) -> str | None:
    """That no article was published in the period that is asked for, and which comes nearest; None where one was, and
    for a fact of days that do not hang on today, as articles tell of what was long before them."""
    if asked.period is None or (asked.kind == "fact" and not asked.period.moves):
        return None
    scope = index.listing(filters)
    if narrowed(index, scope, Asked("articles", period=asked.period)):
        return None
    near = nearest(scope, asked.period)
    none = Message("No article was published in this time: {days}.", days=asked.period.in_words)
    return together(none, nearest_in_time(near) if near else None)


def within(filters: Filters, asked: Asked) -> Filters | None:
    """The filters, with the period that is asked for; None where none is, or no day is left between them."""
    period = asked.period
    if period is None:
        return None
    after = max(filter(None, [filters.after, period.first]), default=None)
    before = min(filter(None, [filters.before, period.last]), default=None)
    return None if after and before and after > before else replace(filters, after=after, before=before)
