"""An index in a Milvus: what a folder has not. Milvus Lite serves it, in this process or at a port of this machine."""

import contextlib
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import grpc
import pymilvus
import pytest
from milvus_lite.adapter.grpc.servicer import MilvusServicer
from pymilvus.exceptions import MilvusException
from pymilvus.grpc_gen.milvus_pb2_grpc import MilvusServiceServicer

from rag import ArgumentError, Article, Index, IndexAway, IndexBroken, IndexBusy, IndexMissing, Rag, RagError
from rag.corpus.folder import CorpusFolder
from rag.index.building import build_steps
from rag.index.embedding import model_of
from rag.index.milvus.address import Address
from rag.index.milvus.log import Head, Lease, Log, Operation
from rag.index.milvus.place import Milvus
from rag.index.milvus.server import Server, _missed
from rag.index.moving import move
from rag.index.place import place_of
from rag.index.snapshot import Recipe
from tests.conftest import HashedWords
from tests.corpus.conftest import about, add
from tests.milvus import served


@pytest.fixture(autouse=True)
def own_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def article(name: str, word: str) -> Article:
    return Article(name, f"About {word}", f"The {word} came to the harbour. Nobody knew why the {word} came.")


def opened(index: Path | str, create: bool = False) -> Index:
    return Index.open(index, create=create, embedder=HashedWords())


def told(index: Index, word: str) -> set[str]:
    return {one.article.id for one in index.search(f"Did the {word} come?") if word in one.text}


@pytest.mark.parametrize(
    ("text", "uri", "collection", "token"),
    [
        ("milvus://host", "http://host:19530", "articles", ""),
        ("milvus:/host:1/news", "http://host:1", "news", ""),  # as a `Path` leaves it
        ("milvus+tls://reader:p%40ss@host/news", "https://host:19530", "news", "reader:p@ss"),
        ("milvus://key@[::1]:9/n?tls&index=hnsw", "https://[::1]:9", "n", "key"),
        ("milvus://root:p@ss/w#o?r:d@host/news", "http://host:19530", "news", "root:p@ss/w#o?r:d"),
    ],
)
def test_an_address_is_read(text: str, uri: str, collection: str, token: str) -> None:
    found = Address.of(text)
    assert (found.uri, found.collection, found.token) == (uri, collection, token)
    assert "p@ss" not in f"{found.name} {found!r}"


@pytest.mark.parametrize("text", ["milvus://", "milvus-lite:", "milvus://h:x/", "milvus://h/a-b", "milvus://h/a?x=1",
                                  "milvus://h/a?index=none"])  # fmt: skip
def test_what_is_no_address_is_told_in_a_line(text: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        place_of(text)
    assert "\n" not in str(caught.value)


def test_a_second_machine_reads_what_the_first_one_commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path / "server") as port:
        address = f"milvus://127.0.0.1:{port}/news"
        first = opened(address, create=True)
        first.update([article("a", "whale"), article("b", "tram")])
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "another"))
        second = opened(address)
        assert told(second, "whale") == {"a"}
        monkeypatch.undo()
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        monkeypatch.setattr("rag.index.milvus.place._seen", {})  # what is known of the head lasts a moment
        first.update([article("a", "bus")], remove=["b"])
        assert (told(second, "whale"), told(second, "tram"), told(second, "bus")) == (set(), set(), {"a"})
        assert second.verify() == []
        history = second.history("a")
        assert history is not None
        assert [one.title for one in history.versions] == ["About whale"]


def test_a_question_takes_four_requests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    requests: list[str] = []

    def counted(name: str, answer: Callable[..., object]) -> Callable[..., object]:
        def respond(*given: object) -> object:
            requests.append(name)
            return answer(*given)

        return respond

    for name, answer in vars(MilvusServiceServicer).items():
        if callable(answer) and not name.startswith("_"):
            monkeypatch.setattr(MilvusServicer, name, counted(name, getattr(MilvusServicer, name)))
    with served(tmp_path / "server") as port:
        rag = Rag(opened(f"milvus://127.0.0.1:{port}/news", create=True))
        rag.index.update([article("a", "whale"), article("b", "tram")])
        assert rag.ask("Did the whale come to the harbour?").refusal is None
        monkeypatch.setattr("rag.index.milvus.place._seen", {})
        monkeypatch.setattr("rag.index.milvus.place._MOMENT", 1000.0)
        requests.clear()
        # The head; by meaning and by words; the texts of what was found.
        for taken in (["Query", "Search", "Search", "Query"], ["Search", "Search", "Query"]):
            assert rag.ask("Did the tram come to the harbour?").refusal is None
            assert requests == taken
            requests.clear()
        before = rag.ask("Did the tram come to the harbour?")
        requests.clear()
        assert rag.ask("And the whale?", [before]).refusal is None
        assert requests.count("Search") == 2, "near to the question and to what was answered before, in one"


