"""Files of JSON, JSON lines and tables -> their records, one by one, so that a file may be larger than memory."""

import codecs
import csv
import io
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from rag.corpus.bulk.fields import Fields, Row
from rag.corpus.bulk.services import adapted
from rag.corpus.encoding import UnreadableError, decode, is_signed

_LONGEST = 64_000_000  # characters of one record or one field, and bytes of one line
_WHOLE = 16_000_000  # bytes of JSON that are read at once; of more, arrays are read record by record
_PIECE = 1 << 20
_DEEPEST = 8  # levels below which no records are looked for


def json_lines(file: BinaryIO) -> Iterator[Row]:
    """The records of a file with a JSON object on each line."""
    number = 0
    while line := file.readline(_LONGEST):
        number += 1
        place = f"line {number}"
        if number == 1 and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from json_lines(io.BytesIO(decode(line + file.read()).encode()))
            return
        if len(line) == _LONGEST and not line.endswith(b"\n"):
            while (rest := file.readline(_LONGEST)) and not rest.endswith(b"\n"):
                pass
            yield place, f"it has more than {_LONGEST:,} bytes: cut it into several records"
            continue
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode())
        except UnicodeDecodeError:
            yield place, "not UTF-8: save the file as UTF-8"
        except (ValueError, RecursionError) as error:
            yield place, f"{_not_json(error)}: write one object on each line"
        else:
            yield place, record if isinstance(record, dict) else "not a JSON object: write one on each line"


def _not_json(error: Exception) -> str:
    return f"not JSON ({getattr(error, 'msg', 'too deep or too large')})"


def json_records(file: BinaryIO) -> Iterator[Row]:
    """The records of a JSON file: one object, an array of them, or arrays and objects around them.

    Raises ``UnreadableError`` where the file is not JSON, and where it holds no record.
    """
    head = file.read(_WHOLE)
    if not head.strip():
        raise UnreadableError("empty file")
    if _is_lines(head):
        behind: Any = Behind(head, file)
        yield from json_lines(io.BufferedReader(behind, _PIECE))
        return
    number, seen = 0, None
    for value in _values(head, file):
        if isinstance(value, str):  # why the rest can't be read
            if not number:
                raise UnreadableError(value)
            yield f"after record {number}", value
            return
        seen = value[0] if seen is None else seen
        for record in records_in(value[0]):
            number += 1
            yield f"record {number}", record if isinstance(record, Mapping) else "not a JSON object"
    if not number:
        # What it does hold is told by whoever looks for texts in it.
        yield from (("record 1", record) for record in _first_objects(seen))


def _values(head: bytes, file: BinaryIO) -> Iterator[tuple[object] | str]:
    """The parts of a JSON file, each in a tuple: all of a small one; or why it can't be read."""
    if len(head) == _WHOLE and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from _Parts(head, file).values()
        return
    try:
        yield (json.loads(decode(head + file.read())),)
    except (ValueError, RecursionError) as error:
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        yield f"{_not_json(error)}{line}: export it again, or write one object a line and call it .jsonl"


def _is_lines(data: bytes) -> bool:
    """Whether each of the first lines is an object of its own: JSON lines under the name of JSON."""
    if not data[:100].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return False
    rows = [row for _, row in zip(range(2), json_lines(io.BytesIO(data)), strict=False)]
    return len(rows) > 1 and all(isinstance(row, Mapping) for _, row in rows)


class Behind(io.RawIOBase):
    """A file of which the beginning was read already."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head, self._file = head, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._head[: len(buffer)] or self._file.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


class _Parts:
    """A large JSON file piece by piece: the items of an array, at the top or as a value of the object at the top.

    The parser of the standard library reads one value at a time; a value that is cut by the end of what is at hand is
    read again when twice as much of it is there.
    """

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._file = file
        self._head = head
        self._text = ""
        self._at = 0
        self._ended = False

    def values(self) -> Iterator[tuple[object] | str]:
        """The values, each in a tuple, or why the rest can't be read."""
        try:
            if self._next() == "[":
                yield from self._array()
            elif self._next() == "{":
                yield from self._object()
            else:
                yield "not JSON that holds records: export it again"
                return
            if self._next():
                after = self._text[self._at : self._at + 20]
                yield f"something follows the end of the JSON ({after!r}): export it again"
        except UnicodeDecodeError:
            yield "not UTF-8: save the file as UTF-8"
        except (ValueError, RecursionError) as error:
            yield f"{_not_json(error)}: export it again, or write one object a line and call it .jsonl"

    def _array(self) -> Iterator[tuple[object]]:
        self._take("[")
        while self._next() != "]":
            yield (self._value(),)
            if self._next() == ",":
                self._take(",")
        self._take("]")

    def _object(self) -> Iterator[tuple[object]]:
        self._take("{")
        others: dict[str, object] = {}
        while self._next() != "}":
            key = self._value()
            self._next()
            self._take(":")
            if self._next() == "[":
                yield from self._array()
            else:
                others[str(key)] = self._value()
            if self._next() == ",":
                self._take(",")
        self._take("}")
        yield (others,)

    def _next(self) -> str:
        """The next sign that is not white space; "" at the end."""
        while True:
            while self._at < len(self._text):
                if not self._text[self._at].isspace():
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _take(self, sign: str) -> None:
        if self._text[self._at : self._at + 1] != sign:
            raise json.JSONDecodeError(f"{sign} expected", "", 0)
        self._at += 1

    def _value(self) -> object:
        while True:
            try:
                value, end = json.JSONDecoder().raw_decode(self._text, self._at)
                if self._ended or self._text[end : end + 1] in tuple(" \t\r\n,:]}"):  # else a number may go on
                    self._at = end
                    return value
            except ValueError:
                if self._ended or len(self._text) - self._at > _LONGEST:
                    raise
            self._more()

    def _more(self) -> bool:
        """Reads on, at least as much again as is at hand; False at the end of the file."""
        self._text = self._text[self._at :]
        self._at = 0
        data, self._head = self._head or self._file.read(max(_PIECE, len(self._text))), b""
        self._text += self._decoder.decode(data, final=not data)
        self._ended = not data
        return bool(data)


