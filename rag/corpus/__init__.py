"""Files -> Articles: Markdown, plain text, HTML, PDF, Word, JSONL and CSV, each with its title, date and author.

``find_files`` lists what lies below a corpus folder; ``read_file`` turns a name and its bytes into articles, and what
can't be read into Problems that a newcomer can act on. No single file, whatever it holds, keeps the others from being
read. Nothing is guessed: a date that is not plainly there is unknown. It knows nothing of chunks, of models or of the
index, and never looks at a file's time.
"""

import logging
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from rag.corpus.articles import Read, one_line
from rag.corpus.documents import read_docx, read_pdf
from rag.corpus.encoding import UnreadableError
from rag.corpus.html import read_html
from rag.corpus.markdown import read_text
from rag.corpus.records import read_csv, read_jsonl
from rag.errors import CorpusError
from rag.types import Article, Problem

_NOT_ARTICLES = ("README", "LICENSE", "CHANGELOG")
_LOG = logging.getLogger(__name__)
# Of what is left out, so much is named in the one line that counts it.
_NAMED_KINDS, _NAMED_NOTES = 12, 3
_LONGEST_ERROR = 160
LONGEST_TEXT = 3_000_000
"""Characters of one article, at most: a book of 1,500 pages."""
_ALLOW = "allow reading it, or move it away"


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


class Listing(NamedTuple):
    """What lies below a corpus folder: the files that may hold articles, sorted by path; what of it is not read, and
    why; and the paths of the folders that can't be looked into, so that nobody can say what they hold now."""

    files: list[SourceFile]
    problems: list[Problem]
    closed: list[str]


def find_files(corpus: Path) -> Listing:
    """What may hold articles below a folder; or the one file that ``corpus`` itself is.

    Hidden files and folders and Office's lock files are passed over. Files of other kinds, and READMEs, LICENSEs and
    CHANGELOGs, are counted in one problem each. Links are followed, into each folder once. Raises ``CorpusError`` where
    the folder can't be read, or holds nothing to read.
    """
    found: dict[str, SourceFile] = {}
    unknown: Counter[str] = Counter()
    notes: list[str] = []
    listing = Listing([], [], [])
    for below, location in sorted(_walk(corpus, listing), key=lambda one: (_path(one[0]) != one[0], one)):
        path = _path(below)
        if location != corpus and location.name.split(".")[0].upper() in _NOT_ARTICLES:
            notes.append(path)
        elif location.suffix.lower() not in _READERS:
            ending = PurePosixPath(path).suffix.lower()
            unknown[ending if re.fullmatch(r"\.\w{1,12}", ending) else "no known ending"] += 1
        else:
            # Of two names that differ in the spelling of a letter alone, and of those that are not Unicode, one is
            # told by its bytes; quoted once more, it can't be the name of another file.
            name: str | bytes = os.fsencode(below)
            while path in found:
                name = path = quote(name)
            found[path] = SourceFile(path, location)
    if unknown:
        listing.problems.append(Problem(".", _of_other_kinds(unknown)))
    if notes:
        listing.problems.append(Problem(".", _taken_for_notes(sorted(notes))))
    if not found:
        known = "; ".join(problem.reason for problem in listing.problems[-3:])
        raise CorpusError(
            f"There is nothing to read in {corpus}: put articles in it ({kinds()}).{f' Now: {known}.' if known else ''}"
        )
    listing.files.extend(found[path] for path in sorted(found))
    return listing


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
        return _bounded(path, *reader(path, data))
    except UnreadableError as error:
        return [], [Problem(path, str(error))]
    except Exception as error:
        # What the libraries that read files may stumble over can't be listed, and one file must not end a build.
        _LOG.info("%s could not be read", path, exc_info=True)
        said = one_line(str(error))[:_LONGEST_ERROR]
        what = f"{type(error).__name__}: {said}" if said else type(error).__name__
        return [], [Problem(path, f"reading it failed ({what}): save it again, or in another format")]


def _bounded(path: str, articles: list[Article], problems: list[Problem]) -> Read:
    """Of texts without end the beginning, and a problem that says so."""
    for number, article in enumerate(articles):
        if len(article.text) > LONGEST_TEXT:
            cut = article.text.rfind("\n\n", LONGEST_TEXT // 2, LONGEST_TEXT)
            cut = cut if cut >= 0 else LONGEST_TEXT
            articles[number] = replace(article, text=article.text[:cut].rstrip())
            said = f"only the first {cut:,} of the {len(article.text):,} characters of {article.title!r} were read"
            problems.append(Problem(path, f"{said}: cut it into several articles", "partly"))
    return articles, problems


def kinds() -> str:
    """The kinds of files that are read, by their names' ends, in words."""
    return ", ".join(_READERS)


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
                listing.problems.append(Problem(_path(below), "a pipe or a device: put a file in its place"))
            elif (status.st_dev, status.st_ino) not in seen:  # no link back
                seen.add((status.st_dev, status.st_ino))
                names = [name for name in os.listdir(location) if not name.startswith((".", "~$"))]
                waiting += [
                    (f"{below}/{name}" if below else name, location / name) for name in sorted(names, reverse=True)
                ]
        except OSError as error:
            if location == corpus:
                raise _not_there(corpus, error) from None
            if isinstance(error, FileNotFoundError) and not location.is_symlink():  # it went meanwhile
                continue
            if location.is_symlink() and location.suffix.lower() in _READERS:
                yield below, location  # whoever reads it will say so; it may be taken out like a file
                continue
            # Such as a folder without the right to read it, or a link to a disk that is not there.
            listing.closed.append(_path(below))
            listing.problems.append(Problem(_path(below), f"can't be read ({error.strerror}): {_ALLOW}"))


def _not_there(corpus: Path, error: OSError) -> CorpusError:
    if isinstance(error, FileNotFoundError):
        return CorpusError(f"{corpus} does not exist: make the folder and put articles in it ({kinds()}).")
    return CorpusError(f"{corpus} can't be read ({error.strerror}): {_ALLOW}.")


def _path(below: str) -> str:
    """A path as it is stored and shown: in composed Unicode, which bytes that are not Unicode can't be."""
    return unicodedata.normalize("NFC", os.fsencode(below).decode("utf-8", "replace"))


def _of_other_kinds(unknown: Counter[str]) -> str:
    shown = sorted(unknown, key=lambda ending: (-unknown[ending], ending))[:_NAMED_KINDS]
    named = ", ".join(ending + (f" ({unknown[ending]})" if unknown[ending] > 1 else "") for ending in sorted(shown))
    more = f" and {len(unknown) - len(shown)} more kinds" if len(unknown) > len(shown) else ""
    what = "1 file of a kind that is" if unknown.total() == 1 else f"{unknown.total()} files of kinds that are"
    return f"{what} not read: {named}{more}; save what is an article as one of {kinds()}"


def _taken_for_notes(paths: Sequence[str]) -> str:
    named = ", ".join(paths[:_NAMED_NOTES])
    more = f" and {len(paths) - _NAMED_NOTES} more" if len(paths) > _NAMED_NOTES else ""
    what = "1 file" if len(paths) == 1 else f"{len(paths)} files"
    return f"{what} passed over for the name, as notes on other files: {named}{more}; rename what is an article"


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
