"""Exports of press databases that the table of layouts describes, made by hand as the services lay them out."""

import html
import io
from datetime import date

import docx
import pytest

from rag.corpus.reading import read_file
from rag.types import Article, Problem
from tests.corpus.conftest import pdf

WISO = """\
Dokumente

Die Fähre bleibt im Hafen
Reparatur dauert bis Pfingsten
Von Jörg Hahn

Die Tern bleibt ab Montag im Hafen, weil ihre zweite Maschine ausgefallen ist.

Vier Busse fahren um die Bucht.

Quelle:  Norriner Bote vom 30.05.2025, Nr. 124, S. 5
ISSN:  1234-5678
Rubrik / Ressort:  Lokales
Dokumentnummer:  NB2025053000042

Dauerhafte Adresse des Dokuments:
https://www.wiso-net.example/document/NB__NB2025053000042

Alle Rechte vorbehalten: (c) Norriner Bote Verlag GmbH

© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH

Seite 2 von 2

Die Eisfabrik schließt

Die Eisfabrik am Kai schließt Ende Juni.

Quelle:  Küstenblatt vom 01.06.2025
Ressort:  Wirtschaft
Dokumentnummer:  KB-9

Dauerhafte Adresse des Dokuments:
https://www.wiso-net.example/document/KB__9

Alle Rechte vorbehalten: (c) Küstenblatt

© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH
"""
EUROPRESSE = """\
<!DOCTYPE html><html><head><title>Europresse</title></head><body>
<article><header><div class="rdp__DocPublicationName">
<span class="DocPublicationName">Le Courrier de Norrin, no. 4411</span></div>
<div><span class="DocHeader">Région, vendredi 30 mai 2025 245 mots, p. 5</span></div>
<div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">Le bac reste au port</p></div>
<p class="sm-margin-bottomNews">Anne Roux</p></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer">
<p>Le Tern reste au port dès lundi, car sa seconde machine est en panne.</p>
<p>Quatre cars font le tour de la baie.</p></div></div></section>
<aside><div>© 2025 Le Courrier de Norrin. Tous droits réservés.
Le présent document est protégé par les lois et conventions internationales.</div></aside>
<footer><div class="publiC-lblNodoc">news·20250530·CN·0042</div></footer></article>
<article><header><div class="rdp__DocPublicationName">
<span class="DocPublicationName">L'Écho de la Côte (site web)</span></div>
<div><span class="DocHeader">dimanche 1 juin 2025 - 08:00 UTC +02:00 90 mots</span></div>
<div class="titreArticle"><p class="titreArticleVisu">La glacière ferme</p></div></header>
<section><div class="DocText clearfix"><p>La glacière du quai ferme fin juin.</p></div></section>
<footer><div class="publiC-lblNodoc">news·20250601·ECW·0007</div></footer></article></body></html>"""
RETRIEVER = """\
Norrins universitet BIBSAM
Uttag 2025-06-09

Nyheter:

Innehållsförteckning:

> Färjan ligger kvar, Norrinposten, 2025-05-30

> Isfabriken stänger, Kustbladet, 2025-06-01 07:15


Färjan ligger kvar
Norrinposten, 2025-05-30
Sida 5
Publicerat i print.

Tern ligger kvar i hamnen från måndag.

Fyra bussar kör runt viken.

Bildtext: Tern vid kajen.

© Norrinposten eller artikelförfattaren.

Alla artiklar är skyddade av upphovsrättslagen.

Läs hela artikeln på http://ret.example/a1
==============================================================================

Isfabriken stänger
Kustbladet, 2025-06-01 07:15
Publicerat på webb.

Isfabriken på kajen stänger i slutet av juni.

© Kustbladet

Se webartikeln på http://ret.example/a2
==============================================================================
"""
NEWSBANK = """\
Ferry stays in the harbour

May 30, 2025 | Norrin Herald, The (NS)

Author/Byline: Dora Finch, Staff Writer
Section: News
Page: 5
Readability: 9-12 grade level (Lexile: 1200)

The Tern stays in the harbour from Monday.

Four buses go round the bay.

Caption: The Tern at the quay.

Copyright (c) 2025 The Norrin Herald
Record Number: 1A2B3C4D5E
OpenURL Link: https://infoweb.example/resources/doc/nb/news/1A2B3C4D5E

Ice works closes

June 1, 2025 | Coast Ledger (NS)

Section: Business

The ice works on the quay closes at the end of June.

Copyright (c) 2025 Coast Ledger
Record Number: 9F8E7D
OpenURL Link: https://infoweb.example/resources/doc/nb/news/9F8E7D
"""
GALE = """\
Title: Ferry stays in the harbour
Author: Dora Finch
Date: May 30, 2025
From: The Norrin Herald
Publisher: Herald Press
Document Type: Article
Length: 212 words
Full Text:
The Tern stays in the harbour from Monday.

Four buses go round the bay.
Copyright: COPYRIGHT 2025 Herald Press
Source Citation (MLA 9th Edition)
Finch, Dora. "Ferry stays in the harbour." The Norrin Herald, 30 May 2025, p. 5. Gale, 9 June 2025.
Gale Document Number: GALE|A712345678

Title: Ice works closes
Publication: Coast Ledger
Publication Date: June 1, 2025
Document Type: Brief article
Full Text:
The ice works on the quay closes at the end of June.
Copyright: COPYRIGHT 2025 Coast Ledger
Gale Document Number: GALE|A712345679
"""
EBSCO = """\
EBSCO Publishing   Citation Format: MLA

Record: 1
Title:
Ferry stays in the harbour.
Authors:
Finch, Dora; Vail, Tom
Source:
Norrin Herald, The. 05/30/2025, p5. 2p.
Document Type:
Article
Subject Terms:
FERRIES; HARBORS
Full Text Word Count:
212
Accession Number:
2W6200001
Database:
Newspaper Source Plus
Section:
News

FERRY STAYS IN THE HARBOUR

The Tern stays in the harbour from Monday.

Four buses go round the bay.

~~~~~~~~
By Dora Finch and Tom Vail

Copyright of Norrin Herald, The is the property of Herald Press and its content may not be copied.

Record: 2
Title: Ice works closes.
Source: Coast Ledger. 06/01/2025.
Document Type: Article
Accession Number: 2W6200002
Database: Newspaper Source Plus
Full Text: The ice works on the quay closes at the end of June.
Copyright of Coast Ledger is the property of Coast Press and its content may not be copied.

Record: 3
Title: Mole to be rebuilt.
Source: Coast Ledger. 06/02/2025.
Document Type: Article
Abstract: The article reports on the mole.
Accession Number: 2W6200003
Database: Newspaper Source Plus
"""
APA = """\
APA DeFacto - Dokument 1 von 2

"Norriner Bote" vom 30.05.2025                           Seite: 5
Ressort: Lokales
Von: Jörg Hahn

Die Fähre bleibt im Hafen

Die Tern bleibt ab Montag im Hafen.

Vier Busse fahren um die Bucht.

Dokument 2 von 2

"Küstenblatt" vom 01.06.2025                           Seite: 1
Ressort: Wirtschaft

Die Eisfabrik schließt

Die Eisfabrik am Kai schließt Ende Juni.
"""
OTS = """\
OTS0042, 30. Mai 2025, 10:15

Neue Lampe für den Leuchtturm von Norrin
Utl.: Gemeinderat stimmt zu

Norrin (OTS) - Der Leuchtturm bekommt im Herbst eine neue Lampe.

Rückfragen & Kontakt:
Gemeinde Norrin, presse@norrin.example

OTS-ORIGINALTEXT PRESSEAUSSENDUNG UNTER AUSSCHLIESSLICHER INHALTLICHER VERANTWORTUNG DES AUSSENDERS. www.ots.example
"""
HEAD = ("The Tern stays in the harbour from Monday.", "Four buses go round the bay.")
ICE = "The ice works on the quay closes at the end of June."
TERN = ("Die Tern bleibt ab Montag im Hafen.", "Vier Busse fahren um die Bucht.")
EIS = "Die Eisfabrik am Kai schließt Ende Juni."
FIRST, SECOND = date(2025, 5, 30), date(2025, 6, 1)

