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

from rag.answers.markup import escape, language
from rag.errors import without_folders
from rag.index.accounts import STANDINGS, Account, counts
from rag.types import Article, Listed, Standing, Status
from rag.web import words
from rag.web.render import dates, heading, marked
from rag.web.words import articles, gettext, ngettext, written

FEW = 5
"""Files of a kind in the ledger that are shown without being asked for."""

MONTHS = 60
"""Months that a time line has at most; of a longer time it shows years."""

_HEIGHT, _WIDTH = 60, 10  # of the largest bar, and of a bar with the gap behind it, in units of the drawing
_LINE = re.compile(r"[^\n]+")
HEAD = re.compile(r"^[ ]{0,3}(#{1,6})[ \t]+(?=\S)", re.MULTILINE)
"""What begins a heading."""
_ENTRY = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])\s")


def facts(status: Status, accounts: Sequence[Account]) -> str:
    """What an index holds, in one line, with the number of files that were not read, if any; and that its last build
    did not come to its end, where it did not."""
    unread = counts(accounts).get("unread", 0)
    known = [
        articles(status.articles),
        ngettext("{number} publisher", "{number} publishers", status.sources) if status.sources else "",
        dates(status),
        gettext("last change {day}", day=words.day(status.updated.date())) if status.updated else "",
        f"<span class='problem'>{_not_read(unread)}</span>" if unread else "",
    ]
    unfinished = gettext("The last build did not come to its end.")
    said = "" if status.complete else f"<p class='problem'>{unfinished}</p>"
    return f"<p class='corpus'>{' · '.join(filter(None, known))}</p>{said}"


def card(status: Status) -> str:
    """What else there is to say of it, as a list of terms and what there is to say of each."""
    told = [
        (gettext("Undated"), written(status.undated) if status.undated else ""),
        (gettext("Languages"), " · ".join(f"{_lang(code)} {written(count)}" for code, count in status.languages)),
        (gettext("Last change"), _moment(status.updated) if status.updated else ""),
        (gettext("Chunks"), written(status.chunks)),
        (gettext("Model"), escape(status.model)),
        (gettext("Generation"), written(status.generation)),
        (gettext("Size"), _size(status.size)),
    ]
    items = "".join(f"<div><dt>{term}</dt><dd>{fact}</dd></div>" for term, fact in told if fact)
    return f"<dl class='corpus'>{items}</dl>"


def timeline(listing: Sequence[Listed]) -> str:
    """How many articles appeared in each month, or each year where that is more than ``MONTHS`` of them: as bars, and
    as a table for those who want the figures or can't see bars. Undated ones are told in words."""
    days = [one.published for one in listing if one.published is not None]
    undated = _undated(len(listing) - len(days))
    if not days:
        return f"<p class='none'>{undated or gettext('There are no articles.')}</p>"
    yearly = _month(max(days)) - _month(min(days)) >= MONTHS
    counts = Counter(day.year if yearly else _month(day) for day in days)
    named = str if yearly else _month_in_words
    first, last, most = min(counts), max(counts), max(counts.values())
    # Periods without an article have no bar and no row, so that one odd date does not make a drawing of centuries.
    bars = "".join(
        f"<rect x='{(period - first) * _WIDTH}' y='{_HEIGHT - height:g}' width='{_WIDTH - 2}' height='{height:g}'>"
        f"<title>{named(period)}: {written(count)}</title></rect>"
        for period, count in sorted(counts.items())
        for height in (max(1, round(_HEIGHT * count / most, 1)),)
    )
    span = named(first)
    if first != last:
        span = gettext("{first} to {last}", first=span, last=named(last))
    caption = gettext("Articles by year") if yearly else gettext("Articles by month")
    busiest = next(period for period in sorted(counts) if counts[period] == most)
    label = caption + gettext(
        ", {span}: {total} in all, at most {most}, in {busiest}",
        span=span,
        total=written(len(days)),
        most=written(most),
        busiest=named(busiest),
    )
    rows = "".join(
        f"<tr><th scope='row'>{named(period)}</th><td>{written(count)}</td></tr>"
        for period, count in sorted(counts.items())
    )
    return (
        f"<figure class='timeline'><svg role='img' aria-label='{escape(label)}' fill='currentColor' width='100%' "
        f"height='{_HEIGHT}' viewBox='0 0 {(last - first + 1) * _WIDTH} {_HEIGHT}' preserveAspectRatio='none'>{bars}"
        f"</svg><figcaption>{span}{'. ' + undated if undated else ''}</figcaption><details>"
        f"<summary>{gettext('Figures')}</summary><table><caption>{caption}</caption><thead><tr>"
        f"<th scope='col'>{gettext('Year') if yearly else gettext('Month')}</th>"
        f"<th scope='col'>{gettext('Articles')}</th></tr></thead><tbody>{rows}</tbody></table></details></figure>"
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
        f"<div class='ledger'><fieldset><legend>{gettext('Files')}</legend>{''.join(choices)}</fieldset>"
        f"{''.join(_standing(standing, listed, totals[standing]) for standing, listed in told.items())}</div>"
    )