def test_a_build_that_was_killed_shows_nothing_of_itself_and_the_next_sweeps_it_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = f"milvus-lite:{tmp_path / 'x.db'}"
    opened(index, create=True).update([article("a", "whale")])
    # Rows of chunks, of texts and of the log are there, and the head is not.
    place = Milvus.at(index)
    commit, heads = Log.commit, iter([0, 1])

    def stop(_: Head) -> NoReturn:
        raise KeyboardInterrupt

    def killed(log: Log, head: Head, operations: Sequence[Operation]) -> Head:
        if next(heads):  # the first says that a build is at work
            monkeypatch.setattr("rag.index.milvus.log.asdict", stop)
        return commit(log, head, operations)

    monkeypatch.setattr(Log, "commit", killed)
    with pytest.raises(KeyboardInterrupt):
        opened(index).update([article("b", "tram")])
    monkeypatch.undo()
    with place.read() as before:
        pass
    assert len(list(before.tables.server.all_rows(before.tables.chunks, "id > 0", ["id"]))) == 2
    found = opened(index)
    assert (told(found, "whale"), told(found, "tram"), found.status().articles) == ({"a"}, set(), 1)
    found.update([article("c", "bus")])
    assert (told(found, "tram"), told(found, "bus"), found.verify()) == (set(), {"c"}, [])
    with place.read() as after:
        assert len(list(after.tables.server.all_rows(after.tables.chunks, "id > 0", ["id"]))) == 2


class Killed(BaseException):
    """What ends a build at some step as a kill does: nothing is asked of the server any more."""


def log_rows(index: str) -> list[str]:
    """The kinds of the rows of the log, in order."""
    with Milvus.at(index).read() as snapshot:
        found = snapshot.tables.server.all_rows(snapshot.tables.log, "id >= 0", ["id", "kind"])
        return [row["kind"] for row in found]


def test_a_log_that_has_grown_is_folded_and_a_new_machine_begins_with_what_it_came_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = f"milvus-lite:{tmp_path / 'x.db'}"
    monkeypatch.setattr("rag.index.milvus.log._GROWN", 6)
    monkeypatch.setattr("rag.index.milvus.log._TOGETHER", 8)
    monkeypatch.setattr("rag.index.milvus.place._UNDER_WAY", -1.0)
    made = opened(index, create=True)
    for number in range(9):
        made.update([article("a", f"whale{number}"), article(f"b{number}", "tram")])
    kinds = log_rows(index)
    assert kinds.count("base") > 1
    assert kinds.count("part") < 9
    assert made.verify() == []
    before, history = made.status(), made.history("a")
    shutil.rmtree(Address.of(index).folder)
    found = opened(index)
    assert (told(found, "whale8"), told(found, "whale7"), found.verify()) == ({"a"}, set(), [])
    assert replace(found.status(), size=0) == replace(before, size=0)
    assert found.history("a") == history
    found.update((), remove=[one.id for one in found.listing()])
    monkeypatch.setattr(Head, "grown", True)
    for _ in range(2):  # of which the second takes out what the first one folded
        found.update((), remove=["a"])
    assert log_rows(index).count("base") == 0
    shutil.rmtree(Address.of(index).folder)
    assert Index(Path(index), HashedWords(), None, 1).verify() == [], "of nothing, too"


