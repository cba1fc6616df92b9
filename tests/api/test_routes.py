"""The plain routes, asked over HTTP."""

import itertools
import json
import re
import subprocess
import sys
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from rag.api import described
from rag.index.search import Index
from tests.conftest import PROJECT
from tests.serving import KFOR

JSON = {"Content-Type": "application/json"}
NOT_THERE = "Who won the chess olympiad in Chennai?"


def post(url: str, name: str, **asked: Any) -> Any:
    """What a route sends back, which must be an answer."""
    reply = httpx.post(f"{url}/api/{name}", json=asked, timeout=60, trust_env=False)
    assert reply.status_code == 200, reply.text
    return reply.json()


def get(url: str, path: str, **asked: Any) -> Any:
    reply = httpx.get(f"{url}/api/{path}", params=asked, timeout=60, trust_env=False)
    assert reply.status_code == 200, reply.text
    return reply.json()


def test_quotes_are_slices_of_the_articles(url: str) -> None:
    answer = post(url, "ask", question=KFOR)
    assert answer["found"]
    assert "9 October 2023" in answer["text"]
    numbers = {citation["number"] for citation in answer["citations"]}
    assert numbers == {number for statement in answer["statements"] for number in statement["citations"]}
    for citation in answer["citations"]:
        whole = get(url, f"articles/{citation['article_id']}")
        assert citation["quote"] == whole["text"][citation["start"] : citation["end"]]


def test_a_refusal_is_an_answer_that_says_what_is_missing(url: str) -> None:
    answer = post(url, "ask", question=NOT_THERE)
    assert not answer["found"]
    assert answer["refusal"]
    assert answer["statements"] == answer["citations"] == []
    assert [missing["part"] for missing in answer["missing"]] == [NOT_THERE]


def test_a_follow_up_is_understood_from_an_answer_that_was_sent_back(url: str) -> None:
    first = post(url, "ask", question=KFOR)
    follow_up = post(url, "ask", question="And who led it before?", history=[first])
    assert follow_up["query"] == f"{KFOR} And who led it before?"
    assert post(url, "ask", question="And who led it before?", history=None)["query"] == "And who led it before?"


def test_an_answer_comes_in_steps_where_that_is_asked_for(url: str) -> None:
    whole = post(url, "ask", question=KFOR)
    asked = {"question": KFOR, "stream": True}
    with httpx.stream("POST", f"{url}/api/ask", json=asked, timeout=60, trust_env=False) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in reply.iter_lines() if line]
    kinds = [line.removeprefix("event: ") for line in lines[::2]]
    steps = [json.loads(line.removeprefix("data: ")) for line in lines[1::2]]
    assert kinds == ["step"] * (len(steps) - 1) + ["answer"]
    assert len(steps) == len(whole["statements"]) > 1
    assert all(later["text"].startswith(earlier["text"]) for earlier, later in itertools.pairwise(steps))
    assert steps[-1]["text"] == whole["text"]


def test_a_search_and_its_filters(url: str, sample: Index) -> None:
    found = post(url, "search", query=f" {KFOR} ", k=3)
    assert found["query"] == KFOR
    assert found["generation"] == sample.status().generation
    assert len(found["passages"]) == 3
    narrow = post(url, "search", query=KFOR, k=50, after="2023-10-01", before="2023-10-31", sources=["balkan brief"])
    assert {one["source"] for one in narrow["passages"]} == {"Balkan Brief"}
    assert post(url, "search", query=KFOR, after="2030-01-01")["passages"] == []
    chosen = [one["article_id"] for one in found["passages"]][1:2]
    assert {one["article_id"] for one in post(url, "search", query=KFOR, articles=chosen)["passages"]} == set(chosen)
    answer = post(url, "ask", question="How many articles are there?", articles=chosen)
    assert {one["article_id"] for one in answer["citations"]} == set(chosen)


def test_the_list_has_every_article_once(url: str, sample: Index) -> None:
    held = sample.listing()
    everything = get(url, "articles")
    assert everything["total"] == len(held)
    paged = [one for first in range(0, len(held), 7) for one in get(url, "articles", limit=7, offset=first)["articles"]]
    assert [one["article_id"] for one in paged] == [listed.id for listed in held]
    entry = everything["articles"][0]
    whole = get(url, f"articles/{entry['article_id']}")
    assert whole == {**entry, "text": whole["text"]}
    wanted = get(url, "articles", text="turkiye BALKAN")
    assert 0 < wanted["total"] < everything["total"]
    chosen = [held[4].id, held[1].id]
    some = get(url, "articles", articles=chosen)
    assert (some["total"], [one["article_id"] for one in some["articles"]]) == (2, [held[1].id, held[4].id])
    assert get(url, "articles", articles=chosen[0])["total"] == 1


