"""Word documents (Office Open XML, ECMA-376): their text in paragraphs, as it is once tracked changes are accepted."""

import posixpath
from collections.abc import Iterator
from typing import Any, NamedTuple

from rag.corpus.articles import Read, one_line
from rag.corpus.dates import SENTENCE_END
from rag.corpus.documents.numbering import Numbering
from rag.corpus.documents.packages import Package, attribute, below, local, text_below
from rag.corpus.documents.properties import described, senseless
from rag.corpus.encoding import UnreadableError, cleaned
from rag.types import Problem

_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What was deleted or moved away, and what is said of the text.
_LEFT_OUT = {
    "del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "instrText", "delText", "rt",
    "sectPr",
}  # fmt: skip
_BOX = "txbxContent"
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_OFF = ("0", "false", "off")
_HEAD, _LONGEST_ABOVE = 4, 80


class Block(NamedTuple):
    """A paragraph or a table of a document, and the name of its style in small letters ("heading 1", "title")."""

    text: str
    style: str


def read_docx(path: str, data: bytes) -> Read:
    """The article of a Word document; raises ``UnreadableError``."""
    document = _Document(Package(data, "Word document", ".docx"))
    blocks = [block for block in document.blocks() if block.text.strip()]
    text = cleaned("\n\n".join(block.text for block in blocks)).strip()
    if not text:
        raise UnreadableError("no text in this Word document: where it holds pictures, run OCR on them first")
    title, author = document.properties()
    articles, problems = described(path, text, _title(blocks, title), author)
    if document.embedded:
        reason = f"{document.embedded} documents that are embedded in this one are not read: save it again from Word"
        problems.append(Problem(path, reason, "partly"))
    return articles, problems


def blocks_of(data: bytes) -> list[Block]:
    """The paragraphs and tables of a Word document, in order; raises ``UnreadableError``."""
    return [block for block in _Document(Package(data, "Word document", ".docx")).blocks() if block.text.strip()]


def _title(blocks: list[Block], title: str) -> str:
    """What is set as the title, else the title of the properties, else the heading that the text opens with, a few
    short lines aside."""
    for block in blocks:
        if block.style == "title":
            return one_line(block.text)
    if not senseless(title):
        return title
    # Above it may stand a day, or whose release it is.
    for block in blocks[:_HEAD]:
        if block.style.startswith("heading "):
            return one_line(block.text)
        if len(block.text) > _LONGEST_ABOVE or SENTENCE_END.search(block.text):
            break
    return title


