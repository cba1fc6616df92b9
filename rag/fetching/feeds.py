"""Feeds -> their entries: RSS and Atom by feedparser, JSON Feed 1.x (jsonfeed.org) by hand."""

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from rag.corpus.articles import one_line
from rag.corpus.dates import day_of
from rag.errors import FetchError
from rag.fetching.addresses import Address
from rag.fetching.markup import Fragment, fragment_of

LARGEST = 10 * 2**20
"""Bytes of a feed."""
# Bytes of one that can't be mended: what feedparser reads it by takes a time that grows with the square of its size.
_LARGEST_BROKEN = 50_000
MOST_ENTRIES = 2_000
_KINDS = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
# Without a way back, or a thousand comments would be parted in every way that there is.
_XML = re.compile(
    rb"\s*+(?:(?>(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>))\s*+)*+<(?:rss|feed|rdf:RDF|\w+:feed)\b", re.S | re.I
)
_JSON = re.compile(rb"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/")
# More entries and elements than any feed has take feedparser minutes.
_ENTRY, _MOST_BEGUN, _MOST_TAGS = re.compile(rb"<(?:item|entry)\b", re.I), 5_000, 300_000
_LOOKED_AT = 4096  # bytes at the beginning, which say what it is
# What is shorter may be a teaser although its feed gives it out for the article.
_WHOLE = 1_000
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of an article. ``guid`` is unique in the feed; ``text`` is all that it gives of the article, and
    ``whole`` says that this is plainly not its beginning alone; "" stands for what it does not say."""

    guid: str
    address: str
    title: str
    text: str = field(repr=False)
    whole: bool
    published: date | None = None
    updated: str = ""
    author: str = ""
    lang: str = ""
    tags: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Of all that tells one state of the article from another."""
        return hashlib.sha256("\0".join((self.title, self.text, self.updated)).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a feed holds: its title, and its entries as it orders them."""

    title: str
    entries: tuple[Entry, ...]


def is_feed(data: bytes, kind: str) -> bool:
    """Whether bytes of that MIME type are a feed."""
    start = data.removeprefix(b"\xef\xbb\xbf")[:_LOOKED_AT]
    if start.lstrip()[:1] == b"{":
        return _JSON.search(start) is not None
    return _XML.match(start) is not None or (kind in _KINDS and start.lstrip()[:1] == b"<")


def contents_of(data: bytes, address: Address) -> Contents:
    """What a feed holds. Raises ``FetchError`` where it is none."""
    if len(data) > LARGEST:
        raise FetchError(f"The feed {address} is larger than {LARGEST // 2**20} MB.")
    if len(_ENTRY.findall(data)) > _MOST_BEGUN or data.count(b"<") > _MOST_TAGS:
        raise FetchError(f"The feed {address} has more than {_MOST_BEGUN:,} entries, or {_MOST_TAGS:,} elements.")
    try:
        found = _json(data) if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else _xml(data, address)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as error:
        # What feedparser may stumble over can't be listed more exactly.
        raise FetchError(f"The feed {address} can't be read ({type(error).__name__}).") from None
    once = {entry.guid: entry for entry in reversed(found.entries[:MOST_ENTRIES]) if entry.guid}
    return Contents(found.title, tuple(reversed(once.values())))


def _xml(data: bytes, address: Address) -> Contents:
    import feedparser

    if not _is_well_formed(data):
        mended = _mended(data)
        if _is_well_formed(mended):
            data = mended
        elif len(data) > _LARGEST_BROKEN:
            raise FetchError(f"The feed {address} is no well-formed XML, and too large to be read all the same.")
    # As a stream: what is no stream is tried as a file's name first. Its HTML is read by the parser of pages alone.
    parsed = feedparser.parse(
        io.BytesIO(data),
        response_headers={"content-location": str(address)},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.get("version") and not parsed.entries:
        raise FetchError(f"{address} is no feed that can be read.")
    language = one_line(parsed.feed.get("language"))
    return Contents(
        one_line(parsed.feed.get("title")), tuple(_of_xml(one, language) for one in parsed.entries[:MOST_ENTRIES])
    )


def _is_well_formed(data: bytes) -> bool:
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator=" ")
    # Nothing is kept of it; an entity of its own is what no feed needs and a bomb is made of.
    parser.EntityDeclHandler = _refused
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _mended(data: bytes) -> bytes:
    """What can be made of XML that is not well-formed, without its declarations; b"" where that is nothing."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return b""
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) if root is not None else b""


