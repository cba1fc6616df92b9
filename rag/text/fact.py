"""What a hard fact of a text is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Where a fact stands in its text, half-open, and how it is written there."""

    start: int
    end: int
    text: str
