"""Watched folders: what others save there, such as a browser's SingleFile, is copied into the corpus; nothing of it is
ever taken out again, there or here."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from rag.corpus.disk import being_written, changing
from rag.corpus.files import SourceFile, find_files
from rag.corpus.names import composed, numbered
from rag.errors import ArgumentError, CorpusError, FetchError
from rag.fetching.state import Arrival, Copy, State

WATCHED = "watched"
"""The folder, below the corpus, of the copies."""


def watchable(folder: Path, corpus: Path) -> Path:
    """A folder, with its whole path. Raises ``ArgumentError`` where it is none, or the corpus lies in it or it in the
    corpus, which would be copied into itself."""
    try:
        found, own = folder.expanduser().resolve(), corpus.resolve()
    except (OSError, RuntimeError):
        raise ArgumentError(f"{folder} can't be watched: it is a link to itself.") from None
    if not found.is_dir():
        raise ArgumentError(f"{folder} is no folder: name the one that articles are saved to.")
    if found == own or found in own.parents or own in found.parents:
        raise ArgumentError(f"{folder} and the corpus {corpus} lie in each other: `rag index` reads what is there.")
    return found


def copied(folder: Path, corpus: Path, state: State) -> Iterator[Arrival]:
    """Copy what is new or changed in a watched folder. Raises ``FetchError`` where the folder can't be read."""
    try:
        files = find_files(folder).files
    except CorpusError as error:
        if not folder.is_dir():
            raise FetchError(f"{folder} is not there any more: {error}") from None
        files = []  # nothing to read in it yet
    own = f"{WATCHED}/{composed(folder.name) or 'folder'}"
    for file in files:
        try:
            yield from _copied(file, str(folder), own, corpus, state)
        except OSError as error:
            yield Arrival("failed", str(file.location), reason=f"it can't be copied ({error.strerror or error}).")
        except CorpusError as error:
            yield Arrival("failed", str(file.location), reason=str(error))


def _copied(file: SourceFile, folder: str, own: str, corpus: Path, state: State) -> Iterator[Arrival]:
    """The copy of one file, where it is new or changed. Raises ``OSError``."""
    status = os.stat(file.location)
    known = state.copy(folder, file.path)
    if known is not None and (known.size, known.changed) == (status.st_size, status.st_mtime_ns):
        return
    path = known.path if known is not None else _free(corpus, f"{own}/{file.path}")
    target = corpus / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with changing(corpus), being_written(target.parent) as unfinished:
        shutil.copyfile(file.location, unfinished)
        os.replace(unfinished, target)
    state.put_copy(folder, file.path, Copy(status.st_size, status.st_mtime_ns, path))
    yield Arrival("new" if known is None else "changed", str(file.location), path)


def _free(corpus: Path, path: str) -> str:
    """A path that no other watched folder of that name has taken."""
    return next(one for one in numbered(path) if not (corpus / one).exists())
