"""What an attribution is, and a text cut into the units in which attributions are looked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rag.text.quotations import quoted
from rag.text.sentences import sentences
from rag.types import Interval

Kind = Literal["direct", "indirect", "reported"]
"""``direct`` stands in quotation marks; ``indirect`` is told as a clause; ``reported`` goes on with what somebody said,
in a sentence that has no word for it."""

HIDDEN = "\u2588"
"""What stands for each character of a quotation where a unit is read for who says it."""

_FEW = 5  # words
_CLOSED = frozenset(point + mark for point in ".!?" for mark in '"”“»')


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that a text gives to somebody, all as intervals of the text: what is ``said``, the ``cue`` that says so,
    the ``speaker`` as it stands there, and the ``name`` of whom it means, with the role before it, as the text has it
    in full. None where the text does not tell, or not surely. ``stands`` are the sentences that it is read from."""

    kind: Kind
    said: tuple[Interval, ...]
    cue: Interval | None = None
    speaker: Interval | None = None
    name: Interval | None = None
    stands: Interval = (0, 0)


@dataclass(frozen=True, slots=True)
class Unit:
    """Sentences that a quotation holds together: ``masked`` is the unit with its quotations hidden, ``quotes`` are
    these, ``opens`` says that a paragraph begins with it. Intervals are those of the text."""

    start: int
    end: int
    masked: str
    quotes: tuple[Interval, ...]
    opens: bool


def units(text: str, code: str, says: re.Pattern[str]) -> Iterator[Unit]:
    """The units of a text in order, without headings; ``says`` are the verbs of saying of its language."""
    quotes = list(quoted(text))
    bounds: list[Interval] = []
    for start, end in sentences(text, code):
        inside = bounds and any(left < bounds[-1][1] < right and left < start < right for left, right in quotes)
        if inside or (bounds and _names_speaker(text, bounds[-1], start, end, says)):
            bounds[-1] = bounds[-1][0], end
        else:
            bounds.append((start, end))
    behind = 0
    for start, end in bounds:
        opens = not behind or "\n" in text[behind:start]
        behind = end
        if text.startswith("#", start):
            continue
        own = tuple((left, right) for left, right in quotes if start <= left and right <= end)
        masked = list(text[start:end])
        for left, right in own:
            masked[left - start : right - start] = HIDDEN * (right - left)
        yield Unit(start, end, "".join(masked).replace("\n", " "), own, opens)


def _names_speaker(text: str, before: Interval, start: int, end: int, says: re.Pattern[str]) -> bool:
    """Whether a few words after a quotation may say whose it is, though it ends with a point ("..." Pelosi said.)."""
    joined = "\n" not in text[before[1] : start] and words(text[start:end]) <= _FEW and says.search(text, start, end)
    return (
        joined is not None
        and bool(joined)
        and text[before[1] - 2 : before[1]] in _CLOSED
        and not any(one in text[start:end] for one in '"“”„»')
    )


def words(text: str) -> int:
    """How many words a text has."""
    return len(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", text))


def trimmed(text: str, start: int, end: int) -> Interval | None:
    """An interval without the signs and spaces at its ends; None where nothing else is in it."""
    while start < end and text[start] in " ,:;—–-":
        start += 1
    while end > start and text[end - 1] in " ,:;—–-.":
        end -= 1
    return (start, end) if start < end else None


def overlap(one: Interval, other: Interval) -> bool:
    """Whether two intervals share a character."""
    return one[0] < other[1] and other[0] < one[1]
