"""Zip and tar archives, and single files packed by gzip: each member is read as the file that it is."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from rag.corpus.archives.members import BROKEN, Members, Readable, Tally, of_more, plain_name
from rag.corpus.articles import Reading
from rag.corpus.bulk.omnivore import is_omnivore, read_omnivore
from rag.corpus.bulk.packages import Packed
from rag.corpus.bulk.takeouts import is_takeout, read_archive
from rag.corpus.encoding import UnreadableError
from rag.corpus.joplin import Item, filed_under, item_of
from rag.corpus.names import composed
from rag.types import Problem

_MOST_ENTRIES = 200_000
_LARGEST_DIRECTORY = 32 * 2**20  # bytes of a zip archive's list of its members, all of which is read at once
_LARGEST_HEADER = 2**20
_LARGEST_POSTS = 200_000_000  # bytes of a member with somebody's posts
_LARGEST_NOTE = 20_000_000
_XZ_MEMORY = 256 * 2**20
_END, _END_64 = b"PK\5\6", b"PK\6\6"
_IN_MEMORY = 16 * 2**20


class Entry(NamedTuple):
    """A member of an archive: its name, and what opens it; or in its place why it can't be read."""

    name: str
    opened: Callable[[], Readable] | str


def read_zip(path: str, file: BinaryIO, members: Members) -> Reading:
    """The articles of the files in a zip archive; raises ``UnreadableError``."""
    tally = Tally()
    with members.seekable(file) as copy, opened_zip(copy) as archive:
        if is_omnivore(archive.namelist()):
            return (yield from read_omnivore(path, archive))
        if is_takeout(takeout := Packed(archive.namelist(), archive.open, _LARGEST_POSTS)):
            return (yield from read_archive(path, takeout))
        entries = zip_entries(archive, tally, members.reads)
        if path.lower().endswith(".textpack"):  # what the packing program notes of the text
            entries = (one for one in entries if PurePosixPath(one.name).name != "info.json")
        return (yield from _read_entries(path, entries, tally, members))


@contextmanager
def opened_zip(file: BinaryIO) -> Generator[zipfile.ZipFile, None, None]:
    """A zip archive whose list of members is within bounds; raises ``UnreadableError``."""
    _check_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as error:
        raise UnreadableError(f"not a whole zip archive ({error}): pack it again") from None
    with archive:
        yield archive


def _check_directory(file: BinaryIO) -> None:
    """Refuse a list of members that would fill the memory: its size stands at the archive's end."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - (1 << 16) - 98))
    tail = file.read()
    directory = 0
    if (at := tail.rfind(_END)) >= 0 and len(tail) >= at + 22:
        directory = struct.unpack_from("<L", tail, at + 12)[0]
    if directory == 0xFFFFFFFF and (at := tail.rfind(_END_64, 0, at)) >= 0:
        directory = struct.unpack_from("<Q", tail, at + 40)[0]
    file.seek(0)
    if directory > _LARGEST_DIRECTORY:
        raise UnreadableError("it holds too many files: unpack it, and put what holds articles into the corpus")


def zip_entries(archive: zipfile.ZipFile, tally: Tally, reads: Callable[[str], bool]) -> Iterator[Entry]:
    """The members of a zip archive that are to be read, the last of each name."""
    last = {_zip_name(info): info for info in archive.infolist() if not info.is_dir()}
    for name, info in last.items():
        if (info.external_attr >> 28) == 0o12:
            tally.special += 1
        elif not tally.takes(name, reads):
            continue
        elif info.flag_bits & 1:
            yield Entry(name, "locked with a password: unpack the archive, and put its files into the corpus")
        else:

            def opened(info: zipfile.ZipInfo = info) -> Readable:
                return archive.open(info)

            yield Entry(name, opened)


def _zip_name(info: zipfile.ZipInfo) -> str:
    name = info.filename
    if not info.flag_bits & 0x800:
        # Without the flag it should be in an encoding of 1981; most programs write UTF-8 all the same.
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = info.filename
    return composed(plain_name(name.replace("\\", "/")))


def _read_entries(path: str, entries: Iterator[Entry], tally: Tally, members: Members) -> Reading:
    """The articles of an archive's members, and what of it was not read."""
    problems: list[Problem] = []
    read = left = 0
    for name, opened in entries:
        if members.exhausted:
            left += 1
        elif isinstance(opened, str):
            problems.append(Problem(f"{path}#{name}", opened))
        else:
            read += 1
            try:
                packed = opened()
            except BROKEN as error:
                problems.append(Problem(f"{path}#{name}", f"can't be unpacked ({error}): pack it again"))
                continue
            problems += yield from members.read(path, name, members.unpacked(packed))
    if left:
        problems.append(Problem(path, of_more(left)))
    told = tally.told()
    if not read and not problems:
        raise UnreadableError(f"holds nothing to read{''.join(f'; {line}' for line in told)}")
    return [*problems, *(Problem(path, line, "partly") for line in told)]


def read_tar(path: str, file: BinaryIO, members: Members) -> Reading:
    """The articles of the files in a tar archive, packed by gzip, bzip2, xz or not at all; raises
    ``UnreadableError``."""
    tally = Tally()
    problems: list[Problem] = []
    with members.seekable(file) as copy, _opened_tar(copy, members) as archive:
        if is_takeout(takeout := Packed(_tar_names(archive), archive.extractfile, _LARGEST_POSTS)):
            return (yield from read_archive(path, takeout))
        entries = _tar_entries(path, archive, tally, members, problems)
        problems += yield from _read_entries(path, entries, tally, members)
    return problems


