"""Words that say how something is told."""

import pytest

from rag.text.modality import moods


@pytest.mark.parametrize(
    ("code", "text", "kinds"),
    [
        ("en", "The bank denied that it had lost money.", {"denied"}),
        ("en", "The council may close the pier in May.", {"possible"}),
        ("en", "May closed the pier.", set()),
        ("en", "She plans to leave, police said.", {"meant", "reported"}),
        ("en", "Unless it rains, nearly all wells run dry.", {"conditional", "hedged"}),
        ("en", "The mayor opened the market.", set()),
        ("de", "Die Bank bestritt den Verlust.", {"denied"}),
        ("de", "Der Markt könnte schließen, falls es regnet.", {"possible", "conditional"}),
        ("fr", "Selon la police, le pont serait fermé.", {"reported", "possible"}),
        ("es", "La empresa negó el despido y podría cerrar.", {"denied", "possible"}),
        ("tr", "Belediye iskeleyi kapatmadı.", {"denied"}),
        ("tr", "Valiye göre iskele kapanabilir.", {"reported", "possible"}),
    ],
)
def test_words_that_say_how_something_is_told_are_found_by_language(code: str, text: str, kinds: set[str]) -> None:
    found = moods(text, code)
    assert found is not None
    assert {mood.kind for mood in found} == kinds
    assert all(text[mood.start : mood.end] == mood.text for mood in found)


def test_of_a_language_without_a_table_nothing_is_known() -> None:
    assert moods("Kunta saattaa sulkea laiturin.", "fi") is None
