"""Transcripts: their turns without the times beside them."""

import pytest

from rag.corpus.spoken import without_times
from tests.corpus.conftest import article

TURNS = (("Ada Moss", "Welcome back."), ("Tom Reed", "It waits at the quay."), ("Ada Moss", "How long?"))
READ = "\n\n".join(f"{name}: {words}" for name, words in TURNS)


@pytest.mark.parametrize(
    "form",
    [
        "[14:0{n}:12] {name}: {words}",
        "[00:0{n}:12] {name}: {words}",
        "00:0{n} - {name}: {words}",
        "{name} (0{n}:12): {words}",
        "{name} [00:0{n}:12]\n{words}",
        "{name} 0{n}:12\n\n{words}",
        "[0{n}:12]\n{name}: {words}",
    ],
)
def test_a_turn_is_its_speaker_and_words_without_a_time(form: str) -> None:
    given = "\n\n".join(form.format(n=n, name=name, words=words) for n, (name, words) in enumerate(TURNS))
    assert without_times(given) == READ
    assert article("x.txt", f"Fog and ferries\n\n{given}").text == READ


@pytest.mark.parametrize(
    "text",
    [
        "[00:12] The council met.\n\n[00:15] It went home.\n\n[00:18] It rained.",
        "At 08:15 Moss left.\n\nReed left at 08:20.\n\nThe ferry left at 08:30\nand came back.",
        "14:32 Police: It burns.\n\n14:47 Fire Brigade: It is out.\n\n15:03 Police: The road is open.",
        "[14:32] Polizei: Es brennt.\n\n[14:47] Feuerwehr: Es ist aus.\n\n[15:03] Polizei: Frei.",
        "Hall Ada 10:00: Opening.\nHall Bo 10:00: Films.\nHall Ada 11:00: A talk.",
        "10:00\nHall Ada: Opening.\n11:00\nHall Bo: Films.\n12:00\nHall Ada: A talk.",
        "08:00 Norrin: The first ferry.\n\n09:00 Velm: The second.\n\n10:00 Keld: The last.",
    ],
)
def test_the_times_of_what_is_no_transcript_stay(text: str) -> None:
    assert without_times(text) == text
