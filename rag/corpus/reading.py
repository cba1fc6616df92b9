"""A file's name and its bytes -> the articles in it, and what can't be read as Problems that a newcomer can act on."""

import logging
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from rag.corpus.articles import Read, one_line
from rag.corpus.documents import read_docx, read_pdf
from rag.corpus.encoding import UnreadableError
from rag.corpus.html import read_html
from rag.corpus.markdown import read_text
from rag.corpus.records import read_csv, read_jsonl
from rag.types import Article, Problem

LONGEST_TEXT = 3_000_000
"""Characters of one article, at most: a book of 1,500 pages."""
_LONGEST_ERROR = 160
_LOG = logging.getLogger(__name__)
READERS: Mapping[str, Callable[[str, bytes], Read]] = {
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
"""What reads a kind of file, by its name's end in lower case: its path below the corpus and its bytes to articles."""

# Libraries log what they stumble over; what matters of it to a reader becomes a Problem.
for _library in ("pypdf", "trafilatura", "htmldate", "courlan"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False


def read_file(path: str, data: bytes) -> Read:
    """The articles of a file, given its path below the corpus and its bytes, and the problems met in reading it.

    Bad content never raises: each problem has the path, and one line that says what is wrong and what to do.
    """
    path = unicodedata.normalize("NFC", path)
    reader = READERS.get(PurePosixPath(path).suffix.lower())
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
    return ", ".join(READERS)
