"""Vectors by id in segments: exact, or by codes where there are many; whole and of the right state, or not used."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rag.index import vectors as module
from rag.index.embedding import Vectors, unit
from rag.index.packing import directions
from rag.index.sealed import read_manifest, seal, write_manifest
from rag.index.segments import Ids
from rag.index.vectors import VectorIndex

AXES: Vectors = np.eye(6, dtype=np.float32)
NONE: Vectors = AXES[:0]


def at(degrees: float) -> Vectors:
    """A unit vector between the first two axes."""
    angle = np.radians(degrees)
    return np.array([[np.cos(angle), np.sin(angle), 0, 0, 0, 0]], np.float32)


def ids(*some: int) -> Ids:
    return np.array(some, np.int64)


def held(index: VectorIndex) -> dict[int, int]:
    return dict(index.contents())


def nearest(index: VectorIndex, vector: Vectors, limit: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
    """What is nearest to the one vector."""
    [found] = index.search(vector, limit, allowed)
    return found


@pytest.fixture
def index() -> VectorIndex:
    """Chunks 10, 20 ... 50 at 0, 10 ... 40 degrees."""
    made = VectorIndex(6)
    made.update((), [10, 20, 30, 40, 50], np.vstack([at(10 * number) for number in range(5)]))
    return made


def test_the_nearest_come_first_with_their_cosines(index: VectorIndex) -> None:
    found = nearest(index, at(21), 3)
    assert [identifier for identifier, _ in found] == [30, 40, 20]
    assert [score for _, score in found] == pytest.approx(np.cos(np.radians([1, 9, 11])), abs=2e-3)
    assert index.cosines(at(21), [20, 30]) == pytest.approx([found[2][1], found[0][1]])
    every, cosines = index.all_cosines(at(21))
    assert dict(zip(every.tolist(), cosines.tolist(), strict=True))[30] == pytest.approx(found[0][1])


def test_of_chunks_as_near_the_older_comes_first(index: VectorIndex) -> None:
    index.update((), [70, 60, 61], np.vstack([at(20)] * 3))
    assert [identifier for identifier, _ in nearest(index, at(20), 4)] == [30, 60, 61, 70]


def test_asking_for_more_than_there_is_gives_what_there_is(index: VectorIndex) -> None:
    assert [identifier for identifier, _ in nearest(index, at(0), 1000)] == [10, 20, 30, 40, 50]
    assert nearest(index, at(0), 0) == []


def test_an_empty_index_finds_nothing() -> None:
    assert nearest(VectorIndex(6), at(0), 5) == []
    assert nearest(VectorIndex(6), at(0), 5, ids(1)) == []
    assert VectorIndex(6).all_cosines(at(0))[0].tolist() == []
    assert len(VectorIndex(6)) == 0


def test_removed_chunks_are_found_no_more(index: VectorIndex) -> None:
    index.update({30, 10, 999}, [60], at(22))
    assert len(index) == 4
    assert set(held(index)) == {20, 40, 50, 60}
    assert [identifier for identifier, _ in nearest(index, at(21), 10)] == [60, 40, 20, 50]
    assert set(index.all_cosines(at(21))[0].tolist()) == {20, 40, 50, 60}
    with pytest.raises(KeyError, match="chunk 30"):
        index.cosines(at(21), [20, 30])
    index.update(set(held(index)), (), NONE)
    assert nearest(index, at(21), 10) == []


def test_only_allowed_chunks_are_found_however_far_they_are(index: VectorIndex) -> None:
    assert [identifier for identifier, _ in nearest(index, at(0), 5, ids(40, 50, 999))] == [40, 50]
    assert [identifier for identifier, _ in nearest(index, at(0), 1, ids(40, 50))] == [40]
    assert nearest(index, at(0), 5, ids()) == []
    assert nearest(index, at(0), 5, ids(999)) == []


def test_ids_of_the_whole_range_survive() -> None:
    index = VectorIndex(6)
    index.update((), [2**62, 0], AXES[:2])
    assert nearest(index, AXES[:1], 1) == [(2**62, 1.0)]
    assert nearest(index, AXES[:1], 5, ids(0, 2**62)) == [(2**62, 1.0), (0, 0.0)]


def test_lengths_that_disagree_are_told_with_both(index: VectorIndex) -> None:
    with pytest.raises(ValueError, match=r"2 chunks of dimension 6.*\(1, 6\)"):
        index.update((), [1, 2], AXES[:1])
    with pytest.raises(ValueError, match=r"1 chunks of dimension 6.*\(1, 4\)"):
        index.update({10}, [1], AXES[:1, :4])
    assert len(index) == 5, "nothing was done"


def test_what_the_caller_does_to_his_vectors_later_changes_nothing() -> None:
    index, own = VectorIndex(6), AXES[:1].copy()
    index.update((), [1], own)
    own[:] = 0
    assert nearest(index, AXES[:1], 1) == [(1, 1.0)]


# Saved and loaded


def loaded(folder: Path, state: int = 7) -> VectorIndex:
    found = VectorIndex.load(folder, state)
    assert found is not None
    return found


def test_what_is_saved_is_what_is_loaded(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path, 7)
    again = loaded(tmp_path)
    assert held(again) == held(index)
    assert nearest(again, at(21), 5) == nearest(index, at(21), 5)
    again.update({30}, [70], at(21))
    again.save(tmp_path, 8)
    assert nearest(loaded(tmp_path, 8), at(21), 1)[0][0] == 70
    assert VectorIndex.load(tmp_path, 7) is None
    assert len(list(tmp_path.iterdir())) == 2, "a small index is one segment, and the manifest"


def test_an_empty_index_is_saved_too(tmp_path: Path) -> None:
    VectorIndex(6).save(tmp_path, 0)
    again = loaded(tmp_path, 0)
    again.update((), [1], AXES[:1])
    assert nearest(again, AXES[:1], 5) == [(1, 1.0)]
    again.save(tmp_path, 1)
    again.update([1], (), NONE)
    again.save(tmp_path, 2)
    assert len(loaded(tmp_path, 2)) == 0


def test_an_index_that_is_made_in_blocks_is_saved_in_the_place_of_what_is_there(
    index: VectorIndex, tmp_path: Path
) -> None:
    index.save(tmp_path / "v", 6)
    blocks = [(ids(2, 4), AXES[:2]), (ids(9), AXES[2:3])]
    for made in (VectorIndex.make(6, blocks, tmp_path / "v", 7), loaded(tmp_path / "v"), VectorIndex.make(6, blocks)):
        assert nearest(made, AXES[2:3], 1) == [(9, 1.0)]
        assert set(held(made)) == {2, 4, 9}
    assert len(VectorIndex.make(6, [], tmp_path / "v", 8)) == len(loaded(tmp_path / "v", 8)) == 0


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments stay apart, and have codes, at sizes that a test can make."""
    monkeypatch.setattr(module, "_SMALL", 8)
    monkeypatch.setattr(module, "CODED", 600)


