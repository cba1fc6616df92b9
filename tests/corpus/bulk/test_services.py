"""Exports of services that keep articles to be read later, made by hand: texts, tags, notes, and addresses alone."""

import io
import json
import plistlib
import zipfile
from datetime import date

import pytest

from rag.corpus.bulk.addresses import addresses
from rag.corpus.bulk.omnivore import is_omnivore, read_omnivore
from rag.corpus.bulk.records import Address
from rag.corpus.encoding import UnreadableError
from rag.corpus.reading import read_file
from rag.types import Article, Problem
from tests.corpus.conftest import reason

TEXT = "Die Fähre bleibt ab Montag im Hafen."
HTML = f"<div><p>{TEXT}</p><p>Vier Busse fahren.</p></div>"
ALL = f"{TEXT}\n\nVier Busse fahren."
FETCH = "address without text: fetch them with `rag add FILE`"
PARTS = "there is only what the reader marked or noted: fetch the whole with `rag add`"

KARAKEEP = {
    "bookmarks": [
        {"id": "k1", "createdAt": "2025-06-03T07:00:00Z", "title": None, "archived": False, "note": "Für Anna",
         "tags": [{"id": "t", "name": "hafen", "attachedBy": "ai"}],
         "content": {"type": "link", "url": "https://bote.example/f", "title": "Die Fähre bleibt", "htmlContent": HTML,
                     "author": "Jörg Hahn", "publisher": "Norriner Bote", "datePublished": "2025-05-30T06:00:00Z"}},
        {"createdAt": 1748937600, "title": "Ice works", "tags": ["ice", "norrin"], "note": None,
         "content": {"type": "link", "url": "https://ledger.example/i"}},
        {"createdAt": 1748937600, "title": "Liste", "tags": [], "content": {"type": "text", "text": TEXT}},
    ]
}  # fmt: skip
WALLABAG = [
    {"is_archived": 0, "is_starred": 1, "tags": ["hafen"], "id": 7, "title": "Die Fähre bleibt", "content": HTML,
     "url": "https://bote.example/f", "created_at": "2025-06-03T07:00:00Z", "updated_at": "2025-06-04T07:00:00Z",
     "published_at": "2025-05-30T06:00:00+0000", "published_by": ["Jörg Hahn"], "language": "de",
     "annotations": [{"text": "Für Anna", "quote": "Fähre"}], "domain_name": "bote.example"},
    {"is_archived": 1, "tags": [], "id": 8, "title": "Ice works", "url": "https://ledger.example/i",
     "content": "wallabag can't retrieve contents for this article. Please troubleshoot this issue.",
     "created_at": "2025-06-03T07:00:00+0000", "annotations": [], "domain_name": "ledger.example"},
]  # fmt: skip
LINKWARDEN = {
    "id": 1, "name": "Reader", "username": "r", "collections": [
        {"id": 3, "name": "Norrin", "links": [
            {"id": 7, "name": "Die Fähre bleibt", "type": "url", "description": "", "url": "https://bote.example/f",
             "textContent": ALL, "collectionId": 3, "createdAt": "2025-06-03T07:00:00Z",
             "tags": [{"id": 1, "name": "hafen"}]},
            {"id": 8, "name": "Ice works", "type": "url", "url": "https://ledger.example/i", "textContent": None,
             "collectionId": 3, "createdAt": "2025-06-03T07:00:00Z", "tags": [{"id": 2, "name": "ice"}]},
        ]},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "number", "known", "note"),
    [
        (KARAKEEP, "k1", (date(2025, 5, 30), "record", "Jörg Hahn", "Norriner Bote"), True),
        (WALLABAG, "7", (date(2025, 5, 30), "record", "Jörg Hahn", "bote.example"), True),
        (LINKWARDEN, "7", (None, "unknown", None, None), False),
    ],
)
def test_services_that_keep_texts_are_read_and_the_others_counted(
    value: object, number: str, known: tuple[object, ...], note: bool
) -> None:
    data = json.dumps(value).encode()
    articles, problems = read_file("x.json", data)
    read = articles[0]
    assert (read.id, read.title, read.url) == (f"x.json#{number}", "Die Fähre bleibt", "https://bote.example/f")
    assert read.text == ALL + ("\n\nReader's note: Für Anna" if note else "")
    assert (read.published, read.published_from, read.author, read.source) == known
    assert (read.tags, read.modified) == (("hafen",), None)
    assert problems == [Problem("x.json", f"1 {FETCH}", "partly")]
    [kept] = addresses("x.json", data)
    assert kept[:3] == ("https://ledger.example/i", "Ice works", date(2025, 6, 3))


