"""Lines of pages -> paragraphs: without running heads and folios, joined where a sentence goes on."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.corpus.dates import SENTENCE_END
from rag.corpus.documents.footnotes import without_footnotes
from rag.corpus.documents.hyphens import HYPHENS, Words
from rag.corpus.documents.layout import Line, Piece

_EDGE_ROWS = 2
# A running line stands on this share of the pages, or in one place on so many of them.
_SHARE, _FEWEST, _AT_ONE_PLACE = 0.4, 2, 3
_FOLIO = re.compile(
    r"[\W_]*(?:[^\W\d_]{1,10}\.?\s)?\d{1,3}(?:\s?(?:/|[^\W\d_]{1,4})\s?\d{1,3})?[\W_]*"
)  # "- 3 -", "Page 3 of 9"
_APART = 3
_BULLET = re.compile(r"[•‣▪●–*-]\s")
# In sizes of the type, and as shares of a column's width and of a size.
_WIDER, _SHORT, _OTHER_TYPE, _INDENT = 1.2, 0.75, 0.12, 0.5


def without_running_lines(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The pages without what stands at the upper or lower edge of many of them, alike but for numbers: heads and
    folios. A title that is set larger than the heads made of it stays."""
    edges = [_edges(page) for page in pages]
    alike = Counter(words for edge in edges for words in {_alike(piece) for piece in edge})
    placed = Counter(place for edge in edges for place in {_placed(piece) for piece in edge})
    many = max(_FEWEST, _SHARE * len(pages))
    return [
        [
            piece
            for piece in page
            if piece not in edge or (alike[_alike(piece)] < many and placed[_placed(piece)] < _AT_ONE_PLACE)
            if not _is_folio(piece, page)
        ]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _edges(page: Sequence[Piece]) -> set[Piece]:
    bases = sorted({piece.y for piece in page})
    if len(bases) < 2:
        return set()
    outer = {*bases[:_EDGE_ROWS], *bases[-_EDGE_ROWS:]}
    return {piece for piece in page if piece.y in outer}


def _is_folio(piece: Piece, page: Sequence[Piece]) -> bool:
    """Whether a piece is the number of its page: alone below all, well away from the text."""
    return (
        _FOLIO.fullmatch(piece.text) is not None
        and len(page) > 1
        and all(other is piece or other.y > piece.y + _APART * piece.size for other in page)
    )


def _alike(piece: Piece) -> tuple[str, int]:
    return re.sub(r"\d+", "#", piece.text), round(piece.size)


def _placed(piece: Piece) -> tuple[str, int, int]:
    return *_alike(piece), round(piece.y / 3)


def paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """Lines joined to paragraphs, and words that a hyphen breaks at a line's end to words; a table's rows are a
    paragraph, and so is a footnote, which follows the one that goes on above it."""
    steps = [(above.y - line.y) / line.size for page in pages for above, line in pairwise(page) if line.size]
    gaps = sorted(step for step in steps if step > 0.8)
    usual_gap = gaps[len(gaps) // 4] if gaps else 0.0
    words = Words(line.text for page in pages for line in page)
    parts: list[str] = []
    above: Line | None = None
    notes: list[str] = []
    for column, footnotes in without_footnotes(pages):
        for line in column:
            if above is not None and bool(above.cells) != bool(line.cells):
                opens = True
            elif above is not None and line.cells:
                parts += ["\n", " | ".join(line.cells)]
                above = line
                continue
            else:
                joint = words.joint(parts[-1], line.text) if parts and above else None
                opens = above is None or (
                    joint is None and _opens(above, line, usual_gap, turned=line is column[0])
                ) or _is_other_type(above, line)  # fmt: skip
                if not opens:
                    _join(parts, line.text, joint)
            if opens:
                yield from ("".join(parts), *notes)
                notes = []
                parts = [" | ".join(line.cells) or line.text]
            above = line
        notes += [_joined(note, words) for note in footnotes]
    yield from ("".join(parts), *notes)


def _joined(lines: Sequence[Line], words: Words) -> str:
    parts = [lines[0].text]
    for line in lines[1:]:
        _join(parts, line.text, words.joint(parts[-1], line.text))
    return "".join(parts)


def _join(parts: list[str], text: str, joint: str | None) -> None:
    if joint is not None:
        parts[-1] = parts[-1].rstrip(HYPHENS) + joint
    elif not (_is_unspaced(parts[-1][-1:]) and _is_unspaced(text[:1])):
        parts.append(" ")
    parts.append(text)


def _is_unspaced(sign: str) -> bool:
    """Whether a sign is of a script without spaces between words: Han and kana."""
    return bool(sign) and unicodedata.east_asian_width(sign) in "WF" and not "\uac00" <= sign <= "\ud7a3"


def _is_other_type(above: Line, line: Line) -> bool:
    return abs(line.size - above.size) > _OTHER_TYPE * above.size


def _opens(above: Line, line: Line, usual_gap: float, *, turned: bool) -> bool:
    """Whether a line opens a paragraph: after a gap, an indent or a short line, or with a bullet."""
    ended = SENTENCE_END.search(above.text) is not None
    if _BULLET.match(line.text):
        return True
    if turned or line.y > above.y:  # on the next page, or in the next column
        return ended
    if above.y - line.y > _WIDER * usual_gap * line.size:
        return True
    return ended and (
        line.left > above.left + _INDENT * line.size or above.right - above.left < _SHORT * above.width
    )  # fmt: skip
