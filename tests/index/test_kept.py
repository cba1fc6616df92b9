"""What was read of a state is kept for the next search of it, and no longer."""

from pathlib import Path

import pytest

from rag.errors import IndexBroken
from rag.index.kept import Recent
from rag.index.store import Store
from rag.types import Article
from tests.index.test_store import BARE, FULL, RECIPE, alter, write


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "articles.sqlite", RECIPE)


@pytest.mark.parametrize(
    ("steps", "held"),
    [
        ([{1: "aa", 2: "bb"}], [1, 2]),
        ([{1: "aa", 2: "bb"}, {3: "c"}], [1, 2, 3]),
        ([{1: "aa", 2: "bb"}, {3: "cc"}], [2, 3]),
        ([{1: "aa", 2: "bb"}, [1], {3: "cc"}], [1, 3]),
        ([{1: "aa", 2: "bb"}, {1: "aa"}, {3: "c"}], [1, 2, 3]),
        ([{1: "aa", 2: "bb"}, {3: "larger than all"}], []),
    ],
    ids=["room", "just room", "the oldest goes", "but not what was asked for", "one held counts once", "too large"],
)
def test_what_was_asked_for_last_is_held_as_far_as_there_is_room(
    steps: list[dict[int, str] | list[int]], held: list[int]
) -> None:
    recent = Recent[str](5, len)
    for step in steps:
        if isinstance(step, dict):
            assert recent.put(step) == step
        else:
            assert list(recent.get(step)) == step
    assert sorted(recent.get(range(9))) == held


def test_what_was_read_of_a_state_is_not_read_again_and_of_the_next_it_is(store: Store) -> None:
    first, second = write(store, FULL, BARE)
    with store.read() as snapshot:
        before = snapshot.chunks([first]), snapshot.analyses([first])
    alter(store.path, lambda connection: connection.execute("UPDATE chunks SET first = 1"))
    with store.read() as snapshot:
        again = snapshot.chunks([first]), snapshot.analyses([first])
        assert again == before
        assert again[1][first] is before[1][first]
        assert again[0][first].article is before[0][first].article
        with pytest.raises(IndexBroken, match=f"chunk {second} is not what was put in"):
            snapshot.chunks([first, second])
    write(store, Article(id="c.md", title="", text="Snow."))
    with store.read() as snapshot, pytest.raises(IndexBroken, match=f"chunk {first} is not what was put in"):
        snapshot.chunks([first])


def test_one_chunk_that_is_kept_holds_no_others_vectors(store: Store) -> None:
    ids = write(store, FULL, BARE)
    with store.read() as snapshot:
        for one in snapshot.analyses(ids).values():
            assert one.vectors.base is None
