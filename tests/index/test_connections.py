"""Connections that are kept for the next reader: it sees what was written meanwhile, and never another file."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
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
