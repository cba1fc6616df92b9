"""Tables of answers as text and as JSON."""

from rag.answers.table import Cell, Table

TABLE = Table(("Date", "Article"), ((Cell("2026-05-11"), Cell("This | that\nand more", (1, 2))), (Cell(""), Cell("B"))))


def test_markdown_has_a_row_a_line_with_the_markers() -> None:
    assert TABLE.markdown == (
        "| Date | Article |\n| --- | --- |\n| 2026-05-11 | This \\| that and more [1] [2] |\n|  | B |"
    )


def test_json_gives_it_back_without_citations_that_are_gone() -> None:
    assert Table.from_dict(TABLE.to_dict(), {1, 2}) == TABLE
    assert Table.from_dict(TABLE.to_dict(), {2}).rows[0][1].citations == (2,)
