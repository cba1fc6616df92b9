"""What one can do with a turn, in a row below its answer: what is done often, and the rest in a menu.

All of it are links, as the chat keeps no buttons; the page's script does what they say.
"""

from rag.answers.markup import escape
from rag.web import sharing
from rag.web.render import gone, problem
from rag.web.session import Exchange
from rag.web.words import gettext, ngettext, written


def row(exchange: Exchange) -> str:
    """The actions of a turn: of an error those on its question alone; Retry where that may give another answer; a
    rating shows that it was given."""
    turn, answered = exchange.turn, exchange.answer is not None
    share = escape(sharing.address(exchange.question, exchange.filters))
    shown = _link("evidence", turn, gettext("Evidence")) + _link("copy", turn, gettext("Copy"))
    shown += f"<a class='act' href='{share}'>{gettext('Share')}</a>"
    offered = {
        "why": (gettext("Why this answer"), answered),
        "plain": (gettext("Copy as plain text"), answered),
        "markdown": (gettext("Copy as Markdown"), answered),
        "retry": (gettext("Retry"), exchange.again),
        "edit": (gettext("Edit the question"), True),
        "undo": (gettext("Undo"), True),
        "good": (gettext("Good"), answered),
        "bad": (gettext("Bad"), answered),
    }
    folded = [(what, name) for what, (name, there) in offered.items() if there]
    rated = {None: "", True: "good", False: "bad"}[exchange.good]
    entries = "".join(f"<li>{_link(what, turn, name, chosen=what == rated)}</li>" for what, name in folded)
    menu = f"<details class='choices'><summary class='act'>{gettext('More')}</summary><ul>{entries}</ul></details>"
    return f"<div class='acts'>{shown if answered else ''}{menu}</div>"


def ways(turn: int, place: int, number: int) -> str:
    """Which of so many ways on from a turn is shown, counted from 0, with links to those beside it."""
    links = [(gettext("‹ earlier"), place - 1), (gettext("later ›"), place + 1)]
    before, after = (
        f"<a class='act' href='#version-{turn}-{to}'>{words}</a>" if 0 <= to < number else "" for words, to in links
    )
    shown = gettext("{place} of {number}", place=written(place + 1), number=written(number))
    return f"<span class='ways'>{before} {shown} {after}</span>"  # as it stands in the question's paragraph


def undone(turns: int) -> str:
    """Said when so many turns were taken out."""
    if not turns:
        return problem(gone())
    words = ngettext("One turn was taken out.", "{number} turns were taken out.", turns)
    return f"<p class='quiet'>{words} <button type='button' data-tell='expand'>{gettext('Put back')}</button></p>"


def _link(what: str, turn: int, name: str, *, chosen: bool = False) -> str:
    return f"<a class='act{' chosen' * chosen}' href='#{what}-{turn}'>{name}{' ✓' * chosen}</a>"
