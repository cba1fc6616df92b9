"""What a question means that is of the time of the answer before it: "what else happened that month?", or, after a
story, "what happened in October?" It knows words and days alone.
"""

import re
from datetime import date

from rag.answers.answer import Answer
from rag.answers.asking.reading import read
from rag.answers.asking.utterance import Names
from rag.answers.conversation import Request, answered, last_citing

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
    days = [one.article.published for one in last.citations if one.article.published]
    if before.kind not in _OF_A_STORY or not before.about or not days:
        return None
    year = max((day.year for day in days if day.month == month.month), default=max(days).year)
    return f"What happened to {before.about} in {month:%B} {year}?"
