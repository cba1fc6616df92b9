"""The index follows what readers add to the folder and take out of it."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from rag.corpus.folder import CorpusFolder
from rag.corpus.pasting import pasted
from rag.errors import BuildStopped, CorpusError, IndexBusy, RagError
from rag.index import building, models
from rag.index.building import build_steps
from rag.index.embedding import Vectors
from rag.index.folder import STORE, writing
from rag.index.search import Index
from rag.index.store import Store
from rag.settings import Settings
from rag.types import Report
from rag.web import service
from rag.web.service import Library
from tests.conftest import HashedWords
from tests.corpus.conftest import about, add, records


@pytest.fixture
def hashing(hashed: HashedWords, monkeypatch: pytest.MonkeyPatch) -> HashedWords:
    """Hashed words in the place of every model."""
    monkeypatch.setattr(models, "load", lambda *_, **__: hashed)
    return hashed


@pytest.fixture
def library(corpus: Path, tmp_path: Path) -> Library:
    return Library(Settings(corpus=corpus, index=tmp_path / "index", threads=1))


def update(library: Library) -> Report:
    *_, last = library.bring_up_to_date()
    assert last.report is not None
    return last.report


def found(library: Library, word: str) -> set[str]:
    return {one.article.id for one in library.rag().search(word) if f" {word} " in one.text}


@pytest.mark.usefixtures("hashing")
def test_what_is_added_is_found_by_an_open_rag_and_what_is_removed_is_gone(own: CorpusFolder, library: Library) -> None:
    add(own, ("a.md", about("quinces")))
    opened = library.rag()
    add(own, ("b.md", about("medlars")))
    assert update(library).added == 1
    assert library.rag() is opened
    assert found(library, "medlars") == {"added/b.md"}

    own.put(own.plan([("b.md", about("damsons"))]), replace=True)
    assert update(library).changed == 1
    assert (found(library, "medlars"), found(library, "damsons")) == (set(), {"added/b.md"})

    own.remove("added/b.md")
    assert update(library).removed == 1
    assert found(library, "damsons") == set()
    assert opened.index.verify() == []


def test_with_the_real_model_what_is_added_answers_and_what_is_removed_does_not(
    own: CorpusFolder, library: Library
) -> None:
    add(own, pasted("The bridge over the Tamsel was closed for repairs.", title="The bridge"))
    add(own, pasted("The ferry to Gull Head costs four crowns.", title="The ferry"))
    assert update(library).articles == 2
    assert "four crowns" in library.rag().ask("How much does the ferry to Gull Head cost?").text
    own.remove("added/the-ferry.md")
    update(library)
    assert "four crowns" not in library.rag().ask("How much does the ferry to Gull Head cost?").text


@pytest.mark.usefixtures("hashing")
def test_the_first_article_makes_the_index_where_there_was_none(own: CorpusFolder, library: Library) -> None:
    with pytest.raises(CorpusError, match="nothing to read"):
        library.rag()
    assert "nothing to read" in library.headline()
    with pytest.raises(CorpusError, match="nothing to read"):
        update(library)
    add(own, ("a.md", about("quinces")))
    assert update(library).added == 1
    assert "1 article" in library.headline()
    assert found(library, "quinces") == {"added/a.md"}


@pytest.mark.usefixtures("hashing")
def test_when_the_last_article_is_removed_the_index_is_empty_and_can_be_filled_again(
    corpus: Path, own: CorpusFolder, library: Library, tmp_path: Path
) -> None:
    add(own, ("a.md", about("quinces")), ("b.jsonl", records("medlars", "damsons")))
    update(library)
    own.remove("added/a.md")
    own.remove("added/b.jsonl")
    report = update(library)
    assert (report.removed, report.articles, report.chunks) == (3, 0, 0)
    assert [problem.path for problem in report.problems] == ["."]
    assert "0 articles" in library.headline()
    assert found(library, "quinces") == set()
    answer = library.rag().ask("Where are the quinces?")
    assert not answer.found
    assert library.rag().index.verify() == []
    # Somebody else's removal may have come first.
    assert update(library).removed == 0

    # A server that starts now opens the empty index.
    again = Library(Settings(corpus=corpus, index=tmp_path / "index"))
    assert found(again, "quinces") == set()
    assert again.rag().status().complete

    add(own, ("c.md", about("sloes")))
    report = update(library)
    assert (report.added, report.articles, list(report.problems)) == (1, 1, [])
    assert found(library, "sloes") == found(again, "sloes") == {"added/c.md"}


@pytest.mark.usefixtures("hashing")
def test_all_that_was_known_may_be_replaced_at_once(own: CorpusFolder, library: Library) -> None:
    add(own, ("all.jsonl", records("quinces", "medlars")))
    update(library)
    own.put(own.plan([("all.jsonl", records("sloes", "damsons"))]), replace=True)
    assert (found(library, "sloes"), update(library).removed) == (set(), 2)
    assert (found(library, "sloes"), found(library, "quinces")) == ({"sloes"}, set())

    own.remove("added/all.jsonl")
    add(own, ("x.md", about("rowans")))
    report = update(library)
    assert (report.added, report.removed, report.articles) == (1, 2, 1)


@pytest.mark.usefixtures("hashing")
def test_a_folder_that_others_emptied_leaves_the_index_as_it_is(
    corpus: Path, own: CorpusFolder, library: Library, tmp_path: Path
) -> None:
    add(own, ("a.md", about("quinces")), ("b.md", about("medlars")), ("c.md", about("sloes")))
    update(library)
    own.remove("added/c.md")
    update(library)
    for name in ("a.md", "b.md"):
        (corpus / "added" / name).rename(tmp_path / name)
    with pytest.raises(CorpusError, match="nothing to read"):
        update(library)
    add(own, ("d.md", about("damsons")))
    with pytest.raises(CorpusError, match="looks like another corpus"):
        update(library)
    assert found(library, "quinces") == {"added/a.md"}


def test_an_index_of_another_model_and_other_chunks_stays_of_them(
    corpus: Path, own: CorpusFolder, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    assert update(library).added == 1
    assert set(asked) == {"other-words"}
    with Store(tmp_path / "index" / STORE).read() as snapshot:
        assert (snapshot.recipe.model, snapshot.recipe.chunk_tokens) == (other.model, 50)

    # Rebuilt with another one meanwhile, as `rag index --rebuild --model` does, it stays of that.
    newer = HashedWords("newer-words", dimension=32)
    list(build_steps(corpus, tmp_path / "index", embedder=newer, rebuild=True))
    monkeypatch.setattr(models, "load", lambda *_, **__: newer)
    add(own, ("c.md", about("sloes")))
    assert update(library).added == 1
    assert found(library, "sloes") == {"added/c.md"}


@pytest.mark.usefixtures("hashing")
def test_an_index_that_another_process_writes_is_waited_for(
    own: CorpusFolder, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_PATIENCE", 0.01)
    add(own, ("a.md", about("quinces")))
    with writing(tmp_path / "index"), pytest.raises(IndexBusy, match="try again"):
        update(library)

    attempts: list[Iterator[object]] = []
    held = writing(tmp_path / "index")
    held.__enter__()

    def steps(*args: object, **options: object) -> Iterator[object]:
        attempts.append(build_steps(*args, **options))  # type: ignore[arg-type]
        if len(attempts) == 3:
            held.__exit__(None, None, None)
        return attempts[-1]

    monkeypatch.setattr(service, "build_steps", steps)
    assert len(list(library.bring_up_to_date())) > 1
    assert len(attempts) == 3
    assert found(library, "quinces") == {"added/a.md"}


@pytest.mark.usefixtures("hashing")
def test_readers_who_add_at_once_are_served_one_after_the_other(own: CorpusFolder, library: Library) -> None:
    add(own, ("first.md", about("first")))
    library.rag()
    failures: list[Exception] = []

    def add_one(number: int) -> None:
        try:
            add(own, (f"{number}.md", about(f"word{number}")))
            update(library)
            assert found(library, f"word{number}") == {f"added/{number}.md"}
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=add_one, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert library.rag().status().articles == 7
    assert library.rag().index.verify() == []


def test_an_update_that_nobody_reads_comes_to_its_end(
    own: CorpusFolder, library: Library, hashing: HashedWords
) -> None:
    add(own, ("a.md", about("quinces")))
    library.bring_up_to_date()
    assert update(library).articles == 1
    assert len(hashing.embedded) == 1


@pytest.mark.usefixtures("hashing")
def test_what_is_no_error_of_ours_reaches_the_reader_too(
    own: CorpusFolder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(own, ("a.md", about("quinces")))

    def fail(*_: object, **__: object) -> Iterator[object]:
        raise MemoryError("no memory")

    with monkeypatch.context() as patched:
        patched.setattr(service, "build_steps", fail)
        with pytest.raises(MemoryError, match="no memory"):
            update(library)
    assert update(library).articles == 1


@pytest.mark.usefixtures("hashing")
def test_a_broken_index_is_a_named_error(own: CorpusFolder, library: Library, tmp_path: Path) -> None:
    add(own, ("a.md", about("quinces")))
    update(library)
    (tmp_path / "index" / STORE).write_bytes(b"no database" * 99)
    with pytest.raises(RagError, match="--rebuild"):
        update(library)
    with pytest.raises(RagError, match="--rebuild"):
        Index.open(tmp_path / "index")


# A build that is stopped


class Stopping(HashedWords):
    """Hashed words that stop a library's builds when they have embedded a number of texts."""

    def __init__(self, library: Library, texts: int) -> None:
        super().__init__()
        self.library = library
        self.texts = texts

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        if len(self.embedded) <= self.texts < len(self.embedded) + len(texts):
            self.library.stop()
        return super().embed_documents(texts)


