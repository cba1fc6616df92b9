"""Records of services that keep articles to be read later -> records with the usual names of fields; what the reader
marked and noted beside. A service is told by several of its own fields together."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from rag.corpus.articles import BLANK_LINE
from rag.corpus.bulk.fields import Fields, Row, line_of

# How wallabag says that it has no text.
_NO_TEXT = ("wallabag can't retrieve contents for this article",)
# How services call the words that were marked, and those that were noted of them.
_QUOTES = ("quote", "text", "highlight", "content")
_NOTES = ("note", "annotation", "comment")
_OF_A_MARK = frozenset(("quote", "color"))  # a newspaper's own highlights have neither
_STARTS = frozenset(("start", "startTime"))
_LABELLED = re.compile(r"(?:(?P<label>highlight|note|color):[ \t]*)?(?P<words>.*)", re.I)
_LABELS = re.compile(r"(?:(?:^|[ \t]+)#[\w/-]+)+[ \t]*$", re.M)
_SIGNED = re.compile(r"<au>(.{0,500}?)</au>", re.S)
_MOST_MARKS = 2000
_LONGEST_MARK = 20_000


class Kept(NamedTuple):
    """A record with the usual names of fields; what the reader marked in the article, in the article's words, where
    there is no text that holds it; what the reader noted; and whether its id is a number of the service."""

    record: Mapping[str, object]
    highlights: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    service: bool = False


def adapted(record: Mapping[str, object]) -> Kept:
    """A record as it is, or as one of a service that is known."""
    keys = {name.lower() for name in record if isinstance(name, str)}
    if said := _turns(record.get("segments")):
        return Kept({**record, "text": said})
    if {"highlight", "book title"} <= keys or {"user_book_id", "highlights"} <= keys:
        return _readwise(record)
    if {"is_archived", "domain_name"} <= keys or {"is_archived", "given_url"} <= keys:
        return _wallabag(record)
    if "content" in keys and {"createdat", "tags"} <= keys and isinstance(record.get("content"), Mapping | None):
        return _karakeep(record)
    if {"textcontent", "collectionid"} <= keys or {"collectionid", "createdat", "url"} <= keys:
        return _marked(record, service=True)
    if {"url", "selection", "folder"} <= keys:  # Instapaper: a mark, a note or a line of the site's own
        return Kept(record, notes=_lines([_value(record, "selection")]))
    if {"readingprogress", "savedat", "slug"} <= keys:
        return _omnivore(record)
    if {"highlight_count", "word count"} <= keys or {"seen", "saved date"} <= keys:  # Matter, Readwise Reader
        return Kept({name: value for name, value in record.items() if name.lower() not in ("highlight_count",)})
    if {"origin", "alternate"} <= keys:  # Feedly, and whatever speaks as Google Reader did
        return _subscribed(record)
    if {"an", "snippet", "body"} <= keys:
        return _dow_jones(record)
    if {"content_id", "medium_name", "content"} <= keys:
        return _swissdox(record)
    if {"permalink", "subreddit", "body"} <= keys:  # Reddit: where a post links to is not where it stands
        place = {"url": record.get("permalink"), "source": "Reddit", "tags": [record.get("subreddit")]}
        return Kept({name: value for name, value in record.items() if name != "permalink"} | place)
    if {"uri", "target", "document"} <= keys:
        return _hypothesis(record)
    if {"url", "addedat", "starred"} <= keys:  # GoodLinks, of which a mark looks like an article
        return _marked({name: value for name, value in record.items() if name != "modifiedAt"})
    if {"excerpt", "folder", "note", "url"} <= keys or _has_marks(record):  # Raindrop, Pocket's annotations
        return _marked(record)
    return Kept(record)


def _value(record: Mapping[str, object], name: str) -> str:
    return next((line_of(value) for key, value in record.items() if key.lower() == name), "")


def _has_text(record: Mapping[str, object]) -> bool:
    return Fields(record).text_or_none() is not None


def _has_marks(record: Mapping[str, object]) -> bool:
    given = record.get("highlights")
    marks = given[:1] if isinstance(given, list) else []
    return any(isinstance(mark, Mapping) and not _OF_A_MARK.isdisjoint(mark) for mark in marks)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _lines(values: Iterable[object]) -> tuple[str, ...]:
    """The values that are texts, without those that are empty or twice."""
    lines = (value.strip()[:_LONGEST_MARK] for value in values if isinstance(value, str))
    return tuple(dict.fromkeys(line for line in lines if line))[:_MOST_MARKS]


def _marks(given: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was marked, and what was noted of it: of objects, or of lines that say which of these they are."""
    if isinstance(given, str):
        parts = [_LABELLED.fullmatch(line.strip()) for line in given.splitlines()]
        said = [(found["label"] or "highlight", found["words"]) for found in parts if found]
        return _said(said, "highlight"), _said(said, "note")
    marked = [part for part in given[:_MOST_MARKS] if isinstance(part, Mapping)] if isinstance(given, list) else []
    quotes = (next((part[name] for name in _QUOTES if part.get(name)), None) for part in marked)
    notes = (next((part[name] for name in _NOTES if part.get(name)), None) for part in marked)
    return _lines(quotes), _lines(notes)


