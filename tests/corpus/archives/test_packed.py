"""Zip and tar archives and files packed by gzip: all kinds of files inside, within bounds."""

import bz2
import gzip
import io
import json
import lzma
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.corpus.archives import members, packed
from rag.corpus.files import find_files
from rag.corpus.reading import kind_of, read_articles, read_file
from tests.corpus.archives.conftest import NOTE, message, read, tarred, zipped
from tests.corpus.conftest import BODY, DAY, RUSSIAN, damaged, reason

FILES: dict[str, bytes | str] = {
    "notes/tram.md": NOTE,
    "2023-10-09 page.html": f"<html><head><title>Die Straßenbahn</title></head><body>{BODY}</body></html>",
    "wire.jsonl": '{"id": "w1", "title": "Wire", "text": "It runs."}\n{"title": "No id", "text": "It stops."}\n',
    "русский/новости.txt": f"Новости\n\n{RUSSIAN}\n",
    "letter.eml": message("The letter says that it rains.").as_bytes(),
}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("all.zip", zipped(FILES)),
        ("all.ZIP", zipped(FILES, zipfile.ZIP_LZMA)),
        ("all.tar", tarred(FILES)),
        ("all.tar.gz", tarred(FILES, "w:gz")),
        ("all.tgz", tarred(FILES, "w:gz")),
        ("all.tar.bz2", tarred(FILES, "w:bz2")),
        ("all.Tar.XZ", tarred(FILES, "w:xz")),
    ],
)
def test_each_member_is_read_as_the_file_that_it_is(path: str, data: bytes) -> None:
    articles, told = read(path, data)
    assert told == {}
    assert {one: article.title for one, article in articles.items()} == {
        f"{path}#notes/tram.md": "The tram",
        f"{path}#2023-10-09 page.html": "Die Straßenbahn",
        "w1": "Wire",
        f"{path}#wire.jsonl#2": "No id",
        f"{path}#русский/новости.txt": "Новости",
        f"{path}#letter.eml": "The tram",
    }
    assert articles[f"{path}#2023-10-09 page.html"].published == DAY


def test_the_archives_own_name_dates_nothing_and_gives_no_title() -> None:
    [article] = read("2024-01-02 export.zip", zipped({"first-tram.txt": "It ran at six, and it rained."}))[0].values()
    assert (article.title, article.published) == ("First tram", None)


@pytest.mark.parametrize("name", ["page.html", "wire.jsonl", "all.mbox"])
def test_a_single_packed_file_is_read_where_its_kind_is(name: str, tmp_path: Path) -> None:
    mailbox = b"From a Mon Oct 9 10:00:00 2023\n" + message("It rains.").as_bytes()
    plain = {"page.html": BODY.encode(), "wire.jsonl": str(FILES["wire.jsonl"]).encode(), "all.mbox": mailbox}[name]
    path = f"{name}.gz"
    articles, told = read(path, gzip.compress(plain))
    assert told == {}
    assert [article.text for article in articles.values()] == [one.text for one in read_file(name, plain)[0]]
    assert all(one.startswith(path) or one == "w1" for one in articles)
    for end in ("log.gz", "gz", "exe.gz"):
        assert kind_of(f"x.{end}") is None
        (tmp_path / f"x.{end}").write_bytes(b"")
    (tmp_path / path).write_bytes(b"")
    found = find_files(tmp_path)
    assert [file.path for file in found.files] == [path]
    assert found.problems[0].reason.startswith("3 files of kinds that are not read: .exe.gz, .gz, .log.gz; save")


def test_what_is_not_read_is_told_in_a_line_for_each_cause() -> None:
    inside = {"a.md": NOTE, "b.png": "x", "c/d.png": "x", "e": "x", "README.md": "x", "c/LICENSE": "x",
              "__MACOSX/._a.md": "x", ".git/x.md": "x", "~$x.docx": "x", "../up.md": NOTE, "/root.md": NOTE,
              "C:\\x.md": NOTE}  # fmt: skip
    articles, told = read("x.zip", zipped(inside))
    assert list(articles) == ["x.zip#a.md"]
    assert told["x.zip"] == (
        "3 files of kinds that are not read: .png (2), no known ending; "
        "2 files passed over for the name, as notes on other files (README, LICENSE, CHANGELOG); "
        "3 files left out, as the name leads out of the archive or is too long: pack it anew"
    )
    assert reason("x.zip", zipped({"b.png": "x"})) == "holds nothing to read; 1 file of a kind that is not read: .png"
    assert reason("x.tar", tarred({})) == "holds nothing to read"


