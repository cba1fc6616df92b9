"""What every request passes before it reaches the page: hosts, origins, sizes, addresses, logins, sessions and uploads.

With the command line's own process over HTTP, and in a real browser with pages of two origins.
"""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

import tests.browser
from rag.errors import RagError
from rag.web.accounts import account_line
from rag.web.gate import LARGEST_BODY, Hosts, host_name
from rag.web.uploads import LARGEST, MOST
from tests.serving import KFOR, PASSWORD, Server, Visitor, serving_process

browser = tests.browser.browser

JSON = {"Content_Type": "application/json"}
JOIN = "/gradio_api/queue/join"


@pytest.fixture(scope="module")
def uploaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server of ``open_server`` keeps what is on its way."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def open_server(sample_folder: Path, uploaded: Path) -> Iterator[Server]:
    """A server that nobody logs in at, and that answers to one name more."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TMPDIR", str(uploaded))
        with serving_process(sample_folder, "--allow-host", "articles.example") as server:
            assert Visitor(server.url).settled()[0] == 200
            yield server


@pytest.fixture(scope="module")
def shared_server(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that two people log in at."""
    path = tmp_path_factory.mktemp("accounts") / "accounts"
    path.write_text("".join(account_line(name, PASSWORD) + "\n" for name in ("ada", "eve")), encoding="utf-8")
    path.chmod(0o600)
    with serving_process(sample_folder, "--auth-file", path, "--read-only") as server:
        yield server


def said(text: str) -> str:
    """The one line of a refusal."""
    reason = str(json.loads(text)["detail"])
    assert re.fullmatch(r"[^\n]{10,300}\.", reason)
    return reason


# Hosts


@pytest.mark.parametrize(
    ("authority", "known"),
    [
        ("localhost", True), ("localhost:7860", True), ("LOCALHOST.:1", True), ("127.0.0.1:80", True),
        ("127.8.9.1", True), ("[::1]:7860", True), ("articles.example", True), ("Articles.Example:8443", True),
        ("ported.example:8443", True), ("ported.example", False), ("ported.example:8444", False),
        ("evil.example", False), ("localhost.evil.example", False), ("127.0.0.1.evil.example", False),
        ("articles.example.evil", False), ("0.0.0.0", False), ("192.0.2.7", False), ("[2001:db8::1]", False),
        ("", False),
        ("evil.example@localhost", False), ("localhost/evil.example", False), ("localhost:port", False),
        ("[::1", False),
    ],
)  # fmt: skip
def test_only_names_that_are_known_are_answered_to(authority: str, known: bool) -> None:
    assert Hosts(["articles.example", "ported.example:8443"], addresses=False).know(authority) is known


def test_where_others_reach_it_any_address_is_known_but_no_other_name() -> None:
    hosts = Hosts(["0.0.0.0"], addresses=True)
    assert hosts.know("192.0.2.7:7860")
    assert hosts.know("[2001:db8::1]:7860")
    assert not hosts.know("evil.example:7860")


@pytest.mark.parametrize(
    "given", ["", "a b", "http://a.example", "a.example/b", "*", "*.example", "u@a.example", "a:b"]
)
def test_what_is_no_name_of_a_host_is_told(given: str) -> None:
    with pytest.raises(RagError, match="is no host's name: give one as in --allow-host"):
        host_name(given)


PATHS = ["/", "/config", "/health", "/theme.css", "/gradio_api/info", "/gradio_api/queue/data?session_hash=a",
         "/gradio_api/heartbeat/a", "/gradio_api/upload_progress?upload_id=a", "/gradio_api/mcp/",
         "/login", "/ready", "/api/articles", "/api/openapi.json", "/v1/models", "/mcp"]  # fmt: skip
POSTS = [JOIN, "/gradio_api/call/ask", "/gradio_api/call/v2/ask", "/gradio_api/upload", "/gradio_api/cancel",
         "/gradio_api/component_server", "/gradio_api/mcp/", "/gradio_api/run/ask", "/login",
         "/api/ask", "/api/check", "/v1/chat/completions", "/mcp"]  # fmt: skip


