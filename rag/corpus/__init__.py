"""Files -> Articles: Markdown, plain text, HTML, PDF, Word, JSONL and CSV, each with its title, date and author.

``find_files`` lists what lies below a corpus folder; ``read_file`` turns a name and its bytes into articles, and what
can't be read into Problems that a newcomer can act on. Nothing is guessed: a date that is not plainly there is unknown.
It knows nothing of chunks, of models or of the index, and never looks at a file's time.
"""

import logging
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rag.corpus.articles import Read
from rag.corpus.documents import read_docx, read_pdf
from rag.corpus.html import read_html
from rag.corpus.markdown import read_text
from rag.corpus.records import read_csv, read_jsonl
from rag.corpus.text import UnreadableError
from rag.errors import CorpusError
from rag.types import Problem

_NOT_ARTICLES = ("README", "LICENSE", "CHANGELOG")


# Libraries log what they stumble over; what matters of it to a reader becomes a Problem.
for _library in ("pypdf", "trafilatura", "htmldate", "courlan"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the corpus: where to read it, and its POSIX path below the corpus folder in composed Unicode (NFC).

    The path is the id of the article of a one-article file.
    """

    path: str
    location: Path


def find_files(corpus: Path) -> list[SourceFile]:
    """The files below a folder that may hold articles, sorted by path; or the one file that ``corpus`` itself is.

    Hidden files, Office's lock files, READMEs, LICENSEs and CHANGELOGs are left out. Links are followed, into each
    folder once. Raises ``CorpusError`` where the folder or one below it can't be read, or holds nothing to read.
    """
    found: dict[str, SourceFile] = {}
    try:
        locations = [corpus] if corpus.is_file() else sorted(_walk(corpus))
    except FileNotFoundError:
        raise CorpusError(f"{corpus} does not exist: make the folder and put articles in it ({kinds()}).") from None
    except OSError as error:
        where = error.filename or corpus
        raise CorpusError(f"{where} can't be read ({error.strerror}): allow reading it, or move it away.") from None
    for location in locations:
        if location.suffix.lower() not in _READERS:
            continue
        below = location.name if location == corpus else location.relative_to(corpus).as_posix()
        # A name in bytes that are not Unicode could be neither stored nor shown.
        path = unicodedata.normalize("NFC", os.fsencode(below).decode("utf-8", "replace"))
        if path in found:
            raise CorpusError(f"Two files are called {path} but for the spelling of a letter: rename one of them.")
        found[path] = SourceFile(path, location)
    if not found:
        raise CorpusError(f"There is nothing to read in {corpus}: put articles in it ({kinds()}).")
    return [found[path] for path in sorted(found)]


def read_file(path: str, data: bytes) -> Read:
    """The articles of a file, given its path below the corpus and its bytes, and the problems met in reading it.

    Bad content never raises: each problem has the path, and one line that says what is wrong and what to do.
    """
    path = unicodedata.normalize("NFC", path)
    reader = _READERS.get(PurePosixPath(path).suffix.lower())
    try:
        if reader is None:
            raise UnreadableError(f"unknown kind of file: use {kinds()}")
        if not data.strip():
            raise UnreadableError("empty file")
        return reader(path, data)
    except UnreadableError as error:
        return [], [Problem(path, str(error))]


def kinds() -> str:
    """The kinds of files that are read, by their names' ends, in words."""
    return ", ".join(_READERS)


def _walk(corpus: Path) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        raise error

    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(corpus, onerror=fail, followlinks=True):
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in seen:  # a link back
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            location = Path(folder, name)
            if name.startswith((".", "~$")) or name.split(".")[0].upper() in _NOT_ARTICLES:
                continue
            # A pipe or a device could be read for ever; a broken link stays, for whoever reads it to report.
            if location.is_file() or not location.exists():
                yield location


_READERS: Mapping[str, Callable[[str, bytes], Read]] = {
    ".md": read_text,
    ".markdown": read_text,
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
}
