"""Articles added, replaced and taken out on a reader's behalf: what is refused and kept, and that the index follows."""

import errno
import io
import json
import os
import signal
import subprocess
import sys
import threading
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from rag.corpus import find_files, read_file
from rag.corpus.shelf import Plan, Shelf, pasted, safe_name, taken_out
from rag.errors import BuildStopped, CorpusError, IndexBusy, RagError
from rag.index import building, embedding
from rag.index.building import build_steps
from rag.index.embedding import Vectors
from rag.index.folder import STORE, writing
from rag.index.search import Index
from rag.index.store import Store
from rag.settings import Settings
from rag.types import Report
from rag.web.service import Library
from tests.conftest import PROJECT, HashedWords

MIB = 2**20


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


@pytest.fixture
def own(corpus: Path) -> Shelf:
    return Shelf(corpus)


def article(word: str) -> bytes:
    return f"---\ntitle: About {word}\n---\n\nThis says that {word} is here today.\n".encode()


def records(*identifiers: str) -> bytes:
    lines = (
        json.dumps({"id": one, "title": f"Record {one}", "text": f"It says that {one} is here."}) for one in identifiers
    )
    return "\n".join(lines).encode()


def listed(corpus: Path) -> set[str]:
    return {file.path for file in find_files(corpus).files}


def reasons(plan: Plan) -> dict[str, str]:
    return {problem.path: problem.reason for problem in plan.refused}


def add(shelf: Shelf, *files: tuple[str, bytes]) -> list[str]:
    plan = shelf.planned(files)
    assert plan.refused == ()
    return shelf.put(plan, replace=False)


def left_behind(corpus: Path) -> list[Path]:
    """Files of writers that did not come to their end."""
    return list(corpus.rglob(".adding-*"))


# Names


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("report.md", "report.md"),
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\Users\\Ana\\report.docx", "report.docx"),
        ("a\x00b.md", "ab.md"),
        ("two\nlines.md", "two lines.md"),
        ("...hidden.md", "hidden.md"),
        (".md", "article.md"),
        ("..md", "article.md"),
        ("folder/.md", "article.md"),
        ("CON.md", "_CON.md"),
        ("nul.tar.csv", "_nul.tar.csv"),
        ("console.md", "console.md"),
        ("CON", "_CON"),
        ("a:b?c*.md", "a-b-c-.md"),
        ("report. .md", "report.md"),
        ("Ekonomi 📈 raporu.PDF", "Ekonomi 📈 raporu.PDF"),
        ("👩\u200d🔬.md", "👩\u200d🔬.md"),
        ("تقرير.html", "تقرير.html"),
        ("exe\u202edm.md", "exedm.md"),
        ("Gu\u0308ler.md", "Güler.md"),
        ("half \ud83d.md", "half.md"),
        ("", "article"),
        ("/", "article"),
        ("..", "article"),
    ],
)
def test_a_name_is_made_safe_and_stays_like_itself(given: str, safe: str) -> None:
    assert safe_name(given) == safe
    assert safe_name(safe) == safe


@pytest.mark.parametrize("letter", ["x", "ü", "字", "😀", "a\u0301"])
def test_a_long_name_is_cut_between_letters_and_keeps_its_extension(letter: str) -> None:
    name = safe_name(letter * 400 + ".jsonl")
    assert name.endswith(".jsonl")
    assert 190 < len(name.encode()) <= 200
    assert set(name.removesuffix(".jsonl")) <= set(unicodedata.normalize("NFC", letter))
    assert len(safe_name("x." + "y" * 400).encode()) <= 200


@pytest.mark.parametrize(
    "given",
    ["../../etc/passwd.md", "a\x00b.md", "CON.md", f"{'ü' * 400}.md", "📈.md", "\u202eتقرير.md", ".md", "/x/.md"],
)
def test_a_hostile_name_ends_below_the_folder_and_is_read(corpus: Path, own: Shelf, given: str) -> None:
    (path,) = add(own, (given, article("quinces")))
    assert listed(corpus) == {path}
    assert path.startswith("added/")
    assert path.count("/") == 1
    assert [one.name for one in corpus.parent.iterdir()] == ["corpus"]
    own.remove(path)
    with pytest.raises(CorpusError, match="nothing to read"):
        find_files(corpus)


