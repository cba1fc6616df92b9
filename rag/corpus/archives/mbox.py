"""Mailboxes of the format mbox, also as Google Takeout exports them: read message by message, so that one may be larger
than memory."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from rag.corpus.archives.mail import read_message
from rag.corpus.archives.members import Members
from rag.corpus.archives.message import LARGEST_MESSAGE, parsed
from rag.corpus.articles import Reading
from rag.corpus.encoding import UnreadableError, failure
from rag.types import Problem

_LOG = logging.getLogger(__name__)
_BLOCK = 1 << 20
_LONGEST_MARK = 300
_DATED = re.compile(rb"From .*\d\d:\d\d.*\d{4}")
_CERTAIN = re.compile(rb"From .*\b[A-Z][a-z]{2},? +[A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d(:\d\d)?.* \d{4}\s*$")
_HEADER = re.compile(rb"[!-9;-~]+:")
_ESCAPED = re.compile(rb"^>(>*From )", re.M)
_PARTLY, _UNREAD = 3, 20  # problems of a kind that are told of single messages; of more the number is told


def read_mbox(path: str, file: BinaryIO, members: Members) -> Reading:
    """The articles of a mailbox, each message once; a broken one is a problem of its own. Raises ``UnreadableError``
    for what is no mailbox."""
    told = _Told(path)
    twice = number = 0
    seen: dict[str, int] = {}
    for number, data in enumerate(_messages(file), start=1):
        identifier = f"{path}#{number}"
        try:
            if data is None:
                raise UnreadableError(f"a message of more than {LARGEST_MESSAGE // 2**20} MB: save it by itself")
            message = parsed(data)
            if name := message.line("message-id").strip("<> ")[:200]:
                identifier = f"{path}#{name}"
                # Some programs give many messages one id.
                same = hash((message.line("date"), message.line("subject")))
                if seen.setdefault(name, same) != same:
                    identifier = f"{identifier}#{number}"
                elif not members.is_new(identifier):
                    twice += 1
                    continue
            told.note((yield from read_message(identifier, message, members)))
        except UnreadableError as error:
            told.note([Problem(identifier, str(error))])
        except Exception as error:
            # One message must not end the reading of the others.
            _LOG.info("%s could not be read", identifier, exc_info=True)
            told.note([Problem(identifier, failure(error))])
    if twice:
        told.note([Problem(path, f"{twice:,} messages stand in it more than once, and were read once", "partly")])
    return told.problems()


def _messages(file: BinaryIO) -> Iterator[bytes | None]:
    """The messages of a mailbox one by one, ``None`` for one that is too large."""
    lines = _lines(file)
    first = next(lines, b"")
    if not first.startswith(b"From "):
        raise UnreadableError("not a mailbox: it does not begin with “From ”; a single message is an .eml")
    dated = _DATED.match(first[:_LONGEST_MARK]) is not None
    kept: list[bytes] = []
    size, blank, ended = 0, False, True
    pending = b""  # a line that may open the next message, as the one after it tells
    for line in lines:
        if pending:
            if (blank and _CERTAIN.match(pending[:_LONGEST_MARK])) or ((blank or dated) and _HEADER.match(line)):
                yield _unescaped(kept) if size <= LARGEST_MESSAGE else None
                kept, size = [], 0
            else:
                kept.append(pending)
            pending = b""
        if ended and line.startswith(b"From ") and (_DATED.match(line[:_LONGEST_MARK]) if dated else blank):
            pending = line
            continue
        size += len(line)
        if size <= LARGEST_MESSAGE:
            kept.append(line)
        blank = ended and not line.strip()
        ended = line.endswith(b"\n")
    yield _unescaped(kept) if size <= LARGEST_MESSAGE else None


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file from the first that is not empty on, very long ones in pieces."""
    begun = False
    while line := file.readline(_BLOCK):
        if not begun:
            line = line.removeprefix(b"\xef\xbb\xbf")
            begun = bool(line.strip())
        if begun:
            yield line


def _unescaped(lines: list[bytes]) -> bytes:
    return _ESCAPED.sub(rb"\1", b"".join(lines))


class _Told:
    """The problems of a mailbox: of each kind the first ones, and the number of all, as there may be very many."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._first: dict[tuple[str, str], list[Problem]] = {}
        self._number: Counter[tuple[str, str]] = Counter()

    def note(self, problems: list[Problem]) -> None:
        for problem in problems:
            alike = (problem.kind, re.sub(r"\(.*\)|\W?\d[\d,.]*", "", problem.reason)[:60])
            self._number[alike] += 1
            if self._number[alike] <= (_UNREAD if problem.kind == "unread" else _PARTLY):
                self._first.setdefault(alike, []).append(problem)

    def problems(self) -> list[Problem]:
        """All of them, those of a kind that are too many in one line."""
        told: list[Problem] = []
        for alike, first in self._first.items():
            if (left := self._number[alike] - len(first)) > 0 and alike[0] != "unread":
                said = f"of {self._number[alike]:,} messages, the first of them {first[0].path}: {first[0].reason}"
                told.append(replace(first[0], path=self._path, reason=said))
            else:
                told += first
                if left > 0:
                    told.append(Problem(self._path, f"{left:,} more messages like these could not be read"))
        return told