@pytest.mark.slow
def test_a_build_that_is_killed_at_any_step_of_folding_leaves_a_whole_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = f"milvus-lite:{tmp_path / 'x.db'}"
    opened(index, create=True).update([article("a", "whale"), article("b", "tram")])
    opened(index).update([article("a", "bus")])
    monkeypatch.setattr("rag.index.milvus.log.Head.grown", True)
    monkeypatch.setattr("rag.index.milvus.place._UNDER_WAY", -1.0)
    steps, killed = 0, True
    while killed:
        left = iter(range(steps))

        def stopped(call: Callable[..., None]) -> Callable[..., None]:
            def step(*given: object, **named: object) -> None:
                if next(left, None) is None:  # noqa: B023
                    raise Killed
                call(*given, **named)

            return step

        with monkeypatch.context() as patched:
            for name in ("insert", "delete"):
                patched.setattr(Server, name, stopped(getattr(Server, name)))
            try:
                opened(index).update([article("new", f"storm{steps}")])
                killed = False
            except Killed:
                steps += 1
        for _ in ("this machine", "another one"):
            found = opened(index)
            assert (told(found, "bus"), told(found, "whale"), told(found, "tram")) == ({"a"}, set(), {"b"})
            assert found.verify() == []
            shutil.rmtree(Address.of(index).folder)
    assert steps > 8
    assert told(opened(index), f"storm{steps}") == {"new"}
    assert "base" in log_rows(index)


def test_who_reads_commits_that_are_folded_meanwhile_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = f"milvus-lite:{tmp_path / 'x.db'}"
    made = opened(index, create=True)
    made.update([article("a", "whale")])
    shutil.rmtree(Address.of(index).folder)
    monkeypatch.setattr("rag.index.milvus.place._UNDER_WAY", -1.0)
    since = Log.since

    def outrun(log: Log, number: int, head: Head) -> Iterator[list[Operation]]:
        monkeypatch.setattr(Log, "since", since)
        with monkeypatch.context() as elsewhere, monkeypatch.context() as folded:
            elsewhere.setattr(Address, "folder", tmp_path / "elsewhere")
            folded.setattr(Head, "grown", True)
            for word in ("tram", "bus"):  # what the first of them folds the second one takes out
                opened(index).update([article("b", word)])
        return since(log, number, head)

    monkeypatch.setattr(Log, "since", outrun)
    found = opened(index)
    assert (told(found, "whale"), told(found, "bus"), found.verify()) == ({"a"}, {"b"}, [])


def test_a_commit_that_is_lost_is_told(tmp_path: Path) -> None:
    index = f"milvus-lite:{tmp_path / 'x.db'}"
    opened(index, create=True).update([article("a", "whale")])
    with Milvus.at(index).read() as snapshot:
        snapshot.tables.server.delete(snapshot.tables.log, f'kind == "part" and id < {2 << 20}')
    shutil.rmtree(Address.of(index).folder)
    with pytest.raises(IndexBroken, match="A commit of the index in the Milvus is lost: run `rag index --rebuild`"):
        opened(index)


def test_a_copy_that_is_lost_or_does_not_read_is_made_anew(tmp_path: Path) -> None:
    index = f"milvus-lite:{tmp_path / 'x.db'}"
    opened(index, create=True).update([article("a", "whale"), article("b", "tram")])
    copy = Address.of(index).folder / "copy.sqlite"
    for suffix in ("-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    copy.write_bytes(b"no database" * 1000)
    assert told(opened(index), "whale") == {"a"}
    shutil.rmtree(copy.parent)
    assert told(opened(index), "tram") == {"b"}
    assert opened(index).verify() == []


def test_what_was_altered_in_milvus_is_told_and_not_answered_from(tmp_path: Path) -> None:
    index = f"milvus-lite:{tmp_path / 'x.db'}"
    made = opened(index, create=True)
    made.update([article("a", "whale")])
    with Milvus.at(index).read() as snapshot:
        server, chunks = snapshot.tables.server, snapshot.tables.chunks
        [row] = list(server.all_rows(chunks, "id > 0", ["*"]))
        server.delete(chunks, "id > 0")
        assert made.verify() == [f"chunk {row['id']} is missing"]
        server.insert(chunks, [{name: row[name] for name in row if name != "sparse"} | {"stop": 3}])
    assert made.verify() == [f"chunk {row['id']} is not what was put in"]
    with pytest.raises(IndexBroken, match="is not what was put in: run `rag index --rebuild`"):
        made.search("whale")


def test_two_writers_on_two_machines_do_not_write_at_once(tmp_path: Path) -> None:
    with served(tmp_path / "server") as port:
        address = f"milvus://127.0.0.1:{port}/news"
        made = opened(address, create=True)
        with Milvus.at(address).read() as snapshot:
            lease = Lease(snapshot.tables.server, snapshot.tables.log)
        assert lease.taken()
        with pytest.raises(IndexBusy, match=f"milvus://127.0.0.1:{port}/news"):
            made.update([article("a", "whale")])
        lease.release()
        assert made.update([article("a", "whale")]).added == 1


def test_two_machines_do_not_make_an_index_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = Recipe(model_of(HashedWords()), 200)
    with served(tmp_path / "server") as port, contextlib.ExitStack() as writing:
        first, second, third = (Milvus.at(f"milvus://127.0.0.1:{port}/news") for _ in range(3))
        for number, machine in enumerate((first, second)):  # neither of which sees an index
            monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / f"machine{number}"))
            writing.enter_context(machine.writing())
        first.make(recipe)
        with pytest.raises(IndexBusy, match=f"milvus://127.0.0.1:{port}/news"):
            second.make(recipe)
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "machine2"))
        with pytest.raises(IndexBusy), third.writing():
            pass
        writing.close()
        with third.writing():
            assert third.exists()


