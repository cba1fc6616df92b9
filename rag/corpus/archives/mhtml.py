"""Pages that a browser saved with all that they show in one file (MHTML, RFC 2557): the page is read, with its address;
its pictures, styles and frames are not."""

import html
import re
from typing import BinaryIO

from rag.corpus.archives.members import Members
from rag.corpus.archives.message import LARGEST_MESSAGE, Part, parsed, root_of, text_of
from rag.corpus.articles import Reading
from rag.corpus.encoding import UnreadableError
from rag.corpus.pages.html import read_html
from rag.types import Problem

_ADDRESSED = re.compile(r"<link\b[^>]*\brel\s*=\s*[\"']?canonical|\bproperty\s*=\s*[\"']?og:url", re.I)
_TITLED = re.compile(r"<title\b[^>]*>\s*[^\s<]|\bproperty\s*=\s*[\"']?og:title", re.I)
_LEAST_FRAME = 500
"""Characters of a frame's text from which on it may be what the page is there for."""


def read_mhtml(path: str, file: BinaryIO, _: Members) -> Reading:
    """The article of a saved page; raises ``UnreadableError``."""
    message = parsed(file.read(LARGEST_MESSAGE + 1))
    pages = [part for part in _parts(message) if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    root = _root(message)
    if root not in pages:
        root = pages[0] if pages else None
    if root is None:
        raise UnreadableError("holds no page: save it again, as HTML")
    located = (message.get("snapshot-content-location"), root.get("content-location"), message.get("content-location"))
    address = next((one.strip() for one in map(str, located) if re.match(r"https?://", one.strip(), re.I)), "")
    page = with_address(text_of(root), address, message.line("subject"))
    articles, problems = read_html(path, page.encode("utf-8-sig", "replace"))
    yield from articles
    frames = sum(_prose(text_of(part)) >= _LEAST_FRAME for part in pages if part is not root)
    if frames:
        said = f"{frames} frame{'s' * (frames > 1)} of the page with text of {'their' if frames > 1 else 'its'} own"
        problems = [*problems, Problem(path, f"{said} not read: open and save what is missed by itself", "partly")]
    return problems


def _parts(message: Part) -> list[Part]:
    return [part for part in message.walk() if isinstance(part, Part)]


def _root(message: Part) -> Part | None:
    """The page that a saved file opens with."""
    part: Part | None = message
    for _ in range(10):
        if part is None or not part.is_multipart():
            return part
        part = root_of(part)
    return None


def with_address(page: str, address: str, title: str = "") -> str:
    """A page with the address that it was saved from, and a title, where it names none itself."""
    head = f"<title>{html.escape(title)}</title>" if title and not _TITLED.search(page) else ""
    if address and not _ADDRESSED.search(page):
        head += f'<link rel="canonical" href="{html.escape(address)}">'
    if not head:
        return page
    if opening := re.search(r"<head(?:\s[^<>]*)?>", page, re.I):
        return f"{page[: opening.end()]}{head}{page[opening.end() :]}"
    if opening := re.search(r"<html(?:\s[^<>]*)?>", page, re.I):
        return f"{page[: opening.end()]}<head>{head}</head>{page[opening.end() :]}"
    return f"<html><head>{head}</head><body>{page}</body></html>"


def _prose(page: str) -> int:
    return len(" ".join(re.sub(r"(?si)<(style|script|title)\b.*?</\1\s*>|<[^>]*>", " ", page).split()))
