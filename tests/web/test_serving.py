"""The page as it is deployed: with a login, under a path of nginx, read only, with MCP, watched over.

All of it with the command line's own process, over HTTP, and through a real nginx with the snippets of
docs/deployment.md and the file of deploy/.
"""

import base64
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx
import openai
import pytest
from argon2 import PasswordHasher, extract_parameters
from lxml import html as lxml_html
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from playwright.sync_api import Page, expect, sync_playwright

from rag import cli
from rag.api.keys import FILE, Keys
from rag.errors import RagError
from rag.fetching import Collector
from rag.index.search import Index
from rag.settings import Settings
from rag.sidecar import SidecarFile
from rag.web import serving
from rag.web.accounts import Accounts, account_line
from tests.browser import SLOW, chromium, manifest
from tests.conftest import PROJECT
from tests.nginx import deployed, nginx, several, under_a_path
from tests.serving import CORPUS, KFOR, PASSWORD, Server, Visitor, free_port, serving_process

pytestmark = pytest.mark.kill


@pytest.fixture(scope="module")
def auth_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("accounts") / "accounts"
    path.write_text(f"# who may ask\n\n{account_line('ada', PASSWORD)}\n", encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def guarded(sample_folder: Path, auth_file: Path) -> Iterator[Server]:
    """A server that asks for a login and offers MCP."""
    with serving_process(sample_folder, "--auth-file", auth_file, "--mcp") as server:
        yield server


# Health


def test_health_tells_what_is_open_and_then_what_failed(sample_folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(sample_folder, index)
    with serving_process(index) as server:
        assert server.said == []
        visitor = Visitor(server.url)
        status, found = visitor.settled()
        assert status == 200
        held = Index.open(index).status()
        assert found == {"status": "ok", "articles": held.articles, "generation": held.generation}
        assert visitor.fetch("/health").headers["cache-control"] == "no-store"
        for path in ("/mcp", "/gradio_api/mcp/", "/metrics"):
            assert visitor.fetch(path).status == 404, f"{path} is off unless it is asked for"
        assert visitor.fetch("/ready").status == 200
        assert visitor.fetch("/monitoring/summary").status == 404
        shutil.rmtree(index)
        assert visitor.health() == (503, {"status": "failed", "articles": None, "generation": None})
        assert visitor.fetch("/ready").status == 503


def test_health_tells_of_a_first_build(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    with serving_process(tmp_path / "index", corpus=corpus) as server:
        assert Visitor(server.url).settled() == (503, {"status": "failed", "articles": None, "generation": None})
    shutil.copy(CORPUS / "balkans" / "turkiye-takes-command-of-kfor.md", corpus)
    with serving_process(tmp_path / "index", corpus=corpus) as server:
        assert Visitor(server.url).fetch("/ready").status == 503
        assert Visitor(server.url).health() == (200, {"status": "building", "articles": None, "generation": None})
        assert Visitor(server.url).settled() == (200, {"status": "ok", "articles": 1, "generation": 1})


# The login


def test_nobody_asks_without_a_login_but_for_the_health(guarded: Server) -> None:
    stranger = Visitor(guarded.url)
    assert stranger.settled()[1]["status"] == "ok"
    assert "Password" in stranger.fetch("/").text
    assert stranger.ask(KFOR).status == 401
    for path in ("/config", "/gradio_api/info", "/gradio_api/queue/data?session_hash=a", "/gradio_api/heartbeat/a"):
        assert stranger.fetch(path).status == 401, path
    for name, password in (("ada", "wrong"), ("eve", PASSWORD), ("", ""), ("ada", "")):
        assert stranger.log_in(name, password) in (400, 422), name
    assert stranger.ask(KFOR).status == 401


def test_after_a_login_one_may_ask(guarded: Server) -> None:
    assert guarded.said == []
    visitor = Visitor(guarded.url)
    assert visitor.log_in("ada", PASSWORD) == 200
    reply = visitor.ask(KFOR)
    assert reply.status == 200
    assert "9 October 2023" in reply.text
    assert Visitor(guarded.url).ask(KFOR).status == 401


def test_a_question_and_its_filters_go_through_the_login(guarded: Server) -> None:
    asked = "q=Who+left%3F&after=2023-10-01&source=Balkan+Brief&source=%3Cb%3E"
    with httpx.Client(base_url=guarded.url, headers={"accept": "text/html"}, trust_env=False) as browser:
        led = browser.get(f"/?{asked}&__theme=dark")
        assert urlsplit(led.headers["location"]).query == asked
        form = lxml_html.fromstring(browser.get(led.headers["location"]).text).forms[0]
        form.fields["username"], form.fields["password"] = "ada", PASSWORD
        back = browser.post("/login", data=dict(form.form_values()))
        assert back.headers["location"] == f"/?{asked}"
        in_arabic = lxml_html.fromstring(browser.get("/login", headers={"accept-language": "ar-EG"}).text)
        assert (in_arabic.get("lang"), in_arabic.get("dir")) == ("ar", "rtl")
        assert in_arabic.findtext(".//button") == "تسجيل الدخول"


def _tools(url: str, **headers: str) -> tuple[list[str], str]:
    """The names of the tools, and what one of them answers."""

    async def call() -> tuple[list[str], str]:
        async with (
            httpx.AsyncClient(headers=headers, timeout=60, trust_env=False) as client,
            streamable_http_client(f"{url}/mcp", http_client=client) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            listed = await session.list_tools()
            called = await session.call_tool("ask", {"question": KFOR})
            assert not called.isError, called
            return [tool.name for tool in listed.tools], called.model_dump_json()

    return anyio.run(call)


def _basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def test_mcp_asks_for_the_login_too(guarded: Server) -> None:
    stranger = Visitor(guarded.url)
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    kinds = {"Content_Type": "application/json", "Accept": "application/json, text/event-stream"}
    given = ["", "Bearer a", "Basic", "Basic ?", "Basic /w==", _basic("ada", "wrong"), _basic("eve", PASSWORD)]
    for path in ("/mcp", "/mcp/", "/gradio_api/mcp", "/gradio_api/mcp/"):
        for authorization in given:
            # From elsewhere, or the right password would have to wait, too.
            refused = stranger.fetch(path, body, Authorization=authorization, X_Forwarded_For="192.0.2.1", **kinds)
            assert refused.status == 401, (path, authorization)
            assert refused.headers["www-authenticate"].startswith("Basic ")
    assert stranger.fetch("/gradio_api/mcp/sse").status == 401
    names, answer = _tools(guarded.url, Authorization=_basic("ada", PASSWORD))
    assert "ask" in names
    assert "9 October 2023" in answer


# The accounts


def test_a_password_is_told_from_others(auth_file: Path) -> None:
    accounts = Accounts.read(auth_file)
    assert accounts.check("ada", PASSWORD)
    assert not accounts.check("ada", PASSWORD + " ")
    assert not accounts.check("Ada", PASSWORD)
    assert not accounts.check("nobody", PASSWORD)


def test_a_name_that_there_is_not_costs_what_one_that_there_is_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each refusal checks one hash, and all of them have the same parameters, those of the file."""
    digest = PasswordHasher(time_cost=2, memory_cost=1024, parallelism=1).hash(PASSWORD)
    accounts = Accounts({"ada": digest})
    checked = []
    verify = PasswordHasher.verify

    def noted(self: PasswordHasher, hash: str, password: str) -> bool:
        checked.append(hash)
        return verify(self, hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    assert not accounts.check("ada", "wrong")
    assert not accounts.check("nobody", "wrong")
    assert len(checked) == 2
    assert checked[0] != checked[1]
    assert extract_parameters(checked[0]) == extract_parameters(checked[1])


GOOD = "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0$qqxQ1v8Zk1o5rT7wJ5nN3uWbX0Y2c4d6e8f0g2h4i6k"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"ada:{GOOD}\neve\n", "line 2 "),
        ("# ada\n\nada:secret\n", "line 3 "),
        (f":{GOOD}\n", "line 1 "),
        (f"ada:{GOOD[:60]}\n", "line 1 "),
        (f"ada:{GOOD}?\n", "line 1 "),
        (f"ada:{GOOD}\nada:{GOOD}\n", "line 2 names ada a second time"),
        ("ada:$2b$12$KIXQ4Jm0Yl1mS0m1b0o3UeQ3b6m1b0o3UeQ3b6m1b0o3UeQ3b6m1b\n", "line 1 "),
        ("# nobody yet\n", "no account"),
    ],
)
def test_a_file_that_holds_something_else_says_where(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "accounts"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RagError, match=reason) as raised:
        Accounts.read(path)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_can_not_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(RagError, match=r"No such file.*--auth-file"):
        Accounts.read(tmp_path / "none")
    (tmp_path / "latin").write_bytes(b"ad\xe4:x\n")
    with pytest.raises(RagError, match="UTF-8"):
        Accounts.read(tmp_path / "latin")


@pytest.mark.parametrize("name", ["", " ada", "ada ", "a:b", "#ada", "a\nb"])
def test_what_the_file_can_not_hold_is_no_name(name: str) -> None:
    with pytest.raises(RagError, match="can't be a name"):
        account_line(name, PASSWORD)


def _password(name: str, typed: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rag.cli", "password", name]
    return subprocess.run(command, cwd=PROJECT, input=typed, capture_output=True, text=True, timeout=60, check=False)


def test_a_password_from_a_pipe_makes_a_line_of_the_file(tmp_path: Path) -> None:
    done = _password("ada", f"{PASSWORD}\nsecond line\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert PASSWORD not in done.stdout
    path = tmp_path / "accounts"
    path.write_text(done.stdout, encoding="utf-8")
    assert Accounts.read(path).check("ada", PASSWORD)
    done = _password("ada", "short\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"rag: [^\n]*8 characters[^\n]*\n", done.stderr)


@pytest.mark.parametrize(("again", "status"), [(PASSWORD, 0), ("another one", 1)])
def test_on_a_terminal_a_password_is_asked_for_twice_and_not_shown(again: str, status: int) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "rag.cli", "password", "ada"]
    process = subprocess.Popen(
        command, cwd=PROJECT, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True, text=True
    )
    os.close(theirs)
    shown = b""
    for prompt, typed in ((b"Password of ada: ", PASSWORD), (b"Once more: ", again)):
        while prompt not in shown:
            shown += os.read(ours, 1024)
        os.write(ours, f"{typed}\n".encode())
    printed, _ = process.communicate(timeout=60)
    shown += os.read(ours, 1024)
    os.close(ours)
    assert process.returncode == status
    assert PASSWORD.encode() not in shown
    assert (printed.startswith("ada:$argon2id$"), b"The two passwords differ" in shown) == (status == 0, status == 1)


# Keys


@pytest.fixture(scope="module")
def keyed(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Keys]]:
    """A server that programs need a key for, with figures, and its keys."""
    index = tmp_path_factory.mktemp("keyed") / "index"
    shutil.copytree(sample_folder, index)
    keys = Keys(SidecarFile(index / FILE))
    keys.make("first")
    with serving_process(index, "--metrics") as server:
        assert Visitor(server.url).settled()[0] == 200
        yield server, keys


def _client(server: Server, key: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{server.url}/v1", api_key=key, max_retries=0)


PROGRAMS = ["/api/articles", "/v1/models", "/metrics"]


def test_a_program_needs_a_key_where_there_are_any_and_a_reader_none(keyed: tuple[Server, Keys]) -> None:
    server, keys = keyed
    secret = keys.make("reader")
    visitor = Visitor(server.url)
    for path in PROGRAMS:
        for given in ({}, {"Authorization": "Bearer rag_wrong"}, {"Authorization": f"Basic {secret}"}):
            refused = visitor.fetch(path, None, **given)
            assert refused.status == 401, (path, given)
            assert json.loads(refused.text)["error"]["code"] == "invalid_api_key"
        assert visitor.fetch(path, Authorization=f"Bearer {secret}").status == 200
    assert visitor.ask(KFOR).status == 401  # the endpoints that there were before the routes
    assert visitor.fetch("/").status == visitor.fetch("/ready").status == 200
    assert _client(server, secret).models.list().data
    assert "Programs need a key here" in visitor.fetch("/v1/models").text
    with pytest.raises(openai.AuthenticationError, match="is none, or was removed"):
        _client(server, "none").models.list()
    keys.remove("reader")
    assert visitor.fetch("/v1/models", Authorization=f"Bearer {secret}").status == 401


def test_a_key_that_asks_too_much_is_told_to_wait(keyed: tuple[Server, Keys]) -> None:
    server, keys = keyed
    client = _client(server, keys.make("eager", per_minute=2))
    assert [client.models.list().data[0].id for _ in range(2)] == ["articles", "articles"]
    with pytest.raises(openai.RateLimitError, match="may ask 2 times a minute") as raised:
        client.models.list()
    assert 1 <= int(raised.value.response.headers["retry-after"]) <= 60


def test_the_figures_count_what_was_asked(keyed: tuple[Server, Keys]) -> None:
    server, keys = keyed
    secret = keys.make("watcher")

    def figures() -> dict[str, float]:
        lines = Visitor(server.url).fetch("/metrics", Authorization=f"Bearer {secret}").text.splitlines()
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}

    before = figures()
    client = _client(server, secret)
    for question in (KFOR, "Who won the chess olympiad in Chennai?"):
        client.chat.completions.create(model="articles", messages=[{"role": "user", "content": question}])
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(model="articles", messages=[{"role": "user", "content": "x " * 2000}])
    after = figures()
    grown = {name: after[name] - before.get(name, 0) for name in after if name.startswith("rag_")}
    assert grown["rag_questions_total"] == grown["rag_answer_seconds_count"] == 2
    assert grown["rag_refusals_total"] == 1
    assert grown['rag_failures_total{kind="ArgumentError"}'] == 1
    assert after["rag_questions_in_flight"] == 0


def test_with_a_login_a_key_will_do_as_well(guarded: Server, sample_folder: Path) -> None:
    visitor = Visitor(guarded.url)
    for path in ("/api/articles", "/v1/models"):
        assert visitor.fetch(path).status == 401
    keys = Keys(SidecarFile(sample_folder / FILE))
    try:
        given = {"Authorization": f"Bearer {keys.make('editor')}"}
        assert visitor.fetch("/v1/models", None, **given).status == 200
        assert visitor.fetch("/config", None, **given).status == 401  # the page is for people
        assert "ask" in _tools(guarded.url, **given)[0]
        assert visitor.log_in("ada", PASSWORD) == 200
        assert visitor.fetch("/api/articles").status == 200
    finally:
        (sample_folder / FILE).unlink()


def test_a_file_of_keys_that_is_none_keeps_the_server_from_starting(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    with pytest.raises(RagError, match="is no file of keys"):
        cli.app(["serve", "--index", str(tmp_path)], standalone_mode=False)


# The options


def test_what_is_wrong_is_told_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rag.cli", "serve", "--auth-file", str(tmp_path / "none")]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert re.fullmatch(r"rag: [^\n]*No such file[^\n]*\n", ended.stderr)
    with pytest.raises(RagError, match="--root-path /articles"):
        serving.serve(Settings(), port=free_port(), root_path="articles")


@pytest.mark.parametrize(("option", "package"), [("mcp", "mcp"), ("metrics", "prometheus_client")])
def test_an_option_without_its_package_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, option: str, package: str
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else found(name))
    with pytest.raises(RagError, match=rf"--{option} needs .*article-rag\[{option}\]"):
        cli.app(["serve", f"--{option}"], standalone_mode=False)


@pytest.mark.parametrize(("host", "alone"), [("127.0.0.2", True), ("::1", True), ("localhost", True), ("::", False)])
def test_which_hosts_others_reach(host: str, alone: bool) -> None:
    assert serving._is_loopback(host) is alone


class ReachedError(Exception):
    """What stands in the page's place was called, with these arguments."""


def _reached(*options: object) -> ReachedError:
    """How the page would be built by `rag serve` with these options, which gets no further."""

    def build_page(settings: Settings, *, read_only: bool, logged_in: bool, collector: Collector | None) -> None:
        raise ReachedError(settings.corpus, read_only, logged_in, collector is not None)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(serving, "build_page", build_page)
        with pytest.raises(ReachedError) as reached:
            cli.app(["serve", "--port", str(free_port()), *map(str, options)], standalone_mode=False)
    return reached.value


def test_the_page_is_told_whether_it_is_read_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert _reached("--corpus", "here").args == (Path("here"), False, False, False)
    assert _reached("--corpus", "here", "--read-only").args == (Path("here"), True, False, False)
    assert capsys.readouterr().err == ""


def test_the_page_fetches_only_where_that_is_allowed_and_never_where_it_is_read_only() -> None:
    assert _reached().args[3] is False
    assert _reached("--allow-fetch").args[3] is True
    assert _reached("--allow-fetch", "--read-only").args[3] is False


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_an_open_host_needs_a_word_on_who_may_ask(host: str) -> None:
    with pytest.raises(RagError, match=r"[^\n]*--auth-file[^\n]*--no-auth") as raised:
        cli.app(["serve", "--host", host], standalone_mode=False)
    assert host in str(raised.value)
    with pytest.raises(RagError, match="the opposite"):
        cli.app(["serve", "--no-auth", "--auth-file", "accounts"], standalone_mode=False)


def test_an_open_host_with_a_word_is_served(auth_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _reached("--host", "0.0.0.0", "--no-auth").args[2] is False
    assert _reached("--host", "0.0.0.0", "--auth-file", auth_file).args[2] is True
    assert capsys.readouterr().err == ""


def test_an_open_file_is_warned_of(auth_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = tmp_path / "accounts"
    shutil.copy(auth_file, shared)
    shared.chmod(0o640)
    _reached("--auth-file", shared)
    assert re.fullmatch(rf"rag: [^\n]*chmod 600 {shared}\n", capsys.readouterr().err)


def test_a_signal_to_end_ends_it_and_leaves_no_file(sample_folder: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TMPDIR", str(tmp_path))
        with serving_process(sample_folder) as server:
            heartbeat = httpx.stream("GET", f"{server.url}/gradio_api/heartbeat/a", trust_env=False)
            with heartbeat:  # a page that is open
                assert list(tmp_path.glob("articles-uploads-*"))
                server.process.send_signal(signal.SIGTERM)
                assert server.process.wait(30) == 0
            assert not list(tmp_path.iterdir())


# Behind nginx


NAME = "articles.example"
"""By which the page is asked behind nginx."""


def log_in(page: Page) -> None:
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def test_under_a_path_of_nginx_one_logs_in_and_asks(sample_folder: Path, auth_file: Path, tmp_path: Path) -> None:
    options = ("--root-path", "/articles", "--auth-file", auth_file, "--allow-host", NAME, "--allow-fetch")
    with (
        serving_process(sample_folder, *options) as server,
        nginx(tmp_path, under_a_path(server.url)) as behind,
        sync_playwright() as playwright,
    ):
        assert Visitor(f"{behind}/articles").settled()[0] == 200
        assert Visitor(server.url).settled()[0] == 200
        assert Visitor(behind).fetch("/").status != 502
        proxy = behind.replace("127.0.0.1", NAME)
        switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        switches.append(f"--host-resolver-rules=MAP {NAME} 127.0.0.1")
        browser = playwright.chromium.launch(executable_path=chromium(), args=switches)
        page = browser.new_page()
        asked: list[str] = []
        failed: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("response", lambda reply: failed.append(f"{reply.status} {reply.url}") if reply.status > 401 else None)
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(f"{proxy}/articles")
        log_in(page)
        question = page.get_by_label("Your question")
        expect(question).to_be_visible(timeout=60_000)
        expect(page.locator("#headline")).to_contain_text("articles ·", timeout=60_000)
        question.fill(KFOR)
        question.press("Enter")
        expect(page.locator("#chat .made")).to_be_visible(timeout=60_000)
        expect(page.locator("#chat .answer")).to_contain_text("9 October 2023")
        assert page.url.partition("#")[0] == f"{proxy}/articles/"
        question.fill("Who leads KFOR?")
        page.context.clear_cookies()  # the login ends, and what was asked is asked after the next one, in its chat
        assert page.evaluate("fetch('gradio_api/app_id').then((reply) => reply.status)") == 401
        expect(question).to_have_value("Who leads KFOR?")  # what the page asks by itself takes nobody away who types
        question.press("Enter")
        log_in(page)
        expect(page.locator("#chat .user-row")).to_have_count(2, timeout=60_000)
        expect(page.locator("#chat .made")).to_have_count(2, timeout=60_000)
        shares = manifest(page)["shareTarget"]["action"]
        assert shares == f"{proxy}/articles/add"
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_label("Password")).to_be_visible()
        assert page.url == f"{proxy}/articles/login"
        page.goto(f"{shares}?url=https://press.example/crane")  # as a phone does, whose login has ended meanwhile
        log_in(page)
        field = page.get_by_label("Or the address of an article, or of a feed")
        expect(field).to_have_value("https://press.example/crane", timeout=SLOW)
        browser.close()
    assert failed == []
    own = (f"{proxy}/articles", "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []


@pytest.mark.parametrize("configured", [several, deployed])
def test_where_one_of_two_servers_is_killed_the_other_goes_on(
    sample_folder: Path, tmp_path: Path, configured: Callable[..., Callable[[int], str]]
) -> None:
    with (
        serving_process(sample_folder) as first,
        serving_process(sample_folder) as second,
        nginx(tmp_path, configured(first.url, second.url)) as behind,
    ):
        assert {Visitor(server.url).settled()[0] for server in (first, second)} == {200}
        assert Visitor(behind).fetch("/").status == 200
        client = openai.OpenAI(base_url=f"{behind}/v1", api_key="none")
        cut: list[int] = []

        def ask(number: int) -> tuple[int, bool]:
            if number == 8:
                first.process.send_signal(signal.SIGKILL)  # while others are under way
                assert first.process.wait(30) == -signal.SIGKILL
            page = {"Origin": behind}  # as a browser sends it, with the port
            asked: dict[str, Any] = {"json": {"question": KFOR}, "headers": page, "timeout": 60, "trust_env": False}
            try:
                reply = httpx.post(f"{behind}/api/ask", **asked)
            except httpx.RemoteProtocolError:  # its answer had begun when the server was killed, and nobody can go on
                cut.append(number)
                reply = httpx.post(f"{behind}/api/ask", **asked)
            return reply.status_code, "9 October 2023" in reply.text

        with ThreadPoolExecutor(4) as people:
            told = list(people.map(ask, range(24)))
        assert told == [(200, True)] * 24
        assert len(cut) <= 3, cut  # those that were under way
        said: Any = client.chat.completions.create(model="articles", messages=[{"role": "user", "content": KFOR}])
        cited = said.choices[0].message.annotations[0].url_citation.url
        assert httpx.get(cited, trust_env=False).status_code == 200
        assert cited.startswith(f"{behind}/api/articles/")
        assert Visitor(behind).fetch("/ready").status == 200
        assert Visitor(behind).fetch("/").status == 200  # and so does the page
