"""The archive as a model that clients of OpenAI's chat completions know to ask: ``/v1/chat/completions`` and
``/v1/models``.

What they send that a model would want and an archive has no use for (temperature, tools, a system's words) is passed
over.
"""

import json
import secrets
import time
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from rag.answers.answer import Answer
from rag.api.archive import Archive
from rag.api.failures import refused, told
from rag.api.forms import Question, Text, filled
from rag.api.messages import Growing, annotations, earlier, texts, whole
from rag.api.routes import API, MISSING, TOO_LARGE, application, events_of, sent
from rag.errors import ArgumentError, RagError
from rag.text.characters import in_a_line
from rag.types import Article

COMPLETIONS = "/v1"
"""Where they are."""

_COMPLETED = "A chat completion, as OpenAI has it; docs/programs.md says what is added to it."
_CHUNKS = events_of(
    "With `stream`: `data: ` and a chunk of a chat completion as JSON, one after the other, and last `[DONE]`."
)

MODELS = {"articles": False, "articles-strict": True}
"""The models that there are, and whether each leaves out what is not supported."""


class Part(BaseModel):
    """A part of a message."""

    type: str
    text: Text | None = None


def _parts(given: Any) -> Any:
    """What was said in parts; a text is one, and nothing none."""
    if given is None or isinstance(given, str):
        return [{"type": "text", "text": given}] if given else []
    if not isinstance(given, list):
        raise PydanticCustomError("content", "Input should be a text, or a list of parts")
    return given


class Message(BaseModel):
    """Something said in a chat."""

    role: str
    content: Annotated[list[Part], BeforeValidator(_parts, json_schema_input_type=str | list[Part] | None)] = []

    @property
    def said(self) -> tuple[str, str]:
        """Who said what. Raises ``ArgumentError`` where that is more than text."""
        text = texts((part.type, part.text) for part in self.content)
        if text is None:
            raise ArgumentError("“messages” hold what is no text: send the words alone.")
        return self.role, text


class StreamOptions(BaseModel):
    """What goes with a stream."""

    include_usage: bool | None = None


class Completion(BaseModel):
    """What a client asks of a model, as far as an archive has a use for it."""

    model: str
    messages: list[Message] = Field(min_length=1)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None

    def asked(self, strict: bool) -> Question:
        """The question that it comes to. Raises ``ArgumentError`` where there is none."""
        question, history = earlier([message.said for message in self.messages])
        if not question.strip():
            raise ArgumentError("“messages” do not end with a question: the last one is the user's.")
        return filled(Question, {"question": question, "history": history, "strict": strict})


def completion_routes(archive: Archive, path: str = "") -> FastAPI:
    """The app of these routes; ``path`` is where a proxy shows the server."""
    app = application(f"{path}{COMPLETIONS}", title="Articles as a model")

    @app.get("/models", summary="The models that there are")
    async def models() -> dict[str, Any]:
        return {"object": "list", "data": [_model(name) for name in MODELS]}

    @app.get("/models/{name}", summary="One model", response_model=dict[str, Any],
             responses=sent({"description": "A model, as OpenAI has it."}, MISSING))  # fmt: skip
    async def model(name: str) -> Response | dict[str, Any]:
        return _model(name) if name in MODELS else _unknown(name)

    @app.post("/chat/completions", summary="An answer as a model's message", response_model=dict[str, Any],
              responses=sent({"description": _COMPLETED, "content": _CHUNKS}, MISSING | TOO_LARGE))  # fmt: skip
    async def complete(completion: Completion, request: Request) -> Response | dict[str, Any]:
        strict = MODELS.get(completion.model)
        if strict is None:
            return _unknown(completion.model)
        asked = completion.asked(strict)
        reply = _Reply(completion, f"{request.url.scheme}://{request.url.netloc}{path}{API}/articles/")
        steps = archive.steps(asked)
        if completion.stream:
            return StreamingResponse(reply.events(await anext(steps), steps), media_type="text/event-stream")
        async for answer in steps:
            last = answer
        return reply.message(last)

    return app


class _Reply:
    """What goes back for one completion; ``articles`` is the address below which articles can be read."""

    def __init__(self, completion: Completion, articles: str) -> None:
        self._articles = articles
        self._tells_usage = bool(completion.stream_options and completion.stream_options.include_usage)
        identity = f"chatcmpl-{secrets.token_hex(12)}"
        self._head = {"id": identity, "created": int(time.time()), "model": completion.model}

    def message(self, answer: Answer) -> dict[str, Any]:
        """A finished answer as one message."""
        content = whole(answer)
        message = {
            "role": "assistant",
            "content": content,
            "refusal": None,
            "annotations": self._cited(answer, content),
        }
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return {**self._head, "object": "chat.completion", "choices": [choice], "usage": _usage(answer)}

    async def events(self, first: Answer, steps: AsyncIterator[Answer]) -> AsyncIterator[str]:
        """The answer in chunks, as server-sent events; a failure ends them."""
        growing, answer = Growing(), first
        yield self._chunk({"role": "assistant", "content": ""})
        try:
            for piece in growing.pieces(answer):
                yield self._chunk({"content": piece})
            async for answer in steps:
                for piece in growing.pieces(answer):
                    yield self._chunk({"content": piece})
        except RagError as error:
            yield _event({"error": {"message": told(error), "type": "server_error", "param": None, "code": None}})
            return
        yield self._chunk({"annotations": self._cited(answer, growing.content)})
        yield self._chunk({}, finish="stop")
        if self._tells_usage:
            yield _event({**self._head, "object": "chat.completion.chunk", "choices": [], "usage": _usage(answer)})
        yield "data: [DONE]\n\n"

    def _chunk(self, delta: dict[str, Any], *, finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return _event({**self._head, "object": "chat.completion.chunk", "choices": [choice]})

    def _cited(self, answer: Answer, content: str) -> list[dict[str, object]]:
        return annotations(answer, content, self._address)

    def _address(self, article: Article) -> str:
        return self._articles + quote(article.id)


def _event(record: dict[str, Any]) -> str:
    return f"data: {json.dumps(record, ensure_ascii=False)}\n\n"


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "article-rag"}


def _unknown(name: str) -> Response:
    reason = f"There is no model “{in_a_line(name)}”: ask {' or '.join(MODELS)}."
    return refused(HTTPStatus.NOT_FOUND, reason, code="model_not_found")


def _usage(answer: Answer) -> dict[str, int]:
    """The tokens that the language model behind it took, 0 where none was asked."""
    took = [one for one in (answer.trace.usage, answer.trace.judging) if one is not None]
    read, written = sum(one.read for one in took), sum(one.written for one in took)
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
