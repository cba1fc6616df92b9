"""HTML as far as what is fetched needs it before a reader of pages has it: what a page links to, and the text of an
entry of a feed.
"""

import re
from typing import Any, NamedTuple

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_LONGEST_HEAD = 300_000  # characters in which a page says what it links to
_LONGEST_FRAGMENT = 2_000_000
_UNSEEN = {"script", "style", "template", "noscript", "iframe", "object", "svg", "head", "title"}
_AROUND = {
    "br": ("\n", ""),
    "li": ("\n- ", ""),
    "tr": ("\n", ""),
    "td": ("", " | "),
    "th": ("", " | "),
} | dict.fromkeys(
    "p div h1 h2 h3 h4 h5 h6 ul ol dl dt dd table blockquote pre figure figcaption section article header hr".split(),
    ("\n\n", "\n\n"),
)
"""What stands before and after the text of an element."""


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
    """The paragraphs of a part of a page, parted by blank lines, with a line for each entry of a list."""
    tree = _tree(f"<html><head></head><body>{html[:_LONGEST_FRAGMENT]}</body></html>")
    if tree is None:
        return Fragment("", "")
    pieces: list[str] = []
    _walk(tree, pieces)
    text = re.sub(r"[ |]*\n[ \n]*", lambda found: "\n\n" if found[0].count("\n") > 1 else "\n", "".join(pieces))
    anchors = tree.xpath("//a/@href")
    return Fragment(re.sub(r" {2,}", " ", text).strip(" |\n"), str(anchors[-1]) if anchors else "")


def _tree(page: str) -> Any:
    from trafilatura import load_html

    return load_html(re.sub(r"^\s*<\?xml[^>]*>", "", page)) if page.strip() else None


def _walk(element: Any, pieces: list[str]) -> None:
    if isinstance(element.tag, str) and element.tag not in _UNSEEN:
        before, after = _AROUND.get(element.tag, ("", ""))
        pieces += [before, _squeezed(element.text)]
        for child in element:  # the parser lets no more than 256 stand in each other
            _walk(child, pieces)
            pieces.append(_squeezed(child.tail))
        pieces.append(after)


def _squeezed(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