@pytest.mark.parametrize(("path", "body"), [(path, None) for path in PATHS] + [(path, b"{}") for path in POSTS])
def test_a_name_that_leads_here_and_another_sites_page_are_refused_at_every_address(
    open_server: Server, path: str, body: bytes | None
) -> None:
    visitor = Visitor(open_server.url)
    own = open_server.url.removeprefix("http://")
    wrong: list[dict[str, str]] = [{"Host": "evil.example"}, {"Host": f"evil.example:{own.partition(':')[2]}"}]
    wrong += [{"X_Forwarded_Host": "evil.example"}, {"X_Forwarded_Host": f"{own}, evil.example"}]
    origins = (
        "http://evil.example",
        "null",
        "https://localhost:1",
        f"http://{own}.evil.example",
        "file://",
        "http://[",
    )
    wrong += [{"Origin": origin} for origin in origins]
    wrong += [{"Host": "articles.example", "Origin": origin} for origin in (*origins, f"http://{own}")]
    wrong += [{"Sec_Fetch_Site": site, "Sec_Fetch_Mode": mode, "Sec_Fetch_Dest": dest}
              for site in ("cross-site", "same-site")
              for mode, dest in (("no-cors", "image"), ("navigate", "iframe"), ("cors", "empty"))]  # fmt: skip
    for headers in wrong:
        refused = visitor.fetch(path, body, **{**JSON, **headers})
        assert refused.status == 403, headers
        assert said(refused.text)
        assert "access-control-allow-origin" not in refused.headers, headers
        assert refused.headers["x-frame-options"] == "DENY"


def test_a_browser_keeps_for_good_what_the_page_is_made_of_and_nothing_else(open_server: Server) -> None:
    visitor = Visitor(open_server.url)
    page = visitor.fetch("/")
    [script] = set(re.findall(r"assets/index-[\w-]+\.js", page.text))
    assert visitor.fetch(f"/{script}").headers["cache-control"] == "max-age=31536000, immutable"
    assert "cache-control" not in page.headers
    missing = visitor.fetch("/assets/index-00000000.js")
    assert (missing.status, "cache-control" in missing.headers) == (404, False)


def test_a_question_before_the_question_is_refused_too(open_server: Server) -> None:
    """A browser's preflight, which no page of the server's own sends."""
    address = ("127.0.0.1", int(open_server.url.rpartition(":")[2]))
    with socket.create_connection(address, 30) as line:
        line.sendall(
            f"OPTIONS {JOIN} HTTP/1.1\r\nHost: articles.example\r\nOrigin: https://evil.example\r\n"
            "Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n".encode()
        )
        reply = b"".join(iter(lambda: line.recv(4096), b"")).lower()
    assert reply.startswith(b"http/1.1 403 ")
    assert b"access-control-allow" not in reply


def test_the_pages_own_origin_asks(open_server: Server) -> None:
    visitor = Visitor(open_server.url)
    for host, origin in (
        (open_server.url.removeprefix("http://"), open_server.url),
        ("articles.example", "https://articles.example"),
        ("articles.example:8443", "https://articles.example:8443"),
        ("localhost:80", "http://localhost"),
    ):
        headers = {"Host": host, "Origin": origin, "Sec_Fetch_Site": "same-origin", **JSON}
        assert visitor.fetch("/gradio_api/call/ask", b'{"data": ["tram"]}', **headers).status == 200, host
    linked = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert visitor.fetch("/?q=tram", None, **linked).status == 200


# What there is, and how much


@pytest.mark.parametrize(
    "path",
    ["/monitoring", "/gradio_api/file=README.md", "/gradio_api/file=http://127.0.0.1:1/",
     "/gradio_api/deep_link?session_hash=a",
     "/gradio_api/proxy=http://127.0.0.1:1/", "/gradio_api/runs", "/gradio_api/run/ask", "/gradio_api/dev/reload",
     "/gradio_api/stream/a/b/c/playlist.m3u8", "/gradio_api/vibe-code", "/gradio_api/user", "/gradio_api/token",
     "/docs", "/openapi.json", "/api/docs", "/v1", "/mcp/x", "/metrics", "/apis/ask",
     "//gradio_api/queue/data?session_hash=a"],
)  # fmt: skip
def test_what_the_page_does_not_need_is_not_there(open_server: Server, path: str) -> None:
    assert Visitor(open_server.url).fetch(path).status == 404
    assert Visitor(open_server.url).fetch(path, b"{}", **JSON).status == 404


def test_a_request_may_hold_so_much(open_server: Server) -> None:
    visitor = Visitor(open_server.url)
    for path in POSTS:
        if path not in ("/gradio_api/upload", "/gradio_api/run/ask", "/login", "/gradio_api/mcp/"):
            refused = visitor.fetch(path, b'{"data": ["' + b"a" * LARGEST_BODY + b'"]}', **JSON)
            assert refused.status == 413, path
            assert "5 MB" in said(refused.text)
    for body in (b"{", b"[" * 100_000, b"\xff", b'{"data": NaN'):
        assert visitor.fetch(JOIN, body, **JSON).status == 400
    assert (
        visitor.fetch("/gradio_api/component_server", b"--a", Content_Type="multipart/form-data; boundary=a").status
        == 415
    )


