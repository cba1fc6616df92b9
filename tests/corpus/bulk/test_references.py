"""References as BibTeX, RIS and Zotero's RDF: read as what they say of files, and never as articles."""

import pytest

from rag.corpus.bulk.references import Reference, references
from rag.corpus.reading import read_file
from tests.corpus.conftest import reason

BIBTEX = r"""
@string{bote = "Norriner Bote"}
@article{hahn2025,
  title = {Die F{\"a}hre {Tern} bleibt},
  author = {Hahn, J{\"o}rg and Anna Berg},
  date = {2025-05-30},
  journaltitle = {Norriner Bote},
  url = {https://bote.example/f\_1},
  langid = {de},
  keywords = {Hafen, Busse},
  file = {Full Text:files/123/f.pdf:application/pdf},
  abstract = {Ein Satz.}
}
@misc{ice, title={Ice works}, author={Finch, Dora}, year=2025, month=jun, day=1,
  file={C\:\\Users\\r\\storage\\X\\ice.pdf;x.html}}
"""
RIS = """TY  - NEWS\r
TI  - Gemi limanda kaldı\r
AU  - Kaya, Ayşe\r
DA  - 2025/05/30/\r
PY  - 2025\r
T2  - Liman Gazetesi\r
UR  - https://liman.example/g\r
LA  - tr\r
KW  - liman\r
L1  - files/7/gemi.pdf\r
AB  - Kısa.\r
ER  - \r
\r
TY  - NEWS\r
TI  - Ice works\r
ER  - \r
"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:link="http://purl.org/rss/1.0/modules/link/">
<bib:Article rdf:about="https://herald.example/a"><z:itemType>newspaperArticle</z:itemType>
<dcterms:isPartOf><bib:Newspaper><dc:title>The Norrin Herald</dc:title></bib:Newspaper></dcterms:isPartOf>
<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Finch</foaf:surname><foaf:givenName>Dora</foaf:givenName>
</foaf:Person></rdf:li></rdf:Seq></bib:authors><link:link rdf:resource="#item_2"/>
<dc:identifier><dcterms:URI><rdf:value>https://herald.example/a</rdf:value></dcterms:URI></dc:identifier>
<dc:subject>ferry</dc:subject>
<dc:date>2025-05-30</dc:date><dc:title>Ferry stays</dc:title><z:language>en</z:language>
</bib:Article>
<z:Attachment rdf:about="#item_2">
<rdf:resource rdf:resource="files/2/ferry.pdf"/><dc:title>PDF</dc:title></z:Attachment>
</rdf:RDF>"""


def test_bibtex_is_read_with_its_latex() -> None:
    found, bad = references("x.bib", BIBTEX.encode())
    assert bad == 0
    assert found == [
        Reference(
            "Die Fähre Tern bleibt", "Jörg Hahn, Anna Berg", "2025-05-30", "Norriner Bote", "https://bote.example/f_1",
            "de", ("Hafen", "Busse"), ("files/123/f.pdf",), True,
        ),
        Reference("Ice works", "Dora Finch", "1 jun 2025", files=(r"C:\\Users\\r\\storage\\X\\ice.pdf", "x.html")),
    ]  # fmt: skip


def test_ris_is_read_reference_by_reference() -> None:
    found, bad = references("x.ris", RIS.encode("utf-8-sig"))
    assert bad == 0
    assert found == [
        Reference(
            "Gemi limanda kaldı", "Ayşe Kaya", "2025-05-30", "Liman Gazetesi", "https://liman.example/g", "tr",
            ("liman",), ("files/7/gemi.pdf",), True,
        ),
        Reference("Ice works"),
    ]  # fmt: skip


def test_zoteros_rdf_names_the_files_of_its_attachments() -> None:
    assert references("x.rdf", RDF.encode()) == (
        [
            Reference(
                "Ferry stays", "Dora Finch", "2025-05-30", "The Norrin Herald", "https://herald.example/a", "en",
                ("ferry",), ("files/2/ferry.pdf",),
            ),
        ],
        0,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "data"), [("x.bib", BIBTEX), ("x.ris", RIS)])
def test_a_file_of_references_says_that_it_holds_no_text(name: str, data: str) -> None:
    articles, problems = read_file(name, data.encode())
    assert articles == []
    assert [problem.kind for problem in problems] == ["partly"]
    files = 2 if name == "x.bib" else 1
    assert problems[0].reason.startswith(f"2 references and no text ({files} with a file, 1 with an abstract)")


@pytest.mark.parametrize("name", ["x.bib", "x.ris", "x.rdf"])
def test_what_holds_no_reference_says_so(name: str) -> None:
    assert "export" in reason(name, "Only words, and {a brace.")
    assert "larger than 20 MB" in reason(name, "x" * 20_000_001)


def test_broken_entries_are_counted() -> None:
    _, problems = read_file("x.bib", (BIBTEX + "@article{broken, title={x}\n\n@book{k, title={y}}").encode())
    assert problems[1].reason.startswith("1 entry can't be read")


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "data",
    [
        "@a{" * 100_000, "{" * 300_000, '"' * 300_000, "@article{x,title={" + "{" * 100_000,
        "@article{x, a={b}, " * 9000, "@a{\n" * 40_000,
        "@article{k,title={" + r"{\"a}" * 50_000 + "}}", "@article{k,file={" + ":;" * 100_000 + "}}",
        "TY  - NEWS\n" * 30_000, "TY  - NEWS\nER  - \n" * 10_000, "AU  - x\n" * 50_000,
        "@misc{a, author={" + "a and " * 9000,
    ],
    ids=lambda data: data[:12],
)  # fmt: skip
@pytest.mark.parametrize("name", ["x.bib", "x.ris"])
def test_no_references_take_long(name: str, data: str) -> None:
    articles, problems = read_file(name, data.encode())
    assert articles == []
    assert problems
