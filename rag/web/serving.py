"""The page on an address: how it is launched, with its style and script, and held to this server; who may log in, and
how the server says that it is well. It knows nothing of what is on the page."""

import base64
import binascii
import contextlib
import importlib.util
import io
import ipaddress
import secrets
import socket
import sys
import threading
from http import HTTPStatus
from pathlib import Path

import gradio as gr
from gradio_client import Client  # type: ignore[import-untyped]
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.errors import RagError
from rag.settings import Settings
from rag.web.accounts import Accounts, readable_by_others
from rag.web.library import Library
from rag.web.page import build_page

UPLOAD_LIMIT = "20mb"
"""The largest file that the server takes, in Gradio's spelling."""

_MCP = "/gradio_api/mcp"

# The browser, too, holds the page to this server. Gradio compiles its templates in the page, hence unsafe-eval.
_POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'self' 'unsafe-inline' 'unsafe-eval' data:
 blob:; base-uri 'self'; form-action 'none'; object-src 'none'">"""


def serve(
    settings: Settings,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    root_path: str | None = None,
    auth_file: Path | None = None,
    read_only: bool = False,
    mcp: bool = False,
) -> None:
    """Show the page at ``host`` and ``port`` until Ctrl-C.

    ``root_path`` is where a proxy shows it, such as /articles; ``auth_file`` holds who may log in, as ``accounts``
    says; ``read_only`` leaves out what changes the articles; ``mcp`` offers the endpoints as tools for language models.

    Raises ``RagError`` where that address cannot be had, the root path or the auth file is none, or MCP's package is
    missing.
    """
    if root_path is not None and not root_path.startswith(("/", "http://", "https://")):
        raise RagError(f"The root path {root_path!r} is none: it begins with a slash, as in --root-path /articles.")
    if mcp and importlib.util.find_spec("mcp") is None:
        raise RagError("--mcp needs a package that is not installed: run pip install 'gradio[mcp]', or leave it out.")
    accounts = Accounts.read(auth_file) if auth_file is not None else None
    if auth_file is not None and readable_by_others(auth_file):
        print(f"rag: others on this machine may read {auth_file}: chmod 600 {auth_file}", file=sys.stderr)
    if accounts is None and not _is_loopback(host):
        print(f"rag: whoever reaches {host} may ask without a login: --auth-file asks for one.", file=sys.stderr)
    # Gradio looks at 127.0.0.1 alone, whatever the host, and does not say why it could not listen.
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RagError(f"Cannot listen on {host}, port {port}: {error.strerror}. Try another --port.") from error
    here = Path(__file__).parent
    page = build_page(settings, read_only=read_only)
    # Gradio prints where MCP is however quiet it is told to be, and stdout is for results.
    with contextlib.redirect_stdout(io.StringIO()):
        app, address, _ = page.launch(
            server_name=host,
            server_port=port,
            root_path=root_path and root_path.rstrip("/"),
            auth=accounts and accounts.admit,  # type: ignore[arg-type] # it awaits what is to be awaited
            app_kwargs={
                "routes": [_health_route(page.library)],  # before Gradio's own, and outside of its login
                "middleware": [Middleware(_McpLogin, accounts=accounts)] if mcp and accounts is not None else [],
            },
            max_file_size=UPLOAD_LIMIT,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            strict_cors=True,
            enable_monitoring=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=mcp,
            run_history=False,
            footer_links=[],
            theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
            # Not by css=, which rewrites the rules: it drops @supports and lets @media reach only a part of the page.
            head=f"{_POLICY}<style>{(here / 'page.css').read_text(encoding='utf-8')}</style>",
            js=(here / "page.js").read_text(encoding="utf-8"),
        )
    if page.mcp_error:
        raise RagError(f"MCP could not be started ({page.mcp_error}): leave out --mcp.")
    if page.mcp_server_obj is not None and accounts is not None:
        # Gradio hands a tool's call on to the page's own address by a client that knows no login; ours has one.
        token = secrets.token_urlsafe()
        app.tokens[token] = "mcp"
        page.mcp_server_obj._client_instance = Client(
            address,
            verbose=False,
            analytics_enabled=False,
            download_files=False,
            headers={"x-gradio-user": "mcp"},
            httpx_kwargs={"cookies": {f"access-token-unsecure-{app.cookie_id}": token}},
            _skip_components=False,
        )
    print(f"The page is at {address} - Ctrl-C ends it.", file=sys.stderr)
    if mcp:
        print(f"Language models reach its tools by MCP at {address.rstrip('/')}{_MCP}/", file=sys.stderr)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        page.close(verbose=False)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost"


def _health_route(library: Library) -> Route:
    """GET /health, for those who watch over the server: no login, and nothing of what the articles say."""

    def health(_: Request) -> Response:
        found = library.health()
        status = HTTPStatus.SERVICE_UNAVAILABLE if found.status == "failed" else HTTPStatus.OK
        return JSONResponse(found._asdict(), status, {"Cache-Control": "no-store"})

    return Route("/health", health)


class _McpLogin:
    """Asks whoever comes for MCP for name and password, which Gradio does not, whatever its login.

    By HTTP's own Basic scheme: a client of MCP sends the header that it is told to, and knows no page to log in at.
    """

    def __init__(self, app: ASGIApp, accounts: Accounts) -> None:
        self._app = app
        self._accounts = accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _MCP in scope["path"] and not await self._admits(Headers(scope=scope)):
            asking = {"WWW-Authenticate": 'Basic realm="MCP", charset="UTF-8"'}
            refusal = JSONResponse({"detail": "Not authenticated"}, HTTPStatus.UNAUTHORIZED, asking)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _admits(self, headers: Headers) -> bool:
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return False
        try:
            name, _, password = base64.b64decode(given).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        return await self._accounts.admit(name, password)
