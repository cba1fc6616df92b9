"""From a model's text to checked statements, on articles made up for the purpose."""

from datetime import date

import pytest

from rag.citations import attribute, best_window, judge
from rag.types import Article, Passage, Scores, Span

FORCE = Article(
    "force",
    "Force gets a new commander",
    "The harbour force was set up in 1999. Colonel Ada Brandt took command on 9 October 2023, replacing Piet Oss. "
    "She leads 4,500 soldiers from 27 countries. The town sent 780 of them.",
    date(2023, 10, 12),
    "front matter",
    source="The Gazette",
)
TRAM = Article("tram", "Tram is late", "The tram line opens in May. It costs 38 million crowns, the council said.")
PASSAGES = [
    Passage(FORCE, 0, len(FORCE.text), Scores(0.5, 1.0, 0.03)),
    Passage(TRAM, 0, len(TRAM.text), Scores(0.4, None, 0.02)),
]


def test_a_citation_is_the_sentence_that_carries_the_statement_and_not_the_passage() -> None:
    [statement] = attribute("Ada Brandt took command on 9 October 2023 [1].", PASSAGES)
    [citation] = statement.citations
    assert statement.text == "Ada Brandt took command on 9 October 2023."
    assert statement.verdict == "supported"
    assert citation.quote == "Colonel Ada Brandt took command on 9 October 2023, replacing Piet Oss."
    assert citation.quote == FORCE.text[citation.start : citation.end]


@pytest.mark.parametrize(
    "text",
    [
        "The town sent 780 soldiers [1]. The tram opens in May [2].",
        "The town sent 780 soldiers. [1] The tram opens in May. [2]",
        "The town sent 780 soldiers.[1] The tram opens in May.[2]",
        "The town sent 780 soldiers 【1】. The tram opens in May [^2].",
        "The town sent 780 soldiers [1, 9]. The tram opens in May [2][0].",
    ],
)
def test_markers_are_understood_wherever_they_stand(text: str) -> None:
    first, second = attribute(text, PASSAGES)
    assert first.text == "The town sent 780 soldiers."
    assert second.text == "The tram opens in May."
    assert [citation.article.id for citation in first.citations] == ["force"]
    assert [citation.article.id for citation in second.citations] == ["tram"]


def test_an_unknown_marker_is_dropped() -> None:
    [statement] = attribute("Something else entirely happened [7].", PASSAGES)
    assert statement.text == "Something else entirely happened."
    assert statement.citations == ()
    assert (statement.verdict, statement.reason) == ("unsupported", "it cites nothing")


def test_a_wrong_marker_is_put_right() -> None:
    [statement] = attribute("The tram line costs 38 million crowns [1].", PASSAGES)
    assert [citation.article.id for citation in statement.citations] == ["tram"]
    assert statement.verdict == "supported"


def test_a_statement_without_a_marker_is_given_to_the_passage_that_carries_it() -> None:
    [statement] = attribute("The tram line opens in May.", PASSAGES)
    assert [citation.quote for citation in statement.citations] == ["The tram line opens in May."]


def test_a_wrong_number_is_unsupported_and_named() -> None:
    [statement] = attribute("The town sent 870 soldiers [1].", PASSAGES)
    assert (statement.verdict, statement.reason) == ("unsupported", "the cited words do not say 870")


def test_a_wrong_name_is_at_most_partly_supported() -> None:
    [statement] = attribute("Colonel Ada Marlow took command on 9 October 2023 [1].", PASSAGES)
    assert statement.verdict == "partly"
    assert statement.reason == "the cited words do not name Marlow"


def test_a_number_counts_with_and_without_its_separator() -> None:
    [statement] = attribute("She leads 4500 soldiers from 27 countries [1].", PASSAGES)
    assert statement.verdict == "supported"


def test_a_date_of_publication_may_stand_in_a_statement() -> None:
    verdict, _ = judge("The Gazette wrote on 2023-10-12 that Ada Brandt took command.", [Span(FORCE, 38, 108)])
    assert verdict == "supported"


def test_the_same_words_keep_their_number_and_others_get_the_next() -> None:
    statements = attribute("The town sent 780 [1]. The tram opens in May [2]. The town sent 780 of them [1].", PASSAGES)
    assert [[citation.number for citation in statement.citations] for statement in statements] == [[1], [2], [1]]


def test_lists_and_paragraphs_survive() -> None:
    statements = attribute("Two facts:\n\n- The town sent 780 [1].\n- The tram opens in May [2].", PASSAGES)
    assert [statement.lead for statement in statements] == ["", "\n\n- ", "\n- "]
    assert statements[1].text == "The town sent 780."


def test_of_an_unfinished_text_the_last_sentence_is_held_back() -> None:
    text = "The town sent 780 soldiers [1]. The tram opens in M"
    assert [statement.text for statement in attribute(text, PASSAGES, finished=False)] == [
        "The town sent 780 soldiers."
    ]
    assert attribute("The town sent 780 soldiers [", PASSAGES, finished=False) == ()


def test_a_window_takes_a_second_sentence_only_where_it_carries_more() -> None:
    assert best_window("Ada Brandt leads 4,500 soldiers and took command in October.", PASSAGES[0]).text == (
        "Colonel Ada Brandt took command on 9 October 2023, replacing Piet Oss. "
        "She leads 4,500 soldiers from 27 countries."
    )
    assert best_window("The town sent 780.", PASSAGES[0]).text == "The town sent 780 of them."


def test_nothing_becomes_nothing() -> None:
    assert attribute("", PASSAGES) == ()
    assert attribute("  [1] ", PASSAGES) == ()
