"""Large, broken and hostile files of records: read piece by piece, and bounded."""

import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from rag.corpus.bulk import rows
from rag.corpus.bulk.rows import csv_rows, json_lines, json_records, records_in
from rag.corpus.reading import READERS, read_file
from tests.corpus.conftest import reason

TEXT = "The ferry stays in the harbour. "


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_WHOLE", 40)
    monkeypatch.setattr(rows, "_PIECE", 7)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize(
    "value",
    [
        [{"text": f"Über {number}", "n": number, "d": {"x": [1.5, None, True]}} for number in range(20)],
        {"version": 12.25, "articles": [{"text": f"Über {number}"} for number in range(20)], "after": "x" * 50},
        {"a": [{"text": "x" * 100}] * 3, "b": [{"text": "y"}], "c": [1, 2], "d": {"e": [{"text": "z"}]}},
        [{"data": {"posts": [{"html": "<p>x</p>"}], "tags": [{"name": "x"}]}}, "x" * 60],
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_large_file_has_the_records_of_a_small_one(value: object, indent: int | None) -> None:
    data = json.dumps(value, ensure_ascii=False, indent=indent).encode()
    whole = list(records_in(value))
    assert [row for _, row in json_records(io.BytesIO(data))] == whole
    assert len(whole) > 0


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("cut", range(30, 90, 7))
def test_of_a_file_that_is_cut_the_whole_records_are_read_and_the_rest_is_told(cut: int) -> None:
    data = json.dumps([{"text": f"Text {number}."} for number in range(9)]).encode()[:-cut]
    articles, problems = read_file("x.json", data)
    assert len(articles) == data.count(b"}")
    [problem] = problems
    assert problem.kind == "unread"
    assert "not JSON" in problem.reason


@pytest.mark.parametrize("count", [2, 500])
def test_json_lines_under_the_name_of_json_are_read(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_WHOLE", 1000)
    data = "".join(f'{{"text": "Text {number}."}}\n' for number in range(count)) + "bad\n"
    articles, problems = read_file("x.json", data.encode())
    assert [one.text for one in articles] == [f"Text {number}." for number in range(count)]
    assert [one.reason.partition(":")[0] for one in problems] == [f"line {count + 1}"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (" ", "empty file"),
        ("[1, 2", "not JSON"),
        ("[" * 200_000, "not JSON"),
        ('{"a":' * 200_000, "not JSON"),
        ("7", "holds no articles"),
        ("[]", "holds no articles"),
        ('{"name": "x", "version": "1.0", "files": ["a", "b"]}', 'no record has a "text" (only name, version, files)'),
        ('[{"question": "Who?"}, {"question": "What?"}]', 'no record has a "text" (only question)'),
        ("9" * 10_000, "not JSON"),
    ],
)
def test_json_without_articles_is_one_problem(data: str, why: str) -> None:
    assert why in reason("x.json", data)


def _numbered(count: int, form: str) -> Iterator[bytes]:
    head, middle, end = {
        ".jsonl": (b"", b"", b""), ".csv": (b"id,text\n", b"", b""), ".json": (b'{"articles": [', b",", b"]}"),
    }[form]  # fmt: skip
    yield head
    for number in range(count):
        text = f"{number}: {TEXT * 4}"
        line = f"{number},{text}\n" if form == ".csv" else json.dumps({"id": f"r{number}", "text": text}) + "\n"
        yield (middle if number else b"") + line.encode()
    yield end


class _Endless(io.RawIOBase):
    """A file that is made while it is read, so that it is never in memory."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left and (piece := next(self._pieces, None)) is not None:
            self._left = piece
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


@pytest.mark.slow
@pytest.mark.parametrize("form", [".jsonl", ".csv", ".json"])
def test_very_many_records_are_read_in_flat_memory(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_WHOLE", 200_000)  # as it would be for gigabytes
    file: Any = io.BufferedReader(_Endless(_numbered(60_000, form)))
    rows_of = {".jsonl": json_lines, ".csv": csv_rows, ".json": json_records}[form]
    tracemalloc.start()
    assert sum(isinstance(row, dict) for _, row in rows_of(file)) == 60_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000  # of some 10 million bytes


@pytest.mark.parametrize("form", [".jsonl", ".csv", ".json"])
def test_bad_records_without_end_are_counted(form: str) -> None:
    bad = {".jsonl": b"{bad\n", ".csv": b"1,2,3\n", ".json": b'{"text": 5},'}[form] * 3000
    data = {".jsonl": bad + b'{"text": "x"}', ".csv": b"id,text\n1,x\n" + bad, ".json": b"[" + bad + b'{"text": "x"}]'}
    articles, problems = read_file(f"x{form}", data[form])
    assert len(articles) == 1
    assert len(problems) == 1001
    assert problems[-1].reason == "2,000 more records like these were not read"


def test_a_line_or_a_field_without_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_LONGEST", 1000)
    data = b'{"text": "' + b"x" * 5000 + b'"}\n{"text": "short"}\n'
    found = list(json_lines(io.BytesIO(data)))
    assert found[0] == ("line 1", "it has more than 1,000 bytes: cut it into several records")
    assert found[1] == ("line 2", {"text": "short"})


def test_a_reader_leaves_its_file_open() -> None:
    for ending, data in ((".csv", b"text\nx\n"), (".json", b'[{"text": "x"}]'), (".jsonl", b'{"text": "x"}')):
        file = io.BytesIO(data)
        assert len(list(READERS[ending](f"x{ending}", file))) == 1
        assert not file.closed
