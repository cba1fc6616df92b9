"""What holds the text of a page."""

import pytest

from tests.corpus.conftest import PARAGRAPHS, article

HEADING, TABLE = (
    "<h2>The second line<span class=mw-editsection>[edit]</span></h2>",
    "<table><tr><td>Quay</td><td>06:00</td></tr></table>",
)
LIST = "<ol><li>The report of the board</li><li>Minutes of May</li></ol>"
SHORT = ["The second line", "Quay | 06:00", "1. The report of the board", "2. Minutes of May"]


@pytest.mark.parametrize(
    "text",
    [
        f"<p>{PARAGRAPHS[0]}</p>{HEADING}<p>{PARAGRAPHS[1]}</p>{TABLE}<p>{PARAGRAPHS[2]}</p>{LIST}",
        f"<div><p>{PARAGRAPHS[0]}</p></div><div>{HEADING}</div><div><p>{PARAGRAPHS[1]}</p></div>{TABLE}"
        f"<div><p>{PARAGRAPHS[2]}</p></div>{LIST}",
    ],
)
def test_headings_lists_and_tables_stay_whatever_holds_the_text_is_called(text: str) -> None:
    read = article("x.html", f"<title>Tram</title><div class=x7><h1>Tram</h1>{text}</div><div>Menu</div>")
    assert [one for one in read.text.split("\n") if 0 < len(one) < 30] == SHORT
