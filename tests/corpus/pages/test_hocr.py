"""Scanned pages as programs for reading them write them."""

from tests.corpus.conftest import PARAGRAPHS, article, reason


def block(*lines: str) -> str:
    words = (" ".join(f"<span class='ocrx_word'>{word}</span>" for word in line.split()) for line in lines)
    shown = "".join(f"<span class='ocr_line'>{line}</span>" for line in words)
    return f"<p class='ocr_par'>{shown}</p>"


def page(*blocks: str) -> str:
    return (
        "<?xml version='1.0' encoding='UTF-8'?><html lang='en'><head><title>OCR Output</title></head>"
        f"<body><div class='ocr_page' title='image gazette-017.tif'>{''.join(blocks)}</div></body></html>"
    )


def test_scanned_pages_are_read_by_their_paragraphs_and_named_by_a_heading() -> None:
    first = PARAGRAPHS[0].partition("thousand")
    blocks = block(first[0] + "thou-", "sand" + first[2]), block(PARAGRAPHS[1])
    for name in ("gazette-017.html", "gazette-017.hocr"):
        read = article(name, page(block("TRAMS AT LAST"), *blocks))
        assert (read.title, read.lang) == ("TRAMS AT LAST", "en")
        assert read.text == "\n\n".join(PARAGRAPHS[:2])
    assert article("gazette-017.hocr", page(*blocks)).title == "Gazette 017"


def test_scanned_pages_without_words_are_told() -> None:
    assert "no words" in reason("x.hocr", page())