def test_a_name_that_was_used_without_an_extension_is_of_an_unknown_kind(own: Shelf) -> None:
    plan = own.planned([("CON", b"text"), ("notes", b"text"), ("tool.exe", b"MZ"), ("x" * 400, b"text"), ("", b"text")])
    assert not plan.ready
    assert all("unknown kind of file: use .md," in one.reason for one in plan.refused)
    assert [one.path[:20] for one in plan.refused] == ["CON", "notes", "tool.exe", "x" * 20, "a file without a nam"]
    assert max(len(one.path) for one in plan.refused) == 80


@pytest.mark.parametrize("name", ["README.md", "readme.tr.md", "LICENSE.txt", "Changelog.md", "~$report.md"])
def test_a_name_that_would_not_be_indexed_is_refused(own: Shelf, name: str) -> None:
    assert reasons(own.planned([(name, article("quinces"))])) == {
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
    corpus: Path, own: Shelf, name: str, data: bytes, reason: str
) -> None:
    plan = own.planned([(name, data)])
    (problem,) = plan.refused
    assert problem.path == name
    assert reason in problem.reason
    assert "\n" not in problem.reason
    assert own.put(plan, replace=True) == []
    assert [file for file in corpus.rglob("*") if file.is_file()] == []


def test_the_limits_are_inclusive(corpus: Path) -> None:
    own = Shelf(corpus, largest=100)
    plan = own.planned([("a.md", b"x" * 100), ("b.md", b"x" * 101)])
    assert [one.path for one in plan.ready] == ["added/a.md"]
    assert list(reasons(plan)) == ["b.md"]


def test_of_51_files_the_last_is_left_for_later(own: Shelf) -> None:
    plan = own.planned([(f"{number}.md", article(f"word{number}")) for number in range(51)])
    assert len(plan.ready) == 50
    assert reasons(plan) == {"50.md": "more than 50 files at once: add it after the others"}


def test_one_that_is_refused_does_not_hold_up_the_others(corpus: Path, own: Shelf) -> None:
    plan = own.planned([("a.md", article("quinces")), ("b.exe", b"MZ"), ("c.jsonl", records("one", "two") + b"\nno")])
    assert [one.titles for one in plan.ready] == [("About quinces",), ("Record one", "Record two")]
    assert list(reasons(plan)) == ["b.exe"]
    (problem,) = plan.ready[1].problems
    assert problem.reason.startswith("line 3: not JSON")
    assert not (corpus / "added").exists()
    assert own.put(plan, replace=False) == ["added/a.md", "added/c.jsonl"]
    assert (corpus / "added" / "a.md").read_bytes() == article("quinces")
    assert left_behind(corpus) == []


# Names that exist


def test_two_files_of_one_name_get_a_number_and_the_same_file_twice_does_not(own: Shelf) -> None:
    files = [
        ("a/x.md", article("one")),
        ("b/X.md", article("two")),
        ("c/x.md", article("one")),
        ("x.md", article("three")),
    ]
    plan = own.planned(files)
    assert [one.path for one in plan.ready] == ["added/x.md", "added/X-2.md", "added/x-3.md"]
    assert [one.path for one in plan.unchanged] == ["added/x.md"]
    own.put(plan, replace=False)

    again = own.planned(files)
    assert (again.ready, again.exists, again.refused) == ((), (), ())
    assert [one.path for one in again.unchanged] == ["added/x.md", "added/X-2.md", "added/x.md", "added/x-3.md"]
    assert own.put(again, replace=True) == []

    # A number of ours is not what the reader meant: nothing is replaced for it.
    more = own.planned([("x.md", article("one")), ("x.md", article("four"))])
    assert [one.path for one in more.ready] == ["added/x-4.md"]


