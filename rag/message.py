"""What we say to readers, as a value: English wherever it is taken for a text, and what a page needs to say it in
another language. It knows no other language.
"""

import functools
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

from babel.dates import format_date


class Days(NamedTuple):
    """Some days in a row, both ends included, None where they are open at that end."""

    first: date | None
    last: date | None

    def __str__(self) -> str:
        """As one says it: "2019", "February 2026", "16–22 November 2026", "since 3 May 2026"."""
        first, last = self
        if first is None or last is None:
            return f"since {_said(first)}" if first else f"until {_said(last)}" if last else "any time"
        if self.are_years:
            return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
        if self.are_months:
            begins, ends = f"{first:%B}", f"{last:%B} {last.year}"
            if (first.year, first.month) == (last.year, last.month):
                return ends
            return f"{begins} to {ends}" if first.year == last.year else f"{begins} {first.year} to {ends}"
        if first == last:
            return _said(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{_said(last)}"
        return f"{_said(first)} to {_said(last)}"

    @property
    def are_years(self) -> bool:
        """Whether they are whole years."""
        first, last = self
        return first is not None and last is not None and self.are_months and (first.month, last.month) == (1, 12)

    @property
    def are_months(self) -> bool:
        """Whether they are whole months."""
        first, last = self
        return first is not None and last is not None and first.day == (last + timedelta(days=1)).day == 1


Value = str | int | float | Days


class Message(str):
    """A sentence of ours, or a part of one, in English; it remembers its pattern and the values in that, which may be
    messages in their turn. Of two patterns the first is for a ``number`` of one.

    As a text it goes wherever texts go, into JSON and over processes too; what is cut out of it or put together with it
    is a text like any other, hence `together` and the like.
    """

    patterns: tuple[str, ...]
    values: Mapping[str, Value]

    def __new__(cls, *patterns: str, **values: Value) -> Self:
        pattern = patterns[0] if values.get("number") == 1 else patterns[-1]
        made = super().__new__(cls, pattern.format(**{name: _in_english(value) for name, value in values.items()}))
        made.patterns, made.values = patterns, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], Mapping[str, Value]]:
        return self.patterns, self.values

    def to_dict(self) -> dict[str, object]:
        """The message as JSON has it, so that it is one again."""
        values = {name: packed(list(one) if isinstance(one, Days) else one) for name, one in self.values.items()}
        return {"text": str(self), "patterns": list(self.patterns), "values": values}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], known: Container[tuple[str, ...]]) -> str:
        """A message from what ``to_dict`` made of it, if its patterns are ``known``; else its text, as another version
        had others. Raises ``LookupError``, ``TypeError`` or ``ValueError`` for what is neither."""
        patterns, values = tuple(map(str, record["patterns"])), record["values"]
        if patterns not in known:
            return str(record["text"])
        if len(patterns) > 1 and not isinstance(values["number"], int):
            raise TypeError(f"{values['number']!r:.50} is no number")
        return cls(*patterns, **{name: _value(one, known) for name, one in values.items()})


def packed(record: Any) -> Any:
    """What JSON has, with each message and day in it as it has these."""
    match record:
        case Message():
            return record.to_dict()
        case date():
            return record.isoformat()
        case dict():
            return {name: packed(one) for name, one in record.items()}
        case list() | tuple():
            return [packed(one) for one in record]
    return record


def unpacked(record: Any, known: Container[tuple[str, ...]]) -> Any:
    """The same with its messages, as `Message.from_dict` has them; days stay texts."""
    match record:
        case {"patterns": _, "values": _}:
            return Message.from_dict(record, known)
        case dict():
            return {name: unpacked(one, known) for name, one in record.items()}
        case list():
            return [unpacked(one, known) for one in record]
    return record


def _value(value: Any, known: Container[tuple[str, ...]]) -> Value:
    match value:
        case dict():
            return Message.from_dict(value, known)
        case [first, last]:
            return Days(first and date.fromisoformat(first), last and date.fromisoformat(last))
        case int() | float():
            return value
    return str(value)


def day_in_words(day: date | None) -> Message:
    """A day as one says it, such as "9 October 2023"."""
    return Message("{days}", days=Days(day, day))


def together(*sentences: str | None) -> str | None:
    """Sentences as one text, in their order; None where there is none."""
    said: str | None = None
    for one in sentences:
        said = Message("{said} {next}", said=said, next=one) if said and one else said or one
    return said or None


def in_a_row(words: Sequence[str]) -> str:
    """Words with commas between them."""
    return _joined(words, lambda names, name: Message("{names}, {name}", names=names, name=name))


def all_of(words: Sequence[str]) -> str:
    """Words with "and" between them."""
    return _joined(words, lambda names, name: Message("{names} and {name}", names=names, name=name))


def one_of(words: Sequence[str]) -> str:
    """Words with "or" between them."""
    return _joined(words, lambda names, name: Message("{names} or {name}", names=names, name=name))


def but_last(words: Sequence[str]) -> Sequence[str]:
    """The last of some words, and before it the others as one, in a row."""
    return [in_a_row(words[:-1]), words[-1]] if words[1:] else words


def quoted(words: str) -> str:
    """Words in quotation marks."""
    return Message("“{words}”", words=words)


def _joined(words: Sequence[str], join: Callable[[str, str], str]) -> str:
    return functools.reduce(join, words) if words else ""


def _in_english(value: Value) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _said(day: date) -> str:
    return format_date(day, "d MMMM y", "en")
