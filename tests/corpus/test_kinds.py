"""A corpus with one file of each kind: what docs/articles.md names is read, and each file stands with its outcome."""

import gzip
import importlib.util
import json
import plistlib
import re
from pathlib import Path
from textwrap import wrap

import docx
import pytest

from rag.corpus.reading import HOLDERS, READERS, read_file
from rag.index.search import Index
from tests.conftest import PROJECT, HashedWords
from tests.corpus.archives.conftest import message, tarred, zipped
from tests.corpus.archives.test_outlook import MESSAGE, msg
from tests.corpus.archives.test_packed import joplin
from tests.corpus.archives.test_warc import crawl, fetched
from tests.corpus.conftest import BODY, PARAGRAPHS, lines, pdf, saved
from tests.corpus.documents.test_epub import epub
from tests.corpus.documents.test_epub import page as chapter
from tests.corpus.documents.test_opendocument import odt

FIRST = PARAGRAPHS[0]
NOTE = f"# Trams at last\n\n{FIRST}\n"
PAGE = (
    "<html><head><title>Trams at last</title></head><body><article><h1>Trams at last</h1>"
    f"{BODY}</article></body></html>"
)
RECORD = json.dumps({"title": "Trams at last", "text": FIRST})
CUE = "00:00:01.000 --> 00:00:09.000\n"
LINK = "https://gazette.example/trams"
MHTML = (
    f'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="B"\r\nContent-Location: {LINK}'
    f"\r\n\r\n--B\r\nContent-Type: text/html\r\nContent-Location: {LINK}\r\n\r\n{PAGE}\r\n--B--\r\n"
)
NITF = (
    "<nitf><head><title>Trams</title></head><body><body.head><hedline><hl1>Trams at last</hl1></hedline></body.head>"
    f"<body.content>{BODY}</body.content></body></nitf>"
)
RSS = (
    "<rss version='2.0'><channel><title>The Gazette</title><item><title>Trams at last</title>"
    f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{FIRST * 9}</content:encoded>"
    "</item></channel></rss>"
)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>The Gazette</title><entry><title>Trams at last</title>"
    f"<content>{FIRST * 9}</content></entry></feed>"
)
ENEX = (
    f"<en-export><note><title>Trams at last</title><content><![CDATA[<en-note>{BODY}</en-note>]]></content></note>"
    "</en-export>"
)
HOCR = (
    "<html><head><meta name='ocr-system' content='x'></head><body><div class='ocr_page'><p class='ocr_par'>"
    f"<span class='ocr_line'>{FIRST}</span></p></div></body></html>"
)
WEB_ARCHIVE = {
    "WebResourceData": PAGE.encode(),
    "WebResourceURL": LINK,
    "WebResourceMIMEType": "text/html",
    "WebResourceTextEncodingName": "UTF-8",
}


def word() -> bytes:
    document = docx.Document()
    for one in PARAGRAPHS:
        document.add_paragraph(one)
    return saved(document)


def warc(*, packed: bool) -> bytes:
    return crawl([fetched(LINK, PAGE.encode())], packed=packed)


MAIL = message("\n\n".join(PARAGRAPHS)).as_bytes()
ARTICLES: dict[str, str | bytes] = {
    **dict.fromkeys((".md", ".markdown", ".txt", ".text"), NOTE),
    ".rst": f"Trams at last\n=============\n\n{FIRST}\n",
    **dict.fromkeys((".adoc", ".asciidoc"), f"= Trams at last\n\n{FIRST}\n"),
    ".org": f"#+TITLE: Trams at last\n\n{FIRST}\n",
    ".tex": f"\\title{{Trams at last}}\\begin{{document}}\\maketitle\n{FIRST}\n\\end{{document}}",
    **dict.fromkeys((".html", ".htm", ".xhtml"), PAGE),
    ".hocr": HOCR,
    ".webarchive": plistlib.dumps({"WebMainResource": WEB_ARCHIVE}, fmt=plistlib.FMT_BINARY),
    ".pdf": pdf(lines("Trams at last", "", *wrap(FIRST, 60))),
    ".docx": word(),
    ".odt": odt(f"<text:p>{FIRST}</text:p>"),
    ".rtf": f"{{\\rtf1\\ansi {FIRST}}}",
    ".epub": epub({"a": chapter(f"<h1>Trams at last</h1>{BODY}")}),
    ".srt": f"1\n{CUE.replace('.', ',')}{FIRST}\n",
    ".vtt": f"WEBVTT\n\n{CUE}{FIRST}\n",
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), RECORD),
    **dict.fromkeys((".xml", ".nitf"), NITF),
    ".rss": RSS,
    ".atom": ATOM,
    ".enex": ENEX,
    ".csv": f'title,text\nTrams at last,"{FIRST}"\n',
    ".tsv": f"title\ttext\nTrams at last\t{FIRST}\n",
    ".eml": MAIL,
    ".msg": msg(MESSAGE),
    ".mbox": b"From a@b Mon Oct  9 10:00:00 2023\n" + MAIL,
    **dict.fromkeys((".mhtml", ".mht"), MHTML),
    ".warc": warc(packed=False),
    ".warc.gz": warc(packed=True),
    ".wacz": zipped({"archive/data.warc.gz": warc(packed=True), "datapackage.json": "{}"}),
    **dict.fromkeys((".zip", ".textpack"), zipped({"a.md": NOTE})),
    ".jex": tarred(dict([joplin(1, 1, f"Trams at last\n\n{FIRST}")])),
    ".tar": tarred({"a.md": NOTE}),
    **dict.fromkeys((".tar.gz", ".tgz"), tarred({"a.md": NOTE}, "w:gz")),
    **dict.fromkeys((".tar.bz2", ".tbz2"), tarred({"a.md": NOTE}, "w:bz2")),
    **dict.fromkeys((".tar.xz", ".txz"), tarred({"a.md": NOTE}, "w:xz")),
    ".gz": gzip.compress(NOTE.encode()),
}
"""Files that hold an article, by the ends of their names."""
LISTS: dict[str, tuple[str | bytes, str]] = {
    ".url": (f"[InternetShortcut]\nURL={LINK}\n", "1 address"),
    ".webloc": (plistlib.dumps({"URL": LINK}), "1 address"),
    ".opml": (f"<opml version='2.0'><body><outline type='rss' xmlUrl='{LINK}'/></body></opml>", "a list of feeds"),
    ".bib": ("@article{a, title={Trams at last}, year=2023}", "1 reference"),
    ".ris": ("TY  - NEWS\nTI  - Trams at last\nER  - \n", "1 reference"),
    ".rdf": (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:dc='http://purl.org/dc/elements/1.1/' "
        "xmlns:z='http://www.zotero.org/namespaces/export#'><rdf:Description rdf:about='#1'><z:itemType>document"
        "</z:itemType><dc:title>Trams at last</dc:title></rdf:Description></rdf:RDF>",
        "1 reference",
    ),
}
"""Files that hold what leads to articles, and how that is told."""
DOCS = (PROJECT / "docs" / "articles.md").read_text(encoding="utf-8")
TABLES = re.findall(r"^\| (?:kind|service|where from|database) \|.*\n\|[- |]+\n((?:\|.*\n)+)", DOCS, re.M)