@pytest.mark.usefixtures("small")
def test_after_any_changes_an_index_holds_and_finds_what_one_made_at_once_does(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    wanted: dict[int, Vectors] = {}
    index, last = VectorIndex(6), 0
    for state in range(120):
        gone = [one for one in wanted if rng.random() < rng.choice([0, 0, 0.02, 0.4], p=[0.4, 0.3, 0.25, 0.05])]
        new = [*range(last, last := last + int(rng.integers(0, 40)))]
        new += [one for one in gone if rng.random() < 0.1]  # one that comes back with another vector
        vectors = unit(rng.standard_normal((len(new), 6)))
        for one in gone:
            del wanted[one]
        wanted |= dict(zip(new, vectors, strict=True))
        index.update(gone, new, vectors)
        index.save(tmp_path, state)
        if rng.random() < 0.5:
            index = loaded(tmp_path, state)
    assert VectorIndex.load(tmp_path, 118) is None
    whole = VectorIndex(6)
    whole.update((), [*wanted], np.array([*wanted.values()]))
    allowed = np.array(sorted(one for one in range(last) if rng.random() < 0.5))
    for same in (index, loaded(tmp_path, 119)):
        assert held(same) == held(whole)
        assert len(same) == len(wanted)
        for few in (None, allowed, allowed[:9]):
            query = unit(rng.standard_normal((1, 6)))
            found, right = (dict(nearest(one, query, 20, few)) for one in (same, whole))
            assert list(found) == list(right)
            assert list(found.values()) == pytest.approx(list(right.values()), abs=1e-6)


@pytest.mark.usefixtures("small")
def test_a_small_change_leaves_the_large_segments_as_they_are_and_rows_are_written_again_seldom(tmp_path: Path) -> None:
    index, written = VectorIndex(6), 0
    rng = np.random.default_rng(5)
    before: dict[str, int] = {}
    for state in range(1000):
        index.update((), range(10 * state, 10 * state + 10), unit(rng.standard_normal((10, 6))))
        index.save(tmp_path, state)
        sizes = {path.name: path.stat().st_size for path in tmp_path.glob("*.vectors")}
        written += sum(size for name, size in sizes.items() if name not in before)
        before = sizes
        assert len(sizes) < 12
    assert written < 11 * sum(before.values()), "no row more often than the index doubled"
    largest = max(before, key=lambda name: before[name])
    index.update([3], (), NONE)
    index.save(tmp_path, 1000)
    assert (tmp_path / largest).exists()
    index.update(range(8000), (), NONE)
    index.save(tmp_path, 1001)
    assert not (tmp_path / largest).exists(), "one that is mostly dead is written anew"
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < sum(before.values()) / 3
    assert set(held(loaded(tmp_path, 1001))) == set(range(8000, 10_000))


# By codes


@pytest.mark.usefixtures("small")
def test_of_many_vectors_the_nearest_are_found_by_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    centres = unit(rng.standard_normal((300, 64)))
    vectors = unit(centres[rng.integers(0, 300, 20_000)] + 0.1 * rng.standard_normal((20_000, 64)))
    exact = VectorIndex(64)
    exact.update((), range(20_000), vectors)
    index = VectorIndex.make(64, [(np.arange(20_000), vectors)], tmp_path, 7)
    index.update(range(0, 20_000, 9), (), vectors[:0])
    exact.update(range(0, 20_000, 9), (), vectors[:0])
    index.save(tmp_path, 8)
    used: list[int] = []
    real = module._candidates

    def counted(*given: object) -> object:
        rows = real(*given)  # type: ignore[arg-type]
        used.append(rows is not None)
        return rows

    monkeypatch.setattr(module, "_candidates", counted)
    queries = unit(vectors[:40] + 0.05 * rng.standard_normal((40, 64)))
    allowed = np.arange(0, 20_000, 2)
    for same in (index, loaded(tmp_path, 8)):
        for few, codes in ((None, 40), (allowed, 40), (allowed[:400], 0)):
            used.clear()
            shared = 0
            for query in queries:
                found, right = (dict(nearest(one, query[np.newaxis], 10, few)) for one in (same, exact))
                shared += len(found.keys() & right.keys())
                assert list(found.values()) == sorted(found.values(), reverse=True)
                assert few is None or set(found) <= set(few.tolist())
                assert all(one % 9 for one in found)
            assert sum(used) == codes
            assert shared >= (390 if codes else 400)
    assert [path.suffix for path in sorted(tmp_path.iterdir(), key=lambda one: one.suffix)].count(".codes") == 1


@pytest.mark.usefixtures("small")
def test_where_few_of_the_nearest_are_allowed_the_look_is_exact(tmp_path: Path) -> None:
    """Those nearest to the query are all forbidden, though half of the chunks are allowed."""
    rng = np.random.default_rng(0)
    near, far = unit(rng.standard_normal((2, 64)))
    drawn = np.vstack([near + 0.1 * rng.standard_normal((5000, 64)), far + rng.standard_normal((5000, 64))])
    vectors = unit(directions(drawn))
    index = VectorIndex.make(64, [(np.arange(10_000), vectors)], tmp_path, 7)
    allowed = np.arange(5000, 10_000)
    found = nearest(index, unit(near)[np.newaxis], 10, allowed)
    right = 5000 + np.argsort(-(vectors[5000:] @ unit(near)))[:10]
    assert [one for one, _ in found] == right.tolist()


# What can't be used


@pytest.mark.parametrize("state", [0, 6, 8, 2**40])
def test_files_of_another_state_are_not_used(index: VectorIndex, tmp_path: Path, state: int) -> None:
    index.save(tmp_path, 7)
    assert VectorIndex.load(tmp_path, state) is None


def test_segments_of_an_earlier_version_are_not_used(index: VectorIndex, tmp_path: Path) -> None:
    """They were in float32, and are made anew of the store."""
    index.save(tmp_path, 7)
    (path,) = tmp_path.glob("*.vectors")
    vectors = np.vstack([at(10 * number) for number in range(5)])
    path.write_bytes(vectors.tobytes() + ids(10, 20, 30, 40, 50).tobytes())
    content, _ = read_manifest(tmp_path)
    write_manifest(tmp_path, content, {path.name: seal(path)})
    assert VectorIndex.load(tmp_path, 7) is None


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" x")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("damage", [cut, empty, lengthen, Path.unlink])
def test_no_damage_to_any_file_is_let_through(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    made = VectorIndex.make(6, [(np.arange(700), unit(np.random.default_rng(0).standard_normal((700, 6))))],
                            tmp_path / "v", 7)  # fmt: skip
    made.update([1], [701], AXES[:1])
    made.save(tmp_path / "v", 7)
    names = sorted(path.name for path in (tmp_path / "v").iterdir())
    assert len(names) == 4, "two segments, the codes of one, and the manifest"
    for name in names:
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        shutil.copytree(tmp_path / "v", tmp_path / "copy")
        assert set(held(loaded(tmp_path / "copy"))) == {*range(700), 701} - {1}
        damage(tmp_path / "copy" / name)
        found = VectorIndex.load(tmp_path / "copy", 7)
        assert found is None, name


def test_one_changed_byte_wherever_it_lies_makes_a_file_unusable_or_changes_nothing(
    index: VectorIndex, tmp_path: Path
) -> None:
    index.update([10], [60], at(50))
    index.save(tmp_path, 7)
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        for place in range(len(content)):
            changed = bytearray(content)
            changed[place] ^= 1
            path.write_bytes(changed)
            found = VectorIndex.load(tmp_path, 7)
            assert found is None or (path.name == "manifest.json" and held(found) == held(index)), place
        path.write_bytes(content)
    assert held(loaded(tmp_path)) == held(index), "of another time, and compared"


def test_a_file_of_its_time_is_not_read_and_one_of_another_is(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path, 7)
    (path,) = tmp_path.glob("*.vectors")
    sealed = path.stat()
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)
    assert VectorIndex.load(tmp_path, 7) is None
    os.utime(path, ns=(sealed.st_atime_ns, sealed.st_mtime_ns))
    assert VectorIndex.load(tmp_path, 7) is not None, "verify compares it all the same"


