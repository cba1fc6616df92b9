"""What a sentence in another language than English enumerates."""

import pytest

from rag.text.coordination import enumerated


@pytest.mark.parametrize(
    ("text", "code", "members"),
    [
        (
            "Auch Norwegen, Schweden und mehrere Inseln Dänemarks haben es schon.",
            "de",
            "Norwegen|Schweden|Inseln Dänemarks",
        ),
        (
            "Die Namen lauten: Ada M. Brandt, Pilotin; Tom Reed, Koch; Orla Finch, Lotsin (Norrin).",
            "de",
            "Ada M. Brandt|Tom Reed|Orla Finch",
        ),
        ("Es gehen folgende Länder vor: Keld (132 Fälle), Norrin (85), Askim (27).", "de", "Keld|Norrin|Askim"),
        ("Es gab Äpfel, Birnen und Nüsse, aber keine Pflaumen.", "de", "Äpfel|Birnen|Nüsse"),
        (
            "Er wird mit Velm oder 2011 gebaut und zuerst in Spanien, den Niederlanden und England verkauft.",
            "de",
            "Spanien|Niederlanden|England",
        ),
        (
            "Les communes de Verne, Saint-Aubin et Bar-sur-Orme ont été évacuées.",
            "fr",
            "Verne|Saint-Aubin|Bar-sur-Orme",
        ),
        ("Firmaron el pacto Perú, Costa Rica y el Reino Unido, que no votó.", "es", "Perú|Costa Rica|Reino Unido"),
        ("Depremde Bodrum, Marmaris ve Datça etkilendi.", "tr", "Bodrum|Marmaris|Datça"),
    ],
)
def test_a_row_has_the_names_between_its_signs(text: str, code: str, members: str) -> None:
    rows = [[text[a:b] for a, b in row] for row in enumerated(text, code)]
    assert rows == [members.split("|")]


def test_clauses_are_no_row() -> None:
    assert not list(enumerated("Der Minister sagte, dass der Bau, der 2003 begann, und die Brücke teuer seien.", "de"))
