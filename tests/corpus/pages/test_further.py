"""Pages that go on with the next article."""

import pytest

from rag.corpus.reading import read_file
from tests.corpus.conftest import BODY, PARAGRAPHS, article

NEXT = (
    "<p>The school of the harbour gets a new roof this summer, and its children learn in the town hall until then.</p>"
    "<p>The roof costs 900,000 crowns, half of which the county pays, as the council heard from the mayor.</p>"
    "<p>Tiles of the old one had come down in a storm, and two windows of the gymnasium had been broken by them.</p>"
)
TITLE = "<title>Trams at last | The Gazette</title>"


@pytest.mark.parametrize(
    "page",
    [
        f"<article><h1>Trams at last</h1>{BODY}</article><article><h1>A roof for the school</h1>{NEXT}</article>",
        f"<div class=one><h1>Trams at last</h1>{BODY}</div>"
        f"<div class=one><h1>A roof for the school</h1><p>By Bo Quist, 6 May 2024</p>{NEXT}</div>",
    ],
)
def test_the_next_article_is_left_out_and_told(page: str) -> None:
    (read,), (problem,) = read_file("x.html", f"{TITLE}<main>{page}</main>".encode())
    assert (read.title, read.text) == ("Trams at last", "\n\n".join(PARAGRAPHS))
    assert "another article" in problem.reason
    assert "A roof for the school" in problem.reason
    assert problem.kind == "partly"


def test_a_part_of_an_article_with_a_main_heading_of_its_own_stays() -> None:
    page = (
        f"<article><section><h1>Trams at last</h1>{BODY}</section><section><h1>The roof</h1>{NEXT}</section></article>"
    )
    assert "900,000 crowns" in article("x.html", TITLE + page).text
