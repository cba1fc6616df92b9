"""Rich texts: letters of several encodings, notes, boxes, tables, tracked changes; and broken ones."""

import time

import pytest

from rag.corpus.reading import read_file
from tests.corpus.conftest import article, damaged, reason

HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\froman\fcharset204 Times Cyr;}}"


def test_a_rich_text_has_its_title_author_letters_and_paragraphs() -> None:
    source = (
        HEAD + r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s1 heading 1;}}{\info{\title F\'e4hre h\'e4lt}"
        r"{\author Jana Vo\u223?}{\creatim\yr2020\mo1\dy1}}{\header Seite \chpgn\par}"
        r"\pard\f0 Die F\'e4hre f\'e4hrt nicht: \u8222?Zu viel Eis\ldblquote , sagt die Beh\'f6rde.\par "
        r"\pard {\f1 \'cf\'e0\'f0\'ee\'ec} \u-10179?\u-8704? steht.\line Zweite Zeile.\par}"
    )
    read = article("x.rtf", source.encode("cp1252"))
    assert (read.title, read.author, read.published) == ("Fähre hält", "Jana Voß", None)
    assert read.text == (
        "Die Fähre fährt nicht: „Zu viel Eis“, sagt die Behörde.\n\nПаром \U0001f600 steht.\nZweite Zeile."
    )


def test_notes_and_boxes_follow_their_paragraph_and_rows_are_lines() -> None:
    source = (
        HEAD
        + r"\pard Turnover rose{\super\chftn}{\footnote\pard\plain{\super\chftn} By the board\'92s figures.\par} by a "
        r"third.\par"
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard In a "
        r"box.\par}}{\shprslt\pard In a box.\par}}"
        r"\pard After it.\par"
        r"\trowd\cellx3000\cellx6000\pard\intbl Stop\cell Fare\par in crowns\cell\row"
        r"\trowd\cellx3000\cellx6000\pard\intbl Quay\cell 41\cell\row"
        r"\pard The end, see {\field{\*\fldinst{HYPERLINK "
        + '"https://example.org/a"'
        + r"}}{\fldrslt{this page}}}.\par}"
    )
    assert article("x.rtf", source).text == (
        "Turnover rose by a third.\n\nBy the board’s figures.\n\nAfter it.\n\nIn a box.\n\n"
        "Stop | Fare in crowns\nQuay | 41\n\nThe end, see this page."
    )


def test_what_was_deleted_or_hidden_is_left_out() -> None:
    source = HEAD + (
        r"\pard It opened in {\deleted 1930}{\revised 1931}{\v secret}, not\deleted  never\deleted0  before."
        r"{\*\annotation Really?}{\pict\pngblip 89504e47}\par{\*\atnid x}}"
    )
    assert article("x.rtf", source).text == "It opened in 1931, not before."


def test_pictures_in_bytes_are_passed_over() -> None:
    picture = rb"{\pict\bin12 }}}}{{{{\par}"
    assert article("x.rtf", HEAD.encode() + picture + rb"\pard Words.\par}").text == "Words."


def test_rich_texts_without_text_and_others_say_so() -> None:
    assert "no text in this rich text" in reason("x.rtf", HEAD + "}")
    assert "not a rich text: it is a PDF" in reason("x.rtf", "%PDF-1.7")


@pytest.mark.slow
def test_hostile_rich_texts_come_to_an_end() -> None:
    """None takes more than its length allows: groups without end, in each other, fields and fonts that never close."""
    for source in (
        "{" * 300_000 + "deep",
        r"{\field{\*\fldinst{HYPERLINK " * 20_000,
        r"{\rtf1{\fonttbl" + r"\f0\fcharset0 " * 20_000 + "}",
        r"{\footnote " * 50_000 + "note",
        r"\u" * 100_000,
        "}" * 100_000 + "behind",
        r"\par" * 100_000,
    ):
        begun = time.process_time()
        articles, problems = read_file("x.rtf", (r"{\rtf1 " + source).encode())
        assert len(articles) + len(problems) == 1
        assert time.process_time() - begun < 20


@pytest.mark.slow
def test_damaged_rich_texts_are_a_problem_at_most() -> None:
    source = HEAD + r"{\info{\title T}}\pard One{\footnote two\par}.\par\trowd\intbl a\cell b\cell\row\pard Three.\par}"
    damaged("x.rtf", source.encode())