def test_a_member_that_is_broken_is_a_problem_of_its_own() -> None:
    articles, told = read("x.zip", zipped({"a.md": NOTE, "b.pdf": b"%PDF-1.4 broken", "c.jsonl": '{"text": 1}\nx\n'}))
    assert list(articles) == ["x.zip#a.md"]
    assert sorted(told) == ["x.zip#b.pdf", "x.zip#c.jsonl"]


def test_links_and_devices_are_not_followed() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind, name in ((tarfile.SYMTYPE, "a.md"), (tarfile.LNKTYPE, "b.md"), (tarfile.CHRTYPE, "c.md")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("./d.md")
        info.size = len(NOTE)
        archive.addfile(info, io.BytesIO(NOTE.encode()))
    articles, told = read("x.tar", buffer.getvalue())
    assert list(articles) == ["x.tar#d.md"]
    assert told == {"x.tar": "3 files left out, as it is a link or a device: pack the file itself"}
    link = zipfile.ZipInfo("a.md")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packing:
        packing.writestr(link, "/etc/passwd")
    assert "link or a device" in reason("x.zip", buffer.getvalue())


def test_of_two_members_of_one_name_the_last_is_read_and_an_id_counts_once() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for text in ("The old text is this.", "The new text is that."):
            info = tarfile.TarInfo("a.txt")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))
    assert [article.text for article in read("x.tar", buffer.getvalue())[0].values()] == ["The new text is that."]
    record = '{"id": "w1", "title": "Wire", "text": "It runs."}\n'
    articles, told = read("x.zip", zipped({"a.jsonl": record, "b.jsonl": record}))
    assert list(articles) == ["w1"]
    assert "stands in this file before" in told["x.zip#b.jsonl"]


def test_members_that_each_count_their_records_from_1_on_are_all_read() -> None:
    rows = [json.dumps([{"id": 1, "title": name, "text": f"{name} runs today."}]) for name in ("Tram", "Bus")]
    articles, told = read("x.zip", zipped(dict(zip(("a.json", "b.json"), rows, strict=True))))
    assert {one: article.title for one, article in articles.items()} == {"1": "Tram", "x.zip#b.json#1": "Bus"}
    assert told == {}


def test_archives_in_archives_are_opened_but_not_without_end() -> None:
    data = zipped({"a.md": NOTE})
    for depth in range(members.DEEPEST - 1):
        data = zipped({f"{depth}.zip": data, f"beside-{depth}.md": NOTE})
    articles, told = read("x.zip", data)
    assert told == {}
    assert sorted(articles) == ["x.zip#1.zip#0.zip#a.md", "x.zip#1.zip#beside-0.md", "x.zip#beside-1.md"]
    articles, told = read("x.zip", zipped({"2.zip": data, "a.md": NOTE}))
    assert len(articles) == 3
    assert told == {"x.zip#2.zip#1.zip#0.zip": "more than 3 files that hold files in each other: unpack the outer ones"}


