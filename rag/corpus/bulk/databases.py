"""Exports of press databases that are cut by the table of layouts: wiso, Europresse, Retriever and the like."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from rag.corpus.bulk.layouts import LAYOUTS, Layout, Part
from rag.corpus.bulk.marks import Cutting, Export, date_in, paragraphs
from rag.corpus.pages.bylines import Sites, people_in
from rag.corpus.pages.captions import CAPTION

_COUNTED = re.compile(
    r"(?:.{0,40}\b)?(?:Documents|Dokumente|Documentos|Nyheter|Artiklar|Artikler|Articles|Resultados|Résultats|Results)"
    r"\s*[:(]\s*(\d{1,5})\)?\s*:?|.{0,40}?(?<!\d)(\d{1,5}) (?:documents|Dokumente|Artikel|artiklar|artikler|articles|"
    r"documentos)",
    re.I,
)
_OF = re.compile(r"(?:.{0,40}\b)?(?:Document|Dokument|Documento) \d{1,5} (?:of|von|de|sur) (\d{1,5})", re.I)
_FIGURES = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})|(\d{4})[-.](\d\d)[-.](\d\d)")
_ADDRESS = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"[\w.-]{3,60}\s*$")
_BY = re.compile(r"(?:by|von|par|por|av|af|di)\s+(?=(?-i:[^\W\d_a-z]))", re.I)
_TURNED = re.compile(r"([^\W\d_][\w'’-]+), ([^\W\d_][\w'’-]*(?: [^\W\d_]\.?)?)")  # "Finch, Dora J."
_COVER = 200  # lines in which the number of articles may stand
_LONGEST_COVER = 2000  # lines in which a list of the articles may stand
_NEAR = 4  # lines with words below one that closes a text, of which one is a mark, too
_LONGEST_CITED = 300
_SHORTEST_LISTED = 10  # characters of a title that a cover lists
_BELOW_TITLE = 4


class _Head(NamedTuple):
    """What stands above the text of an article, and the number of the line at which this begins."""

    title: str
    values: dict[Part, str]
    start: int


def signed(text: str) -> bool:
    """Whether a text has the sign of a database: it may be an export then. Looking for it is fast, and the text may
    have been decoded in another encoding than its own: a letter beyond ASCII is any one or two of its."""
    return any(_pattern(re.sub(r"[^\x00-\x7f]", ".{1,2}", layout.sign)).search(text) for layout in LAYOUTS)


def cut(lines: Sequence[str]) -> Export | None:
    """The articles of an export; None for a text that is none."""
    text = "\n".join(lines)
    for layout in LAYOUTS:
        if _pattern(layout.sign).search(text) and (found := _cut(layout, [line.strip() for line in lines])):
            return found
    return None


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


@cache
def _labels(service: str) -> tuple[re.Pattern[str], Mapping[str, Part]]:
    """What tells a label at the beginning of a line, the longest first, and the part that each means."""
    layout = next(one for one in LAYOUTS if one.service == service)
    means = {name.lower(): part for part, names in layout.labels.items() for name in names.split("|")}
    names = "|".join(map(re.escape, sorted(means, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"({names})\s?:[ \t|]*(.*)", re.I), means


def _label(layout: Layout, line: str) -> tuple[Part, str] | None:
    """The part that a line has a label of, and the value behind it, which may be empty; None for other lines."""
    pattern, means = _labels(layout.service)
    found = pattern.fullmatch(line)
    return (means[found[1].lower()], found[2]) if found else None


def _cut(layout: Layout, lines: Sequence[str]) -> Export | None:
    pieces = list(_pieces(layout, lines))
    cuttings: list[Cutting] = []
    odd = summaries = 0
    for piece in pieces:
        head = _head(layout, piece)
        if head is None or not (head.values.get("date") and head.values.get("source")):
            odd += 1
            continue
        cutting = _cutting(layout, piece, head)
        if cutting.text or "abstract" not in head.values:
            cuttings.append(cutting)
        else:
            summaries += 1
    if not any(cutting.text for cutting in cuttings) or 2 * odd > len(pieces):
        return None
    # What is no article by its marks is told with the others that have no text.
    cuttings += [Cutting("", "")] * odd
    return Export(layout.service, cuttings, _stated(layout, lines), summaries)


def _pieces(layout: Layout, lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines of each article; of what stands before the first and behind the last nothing that has no words."""
    found = [
        [n for n, line in enumerate(lines) if _pattern(one).fullmatch(line)] for one in layout.ends or layout.opens
    ]
    edges = max(reversed(found), key=len)
    if layout.ends:
        edges = [-1, *edges]
        yield from (lines[start + 1 : end + 1] for start, end in pairwise(edges))
        rest = lines[edges[-1] + 1 :]
        if layout.cited and _head(layout, rest) is not None:
            yield rest  # cut before its end
    else:
        yield from (lines[start:end] for start, end in pairwise([*edges, len(lines)]))


