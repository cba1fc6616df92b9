"""Exports of press databases, made by hand as the services lay them out: cut at their marks, and nothing else is."""

import io
from datetime import date

import docx
import pytest

from rag.corpus.bulk.exports import cut
from rag.corpus.reading import read_file
from rag.types import Article, Problem
from tests.corpus.conftest import article, lines, pdf, saved

FERRY = "The Tern stays in the harbour from Monday, as her second engine has failed."
BUSES = "Four buses go round the bay in her place."


def old(number: int, total: int, paper: str, day: str, title: str, *text: str, author: str = "") -> str:
    """A document as older exports have it."""
    body = "\n\n".join(text)
    by = f"BYLINE: {author}\n\n" if author else ""
    return (
        f"{'':30}{number} of {total} DOCUMENTS\n\n{'':30}{paper}\n\n{'':30}{day}\n\n{title}\n\n{by}"
        f"SECTION: NEWS; Pg. 4\n\nLENGTH: 212 words\n\n{body}\n\nLOAD-DATE: June 9, 2025\n\nLANGUAGE: ENGLISH\n\n"
        f"PUBLICATION-TYPE: Newspaper\n\n{'':20}Copyright 2025 {paper}\n{'':20}All Rights Reserved\n\n\n"
    )


def new(title: str, paper: str, day: str, *text: str, author: str = "") -> list[str]:
    """The lines of a document as newer exports have it."""
    by = [f"Byline: {author}"] if author else []
    return [
        title, paper, day, f"Copyright 2025 {paper} All Rights Reserved", "Section: NEWS; Pg. 4", "Length: 212 words",
        *by, "Body", *text, "Classification", "Language: ENGLISH", "Publication-Type: Newspaper",
        "Subject: FERRIES (90%)", "Load-Date: June 9, 2025", "End of Document",
    ]  # fmt: skip


