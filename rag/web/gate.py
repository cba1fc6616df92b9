"""What every request passes before it reaches the page: to which hosts the server answers, from which origins it may be
asked, how much it may be sent, which addresses there are, who has to be logged in, and whose a session is.

It knows Gradio's addresses, as Gradio itself asks none of this, but nothing of what is on the page.
"""

import asyncio
import base64
import binascii
import contextlib
import hashlib
import hmac
import ipaddress
import json
import re
import secrets
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.api.app import FORMER_TOOLS, TOOLS
from rag.api.completions import COMPLETIONS
from rag.api.failures import failure, refused
from rag.api.keys import Key, Keys, Limits, TooMuch
from rag.api.routes import API as PLAIN
from rag.errors import RagError
from rag.web import sharing, words
from rag.web.accounts import Accounts, Logins, TooManyAttempts

LARGEST_BODY = 5 * 2**20
"""Bytes of a request that is no upload, at most: what a browser keeps of all its chats."""
_SLOWEST_BODY = 30  # seconds that such a request may take to arrive
_PASSED_OVER = 100 * 2**20  # bytes of one that is refused that are still read, or its sender would not hear the reason

API = "/gradio_api"
UPLOAD = f"{API}/upload"
SHARE = "/add"
"""Where other programs bring a page's address to."""
SCRIPT = "/script"
"""Where the modules of the page's script are."""
METRICS = "/metrics"
"""Where the figures are, if they are."""
# Of Gradio's addresses those that the page and the clients for programs ask. The others fetch from elsewhere, write
# files, run events past the queue, or are for those who develop.
_ADDRESSES = re.compile(
    rf"/|/add|(?:{PLAIN}|{COMPLETIONS})/.+|{TOOLS}/?|{METRICS}|/(?:health|ready|login|logout|config|theme\.css|favicon\.ico|robots\.txt|manifest\.json)/?"
    rf"|/(?:assets|static|svelte)/.+|{SCRIPT}/[a-z]+\.js|{API}/(?:info|openapi\.json|app_id|startup-events|login_check|theme\.css|upload|upload_progress|cancel|reset"
    r"|component_server|queue/(?:join|data|status)|heartbeat/[^/]+|call/.+|mcp(?:/.*)?)/?"
)
_WITHOUT_LOGIN = re.compile(r"/add|/(?:health|ready|login|robots\.txt|favicon\.ico|manifest\.json)/?")
# What programs ask, and may ask with a key.
_FOR_PROGRAMS = re.compile(rf"(?:{PLAIN}|{COMPLETIONS})/.+|{TOOLS}/?|{METRICS}|{API}/(?:call/.+|mcp(?:/.*)?)")
_HEARTBEAT = re.compile(rf"({API}/heartbeat/)([^/]+)(/?)")

