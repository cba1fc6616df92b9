"""References of a library such as Zotero's, as BibTeX, RIS or Zotero's RDF: who wrote the files that they name, and
when. A reference is no text: a file of them holds no articles."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from rag.corpus.articles import Read, one_line
from rag.corpus.bulk.fields import tags_of
from rag.corpus.encoding import UnreadableError, decode
from rag.types import Problem

LARGEST = 20_000_000
"""Bytes of a file of references, at most."""
ENDINGS = (".bib", ".ris", ".rdf")
_MOST = 50_000
_LONGEST_ENTRY, _MOST_SIGNS = 100_000, 500  # characters of an entry of BibTeX, and "@" in it
_ENTRY = re.compile(r"^[ \t]{0,20}@[A-Za-z]{1,30}[ \t]{0,20}[{(]", re.M)
_NO_ENTRY = re.compile(r"\s*@(?:string|comment|preamble)", re.I)
_PATH_END = re.compile(r"\.[A-Za-z0-9]{1,8}$")


class Reference(NamedTuple):
    """What a library says of a text: ``date`` are the words of its day, ``files`` are the paths as they stand there,
    ``abstract`` says whether it has one."""

    title: str = ""
    author: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    lang: str = ""
    tags: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    abstract: bool = False


def read_references(path: str, data: bytes) -> Read:
    """No article, and one line that says what the references are for; raises ``UnreadableError`` where none are."""
    found, bad = references(path, data)
    if not found:
        raise UnreadableError("holds no references: export them again as BibTeX, RIS or RDF")
    naming = sum(bool(reference.files) for reference in found)
    abstracts = sum(reference.abstract for reference in found)
    some = "1 reference" if len(found) == 1 else f"{len(found):,} references"
    why = f"{some} and no text ({naming:,} with a file, {abstracts:,} with an abstract): what they say of the files"
    why += " beside is read with these; to ask about the others, put their texts beside"
    problems = [Problem(path, why, "partly")]
    if bad:
        some = "1 entry" if bad == 1 else f"{bad:,} entries"
        problems.append(Problem(path, f"{some} can't be read: check the braces, or export the library again", "partly"))
    return [], problems


def references(path: str, data: bytes) -> tuple[list[Reference], int]:
    """The references of a file by its name's end, 50,000 at most, and how many can't be read.

    Raises ``UnreadableError`` where it is too large, or damaged.
    """
    if len(data) > LARGEST:
        raise UnreadableError(f"larger than {LARGEST // 1_000_000} MB: export the library in parts")
    match PurePosixPath(path).suffix.lower():
        case ".bib":
            return _bibtex(decode(data))
        case ".ris":
            return _ris(decode(data))
    return list(_rdf(data)), 0


def _bibtex(text: str) -> tuple[list[Reference], int]:
    """The entries of BibTeX, each parsed by itself: of one that has no end the parser would try each sign again."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry

    starts = [match.start() for match in _ENTRY.finditer(text)]
    pieces = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    names = "".join(piece for piece in pieces if piece.lower().startswith("@string"))[:_LONGEST_ENTRY]
    found, bad = [], max(0, len(pieces) - _MOST)
    for piece in pieces[:_MOST]:
        if _NO_ENTRY.match(piece):
            continue
        short = len(piece) <= _LONGEST_ENTRY and piece.count("@") <= _MOST_SIGNS
        library = parse_string(names + piece) if short else None
        # One that says a field twice is read, too.
        doubtful = (getattr(block, "ignore_error_block", None) for block in library.failed_blocks) if library else ()
        entries = [*(library.entries if library else ()), *(block for block in doubtful if isinstance(block, Entry))]
        found += [_of_bibtex({field.key.lower(): str(field.value) for field in entry.fields}) for entry in entries[:1]]
        bad += not entries
    return found, bad


def _of_bibtex(raw: Mapping[str, str]) -> Reference:
    from pylatexenc.latex2text import LatexNodes2Text

    plain = LatexNodes2Text(strict_latex_spaces=False)

    def words(*names: str) -> str:
        given = next(filter(None, (raw.get(name, "") for name in names)), "")[:5000]
        return one_line(plain.latex_to_text(given) if re.search(r"[\\{}$~]", given) else given)

    people = (_turned(one) for one in re.split(r"\s+and\s+", words("author")) if one)
    return Reference(
        words("title"),
        ", ".join(people),
        words("date") or " ".join(filter(None, (words("day"), words("month"), words("year")))),
        words("journaltitle", "journal", "newspaper", "publisher"),
        raw.get("url", "").replace("\\", ""),
        words("langid", "language"),
        tuple(tags_of(words("keywords"))),
        tuple(_paths(raw.get("file", ""))),
        bool(raw.get("abstract")),
    )


