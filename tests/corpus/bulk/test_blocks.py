"""Texts that stand in parts, and what is odd in one record."""

import json
from datetime import date

import pytest

from rag.corpus.bulk.blocks import joined
from rag.corpus.reading import read_file
from tests.corpus.conftest import article, reason

ONE, TWO = "The ferry stays in the harbour.", "Buses go in its place."
BOTH = f"{ONE}\n\n{TWO}"


@pytest.mark.parametrize(
    "body",
    [
        [ONE, TWO],
        [ONE, {"type": "image", "src": "x.png"}, None, TWO],
        [{"type": "paragraph", "text": ONE}, {"type": "paragraph", "text": TWO}],
        [{"type": "text", "content": ONE}, {"type": "divider"}, {"type": "text", "content": TWO}],
        {"blocks": [{"type": "paragraph", "data": {"text": ONE}}, {"type": "paragraph", "data": {"text": TWO}}]},
        {
            "nodeType": "document",
            "content": [
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": ONE}]},
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": TWO}]},
            ],
        },
        [
            {
                "_type": "block",
                "children": [{"_type": "span", "text": "The ferry "}, {"_type": "span", "text": ONE[10:]}],
            },
            {"_type": "block", "children": [{"_type": "span", "text": TWO}]},
        ],
        [
            {"type": "bold", "text": "The ferry"},
            f"{ONE[9:]}\n\nBuses go ",
            {"type": "link", "text": "in its place"},
            ".",
        ],
        [{"type": "paragraph", "text": f"The <b>ferry</b>{ONE[9:]}"}, {"type": "paragraph", "text": TWO}],
    ],
)
@pytest.mark.parametrize("name", ["body", "content", "text"])
def test_a_text_in_parts_is_one_text(name: str, body: object) -> None:
    for form in (
        {"title": "Ferry", name: body},
        [{"title": "Ferry", name: body}],
        {"docs": [{"title": "Ferry", name: body}]},
    ):
        read = article("x.json", json.dumps(form))
        assert (read.title, read.text) == ("Ferry", BOTH)


def test_lists_captions_and_headings_of_parts_are_kept_and_what_leads_away_is_not() -> None:
    parts = [
        {"heading": "The ferry", "text": ONE},
        {"type": "list", "items": [{"type": "text", "content": "Bus 4"}, {"type": "text", "content": "Bus 5"}]},
        {"type": "image", "caption": "The quay.", "url": "https://x.example/a.png"},
        {"type": "interstitial_link", "content": "Read more about ferries"},
    ]
    assert joined(parts) == f"The ferry\n\n{ONE}\n\n- Bus 4\n- Bus 5\n\nPicture: The quay."


def test_the_story_of_arc_has_its_title_day_and_authors() -> None:
    story = {
        "headlines": {"basic": "Ferry stays"}, "display_date": "2025-05-30T08:00:00Z", "type": "story",
        "last_updated_date": "2025-05-31T08:00:00Z", "credits": {"by": [{"type": "author", "name": "Dora Finch"}]},
        "content_elements": [{"type": "text", "content": ONE}, {"type": "text", "content": TWO}],
    }  # fmt: skip
    read = article("x.json", json.dumps(story))
    assert (read.title, read.text, read.author) == ("Ferry stays", BOTH, "Dora Finch")
    assert (read.published, read.modified) == (date(2025, 5, 30), date(2025, 5, 31))


@pytest.mark.parametrize("around", ["content", "body", "stories", "text"])
def test_articles_in_a_list_are_no_parts_of_one(around: str) -> None:
    articles, problems = read_file(
        "x.json", json.dumps({around: [{"title": "A", "text": ONE}, {"title": "B", "text": TWO}]}).encode()
    )
    assert [(one.title, one.text) for one in articles] == [("A", ONE), ("B", TWO)]
    assert problems == []


ODD = [[{"a": 1}, "x"], [[1]], [{}], [[[{"type": 3}]], 4], {"blocks": [1]}, {"type": "doc", "content": {"a": 1}}, True]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(("name", "place"), [("x.jsonl", "line 2"), ("x.json", "record 2")])
def test_an_odd_record_is_told_and_the_others_are_read(name: str, place: str, odd: object) -> None:
    records = [{"title": "A", "text": ONE}, {"title": "Odd", "text": odd}, {"title": "B", "text": TWO}]
    data = "\n".join(map(json.dumps, records)) if name == "x.jsonl" else json.dumps(records)
    articles, problems = read_file(name, data.encode())
    assert [one.title for one in articles] == ["A", "B"]
    assert [problem.reason.startswith(f"{place}: ") for problem in problems] == [True]


def test_a_record_that_nobody_foresaw_ends_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(words: object) -> str:
        if words == "odd":
            raise AttributeError("no such thing")
        return str(words)

    monkeypatch.setattr("rag.corpus.bulk.records.words_of", stumble)
    records = [{"title": "A", "text": ONE}, {"title": "odd", "text": ONE}, {"title": "B", "text": TWO}]
    articles, [problem] = read_file("x.jsonl", "\n".join(map(json.dumps, records)).encode())
    assert [one.title for one in articles] == ["A", "B"]
    assert problem.reason.startswith("line 2: reading it failed (AttributeError: no such thing)")


def test_an_object_without_a_text_is_not_called_empty() -> None:
    assert reason("x.jsonl", json.dumps({"title": "A", "body": {"blocks": [1]}})) == (
        'line 1: no text is known in "body": put it there as a string'
    )
