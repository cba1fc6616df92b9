"""Sidecars: what is kept with an index under a name and is no part of it, such as the keys of programs. No build and no
rebuild touches it.

Of an index in a folder each is a file there; of one that several machines share, they share it, too. It knows nothing
of what it keeps.
"""

import contextlib
import os
from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import filelock

from rag.errors import RagError

PATIENCE = 10.0
"""Seconds for which another one that changes it is waited for; a change takes milliseconds."""


class Sidecar(Protocol):
    """Bytes under a name, which threads, processes and machines may use at once. Its methods raise ``RagError``."""

    @property
    def name(self) -> str:
        """What it is called in messages."""
        ...

    @property
    def path(self) -> Path | None:
        """The file of this machine that it is, if it is one."""
        ...

    def state(self) -> Hashable | None:
        """What is another value where it was changed, at once or some moments after; None where there is none."""
        ...

    def read(self) -> bytes:
        """All of it; nothing where there is none."""
        ...

    def append(self, line: bytes) -> None:
        """Add a line, which has its end, behind what is there; when it returns, that is kept."""
        ...

    def replace(self, content: bytes) -> None:
        """Put something in the place of all that is there, as a whole or not at all."""
        ...

    def changing(self) -> AbstractContextManager[None]:
        """While nobody else changes it. To ``append`` does not take it."""
        ...


class SidecarFile:
    """A sidecar that is a file, which this user alone may read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    def state(self) -> tuple[int, int] | None:
        """When it was changed, and its number on the disk."""
        with self._read():
            try:
                found = self.path.stat()
            except FileNotFoundError:
                return None
        return found.st_mtime_ns, found.st_ino

    def read(self) -> bytes:
        """All of it; nothing where there is none."""
        with self._read():
            try:
                return self.path.read_bytes()
            except FileNotFoundError:
                return b""

    def append(self, line: bytes) -> None:
        """Add a line, behind the end of one that a crash has torn, if one has; when it returns, that is on the disk."""
        with self.changing():
            descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "r+b", buffering=0) as opened:
                if size := os.fstat(descriptor).st_size:
                    opened.seek(size - 1)
                    line = line if opened.read(1) == b"\n" else b"\n" + line
                while line:
                    line = line[opened.write(line) :]
                os.fsync(descriptor)

    def replace(self, content: bytes) -> None:
        """Put something in the place of all that is there."""
        beside = self.path.with_name(f".{self.path.name}.new")
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(descriptor)
        os.replace(beside, self.path)

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """While no other process or thread changes it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(self.path.with_name(f".{self.path.name}.lock"), timeout=PATIENCE):
                yield
        except filelock.Timeout:
            raise RagError(f"{self.path} is held by another process: try again.", path=self.path) from None
        except OSError as error:
            raise RagError(f"{self.path} can't be written ({error.strerror}): allow it.", path=self.path) from error

    @contextlib.contextmanager
    def _read(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise RagError(f"{self.path} can't be read ({error.strerror}): allow it.", path=self.path) from error
