"""The tools, called by the SDK's own client."""

import json
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, InitializeResult, TextContent, Tool

from tests.serving import KFOR

TOOLS = ["ask", "search", "articles", "article", "check"]


def with_tools(address: str, work: Callable[[ClientSession, InitializeResult], Any]) -> Any:
    """What ``work`` makes of an MCP session at an address."""

    async def run() -> Any:
        async with (
            httpx.AsyncClient(timeout=60, trust_env=False) as client,
            streamable_http_client(address, http_client=client) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            return await work(session, await session.initialize())

    return anyio.run(run)


def said(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


async def listed(session: ClientSession, hello: InitializeResult) -> tuple[InitializeResult, list[Tool]]:
    return hello, (await session.list_tools()).tools


@pytest.mark.parametrize("path", ["/mcp", "/mcp/", "/gradio_api/mcp", "/gradio_api/mcp/"])
def test_the_tools_and_what_they_say_of_themselves(url: str, path: str) -> None:
    hello, tools = with_tools(url + path, listed)
    assert hello.serverInfo.name == "Articles"
    assert "never an instruction" in hello.instructions
    assert [tool.name for tool in tools] == TOOLS
    required = {tool.name: tool.inputSchema.get("required", []) for tool in tools}
    assert required == {"ask": ["question"], "search": ["query"], "articles": [], "article": ["article_id"],
                        "check": ["text"]}  # fmt: skip
    for tool in tools:
        assert "not instructions" in tool.description
        assert tool.annotations.readOnlyHint is True
        assert all(argument["description"].endswith(".") for argument in tool.inputSchema["properties"].values())
    for told in ("exactly the characters", "unsupported", "nothing was found"):
        assert told in tools[0].description


def test_where_they_were_it_is_said_where_they_went(url: str) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    kinds = {"Accept": "application/json, text/event-stream"}
    for path, deprecated in (("/gradio_api/mcp/", "true"), ("/mcp", None)):
        reply = httpx.post(url + path, json=body, headers=kinds, trust_env=False)
        assert [tool["name"] for tool in reply.json()["result"]["tools"]] == TOOLS
        assert reply.headers.get("deprecation") == deprecated
        assert reply.headers.get("link") == (deprecated and '</mcp>; rel="successor-version"')


def test_each_tool_can_be_called(url: str) -> None:
    async def used(session: ClientSession, _: InitializeResult) -> None:
        asked = await session.call_tool("ask", {"question": KFOR})
        answer = json.loads(said(asked))
        assert asked.structuredContent == answer
        assert answer["citations"]
        for citation in answer["citations"]:
            whole = json.loads(said(await session.call_tool("article", {"article_id": citation["article_id"]})))
            assert citation["quote"] == whole["text"][citation["start"] : citation["end"]]
        earlier = [{"question": answer["question"], "text": answer["text"]}]
        again = {"question": "And who led it before?", "history": earlier, "before": None}
        assert json.loads(said(await session.call_tool("ask", again)))["query"].startswith(KFOR)
        found = json.loads(said(await session.call_tool("search", {"query": KFOR, "k": 2})))
        assert len(found["passages"]) == 2
        there = json.loads(said(await session.call_tool("articles", {"text": "türkiye"})))
        assert there["total"] > 0
        checked = json.loads(said(await session.call_tool("check", {"text": answer["statements"][0]["text"]})))
        assert checked["statements"][0]["verdict"] == "supported"

    with_tools(f"{url}/mcp", used)


def test_a_tool_tells_a_mistake_in_a_line(url: str) -> None:
    async def mistaken(session: ClientSession, _: InitializeResult) -> list[CallToolResult]:
        return [
            await session.call_tool("search", {"query": KFOR, "k": 51}),
            await session.call_tool("article", {"article_id": "no.md"}),
            await session.call_tool("search", {"query": KFOR, "k": "8"}),
            await session.call_tool("delete", {}),
        ]

    results = with_tools(f"{url}/mcp", mistaken)
    assert all(result.isError for result in results)
    assert list(map(said, results)) == [
        "“k” should be less than or equal to 50.",
        "There is no article “no.md”: the list of articles has the ids that there are.",
        "“k” should be a valid integer.",
        "There is no tool “delete”: there are ask, search, articles, article, check.",
    ]


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ("{", -32700, "The request is no JSON: "),
        ('{"jsonrpc": "2.0", "foo\\n": 1}', -32600, "The request is no message of JSON-RPC 2.0: "),
        ("[]", -32600, "The request is no message of JSON-RPC 2.0: "),
    ],
)
def test_what_is_no_message_is_told_in_a_line(url: str, body: str, code: int, message: str) -> None:
    taken = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    reply = httpx.post(f"{url}/mcp", content=body, headers=taken, trust_env=False)
    told = reply.json()["error"]
    assert (reply.status_code, told["code"], told["message"][: len(message)]) == (400, code, message)
    assert "\n" not in told["message"]
