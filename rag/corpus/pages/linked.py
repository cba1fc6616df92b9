"""What a page says of itself in JSON-LD: the description of its article, by the terms of schema.org.

It knows the graph, with references from one part to another, and nothing of the page's elements or of names.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from rag.corpus.articles import letters_of, one_line

Item = Mapping[str, object]
_ARTICLE = re.compile(r"Article|Posting|Report\b|Review$|Recipe|Column|AnalysisNews", re.I)
_AROUND = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA["), ("-->", "//]]>", "// ]]>", "]]>", ";")
_LAST_COMMA = re.compile(r",(\s*[}\]])")
_MARKUP = re.compile(r"</?(?:a|abbr|b|br|cite|em|i|mark|q|small|span|strong|sub|sup|u|wbr)\b[^<>]{0,300}>", re.I)
_ESCAPE = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|\w{2,8});", re.I)
_MOST_ITEMS = 20_000
# Where an item describes what the page is, rather than what it belongs to or leads to.
_LEADS_TO_IT = ("@graph", "mainEntity", "mainEntityOfPage")


@dataclass(frozen=True, slots=True)
class Linked:
    """The JSON-LD of a page: its ``article``, empty where nothing describes one; all items that stand at its ``top``;
    and those that have an ``@id``, by it."""

    article: Item = field(default_factory=dict)
    top: tuple[Item, ...] = ()
    by_id: Mapping[str, Item] = field(default_factory=dict)

    @property
    def types(self) -> frozenset[str]:
        """The types of what stands at its top."""
        return frozenset(kind for item in self.top for kind in types_of(item))

    @property
    def sites(self) -> list[str]:
        """The names of the site that the page is of, and of who publishes it."""
        sites = [item.get("name") for item in self.top if "WebSite" in types_of(item)]
        return list(filter(None, map(self.named, [*self.of("publisher"), *sites, *self.of("isPartOf")])))

    @property
    def address(self) -> str:
        """The article's own address; ""."""
        return next((one for one in sorted(_addresses(self.article)) if one.lower().startswith("http")), "")

    def of(self, *names: str) -> list[object]:
        """The values that the article has for the first of some properties that it has, references followed."""
        return next((found for name in names if (found := self.values(self.article.get(name)))), [])

    def words(self, *names: str) -> str:
        """The same as one line of text."""
        return plain(one_line([self.named(value) for value in self.of(*names)]))

    def values(self, value: object) -> list[object]:
        """A value, or each of a list, references followed; lists in lists are left out."""
        many = value if isinstance(value, list) else [value]
        return [self._followed(one) for one in many if one not in (None, "", {}) and not isinstance(one, list)]

    def named(self, value: object) -> str:
        """The name of a thing, or a text."""
        value = self._followed(value)
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("@value") or value.get("text") or ""
            if isinstance(value, Mapping | list):
                value = next((named for one in self.values(value) if (named := self._text(one))), "")
        return plain(one_line(value))

    def _text(self, value: object) -> object:
        return value.get("@value") if isinstance(value, Mapping) else value

    def _followed(self, value: object) -> object:
        if isinstance(value, Mapping) and "@id" in value and not {"name", "givenName"} & value.keys():
            return self.by_id.get(str(value["@id"]), value)
        return value


def plain(words: str) -> str:
    """Words without markup and without escapes that were escaped once more."""
    for _ in range(3):
        if _ESCAPE.search(words) is None:
            break
        words = unescape(words)
    return one_line(_MARKUP.sub("", words)) if "<" in words else one_line(words)


def linked_of(tree: Any, headings: tuple[str, ...] = (), address: str = "") -> Linked:
    """The JSON-LD of a page; of several articles that which has the page's address or one of its headings."""
    items: list[Any] = list(_items(tree))
    by_id: dict[str, Item] = {}
    for item in walked(items):
        # A reference alone, without a property, tells nothing.
        if isinstance(name := item.get("@id"), str) and len(item) > len(by_id.get(name, ())):
            by_id[name] = item
    top: list[Item] = []
    for item in items:  # grows while it is walked
        if isinstance(item, list):
            items += item
        elif isinstance(item, dict) and len(top) < _MOST_ITEMS:
            top.append(item)
            items += [item[key] for key in _LEADS_TO_IT if isinstance(item.get(key), dict | list)]
    described = [item for item in top if {"headline", "datePublished", "author"} & item.keys()]
    articles = [item for item in described if any(map(_ARTICLE.search, types_of(item)))]
    known = {letters_of(heading) for heading in headings} - {""}
    here = [item for item in articles if address and address in _addresses(item)]
    said = [item for item in articles if letters_of(plain(one_line(item.get("headline")))) in known]
    return Linked(next(iter(here or said or articles or described), {}), tuple(top), by_id)


def read_object(words: str) -> Item:
    """An object of JSON; an empty one for other words."""
    try:
        value = json.loads(words, strict=False)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def types_of(item: object) -> set[str]:
    """The types of an item, without the vocabulary's address."""
    kinds = item.get("@type") if isinstance(item, Mapping) else None
    return {str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind}


def is_article(types: frozenset[str]) -> bool:
    """Whether one of some types is that of an article."""
    return any(_ARTICLE.search(kind) for kind in types)


def _items(tree: Any) -> Iterator[object]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip()
        for mark in _AROUND[0]:
            text = text.removeprefix(mark).strip()
        for mark in _AROUND[1]:
            text = text.removesuffix(mark).strip()
        for mended in (text, _LAST_COMMA.sub(r"\1", text)):
            try:
                yield json.loads(mended, strict=False)
                break
            except (ValueError, RecursionError):
                continue


def walked(items: list[object]) -> Iterator[dict[str, object]]:
    """All objects within some values, as deep as they stand in each other, 20,000 at most."""
    waiting: list[object] = items[:]
    seen = 0
    while waiting and seen < _MOST_ITEMS:
        seen += 1
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            yield item
            waiting += [value for value in item.values() if isinstance(value, dict | list)]


def _addresses(item: Item) -> set[str]:
    found: set[str] = set()
    for key in ("url", "@id", "mainEntityOfPage"):
        value = item.get(key)
        value = value.get("@id") if isinstance(value, Mapping) else value
        found |= {value.partition("#")[0]} if isinstance(value, str) else set()
    return found
