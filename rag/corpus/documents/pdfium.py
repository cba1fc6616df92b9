"""PDFium: the pages of a PDF -> the pieces of text on them, in the order of their letters, whichever way these run.

PDFium may be used by one thread at a time, hence the lock.
"""

import ctypes
import math
import threading
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice, pairwise
from statistics import median
from typing import Any, NamedTuple

from rag.corpus.documents.footnotes import RAISED
from rag.corpus.documents.layout import Piece, turned
from rag.corpus.encoding import UnreadableError
from rag.text.characters import well_formed

DAMAGED = "damaged PDF: open it in a viewer and save it again"
_LOCK = threading.Lock()
# In sizes of the type: a gap between letters that is a space, and one that parts two pieces.
_SPACE, _WIDE = 0.17, 1.2
_ANOTHER_LINE = 0.5
_SMALL, _ABOVE = 0.8, 0.15  # a raised digit
_DIGITS = frozenset("0123456789")
_BROKEN = (0x02, 0xFFFE)  # how PDFium writes a hyphen at the end of a line
_MOST_LETTERS = 200_000  # of one page, which nobody could print
_MOST_THINGS = 20_000
_BELOW = 100_000.0  # points
_SMALLEST = 50  # pixels of a picture's shorter side
_DRAWN = 20  # shapes that letters may have been turned into, at least


class Page(NamedTuple):
    """What stands on a page: pieces of text, those that stand across the others far below; whether it is ``pictured``:
    has pictures, shapes or letters without a meaning that text may stand in; whether it is ``covered`` by a picture for
    the most part; and whether it was ``cut``, as it has more letters than are read."""

    pieces: list[Piece]
    pictured: bool = False
    covered: bool = False
    cut: bool = False


class Document:
    """An opened PDF: its number of pages, its properties, and the first entries of its outline. To be closed.

    Raises ``UnreadableError`` where it is encrypted or damaged.
    """

    def __init__(self, data: bytes) -> None:
        import pypdfium2
        from pypdfium2 import raw

        with _LOCK:
            try:
                self._document = pypdfium2.PdfDocument(data)
            except pypdfium2.PdfiumError as error:
                if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                    raise UnreadableError("encrypted PDF: save it without a password") from None
                raise UnreadableError(DAMAGED) from None
            self.total = len(self._document)
            properties = self._document.get_metadata_dict()
            self.title, self.author = str(properties["Title"]), str(properties["Author"])
            entries = islice(self._document.get_toc(max_depth=1), 2)
            self.outline = [str(entry.get_title()) for entry in entries]

    def page(self, number: int) -> Page | None:
        """What stands on a page, from 0; None where it can't be opened."""
        import pypdfium2

        with _LOCK:
            try:
                page = self._document[number]
            except pypdfium2.PdfiumError:
                return None
            try:
                return _page(page)
            except pypdfium2.PdfiumError:
                return None
            finally:
                page.close()

    def picture(self, number: int, resolution: float, longest: int) -> tuple[Any, float] | None:
        """A page, from 0, as pixels (height, width, 3; uint8), and how many are to a point: as many as the
        ``resolution`` says, fewer where a side would be longer than ``longest``. None where it can't be drawn, or is
        too small to be read."""
        import pypdfium2

        with _LOCK:
            page = self._document[number]
            try:
                scale = min(resolution, longest / max(1.0, *page.get_size()))
                if scale * min(page.get_size()) < _SMALLEST:
                    return None
                bitmap = page.render(scale=scale)
                try:
                    return bitmap.to_numpy()[:, :, :3].copy(), scale
                finally:
                    bitmap.close()
            except pypdfium2.PdfiumError:
                return None
            finally:
                page.close()

    def close(self) -> None:
        """Gives its memory back."""
        with _LOCK:
            self._document.close()


class _Letter(NamedTuple):
    """A letter of a page: its ends and its base, in points, and the size of its type; not ``drawn`` where it is a space
    that PDFium finds in a gap."""

    sign: str
    left: float
    right: float
    y: float
    size: float
    drawn: bool


def _page(page: Any) -> Page:
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        lines, strange, seen = _lines(textpage.raw, min(count, _MOST_LETTERS))
    finally:
        textpage.close()
    angle = _usual([line.angle for line in lines])
    # What stands across the text, such as a stamp at the margin, is read after it.
    pieces = [
        piece if line.angle == angle else piece._replace(y=piece.y - _BELOW)
        for line in lines
        for piece in _pieces(line)
    ]
    pictured, covered = _pictures(page)
    # Letters without a meaning are drawn, but say nothing.
    unreadable = strange > seen / 2
    return Page([] if unreadable else pieces, pictured or unreadable, covered, count > _MOST_LETTERS)


class _Line(NamedTuple):
    angle: int
    letters: list[_Letter]


def _usual(angles: Sequence[int]) -> int:
    return max(set(angles), key=angles.count) if angles else 0


