"""The endpoints that programs asked before there were routes, by plain HTTP and by Gradio's client.

What they share with the routes is tested there. All against one real server with a real index of the sample
articles, and no language model.
"""

import json
import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client  # type: ignore[import-untyped]
from gradio_client.exceptions import AppError  # type: ignore[import-untyped]

from rag.index.search import Index
from tests.conftest import PROJECT

SERVE = """
import threading
from rag.settings import Settings
from rag.web.page import build_page
page = build_page(Settings.from_environment())
_, address, _ = page.launch(server_name="127.0.0.1", quiet=True, prevent_thread_lock=True, ssr_mode=False)
print(address, flush=True)
threading.Event().wait()
"""
KFOR = "When did Türkiye take command of KFOR?"
NOT_THERE = "Who won the chess olympiad in Chennai?"
TOOLS = ["ask", "search", "articles", "article"]
DOCUMENTATION = (PROJECT / "docs" / "programs.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def url(sample_folder: Path) -> Iterator[str]:
    """The address of a page in a process of its own; nothing goes wrong there unsaid."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=PROJECT,
        env=os.environ | {"RAG_CORPUS": str(PROJECT / "corpus"), "RAG_INDEX": str(sample_folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    log: list[str] = []
    reader = threading.Thread(target=lambda: log.extend(process.stderr or ()), daemon=True)
    reader.start()  # or a full pipe would stop the server
    try:
        lines = (line.strip() for line in process.stdout)  # Gradio's own first
        address = next((line for line in lines if line.startswith("http://127.0.0.1:")), None)
        assert address is not None, "".join(log)
        yield address
        assert process.poll() is None, "".join(log)
    finally:
        process.kill()
        process.wait()
    reader.join(5)
    assert not [line for line in log if "Traceback" in line], "".join(log)


@pytest.fixture(scope="session")
def call(url: str) -> Callable[..., Any]:
    """Gradio's own client: call(endpoint, ...) is what that sends back."""
    client = Client(url, verbose=False, analytics_enabled=False)
    return lambda name, *arguments, **named: client.predict(*arguments, api_name=f"/{name}", **named)


def post(url: str, name: str, body: object) -> Any:
    """What an endpoint sends back to plain HTTP, as in docs/programs.md."""
    request = urllib.request.Request(
        f"{url}gradio_api/call/{name}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        event = json.load(reply)["event_id"]
    with urllib.request.urlopen(f"{url}gradio_api/call/{name.removeprefix('v2/')}/{event}", timeout=60) as reply:
        return json.loads(reply.read().decode().partition("data: ")[2].partition("\n")[0])


# Gradio's client


def test_quotes_are_slices_of_the_articles(call: Callable[..., Any]) -> None:
    answer = call("ask", KFOR)
    assert answer["found"]
    assert "9 October 2023" in answer["text"]
    assert {statement["verdict"] for statement in answer["statements"]} == {"supported"}
    numbers = {citation["number"] for citation in answer["citations"]}
    assert numbers == {number for statement in answer["statements"] for number in statement["citations"]}
    for citation in answer["citations"]:
        whole = call("article", citation["article_id"])
        assert citation["quote"] == whole["text"][citation["start"] : citation["end"]]


def test_a_refusal_says_what_is_missing(call: Callable[..., Any]) -> None:
    answer = call("ask", question=NOT_THERE)
    assert not answer["found"]
    assert answer["statements"] == answer["citations"] == []
    assert [missing["part"] for missing in answer["missing"]] == [NOT_THERE]


def test_a_follow_up_is_understood_from_earlier_turns(call: Callable[..., Any]) -> None:
    first = call("ask", KFOR)
    for history in ([first], [{"question": KFOR, "text": first["text"]}]):
        follow_up = call("ask", "And who led it before?", history=history)
        assert follow_up["question"] == "And who led it before?"
        assert follow_up["query"] == f"{KFOR} And who led it before?"
        assert follow_up["found"]
    assert call("ask", "And who led it before?")["query"] == "And who led it before?"  # nothing is remembered


def test_filters_narrow_an_answer_and_a_search(call: Callable[..., Any]) -> None:
    narrow = {"after": "2023-10-01", "before": "2023-10-31", "sources": ["balkan brief"]}
    for spans in (
        call("ask", KFOR, **narrow, strict=True)["citations"],
        call("search", KFOR, k=50, **narrow)["passages"],
    ):
        assert spans
        assert {span["source"] for span in spans} == {"Balkan Brief"}
        assert all("2023-10-01" <= span["published"] <= "2023-10-31" for span in spans)
    assert call("ask", KFOR, after="2030-01-01")["notice"] == "No article passes the filters."
    assert call("search", KFOR, after="2030-01-01")["passages"] == []


def test_a_search_brings_passages_in_their_order(call: Callable[..., Any], sample: Index) -> None:
    found = call("search", f" {KFOR} ")
    assert found["query"] == KFOR
    assert found["generation"] == sample.status().generation
    assert len(found["passages"]) == 8
    scores = [passage["scores"]["fused"] for passage in found["passages"]]
    assert scores == sorted(scores, reverse=True)
    for passage in found["passages"]:
        text = call("article", passage["article_id"])["text"]
        assert passage["text"] == text[passage["start"] : passage["end"]]
    assert call("search", KFOR, 3)["passages"] == found["passages"][:3]
    assert len(call("search", KFOR, k=1)["passages"]) == 1


def test_the_list_has_every_article_once(call: Callable[..., Any], sample: Index) -> None:
    everything = call("articles")
    held = sample.listing()
    assert everything["total"] == len(held)
    assert [entry["article_id"] for entry in everything["articles"]] == [listed.id for listed in held]
    paged = [entry for first in range(0, len(held), 7) for entry in call("articles", limit=7, offset=first)["articles"]]
    assert paged == everything["articles"]
    assert call("articles", offset=len(held)) == {"total": len(held), "articles": []}
    for entry in everything["articles"][:3]:
        whole = call("article", entry["article_id"])
        assert whole == {**entry, "text": whole["text"]}
        assert entry["characters"] == len(whole["text"])


def test_the_list_is_narrowed_by_words_source_and_dates(call: Callable[..., Any]) -> None:
    wanted = call("articles", "turkiye BALKAN")  # a title's word without its accent, and a source's
    assert 0 < wanted["total"] < call("articles")["total"]
    for entry in wanted["articles"]:
        assert "Türkiye" in entry["title"]
        assert entry["source"] == "Balkan Brief"
    gazette = call("articles", source="the harbour gazette")
    assert {entry["source"] for entry in gazette["articles"]} == {"The Harbour Gazette"}
    day = wanted["articles"][0]["published"]
    narrow = call("articles", after=day, before=day)
    assert {entry["published"] for entry in narrow["articles"]} == {day}


def test_an_argument_does_not_outlive_its_call(call: Callable[..., Any]) -> None:
    """Gradio keeps in a session what its components were given last."""
    assert len(call("search", KFOR, k=2)["passages"]) == 2
    assert len(call("search", KFOR)["passages"]) == 8


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("ask", {"question": "?!"}, "“question” should have at least a word."),
        ("ask", {"question": "x " * 2000}, "The question has 3,999 characters, and 2,000 are the most: shorten it"),
        ("search", {"query": "storm", "sources": ["x"] * 101}, "The filters have 101 sources, and 100 are the most"),
        ("ask", {"question": KFOR, "after": "2024-01-02", "before": "2024-01-01"}, "“after” is later than “before”"),
        ("ask", {"question": KFOR, "sources": 7}, "“sources” should be a valid list."),
        ("ask", {"question": KFOR, "history": [{"question": KFOR}]}, "“history.0.text” is missing: give it."),
        ("search", {"query": KFOR, "k": 51}, "“k” should be less than or equal to 50."),
        ("search", {"query": KFOR, "authors": ["Nevena Lukaritch"]}, "No article is by an author called “Nevena Lukar"),
        ("articles", {"offset": -1}, "“offset” should be greater than or equal to 0."),
        ("article", {"article_id": "no.md"}, "There is no article “no.md”"),
    ],
)
def test_a_mistake_is_told_in_a_line(
    call: Callable[..., Any], name: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(AppError) as raised:
        call(name, **arguments)
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


# Plain HTTP


def test_arguments_may_be_named_or_left_out_from_the_end(url: str) -> None:
    (named,) = post(url, "v2/search", {"query": KFOR, "sources": ["Balkan Brief"]})
    (listed,) = post(url, "search", {"data": [KFOR, 8, None, None, ["Balkan Brief"]]})
    assert named == listed
    assert len(named["passages"]) <= 8
    (answer,) = post(url, "v2/ask", {"question": KFOR})
    (same,) = post(url, "ask", {"data": [KFOR]})
    assert answer["text"] == same["text"]
    assert post(url, "v2/articles", {}) == post(url, "articles", {"data": []})
    assert post(url, "article", {"data": ["\ud800"]})["error"].startswith("There is no article “\ufffd”")
    unknown = post(url, "search", {"data": ["storm", 8, None, None, ["\ud800"]]})["error"]
    assert unknown.startswith("No article is of a publisher called “\ufffd”")
    assert post(url, "search", {"data": []})["error"] == "“query” is missing: give it."


@pytest.mark.parametrize("odd", ["\ud800", "KFOR\udcff", "\0", "KFOR\0"])
def test_what_is_no_unicode_is_replaced_or_told(url: str, odd: str) -> None:
    for name, body in (
        ("ask", {"question": f"{KFOR} {odd}", "history": [{"question": odd, "text": odd}]}),
        ("search", {"query": f"{KFOR} {odd}"}),
        ("articles", {"text": odd}),
    ):
        (told,) = post(url, f"v2/{name}", body)
        assert isinstance(told, dict), told
        called = "source" if name == "articles" else "authors"
        narrowed = post(url, f"v2/{name}", body | {called: odd if called == "source" else [odd]})
        assert narrowed["error"].startswith("No article is ")
    assert post(url, "v2/article", {"article_id": odd})["error"].startswith("There is no article “")


def test_they_say_where_they_went(url: str) -> None:
    with urllib.request.urlopen(f"{url}gradio_api/info", timeout=60) as reply:
        told = json.load(reply)["named_endpoints"]
    assert set(told) == {"/ask", "/search", "/articles", "/article"}
    for endpoint in told.values():
        assert re.match(r"This moved to (POST|GET) /api/", endpoint["description"])
