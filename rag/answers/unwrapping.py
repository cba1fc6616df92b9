"""A model's answer in JSON -> its text. It knows no names of fields: a text is said, and a number beside it names a
passage."""

import json
import re
from collections.abc import Iterator

_FENCE = re.compile(r"\s*```(?:json)?\s*(?=[\[{])|(?<=[\]}])\s*```\s*\Z", re.IGNORECASE)
_BEGINS = re.compile(r"\s*(?:\{|\[\s*[\[{\"])")


def unwrapped(text: str, *, finished: bool) -> str:
    """What is said in a text that is one object or list of JSON, with its numbers as markers; any other text as it is.
    Of one that is not ``finished`` nothing is known yet."""
    bare = _FENCE.sub("", text)
    if not _BEGINS.match(bare):
        return text
    try:
        return "\n\n".join(_said(json.loads(bare)))
    except (ValueError, RecursionError):
        return text if finished else ""


def _said(value: object) -> Iterator[str]:
    match value:
        case str(text):
            yield text
        case list(values):
            for one in values:
                yield from _said(one)
        case dict(fields):
            told = list(_said(list(fields.values())))
            markers = "".join(f"[{number}]" for one in fields.values() for number in _numbers(one))
            yield from [*told[:-1], f"{told[-1]} {markers}".rstrip()] if told else []


def _numbers(value: object) -> list[int]:
    """A number, or those of a list of nothing else."""
    values = value if isinstance(value, list) else [value]
    whole = [one for one in values if isinstance(one, int) and not isinstance(one, bool)]
    return whole if len(whole) == len(values) else []
