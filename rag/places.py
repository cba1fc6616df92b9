"""What a text is that says where an index lies: a folder, or an address. It knows nothing of what lies there."""

import re
from pathlib import Path

from rag.errors import ArgumentError

STORE = "articles.sqlite"
"""What a folder that is an index keeps its articles in; all else there is derived from it."""
MILVUS = ("milvus", "milvus+tls", "milvus-lite")
"""What the addresses of indexes in a Milvus begin with, before a colon."""
_GIVE = "give a folder, milvus://host:19530/name or milvus-lite:FILE"


def index_of(text: str) -> Path:
    """The folder or the address of an index that a text is. Raises ``ArgumentError`` where it is empty, or an address
    of something else, which is not repeated, as it may hold a password."""
    if not text.strip():
        raise ArgumentError(f"The index has no name: {_GIVE}.")
    scheme = text.partition(":")[0].lower()
    if re.match(r"[a-z][a-z0-9+.-]+:/", text, re.IGNORECASE) and scheme not in MILVUS:
        raise ArgumentError(f"An index can't lie at an address that begins with {scheme}: {_GIVE}.")
    if scheme in MILVUS[:2] and re.match(r"[^:]*:///", text):  # of which a `Path` would make a host
        raise ArgumentError(f"The address of the index names no host: {_GIVE}.")
    return Path(text)
