"""What is set in the filters, in a line of chips above the question, each with a cross that takes it out. Plain
functions from values to strings.
"""

from collections.abc import Iterator, Sequence
from html import escape as exact

from rag.answers.markup import escape
from rag.filters import Filters
from rag.web.words import day, gettext


def chips(filters: Filters, titles: Sequence[str]) -> str:
    """A button for each day and name, whose ``data-unset`` says of which kind and ``data-value`` which it is;
    ``titles`` are those of the articles. "" where nothing is set."""
    drawn = ""
    for kind, value, said in _set(filters, titles):
        label, shown = gettext("Remove {name}", name=escape(said)), f"<bdi>{escape(said)}</bdi> <span>×</span>"
        chip = f"data-unset='{kind}' data-value='{exact(value)}' aria-label='{label}'"
        drawn += f"<li><button type='button' {chip}>{shown}</button></li>"
    return f"<ul aria-label='{gettext('Only articles')}'>{drawn}</ul>" if drawn else ""


def _set(filters: Filters, titles: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What is set: of which kind, as the filters have it, and in words."""
    if filters.after:
        yield "after", str(filters.after), gettext("from {day}", day=day(filters.after))
    if filters.before:
        yield "before", str(filters.before), gettext("up to {day}", day=day(filters.before))
    for name in filters.sources:
        yield "sources", name, gettext("in {names}", names=name)
    for name in filters.authors:
        yield "authors", name, gettext("by {names}", names=name)
    for kind in ("people", "places"):
        for name in getattr(filters, kind):
            yield kind, name, gettext("naming {names}", names=name)
    for name in filters.stories:
        yield "stories", name, gettext("of the story {names}", names=gettext("“{words}”", words=name))
    for name in filters.tags:
        yield "tags", name, gettext("filed under {names}", names=gettext("“{words}”", words=name))
    for identifier, title in zip(filters.articles, titles, strict=True):
        yield "articles", identifier, gettext("“{words}”", words=title)