def name_of(end: str) -> str:
    return f"x.md{end}" if end == ".gz" else f"x{end}"


def octets(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def test_each_kind_has_a_file_here_and_stands_in_the_documentation() -> None:
    assert {*ARTICLES, *LISTS} == {*READERS, *HOLDERS}
    assert [end for end in (*ARTICLES, *LISTS) if f"`{end}`" not in DOCS] == []
    named = [
        one
        for table in TABLES
        for row in table.splitlines()
        for one in re.findall(r"`(\.\w[\w.]*)`", row.split("|")[1])
    ]
    assert len(named) > 20
    assert [end for end in named if end not in READERS and end not in HOLDERS] == []


@pytest.mark.parametrize("end", ARTICLES)
def test_an_article_of_each_kind_is_read(end: str) -> None:
    if end == ".msg" and importlib.util.find_spec("oxmsg") is None:
        pytest.skip("without article-rag[outlook]")
    articles, problems = read_file(name_of(end), octets(ARTICLES[end]))
    assert problems == []
    assert any(FIRST in " ".join(one.text.split()) for one in articles)


@pytest.mark.parametrize("end", LISTS)
def test_what_leads_to_articles_says_so(end: str) -> None:
    data, said = LISTS[end]
    articles, problems = read_file(f"x{end}", octets(data))
    assert articles == []
    assert [said in problem.reason for problem in problems] == [True]


@pytest.mark.parametrize("service", ["Feedly", "Inoreader", "FreshRSS"])
def test_what_readers_of_feeds_keep_is_read(service: str) -> None:
    kept = {
        "id": f"tag:{service}", "title": "Trams at last", "published": 1696831200, "author": "Ana Petrović",
        "origin": {"title": "The Gazette"}, "alternate": [{"href": LINK}], "content": {"content": BODY},
    }  # fmt: skip
    (read,), problems = read_file("x.json", json.dumps({"items": [kept]}).encode())
    assert (read.title, read.author, read.url, problems) == ("Trams at last", "Ana Petrović", LINK, [])
    assert read.text == "\n\n".join(PARAGRAPHS)


def test_each_service_that_is_named_is_read_by_a_test() -> None:
    tests = "\n".join(one.read_text(encoding="utf-8") for one in Path(__file__).parent.rglob("test_*.py")).lower()
    firsts = [re.sub(r"\([^)]*\)", "", row.split("|")[1]) for table in TABLES for row in table.splitlines()]
    named = {one.lower() for first in firsts for one in re.findall(r"\b[A-Z]\w+", first)}
    assert {"karakeep", "substack", "europresse", "raindrop"} <= named
    # ActivityPub is what Mastodon speaks, EBSCO's host is tried as EBSCO.
    assert [one for one in sorted(named - {"activitypub", "ebscohost"}) if one not in tests] == []


def test_every_file_of_a_corpus_stands_with_its_outcome(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    files = {f"{place:02}-{name_of(end)}": octets(data) for place, (end, data) in enumerate(ARTICLES.items())}
    files |= {f"x{end}": octets(data) for end, (data, _) in LISTS.items()}
    broken = {f"broken-{name_of(end)}": octets(data)[: len(data) // 3] for end, data in ARTICLES.items()}
    empty = {f"empty-{name_of(end)}": b"" for end in ARTICLES}
    for name, data in {**files, **broken, **empty}.items():
        (corpus / name).write_bytes(data)
    (corpus / "notes.xyz").write_text("of no kind that is read", encoding="utf-8")
    built = Index.build(corpus, tmp_path / "index", embedder=HashedWords())
    assert built.report is not None
    names = {*files, *broken, *empty}
    read = {one.id.partition("#")[0] for one in built.listing()}
    told = {problem.file_among(names) for problem in built.report.problems}
    assert names - read - told == set()
    assert set(empty) <= told
    assert not [problem.reason for problem in built.report.problems if "reading it failed" in problem.reason]
    assert any(".xyz" in problem.reason for problem in built.report.problems)
