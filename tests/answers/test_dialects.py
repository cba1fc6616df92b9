"""What endpoints make of the protocol: each is a real HTTP answer, byte by byte."""

import json
import time
from collections.abc import Iterable
from typing import Any

import pytest

from rag.answers.behind import Ending
from rag.answers.chat import OpenAIChat
from rag.answers.statements import Usage
from rag.errors import ChatError, CutError
from tests.endpoint import endpoint, wire

pytestmark = pytest.mark.slow

ASKED = [{"role": "system", "content": "Rules."}, {"role": "user", "content": "Who?"}]
WHOLE = "It is 17. [1]"
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nConnection: close\r\n\r\n"
STREAM = HEAD.format("text/event-stream")


def chunk(delta: Any = None, finish: Any = None, **more: Any) -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": finish} | ({} if delta is None else {"delta": delta})
    return {"object": "chat.completion.chunk", "choices": [choice]} | more


SAID = (chunk({"content": "It is "}), chunk({"content": "17. [1]"}))
STOP = chunk({}, "stop")
BODY = {"choices": [{"index": 0, "message": {"role": "assistant", "content": WHOLE}, "finish_reason": "stop"}]}


def client(address: str, timeout: float = 5) -> OpenAIChat:
    return OpenAIChat(api_key="key", base_url=f"http://{address}/v1", model="m", timeout=timeout)


def sent(*events: Any, end: str = "\n", before: str = "data: ") -> str:
    texts = [event if isinstance(event, str) else json.dumps(event) for event in events]
    return "".join(f"{before}{text}{end}{end}" for text in texts)


# On the wire
WIRES: dict[str, str | bytes] = {
    "CR LF": STREAM + sent(*SAID, STOP, "[DONE]", end="\r\n"),
    "CR": STREAM + sent(*SAID, STOP, "[DONE]", end="\r"),
    "no space": STREAM + sent(*SAID, STOP, "[DONE]", before="data:"),
    "a mark of the byte order": STREAM.encode() + b"\xef\xbb\xbf" + sent(*SAID, STOP, "[DONE]").encode(),
    "event and id": STREAM + sent(*SAID, STOP, "[DONE]", before="event: message\nid: 7\nretry: 9\ndata: "),
    "comments": STREAM + ": OPENROUTER PROCESSING\n\n" + sent(*SAID) + ": OPENROUTER PROCESSING\n\n" + sent(STOP),
    "data of several lines": STREAM
    + "".join(
        "".join(f"data: {line}\n" for line in json.dumps(one, indent=1).splitlines()) + "\n" for one in (*SAID, STOP)
    ),
    "no last blank line": STREAM + sent(*SAID, STOP).rstrip("\n"),
    "no type": "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + sent(*SAID, STOP, "[DONE]"),
    "plain text": HEAD.format("text/plain; charset=utf-8") + sent(*SAID, STOP, "[DONE]"),
    "not streamed": HEAD.format("application/json") + json.dumps(BODY),
    "not streamed, called a stream": STREAM + json.dumps(BODY, indent=2),
    "not streamed, in a list": HEAD.format("application/json") + json.dumps([BODY]),
    "an object a line": HEAD.format("application/x-ndjson") + "\n".join(map(json.dumps, (*SAID, STOP))) + "\n",
    "blank lines first": STREAM + "\n\n\n" + sent(*SAID, STOP),
}


@pytest.mark.parametrize("name", WIRES)
def test_whatever_the_wire_carries_the_answer_is_read(name: str) -> None:
    body = WIRES[name]
    with wire(lambda _: [body if isinstance(body, bytes) else body.encode()]) as (address, _):
        assert "".join(map(str, client(address).stream(ASKED, most=40))) == WHOLE


# In the events
def filtered(**result: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "finish_reason": None, "content_filter_results": result, **result}]}


def beside(index: int, content: str) -> dict[str, Any]:
    return {"choices": [{"index": index, "delta": {"content": content}, "finish_reason": None}]}


EVENTS: dict[str, tuple[Any, ...]] = {
    "filters first and between": ({"choices": [], "prompt_filter_results": [{}]}, SAID[0], filtered(), SAID[1],
                                  filtered(content_filter_offsets={"start_offset": 0}), STOP),
    "heartbeats": (chunk({}), {"type": "ping"}, SAID[0], chunk({"content": ""}), {}, SAID[1], STOP),
    "no role, no index": ({"choices": [{"delta": {"content": WHOLE}}]}, {"choices": [{"finish_reason": "stop"}]}),
    "several answers": (beside(0, "It is "), beside(1, "No"), beside(0, "17. [1]"), beside(1, "pe."), STOP),
    "a message after the deltas": (*SAID, {"choices": [{"index": 0, "delta": {}, "message": {"content": WHOLE},
                                                        "finish_reason": "stop"}]}),
    "text for a delta": ({"choices": [{"text": "It is "}]},
                         {"choices": [{"text": "17. [1]", "finish_reason": "stop"}]}),
    "a finish in each": (chunk({"content": "It is "}, ""), chunk({"content": "17. [1]"}, "stop")),
    "reasoning": (chunk({"reasoning": "Hm."}), chunk({"reasoning_details": [{"text": "Hm."}]}), *SAID, STOP),
    "thinking": (chunk({"thinking": "Hm."}), chunk({"reasoning_text": "Hm."}), *SAID, STOP),
    "thoughts in parts": (chunk({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "No."}]}]}),
                          chunk({"content": [{"type": "text", "text": WHOLE}]}), STOP),
    "done only": (*SAID, "[DONE]"),
    "done in a space": (*SAID, " [DONE] "),
    **{f"ends with {name}": (*SAID, chunk({}, name))
       for name in ("eos", "STOP", "end_turn", "stop_sequence", "eos_token", "complete")},
    "error null": (chunk({"content": WHOLE}, None, error=None), STOP),
    "a channel": (chunk({"content": "<|channel|>analysis<|message|>Is it 23? [1]<|end|><|start|>assistant<|channel|>"}),
                  chunk({"content": f"final<|message|>{WHOLE}<|return|>"}), STOP),
    "a turn's end": (*SAID, chunk({"content": "<|im_"}), chunk({"content": "end|>"}), chunk({"content": "</s>"}), STOP),
    "DeepSeek's end": (*SAID, chunk({"content": "<｜end▁of▁sentence｜>"}), STOP),
    "MedGemma's thought": (chunk({"content": "<unused94>thought\nHm. [1]<unused95>"}), *SAID, STOP),
    "a thought by another name": (chunk({"content": "<longcat_think>Hm. [1]</longcat_think>"}), *SAID, STOP),
    "thought twice": (chunk({"content": "<think></think><thinking>Hm.</thinking>"}), *SAID, STOP),
}  # fmt: skip


