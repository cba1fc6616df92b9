"""The articles on the page: what the index holds, a list of them, one of them to read, and, unless the page is
read-only, what changes them.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.answers import openers
from rag.errors import ArgumentError, RagError
from rag.fetching import Collector
from rag.filters import Filters
from rag.index.listing import ORDERS
from rag.text.words import stems
from rag.types import Listed, Status
from rag.web import articles_view, building_view, list_view, news_view, render
from rag.web.changing import Changing
from rag.web.filters import FilterFields, chosen_filters
from rag.web.listing import FACETS, GROUPS, Selection, Wanted, csv_of, excerpt, part, selected
from rag.web.programs import ON_PAGE
from rag.web.versions_view import earlier
from rag.web.words import gettext

if TYPE_CHECKING:
    from rag.index.search import Index
    from rag.web.service import Service

_GLANCE = 0.3  # seconds between two looks at a build that is under way
# The buttons say what they are for in their class and their data. One that asks, or sets a filter, is followed by
# page.js.
_BUTTONS = """element.addEventListener("click", (event) => {
  const button = event.target.closest("button:not(.ask, [data-kind])");
  if (button?.ariaPressed) button.ariaPressed = String(button.ariaPressed !== "true"); // before the server says so
  if (button) trigger("select", { ...button.dataset, what: button.className });
});
element.addEventListener("change", (event) => {
  if (!event.target.matches(".order select")) return;
  const [sort, descending] = event.target.value.split(" ");
  trigger("select", { sort, descending });
});"""
_SAVE = "watch('value', () => document.save(props.value));"
_Changes = dict[Any, Any]
"""Components -> what they show from now on."""


class Articles:
    """The components of the list and of the reader, and the handlers of their events. Those of a ``corpus`` can be
    changed; ``collector`` fetches what readers give the address of. What is chosen of the list's facets are the
    ``filters`` of the next question."""

    def __init__(
        self, service: "Service", corpus: Path | None, collector: Collector | None, filters: FilterFields
    ) -> None:
        self._service = service
        self._filters = filters
        self.wanted = gr.State(Wanted())
        self.reading: Any = gr.State(None)  # the `Listed` of the article that is read
        self.generation: Any = gr.State(None)  # of the index that is listed
        self.changing = None if corpus is None else Changing(service, corpus, collector)

    def lay_out_list(self) -> None:
        """Make the list, with what changes it."""
        searched = gettext("Search titles and texts")
        self.words = gr.Textbox(
            label=searched,
            show_label=False,
            placeholder=searched,
            max_lines=1,
            max_length=200,
            elem_id="search-articles",
        )
        with gr.Accordion(gettext("Filters"), elem_id="fold", open=False) as self.fold:
            self._filters.lay_out_days()
            looked_for = gettext("Find a name, a place, a tag …")
            self.named = gr.Textbox(
                label=looked_for, show_label=False, placeholder=looked_for, max_lines=1, max_length=200, elem_id="named"
            )
            self.facets = gr.HTML("", elem_id="facets", js_on_load=_BUTTONS)
        if self.changing is not None:
            self.changing.lay_out()
        ticked = f"""<div id="ticked" hidden><span role="status"></span>
