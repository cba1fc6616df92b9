"""Subtitles: speakers, captions that roll, pauses, marks; and broken ones."""

import pytest

from tests.corpus.conftest import article, damaged, reason


def srt(*cues: str, step: float = 2.0) -> str:
    def time(seconds: float) -> str:
        return f"00:{int(seconds) // 60:02}:{seconds % 60:06.3f}".replace(".", ",")

    return "\n\n".join(
        f"{number}\n{time(number * step)} --> {time(number * step + 2)}\n{cue}" for number, cue in enumerate(cues, 1)
    )


def test_cues_are_joined_to_sentences_without_times_and_marks() -> None:
    made = srt(
        "<i>The ferry will not</i>\nsail from",
        r"{\an8}Monday &amp; buses",
        "replace it. <font color=red>So</font>",
        "it is.",
    )
    read = article("bridge.en.srt", made)
    assert (read.title, read.lang) == ("Bridge", "en")
    assert read.text == "The ferry will not sail from Monday & buses replace it. So it is."


def test_a_turn_keeps_its_speaker() -> None:
    made = (
        "\ufeffWEBVTT\nKind: captions\nLanguage: de\n\nSTYLE\n::cue { color: red }\n\nNOTE not said\n\n"
        "intro\n00:01.000 --> 00:04.000 align:start\n<v.loud Jana Voß>Die Brücke ist zu.</v>\n\n"
        "00:04.000 --> 00:09.500\n<v Jana Voß>Seit sieben Uhr.\n\n"
        "00:09.500 --> 00:15.000\n<v Oskar Weiß>Wir öffnen <00:00:12.000><c>sie</c> bald.\n<v Jana Voß>Danke.\n\n"
        "00:15.000 --> 00:16.000\nMusik."
    )
    read = article("x.vtt", made)
    assert read.lang == "de"
    assert read.text == (
        "Jana Voß: Die Brücke ist zu. Seit sieben Uhr.\n\nOskar Weiß: Wir öffnen sie bald.\n\nJana Voß: "
        "Danke.\n\nMusik."
    )


def test_speakers_named_in_the_words_open_turns() -> None:
    made = srt(
        "DORA FINCH: It has been",
        "closed since seven.",
        "We wait.",
        ">> OSKAR REYES: It opens soon.",
        "- When?\n- At nine.",
    )
    assert article("x.srt", made).text == (
        "DORA FINCH: It has been closed since seven. We wait.\n\nOSKAR REYES: It opens soon.\n\nWhen?\n\nAt nine."
    )


def test_captions_that_roll_are_read_once_and_what_is_said_twice_twice() -> None:
    rolling = srt(
        "vapur pazartesi",
        "vapur pazartesi\nkalkmayacak ve",
        "kalkmayacak ve",
        "kalkmayacak ve\notobüsler gidecek",
        "otobüsler gidecek",
    )
    assert article("x.srt", rolling).text == "vapur pazartesi kalkmayacak ve otobüsler gidecek"
    growing = srt("the ferry", "the ferry will", "the ferry will sail", "again")
    assert article("x.srt", growing).text == "the ferry will sail again"
    assert (
        article("x.srt", srt("No.", "No.", "It stays.", "Why so?", "Because.")).text
        == "No. No. It stays. Why so? Because."
    )


def test_a_pause_after_a_sentence_opens_a_paragraph() -> None:
    assert article("x.srt", srt("It is so.", "And then", "some.", step=6)).text == "It is so.\n\nAnd then some."
    long = srt(*(f"This is sentence number {number} of the speech." for number in range(60)))
    assert max(map(len, article("x.srt", long).text.split("\n\n"))) < 700


def test_a_number_is_not_needed_and_a_header_neither() -> None:
    bare = "00:00:01,000 --> 00:00:02,000\nOne.\n\n00:00:02,000 --> 00:00:03,000\nTwo."
    assert article("x.srt", bare).text == "One. Two."
    assert article("x.vtt", bare.replace(",", ".")).text == "One. Two."
    assert article("x.srt", srt("Größe.").encode("cp1252")).text == "Größe."
    assert article("x.srt", srt("One.", "Two.").replace("\n", "\r\n")).text == "One. Two."


def test_files_that_are_no_subtitles_say_so() -> None:
    assert "not subtitles" in reason("x.srt", "Just words.")
    assert "nothing is said" in reason("x.srt", srt("♪", "123"))


@pytest.mark.slow
def test_damaged_subtitles_are_a_problem_at_most() -> None:
    damaged("x.srt", srt("One.", "<i>Two</i>", "Three").encode())
    damaged("x.vtt", ("WEBVTT\n\n" + srt("<v A>One.", "Two", "Three").replace(",", ".")).encode())


@pytest.mark.parametrize("name", ["x.srt", "x.vtt"])
def test_subtitles_with_times_alone_say_nothing(name: str) -> None:
    times = "1\n00:00:01,000 --> 00:00:04,000\n\n"
    assert "nothing is said" in reason(name, times if name == "x.srt" else f"WEBVTT\n\n{times.replace(',', '.')}")
