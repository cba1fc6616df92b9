"""News as XML -> records: NewsML-G2, NewsML 1, NITF, RSS and Atom with whole texts, sitemaps, WordPress's export, and
Factiva's; articles of journals (JATS), editions of texts (TEI), DocBook and scanned pages (ALTO).

Entities are not resolved and nothing is loaded that a file names; the parser's own bounds hold.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from typing import Any, BinaryIO

from rag.corpus.articles import Read, Reading, collected
from rag.corpus.bulk.fields import Row
from rag.corpus.bulk.fragment import text_below
from rag.corpus.bulk.records import read_records
from rag.corpus.encoding import UnreadableError
from rag.types import Problem

_FEEDS = ("rss", "RDF", "feed")
_KINDS = "NewsML-G2, NITF, RSS, Atom, JATS, TEI, DocBook, ALTO, or an export of WordPress or Factiva"
# A blank line parts paragraphs where WordPress has no tags for them, and square brackets hold its codes.
_CAPTION = re.compile(r"\[caption\b[^\]\n]{0,2000}\]([^\[]*)\[/caption\]")
_CODES = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist|wp_\w+)\b[^\]\n]{0,2000}\]")
_BLOCK = re.compile(r"<(?:p|div|ul|ol|h[1-6]|blockquote|table|figure)\b", re.I)


def read_xml(path: str, file: BinaryIO) -> Reading:
    """The articles of an XML file of news; raises ``UnreadableError`` where it holds none."""
    left_out: Counter[str] = Counter()
    problems = yield from read_records(path, xml_rows(file, left_out))
    if left_out:
        named = ", ".join(f"{count} of {kind}" for kind, count in sorted(left_out.items()))
        number = left_out.total()
        one, more = (
            "1 entry left out that is no published text",
            f"{number} entries left out that are no published texts",
        )
        problems.append(Problem(path, f"{one if number == 1 else more}: {named}", "partly"))
    return problems


def read_feed(path: str, data: bytes) -> Read | None:
    """The articles of a feed of RSS 1.0, which is RDF as references are; None for other RDF."""
    return collected(read_xml(path, io.BytesIO(data))) if b"http://purl.org/rss/1.0/" in data[:2000] else None


def xml_rows(file: BinaryIO, left_out: Counter[str]) -> Iterator[Row]:
    """The records of an XML file; raises ``UnreadableError`` where it is of another kind. ``left_out`` counts what
    WordPress keeps beside what it has published."""
    from lxml import etree

    number, root = 0, ""
    around: dict[str, str] = {}
    authors: dict[str, str] = {}
    items: Mapping[str, Callable[[Any], dict[str, object]]] | None = None
    try:
        for event, element in etree.iterparse(
            file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            name = _name(element)
            if items is None:
                _check(element)
                root, items = name, _items_of(name)
            if event == "start":
                continue
            above = [_name(one) for one in element.iterancestors()]
            if any(one in items for one in above):
                continue
            if name in items:
                number += 1
                record = items[name](element)
                if kind := _unpublished(element):
                    left_out[kind] += 1
                else:
                    writer = record.get("author", "")
                    known = authors.get(writer, writer) if isinstance(writer, str) else writer
                    yield f"record {number}", {**around, **record, "author": known}
            elif name == "author" and (login := _first(element, "author_login")):
                authors[login] = _first(element, "author_display_name")
            elif _is_about(element):
                around |= {{"title": "source", "language": "language"}[name]: _text(element)}
            if name in items or len(above) in (1, 2):
                _forget(element)
    except etree.XMLSyntaxError as error:
        if items is None or not number:
            raise UnreadableError(f"not XML ({error.msg}): export it again") from None
        yield f"after record {number}", f"not XML ({error.msg}): export it again"
    if root == "opml":
        raise UnreadableError("a list of feeds: watch them with `rag add --opml FILE`")
    if not number and root in _FEEDS:
        raise UnreadableError("holds no articles: it has no entry")
    if not number:
        raise UnreadableError(f"holds no articles: XML of the kind <{root[:40]}> is not read; use {_KINDS}")


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _check(root: Any) -> None:
    """Raises ``UnreadableError`` where a document makes names for texts of its own: they may be without end."""
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise UnreadableError("this XML defines entities of its own, which are not read: export it without a DTD")


def _items_of(root: str) -> Mapping[str, Callable[[Any], dict[str, object]]]:
    """What reads the items of a file, by their names."""
    match root:
        case "rss" | "RDF":
            return {"item": _rss}
        case "feed":
            return {"entry": _atom}
        case "newsMessage" | "newsItem" | "NewsML" | "NewsItem" | "itemSet":
            return {"newsItem": _newsml, "NewsItem": _newsml}
        case "nitf":
            return {"nitf": _nitf}
        case "en-export":
            return {"note": _evernote}
        case "urlset" | "sitemapindex":
            return {"url": _sitemap, "sitemap": _sitemap}
        case "TEI" | "teiCorpus":
            return {"TEI": _tei}
        case "alto":
            return {"alto": _alto}
        case "book":
            return {"chapter": _docbook, "article": _docbook}
    return {"article": _article, "nitf": _nitf}


def _unpublished(item: Any) -> str:
    """What an entry of WordPress's or Blogger's is that it does not show as a text: an attachment, a draft, a comment
    ...; and what became of an item that an agency took back; "" for others."""
    terms = (one.get("term") or "" for one in item if _name(one) == "category")
    kinds = [_first(item, "post_type"), *(term.rpartition("/kind#")[2] for term in terms if "/kind#" in term)]
    kinds += [_text(one) for one in item if _name(one) == "type" and "blogger" in one.tag]
    kind = next(filter(None, kinds), "").lower()
    if kind not in ("", "post", "page"):
        return kind[:40]
    status = "draft" if _first(item, "draft") == "yes" else _first(item, "status").lower() if kind else ""
    if status in ("", "publish", "live"):
        status = (_attribute(item, "pubStatus", "qcode") or _attribute(item, "Status", "FormalName")).rpartition(":")[2]
    return status[:40] if status.lower() not in ("", "usable") else ""


def _is_about(element: Any) -> bool:
    """Whether an element is the title or the language of a whole feed."""
    above = element.getparent()
    return _name(element) in ("title", "language") and above is not None and _name(above) in ("channel", "feed")


def _forget(element: Any) -> None:
    element.clear(keep_tail=False)
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _all(element: Any, *names: str) -> list[Any]:
    return [one for one in element.iterdescendants() if _name(one) in names]


def _first(element: Any, *names: str) -> str:
    """The words of the first element of a name that has any, the first name first."""
    return next((words for name in names for one in _all(element, name) if (words := _text(one))), "")


def _attribute(element: Any, name: str, *attributes: str) -> str:
    found = (one.get(attribute) for one in _all(element, name) for attribute in attributes)
    return next(filter(None, found), "")


def _below(element: Any, *names: str) -> str:
    """The texts of all elements of some names in paragraphs."""
    return "\n\n".join(filter(None, (text_below(one) for one in _all(element, *names))))


def _rss(item: Any) -> dict[str, object]:
    """An item of RSS, or an entry of WordPress's export; a description is a teaser."""
    own = {
        _name(child): "".join(child.itertext()).strip() for child in item if _name(child) not in ("category", "encoded")
    }
    encoded = ("".join(one.itertext()) for one in item if str(one.tag).endswith("/content/}encoded"))
    markup = next(encoded, "")
    if markup and not _BLOCK.search(markup):
        markup = "".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", markup))
    markup = _CODES.sub("", _CAPTION.sub(r"<figure><figcaption>\1</figcaption></figure>", markup))
    return {
        "id": own.get("guid", ""),
        "title": own.get("title", ""),
        "link": own.get("link", ""),
        "date": own.get("post_date") or own.get("pubDate") or own.get("date", ""),
        "modified": own.get("post_modified", ""),
        "author": own.get("creator", ""),
        "html": markup,
        "tags": [_text(one) for one in item if _name(one) == "category"],
    }


