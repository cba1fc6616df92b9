"""Which language a text is in, by its small words."""

import pytest

from rag.text.language import language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Was gibt es über den Sturm?", "de"),
        ("Was sagte Merkel?", "de"),
        ("Was the bridge sold?", "en"),
        ("Pont de la tempête", "es"),  # too little to tell Spanish from French
        ("Une grève dans la ville de Keld", "fr"),
        ("¿Llovió a mares?", "es"),
        ("Se vendió el barco en una semana", "es"),
        ("En son ne oldu?", "tr"),
        ("Kelderhythe", "en"),
    ],
)
def test_small_words_tell_the_language(text: str, code: str) -> None:
    assert language(text) == code