def _choice(standing: Standing | Literal["all"], number: int) -> str:
    name = gettext("All") if standing == "all" else _in_words(standing)
    checked = " checked" if standing == "all" else ""
    return f"<label><input type='radio' name='standing' value='{standing}'{checked}> {name} {written(number)}</label>"


def _in_words(standing: Standing) -> str:
    return {
        "read": gettext("Read in full"),
        "partly": gettext("Read in part"),
        "teaser": gettext("Perhaps only the beginning"),
        "twin": gettext("The same text again"),
        "unread": gettext("Not read"),
        "passed": gettext("Passed over"),
    }[standing]


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
        said = "".join(said for _, said in marked(article.text, start, end, begun))
        html += f"<{tag} dir='auto'>{said}</{tag.partition(' ')[0]}>"
    return f"<article class='card reader'{language(article.lang)}>{heading(article)}{below}{html}</article>"


def tools(identifier: str, stories: Sequence[str], *, changeable: bool) -> str:
    """What asks an article alone, or a story that it is of, and what amends it, where it is ``changeable``."""
    about = f"<button type='button' class='ask' data-article='{exact(identifier)}'>"
    about += f"{gettext('Ask about this article')}</button>"
    for one in stories:
        said = gettext("Ask about the story “{story}”", story=f"<bdi>{escape(one)}</bdi>")
        about += f"<button type='button' class='ask' data-story='{exact(one)}'>{said}</button>"
    if changeable:
        about += f"<button type='button' class='amend' data-article='{exact(identifier)}'>{gettext('Amend')}</button>"
    return f"<p class='tools'>{about}</p>"


def _blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """What a text is made of: the tag it is drawn with, and its bounds. A heading is one line that begins with number
    signs, which are left out, and is of the level below that of the one that it stands under, whatever their numbers;
    the entry of a list begins with its sign, and a paragraph ends at a blank line."""
    opened: tuple[str, int, int] | None = None
    above: list[int] = []  # the number signs of the headings that one stands under
    for line in _LINE.finditer(text):
        start, end = line.span()
        blank = not line[0].strip()
        apart = opened is not None and text.count("\n", opened[2], start) > 1
        head = HEAD.match(line[0])
        entry = _ENTRY.match(line[0])
        if opened is not None and (blank or apart or head or entry):
            yield opened
            opened = None
        if head:
            above = [*(signs for signs in above if signs < len(head[1])), len(head[1])]
            yield f"h{min(6, 3 + len(above))}", start + head.end(), end
        elif opened is not None:
            opened = (opened[0], opened[1], end)
        elif not blank:
            opened = ("p class='entry'" if entry else "p", start, end)
    if opened is not None:
        yield opened


def _not_read(files: int) -> str:
    return ngettext("{number} file not read", "{number} files not read", files)


def _lang(code: str | None) -> str:
    return escape(words.named(code)) if code else gettext("not said")


def _moment(moment: datetime) -> str:
    return f"<time datetime='{moment.isoformat(timespec='seconds')}'>{words.moment(moment)}</time>"


def _size(octets: int) -> str:
    return f"{written(octets / 1e6, 1)} MB" if octets >= 1e5 else f"{written(octets / 1e3, 1)} kB"


def _undated(number: int) -> str:
    if not number:
        return ""
    return ngettext("{number} article has no known date.", "{number} articles have no known date.", number)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_in_words(month: int) -> str:
    return words.month(date(month // 12, month % 12 + 1, 1))


def _standing(standing: Standing, accounts: Sequence[Account], number: int) -> str:
    rest = accounts[FEW:]
    more = (
        f"<details><summary>{gettext('{number} more', number=written(len(rest)))}</summary>{_reasons(rest)}</details>"
        if rest
        else ""
    )
    heading = f"<h3>{_in_words(standing)}: {written(number)}</h3>"
    return f"<section class='problems {standing}'>{heading}{_reasons(accounts[:FEW])}{more}</section>"


def _reasons(accounts: Sequence[Account]) -> str:
    lines = "".join(
        f"<li>{'' if one.path == '.' else f'<code><bdi>{escape(one.path)}</bdi></code> '}"
        f"{'<br> '.join(f'<span>{escape(without_folders(reason))}</span>' for reason in one.reasons)}</li>"
        for one in accounts
    )
    return f"<ul>{lines}</ul>"
