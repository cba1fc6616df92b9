"""The tree of errors that the docstring draws is the real one, and what readers of the page are told of each."""

import ast
import inspect
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from rag import errors
from rag.answers.answer import Answer
from rag.answers.chat import OpenAIChat
from rag.answers.feedback import Feedback
from rag.answers.statements import Trace
from rag.corpus.amending import amendments_of
from rag.corpus.files import AMENDMENTS, find_files
from rag.corpus.folder import CorpusFolder
from rag.errors import IndexBusy, RagError, for_readers, without_folders
from rag.index import models, reranking
from rag.index.accounts import Account
from rag.index.building import build_steps
from rag.index.folder import writing
from rag.index.search import Index
from rag.index.snapshot import Recipe
from rag.index.store import Store
from rag.places import STORE
from rag.settings import Settings
from rag.sidecar import SidecarFile
from rag.web import articles_view, render
from rag.web.service import Service
from tests.conftest import PROJECT, HashedWords


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    drawn: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"([|` -]*)(\w+Error|Index\w+|Build\w+|Context\w+|Unknown\w+)\s+\S", line):
            depth = len(found[1]) // 4
            path[depth:] = [found[2]]
            drawn[found[2]] = path[depth - 1] if depth else "Exception"
    real = {
        name: found.__bases__[0].__name__
        for name, found in vars(errors).items()
        if inspect.isclass(found) and issubclass(found, BaseException)
    }
    assert drawn == real
    assert len(real) >= 8


# What is told on the page


def built(folder: Path) -> Path:
    """An index in a folder."""
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.md").write_text("# Quinces\n\nThe quinces are ripe.\n")
    Index.build(folder / "corpus", folder / "index", embedder=HashedWords())
    return folder / "index"


def of_format(index: Path, number: int) -> Path:
    with closing(sqlite3.connect(index / STORE)) as connection:
        connection.execute(f"PRAGMA user_version = {number}")
    return index


def service_of(folder: Path) -> object:
    return Service(Settings(corpus=folder / "corpus", index=folder / "index")).rag()


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def broken_amendments(folder: Path) -> None:
    (folder / AMENDMENTS).write_text("a.md: [", "utf-8")
    amendments_of(folder)


def busy(folder: Path) -> None:
    with writing(folder / "index"), writing(folder / "index"):
        pass


def file_for_folder(index: Path) -> None:
    index.write_text("")
    with writing(index):
        pass


def linked_out(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "corpus").mkdir()
    (folder / "corpus" / "added").symlink_to(folder / "elsewhere")
    corpus = CorpusFolder(folder / "corpus", largest=1000, most=3)
    corpus.put(corpus.plan([("a.md", b"# A\n\nText of it.\n")]), replace=False)


def garbage(folder: Path) -> None:
    (folder / "index").mkdir()
    (folder / "index" / STORE).write_bytes(b"no database " * 1000)
    service_of(folder)


def other_model(folder: Path) -> None:
    index = built(folder)
    Index.open(index, embedder=HashedWords(str(folder / "models" / "other"))).search("quinces")


def lost_model(folder: Path) -> None:
    embedder = HashedWords(str(folder / "my models" / "lost"))
    Store.create(folder / "index" / STORE, Recipe(embedder.model, 200))
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.md").write_text("# Quinces\n\nThe quinces are ripe.\n")
    service_of(folder)


PROVOKED: dict[str, Callable[[Path], object]] = {
    "a corpus that is not there": service_of,
    "a corpus of nothing": lambda folder: find_files(made(folder / "corpus")),
    "a corpus that is a part of nothing": lambda folder: find_files(folder / "corpus" / "b.md"),
    "a corpus that can't be read": lambda folder: list(build_steps(folder / "none", folder / "index")),
    "an index that is not there": lambda folder: Index.open(folder / "index"),
    "an index that is garbage": garbage,
    "an index of another format": lambda folder: Index.open(of_format(built(folder), 99)),
    "an index that is being written": busy,
    "an index that is a file": lambda folder: file_for_folder(folder / "index"),
    "another model": other_model,
    "a model that is lost": lost_model,
    "a folder that holds no model": lambda folder: models.load(str(made(folder / "none"))),
    "a reranker that is lost": lambda folder: reranking.load(str(folder / "no such")),
    "feedback that can't be kept": lambda folder: Feedback(SidecarFile(made(folder / "file"))).record(
        Answer("Q?", Trace("Q?")), good=True
    ),
    "a folder that leads out": linked_out,
    "a file that is gone": lambda folder: (
        built(folder) and CorpusFolder(folder / "corpus", largest=9, most=3).remove("gone.md")
    ),
    "amendments that can't be followed": broken_amendments,
}


