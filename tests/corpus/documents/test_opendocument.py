"""OpenDocument texts, made by odfdo and by hand: notes, boxes, tables, tracked changes, titles; and broken ones."""

import io
import zipfile

import odfdo
import pytest

from tests.corpus.conftest import article, damaged, reason

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style", "meta": "meta",
    }.items()
)  # fmt: skip


def odt(body: str, styles: str = "", meta: str = "", **parts: str) -> bytes:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    about = (
        f'<office:document-meta {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>{meta}</office:meta>'
        "</office:document-meta>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"content.xml": content, "meta.xml": about, **parts}.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_a_text_of_a_real_program_is_read_with_its_table_and_its_note() -> None:
    document = odfdo.Document("text")
    body = document.body
    body.clear()
    body.append(odfdo.Header(1, "Fähre hält"))
    paragraph = odfdo.Paragraph("Der Umsatz stieg um ein Drittel.")
    paragraph.insert_note(after="Umsatz", note_id="n1", citation="1", body="Nach Angaben der Hafenbehörde.")
    body.append(paragraph)
    table = odfdo.Table("Preise", width=2, height=2)
    table.set_values([["Halt", "Preis"], ["Kai", "41"]])
    body.append(table)
    document.meta.title = ""
    buffer = io.BytesIO()
    document.save(buffer)
    read = article("x.odt", buffer.getvalue())
    assert read.title == "Fähre hält"
    assert read.text == "Der Umsatz stieg um ein Drittel.\n\nNach Angaben der Hafenbehörde.\n\nHalt | Preis\nKai | 41"


def test_changes_are_accepted_and_boxes_follow_their_paragraph() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>1930</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>Contents 1</text:p></text:index-body></text:table-of-content>"
        '<text:p text:style-name="P1">Bridge\n  opens</text:p>'
        '<text:section><text:p>It opened<text:s text:c="2"/>in <text:span>19</text:span><text:change '
        'text:change-id="1"/>31.'
        "<office:annotation><text:p>Really?</text:p></office:annotation>"
        "<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p></text:section>"
        "<text:list><text:list-item><text:p>An item<text:line-break/>of two lines</text:p></text:list-item></text:list>"
    )
    styles = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    meta = (
        "<dc:title>An old title</dc:title><meta:initial-creator>Ana Petrović</meta:initial-creator>"
        "<dc:creator>B C</dc:creator>"
    )
    read = article("x.odt", odt(body, styles, meta))
    assert (read.title, read.author, read.published) == ("Bridge opens", "Ana Petrović", None)
    assert read.text == "It opened  in 1931.\n\nIn a box.\n\nAn item\nof two lines"


def test_texts_that_can_not_be_read_say_why() -> None:
    assert "no text in this OpenDocument text" in reason("x.odt", odt(""))
    locked = odt("<text:p>x</text:p>", **{"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"})
    assert reason("x.odt", locked) == "password-protected OpenDocument text: save it without a password"
    assert "not an OpenDocument text: it is a PDF" in reason("x.odt", b"%PDF-1.7")
    whole = odt("<text:p>Words.</text:p>")
    assert "damaged, or not an OpenDocument text" in reason("x.odt", whole[: len(whole) // 2])


def test_repeated_rows_and_nested_frames_stay_small() -> None:
    rows = (
        '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell>'
        "<text:p>a</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert article("x.odt", odt(f"<text:p>Words.</text:p>{rows}")).text == "Words.\n\na"
    deep = "<text:section>" * 2_000 + "<text:p>deep</text:p>" + "</text:section>" * 2_000
    assert "damaged" in reason("x.odt", odt(deep))
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = (
        f"{bomb}<office:document-content {NAMES}><office:body><office:text><text:p>One &b; two.</text:p>"
        f"</office:text></office:body></office:document-content>"
    )
    assert "aaa" not in article("x.odt", odt("", **{"content.xml": content})).text


@pytest.mark.slow
def test_damaged_texts_are_a_problem_at_most() -> None:
    damaged("x.odt", odt("<text:p>One.</text:p><text:h>Two</text:h>" * 20, meta="<dc:title>T</dc:title>"))
