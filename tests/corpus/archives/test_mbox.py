"""Mailboxes: read message by message, each once, whatever is broken among them."""

import io
import mailbox
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.corpus.archives import mbox
from rag.corpus.reading import read_articles
from tests.corpus.archives.conftest import NOTE, message, read
from tests.corpus.conftest import reason


def boxed(*messages: bytes, mark: str = "From 1234@xxx Mon Oct 09 10:00:00 +0000 2023") -> bytes:
    return b"".join(mark.encode() + b"\n" + one.rstrip(b"\n") + b"\n\n" for one in messages)


def letter(number: int, text: str = "It rains.", **headers: str) -> bytes:
    return message(text, **{"Message_ID": f"<{number}@b.example>", "Subject": f"Letter {number}", **headers}).as_bytes()


def test_each_message_is_an_article_by_its_own_id() -> None:
    data = boxed(letter(1), letter(2, Message_ID=""), letter(3, X_Gmail_Labels="Hafen"))
    articles, told = read("All mail.mbox", data)
    assert told == {}
    assert {one: article.title for one, article in articles.items()} == {
        "All mail.mbox#1@b.example": "Letter 1",
        "All mail.mbox#2": "Letter 2",
        "All mail.mbox#3@b.example": "Letter 3",
    }
    assert articles["All mail.mbox#3@b.example"].tags == ("Hafen",)


def test_mailboxes_of_the_standard_library_are_read(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "x.mbox")
    for number, text in enumerate(
        ("From here on it rains.\n", "Die Fähre kommt.\n\nFrom then on it snows.\n", "Yağmur.\n")
    ):
        box.add(letter(number, text))
    box.close()
    articles, told = read("x.mbox", (tmp_path / "x.mbox").read_bytes())
    assert told == {}
    assert [article.text for article in articles.values()] == [
        "From here on it rains.", "Die Fähre kommt.\n\nFrom then on it snows.", "Yağmur.",
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["From now on it rains.", "From 10:00 on it rains in 2023, said Ada"])
def test_a_line_that_only_begins_so_opens_no_message(line: str) -> None:
    articles, _ = read("x.mbox", boxed(f"Subject: x\n\nIt snows.\n\n{line}\nAnd so on.\n".encode(), letter(2)))
    assert [article.text for article in articles.values()] == [f"It snows.\n\n{line}\nAnd so on.", "It rains."]


def test_a_message_that_stands_twice_is_read_once_but_one_that_shares_its_id_is_kept() -> None:
    data = boxed(letter(1), letter(1), letter(1, Subject="Another"), letter(2), letter(1))
    articles, told = read("x.mbox", data)
    assert [article.title for article in articles.values()] == ["Letter 1", "Another", "Letter 2"]
    assert told == {"x.mbox": "2 messages stand in it more than once, and were read once"}


def test_a_broken_message_is_a_problem_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "LARGEST_MESSAGE", 3000)
    broken = (b"\0\1", b"no header\n", letter(4, "It rains. " * 1000), letter(5, ""))
    articles, told = read("x.mbox", boxed(letter(1), *broken, letter(6)))
    assert list(articles) == ["x.mbox#1@b.example", "x.mbox#6@b.example"]
    assert sorted(told) == ["x.mbox#2", "x.mbox#3", "x.mbox#4", "x.mbox#5@b.example"]


def test_what_is_alike_of_many_messages_is_told_in_one_line() -> None:
    quoting = [letter(n, f"It rains.\n\nOn {n} May Bo wrote:\n> It {'snows ' * (n + 1)}\n") for n in range(50)]
    _, told = read("x.mbox", boxed(*quoting, *[b"\0"] * 50))
    assert told["x.mbox"] == (
        "of 50 messages, the first of them x.mbox#0@b.example: what it quotes, or is signed with, was left out "
        "(22 characters); 30 more messages like these could not be read"
    )
    assert len(told) == 21


@pytest.mark.parametrize("data", [b"", b"words", b"Subject: x\n\nIt rains.\n", b"\0" * 100])
def test_what_is_no_mailbox_is_told(data: bytes) -> None:
    assert "not a mailbox" in reason("x.mbox", data)


def test_endless_lines_are_no_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "LARGEST_MESSAGE", 100_000)
    monkeypatch.setattr(mbox, "_BLOCK", 1000)
    articles, told = read("x.mbox", boxed(letter(1, "x" * 90_000), b"y" * 300_000, letter(2)))
    assert len(articles) == 2
    assert list(told) == ["x.mbox#2"]


class _Endless(io.RawIOBase):
    """A file that is made as it is read."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._rest or next(self._blocks, b"")
        size = len(buffer)
        self._rest, data = data[size:], data[:size]
        buffer[: len(data)] = data
        return len(data)


@pytest.mark.slow
def test_many_messages_take_no_more_memory_than_a_few() -> None:
    def made() -> Iterator[bytes]:
        for number in range(600):
            head = f"Message-ID: <{number}@b.example>\nSubject: Letter {number}\n\n"
            yield boxed((head + "It rained all day long. " * 240).encode())

    file = io.BufferedReader(_Endless(made()))  # 3.5 MB
    read("x.mbox", boxed(letter(1)))  # what is read once, such as libraries, is in memory from now on
    number = 0
    tracemalloc.start()
    try:
        for article in read_articles("x.mbox", file):
            number += 1
            assert article.id == f"x.mbox#{number - 1}@b.example"
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert number == 600
    assert peak < 1_500_000


def test_attached_files_of_messages_are_read() -> None:
    given = message("It rains.", Message_ID="<1@b.example>")
    given.add_attachment(NOTE.encode(), maintype="text", subtype="markdown", filename="a.md")
    articles, told = read("x.mbox", boxed(given.as_bytes()))
    assert (list(articles), told) == (["x.mbox#1@b.example", "x.mbox#1@b.example#a.md"], {})
