"""Titles that a text carries."""

import pytest

from tests.corpus.conftest import article


@pytest.mark.parametrize(
    ("name", "text", "title", "rest"),
    [
        ("x.md", "# Trams *at* [last](u) #\nText.", "Trams at last", "Text."),
        ("x.md", "## Trams\n\nText.", "Trams", "Text."),
        ("x.md", "Trams\n=====\n\nText.", "Trams", "Text."),
        ("x.txt", "Trams\n-----\nText.", "Trams", "Text."),
        ("x.md", "Before.\n\n```\n# code\n```\n\n# Trams\n\nText.", "Trams", None),
        ("x.md", "Before.\n\nTrams\n===\n\nText.", "Trams", None),
        ("x.md", "Trams\n\nText.", "X", None),
        ("x.txt", "Trams at last\n\nText.", "Trams at last", "Text."),
        ("x.txt", "“At last,” says mayor\n \nText.", "“At last,” says mayor", "Text."),
        ("x.txt", "Trams at last\nBy Jane Doe\n\nText.", "Trams at last", "By Jane Doe\n\nText."),
        ("x.txt", "Trams at last\nLONDON — They run.", "Trams at last", "LONDON — They run."),
        (
            "x.txt",
            "Trams at last\nLONDON — " + "They run. " * 50 + "Yes.",
            "Trams at last",
            "LONDON — " + "They run. " * 50 + "Yes.",
        ),
        ("x.txt", "LONDON\n\nText.", "LONDON", "Text."),
        ("x.txt", "TRAMS: A START, Today\n\nText.", "TRAMS: A START, Today", "Text."),
        ("x.txt", "ALL TRAMS RUN AT LAST, Today\n\nText.", "ALL TRAMS RUN AT LAST, Today", "Text."),
        ("x.txt", "COVID-19, Explained\n\nText.", "COVID-19, Explained", "Text."),
        ("x.txt", "Updated 9 October 2023\n\nText.", "X", None),
        ("x.txt", "Trams at last\nand more of it\n\nText.", "X", None),
        (
            "x.txt",
            "Trams at last\nAna Petrović\n9 October 2023\n\nText.",
            "Trams at last",
            "Ana Petrović\n9 October 2023\n\nText.",
        ),
        ("x.txt", "Trams at last\nThey run.\n9 October 2023\n\nText.", "X", None),
        ("x.txt", "They run.\n\nText.", "X", None),
        ("x.txt", "“They run”\n\nText.", "X", None),
        ("x.txt", "- trams\n\nText.", "X", None),
        ("x.txt", "1. trams\n\nText.", "X", None),
        ("x.txt", "By Jane Doe\n\nText.", "X", None),
        ("x.txt", "17\n\nText.", "X", None),
        ("x.txt", "word " * 30 + "\n\nText.", "X", None),
        ("x.txt", "Trams at last", "X", None),
        ("x.txt", "BELGRADE, Serbia\n\nText.", "X", None),
        ("x.txt", "PRISTINA, Oct 9 (Reuters) -\n\nText.", "X", None),
        ("x.txt", "BELGRADE (AP)\n\nText.", "X", None),
        ("x.txt", "PORT-AU-PRINCE, Haiti —\n\nText.", "X", None),
        ("x.txt", "BREXIT – what we know\n\nText.", "BREXIT – what we know", "Text."),
        ("x.md", "# LONDON —\n\nText.", "LONDON —", None),
        ("2023-10-09-trams_run--late.txt", "Text.", "Trams run late", None),
        ("a/20231009.txt", "Text.", "20231009", None),
        ("a/2024-budget.txt", "Text.", "2024 budget", None),
    ],
)
def test_the_title_is_found_and_leaves_the_text_only_from_its_top(
    name: str, text: str, title: str, rest: str | None
) -> None:
    read = article(name, text)
    assert (read.title, read.text) == (title, text if rest is None else rest)