def records_in(value: object) -> Iterator[object]:
    """The records in a JSON value: it, or what an array in it holds where one of that is a record. None of them is
    looked for within another."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        inner, depth = waiting.pop()
        if isinstance(inner, Mapping):
            if is_record(inner):
                yield inner
                continue
            below: Sequence[object] = list(inner.values())
        elif isinstance(inner, list):
            if any(isinstance(item, Mapping) and is_record(item) for item in inner):
                yield from inner
                continue
            below = inner
        else:
            continue
        if depth < _DEEPEST:
            waiting += [(one, depth + 1) for one in reversed(below) if isinstance(one, Mapping | list)]


def is_record(value: Mapping[str, object]) -> bool:
    """Whether an object is of one article or one address: it has a text or an address, and is not one around many."""
    kept = adapted(value)
    if kept.service or kept.highlights or kept.notes:
        return True
    fields = Fields(kept.record)
    if not (fields.has("text") or fields.has("url")):
        return fields.likely_text() is not None
    if fields.text_or_none() is not None:
        return True
    lists = [inner for inner in value.values() if isinstance(inner, list) and inner and isinstance(inner[0], Mapping)]
    return not any(Fields(inner[0]).has("url") or Fields(inner[0]).text_or_none() for inner in lists)


def _first_objects(value: object) -> Iterator[Mapping[str, object]]:
    """The first object of an array in a value, else the value, where it is an object."""
    waiting: list[object] = [value]
    for inner in waiting:  # grows while it is walked
        if isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
            yield inner[0]
            return
        if len(waiting) < 100 and isinstance(inner, Mapping):
            waiting += inner.values()
    if isinstance(value, Mapping):
        yield value


def csv_rows(file: BinaryIO, delimiter: str = "") -> Iterator[Row]:
    """The records of a table whose first line names its columns, in any usual encoding; raises ``UnreadableError``.

    Without a ``delimiter`` it is the commonest of the usual ones in the first line.
    """
    # The limit is the whole process's, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    lines = _lines(file)
    head, skipped = "", -1
    while not head.strip():
        skipped += 1
        if not (head := next(lines, "")):
            return
    if told := re.fullmatch(r"\ufeff?sep=(.)\s*", head):  # as Excel is told it
        head, skipped, delimiter = next(lines, ""), skipped + 1, told[1]
    delimiter = delimiter if delimiter and delimiter in head else max(",;\t|", key=head.count)
    reader = csv.reader(itertools.chain([head], lines), delimiter=delimiter, strict=True)
    columns: list[str] = []
    while True:
        place = f"line {skipped + reader.line_num + 1}"
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield place, f"not CSV ({error}): check the quotes"
            continue
        if not fields:
            continue
        if not columns:
            columns = [name.strip() for name in fields]
        elif len(fields) == len(columns):
            yield place, dict(zip(columns, fields, strict=True))
        else:
            yield place, f"it has {len(fields)} fields where the first line names {len(columns)}: check the quotes"


def _lines(file: BinaryIO) -> Iterator[str]:
    """The lines of a text with their ends; one that is not UTF-8 is read at once."""
    raw: Any = file
    buffered = io.BufferedReader(raw, _PIECE)
    head = buffered.peek(_PIECE)
    try:
        head[: head.rfind(b"\n") + 1 or None].decode()
        streamed = b"\0" not in head
    except UnicodeDecodeError:
        streamed = False
    try:
        if not streamed or is_signed(head):
            yield from io.StringIO(decode(buffered.read()).lstrip(), newline="")
            return
        text = io.TextIOWrapper(buffered, "utf-8-sig", newline="")
        try:
            while line := text.readline(_LONGEST):
                yield line
        except UnicodeDecodeError:
            raise UnreadableError("it is not UTF-8 throughout: save it again as UTF-8") from None
        finally:
            text.detach()
    finally:
        buffered.detach()  # or the file would be closed with it
