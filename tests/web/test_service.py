"""The index that the page's sessions share follows its corpus: what readers add, replace, remove and stop."""

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.answers.answer import Answer
from rag.corpus.folder import CorpusFolder
from rag.corpus.pasting import pasted
from rag.errors import BuildStopped, CorpusError, IndexBusy, RagError
from rag.filters import Filters
from rag.index import building, models
from rag.index.building import build_steps
from rag.index.embedding import Vectors
from rag.index.folder import writing
from rag.index.search import Index
from rag.index.store import Store
from rag.places import STORE
from rag.settings import Settings
from rag.types import Progress, Report, Status
from rag.web.building import Building, Pace
from rag.web.service import Service
from tests.conftest import HashedWords
from tests.corpus.conftest import about, add, records
from tests.milvus import served


@pytest.fixture
def own(corpus: Path) -> CorpusFolder:
    return CorpusFolder(corpus)


@pytest.fixture
def hashing(hashed: HashedWords, monkeypatch: pytest.MonkeyPatch) -> HashedWords:
    """Hashed words in the place of every model."""
    monkeypatch.setattr(models, "load", lambda *_, **__: hashed)
    return hashed


@pytest.fixture
def service(corpus: Path, tmp_path: Path) -> Service:
    return Service(Settings(corpus=corpus, index=tmp_path / "index", threads=1))


def update(service: Service) -> Report:
    *_, last = service.bring_up_to_date()
    assert last.report is not None
    return last.report


def held(service: Service) -> int:
    state = service.state()
    assert isinstance(state, Status)
    return state.articles


def found(service: Service, word: str) -> set[str]:
    return {one.article.id for one in service.rag().search(word) if f" {word} " in one.text}


@pytest.mark.usefixtures("hashing")
def test_what_is_added_is_found_by_an_open_rag_and_what_is_removed_is_gone(own: CorpusFolder, service: Service) -> None:
    add(own, ("a.md", about("quinces")))
    opened = service.rag()
    add(own, ("b.md", about("medlars")))
    assert update(service).added == 1
    assert service.rag() is opened
    assert found(service, "medlars") == {"added/b.md"}

    own.put(own.plan([("b.md", about("damsons"))]), replace=True)
    assert update(service).changed == 1
    assert (found(service, "medlars"), found(service, "damsons")) == (set(), {"added/b.md"})

    own.remove("added/b.md")
    assert update(service).removed == 1
    assert found(service, "damsons") == set()
    assert opened.index.verify() == []


@pytest.mark.slow
def test_with_the_real_model_what_is_added_answers_and_what_is_removed_does_not(
    own: CorpusFolder, service: Service
) -> None:
    add(own, pasted("The bridge over the Tamsel was closed for repairs.", title="The bridge"))
    add(own, pasted("The ferry to Gull Head costs four crowns.", title="The ferry"))
    assert update(service).articles == 2
    assert "four crowns" in service.rag().ask("How much does the ferry to Gull Head cost?").text
    own.remove("added/the-ferry.md")
    update(service)
    assert "four crowns" not in service.rag().ask("How much does the ferry to Gull Head cost?").text


@pytest.mark.usefixtures("hashing")
def test_the_first_article_makes_the_index_where_there_was_none(own: CorpusFolder, service: Service) -> None:
    with pytest.raises(CorpusError, match="nothing to read"):
        service.rag()
    assert "nothing to read" in str(service.state())
    with pytest.raises(CorpusError, match="nothing to read"):
        update(service)
    add(own, ("a.md", about("quinces")))
    assert update(service).added == 1
    assert held(service) == 1
    assert found(service, "quinces") == {"added/a.md"}


@pytest.mark.usefixtures("hashing")
def test_when_the_last_article_is_removed_the_index_is_empty_and_can_be_filled_again(
    corpus: Path, own: CorpusFolder, service: Service, tmp_path: Path
) -> None:
    add(own, ("a.md", about("quinces")), ("b.jsonl", records("medlars", "damsons")))
    update(service)
    own.remove("added/a.md")
    own.remove("added/b.jsonl")
    report = update(service)
    assert (report.removed, report.articles, report.chunks) == (3, 0, 0)
    assert [problem.path for problem in report.problems] == ["."]
    assert held(service) == 0
    assert found(service, "quinces") == set()
    answer = service.rag().ask("Where are the quinces?")
    assert not answer.found
    assert service.rag().index.verify() == []
    # Somebody else's removal may have come first.
    assert update(service).removed == 0

    # A server that starts now opens the empty index.
    again = Service(Settings(corpus=corpus, index=tmp_path / "index"))
    assert found(again, "quinces") == set()
    assert again.rag().status().complete

    add(own, ("c.md", about("sloes")))
    report = update(service)
    assert (report.added, report.articles, list(report.problems)) == (1, 1, [])
    assert found(service, "sloes") == found(again, "sloes") == {"added/c.md"}


