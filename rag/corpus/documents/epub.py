"""Books and magazines in EPUB (EPUB 3.3, W3C; OPF 2.0): an article a chapter, where chapters have headings."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import unquote

from rag.corpus.articles import Read, article_of, one_line, title_of_file
from rag.corpus.documents.markup import Block, blocks_of, kinds_of, root_of
from rag.corpus.documents.packages import Package, attribute, below, local
from rag.corpus.documents.properties import byline_in, facts_of
from rag.corpus.encoding import UnreadableError, cleaned
from rag.types import Article, Problem

_CALLED = "EPUB"
_HTML = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_MOST_CHAPTERS = 5_000
# Parts of a book that say nothing: by epub:type, and by the older type of a reference of the guide.
_ASIDE = frozenset(
    "cover doc-cover titlepage title-page halftitlepage copyright-page toc doc-toc landmarks loi lot index "
    "doc-index".split()
)
_TITLE_PAGE = 300  # characters below the book's own name, at most
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


class _Item(NamedTuple):
    """A file of the book: its name in the archive, its kind and its properties."""

    name: str
    kind: str
    properties: Sequence[str]


class _Chapter(NamedTuple):
    """A chapter: the file that it opens in, its heading ("" where it has none), its blocks, and the address of the page
    that a program made it of ("" for none)."""

    name: str
    heading: str
    blocks: list[Block]
    address: str = ""


def read_epub(path: str, data: bytes) -> Read:
    """The articles of a book: one a chapter where several have headings of their own, else one; raises
    ``UnreadableError``."""
    package = Package(data, _CALLED, ".epub")
    folder, book = _book(package)
    facts = _facts(book)
    items = _items(book, folder)
    chapters, problems = _chapters(path, package, book, items, facts.get("title", ""))
    if not chapters:
        why = _locked(package) or "no text in this EPUB: its pages may be pictures; run OCR on them first"
        raise UnreadableError(problems[0].reason if problems and not _locked(package) else why)
    tags = tuple(dict.fromkeys(filter(None, (one_line(one.text or "") for one in _all(book, "subject")))))
    # When the book was last changed is not taken: it is the time of an export by another name.
    return [replace(article, tags=tags) for article in _articles(path, chapters, facts)], problems


def _book(package: Package) -> tuple[str, Any]:
    """The folder and the root of the file that describes the book."""
    container = package.xml("META-INF/container.xml")
    for one in container.iter("{*}rootfile") if container is not None else ():
        name = posixpath.normpath(unquote(attribute(one, "full-path")))
        if (book := package.xml(name)) is not None:
            return posixpath.dirname(name), book
    raise package.broken()


def _all(book: Any, name: str) -> list[Any]:
    metadata = below(book, "metadata")
    return list(metadata.iter("{*}" + name)) if metadata is not None else []


def _facts(book: Any) -> dict[str, str]:
    """What the book says of itself."""

    def said(name: str) -> list[str]:
        return list(filter(None, (one_line(one.text or "") for one in _all(book, name))))

    # Of several days the one that says that it is of the publication: others are of the file.
    days = [one for one in _all(book, "date") if attribute(one, "event") in ("", "publication")]
    days.sort(key=lambda one: not attribute(one, "event"))
    creators = [
        one for one in _all(book, "creator") if attribute(one, "role") in ("", "aut")
    ]  # fmt: skip
    authors = ", ".join(dict.fromkeys(filter(None, (one_line(one.text or "") for one in creators))))
    addresses = [one for one in said("source") + said("identifier") if one.startswith(("http://", "https://"))]
    facts = {
        **facts_of("", next(iter(said("title")), ""), authors),
        "date": next((one_line(one.text or "") for one in days), ""),
        "lang": next(iter(said("language")), ""),
        "source": next(iter(said("publisher")), ""),
        "url": next(iter(addresses), ""),
    }
    return {name: value for name, value in facts.items() if value}


def _items(book: Any, folder: str) -> dict[str, _Item]:
    """The files of the book by their ids."""
    manifest = below(book, "manifest")
    items = {}
    for one in manifest if manifest is not None else ():
        if local(one) == "item":
            name = posixpath.normpath(posixpath.join(folder, unquote(attribute(one, "href"))))
            items[attribute(one, "id")] = _Item(
                name, attribute(one, "media-type"), attribute(one, "properties").split()
            )
    return items


def _chapters(
    path: str, package: Package, book: Any, items: Mapping[str, _Item], title: str
) -> tuple[list[_Chapter], list[Problem]]:
    """The chapters in the order of the spine; a file without a heading goes on with the one before."""
    guide = below(book, "guide")
    aside = {
        posixpath.basename(unquote(attribute(one, "href").partition("#")[0]))
        for one in (guide if guide is not None else ())
        if attribute(one, "type") in _ASIDE
    }
    spine = below(book, "spine")
    order = dict.fromkeys(attribute(one, "idref") for one in (spine if spine is not None else ()))
    files = [items[one] for one in order if one in items and (items[one].kind in _HTML or not items[one].kind)]
    chapters: list[_Chapter] = []
    lost = max(0, len(files) - _MOST_CHAPTERS)
    for file in files[:_MOST_CHAPTERS]:
        if "nav" in file.properties or posixpath.basename(file.name) in aside:
            continue
        try:
            page = package.read(file.name)
            root = None if page is None else root_of(page)
        except UnreadableError:
            root = None
        if root is None:
            lost += 1
            continue
        body = next((one for one in root.iter() if local(one).lower() == "body"), root)
        if _ASIDE & (kinds_of(body) | {kind for one in body for kind in (kinds_of(one) if len(body) == 1 else ())}):
            continue
        address = _take_out_menus(body)
        if not _leads_on(body):
            _add(chapters, _Chapter(file.name, "", blocks_of(body), address), title)
    reason = f"{lost} of the {len(files)} parts of this EPUB could not be read: get it again, or save it anew"
    return chapters, [Problem(path, reason, "partly")] if lost else []


def _take_out_menus(body: Any) -> str:
    """Takes the menus of calibre out of a page that it made, and returns the address that the page is from; "" """
    address = ""
    menus = [one for one in body.iter() if "calibre_navbar" in (one.get("class") or "")]
    for menu in menus:
        links = [attribute(one, "href") for one in menu.iter() if local(one) == "a"]
        address = next((one for one in links if one.startswith(("http://", "https://"))), address)
        menu.text = None
        for child in list(menu):
            menu.remove(child)
    return address


def _leads_on(body: Any) -> bool:
    """Whether a page is a list of links to others, below a heading."""
    links = [" ".join("".join(one.itertext()).split()) for one in body.iter() if local(one).lower() == "a"]
    rest = sum(len(re.sub(r"^\d+\. ", "", block.text)) for block in blocks_of(body) if not block.level)
    return bool(links) and 10 * sum(map(len, links)) >= 8 * rest


def _add(chapters: list[_Chapter], file: _Chapter, title: str) -> None:
    """Adds what a file holds: as a chapter where it opens with a heading, else to the one before."""
    blocks = file.blocks
    head = next((number for number, block in enumerate(blocks[:3]) if block.level in (1, 2, 3)), None)
    heading = one_line(blocks[head].text) if head is not None else ""
    rest = [block for number, block in enumerate(blocks) if number != head]
    size = sum(len(block.text) for block in rest)
    if not blocks or (heading and heading == title and size < _TITLE_PAGE and not chapters and size):
        return
    if heading or not chapters:
        chapters.append(file._replace(heading=heading, blocks=rest))
    else:
        chapters[-1].blocks.extend(rest)


def _articles(path: str, chapters: Sequence[_Chapter], facts: Mapping[str, str]) -> list[Article]:
    """The chapters as articles of their own, or all as one where not several of them have headings."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    # A part's heading alone ("Part II") belongs to the chapter after it.
    told = [chapter for chapter in chapters if chapter.blocks]
    title = facts.get("title") or title_of_file(path)
    if sum(1 for chapter in told if chapter.heading) < 2:
        parts = [text for one in chapters for text in (one.heading, _text(one)) if text and text != title]
        return [article_of(path, title, cleaned("\n\n".join(parts)).strip(), facts, "metadata", stem)]
    named = {"source": title, **facts}
    return [
        article_of(
            f"{path}#{one.name}",
            cleaned(one.heading or title),
            cleaned(_text(one)).strip(),
            {**named, **_own(one)},
            "metadata",
            stem,
        )
        for one in told
    ]


def _own(chapter: _Chapter) -> dict[str, str]:
    """What a chapter says of itself: who wrote it, and where it is from."""
    said = {"author": byline_in(chapter.blocks[0].text) if chapter.heading else "", "url": chapter.address}
    return {name: value for name, value in said.items() if value}


def _text(chapter: _Chapter) -> str:
    return "\n\n".join(block.text for block in chapter.blocks)


def _locked(package: Package) -> str:
    """Why nothing can be read, where the book is protected against copying."""
    root = package.xml("META-INF/encryption.xml")
    kinds = {attribute(one, "Algorithm") for one in (root.iter("{*}EncryptionMethod") if root is not None else ())}
    return "this EPUB is protected against copying: get it without that" if kinds - set(_FONTS) else ""
