"""The client of a language model, against a real HTTP server that behaves and misbehaves."""

import inspect
import socket

import httpx2
import openai
import pytest

from rag.chat import OpenAIChat
from rag.errors import ChatError
from tests.endpoint import endpoint

ASKED = [{"role": "user", "content": "Who?"}]


def client(url: str, *, model: str | None = "scripted", timeout: float = 5.0) -> OpenAIChat:
    chat = OpenAIChat(api_key="key", base_url=url, model=model, timeout=timeout)
    chat._client = chat._client.with_options(max_retries=0)
    return chat


def test_text_comes_piece_by_piece_and_the_request_is_as_it_should_be() -> None:
    with endpoint(pieces=("A ", "b", " c.")) as served:
        assert list(client(served.url).stream(ASKED)) == ["A ", "b", " c."]
    [request] = served.requests
    assert request["messages"] == ASKED
    assert (request["model"], request["temperature"], request["stream"]) == ("scripted", 0, True)


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


def test_a_stream_that_breaks_off_is_an_error_after_what_came() -> None:
    with endpoint(pieces=("Half of",), breaks=True) as served:
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


def test_no_server_is_no_connection() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(ChatError, match="no connection"):
        list(client(f"http://127.0.0.1:{port}/v1").stream(ASKED))


def test_closing_the_stream_ends_the_request() -> None:
    with endpoint(pieces=("one", "two", "three")) as served:
        stream = client(served.url).stream(ASKED)
        assert next(stream) == "one"
        stream.close()
        with pytest.raises(StopIteration):
            next(stream)


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
