"""Lines that only name what stands below them, and tell nothing themselves."""

import re

from rag.text.days import days

_LONGEST = 60  # characters of a date in words, the name of its weekday and some signs with it
_LETTER = re.compile(r"\w")


def is_heading(line: str) -> bool:
    """Whether a line is a heading as Markdown has it, or nothing but a date, as one below a title is."""
    return line.startswith("#") or _is_date(line)


def _is_date(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    left = list(line)
    for day in days(line):
        left[day.start : day.end] = " " * (day.end - day.start)
    return len(left) == len(line) and "".join(left) != line and _LETTER.search("".join(left)) is None
