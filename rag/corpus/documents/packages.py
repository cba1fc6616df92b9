"""Zip archives of XML that documents are kept in (Word, OpenDocument, EPUB), opened within bounds."""

import io
import zipfile
from typing import Any

from rag.corpus.documents.properties import DAMAGE
from rag.corpus.encoding import UnreadableError, beginning

_MOST_PARTS = 50_000
_LARGEST = 500_000_000  # bytes of all parts, of which pictures are never read
_LARGEST_XML = 100_000_000  # which takes ten times as much memory
_TEXTS = (".xml", ".xhtml", ".html", ".htm", ".opf", ".ncx", ".rels")


class Package:
    """A document that is a zip archive, called ``called`` ("Word document"), to be saved again as ``end`` (".docx").

    Raises ``UnreadableError`` where it is none, is damaged, or unpacks to too much.
    """

    def __init__(self, data: bytes, called: str, end: str) -> None:
        if not data.startswith(b"PK"):
            raise UnreadableError(f"not a{'n' * (called[0] in 'AEIO')} {called}: {beginning(data)}")
        self._damaged = f"damaged, or not a{'n' * (called[0] in 'AEIO')} {called}: save it again as {end}"
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            parts = self._archive.infolist()
        except DAMAGE:
            raise UnreadableError(self._damaged) from None
        if len(parts) > _MOST_PARTS:
            raise UnreadableError(f"this {called} has more than {_MOST_PARTS:,} parts: save it in parts")
        if sum(part.file_size for part in parts) > _LARGEST:
            raise UnreadableError(f"this {called} unpacks to more than 500 MB: save it without its pictures")
        texts = sum(part.file_size for part in parts if part.filename.lower().endswith(_TEXTS))
        if texts > _LARGEST_XML:
            raise UnreadableError(f"the text of this {called} unpacks to more than 100 MB: save it in parts")
        # Of a name that is there twice the last counts, as for whoever unpacks it.
        self.names = {part.filename: part for part in parts}

    def read(self, name: str) -> bytes | None:
        """A part, of the size that its entry says at most; None where it is not there. What is no text is not bounded:
        ask for none. Raises ``UnreadableError``."""
        if (part := self.names.get(name)) is None:
            return None
        try:
            if part.file_size > _LARGEST_XML:
                raise UnreadableError(self._damaged)
            with self._archive.open(part) as opened:
                return opened.read(part.file_size)
        except (*DAMAGE, NotImplementedError):
            raise UnreadableError(self._damaged) from None

    def xml(self, name: str) -> Any:
        """The root of a part that is XML (``lxml.etree``), without entities of its own and nothing fetched; None where
        it is not there. Raises ``UnreadableError`` where it is broken."""
        from lxml import etree

        if (data := self.read(name)) is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(data, parser)
        except DAMAGE:
            raise UnreadableError(self._damaged) from None

    def broken(self) -> UnreadableError:
        """What says that it is damaged."""
        return UnreadableError(self._damaged)


def text_below(root: Any, *names: str) -> str:
    """The text of the first element of one of those names (no namespaces), in that order, that has any; else ""."""
    for name in names:
        for element in root.iter("{*}" + name) if root is not None else ():
            if element.text and element.text.strip():
                return str(element.text.strip())
    return ""


def local(element: Any) -> str:
    """An element's name without its namespace; "" for what is no element, such as an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute's value by its name, in whatever namespace; "" where it has none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def below(element: Any, *names: str) -> Any:
    """The first element below another by names without namespaces, one below the other; None where there is none."""
    for name in names:
        element = next((child for child in element if local(child) == name), None)
        if element is None:
            return None
    return element