def _atom(entry: Any) -> dict[str, object]:
    content = next((one for one in entry if _name(one) == "content"), None)
    is_xhtml = content is not None and content.get("type") == "xhtml"
    links = [one.get("href") for one in entry if _name(one) == "link" and one.get("rel", "alternate") == "alternate"]
    text = "" if content is None else text_below(content) if is_xhtml else "".join(content.itertext())
    return {
        "id": _first(entry, "id"), "title": _first(entry, "title"), "link": next(iter(links), ""),
        "date": _first(entry, "published"), "modified": _first(entry, "updated"), "text": text,
        "author": list(dict.fromkeys(_first(one, "name") for one in entry if _name(one) == "author")),
        "tags": [term for one in entry if _name(one) == "category" and "/kind#" not in (term := one.get("term") or "")],
    }  # fmt: skip


def _evernote(note: Any) -> dict[str, object]:
    """A note of Evernote's; its page is in a document of its own, and when it was made is no day of publication."""
    content = next(("".join(one.itertext()) for one in note if _name(one) == "content"), "")
    return {
        "title": _first(note, "title"), "link": _first(note, "source-url"), "html": content[content.find("<en-note") :],
        "tags": [_text(one) for one in note if _name(one) == "tag"],
    }  # fmt: skip


def _sitemap(entry: Any) -> dict[str, object]:
    return {"link": _first(entry, "loc"), "title": _first(entry, "title")}


