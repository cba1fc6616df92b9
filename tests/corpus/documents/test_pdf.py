"""PDFs, made by hand and by fpdf2: columns, hyphens, running lines, letters from the right, pictures; broken ones."""

import re
import textwrap
from concurrent.futures import ThreadPoolExecutor

import docx
import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod

from rag.corpus.documents.hyphens import Words
from rag.corpus.reading import read_file
from tests.corpus.conftest import DAY, FONTS, article, damaged, lines, pdf, reason, saved
from tests.growing import growth

ONE = (
    "The harbour board of Norrin met on Monday and chose a new chair after a long debate. Ingrid Falk, the owner of "
    "nine ferries, won by fourteen votes to eleven. The pilot Oskar Reyes withdrew in the afternoon and gave no reason."
)
TWO = (
    "Turnover rose by a third last year, the report says, and most of it came from the ice works. The board wants "
    "to build a second quay by 2027, if the council pays for the bridge. Fishermen fear for their "
    "berths and have written."
)
THREE = (
    "The mayor, Lena Okoro, promised to answer every letter in person before the summer. She had opposed the plan in "
    "the spring, when it was twice as dear. A vote is expected in September, and the ferry company "
    "has said it will sue."
)
PICTURE = b"q 500 0 0 700 50 50 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\x7f\xff\x40 EI Q "


def put(texts: list[str], x: float, y: float, size: int = 10) -> bytes:
    """Lines one below the other from a point on."""
    return b"".join(
        b"BT /F %d Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n" % (size, x, y - 1.2 * size * number, text.encode("cp1252"))
        for number, text in enumerate(texts)
    )


