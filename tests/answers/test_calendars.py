"""Timelines as calendars, read back by the library that others read them with."""

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from rag.answers.answer import Answer
from rag.answers.calendars import calendar
from rag.answers.pipeline import Rag
from rag.answers.statements import Trace, told
from rag.answers.table import Cell, Table
from rag.index.search import Index


def events_of(*answers: Answer) -> list[Any]:
    return list(Calendar.from_ical(calendar(answers)).walk("VEVENT"))


def read_back(*answers: Answer) -> list[tuple[date, date, str]]:
    events = events_of(*answers)
    return [(one["dtstart"].dt, one["dtend"].dt, str(one["summary"])) for one in events]


def timeline(*days: str) -> Answer:
    rows = tuple((Cell(day), Cell(f"told of {day}"), Cell("a source")) for day in days)
    return Answer("In order?", Trace("In order?"), table=Table(("Day", "What happened", "Source"), rows, quoted=True))


@pytest.mark.parametrize(
    ("day", "first", "end"),
    [
        ("2026-02-12", date(2026, 2, 12), date(2026, 2, 13)),
        ("2026-02-12 (published)", date(2026, 2, 12), date(2026, 2, 13)),
        ("2026-02-09/2026-02-15", date(2026, 2, 9), date(2026, 2, 16)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2025-12", date(2025, 12, 1), date(2026, 1, 1)),
        ("1951", date(1951, 1, 1), date(1952, 1, 1)),
    ],
)
def test_a_row_takes_all_that_it_may_be_of(day: str, first: date, end: date) -> None:
    assert read_back(timeline(day)) == [(first, end, f"told of {day}")]


def test_what_is_undated_or_no_timeline_is_in_no_calendar() -> None:
    people = Answer("Who?", Trace("Who?"), table=Table(("Name", "Told"), ((Cell("2026-02-12"), Cell("x")),)))
    assert read_back(timeline("undated"), people, Answer("What?", Trace("What?"))) == []


def test_every_row_is_an_event_once_and_says_what_it_cites(sample: Index) -> None:
    answer = Rag(sample).ask("What happened in the strike, in order?")
    assert answer.table is not None
    events = events_of(answer, answer)
    assert len(events) == len(answer.table.rows)
    for event, row in zip(events, answer.table.rows, strict=True):
        assert str(event["summary"]) == row[1].text
        cited = {told(one.article) for one in answer.citations if one.number in row[1].citations}
        assert cited <= set(str(event["description"]).splitlines())
        assert ".md" not in event["description"]
