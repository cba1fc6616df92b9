"""Words are compared as a reader would: spelling habits do not part them, in any script."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.text.words import fold, words


@pytest.mark.parametrize(
    "spellings",
    [
        ["Türkiye", "turkiye", "TÜRKİYE", "Turki\u0307ye", "Tu\u0308rkiye"],
        ["İstanbul", "istanbul", "ISTANBUL", "ıstanbul"],
        ["Ulutaş", "ULUTAS", "ulutas"],
        ["Diyarbakır", "diyarbakir", "DİYARBAKIR"],
        ["Łódź", "lodz"],
        ["Ørsted", "orsted", "O\u0338rsted"],
        ["Ǿrsted", "Ø\u0301rsted"],
        ["Æsir", "aesir"],
        ["co\u00adoperation", "cooperation"],
        ["Ul\u200but\u2060aş\ufeff", "U\u202eluta\u200fş", "Ul\u200du\U000e0041taş\ufe0f", "ulutas"],
        ["Straße", "strasse", "STRASSE"],
        ["Ελευθερία", "ΕΛΕΥΘΕΡΙΑ", "ελευθερια"],
        ["Ёлка", "елка"],
        ["ﬁnance", "finance"],
        ["Ｔｏｋｙｏ", "tokyo"],
        ["أيضًا", "أيضا"],
        ["مُحَمَّد", "محمد"],
        ["שָׁלוֹם", "שלום"],
        ["が", "か\u3099"],
    ],
    ids=lambda spellings: spellings[0],
)
def test_spelling_habits_do_not_part_a_word(spellings: list[str]) -> None:
    found = {tuple(words(spelling)) for spelling in spellings}
    assert len(found) == 1, found
    assert all(len(one) == 1 for one in found), found


@pytest.mark.parametrize(
    ("one", "other"), [("か", "が"), ("कि", "की"), ("กิน", "กัน"), ("1.5", "15"), ("1,5", "15"), ("2023", "2024")]
)
def test_what_differs_in_meaning_stays_apart(one: str, other: str) -> None:
    assert words(one) != words(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Ulutaş's 3rd visit—to İzmir!", ["mr", "ulutas", "s", "3rd", "visit", "to", "izmir"]),
        ("1,000 or 1000; 12,345,678.90 and 3.5 in 2023.", "1000 or 1000 12345678.90 and 3.5 in 2023".split()),
        ("snake_case and e-mail@example.org", ["snake", "case", "and", "e", "mail", "example", "org"]),
        ("प्रधानमंत्री अंकारा पहुँचे।", ["प्रधानमंत्री", "अंकारा", "पहुँचे"]),
        ("東京タワー", ["東京", "京タ", "タワ", "ワー"]),
        ("人", ["人"]),
        ("KFOR部队2023年", ["kfor", "部队", "2023", "年"]),
        ("서울에서", ["서울에서"]),
        (" \n—!? 🌧️", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_text_falls_into_its_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(st.text())
def test_equivalent_texts_have_the_same_words_and_folding_twice_is_folding_once(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert words(unicodedata.normalize("NFC", text)) == words(unicodedata.normalize("NFD", text)) == words(text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(categories=["Lu", "Ll", "Lt", "Lo", "Nd"]), min_size=1))
def test_no_letter_and_no_digit_is_lost(text: str) -> None:
    assert words(text)
