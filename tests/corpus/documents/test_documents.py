"""PDF and Word documents, whole and broken."""

import io
import random
import time
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rag.corpus.reading import read_file
from tests.corpus.conftest import DAY, article, lines, pdf, reason, saved


def test_a_pdf_gives_paragraphs_without_running_lines_and_broken_words() -> None:
    pages = [
        lines("The Gazette", "", "", top=760)
        + lines("Trams at last", "", *opening, top=700)
        + lines(f"Page {number} of 3", top=40)
        for number, opening in enumerate(
            [
                (
                    "The first tram ran at six in the morn-",
                    "ing, and many people stood in the",
                    "rain.",
                    "",
                    "The line is late, and",
                ),
                ("went on over the page.",),
                ("The end.",),
            ],
            start=1,
        )
    ]
    pages = [pages[0], pages[1].replace(b"(Trams at last) Tj", b""), pages[2].replace(b"(Trams at last) Tj", b"")]
    read = article("x.pdf", pdf(*pages, info=b"/Title(Trams at last)/Author(Ana P)/CreationDate(D:20231009)"))
    assert read.text == (
        "The first tram ran at six in the morning, and many people stood in the rain.\n\n"
        "The line is late, and went on over the page.\n\nThe end."
    )
    assert (read.title, read.author) == ("Trams at last", "Ana P")


def test_an_indent_or_a_short_line_opens_a_paragraph_where_no_gap_does() -> None:
    set_solid = lines(
        "A line that is as long as any other is", "and ends here.", "Another line that is as long as any is", "too."
    )
    assert article("x.pdf", pdf(set_solid)).text.split("\n\n") == [
        "A line that is as long as any other is and ends here.",
        "Another line that is as long as any is too.",
    ]
    indented = b"BT /F 12 Tf 72 720 Td (A line that is as long as any other is.) Tj "
    indented += (
        b"18 -14 Td (Another that goes on after its) Tj -18 -14 Td (end, for the whole width of the page.) Tj ET"
    )
    assert article("x.pdf", pdf(indented)).text.split("\n\n") == [
        "A line that is as long as any other is.",
        "Another that goes on after its end, for the whole width of the page.",
    ]


@pytest.mark.parametrize(
    ("info", "title", "author"),
    [
        (b"/Title(Untitled)/Author(jsmith)", "Name", None),
        (b"/Title(Microsoft Word - trams.doc)/Author(Administrator)", "Name", None),
        (b"/Title(trams_final.indd)", "Name", None),
        (b"/Title(Untitled works by a master)/Author(Reuters)", "Untitled works by a master", "Reuters"),
        (b"/Title(\xfe\xff\x01\x0d)", "č", None),
        (b"/Title[1 2]", "Name", None),
    ],
)
def test_the_properties_of_a_pdf_count_where_they_make_sense(info: bytes, title: str, author: str | None) -> None:
    read = article("name.pdf", pdf(lines("The trams are running."), info=info))
    assert (read.title, read.author) == (title, author)


def test_the_time_of_creation_of_a_document_is_no_date_of_publication() -> None:
    made = docx.Document()
    made.add_paragraph("The trams are running.")
    assert made.core_properties.created is not None
    for name, data in (
        ("x.pdf", pdf(lines("The trams are running."), info=b"/CreationDate(D:20231009120000Z)")),
        ("x.docx", saved(made)),
    ):
        assert (article(name, data).published, article(name, data).published_from) == (None, "unknown")
        assert article(f"2023-10-09-{name}", data).published_from == "file name"
    dated = pdf(lines("BELGRADE, Oct. 9, 2023 (AP) - The trams are running."), info=b"/CreationDate(D:20200101)")
    assert (article("x.pdf", dated).published, article("x.pdf", dated).published_from) == (DAY, "dateline")