def test_an_existing_file_is_replaced_with_consent_alone_and_the_old_one_is_kept(corpus: Path, own: Shelf) -> None:
    add(own, ("x.md", article("old")))
    plan = own.planned([("x.md", article("new")), ("y.md", article("other"))])
    assert [one.path for one in plan.exists] == ["added/x.md"]
    assert [one.path for one in plan.ready] == ["added/y.md"]

    assert own.put(plan, replace=False) == ["added/y.md"]
    assert (corpus / "added" / "x.md").read_bytes() == article("old")
    assert taken_out(corpus) == set()

    assert own.put(plan, replace=True) == ["added/x.md"]
    assert (corpus / "added" / "x.md").read_bytes() == article("new")
    (kept,) = (corpus / ".replaced").rglob("x.md")
    assert kept.read_bytes() == article("old")
    assert listed(corpus) == {"added/x.md", "added/y.md"}
    assert taken_out(corpus) == {"added/x.md"}

    own.put(own.planned([("x.md", article("newest"))]), replace=True)
    assert {one.read_bytes() for one in (corpus / ".replaced").rglob("x.md")} == {article("old"), article("new")}


def test_a_name_that_is_spelled_otherwise_on_the_disk_is_the_same(corpus: Path, own: Shelf) -> None:
    folder = corpus / "added"
    folder.mkdir()
    (folder / unicodedata.normalize("NFD", "Güler.md")).write_bytes(article("old"))
    plan = own.planned([("güler.md", article("new"))])
    assert [one.path for one in plan.exists] == ["added/Güler.md"]
    assert own.put(plan, replace=True) == ["added/Güler.md"]
    (file,) = find_files(corpus).files
    assert file.location.read_bytes() == article("new")


def test_what_somebody_else_added_meanwhile_stays(corpus: Path, own: Shelf) -> None:
    first, second = (own.planned([("x.md", article(word))]) for word in ("one", "two"))
    assert own.put(first, replace=True) == ["added/x.md"]
    assert Shelf(corpus).put(second, replace=True) == ["added/x-2.md"]
    assert Shelf(corpus).put(first, replace=True) == []
    assert (corpus / "added" / "x.md").read_bytes() == article("one")


