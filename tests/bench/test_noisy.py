"""Vectors made from real ones: the same for the same text, of length 1, and different for others."""

import numpy as np

from bench.noisy import Noisy
from tests.conftest import HashedWords

TEXTS = ["The ferry left at noon.", "The tram opened in May.", "Her ship came home."]


def test_a_text_has_one_vector_and_another_text_another() -> None:
    noisy = Noisy(HashedWords(), TEXTS)
    texts = [f"{text} {number}" for text in TEXTS for number in range(5)]
    vectors, parts = noisy.embed_parts(texts, [[(0, 3), (4, 9)]] * len(texts))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors, noisy.embed_parts(texts, [[(0, 3), (4, 9)]] * len(texts))[0])
    assert len(np.unique(vectors, axis=0)) == len(texts)
    assert [one.shape for one in parts] == [(2, noisy.model.dimension)] * len(texts)


def test_questions_are_embedded_by_the_real_model() -> None:
    real = HashedWords()
    noisy = Noisy(real, TEXTS)
    assert np.array_equal(noisy.embed_query("ferry"), real.embed_query("ferry"))
    assert noisy.embed_documents([]).shape == (0, noisy.model.dimension)
