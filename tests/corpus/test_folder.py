"""Articles added, replaced and taken out on a reader's behalf: what is refused, and what is kept."""

import errno
import io
import os
import signal
import subprocess
import sys
import threading
import unicodedata
import zipfile
from pathlib import Path

import pytest

from rag.corpus.disk import changing, sweep
from rag.corpus.files import find_files, taken_out
from rag.corpus.folder import CorpusFolder, Plan
from rag.errors import CorpusError
from tests.conftest import PROJECT
from tests.corpus.conftest import about, add, listed, records

MIB = 2**20


def reasons(plan: Plan) -> dict[str, str]:
    return {problem.path: problem.reason for problem in plan.refused}


def left_behind(corpus: Path) -> list[Path]:
    """Files of writers that did not come to their end."""
    return list(corpus.rglob(".adding-*"))


@pytest.mark.parametrize(
    "given",
    ["../../etc/passwd.md", "a\x00b.md", "CON.md", f"{'ü' * 400}.md", "📈.md", "\u202eتقرير.md", ".md", "/x/.md"],
)
def test_a_hostile_name_ends_below_the_folder_and_is_read(corpus: Path, own: CorpusFolder, given: str) -> None:
    (path,) = add(own, (given, about("quinces")))
    assert listed(corpus) == {path}
    assert path.startswith("added/")
    assert path.count("/") == 1
    assert [one.name for one in corpus.parent.iterdir()] == ["corpus"]
    own.remove(path)
    with pytest.raises(CorpusError, match="nothing to read"):
        find_files(corpus)


def test_a_name_that_was_used_without_an_extension_is_of_an_unknown_kind(own: CorpusFolder) -> None:
    plan = own.plan([("CON", b"text"), ("notes", b"text"), ("tool.exe", b"MZ"), ("x" * 400, b"text"), ("", b"text")])
    assert not plan.ready
    assert all("unknown kind of file: use .md," in one.reason for one in plan.refused)
    assert [one.path[:20] for one in plan.refused] == ["CON", "notes", "tool.exe", "x" * 20, "a file without a nam"]
    assert max(len(one.path) for one in plan.refused) == 80


@pytest.mark.parametrize("name", ["README.md", "readme.tr.md", "LICENSE.txt", "Changelog.md", "~$report.md"])
def test_a_name_that_would_not_be_indexed_is_refused(own: CorpusFolder, name: str) -> None:
    assert reasons(own.plan([(name, about("quinces"))])) == {
        name: "READMEs, licences, change logs and lock files are not indexed: give it another name"
    }


# What is refused, and why


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("holiday.txt", "no document")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.md", b"", "empty: save it again"),
        ("blank.md", b" \n\t ", "empty: save it again"),
        ("archive.docx", zipped(), "damaged, or not a Word document: save it again as .docx"),
        ("picture.md", b"\x89PNG\r\n\x1a\n\0\0", "it is a picture"),
        ("text.pdf", b"Hello", "not a PDF: it starts with 'Hello'"),
        ("table.csv", b"title,author\nA,B\n", 'names no "text"'),
        ("broken.md", b"---\ntitle: [half\n---\n\ntext", "front matter is not valid YAML"),
        ("title.md", b"# Only a title\n", "no text below the title"),
        ("bad.jsonl", b'{"text": ""}\n{"text": 1}\n', 'line 1: "text" is empty (and 1 more)'),
        ("large.md", b"x" * (21 * MIB), "larger than 20 MB: add it in parts"),
    ],
)
def test_what_holds_no_article_is_refused_in_one_line_and_nothing_is_written(
    corpus: Path, own: CorpusFolder, name: str, data: bytes, reason: str
) -> None:
    plan = own.plan([(name, data)])
    (problem,) = plan.refused
    assert problem.path == name
    assert reason in problem.reason
    assert "\n" not in problem.reason
    assert own.put(plan, replace=True) == []
    assert [file for file in corpus.rglob("*") if file.is_file()] == []


def test_the_limits_are_inclusive(corpus: Path) -> None:
    own = CorpusFolder(corpus, largest=100)
    plan = own.plan([("a.md", b"x" * 100), ("b.md", b"x" * 101)])
    assert [one.path for one in plan.ready] == ["added/a.md"]
    assert list(reasons(plan)) == ["b.md"]


