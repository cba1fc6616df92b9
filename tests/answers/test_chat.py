"""The client of a language model, against a real HTTP server that behaves and misbehaves."""

import inspect
import itertools
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import openai
import pytest

from rag.answers.behind import Ending
from rag.answers.chat import OpenAIChat
from rag.answers.speech import Withdrawn
from rag.answers.statements import Usage
from rag.errors import ChatError, ContextExceeded, CutError, UnfinishedError
from tests.endpoint import endpoint, wire

pytestmark = pytest.mark.slow

ASKED = [{"role": "user", "content": "Who?"}]


def client(
    url: str, *, model: str | None = "scripted", timeout: float = 5.0, context: int | None = None, retries: int = 0
) -> OpenAIChat:
    chat = OpenAIChat(api_key="key", base_url=url, model=model, timeout=timeout, context=context)
    assert chat._tries == 2
    chat._tries = retries
    return chat


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between tries, in seconds, which are not waited for."""
    paused: list[float] = []
    monkeypatch.setattr(Ending, "pause", lambda _, seconds: paused.append(seconds))
    return paused


def test_text_comes_piece_by_piece_and_the_request_is_as_it_should_be() -> None:
    with endpoint(pieces=("A ", "b", " c.")) as served:
        assert list(client(served.url).stream(ASKED)) == ["A ", "b", " c."]
    [request] = served.requests
    assert request["messages"] == ASKED
    assert (request["model"], request["temperature"], request["stream"]) == ("scripted", 0, True)
    assert "max_tokens" not in request


def test_what_the_answer_took_comes_at_its_end() -> None:
    with endpoint(usage=(120, 3)) as served:
        assert list(client(served.url).stream(ASKED)) == ["Hello", " there.", Usage(120, 3)]


@pytest.mark.parametrize("status", [400, 422])
def test_an_endpoint_that_refuses_to_count_is_asked_without_it_from_then_on(status: int) -> None:
    with endpoint(refuses=status, usage=(120, 3)) as served:
        chat = client(served.url)
        assert list(chat.stream(ASKED)) == list(chat.stream(ASKED)) == ["Hello", " there."]
    assert ["stream_options" in request for request in served.requests] == [True, False, False]


def test_another_refusal_is_not_taken_for_one_of_the_option() -> None:
    with endpoint(failures=(400, 400), usage=(120, 3)) as served:
        chat = client(served.url)
        with pytest.raises(ChatError, match="status 400"):
            list(chat.stream(ASKED))
        assert Usage(120, 3) in list(chat.stream(ASKED))


# What an endpoint may refuse, and the words for it of some that do: OpenAI, Azure, LM Studio, Gemma, pydantic.
REFUSALS: dict[str, tuple[dict[str, Any], ...]] = {
    "max_tokens": (
        {
            "error": {
                "message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                "'max_completion_tokens' instead.",
                "param": "max_tokens",
                "code": "unsupported_parameter",
            }
        },
        {"error": {"message": "max_tokens is not supported here", "param": None}},
        {
            "detail": [
                {"type": "extra_forbidden", "loc": ["body", "max_tokens"], "msg": "Extra inputs are not permitted"}
            ]
        },
    ),
    "temperature": (
        {"error": {"message": "Unsupported value: 'temperature' does not support 0 with this model.", "param": None}},
        {"message": "no", "param": "temperature"},
        {"error": "temperature must be 1"},
    ),
    "stream_options": (
        {"error": {"message": "Unrecognized request argument supplied: stream_options"}},
        {"detail": "stream_options: extra fields not permitted"},
    ),
    "system": (
        {"error": {"message": "Conversation roles must alternate user/assistant/user/assistant/...", "code": 400}},
        {"error": {"message": "System role not supported"}},
        {"error": {"message": "Only user and assistant roles are supported!"}},
        {
            "error": {
                "message": "'messages[0].role' does not support 'system' with this model",
                "param": "messages[0].role",
            }
        },
        {"error": [{"message": "Developer instruction is not enabled for models/gemma-3"}]},
    ),
}
TALK = [
    {"role": "system", "content": "Rules."},
    {"role": "user", "content": "When?"},
    {"role": "assistant", "content": "Then."},
    {"role": "user", "content": "Who?"},
]


def holds(asked: dict[str, Any], option: str) -> bool:
    return option in asked or (option == "system" and asked["messages"][0]["role"] == "system")


@pytest.mark.slow
@pytest.mark.parametrize("status", [400, 404, 422, 500, 501])
@pytest.mark.parametrize(
    ("option", "error"), [(option, error) for option, errors in REFUSALS.items() for error in errors]
)
def test_what_an_endpoint_refuses_is_left_out_from_then_on(option: str, error: dict[str, Any], status: int) -> None:
    def answers(asked: dict[str, Any]) -> tuple[int, Any] | None:
        return (status, error) if holds(asked, option) else None

    with endpoint(answers=answers) as served:
        chat = client(served.url)
        for _ in range(2):
            assert list(chat.stream(TALK, most=40)) == ["Hello", " there."]
    assert [holds(asked, option) for asked in served.requests] == [True, False, False]
    last = served.requests[-1]
    assert {"stream_options", "temperature"} - {option} <= set(last)
    if option == "max_tokens":
        assert last["max_completion_tokens"] > 40, "with room for thoughts, which count there"
    else:
        assert last["max_tokens"] == 40
    if option == "system":
        assert last["messages"] == [{"role": "user", "content": "Rules.\n\nWhen?"}, *TALK[2:]]
    else:
        assert last["messages"] == TALK


@pytest.mark.parametrize("order", list(itertools.permutations(REFUSALS)))
def test_several_refusals_one_after_another_are_survived(order: tuple[str, ...]) -> None:
    def answers(asked: dict[str, Any]) -> tuple[int, Any] | None:
        return next(((400, REFUSALS[option][0]) for option in order if holds(asked, option)), None)

    with endpoint(answers=answers) as served:
        chat = client(served.url)
        for _ in range(2):
            assert list(chat.stream(TALK, most=40)) == ["Hello", " there."]
    assert len(served.requests) == 6


def test_what_refuses_everything_is_asked_a_few_times_and_then_told() -> None:
    refusing = {"error": {"message": "no max_tokens, max_completion_tokens, temperature, stream_options, system role"}}
    with endpoint(answers=lambda _: (400, refusing)) as served, pytest.raises(ChatError, match="status 400: no max_t"):
        list(client(served.url).stream(TALK, most=40))
    assert len(served.requests) == 6


def test_a_refusal_may_come_in_the_stream() -> None:
    def answers(asked: dict[str, Any]) -> tuple[int, Any] | None:
        return (200, {"error": {"message": "temperature is not supported"}}) if "temperature" in asked else None

    with endpoint(answers=answers) as served:
        assert list(client(served.url).stream(ASKED)) == ["Hello", " there."]
    assert len(served.requests) == 2


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "no temperature for this key"),
        (403, "max_tokens"),
        (429, "too many max_tokens"),
        (404, "The model `scripted` does not exist"),
        (500, "out of memory"),
        (400, "This model's maximum context length is 9 tokens, max_tokens included"),
    ],
)
def test_what_is_no_refusal_of_an_option_is_asked_once(status: int, message: str) -> None:
    with endpoint(answers=lambda _: (status, {"error": {"message": message}})) as served, pytest.raises(ChatError):
        list(client(served.url).stream(TALK, most=40))
    assert len(served.requests) == 1


@pytest.mark.slow
def test_threads_learn_together_and_pay_once_more_at_most() -> None:
    def answers(asked: dict[str, Any]) -> tuple[int, Any] | None:
        return next(((400, REFUSALS[option][0]) for option in REFUSALS if holds(asked, option)), None)

    with endpoint(answers=answers) as served, ThreadPoolExecutor(8) as threads:
        chat = client(served.url)
        found = list(threads.map(lambda _: list(chat.stream(TALK, most=40)), range(8)))
        assert found == [["Hello", " there."]] * 8
        asked = len(served.requests)
        list(chat.stream(TALK, most=40))
    assert len(served.requests) == asked + 1


def test_neighbours_of_a_role_are_one_message() -> None:
    talk = [{"role": "user", "content": "Who?"}, {"role": "user", "content": "And when?"}]
    with endpoint() as served:
        list(client(served.url).stream(talk))
    assert served.requests[0]["messages"] == [{"role": "user", "content": "Who?\n\nAnd when?"}]


WHOLE = "It is 17. [1]"


def chunk(delta: Any = None, finish: Any = None, **more: Any) -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": finish} | ({} if delta is None else {"delta": delta})
    return {"object": "chat.completion.chunk", "choices": [choice]} | more


SAID = (chunk({"content": "It is "}), chunk({"content": "17. [1]"}))
END = (chunk({}, "stop"), "[DONE]")
ODD: dict[str, tuple[Any, ...]] = {
    "no delta": (*SAID, chunk(), *END),
    "delta null": ({"choices": [{"delta": None}]}, *SAID, *END),
    "delta a text": ({"choices": [{"delta": "It"}]}, *SAID, *END),
    "choices null": ({"choices": None}, *SAID, {"choices": [None]}, {"choices": "none"}, {}, *END),
    "no object": (None, 3, "[]", '"a text"', [None], *SAID, *END),
    "a number": (chunk({"content": "It is "}), chunk({"content": 17}), chunk({"content": ". [1]"}), *END),
    "parts": (
        chunk({"content": [{"type": "text", "text": "It is "}, "17", {"type": "image"}, None, [3]]}),
        chunk({"content": ". [1]"}),
        *END,
    ),
    "thought parts": (
        chunk({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}]}), *SAID, *END
    ),
    "odd contents": (chunk({"content": None}), chunk({"content": True}), chunk({"content": {"a": 1}}), *SAID, *END),
    "odd usage": (
        *SAID,
        chunk({}, "stop", usage=3),
        chunk({}, "stop", usage={"prompt_tokens": "x", "completion_tokens": True}),
    ),
    "usage null": (chunk({}, None, usage=None), *SAID, *END),
    "message": ({"choices": [{"message": {"role": "assistant", "content": WHOLE}, "finish_reason": "stop"}]},),
    "text": ({"choices": [{"text": WHOLE, "finish_reason": "stop"}]},),
    "reasoning": (chunk({"reasoning_content": "Hm."}), chunk({"reasoning": "Hm.", "content": None}), *SAID, *END),
    "think": (*(chunk({"content": one}) for one in ("<thi", "nk>Hm. [1]</th", "ink>")), *SAID, *END),
    "unopened": (chunk({"content": "Hm. So 17."}), chunk({"content": "\n</think>\n"}), *SAID, *END),
    "no finish": (*SAID, "[DONE]"),
    "a finish of its own": (*SAID, chunk({}, "eos"), "[DONE]"),
    "a finish in capitals": (*SAID, chunk({}, "STOP")),
    "tool calls none": (chunk({"tool_calls": [], "function_call": None, "refusal": None}), *SAID, *END),
    "control signs": (chunk({"content": "\x00It\x1b is "}), SAID[1], *END),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_of_odd_events_what_can_be_used_is_used(name: str) -> None:
    with endpoint(events=ODD[name]) as served:
        pieces = list(client(served.url).stream(ASKED, most=40))
    assert "".join(piece for piece in pieces if isinstance(piece, str)) == WHOLE
    assert all(isinstance(piece, str) for piece in pieces)


BAD: dict[str, tuple[tuple[Any, ...], str]] = {
    "only thought": ((chunk({"reasoning_content": "Hm."}), *END), "sent what its model thinks and no answer"),
    "thought cut": (
        (chunk({"content": "<think>Hm."}), chunk({}, "length")),
        "what its model thinks and no answer, and 1064 tokens were not enough",
    ),
    "thought dropped": ((chunk({"content": "<think>Hm. [1]"}),), "what its model thinks and no answer"),
    "a tool": ((chunk({"tool_calls": [{"index": 0}]}), chunk({}, "tool_calls")), "called a tool"),
    "a function": ((chunk({"content": "I look.", "function_call": {"name": "f"}}), chunk({}, "stop")), "called a tool"),
    "a refusal": ((chunk({"refusal": "I can't\nhelp."}), *END), "declined to answer: I can't help"),
    "a filter": ((*SAID, chunk({}, "content_filter")), "its filter of contents ended it"),
    "a filter by another name": ((*SAID, chunk({}, "SAFETY")), "its filter of contents ended it"),
    "an error": ((*SAID, {"error": {"message": "upstream\ntimed out"}}), "reported an error: upstream timed out"),
    "an error in words": ((*SAID, {"error": "it broke"}), "reported an error: it broke"),
    "an error of no words": ((*SAID, {"error": {"code": 5}}), "reported an error: it does not say which"),
    "an error of vLLM": ((*SAID, {"object": "error", "message": "it broke"}), "reported an error: it broke"),
    "cut by another name": ((*SAID, chunk({}, "MAX_TOKENS")), "40 tokens were not enough"),
    "half a sentence": ((chunk({"content": "It is 17. [1] It"}), "[DONE]"), "broke off"),
    "half an event": ((chunk({"content": "It is"}), '{"choices": [{"del'), "no chat completion"),
    "deep": (("[" * 100_000,), "no chat completion"),
    "no event": (("[DONE]",), "no chat completion: check OPENAI_BASE_URL"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_whole_answer_is_told_in_one_line(name: str) -> None:
    events, told = BAD[name]
    with endpoint(events=events) as served, pytest.raises(ChatError) as raised:
        list(client(served.url).stream(ASKED, most=40))
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)
    begun = any(word in json.dumps(events) for word in ("It is", "I look")) and "called" not in told
    assert type(raised.value) is (CutError if begun else ChatError)


def test_an_answer_that_came_whole_without_its_end_is_told_apart() -> None:
    with endpoint(events=SAID) as served:
        stream = client(served.url).stream(ASKED)
        assert [next(stream), next(stream)] == ["It is ", "17. [1]"]
        with pytest.raises(UnfinishedError, match="did not say that its answer was complete"):
            next(stream)


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8"])
def test_an_endpoint_that_does_not_stream_is_read_all_the_same(kind: str) -> None:
    answer = {
        "choices": [{"message": {"content": WHOLE}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 4},
    }
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n"
    with wire(lambda _: [f"{head}{json.dumps(answer)}".encode()]) as (address, _):
        assert list(client(f"http://{address}/v1").stream(ASKED)) == [WHOLE, Usage(9, 4)]


def test_a_page_is_no_answer() -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>data: here</title>"
    with (
        wire(lambda _: [page]) as (address, _),
        pytest.raises(ChatError, match="no chat completion: check OPENAI_BASE"),
    ):
        list(client(f"http://{address}/v1").stream(ASKED))


def test_a_model_that_thinks_aloud_is_known_from_then_on() -> None:
    """Its first answer may be taken for one before its thought ends; of the next nothing is said before that."""
    thought = (chunk({"content": "Is it 23? [1]"}), chunk({"content": " No.</think>"}), *SAID, *END)
    with endpoint(events=thought) as served:
        chat = client(served.url, context=8192)
        assert list(chat.stream(ASKED, most=40)) == ["Is it 23? [1]", " No.", Withdrawn(), "It is ", "17. [1]"]
        assert list(chat.stream(ASKED, most=40)) == ["It is ", "17. [1]"]
        assert served.requests[1]["max_tokens"] == 40 + 2048, "thoughts count as tokens of the answer"
        assert chat.window == 8192 - 2048
        served.events = (thought[0], chunk({}, "length"))
        with pytest.raises(ChatError, match="what its model thinks"):
            list(chat.stream(ASKED, most=40))


def test_what_is_no_address_is_told_without_it() -> None:
    with pytest.raises(ChatError, match="OPENAI_BASE_URL is no address") as raised:
        client("http://me:secret@[::1/v1")
    assert "secret" not in str(raised.value)


def test_a_short_answer_is_asked_for_as_such() -> None:
    with endpoint() as served:
        list(client(served.url).stream(ASKED, most=40))
    assert served.requests[0]["max_tokens"] == 40


@pytest.mark.parametrize(
    ("most", "usage", "told"),
    [
        (None, (4000, 96), "its context is full"),
        (None, None, "its context is full"),
        (40, (4000, 40), "40 tokens were not enough for it"),
        (40, None, "40 tokens were not enough for it"),
        (40, (4090, 6), "its context is full"),
    ],
)
def test_a_cut_answer_is_an_error_after_all_of_it(most: int | None, usage: tuple[int, int] | None, told: str) -> None:
    whole = ["Hello", " there.", *([Usage(*usage)] if usage else [])]
    with endpoint(finish="length", usage=usage) as served:
        stream = client(served.url).stream(ASKED, most=most)
        assert [next(stream) for _ in whole] == whole
        with pytest.raises(ChatError) as raised:
            next(stream)
    assert str(raised.value) == f"{served.url} stopped in the middle of its answer: {told}"


def test_without_a_model_the_first_that_the_endpoint_lists_is_used() -> None:
    with endpoint(models=("first", "second")) as served:
        chat = client(served.url, model=None)
        list(chat.stream(ASKED))
    assert served.requests[0]["model"] == "first"
    assert chat.name == "first"


def test_an_endpoint_without_models_is_told() -> None:
    with endpoint(models=()) as served, pytest.raises(ChatError, match="RAG_MODEL"):
        list(client(served.url, model=None).stream(ASKED))


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, "status 400"),
        (401, "OPENAI_API_KEY"),
        (403, "403"),
        (404, "RAG_MODEL"),
        (429, "429"),
        (500, "status 500"),
        (503, "status 503"),
    ],
)
def test_a_refusal_by_status_is_told_in_one_line(status: int, told: str) -> None:
    with endpoint(status=status) as served, pytest.raises(ChatError) as raised:
        list(client(served.url).stream(ASKED))
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)
    assert type(raised.value) is ChatError


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_tried_twice_more(status: int, pauses: list[float]) -> None:
    with endpoint(failures=(status, status)) as served:
        assert list(client(served.url, retries=2).stream(ASKED)) == ["Hello", " there."]
    assert len(served.requests) == 3
    assert len(pauses) == 2

    with endpoint(status=status) as served, pytest.raises(ChatError, match=str(status)):
        list(client(served.url, retries=2).stream(ASKED))
    assert len(served.requests) == 3


def test_the_pause_is_the_one_that_the_endpoint_asks_for(pauses: list[float]) -> None:
    with endpoint(failures=(429,), headers={"Retry-After": "7"}) as served:
        assert list(client(served.url, retries=2).stream(ASKED)) == ["Hello", " there."]
    assert pauses == [7]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_will_not_pass_is_not_tried_again(status: int, pauses: list[float]) -> None:
    with endpoint(status=status) as served, pytest.raises(ChatError):
        list(client(served.url, retries=2).stream(ASKED))
    assert len(served.requests) == 1
    assert not pauses


OVERFLOWS: dict[str, tuple[int, dict[str, Any]]] = {
    "llama.cpp": (
        400,
        {
            "error": {
                "code": 400,
                "message": "request (3031 tokens) exceeds the available context size (1024 tokens), try increasing it",
                "type": "exceed_context_size_error",
                "n_prompt_tokens": 3031,
                "n_ctx": 1024,
            }
        },
    ),
    "OpenAI": (
        400,
        {
            "error": {
                "message": "Your input is too long for this model.",
                "type": "invalid_request_error",
                "param": "messages",
                "code": "context_length_exceeded",
            }
        },
    ),
    "vLLM": (
        400,
        {
            "object": "error",
            "message": "This model's maximum context length is 1024 tokens.\nYour messages have 3031 tokens.",
            "type": "BadRequestError",
            "param": None,
            "code": 400,
        },
    ),
    "vLLM, newer": (
        400,
        {
            "error": {
                "message": "This model's maximum context length is 1024 tokens. Your messages have 3031 tokens.",
                "type": "BadRequestError",
                "param": "input_tokens",
                "code": 400,
            }
        },
    ),
}


@pytest.mark.parametrize("dialect", OVERFLOWS)
def test_messages_that_do_not_fit_are_told_in_every_dialect(dialect: str) -> None:
    status, body = OVERFLOWS[dialect]
    with endpoint(status=status, error=body) as served, pytest.raises(ContextExceeded) as raised:
        list(client(served.url).stream(ASKED))
    said = " ".join(body.get("error", body)["message"].split()).rstrip(".")
    assert str(raised.value) == f"{served.url} was sent more than its model reads: {said}"
    assert len(served.requests) == 1, "what does not fit is not sent again"


def test_messages_that_do_not_fit_may_be_told_in_the_stream() -> None:
    _, body = OVERFLOWS["llama.cpp"]
    with endpoint(pieces=(), event=body) as served, pytest.raises(ContextExceeded):
        list(client(served.url).stream(ASKED))
    with endpoint(event={"error": {"message": "out of memory"}}) as served, pytest.raises(ChatError) as raised:
        list(client(served.url).stream(ASKED))
    assert type(raised.value) is ChatError
    assert str(raised.value) == f"{served.url} reported an error: out of memory"


@pytest.mark.parametrize("how", ["breaks", "cuts"])
def test_a_stream_that_breaks_off_is_an_error_after_what_came(how: str) -> None:
    with endpoint(pieces=("Half of",), **{how: True}) as served:
        stream = client(served.url).stream(ASKED)
        assert next(stream) == "Half of"
        with pytest.raises(ChatError, match="broke off"):
            next(stream)


def test_what_is_no_completion_is_an_error() -> None:
    with endpoint(garbage=True) as served, pytest.raises(ChatError, match="no chat completion"):
        list(client(served.url).stream(ASKED))


def test_silence_ends_with_the_timeout() -> None:
    with endpoint(waits=30.0) as served, pytest.raises(ChatError, match=r"did not answer within 0\.3 s"):
        list(client(served.url, timeout=0.3).stream(ASKED))


def test_a_silent_endpoint_is_not_asked_again() -> None:
    """Three times the time-out would be waited, and a slow server would get the same question three times."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        chat = client(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", timeout=0.3, retries=2)
        with pytest.raises(ChatError, match=r"did not answer within 0\.3 s"):
            list(chat.stream(ASKED))
        silent.settimeout(0.3)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()


