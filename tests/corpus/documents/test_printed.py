"""PDFs that browsers printed from pages of the web."""

import subprocess
import threading
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.corpus.conftest import BODY, PARAGRAPHS, article, pdf

PAGE = "https://www.gazette.example/city/trams"
TITLE = "Trams at last | The Gazette"
ONE = ("The first tram ran at six in the morning, and", "two thousand people stood in the rain to see it.")
TWO = ("The line cost 41 million crowns and was late.", "A second one is to follow, said the mayor.")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def corners(page: bytes, *texts: str) -> bytes:
    """A page with small texts at its upper left and right, and at its lower left and right."""
    places = ((24, 775), (330, 775), (24, 14), (500, 14))
    shown = (
        b"BT /F 8 Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n" % (*place, text.encode("cp1252"))
        for place, text in zip(places, texts, strict=True)
    )
    return page + b"".join(shown)


def body(*lines: str, heading: str = "") -> bytes:
    shown = b"".join(b"(%s) Tj T* " % line.encode() for line in lines)
    top = b"BT /F 20 Tf 60 735 Td (%s) Tj ET " % heading.encode() if heading else b""
    return top + b"BT /F 12 Tf 14 TL 60 700 Td %s ET\n" % shown


def printed(*corners_of: str) -> bytes:
    """Two pages with what stands in the corners of each; # is the page's number."""
    texts = (body(*ONE, heading="Trams at last"), body(*TWO))
    return pdf(
        *(
            corners(page, *(one.replace("#", str(number)) for one in corners_of))
            for number, page in enumerate(texts, start=1)
        )
    )


@pytest.mark.parametrize(
    "corners_of",
    [
        ("2/3/24, 10:12 AM", TITLE, PAGE, "#/2"),
        (TITLE, PAGE, "# of 2", "2/3/24, 10:12 AM"),
        (TITLE, PAGE, "# von 2", "03.02.2024, 10:12"),
        (TITLE, "03/02/2024 10:12", PAGE, "Page # sur 2"),
        (TITLE, "3 Oca 2024 10:12", PAGE, "Sayfa # / 2"),
    ],
)
def test_what_a_browser_sets_around_a_page_is_read_as_its_address_title_and_site(corners_of: tuple[str, ...]) -> None:
    read = article("x.pdf", printed(*corners_of))
    assert read.text == " ".join(ONE) + "\n\n" + " ".join(TWO)
    assert (read.title, read.source, read.url, read.published) == ("Trams at last", "The Gazette", PAGE, None)


def test_an_address_that_the_browser_cut_short_is_none() -> None:
    read = article("x.pdf", printed("2/3/24, 10:12 AM", TITLE, PAGE + "...", "#/2"))
    assert (read.title, read.url) == ("Trams at last", None)
    assert "gazette.example" not in read.text


def test_the_day_in_the_address_of_a_printed_page_is_that_of_its_article() -> None:
    read = article("x.pdf", printed("2/3/24, 10:12 AM", TITLE, "https://gazette.example/2023/10/09/trams", "#/2"))
    assert (read.published, read.published_from) == (date(2023, 10, 9), "address")


def test_an_address_that_ends_a_text_which_no_browser_printed_stays() -> None:
    read = article("x.pdf", pdf(body(*ONE, heading="Trams at last") + corners(b"", "", "", PAGE, "")))
    assert read.url is None
    assert PAGE in read.text


def test_what_chromium_prints_is_read_as_its_page(tmp_path: Path) -> None:
    (tmp_path / "trams.html").write_text(
        f"<!doctype html><title>{TITLE}</title><h1>Trams at last</h1>{BODY}", encoding="utf-8"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address, out = f"http://127.0.0.1:{server.server_port}/trams.html", tmp_path / "trams.pdf"
    try:
        command = [chromium(), "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={out}", address]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    finally:
        server.shutdown()
        server.server_close()
    read = article("trams.pdf", out.read_bytes())
    assert (read.title, read.source, read.url, read.published) == ("Trams at last", "The Gazette", address, None)
    assert " ".join(read.text.split()) == " ".join(PARAGRAPHS)
