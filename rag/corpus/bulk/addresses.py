"""What a file of a reading service, a browser or a newsroom holds of articles without their text: addresses, to be
fetched on a reader's word."""

import io
import struct
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from rag.corpus.archives.members import BROKEN
from rag.corpus.bulk.bookmarks import bookmark_rows, is_bookmarks, listed_rows, shortcut_rows
from rag.corpus.bulk.fields import Row
from rag.corpus.bulk.newsxml import xml_rows
from rag.corpus.bulk.omnivore import is_omnivore, omnivore_rows
from rag.corpus.bulk.records import Address, addresses_in
from rag.corpus.bulk.rows import csv_rows, json_lines, json_records
from rag.corpus.encoding import UnreadableError

_MOST = 100_000
_LARGEST_ALL = 500 * 2**20  # bytes of the files in an archive


def addresses(path: str, data: bytes) -> list[Address]:
    """The addresses in a file that have no text there, each once, in their order: of JSON, JSONL, CSV, TSV, bookmarks
    as HTML, feeds, sitemaps, shortcuts, lines of text, and a zip of such, as Omnivore's and Pocket's are; 100,000 at
    most.

    Raises ``UnreadableError`` for another kind of file, a page that holds no bookmarks, and what is damaged.
    """
    found: dict[str, Address] = {}
    for address in addresses_in(_rows(path, data)):
        found.setdefault(address.url, address)
        if len(found) == _MOST:
            break
    return list(found.values())


def _of_archive(data: bytes) -> Iterator[Row]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
        raise UnreadableError(f"damaged archive ({type(error).__name__}): export it again") from None
    with archive:
        if is_omnivore(archive.namelist()):
            yield from omnivore_rows(archive)
            return
        left = _LARGEST_ALL
        for member in archive.infolist():
            left -= member.file_size
            if left < 0:
                return
            try:
                yield from _rows(member.filename, archive.read(member), packed=True)
            except (UnreadableError, *BROKEN):  # of another kind, or damaged: whoever reads the archive says so
                continue


def _rows(path: str, data: bytes, *, packed: bool = False) -> Iterable[Row]:
    match PurePosixPath(path).suffix.lower():
        case ".jsonl" | ".ndjson":
            return json_lines(io.BytesIO(data))
        case ".json":
            return json_records(io.BytesIO(data))
        case ".csv" | ".tsv":
            return csv_rows(io.BytesIO(data), "\t" if path.lower().endswith(".tsv") else "")
        case ".html" | ".htm" if is_bookmarks(data):
            return bookmark_rows(data)
        case ".xml" | ".rss" | ".atom":
            return xml_rows(io.BytesIO(data), Counter())
        case ".url" | ".webloc":
            return shortcut_rows(path, data)
        case ".txt" if listed := listed_rows(data):
            return listed
        case ".zip" if not packed:
            return _of_archive(data)
    raise UnreadableError(
        "no list of addresses: use an export as JSON, CSV, a zip of these, bookmarks as HTML, a feed or a sitemap"
    )