Row = tuple[str, date, str | None, str, tuple[str, ...], str]


def rows(articles: list[Article]) -> list[Row]:
    """What is said of each article."""
    return [(one.title, one.published, one.author, one.source, one.tags, one.text) for one in articles]  # type: ignore[misc]


EXPORTS: dict[str, tuple[str, list[Row]]] = {
    "wiso.txt": (WISO, [
        ("Die Fähre bleibt im Hafen", FIRST, "Jörg Hahn", "Norriner Bote", ("Lokales",),
         "Reparatur dauert bis Pfingsten\n\nDie Tern bleibt ab Montag im Hafen, weil ihre zweite Maschine ausgefallen "
         "ist.\n\nVier Busse fahren um die Bucht."),
        ("Die Eisfabrik schließt", SECOND, None, "Küstenblatt", ("Wirtschaft",), EIS),
    ]),
    "europresse.html": (EUROPRESSE, [
        ("Le bac reste au port", FIRST, "Anne Roux", "Le Courrier de Norrin", ("Région",),
         "Le Tern reste au port dès lundi, car sa seconde machine est en panne.\n\n"
         "Quatre cars font le tour de la baie."),
        ("La glacière ferme", SECOND, None, "L'Écho de la Côte (site web)", (), "La glacière du quai ferme fin juin."),
    ]),
    "retriever.txt": (RETRIEVER, [
        ("Färjan ligger kvar", FIRST, None, "Norrinposten", (),
         "Tern ligger kvar i hamnen från måndag.\n\nFyra bussar kör runt viken.\n\nPicture: Tern vid kajen."),
        ("Isfabriken stänger", SECOND, None, "Kustbladet", (), "Isfabriken på kajen stänger i slutet av juni."),
    ]),
    "newsbank.txt": (NEWSBANK, [
        ("Ferry stays in the harbour", FIRST, "Dora Finch", "Norrin Herald, The (NS)", ("News",),
         "\n\n".join((*HEAD, "Picture: The Tern at the quay."))),
        ("Ice works closes", SECOND, None, "Coast Ledger (NS)", ("Business",), ICE),
    ]),
    "gale.txt": (GALE, [
        ("Ferry stays in the harbour", FIRST, "Dora Finch", "The Norrin Herald", (), "\n\n".join(HEAD)),
        ("Ice works closes", SECOND, None, "Coast Ledger", (), ICE),
    ]),
    "ebsco.txt": (EBSCO, [
        ("Ferry stays in the harbour", FIRST, "Dora Finch, Tom Vail", "Norrin Herald, The", ("News",),
         "\n\n".join(HEAD)),
        ("Ice works closes", SECOND, None, "Coast Ledger", (), ICE),
    ]),
    "apa.txt": (APA, [
        ("Die Fähre bleibt im Hafen", FIRST, "Jörg Hahn", "Norriner Bote", ("Lokales",), "\n\n".join(TERN)),
        ("Die Eisfabrik schließt", SECOND, None, "Küstenblatt", ("Wirtschaft",), EIS),
    ]),
    "ots.txt": (OTS, [
        ("Neue Lampe für den Leuchtturm von Norrin", FIRST, None, "OTS", (),
         "Norrin (OTS) - Der Leuchtturm bekommt im Herbst eine neue Lampe."),
    ]),
}  # fmt: skip
SUMMARY = "1 document has no full text, only a summary: it was left out"