def _tei(text: Any) -> dict[str, object]:
    """An edition of a text: who wrote it, and when, stands in its header, with those of its source before others."""
    header = next((one for one in text if _name(one) == "teiHeader"), None)
    if header is None:
        return {}
    stated = next(iter(_all(header, "titleStmt")), header)
    sources = [*_all(header, "sourceDesc"), *_all(header, "publicationStmt")]
    dates = [one for source in sources for one in _all(source, "date")]
    names = [_text(one) for one in _all(stated, "author")]
    inner = next((one for one in text if _name(one) == "text"), None)
    return {
        "title": _first(stated, "title"), "author": ", ".join(filter(None, names)),
        "date": next((words for one in dates if (words := one.get("when") or _text(one))), ""),
        "source": _first(header, "publisher"), "language": next(iter(text.xpath("@xml:lang")), ""),
        "text": "" if inner is None else _below(inner, "body"),
    }  # fmt: skip


def _alto(scan: Any) -> dict[str, object]:
    """The words of a scanned page, a paragraph a block; of a word that a hyphen parts the first half has all of it."""
    blocks = (
        " ".join(
            one.get("SUBS_CONTENT") or one.get("CONTENT") or ""
            for one in _all(block, "String")
            if one.get("SUBS_TYPE") != "HypPart2"
        )
        for block in _all(scan, "TextBlock")
    )
    return {"text": "\n\n".join(filter(None, blocks))}


def _article(article: Any) -> dict[str, object]:
    """An article of a journal (JATS), or one of Factiva."""
    if _all(article, "article-meta"):
        return _jats(article)
    return _docbook(article) if _all(article, "para", "simpara") else _factiva(article)


def _docbook(article: Any) -> dict[str, object]:
    about = next(iter(_all(article, "info", "articleinfo", "chapterinfo")), None)
    writers = [] if about is None else _all(about, "author")
    names = (
        " ".join(filter(None, (_first(one, "firstname"), _first(one, "surname")))) or _text(one) for one in writers
    )
    language = article.xpath("@xml:lang | @lang")
    titles = [one for one in (*article, *([] if about is None else about)) if _name(one) == "title"]
    parts = [one for one in article if one is not about and one not in titles]
    for one in (inner for part in parts for inner in part.iter()):
        one.tag = {"title": "h2", "itemizedlist": "ul", "orderedlist": "ol", "listitem": "li"}.get(_name(one), one.tag)
    return {
        "title": _text(titles[0]) if titles else "", "author": ", ".join(names),
        "date": "" if about is None else _first(about, "pubdate", "date"), "language": next(iter(language), ""),
        "text": "\n\n".join(filter(None, map(text_below, parts))),
    }  # fmt: skip


