"""Pages that are pictures, drawn by Pillow, read by the real recogniser where the extra is installed."""

import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from rag.corpus.documents import ocr
from rag.corpus.reading import read_file
from tests.corpus.conftest import FONTS, lines, pdf

FONT = str(FONTS / "DejaVuSerif.ttf")
ENGLISH = [
    "The harbour board of Norrin met on 14 May 2025 and chose a new chair.",
    "Ingrid Falk, the second-largest owner of the fleet, won by 14 votes to 11.",
    "Turnover rose from 1,204 to 1,611 million crowns, or by 33.8 per cent.",
]
GERMAN = [
    "Die Hafenbehörde von Norrin wählte am 14. Mai 2025 eine neue Vorsitzende.",
    "Für Ingrid Falk stimmten 14 Mitglieder, für Jörg Weiß nur 11.",
    "Größere Schäden gab es laut Feuerwehr nicht, verletzt wurde niemand.",
]
TURKISH = [
    "Belediye başkanı köprünün açılışında konuştu ve işçilere teşekkür etti.",
    "Vapur pazartesi günü kalkmayacak, otobüsler onun yerine gidecek.",
]
RUSSIAN = ["Портовый совет выбрал новую председательницу.", "Оборот вырос на треть, говорится в отчёте."]

installed = pytest.mark.skipif(not ocr.is_installed(), reason="the extra article-rag[ocr] is not installed")


def scanned(*pages: list[str]) -> bytes:
    """A PDF of pages that are pictures of some lines, 200 dots an inch."""
    made = FPDF()
    font = ImageFont.truetype(FONT, 30)
    for texts in pages:
        picture = Image.new("L", (1654, 2339), 255)
        draw = ImageDraw.Draw(picture)
        for number, text in enumerate(texts):
            draw.text((180, 200 + 48 * number), text, font=font, fill=20)
        made.add_page()
        made.image(picture, 0, 0, 210, 297)
    return bytes(made.output())


def wrong(read: str, drawn: list[str]) -> float:
    """The share of the characters that are wrong."""
    return Levenshtein.distance(" ".join(read.split()), " ".join(drawn)) / len(" ".join(drawn))


@installed
@pytest.mark.slow
@pytest.mark.parametrize("texts", [ENGLISH, GERMAN, TURKISH])
def test_a_page_that_is_a_picture_is_read_and_told(texts: list[str]) -> None:
    [read], [problem] = read_file("x.pdf", scanned(texts))
    assert wrong(read.text, texts) < 0.01
    assert problem.kind == "partly"
    assert "page 1 of 1 is a picture, read by OCR" in problem.reason


@installed
@pytest.mark.slow
def test_letters_that_it_does_not_know_are_not_read_as_others() -> None:
    articles, [problem] = read_file("x.pdf", scanned(RUSSIAN))
    assert articles == []
    assert "OCR finds no text there" in problem.reason


def test_without_the_extra_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.corpus.documents.ocr.is_installed", lambda: False)
    articles, [problem] = read_file("x.pdf", scanned(ENGLISH))
    assert articles == []
    assert "install article-rag[ocr]" in problem.reason


def test_what_is_recognised_takes_the_place_of_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a recogniser that finds one line, as the real one is an extra."""
    from rag.corpus.documents.layout import Piece

    monkeypatch.setattr("rag.corpus.documents.ocr.is_installed", lambda: True)
    line = Piece("Found in a picture.", 72, 200, 700, 12)
    monkeypatch.setattr("rag.corpus.documents.ocr.pieces_of", lambda *_: ([line], 0.8))
    picture = b"q 500 0 0 700 50 50 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\x7f\xff\x40 EI Q "
    [read], [problem] = read_file("x.pdf", pdf(lines("It begins."), picture, lines("It ends.")))
    assert read.text == "It begins.\n\nFound in a picture.\n\nIt ends."
    assert problem.reason.startswith("page 2 of 3 is a picture, read by OCR, which is not sure of some of it")