@pytest.mark.parametrize("name", EXPORTS)
def test_each_layout_is_cut_into_its_articles(name: str) -> None:
    text, expected = EXPORTS[name]
    articles, problems = read_file(name, text.encode())
    assert rows(articles) == expected
    assert [problem.reason for problem in problems] == ([SUMMARY] if name == "ebsco.txt" else [])


@pytest.mark.parametrize("name", ["wiso.txt", "newsbank.txt", "retriever.txt", "apa.txt"])
def test_a_word_document_is_cut_like_a_text(name: str) -> None:
    text, expected = EXPORTS[name]
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    articles, problems = read_file(f"{name}.docx", file.getvalue())
    assert rows(articles) == expected
    assert problems == []


@pytest.mark.parametrize("end", ["</p>\n<p>", "<br>\n"])
@pytest.mark.parametrize("name", [name for name in EXPORTS if not name.endswith("html")])
def test_a_page_is_cut_like_a_text(name: str, end: str) -> None:
    text, expected = EXPORTS[name]
    body = end.join(html.escape(line) for line in text.split("\n"))
    page = f"<html><head><title>Export</title></head><body><p>{body}</p></body></html>"
    articles, _ = read_file("x.html", page.encode())
    assert rows(articles) == expected


def test_a_pdf_is_cut_like_a_text() -> None:
    lines = [line.encode() for line in NEWSBANK.splitlines()]
    shown = b"".join(b"(%s) '\n" % line.replace(b"(", rb"\(").replace(b")", rb"\)") for line in lines)
    articles, _ = read_file("newsbank.pdf", pdf(b"BT /F 11 Tf 14 TL 72 740 Td\n" + shown + b"ET"))
    assert [(one.title, one.published, one.source) for one in articles] == [
        (title, day, source) for title, day, _, source, _, _ in EXPORTS["newsbank.txt"][1]
    ]