def _lines(textpage: Any, count: int) -> tuple[list[_Line], int, int]:
    """The letters of a page by lines; how many of them have no meaning, and how many are drawn."""
    from pypdfium2 import raw

    lines: list[_Line] = []
    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    fresh, angle, scale, strange, drawn = True, 0, 1.0, 0, 0
    above, known = _Letter("", 0, 0, 0, 0, False), (math.nan, 0.0)
    for number in range(count):
        code = raw.FPDFText_GetUnicode(textpage, number)
        if code in (10, 13):
            fresh = True
            continue
        if raw.FPDFText_IsGenerated(textpage, number) == 1 and code == 32:
            if not fresh:
                lines[-1].letters.append(above._replace(sign=" ", drawn=False))
            continue
        drawn += 1
        if not code or 0xE000 <= code < 0xF900 or raw.FPDFText_HasUnicodeMapError(textpage, number) == 1:
            strange += 1
        raw.FPDFText_GetLooseCharBox(textpage, number, box)
        raw.FPDFText_GetCharOrigin(textpage, number, x, y)
        # What is set on the same base in the same type is turned and scaled alike: that saves a third of the time.
        if (base := (y.value, raw.FPDFText_GetFontSize(textpage, number))) != known:
            known = base
            if raw.FPDFText_GetMatrix(textpage, number, matrix):
                angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) % 4
                scale = math.hypot(matrix.c, matrix.d)
        size = base[1] * scale or 1.0
        sign = "-" if code in _BROKEN else chr(code) if code else ""
        letter = _Letter(sign, *_turned_back(angle, box, x.value, y.value), size, True)
        if fresh or lines[-1].angle != angle or abs(letter.y - above.y) > _ANOTHER_LINE * max(size, above.size):
            lines.append(_Line(angle, []))
        fresh, above = code in _BROKEN, letter
        lines[-1].letters.append(letter)
    return lines, strange, drawn


def _turned_back(angle: int, box: Any, x: float, y: float) -> tuple[float, float, float]:
    """The left, the right and the base of a letter on a page that is turned so that it stands upright; ``angle`` counts
    quarters of a turn."""
    match angle:
        case 1:
            return box.bottom, box.top, -x
        case 2:
            return -box.right, -box.left, -y
        case 3:
            return -box.top, -box.bottom, x
    return box.left, box.right, y


def _pieces(line: _Line) -> list[Piece]:
    """A line cut where no letter stands over a wide gap; the order of its letters stays as PDFium found it."""
    shown = sorted((one for one in line.letters if one.drawn and one.sign.strip()), key=lambda one: one.left)
    if not shown:
        return []
    size = median(one.size for one in shown)
    cuts, end = [], shown[0].right
    for one in shown:
        if one.left - end > _WIDE * size:
            cuts.append((one.left + end) / 2)
        end = max(end, one.right)
    parts: list[list[_Letter]] = [[] for _ in range(len(cuts) + 1)]
    for one in line.letters:
        parts[bisect_right(cuts, one.left)].append(one)
    return [piece for part in parts if (piece := _piece(part)) is not None]


def _piece(letters: list[_Letter]) -> Piece | None:
    drawn = [one for one in letters if one.drawn and one.sign.strip()]
    if not drawn:
        return None
    base, size = median(one.y for one in drawn), median(one.size for one in drawn)
    letters = [_raised(one, base, size) for one in letters]
    text = "".join(one.sign for one in letters)
    return Piece(
        " ".join(well_formed(text if turned(text) else _spaced(letters)).split()),
        min(one.left for one in drawn),
        max(one.right for one in drawn),
        base,
        size,
    )


def _raised(letter: _Letter, base: float, size: float) -> _Letter:
    """A digit that is set small above the base, as what refers to a footnote, as such a sign: else it would be one of
    the number before it."""
    if letter.sign in _DIGITS and letter.size < _SMALL * size and letter.y - base > _ABOVE * size:
        return letter._replace(sign=letter.sign.translate(RAISED))
    return letter


def _spaced(letters: Sequence[_Letter]) -> str:
    """Letters with a space where a gap is wide that PDFium held for none; not where all letters stand apart."""
    gaps = [after.left - before.right for before, after in pairwise(letters)]
    usual = median(gaps) if gaps else 0.0
    text = ""
    for number, one in enumerate(letters):
        if (
            number
            and one.sign != " "
            and letters[number - 1].sign != " "
            and usual + _SPACE * one.size < gaps[number - 1]
            and one.sign.isalnum()
        ):
            text += " "
        text += one.sign
    return text


def _pictures(page: Any) -> tuple[bool, bool]:
    """Whether text may stand in pictures of a page, or in shapes; and whether a picture takes most of it."""
    from pypdfium2 import raw

    width, height = page.get_size()
    pictures, shapes, covered = 0, 0, False
    for thing in islice(page.get_objects(max_depth=3), _MOST_THINGS):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
            left, bottom, right, top = thing.get_bounds()
            covered = covered or (right - left) * (top - bottom) > width * height / 2
        shapes += thing.type == raw.FPDF_PAGEOBJ_PATH
    return pictures > 0 or shapes >= _DRAWN, covered
