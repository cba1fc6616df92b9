"""Crawls (WARC, and WACZ, which packs them with a list): of each address the last page that was fetched well, with what
it said when it was fetched before.

warcio reads the records. What it would read without end is bounded here: lines, headers, and what a page unpacks to.
"""

import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urldefrag

from rag.corpus.archives.members import Members, Readable, Tally
from rag.corpus.archives.mhtml import with_address
from rag.corpus.archives.packed import opened_zip, zip_entries
from rag.corpus.articles import Read, Reading
from rag.corpus.encoding import UnreadableError, decoded, failure
from rag.corpus.pages.html import read_html
from rag.types import Problem

_LARGEST_PAGE = 20 * 2**20
_LONGEST_LINE = 64 * 2**20  # without a line end, within what was fetched
_LONGEST_HEADER, _MOST_HEADERS = 64 * 2**10, 1000
_MOST_PAGES = 200_000
_MOST_FETCHES = 200  # of a page that are compared, the last ones
_NAMED = 3
_HTML = ("text/html", "application/xhtml+xml")


_Place = tuple[int, int]
"""Where a record lies: the number of its file, and its own in it."""


class _Fetch(NamedTuple):
    """When a page was fetched, in UTC, and where what came then lies."""

    time: datetime
    place: _Place


@dataclass(slots=True)
class _Crawl:
    """What a crawl holds: how often the page of each address was fetched, and how much of what else there is."""

    pages: dict[str, list[_Fetch]] = field(default_factory=dict)
    fetches: int = 0
    failed: int = 0
    elsewhere: int = 0
    other: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    places: dict[tuple[str, str], _Place] = field(default_factory=dict)
    """Where what came from an address lies, by its digest."""


def read_warc(path: str, file: BinaryIO, members: Members) -> Reading:
    """The articles of a crawl; raises ``UnreadableError`` where it holds no page."""
    with members.seekable(file) as copy:
        return (yield from _read_crawl(path, [copy], members))


def read_wacz(path: str, file: BinaryIO, members: Members) -> Reading:
    """The articles of a packed crawl, all its WARC files together; raises ``UnreadableError``."""
    with ExitStack() as opened:
        archive = opened.enter_context(opened_zip(opened.enter_context(members.seekable(file))))
        crawls = []
        for entry in zip_entries(archive, Tally(), lambda name: re.search(r"\.warc(\.gz)?$", name, re.I) is not None):
            if isinstance(entry.opened, str):
                raise UnreadableError(entry.opened)
            crawls.append(opened.enter_context(members.within().seekable(members.unpacked(entry.opened()))))
        if not crawls:
            raise UnreadableError("holds no crawl: no .warc file is in it")
        return (yield from _read_crawl(path, crawls, members))


def _read_crawl(path: str, files: Sequence[BinaryIO], members: Members) -> Reading:
    crawl = _looked_at(files, members)
    if not crawl.pages:
        why = "; ".join([*crawl.broken, *_told(crawl)])
        raise UnreadableError(f"holds no page that was fetched well{f': {why}' if why else ''}")
    wanted = {fetch.place: address for address, fetches in crawl.pages.items() for fetch in fetches}
    problems = [Problem(path, said) for said in crawl.broken]
    found: dict[str, dict[_Place, Read]] = {}
    empty: list[str] = []
    earlier = 0
    for place, record in _records(files, None, []):
        if (address := wanted.pop(place, None)) is None:
            continue
        fetches, pages = crawl.pages[address], found.setdefault(address, {})
        pages[place] = _page(f"{path}#{address}", address, record, pages.values())
        if len(pages) < len({fetch.place for fetch in fetches}):
            continue
        articles, told = _with_versions(f"{path}#{address}", fetches, found.pop(address))
        yield from articles
        problems += told
        earlier += sum(len(article.earlier) for article in articles)
        if not articles and not told:
            empty.append(address)
        if not wanted:
            break
    if empty:
        named = ", ".join(empty[:_NAMED]) + (" and others" if len(empty) > _NAMED else "")
        said = f"{len(empty):,} of {len(crawl.pages):,} pages hold no article text, or none that can be read: {named}"
        problems.append(Problem(path, said, "partly"))
    if before := crawl.fetches - len(crawl.pages):
        said = f"pages that were fetched before: {before:,}, of which it keeps as earlier versions: {earlier:,}"
        problems.append(Problem(path, said, "read", before))
    return [*problems, *(Problem(path, said, "partly") for said in _told(crawl))]


