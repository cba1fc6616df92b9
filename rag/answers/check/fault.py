"""What may speak against a statement, and the places in which it is held against other words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.message import Message
from rag.text.fact import Fact
from rag.text.facts import Text, Word
from rag.types import Mark, Verdict


@dataclass(frozen=True, slots=True)
class Fault:
    """What speaks against a statement, in one line, and how badly.

    ``lacks``: a fact that is merely not there, so that other words may yet hold it. ``wording``: no fact, but words
    that differ, so that who reads both may know better. ``marks`` are the words of the statement that it is about.
    """

    reason: Message
    verdict: Verdict
    lacks: str | None = None
    wording: bool = False
    marks: tuple[Mark, ...] = ()


def lacking(fact: Fact) -> Fault:
    """A fact that the cited words do not hold in any spelling that is known."""
    mark = Mark(fact.start, fact.end)
    return Fault(Message("the cited words do not say {words}", words=fact.text), "partly", fact.text, marks=(mark,))


def otherwise(fact: Fact, right: Fact, *, lacks: bool = False) -> Fault:
    """A fact for which the article has another; ``lacks``: other words may yet hold it."""
    reason = Message("the article says {right}, not {said}", right=right.text, said=fact.text)
    mark = Mark(fact.start, fact.end, right.text)
    return Fault(reason, "unsupported", fact.text if lacks else None, marks=(mark,))


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a text, and those of another, of an article of a day, that stand in their place."""

    text: Text
    words: Sequence[Word]
    other: Text
    others: Sequence[Word]
    published: date | None = None
