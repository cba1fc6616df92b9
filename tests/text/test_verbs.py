"""Forms of irregular verbs."""

from rag.text import verbs
from rag.text.words import stems


def test_forms_have_the_stem_of_their_verb() -> None:
    def base(word: str) -> str:
        [stem] = stems(word)
        return verbs.base(stem)

    assert base("took") == base("taken") == base("taking") == base("takes") == base("take")
    assert base("met") == base("meet")
    assert base("struck") == base("strike")
    assert base("harbours") == base("harbour")