def test_pdfs_that_hold_no_text_are_encrypted_or_damaged_say_so() -> None:
    from pypdf import PdfWriter

    whole = pdf(lines("The trams are running."))
    assert "run OCR" in reason("x.pdf", pdf(b""))
    for length in (20, len(whole) // 2, len(whole) - 10):
        assert "damaged PDF" in reason("x.pdf", whole[:length])
    for password, readable in (("", True), ("secret", False)):
        writer, buffer = PdfWriter(clone_from=io.BytesIO(whole)), io.BytesIO()
        writer.encrypt(password, "owner", algorithm="RC4-128")
        writer.write(buffer)
        if readable:
            assert article("x.pdf", buffer.getvalue()).text == "The trams are running."
        else:
            assert reason("x.pdf", buffer.getvalue()) == "encrypted PDF: save it without a password"


def test_a_word_document_is_read_in_order_with_tables_tracked_changes_and_content_controls() -> None:
    document = docx.Document()
    document.core_properties.title = "Trams at last"
    document.core_properties.author = "Ana Petrović"
    document.add_heading("Trams at last", 0)
    document.add_heading("A start", 1)
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Stop"
    for column, text in enumerate(["Quay", "Mole", "06:00"]):
        table.cell(1, column).text = text
    document.add_paragraph("The end.", style="List Bullet")
    control = "<w:sdt {0}><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    tracked = (
        '<w:p {0}><w:r><w:t xml:space="preserve">They </w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>stand'
        '</w:delText></w:r></w:del><w:ins w:id="2" w:author="a"><w:r><w:t>run</w:t><w:br/><w:t>late.</w:t></w:r>'
        "</w:ins></w:p>"
    )
    for position, xml in enumerate((control, tracked), start=2):
        document.element.body.insert(position, parse_xml(xml.format(nsdecls("w"))))
    read = article("x.docx", saved(document))
    assert read.text == "A start\n\nIn a control.\n\nThey run\nlate.\n\nStop | \nQuay | Mole | 06:00\n\nThe end."
    assert (read.title, read.author) == ("Trams at last", "Ana Petrović")


def test_a_word_document_without_properties_is_named_by_its_first_line() -> None:
    document = docx.Document()
    document.add_paragraph("Trams at last")
    document.add_paragraph("They run.")
    read = article("x.docx", saved(document))
    assert (read.title, read.text, read.author) == ("Trams at last", "They run.", None)


@pytest.mark.slow
def test_broken_word_documents_are_problems() -> None:
    assert "no text" in reason("x.docx", saved(docx.Document()))
    assert "damaged, or not a Word document" in reason("x.docx", saved(docx.Document())[:5000])
    for entries in ({"a.txt": b"x"}, {"word/document.xml": b" " * 500_000_001}):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                archive.writestr(name, content)
        why = "not a Word document" if "a.txt" in entries else "more than 500 MB"
        assert why in reason("x.docx", buffer.getvalue())


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_changed_bytes_are_a_problem_at_most(kind: str) -> None:
    document = docx.Document()
    document.add_paragraph("The trams are running.")
    whole = pdf(lines("The trams are running."), info=b"/Title(Trams)") if kind == "pdf" else saved(document)
    chance = random.Random(20231009)
    outcomes = set()
    for _ in range(300):
        changed = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        articles, problems = read_file(f"x.{kind}", bytes(changed))
        assert len(articles) + len(problems) == 1
        outcomes.add(bool(articles))
    assert outcomes == {True, False}


@pytest.mark.slow
def test_many_lines_of_a_pdf_are_read_in_time_that_grows_with_them() -> None:
    """A paragraph of 8,000 lines took minutes, as each line was looked at with all before it."""

    def seconds(lines: int) -> float:
        shown = b"".join(b"(the council met again and again) Tj 0 -14 Td " for _ in range(lines))
        data = pdf(b"BT /F1 12 Tf 72 90000 Td " + shown + b"ET")
        begun = time.process_time()
        article("x.pdf", data)
        return time.process_time() - begun

    seconds(10)  # loads the library
    few, many = min(seconds(500), seconds(500)), seconds(4000)
    assert many < 24 * few + 2  # 8 s where it grows by its square


def test_a_word_document_that_unpacks_to_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("x" * 2000)
    document.save(made)
    monkeypatch.setattr("rag.corpus.documents.word._LARGEST_XML", 1000)
    assert "save it in parts" in reason("x.docx", made.getvalue())
