"""HTTP to a language model's endpoint, within bounds: of time, of bytes, and of where it leads. Knows nothing of what
is asked or answered."""

import base64
import contextlib
import logging
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, unquote_plus

import httpx2
import openai

from rag.answers.behind import ending
from rag.answers.speech import spellings

EVENT = 2**20
"""Bytes of one event of a stream; JSON takes up to some twenty times that once it is read."""
_STREAM = 16 * 2**20  # bytes of a stream: some 45 000 events of one token each
_BODY = 4 * 2**20  # bytes of any other answer; the longest list of models known has less than one million
_HOPS = 5  # redirects within the endpoint
WHOLE = 10
"""An answer may take this many times what the endpoint may be silent."""


class Unusable(openai.OpenAIError):
    """What the endpoint did that is not put up with; its text goes on where the endpoint's name ends.

    It is of the openai client's kind, as that neither wraps nor tries again its own errors.
    """


class Client(httpx2.Client):
    """The openai client's own HTTP, but bounded.

    An endpoint that is ``silent`` for so many seconds is not asked again: the time-out would be three times what was
    set, and a slow server would get the same question thrice. A byte now and then does not keep a request alive beyond
    ``WHOLE`` times as long. Of an answer no more is read than a bound, counted after it is unpacked. Redirects are
    followed within the endpoint's scheme, host and port alone, as question and passages would go to another one, and
    only where the question goes along. ``query`` is sent with every request, and ``auth`` in place of a key.
    """

    def __init__(self, *, silent: float, query: bytes | None, auth: httpx2.BasicAuth | None) -> None:
        # Each request has a connection of its own, whose socket is known as it was told of.
        super().__init__(auth=auth, limits=httpx2.Limits(max_keepalive_connections=0))
        self._whole = WHOLE * silent
        self._query = query

    def send(
        self,
        request: httpx2.Request,
        *,
        stream: bool = False,
        auth: Any = httpx2.USE_CLIENT_DEFAULT,
        follow_redirects: Any = False,  # noqa: ARG002
    ) -> httpx2.Response:
        """The response, its body unpacked as it is read. Raises ``Unusable`` and what the openai client expects."""
        if self._query is not None:
            request.url = request.url.copy_with(query=self._query)
        deadline = _Deadline(self._whole)
        try:
            for _ in range(_HOPS):
                request.extensions = {**request.extensions, "trace": deadline.trace}
                response = super().send(request, stream=True, auth=auth, follow_redirects=False)
                if not response.has_redirect_location:
                    break
                response.close()
                request = _within(request, response)
            else:
                raise Unusable(f"redirects more than {_HOPS} times: check OPENAI_BASE_URL")
            bounded = _bounded(response, deadline)
            if not stream:
                bounded.read()
            return bounded
        except Exception as error:
            deadline.close()
            deadline.check()
            if isinstance(error, httpx2.ReadTimeout):
                raise openai.APITimeoutError(request=request) from error
            raise


class _Deadline:
    """Ends what goes on at a socket after some seconds, or as soon as nobody wants it any more, whatever it waits for:
    headers, too, come byte by byte."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()
        self._forget = ending().call(self._end)

    def trace(self, name: str, told: dict[str, Any]) -> None:
        """Learn the socket; the transport calls this for all that it does."""
        if name.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._socket = told["return_value"].get_extra_info("socket")
            if self._over:
                self._shut()

    def check(self) -> None:
        """Raises ``Unusable`` where the time is over."""
        if self._over:
            raise Unusable(f"did not end its answer within {self._seconds:g} s") from None

    def close(self) -> None:
        self._timer.cancel()
        self._forget()

    def _end(self) -> None:
        self._over = True
        self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):  # it is closed already
                # Below TLS, which another thread may be reading.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _Body(httpx2.SyncByteStream):
    """The bytes of a response, unpacked, up to a bound and a deadline."""

    def __init__(self, response: httpx2.Response, most: int, deadline: _Deadline) -> None:
        self._response = response
        self._most = most
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        try:
            for piece in self._response.iter_bytes():
                size += len(piece)
                if size > self._most:
                    raise Unusable(f"sent more than {self._most // 2**20} MiB in one answer")
                yield piece
        except httpx2.DecodingError as error:
            raise Unusable("sent something that can't be unpacked") from error
        except httpx2.HTTPError:
            self._deadline.check()
            raise
        self._deadline.check()
        if self._most == _STREAM:
            yield b"\n\n"  # the last event counts though no blank line ends it

    def close(self) -> None:
        self._deadline.close()
        self._response.close()


def _bounded(response: httpx2.Response, deadline: _Deadline) -> httpx2.Response:
    streamed = response.headers.get("content-type", "").strip().lower().startswith("text/event-stream")
    packed = ("content-encoding", "content-length", "transfer-encoding")
    return httpx2.Response(
        response.status_code,
        headers=[(name, value) for name, value in response.headers.multi_items() if name.lower() not in packed],
        stream=_Body(response, _STREAM if streamed else _BODY, deadline),
        request=response.request,
        extensions=response.extensions,
    )


def _within(request: httpx2.Request, response: httpx2.Response) -> httpx2.Request:
    """The request that a redirect asks for. Raises ``Unusable`` where it leads away or would drop the question."""
    following = response.next_request
    if following is None:
        raise Unusable(f"redirects ({response.status_code}) to what is no address: check OPENAI_BASE_URL")
    told = f"redirects ({response.status_code}) to {place(following.url)}"
    if following.url.origin != request.url.origin:
        raise Unusable(
            f"{told}, which is another host and was sent nothing: if you trust it, set OPENAI_BASE_URL to it"
        )
    if following.method != request.method:
        raise Unusable(f"{told} in a way that drops the question: set OPENAI_BASE_URL to the address that answers")
    return following


def place(url: httpx2.URL) -> str:
    """An address without name, password, query and fragment."""
    return str(url.copy_with(userinfo=b"", query=None, fragment=None))


def secrets_of(api_key: str | None, url: httpx2.URL) -> frozenset[str]:
    """All that no reader shall see, in all its spellings: the key, name and password, and the values of the query."""
    query = url.query.decode("ascii", "replace")
    values = [pair.partition("=")[2] or pair for pair in query.split("&")] if query else []
    user = url.userinfo.decode("ascii", "replace")
    pair = f"{url.username}:{url.password}"
    plain = [api_key or "", query, *values, *map(unquote_plus, values), url.password]
    if user:
        plain += [user, unquote(user), url.username, base64.b64encode(pair.encode()).decode()]
    return frozenset(spelling for secret in plain for spelling in spellings(secret))


class _WithoutSecrets(logging.Filter):
    """httpx2 logs each request with its whole address, in which there may be a name, a password or a key."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(place(value) if isinstance(value, httpx2.URL) else value for value in record.args)
        return True


logging.getLogger("httpx2").addFilter(_WithoutSecrets())
