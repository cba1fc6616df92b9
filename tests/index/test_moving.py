"""A move that is killed, and made again."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import ArgumentError
from rag.index.moving import move
from rag.index.search import Index
from rag.places import STORE
from rag.types import Article
from tests.conftest import PROJECT, HashedWords

# Where the process dies: after a step of the move, or when a function is called.
_MOVE = """
import os, shutil, signal, sys
from rag.index import moving, place
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[3] == "replaced":
    place.Folder.follower = die
elif sys.argv[3] == "followed":
    place.Folder.discard = lambda _, before=place.Folder.discard, said=[]: die() if said else said.append(before(_))
for number, _ in enumerate(moving.move(sys.argv[1], sys.argv[2], ("feedback.jsonl",))):
    if str(number) == sys.argv[3]:
        die()
"""


def _killed(source: Path, target: Path, where: str) -> None:
    done = subprocess.run([sys.executable, "-c", _MOVE, str(source), str(target), where], cwd=PROJECT)
    assert done.returncode == -signal.SIGKILL


@pytest.fixture
def source(tmp_path: Path) -> Path:
    made = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    made.update([Article(str(one), f"Title {one}", f"The word{one} came to the harbour.") for one in range(5)])
    (tmp_path / "index" / "feedback.jsonl").write_bytes(b"{}\n")
    return tmp_path / "index"


@pytest.mark.kill
@pytest.mark.parametrize("where", ["0", "2", "5", "replaced", "followed"])
def test_a_move_that_was_killed_is_made_again(source: Path, tmp_path: Path, where: str) -> None:
    target = tmp_path / "new"
    _killed(source, target, where)
    *_, last = move(str(source), str(target), ("feedback.jsonl",))
    assert (last.articles, last.chunks) == (5, 5)
    moved = Index.open(target, embedder=HashedWords())
    assert moved.verify() == []
    assert moved.search("word3").passages[0].article.id == "3"
    names = {one.name for one in target.iterdir() if one.name[0] != "."}
    assert names - {f"{STORE}-wal", f"{STORE}-shm"} == {STORE, "vectors", "keywords", "feedback.jsonl"}


@pytest.mark.kill
def test_what_a_killed_move_did_not_make_is_not_replaced(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "new"
    _killed(source, target, "2")
    note = target / "rebuild" / "notes.md"
    note.write_text("of my house", "utf-8")
    with pytest.raises(ArgumentError, match="new holds rebuild, which is no index"):
        list(move(str(source), str(target)))
    assert note.read_text("utf-8") == "of my house"
