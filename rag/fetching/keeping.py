"""What was fetched as a file of the corpus: its name, its bytes with the address that they came from, and the writing.

A page stays as it came, with a comment at its top as SingleFile writes one, from which readers know its address; what
a feed gives of an article becomes Markdown with front matter.
"""

import contextlib
import json
import mimetypes
import os
import re
from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

import yaml

from rag.corpus.articles import one_line
from rag.corpus.disk import changing, flush, unfinished
from rag.corpus.encoding import BOMS, decoded
from rag.corpus.files import is_article
from rag.corpus.names import numbered
from rag.corpus.pages.addresses import SAVED_WITH
from rag.corpus.pasting import slug
from rag.corpus.reading import READERS, read_file
from rag.errors import CorpusError, FetchError
from rag.fetching.addresses import Address
from rag.fetching.client import Fetched
from rag.fetching.feeds import Entry
from rag.types import Article

WEB = "web"
"""The folder, below the corpus, of all that was fetched."""
LOCK = ".fetched.lock"
"""The file by which those who write there wait for each other."""
UNTITLED = "Article"
"""The title of what is read from a file of the name ``article`` and has none of its own."""
ENTRY = ".md"
"""The end of the file of what a feed gives of an article."""
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/epub+zip": ".epub",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "text/csv": ".csv",
    "message/rfc822": ".eml",
    "application/mbox": ".mbox",
    "text/vtt": ".vtt",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
}
# Kinds that say little: the end of the address may say more.
_GENERAL = {"", "text/plain", "application/octet-stream", "application/json", "application/xml", "text/xml",
            "application/zip", "application/gzip", "application/x-gzip", "binary/octet-stream"}  # fmt: skip
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_BEFORE_COMMENT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype[^>]*>\s*)?", re.I)


def ending_of(fetched: Fetched) -> str:
    """The end of the file's name for what was fetched, by which it will be read. Raises ``FetchError`` for a kind that
    is not read."""
    by_address = PurePosixPath(fetched.address.path.partition("?")[0]).suffix.lower()
    by_kind = _ENDINGS.get(fetched.kind) or mimetypes.guess_extension(fetched.kind) or ""
    if fetched.kind in _GENERAL:
        if fetched.data.startswith(b"%PDF-"):
            return ".pdf"
        if by_address in READERS and by_address not in (".html", ".htm", ".xhtml"):
            return by_address
        if _PAGE.match(fetched.data[:4096]):
            return ".html"
        by_kind = ".txt" if fetched.kind == "text/plain" else by_kind
    if by_kind in READERS:
        return by_kind
    known = fetched.kind or "a kind that it does not name"
    raise FetchError(f"{fetched.address} is {known[:80]}, which is not read as an article.")


def marked(fetched: Fetched, ending: str, when: datetime, tags: Collection[str] = ()) -> bytes:
    """The bytes to keep: a page or a text with its address on top, and what it is filed under; anything else as it
    came."""
    # In signs that end no comment, and that every encoding has.
    filed = re.sub("[-<>]", lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps([*tags])) if tags else ""
    if ending == ".html":
        return _with_comment(fetched, when, filed)
    if ending in (".txt", ".md"):
        text = _decoded(fetched)
        if text is not None and not text.lstrip().startswith("---"):
            matter = [f"url: {fetched.address}", *([f"tags: {filed}"] if filed else [])]
            return "\n".join(["---", *matter, "---", "", text]).encode()
    return fetched.data


