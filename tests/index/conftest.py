"""Where a test of this folder keeps its index, unless it has one of its own."""

from pathlib import Path

import pytest


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"
