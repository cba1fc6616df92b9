"""Lists of addresses: OPML files of feeds, and the sitemaps of a host (sitemaps.org, with the news extension)."""

import re
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from rag.corpus.dates import day_of
from rag.errors import FetchError

_MOST = 50_000  # addresses of one file, as sitemaps.org has it
_LARGEST = 50 * 2**20  # bytes, the same
_DATES = ("lastmod", "publication_date")


class Place(NamedTuple):
    """An address of a list, and the day of its last change, None where the list does not say it; ``is_map`` where it is
    another list."""

    address: str
    day: date | None
    is_map: bool = False


def outlines(data: bytes, name: str) -> list[str]:
    """The addresses of the feeds in an OPML file, whose ``name`` a message tells. Raises ``FetchError``."""
    root = _xml(data, name)
    found = (one.get("xmlUrl") or one.get("xmlurl") or "" for one in root.iter() if _name(one) == "outline")
    feeds = list(dict.fromkeys(one.strip() for one in found if one.strip()))
    if not feeds:
        raise FetchError(f"{name} names no feed: an OPML file has them as xmlUrl.")
    return feeds[:_MOST]


def places(data: bytes, name: str) -> list[Place]:
    """The addresses of a sitemap, of an index of sitemaps, or of a list with one a line. Raises ``FetchError``."""
    data = _unpacked(data, name)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = data.decode("utf-8", "replace").split("\n")
        return [Place(line.strip(), None) for line in lines if re.match(r"\s*https?://", line)][:_MOST]
    return list(_places(_xml(data, name)))[:_MOST]


def _places(root: Any) -> Iterator[Place]:
    for one in root:
        address, days = "", []
        for part in one.iter():
            if _name(part) == "loc" and not address:
                address = (part.text or "").strip()
            elif _name(part) in _DATES and (day := day_of((part.text or "").strip())):
                days.append(day)
        if address:
            yield Place(address, max(days, default=None), is_map=_name(one) == "sitemap")


def _xml(data: bytes, name: str) -> Any:
    """The root of a file of XML, in which nothing stands for something else."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        return fromstring(data)
    except ParseError as error:
        raise FetchError(f"{name} is no XML that can be read ({error}).") from None
    except (DefusedXmlException, ValueError, LookupError):
        raise FetchError(f"{name} is XML that is not read: it defines entities, or an encoding that is none.") from None


def _name(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _unpacked(data: bytes, name: str) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        whole = unpacker.decompress(data, _LARGEST + 1)
    except zlib.error:
        raise FetchError(f"{name} is packed wrongly: nothing can be read of it.") from None
    if len(whole) > _LARGEST:
        raise FetchError(f"{name} is larger than {_LARGEST // 2**20} MB.")
    return whole
