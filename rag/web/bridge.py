"""Between the page and its script, which the folder script has: what either hears from the other."""

import time
from typing import Any

import gradio as gr

from rag.web import chats
from rag.web.session import Session

PANES = """<button data-pane="list" aria-expanded="false">Articles</button>
<button data-pane="draft">Check a text</button>
<details class="choices" id="settings"><summary>View</summary><div>
<label>Colours <select name="colours"><option value="">as the system</option><option value="light">light</option>
<option value="dark">dark</option></select></label>
<label>Text <select name="size"><option value="">normal</option><option value="115%">larger</option>
<option value="130%">largest</option></select></label></div></details>"""
"""What opens the parts of the page beside the chat, and how the page looks."""

CHATS = """<details id="chats"><summary>Chats</summary><div class="menu">
<p>Kept in this browser alone</p>
<input type="search" maxlength="100" placeholder="Find a chat" aria-label="Find a chat" hidden>
<ul></ul>
<details class="files"><summary>Print or save this chat</summary>
<button data-print>Print</button>
<button data-save="md">Save as Markdown</button><button data-save="html">Save as HTML</button>
<button data-save="bib">Save its references as BibTeX</button>
<button data-save="ris">Save its references as RIS</button>
<button data-save="json">Save its references as CSL-JSON</button>
<button data-save="ics">Save its timelines as a calendar</button>
</details></div></details>"""
"""The chats, whose list the script draws."""

CLOSE = """<button data-close aria-label="Close">×</button>"""
"""What closes the part of the page that it stands in."""

_FOR_SCRIPT = "watch('value', () => document.{}(props.value));"


class Bridge:
    """The hidden components. ``events`` are the script's, such as a question that was offered and chosen, and ``named``
    is the chat that it shows; for it are turns that are ``kept``, a file that is ``saved``, what is ``copied``, and a
    question that was asked of a server which ``lost`` the page's chat."""

    def __init__(self) -> None:
        self.events = gr.HTML("", elem_id="events", visible="hidden", js_on_load="document.tell = trigger;")
        naming = "document.named = (chat) => { props.value = chat; };"
        self.named = gr.HTML("", visible="hidden", html_template="", js_on_load=naming)
        self.kept, self.saved, self.copied, self.lost = (
            gr.HTML(None, visible="hidden", html_template="", js_on_load=_FOR_SCRIPT.format(name))
            for name in ("keep", "save", "copied", "recover")
        )


def kept(session: Session, first: int | None = None) -> dict[str, Any]:
    """What the browser is to keep: the turns of the chat from the ``first`` on, or the last alone."""
    first = max(0, len(session.exchanges) - 1) if first is None else first
    return {"chat": session.chat, "from": first, "turns": list(map(chats.record, session.exchanges[first:]))}


def nothing_kept() -> dict[str, Any]:
    """That the page shows a new chat in the place of one that can't be shown; told anew each time."""
    return {"chat": "", "from": 0, "turns": [], "instead": time.monotonic_ns()}


def turn_of(event: gr.EventData) -> int:
    """The turn that an event names; -1, which none is, where it names none."""
    return number_of(event, "turn")


def number_of(event: gr.EventData, name: str) -> int:
    """A number that an event has under a name; -1 where it has none."""
    try:
        return int(getattr(event, name))
    except (AttributeError, TypeError, ValueError):
        return -1
