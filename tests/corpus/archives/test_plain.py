"""Plain text of messages: flowed lines, quotes, signatures and forwarded messages, in any language."""

import pytest

from rag.corpus.archives.plain import unflowed, written
from tests.corpus.archives.conftest import message
from tests.corpus.conftest import article


@pytest.mark.parametrize(
    ("flowed", "plain", "delete"),
    [
        ("The ferry \nis late.\n\nIt rains.", "The ferry is late.\n\nIt rains.", False),
        ("路面電 \n車は \n六時。", "路面電車は六時。", True),
        ("> The ferry \n> is late.\nNo.", "> The ferry is late.\nNo.", False),
        (">> a \n> b \nc", "> a \n> b \nc", False),
        ("Own. \n-- \nAda", "Own. \n-- \nAda", False),
        (" From here", "From here", False),
    ],
)
def test_flowed_paragraphs_are_one_line_again(flowed: str, plain: str, delete: bool) -> None:
    assert unflowed(flowed, delete_space=delete) == plain


OWN = "Hello,\n\nthe ferry is late."


@pytest.mark.parametrize(
    "below",
    [
        "\n\nOn Thu, 29 May 2025 at 10:00, Bo Lund <bo@b.example>\nwrote:\n> The ferry is early.\n> And empty.\n",
        "\n\nAm 29.05.25 um 10:00 schrieb Bo Lund:\n\n> Die Fähre ist früh.\n",
        "\n\nLe 29 mai 2025 à 10:00, Bo Lund a écrit :\n> Le bac est tôt.\n",
        "\n\n29 Mayıs 2025 Per 10:00 tarihinde Bo şunu yazdı:\n> Feribot erken.\n",
        "\n-- \nAda Holm\nThe Gazette\n",
        "\n--\nAda Holm\n\n_______________________________________________\nHarbour mailing list\nlist@b.example\n",
        "\n\n-----Original Message-----\nFrom: Bo\nSent: Thursday\nTo: Ada\nSubject: Ferry\n\nThe ferry is early.\n",
        "\n\n-----Ursprüngliche Nachricht-----\nVon: Bo\nGesendet: Donnerstag\n"
        "An: Ada\nBetreff: Fähre\n\nSie ist früh.\n",
        "\n\n________________________________\nDe : Bo\nEnvoyé : jeudi\nÀ : Ada\nObjet : Bac\n\nIl est tôt.\n",
        "\n\nBegin forwarded message:\n\n> From: Bo\n> Date: 29 May\n> To: Ada\n\nThe ferry is early.\n",
    ],
)
def test_what_is_quoted_forwarded_or_signed_is_left_out(below: str) -> None:
    own = written(OWN + below)
    assert own.text == OWN
    assert own.left_out == len("".join(below.split()))


def test_answers_between_quotes_stay_in_their_order() -> None:
    text = "Bo wrote on 9 May:\n> Is it late?\n\nIt is.\n\n> Does it rain?\n\nNo: see below.\n"
    assert written(text).text.split() == "It is. No: see below.".split()


def test_a_text_that_only_quotes_or_forwards_is_what_it_is_there_for() -> None:
    forwarded = (
        "---------- Forwarded message ---------\nVon: Bo <bo@b.example>\n"
        "Datum: 29. Mai\nBetreff: Fähre\nAn: Ada\n\nSie ist früh.\n"
    )
    assert written(forwarded).text == "Sie ist früh."
    noted = f"Zur Info.\n\n{forwarded}"
    assert written(noted).text == "Zur Info."
    assert written(noted, forwards=True).text == "Zur Info.\n\nSie ist früh."
    assert written("> The ferry\n> is late.").text == "The ferry\nis late."


@pytest.mark.parametrize(
    "text",
    [
        "The prices:\n\nTram: 4 crowns\nFerry: 9 crowns\nBus: 3 crowns\nCab: 20 crowns",
        "The meeting\n----------\nDate: Monday\nPlace: Harbour\nTime: noon",
        "First -- and last -- it rains.\n\n---\n\nThe second part: it snows.",
        "A line of mine ends in a colon:\n\nIt rains.",
        "Notes\n----------\nOne: it rains today.\n\nAnd it snows.",
    ],
)
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    assert written(text) == (text, 0)


def test_a_flowed_message_is_read_as_such() -> None:
    given = message()
    given.set_content("The ferry \nis late.\n")
    given.set_param("format", "flowed")
    assert article("x.eml", given.as_bytes()).text == "The ferry is late."