def _with_versions(identifier: str, fetches: Sequence[_Fetch], pages: Mapping[_Place, Read]) -> Read:
    """The article of the last of some fetches of a page, with those before it that say something else."""
    _, told = pages[fetches[-1].place]
    said = [(fetch.time, article) for fetch in fetches for article in pages[fetch.place][0]]
    if not said:
        return [], told
    if not pages[fetches[-1].place][0]:
        why = f"when it was fetched last it was no article: this is what it said on {said[-1][0]:%Y-%m-%d}"
        told = [*told, Problem(identifier, why, "partly")]
    earlier = ((one, until) for (_, one), (until, other) in pairwise(said) if not one.says_the_same(other))
    return [replace(said[-1][1], earlier=tuple(earlier))], told


def _told(crawl: _Crawl) -> list[str]:
    named = ", ".join(f"{kind} ({number:,})" for kind, number in crawl.other.most_common(8))
    causes = {
        "pages that were moved, missing or refused": crawl.failed,
        "pages of which only another crawl has the text": crawl.elsewhere,
        f"files of kinds that are not read in a crawl, {named}": crawl.other.total(),
    }
    left_out = [f"{what}: {number:,}" for what, number in causes.items() if number]
    return [f"left out: {'; '.join(left_out)}"] if left_out else []


def _looked_at(files: Sequence[BinaryIO], members: Members) -> _Crawl:
    crawl = _Crawl()
    for place, record in _records(files, members, crawl.broken):
        address = urldefrag(record.rec_headers.get_header("WARC-Target-URI") or "").url
        if record.rec_type not in ("response", "revisit") or not address.startswith(("http:", "https:")):
            continue
        digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
        if record.rec_type == "revisit":
            _look_at_again(crawl, address, crawl.places.get((address, digest)), record)
            continue
        if record.http_headers is None:
            crawl.failed += 1
            continue
        kind = _kind(record)
        if record.http_headers.get_statuscode() != "200":
            crawl.failed += kind in _HTML
        elif kind not in _HTML:
            crawl.other[kind[:40]] += 1
        else:
            _note(crawl, address, crawl.places.setdefault((address, digest), place) if digest else place, record)
    crawl.pages = {address: sorted(fetches)[-_MOST_FETCHES:] for address, fetches in crawl.pages.items()}
    return crawl


def _kind(record: Any) -> str:
    kind: str = record.http_headers.get_header("content-type") or "no known kind"
    return kind.partition(";")[0].strip().lower()


def _note(crawl: _Crawl, address: str, place: _Place, record: Any) -> None:
    """Note that what lies in a place was fetched from an address when a record was made."""
    fetch = _Fetch(_time(record), place)
    if crawl.fetches < _MOST_PAGES:
        crawl.fetches += 1
        crawl.pages.setdefault(address, []).append(fetch)
        return
    crawl.other[f"pages after the first {_MOST_PAGES:,}"] += 1
    if address in crawl.pages:
        crawl.pages[address][-1] = fetch


def _look_at_again(crawl: _Crawl, address: str, place: _Place | None, record: Any) -> None:
    """Note a page that was found to be as it was, where that lies in a place, if it is here."""
    if place is not None:
        _note(crawl, address, place, record)
    elif record.http_headers is not None and _kind(record) in _HTML:
        crawl.elsewhere += 1


def _time(record: Any) -> datetime:
    """When a record was made, in UTC; before all others where it does not say so."""
    try:
        time = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
        return time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def _records(files: Sequence[BinaryIO], members: Members | None, broken: list[str]) -> Iterator[tuple[_Place, Any]]:
    """The records of some WARC files, each with its place. What they unpack to is bounded by ``members``, ``None``
    where they were looked at before."""
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParser

    class Headers(StatusAndHeadersParser):  # type: ignore[misc]
        """The library's, of a bounded number of bounded lines."""

        def parse(self, stream: Any, full_statusline: bytes | None = None) -> Any:
            return super().parse(_BoundedLines(stream), full_statusline)

    class Sent(Headers):
        """Those that came with a page: without an end they spoil no other."""

        def parse(self, stream: Any, full_statusline: bytes | None = None) -> Any:
            try:
                return super().parse(stream, full_statusline)
            except UnreadableError:
                return None

    class Quiet(WARCIterator):  # type: ignore[misc]
        """The library's, which writes to the terminal where a record's length is wrong."""

        INC_RECORD = ""

    for file_number, file in enumerate(files):
        file.seek(0)
        records = Quiet(_Bounded(_plain(file, members)))
        loader = records.loader
        loader.warc_parser = Headers(loader.WARC_TYPES)
        loader.http_parser = Sent(loader.HTTP_TYPES, False)
        loader.http_req_parser = Sent(loader.HTTP_VERBS, False)
        number = 0
        try:
            for number, record in enumerate(records, start=1):
                yield (file_number, number), record
        except (ArchiveLoadFailed, UnreadableError, EOFError, ValueError, AttributeError) as error:
            said = str(error) if isinstance(error, UnreadableError) else "a record is damaged: fetch it again"
            broken.append(f"only the first {number:,} records of it were read, as {said}")
        if records.err_count:
            broken.append(f"{records.err_count:,} records have a wrong length, and what stands behind them is lost")


