"""What the README says is so: its example runs as written, and nothing that it should name is missing."""

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from rag.cli import app
from rag.settings import Settings
from tests.conftest import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_example_runs_as_written(tmp_path: Path) -> None:
    [example] = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    (tmp_path / "corpus").symlink_to(PROJECT / "corpus")
    (tmp_path / "example.py").write_text(example, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "example.py"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "9 October 2023" in done.stdout
    assert "[1] Türkiye leads NATO's Kosovo Force for the first time, 2023-10-12: " in done.stdout


@pytest.mark.slow
def test_every_block_of_the_python_guide_runs_in_its_order(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (PROJECT / "docs" / "python.md").read_text("utf-8"), flags=re.DOTALL)
    assert len(blocks) >= 8
    (tmp_path / "corpus").symlink_to(PROJECT / "corpus")
    (tmp_path / "guide.py").write_text("\n".join(blocks), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "guide.py"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=200
    )
    assert done.returncode == 0, done.stderr


def test_every_command_and_option_is_documented() -> None:
    group = typer.main.get_command(app)
    commands = group.commands  # type: ignore[attr-defined]
    for name, command in commands.items():
        assert f"| `rag {name}" in README, name
        for parameter in command.params:
            long = [option for option in parameter.opts if option.startswith("-")][:1]
            assert all(f"`{option}" in README for option in long if option != "--help"), (name, long)


def test_every_setting_is_documented() -> None:
    source = (PROJECT / "rag" / "settings.py").read_text(encoding="utf-8")
    variables = re.findall(r'"""((?:RAG|OPENAI)_[A-Z_]+):', source)
    assert len(variables) == len(dataclasses.fields(Settings))
    assert sorted(variables) == sorted(re.findall(r"^\| `((?:RAG|OPENAI)_[A-Z_]+)` \|", README, flags=re.MULTILINE))


def test_the_map_names_every_module_once() -> None:
    rows = re.findall(r"^\| `(rag/[\w/]*)` \| [^|]+ \| ([^|]+) \|$", README, flags=re.MULTILINE)
    mapped = {folder: re.findall(r"`(\w+)`", modules) for folder, modules in rows}
    house = {f"{one.relative_to(PROJECT)}/" for one in (PROJECT / "rag").rglob("*") if any(one.glob("*.py"))} | {"rag/"}
    assert sorted(mapped) == sorted(house)
    for folder, modules in mapped.items():
        assert sorted(modules) == sorted(one.stem for one in (PROJECT / folder).glob("[!_]*.py")), folder


def test_every_picture_and_file_named_is_there() -> None:
    for path in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (PROJECT / path).is_file(), path


def test_the_project_speaks_of_itself_alone() -> None:
    """No registry's host and no machine's path stands in what the project ships."""
    if not (PROJECT / ".git").exists():
        pytest.skip("not a git checkout, so what the project ships is not known")
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        path = PROJECT / name
        if path.suffix in {".py", ".md", ".toml", ".css", ".js", ""} and path.is_file() and name != "LICENSE":
            text = path.read_text(encoding="utf-8")
            for phrase in ("py" + "pi.org", "npm" + "js.org", "/" + "work/", "/" + "opt/", "Issue " + "#"):
                assert phrase not in text, (name, phrase)
