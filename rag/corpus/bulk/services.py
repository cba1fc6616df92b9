"""Records of services that keep articles to be read later -> records with the usual names of fields; what the reader
marked and noted beside. A service is told by several of its own fields together."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rag.corpus.bulk.fields import Row, line_of

# How wallabag says that it has no text.
_NO_TEXT = ("wallabag can't retrieve contents for this article",)
_MOST_MARKS = 2000
_LONGEST_MARK = 20_000


class Kept(NamedTuple):
    """A record with the usual names of fields; what the reader marked in the article, in the article's words; what the
    reader noted; how many notes and marks were left out, as nothing says whose words they are; and whether its id is a
    number of the service."""

    record: Mapping[str, object]
    highlights: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: int = 0
    service: bool = False


def adapted(record: Mapping[str, object]) -> Kept:
    """A record as it is, or as one of a service that is known."""
    keys = {name.lower() for name in record if isinstance(name, str)}
    if {"highlight", "book title"} <= keys or {"user_book_id", "highlights"} <= keys:
        return _readwise(record)
    if {"is_archived", "domain_name"} <= keys or {"is_archived", "given_url"} <= keys:
        return _wallabag(record)
    if "content" in keys and {"createdat", "tags"} <= keys and isinstance(record.get("content"), Mapping | None):
        return _karakeep(record)
    if {"textcontent", "collectionid"} <= keys or {"collectionid", "createdat", "url"} <= keys:
        return Kept(record, service=True)
    if {"url", "selection", "folder"} <= keys:  # Instapaper: a mark or a line of the site's own
        return Kept(record, remarks=int(bool(_value(record, "selection"))))
    if {"readingprogress", "savedat", "slug"} <= keys:
        return _omnivore(record)
    if {"highlight_count", "word count"} <= keys or {"seen", "saved date"} <= keys:  # Matter, Readwise Reader
        return Kept({name: value for name, value in record.items() if name.lower() not in ("highlight_count",)})
    if {"excerpt", "folder", "note", "url"} <= keys:  # Raindrop
        notes = _lines([_value(record, "note")])
        return Kept(record, notes=notes) if _has_text(record) else Kept(record, remarks=len(notes))
    return Kept(record)


def _value(record: Mapping[str, object], name: str) -> str:
    return next((line_of(value) for key, value in record.items() if key.lower() == name), "")


def _has_text(record: Mapping[str, object]) -> bool:
    return any(_value(record, name) for name in ("text", "content"))


def _lines(values: Iterable[object]) -> tuple[str, ...]:
    """The values that are texts, without those that are empty or twice."""
    lines = (value.strip()[:_LONGEST_MARK] for value in values if isinstance(value, str))
    return tuple(dict.fromkeys(line for line in lines if line))[:_MOST_MARKS]


def _karakeep(record: Mapping[str, object]) -> Kept:
    """Karakeep, also under its older name Hoarder: the page is in ``content``, the reader's words in ``note``."""
    content = record.get("content")
    content = content if isinstance(content, Mapping) else {}
    usual = {name: value for name, value in record.items() if name not in ("content", "note", "modifiedAt")}
    page: dict[str, object] = {
        name: content[name]
        for name in ("url", "author", "publisher", "datePublished", "dateModified", "text", "htmlContent")
        if content.get(name)
    }
    title = record.get("title") or content.get("title")
    notes = _lines([record.get("note")])
    has_text = "text" in page or "htmlContent" in page
    return Kept(usual | page | {"title": title}, (), notes if has_text else (), 0 if has_text else len(notes), True)


def _wallabag(record: Mapping[str, object]) -> Kept:
    """wallabag: what was marked stands in the text, what was noted beside it."""
    content = record.get("content")
    has_text = isinstance(content, str) and bool(content.strip()) and not any(one in content for one in _NO_TEXT)
    notes = record.get("annotations")
    noted = _lines(note.get("text") for note in notes if isinstance(note, Mapping)) if isinstance(notes, list) else ()
    dropped = ("annotations", "updated_at", "created_at", *(() if has_text else ("content",)))
    usual: dict[str, object] = {name: value for name, value in record.items() if name not in dropped}
    usual |= {"saved_at": record.get("created_at"), "publication": record.get("domain_name")}
    return Kept(usual, (), noted if has_text else (), 0 if has_text else len(noted), True)


def _omnivore(record: Mapping[str, object]) -> Kept:
    """Omnivore: what was marked is quoted ("> ") in Markdown, and what was noted stands between, both perhaps cut from
    the text and perhaps not; the text holds what was marked already."""
    marked = record.get("highlights")
    lines = marked.split("\n") if isinstance(marked, str) else []
    noted = sum(bool(line.strip()) and not line.startswith((">", "#", "-", "`")) for line in lines)
    usual = {name: value for name, value in record.items() if name not in ("highlights", "updatedAt")}
    return Kept(usual, remarks=noted if isinstance(marked, str) else 0, service=True)


def _readwise(record: Mapping[str, object]) -> Kept:
    """Readwise: the parts that the reader marked in an article, each perhaps with a note; of a table, one part."""
    parts = record.get("highlights")
    if isinstance(parts, list):
        marked = [part for part in parts[:_MOST_MARKS] if isinstance(part, Mapping)]
        usual = {name: value for name, value in record.items() if name not in ("highlights", "updated", "id")}
        usual |= {"id": record.get("user_book_id"), "tags": record.get("book_tags")}
        notes = _lines([*(part.get("note") for part in marked), record.get("document_note")])
        return Kept(usual, _lines(part.get("text") for part in marked), notes, 0, True)
    known = {name.lower(): value for name, value in record.items()}
    usual = {"title": known.get("book title"), "author": known.get("book author"), "tags": known.get("document tags")}
    usual |= {"url": known.get("source url")} if known.get("source url") else {}
    marks, remarks = (
        _lines(value if isinstance(value, list) else [value]) for value in (known.get("highlight"), known.get("note"))
    )
    return Kept(usual, marks, remarks)


def grouped(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of a table; where each is a marked part of an article, one row an article, in the order of the first
    parts."""
    books: dict[tuple[str, str], tuple[str, dict[str, object]]] = {}
    for place, row in rows:
        known = {name.lower(): value for name, value in row.items()} if isinstance(row, Mapping) else {}
        if not {"highlight", "book title"} <= known.keys():
            yield place, row
            continue
        key = (str(known["book title"]), str(known.get("book author", "")))
        _, book = books.setdefault(key, (place, {**known, "highlight": [], "note": []}))
        for name in ("highlight", "note"):
            held = book[name]
            if isinstance(held, list) and len(held) < _MOST_MARKS:
                held.append(known.get(name))
    yield from books.values()
