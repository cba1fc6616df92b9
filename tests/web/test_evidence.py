"""The evidence of an answer: cards with quotes marked where they stand, the whole article, and why the answer is so."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from lxml import html as lxml_html

from rag.answers.answer import Answer
from rag.answers.statements import Statement, Trace
from rag.filters import Filters
from rag.index.versions import History, Version
from rag.types import Article, Citation, Passage, Scores
from rag.web import evidence

TEXT = "First paragraph.\n\nOne two. Three four. Five\nsix.\n\n" + "word " * 500 + "The needle. " + "word " * 500
ARTICLE = Article("a.md", "Title", TEXT)
SCORES = Scores(0.0, None, 0.1)
HOSTILE = "<script>hacked</script> <img src=x onerror=hacked> {{value}} ${hacked} [a](javascript:hacked)"


def _cite(quote: str, number: int, article: Article = ARTICLE) -> Citation:
    start = article.text.index(quote)
    return Citation(article, start, start + len(quote), number)


def _answer(*citations: Citation, passages: tuple[Passage, ...] = ()) -> Answer:
    return Answer("q", Trace("q"), (Statement("s", citations, "supported"),), passages)


def _evidence(*citations: Citation, passages: tuple[Passage, ...] = ()) -> str:
    return evidence.section(1, _answer(*citations, passages=passages), Filters())


def _read(html: str) -> str:
    """What a reader of the HTML reads."""
    return " ".join(lxml_html.fragment_fromstring(html, create_parent="main").text_content().split())


def test_citations_are_marked_in_their_paragraph_even_where_they_overlap() -> None:
    html = _evidence(_cite("One two. Three four.", 1), _cite("Three four. Five\nsix.", 2))
    marks = re.findall(r"<mark[^>]*data-cite='([^']*)'>([^<]*)</mark>", html)
    assert [(numbers, words.replace("&#46;", ".")) for numbers, words in marks] == [
        ("1-1", "One two. "),
        ("1-1 1-2", "Three four."),
        ("1-2", " Five six."),
    ]
    assert "First" not in html


def test_a_long_paragraph_is_cut_around_the_citation() -> None:
    html = _evidence(_cite("The needle.", 1))
    assert "<mark tabindex='-1' data-cite='1-1'>The needle&#46;</mark>" in html
    assert html.count("word") < 260
    assert "<p>… word" in html
    assert html.count(" …</p>") == 1


def test_passages_that_a_citation_touches_are_not_listed_again() -> None:
    scores = Scores(0.0, None, 0.1)
    cited, rest = Passage(ARTICLE, 18, 60, scores), Passage(ARTICLE, 0, 16, scores)
    assert "1 passage found, not cited" in _evidence(_cite("Three four.", 1), passages=(cited, rest))


def test_only_web_addresses_become_links() -> None:
    for url, linked in {
        "https://example.org/a?b='c'": True,
        "javascript:alert(1)": False,
        "java\nscript:alert(1)": False,
        "//example.org": False,
        "http://[broken": False,
    }.items():
        article = Article("a.md", "Title", TEXT, url=url)
        html = _evidence(Citation(article, 0, 5, 1))
        assert ("<h3><a href=" in html) is linked
        assert "'c'" not in html


# The whole article


def quoted(article: Article, *spans: tuple[int, int, int]) -> list[evidence.Quoted]:
    return [(*span, evidence.checksum(article.text[span[1] : span[2]])) for span in spans]


def test_the_whole_article_holds_every_mark_where_it_stands() -> None:
    article = Article("a.md", "Title", "# Head\n\nOne two.\nThree four.\n\n- Five six.\n")
    html = unescape(evidence.whole(7, History(article), quoted(article, (1, 8, 16), (2, 12, 28), (3, 32, 41))))
    assert re.findall(r"<mark tabindex='-1' data-cite='([^']*)'>([^<]*)</mark>", html) == [
        ("7-1", "One "),
        ("7-1 7-2", "two."),
        ("7-2", " Three four."),
        ("7-3", "Five six."),
    ]
    assert "<h4 dir='auto'>Head</h4>" in html
    assert "problem" not in html


def test_an_article_that_is_gone_or_shorter_now_says_so() -> None:
    assert _read(evidence.whole(1, None, [(1, 0, 5, 0)])) == "This article is not in the collection any more."
    article = Article("a.md", "Title", "One two.")
    short = evidence.whole(1, History(article), quoted(article, (1, 0, 3), (2, 4, 900)))
    assert "This article has changed since the answer" in _read(short)
    assert re.findall(r"data-cite='([^']*)'", unescape(short)) == ["1-1"]


@pytest.mark.parametrize("span", [(1, -3, 5), (1, 5, 5), (1, 9, 3), (1, 0, 10**12)])
def test_bounds_that_are_none_mark_nothing(span: tuple[int, int, int]) -> None:
    article = Article("a.md", "Title", "One two.")
    assert "<mark" not in evidence.whole(1, History(article), quoted(article, span))


def test_other_words_in_the_place_of_a_quote_are_not_marked_and_the_versions_are_there() -> None:
    before, now = Article("a.md", "Title", "One two. Three."), Article("a.md", "Title", "Six two. Three.")
    version = Version(1, before.title, before.text, None, datetime(2026, 2, 3, 4, 5, tzinfo=UTC))
    html = evidence.whole(1, History(now, (version,)), quoted(before, (1, 0, 8), (2, 9, 15)))
    assert "This article has changed since the answer" in _read(html)
    assert re.findall(r"<mark [^>]*>([^<]*)</mark>", unescape(html)) == ["Three."]
    assert "<del>One</del> <ins>Six</ins> two." in unescape(html)


def test_a_card_says_where_its_quotes_stand_and_leads_back() -> None:
    (card,) = lxml_html.fragment_fromstring(
        _evidence(_cite("One two.", 1), _cite("The needle.", 2)), create_parent="main"
    ).xpath("//article[@class='card']")
    assert card.get("data-turn") == "1"
    assert card.get("data-article") == "a.md"
    for span, quote in zip(card.get("data-spans").split(), ("One two.", "The needle."), strict=True):
        _, start, end, said = map(int, span.split(":"))
        assert TEXT[start:end] == quote
        assert said == evidence.checksum(quote)
    assert [link.get("href") for link in card.xpath(".//p[@class='tools']//a")] == ["#said-1-1", "#said-1-2"]
    (button,) = card.xpath(".//button[@class='whole']")
    assert button.get("aria-expanded") == "false"


def test_a_reply_has_no_evidence_and_nothing_to_explain() -> None:
    html = evidence.section(1, Answer("Hi", Trace("Hi"), reply="Hello."), Filters())
    assert "Nothing was asked of the articles." in html
    assert "class='why'" not in html
    assert "No article is cited." not in html


def test_a_refusal_opens_what_was_found() -> None:
    passage = Passage(ARTICLE, 0, 16, SCORES)
    html = evidence.section(1, Answer("q", Trace("q"), passages=(passage,), refusal="No."), Filters())
    assert "No article is cited." in html
    assert "<details open><summary>1 passage found, not cited" in html


def test_the_signs_of_a_heading_are_not_shown_in_what_was_found() -> None:
    article = replace(ARTICLE, text="## The flood\n\nPumps No. #4 ran.")
    html = evidence.section(
        1, Answer("q", Trace("q"), passages=(Passage(article, 0, len(article.text), SCORES),)), Filters()
    )
    assert "<p>The flood<br><br>Pumps No. #4" in unescape(html)


def test_whatever_an_article_says_is_text() -> None:
    hostile = Article(HOSTILE, HOSTILE, f"{HOSTILE}.", author=HOSTILE, source=HOSTILE, url=HOSTILE, lang="<en' onclick")
    passage = Passage(replace(hostile, id="b"), 0, 5, SCORES)
    given = Answer(
        HOSTILE,
        Trace(
            f"{HOSTILE}?",
            copies=((passage, Passage(hostile, 0, 5, SCORES)),),
            withheld=(Passage(hostile, 0, 9, SCORES),),
        ),
        (Statement(HOSTILE, (_cite("<script>", 1, hostile),), "supported"),),
        (Passage(hostile, 0, 5, SCORES), passage),
        generator=HOSTILE,
    )
    for html in (
        evidence.section(1, given, Filters(sources=(HOSTILE,))),
        evidence.whole(1, History(hostile), quoted(hostile, (1, 0, 8))),
    ):
        parsed = lxml_html.fragment_fromstring(html, create_parent="main")
        assert not parsed.xpath("//script | //img | //@onerror | //@onclick | //h3/a")
        assert "{{" not in html
        assert "${" not in html


def test_on_paper_no_words_of_an_answer_are_said_again() -> None:
    quoted = Answer("q", Trace("q"), (Statement("The needle.", (_cite("The needle.", 1),), "supported"),))
    assert _read(evidence.on_paper(quoted)) == "[1] Title, undated"
    told = Answer("q", Trace("q"), (Statement("A needle is told of.", (_cite("The needle.", 1),), "supported"),))
    assert _read(evidence.on_paper(told)) == "[1] The needle. Title, undated"
