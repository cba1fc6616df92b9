"""The articles of an index as HTML: what it holds, when they appeared, a table of them, and one of them to read.

Plain functions from values to strings, escaped as the answers are (`rag.web.render`). What is to be clicked carries in
its ``data-`` attributes what the page needs to follow it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from html import escape as exact
from typing import Literal

from babel.dates import format_date

from rag.errors import RagError
from rag.text.words import fold, held
from rag.types import STANDINGS, Account, Article, Listed, Standing, Status, counts
from rag.web.render import counted, dates, day_in_words, escape, heading, language, marked, without_folders

FEW = 5
"""Files of a kind in the ledger that are shown without being asked for."""

MONTHS = 60
"""Months that a time line has at most; of a longer time it shows years."""

COLUMNS = {"title": "Title", "source": "Source", "author": "Author", "published": "Published", "length": "Characters"}
"""What the table can be sorted by, and how its columns are called."""

_KEYS: Mapping[str, Callable[[Listed], str | int | None]] = {
    "title": lambda one: fold(one.title),
    "source": lambda one: fold(one.source) if one.source else None,
    "author": lambda one: fold(one.author) if one.author else None,
    "published": lambda one: one.published.toordinal() if one.published else None,
    "length": lambda one: one.characters,
}
_HEIGHT, _WIDTH = 60, 10  # of the largest bar, and of a bar with the gap behind it, in units of the drawing
_LINE = re.compile(r"[^\n]+")
_HEAD = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(?=\S)")
_ENTRY = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])\s")


def card(status: Status) -> str:
    """What an index holds, as a list of terms and what there is to say of each."""
    facts = [
        ("Articles", f"{status.articles:,} ({counted(status.chunks, 'chunk')})"),
        ("Sources", f"{status.sources:,}"),
        ("Dates", _range(status)),
        ("Languages", " · ".join(f"{escape(code or 'not said')} {count:,}" for code, count in status.languages)),
        ("Last change", _moment(status)),
        ("Model", escape(status.model)),
        ("Generation", f"{status.generation:,}"),
        ("Size", _size(status.size)),
    ]
    items = "".join(f"<div><dt>{term}</dt><dd>{fact}</dd></div>" for term, fact in facts if fact)
    unfinished = "" if status.complete else "<p class='problem'>The last build did not come to its end.</p>"
    return f"<dl class='corpus'>{items}</dl>{unfinished}"


def timeline(listing: Sequence[Listed]) -> str:
    """How many articles appeared in each month, or each year where that is more than ``MONTHS`` of them: as bars, and
    as a table for those who want the figures or can't see bars. Undated ones are told in words."""
    days = [one.published for one in listing if one.published is not None]
    undated = _undated(len(listing) - len(days))
    if not days:
        return f"<p class='none'>{undated or 'There are no articles.'}</p>"
    yearly = _month(max(days)) - _month(min(days)) >= MONTHS
    counts = Counter(day.year if yearly else _month(day) for day in days)
    named = str if yearly else _month_in_words
    first, last, most = min(counts), max(counts), max(counts.values())
    # Periods without an article have no bar and no row, so that one odd date does not make a drawing of centuries.
    bars = "".join(
        f"<rect x='{(period - first) * _WIDTH}' y='{_HEIGHT - height:g}' width='{_WIDTH - 2}' height='{height:g}'>"
        f"<title>{named(period)}: {count:,}</title></rect>"
        for period, count in sorted(counts.items())
        for height in (max(1, round(_HEIGHT * count / most, 1)),)
    )
    span = named(first) if first == last else f"{named(first)} to {named(last)}"
    kind = "year" if yearly else "month"
    busiest = next(period for period in sorted(counts) if counts[period] == most)
    label = f"Articles by {kind}, {span}: {len(days):,} in all, at most {most:,}, in {named(busiest)}"
    rows = "".join(
        f"<tr><th scope='row'>{named(period)}</th><td>{count:,}</td></tr>" for period, count in sorted(counts.items())
    )
    return (
        f"<figure class='timeline'><svg role='img' aria-label='{escape(label)}' fill='currentColor' width='100%' "
        f"height='{_HEIGHT}' viewBox='0 0 {(last - first + 1) * _WIDTH} {_HEIGHT}' preserveAspectRatio='none'>{bars}"
        f"</svg><figcaption>{span}{'. ' + undated if undated else ''}</figcaption><details><summary>Figures</summary>"
        f"<table><caption>Articles by {kind}</caption><thead><tr><th scope='col'>{kind.capitalize()}</th>"
        f"<th scope='col'>Articles</th></tr></thead><tbody>{rows}</tbody></table></details></figure>"
    )