def test_of_51_files_the_last_is_left_for_later(own: CorpusFolder) -> None:
    plan = own.plan([(f"{number}.md", about(f"word{number}")) for number in range(51)])
    assert len(plan.ready) == 50
    assert reasons(plan) == {"50.md": "more than 50 files at once: add it after the others"}


def test_one_that_is_refused_does_not_hold_up_the_others(corpus: Path, own: CorpusFolder) -> None:
    plan = own.plan([("a.md", about("quinces")), ("b.exe", b"MZ"), ("c.jsonl", records("one", "two") + b"\nno")])
    assert [one.titles for one in plan.ready] == [("About quinces",), ("Record one", "Record two")]
    assert list(reasons(plan)) == ["b.exe"]
    (problem,) = plan.ready[1].problems
    assert problem.reason.startswith("line 3: not JSON")
    assert not (corpus / "added").exists()
    assert own.put(plan, replace=False) == ["added/a.md", "added/c.jsonl"]
    assert (corpus / "added" / "a.md").read_bytes() == about("quinces")
    assert left_behind(corpus) == []


# Names that exist


def test_two_files_of_one_name_get_a_number_and_the_same_file_twice_does_not(own: CorpusFolder) -> None:
    files = [
        ("a/x.md", about("one")),
        ("b/X.md", about("two")),
        ("c/x.md", about("one")),
        ("x.md", about("three")),
    ]
    plan = own.plan(files)
    assert [one.path for one in plan.ready] == ["added/x.md", "added/X-2.md", "added/x-3.md"]
    assert [one.path for one in plan.unchanged] == ["added/x.md"]
    own.put(plan, replace=False)

    again = own.plan(files)
    assert (again.ready, again.exists, again.refused) == ((), (), ())
    assert [one.path for one in again.unchanged] == ["added/x.md", "added/X-2.md", "added/x.md", "added/x-3.md"]
    assert own.put(again, replace=True) == []

    # A number of ours is not what the reader meant: nothing is replaced for it.
    more = own.plan([("x.md", about("one")), ("x.md", about("four"))])
    assert [one.path for one in more.ready] == ["added/x-4.md"]


def test_an_existing_file_is_replaced_with_consent_alone_and_the_old_one_is_kept(
    corpus: Path, own: CorpusFolder
) -> None:
    add(own, ("x.md", about("old")))
    plan = own.plan([("x.md", about("new")), ("y.md", about("other"))])
    assert [one.path for one in plan.exists] == ["added/x.md"]
    assert [one.path for one in plan.ready] == ["added/y.md"]

    assert own.put(plan, replace=False) == ["added/y.md"]
    assert (corpus / "added" / "x.md").read_bytes() == about("old")
    assert taken_out(corpus) == set()

    assert own.put(plan, replace=True) == ["added/x.md"]
    assert (corpus / "added" / "x.md").read_bytes() == about("new")
    (kept,) = (corpus / ".replaced").rglob("x.md")
    assert kept.read_bytes() == about("old")
    assert listed(corpus) == {"added/x.md", "added/y.md"}
    assert taken_out(corpus) == {"added/x.md"}

    own.put(own.plan([("x.md", about("newest"))]), replace=True)
    assert {one.read_bytes() for one in (corpus / ".replaced").rglob("x.md")} == {about("old"), about("new")}


def test_a_name_that_is_spelled_otherwise_on_the_disk_is_the_same(corpus: Path, own: CorpusFolder) -> None:
    folder = corpus / "added"
    folder.mkdir()
    (folder / unicodedata.normalize("NFD", "Güler.md")).write_bytes(about("old"))
    plan = own.plan([("güler.md", about("new"))])
    assert [one.path for one in plan.exists] == ["added/Güler.md"]
    assert own.put(plan, replace=True) == ["added/Güler.md"]
    (file,) = find_files(corpus).files
    assert file.location.read_bytes() == about("new")