EUROPRESSE_TEXT = """\
Le Phare de Norrin
Région, mercredi 4 février 2026 312 mots, p. 6

Une nouvelle lampe pour le phare

Anne Roux

Le phare aura une nouvelle lampe à l'automne.

© 2026 Le Phare de Norrin. Tous droits réservés.

Le présent document est protégé par les lois et conventions internationales sur le droit d'auteur.
news·20260204·PN·0061
"""


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
def test_europresse_as_text_has_the_paper_above_the_day_whatever_its_encoding(encoding: str) -> None:
    articles, problems = read_file("e.txt", EUROPRESSE_TEXT.encode(encoding))
    assert problems == []
    assert rows(articles) == [
        ("Une nouvelle lampe pour le phare", date(2026, 2, 4), "Anne Roux", "Le Phare de Norrin", ("Région",),
         "Le phare aura une nouvelle lampe à l'automne."),
    ]  # fmt: skip


def test_what_only_begins_like_a_mark_of_retrievers_is_text() -> None:
    prose = (
        "Sida 5 i rapporten visar varför.",
        "Publiceringen i Norrinposten väckte debatt.",
        "> Jag stannar, sade hon.",
    )
    text = RETRIEVER.replace("Fyra bussar kör runt viken.", "\n\n".join(prose))
    articles, _ = read_file("r.txt", text.encode())
    assert articles[0].text.split("\n\n")[1:-1] == list(prose)


def test_a_section_that_is_the_papers_name_is_none() -> None:
    text = EUROPRESSE_TEXT.replace("Région, mercredi", "Le Phare de Norrin, mercredi")
    articles, _ = read_file("e.txt", text.encode())
    assert articles[0].tags == ()


def test_rich_text_is_cut_though_its_labels_stand_above_their_values() -> None:
    lines = [part for line in WISO.splitlines() for part in line.replace(":  ", ":\n").splitlines() or [""]]
    letters = "".join(letter if ord(letter) < 128 else f"\\u{ord(letter)}?" for letter in "\\par\n".join(lines))
    articles, problems = read_file("w.rtf", f"{{\\rtf1\\ansi\\deff0 {letters}}}".encode())
    assert problems == []
    assert rows(articles) == EXPORTS["wiso.txt"][1]


def test_a_cover_that_lists_the_articles_is_no_article() -> None:
    listed = "Die Fähre bleibt im Hafen, Norriner Bote, 30.05.2025\nDie Eisfabrik schließt, Küstenblatt, 01.06.2025\n"
    articles, problems = read_file("w.txt", WISO.replace("Dokumente\n", f"2 Dokumente\n{listed}", 1).encode())
    assert problems == []
    assert rows(articles) == EXPORTS["wiso.txt"][1]


