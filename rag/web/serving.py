"""The page on an address: the server, what stands before the page and how it is launched, with its style and script. It
knows nothing of what is on the page."""

import asyncio
import contextlib
import importlib.util
import ipaddress
import logging
import os
import re
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from urllib.parse import quote, urlsplit

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from rag.api.app import TOOLS, app_for_programs
from rag.api.archive import Archive
from rag.api.keys import FILE, Keys
from rag.errors import IndexAway, RagError
from rag.fetching import Collector
from rag.fetching.addresses import LONGEST
from rag.index.place import place_of
from rag.settings import Settings
from rag.web import login
from rag.web.accounts import Accounts, Logins, readable_by_others
from rag.web.gate import METRICS, SCRIPT, SHARE, UPLOAD, Gate, Hosts, host_name
from rag.web.page import build_page
from rag.web.programs import Page
from rag.web.service import Health, Service
from rag.web.uploads import LARGEST, Uploads
from rag.web.words import gettext

# A session is known by a number that Gradio draws in the browser, with a generator that can be predicted.
_DRAWN = """<script>Math.random = () => {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
};</script>"""

# Which a browser else looks for at the root of the host.
_ICON = '<link rel="icon" href="favicon.ico">'


def serve(
    settings: Settings,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    root_path: str | None = None,
    auth_file: Path | None = None,
    no_auth: bool = False,
    allowed_hosts: Sequence[str] = (),
    read_only: bool = False,
    allow_fetch: bool = False,
    mcp: bool = False,
    metrics: bool = False,
) -> None:
    """Show the page at ``host`` and ``port`` until Ctrl-C or SIGTERM.

    ``root_path`` is where a proxy shows it, such as /articles; ``allowed_hosts`` are names by which it may be asked,
    besides this machine's own for itself and ``host``; ``auth_file`` holds who may log in, as ``accounts`` says, and
    ``no_auth`` says that nobody has to, which is understood where only this machine reaches it; ``read_only`` leaves
    out what changes the articles, ``allow_fetch`` lets readers have articles fetched by their addresses, unless it is
    read-only; ``mcp`` offers what programs may ask as tools for language models, and ``metrics`` figures for
    Prometheus.

    Raises ``RagError`` where that address cannot be had or is reached by others and nothing says who may ask, the root
    path, a host's name, the auth file or the file of keys is none, or the package of an option is missing.
    """
    if root_path is not None and not root_path.startswith(("/", "http://", "https://")):
        raise RagError(f"The root path {root_path!r} is none: it begins with a slash, as in --root-path /articles.")
    if mcp:
        _require("mcp", "mcp")
    if metrics:
        _require("metrics", "prometheus_client")
    accounts, keys = _accounts(host, auth_file, no_auth=no_auth), Keys(place_of(settings.index).sidecar(FILE))
    with contextlib.suppress(IndexAway):  # which is told to whoever asks
        keys.listed()  # what is wrong with them shows now
    hosts = Hosts(
        [host, *map(host_name, allowed_hosts), *filter(None, [root_path and urlsplit(root_path).netloc])],
        addresses=not _is_loopback(host),
    )
    with _listening(host, port) as listening, Uploads() as uploads:
        os.environ["GRADIO_TEMP_DIR"] = str(uploads.folder)  # where else Gradio would keep files, it asks only this
        collector = Collector(settings.corpus, hosts=settings.hosts) if allow_fetch and not read_only else None
        page = build_page(settings, read_only=read_only, logged_in=accounts is not None, collector=collector)
        path, logins = urlsplit(root_path or "").path.rstrip("/"), Logins()
        app = app_for_programs(Archive(page.service), path, mcp=mcp)
        gate = Gate(app, hosts=hosts, path=path, uploads=not read_only, accounts=accounts, logins=logins, keys=keys)
        manifest = _manifest_route(shares=collector is not None)
        app.routes.extend([*_watched(page.service), _share_route(path), _script(), manifest])
        if metrics:
            app.routes.append(_metrics_route(page.service))
        if accounts is not None:
            app.routes.extend(login.routes(accounts, logins, path=path, cookie=gate.cookie))
        if not read_only:
            app.routes.append(Route(UPLOAD, uploads.take, methods=["POST"]))
        _mount(app, page, root_path, path)
        address = f"http://{_reachable(host)}:{port}"
        with _running(gate, page, listening):
            print(f"The page is at {address}/ - Ctrl-C ends it.", file=sys.stderr)
            if mcp:
                print(f"Language models reach its tools by MCP at {address}{TOOLS}", file=sys.stderr)


def _require(extra: str, package: str) -> None:
    """Raises ``RagError`` where the package of an extra, which is called as its option is, is not installed."""
    if importlib.util.find_spec(package) is None:
        raise RagError(
            f"--{extra} needs a package that is not installed: run pip install 'article-rag[{extra}]', or leave it out."
        )


def _accounts(host: str, auth_file: Path | None, *, no_auth: bool) -> Accounts | None:
    """Who may log in; None where nobody has to. Raises ``RagError`` where nothing says so to those who reach it."""
    if auth_file is not None and no_auth:
        raise RagError("--auth-file and --no-auth say the opposite of each other: leave one of them out.")
    if auth_file is None and not no_auth and not _is_loopback(host):
        raise RagError(
            f"Whoever reaches {host} could ask without a login: say who may with --auth-file, or that all may with "
            "--no-auth."
        )
    if auth_file is None:
        return None
    accounts = Accounts.read(auth_file)
    if readable_by_others(auth_file):
        print(f"rag: others on this machine may read {auth_file}: chmod 600 {auth_file}", file=sys.stderr)
    return accounts


