"""A file's name and the file -> the articles in it, and what can't be read as Problems that a newcomer can act on."""

import io
import logging
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from rag.corpus.archives.mail import read_eml
from rag.corpus.archives.mbox import read_mbox
from rag.corpus.archives.members import Members
from rag.corpus.archives.mhtml import read_mhtml
from rag.corpus.archives.outlook import read_msg
from rag.corpus.archives.packed import read_gz, read_jex, read_tar, read_zip
from rag.corpus.archives.warc import read_wacz, read_warc
from rag.corpus.archives.webarchive import read_webarchive
from rag.corpus.articles import Read, Reading, collected
from rag.corpus.bulk.exports import cut_read, cut_text, read_list, read_shortcut
from rag.corpus.bulk.newsxml import read_feed, read_xml
from rag.corpus.bulk.records import read_csv, read_jsonl
from rag.corpus.bulk.references import read_references
from rag.corpus.bulk.takeouts import read_takeout
from rag.corpus.documents.epub import read_epub
from rag.corpus.documents.opendocument import read_odt
from rag.corpus.documents.pdf import plain_lines, read_pdf
from rag.corpus.documents.rtf import read_rtf
from rag.corpus.documents.subtitles import read_srt, read_vtt
from rag.corpus.documents.word import read_docx
from rag.corpus.encoding import UnreadableError, cleaned, decode, failure
from rag.corpus.markdown import front_matter, read_described, read_text
from rag.corpus.markups import reader, without_asciidoc, without_org, without_rst, without_tex
from rag.corpus.pages.hocr import read_hocr
from rag.corpus.pages.html import read_html
from rag.text.language import told_by
from rag.types import Problem

LONGEST_TEXT = 3_000_000
"""Characters of one article, at most: a book of 1,500 pages."""
_LARGEST = 500 * 2**20  # bytes of a file of which all must be at hand
_LOG = logging.getLogger(__name__)


def _at_once(read: Callable[[str, bytes], Read]) -> Callable[[str, BinaryIO], Reading]:
    """What reads a kind of file of which all must be at hand."""

    def reading(path: str, file: BinaryIO) -> Reading:
        data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise UnreadableError(f"larger than {_LARGEST // 2**20} MB: cut it in parts")
        if not data.strip():
            raise UnreadableError("empty file")
        articles, problems = read(path, data)
        yield from articles
        return problems

    return reading


def _or_many(
    read: Callable[[str, bytes], Read], lines: Callable[[bytes], Sequence[str]] | None = None
) -> Callable[[str, bytes], Read]:
    """A reader of one article, for files that may also be exports of many: these are cut at their marks, in their
    ``lines`` where the reader joins them."""

    def reading(path: str, data: bytes) -> Read:
        whole = read(path, data)
        return cut_read(path, whole, (lambda: lines(data)) if lines else None) or whole

    return reading


_BEFORE = rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,300}\?>\s*|<!--(?:[^-]|-(?!->)){0,2000}-->\s*)*"
_AS_PAGE = re.compile(_BEFORE + rb"<(?:!doctype\s+html|html)\b", re.I)
_AS_FEED = re.compile(_BEFORE + rb"<(?:rss|feed|rdf:RDF|opml|urlset|sitemapindex)\b")
_AS_FRONT = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")


def _read_page(path: str, data: bytes) -> Read:
    if _AS_FEED.match(data):
        return collected(read_xml(path, io.BytesIO(data)))
    if _AS_FRONT.match(data):  # as generators of sites have it
        return _read_fronted(path, data)
    return read_list(path, data) or read_hocr(path, data) or read_html(path, data)


def _read_fronted(path: str, data: bytes) -> Read:
    """A page below front matter, which says of it what the page does not."""
    values, body = front_matter(cleaned(decode(data)))
    if "</" not in body:
        return read_text(path, data)
    # The mark at the front goes before the encoding that the page declares.
    [page], problems = read_html(path, body.encode("utf-8-sig"))
    said: dict[object, object] = {"title": page.title, "lang": page.lang, "author": page.author, "url": page.url}
    articles, more = read_described(path, said | {**values}, page.text, markdown=False)
    return articles, [*problems, *more]


def _read_plain(path: str, data: bytes) -> Read:
    """A text; or a page that was saved under the name of one."""
    return _read_page(path, data) if _AS_PAGE.match(data) else cut_text(path, data) or read_text(path, data)


