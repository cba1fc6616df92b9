"""Bulk files of articles, JSONL and CSV; a bad record is a problem of its own."""

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from rag.corpus.articles import Reading, article_of, facts_of, one_line, split_title, title_of_file
from rag.corpus.encoding import UnreadableError, cleaned, decode
from rag.text.characters import SURROGATE, visible
from rag.types import Article, Problem

Row = tuple[int, Mapping[str, object] | str]
"""A record of a bulk file after the line (from 1) where it starts; or why that can't be read."""


def read_jsonl(path: str, file: BinaryIO) -> Reading:
    """The articles of a file with a JSON object on each line; raises ``UnreadableError`` where it holds none."""
    return _records(path, _json_rows(file))


def _json_rows(file: BinaryIO) -> Iterator[Row]:
    lines: Iterable[bytes] = file
    for number, given in enumerate(lines, start=1):
        line = given
        if number == 1 and given.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from _json_rows(io.BytesIO(decode(given + file.read()).encode()))
            return
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode())
        except UnicodeDecodeError:
            yield number, "not UTF-8: save the file as UTF-8"
        except (ValueError, RecursionError) as error:
            yield number, f"not JSON ({getattr(error, 'msg', 'too deep or too large')}): write one object on each line"
        else:
            yield number, record if isinstance(record, dict) else "not a JSON object: write one on each line"


def read_csv(path: str, file: BinaryIO) -> Reading:
    """The articles of a table with a row for each; raises ``UnreadableError`` where it holds none."""
    return _records(path, _csv_rows(decode(file.read())))


def _csv_rows(text: str) -> Iterator[Row]:
    # The limit is the whole process's, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    head = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"not CSV ({error}): check the quotes"
            continue
        if not fields:
            continue
        if not columns:
            columns = [name.strip().lower() for name in fields]
            if "text" not in columns:
                raise UnreadableError(
                    f'holds no articles: its first line names no "text" (only {one_line(columns[:12])})'
                )
        elif len(fields) == len(columns):
            yield line, dict(zip(columns, fields, strict=True))
        else:
            yield line, f"it has {len(fields)} fields where the first line names {len(columns)}: check the quotes"


def _records(path: str, rows: Iterable[Row]) -> Reading:
    """The articles of a bulk file; a bad record is a problem of its own, unless no record has a text."""
    seen: set[str] = set()
    problems: list[Problem] = []
    fields: dict[str, None] = {}
    for line, row in rows:
        try:
            if isinstance(row, str):
                raise UnreadableError(row)
            fields |= dict.fromkeys(row)
            article = _record(path, line, row)
            if article.id in seen:
                raise UnreadableError(f"the id {article.id!r} stands in this file before: give each record its own")
        except UnreadableError as error:
            problems.append(Problem(path, f"line {line}: {error}"))
        else:
            seen.add(article.id)
            yield article
    if "text" in fields:
        return problems
    if not fields and not problems:
        raise UnreadableError("empty file" if path.lower().endswith(".jsonl") else "holds no articles: no records")
    found = f'no record has a "text" (only {one_line([*fields][:12])})' if fields else problems[0].reason
    raise UnreadableError(f"holds no articles: {found}")


def _record(path: str, line: int, row: Mapping[str, object]) -> Article:
    """The article of a record, its text as given but for signs that nobody sees. The file's name, with the day of an
    export, dates nothing."""
    text, given = row.get("text"), row.get("id")
    if not isinstance(text, str):
        raise UnreadableError('"text" is missing' if text is None else '"text" is not a string')
    text = visible(text)
    if not text.strip(" \t\r\n"):
        raise UnreadableError('"text" is empty')
    identifier = str(given) if isinstance(given, str | int) and str(given).strip() else f"{path}#{line}"
    if SURROGATE.search(text) or SURROGATE.search(identifier):
        raise UnreadableError("it holds half of a character (a lone surrogate): write the file again as UTF-8")
    facts = facts_of(row)
    title = facts.get("title") or split_title(cleaned(text).strip())[0] or title_of_file(path)
    return article_of(identifier, title, text, facts, "record", "")
