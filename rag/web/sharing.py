"""The address that asks a question under its filters, written and read. It knows nothing of the page that it opens."""

from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from rag.filters import Filters

_DAYS = ("after", "before")
NAMES = {
    "source": "sources",
    "author": "authors",
    "person": "people",
    "place": "places",
    "story": "stories",
    "tag": "tags",
    "article": "articles",
}
"""What filters are called in an address, as at the command line -> in `Filters`, whose order this is."""
_ASKING = {"q", *_DAYS, *NAMES, "add"}
"""What the page's own address asks of it: a question with its filters, an address to fill in."""


def address(question: str, filters: Filters) -> str:
    """The query string of the page at which a question is asked, "?" included."""
    days = [(name, str(day)) for name in _DAYS if (day := getattr(filters, name))]
    names = [(name, one) for name, kind in NAMES.items() for one in getattr(filters, kind)]
    return "?" + urlencode([("q", question), *days, *names], quote_via=quote)


def asked(query: str) -> tuple[str, Filters]:
    """What a query string, without "?", asks: the question, "" where there is none, and its filters. Raises
    ``ArgumentError`` for filters that can't be."""
    given = parse_qsl(query)
    values = dict(given)
    filters: list[Any] = [values.get(day) for day in _DAYS]
    filters += [tuple(value for name, value in given if name == wanted) for wanted in NAMES]
    return values.get("q", ""), Filters(*filters)


def kept(query: str) -> str:
    """That of a query string which asks something, written anew: what goes with a reader to the login and back."""
    return urlencode([(name, value) for name, value in parse_qsl(query) if name in _ASKING])