def test_a_body_without_a_length_has_the_same_bound(open_server: Server) -> None:
    address = ("127.0.0.1", int(open_server.url.rpartition(":")[2]))
    with socket.create_connection(address, 60) as line:
        line.sendall(f"POST {JOIN} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(LARGEST_BODY // 0x10000 + 1):
            line.sendall(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
        line.sendall(b"0\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 413 ")


# Uploads


def form(name: str, data: bytes, field: str = "files") -> tuple[bytes, dict[str, str]]:
    """The body of an upload and the header that goes with it."""
    head = f'--edge\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
    return head + data + b"\r\n--edge--\r\n", {"Content_Type": "multipart/form-data; boundary=edge"}


def kept(folder: Path) -> int:
    """The bytes of all that is on its way."""
    return sum(path.stat().st_size for path in folder.glob("articles-uploads-*/**/*") if path.is_file())


@pytest.mark.parametrize("name", ["program.exe", "page.md.exe", "noending", "page.", ".md.sh", "image.png"])
def test_a_kind_that_is_not_read_is_refused_by_its_name(open_server: Server, uploaded: Path, name: str) -> None:
    before = kept(uploaded)
    body, header = form(name, b"a" * 3_000_000)
    refused = Visitor(open_server.url).fetch("/gradio_api/upload", body, **header)
    assert refused.status == 415
    assert re.fullmatch(r"[^\n]+ is of a kind that is not read: use \.md, [^\n]+", refused.text)
    assert kept(uploaded) == before


def test_what_is_too_large_or_no_upload_is_refused_and_not_kept(open_server: Server, uploaded: Path) -> None:
    visitor = Visitor(open_server.url)
    before = kept(uploaded)
    body, header = form("long.txt", b"a" * (LARGEST + 1))
    refused = visitor.fetch("/gradio_api/upload", body, **header)
    assert (refused.status, "20 MB" in refused.text) == (413, True)
    many = b"".join(form(f"{number}.txt", b"a")[0].removesuffix(b"--edge--\r\n") for number in range(MOST + 1))
    assert visitor.fetch("/gradio_api/upload", many + b"--edge--\r\n", **header).status == 400
    for odd, kind in ((b"{}", "application/json"), (b"--edge", "multipart/form-data"), (b"", "")):
        assert visitor.fetch("/gradio_api/upload", odd, Content_Type=kind).status == 400
    assert kept(uploaded) == before


def test_all_that_is_on_its_way_has_a_bound(open_server: Server, uploaded: Path) -> None:
    """Many that say how much they will send, and do not send it, hold the room for as long as they stay."""
    address = ("127.0.0.1", int(open_server.url.rpartition(":")[2]))
    head = f"POST /gradio_api/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: {399 * 2**20}\r\n"
    with socket.create_connection(address, 30) as line:
        line.sendall(f"{head}Content-Type: multipart/form-data; boundary=edge\r\n\r\n--edge\r\n".encode())
        time.sleep(0.5)
        body, header = form("small.txt", b"a" * 2**21)
        refused = Visitor(open_server.url).fetch("/gradio_api/upload", body, **header)
        assert (refused.status, refused.text) == (413, "That is too much for now: send fewer files at once.")
    end = time.monotonic() + 30
    while (taken := Visitor(open_server.url).fetch("/gradio_api/upload", body, **header)).status != 200:
        assert time.monotonic() < end
        time.sleep(0.1)
    [path] = json.loads(taken.text)
    assert Path(path).is_relative_to(uploaded)
    assert Path(path).read_bytes() == b"a" * 2**21
    Path(path).unlink()


def test_a_server_that_is_read_only_takes_no_file(shared_server: Server) -> None:
    visitor = Visitor(shared_server.url)
    body, header = form("page.md", b"# Page")
    assert visitor.fetch("/gradio_api/upload", body, **header).status == 403
    assert visitor.log_in("ada", PASSWORD) == 200
    refused = visitor.fetch("/gradio_api/upload", body, **header)
    assert (refused.status, "--read-only" in said(refused.text)) == (403, True)


# Logins and sessions


def test_a_session_is_nobodys_but_the_one_who_logged_in_for_it(shared_server: Server) -> None:
    """Another reader who knows a session's name finds neither its answers nor its chat."""
    ada, eve = Visitor(shared_server.url), Visitor(shared_server.url)
    assert (ada.log_in("ada", PASSWORD), eve.log_in("eve", PASSWORD)) == (200, 200)
    assert ada.settled()[0] == 200
    config = json.loads(ada.fetch("/config").text)
    [asking] = [one["id"] for one in config["dependencies"] if one["api_name"] == "ask"]
    joined = ada.fetch(JOIN, json.dumps({"fn_index": asking, "session_hash": "known", "data": [KFOR]}).encode(), **JSON)
    assert joined.status == 200
    # Under the same name of a session, eve joins and hears what is her own.
    hers = {"fn_index": asking, "session_hash": "known", "data": ["Who won the chess olympiad in Chennai?"]}
    assert eve.fetch(JOIN, json.dumps(hers).encode(), **JSON).status == 200
    twice = b'{"session_hash": "other", "session_hash": "known", "fn_index": %d, "data": ["Who?"]}' % asking
    assert eve.fetch(JOIN, twice, **JSON).status == 200
    overheard = eve.fetch("/gradio_api/queue/data?session_hash=known").text
    assert "9 October" not in overheard
    assert overheard.count("process_completed") == 2
    told = ada.fetch("/gradio_api/queue/data?session_hash=known").text
    assert "9 October 2023" in told
    assert told.count("process_completed") == 1


def test_a_cookie_is_for_this_site_alone_and_ends_with_the_login(shared_server: Server) -> None:
    visitor = Visitor(shared_server.url)
    form = _given("ada")
    cookie = visitor.fetch("/login", form).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert re.search(r"Max-Age=\d+", cookie)
    assert "Secure" in Visitor(shared_server.url).fetch("/login", form, X_Forwarded_Proto="https").headers["set-cookie"]
    assert visitor.fetch("/config").status == 200
    assert visitor.fetch("/logout").status == 405  # a link or an image of another site's page logs nobody out
    assert "Password" in visitor.fetch("/logout", b"").text
    assert visitor.fetch("/config").status == 401


def test_who_guesses_waits_and_nobody_else(shared_server: Server) -> None:
    guesser, other = Visitor(shared_server.url), Visitor(shared_server.url)
    replies = [
        guesser.fetch("/login", f"username=ada&password=wrong{number}".encode(), X_Forwarded_For="192.0.2.1")
        for number in range(20)
    ]
    held = [reply for reply in replies if reply.status == 429]
    assert len(held) >= 10
    assert all(int(reply.headers["retry-after"]) >= 1 for reply in held)
    assert re.fullmatch(r"Too many attempts: try again in \d+ seconds\.", said(held[-1].text))
    assert {reply.status for reply in replies} == {400, 429}
    assert other.log_in("ada", PASSWORD) == 200  # from another address
    assert other.fetch("/login", _given("eve"), X_Forwarded_For="192.0.2.1").status == 200  # another name
    end = time.monotonic() + 20
    while not any("wrong password for 'ada', from 192.0.2.1" in line for line in shared_server.log):
        assert time.monotonic() < end, shared_server.log
        time.sleep(0.1)
    assert "wrong1" not in "".join(shared_server.log)


def test_a_crowd_that_waits_does_not_hold_up_a_right_one(shared_server: Server) -> None:
    """Sixty wrong passwords at once: most are sent away, and one that comes after them is checked after a few."""

    def guess(number: int) -> int:
        wrong = f"username=name{number}&password=wrong".encode()
        return Visitor(shared_server.url).fetch("/login", wrong, X_Forwarded_For="192.0.2.9").status

    with ThreadPoolExecutor(60) as crowd:
        guesses = [crowd.submit(guess, number) for number in range(60)]
        while sum(one.done() for one in guesses) < 5:
            time.sleep(0.01)
        left = [one for one in guesses if not one.done()]
        assert Visitor(shared_server.url).fetch("/login", _given("eve"), X_Forwarded_For="192.0.2.8").status == 200
        assert Visitor(shared_server.url).fetch("/login", _given("eve"), X_Forwarded_For="192.0.2.9").status == 200
        statuses = [one.result() for one in guesses]
    assert left
    assert statuses.count(429) >= 30
    assert set(statuses) == {400, 429}


def _given(name: str) -> bytes:
    return urlencode({"username": name, "password": PASSWORD}).encode()


# Two origins in one browser

ATTACK = """<!doctype html><meta charset="utf-8"><title>Another site</title><script>
const there = %s, tried = {};
const ways = {
  read: () => fetch(`${there}/config`, {credentials: "include"}).then((reply) => reply.text()),
  ask: () => fetch(`${there}/gradio_api/call/ask`, {method: "POST", credentials: "include",
    headers: {"Content-Type": "application/json"}, body: '{"data": ["tram"]}'}).then((reply) => reply.text()),
  program: () => fetch(`${there}/v1/chat/completions`, {method: "POST", credentials: "include",
    headers: {"Content-Type": "application/json"}, body: "{}"}).then((reply) => reply.text()),
  plain: () => fetch(`${there}/gradio_api/call/ask`, {method: "POST", mode: "no-cors", credentials: "include",
    headers: {"Content-Type": "text/plain"}, body: '{"data": ["tram"]}'}).then((reply) => reply.type),
  upload: () => {
    const files = new FormData();
    files.append("files", new File(["planted"], "planted.md"));
    const sent = {method: "POST", mode: "no-cors", credentials: "include", body: files};
    return fetch(`${there}/gradio_api/upload`, sent).then((reply) => reply.type);
  },
  events: () => new Promise((done, failed) => {
    const source = new EventSource(`${there}/gradio_api/heartbeat/known`, {withCredentials: true});
    source.onmessage = (event) => done(event.data);
    source.onerror = () => failed("closed");
  }),
  socket: () => new Promise((done, failed) => {
    const socket = new WebSocket(there.replace("http", "ws") + "/gradio_api/queue/join");
    socket.onopen = () => done("open");
    socket.onerror = () => failed("closed");
  }),
  script: () => new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, {src: `${there}/config`, onload: () => done("loaded"), onerror: () => failed("refused")});
    document.head.append(script);
  }),
};
(async () => {
  for (const [name, way] of Object.entries(ways)) {
    try { tried[name] = String(await way()); } catch (error) { tried[name] = "failed"; }
  }
  document.title = JSON.stringify(tried);
})();
</script><iframe src="%s/?q=tram" name="framed"></iframe>"""


@contextmanager
def other_site(target: str) -> Iterator[int]:
    """The port of another site on this machine, whose page tries what it can against a server."""
    page = (ATTACK % (json.dumps(target), target)).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("site", ["127.0.0.1", "localhost", "evil.localhost"])
def test_another_sites_page_reads_asks_and_plants_nothing(
    browser: Browser,
    open_server: Server,
    uploaded: Path,
    site: str,
) -> None:
    context = browser.new_context()
    page = context.new_page()
    statuses: dict[str, int] = {}
    page.on("response", lambda reply: statuses.update({reply.url: reply.status}))
    before = kept(uploaded)
    with other_site(open_server.url) as port:
        page.goto(f"http://{site}:{port}/")
        expect(page).to_have_title(re.compile(r"^\{.*\}$"), timeout=60_000)
        tried: dict[str, Any] = json.loads(page.title())
        assert set(tried) == {"read", "ask", "program", "plain", "upload", "events", "socket", "script"}
        for name in ("read", "ask", "program", "events", "socket", "script"):
            assert tried[name] == "failed", (name, tried)
        framed = page.frame("framed")
        assert framed is not None
        assert "Ask the articles" not in framed.content()
    ours = {url: status for url, status in statuses.items() if url.startswith(open_server.url)}
    assert ours
    assert set(ours.values()) == {403}, ours
    assert kept(uploaded) == before
    context.close()


def test_a_name_that_is_bound_to_this_machine_shows_nothing(browser: Browser, open_server: Server) -> None:
    """*.localhost leads to this machine in a browser, as another name does once its owner has bound it anew."""
    context = browser.new_context()
    page = context.new_page()
    port = open_server.url.rpartition(":")[2]
    reply = page.goto(f"http://rebound.localhost:{port}/")
    assert reply is not None
    assert reply.status == 403
    assert "--allow-host" in page.content()
    context.close()


def test_a_login_that_ended_leads_to_the_next_with_the_question(shared_server: Server, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{shared_server.url}/")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    question = page.get_by_label("Your question")
    expect(question).to_be_visible(timeout=60_000)
    assert "getRandomValues" in page.evaluate("Math.random.toString()")
    assert len({page.evaluate("Math.random()") for _ in range(20)}) == 20
    assert all(0 <= page.evaluate("Math.random()") < 1 for _ in range(20))
    question.fill(KFOR)  # first, as the page itself may find that the login ended
    context.clear_cookies()
    question.press("Enter")
    expect(page.get_by_label("Password")).to_be_visible(timeout=60_000)
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#chat .answer")).to_contain_text("9 October 2023", timeout=90_000)
    context.close()
