"""What a question means that is of the time of the answer before it: "what else happened that month?", or, after a
story, "what happened in October?" It knows words and days alone.
"""

import re
from collections.abc import Iterable
from datetime import date

from rag.answers.answer import Answer
from rag.answers.asking.reading import read
from rag.answers.asking.utterance import Names
from rag.answers.conversation import Request, answered, last_citing
from rag.text.periods import periods
from rag.types import Article

_THAT_TIME = re.compile(r"(?:(?:in|during|over|at) )?(?:that|the same) (?P<unit>week|month|year)\b", re.IGNORECASE)
_WHAT_ELSE = re.compile(r"(?:and )?what else (?=(?:happened|was|went|took|did)\b)", re.IGNORECASE)
_YEAR = re.compile(r"\b\d{4}\b")
_OF_A_STORY = ("timeline", "summary", "period")


def timed(request: Request, today: date, names: Names) -> Request:
    """The request with the time that it points to in words; the same request where it points to none."""
    last = last_citing(request.history)
    if last is None:
        return request
    made = _at_that_time(request.question, last) or _of_the_story(request, last, today, names)
    return request.asking(made) if made else request


def _at_that_time(question: str, last: Answer) -> str | None:
    """A question with the week, month or year of the article that was cited first in the place of "that month"."""
    match, day = _THAT_TIME.search(question), last.citations[0].article.published
    if match is None or day is None:
        return None
    said = {"week": f"the week of {day.day} {day:%B %Y}", "month": f"{day:%B %Y}", "year": f"{day.year}"}
    meant = f"in {said[match['unit'].lower()]}"
    return _WHAT_ELSE.sub("what ", f"{question[: match.start()]}{meant}{question[match.end() :]}")


def _of_the_story(request: Request, last: Answer, today: date, names: Names) -> str | None:
    """What happened in a month, of which no year is said, in the story that was told of before."""
    if _YEAR.search(request.question) or answered(request.history)[-1] is not last:
        return None
    asked = read(request.question, today, names)
    month = asked.period.first if asked.period and not asked.period.moves else None
    if asked.kind != "period" or asked.about or asked.sources or asked.lang != "en" or month is None:
        return None
    before = read(last.trace.query, today, names)
    year = year_of(month, last.articles)
    if before.kind not in _OF_A_STORY or not before.about or year is None:
        return None
    return f"What happened to {before.about} in {month:%B} {year}?"


def dated(question: str, articles: Iterable[Article], today: date) -> str:
    """A question that ends with a month or day of no year, with the year in which some articles are of that month."""
    last = next(reversed(list(periods(question, today, "en", bare=True))), None)
    if last is None or last.moves or last.first is None or last.end != len(question) or _YEAR.search(question):
        return question
    year = year_of(last.first, articles)
    return f"{question} {year}" if year else question


def year_of(month: date, articles: Iterable[Article]) -> int | None:
    """The last year in which some articles are of a month, else that of the newest; None where none has a day."""
    days = [one.published for one in articles if one.published]
    return max((day.year for day in days if day.month == month.month), default=max(days).year) if days else None