ZEROS = b"\0" * (100 * 2**20)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "packing"),
    [
        ("x.zip", lambda: zipped({"a.txt": ZEROS, "b.md": NOTE})),
        ("x.tar.gz", lambda: gzip.compress(tarred({"a.txt": ZEROS, "b.md": NOTE}))),
        ("x.tar.bz2", lambda: bz2.compress(tarred({"a.txt": ZEROS, "b.md": NOTE}))),
        ("x.tar.xz", lambda: lzma.compress(tarred({"a.txt": ZEROS, "b.md": NOTE}), preset=0)),
        ("x.txt.gz", lambda: gzip.compress(ZEROS)),
        ("x.mbox.gz", lambda: gzip.compress(b"From a Mon Oct 9 10:00:00 2023\n" + ZEROS)),
        ("x.warc.gz", lambda: gzip.compress(b"WARC/1.0\r\n" + ZEROS)),
    ],
)
def test_what_unpacks_to_far_more_than_it_is_is_refused(path: str, packing: Callable[[], bytes]) -> None:
    articles, told = read(path, packing())
    assert articles == {}
    assert "more than 64 MB" in " ".join(told.values()) or "do not end" in told[path]
    if path == "x.zip":
        assert "1 more of its files were not read" in told["x.zip"]


def test_members_that_lie_over_each_other_count_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "LARGEST", 3_000_000)
    articles, told = read("x.zip", zipped({f"{n}.txt": f"{n}. It rains. " * 50_000 for n in range(9)}))
    assert 2 <= len(articles) <= 5
    assert "more of its files were not read" in told["x.zip"]


def test_more_members_than_are_sensible_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MOST_MEMBERS", 20)
    monkeypatch.setattr(packed, "_MOST_ENTRIES", 30)
    many = {f"{n}.md": NOTE for n in range(50)}
    articles, told = read("x.zip", zipped(many))
    assert (len(articles), told) == (20, {"x.zip": "it holds more than 20 files: unpack it"})
    articles, told = read("x.tar", tarred(many))
    assert len(articles) == 20
    assert "more than 20 files" in told["x.tar"]


def test_a_list_of_members_that_would_fill_the_memory_is_refused() -> None:
    data = bytearray(zipped({"a.md": NOTE}))
    struct.pack_into("<L", data, data.rfind(b"PK\5\6") + 12, 2**31)
    assert "too many files" in reason("x.zip", bytes(data))


def test_a_header_that_asks_for_much_memory_is_refused() -> None:
    info = tarfile.TarInfo("a")
    info.type, info.size = tarfile.XHDTYPE, 2**32
    assert "too large" in reason("x.tar", info.tobuf(tarfile.USTAR_FORMAT) + b"\0" * 4096)
    dictionary = lzma.compress(b"x" * 10, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 2**30 + 2**29}])
    assert "damaged" in reason("x.tar.xz", dictionary)


@pytest.mark.parametrize("path", ["x.zip", "x.tar", "x.tar.gz", "x.tgz", "x.tar.bz2", "x.tar.xz", "x.md.gz", "x.wacz"])
def test_what_is_no_archive_is_told(path: str) -> None:
    for data in (b"", b"words", b"PK\3\4", os.urandom(2000), b"\x1f\x8b", b"BZh91", b"\xfd7zXZ\0", b"\0" * 5000):
        assert reason(path, data) if path != "x.md.gz" else read(path, data)[0] == {}


