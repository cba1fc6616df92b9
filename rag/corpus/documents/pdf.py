"""PDFs: their text in the order in which it is read, and their properties where those make sense."""

import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from rag.corpus.articles import Read
from rag.corpus.documents import ocr
from rag.corpus.documents.layout import Line, Piece, lines_of
from rag.corpus.documents.paragraphs import paragraphs, without_running_lines
from rag.corpus.documents.pdfium import DAMAGED, Document, Page
from rag.corpus.documents.printed import without_margins
from rag.corpus.documents.properties import described, parted, senseless
from rag.corpus.encoding import UnreadableError, beginning, cleaned
from rag.types import Problem

_MOST_PAGES, _MOST_SECONDS = 5_000, 300
_MOST_CHARACTERS = 4_000_000  # more than is kept of an article
_MOST_RECOGNISED = 200  # pages, at some seconds each
# What a scanned page may have as text beside its picture: a stamp, a number.
_STAMP = 40
# Ligatures, and the forms of Arabic letters by their places in a word.
_FORMS = re.compile("[\ufb00-\ufb06\ufb50-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc]")
_LARGER, _SAME_TYPE, _LONGEST_TITLE = 1.2, 0.05, 250


class _Found(NamedTuple):
    """The pages of a document that were read, how many it has, and which of them can't be opened."""

    pages: list[Page]
    total: int
    damaged: list[int]


def read_pdf(path: str, data: bytes) -> Read:
    """The article of a PDF; raises ``UnreadableError``."""
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError(f"not a PDF: {beginning(data)}")
    document = Document(data)
    try:
        found = _found(document)
        inner, printed = without_margins([page.pieces for page in found.pages])
        pages = without_running_lines(inner)
        scans = [number for number, page in enumerate(pages) if _is_scan(found.pages[number], page)]
        recognised, sure = _recognised(document, scans)
    finally:
        document.close()
    lines = [lines_of(recognised.get(number, page)) for number, page in enumerate(pages)]
    text = cleaned("\n\n".join(filter(None, paragraphs(lines)))).strip()
    text = _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)
    if not text:
        raise UnreadableError(_empty(found, scans))
    heading = _heading(lines, document.outline)
    title = (printed.title or heading) if senseless(document.title) else document.title
    title, site = parted(title, heading) if printed.address else (title, "")
    articles, problems = described(path, text, title, document.author, {"url": printed.address, "source": site})
    told = _told(found, scans, recognised, sure, whole=b"%%EOF" in data[-2048:])
    return articles, [*problems, *(Problem(path, reason, "partly") for reason in told)]


