"""Exports of ProQuest as text: documents between lines of underscores, with fields before and after the full text."""

import re
from collections.abc import Sequence

from rag.corpus.bulk.fields import tags_of
from rag.corpus.bulk.marks import Cutting, Export, date_in, paragraphs

_RULE = re.compile(r"\s*_{20,}\s*")
_NUMBERED = re.compile(r"\s*(?:Document|Dokument) (\d{1,5}) (?:of|von|de) (\d{1,5})\s*", re.I)
_TOTAL = re.compile(r"\s*(?:Results|Documents|Ergebnisse)\s*[:(]\s*(\d{1,5})\)?\s*", re.I)
_FIELDS = (
    "abstract", "accession number", "author", "company / organization", "copyright", "country of publication",
    "database", "document type", "document url", "first page", "full text", "identifier / keyword", "illustrations",
    "issn", "issue", "language of publication", "last updated", "links", "location", "number of pages", "pages",
    "people", "place of publication", "proquest document id", "proquest document link", "publication date",
    "publication info", "publication subject", "publication title", "publication year", "publisher", "section",
    "source type", "subject", "title", "volume", "year",
)  # fmt: skip
_FIELD = re.compile(rf"\s*({'|'.join(map(re.escape, _FIELDS))}):[ \t]*(.*)", re.I)
# How newer exports set them, without a colon.
_HEADING = re.compile(r"\s*(ABSTRACT|FULL TEXT|DETAILS|LINKS)(?: \([A-Z ]{2,30}\))?\s*")
_NEEDED = {"publication title", "publication date", "proquest document id", "document url", "title", "publication info"}


def cut(lines: Sequence[str]) -> Export | None:
    """The articles of an export; None for a text that is none."""
    pieces: list[list[str]] = [[]]
    for line in lines:
        if _RULE.fullmatch(line):
            pieces.append([])
        else:
            pieces[-1].append(line)
    read = [(piece, _fields(piece)) for piece in pieces]
    documents = [(piece, values) for piece, values in read if len(_NEEDED & values.keys()) >= 3]
    whole = [(piece, values) for piece, values in documents if "full text" in values]
    if len(pieces) < 2 or not whole:
        return None
    stated = {int(match[2]) for piece in pieces for line in piece[:20] if (match := _NUMBERED.fullmatch(line))}
    stated |= {int(match[1]) for line in pieces[0][:50] if (match := _TOTAL.fullmatch(line))}
    cuttings = [_cutting(piece, values) for piece, values in whole]
    total = stated.pop() if len(stated) == 1 else None
    return Export("ProQuest", cuttings, total, len(documents) - len(whole))


def _fields(lines: Sequence[str]) -> dict[str, list[str]]:
    """The lines of each field; one that is in the text again is text."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        match = _FIELD.fullmatch(line) or _HEADING.fullmatch(line)
        name = match[1].lower() if match else ""
        if match and name not in found:
            current = found.setdefault(name, [match[2]] if match.re is _FIELD else [])
        else:
            current.append(line)
    return found


def _cutting(lines: Sequence[str], values: dict[str, list[str]]) -> Cutting:
    def line(name: str) -> str:
        return " ".join(" ".join(values.get(name, ())).split())

    heads = [one.strip() for one in lines[:20] if one.strip() and not _NUMBERED.fullmatch(one)]
    title = line("title") or (heads[0] if heads and not _FIELD.fullmatch(heads[0]) else "")
    info = line("publication info")
    day = line("publication date") or (found[1] if (found := date_in(info)) else "")
    address = line("document url")
    facts = {
        "date": day,
        "source": re.split(r"[;:]", line("publication title") or info)[0].strip(),
        "lang": line("language of publication"),
        "author": _turned(line("author")),
        "url": address.split()[0] if address else "",
    }
    tags = dict.fromkeys(filter(None, [line("section"), *tags_of(line("subject"))]))
    own = line("proquest document id")
    return Cutting(title, paragraphs(values["full text"]), facts, tuple(tags), own if own.isalnum() else "")


def _turned(names: str) -> str:
    """Names that are written "Finch, Dora; Vail, Tom" as one says them; a "1" after a name is a note."""
    parted = (re.sub(r"\s*\d+$", "", name.strip()) for name in names.split(";"))
    turned = (re.sub(r"^([^,]+), ([^,]+)$", r"\2 \1", name) for name in parted)
    return ", ".join(filter(None, turned))