def test_old_exports_are_cut_at_the_lines_that_number_them() -> None:
    text = old(1, 2, "The Norrin Herald", "May 30, 2025 Friday", "Ferry stays", FERRY, BUSES, author="By Dora Finch")
    text += old(2, 2, "Coast Ledger", "June 1, 2025 Sunday\nFinal Edition", "Ice works\ncloses", BUSES)
    articles, problems = read_file("old.txt", text.encode())
    assert problems == []
    assert articles == [
        Article("old.txt#1", "Ferry stays", f"{FERRY}\n\n{BUSES}", date(2025, 5, 30), "record", "Dora Finch",
                "The Norrin Herald", lang="en", tags=("NEWS",)),
        Article("old.txt#2", "Ice works closes", BUSES, date(2025, 6, 1), "record", None, "Coast Ledger",
                lang="en", tags=("NEWS",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line", ["Update: the ferry sailed.", "Subject: a letter that the board read out.", "Country: a song of the bay."]
)
def test_a_paragraph_that_opens_like_a_label_is_text(line: str) -> None:
    for last in ((), (BUSES,)):
        text = "\n\n".join([*FIRST[:-6], line, *last, *FIRST[-6:], *SECOND])
        assert read_file("x.txt", text.encode())[0][0].text == "\n\n".join([FERRY, BUSES, line, *last])
        text = old(1, 1, "The Norrin Herald", "May 30, 2025 Friday", "Ferry stays", FERRY, line, *last)
        assert article("x.txt", text).text == "\n\n".join([FERRY, line, *last])


def test_a_correction_is_text_and_its_mark_no_title() -> None:
    text = old(1, 1, "The Norrin Herald", "May 30, 2025 Friday\nCorrection Appended", "Ferry stays", FERRY)
    wrong = "The second engine failed, not the first."
    behind = f"LOAD-DATE: June 9, 2025\n\nURL: https://herald.example/a\n\nCORRECTION: {wrong}"
    read = article("x.txt", text.replace("LOAD-DATE: June 9, 2025", behind))
    assert (read.title, read.text) == ("Ferry stays", f"{FERRY}\n\nCorrection: {wrong}")
    assert read.url == "https://herald.example/a"


def test_the_exports_of_other_languages_have_other_labels() -> None:
    german = (
        "Dokument 1 von 1\n\nNorriner Bote\n\n30. Mai 2025 Freitag\n\nDie Fähre bleibt im Hafen\n\nAUTOR: Jörg Hahn\n\n"
        "RUBRIK: LOKALES; S. 4\n\nLÄNGE: 212 Wörter\n\nAb Montag fahren vier Busse um die Bucht.\n\n"
        "UPDATE: 2. Juni 2025\n\nSPRACHE: GERMAN; DEUTSCH\n\nCopyright 2025 Norriner Bote\nAlle Rechte vorbehalten\n"
    )
    [read], problems = read_file("de.txt", german.encode())
    assert problems == []
    assert (read.title, read.text) == ("Die Fähre bleibt im Hafen", "Ab Montag fahren vier Busse um die Bucht.")
    assert (read.published, read.author, read.source) == (date(2025, 5, 30), "Jörg Hahn", "Norriner Bote")
    assert read.tags == ("LOKALES",)
    french = (
        "Document 1 de 1\n\nLe Courrier de Norrin\n\n30 mai 2025 vendredi\n\nLe bac reste au port\n\n"
        "AUTEUR: Anne Roux\n\nRUBRIQUE: RÉGION\n\nLONGUEUR: 212 mots\n\n"
        "Dès lundi, quatre cars font le tour de la baie.\n\nDATE-CHARGEMENT: 2 juin 2025\n\nLANGUE: FRENCH; FRANÇAIS\n"
    )
    [read], problems = read_file("fr.txt", french.encode("cp1252"))
    assert problems == []
    assert (read.title, read.text) == ("Le bac reste au port", "Dès lundi, quatre cars font le tour de la baie.")
    assert (read.published, read.author, read.source) == (date(2025, 5, 30), "Anne Roux", "Le Courrier de Norrin")


COVER = [
    "User Name: A. Reader", "Date and Time: Monday, June 9, 2025 10:12:00 AM CEST", "Job Number: 1", "Documents (2)",
    "1. Ferry stays in the harbour", "Client/Matter: -None-", "Search Terms: ferry", "2. Ice works closes",
]  # fmt: skip
FIRST = new("Ferry stays in the harbour", "The Norrin Herald", "May 30, 2025 Friday", FERRY, BUSES, author="Dora Finch")
SECOND = new("Ice works closes", "Coast Ledger (Aldmouth)", "June 1, 2025 Sunday 8:00 AM GMT", BUSES)


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("cover", [COVER, []])
def test_new_exports_are_cut_at_their_ends(between: str, cover: list[str]) -> None:
    articles, problems = read_file("new.txt", between.join([*cover, *FIRST, *SECOND]).encode())
    assert problems == []
    assert [(one.title, one.text) for one in articles] == [
        ("Ferry stays in the harbour", f"{FERRY}\n\n{BUSES}"),
        ("Ice works closes", BUSES),
    ]
    assert [(one.published, one.source, one.author) for one in articles] == [
        (date(2025, 5, 30), "The Norrin Herald", "Dora Finch"),
        (date(2025, 6, 1), "Coast Ledger (Aldmouth)", None),
    ]


@pytest.mark.parametrize("titled", ["", "Results list"])
def test_a_word_document_is_cut_like_a_text(titled: str) -> None:
    document = docx.Document()
    for line in [*COVER, *FIRST, *SECOND]:
        document.add_paragraph(line)
    document.core_properties.title = titled
    articles, problems = read_file("x.docx", saved(document))
    assert problems == []
    assert [(one.id, one.title) for one in articles] == [
        ("x.docx#1", "Ferry stays in the harbour"), ("x.docx#2", "Ice works closes"),
    ]  # fmt: skip


def test_a_pdf_is_cut_too() -> None:
    shown = [*FIRST[:10], "", *FIRST[10:], "", *SECOND]
    articles, problems = read_file("x.pdf", pdf(lines(*shown[:13]), lines(*shown[13:20]), lines(*shown[20:])))
    assert problems == []
    assert [(one.title, one.source) for one in articles] == [
        ("Ferry stays in the harbour", "The Norrin Herald"),
        ("Ice works closes", "Coast Ledger (Aldmouth)"),
    ]
    assert all("Load-Date" not in one.text for one in articles)


def test_a_number_that_differs_from_the_cover_is_told() -> None:
    cover = [line.replace("(2)", "(3)") for line in COVER]
    articles, problems = read_file("x.txt", "\n".join([*cover, *FIRST, *SECOND]).encode())
    assert len(articles) == 2
    why = "the export says that it holds 3 documents, 2 were found: look for what is missing, or export it again"
    assert problems == [Problem("x.txt", why, "partly")]
    text = old(1, 3, "H", "May 30, 2025 Friday", "Ferry stays", FERRY) + old(2, 3, "H", "May 31, 2025", "Ice", BUSES)
    assert [one.reason for one in read_file("x.txt", text.encode())[1]] == [why]


def test_an_article_that_speaks_of_marks_stays_one() -> None:
    text = (
        "How to read an export\n\nEach article ends with two lines:\n\nLoad-Date: June 1, 2025\n\nEnd of Document\n\n"
        "Cut there. It opens with “1 of 2 DOCUMENTS”, and HD stands for the heading.\n\nDocument 1 of 2\n\n"
        "____________________________________\n\nFull text: is what you want."
    )
    assert article("how.txt", text).title == "How to read an export"


CODED = """\
SE Region
HD Ferry stays
   in the harbour
BY By Dora Finch
WC 212 words
PD 30 May 2025
ET 08:00
SN The Norrin Herald
SC NORHER
LA English
CY Copyright 2025 The Norrin Herald
LP

The Tern stays in the harbour from Monday, as her second engine has failed.

TD

IN THE END the buses won.

CO are the letters of company.

NS gcat : Political/General News
PUB Norrin Press
AN Document NORHER0020250530el5u0001a

HD Ice works closes
WC 87 words
PD 1 June 2025
SN Coast Ledger
LP
It opened in 1924.
AN Document COASTL0020250601el610000b
"""


@pytest.mark.parametrize("mark", [" ", "  ", "\t", " | ", "\n"])
def test_factiva_with_its_codes_is_cut(mark: str) -> None:
    text = CODED if mark == " " else "\n".join(
        f"{line[:2]}{mark}{line[3:]}" if line[:2].isupper() and line[2:3] == " " and not line.startswith(("IN ", "CO "))
        else line
        for line in CODED.split("\n")
    )  # fmt: skip
    articles, problems = read_file("f.txt", text.encode())
    assert problems == []
    first, second = "NORHER0020250530el5u0001a", "COASTL0020250601el610000b"
    assert [(one.id, one.title, one.source, one.author, str(one.published)) for one in articles] == [
        (f"f.txt#{first}", "Ferry stays in the harbour", "The Norrin Herald", "Dora Finch", "2025-05-30"),
        (f"f.txt#{second}", "Ice works closes", "Coast Ledger", None, "2025-06-01"),
    ]  # fmt: skip
    assert articles[0].text == f"{FERRY}\n\nIN THE END the buses won.\n\nCO are the letters of company."
    assert (articles[0].tags, articles[1].text) == (("Region",), "It opened in 1924.")


def test_factiva_as_it_is_shown_is_cut() -> None:
    shown = (
        "Region\nFerry stays in the harbour\nBy Dora Finch\n212 words\n30 May 2025\n08:00\nThe Norrin Herald\nNORHER\n"
        f"English\nCopyright 2025 The Norrin Herald\n\n{FERRY}\n\n{BUSES}\n\nDocument NORHER0020250530el5u0001a\n\n"
        f"Eisfabrik schließt\n87 Wörter\n1. Juni 2025\nNorriner Bote\nNORBOT\nDeutsch\n"
        f"(c) 2025 Norriner Bote\n\n{BUSES}\n\n"
        "Dokument NORBOT0020250601el610000b\n"
    )
    articles, problems = read_file("f.txt", shown.encode())
    assert problems == []
    assert [(one.title, one.source, one.author, str(one.published), one.text) for one in articles] == [
        ("Ferry stays in the harbour", "The Norrin Herald", "Dora Finch", "2025-05-30", f"{FERRY}\n\n{BUSES}"),
        ("Eisfabrik schließt", "Norriner Bote", None, "2025-06-01", BUSES),
    ]


@pytest.mark.parametrize(
    ("head", "title", "author", "tags"),
    [
        ("Ferry stays in the harbour\nDora Finch", "Ferry stays in the harbour", "Dora Finch", ()),
        ("Region\nFerry Stays", "Ferry Stays", None, ("Region",)),
        (
            "News from the Coast\nFerry stays in the harbour",
            "Ferry stays in the harbour",
            None,
            ("News from the Coast",),
        ),
    ],
)
def test_a_name_below_a_title_is_who_wrote_it(head: str, title: str, author: str | None, tags: tuple[str, ...]) -> None:
    shown = (
        f"{head}\n212 words\n30 May 2025\nThe Norrin Herald\nNORHER\nEnglish\nCopyright 2025 The Norrin Herald\n\n"
        f"{FERRY}\n\nDocument NORHER0020250530el5u0001a\n"
    )
    [read], _ = read_file("f.txt", shown.encode())
    assert (read.title, read.author, read.tags, read.lang) == (title, author, tags, "en")


RULE = "_" * 60
PROQUEST = f"""\
{RULE}

Report Information from ProQuest
9 June 2025

{RULE}

Document 1 of 2

Ferry stays in the harbour

Author: Finch, Dora; Vail, Tom 1

Publication info: The Norrin Herald ; Norrin [Norrin]. 30 May 2025: A.4.

ProQuest document link

Abstract: The ferry stays.

Full text: {FERRY}

{BUSES}

Subject: Ferries; Buses

Title: Ferry stays in the harbour

Publication title: The Norrin Herald

Publication date: May 30, 2025

Section: News

ProQuest document ID: 3210001

Document URL: https://proquest.example/docview/3210001

Last updated: 2025-06-02

{RULE}

Document 2 of 2

Ice works closes

Publication info: Coast Ledger ; Aldmouth. 01 June 2025.

Abstract: It closes.

Title: Ice works closes

Publication title: Coast Ledger

ProQuest document ID: 3210002

{RULE}
"""


def test_proquest_is_cut_and_what_has_an_abstract_alone_is_told() -> None:
    [read], problems = read_file("p.txt", PROQUEST.encode())
    assert read == Article(
        "p.txt#3210001", "Ferry stays in the harbour", f"{FERRY}\n\n{BUSES}", date(2025, 5, 30), "record",
        "Dora Finch, Tom Vail", "The Norrin Herald", "https://proquest.example/docview/3210001",
        lang="en", tags=("News", "Ferries", "Buses"),
    )  # fmt: skip
    assert problems == [
        Problem("p.txt", "1 document has no full text, only a summary: it was left out", "partly"),
    ]


def test_proquest_with_more_labels_is_not_taken_for_nexis() -> None:
    shown = "".join(
        f"{RULE}\n\nDocument {n} of 2\n\nFerry {n}\n\nAuthor: Finch, Dora\n\n"
        "Publication info: Herald ; Norrin  [Norrin]. 30 May 2025: A.4.\n\nAbstract: None available.\n\n"
        f"Full text: {FERRY}\n\nSubject: Ferries\n\nTitle: Ferry {n}\n\nPublication title: Herald; Norrin\n\n"
        "Publication date: May 30, 2025\n\nLanguage of publication: English\n\nDocument type: News\n\n"
        f"Section: News\n\nProQuest document ID: 31{n}\n\n"
        for n in (1, 2)
    )
    articles, problems = read_file("p.txt", f"{shown}{RULE}\n\nCopyright (c) 2025 ProQuest LLC.\n".encode())
    assert problems == []
    assert [(one.id, one.title, one.author, one.source, one.published, one.lang, one.text) for one in articles] == [
        (f"p.txt#31{n}", f"Ferry {n}", "Dora Finch", "Herald", date(2025, 5, 30), "en", FERRY) for n in (1, 2)
    ]


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "part",
    [
        "End of Document\n", "1 of 2 DOCUMENTS\n", "HD x\n", "AN Document NORHER0020250530el5u0001\n", f"{RULE}\n",
        "Length: 2 words\nLoad-Date: x\n", "LP\n", "Body\n", "x Length: 2\n", "Document ABCD\n", "30 May 2025\n",
        "Full text: x\n", "5 words\n", " " * 50 + "\n", "Copyright \n",
    ],
)  # fmt: skip
def test_no_repetition_of_marks_takes_long(part: str) -> None:
    text = part * (200_000 // len(part))
    assert len(read_file("x.txt", (CODED + text).encode())[0]) >= 0
    cut("x.txt", text + "\n".join(FIRST) + "\n" + PROQUEST)
    cut("x.txt", "\n".join(FIRST) * 200 + text)


def test_each_cut_of_an_export_is_read_or_told() -> None:
    whole = "\n".join([*COVER, *FIRST, *SECOND]) + "\n" + PROQUEST + CODED
    for end in range(0, len(whole), 97):
        articles, problems = read_file("x.txt", whole[:end].encode())
        assert articles or problems
        assert len({one.id for one in articles}) == len(articles)


def test_a_stream_is_read_as_its_bytes_are() -> None:
    from rag.corpus.reading import READERS

    assert len(list(READERS[".txt"]("x.txt", io.BytesIO("\n".join([*FIRST, *SECOND]).encode())))) == 2


def test_proquest_with_headings_is_cut() -> None:
    text = (
        f"{RULE}\n\nFerry stays\n\nThe Norrin Herald; Norrin [Norrin]. 30 May 2025: A.4.\n\nProQuest document link\n\n"
        f"ABSTRACT (ENGLISH)\n\nShort.\n\nFULL TEXT\n\n{FERRY}\n\n{BUSES}\n\nDETAILS\n\nSubject: Ferries\n\n"
        "Title: Ferry stays\n\nPublication title: The Norrin Herald\n\nPublication date: May 30, 2025\n\n"
        f"ProQuest document ID: 3210001\n\n{RULE}\n"
    )
    [read], problems = read_file("p.txt", text.encode())
    assert problems == []
    assert (read.title, read.text, read.published) == ("Ferry stays", f"{FERRY}\n\n{BUSES}", date(2025, 5, 30))


@pytest.mark.parametrize(
    "day", ["Freitag 30. Mai 2025", "Friday, May 30, 2025", "30 de mayo de 2025 viernes", "2025-05-30"]
)
def test_the_line_of_the_day_may_have_its_weekday(day: str) -> None:
    [read], _ = read_file("n.txt", "\n".join(new("Ferry stays", "The Herald", day, FERRY)).encode())
    assert (read.title, read.source, read.published) == ("Ferry stays", "The Herald", date(2025, 5, 30))


def test_pages_of_factiva_are_cut() -> None:
    coded = "<table>{}</table>".format(
        "".join(
            f"<tr><td><b>{code}</b></td><td>{value}</td></tr>"
            for code, value in (
                ("HD", "Ferry stays"), ("BY", "By Dora Finch"), ("PD", "30 May 2025"), ("SN", "The Norrin Herald"),
                ("LP", f"<p>{FERRY}</p>"), ("TD", f"<p>{BUSES}</p><p>So it is.</p>"),
                ("AN", "Document NORHER0020250530el5u0001a"),
            )
        )
    )  # fmt: skip
    shown = (
        '<div class="article enArticle"><div><span class="enHeadline">Ferry stays</span></div>'
        '<div class="author">By Dora Finch</div><div>212 words</div><div>30 May 2025</div><div>The Norrin Herald</div>'
        f'<div>NORHER</div><div>English</div><div>Copyright 2025</div><p class="articleParagraph">{FERRY}</p>'
        f'<p class="articleParagraph">{BUSES}</p><p>So it is.</p><p>Document NORHER0020250530el5u0001a</p></div>'
    )
    for page in (coded, shown):
        second = page.replace("0001a", "0002b").replace("Ferry stays", "Ferry still stays")
        articles, problems = read_file("f.html", f"<html><body>{page}{second}</body></html>".encode())
        assert problems == []
        assert [(one.title, one.author, one.source) for one in articles] == [
            ("Ferry stays", "Dora Finch", "The Norrin Herald"),
            ("Ferry still stays", "Dora Finch", "The Norrin Herald"),
        ]
        assert {one.text for one in articles} == {f"{FERRY}\n\n{BUSES}\n\nSo it is."}


def test_a_header_may_be_on_more_lines_or_fewer() -> None:
    first = new("Ferry stays in\nthe harbour", "The Herald", "May 30, 2025 Friday", FERRY)
    second = new("Ice works closes", "Coast Ledger", "June 2025", BUSES)
    articles, _ = read_file("n.txt", "\n".join([*first, *second]).encode())
    assert [(one.title, one.source, one.published) for one in articles] == [
        ("Ferry stays in the harbour", "The Herald", date(2025, 5, 30)),
        ("Ice works closes", "Coast Ledger", None),
    ]


def test_a_document_that_was_copied_out_of_an_export_is_cut() -> None:
    text = old(2, 4, "Coast Ledger", "June 1, 2025 Sunday", "Ice works closes", BUSES).replace("  ", "")
    (read,), (problem,) = read_file("n.txt", text.encode())
    assert (read.title, read.source, read.text) == ("Ice works closes", "Coast Ledger", BUSES)
    assert "4" in problem.reason


def test_the_oldest_exports_have_rights_on_top_and_labels_for_title_and_body() -> None:
    text = (
        f"{'':20}1 of 1 DOCUMENTS\n\n{'':15}Copyright 2025 The Norrin Herald\n{'':20}All Rights Reserved\n"
        f"{'':20}The Norrin Herald\n\n{'':20}May 30, 2025, Friday\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 212 words\n\n"
        f"HEADLINE: Ferry stays in\nthe harbour\n\nBYLINE: By DORA FINCH\n\nDATELINE: NORRIN\n\nBODY:\n   {FERRY}\n"
        f"   {BUSES}\n\nLOAD-DATE: June 1, 2025\n"
    )
    [read], problems = read_file("n.txt", text.encode())
    assert problems == []
    assert (read.title, read.source, read.author) == ("Ferry stays in the harbour", "The Norrin Herald", "DORA FINCH")
    assert (read.text, read.published) == (f"{FERRY}\n\n{BUSES}", date(2025, 5, 30))
