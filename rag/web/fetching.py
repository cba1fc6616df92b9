"""Where the page fetches articles by their addresses, and what it says of each."""

from collections.abc import Iterator

import gradio as gr

from rag.fetching import Arrival, Collector
from rag.fetching.addresses import LONGEST
from rag.web import render
from rag.web.words import gettext

_TOLD = 12  # of many arrivals the last ones
_FAILED = ("failed", "missed", "teaser", "left")


class FetchFields:
    """The fields for an address, laid out where they are made."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self.address = gr.Textbox(
            label=gettext("Or the address of an article, or of a feed"),
            placeholder="https://",
            max_lines=1,
            max_length=LONGEST,
            elem_id="address",
        )
        with gr.Row():
            self.fetch = gr.Button(gettext("Fetch it"), size="sm")
            self.watch = gr.Button(gettext("Watch its feed"), size="sm")
        gr.HTML(_bookmarklet(), elem_id="bookmarklet", js_on_load=None)

    def arrivals(self, address: str, *, feed: bool) -> Iterator[Arrival]:
        """What arrives from an address; with ``feed`` from the feed that it is, or that its page offers."""
        address = address.strip()
        if address and "://" not in address:
            address = f"https://{address}"
        return self._collector.add_feed(address) if feed else self._collector.add(address)


def _bookmarklet() -> str:
    # Its address is set by the page's script, which knows where the page is.
    begun, ended = "<a href='#bookmarklet'>", "</a>"
    drag = gettext(
        "From any page: drag {begun}Add to my articles{ended} to the bookmarks, and click it there.",
        begun=begun,
        ended=ended,
    )
    share = gettext(
        "A phone that has installed this page can share one to it; other programs open {address}.",
        address="<code dir='ltr'>add?url=</code>",
    )
    return f"<p class='quiet'>{drag} {share}</p>"


def told(arrivals: list[Arrival]) -> str:
    """What arrived, the last of it a line each."""
    lines = [render.aside(gettext("{number} before.", number=len(arrivals) - _TOLD))] if len(arrivals) > _TOLD else []
    lines += [(render.problem if one.kind in _FAILED else render.aside)(one.line) for one in arrivals[-_TOLD:]]
    return "".join(lines)