def rows(columns: list[list[str]], xs: list[int], y: float) -> bytes:
    """Columns drawn row by row, as some programs do."""
    return b"".join(
        put([column[number]], x, y - 12 * number)
        for number in range(max(map(len, columns)))
        for column, x in zip(columns, xs, strict=True)
        if number < len(column)
    )


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
    whole = pdf(lines("The trams are running."))
    assert "run OCR" in reason("x.pdf", pdf(b""))
    for length in (20, len(whole) // 2):
        assert "damaged PDF" in reason("x.pdf", whole[:length])
    [read], [problem] = read_file("x.pdf", whole[:-10])
    assert read.text == "The trams are running."
    assert problem.reason == "the end of this PDF is missing, and pages may be: get it again"
    for password, readable in (("", True), ("secret", False)):
        made = FPDF()
        made.set_encryption("owner", password, EncryptionMethod.RC4, AccessPermission.none())
        made.add_page()
        made.set_font("Helvetica")
        made.cell(text="The trams are running.")
        if readable:
            assert article("x.pdf", bytes(made.output())).text == "The trams are running."
        else:
            assert reason("x.pdf", bytes(made.output())) == "encrypted PDF: save it without a password"


@pytest.mark.slow
def test_many_lines_of_a_pdf_are_read_in_time_that_grows_with_them() -> None:
    """A paragraph of 8,000 lines took minutes, as each line was looked at with all before it."""

    def read(lines: int) -> None:
        shown = b"(the council met again and again) Tj 0 -14 Td " * lines
        article("x.pdf", pdf(b"BT /F1 12 Tf 72 90000 Td " + shown + b"ET"))

    assert growth(read, 500, 4000) < 24, "eight times as much, which were 64 times as long by its square"


def test_columns_are_read_one_after_the_other_however_they_are_drawn() -> None:
    two = [textwrap.wrap(text, 42) for text in (ONE, TWO)]
    three = [textwrap.wrap(text, 30) for text in (ONE, TWO, THREE)]
    head = put(["Norrin board chooses a chair"], 72, 760, 20)
    for page, texts in (
        (put(two[0], 72, 720) + put(two[1], 320, 720), [ONE, TWO]),
        (put(two[1], 320, 720) + put(two[0], 72, 720), [ONE, TWO]),
        (rows(two, [72, 320], 720), [ONE, TWO]),
        # Bases that do not agree, and a narrow gutter.
        (put(textwrap.wrap(ONE, 50), 72, 720) + put(textwrap.wrap(TWO, 50), 314, 715), [ONE, TWO]),
        (rows(three, [60, 230, 400], 720), [ONE, TWO, THREE]),
        # A paragraph across the page, then columns.
        (put(textwrap.wrap(THREE, 90), 72, 720) + rows(two, [72, 320], 660), [THREE, ONE, TWO]),
    ):
        read = article("x.pdf", pdf(head + page))
        assert read.title == "Norrin board chooses a chair"
        assert read.text.split("\n\n") == texts


def test_a_headline_across_some_columns_and_a_box_at_the_side_stay_apart() -> None:
    three = [textwrap.wrap(text, 30) for text in (ONE, TWO, THREE)]
    page = put(["Norrin board chooses a new chair at last"], 60, 760, 16) + put(["Ferry to stop"], 400, 760, 16)
    read = article("x.pdf", pdf(page + rows(three, [60, 230, 400], 720)))
    assert read.title == "Norrin board chooses a new chair at last"
    assert read.text.split("\n\n") == [ONE, TWO, "Ferry to stop", THREE]
    box = put(["In short"], 430, 720, 12) + put(textwrap.wrap("The board has a chair. Berths may go.", 20), 430, 700)
    read = article("x.pdf", pdf(put(textwrap.wrap(ONE, 62), 72, 720) + box))
    assert read.text.split("\n\n") == [ONE, "In short", "The board has a chair. Berths may go."]


def test_two_lines_beside_two_are_columns_where_they_are_long() -> None:
    two = [textwrap.wrap(text, 45)[:2] for text in (ONE, TWO)]
    read = article("x.pdf", pdf(rows(two, [50, 320], 720)))
    assert read.text == " ".join(" ".join(column) for column in two)


def test_an_initial_opens_its_word_and_a_lone_page_number_goes() -> None:
    page = put(["T"], 72, 690, 40) + put(["he harbour board of Norrin met on Monday and"], 100, 714)
    page += put(["chose a new chair."], 100, 702) + put(["It was late."], 72, 690) + put(["- 7 -"], 300, 40)
    assert article("x.pdf", pdf(page)).text == (
        "The harbour board of Norrin met on Monday and chose a new chair.\n\nIt was late."
    )


def test_rows_of_a_table_stay_rows() -> None:
    cells = [["Stop", "Norrin quay", "Gull Head"], ["First ferry", "06:00", "07:30"], ["Fare", "41", "38"]]
    page = (
        put(textwrap.wrap(ONE, 90), 72, 720) + rows(cells, [72, 222, 372], 650) + put(textwrap.wrap(TWO, 90), 72, 560)
    )
    table = "Stop | First ferry | Fare\nNorrin quay | 06:00 | 41\nGull Head | 07:30 | 38"
    assert article("x.pdf", pdf(page)).text.split("\n\n") == [ONE, table, TWO]


def referring(before: str, mark: str, after: str, x: float, y: float) -> bytes:
    """A line with a mark that is set small above its base."""
    parts = (
        f"/F {size} Tf {rise} Ts ({text}) Tj" for text, size, rise in ((before, 10, 0), (mark, 6, 4), (after, 10, 0))
    )
    return f"BT 1 0 0 1 {x} {y} Tm {' '.join(parts)} 0 Ts ET\n".encode("cp1252")


def below(texts: list[str], notes: list[str], mark: str = "1", x: float = 60) -> bytes:
    """A column that ends within a sentence with a reference, and notes in smaller type at its foot."""
    y = 700 - 12 * len(texts)
    return put(texts, x, 700) + referring("It was chosen in 1998", mark, " after a", x, y) + put(notes, x, 300, 8)


def test_footnotes_stand_below_what_goes_on_above_them() -> None:
    first, second = textwrap.wrap(ONE, 60), ["long debate that nobody won.", "", *textwrap.wrap(TWO, 60)]
    chosen = f"{ONE} It was chosen in 1998 after a long debate that nobody won."
    notes = ["1 See the report,", "page 23."]
    expected = f"{chosen}\n\n1 See the report, page 23.\n\n{TWO}"
    assert article("x.pdf", pdf(below(first, notes), put(second, 60, 700))).text == expected
    # What refers to two of them, and a note that goes on below the next page.
    long = below(first, ["1 See the report, as it was", "printed then, which"])
    on = put(second, 60, 700) + put(["nobody has read.", "2 And is lost."], 60, 200, 8)
    read = article("x.pdf", pdf(long, on + referring("A quay", "2", " is built.", 60, 500))).text
    assert read.startswith(f"{chosen}\n\n1 See the report, as it was printed then, which\n\n{TWO}")
    assert read.endswith("A quay is built.\n\nnobody has read.\n\n2 And is lost.")


def test_footnotes_of_columns_stay_below_them() -> None:
    left, right = textwrap.wrap(ONE, 34), ["long debate that nobody won.", "", *textwrap.wrap(TWO, 34)]
    page = below(left, ["1 See the report."], x=50) + put(right, 320, 700)
    read = article("x.pdf", pdf(page)).text
    assert read == f"{ONE} It was chosen in 1998 after a long debate that nobody won.\n\n1 See the report.\n\n{TWO}"


@pytest.mark.parametrize("note", ["3 boats at the quay", "Photo: Lena Okoro", "2 See the report."])
def test_what_nothing_refers_to_is_no_footnote(note: str) -> None:
    read = article("x.pdf", pdf(below(textwrap.wrap(ONE, 60), [note]), put(["long debate."], 60, 700))).text
    # A raised digit is none of the number before it.
    assert read == f"{ONE} It was chosen in 1998¹ after a\n\n{note}\n\nlong debate."


def test_a_power_stays_where_a_footnote_goes() -> None:
    lines = put(textwrap.wrap(ONE, 60), 60, 700) + referring("It covers 3 km", "2", " of the", 60, 600)
    page = lines + referring("harbour, and more", "1", " to come", 60, 588) + put(["1. See the plan."], 60, 300, 8)
    read = article("x.pdf", pdf(page, put(["in the spring."], 60, 700))).text
    assert read.endswith("It covers 3 km² of the harbour, and more to come in the spring.\n\n1. See the plan.")


def test_pages_that_are_turned_are_read_upright() -> None:
    turned = b"".join(
        b"BT /F 10 Tf 0 1 -1 0 %d 72 Tm (%s) Tj ET\n" % (72 + 12 * number, text.encode())
        for number, text in enumerate(textwrap.wrap(ONE, 60))
    )
    assert article("x.pdf", pdf(turned)).text == ONE
    stamp = b"BT /F 10 Tf 0 1 -1 0 20 300 Tm (Archive of the town) Tj ET\n"
    page = pdf(stamp + put(textwrap.wrap(ONE, 60), 72, 720))
    assert article("x.pdf", page).text.split("\n\n") == [ONE, "Archive of the town"]


def test_letters_from_the_right_read_as_they_were_written() -> None:
    made = FPDF()
    made.add_font("D", "", FONTS / "DejaVuSans.ttf")
    made.add_page()
    made.set_font("D", size=12)
    words = ["ראש העיר נבחרה ביום ראשון.", "היא קיבלה 1,204 קולות."]
    for text in words:
        # As programs draw it, from the left; numbers are written from there.
        drawn = re.sub(r"\d[\d,.]*\d|\d", lambda number: number[0][::-1], text[::-1])
        made.cell(0, 8, drawn, align="R", new_x="LMARGIN", new_y="NEXT")
    assert article("x.pdf", bytes(made.output())).text.replace("\n\n", " ") == " ".join(words)


@pytest.mark.parametrize(
    ("above", "below", "elsewhere", "joined"),
    [
        ("Ingrid Falk owns the second-", "largest fleet of the town.", "", "second-largest"),
        ("They met in the after-", "noon and left.", "", "afternoon"),
        ("Turnover rose from 2019-", "2024 by a third.", "", "2019-2024"),
        ("The mayor spoke of the Anglo-", "Saxon graves.", "", "Anglo-Saxon"),
        ("They wrote of the Nor-", "rin harbour.", "", "Norrin"),
        ("The well-docu-", "mented case is over.", "", "well-documented"),
        ("The board met, and the e-", "mail was read.", "They sent an e-mail to it.", "e-mail"),
        ("The board met, and the email-", "address was read.", "The emailaddress is old.", "emailaddress"),
        ("Der Rat sprach über die Hafen-", "verwaltung und die Fähre.", "", "Hafenverwaltung"),
        ("Der Rat sprach über Vor-", "und Nachteile der Fähre.", "", "Vor- und"),
        ("Der Rat tagte am Mon-", "tag und wählte eine neue Vorsitzende.", "", "Montag"),
        ("Le conseil a dit que la fête aura peut-", "être lieu, mais sans le maire.", "", "peut-être"),
        ("Belediye başkanı köp-", "rünün açılışında konuştu.", "", "köprünün"),
        ("THE MAYOR OF THE HAR-", "BOUR HAS SPOKEN", "", "HARBOUR"),
        ("Soft hyphens close: after\u00ad", "noon it was.", "", "afternoon"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_where_the_word_has_one(
    above: str, below: str, elsewhere: str, joined: str
) -> None:
    joint = Words([elsewhere, above, below]).joint(above, below)
    assert joint is not None
    assert joined in above[:-1] + joint + below


def test_no_hyphen_is_found_where_none_breaks_a_word() -> None:
    words = Words(["He said -", "and left."])
    assert words.joint("He said -", "and left.") is None
    assert words.joint("He said", "and left.") is None


def test_pages_that_are_pictures_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.corpus.documents.ocr.is_installed", lambda: False)
    stamped = PICTURE + put(["Archive 7"], 72, 20)
    data = pdf(lines("The inspector came."), PICTURE, stamped, b"", lines("His last visit was on a Sunday."), PICTURE)
    [read], [problem] = read_file("x.pdf", data)
    assert "The inspector came." in read.text
    assert "on a Sunday." in read.text
    assert problem.kind == "partly"
    assert problem.reason.startswith("pages 2-3 and 6 of 6 are pictures and not read: run OCR")
    whole = reason("x.pdf", pdf(PICTURE, PICTURE))
    assert whole.startswith("no text in this PDF: pages 1-2 of 2 are pictures; run OCR on it first")
    # A picture beside text is no loss.
    assert article("x.pdf", pdf(PICTURE + put(textwrap.wrap(ONE, 60), 72, 720))).text == ONE


def test_a_title_larger_than_the_heads_made_of_it_stays() -> None:
    pages = [put(["Trams at last"], 72, 760) + put(textwrap.wrap(text, 80), 72, 700) for text in (ONE, TWO, THREE)]
    read = article("x.pdf", pdf(put(["Trams at last"], 72, 740, 20) + put(textwrap.wrap(TWO, 80), 72, 700), *pages))
    assert read.title == "Trams at last"
    assert "Trams at last" not in read.text


@pytest.mark.parametrize(
    "author", ["Microsoft Office User", "jsmith@example.org", "NORRIN\\\\jsmith", "user42", "Canon Scanner"]
)
def test_programs_and_logins_are_no_authors(author: str) -> None:
    assert article("x.pdf", pdf(lines("Words."), info=b"/Author(%s)" % author.encode())).author is None


def test_several_threads_read_at_once() -> None:
    pages = {name: pdf(put(textwrap.wrap(text, 60), 72, 720)) for name, text in enumerate([ONE, TWO, THREE] * 8)}
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda name: article(f"{name}.pdf", pages[name]).text, pages))
    assert found == [ONE, TWO, THREE] * 8


@pytest.mark.slow
def test_damaged_pdfs_are_a_problem_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.corpus.documents.ocr.is_installed", lambda: False)  # it would take seconds a try
    damaged("x.pdf", pdf(lines("The trams are running."), PICTURE, info=b"/Title(Trams)"))
    made = FPDF()
    for text in (ONE, TWO):
        made.add_page()
        made.set_font("Helvetica")
        made.multi_cell(0, text=text)
    damaged("x.pdf", bytes(made.output()))


def test_a_page_or_a_document_without_end_is_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.corpus.documents.pdfium._MOST_LETTERS", 30)
    monkeypatch.setattr("rag.corpus.documents.pdf._MOST_PAGES", 2)
    _, problems = read_file("x.pdf", pdf(*[lines("The trams are running again at last.", "So they do.")] * 4))
    assert [problem.reason for problem in problems] == [
        "pages 1-2 of 4 have more letters than are read: save the file in parts",
        "only the first 2 of 4 pages were read: save the file in parts",
    ]
