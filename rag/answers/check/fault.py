"""What may speak against a statement, and the places in which it is held against other words."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.text.facts import Text, Word
from rag.types import Mark, Verdict


@dataclass(frozen=True, slots=True)
class Fault:
    """What speaks against a statement, in one line, and how badly.

    ``lacks``: a fact that is merely not there, so that other words may yet hold it. ``wording``: no fact, but words
    that differ, so that who reads both may know better. ``marks`` are the words of the statement that it is about,
    ``rule`` the name of what found it.
    """

    reason: str
    verdict: Verdict
    lacks: str | None = None
    wording: bool = False
    marks: tuple[Mark, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a text, and those of another that stand in their place."""

    text: Text
    words: Sequence[Word]
    other: Text
    others: Sequence[Word]
