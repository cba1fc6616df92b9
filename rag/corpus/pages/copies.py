"""Pages that another program kept: what an archive of the web, a service for reading later, a browser's reader view or
an extension put around a page is taken out of it, with what it says of the copy, and the page's own address is told.

A copy gives its own address and the moment at which it was made as if they were those of the article.
"""

import re
from collections.abc import Iterable
from typing import Any

from rag.corpus.pages.addresses import ADDRESS, original_of
from rag.corpus.pages.elements import names_of, naming, words_of

# What each of them puts on top of a page, or below it, by the ids that it gives it.
_TOOLBARS = (
    "wm-ipp-base", "wm-ipp", "wm-ipp-print", "donato",  # the Wayback Machine
    "_wb_frame_top_banner", "_wb_plain_banner",  # pywb, of national archives
    "savepage-pageinfo-bar-container",  # Save Page WE
)  # fmt: skip
_CACHE_HEADER = "__google-cache-hdr"
# archive.today, by any of its names.
_TODAY = re.compile(r"archive\.(?:today|is|ph|li|vn|fo|md)", re.I)
_WOMBAT = re.compile(r"__wm\.(?:wombat|bt)\((?:[\d,\s]{0,60}\"web\",)?\"(https?://[^\"\s]{1,2000})\"")
# Services that show articles in a dress of their own, and how they call the link to where one is from.
_SERVICES = re.compile(
    r"(?:instapaper|(?:get|mozilla )?pocket|wallabag|print ?friendly(?: & pdf)?|readwise(?: reader)?|matter)(?:\.\w+)?",
    re.I,
)
_SERVICE_HOST = re.compile(
    r"https?://(?:[\w-]+\.)*(?:instapaper|getpocket|wallabag|printfriendly|readwise|hq\.getmatter)\.\w+/", re.I
)
_ORIGINAL = naming(r"(?:view-?)?original\w*|origin|source(?:-?(?:url|link))?|domain|reader-domain|permalink")
_NAMING_SITE = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_OF_A_SERVICE = (*_NAMING_SITE, "og:url", "twitter:site")
_OF_AN_ARCHIVE = (*_OF_A_SERVICE, "article:published_time", "article:modified_time", "twitter:description")


def unwrap(tree: Any, saved: str) -> str:
    """Takes what a keeper put around a page out of its tree; the page's own address as far as the keeper tells it,
    else ``saved``, that from which the file was saved."""
    for name in _TOOLBARS:
        _drop(tree.xpath("//*[@id=$name]", name=name))
    found = _of_today(tree) or _of_cache(tree) or _of_reader(tree, saved)
    found = found or next((one for one in _noted(tree) if re.match(ADDRESS, one, re.I)), "")
    return original_of(found or saved)


def _noted(tree: Any) -> Iterable[str]:
    """The addresses that keepers note, which tell of nothing else."""
    for name in ("savepage-url", "savepage-from"):
        yield tree.xpath("string(//meta[@name=$name]/@content)", name=name).strip()
    for script in tree.xpath("//script[contains(text(), '__wm.')]")[:5]:
        if match := _WOMBAT.search(script.text[:100_000]):
            yield match[1]


def _of_today(tree: Any) -> str:
    """The address of a page in archive.today, whose moment of the copy stands as that of publication; "" """
    if not any(map(_TODAY.fullmatch, tree.xpath("//meta[@property='og:site_name']/@content"))):
        return ""
    given = tree.xpath("//link[@rel='canonical' or @rel='bookmark']/@href")
    _drop(tree.xpath("//*[@id='HEADER' or @id='hashtags']"))
    _forget(tree, _OF_AN_ARCHIVE)
    return next((own for one in given if (own := original_of(one)) != one), "")


def _of_cache(tree: Any) -> str:
    """The address of a page in Google's cache; "" """
    headers = tree.xpath("//*[contains(@id, $name)]", name=_CACHE_HEADER)
    base = tree.xpath("string(//base/@href)").strip()
    if not headers:  # in older ones it has no name, but a link to what a cache is
        links = tree.xpath("//a[contains(@href, 'google.com') and contains(@href, 'cached')]")[:1]
        headers = [one for link in links for one in link.iterancestors("div") if _links_to(one, base)][:1]
    _drop(headers)
    return base if headers else ""


def _links_to(element: Any, address: str) -> bool:
    return bool(address) and any(link.get("href") == address for link in element.iter("a"))


def _of_reader(tree: Any, saved: str) -> str:
    """The address that a browser's reader view or a service for reading later links to as the article's; "" """
    view = tree.xpath("//a[contains(concat(' ', @class, ' '), ' reader-domain ')][@href]")
    if view:
        address = str(view[0].get("href"))
        _drop(tree.xpath("//*[contains(concat(' ', @class, ' '), ' reader-toolbar ')]"))
        return address
    named = [
        one for key in _NAMING_SITE for one in tree.xpath("//meta[@property=$key or @name=$key]/@content", key=key)
    ]
    if not (_SERVICE_HOST.match(saved) or any(_SERVICES.fullmatch(one.strip()) for one in named)):
        return ""
    links = (one for one in tree.iter("a") if _ORIGINAL.search(f"{names_of(one)} {names_of(one.getparent())}"))
    labelled = (one for one in tree.iter("a") if re.match(r"view original|original\b", words_of(one), re.I))
    for link in (*links, *labelled):
        address = (link.get("href") or "").strip()
        if re.match(ADDRESS, address, re.I) and not _SERVICE_HOST.match(address):
            _forget(tree, _OF_A_SERVICE)
            return address
    return ""


def _forget(tree: Any, names: Iterable[str]) -> None:
    """Takes out what a page says of itself under some names, and its canonical address: they are those of the copy."""
    _drop(tree.xpath("//link[@rel='canonical']"))
    for name in names:
        _drop(tree.xpath("//meta[@property=$name or @name=$name]", name=name))


def _drop(elements: Iterable[Any]) -> None:
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()