def _plain(file: BinaryIO, members: Members | None) -> Readable:
    """The bytes of a WARC file, however gzip packed it: each record by itself, as it should be, or all at once."""
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if not packed:
        return file
    plain = gzip.GzipFile(fileobj=file, mode="rb")
    return members.unpacked(plain) if members is not None else plain


class _Bounded:
    """A file whose lines have an end."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self._since = self._at = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size if 0 <= size <= 1 << 16 else 1 << 16)
        self._at += len(data)
        end = data.rfind(b"\n")
        self._since = len(data) - end - 1 if end >= 0 else self._since + len(data)
        if self._since > _LONGEST_LINE:
            raise UnreadableError("a line in it has no end")
        return data

    def tell(self) -> int:
        return self._at


class _BoundedLines:
    """The lines of a record's headers, of which there is an end."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._lines = 0

    def readline(self) -> bytes:
        self._lines += 1
        line: bytes = self._stream.readline(_LONGEST_HEADER)
        if self._lines > _MOST_HEADERS or (line and not line.endswith(b"\n")):
            raise UnreadableError("the headers of a record do not end")
        return line


def _page(identifier: str, address: str, record: Any, before: Iterable[Read]) -> Read:
    """The article of a fetched page, if it has one; the same as one ``before`` it where it says the same."""
    try:
        articles, problems = _read_page(identifier, address, record)
    except UnreadableError:
        return [], []
    except Exception as error:
        return [], [Problem(identifier, failure(error))]
    known = [article for others, _ in before for article in others]
    return [next((one for one in known if one == article), article) for article in articles], problems


def _read_page(identifier: str, address: str, record: Any) -> Read:
    """The same; raises ``UnreadableError``."""
    whole, data = _payload(record)
    declared = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", record.http_headers.get_header("content-type") or "", re.I)
    page = decoded(data, declared[1] if declared else "ascii")
    data = with_address(page, address).encode("utf-8-sig") if page else data
    articles, problems = read_html(identifier, data)
    if whole < record.payload_length:
        problems = [*problems, Problem(identifier, "the crawl ends within this page: fetch it again", "partly")]
    return articles, problems


def _payload(record: Any) -> tuple[int, bytes]:
    """How many bytes were kept of what was fetched, and what they unpack to; raises ``UnreadableError`` for more than
    a page can be."""
    from warcio.bufferedreaders import ChunkedDataReader

    data: bytes = record.raw_stream.read(_LARGEST_PAGE + 1)
    if (kept := len(data)) > _LARGEST_PAGE:
        raise UnreadableError("too large")
    if "chunked" in (record.http_headers.get_header("transfer-encoding") or "").lower():
        data = ChunkedDataReader(io.BytesIO(data)).read()
    for encoding in (record.http_headers.get_header("content-encoding") or "").lower().split(","):
        data = _decoded(data, encoding.strip())
    return kept, data


def _decoded(data: bytes, encoding: str) -> bytes:
    if encoding in ("gzip", "x-gzip", "deflate"):
        for window in (47, -15):
            try:
                unpacker = zlib.decompressobj(window)
                data, whole = unpacker.decompress(data, _LARGEST_PAGE), not unpacker.unconsumed_tail
                break
            except zlib.error:
                continue
        else:
            return data  # some crawlers unpack what they keep, and keep the header
    elif encoding == "br":
        from brotli import Decompressor, error

        try:
            unpacker = Decompressor()
            data, whole = unpacker.process(data, output_buffer_limit=_LARGEST_PAGE), unpacker.can_accept_more_data()
        except error:
            return data
    else:
        return data
    if not whole:
        raise UnreadableError("too large")
    return data
