"""What a question asks to be measured, and what the sentences that tell it hold."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.text.corrections import last_correcting
from rag.text.numbers import numbers
from rag.types import Passage


@dataclass(frozen=True, slots=True)
class Measure:
    """What words name it, what is asked of one thing for it, with ``{}`` for that, and what besides a number the
    sentences that tell it hold, a number alone where that is None."""

    named: re.Pattern[str]
    asks: str
    told: re.Pattern[str] | None = None

    def is_told(self, text: str) -> bool:
        """Whether a text may tell it."""
        return has_figure(text) and (self.told is None or self.told.search(text) is not None)


def _measure(named: str, asks: str, told: str | None = None) -> Measure:
    return Measure(re.compile(named, re.IGNORECASE), asks, None if told is None else re.compile(told, re.IGNORECASE))


_MEASURES = (
    _measure(r"\b(?:expensive|cheap|costs?|kosten|teuer|price|coûte|coste)", "how much did {} cost", r"\d"),
    _measure(
        r"\b(?:old|young)(?:er|est)?\b", "how old was {}",
        r"\bage[ds]?\b|\d-year-old|\byears old|\byears of age|\b(?:was|is|turned) \d{1,3}\b(?!\W\d)|, \d\d?\d?,",
    ),
    _measure(
        r"\b(?:kill\w*|die[ds]?|dead|deaths?|fatal\w*|deadl\w+|victims)\b", "how many people were killed in {}",
        r"\b(?:kill\w*|murder\w*|die[ds]?|dead|deaths?|fatalit\w+|victims|lives)\b",
    ),
    _measure(
        r"\b(?:hurt|injur\w+|wounded)\b", "how many people were injured in {}",
        r"\b(?:hurt|injur\w+|wound\w+|casualties)\b",
    ),
    _measure(r"\b(?:fast|slow|quick)(?:er|est)?\b", "how fast was {}", r"\d"),
    _measure(r"\b(?:long|short)(?:er|est)\b", "how long was {}"),
    _measure(r"\b(?:earli|lat|soon)(?:er|est)\b|\bfirst\b", "when was {}"),
)  # fmt: skip


def measure_of(asked: str) -> Measure | None:
    """What is asked to be measured by some words; None where they name nothing of that kind."""
    return next((one for one in _MEASURES if one.named.search(asked)), None)


def has_figure(text: str) -> bool:
    """Whether a text holds a number, in figures or in words; "one" is mostly none."""
    return any(max(one.values) > 1 for one in numbers(text, ()))


def narrowed(passages: Sequence[Passage], measure: Measure | None) -> tuple[list[Passage], bool]:
    """The passages with those sentences alone that may tell a measure, where some do, else those that hold a number,
    where some do; and whether it is the measure that they may tell."""
    for fits in (measure.is_told, has_figure) if measure is not None else (has_figure,):
        if kept := [one for passage in passages if (one := only(passage, fits)).sentences]:
            return kept, fits is not has_figure
    return list(passages), False


def only(passage: Passage, fits: Callable[[str], object]) -> Passage:
    """The passage with those of its sentences alone whose text is fit, and those that take these back."""
    told = passage.sentences
    kept = {
        number
        for place, one in enumerate(told)
        if fits(one.text)
        for number in range(place, last_correcting(told, place) + 1)
    }
    return replace(passage, sentences=tuple(told[number] for number in sorted(kept)))
