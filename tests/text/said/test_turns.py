"""The turns of transcripts: whose words their sentences are."""

import pytest

from rag.text.said.reading import left_out
from rag.text.said.turns import turns
from tests.text.said.speakers import speaker

RADIO = (
    "LENA OKORO, HOST: Good day. The bridge is closed.\n\nDORA FINCH (engineer): Good day. The crack is long.\n\n"
    "OKORO: How long?\n\nFINCH: Five months. The steel comes in July.\n\nWe wait for it.\n\n(APPLAUSE)\n\n"
    "The end came soon.\n"
)


@pytest.mark.parametrize(
    ("text", "code", "sentence", "name"),
    [
        (RADIO, "en", "The crack is long.", "DORA FINCH (engineer)"),
        (RADIO, "en", "The steel comes in July.", "DORA FINCH (engineer)"),
        (RADIO, "en", "We wait for it.", "DORA FINCH (engineer)"),
        (RADIO, "en", "How long?", "LENA OKORO, HOST"),
        (RADIO, "en", "The end came soon.", None),
        ("With Dora Finch.\n\nGazette: Why?\nFinch: It is old. It broke.\nGazette: And?", "en", "It broke.", "Finch"),
        ("Anna Berg: Warum?\nJonas Brandt: Es war alt. Es brach.\nBerg: Danke.\n", "de", "Es brach.", "Jonas Brandt"),
        ("Mme Dumas. – Merci. C'est long.\nM. Petit. – Non.\nMme Dumas. – Si.", "fr", "C'est long.", "Mme Dumas"),
        (
            "El señor PRADO: Abro.\nLa señora LUNA: No. Nada.\nEl señor PRADO: Sí.",
            "es",
            "Nada.",
            "La señora LUNA",
        ),
        ("Elif Demir: İskele eski. Paslı.\nDeniz Kaya: Ne zaman?\nDemir: Eylülde.", "tr", "Paslı.", "Elif Demir"),
    ],
)
def test_each_sentence_of_a_turn_is_of_whom_its_label_names(
    text: str, code: str, sentence: str, name: str | None
) -> None:
    assert speaker(text, sentence, code) == name


def test_the_name_of_a_turn_is_left_out_but_in_the_sentence_with_its_label() -> None:
    at = RADIO.index("The steel")
    name = left_out(RADIO, "en", at, at + len("The steel comes in July."))
    assert name is not None
    assert RADIO[slice(*name)] == "DORA FINCH (engineer)"
    at = RADIO.index("FINCH: Five")
    assert left_out(RADIO, "en", at, at + len("FINCH: Five months.")) is None


def test_a_surname_of_two_speakers_is_of_neither_in_full() -> None:
    text = "ADA MOSS: One.\nREED: Why?\nTOM MOSS: Two.\nREED: And?\nMOSS: Three it is.\nREED: Oh."
    assert speaker(text, "Three it is.", "en") == "MOSS"


@pytest.mark.parametrize(
    "text",
    [
        "Picture: The quay.\nPicture: A tram.\nPicture: A boat.\nNorrin: It rained.",
        "Price: 40 crowns.\nPlace: Norrin.\nTime: noon.\nPlan: none.",
        "Question: When does it open?\nAnswer: In May.\nQuestion: Who pays?\nAnswer: The town.",
        "Der Ort ist alt, die Zeit auch: der Ort am Kai.\nOrt: Rathaus.\nZeit: 20 Uhr.\nOrt: Hafen.\nZeit: 18 Uhr.",
        "Directed by: Dora Finch.\nCountry: Norway.\nDirected by: Tom Reed.\nCountry: Turkey.",
        "Title: Ice.\nISBN: 7.\nYear: 2020.\nTitle: Fog.\nYear: 2021.",
        "Moss said one thing: go.\nReed said another: stay.\nMoss said: no.",
        "ADA MOSS: One.\nThe council met.\nADA MOSS: Two.\nIt rained.\nADA MOSS: Three.",
        "ADA MOSS: One.\nTOM REED: Two.\n" + "The council met again that day.\n" * 9 + "ADA MOSS: Three.",
    ],
)
def test_what_is_no_transcript_has_no_turns(text: str) -> None:
    assert turns(text) == ()
