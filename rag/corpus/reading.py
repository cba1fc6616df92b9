"""A file's name and the file -> the articles in it, and what can't be read as Problems that a newcomer can act on."""

import io
import logging
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from rag.corpus.articles import Read, Reading, one_line
from rag.corpus.bulk.records import read_csv, read_jsonl
from rag.corpus.documents.epub import read_epub
from rag.corpus.documents.opendocument import read_odt
from rag.corpus.documents.pdf import read_pdf
from rag.corpus.documents.rtf import read_rtf
from rag.corpus.documents.subtitles import read_srt, read_vtt
from rag.corpus.documents.word import read_docx
from rag.corpus.encoding import UnreadableError
from rag.corpus.markdown import read_text
from rag.corpus.pages.html import read_html
from rag.types import Article, Problem

LONGEST_TEXT = 3_000_000
"""Characters of one article, at most: a book of 1,500 pages."""
_LONGEST_ERROR = 160
_LOG = logging.getLogger(__name__)


def _at_once(read: Callable[[str, bytes], Read]) -> Callable[[str, BinaryIO], Reading]:
    """What reads a kind of file of which all must be at hand."""

    def reading(path: str, file: BinaryIO) -> Reading:
        if not (data := file.read()).strip():
            raise UnreadableError("empty file")
        articles, problems = read(path, data)
        yield from articles
        return problems

    return reading


READERS: Mapping[str, Callable[[str, BinaryIO], Reading]] = {
    ".md": _at_once(read_text),
    ".markdown": _at_once(read_text),
    ".txt": _at_once(read_text),
    ".html": _at_once(read_html),
    ".htm": _at_once(read_html),
    ".xhtml": _at_once(read_html),
    ".pdf": _at_once(read_pdf),
    ".docx": _at_once(read_docx),
    ".odt": _at_once(read_odt),
    ".rtf": _at_once(read_rtf),
    ".epub": _at_once(read_epub),
    ".srt": _at_once(read_srt),
    ".vtt": _at_once(read_vtt),
    ".jsonl": read_jsonl,
    ".csv": read_csv,
}
"""What reads a kind of file, by its name's end in lower case: its path below the corpus, and the file, to articles."""

# Libraries log what they stumble over; what matters of it to a reader becomes a Problem.
for _library in ("pypdfium2", "trafilatura", "htmldate", "courlan"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False


def read_file(path: str, data: bytes) -> Read:
    """The articles of a file, given its path below the corpus and its bytes, and the problems met in reading it."""
    articles: list[Article] = []
    reading = read_articles(path, io.BytesIO(data))
    while True:
        try:
            articles.append(next(reading))
        except StopIteration as end:
            return articles, end.value


def read_articles(path: str, file: BinaryIO) -> Reading:
    """The articles of an opened file, given its path below the corpus: one by one where it holds many, so that it may
    be larger than memory.

    Bad content never raises: each problem has the path, and one line that says what is wrong and what to do.
    """
    path = unicodedata.normalize("NFC", path)
    reader = READERS.get(PurePosixPath(path).suffix.lower())
    problems: list[Problem] = []
    try:
        if reader is None:
            raise UnreadableError(f"unknown kind of file: use {kinds()}")
        problems += yield from _bounded(path, reader(path, file))
    except UnreadableError as error:
        problems.append(Problem(path, str(error)))
    except Exception as error:
        # What the libraries that read files may stumble over can't be listed, and one file must not end a build.
        _LOG.info("%s could not be read", path, exc_info=True)
        said = one_line(str(error))[:_LONGEST_ERROR]
        what = f"{type(error).__name__}: {said}" if said else type(error).__name__
        problems.append(Problem(path, f"reading it failed ({what}): save it again, or in another format"))
    return problems


def _bounded(path: str, reading: Reading) -> Reading:
    """Of texts without end the beginning, and a problem that says so."""
    problems: list[Problem] = []
    while True:
        try:
            article = next(reading)
        except StopIteration as end:
            return [*end.value, *problems]
        if len(article.text) > LONGEST_TEXT:
            cut = article.text.rfind("\n\n", LONGEST_TEXT // 2, LONGEST_TEXT)
            cut = cut if cut >= 0 else LONGEST_TEXT
            said = f"only the first {cut:,} of the {len(article.text):,} characters of {article.title!r} were read"
            problems.append(Problem(path, f"{said}: cut it into several articles", "partly"))
            article = replace(article, text=article.text[:cut].rstrip())
        yield article


def kinds() -> str:
    """The kinds of files that are read, by their names' ends, in words."""
    return ", ".join(READERS)
