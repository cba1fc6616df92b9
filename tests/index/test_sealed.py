"""A file is known again by its size and time, and by its content where these differ."""

import os
from pathlib import Path

from rag.index.sealed import checked, emptied, read_manifest, seal, write_manifest


def test_a_file_is_known_again_and_one_of_another_content_is_not(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"some words")
    known = seal(path)
    assert checked(path, known) == checked(path, known, whole=True) == known
    path.touch()
    again = checked(path, known)
    assert again is not None
    assert again != known, "it bears another time"
    assert again.crc == known.crc
    for other in (b"some wordz", b"some word", b""):
        path.write_bytes(other)
        assert checked(path, known) is None
    path.unlink()
    assert checked(path, known) is None


def test_what_is_written_right_after_a_file_was_sealed_bears_another_time(tmp_path: Path) -> None:
    """However coarse the disk's clock is: the sealed file is dated back."""
    path = tmp_path / "file"
    for number in range(50):
        path.write_bytes(b"a%02d" % number)
        known = seal(path)
        path.write_bytes(b"b%02d" % number)
        assert checked(path, known) is None


def test_only_the_whole_look_sees_what_bears_the_time_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"some words")
    known = seal(path)
    path.write_bytes(b"same words")
    os.utime(path, ns=(known.modified, known.modified))
    assert checked(path, known) == known
    assert checked(path, known, whole=True) is None


def test_a_manifest_says_what_was_noted_and_one_that_is_none_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    seals = {"a": seal(tmp_path / "a")}
    write_manifest(tmp_path, {"state": 3}, seals)
    assert read_manifest(tmp_path) == ({"state": 3}, seals)
    assert read_manifest(tmp_path / "nowhere") == ({}, {})
    for content in ("", "{", "[]", "{}", '{"files": 3}', '{"files": {"a": [1, 2]}}', '{"files": {"a": "xyz"}}'):
        (tmp_path / "manifest.json").write_text(content)
        assert read_manifest(tmp_path) == ({}, {}), content


def test_an_empty_folder_takes_the_place_of_whatever_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "folder"
    for _ in range(2):
        emptied(folder)
        assert list(folder.iterdir()) == []
        (folder / "file").write_text("more")
    emptied(folder / "file")
    assert (folder / "file").is_dir()
