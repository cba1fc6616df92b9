"""Press releases: what stands above and below their text."""

from datetime import date

import pytest

from rag.corpus.dates import dateline_of
from rag.corpus.reading import read_file
from tests.corpus.conftest import PARAGRAPHS, article

TEXT = "\n\n".join(PARAGRAPHS)
ABOUT = "The Harbour Board is the leading port of the bay and moves nine million tonnes a year."
ASKED = "Otto Baum, +47 555 0199, press@harbour.example"


@pytest.mark.parametrize(
    ("above", "end", "about", "contact"),
    [
        ("EMBARGOED UNTIL THURSDAY\n\nFOR IMMEDIATE RELEASE", "- ENDS -", "About the Harbour Board", "Media contact"),
        ("Press release no. 12/2024", "###", "About Harbour", "Contact:"),
        ("PRESSEMITTEILUNG", "-Ende-", "Über die Hafenbehörde", "Pressekontakt"),
        ("COMMUNIQUÉ DE PRESSE", "- Fin -", "À propos du port", "Contacts presse"),
        ("NOTA DE PRENSA", "- FIN -", "Acerca del puerto", "Contacto de prensa:"),
        ("BASIN BÜLTENİ", "- Son -", "Norrin Limanı Hakkında", "Basın İletişim"),
        ("", "", "About the Harbour Board", "Press contact"),
    ],
)
def test_what_makes_a_text_a_release_is_left_out_and_told(above: str, end: str, about: str, contact: str) -> None:
    given = f"{above}\n\nTrams at last\n\n{TEXT}\n\n{end}\n\n{about}\n{ABOUT}\n\n{contact}\n{ASKED}\n"
    (read,), (problem,) = read_file("x.txt", given.encode())
    assert (read.title, read.text) == ("Trams at last", TEXT)
    assert problem.kind == "partly"
    assert "press release" in problem.reason


def test_notes_to_editors_stay() -> None:
    below = f"ENDS\n\nAbout the Board\n{ABOUT}\n\nNotes to editors\n1. One."
    given = f"FOR IMMEDIATE RELEASE\n\nTrams at last\n\n{TEXT}\n\n{below}"
    (read,), _ = read_file("x.txt", given.encode())
    assert read.text == f"{TEXT}\n\nNotes to editors\n1. One."


def test_a_release_without_a_dateline_is_of_the_day_of_its_embargo() -> None:
    read = article("x.txt", f"SPERRFRIST: 7. Mai 2024, 10:00 Uhr\n\nTrams at last\n\n{TEXT}")
    assert (read.published, read.published_from, read.text) == (date(2024, 5, 7), "dateline", TEXT)
    read = article("x.txt", f"Embargo: 7 May 2024\n\nTrams at last\n\nNORRIN, 6 May 2024 – {TEXT}")
    assert read.published == date(2024, 5, 6)


@pytest.mark.parametrize(
    "given",
    [
        f"Embargo on grain is lifted\n\n{TEXT}",
        f"Press release writing is an art\n\n{TEXT}",
        f"Press release: trams at last\n\n{TEXT}",
        f"Pressemitteilung: Trams in Norrin\n\n{TEXT}",
        f"Embargo\n\n{TEXT}",
        f"Embargo of Norrin enters its 60th year\n\n{TEXT}",
        f"Embargo : 3 navires bloqués à Norrin\n\n{TEXT}",
        f"Ambargo 1974'ten beri sürüyor\n\n{TEXT}",
        f"What they call news\n\nI read twice what the board wrote.\n\nPress release\n\n{TEXT}\n\nAbout Us\n{ABOUT}",
        f"Trams at last\n\n{TEXT}\n\nAbout 200 people\n{ABOUT}\n\nContact\n{ASKED}",
        f"Trams at last\n\n{TEXT}\n\nSobre la grieta\n{ABOUT}\n\nContacto\n{ASKED}",
        f"Trams at last\n\n{TEXT}\n\nAbout Harbour\n{ABOUT}\n\nContact\n{ASKED}\n\n# And now\n\n{TEXT}",
        f"Trams at last\n\n{'Gazette ' * 30}\n\n####\n\nAbout Harbour\n\nBy Bo Quist\n\n{TEXT}",
        f"Trams at last\n\n{TEXT}\n\n###\n\n{TEXT}\n\nAbout the Harbour Board\n\n{ABOUT}",
        f"Trams at last\n\n{TEXT}\n\nAbout the second line\n{ABOUT}",
        f"Trams at last\n\n{TEXT}\n\nContact\n{ASKED}",
    ],
)
def test_an_article_that_is_no_release_stays_whole(given: str) -> None:
    read = article("x.txt", given)
    assert f"{read.title}\n\n{read.text}" == given


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Norrin, le 14 mars 2024 – La halle ferme.", "14 mars 2024"),
        ("Norrin, 7. Mai 2024. Das Werk steht.", "7. Mai 2024"),
        ("(Norrin, 12 de marzo de 2024).- El mercado cierra.", "12 de marzo de 2024"),
        ("Norrin, 7 May 2024 was a day of rain.", None),
        ("7 May 2024. It rained.", None),
        ("Dora Finch, 4 May 1918 – 2 June 1990, built it.", None),
        ("Norrin, 4 May 1918: a girl is born.", None),
        ("Saturday, 5 November 2022: Norrin and Velm.", None),
    ],
)
def test_a_dateline_may_end_as_releases_have_it(line: str, day: str | None) -> None:
    assert dateline_of(line) == day
