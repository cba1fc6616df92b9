"""From a model's text to checked statements, on articles made up for the purpose."""

import time
from collections.abc import Sequence
from datetime import date

import pytest

from rag.answers.answer import Statement, numbered
from rag.answers.citing import Checker
from rag.answers.markers import marked_sentences
from rag.text.words import words
from rag.types import Article, Citation, Nearness, Passage, Scores, Sentence

FORCE = Article(
    "force",
    "Force gets a new commander",
    "The harbour force was set up in 1999. Colonel Ada Brandt took command on 9 October 2023, replacing Piet Oss. "
    "She leads 4,500 soldiers from 27 countries. The town sent 780 of them. “We are not a police force,” Brandt told "
    "the council on Monday.",
    date(2023, 10, 12),
    "front matter",
    source="The Gazette",
)
TRAM = Article("tram", "Tram is late", "The tram line opens in May. It costs 38 million crowns, the council said.")
STORM = Article(
    "storm", "The storm", "The storm damaged 23 boats in the harbour. It did not reach the old town.", date(2026, 2, 12)
)
CORRECTION = Article(
    "correction",
    "A correction",
    "We reported that the storm damaged 23 boats. The correct number is 17.",
    date(2026, 2, 17),
)


def passage_of(article: Article) -> Passage:
    cuts = [0, *(place + 2 for place in range(len(article.text)) if article.text.startswith((". ", ".” "), place))]
    ends = [*cuts[1:], len(article.text)]
    spans = [(start, end) for start, end in zip(cuts, ends, strict=True)]
    trimmed = [(start, start + len(article.text[start:end].rstrip())) for start, end in spans]
    return Passage(
        article,
        0,
        len(article.text),
        Scores(0.5, 1.0, 0.03),
        tuple(Sentence(article, start, end, 0, 0, 0, 0) for start, end in trimmed if start < end),
    )


PASSAGES = [passage_of(article) for article in (FORCE, TRAM, STORM)]


def near_in(passages: Sequence[Passage]) -> Nearness:
    """Sentences are near that share words: no model is needed to see what depends on it."""

    def near(text: str) -> list[list[float]]:
        mine = set(words(text))
        return [
            [len(mine & set(words(one.text))) / len(mine | set(words(one.text))) for one in passage.sentences]
            for passage in passages
        ]

    return near


def check(text: str, passages: Sequence[Passage] = PASSAGES, *, finished: bool = True) -> tuple[Statement, ...]:
    return Checker(passages, near_in(passages)).check(text, finished=finished)


def test_a_citation_is_the_sentence_that_carries_the_statement_and_not_the_passage() -> None:
    [statement] = check("Ada Brandt took command on 9 October 2023 [1].")
    [citation] = statement.citations
    assert statement.text == "Ada Brandt took command on 9 October 2023."
    assert statement.verdict == "supported"
    assert citation.quote == "Colonel Ada Brandt took command on 9 October 2023, replacing Piet Oss."
    assert citation.quote == FORCE.text[citation.start : citation.end]


def test_a_sentence_without_end_is_not_checked_and_not_let_through() -> None:
    long, short = check("The town sent " + "780 of " * 1000 + "them [1]. The town sent 780 soldiers [1].")
    assert (long.verdict, long.reason, long.citations) == ("unsupported", "it is too long to be checked", ())
    assert short.verdict == "supported"


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
    first, second = check(text)
    assert first.text == "The town sent 780 soldiers."
    assert second.text == "The tram opens in May."
    assert [citation.article.id for citation in first.citations] == ["force"]
    assert [citation.article.id for citation in second.citations] == ["tram"]


def test_what_no_passage_says_cites_nothing() -> None:
    [statement] = check("Something else entirely happened [7].")
    assert statement.text == "Something else entirely happened."
    assert statement.citations == ()
    assert (statement.verdict, statement.reason) == ("unsupported", "no passage says it")


def test_a_wrong_marker_is_put_right() -> None:
    [statement] = check("The tram line costs 38 million crowns [1].")
    assert [citation.article.id for citation in statement.citations] == ["tram"]
    assert statement.verdict == "supported"