@pytest.mark.parametrize("given", ["Vail, Tom", "Vail, Tom J.", "By Tom Vail, Staff Writer", "Tom Vail"])
def test_a_writer_is_named_as_one_says_it(given: str) -> None:
    articles, _ = read_file("g.txt", GALE.replace("Author: Dora Finch", f"Author: {given}").encode())
    assert articles[0].author == ("Tom J. Vail" if "J." in given else "Tom Vail")


def test_a_paper_and_its_day_may_stand_in_one_line() -> None:
    text = GALE.replace(
        "Date: May 30, 2025\nFrom: The Norrin Herald", "Publication details: The Norrin Herald. (May 30, 2025): p4."
    )
    articles, _ = read_file("g.txt", text.encode())
    assert (articles[0].source, articles[0].published) == ("The Norrin Herald", FIRST)


def test_articles_have_the_number_and_the_address_that_the_database_gives_them() -> None:
    articles, _ = read_file("w.txt", WISO.encode())
    assert [one.id for one in articles] == ["w.txt#NB2025053000042", "w.txt#KB-9"]
    assert articles[0].url == "https://www.wiso-net.example/document/NB__NB2025053000042"
    articles, _ = read_file("r.txt", RETRIEVER.encode("utf-16"))
    assert [(one.id, one.url) for one in articles] == [
        ("r.txt#1", "http://ret.example/a1"),
        ("r.txt#2", "http://ret.example/a2"),
    ]


@pytest.mark.parametrize(
    ("text", "stated", "found"),
    [
        (WISO.replace("Dokumente\n", "Inhaltsverzeichnis: 3 Dokumente\n", 1), 3, "2 were found"),
        (RETRIEVER.replace("Nyheter:", "Nyheter (3):"), 3, "2 were found"),
        (RETRIEVER[: RETRIEVER.index("Isfabriken stänger\n")], 2, "1 was found"),
        (APA[: APA.rindex("Dokument 2")], 2, "1 was found"),
    ],
)
def test_the_number_on_the_cover_is_compared_with_what_was_found(text: str, stated: int, found: str) -> None:
    why = f"the export says that it holds {stated} documents, {found}: look for what is missing, or export it again"
    assert read_file("x.txt", text.encode())[1] == [Problem("x.txt", why, "partly")]


def test_an_export_that_breaks_off_has_what_is_left_of_its_last_article() -> None:
    articles, _ = read_file("x.txt", NEWSBANK[: NEWSBANK.rindex("closes at")].encode())
    assert [one.text for one in articles][1:] == ["The ice works on the quay"]


def test_a_document_without_text_is_told() -> None:
    articles, problems = read_file("x.txt", GALE.replace(f"{ICE}\n", "").encode())
    assert [one.title for one in articles] == ["Ferry stays in the harbour"]
    assert [problem.reason for problem in problems] == ["1 document has no text: export it again with its full text"]


@pytest.mark.parametrize(
    "text",
    [
        "How to read an export\n\nEach article of wiso ends with\n\n© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH\n\n"
        "and names its Quelle above that.",
        "The Retriever\n\nThe dog came home, 2025-05-30\n\nIt had been away for a week, and nobody knows where.",
        "A list of sources\n\nSource: Newspaper Source\n\nRecord: 1\n\nThe runner beat it on Sunday.",
        "A number\n\nThe library has it as\n\nGALE|A712345678\n\nand nobody has read it since.",
    ],
)
def test_an_article_that_speaks_of_such_marks_stays_one(text: str) -> None:
    [article], problems = read_file("x.txt", text.encode())
    assert problems == []
    assert article.text in text


def test_hostile_lines_end_soon() -> None:
    """Marks without end, of which none is an export's: read as one text."""
    for line in ("Source: ", "30. Mai 2025, ", "> a, 2025", "Dokument 1 von ", "a" * 99_000, "© 2025 ", "GALE|A1\n"):
        text = "europresse GBI-Genios GALE|A OTS-ORIGINALTEXT\n" + (line + "\n") * (200_000 // len(line))
        articles, problems = read_file("x.txt", text.encode())
        assert len(articles) + len(problems) >= 1