def add_many(own: CorpusFolder, count: int, first: int = 0) -> None:
    for start in range(first, count, 50):
        add(own, *((f"{number:03}.md", about(f"word{number}")) for number in range(start, min(start + 50, count))))


@pytest.mark.parametrize(("texts", "kept"), [(0, 0), (70, 64)])
def test_a_first_build_that_is_stopped_keeps_what_it_committed_and_is_gone_on_with(
    own: CorpusFolder, library: Library, monkeypatch: pytest.MonkeyPatch, texts: int, kept: int
) -> None:
    embedder = Stopping(library, texts)
    monkeypatch.setattr(models, "load", lambda *_, **__: embedder)
    add_many(own, 150)
    library.start().join()
    assert not library.building
    assert library.unfinished
    if kept:
        assert library.rag().status().articles == kept
        assert library.rag().index.verify() == []
    else:
        # It stays stopped, whoever asks.
        with pytest.raises(BuildStopped, match=r"with \d+ of 150 chunks embedded: what is in the corpus stays"):
            library.rag()
        assert "was stopped" in library.headline()
    before = len(embedder.embedded)
    assert update(library).articles == 150
    assert len(embedder.embedded) == before + 150 - kept
    assert found(library, "word149") == {"added/149.md"}
    assert not library.unfinished


def test_an_update_that_is_stopped_leaves_its_files_and_the_next_goes_on(
    own: CorpusFolder, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = Stopping(library, 80)
    monkeypatch.setattr(models, "load", lambda *_, **__: embedder)
    add_many(own, 10)
    update(library)
    add_many(own, 160, first=10)
    with pytest.raises(BuildStopped):
        update(library)
    assert library.unfinished
    status = library.rag().status()
    assert (status.articles, status.complete) == (74, False)
    assert library.rag().index.verify() == []
    assert update(library).articles == 160
    assert not library.unfinished
    assert len(embedder.embedded) < 160 + 64


@pytest.mark.usefixtures("hashing")
def test_a_stop_ends_the_build_that_waits_as_well_and_none_that_is_asked_for_later(
    own: CorpusFolder, library: Library
) -> None:
    add_many(own, 3)
    update(library)
    add_many(own, 5, first=3)
    with library._building:  # another build is under way
        steps = library.bring_up_to_date()
        library.stop()
    with pytest.raises(BuildStopped):
        list(steps)
    assert update(library).articles == 5
