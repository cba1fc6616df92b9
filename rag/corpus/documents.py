"""PDF and Word documents: their text in paragraphs, and their properties where those make sense."""

import io
import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from rag.corpus.articles import BLANK_LINE, Read, one_line, single, without_site, without_title
from rag.corpus.dates import SENTENCE_END
from rag.corpus.encoding import UnreadableError, beginning, cleaned

_LARGEST_DOCX = 500_000_000
_LARGEST_XML = 100_000_000  # which takes ten times as much memory
# What pypdf, python-docx, zipfile and lxml (whose XMLSyntaxError is a SyntaxError) raise beside errors of their own, as
# reading thousands of real files with some bytes changed has shown.
_DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_SENSELESS_TITLE = re.compile(
    r"(?:untitled|document|untitled document|word document)[\s-]*\d*$|microsoft \w+ - |about:blank|https?:"
    r"|.*\.(?:docx?|pdf|indd|qxd|rtf|odt|tex|html?|pages|pptx?|txt)$",
    re.I,
)
_SENSELESS_AUTHORS = ("admin", "administrator", "anonymous", "python-docx", "unknown", "user")


class _Line(NamedTuple):
    """A line of a PDF page: where it starts, in points from the lower left, and the size of its type."""

    text: str
    x: float
    y: float
    size: float


def read_pdf(path: str, data: bytes) -> Read:
    """The article of a PDF; raises ``UnreadableError``."""
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    if b"%PDF-" not in data[:1024]:
        raise UnreadableError(f"not a PDF: {beginning(data)}")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        pages = [_pdf_lines(page) for page in reader.pages]
        described = reader.metadata
        title, author = (described.title, described.author) if described else (None, None)
    except (FileNotDecryptedError, DependencyError):
        raise UnreadableError("encrypted PDF: save it without a password") from None
    except (PyPdfError, *_DAMAGE):
        raise UnreadableError("damaged PDF: open it in a viewer and save it again") from None
    text = cleaned("\n\n".join(_pdf_paragraphs(_without_running_lines(pages)))).strip()
    text = re.sub("[\ufb00-\ufb06]", lambda ligature: unicodedata.normalize("NFKC", ligature[0]), text)
    if not text:
        raise UnreadableError("no text in this PDF: it may be scanned; run OCR on it first")
    return _described(path, text, title, author)


def _pdf_lines(page: Any) -> list[_Line]:
    nothing = _Line("", 0, 0, 0)
    lines = [nothing]

    def visit(text: str, user: Sequence[float], matrix: Sequence[float], _font: object, size: float) -> None:
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append(nothing)
            if part.strip() and lines[-1] is nothing:
                x = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
                y = matrix[4] * user[1] + matrix[5] * user[3] + user[5]
                lines[-1] = _Line(part, x, y, abs(size * matrix[3] * user[3]))
            elif lines[-1] is not nothing:
                lines[-1] = lines[-1]._replace(text=lines[-1].text + part)

    page.extract_text(visitor_text=visit)
    return [line._replace(text=" ".join(line.text.split())) for line in lines if line is not nothing]