def test_a_server_that_is_away_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.index.milvus.server._PATIENCE", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    for use in (
        lambda: opened(f"milvus://127.0.0.1:{port}/news"),
        lambda: list(build_steps("corpus", f"milvus://127.0.0.1:{port}/n")),
    ):
        with pytest.raises(IndexAway, match=f"The Milvus of milvus://127.0.0.1:{port}/n.* does not answer"):
            use()


class _Locked(grpc.GenericRpcHandler):  # type: ignore[misc]
    """What answers each call as Milvus answers a wrong password."""

    def service(self, handler_call_details: object) -> grpc.RpcMethodHandler:  # noqa: ARG002
        def refuse(_: bytes, context: grpc.ServicerContext) -> bytes:
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure, please check username and password")
            return b""

        return grpc.unary_unary_rpc_method_handler(refuse)


def test_a_wrong_password_is_told_and_not_repeated() -> None:
    server = grpc.server(futures.ThreadPoolExecutor(2), handlers=(_Locked(),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with pytest.raises(IndexAway, match="does not let in who asks") as caught:
            opened(f"milvus://reader:secret@127.0.0.1:{port}/news")
        assert "secret" not in str(caught.value)
    finally:
        server.stop(0).wait()


@pytest.mark.parametrize("name", ["authors", "permission", "retry_news", "connecticut", "timeouts", "not_found"])
def test_a_name_is_no_error(tmp_path: Path, name: str) -> None:
    with served(tmp_path / "server") as port:
        made = opened(f"milvus://127.0.0.1:{port}/{name}", create=True)
        assert made.update([article("a", "whale")]).added == 1
        assert told(opened(f"milvus://127.0.0.1:{port}/{name}"), "whale") == {"a"}
        with pytest.raises(IndexMissing, match="There is no index in"):
            opened(f"milvus://127.0.0.1:{port}/{name}2")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (MilvusException(1400, "not authenticated"), "does not let in"),
        (MilvusException(1, "service not ready", retriable=True), "does not answer"),
        (MilvusException(905, "node not available"), "does not answer"),
        (MilvusException(grpc.StatusCode.UNAVAILABLE, "[query] Retry timeout: 10s"), "does not answer"),
        (MilvusException(1600, "alias not found[alias=authors]"), "lacks one of its collections"),
        (MilvusException(101, "collection not loaded[collection=connect]"), "does not load"),
        (MilvusException(1100, "invalid parameter: auth_timeout_retry"), "refuses"),
    ],
)
def test_an_error_of_a_milvus_is_told_by_its_code(tmp_path: Path, error: Exception, kind: str) -> None:
    server = Server.of(Address.of(f"milvus-lite:{tmp_path / 'x.db'}"))
    with pytest.raises(RagError, match=kind), server._explained():
        raise error


@pytest.mark.parametrize("part", ["chunks", "texts"])
def test_an_index_that_lost_a_collection_is_damaged_and_can_be_made_anew(
    tmp_path: Path, corpus: Path, part: str
) -> None:
    index = f"milvus-lite:{tmp_path / 'x.db'}"
    add(CorpusFolder(corpus), ("a.md", about("whale")))
    Index.build(corpus, index, embedder=HashedWords())
    with Milvus.at(index).read() as snapshot:
        snapshot.tables.server.drop(snapshot.tables.log.removesuffix("log") + part)
    with pytest.raises(IndexBroken, match="lacks one of its collections: run `rag index --rebuild`"):
        Rag(opened(index)).ask("Where is the whale to be found?")
    with pytest.raises(IndexBroken, match="run `rag index --rebuild`"):
        Index.build(corpus, index, embedder=HashedWords()).verify()
    made = Index.build(corpus, index, rebuild=True, embedder=HashedWords())
    assert (made.verify(), made.status().articles) == ([], 1)


