"""The plain routes: a form in, JSON or server-sent events out, and a description of both as OpenAPI has it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from http import HTTPStatus
from importlib import metadata
from inspect import getdoc
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from fastapi.security import HTTPBearer
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from rag.answers.answer import Answer
from rag.api import described, forms
from rag.api.archive import Archive, Record
from rag.api.failures import broken, failure, refused, told
from rag.api.forms import mistake
from rag.errors import RagError

API = "/api"
"""Where the routes are."""

_DESCRIPTION = (
    "Answers from a collection of articles, each sentence with the exact words that carry it. Errors are one line, in "
    "`error.message`. A key is only needed where the server was given any."
)
_GROWING = (
    "With `stream`: server-sent events of which each has an answer as JSON, `step` as it grows and last `answer`; or "
    "`error`, with an `error.message`, where it fails on the way."
)
_EVERYWHERE = {
    HTTPStatus.BAD_REQUEST: "Something in what was asked; the line says what.",
    HTTPStatus.UNAUTHORIZED: "No key, or none that is known.",
    HTTPStatus.FORBIDDEN: "By a name that the server does not know, or from another site's page.",
    HTTPStatus.TOO_MANY_REQUESTS: "More than the key allows; `Retry-After` says when to go on.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "A fault of ours, which the server's log has.",
    HTTPStatus.SERVICE_UNAVAILABLE: "There is no index that can be asked, or too many wait.",
}
MISSING = {HTTPStatus.NOT_FOUND: "There is none of that name."}
TOO_LARGE = {HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "More than 5 MB."}
"""Why some requests get no answer, by the status that says so."""


class Asked(forms.Question):
    """A question, and how its answer is to come."""

    stream: bool = Field(False, description="Whether to send the answer as it grows, as server-sent events.")


def plain_routes(archive: Archive, path: str = "") -> FastAPI:
    """The app of the plain routes; ``path`` is where a proxy shows the server, for the description."""
    app = application(f"{path}{API}", title="Articles", description=_DESCRIPTION)

    @app.post("/ask", summary="A question", description=getdoc(forms.Question), response_model=None,
              responses=sent(_record(described.Answer, content=events_of(_GROWING)), TOO_LARGE))  # fmt: skip
    async def ask(asked: Asked) -> Response | Record:
        if not asked.stream:
            return await archive.within_bounds(archive.ask, asked)
        steps = archive.steps(asked)
        return StreamingResponse(_events(await anext(steps), steps), media_type=EventSourceResponse.media_type)

    @app.post("/search", summary="Passages", description=getdoc(forms.Query),
              response_model=None, responses=sent(_record(described.Passages), TOO_LARGE))  # fmt: skip
    async def search(wanted: forms.Query) -> Record:
        return await archive.within_bounds(archive.search, wanted)

    @app.get("/articles", summary="The list of articles", description=getdoc(forms.Listing),
             response_model=None, responses=sent(_record(described.Articles), {}))  # fmt: skip
    async def articles(wanted: Annotated[forms.Listing, Query()]) -> Record:
        return await archive.within_bounds(archive.articles, wanted)

    @app.get("/articles/{article_id:path}", summary="One article", description=getdoc(forms.Named),
             response_model=None, responses=sent(_record(described.Article), MISSING))  # fmt: skip
    async def article(article_id: str) -> Record:
        return await archive.within_bounds(archive.article, forms.Named(article_id=article_id))

    @app.post("/check", summary="A text of one's own", description=getdoc(forms.Draft),
              response_model=None, responses=sent(_record(described.Answer), TOO_LARGE))  # fmt: skip
    async def check(draft: forms.Draft) -> Record:
        return await archive.within_bounds(archive.check, draft)

    return app


def application(at: str, **more: Any) -> FastAPI:
    """An app without a page of its own that is found ``at`` an address, and tells every failure in one form."""
    app = FastAPI(
        version=metadata.version("article-rag"),
        docs_url=None,
        redoc_url=None,
        servers=[{"url": at}],
        root_path_in_servers=False,
        # What is told by default takes the place of FastAPI's own 422, which is never sent.
        responses={
            **_refusals(_EVERYWHERE),
            "default": {"model": described.Refusal, "description": "Whatever else is no answer."},
        },
        dependencies=[Depends(HTTPBearer(auto_error=False, description="What `rag key NAME` prints."))],
        **more,
    )
    handlers: dict[Any, Callable[[Request, Any], Awaitable[Response]]] = {
        RagError: _failed,
        RequestValidationError: _mistaken,
        HTTPException: _not_taken,
        Exception: broken,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
    return app


def events_of(said: str) -> dict[str, Any]:
    """How a stream of events is described, of which OpenAPI knows no more than that it is text."""
    return {EventSourceResponse.media_type: {"schema": {"type": "string", "description": said}}}


def sent(record: dict[str, Any], reasons: Mapping[HTTPStatus, str]) -> dict[int | str, dict[str, Any]]:
    """How what a route sends is described: an answer, and the reasons for which it sends none."""
    return {200: record, **_refusals(reasons)}


def _refusals(reasons: Mapping[HTTPStatus, str]) -> dict[int | str, dict[str, Any]]:
    return {int(status): {"model": described.Refusal, "description": reason} for status, reason in reasons.items()}


def _record(model: type[BaseModel], **content: Any) -> dict[str, Any]:
    return {"model": model, "description": str(getdoc(model)), **content}


async def _failed(_: Request, error: RagError) -> Response:
    return failure(error)


async def _mistaken(_: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    _, *place = first["loc"]  # without where in the request that is
    return refused(HTTPStatus.BAD_REQUEST, mistake({**first, "loc": place}))


async def _not_taken(_: Request, error: HTTPException) -> Response:
    reasons = {
        HTTPStatus.NOT_FOUND: "There is nothing at this address: openapi.json lists what there is.",
        HTTPStatus.METHOD_NOT_ALLOWED: "This address takes another method: openapi.json says which.",
    }
    status = HTTPStatus(error.status_code)
    return refused(status, reasons.get(status, "The request can't be read: send it anew, as JSON."))


async def _events(first: Answer, steps: AsyncIterator[Answer]) -> AsyncIterator[bytes]:
    """The steps of an answer as events, the last of which is called ``answer``; a failure ends them with ``error``."""
    try:
        yield _event(first)
        async for answer in steps:
            yield _event(answer)
    except RagError as error:
        yield format_sse_event(event="error", data_str=json.dumps({"error": {"message": told(error)}}))


def _event(answer: Answer) -> bytes:
    record = json.dumps(answer.to_dict(), ensure_ascii=False)
    return format_sse_event(event="answer" if answer.finished else "step", data_str=record)
