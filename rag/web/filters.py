"""Filters from what a reader or a program wrote. It knows nothing of gradio."""

from collections.abc import Sequence
from datetime import date, datetime

from rag.errors import RagError
from rag.text.characters import well_formed
from rag.types import Filters


def read_filters(
    after: str | None,
    before: str | None,
    sources: Sequence[str] | None,
    authors: Sequence[str] | None,
    *,
    called: tuple[str, str] = ("after", "before"),
) -> Filters:
    """Filters from what was written; ``called`` are the names of the two dates.

    Raises ``RagError`` where one of them is none, where no day lies between them, and where names are none.
    """
    first, last = (_day(text, name) for text, name in zip((after, before), called, strict=True))
    if first and last and first > last:
        raise RagError(f"“{called[0]}” is later than “{called[1]}”: no day lies between {first} and {last}.")
    return Filters(first, last, _names(sources, "sources"), _names(authors, "authors"))


def _day(text: str | None, name: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except (TypeError, ValueError):
        raise RagError(f"“{name}” is not a date: it takes a year, a month and a day (YYYY-MM-DD).") from None


def _names(given: Sequence[str] | None, called: str) -> tuple[str, ...]:
    names = [given] if isinstance(given, str) else given or []
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise RagError(f"“{called}” are not names: they take a list of texts.")
    return tuple(well_formed(name) for name in names if name.strip())
