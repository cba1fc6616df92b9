"""HTML of books -> blocks of text in order: headings, paragraphs, items of lists, tables."""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any, NamedTuple

from rag.corpus.documents.packages import attribute, local
from rag.corpus.documents.properties import DAMAGE
from rag.corpus.encoding import decode
from rag.corpus.pages.captions import CAPTION, is_picture

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p pre section summary table tbody tfoot thead tr "
    "ul".split()
)
_LEFT_OUT = frozenset(
    "audio button head iframe nav noscript object rp rt script style svg template title video".split()
)
# What stands for a page of the printed book, a note's mark, the way back from a note.
_MARKS = ("pagebreak", "noteref", "backlink", "doc-pagebreak", "doc-noteref", "doc-backlink")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_XML = ("amp;", "lt;", "gt;", "quot;", "apos;")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,500}(?:\[[^\]]{0,5000}\]\s*)?>", re.I)
_EMPTY = re.compile(r"<((?!(?:area|base|br|col|hr|img|input|link|meta)\b)[A-Za-z][\w:-]{0,30})((?:\s[^<>]{0,2000})?)/>")


class Block(NamedTuple):
    """A block of text; ``level`` is that of a heading (1 to 6), 0 of anything else."""

    text: str
    level: int = 0


def root_of(data: bytes) -> Any:
    """The root element of a page of XHTML, or of HTML where it keeps to no rule; None where nothing can be made of it.
    Raises ``UnreadableError`` where its letters can't be told."""
    from lxml import etree, html

    text = _DOCTYPE.sub("", _DECLARATION.sub("", decode(data)), count=1)
    named = _ENTITY.sub(lambda one: one[0] if one[1] in _XML else html5.get(one[1], one[0]), text)
    try:
        return etree.fromstring(named, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    except DAMAGE:
        pass
    try:
        # An element that is closed at once would be open to the end of the page.
        return html.document_fromstring(_EMPTY.sub(r"<\1\2></\1>", text))
    except (*DAMAGE, etree.LxmlError):
        return None


def blocks_of(root: Any) -> list[Block]:
    """The blocks of text below an element, in order."""
    reading = _Reading()
    reading.read(root)
    reading.close()
    return reading.blocks


def kinds_of(element: Any) -> set[str]:
    """What an element says that it is, by ``epub:type`` or ``role``, in small letters."""
    said = f"{attribute(element, 'type')} {element.get('epub:type') or ''} {element.get('role') or ''}"
    return set(said.lower().split())


class _Reading:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._level = 0
        self._number = ""
        self._counts: list[int | None] = [None]

    def close(self) -> None:
        """Ends the block that is open."""
        lines = (" ".join(line.split()) for line in "".join(self._parts).split("\n"))
        if text := "\n".join(filter(None, lines)):
            self.blocks.append(Block(self._number + text, self._level))
            self._number = ""
        self._parts.clear()

    def read(self, element: Any) -> None:
        """Reads an element, less what follows it."""
        name = local(element).lower()
        if not name or name in _LEFT_OUT or element.get("hidden") is not None or kinds_of(element) & set(_MARKS):
            return
        if name == "table" and not any(True for _ in element.iter("{*}table", "table") if _ is not element):
            self.close()
            self._table(element)
            return
        block = name in _BLOCKS
        if block:
            self.close()
            self._level = int(name[1]) if re.fullmatch("h[1-6]", name) else 0
            if name == "li" and (count := self._counts[-1]) is not None:
                self._number, self._counts[-1] = f"{count}. ", count + 1
            if name == "figcaption" and is_picture(element.getparent()):
                self._parts.append(CAPTION)
            if name in ("ol", "ul"):
                self._counts.append(_first(element) if name == "ol" else None)
        elif name == "br":
            self._parts.append("\n")
        self._append(element.text, name)
        for child in element:
            self.read(child)
            self._append(child.tail, name)
        if block:
            self.close()
            self._level, self._number = 0, ""
            if name in ("ol", "ul"):
                self._counts.pop()

    def _append(self, text: str | None, name: str) -> None:
        if text:
            self._parts.append(text if name == "pre" else re.sub(r"\s+", " ", text))

    def _table(self, table: Any) -> None:
        rows = []
        for row in _named(table, "tr"):
            cells = [" ".join(block.text for block in blocks_of_cell(cell)) for cell in row]
            rows.append(" | ".join(" ".join(cell.split()) for cell in cells))
        caption = [block for one in _named(table, "caption") for block in blocks_of_cell(one)]
        self.blocks += caption
        if text := "\n".join(filter(None, rows)):
            self.blocks.append(Block(text))


def blocks_of_cell(cell: Any) -> list[Block]:
    """The blocks of a cell of a table."""
    return blocks_of(cell) if local(cell) else []


def _named(parent: Any, name: str) -> Iterator[Any]:
    return (one for one in parent.iter() if local(one).lower() == name)


def _first(numbered: Any) -> int:
    """The number that a numbered list begins with."""
    start = numbered.get("start") or "1"
    return int(start) if start.isdecimal() and len(start) < 6 else 1
