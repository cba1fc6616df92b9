"""What a caller gives, as what it is meant to be: days, and objects that have what they need."""

from datetime import date, datetime

from rag.errors import ArgumentError


def day_of(given: object, called: str) -> date | None:
    """A day that is given as a date, a time or a text (YYYY-MM-DD), or none. Raises ``ArgumentError``."""
    try:
        if isinstance(given, str):
            return date.fromisoformat(given)
    except ValueError:
        pass
    else:
        if isinstance(given, datetime):
            return given.date()
        if given is None or isinstance(given, date):
            return given
    raise ArgumentError(
        f"“{called}” is not a date: it takes a year, a month and a day (YYYY-MM-DD), not {given!r:.50}."
    )


def able(given: object, called: str, *methods: str) -> None:
    """Nothing. Raises ``ArgumentError`` where an object of the caller's own, if one is given, lacks a method that it is
    called by, which would show only once a question is asked."""
    if given is not None and (lacking := [f"`{one}`" for one in methods if not callable(getattr(given, one, None))]):
        raise ArgumentError(
            f"This is no {called}, as it has no method {' and no method '.join(lacking)}: {given!r:.50} "
            f"(docs/python.md says what each of these has)."
        )
