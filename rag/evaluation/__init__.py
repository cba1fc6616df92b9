"""How well all of it works. Nothing imports it but the command line."""

from importlib.util import find_spec

from rag.errors import RagError

_LIBRARIES = ("babel", "ir_measures", "matplotlib", "scipy", "sklearn")


def require_libraries() -> None:
    """Raises ``RagError`` where a library of the extra ``eval`` is missing."""
    for name in _LIBRARIES:
        if find_spec(name) is None:
            raise RagError(f"{name}, which measuring needs, is not installed: pip install 'article-rag[eval]'.")
