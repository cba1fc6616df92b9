"""Files of a corpus that are there whole or not at all, and what their disk refuses, in words."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from rag.errors import CorpusError

BEING_WRITTEN = ".adding-"
"""How files begin that are being written: hidden, so that a build that runs meanwhile, or a kill, makes no article of
one."""


@contextlib.contextmanager
def explained(folder: Path, what: str) -> Iterator[None]:
    """Turn an ``OSError`` into the ``CorpusError`` that a folder can't be "read" or "written", with what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            step = "make room on its disk"
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            step = "give the server the right to do so"
        else:
            step = "look at this folder on the server"
        raise CorpusError(f"{folder} can't be {what} ({error.strerror or error}): {step}.", path=folder) from error


def unfinished(folder: Path, data: bytes, begun: contextlib.ExitStack) -> Path:
    """A file of those bytes, on the disk, under a hidden name; at the end of ``begun`` it is unlinked, unless it was
    renamed by then."""
    path = folder / f"{BEING_WRITTEN}{secrets.token_hex(8)}"
    begun.callback(path.unlink, missing_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def flush(folder: Path) -> None:
    """Bring the names in a folder to the disk, too, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
