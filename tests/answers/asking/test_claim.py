"""What is claimed, however it is asked."""

import pytest

from rag.answers.asking.claim import likely_claim


@pytest.mark.parametrize(
    ("lang", "question", "claim"),
    [
        ("en", "Did the ferry to Norrin sink?", "the ferry to Norrin sink"),
        ("en", "The ferry to Norrin sank, right?", "The ferry to Norrin sank"),
        ("en", "ferry to Norrin sank - true?", "ferry to Norrin sank"),
        ("en", "The ferry never sank, did it?", "The ferry never sank"),
        ("en", "Is it true that the ferry to Norrin sank?", "the ferry to Norrin sank"),
        ("en", "True or false: the ferry to Norrin sank.", "the ferry to Norrin sank"),
        ("en", "My aunt says that the ferry sank. Is she right?", "the ferry sank"),
        ("en", "I have been away for a week. Has the ferry sunk?", "the ferry sunk"),
        ("en", "Sorry to trouble you, but has the ferry sunk?", "the ferry sunk"),
        ("en", "Could you check whether or not the ferry sank, please?", "the ferry sank"),
        ("en", "There was no ferry to Norrin, was there?", "There was no ferry to Norrin"),
        ("fr", "Je voudrais savoir si le ferry a coulé, sans détails.", "le ferry a coulé, sans détails"),
        ("en", "did the ferry sink or not", "the ferry sink"),
        ("en", "has the ferry sunk yes or no", "the ferry sunk"),
        ("de", "Die Fähre nach Norrin ist gesunken, stimmt das?", "Die Fähre nach Norrin ist gesunken"),
        ("de", "Stimmt es, dass die Fähre gesunken ist?", "die Fähre gesunken ist"),
        ("de", "Die Fähre sinkt doch nicht, oder?", "Die Fähre sinkt doch nicht"),
        ("fr", "Le ferry a coulé, n'est-ce pas ?", "Le ferry a coulé"),
        ("fr", "Est-il vrai que le ferry a coulé ?", "le ferry a coulé"),
        ("fr", "Le ferry a-t-il coulé ?", "Le ferry a coulé"),
        ("es", "El ferry se hundió, ¿verdad?", "El ferry se hundió"),
        ("es", "¿Es cierto que el ferry se hundió?", "el ferry se hundió"),
        ("tr", "Feribot battı, değil mi?", "Feribot battı"),
        ("tr", "Feribotun battığı doğru mu?", "Feribotun battığı"),
        ("tr", "Feribot battı mı?", "Feribot battı"),
    ],
)
def test_what_but_asks_whether_it_is_so_is_left_out(lang: str, question: str, claim: str) -> None:
    assert likely_claim(question, lang) == claim


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("en", "the mayor said sorry"),
        ("en", "the mayor was away, the clerk said"),
        ("de", "die Fähre sinkt nicht"),
        ("tr", "kaptan alkollü değil"),
        ("it", "il traghetto è affondato, vero"),
    ],
)
def test_a_statement_is_claimed_as_it_stands(lang: str, question: str) -> None:
    assert likely_claim(question, lang) == question


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("en", "Is that right?"),
        ("en", "Right?"),
        ("de", "Stimmt?"),
        ("de", "Ist das wirklich so, oder?"),
        ("tr", "Doğru mu?"),
    ],
)
def test_what_but_asks_claims_nothing(lang: str, question: str) -> None:
    assert likely_claim(question, lang) == ""
