"""The list of the articles as HTML: a table of them with what one can do with each, what narrows it, and where one may
jump to in it.

Plain functions from values to strings, escaped as the answers are (`rag.web.render`). What is to be clicked carries in
its ``data-`` attributes what the page needs to follow it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import escape as exact
from types import MappingProxyType

from rag.answers.markup import escape, language
from rag.filters import Filters
from rag.text.words import fold
from rag.types import Listed
from rag.web import words
from rag.web.listing import FACETS, KINDS, Facet, Selection, Wanted, jumps, part
from rag.web.words import articles, dated, gettext, written

PART = 50
"""Articles of a list that are shown at once."""
_MOST_VALUES = 200  # of a facet, those of the most articles; the search finds the others
_MOST_NAMES = 12  # the same of authors, people, places, stories and tags, the others of which one looks for


def columns() -> dict[str, str]:
    """What the table can be sorted by, and how its columns are called."""
    return {
        "title": gettext("Title"),
        "source": gettext("Publisher"),
        "author": gettext("Author"),
        "published": gettext("Published"),
        "length": gettext("Characters"),
    }


def table(
    selection: Selection,
    wanted: Wanted,
    twins: Mapping[str, Sequence[str]],
    *,
    count: int = PART,
    changeable: bool = False,
    excerpts: Mapping[str, tuple[str, str, str]] = MappingProxyType({}),
    asked: Filters | None = None,
) -> str:
    """A part of a selection: ``count`` articles (1 or more) from the one on that is wanted, or from the last part where
    there are not so many. ``twins`` has by id the ids of those of the same words, ``excerpts`` the words around what
    was found in a text, and ``asked`` are the filters that let pass what is selected, where there are such.

    A button with ``data-sort`` and ``data-descending`` asks for another order, as an option of ``.order`` does where
    there is no room for the heads; one with ``data-first`` for another part, ``button.open`` and ``button.read`` for an
    article, ``button.ask`` to ask it, or all that is selected, alone, as a row's tick does for all that are ticked,
    ``button.csv`` for all that is selected as a file, and, where they are ``changeable``, ``button.amend`` and
    ``button.remove`` for that.
    """
    matching = selection.articles
    if not matching:
        return _nothing(selection, wanted)
    first, shown = part(selection, wanted.first, count)
    heads = "".join(
        _head(name, called, sorted_by=wanted.sort == name, descending=wanted.descending)
        for name, called in columns().items()
    )
    rows = "".join(_row(one, twins.get(one.id, ()), excerpts.get(one.id), changeable=changeable) for one in shown)
    choose, more = (
        f"<th scope='col' role='columnheader'>{called}</th>" for called in (gettext("Choose"), gettext("More"))
    )
    return (
        f"{_asking(asked, len(matching))}{_order(wanted)}{_jumps(matching, wanted, count)}"
        f"<table class='articles' role='table'><thead role='rowgroup'><tr role='row'>{choose}{heads}{more}</tr></thead>"
        f"<tbody role='rowgroup'>{rows}</tbody></table>"
        f"{_pages(first, len(shown), selection, count)}"
    )


def facets(selection: Selection, wanted: Wanted) -> str:
    """What narrows the list and what is asked, each value with the number of articles that it would leave. A button
    with ``data-kind`` and ``data-value`` sets the filter of that kind or no longer; one with ``data-facet`` in place of
    a kind narrows the list by what filters can't say; ``button.clear`` chooses none of them."""
    legends: Mapping[Facet, str] = {
        "source": gettext("Publisher"),
        "author": gettext("Author"),
        "year": gettext("Year"),
        "lang": gettext("Language"),
        "person": gettext("People"),
        "place": gettext("Places"),
        "story": gettext("Stories"),
        "tag": gettext("Tags"),
    }
    looked_for, groups, found = fold(wanted.named).split(), "", 0
    for facet, values in selection.facets.items():
        chosen, named = set(map(str.casefold, wanted.of(facet))), facet not in ("source", "year", "lang")
        some = [one for one in values if all(word in fold(called(facet, one[0])) for word in looked_for)]
        found += len(some)
        shown = some[: _MOST_NAMES if named else _MOST_VALUES]
        shown = [*shown, *(one for one in values if one[0].casefold() in chosen and one not in shown)]
        buttons = "".join(_value(facet, *one, pressed=one[0].casefold() in chosen) for one in shown)
        # What all have narrows nothing. Its place stays, as the browser keeps what has the keyboard by its place.
        hidden = " hidden" if (len(values) < 2 and not chosen) or not shown else ""
        legend = legends[facet]
        if named:
            opened = " open" if chosen or looked_for else ""
            drawn = f"<fieldset class='facet' aria-label='{legend}'>{buttons}</fieldset>"
            groups += f"<details data-fold='{facet}'{opened}{hidden}><summary>{legend}</summary>{drawn}</details>"
        else:
            groups += f"<fieldset class='facet'{hidden}><legend>{legend}</legend>{buttons}</fieldset>"
    if looked_for and not found:
        groups += f"<p class='none'>{gettext('Nothing here is called “{words}”.', words=escape(wanted.named))}</p>"
    clear = f"<button type='button' class='clear'>{gettext('Choose none of these')}</button>"
    return groups + (clear if wanted.narrows else "")


