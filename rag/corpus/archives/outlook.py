"""A message that Outlook saved (``.msg``), as the mail that it was. It is read with ``article-rag[outlook]``."""

import importlib.util
import io
import struct
from dataclasses import replace
from email import message_from_bytes
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, parseaddr
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from rag.corpus.archives.mail import read_message
from rag.corpus.archives.members import DEEPEST, Members
from rag.corpus.archives.message import LARGEST_MESSAGE, parsed
from rag.corpus.articles import Reading, one_line
from rag.corpus.encoding import UnreadableError
from rag.types import Problem

# What a library that reads compound files may stumble over where one is damaged.
_BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError, struct.error)
_FIELDS, _MESSAGE = "__properties_version1.0", "__substg1.0_3701000D"
_KEPT = ("message-id", "list-id", "list-post", "list-archive", "archived-at", "keywords")


def read_msg(path: str, file: BinaryIO, members: Members) -> Reading:
    """The articles of a message; raises ``UnreadableError``."""
    if importlib.util.find_spec("oxmsg") is None:
        raise UnreadableError("a message of Outlook's: `pip install 'article-rag[outlook]'`, or save it as .eml")
    data = file.read(LARGEST_MESSAGE + 1)
    if len(data) > LARGEST_MESSAGE:
        raise UnreadableError(f"a message of more than {LARGEST_MESSAGE // 2**20} MB: save its text alone")
    try:
        mail, left = _mail_of(data)
    except _BROKEN:
        raise UnreadableError("damaged, or not a message of Outlook's: save it again, or as .eml") from None
    problems = yield from read_message(path, parsed(mail), members, PurePosixPath(path).stem)
    said = f"attached: {left} that Outlook keeps as links, or too deep in each other: save them beside it"
    return [*problems, Problem(path, said, "partly")] if left else problems


def _mail_of(data: bytes) -> tuple[bytes, int]:
    """A message as mail, and how many things that are attached to it can't be had."""
    from olefile import OleFileIO
    from oxmsg.storage import Storage

    with OleFileIO(io.BytesIO(data)) as ole:
        return _as_mail(Storage.from_ole(ole))


def _as_mail(storage: Any, depth: int = 0) -> tuple[bytes, int]:
    from oxmsg import Message as OutlookMessage

    message = OutlookMessage(storage)
    left = 0
    mail = MIMEMultipart()
    known = {name.lower(): one_line(value) for name, value in message.message_headers.items()}
    name, address = parseaddr(one_line(message.sender))
    sent = message.sent_date
    headers = {
        "Subject": _encoded(message.subject),
        "From": f"{_encoded(name)} <{address}>" if name and address else _encoded(name or address),
        "Date": known.get("date") or (format_datetime(sent) if sent else ""),
        **{header: known.get(header) for header in _KEPT},
    }
    for header, value in headers.items():
        if value:
            mail[header] = value
    texts = MIMEMultipart("alternative")
    for kind, text in (("plain", message.body), ("html", message.html_body)):
        if text and text.strip("\0 \r\n"):
            texts.attach(MIMEText(text.rstrip("\0"), kind, "utf-8"))
    mail.attach(texts)
    for one, within in zip(message.attachments, storage.iter_attachment_storages(), strict=True):
        inner = next((below for below in within.storages if below.name == _MESSAGE), None)
        if inner is not None and depth < DEEPEST:
            attached, left_within = _as_mail(_as_root(inner), depth + 1)
            mail.attach(MIMEMessage(message_from_bytes(attached)))
            left += left_within
        elif not one.attached_by_value:
            left += 1
        elif one.file_bytes and one.file_name:
            part = MIMEBase("application", "octet-stream")
            part.set_payload(one.file_bytes)
            encode_base64(part)
            part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", one.file_name))
            mail.attach(part)
    return mail.as_bytes(), left


def _as_root(storage: Any) -> Any:
    """A message within another, as one by itself, whose fields begin 8 bytes further on."""
    streams = (
        replace(one, bytes_=one.bytes_[:24] + bytes(8) + one.bytes_[24:]) if one.name == _FIELDS else one
        for one in storage.streams
    )
    return replace(storage, streams=tuple(streams))


def _encoded(words: str) -> str:
    """Some words as headers of mail have them."""
    line = one_line(words)
    return line if line.isascii() else Header(line, "utf-8", maxlinelen=10_000).encode()