@pytest.mark.usefixtures("hashing")
def test_all_that_was_known_may_be_replaced_at_once(own: CorpusFolder, service: Service) -> None:
    add(own, ("all.jsonl", records("quinces", "medlars")))
    update(service)
    own.put(own.plan([("all.jsonl", records("sloes", "damsons"))]), replace=True)
    assert (found(service, "sloes"), update(service).removed) == (set(), 2)
    assert (found(service, "sloes"), found(service, "quinces")) == ({"sloes"}, set())

    own.remove("added/all.jsonl")
    add(own, ("x.md", about("rowans")))
    report = update(service)
    assert (report.added, report.removed, report.articles) == (1, 2, 1)


@pytest.mark.usefixtures("hashing")
def test_a_folder_that_others_emptied_leaves_the_index_as_it_is(
    corpus: Path, own: CorpusFolder, service: Service, tmp_path: Path
) -> None:
    add(own, ("a.md", about("quinces")), ("b.md", about("medlars")), ("c.md", about("sloes")))
    update(service)
    own.remove("added/c.md")
    update(service)
    for name in ("a.md", "b.md"):
        (corpus / "added" / name).rename(tmp_path / name)
    with pytest.raises(CorpusError, match="nothing to read"):
        update(service)
    add(own, ("d.md", about("damsons")))
    with pytest.raises(CorpusError, match="looks like another corpus"):
        update(service)
    assert found(service, "quinces") == {"added/a.md"}


