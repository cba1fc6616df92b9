"""Where a test of this folder keeps its index, unless it has one of its own."""

from pathlib import Path

import pytest

ANYWHERE = pytest.mark.parametrize("index", ["folder", "milvus-lite"], indirect=True)
"""A test that is of any place where an index may lie."""


def place(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Where a test's index lies that is of several places, else in a folder."""
    if getattr(request, "param", "folder") == "folder":
        return tmp_path / "index"
    return Path(f"milvus-lite:{tmp_path / 'index.db'}")


@pytest.fixture
def index(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return place(tmp_path, request)


def rewritten(path: Path, data: bytes) -> object:
    """Another file of that name: the one that was there may still be mapped, by a thread of Tantivy's too, and a
    process that reads a mapped file beyond its end is ended."""
    other = path.with_name("being written")
    other.write_bytes(data)
    return other.replace(path)