def _with_comment(fetched: Fetched, when: datetime, filed: str) -> bytes:
    # No address of ours holds a ">", so none ends the comment.
    saved = f"{when:%a %b %d %Y %H:%M:%S} GMT+0000 (Coordinated Universal Time)"
    # The last line is the mark of other browsers, with the length of what follows it.
    mark = f"saved from url=({len(str(fetched.address)):04}){fetched.address}"
    said = [
        f"{SAVED_WITH} ",
        f"url: {fetched.address} ",
        f"saved date: {saved}",
        *([f"tags: {filed}"] if filed else []),
    ]
    comment = "<!--\n " + "\n ".join([*said, f"{mark} "]) + "\n-->\n"
    text = _decoded(fetched)
    if text is None:  # in the encoding that the page declares, in which a comment in ASCII is one
        found = _BEFORE_COMMENT.match(fetched.data[:4096].decode("latin-1"))
        at = found.end() if found else 0
        return fetched.data[:at] + comment.encode() + fetched.data[at:]
    found = _BEFORE_COMMENT.match(text)
    at = found.end() if found else 0
    # The mark at the front goes before the encoding that the page declares.
    return (text[:at] + comment + text[at:]).encode("utf-8-sig")


def _decoded(fetched: Fetched) -> str | None:
    """The text, where its header or a mark at its front says how it is encoded; else None."""
    named = next((name for mark, name in BOMS.items() if fetched.data.startswith(mark)), fetched.encoding)
    text = decoded(fetched.data, named) if named else None
    return None if text is None else text.lstrip("\ufeff")


def entry_file(entry: Entry, address: str, source: str, *, teaser: bool) -> bytes:
    """What a feed gives of an article, as Markdown with front matter; ``teaser`` marks its beginning alone."""
    facts = {
        "title": entry.title,
        "date": entry.published.isoformat() if entry.published else "",
        "author": entry.author,
        "source": one_line(source),
        "url": address,
        "lang": entry.lang,
        "tags": list(entry.tags),
        "teaser": "yes" if teaser else "",
    }
    known = {name: value for name, value in facts.items() if value}
    matter = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{matter}---\n\n{entry.text}\n".encode("utf-8", "replace")


def read(path: str, data: bytes, address: str) -> list[Article]:
    """The articles of bytes as a file of that name will be read. Raises ``FetchError`` where there is none."""
    articles, problems = read_file(path, data)
    if not articles:
        reason = problems[0].reason if problems else "there is no article in it"
        raise FetchError(f"{address} was not kept: {reason}.")
    return articles


def folder_of(address: Address) -> str:
    """The folder, below the corpus, of what comes from a host."""
    return f"{WEB}/{re.sub(r'[^a-z0-9.-]+', '-', address.authority).strip('-.') or 'host'}"


def same(path: str, one: bytes, other: bytes) -> bool:
    """Whether two states of a file are read as the same articles, however else they differ."""
    return read_file(path, one)[0] == read_file(path, other)[0]


def stem_of(title: str, published: date | None) -> str:
    """A file's name without its end: the day, where it is known, as one in a name dates the article; and the title."""
    words = slug(title, otherwise="article")
    return f"{published.isoformat()}-{words}" if published else words


def free(corpus: Path, folder: str, stem: str, ending: str) -> str:
    """The path, below the corpus, of a file that is not there yet, on machines without upper and lower case, too."""
    try:
        there = {name.casefold() for name in os.listdir(corpus / folder)}
    except FileNotFoundError:
        there = set()
    name = f"{stem}{ending}" if is_article(f"{stem}{ending}") else f"article-{stem}{ending}"
    return f"{folder}/{next(one for one in numbered(name) if one.casefold() not in there)}"


def write(corpus: Path, path: str, data: bytes) -> None:
    """A file of the corpus with those bytes: whole, or as it was. Raises ``FetchError``."""
    target = corpus / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not Path(os.path.realpath(target.parent)).is_relative_to(os.path.realpath(corpus)):
            raise FetchError(f"{path} leads out of {corpus} by a link: put a folder in its place.", path=target)
        with changing(corpus), contextlib.ExitStack() as begun:
            os.replace(unfinished(target.parent, data, begun), target)
            flush(target.parent)
    except CorpusError as error:
        raise FetchError(str(error), path=error.path) from None
    except OSError as error:
        raise FetchError(
            f"{target} can't be written ({error.strerror or error}): look at its folder.", path=target
        ) from None


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
