"""What is common to files that hold other files: bounds on what is unpacked, and the members' articles and problems
under the name of the file that holds them.

It writes no member to disk, and is told how files are read.
"""

import io
import lzma
import re
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Protocol

from rag.corpus.articles import Reading
from rag.corpus.encoding import UnreadableError
from rag.corpus.names import ending, is_hidden, is_note, of_other_kinds
from rag.types import Problem

DEEPEST = 3
"""Files in each other that are opened: a message in a mailbox in a zip archive."""
LARGEST = 8 * 2**30
"""Bytes of one file, and of all that it unpacks to, at most."""
MOST_MEMBERS = 100_000
"""Members of one file that are read, at most."""
_RATIO, _ALWAYS = 200, 64 * 2**20  # so many times its own size, or so many bytes, a file may unpack to
_IN_MEMORY = 16 * 2**20
_BLOCK = 1 << 16
_LONGEST_NAME = 1000
BROKEN = (
    zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, struct.error, EOFError, NotImplementedError,
    RuntimeError, OSError, ValueError,
)  # fmt: skip
"""What the libraries that unpack raise over what is damaged, or packed in a way that they do not know."""


class ReadMember(Protocol):
    """What reads a file by its name: as ``rag.corpus.reading.read_articles`` does."""

    def __call__(self, path: str, file: BinaryIO, holder: "Members | None", /) -> Reading: ...


@dataclass(slots=True)
class _Spent:
    """What was unpacked of one file of the corpus, whatever stands in each other: bytes, members, and the ids given."""

    octets: int = 0
    members: int = 0
    identifiers: set[str] = field(default_factory=set)


class Members:
    """What reads the members of one file, those of members among them, within common bounds.

    ``read`` reads a file by its name, ``reads`` tells whether its name is of a kind that is read.
    """

    def __init__(self, read: ReadMember, reads: Callable[[str], bool]) -> None:
        self._read = read
        self.reads = reads
        self._spent = _Spent()
        self._depth = 0
        self._most = LARGEST
        self._unpacked = 0
        self.exhausted = False
        """Whether no more may be unpacked of this file."""

    def within(self) -> "Members":
        """The same for a file that is a member; raises ``UnreadableError`` where too many stand in each other."""
        if self._depth == DEEPEST:
            raise UnreadableError(f"more than {DEEPEST} files that hold files in each other: unpack the outer ones")
        inner = Members(self._read, self.reads)
        inner._spent, inner._depth = self._spent, self._depth + 1
        return inner

    @contextmanager
    def seekable(self, file: BinaryIO) -> Generator[BinaryIO, None, None]:
        """The bytes of a file, to be read in any order; its size bounds what it may unpack to.

        They are a copy: a file of the corpus is known by what was read of it, once and in order.
        """
        if isinstance(file, io.BytesIO):
            self._bound(len(file.getbuffer()))
            yield file
            return
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
            size = 0
            while block := file.read(1 << 20):
                size += len(block)
                if size > LARGEST:
                    raise UnreadableError(f"larger than {LARGEST // 2**30} GB: cut it in parts")
                copy.write(block)
            copy.seek(0)
            self._bound(size)
            yield copy  # type: ignore[misc]

    def _bound(self, size: int) -> None:
        self._most = min(LARGEST, max(_ALWAYS, _RATIO * size))

    def unpacked(self, packed: "Readable") -> BinaryIO:
        """What a member unpacks to, as it is read; reading it raises ``UnreadableError`` beyond the bounds."""
        return io.BufferedReader(_Unpacked(packed, self), _BLOCK)

    def spend(self, octets: int) -> None:
        """Note so many bytes as unpacked; raises ``UnreadableError`` beyond the bounds."""
        self._unpacked += octets
        self._spent.octets += octets
        if self._unpacked > self._most or self._spent.octets > LARGEST:
            self.exhausted = True
            raise UnreadableError(
                f"it unpacks to more than {self._most // 2**20:,} MB, which is suspicious: unpack it yourself"
            )

    def read(self, path: str, name: str, file: BinaryIO) -> Reading:
        """The articles and problems of one member of a file, both of ids that begin with that file's path; ids of
        records stay as they are, each of them once."""
        self._spent.members += 1
        if self._spent.members > MOST_MEMBERS:
            self.exhausted = True
            raise UnreadableError(f"it holds more than {MOST_MEMBERS:,} files: unpack it")
        reading = self._read(name, file, self)
        twice: list[Problem] = []
        while True:
            try:
                article = next(reading)
            except StopIteration as end:
                problems: list[Problem] = end.value
                break
            if article.id == name or article.id.startswith(f"{name}#"):
                article = replace(article, id=f"{path}#{article.id}")
            if self._depth == 1 and article.id.isdecimal() and article.id in self._spent.identifiers:
                article = replace(article, id=f"{path}#{name}#{article.id}")  # each of its files counts from 1 on
            if self._depth > 1 or self.is_new(article.id):
                yield article
            else:
                why = f"the id {article.id!r} stands in this file before: give each record its own"
                twice.append(Problem(name, why))
        return [replace(problem, path=f"{path}#{problem.path}") for problem in [*problems, *twice]]

    def is_new(self, identifier: str) -> bool:
        """Whether no article of the file had this id before."""
        known = identifier in self._spent.identifiers
        self._spent.identifiers.add(identifier)
        return not known


class Readable(Protocol):
    """What unpacks a member."""

    def read(self, size: int, /) -> bytes: ...


class _Unpacked(io.RawIOBase):
    def __init__(self, packed: Readable, members: Members) -> None:
        self._packed = packed
        self._members = members

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._packed.read(len(buffer))
        except BROKEN as error:
            raise UnreadableError(f"damaged ({str(error) or type(error).__name__}): pack it again") from None
        self._members.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


@dataclass(slots=True)
class Tally:
    """What of an archive is not read, by its cause; hidden files are passed over, as in a folder."""

    unknown: Counter[str] = field(default_factory=Counter)
    notes: int = 0
    outside: int = 0
    special: int = 0

    def takes(self, name: str, reads: Callable[[str], bool]) -> bool:
        """Whether a file of this name inside an archive is to be read; what is not is counted."""
        parts = name.split("/")
        if not name or len(name) > _LONGEST_NAME or ".." in parts or re.match(r"/|[A-Za-z]:", name):
            self.outside += 1
        elif any(is_hidden(part) or part == "__MACOSX" for part in parts):
            return False
        elif is_note(parts[-1]):
            self.notes += 1
        elif not reads(name):
            self.unknown[ending(name)] += 1
        else:
            return True
        return False

    def told(self) -> list[str]:
        """What was not read, a line a cause."""
        return [
            *([of_other_kinds(self.unknown)] if self.unknown else []),
            *_counted(self.notes, "passed over for the name, as notes on other files (README, LICENSE, CHANGELOG)"),
            *_counted(self.outside, "left out, as the name leads out of the archive or is too long: pack it anew"),
            *_counted(self.special, "left out, as it is a link or a device: pack the file itself"),
        ]


def _counted(number: int, what: str) -> list[str]:
    return [f"{number} file{'s' * (number > 1)} {what}"] if number else []


def plain_name(name: str) -> str:
    """A member's path without what means nothing in it: ``./a//b`` is ``a/b``."""
    return str(PurePosixPath(name)) if name.strip("/.") else name


def of_more(number: int) -> str:
    """That reading stopped before the end."""
    return f"{number:,} more of its files were not read: unpack it, and put what holds articles into the corpus"
