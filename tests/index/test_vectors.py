"""Vectors by id in a real FAISS index, and a file that is either whole and of the right generation, or not used."""

from pathlib import Path

import faiss
import numpy as np
import pytest

from rag.index.embedding import Vectors
from rag.index.vectors import VectorIndex

AXES: Vectors = np.eye(6, dtype=np.float32)


def at(degrees: float) -> Vectors:
    """A unit vector between the first two axes."""
    angle = np.radians(degrees)
    return np.array([[np.cos(angle), np.sin(angle), 0, 0, 0, 0]], np.float32)


@pytest.fixture
def index() -> VectorIndex:
    """Chunks 10, 20 ... 50 at 0, 10 ... 40 degrees."""
    made = VectorIndex(6)
    made.update((), [10, 20, 30, 40, 50], np.vstack([at(10 * number) for number in range(5)]))
    return made


def test_the_nearest_come_first_with_their_cosines(index: VectorIndex) -> None:
    found = index.search(at(21), 3)
    assert [identifier for identifier, _ in found] == [30, 40, 20]
    assert [score for _, score in found] == pytest.approx(np.cos(np.radians([1, 9, 11])), abs=1e-6)


def test_asking_for_more_than_there_is_gives_what_there_is(index: VectorIndex) -> None:
    assert [identifier for identifier, _ in index.search(at(0), 1000)] == [10, 20, 30, 40, 50]
    assert index.search(at(0), 0) == []


def test_an_empty_index_finds_nothing() -> None:
    assert VectorIndex(6).search(at(0), 5) == []
    assert VectorIndex(6).search(at(0), 5, {1}) == []
    assert len(VectorIndex(6)) == 0


def test_removed_chunks_are_found_no_more(index: VectorIndex) -> None:
    index.update({30, 10, 999}, [60], at(22))
    assert len(index) == 4
    assert set(dict(index.contents())) == {20, 40, 50, 60}
    assert [identifier for identifier, _ in index.search(at(21), 10)] == [60, 40, 20, 50]
    index.update(set(dict(index.contents())), (), AXES[:0])
    assert index.search(at(21), 10) == []


def test_only_allowed_chunks_are_found_however_far_they_are(index: VectorIndex) -> None:
    assert [identifier for identifier, _ in index.search(at(0), 5, {50, 40, 999})] == [40, 50]
    assert [identifier for identifier, _ in index.search(at(0), 1, {50, 40})] == [40]
    assert index.search(at(0), 5, set()) == []
    assert index.search(at(0), 5, {999}) == []


def test_ids_of_the_whole_range_survive() -> None:
    index = VectorIndex(6)
    index.update((), [2**62, 0], AXES[:2])
    assert index.search(AXES[:1], 1) == [(2**62, 1.0)]


def test_lengths_that_disagree_are_told_with_both(index: VectorIndex) -> None:
    with pytest.raises(ValueError, match=r"2 chunks of dimension 6.*\(1, 6\)"):
        index.update((), [1, 2], AXES[:1])
    with pytest.raises(ValueError, match=r"1 chunks of dimension 6.*\(1, 4\)"):
        index.update({10}, [1], AXES[:1, :4])
    assert len(index) == 5, "nothing was done"


def test_what_is_saved_is_what_is_loaded(index: VectorIndex, tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    index.save(path, 7)
    loaded = VectorIndex.load(path, 7)
    assert loaded is not None
    assert set(dict(loaded.contents())) == set(dict(index.contents()))
    assert loaded.search(at(21), 5) == index.search(at(21), 5)
    loaded.update({30}, [70], at(21))
    loaded.save(path, 8)
    again = VectorIndex.load(path, 8)
    assert again is not None
    assert again.search(at(21), 1)[0][0] == 70
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_index_is_saved_too(tmp_path: Path) -> None:
    VectorIndex(6).save(tmp_path / "v", 0)
    loaded = VectorIndex.load(tmp_path / "v", 0)
    assert loaded is not None
    loaded.update((), [1], AXES[:1])
    assert loaded.search(AXES[:1], 5) == [(1, 1.0)]


def test_the_file_is_a_plain_faiss_index(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "v", 7)
    plain = faiss.read_index(str(tmp_path / "v"))
    assert plain.ntotal == 5
    assert plain.search(at(21), 1)[1].tolist() == [[30]]


@pytest.mark.parametrize("generation", [0, 6, 8, 2**40])
def test_a_file_of_another_generation_is_not_used(index: VectorIndex, tmp_path: Path, generation: int) -> None:
    index.save(tmp_path / "v", 7)
    assert VectorIndex.load(tmp_path / "v", generation) is None


def check_damaged(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert VectorIndex.load(path, 7) is None


@pytest.mark.parametrize("kept", [0, 10, 0.5, -20, -1])
def test_a_truncated_file_is_not_used(index: VectorIndex, tmp_path: Path, kept: float) -> None:
    index.save(tmp_path / "v", 7)
    content = (tmp_path / "v").read_bytes()
    check_damaged(tmp_path / "v", content[: len(content) // 2 if kept == 0.5 else int(kept)])


def test_one_changed_byte_wherever_it_lies_makes_a_file_unusable(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "v", 7)
    content = (tmp_path / "v").read_bytes()
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1
        check_damaged(tmp_path / "v", bytes(changed))


def test_a_file_that_is_not_ours_is_not_used(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "v", 7)
    check_damaged(tmp_path / "v", (tmp_path / "v").read_bytes() + b"\0")
    check_damaged(tmp_path / "v", b"no index at all, though longer than a trailer is")
    faiss.write_index(faiss.IndexFlatIP(6), str(tmp_path / "v"))
    assert VectorIndex.load(tmp_path / "v", 7) is None


def test_a_missing_file_is_no_error(tmp_path: Path) -> None:
    assert VectorIndex.load(tmp_path / "v", 0) is None
    assert VectorIndex.load(tmp_path, 0) is None


def test_a_save_that_fails_leaves_the_old_file(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "v", 7)
    with pytest.raises(OSError, match="No such file"):
        index.save(tmp_path / "no folder" / "v", 8)
    assert VectorIndex.load(tmp_path / "v", 7) is not None