@pytest.mark.parametrize("name", EVENTS)
def test_whatever_the_events_hold_the_answer_is_read(name: str) -> None:
    with endpoint(events=EVENTS[name]) as served:
        chat = client(served.url.removeprefix("http://").removesuffix("/v1"))
        pieces = [piece for piece in chat.stream(ASKED, most=40) if not isinstance(piece, Usage)]
    assert "".join(map(str, pieces)) == WHOLE


def test_what_was_taken_may_come_with_the_last_words() -> None:
    last = chunk({"content": "17. [1]"}, "stop", usage={"prompt_tokens": 9, "completion_tokens": 4})
    with endpoint(events=(SAID[0], last)) as served:
        assert list(client(served.url[7:-3]).stream(ASKED))[-1] == Usage(9, 4)


def test_an_answer_whose_connection_stays_open_is_whole_where_it_said_so() -> None:
    def respond(_: str) -> Iterable[bytes]:
        yield (STREAM + sent(*SAID, STOP)).encode()
        time.sleep(2)

    with wire(respond) as (address, _):
        assert "".join(map(str, client(address, timeout=0.5).stream(ASKED))) == WHOLE


# What is told
CALLS = [{"index": 0, "id": "t", "type": "function", "function": {"name": "search", "arguments": "{}"}}]
TOLD: dict[str, tuple[tuple[Any, ...], str]] = {
    "a tool by name": ((chunk({"tool_calls": CALLS}), chunk({}, "tool_calls")), "called a tool, search, instead"),
    "a tool in words": ((chunk({"content": '<tool_call>\n{"name": "search", "arguments": {}}</tool_call>'}), STOP),
                        "called a tool, search, instead"),
    "a tool of Mistral": ((chunk({"content": '[TOOL_CALLS] [{"name": "search"}]'}), STOP), "called a tool, search,"),
    "a filter of Gemini": ((SAID[0], chunk({}, "PROHIBITED_CONTENT")), "its filter of contents ended it"),
    "a full context": ((*SAID, chunk({}, "model_context_window_exceeded")), "40 tokens were not enough"),
    "an error of OpenRouter": (({"error": {"code": 402, "message": "Insufficient credits"}},), "Insufficient credits"),
    "an error in a choice": (({"choices": [{"error": {"code": 502, "message": "Provider returned error"},
                                            "finish_reason": "error"}]},), "Provider returned error"),
    "an event of the kind": (('{"message": "overloaded", "type": "error"}',), "overloaded"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_what_is_no_answer_is_told_with_its_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ending, "pause", lambda *_: None)
    events, told = TOLD[name]
    with endpoint(events=events) as served, pytest.raises(ChatError) as raised:
        list(client(served.url[7:-3]).stream(ASKED, most=40))
    assert told in str(raised.value)
    assert isinstance(raised.value, CutError) == (events[0] == SAID[0])


@pytest.mark.parametrize("status", [200, 401, 404, 502])
def test_of_a_page_no_tag_is_shown(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ending, "pause", lambda *_: None)
    page = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>"
    head = f"HTTP/1.1 {status} So\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    with wire(lambda _: [(head + page).encode()]) as (address, _), pytest.raises(ChatError) as raised:
        list(client(address).stream(ASKED))
    assert "<" not in str(raised.value)
    assert "502 Bad Gateway" in str(raised.value) or status != 502


def test_an_overload_that_is_told_in_the_stream_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ending, "pause", lambda *_: None)
    asked = []

    def answers(_: Any) -> tuple[int, Any] | None:
        asked.append(1)
        return (200, {"error": {"code": 503, "message": "overloaded"}}) if len(asked) < 3 else None

    with endpoint(answers=answers, pieces=(WHOLE,)) as served:
        assert "".join(map(str, client(served.url[7:-3]).stream(ASKED))) == WHOLE
    assert len(asked) == 3


def test_a_model_that_only_thought_is_given_room_for_it_at_once() -> None:
    def answers(asked: dict[str, Any]) -> tuple[int, Any] | None:
        thought = {"message": {"reasoning_content": "Hm.", "content": None}, "finish_reason": "length"}
        return (200, {"choices": [thought]}) if asked["max_tokens"] == 40 else (200, BODY)

    with endpoint(answers=answers) as served:
        assert list(client(served.url[7:-3]).stream(ASKED, most=40)) == [WHOLE]
    assert [asked["max_tokens"] for asked in served.requests] == [40, 40 + 1024]


def test_quota_that_is_used_up_is_not_asked_for_again() -> None:
    error = {"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}
    with endpoint(status=429, error=error) as served, pytest.raises(ChatError, match="the account is used up"):
        list(client(served.url[7:-3]).stream(ASKED))
    assert len(served.requests) == 1
