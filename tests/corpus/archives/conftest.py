"""What tests of files that hold others share: messages, archives and crawls made by hand."""

import io
import tarfile
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage

from rag.corpus.reading import read_articles
from rag.types import Article, Problem

NOTE = "# The tram\n\nThe tram left the harbour at six in the morning, and it rained.\n"


def read(path: str, data: bytes) -> tuple[dict[str, Article], dict[str, str]]:
    """The articles of a file by id, each once, and its problems by path, joined; it is read as a file of the corpus is,
    and not from memory."""
    articles: list[Article] = []
    problems: list[Problem] = []
    reading = read_articles(path, io.BufferedReader(io.BytesIO(data)))
    while not problems:
        try:
            articles.append(next(reading))
        except StopIteration as end:
            problems = end.value
            break
    assert len({article.id for article in articles}) == len(articles)
    assert all("\n" not in problem.reason for problem in problems)
    told: dict[str, str] = {}
    for problem in problems:
        told[problem.path] = "; ".join(filter(None, (told.get(problem.path), problem.reason)))
    return {article.id: article for article in articles}, told


def message(text: str = "", html: str = "", **headers: str) -> EmailMessage:
    """A message with the usual headers, and others by their names with ``_`` for ``-``."""
    made = EmailMessage()
    usual = {"From": "Ada Holm <ada@gazette.example>", "Subject": "The tram", "Date": "Mon, 9 Oct 2023 23:30:00 -0700"}
    for name, value in {**usual, **{key.replace("_", "-"): value for key, value in headers.items()}}.items():
        if value:
            made[name] = value
    if text or not html:
        made.set_content(text)
    if html and text:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return made


def zipped(files: Mapping[str, bytes | str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files: Mapping[str, bytes | str], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, given in files.items():
            data = given.encode() if isinstance(given, str) else given
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()