READERS: Mapping[str, Callable[[str, BinaryIO], Reading]] = {
    ".md": _at_once(lambda path, data: read_html(path, data) if _AS_PAGE.match(data) else read_text(path, data)),
    ".markdown": _at_once(lambda path, data: read_html(path, data) if _AS_PAGE.match(data) else read_text(path, data)),
    ".txt": _at_once(_read_plain),
    ".text": _at_once(_read_plain),
    ".rst": _at_once(reader(without_rst)),
    ".adoc": _at_once(reader(without_asciidoc)),
    ".asciidoc": _at_once(reader(without_asciidoc)),
    ".org": _at_once(reader(without_org)),
    ".tex": _at_once(reader(without_tex)),
    ".html": _at_once(_read_page),
    ".htm": _at_once(_read_page),
    ".hocr": _at_once(_read_page),
    ".xhtml": _at_once(read_html),
    ".webarchive": _at_once(read_webarchive),
    ".pdf": _at_once(_or_many(read_pdf, plain_lines)),
    ".docx": _at_once(_or_many(read_docx)),
    ".odt": _at_once(read_odt),
    ".rtf": _at_once(_or_many(read_rtf)),
    ".epub": _at_once(read_epub),
    ".srt": _at_once(read_srt),
    ".vtt": _at_once(read_vtt),
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_takeout,
    ".xml": read_xml,
    ".rss": read_xml,
    ".atom": read_xml,
    ".nitf": read_xml,
    ".enex": read_xml,
    ".opml": read_xml,
    ".url": _at_once(read_shortcut),
    ".webloc": _at_once(read_shortcut),
    ".bib": _at_once(read_references),
    ".ris": _at_once(read_references),
    ".rdf": _at_once(lambda path, data: read_feed(path, data) or read_references(path, data)),
    ".csv": read_csv,
    ".tsv": read_csv,
}
"""What reads a kind of file, by its name's end in lower case: its path below the corpus, and the file, to articles."""
HOLDERS: Mapping[str, Callable[[str, BinaryIO, Members], Reading]] = {
    ".eml": read_eml,
    ".msg": read_msg,
    ".mbox": read_mbox,
    ".mhtml": read_mhtml,
    ".mht": read_mhtml,
    ".warc": read_warc,
    ".warc.gz": read_warc,
    ".wacz": read_wacz,
    ".zip": read_zip,
    ".textpack": read_zip,
    ".jex": read_jex,
    ".tar": read_tar,
    ".tar.gz": read_tar,
    ".tgz": read_tar,
    ".tar.bz2": read_tar,
    ".tbz2": read_tar,
    ".tar.xz": read_tar,
    ".txz": read_tar,
    ".gz": read_gz,
}
"""The same for files that hold others, which are read by what is handed on. ``.gz`` is read where the name before it is
of a kind that is read."""

# Libraries log what they stumble over; what matters of it to a reader becomes a Problem.
for _library in ("bibtexparser", "pylatexenc", "pypdfium2", "trafilatura", "htmldate", "courlan"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False


def kind_of(name: str) -> str | None:
    """The end of a file's name by which it is read, in lower case; ``None`` where it is of no kind that is read."""
    path = PurePosixPath(name)
    end = path.suffix.lower()
    both = PurePosixPath(path.stem).suffix.lower() + end
    if both != end and both in HOLDERS:
        return both
    if end == ".gz" and not is_read(path.stem):
        return None
    return end if end in READERS or end in HOLDERS else None


def is_read(name: str) -> bool:
    """Whether a file of this name is of a kind that is read."""
    return kind_of(name) is not None


def read_file(path: str, data: bytes) -> Read:
    """The articles of a file, given its path below the corpus and its bytes, and the problems met in reading it."""
    return collected(read_articles(path, io.BytesIO(data)))


def read_articles(path: str, file: BinaryIO, holder: Members | None = None) -> Reading:
    """The articles of an opened file, given its path below the corpus: one by one where it holds many, so that it may
    be larger than memory. ``holder`` bounds a file that stands in another one.

    Bad content never raises: each problem has the path, and one line that says what is wrong and what to do.
    """
    path = unicodedata.normalize("NFC", path)
    problems: list[Problem] = []
    try:
        problems += yield from _completed(path, _reading(path, file, holder))
    except UnreadableError as error:
        problems.append(Problem(path, str(error)))
    except Exception as error:
        # What the libraries that read files may stumble over can't be listed, and one file must not end a build.
        _LOG.info("%s could not be read", path, exc_info=True)
        problems.append(Problem(path, failure(error)))
    return problems


def _reading(path: str, file: BinaryIO, holder: Members | None) -> Reading:
    kind = kind_of(path)
    if kind is None:
        raise UnreadableError(f"unknown kind of file: use {kinds()}")
    if kind in HOLDERS:
        return HOLDERS[kind](path, file, (holder or Members(read_articles, is_read)).within())
    return READERS[kind](path, file)


def _completed(path: str, reading: Reading) -> Reading:
    """Of texts without end the beginning, and a problem that says so; and the language of those that do not say it, as
    far as their words tell it beyond doubt."""
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
        yield article if article.lang else replace(article, lang=told_by(article.text))


def kinds() -> str:
    """The kinds of files that are read, by their names' ends, in words."""
    return ", ".join((*READERS, *HOLDERS))