def plain_lines(data: bytes) -> list[str]:
    """The lines of a PDF that ``read_pdf`` reads, as they stand; an empty one for a gap."""
    document = Document(data)
    try:
        inner, _ = without_margins([page.pieces for page in _found(document).pages])
        pages = without_running_lines(inner)
    finally:
        document.close()
    shown: list[str] = []
    for page in map(lines_of, pages):
        steps = sorted(above.y - line.y for above, line in pairwise(page) if above.y > line.y)
        usual = steps[len(steps) // 4] if steps else 0
        for above, line in pairwise([None, *page]):
            if line is not None:
                shown += [""] if above is not None and above.y - line.y > 1.3 * usual else []
                shown.append(line.text)
    return shown


def _found(document: Document) -> _Found:
    begun, characters = time.monotonic(), 0
    found = _Found([], document.total, [])
    for number in range(min(document.total, _MOST_PAGES)):
        if characters > _MOST_CHARACTERS or time.monotonic() - begun > _MOST_SECONDS:
            break
        if (page := document.page(number)) is None:
            found.damaged.append(number)
        found.pages.append(page or Page([]))
        characters += sum(len(piece.text) for piece in found.pages[-1].pieces)
    return found


def _is_scan(page: Page, left: Sequence[Piece]) -> bool:
    """Whether a page is a picture, given what is left of its text."""
    size = sum(len(piece.text) for piece in left)
    return page.pictured and (not size or (page.covered and size < _STAMP))


def _recognised(document: Document, scans: Sequence[int]) -> tuple[dict[int, list[Piece]], float]:
    """The pieces of text on pages that are pictures, by page, where the extra is installed; and how sure they are."""
    found: dict[int, list[Piece]] = {}
    if not scans or not ocr.is_installed():
        return found, 1.0
    begun, sure = time.monotonic(), []
    for number in scans[:_MOST_RECOGNISED]:
        if time.monotonic() - begun > 2 * _MOST_SECONDS:
            break
        if (drawn := document.picture(number, ocr.RESOLUTION, ocr.LONGEST_SIDE)) is None:
            continue
        pieces, certainty = ocr.pieces_of(*drawn)
        if pieces:
            found[number] = pieces
            sure.append(certainty)
    return found, min(sure, default=1.0)


def _told(
    found: _Found, scans: Sequence[int], recognised: dict[int, list[Piece]], sure: float, *, whole: bool
) -> Iterator[str]:
    """What of the document was not read, or may be wrong, a line each."""
    pages = _in_words(found.total)
    if recognised:
        which, are = pages(list(recognised))
        doubt = "" if sure >= ocr.SURE else ", which is not sure of some of it"
        yield f"{which} {are}, read by OCR{doubt}: hold what matters against the page"
    if left := [number for number in scans if number not in recognised]:
        which, are = pages(left)
        how = (
            "OCR finds no text there, or did not come to them within its bounds"
            if ocr.is_installed()
            else "run OCR on the file, or install article-rag[ocr]"
        )
        yield f"{which} {are} and not read: {how}"
    if found.damaged:
        which, _ = pages(found.damaged)
        yield f"{which} could not be opened: open the file in a viewer and save it again"
    if cut := [number for number, page in enumerate(found.pages) if page.cut]:
        which, _ = pages(cut)
        yield f"{which} {'have' if len(cut) > 1 else 'has'} more letters than are read: save the file in parts"
    if len(found.pages) < found.total:
        yield f"only the first {len(found.pages):,} of {found.total:,} pages were read: save the file in parts"
    if not whole:
        yield "the end of this PDF is missing, and pages may be: get it again"


def _in_words(total: int) -> Callable[[Sequence[int]], tuple[str, str]]:
    """What says which of some pages, numbered from 0, are pictures: ("pages 2-3 and 7 of 9", "are pictures")."""

    def said(numbers: Sequence[int]) -> tuple[str, str]:
        runs = []
        for _, run in groupby(enumerate(numbers), key=lambda one: one[1] - one[0]):
            first, *others = [number + 1 for _, number in run]
            runs.append(f"{first}-{others[-1]}" if others else f"{first}")
        listed = ", ".join(runs[:-1]) + " and " + runs[-1] if len(runs) > 1 else runs[0]
        many = len(numbers) > 1
        return f"page{'s' * many} {listed} of {total}", "are pictures" if many else "is a picture"

    return said


def _empty(found: _Found, scans: Sequence[int]) -> str:
    """Why there is no text."""
    if not scans:
        return DAMAGED if found.damaged else "no text in this PDF: it may be scanned; run OCR on it first"
    which, are = _in_words(found.total)(scans)
    if ocr.is_installed():
        return f"no text in this PDF: {which} {are}, and OCR finds no text there"
    return f"no text in this PDF: {which} {are}; run OCR on it first, or install article-rag[ocr]"


def _heading(pages: Sequence[Sequence[Line]], outline: Sequence[str]) -> str:
    """The heading of the first page that has text: the one entry of the outline that it shows, else what is set in the
    largest type there; "" where all is set alike."""
    first = next((page for page in pages if page), ())
    sizes = [line.size for page in pages for line in page for _ in range(0, len(line.text), 10)]
    usual, largest = median(sizes) if sizes else 0.0, max((line.size for line in first), default=0.0)
    shown = " ".join(line.text for line in first if line.size > (1 + _SAME_TYPE) * usual)
    if len(outline) == 1 and outline[0] and outline[0].lower() in shown.lower():
        return outline[0]
    if largest < _LARGER * usual:
        return ""
    heading = next(
        (list(run) for large, run in groupby(first, key=lambda one: one.size >= (1 - _SAME_TYPE) * largest) if large),
        [],
    )
    title = next(filter(None, paragraphs([heading])), "")
    return title if len(title) <= _LONGEST_TITLE and re.search(r"[^\W\d_]{2}", title) else ""