def _said(lines: Iterable[tuple[str, str]], label: str) -> tuple[str, ...]:
    return _lines(words for found, words in lines if found.lower() == label)


def _marked(record: Mapping[str, object], *, service: bool = False) -> Kept:
    """A record with a note of its own and a list of what was marked."""
    marks, notes = _marks(next((value for key, value in record.items() if key.lower() == "highlights"), None))
    notes = _lines([_value(record, "note"), *notes])
    usual = {name: value for name, value in record.items() if name.lower() not in ("highlights", "note")}
    return Kept(usual, () if _has_text(record) else marks, notes, service)


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
    return Kept(usual | page | {"title": title}, (), _lines([record.get("note")]), True)


def _wallabag(record: Mapping[str, object]) -> Kept:
    """wallabag: what was marked stands in the text, what was noted beside it."""
    content = record.get("content")
    has_text = isinstance(content, str) and bool(content.strip()) and not any(one in content for one in _NO_TEXT)
    notes = record.get("annotations")
    noted = [note for note in notes if isinstance(note, Mapping)] if isinstance(notes, list) else []
    dropped = ("annotations", "updated_at", "created_at", *(() if has_text else ("content",)))
    usual: dict[str, object] = {name: value for name, value in record.items() if name not in dropped}
    usual |= {"saved_at": record.get("created_at"), "publication": record.get("domain_name")}
    marks = () if has_text else _lines(note.get("quote") for note in noted)
    return Kept(usual, marks, _lines(note.get("text") for note in noted), True)


def _subscribed(record: Mapping[str, object]) -> Kept:
    """An entry that a reader of feeds kept: its text is in ``content`` or ``summary``, its feed in ``origin``."""
    origin = record.get("origin")
    usual = {name: value for name, value in record.items() if name not in ("origin", "summary", "updated", "crawled")}
    held = (record.get(name) for name in ("content", "summary"))
    usual["content"] = next((one["content"] for one in held if isinstance(one, Mapping) and one.get("content")), None)
    links = [
        one for name in ("canonical", "alternate") for one in _listed(record.get(name)) if isinstance(one, Mapping)
    ]
    usual["url"] = next((link["href"] for link in links if link.get("href")), record.get("originId"))
    usual["source"] = origin.get("title") if isinstance(origin, Mapping) else None
    tags = [one for one in _listed(record.get("categories")) if not (isinstance(one, str) and "/state/" in one)]
    usual["categories"] = [one.rpartition("/label/")[2] if isinstance(one, str) else one for one in tags]
    return Kept(usual)


