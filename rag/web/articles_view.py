"""The articles of an index as HTML: what it holds, when they appeared, what became of their files, and one of them to
read.

Plain functions from values to strings, escaped as the answers are (`rag.web.render`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from html import escape as exact
from typing import Literal

from babel.dates import format_date

from rag.answers.markup import counted, day_in_words, escape, language
from rag.errors import without_folders
from rag.types import STANDINGS, Account, Article, Listed, Standing, Status, counts
from rag.web.render import dates, heading, marked

FEW = 5
"""Files of a kind in the ledger that are shown without being asked for."""

MONTHS = 60
"""Months that a time line has at most; of a longer time it shows years."""

_HEIGHT, _WIDTH = 60, 10  # of the largest bar, and of a bar with the gap behind it, in units of the drawing
_LINE = re.compile(r"[^\n]+")
_HEAD = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(?=\S)")
_ENTRY = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])\s")


def facts(status: Status, accounts: Sequence[Account]) -> str:
    """What an index holds, in one line, with the number of files that were not read, if any; and that its last build
    did not come to its end, where it did not."""
    unread = counts(accounts).get("unread", 0)
    known = [
        counted(status.articles, "article"),
        counted(status.sources, "publisher") if status.sources else "",
        dates(status),
        f"last change {day_in_words(status.updated.date())}" if status.updated else "",
        f"<span class='problem'>{counted(unread, 'file')} not read</span>" if unread else "",
    ]
    unfinished = "" if status.complete else "<p class='problem'>The last build did not come to its end.</p>"
    return f"<p class='corpus'>{' · '.join(filter(None, known))}</p>{unfinished}"


def card(status: Status) -> str:
    """What else there is to say of it, as a list of terms and what there is to say of each."""
    told = [
        ("Undated", f"{status.undated:,}" if status.undated else ""),
        ("Languages", " · ".join(f"{escape(code or 'not said')} {count:,}" for code, count in status.languages)),
        ("Last change", _moment(status.updated) if status.updated else ""),
        ("Chunks", f"{status.chunks:,}"),
        ("Model", escape(status.model)),
        ("Generation", f"{status.generation:,}"),
        ("Size", _size(status.size)),
    ]
    items = "".join(f"<div><dt>{term}</dt><dd>{fact}</dd></div>" for term, fact in told if fact)
    return f"<dl class='corpus'>{items}</dl>"


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


def asking(identifier: str, stories: Sequence[str]) -> str:
    """What asks an article alone, or a story that it is of."""
    about = f"<button type='button' class='ask' data-article='{exact(identifier)}'>Ask about this article</button>"
    about += "".join(
        f"<button type='button' class='ask' data-story='{exact(one)}'>Ask about the story “<bdi>{escape(one)}</bdi>”"
        "</button>"
        for one in stories
    )
    return f"<p class='tools'>{about}</p>"


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


def _moment(moment: datetime) -> str:
    said = f"{day_in_words(moment.date())}, {moment:%H:%M} UTC"
    return f"<time datetime='{moment.isoformat(timespec='seconds')}'>{said}</time>"


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
