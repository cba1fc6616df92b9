"""A conversation as a file to keep, read by the parsers that it is written for."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rag.answers import export
from rag.answers.answer import Answer
from rag.answers.statements import Missing, Statement, Trace
from rag.answers.table import Cell, Table
from rag.types import Article, Citation, Passage, Scores

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=timezone(timedelta(hours=2)))
ARTICLE = Article(
    "kfor.md",
    "Türkiye leads KFOR",
    "Türkiye took command on 9 October 2023.\n\nItaly's general left.\tHe  said:\n- thanks\n- goodbye\n",
    date(2023, 10, 12),
    "front matter",
    "Ana Novak",
    "Balkan Brief",
    "https://example.org/a_b?c=1&copy=2(3)",
    "en",
)
HOSTILE = (
    "<script>alert(1)</script> </style></title><img src=x onerror=alert(2)> ![m](http://evil.example/n.png) "
    "[click](javascript:alert(3)) ](javascript:alert(4)) `code` ``` | a | b | **bold** _em_ ~~s~~ $x$ {{value}} "
    "<http://evil.example> http://evil.example www.evil.example me@evil.example &lt;b&gt; &#60;i> [^1] [x]: y \\"
)


def _cite(article: Article, words: str, number: int) -> Citation:
    start = article.text.index(words)
    return Citation(article, start, start + len(words), number)


def _answer(*statements: Statement, question: str = "Who leads KFOR?", generator: str = "m") -> Answer:
    return Answer(question, Trace(question, generation=3), statements, generator=generator)


def _markdown(*answers: Answer, narrowed: tuple[str, ...] = ()) -> str:
    return export.markdown(answers, exported=NOW, narrowed=narrowed)


def _page(*answers: Answer, narrowed: tuple[str, ...] = ()) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(export.html(answers, exported=NOW, narrowed=narrowed))


def _tokens(text: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        yield token
        yield from token.children or ()


def _read(text: str) -> str:
    """What a reader of the rendered Markdown reads."""
    return "\n".join(
        "".join(child.content if child.type == "text" else "\n" if "break" in child.type else "" for child in children)
        for token in _tokens(text)
        if (children := token.children) is not None
    )


QUOTES = ["Türkiye took command on 9 October 2023.", ARTICLE.text, "He  said:\n- thanks", "\n\nItaly's", " left.\t"]


@pytest.mark.parametrize("words", QUOTES)
def test_quotes_are_there_to_the_word_and_in_html_to_the_character(words: str) -> None:
    answer = _answer(Statement("They left.", (_cite(ARTICLE, words, 1),), "supported"))
    assert f"“{' '.join(words.split())}” {ARTICLE.title}" in _read(_markdown(answer))
    (quote,) = _page(answer).xpath("//li[@id='note-1']/blockquote")
    assert quote.text_content() == words


def test_the_facts_of_a_footnote() -> None:
    answer = _answer(Statement("Türkiye does.", (_cite(ARTICLE, "9 October 2023", 1),), "supported"))
    text = _markdown(answer)
    told = f"[^1]: “9 October 2023” {ARTICLE.title}, Balkan Brief, Ana Novak, 12 October 2023"
    assert told in _read(text).split("\n")
    assert [token.attrs["href"] for token in _tokens(text) if token.type == "link_open"] == [
        "https://example.org/a_b?c=1&copy=2%283%29"
    ]
    page = _page(answer)
    (note,) = page.xpath("//li[@id='note-1']")
    assert "Türkiye leads KFOR · Balkan Brief · Ana Novak · 12 October 2023 ↩" in note.text_content()
    assert page.xpath("//li//a[cite]/@href") == ["https://example.org/a_b?c=1&copy=2%283%29"]
    undated = replace(ARTICLE, published=None, url="javascript:alert(1)")
    answer = _answer(Statement("He does.", (_cite(undated, "October", 1),), "supported"))
    assert "undated" in _markdown(answer)
    assert not [token for token in _tokens(_markdown(answer)) if token.type == "link_open"]
    assert not _page(answer).xpath("//li//a[cite]")


def test_the_answers_of_a_chat_have_their_footnotes_in_one_row_and_one_place_has_one_number() -> None:
    first, again = _cite(ARTICLE, "Türkiye took", 1), _cite(ARTICLE, "Türkiye took", 1)
    new, taken = _cite(ARTICLE, "Italy's general", 2), _cite(ARTICLE, "goodbye", 1)
    answers = (
        _answer(Statement("One.", (first,), "supported")),
        _answer(Statement("Two.", (again, new), "supported"), question="And before?"),
        _answer(Statement("Three.", (taken,), "supported"), question="And after?"),
    )
    text = _markdown(*answers)
    assert "One.[^1]" in text
    assert "Two.[^1][^2]" in text
    assert "Three.[^3]" in text
    assert re.findall(r"^\[\^(\d+)\]: “(.*?)”", text, re.MULTILINE) == [
        ("1", "Türkiye took"),
        ("2", "Italy's general"),
        ("3", "goodbye"),
    ]
    page = _page(*answers)
    assert page.xpath("//sup/a/text()") == ["[1]", "[1]", "[2]", "[3]"]
    assert page.xpath("//li/@value") == ["1", "2", "3"]
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} == set(identifiers)


def test_an_article_that_changed_between_two_questions_has_two_footnotes() -> None:
    changed = replace(ARTICLE, text=ARTICLE.text.replace("Türkiye", "Albania"))
    answers = [
        _answer(Statement("One.", (_cite(article, words, 1),), "supported"))
        for article, words in ((ARTICLE, "Türkiye took"), (changed, "Albania took"))
    ]
    assert re.findall(r"^\[\^(\d+)\]: “(.*?)”", _markdown(*answers), re.MULTILINE) == [
        ("1", "Türkiye took"),
        ("2", "Albania took"),
    ]


def test_verdicts_are_told_by_sign_and_words_and_only_the_unsupported_is_struck() -> None:
    answer = _answer(
        Statement("All.", (), "supported"),
        Statement("Some.", (), "partly", "no name"),
        Statement("None.", (), "unsupported", "the article says <780>"),
    )
    text = _markdown(answer)
    read = _read(text)
    assert "All. Some. (◐ Only partly supported: no name) None. (⚠ Not supported: the article says <780>)" in read
    struck = [token for token in _tokens(text) if token.type == "s_open"]
    assert len(struck) == 1
    assert "~~None.~~" in text
    page = _page(answer)
    assert page.xpath("//s/text()") == ["None."]
    assert page.xpath("//*[contains(@class, 'verdict')]/text()") == [
        "◐ Only partly supported: no name",
        "⚠ Not supported: the article says <780>",
    ]


def test_what_is_missing_is_drawn_unlike_what_is_said() -> None:
    nearest = Passage(ARTICLE, 0, 7, Scores(0.0, None, 0.1))
    partly = replace(_answer(Statement("He.", (), "supported")), missing=(Missing("<why>", "why", nearest),))
    refused = Answer("Why?", Trace("Who? Why?"), refusal="The articles do not say.", missing=(Missing("Why?", "Why?"),))
    greeted = Answer("Hi", Trace("Hi"), reply="Hello <there>.")
    read = _read(_markdown(partly, refused, greeted))
    assert "∅ Not found: <why> (nearest: Türkiye leads KFOR)" in read
    assert "∅ Not found: The articles do not say." in read
    assert "Searched for “Who? Why?”" in read
    assert "Hello <there>." in read
    page = _page(partly, refused, greeted)
    assert [one.text_content() for one in page.xpath("//*[@class='missing']")] == [
        "∅ Not found: <why> (nearest: Türkiye leads KFOR)",
        "∅ Not found: The articles do not say.",
    ]
    assert "Hello <there>." in page.text_content()
    assert not page.xpath("//ol")


def test_questions_are_headings_with_their_filters() -> None:
    answers = _answer(question="Who\nleads #1?"), _answer(question="1. And then?")
    text = _markdown(*answers, narrowed=("in <Brief>", ""))
    headings = [token for token in _tokens(text) if token.type == "heading_open"]
    assert [heading.tag for heading in headings] == ["h1", "h2"]
    assert "Who leads #1?\nOnly articles in <Brief>\n1. And then?" in _read(text)
    page = _page(*answers, narrowed=("in <Brief>", ""))
    assert [one.text_content() for one in page.xpath("//title | //h1 | //h2")] == [
        "Who leads #1?",
        "Who leads #1?",
        "1. And then?",
    ]
    assert page.xpath("//section/p/text()") == ["Only articles in <Brief>"]
    with pytest.raises(ValueError, match="shorter"):
        _markdown(*answers, narrowed=("one",))


def test_prose_keeps_its_paragraphs_and_lists() -> None:
    parts = [
        ("Intro.", ""), ("- Plain.", " "), ("Line.", "\n"), ("One.", "\n\n- "), ("Still.", " "), ("Two.", "\n- "),
        ("Five.", "\n\n5. "), ("2024. It was.", "\n6. "), ("End.", "\n\n"),
    ]  # fmt: skip
    answer = _answer(*(Statement(text, (), "supported", None, lead) for text, lead in parts))
    rendered = MarkdownIt("commonmark").render(_markdown(answer))
    body = rendered.partition("</h1>\n")[2].partition("<hr")[0].replace("\n", "")
    assert body == (
        "<p>Intro. - Plain.<br />Line.</p><ul><li>One. Still.</li><li>Two.</li></ul>"
        '<ol start="5"><li>Five.</li><li>2024. It was.</li></ol><p>End.</p>'
    )
    page = _page(answer)
    assert [one.text_content() for one in page.xpath("//section//li")] == [
        "One. Still.",
        "Two.",
        "Five.",
        "2024. It was.",
    ]


def test_the_end_tells_how_it_was_made() -> None:
    answers = (
        _answer(Statement("He.", (), "supported")),
        replace(_answer(Statement("He.", (), "supported"), generator="quotes"), trace=Trace("q", generation=12)),
        Answer("Hi", Trace("Hi"), reply="Hello."),
    )
    told = ["Written by m, checked against the articles.", "Quoted from the articles.", "Saved on 4 March 2026."]
    assert _read(_markdown(*answers)).split("\n")[-3:] == told
    assert _page(*answers).xpath("//footer/p/text()") == told
    assert export.markdown((), exported=datetime(2026, 3, 5, 0, 30, tzinfo=NOW.tzinfo)).endswith("on 4 March 2026.\n")


def _hostile(text: str) -> tuple[Answer, Answer]:
    """Two answers, written and quoted, in which all that can be is this text."""
    article = Article(text, text, f"{text}\n\n{text}", None, "unknown", text, text, f"https://e.org/{text}", text)
    statement = Statement(text, (Citation(article, 0, len(article.text), 1),), "unsupported", text)
    missing = (Missing(text, text, Passage(article, 0, 1, Scores(0.0, None, 0.1))),)
    written = Answer(text, Trace(text[::-1]), (statement,), missing=missing, generator=text, notice=text)
    return written, replace(written, generator="quotes")


HOSTILE_TEXTS = [
    HOSTILE, HOSTILE.replace(" ", "\n"), f"\n\n    {HOSTILE}", "- a\n- b", "1) a", "# a", "> a", "+ a", "===", "---",
    "```\na", "    a", "a  \nb", "a\\", "* a", "| a | b |\n| - | - |\n| c | d |", ": a", "<!--", "'>\"", "&amp;", "a*",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_nothing_hostile_becomes_an_element_of_markdown(text: str) -> None:
    answers = _hostile(text)
    written = _markdown(*answers, narrowed=(text, text))
    tokens = list(_tokens(written))
    assert {token.type for token in tokens} <= {
        *(
            "heading_open",
            "inline",
            "heading_close",
            "paragraph_open",
            "paragraph_close",
            "em_open",
            "em_close",
            "text",
        ),
        *("s_open", "s_close", "strong_open", "strong_close", "link_open", "link_close", "hr"),
        *("blockquote_open", "blockquote_close"),
    }
    assert [token.type for token in tokens].count("s_open") == 2
    assert [token.type for token in tokens].count("hr") == 2
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert len(links) == 1
    assert links[0].startswith("https://e.org/")
    line = " ".join(text.split())
    assert f"“{line} {line}” {line}" in _read(written)
    assert _read(written).count(" ".join(text.split())) >= 15


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_nothing_that_an_extension_reads_is_left_bare(text: str) -> None:
    written = _markdown(*_hostile(text), narrowed=(text, text))
    # Footnotes, links, emphasis and lines of our own, which are tested above.
    rest = re.sub(r"^\[\^1\]: |\[\^1\]|\]\(https://e\.org/\S*\)|^---$|~~|\*+", "", written, flags=re.MULTILINE)
    rest = re.sub(r"\\[!-/:-@\[-`{-~]", "", rest)
    for bare in (
        r"[`|@]",
        r"\b_|_\b",
        r"\$(?!\d)",
        r"\{\{",
        r"://",
        r"www\.",
        r"<[A-Za-z/!?]",
        r"javascript:",
        r"\]\(",
    ):
        assert not re.search(bare, rest), bare


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_nothing_hostile_becomes_an_element_of_html(text: str) -> None:
    page = _page(*_hostile(text), narrowed=(text, text))
    assert {one.tag for one in page.iter() if isinstance(one.tag, str)} <= set(
        "html head meta title style body h1 h2 section p blockquote s sup a span strong ol li cite bdi footer".split()
    )
    assert not [one for one in page.iter() if not isinstance(one.tag, str)]
    assert {name for one in page.iter() for name in one.attrib} <= set(
        "lang charset http-equiv content name dir class id href value rel aria-label".split()
    )
    assert {link for link in page.xpath("//a/@href") if not link.startswith("#")} == set(
        page.xpath("//li//a[cite]/@href")
    )
    assert all(link.startswith("https://e.org/") for link in page.xpath("//li//a[cite]/@href"))
    assert page.xpath("//li/blockquote")[0].text_content() == f"{text}\n\n{text}"
    assert page.text_content().count(" ".join(text.split())) >= 15


def test_the_page_asks_nothing_of_anyone() -> None:
    text = export.html([_answer(Statement("He.", (_cite(ARTICLE, "October", 1),), "supported"))], exported=NOW)
    page = lxml_html.document_fromstring(text)
    assert text.startswith("<!DOCTYPE html>")
    assert page.get("lang") == "en"
    assert not page.xpath("//script | //link | //img | //iframe | //object | //@src | //@onclick")
    (style,) = page.xpath("//style/text()")
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    assert "url(" not in style
    assert "@import" not in style


def test_half_a_surrogate_pair_can_be_written() -> None:
    answer = _answer(Statement("a\ud800b", (), "supported"), question="\udfff?")
    for text in (_markdown(answer), export.html([answer], exported=NOW)):
        assert text.encode().decode() == text


def test_a_table_is_one_in_both_with_its_footnotes() -> None:
    cited = _cite(ARTICLE, "Türkiye took command on 9 October 2023.", 1)
    row = (Cell("2023-10-12"), Cell("A | <b>", (1,)))
    rows = Table(("Date", "Article"), (row, (Cell("2023-11"), Cell("B"))))
    said = replace(
        _answer(Statement(cited.quote, (cited,), "supported"), generator="quotes"),
        headline="1 of 3 articles.",
        table=rows,
    )
    written = _markdown(said)
    assert "*1 of 3 articles\\.*" in written or "*1 of 3 articles.*" in written
    assert "| Date | Article |\n| --- | --- |\n| 12 October 2023 | A \\| &lt;b>[^1] |\n| November 2023 | B |" in written
    assert "> “" not in written
    page = lxml_html.fromstring(export.html([said], exported=NOW))
    [table] = page.iter("table")
    assert [cell.text_content() for cell in table.iter("th", "td")] == [
        "Date",
        "Article",
        "12 October 2023",
        "A | <b>[1]",
        "November 2023",
        "B",
    ]
    assert not list(table.iter("b"))


def test_the_name_that_a_quotation_leaves_out_stands_before_it() -> None:
    cited = (_cite(ARTICLE, "9 October 2023", 1), _cite(ARTICLE, "Türkiye", 2))
    answer = replace(_answer(Statement("9 October 2023", cited, "supported", named=True)), generator="quotes")
    assert "[Türkiye:] “9 October 2023”" in _read(_markdown(answer))
    assert "[Türkiye:] “9 October 2023”" in _page(answer).text_content()


def test_what_markdown_would_not_read_has_no_backslash() -> None:
    plain = "At 9:30, 3.5 km off; Q&A: ~20 of 40%, $5 to $6, snake_case, no. #1, 2 < 3 > 1, e.g. U.S. rules - and more!"
    assert f"# {plain}\n" in _markdown(_answer(question=plain))
    read = "a*b* _c_ `d` [e](f) example.org www.x.org a@b.de :smile: ~~g~~ $h$ <i> &amp; ==j== #tag"
    written = _markdown(_answer(question=read))
    assert f"{read}\n" in _read(written) + "\n"
    assert written.startswith(
        r"# a\*b\* \_c\_ \`d\` \[e\](f) example\.org www\.x\.org a\@b\.de \:smile: \~\~g\~\~ \$h\$ &lt;i> "
        r"&amp;amp; \=\=j\=\= \#tag"
    )


# One answer by itself


def test_an_answer_reads_as_its_text_with_what_it_cites_below() -> None:
    answer = _answer(Statement("Türkiye does.", (_cite(ARTICLE, "Türkiye", 1),), "supported"))
    assert str(answer) == "Türkiye does. [1]\n\n[1] Türkiye leads KFOR, Balkan Brief, 2023-10-12 (kfor.md:0-7)"
    assert str(replace(answer, statements=(), refusal="Nothing.")) == "Nothing."


@pytest.mark.parametrize("said", ["“We leave.”", '"We leave."', "«Nous partons.»", "„Wir gehen.“"])
def test_what_is_in_quotation_marks_already_is_given_no_others(said: str) -> None:
    article = replace(ARTICLE, text=f"{said} So they spoke.")
    cited = _cite(article, said, 1)
    answer = _answer(Statement(said, (cited,), "supported"), generator="quotes")
    assert f"{said}1" in _read(answer.to_markdown()).replace("[^1]", "1")
    assert f"“{said[:3]}" not in answer.to_markdown()
    assert f"“{said[:3]}" not in lxml_html.document_fromstring(answer._repr_html_()).text_content()
    whole = replace(answer, statements=(Statement(article.text, (_cite(article, article.text, 1),), "supported"),))
    assert f"“{article.text}”" in _read(whole.to_markdown())  # which only begins with a quotation


def test_an_answer_in_markdown_has_its_footnotes_and_not_its_question() -> None:
    answer = _answer(Statement("Türkiye does.", (_cite(ARTICLE, "Türkiye", 1),), "supported"))
    assert answer.to_markdown().startswith("Türkiye does.[^1]\n\n[^1]: “Türkiye” [*Türkiye leads KFOR*](https://")
    assert answer.question not in answer.to_markdown()


def test_a_notebook_shows_an_answer_with_what_it_cites_and_no_anchors_that_those_of_another_could_meet() -> None:
    answer = _answer(Statement("Türkiye does.", (_cite(ARTICLE, "Türkiye", 1),), "supported"))
    page = lxml_html.document_fromstring(answer._repr_html_())
    assert "Türkiye does.[1]" in page.text_content()
    assert page.xpath("//li/blockquote/text()") == ["Türkiye"]
    assert not page.xpath("//@id")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_nothing_hostile_becomes_an_element_in_a_notebook(text: str) -> None:
    for answer in _hostile(text):
        shown = lxml_html.fragment_fromstring(answer._repr_html_())
        assert {one.tag for one in shown.iter()} <= {
            "section", "p", "strong", "blockquote", "span", "bdi", "sup", "a", "s", "ol", "ul", "li", "cite", "br",
        }  # fmt: skip
        assert not [name for one in shown.iter() for name in one.attrib if name.startswith("on") or name == "src"]
        assert all(link.startswith(("#", "https://e.org/")) for link in shown.xpath(".//a/@href"))
