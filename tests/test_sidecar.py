"""What is kept with an index and is no part of it: in a folder, and in a Milvus that several machines share."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag import cli
from rag.answers.answer import Answer
from rag.answers.feedback import Feedback
from rag.answers.statements import Trace
from rag.api.keys import Keys
from rag.errors import ArgumentError, RagError
from rag.index.milvus.log import Lease
from rag.index.milvus.server import Server
from rag.index.milvus.sidecar import SidecarRows
from rag.index.place import place_of
from rag.sidecar import Sidecar, SidecarFile
from tests.conftest import HashedWords
from tests.index.test_milvus import article, opened
from tests.milvus import served

Machine = Callable[[], Sidecar]


@pytest.fixture(params=["folder", "milvus"])
def machine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """The sidecar as each of several machines has it."""
    if request.param == "folder":
        yield lambda: place_of(tmp_path / "index").sidecar("notes.json")
        return
    monkeypatch.setattr("rag.index.milvus.sidecar._MOMENT", -1.0)
    with served(tmp_path / "server") as port:
        yield lambda: place_of(f"milvus://127.0.0.1:{port}/news").sidecar("notes.json")


def test_what_one_machine_adds_or_replaces_the_others_read(machine: Machine) -> None:
    one, other = machine(), machine()
    assert (one.state(), one.read()) == (None, b"")
    one.append(b"a\n")
    other.append(b"\xff\x00\n")
    seen = one.state()
    assert seen is not None
    assert one.read() == other.read() == b"a\n\xff\x00\n"
    for content in (b"", b"new", bytes(range(256)) * 2000 + b"\n"):
        with other.changing():
            other.replace(content)
        assert one.read() == content
        assert one.state() not in (seen, None)
        seen = one.state()
    one.append(b"\n")
    assert other.read() == content + b"\n"


def test_machines_that_add_at_once_lose_nothing(machine: Machine) -> None:
    lines = [b"%d\n" % number for number in range(20)]
    machine().append(lines.pop())
    threads = [threading.Thread(target=machine().append, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(machine().read().splitlines(keepends=True)) == sorted([*lines, b"19\n"])


def test_keys_and_feedback_are_the_same_on_each_machine(machine: Machine) -> None:
    keys, serving = Keys(machine()), Keys(machine())
    assert not serving.needed
    secret = keys.make("editor", per_minute=7)
    with pytest.raises(ArgumentError, match="editor has a key"):
        serving.make("editor")
    held = serving.holder(secret)
    assert held is not None
    assert (held.name, held.per_minute, serving.needed) == ("editor", 7, True)
    keys.remove("editor")
    assert (serving.holder(secret), serving.needed) == (None, True)


def test_feedback_of_two_servers_is_read_together(machine: Machine) -> None:
    for question in ("Who?", "Why?"):
        Feedback(machine()).record(Answer(question, Trace(question)), good=True)
    assert [one["question"] for one in Feedback(machine()).read()] == ["Who?", "Why?"]


def test_in_a_milvus_who_changes_it_is_waited_for_and_a_rebuild_leaves_it_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("rag.index.milvus.sidecar.PATIENCE", 0.2)
    (corpus / "a.md").write_text("# Trams\n\nThe trams of the harbour run again since Monday.\n", encoding="utf-8")
    with served(tmp_path / "server") as port:
        address = f"milvus://127.0.0.1:{port}/news"
        kept = place_of(address).sidecar("keys.json")
        assert isinstance(kept, SidecarRows)
        keys = Keys(kept)
        secret = keys.make("editor")
        lease = Lease(Server.of(kept._address), kept._collection)
        assert lease.taken()
        with pytest.raises(RagError, match="Another process holds the collection news__keys_json of milvus://127"):
            keys.make("other")
        lease.release()
        opened(f"milvus://127.0.0.1:{port}/news__archive", create=True).update([article("a", "whale")])
        index = opened(address, create=True)
        for _ in range(2):
            index.build(corpus, address, embedder=HashedWords(), rebuild=True)
        assert Keys(place_of(address).sidecar("keys.json")).holder(secret) is not None
        assert opened(f"milvus://127.0.0.1:{port}/news__archive").verify() == [], "an index called much the same"


def test_of_milvus_lite_it_is_a_file_beside_the_copy(tmp_path: Path) -> None:
    kept = place_of(f"milvus-lite:{tmp_path / 'x.db'}").sidecar("keys.json")
    assert isinstance(kept, SidecarFile)
    assert kept.path.is_relative_to(tmp_path / "x.db")


def test_a_move_takes_keys_and_feedback_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder, back = tmp_path / "index", tmp_path / "back"
    opened(folder, create=True).update([article("a", "whale")])
    secret = Keys(place_of(folder).sidecar("keys.json")).make("editor")
    Feedback(place_of(folder).sidecar("feedback.jsonl")).record(Answer("Wer fährt?", Trace("q")), good=True)
    with served(tmp_path / "server") as port:
        address = f"milvus://127.0.0.1:{port}/news"
        for source, target in ((folder, address), (address, back)):
            cli.app(["move", str(source), str(target)], standalone_mode=False)
            assert Keys(place_of(target).sidecar("keys.json")).holder(secret) is not None
            capsys.readouterr()
            cli.app(["feedback", "--index", str(target)], standalone_mode=False)
            assert json.loads(capsys.readouterr().out)["question"] == "Wer fährt?"
