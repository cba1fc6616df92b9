"""One message of mail: its headers in words, its parts, and which of them a reader sees first.

It is parsed by the standard library, whose time and memory are bounded here: by the size of a message, of its headers
and of each of them, and by how many parts stand in each other.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from rag.corpus.articles import one_line
from rag.corpus.encoding import UnreadableError, decode

LARGEST_MESSAGE = 100 * 2**20
"""Bytes of one message with its attachments, at most."""
_LONGEST_HEADERS = 512 * 2**10
_LONGEST_VALUE = 8000
_MOST_NESTED = 50
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_NESTING = re.compile(rb"^content-type:\s*(?:multipart/|message/)", re.I | re.M)
_UNSENT = date(1970, 1, 1)  # what programs write that know no date
_SEALS = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_CID = re.compile(r"\s*<?([^<>\s]+)>?\s*")


if TYPE_CHECKING:
    _Message = Message[str, str]
else:
    _Message = Message


class Part(_Message):
    """A message, or a part of one, whose headers are cut where they are longer than any that means something."""

    def get(self, name: str, failobj: Any = None) -> Any:
        """The first header of this name, its 8-bit letters read as what they most likely are."""
        for key, value in self.raw_items():
            if key.lower() == name.lower():
                given = str(value)[:_LONGEST_VALUE]
                if given.isascii():
                    return given
                raw = given.encode("utf-8", "surrogateescape")
                try:
                    return raw.decode()
                except UnicodeDecodeError:
                    return raw.decode("cp1252", "replace")
        return failobj

    def line(self, name: str) -> str:
        """A header in one line as a reader sees it; "" where there is none."""
        return one_line(_in_words(str(self.get(name, "")))) if name in self else ""


def _in_words(header: str) -> str:
    """A header with its encoded words decoded; what can't be decoded stays as it stands."""
    try:
        parts = decode_header(header)
    except (HeaderParseError, binascii.Error, ValueError):
        return header
    words = ""
    for part, charset in parts:
        # What stands between encoded words, the library hands on in an encoding of its own.
        words += part if isinstance(part, str) else _decoded(part, charset or "raw-unicode-escape")
    return words


def _decoded(data: bytes, charset: str) -> str:
    """The text of some bytes in the encoding that is declared, unless that is plainly wrong."""
    charset = {"iso-8859-1": "cp1252", "us-ascii": "utf-8", "gb2312": "gb18030"}.get(charset.lower(), charset)
    for encoding in (charset, "utf-8"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (LookupError, UnicodeError, ValueError):
            continue
    try:
        return decode(data)
    except UnreadableError:
        return data.decode("cp1252", "replace")


def parsed(data: bytes) -> Part:
    """A message parsed; raises ``UnreadableError`` for one that is none, or beyond the bounds."""
    if not data.strip():
        raise UnreadableError("empty file")
    if len(data) > LARGEST_MESSAGE:
        raise UnreadableError(f"a message of more than {LARGEST_MESSAGE // 2**20} MB: save its text alone")
    data = data.lstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf")
    end = _HEADERS_END.search(data, 0, _LONGEST_HEADERS)
    if end is None and len(data) > _LONGEST_HEADERS:
        raise UnreadableError("its headers do not end: save the message again")
    if len(_NESTING.findall(data)) > _MOST_NESTED:
        raise UnreadableError(f"more than {_MOST_NESTED} of its parts hold parts: save its text alone")
    message: Any = BytesParser(Part, policy=compat32).parsebytes(data)
    if not isinstance(message, Part) or not message.keys():
        raise UnreadableError("not a message: it begins with no headers; save it again from the mail program")
    return message


def text_of(part: Part) -> str:
    """The text of a part, decoded; its line ends are LF."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_param("charset")
    charset = charset[2] if isinstance(charset, tuple) else charset
    return re.sub(r"\r\n?", "\n", _decoded(data, str(charset or "utf-8").strip("\"' ")))


@dataclass(slots=True)
class Content:
    """What a reader finds in a message: its text as HTML parts or else as plain ones, and the files with it."""

    html: list[Part] = field(default_factory=list)
    plain: list[Part] = field(default_factory=list)
    attached: list[Part] = field(default_factory=list)
    encrypted: bool = False


def content_of(message: Part) -> Content:
    """The parts of a message by what they are to a reader; of alternatives the HTML one."""
    content = Content()
    for part in _shown(message):
        kind = part.get_content_type()
        if kind in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
            signed = "signed" in str(part.get_param("smime-type") or "")
            content.encrypted |= not signed
        elif kind in _SEALS:
            continue
        elif is_attached(part) or not kind.startswith("text/"):
            content.attached.append(part)
        elif kind == "text/html":
            content.html.append(part)
        elif kind in ("text/plain", "text/enriched", "text/x-markdown", "text/markdown"):
            content.plain.append(part)
        else:
            content.attached.append(part)
    return content


def is_attached(part: Part) -> bool:
    """Whether a part is a file that goes with the message."""
    return part.get_content_disposition() == "attachment" or bool(file_name(part))


def file_name(part: Part) -> str:
    """The name of an attached file, without folders; "" where it has none."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError):
        return ""
    return re.split(r"[/\\]", one_line(_in_words(name)))[-1]


def _parts(part: Part) -> list[Part]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Part)] if isinstance(payload, list) else []


def _shown(part: Part) -> Iterator[Part]:
    """The leaves of a message that a reader is shown or offered, in their order."""
    kind, parts = part.get_content_type(), _parts(part)
    if not part.is_multipart() or kind.startswith("message/") or kind == "multipart/encrypted":
        yield part
    elif kind == "multipart/alternative":
        # The last is the richest; but calendars and pages for watches come last, too.
        best = next((one for one in reversed(parts) if _holds(one, "text/html")), None)
        best = best or next((one for one in parts if _holds(one, "text/plain")), None)
        for one in [best] if best is not None else parts[-1:]:
            yield from _shown(one)
    elif kind == "multipart/related":
        root = root_of(part)
        yield from _shown(root) if root is not None else ()
        # Its pictures belong to its text; a file among them that is offered as such does not.
        yield from (one for one in parts if one is not root and one.get_content_disposition() == "attachment")
    else:
        for one in parts:
            yield from _shown(one)


def _holds(part: Part, kind: str) -> bool:
    if part.is_multipart():
        return any(_holds(one, kind) for one in _parts(part))
    return part.get_content_type() == kind and not is_attached(part)


def root_of(related: Part) -> Part | None:
    """The part that a page or a text of several parts opens with: the one that is named so, else the first text."""
    parts = _parts(related)
    start = _CID.fullmatch(str(related.get_param("start") or ""))
    for part in parts:
        named = _CID.fullmatch(str(part.get("content-id", "")))
        if start and named and named[1] == start[1]:
            return part
    return next((one for one in parts if one.get_content_maintype() in ("text", "multipart")), None)


def day_sent(message: Part) -> date | None:
    """The day of the Date header where it was written; ``None`` where that is no day."""
    try:
        day = parsedate_to_datetime(message.line("date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day if day > _UNSENT else None


def sender(message: Part) -> tuple[str, str]:
    """The sender's name and address; "" for what is not said."""
    # Decoded before it is taken apart, a name with a comma would fall into two.
    given = " ".join(str(message.get("from", "")).split())
    try:
        name, address = parseaddr(given)
    except RecursionError:  # remarks in remarks
        return "", ""
    name = one_line(_in_words(name)).strip("\"' ")
    address = address if "@" in address else ""
    return ("" if "@" in name else name), address
