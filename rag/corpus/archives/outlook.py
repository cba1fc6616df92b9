"""A message that Outlook saved (``.msg``), as the mail that it was. It is read with ``article-rag[outlook]``."""

import importlib.util
import io
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, parseaddr
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from rag.corpus.archives.mail import read_message
from rag.corpus.archives.members import Members
from rag.corpus.archives.message import LARGEST_MESSAGE, parsed
from rag.corpus.articles import Reading, one_line
from rag.corpus.encoding import UnreadableError
from rag.types import Problem

_KEPT = ("message-id", "list-id", "list-post", "list-archive", "archived-at", "keywords")


def read_msg(path: str, file: BinaryIO, members: Members) -> Reading:
    """The articles of a message; raises ``UnreadableError``."""
    if importlib.util.find_spec("oxmsg") is None:
        raise UnreadableError("a message of Outlook's: `pip install 'article-rag[outlook]'`, or save it as .eml")
    from oxmsg import Message

    data = file.read(LARGEST_MESSAGE + 1)
    if len(data) > LARGEST_MESSAGE:
        raise UnreadableError(f"a message of more than {LARGEST_MESSAGE // 2**20} MB: save its text alone")
    message = Message.load(io.BytesIO(data))
    problems = yield from read_message(path, parsed(_as_mail(message)), members, PurePosixPath(path).stem)
    within = sum(not one.attached_by_value for one in message.attachments)
    said = f"attached: {within} that Outlook keeps as messages or links: save them beside it"
    return [*problems, Problem(path, said, "partly")] if within else problems


def _as_mail(message: Any) -> bytes:
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
    for one in message.attachments:
        if one.attached_by_value and one.file_bytes and one.file_name:
            part = MIMEBase("application", "octet-stream")
            part.set_payload(one.file_bytes)
            encode_base64(part)
            part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", one.file_name))
            mail.attach(part)
    return mail.as_bytes()


def _encoded(words: str) -> str:
    """Some words as headers of mail have them."""
    line = one_line(words)
    return line if line.isascii() else Header(line, "utf-8", maxlinelen=10_000).encode()
