"""Forms of irregular verbs."""

from rag.text.verbs import BASE
from rag.text.words import stems


def test_forms_have_the_stem_of_their_verb() -> None:
    def base(word: str) -> str:
        [stem] = stems(word)
        return BASE.get(stem, stem)

    assert base("took") == base("taken") == base("taking") == base("takes") == base("take")
    assert base("met") == base("meet")
    assert base("harbours") == base("harbour")
