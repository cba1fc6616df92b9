"""What was published in a period, where a question asks for nothing else: "what happened last week?"."""

from collections.abc import Sequence
from dataclasses import replace

from rag.answers.answer import Answer
from rag.answers.conversation import Request
from rag.answers.kinds.articles import narrowed, nearest
from rag.answers.kinds.asked import Asked
from rag.answers.kinds.rows import Rows, article_count, day, listed_in, named, rows_of
from rag.answers.table import Cell, Table
from rag.filters import Filters
from rag.index.search import Index
from rag.types import Listed


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """The articles of the period in the order of their days; None where none is of it."""
    scope = index.listing(request.filters)
    found = narrowed(index, scope, asked)
    if not found or asked.period is None:
        return None
    found.sort(key=lambda one: (one.published is None, one.published, one.id))
    rows = rows_of(index, found)
    verb = "is" if len(found) == 1 else "are"
    headline = f"{len(found):,} of {article_count(len(scope))} {verb} of this time: {asked.period.in_words}."
    return listed_in(begun, headline, rows, _table(found, rows))


def _table(found: Sequence[Listed], rows: Rows) -> Table:
    """The articles by day, each with how it begins."""
    begins = {one.citations[0].article.id: one.text for one in rows.statements}
    made = [
        (Cell(day(one)), Cell(one.title), Cell(begins[one.id], (rows.numbers[one.id],)), Cell(one.source or ""))
        for one in found
        if one.id in begins
    ]
    return Table(("Date", "Article", "It begins", "Paper"), tuple(made))


def empty(index: Index, filters: Filters, asked: Asked) -> str | None:
    """That no article was published in the period that is asked for, and which comes nearest; None where one was, and
    for a fact of days that do not hang on today, as articles tell of what was long before them."""
    if asked.period is None or (asked.kind == "fact" and not asked.period.moves):
        return None
    scope = index.listing(filters)
    if narrowed(index, scope, Asked("articles", period=asked.period)):
        return None
    near = nearest(scope, asked.period)
    beside = f" The nearest in time is {named(near)}." if near else ""
    return f"No article was published in this time: {asked.period.in_words}.{beside}"


def within(filters: Filters, asked: Asked) -> Filters | None:
    """The filters, with the period that is asked for; None where none is, or no day is left between them."""
    period = asked.period
    if period is None:
        return None
    after = max(filter(None, [filters.after, period.first]), default=None)
    before = min(filter(None, [filters.before, period.last]), default=None)
    return None if after and before and after > before else replace(filters, after=after, before=before)