def test_a_statement_without_a_marker_is_given_to_the_passage_that_carries_it() -> None:
    [statement] = check("The tram line opens in May.")
    assert [citation.quote for citation in statement.citations] == ["The tram line opens in May."]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The town sent 870 soldiers [1].", "the article says 780, not 870"),
        ("She leads 4,600 soldiers from 27 countries.", "the article says 4,500, not 4,600"),
        ("Colonel Ada Brandt took command on 10 October 2023.", "the article says 9 October 2023, not 10 October 2023"),
        ("Colonel Ada Brandt took command on 9 October 2022.", "the article says 9 October 2023, not 9 October 2022"),
        ("Colonel Ada Marlow took command on 9 October 2023.", "the article says Brandt, not Marlow"),
        ("Colonel Piet Oss took command on 9 October 2023.", "the article says Ada Brandt, not Piet Oss"),
        ("Piet Oss replaced Colonel Ada Brandt on 9 October 2023.", "the article has it the other way round"),
        ("The storm reached the old town.", "the article says “not”"),
        ("The tram line does not open in May.", "the cited words do not say “not”"),
        ("Brandt said that “we are not an army”.", "the cited words do not have “we are not an army” word for word"),
        ("Piet Oss told the council they are not police.", "the article has Brandt say it, not Piet Oss"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_unsupported_and_named(text: str, reason: str) -> None:
    [statement] = check(text)
    assert (statement.verdict, statement.reason) == ("unsupported", reason)
    assert statement.support < 0.25


@pytest.mark.parametrize(
    "text",
    [
        "She leads 4500 soldiers from 27 countries [1].",
        "She leads four thousand five hundred soldiers from twenty-seven countries.",
        "Brandt took command on October 9, 2023.",
        "Ada Brandt took command on 2023-10-09, replacing Oss.",
        "Piet Oss was replaced by Colonel Ada Brandt on 9 October.",
        "The Gazette wrote on 12 October 2023 that Ada Brandt took command.",
        "On 9 October 2023 Brandt told the council: \"We are not a police force\".",
        "The storm did not reach the old town.",
    ],
)  # fmt: skip
def test_any_usual_spelling_of_a_fact_is_supported(text: str) -> None:
    [statement] = check(text)
    assert (statement.verdict, statement.reason) == ("supported", None)
    assert statement.citations


def test_what_was_corrected_is_at_most_partly_supported_and_the_correction_is_cited() -> None:
    passages = [passage_of(STORM), passage_of(CORRECTION)]
    [old] = check("The storm damaged 23 boats [1].", passages)
    assert (old.verdict, old.reason) == ("partly", "it was corrected: 17, not 23")
    assert {citation.article.id for citation in old.citations} == {"storm", "correction"}
    wind = Article("wind", "Wind", "We reported gusts of 148 knots. That is wrong. They reached 131 knots at 2.10 a.m.")
    [right] = check("Gusts reached 131 knots.", [passage_of(wind)])
    assert right.verdict == "supported"
    [new] = check("The storm damaged 17 boats [1].", passages)
    assert new.verdict == "supported"
    assert [citation.quote for citation in new.citations] == [CORRECTION.text]


def test_sentences_of_several_passages_do_not_make_up_what_none_of_them_says() -> None:
    [statement] = check("The tram line opens in October.")
    assert statement.verdict == "unsupported"


def test_the_same_words_keep_their_number_and_others_get_the_next() -> None:
    statements = numbered(check("The town sent 780 [1]. The tram opens in May [2]. The town sent 780 of them [1]."), {})
    assert [[citation.number for citation in statement.citations] for statement in statements] == [[1], [2], [1]]


def test_numbers_of_the_turns_before_stay_and_others_come_after_them() -> None:
    [earlier] = check("The tram opens in May.")
    [place] = earlier.citations
    numbers = {(place.article.id, place.start, place.end): 4}
    statements = Checker(PASSAGES, near_in(PASSAGES)).check("The town sent 780. The tram opens in May.")
    first, second = numbered(statements, numbers)
    assert [citation.number for citation in (*first.citations, *second.citations)] == [5, 4]
    quoted = Statement("The town", (Citation(FORCE, 0, 8, 1),), "supported")
    assert numbered([quoted], numbers)[0].citations[0].number == 5


def test_lists_and_paragraphs_survive() -> None:
    statements = check("Two facts:\n\n- The town sent 780 [1].\n- The tram opens in May [2].")
    assert [statement.lead for statement in statements] == ["", "\n\n- ", "\n- "]
    assert statements[1].text == "The town sent 780."


def test_of_an_unfinished_text_the_last_sentence_is_held_back() -> None:
    text = "The town sent 780 soldiers [1]. The tram opens in M"
    assert [statement.text for statement in check(text, finished=False)] == ["The town sent 780 soldiers."]
    assert check("The town sent 780 soldiers [", finished=False) == ()


def test_a_growing_text_is_compared_sentence_by_sentence_once() -> None:
    asked: list[str] = []

    def near(text: str) -> list[list[float]]:
        asked.append(text)
        return [[0.5] * len(passage.sentences) for passage in PASSAGES]

    checker = Checker(PASSAGES, near)
    text = "The town sent 780 soldiers [1]. The tram opens in May [2]. "
    for end in range(0, len(text), 5):
        checker.check(text[:end], finished=False)
    checker.check(text)
    assert asked == ["The town sent 780 soldiers.", "The tram opens in May."]


def test_nothing_becomes_nothing() -> None:
    assert check("") == ()
    assert check("  [1] ") == ()


def test_what_says_nothing_is_not_called_supported() -> None:
    [statement] = check("Yes.")
    assert statement.verdict == "partly"


def test_signs_that_nobody_sees_reach_no_answer() -> None:
    (statement,) = Checker([passage_of(TRAM)], lambda _: [[0.9, 0.9]]).check(
        "The tram\u202e line op\u200bens in May. [1]"
    )
    assert statement.text == "The tram line opens in May."


@pytest.mark.parametrize(
    ("marker", "passages"),
    [
        ("[1]", (0,)), ("【1】", (0,)), ("［1］", (0,)), ("【1†source】", (0,)), ("【2†L3-L5】", (1,)),
        ("[Passage 1]", (0,)), ("[passages 1 and 3]", (0, 2)), ("[Passage 1, Passage 2]", (0, 1)),
        ("[Source: 2]", (1,)), ("[citation:1]", (0,)), ("[citation:1][citation:2]", (0, 1)), ("[doc2]", (1,)),
        ("[ref_1]", (0,)), ("[cite: 1, 2]", (0, 1)), ("[#3]", (2,)), ("[^1^]", (0,)), ("[1-2]", (0, 1)),
        ("[2–4]", (1, 2, 3)), ("[1-999]", (0, 1, 2, 3)), ("[3-1]", (2,)), ("[[1]](https://x.example/a?b=1)", (0,)),
        ("[1](https://x.example)", (0,)), ("[[2]]", (1,)), ("(Passage 2)", (1,)), ("<sup>1</sup>", (0,)),
        ("<sup>[1]</sup>", (0,)), ("\ue200cite\ue202turn0search1\ue201", (0,)),
        ("\ue200cite\ue202turn0search1\ue202turn12news3\ue201", (0, 2)), ("[9]", ()),
    ],
)  # fmt: skip
def test_a_marker_is_read_in_every_spelling_and_none_is_left_in_the_text(
    marker: str, passages: tuple[int, ...]
) -> None:
    for text in (
        f"17 boats were damaged. {marker}",
        f"17 boats were damaged {marker}.",
        f"**17 boats were damaged. {marker}**",
    ):
        assert list(marked_sentences(text, 4)) == [("", "17 boats were damaged.", passages)]


@pytest.mark.parametrize("text", ["It is 17. **[1]**", "**It is 17.** [1]", "**It is 17 [1].**", "__It is 17.__ [1]"])
def test_what_is_bold_around_a_marker_or_to_the_end_of_a_sentence_is_read_without_its_signs(text: str) -> None:
    assert list(marked_sentences(text, 4)) == [("", "It is 17.", (0,))]


@pytest.mark.parametrize(
    "text",
    ["The clause (Article 5) holds.", "It is [sic] so.", "Of 2019 [2020-21] it says 3.", "He gave (1) and **2** * 3."],
)
def test_what_is_no_marker_stays(text: str) -> None:
    assert list(marked_sentences(text, 4)) == [("", text, ())]


@pytest.mark.parametrize(
    "sign", [" ", "[", "[#", "#", "[1,", "[1 and ", "[passage ", "(passage 1,", "**", "\ue200cite"]
)
def test_a_text_of_signs_is_read_in_time_that_grows_with_it_alone(sign: str) -> None:
    def seconds(count: int) -> float:
        text = f"It is 17. [{sign * count}1"
        started = time.perf_counter()
        list(marked_sentences(text, 4))
        return time.perf_counter() - started

    few = min(seconds(2_000) for _ in range(3))
    assert seconds(32_000) < 100 * few + 0.5, (
        "sixteen times as much, which were 256 times as long if it grew by its square"
    )


@pytest.mark.parametrize("comparison", ["more", "fewer"])
def test_a_comparison_that_the_article_does_not_make_is_told(comparison: str) -> None:
    [statement] = check(f"The storm damaged {comparison} than 23 boats in the harbour [3].")
    assert (statement.verdict, statement.reason) == ("partly", f"the cited words do not say “{comparison} than 23”")