def test_an_index_of_another_model_and_other_chunks_stays_of_them(
    corpus: Path, own: CorpusFolder, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = HashedWords("other-words", dimension=64)
    add(own, ("a.md", about("quinces")))
    list(build_steps(corpus, tmp_path / "index", embedder=other, chunk_tokens=50))
    asked: list[str] = []

    def load(name: str, **_: object) -> HashedWords:
        asked.append(name)
        return other

    monkeypatch.setattr(models, "load", load)
    add(own, ("b.md", about("medlars")))
    assert update(service).added == 1
    assert set(asked) == {"other-words"}
    with Store(tmp_path / "index" / STORE).read() as snapshot:
        assert (snapshot.recipe.model, snapshot.recipe.chunk_tokens) == (other.model, 50)

    # Rebuilt with another one meanwhile, as `rag index --rebuild --model` does, it stays of that.
    newer = HashedWords("newer-words", dimension=32)
    list(build_steps(corpus, tmp_path / "index", embedder=newer, rebuild=True))
    monkeypatch.setattr(models, "load", lambda *_, **__: newer)
    add(own, ("c.md", about("sloes")))
    assert update(service).added == 1
    assert found(service, "sloes") == {"added/c.md"}


@pytest.mark.usefixtures("hashing")
def test_an_index_that_another_process_writes_is_waited_for(
    own: CorpusFolder, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_PATIENCE", 0.01)
    add(own, ("a.md", about("quinces")))
    with writing(tmp_path / "index"), pytest.raises(IndexBusy, match="try again"):
        update(service)

    attempts: list[Iterator[object]] = []
    held = writing(tmp_path / "index")
    held.__enter__()

    def steps(*args: object, **options: object) -> Iterator[object]:
        attempts.append(build_steps(*args, **options))  # type: ignore[arg-type]
        if len(attempts) == 3:
            held.__exit__(None, None, None)
        return attempts[-1]

    monkeypatch.setattr("rag.web.service.build_steps", steps)
    assert len(list(service.bring_up_to_date())) > 1
    assert len(attempts) == 3
    assert found(service, "quinces") == {"added/a.md"}


@pytest.mark.usefixtures("hashing")
def test_readers_who_add_at_once_are_served_one_after_the_other(own: CorpusFolder, service: Service) -> None:
    add(own, ("first.md", about("first")))
    service.rag()
    failures: list[Exception] = []

    def add_one(number: int) -> None:
        try:
            add(own, (f"{number}.md", about(f"word{number}")))
            update(service)
            assert found(service, f"word{number}") == {f"added/{number}.md"}
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=add_one, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert service.rag().status().articles == 7
    assert service.rag().index.verify() == []


def test_an_update_that_nobody_reads_comes_to_its_end(
    own: CorpusFolder, service: Service, hashing: HashedWords
) -> None:
    add(own, ("a.md", about("quinces")))
    service.bring_up_to_date()
    assert update(service).articles == 1
    assert len(hashing.embedded) == 1


@pytest.mark.usefixtures("hashing")
def test_what_is_no_error_of_ours_reaches_the_reader_too(
    own: CorpusFolder, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(own, ("a.md", about("quinces")))

    def fail(*_: object, **__: object) -> Iterator[object]:
        raise MemoryError("no memory")

    with monkeypatch.context() as patched:
        patched.setattr("rag.web.service.build_steps", fail)
        with pytest.raises(MemoryError, match="no memory"):
            update(service)
    assert update(service).articles == 1


@pytest.mark.usefixtures("hashing")
def test_a_broken_index_is_a_named_error(own: CorpusFolder, service: Service, tmp_path: Path) -> None:
    add(own, ("a.md", about("quinces")))
    update(service)
    (tmp_path / "index" / STORE).write_bytes(b"no database" * 99)
    with pytest.raises(RagError, match="--rebuild"):
        update(service)
    with pytest.raises(RagError, match="--rebuild"):
        Index.open(tmp_path / "index")


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads that take turns at every other step."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("hasty")
def test_readers_who_come_at_once_are_all_told_why_there_is_no_index(service: Service) -> None:
    told: set[str] = set()

    def come() -> None:
        for _ in range(60):
            with pytest.raises(CorpusError):
                service.rag()
            state = service.state()
            told.add(str(state) if isinstance(state, RagError) else "")

    with ThreadPoolExecutor(6) as readers:
        for reader in [readers.submit(come) for _ in range(6)]:
            reader.result()
    service.start().join()
    told.add(str(service.state()))
    [reason] = told - {""}
    assert reason.startswith("There is nothing to read in")


# A build that is stopped


class Stopping(HashedWords):
    """Hashed words that stop a service's builds when they have embedded a number of texts."""

    def __init__(self, service: Service, texts: int) -> None:
        super().__init__()
        self.service = service
        self.texts = texts

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        if len(self.embedded) <= self.texts < len(self.embedded) + len(texts):
            self.service.stop()
        return super().embed_documents(texts)


class Holding(HashedWords):
    """Hashed words that embed only a number of texts before they are told to go on."""

    def __init__(self, texts: int) -> None:
        super().__init__()
        self.texts = texts
        self.go_on = threading.Event()

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        if len(self.embedded) >= self.texts:
            assert self.go_on.wait(60)
        return super().embed_documents(texts)


def add_many(own: CorpusFolder, count: int, first: int = 0) -> None:
    for start in range(first, count, 50):
        add(own, *((f"{number:03}.md", about(f"word{number}")) for number in range(start, min(start + 50, count))))


@pytest.mark.slow
@pytest.mark.parametrize("texts", [0, 150])
def test_a_first_build_that_is_stopped_keeps_what_it_committed_and_is_gone_on_with(
    own: CorpusFolder, service: Service, monkeypatch: pytest.MonkeyPatch, texts: int
) -> None:
    embedder = Stopping(service, texts)
    monkeypatch.setattr(models, "load", lambda *_, **__: embedder)
    add_many(own, 250)
    service.start().join()
    assert not service.building
    assert service.unfinished
    kept = 0
    if texts:  # the third batch is embedded when the first is in, and perhaps the second
        kept = service.rag().status().articles
        assert kept in (64, 128)
        assert service.rag().index.verify() == []
    else:
        # It stays stopped, whoever asks.
        with pytest.raises(BuildStopped, match=r"with \d+ of \d+ chunks embedded: what is in the corpus stays"):
            service.rag()
        assert "was stopped" in str(service.state())
    before = len(embedder.embedded)
    assert update(service).articles == 250
    assert len(embedder.embedded) == before + 250 - kept
    assert found(service, "word249") == {"added/249.md"}
    assert not service.unfinished


@pytest.mark.slow
def test_an_update_that_is_stopped_leaves_its_files_and_the_next_goes_on(
    own: CorpusFolder, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = Stopping(service, 160)
    monkeypatch.setattr(models, "load", lambda *_, **__: embedder)
    add_many(own, 10)
    update(service)
    add_many(own, 250, first=10)
    with pytest.raises(BuildStopped):
        update(service)
    assert service.unfinished
    status = service.rag().status()
    assert status.articles in (74, 138)
    assert not status.complete
    assert service.rag().index.verify() == []
    assert update(service).articles == 250
    assert not service.unfinished
    assert len(embedder.embedded) <= 250 + 2 * 64 + 32


@pytest.mark.slow
@pytest.mark.usefixtures("hashing")
def test_whoever_closes_it_waits_for_its_builds_to_end(own: CorpusFolder, service: Service) -> None:
    add_many(own, 150)
    opening = service.start()
    updating = service.bring_up_to_date()
    service.close()
    assert not opening.is_alive()
    assert not service.building
    with pytest.raises(BuildStopped):
        list(updating)


@pytest.mark.slow
@pytest.mark.usefixtures("hashing")
def test_a_stop_ends_the_build_that_waits_as_well_and_none_that_is_asked_for_later(
    own: CorpusFolder, service: Service
) -> None:
    add_many(own, 3)
    update(service)
    add_many(own, 5, first=3)
    with service._building:  # another build is under way
        steps = service.bring_up_to_date()
        service.stop()
    with pytest.raises(BuildStopped):
        list(steps)
    assert update(service).articles == 5


# A first build that goes on


def last(service: Service, question: str) -> Answer:
    *_, answer = service.stream(question, (), filters=Filters(), strict=False)
    return answer


@pytest.mark.slow
def test_what_a_first_build_has_committed_answers_while_it_goes_on(
    own: CorpusFolder, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = Holding(150)
    monkeypatch.setattr(models, "load", lambda *_, **__: embedder)
    add_many(own, 250)
    opening = service.start()
    assert service.rag().index.verify() == []
    assert service.opened
    assert service.opening
    # What is held and what is yet to come are told one after the other.
    while not (isinstance(state := service.state(), Building) and (state.held, state.expected) == (128, 250)):
        time.sleep(0.01)
    assert service.health().status == "building"
    assert found(service, "word3") == {"added/003.md"}
    so_far = f"Answered from {state.held} of 250 articles: the index is still being built."
    assert str(last(service, "Where is word3 to be found?").notice).startswith(so_far)

    embedder.go_on.set()
    opening.join()
    assert held(service) == 250
    assert found(service, "word249") == {"added/249.md"}
    assert "still being built" not in str(last(service, "Where is word3 to be found?").notice)


@pytest.mark.usefixtures("hashing")
def test_a_build_that_fails_behind_what_was_opened_is_told_and_tried_again(
    own: CorpusFolder, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(own, ("a.md", about("quinces")))

    def steps(*args: object, **options: object) -> Iterator[object]:
        yield from list(build_steps(*args, **options))[:-1]  # type: ignore[arg-type]
        raise CorpusError("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr("rag.web.service.build_steps", steps)
        service.start().join()
        assert "the disk is gone" in str(service.state())
    assert found(service, "quinces") == {"added/a.md"}


# An index on another machine


def until(service: Service, status: str) -> None:
    """Ask for the health, and nothing else, until it is that."""
    for _ in range(1200):
        if service.health().status == status:
            return
        time.sleep(0.05)
    pytest.fail(f"it never was {status}")


@pytest.mark.usefixtures("hashing")
def test_who_watches_sees_that_a_milvus_is_back(
    own: CorpusFolder, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("rag.index.milvus.server._PATIENCE", 1.0)
    add(own, ("a.md", about("quinces")))
    with served(tmp_path / "server") as port:
        settings = Settings(corpus=corpus, index=Path(f"milvus://127.0.0.1:{port}/news"), threads=1)
        service, started_meanwhile = Service(settings), Service(settings)
        until(service, "ok")
        assert service.health().articles == 1
    until(service, "failed")
    until(started_meanwhile, "failed")
    assert {service.health().status for _ in range(100)} == {"failed"}, "while it is tried again, too"
    with served(tmp_path / "server", port):
        until(service, "ok")
        until(started_meanwhile, "ok")
        assert found(service, "quinces") == {"added/a.md"}


# What is offered


def test_what_is_offered_is_not_asked_yet_and_goes_on_through_a_greeting(sample_folder: Path, tmp_path: Path) -> None:
    service = Service(Settings(corpus=tmp_path, index=sample_folder))
    assert service.follow_ups([]) == []  # it is not open yet
    rag = service.rag()
    openers = [one.question for one in service.openers()]
    assert len(openers) == 7
    hello = rag.ask("Hello!")
    assert service.follow_ups([hello]) == openers
    told = rag.ask(openers[0].upper())
    after = service.follow_ups([hello, told])
    assert after
    assert openers[0] not in after
    thanks = rag.ask("Thanks a lot!")
    assert service.follow_ups([hello, told, thanks]) == after

    filters = Filters(sources=("Balkan Brief",))
    narrowed = [one.question for one in service.openers(filters)]
    assert narrowed == service.follow_ups([hello], filters)
    assert set(narrowed).isdisjoint(openers)
    assert service.follow_ups([hello, told], filters) == [], "nothing else was told of what the filters let pass"


def test_time_left_is_told_by_the_pace_of_a_stage_and_only_where_it_means_something() -> None:
    seconds = iter([0.0, 4.0, 10.0, 20.0, 30.0, 31.0])
    pace = Pace(lambda: next(seconds))
    assert pace.left(Progress("embedding", 0, 100)) is None
    assert pace.left(Progress("embedding", 50, 100)) is None, "four seconds say little"
    assert pace.left(Progress("embedding", 4, 100)) is None, "so do four of a hundred"
    assert pace.left(Progress("embedding", 20, 100)) == pytest.approx(80)
    assert pace.left(Progress("embedding", 75, 100)) == pytest.approx(10)
    assert pace.left(Progress("naming", 75, 100)) is None, "another stage has its own"