def test_who_comes_after_one_who_waited_in_vain_does_not_wait_as_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("rag.index.milvus.server._PATIENCE", 1.0)
    monkeypatch.setattr("rag.index.milvus.server._BRIEFLY", 0.0)
    with served(tmp_path / "server") as port:
        address = Address.of(f"milvus://127.0.0.1:{port}/news")
        server = Server.of(address)
        assert server.collections() == []

    def away(timeout: float) -> NoReturn:
        waited.append(timeout)
        raise MilvusException(2, "service unavailable")

    monkeypatch.setattr(server._client, "list_collections", away)
    for _ in range(2):
        with pytest.raises(IndexAway):
            server.collections()
    assert max(waited) > 0.5
    assert waited[-1] == pytest.approx(0.2), "one short attempt, and no second one"
    monkeypatch.undo()
    with served(tmp_path / "server", port):
        while address in _missed:  # until it is seen that it is back
            with contextlib.suppress(IndexAway):
                server.collections()


def test_a_new_connection_waits_for_a_server_that_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missed = iter([2, 2])

    class Late(pymilvus.MilvusClient):  # type: ignore[misc]
        def __init__(self, **named: Any) -> None:
            for code in missed:
                raise MilvusException(
                    code, "Fail connecting to server, illegal connection params or server unavailable"
                )
            super().__init__(**named)

    monkeypatch.setattr(pymilvus, "MilvusClient", Late)
    with served(tmp_path / "server") as port:
        assert told(opened(f"milvus://127.0.0.1:{port}/news", create=True), "whale") == set()
    assert next(missed, None) is None


def test_a_question_waits_for_a_server_that_comes_back(tmp_path: Path) -> None:
    with served(tmp_path / "server") as port:
        made = opened(f"milvus://127.0.0.1:{port}/news", create=True)
        made.update([article("a", "whale")])
        assert told(made, "whale") == {"a"}
    found: list[set[str]] = []
    asking = threading.Thread(target=lambda: found.append(told(made, "whale")))
    asking.start()
    time.sleep(0.5)  # of the time for which it waits
    with served(tmp_path / "server", port):
        asking.join(30)
    assert found == [{"a"}]


def test_a_file_that_another_process_has_open_is_told(tmp_path: Path) -> None:
    with served(tmp_path / "x.db"), pytest.raises(IndexAway, match="another process has it open"):
        opened(f"milvus-lite:{tmp_path / 'x.db'}", create=True)


def test_where_there_is_no_index_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"no index in milvus-lite:.*: run `rag index` first"):
        opened(f"milvus-lite:{tmp_path / 'x.db'}")
    assert list(tmp_path.glob("*.db")) == []


def test_an_index_is_moved_there_and_back_without_embedding(tmp_path: Path) -> None:
    folder, lite, back = tmp_path / "index", f"milvus-lite:{tmp_path / 'x.db'}", tmp_path / "back"
    made = opened(folder, create=True)
    made.update([article(str(number), f"word{number}") for number in range(5)])
    made.update([article("2", "whale")])
    for source, target in ((folder, lite), (lite, back)):
        *_, last = move(str(source), str(target))
        assert (last.articles, last.chunks) == (5, 5)
        moved = opened(target)
        assert moved.verify() == []
        assert told(moved, "whale") == {"2"}
        assert moved.history("2") == made.history("2")
        assert moved.generation == made.generation
    *_, again = move(str(folder), str(back))
    assert (again.done, again.articles) == (True, 5)
    opened(back).update([article("3", "tram")])
    with pytest.raises(ArgumentError, match="already: give another place"):
        list(move(str(folder), str(back)))
    assert opened(lite).update([article("new", "tram"), article("2", "bus")]).embedded_chunks == 2


def test_what_does_not_come_whole_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, lite = tmp_path / "index", f"milvus-lite:{tmp_path / 'x.db'}"
    opened(folder, create=True).update([article("a", "whale")])
    monkeypatch.setattr("rag.index.milvus.tables.Tables.insert_texts", lambda *_: None)
    with pytest.raises(IndexBroken, match="What came to milvus-lite:"):
        list(move(str(folder), lite))
    with pytest.raises(IndexMissing):
        opened(lite)
