"""Messages that Outlook saved, made by hand."""

import importlib.util
import struct
from datetime import date

import pytest

from rag.corpus.reading import read_file
from tests.corpus.conftest import PARAGRAPHS, article, reason

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512
installed = pytest.mark.skipif(importlib.util.find_spec("oxmsg") is None, reason="without article-rag[outlook]")


def msg(strings: dict[int, str]) -> bytes:
    """A compound file of one folder, with a stream a property; each stream is padded beyond what goes elsewhere."""
    fields = b"".join(struct.pack("<HHIQ", 0x1F, tag, 6, 2 * len(text) + 2) for tag, text in strings.items())
    streams = {"__properties_version1.0": bytes(32) + fields}
    streams |= {f"__substg1.0_{tag:04X}001F": text.encode("utf-16-le") for tag, text in strings.items()}
    chains, body, places = [END], b"", []
    small, smalls = b"", []
    small_chains: list[int] = []
    for data in streams.values():
        smalls.append(len(small) // 64)
        count = -(-len(data) // 64)
        small_chains += [*range(len(small_chains) + 1, len(small_chains) + count), END]
        small += data.ljust(64 * count, b"\0")
    entries = [_entry("Root Entry", 5, 1, FREE, 0, len(small))]
    for place, (name, data) in enumerate(streams.items(), 1):
        following = place + 1 if place < len(streams) else FREE
        entries.append(_entry(name, 2, FREE, following, smalls[place - 1], len(data)))
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


def test_what_reads_messages_of_outlook_is_named_where_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert "article-rag[outlook]" in reason("trams.msg", msg(MESSAGE))
