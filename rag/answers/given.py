"""The quantities that a question gives ("who scored 31 goals?", "who died aged 78?"), and whether a sentence has
another in their place: it tells then of somebody else, or of another time, however near it comes.

Only what is of one sort is held against each other: an age against an age, money against money, goals against goals. A
sentence with none of that sort says nothing of it, and neither does a quantity that is hedged. In English only.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.text.quantities import AGED, quantities
from rag.text.words import FUNCTION_STEMS, stems

_OPEN = re.compile(
    r"\W*(?:(?:and|so|but|in|at|on|by|for|of|to|from|with|under|about) )?"
    r"(?:who|whom|whose|what|which|when|where|why|how)\b",
    re.IGNORECASE,
)
"""No question for yes or no, to which another number is an answer."""
_NO_CONDITION = re.compile(
    r"\b(?:how many|last|past|first|next|previous|top|other|another|these|those|every|each|per|(?:in|of) the)[\s-]$",
    re.IGNORECASE,
)
"""What stands before a number that tells which time or part is meant, and not how much there was of it."""
_BARE_AGE = re.compile(r"(?:\b(?:is|was|were|turn(?:s|ed)|at)|\w,) $", re.IGNORECASE)
"""What stands before an age that stands by itself: "he was 76.", "Ada Brandt, 76, died"."""
_ENDED = re.compile(r"[,.;:!?]?(?:\s|$)")
_NOUN = re.compile(r"[^\W\d_][\w’'-]*")
_ROUNDED = frozenset(("length", "speed", "mass", "area", "volume", "temperature"))
_WITHIN = 0.05  # of an amount that may be brought from one unit to another, or is large, by which it may differ
_LARGE = 1000
_OLDEST = 120
_ONE = frozenset(("1", "one", "a", "an"))
_YEARS = range(1000, 2101)  # what may be a year, and so a day of what is told


@dataclass(frozen=True, slots=True)
class Given:
    """A quantity: its words, its amount, its dimension or "", and the stems of what it counts where it has none;
    whether it is ``hedged``, and whether it is ``one`` of what it counts or measures in, which is no condition."""

    words: str
    amount: float
    dimension: str
    counts: frozenset[str]
    hedged: bool
    one: bool

    def is_of_the_sort_of(self, other: "Given") -> bool:
        return self.dimension == other.dimension and bool(self.dimension or self.counts & other.counts)

    def agrees(self, other: "Given") -> bool:
        within = _WITHIN * abs(self.amount) if self.dimension in _ROUNDED or self._is_large() else 1e-6
        return abs(self.amount - other.amount) <= within

    def _is_large(self) -> bool:
        return self.dimension not in ("age", "duration") and self.amount >= _LARGE


def otherwise(question: str, text: str) -> str | None:
    """The words of a quantity that a question gives, where a text has others of its sort and nowhere its amount."""
    given = _given(question)
    told = _read(text) if given else ()
    for one in given:
        same = [other for other in told if other.is_of_the_sort_of(one)]
        if same and not any(other.hedged for other in same) and not any(map(one.agrees, told)):
            return one.words
    return None


def holds(question: str, text: str) -> bool:
    """Whether a text has a quantity that a question gives."""
    given = _given(question)
    told = _read(text) if given else ()
    return any(one.is_of_the_sort_of(other) and one.agrees(other) for one in given for other in told)


@functools.lru_cache(maxsize=256)
def _given(question: str) -> tuple[Given, ...]:
    if _OPEN.match(question) is None:
        return ()
    return tuple(one for one in _read(question) if not one.hedged and not one.one)


@functools.lru_cache(maxsize=1024)
def _read(text: str) -> tuple[Given, ...]:
    return tuple(_quantities(text))


def _quantities(text: str) -> Iterator[Given]:
    for one in quantities(text):
        start = one.number[0]
        if _NO_CONDITION.search(text, 0, start) or (not one.dimension and one.amount in _YEARS):
            continue
        aged = None if one.dimension else AGED.search(text, 0, start)
        bare = not one.dimension and one.amount <= _OLDEST and _BARE_AGE.search(text, 0, start) is not None
        dimension = "age" if aged or (bare and _ENDED.match(text, one.end)) else one.dimension
        after = [] if dimension else [word[0] for word in _NOUN.finditer(text, one.end, one.end + 60)][:2]
        counts = frozenset(stems(" ".join(after))) - FUNCTION_STEMS
        noun = _NOUN.search(text, one.end) if counts else None
        said = text[aged.start() if aged else start : noun.end() if noun else one.end]
        is_one = text[slice(*one.number)].lower() in _ONE
        yield Given(said, one.amount, dimension, counts, one.start < start, is_one)