def _stated(layout: Layout, lines: Sequence[str]) -> int | None:
    """How many articles the cover, or the line above each, says that there are, or lists."""
    cover = lines[:_COVER]
    if counted := next(filter(None, (_COUNTED.fullmatch(line) for line in cover)), None):
        return int(counted[1] or counted[2])
    totals = {int(found[1]) for line in lines if (found := _OF.fullmatch(line))}
    if len(totals) == 1:
        return totals.pop()
    return sum(_pattern(layout.listed).fullmatch(line) is not None for line in lines) or None


def _head(layout: Layout, lines: Sequence[str]) -> _Head | None:
    """What stands above the text of an article; None where its title or the paper is not there."""
    noise = _pattern(layout.noise)
    values: dict[Part, str] = {}
    title, at = "", 0
    if layout.title in ("above", "below"):
        # Of several patterns the first that any line has tells most.
        hits = (
            (n, hit)
            for cited in layout.cited
            for n, line in enumerate(lines)
            if not noise.fullmatch(line) and (hit := _pattern(cited).fullmatch(line[:_LONGEST_CITED]))
        )
        cited = next(hits, None)
        if cited is None:
            return None
        at, hit = cited
        above = next((line for line in reversed(lines[:at]) if line and not noise.fullmatch(line)), "")
        values.update({name: value for name, value in hit.groupdict().items() if value})  # type: ignore[misc]
        if layout.title == "above":
            title = above
        elif "source" not in values:
            values["source"] = re.sub(r",? n[o°]\.? ?\d.*$", "", above)
        if values.get("section") == values.get("source"):
            values.pop("section", None)
        at += 1
    elif layout.title == "first":
        at = _after_cover(lines)
    return _read_head(layout, lines, at, title, values)


def _read_head(layout: Layout, lines: Sequence[str], at: int, title: str, values: dict[Part, str]) -> _Head | None:
    """The labels of a head from a line on, and its title where that is still to come."""
    while at < len(lines) and "text" not in values:
        line = lines[at]
        label = _label(layout, line)
        if label and label[0] != "captions":
            part, value = label
            at += 1
            if part == "text":
                values[part] = value
                break
            if not value:
                value, at = _value_below(layout, lines, at)
            if part == "title":
                title = value
            else:
                values.setdefault(part, value)
        elif not line or _pattern(layout.noise).fullmatch(line) or (not title and _is_cover(layout, lines, at)):
            at += 1
        elif not title:
            title, at = line, at + 1
        elif "author" not in values and _is_byline(line, title):
            values["author"], at = line, at + 1
        else:
            break
    _read_below(layout, lines, at, values)
    if "source" in values and (found := date_in(values["source"])):
        paper, day = found
        values["source"] = re.sub(r"\s*\bvom\s*$|[\s.(,:]+$", "", paper)
        values.setdefault("date", day)
    return _Head(title, values, at) if title else None


def _is_cover(layout: Layout, lines: Sequence[str], at: int) -> bool:
    """Whether a line above a title is none of the article: it counts the articles, or no label stands below it where
    the title has none of its own."""
    if layout.title != "label":
        return _COUNTED.fullmatch(lines[at]) is not None
    below = next((line for line in lines[at + 1 :] if line), "")
    label = _label(layout, below)
    return label is None or label[0] == "title"


def _read_below(layout: Layout, lines: Sequence[str], at: int, values: dict[Part, str]) -> None:
    """Adds what the labels below the text say that those above it do not."""
    at = next((n for n in range(at, len(lines)) if _closes(layout, lines, n)), len(lines))
    while at < len(lines):
        label = _label(layout, lines[at])
        at += 1
        if label and label[0] not in ("text", "captions", "title"):
            part, value = label
            if not value:
                value, at = _value_below(layout, lines, at)
            values.setdefault(part, value)
        elif address := _ADDRESS.search(lines[at - 1]):
            values.setdefault("url", address[0])