def test_a_text_is_held_against_the_articles(url: str) -> None:
    draft = "Türkiye took command of NATO's Kosovo Force on 9 October 2021."
    checked = post(url, "check", text=draft)
    assert [one["verdict"] for one in checked["statements"]] == ["partly"]
    assert checked["citations"]
    [held] = post(url, "check", text=draft, against="harbour-gazette/storm-tamsel-correction.md")["statements"]
    assert held["verdict"] != "supported"
    assert held["reason"] != checked["statements"][0]["reason"]


@pytest.mark.parametrize(
    ("name", "body", "status", "message"),
    [
        ("ask", {"question": "?!"}, 400, "“question” should have at least a word."),
        ("ask", {"question": 7}, 400, "“question” should be a valid string."),
        ("ask", {}, 400, "“question” is missing: give it."),
        ("ask", {"question": KFOR, "sourcs": []}, 400, "There is no “sourcs”: leave it out."),
        ("ask", {"question": "x " * 2000}, 400, "The question has 3,999 characters, and 2,000 are the most"),
        ("ask", {"question": KFOR, "strict": "no"}, 400, "“strict” should be a valid boolean."),
        ("ask", {"question": KFOR, "stream": True, "before": "1"}, 400, "“before” is not a date"),
        ("ask", {"question": KFOR, "history": [KFOR]}, 400, "“history.0” should be"),
        ("ask", {"question": KFOR, "history": [{"question": KFOR}]}, 400, "“history.0.text” is missing"),
        ("ask", {"question": KFOR, "foo\n": 1}, 400, "There is no “foo”: leave it out."),
        (
            "ask",
            {"question": KFOR, "a\x00b\u202ec" + "d" * 100_000: 1},
            400,
            f"There is no “a bc{'d' * 96} …”: leave it",
        ),
        ("ask", {"question": KFOR, "stories": ["x\ny\u202e"]}, 400, "No story of several articles is called “x y”: "),
        ("ask", {"question": KFOR, "people": ["x" * 500]}, 400, f"No person called “{'x' * 100} …” was found"),
        ("ask", {"question": KFOR, "articles": ["a\nb"]}, 400, "No article of the index is called “a b”"),
        ("ask", {"question": KFOR, "sources": {}}, 400, "“sources” should be a valid list."),
        ("ask", {"question": KFOR, "sources": 0}, 400, "“sources” should be a valid list."),
        ("search", {"query": KFOR, "people": False}, 400, "“people” should be a valid list."),
        ("check", {"text": KFOR, "against": ["x" * 501]}, 400, "“against.0” should have at most 500 characters."),
        ("ask", [], 400, "The request is no JSON object"),
        ("search", {"query": KFOR, "k": True}, 400, "“k” should be a valid integer."),
        ("search", {"query": KFOR, "k": 51}, 400, "“k” should be less than or equal to 50."),
        ("search", {"query": KFOR, "sources": ["\ud800"]}, 400, "No article is of a publisher called “\ufffd”"),
        ("check", {"text": "x " * 10_001}, 400, "The text has 20,001 characters"),
        ("check", {"text": KFOR, "against": ["no.md"]}, 400, "No article of the index has the id 'no.md'"),
        ("nothing", {}, 404, "There is nothing at this address"),
        ("articles", {}, 405, "This address takes another method"),
    ],
)
def test_a_mistake_is_told_in_one_line(url: str, name: str, body: Any, status: int, message: str) -> None:
    reply = httpx.post(f"{url}/api/{name}", content=json.dumps(body), headers=JSON, timeout=60, trust_env=False)
    told = reply.json()
    assert reply.status_code == status
    assert told["error"]["message"].startswith(message)
    assert "\n" not in told["error"]["message"]
    assert told["detail"] == told["error"]["message"]


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("articles?limit=501", 400, "“limit” should be less than or equal to 500."),
        ("articles?offset=-1", 400, "“offset” should be greater than or equal to 0."),
        (f"articles?text={'x' * 300}", 400, "“text” should have at most 200 characters."),
        ("articles?before=2024", 400, "“before” is not a date"),
        ("articles?articles=nowhere.md", 400, "No article of the index is called"),
        ("articles?source=Harbour", 400, "No article is of a publisher called “Harbour”: the nearest is "),
        ("articles/no.md", 404, "There is no article “no.md”"),
        (f"articles/{'x' * 10_000}", 404, f"There is no article “{'x' * 100} …”"),
    ],
)
def test_a_mistake_in_an_address_is_told_too(url: str, path: str, status: int, message: str) -> None:
    reply = httpx.get(f"{url}/api/{path}", timeout=60, trust_env=False)
    assert (reply.status_code, reply.json()["error"]["message"][: len(message)]) == (status, message)


