"""The folder of an index: what lies in it, and who may write there."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

import filelock

from rag.errors import ArgumentError, IndexBroken, IndexBusy
from rag.message import Message
from rag.places import STORE

VECTORS = "vectors"
KEYWORDS = "keywords"
OUTDATED = ("vectors.faiss", "vectors.faiss.new")
"""Derived files of earlier versions."""
REBUILT = "rebuild"
"""Where an index is made that is to take the place of this one."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def writing(folder: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Be the only writer of an index; the lock goes with the process, however that ends.

    Raises ``IndexBusy`` where another one is still at it after ``wait`` seconds, and ``IndexBroken`` where the folder
    can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / ".lock", timeout=wait):
            yield
    except filelock.Timeout:
        raise IndexBusy(
            Message("Another process is writing the index in {place}: try again when it is done.", place=str(folder)),
            path=folder,
        ) from None
    except OSError as error:
        if error.errno in _NO_ROOM:
            step = "make room on its disk, then run `rag index` again; what was committed is kept"
        else:
            step = "choose one with --index"
        raise IndexBroken(
            f"The index folder {folder} can't be written ({error.strerror or error}): {step}.", path=folder
        ) from error


def apart(location: Path, corpus: Path) -> None:
    """Raises ``ArgumentError`` where an index would lie in the folder of the articles, among which its files would be
    read, unless it is hidden there or has a folder of its own, which is passed over."""
    corpus, inside = corpus.resolve(), location.resolve()
    if not inside.is_relative_to(corpus) or any(name.startswith(".") for name in inside.relative_to(corpus).parts):
        return
    known = (inside / STORE).is_file()
    empty = not inside.suffix and not (inside.is_dir() and any(inside.iterdir()))
    if inside == corpus or not (known or empty):
        raise ArgumentError(
            f"The index {location} would lie among the articles in {corpus}: give a folder elsewhere with --index.",
            path=location,
        )
