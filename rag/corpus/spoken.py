"""Transcripts: each turn as "Name: words" in a paragraph of its own, without the times that programs put beside it."""

import re

from rag.text.said.turns import turns

_TIME = r"[\[(<]?(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?[\])>]?"
_NAME = r"(?P<name>[^\W\d_a-z][^:\n.!?\[\]()]{1,50}?(?:\. [^:\n.!?\[\]()]{1,30}?)?)"
_GAP, _MARKS = r"[ \t]{0,9}", r"[*_ \t]{0,9}"
# "[00:01:12] Ada Moss: words", "Ada Moss (00:12): words", and "Ada Moss 00:12" above the words.
_TIMED = re.compile(
    rf"^{_MARKS}(?:{_TIME}{_GAP}[-–—|]?{_GAP}(?P<before>[*_]{{0,2}}[^\W\d_a-z][^:\n]{{1,60}}:[*_]{{0,2}}(?=\s))"
    rf"|{_NAME}{_GAP}[-–—|,]?{_GAP}{_TIME}{_MARKS}(?P<inline>:)?{_MARKS}(?P<above>\n\s*(?=\S))?)",
    re.M,
)
_ALONE = re.compile(rf"^{_GAP}{_TIME}(?:{_GAP}-->{_GAP}{_TIME})?{_GAP}\n", re.M)
_CLOCK = re.compile(r"(\d{1,2}):\d\d(:\d\d)?")
_FEWEST = 3
_SOON = 5  # minutes


def without_times(text: str) -> str:
    """A transcript without the times of its turns; any other text as it is."""
    bare = _ALONE.sub("", text) if len(_ALONE.findall(text)) >= _FEWEST else text
    timed, count = _TIMED.subn(_labelled, bare)
    found = (count >= _FEWEST or bare != text) and _is_recorded(text) and turns(timed)
    return timed if found else text


def _is_recorded(text: str) -> bool:
    """Whether times are those of a recording: with seconds beside hours, or from its first minutes on. Those of a
    programme, or of a report as it happens, are hours of a day and say when something is."""
    beside = (one for one in _TIMED.finditer(text) if one["before"] or one["inline"] or one["above"])
    first = min(filter(None, (next(beside, None), _ALONE.search(text))), key=lambda one: one.start(), default=None)
    time = _CLOCK.search(first.group()) if first else None
    return time is not None and (time[2] is not None or int(time[1]) < _SOON)


def _labelled(match: re.Match[str]) -> str:
    if match["before"]:
        return match["before"]
    if match["inline"] or match["above"]:
        return f"{match['name'].strip()}: "
    return match.group()  # a time within a sentence