def test_no_server_is_no_connection(pauses: list[float]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(ChatError, match="no connection"):
        list(client(f"http://127.0.0.1:{port}/v1", retries=2).stream(ASKED))
    assert len(pauses) == 2, "it may be about to start"
    assert client(f"http://127.0.0.1:{port}/v1").window == 4096


def test_closing_the_stream_ends_the_request() -> None:
    with endpoint(pieces=("one", "two", "three")) as served:
        stream = client(served.url).stream(ASKED)
        assert next(stream) == "one"
        stream.close()
        with pytest.raises(StopIteration):
            next(stream)


def listing(**known: object) -> dict[str, Any]:
    """A list of models, the second of which is the one that is asked."""
    return {"object": "list", "data": [{"id": "other", "max_model_len": 77}, {"id": "scripted", **known}]}


@pytest.mark.parametrize(
    ("page", "window"),
    [
        (listing(meta={"n_ctx": 2048, "n_ctx_train": 8192}), 2048),  # llama.cpp
        (listing(max_model_len=32768), 32768),  # vLLM, SGLang
        (listing(context_length=131072, top_provider={"context_length": 131072}), 131072),  # OpenRouter
        (listing(max_context_length=262144), 262144),  # Mistral
        (listing(max_context_length=131072, loaded_context_length=8192), 8192),  # LM Studio
        (listing(context_window=131072), 131072),  # Groq
        (listing(created=1, owned_by="library"), 4096),  # Ollama
        (listing(meta={"n_ctx_train": 8192}), 4096),  # an older llama.cpp
        (listing(max_model_len=None, meta=None, context_length="long", context_window=0), 4096),
        ({"data": [{"id": "a-file.gguf", "meta": {"n_ctx": 2048}}]}, 2048),  # llama.cpp takes any name for its own
        ({"data": [{"id": "one", "max_model_len": 77}, {"id": "two", "max_model_len": 78}]}, 4096),
        ({"data": [{"max_model_len": 77}, 3, None]}, 4096),
        ({"data": []}, 4096),
        ({"data": None}, 4096),
        ([], 4096),
        ("{this is not JSON", 4096),
        ('"neither"', 4096),
    ],
)
def test_the_window_is_the_one_that_is_listed(page: Any, window: int) -> None:
    with endpoint(page=page) as served:
        chat = client(served.url)
        assert chat.window == chat.window == window
        assert list(chat.stream(ASKED)) == ["Hello", " there."]
    assert served.listed == 1


def test_the_window_given_is_taken_for_true_and_nothing_is_asked() -> None:
    with endpoint(page=listing(max_model_len=32768)) as served:
        assert client(served.url, context=16384).window == 16384
    assert served.listed == 0


def test_the_window_at_the_endpoint_of_openai_is_not_asked_for() -> None:
    assert OpenAIChat(api_key="key", base_url=None, model=None, timeout=1).window == 128_000
    assert OpenAIChat(api_key="key", base_url=None, model=None, timeout=1, context=1000).window == 1000


def test_without_a_model_window_and_name_are_of_the_first_and_the_list_is_read_once() -> None:
    with endpoint(page=listing(max_model_len=32768)) as served:
        chat = client(served.url, model=None)
        assert chat.window == 77
        list(chat.stream(ASKED))
        assert chat.name == served.requests[0]["model"] == "other"
    assert served.listed == 1


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_a_failing_list_breaks_no_answer(status: int, pauses: list[float]) -> None:
    with endpoint(listing=status) as served:
        chat = client(served.url, retries=2)
        assert chat.window == 4096
        assert list(chat.stream(ASKED)) == ["Hello", " there."]
    assert served.listed == 1
    assert not pauses


def test_a_list_that_failed_is_asked_for_again_and_one_that_is_not_there_is_not() -> None:
    with endpoint(listing=503, page=listing(max_model_len=32768)) as served:
        chat = client(served.url)
        assert chat.window == 4096
        served.listing = 200
        assert chat.window == 32768
    with endpoint(listing=404) as served:
        chat = client(served.url, model=None)
        assert chat.window == 4096
        with pytest.raises(ChatError, match="lists no model: set RAG_MODEL"):
            list(chat.stream(ASKED))
    assert served.listed == 1


def test_a_list_that_never_comes_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert client(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", timeout=0.3).window == 4096


def test_threads_that_share_a_model_ask_for_its_window_once() -> None:
    with endpoint(page=listing(max_model_len=32768)) as served, ThreadPoolExecutor(8) as threads:
        chat = client(served.url)
        assert set(threads.map(lambda _: chat.window, range(32))) == {32768}
    assert served.listed == 1


@pytest.mark.slow
def test_every_error_of_the_client_has_its_words() -> None:
    """An error class that a later client adds must not fall through to the words for garbage."""
    errors = [
        value
        for module in (openai, httpx2)
        for value in list(vars(module).values())
        if inspect.isclass(value) and issubclass(value, openai.OpenAIError | httpx2.HTTPError)
    ]
    assert len(errors) > 20
    chat = client("http://127.0.0.1:1/v1")
    request = httpx2.Request("POST", "http://127.0.0.1:1/v1")
    for kind in errors:
        error = kind.__new__(kind)
        Exception.__init__(error, "it went wrong")
        told = {
            "message": "it went wrong",
            "status_code": 418,
            "request": request,
            "code": None,
            "type": None,
            "body": None,
        }
        for name, value in told.items():
            if not isinstance(getattr(kind, name, None), property):
                setattr(error, name, value)
        reason = chat._reason(error)
        assert "no chat completion" not in reason, kind
        assert reason.startswith((chat._endpoint, "there is no connection")), kind