def _after_cover(lines: Sequence[str]) -> int:
    """Where the first article begins, where a cover lists its title: where that stands again."""
    seen: list[str] = []
    start = 0
    for number, line in enumerate(lines[:_LONGEST_COVER]):
        if len(line) > _SHORTEST_LISTED and any(one.startswith(line) for one in seen):
            start = number
            break
        seen.append(line)
    return start


def _value_below(layout: Layout, lines: Sequence[str], at: int) -> tuple[str, int]:
    """The value of a label that stands in the lines below it, and the number of the line behind."""
    while at < len(lines) and not lines[at]:
        at += 1
    parts: list[str] = []
    while at < len(lines) and lines[at] and _label(layout, lines[at]) is None:
        parts.append(lines[at])
        at += 1
        if not lines[at - 1].endswith((";", ",")):
            break
    return " ".join(parts), at


def _closes(layout: Layout, lines: Sequence[str], at: int) -> bool:
    """Whether the text ends above a line: it closes one, and what is below it does, too, or is a label."""
    if not _pattern(layout.closes).fullmatch(lines[at]):
        return False
    below = [line for line in lines[at + 1 : at + 30] if line][:_NEAR]
    return len(below) < _NEAR or any(_pattern(layout.closes).fullmatch(line) or _label(layout, line) for line in below)


def _cutting(layout: Layout, lines: Sequence[str], head: _Head) -> Cutting:
    values = head.values
    body = [values.get("text", ""), *lines[head.start :]]
    end = next((n for n in range(len(body)) if _closes(layout, body, n)), len(body))
    kept = [_as_caption(layout, line) for line in body[:end] if not _pattern(layout.noise).fullmatch(line)]
    signed_at = next(
        (n for n, line in enumerate(kept[:_BELOW_TITLE]) if _BY.match(line) and _is_byline(line, "")), None
    )
    if signed_at is not None and "author" not in values:  # below a second headline
        values["author"] = kept.pop(signed_at)
    while kept and (not kept[0] or _same(kept[0], head.title)):
        kept.pop(0)
    address = _ADDRESS.search(values.get("url", ""))
    number = _NUMBER.search(values.get("number", ""))
    section = values.get("section", "").strip(" ,;")
    facts = {
        "date": _day(values["date"], month_first=layout.month_first),
        "source": values["source"],
        "author": _writers(values.get("author", "")),
        "url": address[0] if address else "",
    }
    title = re.sub(r"(?<!\.)\.$", "", head.title) if layout.title == "label" else head.title
    return Cutting(title, paragraphs(kept), facts, (section,) if section else (), number[0].strip() if number else "")


def _as_caption(layout: Layout, line: str) -> str:
    label = _label(layout, line)
    return f"{CAPTION}{label[1]}" if label and label[0] == "captions" and label[1] else line


def _same(line: str, title: str) -> bool:
    return re.sub(r"\W+", "", line).casefold() == re.sub(r"\W+", "", title).casefold()


def _writers(names: str) -> str:
    """A byline without what somebody is: "Dora Finch, Staff Writer"."""
    names = _BY.sub("", names)
    if ";" in names:
        return names
    if turned := _TURNED.fullmatch(names):
        return f"{turned[2]} {turned[1]}"
    people = people_in(names, Sites(()), strict=True)
    return ", ".join(people) or names


def _is_byline(line: str, title: str) -> bool:
    """Whether a line below a title says who wrote the article: it says "by" and a name, or is somebody's name."""
    if len(line) > 100:
        return False
    named = people_in(_BY.sub("", line), Sites(()), strict=True)
    return bool(named) and (_BY.match(line) is not None or (", ".join(named) == line and len(title.split()) > 2))


def _day(words: str, *, month_first: bool) -> str:
    """The words of a day; those in figures in the order of ISO 8601."""
    if (found := _FIGURES.search(words)) is None:
        return words
    if found[4]:
        return f"{found[4]}-{found[5]}-{found[6]}"
    day, month = (found[2], found[1]) if month_first else (found[1], found[2])
    return f"{found[3]}-{int(month):02}-{int(day):02}"
