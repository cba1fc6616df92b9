"""Texts in other encodings, and files that are not what their names say."""

import pytest

from tests.corpus.conftest import RUSSIAN, TURKISH, article, reason


def test_control_characters_go_and_line_ends_are_line_feeds() -> None:
    assert article("x.txt", "a\x07b\tc\x1b\rd\x0ce\u2028f\x85g").text == "ab\tc\nd\ne\nf\ng"


CZECH = (
    "Večer se žáci vrátili ze školy a ředitelka oznámila, že výuka začne až příští týden. "
    "Rodiče žádají vysvětlení od města."
)
POLISH = (
    "Wieczorem zostaną ogłoszone wyniki głosowania, a świąteczny targ będzie zamknięty aż do wiosny. "
    "Mieszkańcy są źli i żądają wyjaśnień."
)
LATVIAN = (
    "Pirmdienas vakarā pilsētas dome nolēma slēgt tiltu uz četriem mēnešiem, jo tā balsti ir bojāti. "
    "Iedzīvotāji pret to iebilst."
)
FRENCH = "La grève a été très suivie à Paris, où le maire s'est exprimé. « C'est là le problème », dit-il."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-32"),
        (FRENCH, "latin-1"),
        ("“It’s a café – £5,” he said.", "cp1252"),
        ("Vis-à-vis the protégé, a façade worth £5m.", "cp1252"),
        ("Været på Vestlandet blir dårlig i år, sier en forsker, og åpningen er på lørdag.", "latin-1"),
        (TURKISH, "cp1254"),
        ("İstanbul'da yağmur bekleniyor.", "cp1254"),
        ("Pazartesi akşamı çarşıda yağmur vardı. “Yarın açarız” dedi başkan, ama kapılar kapalıydı.", "cp1254"),
        (CZECH, "iso8859_2"),
        (POLISH, "iso8859_2"),
        (LATVIAN, "cp1257"),
        ("Hội đồng thành phố quyết định xây lại cây cầu cũ.", "utf-16-le"),
        ("The first tram ran at six.", "utf-16-be"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy. Vláda dnes schválila nový rozpočet.", "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("Χθες στην Αθήνα πραγματοποιήθηκε συνεδρίαση της κυβέρνησης για την οικονομία.", "cp1253"),
        ("昨日、東京で会議が開かれ、経済について話し合われました。", "cp932"),
        ("昨日、東京で会議が開かれ、経済について話し合われました。", "euc_jp"),
        ("昨日、東京で会議が開かれ、経済について話し合われました。", "iso2022_jp"),
    ],
)
def test_text_is_read_in_the_encoding_that_it_was_written_in(text: str, encoding: str) -> None:
    assert article("x.txt", text.encode(encoding)).text == text


def test_one_bad_byte_does_not_change_the_encoding_of_the_rest() -> None:
    assert article("x.txt", TURKISH.encode() + b"\xff").text == TURKISH + "\ufffd"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("x.txt", b"", "empty file"),
        ("x.pdf", b" \n", "empty file"),
        ("x.txt", b"\xef\xbb\xbf", "no text"),
        ("x.txt", bytes(range(256)), "NUL"),
        ("x.txt", "text".encode("utf-16-le") + b"x", "UTF-16"),
        ("x.txt", "text".encode("utf-16") + b"x", "broken UTF-16"),
        ("x.md", b"%PDF-1.4 ...", "a PDF"),
        ("x.csv", b"PK\x03\x04...", "a zip archive"),
        ("x.pdf", b"<!DOCTYPE html><p>Log in", "not a PDF: it starts with '<!DOCTYPE html>"),
        ("x.pdf", b"\x89PNG\r\n", "not a PDF: it is a picture"),
        ("x.docx", b"\xd0\xcf\x11\xe0...", "without a password"),
        ("x.docx", b"Hello", "not a Word document: it starts with 'Hello'"),
        ("x.zip", b"PK\x03\x04...", "not a whole zip archive"),
        ("x.exe", b"PK\x03\x04...", "unknown kind of file: use .md"),
        ("name", b"text", "unknown kind of file"),
    ],
)
def test_what_a_file_is_not_is_said_in_plain_words(name: str, data: bytes, why: str) -> None:
    assert why in reason(name, data)
