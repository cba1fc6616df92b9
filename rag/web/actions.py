"""What one can do with a turn, in a row below its answer: what is done often, and the rest in a menu.

All of it are links, as the chat keeps no buttons; the page's script does what they say.
"""

from rag.answers.markup import escape
from rag.web import sharing
from rag.web.render import GONE, problem
from rag.web.session import Exchange


def row(exchange: Exchange) -> str:
    """The actions of a turn: Retry where that may give another answer; a rating shows that it was given."""
    turn = exchange.turn
    share = escape(sharing.address(exchange.question, exchange.filters))
    shown = f"{_link('evidence', turn, 'Evidence')}{_link('copy', turn, 'Copy')}<a class='act' href='{share}'>Share</a>"
    folded = [
        ("why", "Why this answer"),
        ("plain", "Copy as plain text"),
        ("markdown", "Copy as Markdown"),
        *([("retry", "Retry")] if exchange.again else []),
        ("edit", "Edit the question"),
        ("undo", "Undo"),
        ("good", "Good"),
        ("bad", "Bad"),
    ]
    rated = {None: "", True: "good", False: "bad"}[exchange.good]
    entries = "".join(f"<li>{_link(what, turn, name, chosen=what == rated)}</li>" for what, name in folded)
    menu = f"<details class='choices'><summary class='act'>More</summary><ul>{entries}</ul></details>"
    return f"<div class='acts'>{shown}{menu}</div>"


def ways(turn: int, place: int, number: int) -> str:
    """Which of so many ways on from a turn is shown, counted from 0, with links to those beside it."""
    links = [("‹ earlier", place - 1), ("later ›", place + 1)]
    before, after = (
        f"<a class='act' href='#version-{turn}-{to}'>{words}</a>" if 0 <= to < number else "" for words, to in links
    )
    return f"<p class='ways'>{before} {place + 1} of {number} {after}</p>"


def undone(turns: int) -> str:
    """Said when so many turns were taken out."""
    if not turns:
        return problem(GONE)
    words = "One turn was taken out." if turns == 1 else f"{turns:,} turns were taken out."
    return f"<p class='quiet'>{words} <button type='button' data-tell='expand'>Put back</button></p>"


def _link(what: str, turn: int, name: str, *, chosen: bool = False) -> str:
    return f"<a class='act{' chosen' * chosen}' href='#{what}-{turn}'>{name}{' ✓' * chosen}</a>"
