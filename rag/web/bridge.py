"""Between the page and its script, which the folder script has: what either hears from the other."""

import time
from typing import Any

import gradio as gr

from rag.web import chats
from rag.web.session import Session
from rag.web.words import gettext


def panes() -> str:
    """What opens the parts of the page beside the chat, and how the page looks."""
    return f"""<button data-pane="list" aria-expanded="false">{gettext("Articles")}</button>
<button data-pane="draft">{gettext("Check a text")}</button>
<details class="choices" id="settings"><summary>{gettext("View")}</summary><div>
<label>{gettext("Colours")} <select name="colours"><option value="">{gettext("as the system")}</option>
<option value="light">{gettext("light")}</option><option value="dark">{gettext("dark")}</option></select></label>
<label>{gettext("Text")} <select name="size"><option value="">{gettext("normal")}</option>
<option value="115%">{gettext("larger")}</option><option value="130%">{gettext("largest")}</option></select></label>
</div></details>"""


def chat_list() -> str:
    """The chats, whose list the script draws."""
    searched = gettext("Find a chat")
    return f"""<details id="chats"><summary>{gettext("Chats")}</summary><div class="menu">
<p>{gettext("Kept in this browser alone")}</p>
<input type="search" maxlength="100" placeholder="{searched}" aria-label="{searched}" hidden>
<ul></ul>
<details class="files"><summary>{gettext("Print or save this chat")}</summary>
<button data-print>{gettext("Print")}</button>
<button data-save="md">{gettext("Save as Markdown")}</button>
<button data-save="html">{gettext("Save as HTML")}</button>
<button data-save="bib">{gettext("Save its references as BibTeX")}</button>
<button data-save="ris">{gettext("Save its references as RIS")}</button>
<button data-save="json">{gettext("Save its references as CSL-JSON")}</button>
<button data-save="ics">{gettext("Save its timelines as a calendar")}</button>
</details></div></details>"""


def filtering() -> str:
    """What leads to the filters, where the list that has them is not in view."""
    return f"""<button data-filtering>{gettext("Filter what is asked")}</button>"""


def closing() -> str:
    """What closes the part of the page that it stands in."""
    return f"""<button data-close aria-label="{gettext("Close")}">×</button>"""


# What comes before the script is there, as where the network is slow, waits for it.
_FOR_SCRIPT = """watch('value', () => {{
  const value = props.value, told = () => document.{0}(value);
  if (document.{0}) told(); else document.addEventListener('script', told, {{ once: true }});
}});"""


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
            for name in ("hear", "save", "copied", "recover")
        )


def kept(session: Session, first: int | None = None) -> dict[str, Any]:
    """What the browser is to keep: the turns of the chat from the ``first`` on, or the last alone."""
    first = max(0, len(session.exchanges) - 1) if first is None else first
    return {"chat": session.chat, "from": first, "turns": list(map(chats.record, session.exchanges[first:]))}


def nothing_kept() -> dict[str, Any]:
    """That the page shows a new chat in the place of one that can't be shown; told anew each time."""
    return {"chat": "", "from": 0, "turns": [], "instead": time.monotonic_ns()}


def caught_up(session: Session, shown: bool | None) -> dict[str, Any]:
    """Whether the page shows what other windows added to its chat: false is to be asked again. Told anew each time."""
    return {"chat": session.chat, "shown": shown, "at": time.monotonic_ns()}


def turn_of(event: gr.EventData) -> int:
    """The turn that an event names; -1, which none is, where it names none."""
    return number_of(event, "turn")


def number_of(event: gr.EventData, name: str) -> int:
    """A number that an event has under a name; -1 where it has none."""
    try:
        return int(getattr(event, name))
    except (AttributeError, TypeError, ValueError):
        return -1
