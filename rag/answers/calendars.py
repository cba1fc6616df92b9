"""The timelines of answers -> a calendar (iCalendar, RFC 5545) of days, an event a row."""

import hashlib
import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from rag.answers.answer import Answer
from rag.answers.statements import told as named

_DAY = "Day"  # what the first column of a timeline is called
_ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:/(\d{4}-\d\d-\d\d))?(?: \(.+\))?")


def calendar(answers: Iterable[Answer]) -> str:
    """The rows of the timelines among some answers, each once, as events of whole days, with the articles that
    each cites; a row of which only the month or the year is known takes all of it."""
    made = Calendar()
    made.add("prodid", "-//article-rag//timelines//EN")
    made.add("version", "2.0")
    events = {str(one["uid"]): one for answer in answers for one in _events(answer)}
    for event in events.values():
        made.add_component(event)
    return str(made.to_ical(), "utf-8")


def _events(answer: Answer) -> Iterable[Event]:
    table = answer.table
    if table is None or table.columns[:1] != (_DAY,):
        return
    cited = {one.number: one for one in answer.citations}
    for day, told, source in table.rows:
        if (days := _days(day.text)) is None:
            continue
        spans = [cited[number] for number in told.citations if number in cited]
        places = "\n".join(f"{one.article.id}:{one.start}-{one.end}" for one in spans)
        articles = "\n".join(dict.fromkeys(named(one.article) for one in spans))
        event = Event()
        event.add("uid", hashlib.sha256(f"{day.text}\n{told.text}\n{places}".encode()).hexdigest()[:32])
        event.add("dtstamp", datetime.now(UTC))
        event.add("dtstart", days[0])
        event.add("dtend", days[1] + timedelta(days=1))  # which is not of the event any more
        event.add("summary", " ".join(told.text.split()))
        event.add("description", f"{day.text}: {source.text}\n{articles}")
        if address := next((one.article.url for one in spans if one.article.url), None):
            event.add("url", address)
        yield event


def _days(text: str) -> tuple[date, date] | None:
    """The first and the last day of what a row names; None for one that is undated."""
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    year, month, day, last = found.groups()
    if last is not None:
        return date(int(year), int(month), int(day)), date.fromisoformat(last)
    if day is not None:
        return date(int(year), int(month), int(day)), date(int(year), int(month), int(day))
    ends = int(month or 12)
    return date(int(year), int(month or 1), 1), date(int(year), ends, monthrange(int(year), ends)[1])