@pytest.mark.slow
@pytest.mark.parametrize("what", PROVOKED)
def test_a_reader_is_told_no_folder_of_the_server(
    tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in two words"
    folder.mkdir()
    with pytest.raises(RagError) as raised:
        PROVOKED[what](folder)
    assert str(tmp_path) in str(raised.value), "or the test shows nothing"
    told = for_readers(raised.value)
    assert not re.search(r"in two words|/tmp|site-packages", told), told
    assert len(told) > 20
    assert str(raised.value) in capsys.readouterr().err, "the log has it whole"
    assert "two" not in render.problem(raised.value)
    problem = articles_view.ledger([Account(".", "unread", 0, (str(raised.value),))])
    assert "two" not in problem


def test_on_the_page_and_to_programs_errors_are_told_in_these_ways_alone() -> None:
    told = 0
    for path in sorted([*(PROJECT / "rag" / "web").glob("*.py"), *(PROJECT / "rag" / "api").glob("*.py")]):
        tree = ast.parse(path.read_text("utf-8"))
        for handler in ast.walk(tree):
            if isinstance(handler, ast.ExceptHandler) and "RagError" in ast.unparse(handler.type or ast.Constant("")):
                for use in ast.walk(handler):
                    words = ast.unparse(use)
                    assert words != f"str({handler.name})", f"{path.name}, line {use.lineno}"  # type: ignore[attr-defined]
                    assert not (isinstance(use, ast.JoinedStr) and f"{{{handler.name}}}" in words), path.name
                    told += words in (f"render.problem({handler.name})", f"for_readers({handler.name})",
                                      f"failure({handler.name})")  # fmt: skip
    assert told > 5


def test_a_folder_with_any_sign_in_its_name_is_no_readers_business() -> None:
    error = IndexBusy("Another process writes /srv/a, b's (own)/index: wait.", path=Path("/srv/a, b's (own)/index"))
    assert for_readers(error) == "Another process writes index: wait."


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("There is no index in /srv/a b/index: run `rag index`.", "There is no index in index: run `rag index`."),
        ("/srv/c/added leads out of /srv/c by a link", "added leads out of c by a link"),
        ("http://127.0.0.1:8080/v1 lists no model", "http://127.0.0.1:8080/v1 lists no model"),
        ("news/a.md: no text, and/or a picture in / of it", "news/a.md: no text, and/or a picture in / of it"),
        ("No model '/root/my models/m' (neither)", "No model 'm' (neither)"),
    ],
)  # fmt: skip
def test_of_a_path_from_the_root_the_last_name_is_left(message: str, told: str) -> None:
    assert without_folders(message) == told


@pytest.mark.slow
def test_an_error_carries_what_it_speaks_of(tmp_path: Path) -> None:
    with pytest.raises(errors.CorpusError) as corpus:
        list(build_steps(tmp_path / "none", tmp_path / "index"))
    with pytest.raises(errors.IndexMissing) as index:
        Index.open(tmp_path / "index")
    nobody = OpenAIChat(api_key=None, base_url="http://key:secret@127.0.0.1:9/v1", model="m", timeout=1)
    with pytest.raises(errors.ChatError) as chat:
        list(nobody.stream([{"role": "user", "content": "Hello?"}]))
    assert corpus.value.path == tmp_path / "none"
    assert index.value.path == tmp_path / "index" / STORE
    assert chat.value.address == "http://127.0.0.1:9/v1"
