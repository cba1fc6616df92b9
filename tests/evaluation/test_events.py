"""Timelines held against events that people have marked."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rag.cli import app
from rag.evaluation.events import Event, Ordered, Row, event_figures
from rag.types import Article, Citation

MILL = Article(
    "mill",
    "Mill",
    "The mill burned on 3 May 2026. Bakers of Keld bought it on 9 June 2026. The new owners reopened in July 2026.",
)
FIRE, SALE = Event("fire", 9, 15, "2026-05-03"), Event("sale", 46, 52, "2026-06-09")
OPENING = Event("open", 87, 95, None)
LATER, END = 31, 71  # where the second sentence begins and ends


def row(day: str, start: int, end: int) -> Row:
    return Row(day, (Citation(MILL, start, end, 1),))


def test_events_are_told_by_the_shortest_row_and_pairs_in_order_counted() -> None:
    rows = (row("2026-06-09", LATER, END), row("2026-05-03", 0, LATER - 1), row("2026 (published)", 0, END))
    figures = event_figures([Ordered((FIRE, SALE, OPENING), (("fire", "sale"), ("sale", "open")), rows)])
    assert (figures["told"], figures["dated"], figures["days"], figures["named"]) == (2 / 3, 2, 1, 1)
    assert (figures["pairs"], figures["order"]) == (1, 0)


def test_a_day_that_is_another_is_wrong() -> None:
    figures = event_figures([Ordered((FIRE,), (), (row("2026-05-04 (published)", 0, 30),))])
    assert (figures["days"], figures["named"]) == (0, 0)


@pytest.mark.slow
def test_the_command_measures_them(tmp_path: Path) -> None:
    article = {"id": "mill", "title": "Mill", "text": MILL.text, "date": "2026-08-01"}
    events = [{"id": one.id, "article_id": "mill", "start": one.start, "end": one.end, "day": one.day}
              for one in (FIRE, SALE, OPENING)]  # fmt: skip
    order = [{"article_id": "mill", "first": "fire", "then": "sale", "relation": "before"},
             {"article_id": "mill", "first": "fire", "then": "open", "relation": "together"}]  # fmt: skip
    for name, records in (("articles", [article]), ("events", events), ("order", order)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    command = ["eval", str(tmp_path), "--index", str(tmp_path / "index"), "--json"]
    figures = json.loads(CliRunner().invoke(app, command, catch_exceptions=False).stdout)
    assert (figures["pairs"], figures["order"], figures["days"]) == (1, 1, 1)