def read_jex(path: str, file: BinaryIO, members: Members) -> Reading:
    """The notes of an export of Joplin's, filed under their folders and tags; raises ``UnreadableError``."""
    tally = Tally()
    problems: list[Problem] = []
    with members.seekable(file) as copy, _opened_tar(copy, members) as archive:
        about: list[Item] = []
        notes: dict[str, Item] = {}
        entries: list[Entry] = []
        for entry in _tar_entries(path, archive, tally, members, problems):
            item = _item(entry, members)
            if item is None or item.is_note:
                entries.append(entry)
            else:
                about.append(item)
            if item is not None and item.is_note:
                notes[f"{path}#{entry.name}"] = replace(item, text="")
        filed = filed_under(about)
        reading = _read_entries(path, iter(entries), tally, members)
        while True:
            try:
                article = next(reading)
            except StopIteration as end:
                return [*problems, *end.value]
            note = notes.get(article.id)
            tags = (*article.tags, *(filed(note) if note else ()))
            yield replace(article, tags=tuple(dict.fromkeys(tags)))


def _item(entry: Entry, members: Members) -> Item | None:
    """What a member of an export of Joplin's is; None where it is another file, or can't be read, which is told with
    the others."""
    with suppress(UnreadableError, *BROKEN):
        if not isinstance(entry.opened, str):
            return item_of(members.unpacked(entry.opened()).read(_LARGEST_NOTE).decode())
    return None


@contextmanager
def _opened_tar(file: BinaryIO, members: Members) -> Generator[tarfile.TarFile, None, None]:
    """A tar archive, packed or not, whose headers are within bounds; raises ``UnreadableError``."""
    with _unpacked_tar(file, members) as plain:
        guarded: Any = _Guarded(plain)
        try:
            archive = tarfile.TarFile(fileobj=guarded, mode="r")
        except BROKEN as error:
            raise UnreadableError(f"not a whole tar archive ({error}): pack it again") from None
        with archive:
            yield archive


@contextmanager
def _unpacked_tar(file: BinaryIO, members: Members) -> Generator[BinaryIO, None, None]:
    """The plain archive, to be read in any order."""
    beginning = file.read(6)
    file.seek(0)
    packed: Readable
    if beginning.startswith(b"\x1f\x8b"):
        packed = gzip.GzipFile(fileobj=file, mode="rb")
    elif beginning.startswith(b"BZh"):
        packed = bz2.BZ2File(file)
    elif beginning.startswith(b"\xfd7zXZ\0"):
        packed = _Xz(file)
    else:
        yield file
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as plain:
        unpacked = members.unpacked(packed)
        while block := unpacked.read(1 << 20):
            plain.write(block)
        plain.seek(0)
        yield plain  # type: ignore[misc]


class _Xz:
    """An xz file that may not ask for more memory than is sensible; Python's own reader sets no bound."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._unpacker = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)

    def read(self, size: int, /) -> bytes:
        while True:
            if self._unpacker.eof:
                rest = (self._unpacker.unused_data or self._file.read(1 << 16)).lstrip(b"\0")
                if not rest:
                    return b""
                self._unpacker = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)
            else:
                rest = self._file.read(1 << 16) if self._unpacker.needs_input else b""
                if self._unpacker.needs_input and not rest:
                    raise EOFError("it ends too early")
            if data := self._unpacker.decompress(rest, size):
                return data


class _Guarded:
    """A tar archive in which no header can ask for more memory than is sensible."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _LARGEST_HEADER:
            raise tarfile.ReadError("a header of it is too large")
        return self._file.read(size)


def _tar_names(archive: tarfile.TarFile) -> list[str]:
    """The names of the files in a tar archive, as far as it can be read; what can't is told by whoever reads them."""
    names = []
    with suppress(*BROKEN):
        names += [info.name for info, _ in zip(archive, range(_MOST_ENTRIES), strict=False) if info.isreg()]
    return names


def _tar_entries(
    path: str, archive: tarfile.TarFile, tally: Tally, members: Members, problems: list[Problem]
) -> Iterator[Entry]:
    """The members of a tar archive that are to be read, the last of each name, as one packed later replaces it."""
    last: dict[str, tarfile.TarInfo] = {}
    try:
        for number, info in enumerate(archive, start=1):
            if number > _MOST_ENTRIES:
                problems.append(
                    Problem(path, f"only the first {_MOST_ENTRIES:,} of its files were looked at: unpack it")
                )
                break
            if not (info.isreg() or info.isdir()):
                tally.special += 1
            elif info.isreg():
                last[composed(plain_name(info.name))] = info
    except BROKEN as error:
        problems.append(Problem(path, f"damaged after {len(last)} of its files ({error}): pack it again"))
    for name, info in last.items():
        if not tally.takes(name, members.reads):
            continue

        def opened(info: tarfile.TarInfo = info) -> Readable:
            found = archive.extractfile(info)
            assert found is not None
            return found

        yield Entry(name, opened)


def read_gz(path: str, file: BinaryIO, members: Members) -> Reading:
    """The articles of a file that gzip packed alone, such as ``articles.jsonl.gz``; raises ``UnreadableError``."""
    name = PurePosixPath(path).stem
    with members.seekable(file) as copy:
        return (yield from members.read(path, name, members.unpacked(gzip.GzipFile(fileobj=copy, mode="rb"))))