def test_many_readers_at_once_lose_nothing(corpus: Path, own: Shelf) -> None:
    plans = [own.planned([("x.md", article(f"word{number}"))]) for number in range(8)]
    threads = [threading.Thread(target=own.put, args=(plan,), kwargs={"replace": False}) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {file.location.read_bytes() for file in find_files(corpus).files} == {article(f"word{n}") for n in range(8)}


def test_a_folder_of_that_name_is_not_replaced(corpus: Path, own: Shelf) -> None:
    (corpus / "added" / "x.md").mkdir(parents=True)
    assert reasons(own.planned([("x.md", article("one"))])) == {"x.md": "a folder has this name: give it another one"}


# What can go wrong in writing


@pytest.mark.parametrize(
    ("number", "step"),
    [(errno.ENOSPC, "make room on its disk"), (errno.EACCES, "the right to do so"), (errno.EIO, "look at this folder")],
)
def test_where_a_file_cannot_be_written_none_is(
    corpus: Path, own: Shelf, monkeypatch: pytest.MonkeyPatch, number: int, step: str
) -> None:
    add(own, ("old.md", article("old")))
    plan = own.planned([("a.md", article("one")), ("b.md", article("two")), ("old.md", article("new"))])
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
    assert (corpus / "added" / "old.md").read_bytes() == article("old")
    assert left_behind(corpus) == []
    assert own.put(plan, replace=True) == ["added/a.md", "added/b.md", "added/old.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_an_error_of_one_line(corpus: Path, own: Shelf) -> None:
    add(own, ("x.md", article("one")))
    corpus.chmod(0o500)
    (corpus / "added").chmod(0o500)
    try:
        with pytest.raises(CorpusError, match="Permission denied"):
            add(own, ("y.md", article("two")))
        with pytest.raises(CorpusError, match="Permission denied"):
            own.remove("added/x.md")
    finally:
        corpus.chmod(0o700)
        (corpus / "added").chmod(0o700)
    assert listed(corpus) == {"added/x.md"}


def test_a_corpus_that_is_missing_is_made_and_one_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    assert add(Shelf(tmp_path / "new" / "corpus"), ("x.md", article("one"))) == ["added/x.md"]
    single = tmp_path / "single.md"
    single.write_bytes(article("one"))
    with pytest.raises(CorpusError, match=r"single\.md can't be read \(Not a directory\)"):
        Shelf(single).planned([("x.md", article("one"))])
    with pytest.raises(CorpusError, match=r"single\.md can't be written"):
        Shelf(single).remove("single.md")
    assert single.read_bytes() == article("one")


def test_a_folder_that_leads_out_is_not_written_to(corpus: Path, own: Shelf, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (corpus / "added").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CorpusError, match="leads out of"):
        add(own, ("x.md", article("one")))
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("existing", [False, True])
def test_a_kill_between_writing_and_renaming_leaves_no_article(corpus: Path, own: Shelf, existing: bool) -> None:
    if existing:
        add(own, ("x.md", article("old")))
    code = (
        "import os, signal, sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path; from rag.corpus.shelf import Shelf\n"
        "own = Shelf(Path(sys.argv[2])); plan = own.planned([('x.md', b'new text'), ('y.md', b'other text')])\n"
        "os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "own.put(plan, replace=True)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(PROJECT), str(corpus)])
    assert done.returncode == -signal.SIGKILL
    left = left_behind(corpus)
    assert b"new text" in {one.read_bytes() for one in left}
    if existing:
        assert listed(corpus) == {"added/x.md"}
        assert (corpus / "added" / "x.md").read_bytes() == article("old")
    else:
        with pytest.raises(CorpusError, match="nothing to read"):
            find_files(corpus)

    # What it left goes in time, and not before another writer may be through with it.
    add(own, ("z.md", article("one")))
    assert left_behind(corpus) == left
    for one in left:
        os.utime(one, (0, 0))
    add(own, ("zz.md", article("two")))
    assert left_behind(corpus / "added") == []


# Pasted texts


def read(pasted_file: tuple[str, bytes]) -> tuple[str, str, date | None]:
    (found,), problems = read_file(*pasted_file)
    assert problems == []
    return found.title, found.text, found.published


@pytest.mark.parametrize(
    "title", ['He said: "no" # not yes', "- [x]: {y}", "null and ~", "Ulutaş'ın görevi", "x" * 300, "@a: *b"]
)
def test_a_title_that_was_given_is_the_articles(title: str) -> None:
    assert read(pasted("Some text.\n\nAnd more.", title=title))[:2] == (title, "Some text.\n\nAnd more.")
    assert read(pasted("<p>Some text is here.</p>\n<p>And more of it.</p>", title=title))[0] == title
    head = "<head><meta property='og:title' content='Other'></head>"
    page = f"<!doctype html><html lang=en>{head}<body><p>{'Words. ' * 9}</p>"
    assert read(pasted(page, title=title))[0] == title
    assert read(pasted(page.replace(head, ""), title=title))[0] == title


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("# A heading\n\nSome text.", "A heading", "a-heading.md"),
        ("A headline and no sign\n\nSome text. And more.", "A headline and no sign", "a-headline-and-no-sign.md"),
        ("---\ntitle: Its own\ndate: 2024-03-01\n---\n\nSome text.", "Its own", "its-own.md"),
        ("Türkiye took over. That was all.", "Türkiye took over. That was all.", "turkiye-took-over-that-was-all.md"),
        ("One two three four five six seven eight nine.", "One two three four five six seven eight…",
         "one-two-three-four-five-six-seven-eight.md"),
        ("Косово данас.", "Косово данас.", "kosovo-danas.md"),
        ("字" * 200, "字" * 59 + "…", None),
        ("<p>One is here.</p><p>Two is here.</p>", "One is here. Two is here.", "one-is-here-two-is-here.html"),
        ("<html><head><title>A page</title></head><body><p>Its words.</p></body></html>", "A page", "a-page.html"),
        ("!!! ??? ...", "!!! ??? ...", "pasted.md"),
        ("Readme", "Readme", "article-readme.md"),
    ],
)  # fmt: skip
def test_without_a_title_the_articles_own_or_its_first_words_name_it(text: str, title: str, name: str | None) -> None:
    made = pasted(text)
    assert read(made)[0] == title
    assert name is None or made[0] == name
    assert made[0].isascii()
    assert len(made[0]) < 80


