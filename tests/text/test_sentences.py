"""Where a text is cut into sentences, by its language."""

import pytest

from rag.text.sentences import sentences


def cut(text: str, lang: str | None = None) -> list[str]:
    return [text[start:end] for start, end in sentences(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Am 5. März kam sie an.|Der 2. Weltkrieg war lange vorbei.|Das 19. Jahrhundert auch."),
        ("cs", "Vlak přijel 3. Května.|Pak bylo ticho."),
        ("en", "He lives at No. 5 St. Ann Road.|It costs 3 m. crowns."),
        ("en", "She came in 5.|Then came Ada."),
        ("en", "It cost approx. 3.5 m. crowns.|See vol. 4 for more.|He took his hat.|3 men came."),
        ("de", "Es kamen ca. 40 Leute.|Es gibt 5 Mio. Euro.|Sie flog mit der DC-9.|Die Maschine war alt."),
    ],
)
def test_ordinals_and_small_letters_go_on(lang: str, text: str) -> None:
    assert cut(text.replace("|", " "), lang) == text.split("|")


def test_lines_without_stops_are_sentences_and_wrapped_lines_run_on() -> None:
    assert cut("The vote was 14-11\nTurnout: 62 per cent\nThe next meeting is on 4 May") == [
        "The vote was 14-11", "Turnout: 62 per cent", "The next meeting is on 4 May",
    ]  # fmt: skip
    wrapped = (
        "The council of the town of Norrin met on Monday, and\nMayor Oskar Reyes said that the harbour is shut\nnow."
    )
    assert cut(wrapped) == [wrapped]
    club = 'The club said: "He has signed for six seasons."'
    numbered = f"{club}\n26-year-old Bram Osk kept its goal for four years, and was its captain."
    assert cut(numbered) == numbered.split("\n")
    chemical = "Water is made of hydrogen and O\n2 alone, as everybody knows."
    assert cut(chemical) == [chemical]


def test_text_without_marks_is_cut_at_spaces() -> None:
    said = " ".join(["and then we went down to the harbour"] * 40)
    found = cut(said, "en")
    assert max(map(len, found)) <= 300
    assert " ".join(found) == said
    thai = "เรือออกจากท่าเรือตอนหกโมงเช้า " * 40
    assert max(map(len, cut(thai, "th"))) <= 300
    assert cut(said) == [said], "of a statement, as it was written"
    word = "a" * 5000
    assert cut(word, "en") == [word]
    marked = ", ".join(["and then we went down to the harbour"] * 12) + "."
    assert cut(marked, "en") == [marked], "of what has marks nothing is cut"
