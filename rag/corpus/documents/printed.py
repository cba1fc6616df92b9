"""PDFs that a browser printed: what it sets above and below each page of a page of the web, which is none of its text.

Chrome, Firefox and Safari set the title and the address of the page, the moment of printing and the number of the page
there, each in corners of their own.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rag.corpus.documents.layout import Piece

_ADDRESS = re.compile(r"(?:https?|file|blob|chrome-extension|moz-extension)://?\S+|about:\S+", re.I)
_WHOLE = re.compile(r"https?://[^\s/]+\S*(?<!…)(?<!\.\.)", re.I)
# "1/3", "1 of 3", "Page 1 sur 3", "Seite 1 von 3", "Página 1 de 3", "Sayfa 1 / 3".
_FOLIO = re.compile(r"(?:[^\W\d_]{2,10}\.? )?\d{1,4}(?:\s?/\s?| [^\W\d_]{1,4} )\d{1,4}")
# A day and a time: "2/3/24, 10:12 AM", "03.02.2024, 10:12", "3 févr. 2024 10:12".
_MOMENT = re.compile(r"(?=(?:\D*\d){5})[\w./\s,-]{6,28}?[\s,]\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?\s?m\.?)?", re.I)
_SAME_ROW = 3.0  # points
_APART = 1.2  # in sizes of the type


class Printed(NamedTuple):
    """What a browser set around a page of the web: its address, "" where it is cut short, and its title."""

    address: str = ""
    title: str = ""


def without_margins(pages: Sequence[Sequence[Piece]]) -> tuple[list[list[Piece]], Printed]:
    """The pages without what a browser set above and below them, and what that says; all of them where none did."""
    unprinted = [list(page) for page in pages], Printed()
    first = _margins(pages[0]) if pages else []
    address = next((piece.text for piece in first if _ADDRESS.fullmatch(piece.text)), "")
    marks = [piece for piece in first if _is_mark(piece)]
    if not address or len(marks) < 2:
        return unprinted
    rows = {round(piece.y) for piece in marks}
    title = next((one.text for one in first if one not in marks and round(one.y) in rows), "")
    kept = []
    for page in pages:
        around = {piece for piece in _margins(page) if _is_mark(piece) or piece.text == title}
        kept.append([piece for piece in page if piece not in around])
    return kept, Printed(address if _WHOLE.fullmatch(address) else "", title)


def _is_mark(piece: Piece) -> bool:
    return any(one.fullmatch(piece.text) for one in (_ADDRESS, _FOLIO, _MOMENT))


def _margins(page: Sequence[Piece]) -> list[Piece]:
    """What stands in the highest and in the lowest row of a page, apart from the text between them."""
    found: list[Piece] = []
    for edge in (max, min):
        y = edge((piece.y for piece in page), default=0.0)
        row = [piece for piece in page if abs(piece.y - y) < _SAME_ROW]
        rest = [piece for piece in page if abs(piece.y - y) >= _SAME_ROW]
        if all(abs(other.y - y) > _APART * row[0].size for other in rest):
            found += sorted(row, key=lambda piece: piece.left)
    return found