def table(
    listing: Sequence[Listed],
    *,
    text: str = "",
    sort: str = "published",
    descending: bool = True,
    first: int = 0,
    count: int = 50,
    removable: bool = False,
) -> str:
    """A part of a list of articles: of those that hold all words of ``text`` in title, source, author or id, whatever
    case and accents, sorted, ``count`` from the ``first`` on (from 0); from the last part where there are not so many.

    ``sort`` is ``title``, ``source``, ``author``, ``published`` or ``length``; what has none comes last, in either
    direction. A button with ``data-sort`` and ``data-descending`` asks for another order, one with ``data-first`` for
    another part, ``button.open`` for an article and, where they are ``removable``, ``button.remove`` for its removal.
    Raises ``RagError`` for an unknown ``sort``.
    """
    if sort not in _KEYS:
        raise RagError(f"Articles can't be sorted by {sort!r}: choose one of {', '.join(_KEYS)}.")
    matching = _sorted(_matching(listing, text), _KEYS[sort], descending=descending)
    if not matching:
        return f"<p class='none'>{f'No article has “{escape(text)}”.' if listing else 'There are no articles.'}</p>"
    count = max(1, count)
    first = max(0, min(first, (len(matching) - 1) // count * count))
    shown = matching[first : first + count]
    heads = "".join(_head(name, sorted_by=sort == name, descending=descending) for name in COLUMNS)
    heads += "<th scope='col'>Remove</th>" if removable else ""
    rows = "".join(_row(one, removable=removable) for one in shown)
    return (
        f"<table class='articles'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f"{_pages(first, len(shown), len(matching), len(listing), count)}"
    )


def ledger(accounts: Sequence[Account]) -> str:
    """What became of the files of the corpus at the last build: how many were read, and all that was not, or not whole,
    each with the reason, by what became of it; the reader may choose one of these. Those beyond ``FEW`` are folded."""
    told = {
        standing: listed
        for standing in STANDINGS
        if standing != "read" and (listed := [one for one in accounts if one.standing == standing])
    }
    if not told:
        return ""
    totals = counts(accounts)
    choices = [_choice("all", sum(totals.values()))]
    choices += [_choice(standing, totals[standing]) for standing in STANDINGS if standing in totals]
    return (
        f"<div class='ledger'><fieldset><legend>Files</legend>{''.join(choices)}</fieldset>"
        f"{''.join(_standing(standing, listed, totals[standing]) for standing, listed in told.items())}</div>"
    )


def _choice(standing: Standing | Literal["all"], number: int) -> str:
    words = "All" if standing == "all" else STANDINGS[standing]
    checked = " checked" if standing == "all" else ""
    return f"<label><input type='radio' name='standing' value='{standing}'{checked}> {words} {number:,}</label>"


def reader(article: Article, marks: Sequence[tuple[int, int, str]] = (), *, below: str = "") -> str:
    """A whole article in its headings, paragraphs and entries of lists, with some HTML ``below`` its head.

    ``marks`` are half-open bounds in its text, each with a name for ``data-cite``; where some overlap, one mark has the
    names of all. A mark that goes on in the next paragraph is drawn in both.
    """
    waiting = sorted(((start, end, escape(name)) for start, end, name in marks), reverse=True)
    begun: list[tuple[int, int, str]] = []
    html = ""
    for tag, start, end in _blocks(article.text):
        # Both marks and blocks are in order, so that each block is held against the marks near it alone.
        while waiting and waiting[-1][0] < end:
            begun.append(waiting.pop())
        begun = [one for one in begun if one[1] > start]
        words = "".join(words for _, words in marked(article.text, start, end, begun))
        html += f"<{tag} dir='auto'>{words}</{tag.partition(' ')[0]}>"
    return f"<article class='card reader'{language(article.lang)}>{heading(article)}{below}{html}</article>"


def _blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """What a text is made of: the tag it is drawn with, and its bounds. A heading is one line that begins with number
    signs, which are left out; the entry of a list begins with its sign, and a paragraph ends at a blank line."""
    opened: tuple[str, int, int] | None = None
    for line in _LINE.finditer(text):
        start, end = line.span()
        blank = not line[0].strip()
        apart = opened is not None and text.count("\n", opened[2], start) > 1
        head = _HEAD.match(line[0])
        entry = _ENTRY.match(line[0])
        if opened is not None and (blank or apart or head or entry):
            yield opened
            opened = None
        if head:
            yield f"h{min(6, 3 + len(head[1]))}", start + head.end(), end
        elif opened is not None:
            opened = (opened[0], opened[1], end)
        elif not blank:
            opened = ("p class='entry'" if entry else "p", start, end)
    if opened is not None:
        yield opened


def _range(status: Status) -> str:
    undated = f"{status.undated:,} undated" if status.undated else ""
    return " · ".join(filter(None, [dates(status), undated]))


def _moment(status: Status) -> str:
    if status.updated is None:
        return ""
    moment = f"{day_in_words(status.updated.date())}, {status.updated:%H:%M} UTC"
    return f"<time datetime='{status.updated.isoformat(timespec='seconds')}'>{moment}</time>"


def _size(octets: int) -> str:
    return f"{octets / 1e6:,.1f} MB" if octets >= 1e5 else f"{octets / 1e3:,.1f} kB"


def _undated(number: int) -> str:
    if not number:
        return ""
    return f"{counted(number, 'article')} {'has' if number == 1 else 'have'} no known date."


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_in_words(month: int) -> str:
    return format_date(date(month // 12, month % 12 + 1, 1), "MMMM y", "en")


def _matching(listing: Sequence[Listed], text: str) -> list[Listed]:
    if not text.strip():
        return list(listing)
    return [one for one in listing if held(text, (one.title, one.source, one.author, one.id))]


def _sorted(listing: list[Listed], key: Callable[[Listed], str | int | None], *, descending: bool) -> list[Listed]:
    """Those without a key last; those with the same one by title and id."""
    listing = sorted(listing, key=lambda one: (fold(one.title), one.id))
    keyed = [(value, one) for one in listing if (value := key(one)) is not None]
    ordered = [one for _, one in sorted(keyed, key=lambda pair: pair[0], reverse=descending)]
    return ordered + [one for one in listing if key(one) is None]


def _head(name: str, *, sorted_by: bool, descending: bool) -> str:
    order = ("descending" if descending else "ascending") if sorted_by else "none"
    # A second click turns the order around; a first one begins with what is asked for most.
    following = not descending if sorted_by else name in ("published", "length")
    words = f"{COLUMNS[name]}: sort {'descending' if following else 'ascending'}"
    sign = (" ▼" if descending else " ▲") if sorted_by else ""
    return (
        f"<th scope='col' aria-sort='{order}'><button type='button' data-sort='{name}' "
        f"data-descending='{str(following).lower()}' aria-label='{words}'>{COLUMNS[name]}{sign}</button></th>"
    )


def _row(one: Listed, *, removable: bool) -> str:
    article = f"data-article='{exact(one.id)}'"  # not on one line, as an id is to be found again
    cells = [
        f"<bdi>{escape(one.source or '')}</bdi>",
        f"<bdi>{escape(one.author or '')}</bdi>",
        f"<time datetime='{one.published}'>{day_in_words(one.published)}</time>" if one.published else "undated",
        f"{one.characters:,}",
    ]
    if removable:
        label = f"Remove {escape(one.title)}"
        cells.append(
            f"<button type='button' class='remove' {article} data-file='{exact(one.file)}' aria-label='{label}'>"
            "Remove</button>"
        )
    title = f"<button type='button' class='open' {article}{language(one.lang)}><bdi>{escape(one.title)}</bdi></button>"
    name = f"<th scope='row'>{title} <small><bdi>{escape(one.id)}</bdi></small></th>"
    return f"<tr>{name}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _pages(first: int, shown: int, matching: int, every: int, count: int) -> str:
    buttons = ""
    if first > 0:
        buttons += f"<button type='button' data-first='{max(0, first - count)}'>Previous</button>"
    if first + shown < matching:
        buttons += f"<button type='button' data-first='{first + count}'>Next</button>"
    every_one = f" ({every:,} without the search)" if matching != every else ""
    part = f"Showing {first + 1:,}–{first + shown:,} of {matching:,}{every_one}"
    return f"<nav class='pages' aria-label='Parts of the list'><span>{part}</span>{buttons}</nav>"


def _standing(standing: Standing, accounts: Sequence[Account], number: int) -> str:
    rest = accounts[FEW:]
    more = f"<details><summary>{len(rest):,} more</summary>{_reasons(rest)}</details>" if rest else ""
    heading = f"<h3>{STANDINGS[standing]}: {number:,}</h3>"
    return f"<section class='problems {standing}'>{heading}{_reasons(accounts[:FEW])}{more}</section>"


def _reasons(accounts: Sequence[Account]) -> str:
    lines = "".join(
        f"<li>{'' if one.path == '.' else f'<code><bdi>{escape(one.path)}</bdi></code> '}"
        f"{'<br> '.join(f'<span>{escape(without_folders(reason))}</span>' for reason in one.reasons)}</li>"
        for one in accounts
    )
    return f"<ul>{lines}</ul>"