def test_a_text_of_the_readers_own_is_an_article() -> None:
    articles, _ = read_file("x.json", json.dumps(KARAKEEP).encode())
    assert [(one.id, one.title, one.text) for one in articles[1:]] == [("x.json#3", "Liste", TEXT)]


TABLES = {
    "pocket.csv": (
        "title,url,time_added,tags,status\nFährt nicht,https://bote.example/f,1748937600,hafen|zwei Worte,unread\n"
    ),
    "instapaper.csv": "URL,Title,Selection,Folder,Timestamp\nhttps://bote.example/f,Fährt nicht,,Unread,1748937600\n",
    "linkwarden.csv": "id,name,url,tags,createdAt,collectionId\n7,Fährt nicht,https://bote.example/f,,2025-06-03,3\n",
    "matter.csv": (
        "Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read,Highlight_Count\n"
        "Fährt nicht,Jörg Hahn,Norriner Bote,https://bote.example/f,hafen,212,True,False,False,0\n"
    ),
    "reader.csv": (
        "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
        "Fährt nicht,https://bote.example/f,01x,\"['hafen', 'zwei Worte']\",2025-06-03 08:00:00+00:00,0,new,True\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_addresses_are_one_line_and_a_list(name: str) -> None:
    data = TABLES[name].encode()
    assert reason(name, data) == f"1 {FETCH}"
    [kept] = addresses(name, data)
    assert (kept.url, kept.title) == ("https://bote.example/f", "Fährt nicht")
    assert kept.day == (None if name == "matter.csv" else date(2025, 6, 3))
    assert kept.tags == {"pocket.csv": ("hafen", "zwei Worte"), "reader.csv": ("hafen", "zwei Worte"),
                         "matter.csv": ("hafen",)}.get(name, ())  # fmt: skip


def test_what_is_neither_a_text_nor_an_address_is_told_beside_the_addresses() -> None:
    data = '[{"url": "https://a.example/1"}, {"title": "Nothing"}, 7]'
    assert reason("x.json", data) == f'1 {FETCH}; 2 with neither (record 2: "text" is missing)'


ANNOTATED = {
    "url": "https://bote.example/f", "title": "Die Fähre bleibt",
    "highlights": [{"quote": TEXT, "created_at": 1748937600}, {"quote": "Vier Busse fahren."}],
}  # fmt: skip
RAINDROP = {
    "_id": 7, "link": "https://bote.example/f", "title": "Die Fähre bleibt", "note": "Für Anna", "tags": ["hafen"],
    "highlights": [{"text": TEXT, "color": "red", "note": "Stimmt das?"}],
}  # fmt: skip
NOTED = [{**WALLABAG[1], "annotations": [{"text": "Für Anna", "quote": TEXT}]}]  # of which wallabag has no text
UNREAD = {
    "createdAt": 1748937600, "title": "Ice works", "tags": [], "note": "Für Anna",
    "content": {"type": "link", "url": "https://ledger.example/i"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("instapaper.csv", TABLES["instapaper.csv"].replace("nicht,,", "nicht,Für Anna,"), "Reader's note: Für Anna"),
        ("pocket.json", json.dumps([ANNOTATED]), ALL),
        ("raindrop.json", json.dumps({"items": [RAINDROP]}),
         f"{TEXT}\n\nReader's note: Für Anna\n\nReader's note: Stimmt das?"),
        ("raindrop.csv", "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
         f'7,F,Für Anna,Ein Satz.,https://bote.example/f,Hafen,hafen,2025-06-03,,"Highlight:{TEXT}\nColor:red\n'
         'Note:Stimmt das?",false\n', f"{TEXT}\n\nReader's note: Für Anna\n\nReader's note: Stimmt das?"),
        ("wallabag.json", json.dumps(NOTED), f"{TEXT}\n\nReader's note: Für Anna"),
        ("karakeep.json", json.dumps({"bookmarks": [UNREAD]}), "Reader's note: Für Anna"),
    ],
)  # fmt: skip
def test_marks_and_notes_of_an_address_are_kept_and_it_is_still_to_be_fetched(name: str, data: str, text: str) -> None:
    [read], problems = read_file(name, data.encode())
    assert read.text == text
    assert problems == [Problem(name, f"of 1 article {PARTS}", "partly")]
    assert [one.url for one in addresses(name, data.encode())] == [read.url]


def test_the_addresses_of_a_packed_export_are_listed() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("part_000000.csv", TABLES["pocket.csv"])
        archive.writestr(
            "annotations/part_000000.json", json.dumps([ANNOTATED, {**ANNOTATED, "url": "https://a.example"}])
        )
        archive.writestr("broken.json", "{")
        archive.writestr("pack.zip", "x")
        archive.writestr("picture.png", "x")
    found = addresses("pocket.zip", buffer.getvalue())
    assert [(one.url, one.tags) for one in found] == [
        ("https://bote.example/f", ("hafen", "zwei Worte")),
        ("https://a.example", ()),
    ]
    with pytest.raises(UnreadableError, match="damaged archive"):
        addresses("pocket.zip", b"x")


@pytest.mark.parametrize("held", ["content", "summary"])
def test_entries_that_a_reader_of_feeds_kept(held: str) -> None:
    entry = {
        "id": "f1", "title": "Ice works", "published": 1696846200, "updated": 1696932600, "author": "Ana Petrović",
        "alternate": [{"href": "https://bote.example/ice", "type": "text/html"}], held: {"content": HTML},
        "origin": {"title": "Norriner Bote", "htmlUrl": "https://bote.example"},
        "categories": ["user/1/state/com.google/starred", "user/1/label/harbour"],
    }  # fmt: skip
    read, problems = read_file("starred.json", json.dumps({"id": "user/1", "items": [entry]}).encode())
    assert problems == []
    expected = ("Ice works", ALL, "Ana Petrović", "Norriner Bote", "https://bote.example/ice", ("harbour",))
    assert [(one.title, one.text, one.author, one.source, one.url, one.tags) for one in read] == [expected]
    assert read[0].published == date(2023, 10, 9)


def test_what_a_newspaper_calls_highlights_is_no_readers_mark() -> None:
    for highlights in ("A line.", ["A line."], [{"text": "A line."}]):
        record = {"url": "https://bote.example/f", "title": "Die Fähre", "text": ALL, "highlights": highlights}
        [read], problems = read_file("x.jsonl", json.dumps(record).encode())
        assert (read.text, problems) == (ALL, [])


def test_what_readwise_marked_is_read_as_parts_of_an_article() -> None:
    table = (
        "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,"
        "Document tags\n"
        f"{TEXT},Die Fähre bleibt,Jörg Hahn,,Für Anna,yellow,,order,1,2025-06-03,hafen\n"
        "It opened in 1924.,Ice works,,,,yellow,,order,1,2025-06-03,\n"
        "Vier Busse fahren.,Die Fähre bleibt,Jörg Hahn,,,yellow,,order,2,2025-06-03,hafen\n"
    )
    articles, problems = read_file("r.csv", table.encode())
    assert articles == [
        Article("r.csv#2", "Die Fähre bleibt", f"{ALL}\n\nReader's note: Für Anna", None, "unknown", "Jörg Hahn",
                tags=("hafen",)),
        Article("r.csv#3", "Ice works", "It opened in 1924."),
    ]  # fmt: skip
    why = f"of 2 articles {PARTS}"
    assert problems == [Problem("r.csv", why, "partly")]
    books = [{
        "user_book_id": 7, "title": "Die Fähre bleibt", "author": "Jörg Hahn", "source_url": "https://bote.example/f",
        "book_tags": [{"name": "hafen"}], "highlights": [
            {"id": 1, "text": TEXT, "note": "Für Anna", "url": "https://r.example/1"},
            {"id": 2, "text": "Vier Busse fahren.", "note": "", "url": "https://r.example/2"},
        ],
    }]  # fmt: skip
    [read], _ = read_file("r.json", json.dumps({"count": 1, "results": books}).encode())
    assert (read.id, read.text, read.tags) == ("r.json#7", f"{ALL}\n\nReader's note: Für Anna", ("hafen",))
    assert addresses("r.json", json.dumps(books).encode())[0].url == "https://bote.example/f"


def omnivore(*records: dict[str, object], **members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("metadata_0_to_2.json", json.dumps(records))
        for name, text in members.items():
            folder, slug, ending = name.split("__")
            archive.writestr(f"{folder}/{slug}.{ending}", text)
    return buffer.getvalue()


KEPT: dict[str, object] = {
    "id": "o1", "slug": "faehre", "title": "Die Fähre bleibt", "description": "Ein Satz.", "author": "Jörg Hahn",
    "url": "https://bote.example/f", "state": "Active", "readingProgress": 0, "thumbnail": None, "labels": ["hafen"],
    "savedAt": "2025-06-03T07:00:00.000Z", "updatedAt": "2025-06-04T07:00:00.000Z",
    "publishedAt": "2025-05-30T06:00:00.000Z",
}  # fmt: skip


def opened(data: bytes) -> tuple[list[Article], list[Problem]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        reading = read_omnivore("o.zip", archive)
        articles = []
        while True:
            try:
                articles.append(next(reading))
            except StopIteration as end:
                return articles, end.value


def test_omnivores_zip_is_read_with_its_texts_and_notes() -> None:
    other = {**KEPT, "id": "o2", "slug": "ice", "title": "Ice works", "url": "https://ledger.example/i", "labels": []}
    marked = {**KEPT, "id": "o3", "slug": "tram", "title": "Die Tram", "url": "https://bote.example/t", "labels": []}
    data = omnivore(
        KEPT, other, marked, content__faehre__html=HTML,
        highlights__faehre__md="> Die Fähre bleibt\n> im Hafen. #hafen #boot\n\nFür Anna\n\n> Vier Busse\n",
        highlights__tram__md="> Sie ist rot. #tram\nWirklich?\nJa.\n\n> Sie fährt.",
    )  # fmt: skip
    articles, problems = opened(data)
    assert articles == [
        Article("o.zip#o1", "Die Fähre bleibt", f"{ALL}\n\nReader's note: Für Anna", date(2025, 5, 30), "record",
                "Jörg Hahn", None, "https://bote.example/f", tags=("hafen",)),
        Article("o.zip#o3", "Die Tram", "Sie ist rot.\n\nSie fährt.\n\nReader's note: Wirklich?\nJa.",
                date(2025, 5, 30), "record", "Jörg Hahn", None, "https://bote.example/t"),
    ]  # fmt: skip
    assert [one.reason for one in problems] == [f"1 {FETCH}", f"of 1 article {PARTS}"]
    assert addresses("o.zip", data) == [
        Address("https://ledger.example/i", "Ice works", date(2025, 6, 3), ()),
        Address("https://bote.example/t", "Die Tram", date(2025, 6, 3), ()),
    ]
    assert is_omnivore(["metadata_0_to_20.json", "content/x.html"])
    assert not is_omnivore(["metadata.json", "x/metadata_0_to_20.json"])


def test_a_broken_or_hostile_member_is_a_problem_of_its_own() -> None:
    whole = omnivore(KEPT, {**KEPT, "id": "o2", "slug": "x"}, content__faehre__html=HTML, content__x__html=HTML)
    at = whole.index(HTML[:0].encode() + b"content/x.html") + len("content/x.html")
    broken = whole[:at] + bytes(255 - one for one in whole[at : at + 20]) + whole[at + 20 :]
    articles, problems = opened(broken)
    assert [one.id for one in articles] == ["o.zip#o1"]
    assert "content/x.html in it is damaged" in problems[0].reason
    bomb = omnivore(
        KEPT, {**KEPT, "id": "o2", "slug": "x"}, content__faehre__html=HTML, content__x__html="x" * 30_000_000
    )
    articles, problems = opened(bomb)
    assert [one.id for one in articles] == ["o.zip#o1"]
    assert "content/x.html in it is too large" in problems[0].reason


def test_an_archive_that_is_no_export_says_so() -> None:
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    for data in (buffer.getvalue(), omnivore({**KEPT, "slug": "../../etc/passwd", "url": ""})):
        with pytest.raises(UnreadableError):
            opened(data)
    for data in (b"PK", omnivore(KEPT)[:50]):
        with pytest.raises(UnreadableError):
            addresses("o.zip", data)


BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Menu</H1>
<DL><p>
    <DT><H3 ADD_DATE="1748937600">Norrin</H3>
    <DL><p>
        <DT><A HREF="https://bote.example/f" ADD_DATE="1748937600" TAGS="hafen,zwei Worte">Fährt &amp; fährt nicht</A>
        <DD>Ein Satz dazu.
        <DT><H3>Eis</H3>
        <DL><p>
            <DT><A HREF="https://ledger.example/i">Ice works</A>
        </DL><p>
    </DL><p>
    <DT><A HREF="javascript:alert(1)">Script</A>
    <DT><A HREF="https://liman.example/g" ADD_DATE="1748937600">Gemi limanda kaldı</A>
</DL><p>
"""
POCKET = """<!DOCTYPE html><html><!--So long and thanks for all the fish--><head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"/><title>Pocket Export</title></head><body>
<h1>Unread</h1><ul><li><a href="https://bote.example/f" time_added="1748937600" tags="hafen">Fährt nicht</a></li>
<li><a href="https://ledger.example/i" time_added="1748937600" tags="">https://ledger.example/i</a></li></ul></body></html>
"""


def test_bookmarks_are_addresses_with_their_folders_as_tags() -> None:
    assert reason("b.html", BOOKMARKS).startswith("3 addresses without text: fetch them with `rag add FILE`")
    day = date(2025, 6, 3)
    assert addresses("b.html", BOOKMARKS.encode()) == [
        Address("https://bote.example/f", "Fährt & fährt nicht", day, ("Norrin", "hafen", "zwei Worte")),
        Address("https://ledger.example/i", "Ice works", None, ("Norrin", "Eis")),
        Address("https://liman.example/g", "Gemi limanda kaldı", day, ()),
    ]
    assert addresses("p.html", POCKET.encode()) == [
        Address("https://bote.example/f", "Fährt nicht", day, ("hafen",)),
        Address("https://ledger.example/i", "", day, ()),
    ]


def test_many_bookmarks_are_listed_in_time() -> None:
    entry = '<DT><A HREF="https://a.example/%d">Page %d</A>\n'
    page = BOOKMARKS.replace("</DL><p>\n\n", "") + "".join(entry % (n, n) for n in range(30_000))
    assert len(addresses("b.html", page.encode())) == 30_003
    deep = BOOKMARKS + "<DL><p><DT><H3>x</H3>" * 5000 + '<DT><A HREF="https://b.example/">B</A>'
    assert addresses("b.html", deep.encode())[-1].title == "B"


@pytest.mark.parametrize("name", ["x.html", "x.txt", "x.zip", "x.pdf"])
def test_what_is_no_list_of_addresses_says_so(name: str) -> None:
    with pytest.raises(UnreadableError):
        addresses(name, b"<html><body><p>Words.</p></body></html>")


SHORTCUT = {"URL": "https://ledger.example/i"}


def test_a_note_of_hypothesis_is_what_was_marked_in_its_page() -> None:
    row = {"id": "h1", "created": "2026-03-02T10:00:00Z", "uri": "https://bote.example/f", "text": "Für Anna",
           "tags": ["hafen"], "document": {"title": ["Die Fähre bleibt"]},
           "target": [{"selector": [{"type": "RangeSelector"}, {"exact": TEXT}]}]}  # fmt: skip
    (read,), problems = read_file("notes.json", json.dumps({"total": 1, "rows": [row]}).encode())
    assert (read.title, read.url, read.published) == ("Die Fähre bleibt", "https://bote.example/f", None)
    assert read.text == f"{TEXT}\n\nReader's note: Für Anna"
    assert PARTS in problems[0].reason


@pytest.mark.parametrize(("start", "words"), [("startTime", "body"), ("start", "text")])
def test_a_transcript_as_json_has_a_paragraph_a_turn(start: str, words: str) -> None:
    said = [("Ana Roux", "The ferry"), ("Ana Roux", "stays."), ("Bo Quist", "Since when?"), ("Ana Roux", "Monday.")]
    segments = [{"speaker": name, start: place, words: line} for place, (name, line) in enumerate(said)]
    (read,), problems = read_file("talk.json", json.dumps({"version": "1.0.0", "segments": segments}).encode())
    assert read.text == "Ana Roux: The ferry stays.\n\nBo Quist: Since when?\n\nAna Roux: Monday."
    assert problems == []


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("Ice works.url", b"[InternetShortcut]\r\nURL=https://ledger.example/i\r\n", ["Ice works"]),
        ("Ice works.webloc", plistlib.dumps(SHORTCUT), ["Ice works"]),
        ("Ice works.webloc", plistlib.dumps(SHORTCUT, fmt=plistlib.FMT_BINARY), ["Ice works"]),
        ("later.txt", b"https://ledger.example/i\n\nhttps://bote.example/f\n", ["", ""]),
        ("map.xml", b"<urlset xmlns='x'><url><loc>https://ledger.example/i</loc></url></urlset>", [""]),
        ("feed.rss", b"<rss><channel><item><title>Ice</title><link>https://ledger.example/i</link></item></channel></rss>",
         ["Ice"]),
    ],
)  # fmt: skip
def test_shortcuts_and_lists_of_addresses_are_told_and_can_be_fetched(name: str, data: bytes, found: list[str]) -> None:
    read, problems = read_file(name, data)
    assert read == []
    assert "without text: fetch them with `rag add FILE`" in problems[0].reason
    kept = addresses(name, data)
    assert [one.title for one in kept] == found
    assert kept[0].url == "https://ledger.example/i"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.url", b"[InternetShortcut]\nURL=file:///etc/passwd\n"),
        ("x.webloc", b"bplist00"),
        ("x.webloc", b"<plist>" + b"<array>" * 5000),
        ("x.webloc", plistlib.dumps([1])),
    ],
)
def test_a_shortcut_to_no_page_is_told(name: str, data: bytes) -> None:
    assert reason(name, data).startswith("holds no address of a page")


def test_an_address_above_a_text_is_no_list() -> None:
    (read,), problems = read_file("x.txt", f"https://bote.example/f\n\n{TEXT}\n".encode())
    assert (read.text, problems) == (TEXT, [])


@pytest.mark.parametrize("around", [True, False])
def test_goodlinks_keeps_title_and_address_of_what_was_marked(around: bool) -> None:
    marks = [{"content": TEXT, "note": "Aha", "addedAt": 1e9}]
    link = {"url": "https://bote.example/f", "title": "Die Fähre bleibt", "addedAt": 1e9, "modifiedAt": 1e9,
            "starred": False, "tags": ["Hafen"], "highlights": marks}  # fmt: skip
    other = {"url": "https://bote.example/g", "title": "Busse", "addedAt": 1e9, "starred": True, "tags": []}
    given = {"links": [link, other]} if around else [link, other]
    (read,), problems = read_file("x.json", json.dumps(given).encode())
    assert (read.title, read.url, read.tags) == ("Die Fähre bleibt", "https://bote.example/f", ("Hafen",))
    assert (read.text, read.published, read.modified) == (f"{TEXT}\n\nReader's note: Aha", None, None)
    assert [problem.reason for problem in problems] == [f"1 {FETCH}", f"of 1 article {PARTS}"]
