"""Exports of press databases: one file, many articles. A text is known as one by several of its marks together, so that
an article that mentions them stays one article."""

import re
from collections.abc import Callable, Sequence

from rag.corpus.articles import Read, collected, title_of_file
from rag.corpus.bulk import databases, factiva, marks, nexis, proquest
from rag.corpus.bulk.bookmarks import bookmark_rows, is_bookmarks, listed_rows, shortcut_rows
from rag.corpus.bulk.fragment import text_of
from rag.corpus.bulk.marks import Export
from rag.corpus.bulk.records import read_records
from rag.corpus.encoding import BOMS, UnreadableError, cleaned, decode

# Those of the table have signs of their own; ProQuest has marks that Nexis has, and others that are its own.
_SERVICES: Sequence[Callable[[Sequence[str]], Export | None]] = (
    databases.cut, proquest.cut, nexis.cut, factiva.cut,
)  # fmt: skip
_LONGEST_LINE = 100_000
_DATABASE = re.compile(rb"factiva|articleParagraph|>\s*HD\s*<|End of Document|\d of \d+ DOCUMENTS", re.I)
# Something that no text without these has; looking for it is fast.
_SIGNS = re.compile(
    r"End of Document|Ende des Dokuments|Dokumentende|Fin d[ue]l? document|\d (?:of|von|de|di) \d+ D[OU]|"
    r"(?:Document|Dokument|Documento) \d+ (?:of|von|de|di) \d|_{20}|^[ \t]{0,80}HD\b|Document [A-Z]{4}",
    re.I | re.M,
)


def _is_signed(text: str) -> bool:
    return _SIGNS.search(text) is not None or databases.signed(text)


def cut(path: str, text: str) -> Read | None:
    """The articles of a text, of whatever kind of file, that is an export of a press database; None where it is none.

    Their ids are the path, a ``#`` and the database's own number, or their place in the file.
    """
    if not _is_signed(text):
        return None
    lines = text.split("\n")
    if max(map(len, lines)) > _LONGEST_LINE:
        return None
    found = next(filter(None, (service(lines) for service in _SERVICES)), None)
    return marks.read(path, found) if found else None


def cut_text(path: str, data: bytes) -> Read | None:
    """As ``cut``, of the bytes of a text file; raises ``UnreadableError`` where they are no text, or only addresses."""
    if listed := listed_rows(data):
        return collected(read_records(path, listed))
    # The marks are the same in every encoding but those that begin with a mark of their own; decoding may take long.
    if not data.startswith(tuple(BOMS)) and not _is_signed(data.decode("latin-1")):
        return None
    return cut(path, cleaned(decode(data)))


def read_list(path: str, data: bytes) -> Read | None:
    """The articles of a page that is an export: of bookmarks, whose addresses are counted, or of a press database; None
    where it is none. Raises ``UnreadableError`` where it has addresses alone."""
    if is_bookmarks(data):
        return collected(read_records(path, bookmark_rows(data)))
    if not (_DATABASE.search(data) or databases.signed(data.decode("latin-1"))):
        return None
    try:
        return cut(path, text_of(cleaned(decode(data))).replace(" | ", "\t"))
    except (ValueError, UnreadableError):  # whoever reads pages reads more encodings, and deeper ones
        return None


def read_shortcut(path: str, data: bytes) -> Read:
    """No article, but the address of one; raises ``UnreadableError``, which says so."""
    return collected(read_records(path, shortcut_rows(path, data)))


def cut_read(path: str, read: Read, lines: Callable[[], Sequence[str]] | None = None) -> Read | None:
    """As ``cut``, of a document that was read as one article; of its ``lines``, where its text has joined them."""
    articles, problems = read
    if len(articles) != 1 or not _is_signed(articles[0].text):
        return None
    [article] = articles
    # What was taken for the document's title may be the first line of an export.
    opening = "" if article.title == title_of_file(path) else f"{article.title}\n\n"
    found = cut(path, "\n".join(lines()) if lines else opening + article.text)
    return (found[0], [*problems, *found[1]]) if found else None