def _value(facet: Facet, value: str, number: int, *, pressed: bool) -> str:
    kind = "year" if facet == "year" else KINDS.get(facet)
    what = f"data-kind='{kind}'" if kind and value else f"data-facet='{facet}'"
    return (
        f"<button type='button' class='facet' {what} data-value='{exact(value)}' aria-pressed='{str(pressed).lower()}'>"
        f"<bdi>{escape(called(facet, value))}</bdi> {written(number)}</button>"
    )


def narrowing(wanted: Wanted) -> str:
    """What was chosen, in words and not escaped; "" for nothing."""
    names = [called(facet, value) for facet in FACETS for value in wanted.of(facet)]
    after, before = wanted.filters.after, wanted.filters.before
    if not wanted.of("year"):
        names += [gettext("from {day}", day=words.day(after))] if after else []
        names += [gettext("up to {day}", day=words.day(before))] if before else []
    return ", ".join(names)


def called(facet: Facet, value: str) -> str:
    """A value of a facet as one says it: a language by its name."""
    if facet == "lang" and value:
        return words.named(value)
    unknown = {"year": gettext("undated"), "lang": gettext("not said")}
    return value or unknown.get(facet, gettext("not named"))


def _nothing(selection: Selection, wanted: Wanted) -> str:
    if not selection.every:
        said = gettext("There are no articles.")
    elif not wanted.text.strip():
        said = gettext("No article is all of what was chosen.")
    elif wanted.narrows:
        said = gettext("No article of those chosen has “{words}”.", words=escape(wanted.text))
    else:
        said = gettext("No article has “{words}”.", words=escape(wanted.text))
    return f"<p class='none'>{said}</p>"


def _asking(asked: Filters | None, number: int) -> str:
    """What asks all that is selected, where the filters let others pass."""
    if asked is None:
        return ""
    said = gettext("Ask only this one") if number == 1 else gettext("Ask only these {number}", number=written(number))
    filters = exact(json.dumps(asdict(asked), default=str))
    return f"<p class='alone'><button type='button' class='ask' data-filters='{filters}'>{said}</button></p>"


def _jumps(articles: Sequence[Listed], wanted: Wanted, count: int) -> str:
    """Where a list of more than a page may be jumped to."""
    places = jumps(articles, wanted.sort) if len(articles) > count else []
    unknown = gettext("undated") if wanted.sort == "published" else gettext("not named")
    buttons = "".join(
        f"<button type='button' data-first='{number}'>{escape(label or unknown)}</button>" for label, number in places
    )
    return f"<nav class='jumps' aria-label='{gettext('Jump to')}'>{buttons}</nav>" if buttons else ""


def _order(wanted: Wanted) -> str:
    """The orders to choose from, where the heads have no room."""
    options = ""
    for name, column in columns().items():
        for descending in (True, False):
            chosen = " selected" if (name, descending) == (wanted.sort, wanted.descending) else ""
            value = f"{name} {str(descending).lower()}"
            options += (
                f"<option value='{value}' aria-label='{_sorting(column, descending=descending)}'{chosen}>"
                f"{column} {'▼' if descending else '▲'}</option>"
            )
    return f"<label class='order'>{gettext('Sort by')} <select>{options}</select></label>"


