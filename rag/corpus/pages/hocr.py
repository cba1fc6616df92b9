"""What a program for reading scanned pages wrote as HTML (hOCR): words in lines, lines in paragraphs."""

import re
from typing import Any

from rag.corpus.articles import Read, single
from rag.corpus.documents.hyphens import HYPHENS, Words
from rag.corpus.encoding import UnreadableError, cleaned, decode

_PAGES = re.compile(rb"""class=["']ocr_page["']""")
_LONGEST_TITLE = 100


def read_hocr(path: str, data: bytes) -> Read | None:
    """The article of scanned pages; None for other HTML. Its title is the first paragraph where that is a line that
    ends no sentence: what such a file calls itself is the program, or the picture."""
    if not _PAGES.search(data):
        return None
    from lxml import html

    page = re.sub(r"^\s*<\?xml[^>]*>", "", cleaned(decode(data)))
    tree: Any = html.document_fromstring(page, parser=html.HTMLParser(encoding=None))
    blocks = tree.xpath("//*[contains(@class, 'ocr_par')]") or tree.xpath("//*[contains(@class, 'ocr_page')]")
    listed = [[" ".join(one.text_content().split()) for one in _lines(block)] for block in blocks]
    words = Words(line for lines in listed for line in lines)
    paragraphs = list(filter(None, (_joined(lines, words) for lines in listed)))
    if not paragraphs:
        raise UnreadableError("no words in these scanned pages: read them with a program for that again")
    title = paragraphs[0] if len(paragraphs) > 1 and _is_title(paragraphs[0]) else ""
    lang = tree.get("lang") or ""
    facts = {name: value for name, value in (("title", title), ("lang", lang)) if value}
    return single(path, "\n\n".join(paragraphs[bool(title) :]), facts, "metadata")


def _lines(block: Any) -> list[Any]:
    lines = block.xpath(".//*[@class='ocr_line' or @class='ocr_header' or @class='ocr_caption' or @class='ocrx_line']")
    return lines or [block]


def _joined(lines: list[str], words: Words) -> str:
    joined = ""
    for line in filter(None, lines):
        joint = words.joint(joined, line) if joined else ""
        joined = f"{joined} {line}" if joint is None else f"{joined.rstrip(HYPHENS)}{joint}{line}"
    return joined


def _is_title(paragraph: str) -> bool:
    return len(paragraph) <= _LONGEST_TITLE and not re.search(r"[.,;:!?-]$", paragraph)
