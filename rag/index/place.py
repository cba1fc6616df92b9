"""Where an index lies: a folder of this machine, or a Milvus that several share.

`Place` is all that building and searching ask of it; they know neither SQLite, FAISS and Tantivy, nor Milvus.
"""

import contextlib
import os
import shutil
import threading
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, Self

from rag.index import folder as folders
from rag.index.derived import Derived, derived_of
from rag.index.embedding import Vectors
from rag.index.folder import KEYWORDS, REBUILT, VECTORS
from rag.index.sealed import MANIFEST
from rag.index.searchable import Searchable
from rag.index.snapshot import Recipe, Snapshot
from rag.index.store import Store, Transaction
from rag.places import MILVUS, STORE, index_of
from rag.sidecar import Sidecar, SidecarFile
from rag.types import Article


class Follower(Protocol):
    """What is derived of a store beside it, and has to follow each transaction."""

    def update(
        self, removed: Collection[int], added: Sequence[tuple[int, Article, str]], vectors: Vectors, state: int
    ) -> None:
        """Follow one transaction: chunks that went, chunks (id, article, text) that came with their vectors."""
        ...


class Place(Protocol):
    """Where an index lies. Readers and one writer may use it at once, from several threads and processes; what is read
    within a ``read`` is of one committed generation. Its methods raise ``IndexMissing``, ``IndexBroken`` and, where it
    is on another machine, ``IndexAway``."""

    @property
    def name(self) -> str:
        """What it is called in messages, without what is secret."""
        ...

    @property
    def location(self) -> Path | None:
        """The file or folder of this machine that it is, if it is one."""
        ...

    def exists(self) -> bool:
        """Whether an index lies there."""
        ...

    def make(self, recipe: Recipe) -> None:
        """Make an empty index where there is none, whole or not at all."""
        ...

    def read(self) -> AbstractContextManager[Snapshot]:
        """A snapshot of the last committed generation."""
        ...

    def write(self) -> AbstractContextManager[Transaction]:
        """A transaction, committed where the block ends well, else without effect."""
        ...

    def writing(self, *, wait: float = 0.0) -> AbstractContextManager[None]:
        """Be the only writer; raises ``IndexBusy`` where another one is still at it after ``wait`` seconds."""
        ...

    def sidecar(self, name: str) -> Sidecar:
        """What is kept with it under a name, and is no part of it."""
        ...

    def upgrade(self) -> None:
        """Bring an index of an earlier version to this one, as its one writer, and remove what an upgrade that was
        killed left."""
        ...

    def searchable(self, snapshot: Snapshot) -> Searchable:
        """What searches a snapshot."""
        ...

    def follower(self) -> Follower | None:
        """What has to follow each transaction, brought to the last one first; None where nothing has to."""
        ...

    def beside(self) -> Self:
        """An empty place beside this one, for an index that is to take its place; what a build that was killed left
        there is removed."""
        ...

    def discard(self) -> None:
        """Remove what lies beside it, and what writers that were killed left half written."""
        ...

    def replace_with(self, other: Self) -> None:
        """Become what lies beside it, all at once."""
        ...

    def size(self) -> int:
        """The bytes that it takes on this machine."""
        ...


class Folder(Store):
    """A folder: the SQLite file, and beside it FAISS and Tantivy, which are derived from that. One that is ``beside``
    another has the file alone."""

    def __init__(self, folder: Path, *, beside: bool = False) -> None:
        super().__init__(folder / STORE)
        self._folder = folder
        self._beside = beside
        self._derived: Derived | None = None  # as it was last searched
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return str(self._folder)

    @property
    def location(self) -> Path:
        return self._folder

    def exists(self) -> bool:
        return self.path.exists()

    def make(self, recipe: Recipe) -> None:
        made = self.path.with_name(f"{self.path.name}.new")
        # Of a build that was killed here, and of a store that was deleted without its journal, which SQLite would
        # replay.
        for one in (made, self.path):
            Store(one).unlink()
        Store.create(made, recipe)
        os.replace(made, self.path)

    def writing(self, *, wait: float = 0.0) -> AbstractContextManager[None]:
        return folders.writing(self._folder, wait=wait)

    def sidecar(self, name: str) -> SidecarFile:
        return SidecarFile(self._folder / name)

    def searchable(self, snapshot: Snapshot) -> Derived:
        with self._lock:
            if self._derived is None or self._derived.state != snapshot.state:
                self._derived = derived_of(self._folder, self, snapshot)
            return self._derived

    def follower(self) -> Derived | None:
        if self._beside:
            return None
        with self.read() as snapshot:
            return Derived.load(self._folder, snapshot.state) or Derived.make(snapshot, self._folder)

    def beside(self) -> "Folder":
        self.discard()
        return Folder(self._folder / REBUILT, beside=True)

    def discard(self) -> None:
        shutil.rmtree(self._folder / REBUILT, ignore_errors=True)
        Store(self.path.with_name(f"{self.path.name}.new")).unlink()
        for name in (VECTORS, KEYWORDS):
            (self._folder / name / f"{MANIFEST}.new").unlink(missing_ok=True)

    def replace_with(self, other: Store) -> None:
        super().replace_with(other)
        self.follower()

    def size(self) -> int:
        total = 0
        for folder, _, files in os.walk(self._folder):
            for name in files:
                with contextlib.suppress(FileNotFoundError):  # replaced, or removed with its folder, meanwhile
                    total += Path(folder, name).stat().st_size
        return total


def place_of(index: Path | str) -> Place:
    """The place of an index that is given as a folder, or as an address: ``milvus://[user:password@]host[:port]/name``,
    ``milvus+tls://...`` or ``milvus-lite:FILE``. Raises ``ArgumentError`` for an address that can't be one."""
    folder, (scheme, colon, rest) = index_of(str(index)), str(index).partition(":")
    if not colon or scheme.lower() not in MILVUS:
        return Folder(folder)
    from rag.index.milvus.place import Milvus  # its libraries are an extra

    return Milvus.at(f"{scheme.lower()}:{rest}")
