"""Files of a corpus that are there whole or not at all, whoever else changes it, and what their disk refuses, in words.

Who changes a corpus holds its lock from what is read for that to what is written: what is half written while nobody
holds it was left by a writer that was killed.
"""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import filelock

from rag.errors import CorpusError

BEING_WRITTEN = ".adding-"
"""How files begin that are being written: hidden, so that a build that runs meanwhile, or a kill, makes no article of
one."""
LOCK = ".changing.lock"
"""The file of a corpus by which those who change it wait for each other."""
_PATIENCE = 30.0  # seconds for which another one that changes it is waited for; it may be copying a large file


@contextlib.contextmanager
def changing(corpus: Path, *, wait: float = _PATIENCE) -> Iterator[None]:
    """Be the only one, of all threads and processes, who changes a corpus; the lock goes with the process, however that
    ends. Raises ``CorpusError`` where another one is still at it after ``wait`` seconds, or the folder is not there or
    can't be written.
    """
    with contextlib.ExitStack() as held:
        with explained(corpus, "written"):
            corpus.stat()  # or a folder would be made for the lock
            try:
                # Whoever may write in the folder may hold it, whoever made it.
                held.enter_context(filelock.FileLock(corpus / LOCK, timeout=wait, mode=0o666))
            except filelock.Timeout:
                raise CorpusError(
                    f"Another process is changing {corpus}: try again when it is done.", path=corpus
                ) from None
        yield


def sweep(corpus: Path) -> None:
    """Take out of a corpus what killed writers left half written; not while somebody changes it, or where that may not
    be done: the next build will."""
    found = [
        Path(folder, name) for folder, _, names in os.walk(corpus) for name in names if name.startswith(BEING_WRITTEN)
    ]
    if found:
        with contextlib.suppress(CorpusError), changing(corpus, wait=0), explained(corpus, "written"):
            for path in found:
                path.unlink(missing_ok=True)


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


@contextlib.contextmanager
def being_written(folder: Path) -> Iterator[Path]:
    """A hidden name in a folder for what is being written, by one who is ``changing`` the corpus; at the end it is
    unlinked, unless it was renamed by then."""
    path = folder / f"{BEING_WRITTEN}{secrets.token_hex(8)}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def unfinished(folder: Path, data: bytes, begun: contextlib.ExitStack) -> Path:
    """A file of those bytes, on the disk, under a hidden name; at the end of ``begun`` it is unlinked, unless it was
    renamed by then."""
    path = begun.enter_context(being_written(folder))
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