def _jats(article: Any) -> dict[str, object]:
    about = next(iter(_all(article, "article-meta")))
    writers = [one for one in _all(about, "contrib") if one.get("contrib-type", "author") == "author"]
    names = [" ".join(filter(None, (_first(one, "given-names"), _first(one, "surname")))) for one in writers]
    parts = [[_first(one, name).zfill(2) for name in ("year", "month", "day")] for one in _all(about, "pub-date")]
    days = ["-".join(takewhile("00".__ne__, each)) for each in parts]  # a day without its month says nothing
    doi = next((_text(one) for one in _all(about, "article-id") if one.get("pub-id-type") == "doi"), "")
    text = "\n\n".join(filter(None, (_below(about, "abstract"), _below(article, "body"))))
    return {
        "id": doi, "link": f"https://doi.org/{doi}" if doi else "", "title": _first(about, "article-title"),
        "author": ", ".join(filter(None, names)), "date": max(days, key=len, default=""),
        "source": _first(article, "journal-title"), "language": next(iter(article.xpath("@xml:lang")), ""),
        "text": text, "tags": [_text(one) for one in _all(about, "kwd")],
    }  # fmt: skip


def _newsml(item: Any) -> dict[str, object]:
    """An item of NewsML-G2 or NewsML 1; its text is XHTML, NITF or plain."""
    inner = next(iter(_all(item, "nitf")), None)
    record: dict[str, object] = _nitf(inner) if inner is not None else {}
    plain = "\n\n".join("".join(one.itertext()).strip() for one in _all(item, "inlineData"))
    text = _below(item, "body.content") or _below(item, "inlineXML", "DataContent") or plain
    provider = _first(next(iter(_all(item, "provider")), item), "name") or _attribute(item, "provider", "literal")
    known = {
        "id": item.get("guid") or _first(item, "PublicIdentifier"), "title": _first(item, "headline", "HeadLine"),
        "date": _first(item, "firstCreated", "versionCreated", "FirstCreated"),
        "modified": _first(item, "versionCreated", "ThisRevisionCreated"),
        "author": _first(item, "by", "ByLine") or _creator(item),
        "source": provider or _first(item, "copyrightHolder", "creditline", "CreditLine"),
        "language": _attribute(item, "language", "tag", "FormalName"), "text": text,
        "tags": [_text(one) for one in _all(item, "keyword")],
    }  # fmt: skip
    return record | {name: value for name, value in known.items() if value}


def _creator(item: Any) -> str:
    """The persons whom an item of NewsML-G2 has for its creators."""
    names = (_first(one, "name") for one in _all(item, "creator"))
    return ", ".join(dict.fromkeys(filter(None, names)))


def _nitf(article: Any) -> dict[str, object]:
    source = _attribute(article, "pubdata", "name") or _attribute(article, "doc.copyright", "holder")
    return {
        "id": _attribute(article, "doc-id", "id-string"), "title": _first(article, "hl1") or _first(article, "title"),
        "date": _attribute(article, "date.issue", "norm") or _attribute(article, "story.date", "norm"),
        "author": _people(article) or _first(article, "byline"), "source": source,
        "text": _below(article, "body.content"),
        "tags": [one.get("key") for one in _all(article, "keyword") if one.get("key")],
    }  # fmt: skip


def _people(article: Any) -> str:
    """The persons whom the bylines of NITF name, without what they are."""
    named = (words for line in _all(article, "byline") for one in _all(line, "person") if (words := _text(one)))
    return ", ".join(dict.fromkeys(named))


def _factiva(article: Any) -> dict[str, object]:
    paragraphs = (_all(part, "paragraph") or [part] for part in _all(article, "leadParagraph", "tailParagraphs"))
    date = next((one for one in _all(article, "publicationDate")), article)
    return {
        "id": _attribute(article, "accessionNo", "value") or _first(article, "accessionNo"),
        "title": _first(article, "headline"), "date": _first(date, "date") or _text(date)[:40],
        "author": _first(article, "byline"), "source": _first(article, "sourceName"),
        "language": _first(article, "baseLanguage"), "section": _first(article, "sectionName"),
        "text": "\n\n".join(words for part in paragraphs for one in part if (words := _text(one))),
    }  # fmt: skip