def _sorting(column: str, *, descending: bool) -> str:
    if descending:
        return gettext("{column}: sort descending", column=column)
    return gettext("{column}: sort ascending", column=column)


def _head(name: str, called: str, *, sorted_by: bool, descending: bool) -> str:
    order = ("descending" if descending else "ascending") if sorted_by else "none"
    # A second click turns the order around; a first one begins with what is asked for most.
    following = not descending if sorted_by else name in ("published", "length")
    label = _sorting(called, descending=following)
    sign = (" ▼" if descending else " ▲") if sorted_by else ""
    return (
        f"<th scope='col' role='columnheader' aria-sort='{order}'><button type='button' data-sort='{name}' "
        f"data-descending='{str(following).lower()}' aria-label='{label}'>{called}{sign}</button></th>"
    )


def _row(one: Listed, twins: Sequence[str], found: tuple[str, str, str] | None, *, changeable: bool) -> str:
    article = f"data-article='{exact(one.id)}'"  # not on one line, as an id is to be found again
    title = f"<button type='button' class='open' {article}{language(one.lang)}><bdi>{escape(one.title)}</bdi></button>"
    also = f"<bdi>{escape(', '.join(twins[:3]))}</bdi>"
    if len(twins) > 3:
        also = gettext("{some} and {number} more", some=also, number=written(len(twins) - 3))
    also = f" · {gettext('also as {names}', names=also)}" if twins else ""
    cells = [
        ("source", f"<bdi>{escape(one.source or '')}</bdi>"),
        ("author", f"<bdi>{escape(one.author or '')}</bdi>"),
        ("published", f"<time datetime='{one.published}'>{dated(one)}</time>" if one.published else dated(one)),
        ("length", written(one.characters)),
        ("acts", _acts(one, article, changeable=changeable)),
    ]
    drawn = "".join(f"<td role='cell' class='{column}'>{cell}</td>" for column, cell in cells)
    # The roles are said, as a browser forgets them where a narrow page draws the rows as a list.
    name = f"<th scope='row' role='rowheader'>{title} <small><bdi>{escape(one.id)}</bdi>{also}</small>"
    if found is not None:
        before, word, behind = map(escape, found)
        name += f"<q{language(one.lang)} dir='auto'>{before}<mark>{word}</mark>{behind}</q>"
    name += "</th>"
    choosing = gettext("Choose {title}", title=escape(one.title))
    tick = f"<label><input type='checkbox' {article} aria-label='{choosing}'></label>"
    return f"<tr role='row'><td role='cell' class='tick'>{tick}</td>{name}{drawn}</tr>"


def _acts(one: Listed, article: str, *, changeable: bool) -> str:
    """What one can do with an article, in a fold of its row; the browser keeps one of these open at a time."""
    title = escape(one.title)
    acts = {
        "read": (gettext("Read"), gettext("Read {title}", title=title)),
        "ask": (gettext("Ask about this"), gettext("Ask about {title}", title=title)),
    }
    if changeable:
        acts["amend"] = (gettext("Amend"), gettext("Amend {title}", title=title))
        acts["remove"] = (gettext("Remove"), gettext("Remove {title}", title=title))
    buttons = "".join(
        f"<button type='button' class='{what}' {article} aria-label='{label}'>{named}</button>"
        for what, (named, label) in acts.items()
    )
    label = gettext("What to do with {title}", title=title)
    return f"<details name='acts'><summary aria-label='{label}'>⋯</summary>{buttons}</details>"


def _pages(first: int, shown: int, selection: Selection, count: int) -> str:
    matching = len(selection.articles)
    buttons = ""
    if first > 0:
        buttons += f"<button type='button' data-first='{max(0, first - count)}'>{gettext('Previous')}</button>"
    if first + shown < matching:
        buttons += f"<button type='button' data-first='{first + count}'>{gettext('Next')}</button>"
    part = gettext(
        "Showing {first}–{last} of {total}",
        first=written(first + 1),
        last=written(first + shown),
        total=written(matching),
    )
    if matching != selection.every:
        part += f" ({gettext('{number} in all', number=written(selection.every))})"
    named = gettext("Save {articles} as CSV", articles=articles(matching))
    save = f"<button type='button' class='csv'>{named}</button>"
    return f"<nav class='pages' aria-label='{gettext('Parts of the list')}'><span>{part}</span>{buttons}{save}</nav>"
