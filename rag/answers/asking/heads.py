"""What the head of a question about articles asks for: "the two newest articles", "which month has most"."""

import re
from typing import get_args

from rag.answers.asking.asked import Asked, Most, Wants
from rag.text.period_words import number_in

_UNITS = {
    "monat": "month", "mois": "month", "mes": "month", "month": "month", "jahr": "year", "année": "year", "año": "year",
    "year": "year", "tag": "day", "jour": "day", "día": "day", "day": "day",
}  # fmt: skip


_SEVERAL = 8
"""How many of the newest articles tell what is new, where nobody says how many are wanted."""


def head(kind: str, match: re.Match[str], lang: str) -> Asked | None:
    """What the head of a question asks for; None where it names no number in the place of one."""
    wants, _, more = kind.partition(" ")
    given = match.groupdict()
    if wants in ("most", "fewest"):
        unit = _UNITS.get(given.get("unit") or "", more)
        most = next(one for one in get_args(Most) if one == unit)
        return Asked("articles", "count", most=most, fewest=wants == "fewest")
    said = given.get("n") or given.get("m")
    number = _SEVERAL if more == "several" else None
    if said and said not in ("the", "very"):
        number = number_in(said, lang)
        if number is None:
            return None
    known = next(one for one in get_args(Wants) if one == wants)
    return Asked("articles", known, number=number, counted=more == "count" or wants == "count")
