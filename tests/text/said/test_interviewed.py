"""Interviews without labels: whose words the replies are."""

import pytest

from tests.text.said.speakers import speaker

ENGLISH = (
    "Dora Finch, an engineer, has looked after the bridge for nineteen years. Finch met us at the quay.\n\n"
    "When did you see the crack?\n\nIn January, when I cleaned the rails. It was long.\n\n"
    "Why did nobody close it?\n\nNobody wanted to pay. The report lay in a drawer.\n\nWe wrote to the council.\n\n"
    "Will it open again?\n\nI think so.\n\nThe bridge is to open in October."
)
GERMAN = (
    "Jonas Brandt, 54, leitet das Werk seit elf Jahren. Brandt empf\u00e4ngt uns am Kai.\n\n"
    "Wann sahen Sie das Ventil?\n\nIn der Nacht, als ich schlief. Es war alt.\n\n"
    "Warum so sp\u00e4t?\n\nWir hatten kein Geld.\n\n"
    "Und nun?\n\nIch warte auf den Stahl."
)


@pytest.mark.parametrize(
    ("text", "code", "sentence", "name"),
    [
        (ENGLISH, "en", "The report lay in a drawer.", "Dora Finch"),
        (ENGLISH, "en", "We wrote to the council.", "Dora Finch"),
        (ENGLISH, "en", "Why did nobody close it?", None),
        (ENGLISH, "en", "The bridge is to open in October.", None),
        (GERMAN, "de", "Es war alt.", "Jonas Brandt"),
    ],
)
def test_a_reply_is_of_the_one_person_whom_the_text_above_names(
    text: str, code: str, sentence: str, name: str | None
) -> None:
    assert (speaker(text, sentence, code) or "").endswith(name or "")
    assert (speaker(text, sentence, code) is None) == (name is None)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH.replace("Finch met us", "Finch and the mayor Lena Okoro met us"),
        ENGLISH.replace("when I cleaned", "when she cleaned")
        .replace("We wrote", "She wrote")
        .replace("I think", "Yes,"),
        ENGLISH.replace("did you see", "did she see"),
        ENGLISH.replace("Will it open again?", "It opens again."),
    ],
)
def test_where_it_is_not_sure_the_replies_are_nobodys(text: str) -> None:
    assert speaker(text, "The report lay in a drawer.", "en") is None
