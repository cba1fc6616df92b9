"""What speaks for a candidate, and what a chunk's analysis holds of it."""

import numpy as np
import pytest

from rag.index.analysis import Analysis, analyse, cosines_of, described
from rag.index.ranking import WEIGHTS, Candidate, Query, agreement, rank, sentences
from rag.text.sentences import sentences as cut
from rag.types import Article, Chunk
from tests.conftest import HashedWords

HASHED = HashedWords()


def analysis_of(article: Article) -> Analysis:
    spans = tuple(cut(article.text))
    chunk = Chunk(article, 0, len(article.text), 0, spans)
    return analyse(chunk, HASHED.embed_documents([article.text[start:end] for start, end in spans]))


def query(text: str, **rarity: float) -> Query:
    return Query.of(text, HASHED.embed_query(text)[0], rarity, {})


BOATS = Article("boats", "The storm", "Four boats sank. The mole held. Nobody was hurt.")
TRAMS = Article("trams", "The tram", "The tram opens in May. It costs 38 million crowns.")


def test_an_analysis_is_the_sentences_with_their_stems_and_directions() -> None:
    analysis = analysis_of(BOATS)
    assert [BOATS.text[start:end] for start, end in analysis.sentences] == [
        "Four boats sank.",
        "The mole held.",
        "Nobody was hurt.",
    ]
    assert analysis.words == (" four boat sank ", " the mole held ", " nobodi was hurt ")
    assert analysis.header == " the storm "
    assert analysis.vectors.dtype == np.int8


def test_five_bits_keep_the_directions() -> None:
    random = np.random.default_rng(1).standard_normal((50, 384)).astype(np.float32)
    vectors = random / np.linalg.norm(random, axis=1, keepdims=True)
    article = Article("a", "A", "x" * 50)
    analysis = analyse(Chunk(article, 0, 50, 0, tuple((n, n + 1) for n in range(50))), vectors)
    for one in vectors[:5]:
        np.testing.assert_allclose(cosines_of([analysis], one)[0], vectors @ one, atol=0.015)
    assert [len(cosines) for cosines in cosines_of([analysis, analysis], vectors[0])] == [50, 50]
    assert cosines_of([], vectors[0]) == []


def test_lengths_that_disagree_are_told() -> None:
    with pytest.raises(ValueError, match="1 sentences, but words"):
        Analysis(np.array([[0, 3]], np.int32), np.zeros(1, bool), " a ", (" a ", " b "), np.zeros((1, 4), np.int8))


def test_an_article_is_described_by_what_is_known_of_it() -> None:
    from datetime import date

    article = Article("a", "Storm", "x", date(2023, 10, 9), author="Ana Novak", source="Gazette")
    assert described(article) == "Storm Gazette Ana Novak 2023-10-09 October"
    assert described(Article("b", "Storm", "x")) == "Storm"


def test_the_chunk_with_the_querys_words_in_one_sentence_comes_first() -> None:
    spread = Article("spread", "The storm", "Boats were out. Some ships sank. All slept.")
    wanted = query("boats sank", boat=2.0, sank=3.0)
    together, apart, neither = rank(wanted, [Candidate(0.5, None, analysis_of(one)) for one in (BOATS, spread, TRAMS)])
    assert together.fused > apart.fused > neither.fused
    assert (together.coverage, apart.coverage, neither.coverage) == (1, 1, 0)
    assert together.sentence > apart.sentence


def test_in_a_conversation_words_count_a_quarter() -> None:
    wanted = query("boats sank", boat=2.0, sank=3.0)
    only = dict.fromkeys(WEIGHTS, 0.0) | {"coverage": 1.0}
    for near, expected in ((0.0, [1, 0]), (0.2, [0.25, 0])):
        candidates = [Candidate(0.5, None, analysis_of(one), near) for one in (BOATS, TRAMS)]
        assert [one.fused for one in rank(wanted, candidates, only)] == expected
        assert [one.coverage for one in rank(wanted, candidates, only)] == [1, 0]


def test_what_has_no_weight_does_not_count() -> None:
    wanted = query("boats sank", boat=2.0, sank=3.0)
    candidates = [Candidate(0.9, 7.5, analysis_of(TRAMS), 0.8), Candidate(0.1, None, analysis_of(BOATS), 0.1)]
    by_all = rank(wanted, candidates)
    by_context = rank(wanted, candidates, dict.fromkeys(WEIGHTS, 0.0) | {"context": 1.0})
    assert by_all[0].fused < by_all[1].fused
    assert [one.fused for one in by_context] == [0.8, 0.1]
    assert [(one.dense, one.keyword) for one in by_all] == [(0.9, 7.5), (0.1, None)]


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ((1994, 1998), " escher 1994 1998 ", 1.0),
        ((1994, 1998), " from 1994 to may 1998 ", 1.0),
        ((1994, 1998), " born 1960 ", 0.0),
        ((1994, 1998), " in 1996 ", 0.5 + 0.5 / 5),
        ((1994, 1998), " sinc 1993 ", 0.5 * 5 / 6),
        ((1994, 1998), " 1990 to present ", 0.5 * 5 / 9),
        ((1999, 1999), " 1990 2000 ", 0.5 / 11),
        ((2000, 2000), " 12000 men 2000m ", 0.0),
        (None, " in 1996 ", 0.0),
    ],
)
def test_years_agree_by_what_they_share(asked: tuple[int, int] | None, said: str, expected: float) -> None:
    assert agreement(asked, [" a ", said]) == pytest.approx(expected)


def test_a_query_names_years_or_none() -> None:
    assert query("x", **{"1998": 1.0, "1994": 1.0, "chair": 1.0}).period == (1994, 1998)
    assert query("x", **{"38": 1.0, "3000": 1.0}).period is None
    assert sum(share for _, share in query("x", a=1.0, b=3.0).shares) == pytest.approx(1)


def test_a_sentence_knows_its_own_words_and_those_around_it() -> None:
    asked, analysis = query("boats mole storm", boat=1.0, mole=1.0, storm=2.0), analysis_of(BOATS)
    first, second, third = sentences(asked, BOATS, analysis, *cosines_of([analysis], asked.vector))
    assert (first.coverage, second.coverage, third.coverage) == (0.25, 0.25, 0)
    assert (first.context, second.context, third.context) == (1, 1, 0.75)
    assert first.text == "Four boats sank."
    assert first.cosine > third.cosine
