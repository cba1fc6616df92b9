"""How a chat leaves the page: the menu that saves and prints it, and what goes to the clipboard."""

from datetime import UTC, datetime

import gradio as gr

from rag.web import copying, programs, saving
from rag.web.session import Session, turn_of

MENU = """<details id="chats"><summary>Chats</summary><div class="menu">
<p>Kept in this browser alone</p><ul></ul>
<button data-print>Print this chat</button>
<button data-save="md">Save this chat as Markdown</button><button data-save="html">Save this chat as HTML</button>
<button data-save="bib">Save its references as BibTeX</button>
<button data-save="ris">Save its references as RIS</button>
<button data-save="json">Save its references as CSL-JSON</button>
<button data-save="ics">Save its timelines as a calendar</button>
</div></details>"""
"""The template of the menu of chats; page.js fills its list and does what its buttons say."""

_SAVE = "watch('value', () => document.save(props.value));"
_COPY = "watch('value', () => document.copied(props.value));"


class Leaving:
    """What hands files and copies to the page's script."""

    def __init__(self) -> None:
        self._saved = gr.HTML(None, visible="hidden", html_template="", js_on_load=_SAVE)
        self._copied = gr.HTML(None, visible="hidden", html_template="", js_on_load=_COPY)

    def listen(self, events: gr.HTML, session: gr.State) -> None:
        """Follow what the script asks for by ``events``."""
        events.download(self.save, session, self._saved, **programs.ON_PAGE)
        events.copy(self.copy, session, self._copied, **programs.ON_PAGE)

    def save(self, event: gr.EventData, session: Session) -> dict[str, str]:
        """The chat, or the articles that it cites, as a file for the browser: its name and its text."""
        return saving.saved(session.exchanges, str(event.kind), datetime.now(UTC))

    def copy(self, event: gr.EventData, session: Session) -> dict[str, object]:
        """An answer, or what it cites of an article, for the clipboard, under the number by which it was asked for;
        that alone where there is no such."""
        exchange = session.find(turn_of(event))
        given = exchange.answer if exchange is not None else None
        texts = copying.copied(given, str(event.kind), event.article) if given is not None else {}
        return {"number": event.number, **texts}
