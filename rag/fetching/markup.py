"""HTML as far as what is fetched needs it before a reader of pages has it: what a page links to, and the text of an
entry of a feed.
"""

import re
from typing import Any, NamedTuple

from rag.corpus.bulk.fragment import text_of

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_LONGEST_HEAD = 300_000  # characters in which a page says what it links to
_LONGEST_FRAGMENT = 2_000_000


class Links(NamedTuple):
    """What a page says of itself: its own address, "" where it does not, and the feeds that it offers."""

    canonical: str
    feeds: tuple[str, ...]


class Fragment(NamedTuple):
    """The text of a part of a page, and where its last link leads to."""

    text: str
    last_link: str


def links_of(page: str) -> Links:
    """What the head of a page links to."""
    tree = _tree(page[:_LONGEST_HEAD])
    if tree is None:
        return Links("", ())
    canonical, feeds = "", []
    for link in tree.iter("link"):
        said, leads = (link.get("rel") or "").lower().split(), (link.get("href") or "").strip()
        if "canonical" in said and not canonical:
            canonical = leads
        elif "alternate" in said and leads and (link.get("type") or "").lower().strip() in _FEEDS:
            feeds.append(leads)
    return Links(canonical, tuple(dict.fromkeys(feeds)))


def fragment_of(html: str) -> Fragment:
    """The paragraphs of a part of a page, parted by blank lines, with a line for each entry of a list; nothing of one
    whose tags stand in each other deeper than anybody writes."""
    html = html[:_LONGEST_FRAGMENT]
    tree = _tree(f"<html><head></head><body>{html}</body></html>")
    try:
        text = text_of(html)
    except ValueError:
        text = ""
    anchors = [] if tree is None else tree.xpath("//a/@href")
    return Fragment(text, str(anchors[-1]) if anchors else "")


def _tree(page: str) -> Any:
    from trafilatura import load_html

    return load_html(re.sub(r"^\s*<\?xml[^>]*>", "", page)) if page.strip() else None
