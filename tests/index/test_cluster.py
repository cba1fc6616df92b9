"""A build by several processes of Ray on this machine: what comes of it, and of one whose processes are killed."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rag.corpus.files import SourceFile
from rag.errors import ArgumentError, ClusterError, CorpusError, IndexMissing
from rag.index import cluster
from rag.index.building import build_steps
from rag.index.embedding import Embedder, Vectors
from rag.index.search import Index
from rag.index.store import Store
from rag.places import STORE
from rag.types import Interval, Report
from tests.browser import within
from tests.conftest import PROJECT, HashedWords, all_vectors

pytestmark = [pytest.mark.slow, pytest.mark.kill]
Parts = Sequence[Sequence[Interval]]


class KilledOnce(HashedWords):
    """An embedder that kills the process that it embeds in, where the file ``killed`` is not there yet."""

    def __init__(self, killed: Path) -> None:
        super().__init__()
        self.killed = killed

    def embed_parts(self, texts: Sequence[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
        if not self.killed.exists():
            self.killed.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_parts(texts, parts)


class Deadly(HashedWords):
    """An embedder that kills every process that it embeds in."""

    def embed_parts(self, texts: Sequence[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
        os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_parts(texts, parts)


@pytest.fixture
def many(corpus: Path) -> Path:
    """The sample articles, one of another name with the same id, and a file of many articles."""
    shutil.copytree(PROJECT / "corpus", corpus, dirs_exist_ok=True)
    lines = (
        f'{{"id": "{n}", "title": "Storm {n}", "text": "Storm {n} sank {n} boats. Nobody died."}}' for n in range(300)
    )
    (corpus / "storms.jsonl").write_text("\n".join([*lines, "no json"]), encoding="utf-8")
    (corpus / "again.jsonl").write_text('{"id": "7", "title": "Taken", "text": "Of another file."}', encoding="utf-8")
    (corpus / "empty.md").touch()
    return corpus


def built(corpus: Path, index: Path, embedder: Embedder, ray: str | None = None) -> Report:
    *_, last = build_steps(corpus, index, embedder=embedder, ray=ray)
    assert last.report is not None
    return last.report


def contents(index: Path) -> dict[str, object]:
    """What an index holds, vectors apart: their order is that of the build."""
    with Store(index / STORE).read() as snapshot:
        ids, vectors = all_vectors(snapshot)
        chunks = snapshot.chunks(ids)
        rows = {
            (one.article.id, one.start, one.end, one.sentences): row
            for row, one in enumerate(map(chunks.get, ids))
            if one
        }
        assert len(rows) == len(ids) == len(chunks)
        return {
            "articles": snapshot.fingerprints(),
            "files": snapshot.files(),
            "problems": snapshot.problems(),
            "accounts": snapshot.accounts(),
            "complete": snapshot.complete,
            "chunks": sorted(rows),
            "vectors": vectors[[rows[one] for one in sorted(rows)]].round(3).tolist(),
        }


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two processes that stays between builds."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    head = [str(Path(sys.executable).with_name("ray")), "start", "--head", "--block", "--num-cpus=2", f"--port={port}"]
    quiet = ["--node-ip-address=127.0.0.1", "--include-dashboard=false", "--disable-usage-stats"]
    own = {"PYTHONPATH": str(PROJECT), "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    running = subprocess.Popen(
        [*head, *quiet], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | own
    )
    try:
        while True:
            assert running.poll() is None
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in own.items():
                patch.setenv(name, value)
            yield f"127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait()


def test_with_a_process_killed_half_way_it_comes_to_what_a_build_alone_comes_to(
    many: Path, tmp_path: Path, address: str, capfd: pytest.CaptureFixture[str]
) -> None:
    alone = built(many, tmp_path / "alone", HashedWords())
    together = built(many, tmp_path / "together", KilledOnce(tmp_path / "killed"), address)
    assert (tmp_path / "killed").exists()
    assert capfd.readouterr() == ("", "")
    assert contents(tmp_path / "together") == contents(tmp_path / "alone")
    assert replace(together, seconds=0, generation=0) == replace(alone, seconds=0, generation=0)
    assert together.embedded_chunks == together.chunks > 300
    assert Index.open(tmp_path / "together", embedder=HashedWords()).verify() == []
    (many / "new.md").write_text("# Calm\n\nNo boat sank.", encoding="utf-8")
    again = built(many, tmp_path / "together", HashedWords(), address)
    assert (again.added, again.changed, again.embedded_chunks) == (1, 0, 1)


def test_work_that_kills_every_process_ends_the_build_in_a_line(
    many: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_TRIES", 2)
    with pytest.raises(ClusterError, match="2 processes of the cluster died over the same work: look whether"):
        built(many, tmp_path / "index", Deadly(), address)


def test_a_file_that_a_machine_of_the_cluster_does_not_see_is_named(
    many: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = SourceFile.open
    monkeypatch.setattr(SourceFile, "open", lambda one: seen(replace(one, location=many / "storms.jsonl")))
    monkeypatch.setattr(Path, "absolute", lambda one: tmp_path / "elsewhere" / one.name)
    with pytest.raises(
        CorpusError, match=r"can't read it \(No such file.*let every machine see the corpus at the same"
    ):
        built(many, tmp_path / "index", HashedWords(), address)


@pytest.mark.parametrize(
    ("address", "error", "reason"),
    [
        ("127.0.0.1:1", ClusterError, "at 127.0.0.1:1 can't be joined .Connection refused.: start it"),
        ("nowhere", ArgumentError, "'nowhere' is no address of a Ray cluster: give host:port"),
    ],
)
def test_a_cluster_that_is_away_is_told_in_a_line(
    many: Path, tmp_path: Path, address: str, error: type[Exception], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        built(many, tmp_path / "index", HashedWords(), address)
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize(
    ("left", "reason"),
    [
        ("127.0.0.1:1", "at 127.0.0.1:1 can't be joined .Connection refused.: start it"),  # by one that has ended
        (None, "at auto can't be joined .none runs on this machine.: start it"),
    ],
)
def test_that_no_cluster_runs_here_is_told_in_a_line(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str | None, reason: str
) -> None:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setattr("ray._private.services.find_gcs_addresses", list)
    monkeypatch.setattr("ray._private.services.find_bootstrap_address", lambda _: left)
    with pytest.raises(ClusterError, match=reason):
        built(many, tmp_path / "index", HashedWords(), "auto")
    assert not (tmp_path / "index").exists()


def test_ray_that_is_missing_is_told_with_its_extra(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterError, match=r"--ray needs Ray: install article-rag\[ray\]."):
        built(many, tmp_path / "index", HashedWords(), "local")


@pytest.mark.model
def test_the_command_starts_ray_here_and_ends_it(corpus: Path, tmp_path: Path) -> None:
    (corpus / "calm.md").write_text("# Calm\n\nNo boat sank.", encoding="utf-8")
    command = [sys.executable, "-m", "rag.cli", "index", "--index", str(tmp_path / "index"), "--ray", str(corpus)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=200)
    assert (done.returncode, done.stderr.count("\n") < 6) == (0, True), done.stderr
    assert "ray" not in (done.stdout + done.stderr).lower().replace(str(corpus).lower(), "")
    assert Index.open(tmp_path / "index").status().articles == 1


@pytest.mark.model
def test_a_ctrl_c_ends_it_in_a_line_with_its_processes_and_what_was_committed_stays(
    corpus: Path, tmp_path: Path
) -> None:
    lines = (f'{{"id": "{n}", "title": "Storm {n}", "text": "Storm {n} sank {n} boats."}}' for n in range(3000))
    (corpus / "storms.jsonl").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "rag.cli", "index", "--index", str(tmp_path / "index"), "--ray", str(corpus)]
    own = f"RAG_TEST_MARK={secrets.token_hex(8)}"
    running = subprocess.Popen(
        command,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env=os.environ | dict([own.split("=")]),
    )
    store = Store(tmp_path / "index" / STORE)
    while not _held(store):
        assert running.poll() is None
        time.sleep(0.1)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal sends it, to all that run in it
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said.splitlines()[-1] == "rag: stopped. What was embedded is kept: run `rag index` to go on."
    assert "Traceback" not in said
    assert "ray" not in said.lower()
    assert within(60, lambda: not _marked(own.encode()))
    found = Index.open(tmp_path / "index")
    assert 64 <= found.status().articles < 3000
    assert not found.status().complete
    assert found.verify() == []


def _held(store: Store) -> bool:
    """Whether a build has committed an article."""
    with contextlib.suppress(IndexMissing), store.read() as snapshot:
        return snapshot.status().articles > 0
    return False


def _marked(mark: bytes) -> list[str]:
    """The processes whose environment has a mark."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if mark in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text())
    return found