@pytest.mark.slow
@pytest.mark.parametrize("path", ["x.zip", "x.tar", "x.tar.gz", "x.tar.bz2", "x.tar.xz"])
def test_a_damaged_archive_ends_no_build(path: str) -> None:
    modes = {"x.tar": "w", "x.tar.gz": "w:gz", "x.tar.bz2": "w:bz2", "x.tar.xz": "w:xz"}
    data = zipped(FILES) if path == "x.zip" else tarred(FILES, modes[path])
    for step in range(0, len(data), max(1, len(data) // 20)):
        for broken in (data[:step], data[:step] + b"\xff\0\xff" + data[step + 3 :]):
            articles, told = read(path, broken)
            assert articles or told
            assert not any("reading it failed" in one for one in told.values()), told


def test_a_locked_member_says_so() -> None:
    data = bytearray(zipped({"a.md": NOTE, "b.md": NOTE}))
    data[data.find(b"PK\1\2") + 8] |= 1
    articles, told = read("x.zip", bytes(data))
    assert list(articles) == ["x.zip#b.md"]
    assert "password" in told["x.zip#a.md"]


def test_names_of_old_programs_are_read() -> None:
    data = zipped({"Fahre.md": NOTE}).replace(b"Fahre.md", "Fähre.m".encode() + b"d")
    assert data.count("Fähre".encode()) == 0 or read("x.zip", data)
    old = zipped({"F_hre.md": NOTE}).replace(b"F_hre.md", b"F\x84hre.md")
    assert list(read("x.zip", old)[0]) == ["x.zip#Fähre.md"]
    unflagged = zipped({"F__hre.md": NOTE}).replace(b"F__hre.md", "Fähre.md".encode())
    assert list(read("x.zip", unflagged)[0]) == ["x.zip#Fähre.md"]
    assert list(read("x.tar", tarred({"F_hre.md": NOTE}).replace(b"F_hre.md", b"F\xe4hre.md"))[0]) in (
        [],
        ["x.tar#F\ufffdhre.md"],
    )


def test_a_file_of_the_corpus_is_read_once_from_its_beginning_to_its_end(tmp_path: Path) -> None:
    """By what was read of it, it is known as it was: an archive is read in any order, but from a copy."""
    (tmp_path / "x.zip").write_bytes(zipped(FILES))
    [file] = find_files(tmp_path).files
    with file.open() as opened:
        assert len(list(read_articles(file.path, opened))) == 6
        assert opened.bytes_read == (tmp_path / "x.zip").stat().st_size
        assert opened.sha256() == file.sha256()


def test_what_a_textbundle_notes_of_its_text_is_no_file_of_articles() -> None:
    packed = zipped({"a.textbundle/text.md": NOTE, "a.textbundle/info.json": '{"version": 2}'})
    articles, told = read("a.textpack", packed)
    assert (list(articles), told) == (["a.textpack#a.textbundle/text.md"], {})
    assert "info.json" in str(read("a.zip", packed)[1]), "in another archive it may be anything"


def joplin(number: int, kind: int, text: str, **known: str) -> tuple[str, str]:
    """A file of an export of Joplin's, whose things are told by a number each."""
    made = "2024-01-02T10:00:00.000Z"
    said = {"id": f"{number:032x}", "created_time": made, "updated_time": made, **known, "type_": str(kind)}
    lines = "\n".join(f"{name}: {value}" for name, value in said.items())
    return f"{number:032x}.md", f"{text}\n\n{lines}" if text else lines


def test_an_export_of_joplin_is_its_notes_with_their_folders_and_tags() -> None:
    articles, told = read(
        "notes.jex",
        tarred(
            dict(
                [
                    joplin(
                        1, 1, "Trams at last\n\nIt rained.", parent_id=f"{4:032x}", source_url="https://a.example/1"
                    ),
                    joplin(2, 1, "The bus\n\n<p>It <b>snowed</b>.</p><p>Then not.</p>", markup_language="2"),
                    joplin(3, 1, "The ferry", encryption_applied="1", encryption_cipher_text="JED01"),
                    joplin(4, 2, "Norrin", parent_id=f"{5:032x}"),
                    joplin(5, 2, "Towns", parent_id=f"{4:032x}"),
                    joplin(6, 5, "traffic"),
                    joplin(7, 6, "", note_id=f"{1:032x}", tag_id=f"{6:032x}"),
                    joplin(8, 4, "quay.png", mime="image/png"),
                    (f"resources/{8:032x}.png", "x"),
                ]
            )
        ),
    )
    tram, bus = articles.values()
    assert (tram.title, tram.text, tram.url) == ("Trams at last", "It rained.", "https://a.example/1")
    assert set(tram.tags) == {"Towns", "Norrin", "traffic"}, "and folders that stand in each other end"
    assert (bus.title, bus.text, bus.tags) == ("The bus", "It snowed.\n\nThen not.", ())
    assert "decrypted" in told[f"notes.jex#{3:032x}.md"]
    assert ".png" in told["notes.jex"]
    assert len(told) == 2


def test_an_export_of_joplin_that_is_broken_is_told() -> None:
    assert read("notes.jex", b"x" * 2000)[1]
    damaged("notes.jex", tarred(dict([joplin(1, 1, "Trams at last\n\nIt rained."), joplin(4, 2, "Norrin")])), tries=80)
