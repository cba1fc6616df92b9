"""What a text says of itself in lines of its own above it, as "Author: Ana Petrović", and who signed it below its
title.

The names of such lines are those that tables have for their columns, in any language. It knows no files.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from rag.corpus.articles import LANGUAGE, one_line
from rag.corpus.bulk.fields import Fields, Role, writers_in
from rag.corpus.dates import SENTENCE_END, day_of, days_within
from rag.corpus.documents.properties import byline_in

_ROLES: tuple[Role, ...] = ("title", "author", "date", "source", "url", "lang", "modified", "tags")
_TELLING = frozenset(("title", "author", "date", "url"))
_LABELLED = re.compile(
    # Behind the wide colon of Chinese and Japanese no blank is needed.
    r"[ \t]*(?:[-*+][ \t]+)?[*_]*(?P<name>[^\W\d_][^:：\n*]{0,30}?)[ \t]*[*_]*"
    r"(?:::?[*_]*(?=[ \t]|$)|：)[ \t]*(?P<value>.*)$"
)
_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")
_BESIDE = re.compile(r"#{1,6}[ \t]|!\[|[-=*_]{3,}[ \t]*$")  # headings, pictures and rules
_MOST_LINES, _LONGEST, _LONGEST_SOURCE, _HEAD = 60, 300, 100, 3


class Labels(NamedTuple):
    """What the lines above a text say, by what it is, and the text without them."""

    said: Mapping[Role, str]
    text: str


def labelled(text: str) -> Labels:
    """The lines at the top of a text, perhaps below its title, each of which names what it says: two at least, of which
    one is the title, the author, the day or the address. A text without them is as it was."""
    lines = text.split("\n")
    said: dict[Role, str] = {}
    used: set[int] = set()
    titles = 0
    for place, line in enumerate(lines[:_MOST_LINES]):
        match = _LABELLED.match(line)
        if match is None and (not line.strip() or _BESIDE.match(line)):
            continue
        if match is None or len(line) > _LONGEST:
            titles += 1
            if titles > 1 or said or SENTENCE_END.search(line.strip()):
                break
            continue
        name, value = match["name"], one_line(match["value"])
        fields = Fields({name: value or "text"})
        if fields.has("text") or fields.likely_text():
            lines[place] = value
            break
        role = next((one for one in _ROLES if fields.has(one)), None)
        if role in said:  # two who speak in turns
            return Labels({}, text)
        if role is not None and (fits := _fitting(role, value)):
            said[role] = fits
            used.add(place)
    if len(said) < 2 or _TELLING.isdisjoint(said):
        return Labels({}, text)
    return Labels(said, "\n".join(line for place, line in enumerate(lines) if place not in used).strip())


def _fitting(role: Role, value: str) -> str:
    """A value of a line as what it is said to be; "" where it can't be that."""
    value = value.strip('"“”<> ')
    if role in ("date", "modified"):
        value = value.strip("[]")
    match role:
        case "author":
            value = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\1", _LINK.sub(r"\1", value))
            return "" if SENTENCE_END.search(value) and len(value.split()) > 4 else writers_in(value)
        case "date" | "modified":
            return value if day_of(value) or next(days_within(value), None) or re.search(r"\d{4}", value) else ""
        case "url":
            return value if re.fullmatch(r"https?://\S+", value) else ""
        case "lang":
            return value if LANGUAGE.fullmatch(value) else ""
        case "source":
            return value if len(value) <= _LONGEST_SOURCE and next(days_within(value), None) is None else ""
    return value


def signed(text: str) -> tuple[str, str]:
    """The writers and the words of the day that a short line such as "By Ana Petrović · 9 October 2023" says, which
    stands below a title; "" for each that none says."""
    lines = [line.strip() for line in text[:2000].split("\n") if line.strip()][:_HEAD]
    for line in lines:
        bare = re.sub(r"[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}", "", _LINK.sub(r"\1", line)).strip()
        days = list(days_within(bare))
        parts = re.split(r"\s*[|·•]\s*|,\s+(?=\d)", bare[: days[0][0]].rstrip(" ,|·•–—-") if len(days) == 1 else bare)
        if len(parts) == 1 and (names := byline_in(parts[0])):
            return names, str(days[0][2]) if len(days) == 1 and days[0][1] == len(bare) else ""
    return "", ""
