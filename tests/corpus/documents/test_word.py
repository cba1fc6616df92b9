"""Word documents, made by python-docx and by hand: boxes, notes, tables, tracked changes, titles; and broken ones."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rag.corpus.documents.word import blocks_of
from tests.corpus.conftest import article, damaged, reason, saved

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def paragraph(text: str, style: str = "", more: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{look}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{more}</w:p>'


def word(body: str, **parts: str) -> bytes:
    """A document made by hand, with parts of its own: styles, footnotes, endnotes, comments."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    links = "".join(f'<Relationship Id="{one}" Type="{OFFICE}/{one}" Target="{one}.xml"/>' for one in parts)
    files = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
        'Target="/word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{links}</Relationships>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    } | {f"word/{name}.xml": f"<w:{name} {NAMES}>{inner}</w:{name}>" for name, inner in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


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
    assert read.text == "A start\n\nIn a control.\n\nThey run\nlate.\n\nStop | \nQuay | Mole | 06:00\n\n- The end."
    assert (read.title, read.author) == ("Trams at last", "Ana Petrović")


def test_a_word_document_without_properties_is_named_by_its_first_line() -> None:
    document = docx.Document()
    document.add_paragraph("Trams at last")
    document.add_paragraph("They run.")
    read = article("x.docx", saved(document))
    assert (read.title, read.text, read.author) == ("Trams at last", "They run.", None)


def test_boxes_and_notes_follow_what_refers_to_them_each_once() -> None:
    inside = f"<w:txbxContent>{paragraph('Im Kasten: 96, nicht 69.')}</w:txbxContent>"
    box = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{inside}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    old = (
        f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('Ein alter Kasten.')}</w:txbxContent>"
        f"</v:textbox></w:pict></w:r>"
    )
    refers = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'
    table = f"<w:tbl><w:tr><w:tc>{paragraph('Kai', more=refers.replace('2', '3'))}</w:tc></w:tr></w:tbl>"
    notes = '<w:{0} w:id="-1" w:type="separator"><w:p/></w:{0}>' + "".join(
        f'<w:{{0}} w:id="{number}"><w:p><w:r><w:{{0}}Ref/></w:r><w:r><w:t xml:space="preserve"> {{0}} '
        f"{number}.</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:{0}>'
        for number in (2, 3)
    )
    made = word(
        paragraph("Die Fähre hält.", more=box + refers) + table + paragraph("Danach.", more=old + refers),
        footnotes=notes.format("footnote"),
        endnotes=notes.format("endnote"),
        comments=f"<w:comment w:id='0'>{paragraph('Stimmt das?')}</w:comment>",
    )
    assert article("x.docx", made).text.split("\n\n") == [
        "Die Fähre hält.", "Im Kasten: 96, nicht 69.", "footnote 2.", "endnote 2.",
        "Kai", "footnote 3.", "endnote 3.", "Danach.", "Ein alter Kasten.",
    ]  # fmt: skip


def test_tracked_changes_are_accepted() -> None:
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>1930</w:delText><w:br/></w:r></w:del>'
    made = word(
        paragraph("Opened in ", more=f'{deleted}<w:ins w:id="2" w:author="a"><w:r><w:t>1931.</w:t></w:r></w:ins>')
        + '<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:p><w:pPr><w:rPr><w:del w:id="3" '
        'w:author="a"/></w:rPr></w:pPr>'
        "<w:r><w:t>Two </w:t></w:r></w:p><w:p><w:r><w:t>halves.</w:t></w:r><w:r><w:rPr><w:vanish/>"
        "</w:rPr><w:t>no</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del w:id='4' w:author='a'/></w:trPr><w:tc><w:p><w:r><w:t>old</w:t>"
        "</w:r></w:p></w:tc></w:tr>"
        "<w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>new</w:t></w:r></w:p></w:tc></w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>"
    )
    assert article("x.docx", made).text == "Opened in 1931.\n\nTwo halves.\n\nnew"


