"""How a program is told that it gets no answer: one line, the status that HTTP has for it, and one form in JSON."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse

from rag.api.archive import Busy, NoSuchArticle
from rag.api.keys import TooMuch
from rag.errors import ArgumentError, RagError, for_readers
from rag.text.characters import in_a_line

_KINDS = {
    HTTPStatus.UNAUTHORIZED: "authentication_error",
    HTTPStatus.FORBIDDEN: "permission_error",
    HTTPStatus.NOT_FOUND: "not_found_error",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_error",
}
_LONGEST = 2000  # characters of a line
_BROKEN = "Something went wrong with this request; the server's log says what."


def refused(
    status: HTTPStatus, reason: str, headers: dict[str, str] | None = None, *, code: str | None = None
) -> JSONResponse:
    """A refusal with its reason, in the form of OpenAI's protocol, and where Gradio's clients look for it."""
    kind = _KINDS.get(status, "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error")
    reason = in_a_line(reason, _LONGEST)
    error = {"message": reason, "type": kind, "param": None, "code": code}
    return JSONResponse({"error": error, "detail": reason}, status, headers)


def told(error: RagError) -> str:
    """The line of an error of ours as a program gets it, whatever of what was asked stands in it."""
    return in_a_line(for_readers(error), _LONGEST)


def failure(error: RagError) -> JSONResponse:
    """What a program is told of an error of ours: that it can't be asked so, or that there is nothing to ask now."""
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, Busy | TooMuch) else None
    return refused(status_of(error), told(error), headers)


def status_of(error: RagError) -> HTTPStatus:
    """The status of an error: that of a mistake in what was asked, or of what stands in the way of an answer."""
    if isinstance(error, NoSuchArticle):
        return HTTPStatus.NOT_FOUND
    if isinstance(error, TooMuch):
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.BAD_REQUEST if isinstance(error, ArgumentError) else HTTPStatus.SERVICE_UNAVAILABLE


async def broken(_: Request, __: Exception) -> JSONResponse:
    """What a program is told of a bug; the server logs it by itself."""
    return refused(HTTPStatus.INTERNAL_SERVER_ERROR, _BROKEN)
