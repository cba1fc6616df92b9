"""Pages that Safari saved with all that they show (``.webarchive``, a property list): the page is read, with its
address; its pictures, styles and frames are not."""

import plistlib
from collections.abc import Mapping
from typing import Any
from xml.parsers.expat import ExpatError

from rag.corpus.archives.mhtml import with_address
from rag.corpus.articles import Read
from rag.corpus.encoding import UnreadableError, decode, decoded
from rag.corpus.pages.html import read_html

_PAGES = ("text/html", "application/xhtml+xml")
_DAMAGED = "damaged, or not a web archive: save the page again, as .webarchive or as HTML"


def read_webarchive(path: str, data: bytes) -> Read:
    """The article of a saved page; raises ``UnreadableError``."""
    try:
        archive = plistlib.loads(data)
    except (ExpatError, ValueError, LookupError, AttributeError, OverflowError, RecursionError):
        raise UnreadableError(_DAMAGED) from None
    given = archive.get("WebMainResource") if isinstance(archive, Mapping) else None
    main: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    page = main.get("WebResourceData")
    if not isinstance(page, bytes):
        raise UnreadableError(_DAMAGED)
    if main.get("WebResourceMIMEType", _PAGES[0]) not in _PAGES:
        raise UnreadableError("holds no page: save it again, as HTML")
    text = decoded(page, str(main.get("WebResourceTextEncodingName") or "utf-8"))
    address = str(main.get("WebResourceURL") or "")
    return read_html(path, with_address(decode(page) if text is None else text, address).encode("utf-8-sig", "replace"))