@pytest.mark.parametrize("body", ["", "{", "[" * 100_000])
def test_what_is_no_json_is_told(url: str, body: str) -> None:
    reply = httpx.post(f"{url}/api/ask", content=body, headers=JSON, timeout=60, trust_env=False)
    assert reply.status_code == 400
    assert "JSON" in reply.json()["error"]["message"]


def test_the_description_has_every_route_and_what_it_takes(url: str) -> None:
    described = get(url, "openapi.json")
    assert described["servers"] == [{"url": "/api"}]
    assert {f"{method} {path}" for path, ways in described["paths"].items() for method in ways} == {
        "post /ask", "post /search", "get /articles", "get /articles/{article_id}", "post /check",
    }  # fmt: skip
    fields = described["components"]["schemas"]["Asked"]["properties"]
    assert {"question", "strict", "history", "stream", "after", "tags"} <= set(fields)
    assert all(field["description"] for field in fields.values())


def test_what_is_sent_is_described_to_its_last_field(url: str) -> None:
    refused = httpx.post(f"{url}/api/ask", json={}, trust_env=False)
    listed = get(url, "articles")
    sent: list[tuple[type[BaseModel], Any]] = [
        (described.Answer, post(url, "ask", question=KFOR)),
        (described.Answer, post(url, "ask", question=NOT_THERE, sources=["Balkan Brief"])),
        (described.Answer, post(url, "ask", question="Who are the publishers of these articles?")),
        (described.Answer, post(url, "check", text="Türkiye took command of KFOR on 9 October 2021.")),
        (described.Passages, post(url, "search", query=KFOR)),
        (described.Articles, listed),
        (described.Article, get(url, f"articles/{listed['articles'][0]['article_id']}")),
        (described.Refusal, refused.json()),
    ]
    for model, record in sent:
        assert model.model_validate_json(json.dumps(record), strict=True).model_dump() == record


@pytest.mark.parametrize("app", ["api", "v1"])
def test_the_description_tells_what_is_sent_in_the_place_of_an_answer(url: str, app: str) -> None:
    whole = httpx.get(f"{url}/{app}/openapi.json", trust_env=False).json()
    refusal = {"$ref": "#/components/schemas/Refusal"}
    for path, ways in whole["paths"].items():
        for method, operation in ways.items():
            responses = operation["responses"]
            expected = {"200", "400", "401", "403", "429", "500", "503", "default"}
            expected |= {"413"} if method == "post" else set()
            assert responses.keys() - {"404"} == expected, "and no 422, which is never sent"
            assert ("404" in responses) == (path in {"/articles/{article_id}", "/models/{name}", "/chat/completions"})
            for status in responses.keys() - {"200"}:
                assert responses[status]["content"]["application/json"]["schema"] == refusal
            events = responses["200"]["content"].get("text/event-stream")
            assert (events is not None) == (path in {"/ask", "/chat/completions"})
            assert events is None or "stream" in events["schema"]["description"]


# docs/programs.md

DOCUMENTATION = (PROJECT / "docs" / "programs.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", re.findall(r"```python\n(.*?)```", DOCUMENTATION, flags=re.DOTALL))
def test_an_example_runs_as_written(url: str, example: str) -> None:
    code = example.replace("http://127.0.0.1:7860", url)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout) > 10


def test_every_field_and_route_is_explained(url: str) -> None:
    answer, found, listed = post(url, "ask", question=KFOR), post(url, "search", query=KFOR), get(url, "articles")
    described = get(url, "openapi.json")
    inner = [answer["statements"][0], answer["citations"][0], found["passages"][0], listed["articles"][0]]
    names = {field for record in (answer, found, listed, *inner) for field in record}
    for schema in ("Asked", "Query", "Draft"):
        names |= set(described["components"]["schemas"][schema]["properties"])
    assert [name for name in names if f"`{name}`" not in DOCUMENTATION] == []
    for path, ways in described["paths"].items():
        for method in ways:
            assert f"`{method.upper()} /api{path.replace('{article_id}', 'ARTICLE_ID')}`" in DOCUMENTATION
