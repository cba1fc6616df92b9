"""What lies below a corpus folder, and what of it is not read."""

import os
from pathlib import Path

import pytest

from rag.corpus.files import SourceFile, find_files
from rag.errors import CorpusError


def test_files_are_found_below_the_folder_in_the_order_of_their_paths(tmp_path: Path) -> None:
    kept = [
        "a.MD",
        "b/c.txt",
        "b/d.JSONL",
        "b/readme-not.md",
        "e.htm",
        "f.csv",
        "g.docx",
        "h.pdf",
        "i.xhtml",
        "j.markdown",
    ]
    left_out = [".hidden.md", ".git/x.md", "~$g.docx", "README.md", "b/licence.png", "license.txt", "CHANGELOG", "x.py",
                "b/Changelog.md"]  # fmt: skip
    for name in kept + left_out:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_files(tmp_path)
    assert found.files == [SourceFile(name, tmp_path / name) for name in kept]
    assert [problem.path for problem in found.problems] == [".", "."]
    kinds_told, notes_told = (problem.reason for problem in found.problems)
    assert kinds_told.startswith(
        "2 files of kinds that are not read: .png, .py; save what is an article as one of .md,"
    )
    assert notes_told.startswith("4 files passed over for the name, as notes on other files: CHANGELOG, README.md, b/")


def test_the_folder_itself_may_be_hidden_and_a_single_file_goes_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / ".corpus"
    folder.mkdir()
    (folder / "README.md").write_text("x")
    (folder / "a.md").write_text("x")
    assert [file.path for file in find_files(folder).files] == ["a.md"]
    assert find_files(folder / "README.md") == ([SourceFile("README.md", folder / "README.md")], [], [])


def test_paths_are_in_composed_unicode_and_the_location_still_opens(tmp_path: Path) -> None:
    (tmp_path / "cafe\u0301.txt").write_text("x")
    [file] = find_files(tmp_path).files
    assert file.path == "caf\u00e9.txt"
    assert file.location.read_text() == "x"


def test_two_names_that_differ_only_in_spelling_are_both_read(tmp_path: Path) -> None:
    for name in ("cafe\u0301.txt", "caf\u00e9.txt", "caf%CC%81.txt", "cafe%CC%81.txt"):
        (tmp_path / name).write_text(name)
    if len(list(tmp_path.iterdir())) == 3:
        pytest.skip("this file system takes both names for one")
    found = find_files(tmp_path)
    assert {file.path: file.location.read_text() for file in found.files} == {
        "café.txt": "caf\u00e9.txt",
        "caf%CC%81.txt": "caf%CC%81.txt",
        "cafe%CC%81.txt": "cafe%CC%81.txt",
        "cafe%25CC%2581.txt": "cafe\u0301.txt",
    }
    assert found.problems == []


def test_names_that_are_no_unicode_are_told_apart(tmp_path: Path) -> None:
    for name in (b"f\xe4hre.md", b"f\xf6hre.md"):
        try:
            Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(name)
        except OSError:
            pytest.skip("this file system takes Unicode alone")
    found = {file.path: file.location.read_bytes() for file in find_files(tmp_path).files}
    assert found == {"f\ufffdhre.md": b"f\xe4hre.md", "f%F6hre.md": b"f\xf6hre.md"}


def test_links_are_followed_but_not_in_circles_and_what_is_no_file_is_told(tmp_path: Path) -> None:
    elsewhere, corpus = tmp_path / "elsewhere", tmp_path / "corpus"
    elsewhere.mkdir()
    corpus.mkdir()
    (elsewhere / "a.md").write_text("x")
    (elsewhere / "back").symlink_to(corpus)
    (corpus / "linked").symlink_to(elsewhere)
    (corpus / "broken.md").symlink_to(tmp_path / "gone.md")
    (corpus / "disk").symlink_to(tmp_path / "gone")
    (corpus / "itself.md").symlink_to(corpus / "itself.md")
    os.mkfifo(corpus / "pipe.txt")
    found = find_files(corpus)
    assert [file.path for file in found.files] == ["broken.md", "itself.md", "linked/a.md"]
    told = {problem.path: problem.reason for problem in found.problems}
    assert sorted(told) == ["disk", "pipe.txt"]
    assert told["disk"] == "can't be read (No such file or directory): allow reading it, or move it away"
    assert "pipe" in told["pipe.txt"]
    assert found.closed == ["disk"]


def test_folders_in_folders_are_found_however_deep(tmp_path: Path) -> None:
    made = [tmp_path]
    for _ in range(1200):  # deeper than Python calls functions
        made.append(made[-1] / "d")
        made[-1].mkdir()
    (made[-1] / "a.md").write_text("x")
    (file,) = find_files(tmp_path).files
    assert file.path == "d/" * 1200 + "a.md"
    file.location.unlink()
    for folder in reversed(made[1:]):  # no tool removes it all at once
        folder.rmdir()


@pytest.mark.parametrize("name", ["missing", "empty", "empty/nothing.exe"])
def test_what_can_not_be_found_is_said_in_one_line_with_the_next_step(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "nothing.exe").write_text("x")
    with pytest.raises(CorpusError, match="put articles in it") as caught:
        find_files(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
    assert "\n" not in str(caught.value)


def lock(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let a folder not be listed: permissions don't bind the user root, who runs these tests in many containers."""
    listdir = os.listdir

    def refuse(path: Path) -> list[str]:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)


@pytest.mark.parametrize("locked", ["", "below"])
def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locked: str) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "a.md").write_text("x")
    lock(monkeypatch, tmp_path / locked)
    if not locked:
        with pytest.raises(CorpusError, match=r"can't be read \(Permission denied\)") as caught:
            find_files(tmp_path)
        assert str(tmp_path) in str(caught.value)
        return
    found = find_files(tmp_path)
    assert [file.path for file in found.files] == ["a.md"]
    assert found.closed == ["below"]
    (problem,) = found.problems
    assert problem.line == "below: can't be read (Permission denied): allow reading it, or move it away"