<button type="button" data-within>{gettext("To the question")}</button>
<button type="button" data-untick>{gettext("Clear")}</button></div>"""
        gr.HTML("", html_template=ticked, js_on_load=None)
        self.table = gr.HTML("", elem_id="table", js_on_load=_BUTTONS)
        self.facts = gr.HTML("", elem_id="facts", js_on_load=None)
        with gr.Accordion(gettext("More about the collection"), elem_id="more", open=False):
            self.more = gr.HTML("", js_on_load=None)

    def lay_out_news(self) -> None:
        """Make the place for what is new."""
        self.news = gr.HTML("", elem_id="news", js_on_load=_BUTTONS)

    def lay_out_reader(self) -> None:
        """Make the place where an article is read and amended."""
        with gr.Column(elem_id="read"):
            if self.changing is not None:
                self.changing.lay_out_form()
            choose = f"<p class='none'>{gettext('Choose an article to read it here.')}</p>"
            template = f"<h2>{gettext('Article')}</h2>${{value}}"
            self.reader = gr.HTML(choose, elem_id="reader", html_template=template, js_on_load=_BUTTONS)
        self.saved = gr.HTML(None, visible="hidden", html_template="", js_on_load=_SAVE)

    def listen(
        self,
        events: gr.HTML,
        load: Callable[..., Any],
        answered: Sequence[Callable[..., Any]],
        header: gr.HTML,
        narrowed: Sequence[Callable[..., Any]],
    ) -> None:
        """Follow what the reader does from the ``load`` of the page on, by the script's ``events`` too, and what others
        change, as far as a question that was ``answered`` brings it to light; ``header`` is the part of the page that
        changes with the collection. The list follows the filters, once they are ``narrowed``."""
        self.header = header
        # The filters as the page has them, as the list may have missed a change of them, where the server began anew.
        given, changing = [self.wanted, self.reading, *self._filters.fields], self.changing
        form = [] if changing is None else changing.form.components
        shown = [self.fold, self.facets, self.table]
        everywhere = [self.header, self.facts, self.more, *shown, self.reading, self.reader, *form]
        everywhere.append(self.generation)
        build = [] if changing is None else changing.controls
        load(self.arrive, given, [*everywhere, *build], concurrency_limit=None, **ON_PAGE)
        for end in answered:
            end(self.keep_up, [self.generation, *given], everywhere, **ON_PAGE)
        searched = [self.wanted, *shown]
        in_turn = {"concurrency_limit": 1, "concurrency_id": "list", **ON_PAGE}  # or of two one would miss the other's
        self.words.change(self.search, [self.words, self.wanted], searched, trigger_mode="always_last", **in_turn)
        self.named.change(self.look_for, [self.named, self.wanted], searched, trigger_mode="always_last", **in_turn)
        for then in narrowed:
            then(self.narrow, [self.wanted, *self._filters.fields], searched, **in_turn)
        opened = [self.reading, self.reader, *form, self.saved]
        if changing is not None:
            changing.listen(self.reading, self.refresh, given, everywhere)
            opened += changing.asking
        pending = [] if changing is None else [changing.pending]
        events.focus(self.tell_news, None, self.news, concurrency_limit=None, **ON_PAGE)
        pressed = [buttons.select for buttons in (self.table, self.facets, self.news, self.reader)]
        chosen = [self.wanted, *pending]
        gr.on(pressed, self.select, chosen, [*searched, *opened], trigger_mode="multiple", **in_turn)

    # What there is

    async def arrive(self, wanted: Wanted, reading: Listed | None, *chosen: Any) -> AsyncIterator[_Changes]:
        """Show the articles, as soon as there are any, and follow a build that is under way."""
        self._service.start()
        while not self._service.opened:
            yield {self.facts: "", **self._controls()}  # how far it is, the page's header says
            await asyncio.sleep(_GLANCE)
        yield {**await asyncio.to_thread(self._shown, wanted, reading, *chosen), **self._controls()}
        if self._service.building:
            while self._service.building:
                await asyncio.sleep(_GLANCE)
            yield {**await asyncio.to_thread(self.refresh, wanted, reading, *chosen), **self._controls()}

    async def tell_news(self, event: gr.EventData) -> str:
        """Tell what is new since the reader's last visit, as soon as the index answers; a browser that says no day
        keeps none."""
        while not self._service.opened:
            await asyncio.sleep(_GLANCE)
        return await asyncio.to_thread(self._news, str(event.since))

    def _news(self, since: str) -> str:
        today = date.today()
        try:
            index = self._service.rag().index
            listing, last = index.listing(), date.fromisoformat(since) if since else None
            question = openers.news(index, last, today) if last is not None and news_view.since(listing, last) else None
        except (RagError, ValueError):  # the headline says why the index does not answer
            return ""
        return news_view.news(listing, last, today, question)

    def refresh(self, wanted: Wanted, reading: Listed | None, *chosen: Any) -> _Changes:
        """Show all as it is by now, and keep what the reader chose and wrote."""
        return {self.header: building_view.headline(self._service.state()), **self._shown(wanted, reading, *chosen)}

    def _shown(self, wanted: Wanted, reading: Listed | None, *chosen: Any) -> _Changes:
        wanted = replace(wanted, filters=_in_force(*chosen))
        read = self._read(reading.id, before=reading) if reading is not None else {}
        return {**self._collection(), **self._listed(wanted), **read}

    def keep_up(self, generation: int | None, wanted: Wanted, reading: Listed | None, *chosen: Any) -> _Changes:
        """Show what was changed elsewhere, as at the command line."""
        state = self._service.state()
        if not isinstance(state, Status) or state.generation == generation:
            return {self.generation: gr.skip()}
        return self.refresh(wanted, reading, *chosen)

    def search(self, text: str, wanted: Wanted) -> _Changes:
        """List the articles with these words alone."""
        wanted = replace(wanted, text=text, first=0)
        return {self.wanted: wanted, **self._listed(wanted)}

    def look_for(self, text: str, wanted: Wanted) -> _Changes:
        """Offer what is called so to filter by."""
        wanted = replace(wanted, named=text)
        return {self.wanted: wanted, **self._listed(wanted)}

    def narrow(self, wanted: Wanted, *chosen: Any) -> _Changes:
        """List the articles that the filters let pass."""
        filters = _in_force(*chosen)
        if filters == wanted.filters:
            return {self.wanted: gr.skip()}
        wanted = replace(wanted, filters=filters, first=0)
        return {self.wanted: wanted, **self._listed(wanted)}

    def select(self, event: gr.EventData, wanted: Wanted, *pending: Any) -> _Changes:
        """A button of the list: an article to read, amend or remove; the list as a file; or another part, order or
        choice of it."""
        names = ("what", "article", "sort", "descending", "first", "facet", "value")
        asked: dict[str, Any] = {name: getattr(event, name, None) for name in names}
        match asked["what"]:
            case "open" | "read" | "amend" as what:
                return self._read(str(asked["article"]), unfolded=what == "amend")
            case "remove" if self.changing is not None:
                return self.changing.ask_removal(str(asked["article"]), *pending)
            case "csv":
                return self._save(wanted)
            case "facet" if asked["facet"] in FACETS:
                wanted = wanted.toggled(asked["facet"], str(asked["value"]))
            case "clear":
                wanted = replace(wanted, chosen=frozenset(), first=0)
            case _ if asked["sort"] in ORDERS:
                wanted = replace(wanted, sort=asked["sort"], descending=asked["descending"] == "true", first=0)
            case _ if str(asked["first"]).isdecimal():
                wanted = replace(wanted, first=int(asked["first"]))
        return {self.wanted: wanted, **self._listed(wanted)}

    def _read(self, identifier: str, *, unfolded: bool | None = None, before: Listed | None = None) -> _Changes:
        """An article to read, and the form in which it is amended, unfolded, folded, or None as it is. What is written
        in the form stays where the article is as it was ``before``."""
        try:
            index = self._service.rag().index
            history = index.history(identifier)
            stories = index.stories(Filters(articles=(identifier,))) if history is not None else []
            listed = next((one for one in index.listing() if one.id == identifier), None)
        except RagError as error:
            return {self.reader: render.problem(error)}
        gone = render.problem(gettext("This article is not in the collection any more."))
        if history is not None:
            names = [one.name for one in stories]
            below = articles_view.tools(identifier, names, changeable=self.changing is not None) + earlier(history)
        drawn = articles_view.reader(history.article, below=below) if history is not None else gone
        shown = {self.reading: listed, self.reader: drawn}
        if self.changing is None or (listed is not None and listed == before):
            return shown
        return {**shown, **self.changing.form.filled(listed, unfolded=unfolded)}

    def _save(self, wanted: Wanted) -> _Changes:
        try:
            text = csv_of(_selected(self._service.rag().index, wanted).articles)
        except RagError as error:
            return {self.table: render.problem(error)}
        return {self.saved: {"name": "articles.csv", "text": text}}

    def _listed(self, wanted: Wanted) -> _Changes:
        try:
            index = self._service.rag().index
            selection = _selected(index, wanted)
            excerpts = _excerpts(index, selection, wanted)
            table = list_view.table(
                selection,
                wanted,
                index.twins(),
                changeable=self.changing is not None,
                excerpts=excerpts,
                asked=_asked(index, selection, wanted),
            )
        except RagError as error:
            return {self.table: render.problem(error)}
        narrowing, label = list_view.narrowing(wanted), gettext("Filters")
        fold = gr.Accordion(label=f"{label}: {narrowing}" if narrowing else label)
        return {self.fold: fold, self.facets: list_view.facets(selection, wanted), self.table: table}

    def _collection(self) -> _Changes:
        try:
            index = self._service.rag().index
            status, listing, accounts = index.status(), index.listing(), index.accounts()
        except RagError as error:
            return {self.facts: render.problem(error), self.more: "", self.generation: None}
        status = replace(status, complete=status.complete or self._service.building)
        more = articles_view.card(status) + articles_view.timeline(listing) + articles_view.ledger(accounts)
        facts = articles_view.facts(status, accounts)
        return {self.facts: facts, self.more: more, self.generation: status.generation}

    def _controls(self) -> _Changes:
        return {} if self.changing is None else self.changing.controlled()


def _in_force(after: Any, before: Any, names: Any) -> Filters:
    """The filters that a reader chose; days that are none, of which the page tells, narrow nothing."""
    try:
        return chosen_filters(after, before, names)
    except ArgumentError:
        return chosen_filters(None, None, names)


def _selected(index: "Index", wanted: Wanted) -> Selection:
    """The articles that are wanted, by the index's own search of words in texts."""
    members = {kind: index.members(kind) for kind in GROUPS}
    return selected(index.listing(), wanted, lambda word: index.holding(stems(word)), members)


def _asked(index: "Index", selection: Selection, wanted: Wanted) -> Filters | None:
    """Filters that let pass what is selected and nothing else, which are those of each article; None where those that
    are in force do so, where all are selected, or more than filters may name."""
    ids = [one.id for one in selection.articles]
    if len(ids) in (0, selection.every) or not (wanted.text.strip() or wanted.chosen):
        return None
    try:
        if {one.id for one in index.listing(wanted.filters)} == set(ids):
            return None
        return Filters(articles=ids)
    except ArgumentError:
        return None


def _excerpts(index: "Index", selection: Selection, wanted: Wanted) -> dict[str, tuple[str, str, str]]:
    """By id what stands around what was looked for in the texts of the articles that are shown."""
    if not wanted.text.strip():
        return {}
    _, shown = part(selection, wanted.first, list_view.PART)
    found = {one.id: excerpt(one, wanted.text) for one in index.articles([one.id for one in shown]).values()}
    return {identifier: around for identifier, around in found.items() if around is not None}
