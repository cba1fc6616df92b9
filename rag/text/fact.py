"""What a hard fact of a text is, and a name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Where a fact stands in its text, half-open, and how it is written there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Name(Fact):
    """Capitalised words in a row, folded. ``initial``: it opens a sentence, where any word has a capital."""

    words: tuple[str, ...]
    initial: bool
