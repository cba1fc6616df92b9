"""What one can do with a turn, in a row below its answer: what is done often, and the rest in a menu.

All of it are links, as the chat keeps no buttons; page.js does what they say.
"""

from rag.web import sharing
from rag.web.render import escape
from rag.web.session import Exchange


def row(exchange: Exchange) -> str:
    """The actions of a turn; a rating shows that it was given."""
    turn = exchange.turn
    share = escape(sharing.address(exchange.question, exchange.filters))
    shown = f"{_link('evidence', turn, 'Evidence')}{_link('copy', turn, 'Copy')}<a class='act' href='{share}'>Share</a>"
    folded = [
        ("why", "Why this answer"),
        ("plain", "Copy as plain text"),
        ("markdown", "Copy as Markdown"),
        ("retry", "Retry"),
        ("edit", "Edit the question"),
        ("undo", "Undo"),
        ("good", "Good"),
        ("bad", "Bad"),
    ]
    rated = {None: "", True: "good", False: "bad"}[exchange.good]
    entries = "".join(f"<li>{_link(what, turn, name, chosen=what == rated)}</li>" for what, name in folded)
    menu = f"<details class='choices'><summary class='act'>More</summary><ul>{entries}</ul></details>"
    return f"<div class='acts'>{shown}{menu}</div>"


def _link(what: str, turn: int, name: str, *, chosen: bool = False) -> str:
    return f"<a class='act{' chosen' * chosen}' href='#{what}-{turn}'>{name}{' ✓' * chosen}</a>"
