"""Connections that are kept for the next reader: it sees what was written meanwhile, and never another file."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from rag.errors import IndexBroken, IndexMissing
from rag.index.store import Store
from tests.index.test_store import BARE, FULL, RECIPE, ids, write


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that connections are opened to."""
    found: list[str] = []
    connect = sqlite3.connect

    def counted(address: str, **options: Any) -> sqlite3.Connection:
        found.append(address)
        made: sqlite3.Connection = connect(address, **options)
        return made

    monkeypatch.setattr(sqlite3, "connect", counted)
    return found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "articles.sqlite", RECIPE)
    write(made, FULL)
    return made


def seen(store: Store) -> set[str]:
    with store.read() as snapshot:
        return ids(snapshot)


def test_a_reader_that_comes_again_opens_nothing_and_sees_what_was_written(store: Store, opened: list[str]) -> None:
    assert seen(store) == {FULL.id}
    opened.clear()
    assert seen(store) == {FULL.id}
    assert not opened
    write(Store(store.path), BARE)
    assert seen(store) == {FULL.id, BARE.id}


def test_readers_at_once_have_a_connection_each(store: Store) -> None:
    together = Barrier(4, timeout=30)

    def read(_: int) -> set[str]:
        with store.read() as snapshot:
            together.wait()
            return ids(snapshot)

    with ThreadPoolExecutor(4) as readers:
        assert list(readers.map(read, range(4))) == [{FULL.id}] * 4
        assert list(readers.map(read, range(4))) == [{FULL.id}] * 4


def test_another_file_in_its_place_is_read_and_one_that_went_is_told(store: Store, tmp_path: Path) -> None:
    assert seen(store) == {FULL.id}
    other = Store.create(tmp_path / "other.sqlite", RECIPE)
    write(other, BARE)
    other.path.replace(store.path)
    assert seen(store) == {BARE.id}
    store.path.unlink()
    with pytest.raises(IndexMissing):
        seen(store)


def test_what_was_written_into_the_file_behind_its_back_is_told(store: Store) -> None:
    assert seen(store) == {FULL.id}
    content = store.path.read_bytes()
    store.path.write_bytes(content.replace(b"generation", b"generatiox"))
    with pytest.raises(IndexBroken):
        seen(store)


def test_rows_that_nobody_read_do_not_hold_the_next_reader_to_the_state_of_before(store: Store) -> None:
    write(store, BARE)
    with store.read() as snapshot:
        left = snapshot.rows("articles")
        next(left)
    write(Store(store.path), replace(BARE, id="c.md"))
    assert seen(store) == {FULL.id, BARE.id, "c.md"}
    with pytest.raises(sqlite3.ProgrammingError):
        next(left)


def test_a_path_below_a_file_holds_no_index(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(IndexMissing):
        seen(Store(tmp_path / "file" / "articles.sqlite"))


_FORKS = """
import os, sys
from pathlib import Path
from rag.index.store import Store

store = Store(Path(sys.argv[1]))
with store.read():
    pass
if os.fork():
    os._exit(0)
for _ in sys.stdin:
    with store.read() as snapshot:
        print(*sorted(article.id for article in snapshot.articles()), flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_that_is_forked_holds_the_log_that_it_reads(store: Store) -> None:
    log = store.path.with_name(f"{store.path.name}-wal")
    with subprocess.Popen(
        [sys.executable, "-c", _FORKS, str(store.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        print(file=child.stdin, flush=True)
        assert child.stdout.readline().split() == [FULL.id]
        assert child.wait(30) == 0  # its parent has ended
        write(store, BARE)  # with the last connection SQLite takes away the log
        assert log.exists()
        print(file=child.stdin, flush=True)
        assert child.stdout.readline().split() == [BARE.id, FULL.id]


def test_a_reader_that_fails_leaves_no_connection(store: Store, opened: list[str]) -> None:
    with pytest.raises(ZeroDivisionError), store.read():
        _ = 1 / 0
    opened.clear()
    assert seen(store) == {FULL.id}
    assert len(opened) == 1


def test_the_file_alone_holds_what_was_written_though_a_connection_is_kept(store: Store, tmp_path: Path) -> None:
    assert seen(store) == {FULL.id}
    write(store, BARE)
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(store.path.read_bytes())
    assert seen(Store(copy)) == {FULL.id, BARE.id}
    assert not store.path.with_name(f"{store.path.name}-wal").stat().st_size