def test_a_day_in_the_title_does_not_date_a_pasted_article() -> None:
    assert read(pasted("Some text.", title="What 2024-03-01 meant"))[2] is None
    assert read(pasted("20240301 was a day."))[2] is None
    assert read(pasted("---\ndate: 2024-03-01\n---\n\nSome text.", title="Other")) == (
        "Other", "Some text.", date(2024, 3, 1)
    )  # fmt: skip
    assert read(pasted("---\nTitle: Own\ndate: 2024-03-01\n---\nSome text.", title="Other"))[0] == "Other"


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("  <!DOCTYPE html><p>x", ".html"),
        ("<?xml version='1.0'?>\n<!-- a -->\n<html><body><p>x</p></body></html>", ".html"),
        ("<article>x</article>", ".html"),
        ("Intro <p>One.</p> <p>Two.</p>", ".html"),
        ("A < b and c > d, 1 <p 2", ".md"),
        ("Write `<p>One</p>` and `<p>Two</p>` and `<div></div>`.", ".md"),
        ("```\n<p>One.</p>\n<p>Two.</p>\n```\nis a code.", ".md"),
        ("<headline> is no tag", ".md"),
    ],
)
def test_html_is_told_from_text(text: str, suffix: str) -> None:
    assert Path(pasted(text)[0]).suffix == suffix


def test_what_a_pasted_page_says_of_its_encoding_is_passed_over() -> None:
    page = "<html><head><meta charset='{}'><title>{}</title></head><body><p>It stands here.</p></body></html>"
    assert read(pasted(page.format("utf-16", "Plain")))[0] == "Plain"
    assert read(pasted(page.format("windows-1254", "Güler, Ulutaş")))[0] == "Güler, Ulutaş"


@pytest.mark.parametrize("text", ["", " \n\t", "\x00\x07"])
def test_an_empty_text_is_an_error(text: str) -> None:
    with pytest.raises(CorpusError, match="Nothing was pasted: paste"):
        pasted(text)


def test_a_pasted_text_is_added_like_a_file(own: Shelf) -> None:
    made = pasted("Half a \ud83d character\x00 and\r\nmore.", title="Broken\x00 \ud83d title")
    assert add(own, made) == ["added/broken-title.md"]
    assert read(made)[:2] == ("Broken title", "Half a  character and\nmore.")


# Removing


def test_what_is_removed_is_kept_where_it_is_not_read(corpus: Path, own: Shelf) -> None:
    (corpus / "deep" / "er").mkdir(parents=True)
    (corpus / "deep" / "er" / "x.md").write_bytes(article("one"))
    add(own, ("x.md", article("two")))
    kept = own.remove("deep/er/x.md")
    assert kept.read_bytes() == article("one")
    assert kept.is_relative_to(corpus / ".removed")
    assert listed(corpus) == {"added/x.md"}
    assert taken_out(corpus) == {"deep/er/x.md"}

    # The same path twice keeps both.
    own.remove("added/x.md")
    add(own, ("x.md", article("three")))
    own.remove("added/x.md")
    assert {one.read_bytes() for one in (corpus / ".removed").rglob("added/x.md")} == {article("two"), article("three")}


@pytest.mark.parametrize(
    "path",
    ["../outside.md", "added/../../outside.md", "{outside}", "", ".", "added", "none.md", ".removed/x.md", "a\x00"],
)
def test_what_is_no_file_of_the_corpus_is_not_removed(corpus: Path, own: Shelf, tmp_path: Path, path: str) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(article("one"))
    (corpus / ".removed").mkdir()
    (corpus / ".removed" / "x.md").write_bytes(article("one"))
    add(own, ("x.md", article("one")))
    with pytest.raises(CorpusError, match=r"is not a file of .*: look at the list again"):
        own.remove(path.format(outside=outside))
    with pytest.raises(CorpusError, match="is not a file of"):
        own.articles_in(path.format(outside=outside))
    assert outside.exists()
    assert listed(corpus) == {"added/x.md"}


