"""Text -> the hard facts in it: numbers, dates, names, quotations and who says something."""

from dataclasses import dataclass, field

from rag.text.days import Day, days
from rag.text.names import Name, names
from rag.text.numbers import Number, numbers
from rag.text.quotations import Quotation, quotations, speakers
from rag.text.stems import stems


@dataclass(frozen=True, slots=True)
class Facts:
    """The hard facts of a text."""

    numbers: tuple[Number, ...] = ()
    days: tuple[Day, ...] = ()
    names: tuple[Name, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    speakers: tuple[Name, ...] = ()
    words: frozenset[str] = field(default_factory=frozenset)


def facts(text: str) -> Facts:
    """All hard facts of a text, each kind in its order."""
    dates, named = tuple(days(text)), tuple(names(text))
    return Facts(
        tuple(numbers(text, dates)),
        dates,
        named,
        tuple(quotations(text)),
        tuple(speakers(text, named)),
        frozenset(stems(text)),
    )
