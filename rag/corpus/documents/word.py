"""Word documents: their text in paragraphs, and their properties where those make sense."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from rag.corpus.articles import Read, one_line
from rag.corpus.documents.properties import DAMAGE, described
from rag.corpus.encoding import UnreadableError, beginning, cleaned

_LARGEST_DOCX = 500_000_000
_LARGEST_XML = 100_000_000  # which takes ten times as much memory


def read_docx(path: str, data: bytes) -> Read:
    """The article of a Word document; raises ``UnreadableError``."""
    import docx
    from docx.opc.exceptions import OpcError

    if not data.startswith(b"PK"):
        raise UnreadableError(f"not a Word document: {beginning(data)}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > _LARGEST_DOCX:
                raise UnreadableError("this Word document unpacks to more than 500 MB: save it without its pictures")
            if max((entry.file_size for entry in entries if entry.filename.endswith(".xml")), default=0) > _LARGEST_XML:
                raise UnreadableError("the text of this Word document unpacks to more than 100 MB: save it in parts")
        document = docx.Document(io.BytesIO(data))
        body, properties = document.element.body, document.core_properties
        title, author = properties.title, properties.author
    except (OpcError, *DAMAGE):
        raise UnreadableError("damaged, or not a Word document: save it again as .docx") from None
    text = cleaned("\n\n".join(filter(str.strip, _docx_blocks(body)))).strip()
    if not text:
        raise UnreadableError("no text in this Word document")
    return described(path, text, title, author)


def _docx_blocks(parent: Any) -> Iterator[str]:
    """The paragraphs and tables below an element in order; a table is one block with a line for each row.

    Read from the XML, as python-docx leaves out what stands in tracked insertions and content controls.
    """
    marks = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
    for child in parent:
        match str(child.tag).rpartition("}")[2]:
            case "p":
                parts = child.xpath(".//w:r[not(ancestor::w:moveFrom or ancestor::w:txbxContent)]/*")
                names = (part.tag.rpartition("}")[2] for part in parts)
                yield "".join(
                    (part.text or "") if name == "t" else marks.get(name, "")
                    for part, name in zip(parts, names, strict=True)
                )
            case "tbl":
                rows = (
                    [one_line(" ".join(_docx_blocks(cell))) for cell in row.xpath("./w:tc")]
                    for row in child.xpath("./w:tr")
                )
                yield "\n".join(" | ".join(row) for row in rows)
            case _:
                yield from _docx_blocks(child)