def _omnivore(record: Mapping[str, object]) -> Kept:
    """Omnivore: what was marked is quoted in Markdown ("> "), perhaps with its labels ("#label") behind it, and what
    was noted stands between; the text holds what was marked already."""
    given = record.get("highlights")
    marks, notes = [], []
    for quoted, lines in groupby(given.splitlines() if isinstance(given, str) else (), lambda line: line[:1] == ">"):
        words = "\n".join(line.removeprefix("> ").removeprefix(">") for line in lines)
        if quoted:
            marks.append(_LABELS.sub("", words))
        else:
            notes += BLANK_LINE.split(_LABELS.sub("", words))
    usual = {name: value for name, value in record.items() if name not in ("highlights", "updatedAt")}
    return Kept(usual, () if _has_text(record) else _lines(marks), _lines(notes), True)


def _dow_jones(record: Mapping[str, object]) -> Kept:
    """Dow Jones' snapshots, that of Factiva among them: a text begins in ``snippet`` and goes on in ``body``."""
    parts = [part for name in ("snippet", "body") if isinstance(part := record.get(name), str) and part.strip()]
    text = parts[1] if len(parts) == 2 and parts[1].startswith(parts[0].rstrip(". …")) else "\n\n".join(parts)
    usual = {name: value for name, value in record.items() if name not in ("snippet", "body", "an", "source_name")}
    return Kept(usual | {"id": record["an"], "body": text, "source": record.get("source_name")})


def _swissdox(record: Mapping[str, object]) -> Kept:
    """Swissdox: its own XML has who wrote a text in it; what stands below the title is a field of its own."""
    given = record.get("content")
    words = given if isinstance(given, str) else ""
    writers = [writer for one in _SIGNED.findall(words) if (writer := " ".join(re.sub(r"<[^>]*>", " ", one).split()))]
    below = html.escape(line_of(record.get("subhead")))
    text = _SIGNED.sub("", words)
    usual = {"id": record.get("content_id"), "content": f"<p>{below}</p>{text}" if below and text.strip() else text}
    return Kept({**record, **usual, "author": record.get("author") or ", ".join(writers)})


def _hypothesis(record: Mapping[str, object]) -> Kept:
    """A note of Hypothesis: the marked words are a selector of its ``target``; the day is that of the note."""
    document = record.get("document")
    titles = document.get("title") if isinstance(document, Mapping) else None
    targets = [one for one in _listed(record.get("target")) if isinstance(one, Mapping)]
    selectors = [one for target in targets for one in _listed(target.get("selector")) if isinstance(one, Mapping)]
    usual = {"id": record.get("id"), "url": record.get("uri"), "tags": record.get("tags")}
    title = titles[0] if isinstance(titles, list) and titles else titles
    return Kept(
        usual | {"title": title}, _lines(one.get("exact") for one in selectors), _lines([record.get("text")]), True
    )


def _turns(segments: object) -> str:
    """The turns of a transcript that programs for speech made, a paragraph each; "" where these are none, or what is
    said has nobody who says it."""
    parts = [one for one in _listed(segments) if isinstance(one, Mapping) and _STARTS & one.keys()]
    lines = [(line_of(one.get("speaker")), line_of(one.get("body") or one.get("text"))) for one in parts]
    if not any(speaker for speaker, _ in lines):
        return ""
    turns = groupby(lines, lambda line: line[0])
    return "\n\n".join(f"{speaker or '?'}: {' '.join(words for _, words in said)}" for speaker, said in turns)


def _readwise(record: Mapping[str, object]) -> Kept:
    """Readwise: the parts that the reader marked in an article, each perhaps with a note; of a table, one part."""
    if isinstance(record.get("highlights"), list):
        usual = {name: value for name, value in record.items() if name not in ("highlights", "updated", "id")}
        usual |= {"id": record.get("user_book_id"), "tags": record.get("book_tags")}
        marks, notes = _marks(record["highlights"])
        return Kept(usual, marks, _lines([*notes, record.get("document_note")]), True)
    known = {name.lower(): value for name, value in record.items()}
    usual = {"title": known.get("book title"), "author": known.get("book author"), "tags": known.get("document tags")}
    usual |= {"url": known.get("source url")} if known.get("source url") else {}
    marks, notes = (
        _lines(value if isinstance(value, list) else [value]) for value in (known.get("highlight"), known.get("note"))
    )
    return Kept(usual, marks, notes)


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