def test_what_somebody_else_added_meanwhile_stays(corpus: Path, own: CorpusFolder) -> None:
    first, second = (own.plan([("x.md", about(word))]) for word in ("one", "two"))
    assert own.put(first, replace=True) == ["added/x.md"]
    assert CorpusFolder(corpus).put(second, replace=True) == ["added/x-2.md"]
    assert CorpusFolder(corpus).put(first, replace=True) == []
    assert (corpus / "added" / "x.md").read_bytes() == about("one")


def test_many_readers_at_once_lose_nothing(corpus: Path, own: CorpusFolder) -> None:
    plans = [own.plan([("x.md", about(f"word{number}"))]) for number in range(8)]
    threads = [threading.Thread(target=own.put, args=(plan,), kwargs={"replace": False}) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {file.location.read_bytes() for file in find_files(corpus).files} == {about(f"word{n}") for n in range(8)}


def test_a_folder_of_that_name_is_not_replaced(corpus: Path, own: CorpusFolder) -> None:
    (corpus / "added" / "x.md").mkdir(parents=True)
    assert reasons(own.plan([("x.md", about("one"))])) == {"x.md": "a folder has this name: give it another one"}


# What can go wrong in writing


@pytest.mark.parametrize(
    ("number", "step"),
    [(errno.ENOSPC, "make room on its disk"), (errno.EACCES, "the right to do so"), (errno.EIO, "look at this folder")],
)
def test_where_a_file_cannot_be_written_none_is(
    corpus: Path, own: CorpusFolder, monkeypatch: pytest.MonkeyPatch, number: int, step: str
) -> None:
    add(own, ("old.md", about("old")))
    plan = own.plan([("a.md", about("one")), ("b.md", about("two")), ("old.md", about("new"))])
    calls: list[int] = []

    def fail(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(CorpusError, match=f"corpus can't be written .*{os.strerror(number)}.*{step}"):
        own.put(plan, replace=True)
    monkeypatch.undo()
    assert listed(corpus) == {"added/old.md"}
    assert (corpus / "added" / "old.md").read_bytes() == about("old")
    assert left_behind(corpus) == []
    assert own.put(plan, replace=True) == ["added/a.md", "added/b.md", "added/old.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_an_error_of_one_line(corpus: Path, own: CorpusFolder) -> None:
    add(own, ("x.md", about("one")))
    corpus.chmod(0o500)
    (corpus / "added").chmod(0o500)
    try:
        with pytest.raises(CorpusError, match="Permission denied"):
            add(own, ("y.md", about("two")))
        with pytest.raises(CorpusError, match="Permission denied"):
            own.remove("added/x.md")
    finally:
        corpus.chmod(0o700)
        (corpus / "added").chmod(0o700)
    assert listed(corpus) == {"added/x.md"}


def test_a_corpus_that_is_missing_is_made_and_one_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    assert add(CorpusFolder(tmp_path / "new" / "corpus"), ("x.md", about("one"))) == ["added/x.md"]
    single = tmp_path / "single.md"
    single.write_bytes(about("one"))
    with pytest.raises(CorpusError, match=r"single\.md can't be read \(Not a directory\)"):
        CorpusFolder(single).plan([("x.md", about("one"))])
    with pytest.raises(CorpusError, match=r"single\.md can't be written"):
        CorpusFolder(single).remove("single.md")
    assert single.read_bytes() == about("one")


def test_a_folder_that_leads_out_is_not_written_to(corpus: Path, own: CorpusFolder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (corpus / "added").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CorpusError, match="leads out of"):
        add(own, ("x.md", about("one")))
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("existing", [False, True])
def test_a_kill_between_writing_and_renaming_leaves_no_article(corpus: Path, own: CorpusFolder, existing: bool) -> None:
    if existing:
        add(own, ("x.md", about("old")))
    code = (
        "import os, signal, sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path; from rag.corpus.folder import CorpusFolder\n"
        "own = CorpusFolder(Path(sys.argv[2])); plan = own.plan([('x.md', b'new text'), ('y.md', b'other text')])\n"
        "os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "own.put(plan, replace=True)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(PROJECT), str(corpus)])
    assert done.returncode == -signal.SIGKILL
    left = left_behind(corpus)
    assert b"new text" in {one.read_bytes() for one in left}
    if existing:
        assert listed(corpus) == {"added/x.md"}
        assert (corpus / "added" / "x.md").read_bytes() == about("old")
    else:
        with pytest.raises(CorpusError, match="nothing to read"):
            find_files(corpus)

    # What it left goes when nobody is at work there, as at the next build.
    with changing(corpus):
        sweep(corpus)
        assert left_behind(corpus) == left
    sweep(corpus)
    assert left_behind(corpus) == []


# Removing


def test_what_is_removed_is_kept_where_it_is_not_read(corpus: Path, own: CorpusFolder) -> None:
    (corpus / "deep" / "er").mkdir(parents=True)
    (corpus / "deep" / "er" / "x.md").write_bytes(about("one"))
    add(own, ("x.md", about("two")))
    kept = own.remove("deep/er/x.md")
    assert kept.read_bytes() == about("one")
    assert kept.is_relative_to(corpus / ".removed")
    assert listed(corpus) == {"added/x.md"}
    assert taken_out(corpus) == {"deep/er/x.md"}

    # The same path twice keeps both.
    own.remove("added/x.md")
    add(own, ("x.md", about("three")))
    own.remove("added/x.md")
    assert {one.read_bytes() for one in (corpus / ".removed").rglob("added/x.md")} == {about("two"), about("three")}


def test_what_was_removed_is_put_back_unless_its_name_is_taken(corpus: Path, own: CorpusFolder) -> None:
    (corpus / "deep").mkdir()
    (corpus / "deep" / "x.md").write_bytes(about("one"))
    kept = own.remove("deep/x.md")
    (corpus / "deep").rmdir()
    assert own.restore(kept) == "deep/x.md"
    assert (corpus / "deep" / "x.md").read_bytes() == about("one")
    assert taken_out(corpus) == set()

    kept = own.remove("deep/x.md")
    (corpus / "deep" / "x.md").write_bytes(about("two"))
    with pytest.raises(CorpusError, match=r"deep/x.md is there again: move that away"):
        own.restore(kept)
    assert kept.read_bytes() == about("one")
    kept.unlink()
    (corpus / "deep" / "x.md").unlink()
    with pytest.raises(CorpusError, match="can't be written"):
        own.restore(kept)


@pytest.mark.parametrize(
    "path",
    ["../outside.md", "added/../../outside.md", "{outside}", "", ".", "added", "none.md", ".removed/x.md", "a\x00"],
)
def test_what_is_no_file_of_the_corpus_is_not_removed(
    corpus: Path, own: CorpusFolder, tmp_path: Path, path: str
) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(about("one"))
    (corpus / ".removed").mkdir()
    (corpus / ".removed" / "x.md").write_bytes(about("one"))
    add(own, ("x.md", about("one")))
    with pytest.raises(CorpusError, match=r"is not a file of .*: look at the list again"):
        own.remove(path.format(outside=outside))
    with pytest.raises(CorpusError, match="is not a file of"):
        own.articles_in(path.format(outside=outside))
    assert outside.exists()
    assert listed(corpus) == {"added/x.md"}


def test_a_link_that_leads_out_is_not_followed_and_not_removed(corpus: Path, own: CorpusFolder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.md").write_bytes(about("one"))
    (corpus / "file.md").symlink_to(outside / "x.md")
    (corpus / "folder").symlink_to(outside)
    (corpus / "loop.md").symlink_to(corpus / "loop.md")
    for path in ("file.md", "folder/x.md"):
        with pytest.raises(CorpusError, match=f"{path} leads out of .* by a link"):
            own.remove(path)
    assert (outside / "x.md").exists()
    own.remove("loop.md")
    assert listed(corpus) == {"file.md", "folder/x.md"}


def test_how_many_articles_go_with_a_file_is_told(own: CorpusFolder) -> None:
    add(own, ("a.md", about("one")), ("b.jsonl", records("x", "y", "z")), ("c.csv", b"text\nOne.\nTwo.\n"))
    assert [own.articles_in(f"added/{name}") for name in ("a.md", "b.jsonl", "c.csv")] == [1, 3, 2]
