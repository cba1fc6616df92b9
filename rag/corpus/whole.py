"""A file that is read whole, by whoever sees it, and handed on as what was in it."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from rag.corpus.articles import collected
from rag.corpus.describing import Description, described
from rag.corpus.files import SourceFile
from rag.corpus.reading import read_articles
from rag.types import Article, Problem


@dataclass(frozen=True, slots=True)
class FileRead:
    """What was in a file: articles and problems, its length in bytes and its SHA-256. It is asked as an opened one."""

    found: list[Article]
    problems: list[Problem]
    bytes_read: int
    digest: str

    def __enter__(self) -> "FileRead":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held open."""

    def sha256(self) -> str:
        """Of all its bytes, in hexadecimal."""
        return self.digest

    def articles(self) -> Generator[Article, None, list[Problem]]:
        """Its articles one by one; returns the problems."""
        yield from self.found
        return self.problems


def read_whole(path: str, location: Path, description: Description | None) -> FileRead:
    """Read a file known by its path below the corpus, with what is said of it elsewhere. Raises ``OSError``."""
    with SourceFile(path, location).open() as opened:
        articles, problems = collected(described(path, read_articles(path, opened), description))
        digest = opened.sha256()
        return FileRead(articles, problems, opened.bytes_read, digest)
