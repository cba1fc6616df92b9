"""PDFs: their text in paragraphs, and their properties where those make sense."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from rag.corpus.articles import Read
from rag.corpus.dates import SENTENCE_END
from rag.corpus.documents.properties import DAMAGE, described
from rag.corpus.encoding import UnreadableError, beginning, cleaned


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
        properties = reader.metadata
        title, author = (properties.title, properties.author) if properties else (None, None)
    except (FileNotDecryptedError, DependencyError):
        raise UnreadableError("encrypted PDF: save it without a password") from None
    except (PyPdfError, *DAMAGE):
        raise UnreadableError("damaged PDF: open it in a viewer and save it again") from None
    text = cleaned("\n\n".join(_pdf_paragraphs(_without_running_lines(pages)))).strip()
    text = re.sub("[\ufb00-\ufb06]", lambda ligature: unicodedata.normalize("NFKC", ligature[0]), text)
    if not text:
        raise UnreadableError("no text in this PDF: it may be scanned; run OCR on it first")
    return described(path, text, title, author)


def plain_lines(data: bytes) -> list[str]:
    """The lines of the pages of a PDF that ``read_pdf`` reads, as they stand; an empty one for a gap."""
    import pypdf

    shown: list[str] = []
    for page in _without_running_lines([_pdf_lines(page) for page in pypdf.PdfReader(io.BytesIO(data)).pages]):
        steps = sorted(above.y - line.y for above, line in pairwise(page) if above.y > line.y)
        usual = steps[len(steps) // 4] if steps else 0
        for above, line in pairwise([None, *page]):
            if line is not None:
                shown += [""] if above is not None and above.y - line.y > 1.3 * usual else []
                shown.append(line.text)
    return shown


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
