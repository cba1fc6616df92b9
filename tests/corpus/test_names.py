"""Names of files that are safe on any machine."""

import unicodedata
from collections import Counter

import pytest

from rag.corpus.names import of_other_kinds, safe_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("report.md", "report.md"),
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\Users\\Ana\\report.docx", "report.docx"),
        ("a\x00b.md", "ab.md"),
        ("two\nlines.md", "two lines.md"),
        ("...hidden.md", "hidden.md"),
        (".md", "article.md"),
        ("..md", "article.md"),
        ("folder/.md", "article.md"),
        ("CON.md", "_CON.md"),
        ("nul.tar.csv", "_nul.tar.csv"),
        ("console.md", "console.md"),
        ("CON", "_CON"),
        ("a:b?c*.md", "a-b-c-.md"),
        ("report. .md", "report.md"),
        ("Ekonomi 📈 raporu.PDF", "Ekonomi 📈 raporu.PDF"),
        ("👩\u200d🔬.md", "👩\u200d🔬.md"),
        ("تقرير.html", "تقرير.html"),
        ("exe\u202edm.md", "exedm.md"),
        ("Gu\u0308ler.md", "Güler.md"),
        ("half \ud83d.md", "half.md"),
        ("", "article"),
        ("/", "article"),
        ("..", "article"),
    ],
)
def test_a_name_is_made_safe_and_stays_like_itself(given: str, safe: str) -> None:
    assert safe_name(given) == safe
    assert safe_name(safe) == safe


@pytest.mark.parametrize("letter", ["x", "ü", "字", "😀", "a\u0301"])
def test_a_long_name_is_cut_between_letters_and_keeps_its_extension(letter: str) -> None:
    name = safe_name(letter * 400 + ".jsonl")
    assert name.endswith(".jsonl")
    assert 190 < len(name.encode()) <= 200
    assert set(name.removesuffix(".jsonl")) <= set(unicodedata.normalize("NFC", letter))
    assert len(safe_name("x." + "y" * 400).encode()) <= 200


def test_all_kinds_that_are_not_read_are_named_with_their_numbers() -> None:
    unknown = Counter({f".k{number:02}": number for number in range(1, 41)})
    told = of_other_kinds(unknown)
    assert told.startswith("820 files of kinds that are not read: .k01, .k02 (2), ")
    assert told.endswith(", .k40 (40)")
    assert len(of_other_kinds(Counter(f".{number}" for number in range(100_000)))) < 10_000
