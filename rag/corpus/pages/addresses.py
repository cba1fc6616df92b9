"""Where a page is from: the address that it gives as its own, or that a browser noted as it saved the page; and what it
was filed under when it was fetched."""

import json
import re
from typing import Any
from urllib.parse import urljoin

from rag.corpus.articles import one_line

SAVED_WITH = "Page saved with article-rag"
"""What begins the comment that is put on top of a page that is fetched."""
# https://github.com/gildas-lormeau/SingleFile writes "url:" and "saved date:" into a comment at the page's beginning.
_SAVED = re.compile(r"Page saved with SingleFile\b.{0,200}?\burl:[ \t]*(https?://\S{1,2000})", re.S)
_FILED = re.compile(rf"{SAVED_WITH}\b[^<>]{{0,5000}}?\n tags: (\[[^<>\n]{{0,20000}}\])\n")
_BEGINNING = 20_000
ADDRESS = r"https?://[^/\s]"
"""How a full address begins."""
# Archives of the web put their own address and the moment before that of the page: the Wayback Machine, and what
# national archives keep with the same programs, archive.today, Google's cache.
_ARCHIVED = re.compile(
    rf"https?://(?:web\.archive\.org/web/\d{{4,14}}|[^\s?#]{{4,200}}/\d{{14}}"
    r"|archive\.\w{2,5}/(?:\d{4}\.\d\d\.\d\d-\d{6}|\d{4,14}|o/\w{4,10})"
    rf"|webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]{{12}}:)?)(?:[a-z]{{2}}_)?/?(?={ADDRESS})",
    re.I,
)
# Google's copies of pages in AMP have the host in front, or the address behind "/s/" where it is a secure one.
_HASTENED = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/(?:[acv]|wp)/|(?:www\.)?google\.[a-z.]{2,6}/amp/)(?P<secure>s/)?"
    r"(?=[\w-]+\.[\w.-]+/)",
    re.I,
)
# Internet Explorer's mark, which other browsers write, too: <!-- saved from url=(0042)https://... -->
_SAVED_FROM = re.compile(r"saved from url=\(\d{1,6}\)(https?://\S{1,2000})")


def address_of(tree: Any, *given: str) -> str:
    """A page's own address: the canonical one, or else the first full one of those given; "". A canonical address that
    is only a path is of the host of the last one given, from which the page was saved; of one in an archive of the web
    that which was archived."""
    canonical = tree.xpath("string(//link[@rel='canonical'][@href]/@href)").strip()
    if given and given[-1] and canonical.startswith("/"):
        try:
            canonical = urljoin(given[-1], canonical)
        except ValueError:
            canonical = ""
    return original_of(next((one for one in (canonical, *given) if re.match(ADDRESS, one, re.I)), ""))


def original_of(address: str) -> str:
    """The address that was copied, where this one is that of a copy in an archive of the web or in a cache."""
    own = _ARCHIVED.sub("", address, count=1)
    if own != address and "googleusercontent" in address:
        own = own.partition("+&")[0].partition("&")[0]
    return _HASTENED.sub(lambda match: "https://" if match["secure"] else "http://", own, count=1)


def is_front(address: str) -> bool:
    """Whether an address is that of a site itself, rather than of a page of it."""
    return re.fullmatch(r"https?://[^/?#]+/?(?:index\.\w+)?", address, re.I) is not None


def saved_from(page: str) -> str:
    """The address that stands in the comment which a browser wrote as it saved a page; "" """
    beginning = page[:_BEGINNING]
    match = _SAVED.search(beginning) or _SAVED_FROM.search(beginning)
    return match[1] if match else ""


def filed_under(page: str) -> tuple[str, ...]:
    """The tags that a page was filed under as it was fetched."""
    match = _FILED.search(page[:_BEGINNING])
    try:
        return tuple(filter(None, map(one_line, json.loads(match[1])))) if match else ()
    except ValueError:
        return ()
