"""What lies below a corpus folder: the files that may hold articles, and what of it is not read, and why."""

import hashlib
import io
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from rag.corpus.names import composed, ending, is_hidden, is_note, of_other_kinds
from rag.corpus.reading import is_read, kinds
from rag.errors import CorpusError
from rag.places import STORE
from rag.types import Problem

_NAMED_NOTES = 3  # in the one line that counts them
_ALLOW = "allow reading it, or move it away"


REMOVED, REPLACED = ".removed", ".replaced"
"""The hidden folders of a corpus that keep what readers took out of it."""
AMENDMENTS = "amendments.yaml"
"""The file of a corpus that has what readers amended of its articles."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the corpus: where to read it, and its POSIX path below the corpus folder in composed Unicode (NFC).

    The path is the id of the article of a one-article file.
    """

    path: str
    location: Path

    def open(self) -> "OpenedFile":
        """The file, opened to be read once. Raises ``OSError``."""
        return OpenedFile(self.location)

    def sha256(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal. Raises ``OSError``."""
        with self.location.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


class OpenedFile(io.BufferedReader):
    """A file that is read from its beginning to its end, and known by what was read of it. Raises ``OSError``."""

    def __init__(self, location: Path) -> None:
        self._counted = _Counted(location, "rb")
        super().__init__(self._counted, 1 << 20)

    @property
    def bytes_read(self) -> int:
        """How many bytes were read, or are held to be."""
        return self._counted.bytes_read

    def sha256(self) -> str:
        """Of all its bytes, in hexadecimal; those that are left are read for it."""
        while self.read(1 << 20):
            pass
        return self._counted.digest.hexdigest()


class _Counted(io.FileIO):
    bytes_read = 0

    def __init__(self, location: Path, mode: str) -> None:
        super().__init__(location, mode)
        self.digest = hashlib.sha256()

    def readinto(self, buffer: Any) -> int | None:
        count = super().readinto(buffer)
        if count:
            self.digest.update(memoryview(buffer)[:count])
            self.bytes_read += count
        return count

    def readall(self) -> bytes:
        data = super().readall()
        self.digest.update(data)
        self.bytes_read += len(data)
        return data


class Listing(NamedTuple):
    """What lies below a corpus folder: the files that may hold articles, sorted by path; what of it is not read, and
    why; and the paths of the folders that can't be looked into, so that nobody can say what they hold now."""

    files: list[SourceFile]
    problems: list[Problem]
    closed: list[str]


def find_files(corpus: Path) -> Listing:
    """What may hold articles below a folder; or the one file that ``corpus`` itself is.

    Hidden files and folders, folders of an index, Office's lock files and that of the amendments are passed over. Files
    of other kinds, and READMEs, LICENSEs and CHANGELOGs, are counted in one problem each. Links are followed, into each
    folder once. Raises ``CorpusError`` where the folder can't be read, or holds nothing to read.
    """
    files: dict[str, SourceFile] = {}
    unknown: Counter[str] = Counter()
    notes: list[str] = []
    listing = Listing([], [], [])
    for below, location in sorted(_walk(corpus, listing), key=lambda one: (composed(one[0]) != one[0], one)):
        path = composed(below)
        if below == AMENDMENTS:
            continue
        if location != corpus and is_note(location.name):
            notes.append(path)
        elif not is_read(location.name):
            unknown[ending(path)] += 1
        else:
            # Of two names that differ in the spelling of a letter alone, and of those that are not Unicode, one is
            # told by its bytes; quoted once more, it can't be the name of another file.
            name: str | bytes = os.fsencode(below)
            while path in files:
                name = path = quote(name)
            files[path] = SourceFile(path, location)
    if unknown:
        step = f"save what is an article as one of {kinds()}"
        listing.problems.append(Problem(".", f"{of_other_kinds(unknown)}; {step}", "passed", unknown.total()))
    if notes:
        listing.problems.append(Problem(".", _taken_for_notes(sorted(notes)), "passed", len(notes)))
    if not files:
        known = "; ".join(problem.reason for problem in listing.problems[-3:])
        now = f" Now: {known}." if known else ""
        raise CorpusError(f"There is nothing to read in {corpus}: put articles in it ({kinds()}).{now}", path=corpus)
    listing.files.extend(files[path] for path in sorted(files))
    return listing


def is_article(name: str) -> bool:
    """Whether ``find_files`` takes a file in a folder, by its name, for one that may hold articles."""
    return not (is_hidden(name) or is_note(name)) and is_read(name)


def _walk(corpus: Path, listing: Listing) -> Iterator[tuple[str, Path]]:
    """The files below a folder that are not hidden, each with its path below it as the system spells it; or the one
    file that it is. What can't be looked at is noted in the listing."""
    seen: set[tuple[int, int]] = set()
    waiting = [("" if corpus.is_dir() else corpus.name, corpus)]
    while waiting:
        below, location = waiting.pop()
        try:
            status = os.stat(location)
            if stat.S_ISREG(status.st_mode):
                yield below, location
            elif not stat.S_ISDIR(status.st_mode):  # it could be read for ever
                listing.problems.append(Problem(composed(below), "a pipe or a device: put a file in its place"))
            elif (status.st_dev, status.st_ino) not in seen:  # no link back
                seen.add((status.st_dev, status.st_ino))
                names = [name for name in os.listdir(location) if not is_hidden(name)]
                if STORE in names and location != corpus:
                    continue
                waiting += [
                    (f"{below}/{name}" if below else name, location / name) for name in sorted(names, reverse=True)
                ]
        except OSError as error:
            if location == corpus:
                raise _not_there(corpus, error) from None
            if isinstance(error, FileNotFoundError) and not location.is_symlink():  # it went meanwhile
                continue
            if location.is_symlink() and is_read(location.name):
                yield below, location  # whoever reads it will say so; it may be taken out like a file
                continue
            # Such as a folder without the right to read it, or a link to a disk that is not there.
            listing.closed.append(composed(below))
            listing.problems.append(Problem(composed(below), f"can't be read ({error.strerror}): {_ALLOW}"))


def _not_there(corpus: Path, error: OSError) -> CorpusError:
    if isinstance(error, FileNotFoundError):
        reason = f"does not exist: make the folder and put articles in it ({kinds()})"
    else:
        reason = f"can't be read ({error.strerror}): {_ALLOW}"
    return CorpusError(f"{corpus} {reason}.", path=corpus)


def _taken_for_notes(paths: Sequence[str]) -> str:
    named = ", ".join(paths[:_NAMED_NOTES])
    more = f" and {len(paths) - _NAMED_NOTES} more" if len(paths) > _NAMED_NOTES else ""
    what = "1 file" if len(paths) == 1 else f"{len(paths)} files"
    return f"{what} passed over for the name, as notes on other files: {named}{more}; rename what is an article"


def taken_out(corpus: Path) -> set[str]:
    """The paths, below a corpus folder, of the files that readers removed or replaced, those since put back among them.

    Whatever the index holds of them may go: that the corpus lacks it does not mean that it is another corpus.
    """
    paths: set[str] = set()
    for folder in (corpus / REMOVED, corpus / REPLACED):
        for location in folder.rglob("*"):
            below = location.relative_to(folder).parts[1:]
            if below and (location.is_symlink() or not location.is_dir()):
                paths.add(composed("/".join(below)))
    return paths