def _refused(*_: object) -> None:
    raise ValueError


def _of_xml(raw: Any, language: str) -> Entry:
    contents = raw.get("content", ())
    given = [(_text(one.get("value"), one.get("type")), one_line(one.get("language"))) for one in contents]
    longest, said = max(given, key=lambda one: len(one[0].text), default=(Fragment("", ""), ""))
    brief = _text(raw.get("summary"), raw.get("summary_detail", {}).get("type"))
    whole = len(longest.text) >= len(brief.text)
    best = longest if whole else brief
    link = one_line(raw.get("feedburner_origlink") or raw.get("link"))
    published = one_line(_given(raw, "published"))
    authors = [one.get("name") for one in raw.get("authors", ()) if one.get("name")] or [raw.get("author")]
    title = fragment_of(str(raw.get("title", ""))).text
    return Entry(
        guid=one_line(raw.get("id")) or link or _nameless(title, published),
        address=link,
        title=one_line(title),
        text=best.text,
        whole=whole and _is_whole(best, link),
        published=_day(published),
        updated=one_line(_given(raw, "updated")),
        author=one_line(authors),
        lang=said or language,
        tags=tuple(filter(None, (one_line(one.get("label") or one.get("term")) for one in raw.get("tags", ()))))[:50],
    )


def _json(data: bytes) -> Contents:
    feed = json.loads(data)
    items = feed.get("items") or []
    language = one_line(feed.get("language"))
    return Contents(
        one_line(feed.get("title")),
        tuple(_of_json(one, language) for one in items[:MOST_ENTRIES] if isinstance(one, dict)),
    )


def _of_json(raw: Mapping[str, Any], language: str) -> Entry:
    html, plain = raw.get("content_html"), raw.get("content_text")
    best = _text(html, "text/html") if isinstance(html, str) and html.strip() else _text(plain, "text/plain")
    if not best.text:
        best = _text(raw.get("summary"), "text/plain")
    link = one_line(raw.get("url") or raw.get("external_url"))
    authors = raw.get("authors") or [raw.get("author")]
    published, tags = one_line(raw.get("date_published")), raw.get("tags") or ()
    return Entry(
        guid=one_line(raw.get("id")) or link or _nameless(one_line(raw.get("title")), published),
        address=link,
        title=one_line(raw.get("title")),
        text=best.text,
        whole=bool(html or plain) and _is_whole(best, link),
        published=_day(published),
        updated=one_line(raw.get("date_modified")),
        author=one_line([one for one in authors if isinstance(one, dict)]) if isinstance(authors, list) else "",
        lang=one_line(raw.get("language")) or language,
        tags=tuple(filter(None, map(one_line, tags)))[:50] if isinstance(tags, list) else (),
    )


def _text(value: object, kind: object) -> Fragment:
    if not isinstance(value, str):
        return Fragment("", "")
    return Fragment(value.strip(), "") if kind == "text/plain" else fragment_of(value)


def _is_whole(given: Fragment, link: str) -> bool:
    """Whether what a feed gives out for the text of an article is plainly more than its beginning: it is not short, not
    cut, and does not end with a link to the rest."""
    return len(given.text) >= _WHOLE and not _CUT.search(given.text[-20:]) and not (link and given.last_link == link)


def _day(words: str) -> date | None:
    """The day of a date of RFC 822 or ISO 8601, as it was where it was written; what is none of them is unknown."""
    if day := day_of(words):
        return day
    try:
        return parsedate_to_datetime(words).date()
    except (ValueError, TypeError, IndexError):
        return None


def _given(raw: Mapping[str, Any], name: str) -> object:
    """What stands under this very name: feedparser answers with the one day where the other is asked for."""
    return dict(raw.items()).get(name)


def _nameless(title: str, published: str) -> str:
    return f"{title} {published}".strip()
