"""Lines that tell nothing themselves."""

import pytest

from rag.text.headings import is_closed, is_heading, is_title, says_something
from rag.types import Article, Sentence, Span


@pytest.mark.parametrize(
    "line",
    ["# The vote", "Friday, March 3, 2023", "3 March 2023", "Saturday, March 19, 2022 ", "2019-03-05",
             "Aug. 12, 2019, 1:53 p.m.", "Updated 3 May 2023, 09.30 GMT", "Accessed 23 August 2019."],
)  # fmt: skip
def test_a_heading_and_a_bare_date_are_told(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize(
    "line", ["It opened on Friday, March 3, 2023.", "March 3, 2023: the line opens", "No. 7", "", "17 boats"]
)
def test_what_says_something_is_no_heading(line: str) -> None:
    assert not is_heading(line)


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("The ferry sank.", True), ('"Nobody drowned," she said. "Nobody!"', True), ("船が沈んだ。", True),
        ("It sank in May.[3]", True), ("12 March: the ferry sinks", True), ("- 1865 – the first ferry", True),
        ("Skip to main content", False), ("Posted: 9:36 PM, Nov 14, 2018", False), ("The Lantern - Home", False),
    ],
)  # fmt: skip
def test_what_a_page_has_around_its_text_is_not_closed(line: str, *, closed: bool) -> None:
    assert is_closed(line) is closed


@pytest.mark.parametrize(
    ("title", "text", "repeats"),
    [
        ("Ferry sinks off Norrin", "Ferry sinks off Norrin\nNobody drowned.", True),
        ("Ferry sinks", "Ferry sinks off Norrin\nNobody drowned.", False),
        ("The ferry sank off Norrin.", "The ferry sank off Norrin.\nNobody drowned.", False),
        ("Ferry sinks off Norrin", "Ferry sinks off Norrin", False),
    ],
)
def test_a_title_that_the_text_repeats_is_told_from_a_sentence(title: str, text: str, *, repeats: bool) -> None:
    first = Span(Article("a", title, text), 0, len(text.partition("\n")[0]))
    assert is_title(first) is repeats


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("\u2588\u2588 On the ballot", False), ("\u2588\u2588 Green party - 12 seats", True), ("It won.", True),
        ("Kept at https://kept.example/2019/ferry-sinks-off-norrin.html", False),
        ("The list of all that won lies at https://won.example/list", True),
    ],
)  # fmt: skip
def test_an_address_or_the_key_of_a_picture_without_a_figure_says_nothing(line: str, *, says: bool) -> None:
    assert says_something(Sentence(Article("a", "A map", line), 0, len(line), 0.0, 0.0, 0.0, 0.0)) is says


@pytest.mark.parametrize(
    ("below", "repeats"),
    [("\nMonday, March 2, 2026", True), ("\nNobody drowned on Monday", False), (" on Monday, March 2", False)],
)
def test_a_date_below_a_title_is_of_it(below: str, *, repeats: bool) -> None:
    title = "Ferry sinks off Norrin"
    article = Article("a", title, f"{title}{below}\n\nThe crew was saved.")
    assert is_title(Span(article, 0, len(title + below))) is repeats
