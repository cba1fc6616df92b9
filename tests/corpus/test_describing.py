"""What references say of the files beside them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag.corpus.amending import Amendment
from rag.corpus.describing import described, descriptions, stamp
from rag.corpus.files import find_files
from rag.corpus.reading import read_articles
from rag.types import Article
from tests.corpus.bulk.test_references import BIBTEX, RIS

TEXT = "Das Schiff bleibt ab Montag im Hafen, und vier Busse fahren um die Bucht."


@pytest.fixture
def library(tmp_path: Path) -> Path:
    for name, text in (
        ("zotero/lib.bib", BIBTEX), ("zotero/files/123/f.pdf.txt", "Another."), ("zotero/files/123/f.pdf", ""),
        ("zotero/storage/X/ice.pdf", ""), ("gemi.ris", RIS.split("\r\n\r\n")[0]), ("gemi.txt", TEXT),
        ("zotero/x.html", f"<html><body><p>{TEXT}</p></body></html>"), ("other.txt", TEXT),
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_files_are_found_by_their_names_wherever_the_library_had_them(library: Path) -> None:
    said = descriptions(find_files(library).files, {})
    assert {path: one.reference and one.reference.title for path, one in said.items()} == {
        "zotero/files/123/f.pdf": "Die Fähre Tern bleibt",
        "zotero/storage/X/ice.pdf": "Ice works",
        "zotero/x.html": "Ice works",
        "gemi.txt": "Gemi limanda kaldı",
    }


def test_an_article_gets_what_its_reference_says(library: Path) -> None:
    said = descriptions(find_files(library).files, {})
    with (library / "gemi.txt").open("rb") as file:
        [read] = described("gemi.txt", read_articles("gemi.txt", file), said["gemi.txt"])
    assert read == Article(
        "gemi.txt", "Gemi limanda kaldı", TEXT, date(2025, 5, 30), "record", "Ayşe Kaya", "Liman Gazetesi",
        "https://liman.example/g", "tr", tags=("liman",),
    )  # fmt: skip


def test_what_an_article_says_in_its_front_matter_stays(library: Path) -> None:
    said = descriptions(find_files(library).files, {})
    (library / "gemi.md").write_text(f"---\ntitle: Own\ndate: 2025-06-01\n---\n{TEXT}", encoding="utf-8")
    with (library / "gemi.md").open("rb") as file:
        [read] = described("gemi.md", read_articles("gemi.md", file), said["gemi.txt"])
    assert (read.title, read.published, read.author) == ("Own", date(2025, 6, 1), "Ayşe Kaya")


@pytest.mark.parametrize("count", [2, 3, 5])
def test_of_a_file_of_many_articles_it_is_not_said_which_is_meant(library: Path, count: int) -> None:
    said = descriptions(find_files(library).files, {})["gemi.txt"]
    (library / "many.csv").write_text("id,title,text\n" + "".join(f"{n},T,x\n" for n in range(count)), encoding="utf-8")
    with (library / "many.csv").open("rb") as file:
        assert [(one.id, one.title) for one in described("many.csv", read_articles("many.csv", file), said)] == [
            (str(number), "T") for number in range(count)
        ]


def test_a_file_is_known_by_what_is_said_of_it(library: Path) -> None:
    said = descriptions(find_files(library).files, {})["gemi.txt"]
    assert stamp("a", None) == "a"
    amended = replace(said, amendments={"gemi.txt": Amendment("gemi.txt", title="x")})
    assert len({stamp("a", said), stamp("a", amended), stamp("b", said), "a"}) == 4


def test_what_a_reader_says_counts_before_a_reference(library: Path) -> None:
    said = descriptions(find_files(library).files, {"gemi.txt": Amendment("gemi.txt", title="Mended", author="")})
    with (library / "gemi.txt").open("rb") as file:
        [read] = described("gemi.txt", read_articles("gemi.txt", file), said["gemi.txt"])
    assert (read.title, read.author, read.source) == ("Mended", None, "Liman Gazetesi")


def test_references_that_are_broken_describe_nothing(library: Path) -> None:
    (library / "bad.bib").write_bytes(b"\xff\xfe@\x00{")
    (library / "bad.rdf").write_bytes(b"<")
    assert len(descriptions(find_files(library).files, {})) == 4