def _paths(given: str) -> Iterator[str]:
    """The paths in BibTeX's ``file``: alone, or between a title and a type ("PDF:files/1/x.pdf:application/pdf")."""
    for one in re.split(r"(?<!\\);", given[:20_000]):
        # "C\:/x.pdf" is a path, too.
        parts = [re.sub(r"\\([:;_&%#])", r"\1", part) for part in re.split(r"(?<!\\):(?![/\\])", one)]
        named = [part for part in parts if _PATH_END.search(part)]
        yield from named[-1:]


def _ris(text: str) -> tuple[list[Reference], int]:
    import rispy

    lines = text.replace("\r\n", "\n").split("\n")
    # The parser ends at the first line that it can't read: each reference is read by itself.
    found, bad, entry = [], 0, list[str]()
    for line in [*lines, "ER  - "]:
        entry.append(line)
        if not re.match(r"ER\s\s?-", line):
            continue
        try:
            read = rispy.loads("\n".join(entry), skip_unknown_tags=True) if "TY  -" in "\n".join(entry) else []
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            read, bad = [], bad + 1
        found += [_of_ris(one) for one in read]
        entry = []
        if len(found) >= _MOST:
            break
    return found, bad


def _of_ris(entry: Mapping[str, Any]) -> Reference:
    def first(*names: str) -> str:
        return next(filter(None, (one_line(entry.get(name)) for name in names)), "")

    days = (re.sub(r"/+$", "", one).split("//")[0] for one in (first("date"), first("year", "publication_year")))
    people = entry.get("authors") or entry.get("first_authors") or []
    urls = entry.get("urls") or entry.get("url") or []
    files = [str(entry[name]) for name in ("file_attachments1", "file_attachments2") if entry.get(name)]
    links = [urls] if isinstance(urls, str) else urls
    return Reference(
        first("title", "primary_title", "short_title"),
        ", ".join(_turned(str(one)) for one in people[:100]),
        next((re.sub(r"/[^\d/].*$", "", day).replace("/", "-") for day in days if day), ""),
        first("journal_name", "secondary_title", "alternate_title3", "alternate_title1", "publisher"),
        next((str(one) for one in links if str(one).startswith("http")), ""),
        first("language"),
        tuple(tags_of(entry.get("keywords"))),
        tuple(path for one in [*files, *map(str, links)] for path in one.split(";") if _is_file(path)),
        bool(entry.get("abstract") or entry.get("notes_abstract")),
    )


def _is_file(path: str) -> bool:
    return _PATH_END.search(path) is not None and not path.startswith(("http:", "https:"))


def _rdf(data: bytes) -> Iterator[Reference]:
    """The items of Zotero's RDF, each with the files of its attachments."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root: Any = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"not XML ({str(error)[:80]}): export the library again") from None
    about = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
    resource = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
    items = [one for one in root if isinstance(one.tag, str)]
    files = {
        item.get(about): [one.get(resource) for one in item.iterdescendants() if _local(one) == "resource"]
        for item in items
        if _local(item) == "Attachment"
    }
    for item in items[:_MOST]:
        own = {_local(child): child for child in reversed(item)}
        if "title" not in own or _local(item) in ("Attachment", "Memo", "Collection"):
            continue
        people = own.get("authors", ())
        names = (
            " ".join(filter(None, (_words(one, "givenName"), _words(one, "surname"))))
            for one in (people.iterdescendants() if len(people) else ())
            if _local(one) == "Person"
        )
        around = own.get("isPartOf")
        linked = [child.get(resource) for child in item if _local(child) == "link"]
        yield Reference(
            _words(own["title"]),
            ", ".join(names),
            _words(own["date"]) if "date" in own else "",
            _words(around, "title") if around is not None else "",
            next((one for one in map(_words, item) if re.fullmatch(r"https?://\S+", one)), ""),
            _words(own["language"]) if "language" in own else "",
            tuple(tags_of([_words(child) for child in item if _local(child) == "subject"])),
            tuple(path for one in linked for path in files.get(one, ()) if path),
            "abstract" in own,
        )


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _words(element: Any, name: str = "") -> str:
    """The words of an element, or of the first of a name below it."""
    found: Iterable[Any] = [element] if not name else (one for one in element.iterdescendants() if _local(one) == name)
    return next((words for one in found if (words := one_line("".join(one.itertext())))), "")


def _turned(name: str) -> str:
    """A name that is written "Finch, Dora" as one says it."""
    parts: Sequence[str] = [part.strip() for part in name.split(",") if part.strip()]
    return " ".join([*parts[1:2], parts[0], *parts[2:]]) if parts else ""
