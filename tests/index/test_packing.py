"""What is stored of chunks comes back: texts to the character, vectors with the directions that they had."""

import numpy as np
import pytest

from rag.index.embedding import unit
from rag.index.packing import (
    directions,
    packed_bounds,
    packed_text,
    packed_vectors,
    packed_words,
    steps,
    unpacked_bounds,
    unpacked_text,
    unpacked_vectors,
    unpacked_words,
)


@pytest.mark.parametrize("text", ["", "Ship ahoy. " * 500, "Γειά 🌧️\x00\r\n"])
def test_texts_and_stems_come_back_to_the_character(text: str) -> None:
    assert unpacked_text(packed_text(text)) == text
    assert unpacked_words(packed_words(" a b ", (" storm ", "  "))) == (" a b ", (" storm ", "  "))


def test_a_text_takes_less_than_half_of_what_it_says() -> None:
    text = "The storm sank a boat in the harbour, and the mayor denied it. " * 20
    assert len(packed_text(text)) < len(text) / 2


@pytest.mark.parametrize("dimension", [1, 4, 8, 13, 384])
@pytest.mark.parametrize("count", [0, 1, 7])
def test_vectors_of_sentences_come_back_in_any_dimension(dimension: int, count: int) -> None:
    given = steps(np.random.default_rng(1).standard_normal((count, dimension)))
    packed = packed_vectors(given)
    assert len(packed) == count * 5 * -(-dimension // 8)
    assert np.array_equal(unpacked_vectors(packed, dimension), given)
    assert unpacked_vectors(packed, dimension).dtype == np.int8


def test_directions_stay() -> None:
    given = unit(np.random.default_rng(1).standard_normal((200, 384)))
    assert np.sum(unit(directions(given)) * given, axis=1).min() > 0.9999
    assert np.sum(unit(steps(given)) * given, axis=1).min() > 0.995
    assert np.array_equal(unit(directions(unit(directions(given)))), unit(directions(given)))
    assert not unit(directions(np.zeros((1, 4), np.float32))).any()
    assert directions(given).dtype == np.int8


@pytest.mark.parametrize("far", [5, 70_000])
def test_bounds_come_back_however_long_a_sentence_is(far: int) -> None:
    bounds = np.array([[100_000, 100_004], [100_005, 100_005 + far]], np.int32)
    told = np.array([False, True])
    found, instructs = unpacked_bounds(100_000, packed_bounds(100_000, bounds, told))
    assert np.array_equal(found, bounds)
    assert np.array_equal(instructs, told)


def test_a_chunk_without_sentences_has_no_bounds() -> None:
    found, instructs = unpacked_bounds(3, packed_bounds(3, np.empty((0, 2), np.int32), np.empty(0, bool)))
    assert (found.shape, instructs.shape) == ((0, 2), (0,))
