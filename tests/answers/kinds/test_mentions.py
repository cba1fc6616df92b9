"""Which articles have some words: names exactly, other words in all their forms."""

import pytest

from rag.answers.kinds.mentions import mentioning
from rag.index.search import Index
from rag.types import Article

TEXTS = {
    "names": "Serbian troops met Mr. O'Hara in Java.",
    "forms": "He studies harbours, and Straßenbahnen too.",
    "row": "The Harbour-Line runs. A line to the harbour stops.",
    "title": "Nothing.",
}


@pytest.mark.parametrize(
    ("phrase", "lang", "ids"),
    [
        ("Serbia", "en", []),
        ("Serbian", "en", ["names"]),
        ("SERBIAN", "en", ["names"]),
        ("serbian troop", "en", ["names"]),
        ("study", "en", ["forms"]),
        ("Study", "en", []),
        ("harbour", "en", ["forms", "row"]),
        ("Harbour Line", "en", ["row"]),
        ("line harbour", "en", []),
        ("Straßenbahn", "de", ["forms"]),
        ("Strassenbahn", "de", ["forms"]),
        ("Fähre", "de", ["title"]),
        ("?", "en", []),
    ],
)
def test_a_phrase_is_found(index: Index, phrase: str, lang: str, ids: list[str]) -> None:
    index.update(Article(one, "Zwei Fähren" if one == "title" else "T", text) for one, text in TEXTS.items())
    assert sorted(mentioning(index, [(phrase,)], TEXTS, lang)) == ids


def test_of_each_group_one_is_needed(index: Index) -> None:
    index.update(Article(one, "T", text) for one, text in TEXTS.items())
    assert mentioning(index, [("study", "Java"), ("harbour", "troops")], TEXTS, "en") == {"names", "forms"}
