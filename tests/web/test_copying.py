"""What goes to the clipboard."""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from lxml import html as lxml_html

from rag.answers.answer import Answer
from rag.answers.statements import Missing, Statement, Trace
from rag.answers.table import Cell, Table
from rag.types import Article, Citation
from rag.web.copying import copied

ARTICLE = Article(
    "kfor",
    "Türkiye leads *KFOR*",
    "It took command <on>\n9 October. Italy left.",
    date(2023, 10, 12),
    author="Ana Novak",
    source="Balkan Brief",
    url="https://example.org/a_b",
)
OTHER = Article("other", "Later", "It stayed.")
FIRST, SECOND, THIRD = Citation(ARTICLE, 0, 31, 1), Citation(ARTICLE, 32, 43, 2), Citation(OTHER, 0, 10, 3)
QUOTED = Answer(
    "When?",
    Trace("When?"),
    (
        Statement("It took command <on> 9 October.", (FIRST,), "supported"),
        Statement("It stayed.", (THIRD, SECOND), "supported", named=True),
    ),
    missing=(Missing("why", "why"),),
    finished=True,
)
SOURCE = "Ana Novak, “Türkiye leads *KFOR*”, Balkan Brief, 12 October 2023, https://example.org/a_b."


def test_quotations_are_copied_as_text_with_their_sources() -> None:
    assert copied(QUOTED, "plain", None) == {
        "text/plain": f"""“It took command <on> 9 October.” [1]

[Italy left.:] “It stayed.” [3] [2]

∅ Not found: why

Sources
[1] {SOURCE}
[2] “Italy left.” {SOURCE}
[3] “Later”, undated.
"""
    }


@pytest.mark.parametrize("kind", ["", "plain", "markdown"])
def test_a_quotation_is_not_said_again_in_its_note(kind: str) -> None:
    for text in copied(QUOTED, kind, None).values():
        said = unescape(text).replace("\\", "")
        assert said.count("9 October.") == 1, said
        assert said.count("It stayed.") == 1, said
        assert said.count("Italy left.") == 2  # of what is cited besides it says less
    model = replace(QUOTED, generator="m")
    for text in copied(model, kind, None).values():
        assert unescape(text).count("9 October.") == 2, text  # whose sentence it is, and not the article's


def test_a_model_s_sentences_keep_their_paragraphs_lists_and_doubts() -> None:
    statements = (
        Statement("Two facts:", (), "supported", lead=""),
        Statement("one", (FIRST,), "supported", lead="\n\n- "),
        Statement("two_of_them", (SECOND,), "partly", "no name", lead="\n- "),
    )
    given = replace(QUOTED, statements=statements, generator="m", missing=(), notice="It was cut.")
    text = copied(given, "copy", None)["text/plain"]
    assert text.startswith(
        "It was cut.\n\nTwo facts:\n\n- one [1]\n- two_of_them [2] (◐ Only partly supported: no name)\n\nSources\n[1] “"
    )
    assert copied(replace(given, statements=(), reply="Hello."), "plain", None)["text/plain"].endswith("\n\nHello.\n")


def test_a_table_is_copied_with_tabs_between_its_cells() -> None:
    table = Table(("Day", "What"), ((Cell("2023-10-09"), Cell("A | <b>", (1, 3))),))
    text = copied(replace(QUOTED, table=table, headline="1 day."), "plain", None)["text/plain"]
    assert "1 day.\n\nDay\tWhat\n2023-10-09\tA | <b> [1] [3]\n\n" in text


def test_what_is_rich_is_copied_as_html_too_without_links_that_lead_nowhere() -> None:
    rich = copied(QUOTED, "copy", None)
    assert rich["text/plain"] == copied(QUOTED, "plain", None)["text/plain"]
    page = lxml_html.fragment_fromstring(rich["text/html"], create_parent="main")
    assert page.xpath("//a/@href") == ["https://example.org/a_b"] * 2
    assert not page.xpath("//@id")
    assert page.xpath("//blockquote")[0].text_content() == "“It took command <on> 9 October.”[1]"


def test_markdown_has_its_footnotes() -> None:
    text = copied(QUOTED, "markdown", None)["text/plain"]
    assert text.startswith("> “It took command &lt;on> 9 October.”[^1]\n")
    named = "[*Türkiye leads \\*KFOR\\**](https://example.org/a_b), Balkan Brief, Ana Novak, 12 October 2023"
    assert f"\n[^2]: “Italy left.” {named}\n" in text


def test_what_is_cited_of_one_article_is_copied_in_every_form() -> None:
    quote = copied(QUOTED, "quote", "kfor")
    assert quote["text/plain"] == f"“It took command <on> 9 October.”\n“Italy left.”\n{SOURCE}"
    page = lxml_html.fragment_fromstring(quote["text/html"], create_parent="main")
    assert [one.text_content() for one in page] == quote["text/plain"].split("\n")
    assert copied(QUOTED, "reference", "kfor") == {"text/plain": SOURCE}
    for kind, begins in {"bib": "@article{novak-2023-turkiye,", "ris": "TY  - NEWS", "json": "[\n"}.items():
        text = copied(QUOTED, kind, "kfor")["text/plain"]
        assert text.startswith(begins)
        assert "Italy left." in text
        assert "It stayed." not in text
    assert copied(QUOTED, "quote", "gone") == {}
