"""The numbers of a Word document's lists, which stand in none of its paragraphs: Word counts them as it shows them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from rag.corpus.documents.packages import attribute, below, local

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LEVELS, _LARGEST = 9, 3999


class _Level(NamedTuple):
    start: int = 1
    kind: str = "decimal"
    pattern: str = "%1."


class Numbering:
    """The lists of a document by their numbers, and how far each of them has counted."""

    def __init__(self, parts: Iterable[Any]) -> None:
        self._kinds: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counted: dict[str, dict[int, int]] = {}
        for part in parts:
            if local(part) == "abstractNum":
                levels = {_whole(attribute(one, "ilvl")): _level(one) for one in part if local(one) == "lvl"}
                self._kinds[attribute(part, "abstractNumId")] = levels
            elif local(part) == "num":
                starts = {_whole(attribute(one, "ilvl")): below(one, "startOverride") for one in part}
                anew = {level: _whole(attribute(one, "val")) for level, one in starts.items() if one is not None}
                kind = below(part, "abstractNumId")
                self._lists[attribute(part, "numId")] = ("" if kind is None else attribute(kind, "val"), anew)

    def mark(self, number: str, level: int) -> str:
        """What stands before the next paragraph of a list, by the list's number: "1. ", for a bullet "- "; or ""."""
        kind, anew = self._lists.get(number, ("", {}))
        levels = self._kinds.get(kind)
        if levels is None or not 0 <= level < _LEVELS:
            return ""
        counted = self._counted.setdefault(kind, {})
        for one, start in anew.items():
            counted[one] = start - 1
        anew.clear()
        own = levels.get(level, _Level())
        counted[level] = counted.get(level, own.start - 1) + 1
        for deeper in [one for one in counted if one > level]:
            del counted[deeper]
        if own.kind in ("bullet", "none"):
            return "- " if own.kind == "bullet" else ""
        mark = own.pattern
        for one in range(level + 1):
            of_level = levels.get(one, _Level())
            mark = mark.replace(f"%{one + 1}", _written(counted.get(one, of_level.start), of_level.kind))
        return f"{mark.strip()} " if mark.strip() else ""


def _level(level: Any) -> _Level:
    start, kind, pattern = (below(level, name) for name in ("start", "numFmt", "lvlText"))
    return _Level(
        1 if start is None else _whole(attribute(start, "val")),
        "decimal" if kind is None else attribute(kind, "val"),
        "" if pattern is None else attribute(pattern, "val")[:50],
    )


def _whole(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 7 else 0


def _written(number: int, kind: str) -> str:
    """A number as a kind of list has it; in figures where that kind is not known."""
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 10)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and 0 < number <= _LARGEST:
        letters = ""
        for value, sign in _ROMAN:
            letters += sign * (number // value)
            number %= value
        return letters.upper() if kind == "upperRoman" else letters
    return f"{number:02}" if kind == "decimalZero" else str(number)