# The browser, too, holds the page to this server. Gradio compiles its templates in the page, hence unsafe-eval. With
# no-referrer a browser would send the login's form from the origin "null".
_HEADERS = {
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Where Gradio's page lies, some 80 files with a hash of each in its name: a browser need ask for none of them again.
_HASHED = "/assets/"
_FOR_GOOD = {"Cache-Control": "max-age=31536000, immutable"}


class Hosts:
    """The names by which the server may be asked for: this machine's own for itself, and those that are given, each
    with a port or for any; with ``addresses``, any IP address too.

    A browser sends the name that a page's address has. One that is not known is that of somebody who had their own name
    lead here, so as to read what only this machine may.
    """

    def __init__(self, names: Iterable[str], *, addresses: bool) -> None:
        self._names = {name.lower().rstrip(".") for name in names} | {"localhost"}
        self._addresses = addresses

    def know(self, authority: str) -> bool:
        """Whether an authority, ``name`` or ``name:port``, is among them."""
        try:
            parts = urlsplit(f"//{authority}")
            name, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            return False
        if parts.netloc != authority or parts.username is not None:
            return False
        if name in self._names or (port is not None and f"{name}:{port}" in self._names):
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self._addresses or address.is_loopback


class Gate:
    """The page behind it, as ASGI knows it. ``path`` is where a browser finds the page, without a slash at its end;
    without ``accounts`` nobody has to log in; ``uploads`` says whether files are taken. Programs need one of the
    ``keys`` where there are any, or else a login where people need one."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Hosts,
        path: str,
        uploads: bool,
        accounts: Accounts | None,
        logins: Logins,
        keys: Keys,
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._path = path
        self._uploads = uploads
        self._accounts = accounts
        self._logins = logins
        self._keys = keys
        self._limits = Limits()
        # Not the same for every server: another one on this host has cookies of its own.
        self.cookie = f"articles-{secrets.token_hex(4)}"
        self._key = secrets.token_bytes(32)
        self._basic: dict[bytes, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        guarded = _with_headers(send, scope["path"])
        refusal = self._refusal(scope, headers)
        key = None
        if refusal is None:
            refusal, key = await self._by_key(scope, headers)
        if refusal is None:
            refusal, reader = (None, f"key:{key.name}") if key else await self._reader(scope, headers)
        if refusal is None and scope["type"] == "http" and scope["method"] in ("POST", "PUT", "PATCH", "DELETE"):
            refusal, receive = await self._received(scope, headers, receive, reader)
        if refusal is None:
            if reader is not None:
                scope = self._owned(scope, reader)
            programs = _FOR_PROGRAMS.fullmatch(scope["path"])  # which all hear the same
            accepted = "" if programs else headers.get("accept-language", "")
            with words.speaking(words.preferred(accepted)):
                refusal = await self._answered(scope, receive, guarded, key)
        if refusal is None:
            return
        if scope["type"] == "http":
            await refusal(scope, receive, guarded)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Why a request is not heard at all, whoever sent it."""
        hosts = [headers.get("host", ""), *_listed(headers.get("x-forwarded-host", ""))]
        for host in hosts:
            if not self._hosts.know(host):
                shown = quote(host[:100], safe=":[].-")
                return refused(
                    HTTPStatus.FORBIDDEN,
                    f"This server is not known by the name {shown}: start it with --allow-host and that name, or ask "
                    "it by an address that it knows.",
                )
        origin = headers.get("origin")
        if origin is not None and not any(_same(origin, host) for host in hosts):
            return refused(HTTPStatus.FORBIDDEN, "Another site's page may not ask this server.")
        # What a browser fetches without an Origin for another site: images, scripts, frames.
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not (
            headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
            and scope.get("method") == "GET" and scope["path"] in ("/", "/login", SHARE)
        ):  # fmt: skip
            return refused(HTTPStatus.FORBIDDEN, "Another site's page may not use what this server has.")
        if scope["path"].rstrip("/") == UPLOAD and not self._uploads:
            return refused(HTTPStatus.FORBIDDEN, "This server takes no files: it was started with --read-only.")
        if not _ADDRESSES.fullmatch(scope["path"]):
            return refused(HTTPStatus.NOT_FOUND, "There is nothing at this address.")
        return None

    async def _by_key(self, scope: Scope, headers: Headers) -> tuple[Response | None, Key | None]:
        """The key that a program asks with, or None where it has none and may need none; or why it may not ask."""
        if not _FOR_PROGRAMS.fullmatch(scope["path"]):
            return None, None
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        try:  # which may take its time, where the keys are on another machine
            key, needed = await asyncio.to_thread(self._known, secret.strip() if scheme.lower() == "bearer" else None)
        except RagError as error:
            return failure(error), None
        if key is None and self._accounts is None and needed:
            reason = "Programs need a key here, in the header “Authorization: Bearer KEY”: `rag key NAME` makes one."
            if secret.strip():
                reason = "The key that came with this is none, or was removed: `rag key NAME` makes another."
            asking = {"WWW-Authenticate": "Bearer"}
            return refused(HTTPStatus.UNAUTHORIZED, reason, asking, code="invalid_api_key"), None
        return None, key

    def _known(self, secret: str | None) -> tuple[Key | None, bool]:
        return None if secret is None else self._keys.holder(secret), self._keys.needed

    async def _answered(self, scope: Scope, receive: Receive, send: Send, key: Key | None) -> Response | None:
        """Hand a request on; or why its key may not ask just now."""
        if key is None:
            await self._app(scope, receive, send)
            return None
        try:
            self._limits.enter(key)
        except TooMuch as error:
            return failure(error)
        try:
            await self._app(scope, receive, send)
        finally:
            self._limits.leave(key)
        return None

    async def _reader(self, scope: Scope, headers: Headers) -> tuple[Response | None, str | None]:
        """Who asks, or None where nobody has to say so; or why they may not."""
        if self._accounts is None or _WITHOUT_LOGIN.fullmatch(scope["path"]):
            return None, None
        name = self._logins.name(cookie_parser(headers.get("cookie", "")).get(self.cookie))
        if name is None and _is_mcp(scope["path"]):
            try:
                name = await self._by_basic(headers, (scope.get("client") or ("unknown",))[0])
            except TooManyAttempts as error:
                return too_many(error), None
            if name is None:
                asking = {"WWW-Authenticate": 'Basic realm="MCP", charset="UTF-8"'}
                return refused(HTTPStatus.UNAUTHORIZED, "Log in with name and password.", asking), None
        elif name is None and scope["path"] == "/" and scope.get("method") == "GET":
            asked = sharing.kept(scope["query_string"].decode("latin-1"))
            return RedirectResponse(f"{self._path}/login{'?' * bool(asked)}{asked}", HTTPStatus.SEE_OTHER), None
        elif name is None:
            reason = (
                "Nobody is logged in, and no known key was given: log in at /login, or make a key with `rag key NAME`."
            )
            return refused(HTTPStatus.UNAUTHORIZED, reason, code="invalid_api_key"), None
        return None, name

    async def _by_basic(self, headers: Headers, address: str) -> str | None:
        """Who gives name and password by HTTP's Basic scheme: a client of MCP knows no page to log in at.

        They stand in each of its requests, and are checked once for as long as a login lasts.
        """
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic" or self._accounts is None:
            return None
        known = hashlib.sha256(given.encode()).digest()
        if (name := self._logins.name(self._basic.get(known))) is not None:
            return name
        try:
            name, _, password = base64.b64decode(given).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        if not name or not await self._accounts.admit(name, password, address):
            return None
        self._basic[known] = self._logins.begin(name)
        return name

    async def _received(
        self, scope: Scope, headers: Headers, receive: Receive, reader: str | None
    ) -> tuple[Response | None, Receive]:
        """A request's body as it may be handed on, within its bounds and with its session made the reader's own; an
        upload's is left to whoever reads it."""
        if scope["path"].rstrip("/") == UPLOAD:
            return None, receive
        too_large = refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A request may have {LARGEST_BODY / 2**20:.0f} MB: send less at once."
        )
        if headers.get("content-length", "0").isdecimal() and int(headers.get("content-length", "0")) > LARGEST_BODY:
            await pass_over(receive)
            return too_large, receive
        body = bytearray()
        try:
            async with asyncio.timeout(_SLOWEST_BODY):
                more = True
                while more and (message := await receive())["type"] == "http.request":
                    body += message.get("body", b"")
                    more = message.get("more_body", False)
                    if len(body) > LARGEST_BODY:
                        if more:
                            await pass_over(receive)
                        return too_large, receive
        except TimeoutError:
            return refused(HTTPStatus.REQUEST_TIMEOUT, "The request did not arrive in time: send it again."), receive
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind.startswith("multipart/"):
            return refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Files are sent to {UPLOAD} alone."), receive
        if body and scope["path"].startswith(API) and not _is_mcp(scope["path"]):
            try:
                asked = json.loads(bytes(body))
            except (ValueError, RecursionError):
                return refused(
                    HTTPStatus.BAD_REQUEST, "The request is no JSON that can be read: send it anew."
                ), receive
            if reader is not None and isinstance(asked, dict) and isinstance(asked.get("session_hash"), str):
                asked["session_hash"] = self._own(asked["session_hash"], reader)
                body = bytearray(json.dumps(asked).encode())
                MutableHeaders(scope=scope)["content-length"] = str(len(body))
        return None, _replayed(bytes(body), receive)

    def _owned(self, scope: Scope, reader: str) -> Scope:
        """The request with the session that its address names made the reader's own."""
        path = _HEARTBEAT.sub(lambda beat: beat[1] + self._own(beat[2], reader) + beat[3], scope["path"])
        query = [
            (name, self._own(value, reader) if name == "session_hash" else value)
            for name, value in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        ]
        return {**scope, "path": path, "query_string": urlencode(query).encode()}

    def _own(self, session: str, reader: str) -> str:
        """What a reader's session is called within. A session belongs to whoever knows its name, which a browser draws
        and which stands in addresses; with the reader's name in it, it is another one for everybody else."""
        return hmac.new(self._key, f"{reader}\0{session}".encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def too_many(error: TooManyAttempts) -> Response:
    """A refusal for now, saying for how long."""
    return refused(HTTPStatus.TOO_MANY_REQUESTS, str(error), {"Retry-After": str(error.seconds)})


async def pass_over(receive: Receive) -> None:
    """Read what is left of a request's body, for as long and as much as is reasonable, and forget it."""
    left = _PASSED_OVER
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_SLOWEST_BODY):
            while left > 0 and (message := await receive()).get("more_body"):
                left -= len(message.get("body", b""))


def host_name(given: str) -> str:
    """A host's name, with a port or without, as an option gives it. Raises ``RagError`` where it is none."""
    if not re.fullmatch(r"(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?", given, re.ASCII | re.IGNORECASE):
        raise RagError(f"{given!r} is no host's name: give one as in --allow-host articles.example.org.")
    return given


def _is_mcp(path: str) -> bool:
    return path.rstrip("/") == TOOLS or f"{path}/".startswith(f"{FORMER_TOOLS}/")


def _listed(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _same(origin: str, host: str) -> bool:
    """Whether an origin is a page of that host: the same name and port, where the scheme's own may be left out."""
    scheme, _, authority = origin.lower().partition("://")
    port = {"http": ":80", "https": ":443"}.get(scheme)
    return port is not None and authority.removesuffix(port) == host.lower().removesuffix(port)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What hands on a body that was read, and then waits for the end as before."""
    replayed = False

    async def replay() -> Message:
        nonlocal replayed
        if replayed:
            return await receive()
        replayed = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _with_headers(send: Send, path: str) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: Any = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            if path.startswith(_HASHED) and message["status"] == HTTPStatus.OK:
                headers.update(_FOR_GOOD)
        await send(message)

    return sent