def test_a_link_that_leads_out_is_not_followed_and_not_removed(corpus: Path, own: Shelf, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.md").write_bytes(article("one"))
    (corpus / "file.md").symlink_to(outside / "x.md")
    (corpus / "folder").symlink_to(outside)
    (corpus / "loop.md").symlink_to(corpus / "loop.md")
    for path in ("file.md", "folder/x.md"):
        with pytest.raises(CorpusError, match=f"{path} leads out of .* by a link"):
            own.remove(path)
    assert (outside / "x.md").exists()
    own.remove("loop.md")
    assert listed(corpus) == {"file.md", "folder/x.md"}


def test_how_many_articles_go_with_a_file_is_told(own: Shelf) -> None:
    add(own, ("a.md", article("one")), ("b.jsonl", records("x", "y", "z")), ("c.csv", b"text\nOne.\nTwo.\n"))
    assert [own.articles_in(f"added/{name}") for name in ("a.md", "b.jsonl", "c.csv")] == [1, 3, 2]


# The index follows


@pytest.fixture
def hashing(hashed: HashedWords, monkeypatch: pytest.MonkeyPatch) -> HashedWords:
    """Hashed words in the place of every model."""
    monkeypatch.setattr(embedding, "load", lambda *_, **__: hashed)
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
def test_what_is_added_is_found_by_an_open_rag_and_what_is_removed_is_gone(own: Shelf, library: Library) -> None:
    add(own, ("a.md", article("quinces")))
    opened = library.rag()
    add(own, ("b.md", article("medlars")))
    assert update(library).added == 1
    assert library.rag() is opened
    assert found(library, "medlars") == {"added/b.md"}

    own.put(own.planned([("b.md", article("damsons"))]), replace=True)
    assert update(library).changed == 1
    assert (found(library, "medlars"), found(library, "damsons")) == (set(), {"added/b.md"})

    own.remove("added/b.md")
    assert update(library).removed == 1
    assert found(library, "damsons") == set()
    assert opened.index.verify() == []


def test_with_the_real_model_what_is_added_answers_and_what_is_removed_does_not(own: Shelf, library: Library) -> None:
    add(own, pasted("The bridge over the Tamsel was closed for repairs.", title="The bridge"))
    add(own, pasted("The ferry to Gull Head costs four crowns.", title="The ferry"))
    assert update(library).articles == 2
    assert "four crowns" in library.rag().ask("How much does the ferry to Gull Head cost?").text
    own.remove("added/the-ferry.md")
    update(library)
    assert "four crowns" not in library.rag().ask("How much does the ferry to Gull Head cost?").text


@pytest.mark.usefixtures("hashing")
def test_the_first_article_makes_the_index_where_there_was_none(own: Shelf, library: Library) -> None:
    with pytest.raises(CorpusError, match="nothing to read"):
        library.rag()
    assert "nothing to read" in library.headline()
    with pytest.raises(CorpusError, match="nothing to read"):
        update(library)
    add(own, ("a.md", article("quinces")))
    assert update(library).added == 1
    assert "1 article" in library.headline()
    assert found(library, "quinces") == {"added/a.md"}


@pytest.mark.usefixtures("hashing")
def test_when_the_last_article_is_removed_the_index_is_empty_and_can_be_filled_again(
    corpus: Path, own: Shelf, library: Library, tmp_path: Path
) -> None:
    add(own, ("a.md", article("quinces")), ("b.jsonl", records("medlars", "damsons")))
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

    add(own, ("c.md", article("sloes")))
    report = update(library)
    assert (report.added, report.articles, list(report.problems)) == (1, 1, [])
    assert found(library, "sloes") == found(again, "sloes") == {"added/c.md"}


@pytest.mark.usefixtures("hashing")
def test_all_that_was_known_may_be_replaced_at_once(own: Shelf, library: Library) -> None:
    add(own, ("all.jsonl", records("quinces", "medlars")))
    update(library)
    own.put(own.planned([("all.jsonl", records("sloes", "damsons"))]), replace=True)
    assert (found(library, "sloes"), update(library).removed) == (set(), 2)
    assert (found(library, "sloes"), found(library, "quinces")) == ({"sloes"}, set())

    own.remove("added/all.jsonl")
    add(own, ("x.md", article("rowans")))
    report = update(library)
    assert (report.added, report.removed, report.articles) == (1, 2, 1)


@pytest.mark.usefixtures("hashing")
def test_a_folder_that_others_emptied_leaves_the_index_as_it_is(
    corpus: Path, own: Shelf, library: Library, tmp_path: Path
) -> None:
    add(own, ("a.md", article("quinces")), ("b.md", article("medlars")), ("c.md", article("sloes")))
    update(library)
    own.remove("added/c.md")
    update(library)
    for name in ("a.md", "b.md"):
        (corpus / "added" / name).rename(tmp_path / name)
    with pytest.raises(CorpusError, match="nothing to read"):
        update(library)
    add(own, ("d.md", article("damsons")))
    with pytest.raises(CorpusError, match="looks like another corpus"):
        update(library)
    assert found(library, "quinces") == {"added/a.md"}


def test_an_index_of_another_model_and_other_chunks_stays_of_them(
    corpus: Path, own: Shelf, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = HashedWords("other-words", dimension=64)
    add(own, ("a.md", article("quinces")))
    list(build_steps(corpus, tmp_path / "index", embedder=other, chunk_tokens=50))
    asked: list[str] = []

    def load(name: str, **_: object) -> HashedWords:
        asked.append(name)
        return other

    monkeypatch.setattr(embedding, "load", load)
    add(own, ("b.md", article("medlars")))
    assert update(library).added == 1
    assert set(asked) == {"other-words"}
    with Store(tmp_path / "index" / STORE).read() as snapshot:
        assert (snapshot.recipe.model, snapshot.recipe.chunk_tokens) == (other.model, 50)

    # Rebuilt with another one meanwhile, as `rag index --rebuild --model` does, it stays of that.
    newer = HashedWords("newer-words", dimension=32)
    list(build_steps(corpus, tmp_path / "index", embedder=newer, rebuild=True))
    monkeypatch.setattr(embedding, "load", lambda *_, **__: newer)
    add(own, ("c.md", article("sloes")))
    assert update(library).added == 1
    assert found(library, "sloes") == {"added/c.md"}


@pytest.mark.usefixtures("hashing")
def test_an_index_that_another_process_writes_is_waited_for(
    own: Shelf, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_PATIENCE", 0.01)
    add(own, ("a.md", article("quinces")))
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

    monkeypatch.setattr(Index, "build_steps", steps)
    assert len(list(library.bring_up_to_date())) > 1
    assert len(attempts) == 3
    assert found(library, "quinces") == {"added/a.md"}


@pytest.mark.usefixtures("hashing")
def test_readers_who_add_at_once_are_served_one_after_the_other(own: Shelf, library: Library) -> None:
    add(own, ("first.md", article("first")))
    library.rag()
    failures: list[Exception] = []

    def add_one(number: int) -> None:
        try:
            add(own, (f"{number}.md", article(f"word{number}")))
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


def test_an_update_that_nobody_reads_comes_to_its_end(own: Shelf, library: Library, hashing: HashedWords) -> None:
    add(own, ("a.md", article("quinces")))
    library.bring_up_to_date()
    assert update(library).articles == 1
    assert len(hashing.embedded) == 1


@pytest.mark.usefixtures("hashing")
def test_what_is_no_error_of_ours_reaches_the_reader_too(
    own: Shelf, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(own, ("a.md", article("quinces")))

    def fail(*_: object, **__: object) -> Iterator[object]:
        raise MemoryError("no memory")

    with monkeypatch.context() as patched:
        patched.setattr(Index, "build_steps", fail)
        with pytest.raises(MemoryError, match="no memory"):
            update(library)
    assert update(library).articles == 1


@pytest.mark.usefixtures("hashing")
def test_a_broken_index_is_a_named_error(own: Shelf, library: Library, tmp_path: Path) -> None:
    add(own, ("a.md", article("quinces")))
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


def add_many(own: Shelf, count: int, first: int = 0) -> None:
    for start in range(first, count, 50):
        add(own, *((f"{number:03}.md", article(f"word{number}")) for number in range(start, min(start + 50, count))))


@pytest.mark.parametrize(("texts", "kept"), [(0, 0), (70, 64)])
def test_a_first_build_that_is_stopped_keeps_what_it_committed_and_is_gone_on_with(
    own: Shelf, library: Library, monkeypatch: pytest.MonkeyPatch, texts: int, kept: int
) -> None:
    embedder = Stopping(library, texts)
    monkeypatch.setattr(embedding, "load", lambda *_, **__: embedder)
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
    own: Shelf, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = Stopping(library, 80)
    monkeypatch.setattr(embedding, "load", lambda *_, **__: embedder)
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
    own: Shelf, library: Library
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
