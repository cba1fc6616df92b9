"""Messages that Outlook saved, made by hand."""

import importlib.util
import struct
from collections.abc import Mapping
from datetime import date

import pytest

from rag.corpus.reading import read_file
from tests.corpus.conftest import PARAGRAPHS, article, damaged, reason

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512
installed = pytest.mark.skipif(importlib.util.find_spec("oxmsg") is None, reason="without article-rag[outlook]")


Tree = Mapping[str, "bytes | Tree"]


def msg(strings: dict[int, str], *attached: dict[int, str]) -> bytes:
    """A compound file of a message, with a stream a property, and the messages attached to it."""
    return compound(message(strings, 32) | {
        f"__attach_version1.0_#{number:08X}": {
            "__properties_version1.0": bytes(8) + struct.pack("<HHIQ", 3, 0x3705, 6, 5),
            "__substg1.0_3701000D": message(one, 24),
        }
        for number, one in enumerate(attached)
    })  # fmt: skip


def message(strings: dict[int, str], header: int) -> dict[str, "bytes | Tree"]:
    fields = b"".join(struct.pack("<HHIQ", 0x1F, tag, 6, 2 * len(text) + 2) for tag, text in strings.items())
    return {
        "__properties_version1.0": bytes(header) + fields,
        **{f"__substg1.0_{tag:04X}001F": text.encode("utf-16-le") for tag, text in strings.items()},
    }


def compound(tree: Tree) -> bytes:
    """A compound file; each stream is padded beyond what goes elsewhere."""
    chains, body, places = [END], b"", []
    small = b""
    small_chains: list[int] = []
    entries = [b""]

    def add(below: Tree) -> int:
        nonlocal small, small_chains
        following = FREE
        for name, held in reversed(list(below.items())):
            if isinstance(held, bytes):
                count = -(-len(held) // 64)
                entry = _entry(name, 2, FREE, following, len(small) // 64, len(held))
                small_chains += [*range(len(small_chains) + 1, len(small_chains) + count), END]
                small += held.ljust(64 * count, b"\0")
            else:
                entry = _entry(name, 1, add(held), following, 0, 0)
            entries.append(entry)
            following = len(entries) - 1
        return following

    first = add(tree)
    entries[0] = _entry("Root Entry", 5, first, FREE, 0, len(small))
    parts = [b"".join(entries), struct.pack(f"<{len(small_chains)}I", *small_chains), small]
    for part in parts:
        filler = b"\xff" if part is parts[1] else b"\0"
        part = part.ljust(-(-len(part) // SECTOR) * SECTOR, filler)
        places.append(len(chains))
        count = len(part) // SECTOR
        chains += [*range(len(chains) + 1, len(chains) + count), END]
        body += part
    chains[0] = FAT
    root = bytearray(body[:128])
    root[116:120] = struct.pack("<I", places[2])
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(SECTOR, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIIII", 0, 1, places[0], 0, 4096, places[1], 1, END, 0, 0, FREE)
    return header.ljust(SECTOR, b"\xff") + fat + bytes(root) + body[128:]


def _entry(name: str, kind: int, child: int, following: int, start: int, size: int) -> bytes:
    words = name.encode("utf-16-le")
    named = words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words) + 2, kind, 1, FREE, following, child)
    return named + bytes(36) + struct.pack("<IQ", start, size)


MESSAGE = {
    0x001A: "IPM.Note",
    0x0037: "Trams at last",
    0x0C1A: "Ana Petrović",
    0x0C1F: "ana@gazette.example",
    0x007D: "Date: Mon, 9 Oct 2023 10:00:00 +0200\r\nMessage-ID: <1@gazette.example>\r\n",
    0x1000: "\r\n\r\n".join(PARAGRAPHS),
}


@installed
def test_a_message_of_outlook_is_read_as_mail() -> None:
    read = article("trams.msg", msg(MESSAGE))
    assert (read.title, read.author, read.published) == ("Trams at last", "Ana Petrović", date(2023, 10, 9))
    assert read.text == "\n\n".join(PARAGRAPHS)


@installed
@pytest.mark.parametrize("data", [b"x" * 2000, msg(MESSAGE)[:1500], msg({0x0037: "Nothing"})])
def test_what_is_no_message_of_outlook_is_told(data: bytes) -> None:
    articles, problems = read_file("x.msg", data)
    assert articles == []
    assert problems


@installed
def test_a_message_that_is_attached_to_one_is_read_too() -> None:
    inner = {**MESSAGE, 0x0037: "The bus", 0x0C1A: "Dora Finch", 0x1000: "The bus is on time."}
    articles, problems = read_file("trams.msg", msg(MESSAGE, inner))
    assert problems == []
    assert [(one.title, one.text.partition("\r")[0]) for one in articles] == [
        ("Trams at last", "\n\n".join(PARAGRAPHS)),
        ("The bus", "The bus is on time."),
    ]


@installed
def test_a_damaged_message_of_outlook_says_so() -> None:
    assert "damaged, or not a message of Outlook's" in reason("x.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    damaged("x.msg", msg(MESSAGE, MESSAGE))


def test_what_reads_messages_of_outlook_is_named_where_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert "article-rag[outlook]" in reason("trams.msg", msg(MESSAGE))
