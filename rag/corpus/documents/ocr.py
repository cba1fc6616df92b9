"""Pages that are pictures -> their text, by RapidOCR, whose weights come within its package (PP-OCRv6, in the extra
``article-rag[ocr]``): English and German, and other languages in Latin letters, and Chinese and Japanese.

Measured on pages of 24 lines in English and in German that Pillow drew, 200 dots an inch, on one thread: 0 to 0.2 % of
the characters wrong where they were clean, 0.5 % where they were turned, blurred and noisy (Tesseract 5.3: 0 %, and 2.2
to 3.0 %), 8 to 11 seconds a page (Tesseract: 2).
"""

import functools
import importlib.util
from typing import Any

from rag.corpus.documents.layout import Piece

RESOLUTION, LONGEST_SIDE = 200 / 72, 4_000
"""Of the picture of a page: pixels to a point, and pixels of its longer side at most."""
SURE = 0.9
"""How sure of a line the recogniser is where it is hardly ever wrong."""
_GUESSED = 0.5  # a line that is less sure than this is none
_LETTERS = 0.6  # of the signs of a page, at least
_TYPE = 0.75  # how large the type is that a line of some height is set in


def is_installed() -> bool:
    """Whether the extra is."""
    return importlib.util.find_spec("rapidocr") is not None


def pieces_of(picture: Any, scale: float) -> tuple[list[Piece], float]:
    """The pieces of text in a picture of a page, in points; and how sure the least sure of them is, in [0, 1]."""
    found = _recogniser()(picture, use_cls=False)
    if found.boxes is None or not found.txts:
        return [], 1.0
    pieces, sure = [], []
    height = picture.shape[0]
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        if score < _GUESSED or not text.strip():
            continue
        # Of the corners (4, 2), from the upper left on.
        top, bottom = box[:2, 1].mean(), box[2:, 1].mean()
        left, right = box[:, 0].min(), box[:, 0].max()
        size = _TYPE * (bottom - top) / scale
        pieces.append(Piece(" ".join(text.split()), left / scale, right / scale, (height - bottom) / scale, size))
        sure.append(score)
    signs = "".join(piece.text for piece in pieces).replace(" ", "")
    # Of a script that it does not know it finds the stops alone.
    if sum(sign.isalnum() for sign in signs) < _LETTERS * len(signs):
        return [], 1.0
    return pieces, min(sure, default=1.0)


@functools.cache
def _recogniser() -> Any:
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    return RapidOCR(params={"Global.log_level": "error", **threads})
