"""The nouns hold what they promise: spans are slices, an answer's text and citations follow from its statements."""

import dataclasses
from datetime import date, datetime
from typing import Any, cast

import pytest

from rag.answers.answer import Answer
from rag.answers.statements import Statement, Trace
from rag.errors import ArgumentError
from rag.filters import Filters
from rag.text.characters import well_formed
from rag.types import Article, Chunk, Citation, Passage, Scores, Span

TEXT = "Ship 🚢 ahoy. Ελευθερία came e\u0301te\u0301."
ARTICLE = Article("a.md", "A ship", TEXT)


@pytest.mark.parametrize(
    "span",
    [
        Span(ARTICLE, 5, 12),
        Chunk(ARTICLE, 5, 12, position=0, sentences=((5, 12),)),
        Passage(ARTICLE, 5, 12, scores=Scores(0.5, None, 0.1)),
        Citation(ARTICLE, 5, 12, number=1),
    ],
    ids=lambda span: type(span).__name__,
)
def test_whatever_carries_a_span_is_a_slice_by_code_points(span: Span) -> None:
    assert span.text == TEXT[5:12] == "🚢 ahoy."


def test_a_quote_is_the_cited_slice() -> None:
    assert Citation(ARTICLE, 13, 22, number=1).quote == "Ελευθερία"


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 3), (3, 3), (4, 3), (0, len(TEXT) + 1), (len(TEXT), len(TEXT) + 1), (-3, -1)]
)
def test_a_span_outside_its_article_is_refused_in_words(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=rf"{start}:{end} .*'a\.md' \({len(TEXT)} characters\)"):
        Chunk(ARTICLE, start, end, position=0, sentences=())


def test_a_span_may_reach_from_the_first_character_to_the_last() -> None:
    assert Span(ARTICLE, 0, len(TEXT)).text == TEXT


def test_nothing_can_be_changed_or_added_after_it_is_made() -> None:
    citation = Citation(ARTICLE, 0, 4, number=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        citation.end = 9  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        ARTICLE.text = "other"  # type: ignore[misc]
    for value in (ARTICLE, citation, Statement("a", (), "supported"), Answer("q", Trace("q"))):
        assert not hasattr(value, "__dict__")


def test_an_article_says_nothing_it_does_not_know() -> None:
    assert ARTICLE.published is None
    assert ARTICLE.published_from == "unknown"
    assert Article("b", "B", "b", date(2024, 1, 2)) != Article("b", "B", "b", date(2024, 1, 3))


FIRST, SECOND = Citation(ARTICLE, 0, 4, number=1), Citation(ARTICLE, 7, 12, number=2)


def test_an_answer_reads_as_its_statements_with_their_markers() -> None:
    answer = Answer(
        "q",
        Trace("q"),
        statements=(
            Statement("It came.", (FIRST, SECOND), "supported"),
            Statement("It went.", (), "unsupported"),
            Statement("One thing", (SECOND,), "partly", "why", lead="\n\n- "),
        ),
    )
    assert answer.text == "It came. [1] [2] It went.\n\n- One thing [2]"
    assert answer.found


def test_the_citations_of_an_answer_come_once_and_by_number() -> None:
    statements = (Statement("b", (SECOND, FIRST), "supported"), Statement("a", (FIRST,), "supported"))
    assert Answer("q", Trace("q"), statements=statements).citations == (FIRST, SECOND)


def test_a_refusal_is_all_the_text_there_is() -> None:
    answer = Answer("q", Trace("q"), refusal="Not in the articles.")
    assert not answer.found
    assert answer.text == "Not in the articles."
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("given", "whole"),
    [("Ελευθερία 🚢\0", "Ελευθερία 🚢\0"), ("a\ud800b", "a\ufffdb"), ("\udcff", "\ufffd"),
     ("\ude00\ud83d", "\ufffd\ufffd"),
     ("\ud83d\udea2", "🚢"), ("", "")],
)  # fmt: skip
def test_halves_of_surrogate_pairs_are_joined_or_replaced(given: str, whole: str) -> None:
    assert well_formed(given) == whole
    well_formed(given).encode("utf-8")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"after": "soon"}, "“after” is not a date"),
        ({"before": 2023}, "“before” is not a date"),
        ({"after": "2024-01-01", "before": "2023-01-01"}, "no day lies between 2024-01-01 and 2023-01-01"),
        ({"sources": 5}, "“sources” are not names"),
        ({"authors": [5]}, "“authors” are not names"),
        ({"sources": ("x",) * 101}, "The filters have 101 sources, and 100 are the most"),
        ({"authors": ("x" * 501,)}, "One of the authors has 501 characters, and 500 are the most"),
    ],
)
def test_filters_that_can_not_be_are_refused_at_once(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Filters(**given)


def test_filters_take_dates_and_names_as_a_caller_has_them() -> None:
    given = Filters(after="2023-10-15", before=datetime(2023, 10, 16, 9), sources=["Brief"], people="Ada Brun")
    assert given == Filters(date(2023, 10, 15), date(2023, 10, 16), ("Brief",), (), ("Ada Brun",))
    assert repr(given) == "Filters(after='2023-10-15', before='2023-10-16', sources=['Brief'], people=['Ada Brun'])"


def test_an_article_takes_a_day_as_a_filter_does_and_nothing_that_is_none() -> None:
    given: dict[str, Any] = {"published": "2023-10-15", "modified": datetime(2023, 10, 16, 9), "tags": ["war"]}
    made = Article("a", "A", "Text.", **given)
    assert (made.published, made.modified, made.tags) == (date(2023, 10, 15), date(2023, 10, 16), ("war",))
    assert len({made, made}) == 1
    with pytest.raises(ArgumentError, match="“published” is not a date"):
        Article("a", "A", "Text.", published=cast(date, "soon"))


def test_what_is_looked_at_is_told_in_a_line_without_whole_articles() -> None:
    article = Article("a.md", "A title", "First. " + "So it went on and on. " * 50)
    cited = Citation(article, 0, 600, 1)
    statement = Statement(cited.text, (cited,), "supported")
    answer = Answer("How did it go?", Trace("How did it go?"), (statement,), finished=True)
    assert repr(cited) == "<Citation a.md:0-600 “First. So it went on and on. So it went on and on. So it …”>"
    for shown in (article, cited, Passage.of(cited), answer):
        assert len(repr(shown)) < 250
        assert "\n" not in repr(shown)
    assert "How did it go?" in repr(answer)
    assert "citations 1" in repr(answer)
