"""HTML pages: the main text without what stands around it, and what the page says of itself."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rag.corpus.articles import Facts, Read, one_line, single, without_site, without_title
from rag.corpus.dates import day_of
from rag.corpus.encoding import BOMS, UnreadableError, cleaned, decode
from rag.corpus.pages.consent import take_out_consent
from rag.corpus.pages.hidden import take_out_hidden
from rag.types import Problem

# What pages call them, where browsers too take the larger set for the smaller one.
_HTML_ENCODINGS = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030"}

# The parser compares each attribute of a tag with all others: 40,000 take it 14 s. Pages have a dozen.
_MOST_ATTRIBUTES = 1000
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
_TAG = re.compile("<[a-z](?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+", re.I)
_DEEPEST = 250
_LARGEST_PART = 10_000_000
_EMBEDDED = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]{10000,}+")


def read_html(path: str, data: bytes) -> Read:
    """The article of a page; raises ``UnreadableError``."""
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    # What a page declares as its encoding is wrong once it is decoded.
    page = re.sub(r"^\s*<\?xml[^>]*>", "", cleaned(_decode_html(data)))
    tree, missing = _tree(page)
    take_out_consent(tree)
    # A heading or an author may be there for other programs alone.
    facts = _html_facts(tree)
    hidden, followed = take_out_hidden(tree)
    # Trafilatura leaves out by these what may well be seen.
    for element in tree.xpath("//*[@style or @hidden]"):
        for name in ("style", "hidden"):
            element.attrib.pop(name, None)
    options = {
        "include_comments": False,
        "prune_xpath": "//script|//style",
        # Of its methods, one takes a time that grows with the square of a page: 200 s for 50,000 list entries.
        "fast": tree.xpath("count(//*)") > 10_000,
    }
    document: Any = bare_extraction(tree, **options)
    if document and len(document.text) < 500:
        # Finding less than this, Trafilatura takes all text of the page for it, menu and all, as one paragraph.
        config = use_config()
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
        brief: Any = bare_extraction(tree, config=config, **options)
        document = brief if brief and 2 * len(brief.text) >= len(document.text) else document
    text = "\n\n".join(filter(None, _html_blocks(document.body))) if document else ""
    if not text:
        raise UnreadableError("no article text in this page: scripts may build it; copy the text into a .txt file")
    articles, problems = single(path, without_title(text, facts.get("title", "")), facts, "metadata")
    if hidden:
        missing.append(f"text that the page hides was left out ({hidden} characters)")
    if not followed:
        missing.append("the page has too many style rules to follow all: text that it hides may have been read")
    return articles, problems + [Problem(path, reason, "partly") for reason in missing]


def _tree(page: str) -> tuple[Any, list[str]]:
    """The elements of a page, and why some of it may be missing, if so; raises ``UnreadableError``."""
    from trafilatura import load_html

    # The shortest attribute is a letter and a blank.
    long = (found[0] for found in _TAG.finditer(page) if found.end() - found.start() > 2 * _MOST_ATTRIBUTES)
    if any(len(_QUOTED.sub(" ", tag).split()) > _MOST_ATTRIBUTES for tag in long):
        raise UnreadableError(
            f"a tag of this page has more than {_MOST_ATTRIBUTES} attributes: copy its text to a .txt"
        )
    if len(page) >= _LARGEST_PART:  # saved with its pictures, most likely
        page = _EMBEDDED.sub("data:,", page)
    tree: Any = load_html(page)
    if tree is None:  # a bare fragment
        tree = load_html(f"<html><head></head><body>{page}</body></html>")
    if tree.xpath(f"boolean(//*[count(ancestor::*) > {_DEEPEST}])"):
        why = f"its tags stand in each other more than {_DEEPEST} deep"
    elif len(page) >= _LARGEST_PART:
        why = "it is larger than 10 MB"
    else:
        return tree, []
    # The parser leaves out, without a word, all that follows a part of 10 MB, or 256 tags in each other.
    return tree, [f"{why}, so some of the text may be missing: look, or copy it to a .txt"]


def _decode_html(data: bytes) -> str:
    """The text of a page in the encoding that it declares, unless that is plainly wrong."""
    declared = re.search(rb"<(?:meta|\?xml)[^>]+(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", data[:4096], re.I)
    if declared is None or data.startswith(tuple(BOMS)) or b"\0" in data:
        return decode(data)
    name = declared[1].decode().lower()
    name = _HTML_ENCODINGS.get(name, name)
    # Bytes that form UTF-8 beyond ASCII are UTF-8, whatever the page says.
    for encoding in (name, "utf-8") if data.isascii() else ("utf-8", name):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return decode(data)


def _html_blocks(parent: Any) -> Iterator[str]:
    """The paragraphs of an extracted page, some of them ""; a list or a table is one, with a line for each part."""
    for line_break in parent.iter("lb"):
        line_break.text = "\u2028"
    loose = parent.text or ""
    for child in parent:
        match child.tag:
            case "p" | "head":
                blocks = [_words(child.xpath("string()"))]
            case "list":
                for item in child.iter("item"):
                    item.text = f"\u2028- {(item.text or '').lstrip()}"
                blocks = [_words(child.xpath("string()"))]
            case "table":
                rows = ([_words(cell.xpath("string()")) for cell in row.iter("cell")] for row in child.iter("row"))
                blocks = ["\n".join(" | ".join(row) for row in rows)]
            case "code":
                blocks = [child.xpath("string()").strip("\n")]
            case "quote" | "div":
                blocks = list(_html_blocks(child))
            case _:
                loose += child.xpath("string()") + (child.tail or "")
                continue
        yield _words(loose)
        yield from blocks
        loose = child.tail or ""
    yield _words(loose)


def _words(text: str) -> str:
    return re.sub(r" ?\u2028 ?", "\n", re.sub(r"[ \t\r\n\xa0]+", " ", text.replace("\xad", ""))).strip()


def _html_facts(tree: Any) -> Facts:
    """What a page says of itself in meta tags, JSON-LD and marked elements.

    Trafilatura is not asked: it takes dates from anywhere in a page, and cuts titles at a dash.
    """
    meta: dict[str, list[str]] = {}
    for element in tree.xpath("//meta[@content]"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        meta.setdefault(key.lower(), []).append(one_line(element.get("content")))

    def first(*keys: str) -> str:
        return next((value for key in keys for value in meta.get(key, ()) if value), "")

    linked = _json_ld(tree)
    shown = [_words(heading.xpath("string()")) for heading in tree.xpath("//h1")]
    page_title = _words(tree.xpath("string(//title[not(ancestor::svg)])"))
    # A heading that ends the page's title names the site.
    logos = [heading for heading in shown if heading and page_title.endswith(heading) and heading != page_title]
    site = first("og:site_name") or one_line(linked.get("publisher")) or first("publisher", "dc.publisher")
    names = [heading for heading in shown if heading and heading not in (site, *logos)]
    title = (
        first("og:title", "twitter:title")
        or one_line(linked.get("headline"))
        or first("citation_title", "dc.title")
        or (names[0] if len(names) == 1 else page_title or next(iter(names), ""))
    )
    writers = next(filter(None, map(meta.get, ("author", "citation_author", "dc.creator", "article:author"))), [])
    facts = {
        "title": without_site(title, names, site or next(iter(logos), "")),
        "date": _html_date(tree, meta, linked),
        "author": one_line([name for name in writers if not name.startswith("http")])
        or one_line(linked.get("author"))
        or _words(tree.xpath("string((//a|//span|//p|//address)[@rel='author' or @itemprop='author'])")),
        "source": site,
        "url": tree.xpath("string(//link[@rel='canonical'][starts-with(@href, 'http')]/@href)") or first("og:url"),
        "lang": tree.get("lang") or tree.get("xml:lang"),
    }
    return {name: line for name, value in facts.items() if (line := one_line(value))}


def _json_ld(tree: Any) -> Mapping[str, object]:
    """The description of the article in a page's JSON-LD; empty where there is none, or it is broken."""
    items: list[object] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            items.append(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue
    found: list[Mapping[str, object]] = []
    for item in items:  # grows while it is walked
        if isinstance(item, list):
            items += item
        elif isinstance(item, dict):
            items += [item[key] for key in ("@graph", "mainEntity") if key in item]
            found += [item] if "headline" in item or "datePublished" in item else []
    return max(found, key=lambda item: bool(re.search("Article|Posting|Report", str(item.get("@type")))), default={})


def _html_date(tree: Any, meta: Mapping[str, Sequence[str]], linked: Mapping[str, object]) -> str:
    """The words of the day of publication where a page marks it as such."""
    keys = (
        "article:published_time og:published_time datepublished citation_publication_date parsely-pub-date "
        "sailthru.date dc.date.issued dcterms.issued dc.date dcterms.date pubdate publishdate publish-date "
        "publication_date date"
    ).split()
    given = [one_line(linked.get("datePublished")), *(value for key in keys for value in meta.get(key, ()))]
    if words := next(filter(day_of, given), None):
        return words
    marked = {
        day_of(time.get("datetime").strip())
        for time in tree.xpath("//time[@datetime]")
        if time.get("pubdate") is not None
        or time.get("itemprop") == "datePublished"
        or {"published", "dt-published", "entry-date", "pubdate"} & set((time.get("class") or "").split())
    } - {None}
    # Teasers of other articles may be marked like the article itself.
    return str(marked.pop()) if len(marked) == 1 else ""
