"""Dates of a statement that the cited words lack, or have otherwise."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rag.answers.check.fault import Fault, lacking, otherwise
from rag.text.days import Day
from rag.text.facts import Text, read
from rag.text.words import FUNCTION_STEMS, stems
from rag.types import Article, Span


def missing(statement: Text, cited: Sequence[Span], around: Text) -> list[Fault]:
    """Dates that the cited words do not say."""
    found = []
    for _, readings in itertools.groupby(statement.facts.days, key=lambda day: (day.start, day.end)):
        days = list(readings)
        # 10/9/2023 is one of its readings; 1998-2001 is both.
        told = [any(_dated(day, span, around) or _reported(day, statement, span) for span in cited) for day in days]
        if not (any(told) if "/" in days[0].text else all(told)):
            day = days[told.index(False)]
            other = next((one for span in cited if (one := _other_day(day, span))), None)
            found.append(otherwise(day, other, lacks=True) if other else lacking(day))
    return found


def is_one(published: date | None, day: Day, told: Day) -> bool:
    """Whether a day is one that an article of some day tells, as "Tuesday" is 20 August there."""
    return any(day.agrees(one) for one in told.read(published))


def reports(statement: Text, article: Article) -> bool:
    """Whether a statement says who published the article, and what day it did."""
    source = set(stems(article.source or "")) - FUNCTION_STEMS
    named = bool(source) and source <= statement.facts.words
    return (
        named
        and article.published is not None
        and any(day.agrees(_published(article.published)) for day in statement.facts.days)
    )


def _dated(day: Day, span: Span, around: Text) -> bool:
    """Whether a span says a date; or says it without the year, which the article has; or is from an article of that
    day and says no other."""
    if day.shift is not None and day.shift[0] != "day":
        return True  # "the next year" is a year that the cited words need not call so
    article = span.article
    told = [*read(span.text).facts.days, *read(article.title).facts.days]
    for mine in day.read(article.published):
        if any(mine.agrees(other) for one in told for other in one.read(article.published)):
            return True
    if (
        day.year is not None
        and day.month is None
        and any(day.year in number.values for number in read(span.text).facts.numbers)
    ):
        return True
    yearless = [one for one in told if one.year is None and day.month is not None]
    if any(other.year == day.year for other in around.facts.days) and any(
        replace(day, year=None).agrees(one) for one in yearless
    ):
        return True
    return article.published is not None and day.agrees(_published(article.published)) and _other_day(day, span) is None


def _reported(day: Day, statement: Text, span: Span) -> bool:
    published = span.article.published
    return published is not None and day.agrees(_published(published)) and reports(statement, span.article)


def _published(day: date) -> Day:
    return Day(0, 0, str(day), day.year, day.month, day.day)


def _other_day(day: Day, span: Span) -> Day | None:
    """Another date of the span, told as exactly."""
    told = read(span.text).facts.days
    return next((other for other in told if _given(other) >= _given(day) and not day.agrees(other)), None)


def _given(day: Day) -> frozenset[str]:
    """What a date says of a day, but for the year, which goes without saying."""
    given = {"day": day.day, "month": day.month, "weekday": day.weekday, "shift": day.shift}
    said = frozenset(name for name, value in given.items() if value is not None)
    return said or frozenset(["year"])
