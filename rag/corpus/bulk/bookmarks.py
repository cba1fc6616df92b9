"""Bookmarks of browsers and Pocket's own export, as HTML, shortcuts and lists of addresses: no text, and perhaps a
title, a day and tags."""

import plistlib
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from xml.parsers.expat import ExpatError

from rag.corpus.bulk.fields import Row
from rag.corpus.encoding import UnreadableError, cleaned, decode

_NETSCAPE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<!DOCTYPE\s+NETSCAPE-Bookmark-file-1", re.I)
_POCKET = re.compile(rb"<title>\s*Pocket Export\s*</title>", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,2000}")
_SHORTCUT = re.compile(r"^URL=(https?://\S+)", re.M)
_LONGEST_LINES = 20_000_000
_MOST, _LARGEST = 500_000, 200_000_000


def is_bookmarks(data: bytes) -> bool:
    """Whether a page is a file of bookmarks."""
    return _NETSCAPE.match(data[:500]) is not None or _POCKET.search(data[:2000]) is not None


def bookmark_rows(data: bytes) -> Iterator[Row]:
    """The bookmarks of a page as records; their folders count as tags."""
    from lxml import etree

    # Read as a stream: folders stand in each other, and nobody closes an entry.
    target = _Entries()
    parser: Any = etree.HTMLParser(target=target, huge_tree=True)
    text = cleaned(decode(data[:_LARGEST]))
    for start in range(0, len(text), 1 << 20):
        parser.feed(text[start : start + (1 << 20)])
    parser.close()
    for number, record in enumerate(target.found, start=1):
        yield f"entry {number}", record


def shortcut_rows(path: str, data: bytes) -> Iterator[Row]:
    """The address of a shortcut of Windows (``.url``) or macOS (``.webloc``), titled by the file's name; raises
    ``UnreadableError`` where it has none."""
    try:
        # Its own format, or a property list.
        listed = data.lstrip().startswith((b"bplist", b"<?xml", b"<!DOCTYPE", b"<plist"))
        address = str(plistlib.loads(data.strip()).get("URL")) if listed else decode(data)
    except (ValueError, LookupError, AttributeError, OverflowError, RecursionError, ExpatError):
        address = ""
    found = _ADDRESS.fullmatch(address) or _SHORTCUT.search(address)
    if found is None:
        raise UnreadableError("holds no address of a page: copy the page's text into a .txt file")
    yield "entry 1", {"url": found[found.lastindex or 0], "title": PurePosixPath(path).stem}


def listed_rows(data: bytes) -> list[Row]:
    """The addresses of a text that is made of nothing else, each on a line of its own; none of another."""
    if len(data) > _LONGEST_LINES or data.lstrip(b"\xef\xbb\xbf \r\n\t")[:4].lower() != b"http":
        return []
    lines = [line for one in decode(data).lstrip("\ufeff").splitlines() if (line := one.strip())]
    if not all(map(_ADDRESS.fullmatch, lines)):
        return []
    return [(f"line {number}", {"url": line}) for number, line in enumerate(lines[:_MOST], start=1)]


class _Entries:
    """What a parser of HTML tells its events to."""

    def __init__(self) -> None:
        self.found: list[Mapping[str, object]] = []
        self._folders: list[str] = []
        self._heading: str | None = None
        self._link: Mapping[str, str] | None = None
        self._words: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        if tag == "dl":
            self._folders.append(self._heading or "")
            self._heading = None
        elif tag in ("a", "h3"):
            self._link = dict(attributes) if tag == "a" else None
            self._words = []

    def data(self, words: str) -> None:
        """Some text."""
        if len(self._words) < 100:
            self._words.append(words)

    def end(self, tag: str) -> None:
        """An element closes."""
        words = " ".join("".join(self._words).split())
        if tag == "dl" and self._folders:
            self._folders.pop()
        elif tag == "h3":
            self._heading = words
        elif tag == "a" and self._link is not None:
            tags = [one.strip() for one in self._link.get("tags", "").split(",")]
            record = {
                "url": self._link.get("href", ""),
                "title": "" if words == self._link.get("href") else words,
                "time_added": self._link.get("add_date") or self._link.get("time_added"),
                "tags": [one for one in [*dict.fromkeys(filter(None, self._folders)), *tags] if one],
            }
            if len(self.found) < _MOST:
                self.found.append(record)
            self._link = None

    def comment(self, words: str) -> None:
        """A comment, which says nothing."""

    def close(self) -> None:
        """The end of the page."""
