"""A real nginx, with the snippets of docs/deployment.md or the file of deploy/, before servers of the tests."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.serving import free_port


def _snippets() -> list[str]:
    text = (PROJECT / "docs" / "deployment.md").read_text(encoding="utf-8")
    return re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)


def under_a_path(upstream: str) -> Callable[[int], str]:
    """One server below a path of a host."""
    snippet = _snippets()[0]
    assert "http://127.0.0.1:7860/" in snippet
    located = snippet.replace("http://127.0.0.1:7860/", f"{upstream}/")
    return lambda port: f"server {{ listen 127.0.0.1:{port}; absolute_redirect off;\n{located}\n}}"


def several(*upstreams: str) -> Callable[[int], str]:
    """Two servers of the same index."""
    snippet = _snippets()[1]
    for number, upstream in enumerate(upstreams, 1):
        assert f"127.0.0.1:786{number}" in snippet
        snippet = snippet.replace(f"127.0.0.1:786{number}", upstream.removeprefix("http://"))
    return lambda port: snippet.replace("listen 80;", f"listen 127.0.0.1:{port};")


def deployed(*upstreams: str) -> Callable[[int], str]:
    """Two servers, by the file that Compose gives to nginx."""
    text = (PROJECT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for name, upstream in zip(("one", "two"), upstreams, strict=True):
        assert f"server {name}:7860;" in text
        text = text.replace(f"server {name}:7860;", f"server {upstream.removeprefix('http://')};")
    assert "listen 8080;" in text
    return lambda port: text.replace("listen 8080;", f"listen 127.0.0.1:{port};")


@contextmanager
def nginx(folder: Path, configured: Callable[[int], str]) -> Iterator[str]:
    """The address of nginx with what is ``configured`` for its port, in a folder that is its own."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.fail("no nginx: install it (make test does), as the page is tested behind one")
    port = free_port()
    temporary = "\n".join(
        f"    {kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"""daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/access.log;
{temporary}
{configured(port)}
}}
""",
        encoding="utf-8",
    )
    errors = str(folder / "error.log")
    process = subprocess.Popen([found, "-e", errors, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        while True:
            assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()  # at once: an open page would keep it
        try:
            process.wait(10)
        finally:
            process.kill()
            process.wait()
