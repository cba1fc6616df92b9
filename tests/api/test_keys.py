"""The file of keys, and how much may be asked with each."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rag.api.keys import Key, Keys, Limits, TooMuch
from rag.errors import ArgumentError, RagError
from rag.index.search import Index
from rag.sidecar import SidecarFile
from tests.conftest import PROJECT, HashedWords


def test_a_key_is_known_by_its_hash_alone_until_it_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "index" / "keys.json"
    keys = Keys(SidecarFile(path))
    assert not keys.needed
    assert keys.listed() == []
    secret = keys.make("editor", per_minute=7)
    assert secret not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0
    serving = Keys(SidecarFile(path))
    assert serving.needed
    held = serving.holder(secret)
    assert held is not None
    assert (held.name, held.per_minute, held.at_once) == ("editor", 7, 4)
    assert serving.holder(secret + "x") is None
    assert serving.holder("") is None
    other = keys.make("archive of Köln")
    assert [key.name for key in serving.listed()] == ["archive of Köln", "editor"]
    keys.remove("editor")
    assert serving.holder(secret) is None, "it counts no more, without a restart"
    assert serving.holder(other) is not None
    keys.remove("archive of Köln")
    assert serving.needed, "taking the last one away lets nobody in"


@pytest.mark.parametrize("name", ["", " a", "a\nb", "x" * 101])
def test_what_is_no_name_and_a_second_key_are_told(tmp_path: Path, name: str) -> None:
    keys = Keys(SidecarFile(tmp_path / "keys.json"))
    with pytest.raises(ArgumentError, match="can't be a name"):
        keys.make(name)
    keys.make("a")
    with pytest.raises(ArgumentError, match="a has a key"):
        keys.make("a")
    with pytest.raises(ArgumentError, match="There is no key of 'b'"):
        keys.remove("b")


@pytest.mark.parametrize("text", ["", "{", "{}x", '[{"name": "a"}]', "[1]", "[[]]"])
def test_a_file_of_something_else_lets_nobody_in(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RagError, match="is no file of keys: delete it"):
        Keys(SidecarFile(path)).holder("rag_a")


def test_keys_made_at_once_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    threads = [
        threading.Thread(target=Keys(SidecarFile(path)).make, args=(f"program {number}",)) for number in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Keys(SidecarFile(path)).listed()) == 12


def test_a_key_may_ask_so_often_and_so_much_at_once() -> None:
    limits = Limits()
    key = Key("editor", "0", "", per_minute=5, at_once=2)
    other = Key("other", "1", "", per_minute=5, at_once=2)
    limits.enter(key)
    limits.enter(key)
    with pytest.raises(TooMuch, match="may ask 2 at once"):
        limits.enter(key)
    limits.enter(other)
    for _ in range(3):
        limits.leave(key)
        limits.enter(key)
    limits.leave(key)
    with pytest.raises(TooMuch, match=r"may ask 5 times a minute: go on in \d+ seconds") as raised:
        limits.enter(key)
    assert 1 <= raised.value.seconds <= 60


def rag(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rag.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.slow
def test_keys_from_the_command_line(tmp_path: Path) -> None:
    for arguments in (("key", "editor"), ("key",)):
        nowhere = rag(*arguments, "--index", tmp_path / "typo")
        assert (nowhere.returncode, nowhere.stdout) == (1, "")
        assert f"There is no index in {tmp_path / 'typo'}: run `rag index` first." in nowhere.stderr
        assert not (tmp_path / "typo").exists()
    Index.open(tmp_path, create=True, embedder=HashedWords())
    made = rag("key", "editor", "--index", tmp_path, "--per-minute", 9, "--at-once", 2)
    assert made.returncode == 0
    held = Keys(SidecarFile(tmp_path / "keys.json")).holder(made.stdout.strip())
    assert held is not None
    assert "not shown again" in made.stderr
    listed = rag("key", "--index", tmp_path, "--json")
    [told] = json.loads(listed.stdout)["keys"]
    assert told == {"name": "editor", "made": held.made, "per_minute": 9, "at_once": 2}
    assert "9 requests a minute, 2 at once" in rag("key", "--index", tmp_path).stdout
    removed = rag("key", "editor", "--remove", "--index", tmp_path)
    assert removed.returncode == 0
    assert f"until {tmp_path / 'keys.json'} is deleted" in removed.stderr
    again = rag("key", "editor", "--remove", "--index", tmp_path)
    assert (again.returncode, again.stdout) == (1, "")
    assert "There is no key of 'editor'" in again.stderr
