"""OpenDocument texts (ODF 1.3, OASIS): their text in paragraphs, as it is once tracked changes are accepted."""

from collections.abc import Iterator
from typing import Any

from rag.corpus.articles import Read, one_line
from rag.corpus.documents.packages import Package, attribute, below, local, text_below
from rag.corpus.documents.properties import described, senseless
from rag.corpus.encoding import UnreadableError, cleaned

_CALLED = "OpenDocument text"
# What was deleted, what is said of the text, what is made of it (contents, indexes), and the marks of notes.
_LEFT_OUT = frozenset(
    "tracked-changes annotation annotation-end table-of-content alphabetical-index illustration-index table-index "
    "user-index object-index forms variable-decls sequence-decls user-field-decls ruby-text note-citation desc title "
    "binary-data".split()
)
_MOST_SPACES = 20
_DEEPEST = 200


def read_odt(path: str, data: bytes) -> Read:
    """The article of an OpenDocument text; raises ``UnreadableError``."""
    package = Package(data, _CALLED, ".odt")
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(True for _ in manifest.iter("{*}encryption-data")):
        raise UnreadableError("password-protected OpenDocument text: save it without a password")
    content = package.xml("content.xml")
    body = None if content is None else below(content, "body", "text")
    if body is None:
        raise package.broken()
    reading = _Reading(_parents(content))
    blocks = [text for text in reading.below(body, 0) if text.strip()]
    text = cleaned("\n\n".join(blocks)).strip()
    if not text:
        raise UnreadableError("no text in this OpenDocument text: where it holds pictures, run OCR on them first")
    meta = package.xml("meta.xml")
    title = text_below(meta, "title")
    if reading.title or senseless(title):
        title = reading.title or reading.heading
    # The creator is whoever saved it last.
    return described(path, text, title, text_below(meta, "initial-creator", "creator"))


def _parents(content: Any) -> dict[str, str]:
    """The styles that those of the document itself are made from, by name."""
    styles = below(content, "automatic-styles")
    return {
        attribute(style, "name"): attribute(style, "parent-style-name")
        for style in (styles if styles is not None else ())
        if local(style) == "style"
    }


class _Reading:
    """A document as it is read: what is set as its title, and the heading that it opens with; "" where none is."""

    def __init__(self, parents: dict[str, str]) -> None:
        self._parents = parents
        self._read = 0
        self.title = ""
        self.heading = ""

    def below(self, parent: Any, depth: int) -> Iterator[str]:
        """The paragraphs and tables below an element in order, each with its notes and text boxes after it."""
        if depth > _DEEPEST:
            return
        for child in parent:
            match local(child):
                case "p" | "h" as name:
                    later: list[Any] = []
                    text = "".join(_inline(child, later)).strip()
                    self._note(name, child, text)
                    yield text
                    for one in later:
                        yield from self.below(one, depth + 1)
                case "table":
                    later = []
                    yield "\n".join(" | ".join(row) for row in _rows(child, later))
                    for one in later:
                        yield from self.below(one, depth + 1)
                case name if name not in _LEFT_OUT:
                    yield from self.below(child, depth + 1)

    def _note(self, name: str, element: Any, text: str) -> None:
        style = attribute(element, "style-name")
        if not self.title and "Title" in (style, self._parents.get(style)):
            self.title = one_line(text)
        if text and not self._read and name == "h":
            self.heading = one_line(text)
        self._read += bool(text)


def _inline(element: Any, later: list[Any]) -> Iterator[str]:
    """The text of a paragraph; its notes and text boxes are kept for ``later``."""
    yield _even(element.text)
    for child in element:
        match local(child):
            case "s":
                count = attribute(child, "c")
                yield " " * (min(int(count), _MOST_SPACES) if count.isdecimal() and len(count) < 9 else 1)
            case "tab":
                yield " "
            case "line-break":
                yield "\n"
            case "note":
                later += [one for one in child if local(one) == "note-body"]
            case "frame" | "custom-shape" | "text-box":
                later.append(child)
            case name if name not in _LEFT_OUT:
                yield from _inline(child, later)
        yield _even(child.tail)


def _even(text: str | None) -> str:
    """Text as it counts: white space of any length is one space."""
    if not text:
        return ""
    return (
        (" " if text[0].isspace() else "")
        + " ".join(text.split())
        + (" " if text[-1].isspace() and text.strip() else "")
    )


def _rows(table: Any, later: list[Any]) -> Iterator[list[str]]:
    """The rows of a table; what is repeated for its look is there once."""
    for child in table:
        match local(child):
            case "table-row":
                yield [_cell(cell, later) for cell in child if local(cell) == "table-cell"]
            case "table-header-rows" | "table-rows" | "table-row-group":
                yield from _rows(child, later)


def _cell(cell: Any, later: list[Any]) -> str:
    parts: list[str] = []
    for child in cell:
        match local(child):
            case "p" | "h":
                parts.append("".join(_inline(child, later)))
            case "table":
                parts += [" ".join(row) for row in _rows(child, later)]
            case name if name not in _LEFT_OUT:
                parts.append(_cell(child, later))
    return one_line(" ".join(parts))