def test_a_manifest_that_is_none_is_not_used(index: VectorIndex, tmp_path: Path) -> None:
    assert VectorIndex.load(tmp_path / "nowhere", 0) is None
    index.save(tmp_path, 7)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    others: list[object] = [[], {}, {"state": 7}, manifest | {"files": 3}, manifest | {"segments": [["no", 1, 2]]},
                  manifest | {"segments": 3}, manifest | {"dimension": "x"}, manifest | {"dimension": 5}]  # fmt: skip
    for other in others:
        (tmp_path / "manifest.json").write_text(json.dumps(other))
        assert VectorIndex.load(tmp_path, 7) is None, other
    (tmp_path / "file").write_text("")
    assert VectorIndex.load(tmp_path / "file", 7) is None


def test_a_save_that_fails_leaves_the_old_files(
    index: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.save(tmp_path, 7)
    names = set(tmp_path.iterdir())
    before = held(index)
    index.update([10], [60], at(50))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for place in ("write_manifest", "seal"):
        with monkeypatch.context() as patched:
            patched.setattr(module, place, full)
            with pytest.raises(OSError, match="No space"):
                index.save(tmp_path, 8)
        assert held(loaded(tmp_path)) == before
    index.save(tmp_path, 8)
    assert set(held(loaded(tmp_path, 8))) == {20, 30, 40, 50, 60}
    assert len(set(tmp_path.iterdir())) == len(names), "what was left over is swept away"