def _without_running_lines(pages: list[list[_Line]]) -> list[list[_Line]]:
    """The pages without the lines that stand at the edge of most of them, alike but for numbers: heads and folios."""
    edges = [
        {number: re.sub(r"\d+", "#", page[number].text) for number in range(-2, 2)} if len(page) > 1 else {}
        for page in pages
    ]
    repeated = Counter(words for edge in edges for words in set(edge.values()))
    running = {words for words, count in repeated.items() if count >= max(2, 0.6 * len(pages))}
    return [
        [line for number, line in enumerate(page) if edge.get(number, edge.get(number - len(page))) not in running]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _pdf_paragraphs(pages: Sequence[Sequence[_Line]]) -> Iterator[str]:
    """Lines joined to paragraphs, and words that a hyphen breaks at a line's end to words."""
    steps = [(above.y - line.y) / line.size for page in pages for above, line in pairwise(page) if line.size]
    gaps = sorted(step for step in steps if step > 0.8)
    widths = sorted(len(line.text) for page in pages for line in page)
    usual_gap, usual_width = (gaps[len(gaps) // 4] if gaps else 0), (widths[len(widths) // 2] if widths else 0)
    text, above = "", None
    for page in pages:
        for line in page:
            # Not all of the text: that took minutes for a page of many lines.
            if re.match(r"\w[-\u2010\xad]$", text[-2:]) and line.text[0].islower():
                text = text[:-1] + line.text
            elif above is None or _opens_paragraph(above, line, usual_gap, usual_width, turned=line is page[0]):
                yield text
                text = line.text
            else:
                text += " " + line.text
            above = line
    yield text


def _opens_paragraph(above: _Line, line: _Line, usual_gap: float, usual_width: int, *, turned: bool) -> bool:
    """Whether a line opens a paragraph: after a gap, an indent or a short line, in other type, or with a bullet."""
    ended = SENTENCE_END.search(above.text) is not None
    if re.match(r"[•‣▪●–*-]\s", line.text):
        return True
    if turned or line.y > above.y:  # on the next page, or in the next column
        return ended
    if above.y - line.y > 1.2 * usual_gap * line.size or abs(line.size - above.size) > 0.12 * line.size:
        return True
    return ended and (line.x > above.x + line.size / 2 or len(above.text) < 0.75 * usual_width)


def read_docx(path: str, data: bytes) -> Read:
    """The article of a Word document; raises ``UnreadableError``."""
    import docx
    from docx.opc.exceptions import OpcError

    if not data.startswith(b"PK"):
        raise UnreadableError(f"not a Word document: {beginning(data)}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > _LARGEST_DOCX:
                raise UnreadableError("this Word document unpacks to more than 500 MB: save it without its pictures")
            if max((entry.file_size for entry in entries if entry.filename.endswith(".xml")), default=0) > _LARGEST_XML:
                raise UnreadableError("the text of this Word document unpacks to more than 100 MB: save it in parts")
        document = docx.Document(io.BytesIO(data))
        body, described = document.element.body, document.core_properties
        title, author = described.title, described.author
    except (OpcError, *_DAMAGE):
        raise UnreadableError("damaged, or not a Word document: save it again as .docx") from None
    text = cleaned("\n\n".join(filter(str.strip, _docx_blocks(body)))).strip()
    if not text:
        raise UnreadableError("no text in this Word document")
    return _described(path, text, title, author)


def _docx_blocks(parent: Any) -> Iterator[str]:
    """The paragraphs and tables below an element in order; a table is one block with a line for each row.

    Read from the XML, as python-docx leaves out what stands in tracked insertions and content controls.
    """
    marks = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
    for child in parent:
        match str(child.tag).rpartition("}")[2]:
            case "p":
                parts = child.xpath(".//w:r[not(ancestor::w:moveFrom or ancestor::w:txbxContent)]/*")
                names = (part.tag.rpartition("}")[2] for part in parts)
                yield "".join(
                    (part.text or "") if name == "t" else marks.get(name, "")
                    for part, name in zip(parts, names, strict=True)
                )
            case "tbl":
                rows = (
                    [one_line(" ".join(_docx_blocks(cell))) for cell in row.xpath("./w:tc")]
                    for row in child.xpath("./w:tr")
                )
                yield "\n".join(" | ".join(row) for row in rows)
            case _:
                yield from _docx_blocks(child)


def _described(path: str, text: str, title: str | None, author: str | None) -> Read:
    """The article of a document with the title and author of its properties, where they make sense.

    Its time of creation is not taken for a date: it is a file's time by another name, when somebody exported it.
    """
    # Either may be of another type in a file that keeps to no rule.
    title, author = (one_line(value) if isinstance(value, str) else "" for value in (title, author))
    title = "" if _SENSELESS_TITLE.match(title) else without_site(title, [one_line(BLANK_LINE.split(text, 1)[0])])
    author = "" if author.islower() or author.lower() in _SENSELESS_AUTHORS else author  # logins are lower case
    facts = {name: value for name, value in (("title", title), ("author", author)) if value}
    return single(path, without_title(text, title), facts, "metadata")
