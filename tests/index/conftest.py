"""Where a test of this folder keeps its index, unless it has one of its own."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def index(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    if getattr(request, "param", os.environ.get("XPLACE", "folder")) == "folder":
        return tmp_path / "index"
    return Path(f"milvus-lite:{tmp_path / 'index.db'}")
