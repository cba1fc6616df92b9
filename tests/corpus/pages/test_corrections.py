"""Corrections beside the text of a page's article."""

import pytest

from tests.corpus.conftest import BODY, article

WRONG = "the length of the line was 9 kilometres, not 6."


def text(beside: str, after: str = "") -> str:
    body = f"<article><h1>Trams</h1>{BODY}{beside}</article>{after}"
    return article("x.html", f"<html><head><title>Trams</title></head><body>{body}</body></html>").text


@pytest.mark.parametrize(
    "beside",
    [
        "<aside class=correction><p>Last week {}</p></aside>",
        "<footer><p>• This article was amended on 9 October 2023: {}</p><p>Share this</p></footer>",
        "<aside><p>Korrektur vom 9. Oktober: {}</p></aside>",
        "<footer>Une version antérieure disait le contraire : {}</footer>",
        "<aside><ul><li>Corrección: {}</li></ul></aside>",
    ],
)
def test_a_correction_in_an_aside_or_a_footer_is_text(beside: str) -> None:
    read = text(beside.format(WRONG))
    assert read.endswith(WRONG)
    assert read.count(WRONG) == 1
    assert "Share this" not in read


@pytest.mark.parametrize(
    ("beside", "after"),
    [
        (f"<aside><p>More on this: {WRONG}</p></aside>", ""),
        ("", f"<aside class=corrections><p>Correction: {WRONG}</p></aside>"),
        ("", f"<footer><p>Correction: {WRONG}</p></footer>"),
    ],
)
def test_what_else_stands_beside_a_text_is_none_of_it(beside: str, after: str) -> None:
    assert WRONG not in text(beside, after)