def test_the_title_is_what_is_set_as_one_in_any_language_of_word() -> None:
    styles = "".join(
        f'<w:style w:styleId="{one}"><w:name w:val="{name}"/></w:style>'
        for one, name in {"Titel": "Title", "berschrift1": "heading 1", "Verzeichnis1": "toc 1"}.items()
    )
    body = (
        paragraph("Die Fähre hält", "Titel")
        + paragraph("Warum?", "berschrift1")
        + paragraph("Warum? 1", "Verzeichnis1")
    )
    read = article("x.docx", word(body + paragraph("Wegen des Eises."), styles=styles))
    assert (read.title, read.text) == ("Die Fähre hält", "Warum?\n\nWegen des Eises.")
    read = article("x.docx", word(paragraph("Vapur durdu", "Heading1") + paragraph("Buz yüzünden.")))
    assert (read.title, read.text) == ("Vapur durdu", "Buz yüzünden.")
    above = paragraph("FOR IMMEDIATE RELEASE") + paragraph("9 October 2023")
    assert (
        article("x.docx", word(above + paragraph("Trams at last", "Heading1") + paragraph("On."))).title
        == "Trams at last"
    )
    document = docx.Document()
    document.core_properties.title = "Properties"
    document.add_heading("Opening", 1)
    document.add_paragraph("Words.")
    assert article("x.docx", saved(document)).title == "Properties"


def listed(text: str, number: int, level: int = 0) -> str:
    inner = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f"<w:p>{inner}<w:r><w:t>{text}</w:t></w:r></w:p>"


def levels(*kinds: tuple[str, str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for level, (kind, pattern) in enumerate(kinds)
    )


def test_lists_have_the_numbers_that_word_shows() -> None:
    outline = levels(("decimal", "%1."), ("lowerLetter", "%2)"), ("upperRoman", "%1.%2.%3"))
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{outline}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{levels(("bullet", "*"))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    listing = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = f'<w:style w:styleId="Schritt"><w:name w:val="step"/>{listing}</w:style>'
    body = (
        paragraph("Trams at last", "Heading1")
        + "".join(listed(f"One {number}", 1, level) for number, level in enumerate((0, 1, 1, 2, 0, 1)))
        + paragraph("So much for this.")
        + listed("Bare", 2)
        + listed("Anew", 3)
        + listed("On", 3)
        + paragraph("Styled", "Schritt")
        + listed("Unknown", 9)
        + listed("Off", 0)
    )
    assert article("x.docx", word(body, numbering=numbering, styles=styles)).text.split("\n\n") == [
        "1. One 0", "a) One 1", "b) One 2", "1.b.I One 3", "2. One 4", "a) One 5", "So much for this.", "- Bare",
        "1. Anew", "2. On", "3. Styled", "Unknown", "Off",
    ]  # fmt: skip


def test_documents_within_it_are_told() -> None:
    from rag.corpus.reading import read_file

    [read], [problem] = read_file("x.docx", word(paragraph("Words.") + "<w:altChunk/>"))
    assert read.text == "Words."
    assert problem.kind == "partly"
    assert "embedded" in problem.reason


def test_the_blocks_have_their_styles() -> None:
    made = word(paragraph("One", "Heading1") + paragraph("") + paragraph("Two"))
    assert [(block.text, block.style) for block in blocks_of(made)] == [("One", "heading 1"), ("Two", "")]


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


def test_a_word_document_that_unpacks_to_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("x" * 2000)
    document.save(made)
    monkeypatch.setattr("rag.corpus.documents.packages._LARGEST_XML", 1000)
    assert "save it in parts" in reason("x.docx", made.getvalue())


def test_nested_without_end_and_entities_are_no_danger() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3_000 + paragraph("deep") + "</w:sdtContent></w:sdt>" * 3_000
    assert "damaged" in reason("x.docx", word(deep))
    nested = "<w:tbl><w:tr><w:tc>" * 60 + paragraph("deep") + "</w:tc></w:tr></w:tbl>" * 60
    assert article("x.docx", word(nested)).text == "deep"


@pytest.mark.slow
def test_damaged_word_documents_are_a_problem_at_most() -> None:
    document = docx.Document()
    document.add_paragraph("The trams are running.")
    damaged("x.docx", saved(document))
    damaged("x.docx", word(paragraph("One.") * 9))


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Dora Finch", "Dora Finch"),
        ("Von Jörg Hahn und Anne von Roux", "Jörg Hahn, Anne von Roux"),
        ("Par Anne Roux, avec AFP", "Anne Roux"),
        ("Von Norrin nach Aldmouth", "Ana Petrović"),
        ("By the time the ferry sailed, it rained.", "Ana Petrović"),
        ("By Land and Sea", "Ana Petrović"),
    ],
)
def test_a_line_below_the_title_may_say_who_wrote_it(line: str, author: str) -> None:
    document = docx.Document()
    document.core_properties.author = "Ana Petrović"
    for text in ("Trams at last", line, "They run from Monday, says the line, and every ten minutes."):
        document.add_paragraph(text)
    read = article("x.docx", saved(document))
    assert read.author == author
    assert line in read.text