def _mount(app: FastAPI, page: Page, root_path: str | None, path: str) -> None:
    here = Path(__file__).parent
    gr.mount_gradio_app(
        app,
        page,
        "/",
        root_path=root_path and root_path.rstrip("/"),
        max_file_size=LARGEST,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        favicon_path=here / "icon.svg",
        run_history=False,
        footer_links=[],
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        # Not by css=, which rewrites the rules: it drops @supports and lets @media reach only a part of the page.
        head=f"{_DRAWN}{_ICON}<style>{(here / 'page.css').read_text(encoding='utf-8')}</style>"
        f"<script src='{path}{SCRIPT}/stream.js'></script><script type='module' src='{path}{SCRIPT}/page.js'></script>",
    )
    # What it ends with itself; else it would be an app that is not served.
    [page.app] = [
        route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, gr.routes.App)
    ]


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket at that address."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(2048)
        except OSError as error:
            raise RagError(f"Cannot listen on {host}, port {port}: {error.strerror}. Try another --port.") from error
        yield listening


@contextlib.contextmanager
def _running(gate: Gate, page: Page, listening: socket.socket) -> Iterator[None]:
    """The server while the block runs and from then on until Ctrl-C or SIGTERM.

    It runs in a thread that does not keep the process: an answer that is being written shall not hold up its end.
    """
    config = uvicorn.Config(gate, log_level="warning", server_header=False, timeout_graceful_shutdown=4)
    server = uvicorn.Server(config)
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    # By its own word and not by Thread.join: CPython 3.11 takes a thread for ended whose join was interrupted.
    ended = threading.Event()

    def run() -> None:
        try:
            server.run(sockets=[listening])
        finally:
            ended.set()

    def interrupt(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, interrupt)
    threading.Thread(target=run, daemon=True).start()
    try:
        while not (server.started or ended.wait(0.01)):
            pass
        yield
        while not ended.wait(1):
            pass
    except KeyboardInterrupt:
        pass
    finally:
        page.close(verbose=False)
        server.should_exit = True
        ended.wait(14)  # it waits 4 seconds for what is under way, and longer on a busy machine
        page.service.close()


def _is_news(record: logging.LogRecord) -> bool:
    """Whether the log is to have it. Gradio ends what it sends to a page that is left in more than one place, and the
    second finds nothing to end; and when the server ends, pages are open as a rule, and cut off."""
    error = record.exc_info[1] if record.exc_info else None
    left = isinstance(error, asyncio.CancelledError) or (
        isinstance(error, (KeyError, RuntimeError))
        and any(frame.name in ("sse_stream", "cancel_event") for frame in _frames(error))
    )
    return not left and "timeout graceful shutdown exceeded" not in record.getMessage()


def _frames(error: BaseException) -> Iterator[traceback.FrameSummary]:
    """Where an error, or what it came of, was raised."""
    cause: BaseException | None = error
    while cause is not None:
        yield from traceback.extract_tb(cause.__traceback__)
        cause = cause.__cause__


def _reachable(host: str) -> str:
    """The host of an address that this machine reaches the page by."""
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost"


def _share_route(path: str) -> Route:
    """GET /add?url=, for bookmarklets and what shares a page: the page with that address filled in, which phones put
    into ``text``. It fetches nothing, or another site's link could have it fetched in a reader's name."""

    def respond(request: Request) -> Response:
        given = request.query_params.get("url") or request.query_params.get("text", "")
        if address := re.search(r"https?://\S+", given):
            given = address[0]
        return RedirectResponse(f"{path}/?add={quote(given[:LONGEST], safe='')}", HTTPStatus.SEE_OTHER)

    return Route(SHARE, respond)


def _script() -> Mount:
    """The page's script, in modules that the browser fetches from each other."""
    return Mount(SCRIPT, StaticFiles(directory=Path(__file__).parent / "script"))


def _manifest_route(*, shares: bool) -> Route:
    """GET /manifest.json, by which a phone installs the page and then offers it to ``shares`` of addresses; Gradio's
    own has no place for these."""
    manifest: dict[str, object] = {
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "icons": [{"src": "favicon.ico", "sizes": "any", "type": "image/svg+xml"}],
    }
    if shares:
        names = {shared: shared for shared in ("title", "text", "url")}
        manifest["share_target"] = {
            "action": SHARE.removeprefix("/"),
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",
            "params": names,
        }

    def respond(_: Request) -> Response:
        return JSONResponse({"name": gettext("Articles"), **manifest}, media_type="application/manifest+json")

    return Route("/manifest.json", respond)


def _watched(service: Service) -> list[Route]:
    """What those ask who watch over the server, without a login and without a word of what the articles say: whether it
    is well (GET /health), and whether questions may be sent here (GET /ready)."""

    def told(fit: Callable[[Health], bool]) -> Callable[[Request], Response]:
        def respond(_: Request) -> Response:
            health = service.health()
            status = HTTPStatus.OK if fit(health) else HTTPStatus.SERVICE_UNAVAILABLE
            return JSONResponse(health._asdict(), status, {"Cache-Control": "no-store"})

        return respond

    return [
        Route("/health", told(lambda health: health.status != "failed")),
        Route("/ready", told(lambda health: health.status == "ok")),
    ]


def _metrics_route(service: Service) -> Route:
    """GET /metrics, for Prometheus, of what a service answers from now on."""
    from rag.api.metrics import Metrics  # whose package is an extra

    metrics = service.metrics = Metrics()

    def respond(_: Request) -> Response:
        return Response(metrics.text(), media_type=metrics.kind)

    return Route(METRICS, respond)
