import pytest

from rag.text.language import identified, is_certain, language, macrolanguage, shortest


@pytest.mark.parametrize(
    ("code", "short"), [("spa", "es"), ("ger", "de"), ("por-BR", "pt-BR"), ("ast", "ast"), ("en-GB", "en-GB"), ("", "")]
)
def test_a_code_of_three_letters_is_that_of_two_where_there_is_one(code: str, short: str) -> None:
    assert shortest(code) == short


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("How many boats did the storm damage?", "en"),
        ("HOW MANY BOATS DID THE STORM DAMAGE?", "en"),
        ("Wie viele Boote hat der Sturm beschädigt?", "de"),
        ("Combien de bateaux la tempête a-t-elle endommagés ?", "fr"),
        ("¿Cuántos barcos dañó la tormenta?", "es"),
        ("Quante barche ha danneggiato la tempesta?", "it"),
        ("Hoeveel boten heeft de storm beschadigd?", "nl"),
        ("Quantos barcos foram danificados pela tempestade e quem pagou?", "pt"),
        ("Fırtına kaç tekneye zarar verdi?", "tr"),
        ("Сколько лодок повредил шторм?", "ru"),
        ("嵐で何隻の船が壊れましたか。", "ja"),
        ("Was gibt es über den Sturm?", "de"),
        ("Was the bridge sold?", "en"),
        ("Was Olof Ek granted bail?", "en"),
        ("Une grève dans la ville de Keld", "fr"),
        ("Se vendió el barco en una semana", "es"),
        ("Did Ada Brandt die of lung cancer?", "en"),
        ("when?", "en"),
        ("who?", "en"),
        ("what else?", "en"),
        ("und wo?", "de"),
        ("¿y cuándo?", "es"),
    ],
)
def test_a_question_tells_its_language(text: str, code: str) -> None:
    assert identified(text) == language(text) == code


@pytest.mark.parametrize("text", ["", "?", "17", "KFOR", "\n \n"])
def test_what_tells_nothing_is_read_as_english(text: str) -> None:
    assert identified(text) is None
    assert language(text) == "en"


def test_languages_that_can_hardly_be_told_apart_count_as_one() -> None:
    assert macrolanguage("sr") == macrolanguage("bs") == "hr"
    assert macrolanguage("de") == "de"


def test_a_whole_question_is_of_one_language_beyond_doubt_and_a_name_is_not() -> None:
    assert is_certain("Which boats did the storm damage in the harbour?")
    assert is_certain("Welche Boote hat der Sturm im Hafen beschädigt?")
    assert not is_certain("Tamsel?")
    assert not is_certain("")