class _Document:
    """The parts of a document that hold text."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = self._related("", "officeDocument") or "word/document.xml"
        self._styles: dict[str, str] = {}
        self._listed: dict[str, Any] = {}
        self._read_styles()
        lists = package.xml(self._related(self._main, "numbering") or "")
        self._numbering = Numbering(() if lists is None else lists)
        self._notes = {kind: self._parts(kind) for kind in _NOTES.values()}
        self.embedded = 0
        """Documents within this one, of other kinds, that Word would show in their place."""

    def _related(self, part: str, kind: str) -> str | None:
        """The part that another ("" for the package) names as related to it by the end of a kind."""
        folder, name = posixpath.split(part)
        links = self._package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for link in links if links is not None else ():
            if attribute(link, "Type").rpartition("/")[2] == kind and attribute(link, "TargetMode") != "External":
                return posixpath.normpath(posixpath.join("/", folder, attribute(link, "Target"))).lstrip("/")
        return None

    def _read_styles(self) -> None:
        """Reads the names of styles in small letters by their ids, which Word writes in its user's language, and those
        that are of lists."""
        root = self._package.xml(self._related(self._main, "styles") or "")
        for style in root if root is not None else ():
            if local(style) == "style" and (name := below(style, "name")) is not None:
                self._styles[attribute(style, "styleId")] = attribute(name, "val").lower()
                if (listed := below(style, "pPr", "numPr")) is not None:
                    self._listed[attribute(style, "styleId")] = listed

    def _parts(self, kind: str) -> dict[str, Any]:
        """The footnotes or endnotes by their ids."""
        root = self._package.xml(self._related(self._main, kind) or "")
        return {attribute(note, "id"): note for note in root} if root is not None else {}

    def properties(self) -> tuple[str, str]:
        """Its title and its author, as they stand there."""
        root = self._package.xml(self._related("", "core-properties") or "")
        return text_below(root, "title"), text_below(root, "creator")

    def blocks(self) -> Iterator[Block]:
        """Its paragraphs and tables in order, each with the text boxes and the notes that it refers to after it."""
        root = self._package.xml(self._main)
        body = None if root is None else below(root, "body")
        if body is None:
            raise self._package.broken()
        yield from self._below(body)

    def _below(self, parent: Any) -> Iterator[Block]:
        before = ""
        for child in parent:
            match local(child):
                case "p":
                    reading = _Paragraph()
                    reading.read(child)
                    style = self._style(child)
                    if style.startswith("toc "):
                        continue
                    text = reading.text()
                    mark = self._mark(child, style) if not before and text.strip() else ""
                    text, before = before + mark + text, ""
                    if _is_joined(child):  # the end of this paragraph was deleted
                        before = text
                    else:
                        yield Block(text, style)
                    yield from self._after(reading)
                case "tbl":
                    reading = _Paragraph()
                    yield Block("\n".join(" | ".join(row) for row in self._rows(child, reading)), "")
                    yield from self._after(reading)
                case "altChunk":
                    self.embedded += 1
                case name if name not in _LEFT_OUT:
                    yield from self._below(child)
        if before:
            yield Block(before, "")

    def _style(self, paragraph: Any) -> str:
        style = below(paragraph, "pPr", "pStyle")
        named = attribute(style, "val") if style is not None else ""
        # A document without its styles has the ids of the English Word.
        return self._styles.get(named, named.lower().replace("heading", "heading ") if named else "")

    def _mark(self, paragraph: Any, style: str) -> str:
        """What Word shows before a paragraph of a list; headings are read without it, as titles are."""
        if style.startswith("heading ") or style == "title":
            return ""
        named = below(paragraph, "pPr", "pStyle")
        own = below(paragraph, "pPr", "numPr")
        listed = [own, None if named is None else self._listed.get(attribute(named, "val"))]
        found = (below(one, name) for name in ("numId", "ilvl") for one in listed if one is not None)
        values = {local(one): attribute(one, "val") for one in reversed([one for one in found if one is not None])}
        level = values.get("ilvl", "0")
        return self._numbering.mark(values.get("numId", "0"), int(level) if level.isdecimal() else 0)

    def _rows(self, table: Any, reading: "_Paragraph") -> Iterator[list[str]]:
        for row in _children(table, "tr"):
            kept = below(row, "trPr")
            if kept is None or below(kept, "del") is None:
                yield [self._cell(cell, reading) for cell in _children(row, "tc")]

    def _cell(self, cell: Any, reading: "_Paragraph") -> str:
        """The text of a cell in one line; what its paragraphs refer to is left to those of the table."""
        lines = []
        for child in cell:
            match local(child):
                case "p":
                    inner = _Paragraph()
                    inner.read(child)
                    lines.append(inner.text())
                    reading.boxes += inner.boxes
                    reading.notes += inner.notes
                case "tbl":
                    lines += [" ".join(row) for row in self._rows(child, reading)]
                case name if name not in _LEFT_OUT:
                    lines.append(self._cell(child, reading))
        return one_line(" ".join(lines))

    def _after(self, reading: "_Paragraph") -> Iterator[Block]:
        for box in reading.boxes:
            yield from self._below(box)
        for kind, number in reading.notes:
            # Taken out, so that it is read once, and a note that refers to itself comes to an end.
            if (note := self._notes[kind].pop(number, None)) is not None:
                yield from (block._replace(text=block.text.strip()) for block in self._below(note))


class _Paragraph:
    """A paragraph as it is read: its text, and the boxes and notes that it refers to."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []

    def text(self) -> str:
        """What was read."""
        return "".join(self._parts)

    def read(self, parent: Any) -> None:
        """Reads what stands below an element."""
        for child in parent:
            match local(child):
                case "t":
                    self._parts.append(child.text or "")
                case "footnoteReference" | "endnoteReference" as name:
                    self.notes.append((_NOTES[name], attribute(child, "id")))
                case name if name == _BOX:
                    self.boxes.append(child)
                case name if name in _SIGNS:
                    self._parts.append(_SIGNS[name])
                case "AlternateContent":
                    # The same several times, for new programs and for old ones.
                    choices = [choice for choice in child if any(True for _ in choice.iter("{*}t"))]
                    if choices:
                        self.read(choices[0])
                case "r" if _is_hidden(child):
                    pass
                case name if name not in _LEFT_OUT:
                    self.read(child)


def _children(parent: Any, name: str) -> Iterator[Any]:
    """The children of a name, those within content controls, insertions and the like too."""
    for child in parent:
        if local(child) == name:
            yield child
        elif local(child) not in _LEFT_OUT | {"tr", "tc", "p", "tbl"}:
            yield from _children(child, name)


def _is_hidden(run: Any) -> bool:
    hidden = below(run, "rPr", "vanish")
    return hidden is not None and attribute(hidden, "val") not in _OFF


def _is_joined(paragraph: Any) -> bool:
    marks = below(paragraph, "pPr", "rPr")
    return marks is not None and any(local(mark) in ("del", "moveFrom") for mark in marks)
