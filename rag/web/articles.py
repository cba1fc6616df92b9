"""The tab of the articles: what the index holds, a table of them with one to read beside it, and, unless the page is
read-only, adding and removing them.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.corpus.folder import CorpusFolder, Plan
from rag.corpus.pasting import pasted
from rag.corpus.reading import kinds
from rag.errors import BuildStopped, RagError
from rag.fetching import Arrival, Collector
from rag.web import articles_view, building_view, render
from rag.web.building import Pace
from rag.web.fetching import FetchFields, told
from rag.web.programs import ON_PAGE
from rag.web.uploads import LARGEST, MOST
from rag.web.versions_view import earlier

if TYPE_CHECKING:
    from rag.web.service import Service

_GLANCE = 0.3  # seconds between two looks at a build that is under way
_NAMED = 5  # files that are named in a line
_CHOOSE = "<p class='none'>Choose an article to read it here.</p>"
# The buttons of the table say what they are for in their data.
_BUTTONS = """element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) trigger("select", { ...button.dataset, what: button.className });
});"""


_Changes = dict[Any, Any]
"""Components -> what they show from now on."""


@dataclass(frozen=True, slots=True)
class View:
    """Which part of the list of articles one sees, in what order, and what waits for the reader's consent."""

    text: str = ""
    sort: str = "published"
    descending: bool = True
    first: int = 0
    plan: Plan | None = None
    removal: str | None = None


class ArticlesTab:
    """The components of the tab that is being built, and the handlers of their events. ``header`` and ``names`` are the
    parts of the page that change with the collection; ``collector`` fetches what readers give the address of."""

    def __init__(
        self,
        tab: gr.Tab,
        service: "Service",
        corpus: Path,
        header: gr.HTML,
        names: Sequence[gr.Dropdown],
        *,
        read_only: bool,
        collector: Collector | None = None,
    ) -> None:
        self._service = service
        self._folder = CorpusFolder(corpus, largest=LARGEST, most=MOST)
        self._read_only = read_only
        self._collector = collector
        self.header = header
        self.names = names
        self.view = gr.State(View())
        with gr.Row(elem_id="collection"):
            with gr.Column(elem_id="listed"):
                self.facts = gr.HTML("", elem_id="facts", js_on_load=None)
                if not read_only:
                    self._lay_out_changes()
                self.words = gr.Textbox(
                    label="Search titles, sources and authors", max_lines=1, max_length=200, elem_id="search-articles"
                )
                self.table = gr.HTML("", elem_id="table", js_on_load=_BUTTONS)
            with gr.Column(elem_id="read"):
                self.reader = gr.HTML(
                    _CHOOSE, elem_id="reader", html_template="<h2>Article</h2>${value}", js_on_load=None
                )
        self._listen(tab)

    def _lay_out_changes(self) -> None:
        with gr.Accordion("Add articles", elem_id="adding", open=False):
            self.upload = gr.File(
                label=f"Files: {kinds()}; at most {MOST}, {LARGEST // 2**20} MB each",
                file_count="multiple",
                # Gradio knows a file by the last of its ends alone.
                file_types=sorted({f".{kind.rpartition('.')[2]}" for kind in kinds().split(", ")}),
                type="filepath",
                elem_id="upload",
                height=140,
            )
            self.paste_title = gr.Textbox(label="Title of a text to paste (optional)", max_lines=1, max_length=300)
            self.paste = gr.Textbox(label="Or paste a text, or HTML", lines=4, max_lines=12, elem_id="paste")
            self.put = gr.Button("Add the pasted text", size="sm")
            self.fetching = FetchFields(self._collector) if self._collector is not None else None
        self.stop = gr.Button("Stop", visible=False, size="sm", variant="stop", elem_id="stop-build")
        self.resume = gr.Button("Go on with the build", visible=False, size="sm", elem_id="resume-build")
        self.report = gr.HTML("", elem_id="told", html_template="<div role='status'>${value}</div>", js_on_load=None)
        with gr.Row(visible=False, elem_id="consent") as self.consent:
            self.agree = gr.Button("Replace", size="sm", variant="stop")
            self.decline = gr.Button("Leave it as it is", size="sm")

    def _listen(self, tab: gr.Tab) -> None:
        view = self.view
        everywhere = [view, self.header, *self.names, self.facts, self.table, self.reader]
        build = [] if self._read_only else [self.stop, self.resume]
        asking = [] if self._read_only else [self.report, self.consent, self.agree]
        tab.select(self.arrive, view, [*everywhere, *build], **ON_PAGE)
        self.words.change(self.search, [self.words, view], [view, self.table], trigger_mode="always_last", **ON_PAGE)
        if not self._read_only:
            changing = [*everywhere, *asking, self.upload, self.paste, self.paste_title, *build]
            # One change at a time, as the index has one writer.
            one: dict[str, Any] = {"concurrency_id": "corpus", "concurrency_limit": 1, **ON_PAGE}
            self.upload.upload(self.add_files, [self.upload, view], changing, **one)
            self.put.click(self.add_pasted, [self.paste, self.paste_title, view], changing, **one)
            if self.fetching is not None:
                given, changed = [self.fetching.address, view], [*changing, self.fetching.address]
                gr.on([self.fetching.fetch.click, self.fetching.address.submit], self.fetch, given, changed, **one)
                self.fetching.watch.click(self.watch, given, changed, **one)
            self.agree.click(self.consented, view, changing, **one)
            self.resume.click(self.go_on, view, changing, **one)
            self.stop.click(self.halt, None, self.stop, **ON_PAGE)
            self.decline.click(self.declined, view, [view, self.consent, self.report], **ON_PAGE)
        self.table.select(self.select, view, [view, self.table, self.reader, *asking], **ON_PAGE)

    # What there is

    async def arrive(self, view: View) -> AsyncIterator[_Changes]:
        """Show the articles, as soon as there are any, and follow a build that is under way."""
        self._service.start()
        while not self._service.opened:
            yield {self.facts: building_view.headline(self._service.state()), **self._controls()}
            await asyncio.sleep(_GLANCE)
        yield {**await asyncio.to_thread(self._refreshed, view), **self._controls()}
        if self._service.building:
            while self._service.building:
                await asyncio.sleep(_GLANCE)
            yield {**await asyncio.to_thread(self._refreshed, view), **self._controls()}

    def search(self, text: str, view: View) -> _Changes:
        """List the articles with these words alone."""
        return self._listed(replace(view, text=text, first=0))

    def select(self, event: gr.EventData, view: View) -> _Changes:
        """A button of the table: another order or part, an article to read, or one to remove."""
        names = ("what", "article", "file", "sort", "descending", "first")
        asked: dict[str, Any] = {name: getattr(event, name, None) for name in names}
        if asked["what"] == "open":
            return {self.reader: self._article(str(asked["article"]))}
        if asked["what"] == "remove" and not self._read_only:
            return self._ask_removal(str(asked["file"]), view)
        if asked["sort"] is not None:
            sort = str(asked["sort"]) if str(asked["sort"]) in articles_view.COLUMNS else "published"
            view = replace(view, sort=sort, descending=asked["descending"] == "true", first=0)
        elif str(asked["first"]).isdecimal():
            view = replace(view, first=int(asked["first"]))
        return self._listed(view)

    def _article(self, identifier: str) -> str:
        try:
            history = self._service.rag().index.history(identifier)
        except RagError as error:
            return render.problem(error)
        if history is None:
            return render.problem("This article is not in the collection any more.")
        return articles_view.reader(history.article, below=earlier(history))

    def _listed(self, view: View) -> _Changes:
        return {self.view: view, self.table: self._holdings(view)[self.table]}

    def _holdings(self, view: View) -> _Changes:
        try:
            index = self._service.rag().index
            status, listing, accounts = index.status(), index.listing(), index.accounts()
        except RagError as error:
            return {self.facts: render.problem(error), self.table: ""}
        table = articles_view.table(
            listing,
            text=view.text,
            sort=view.sort,
            descending=view.descending,
            first=view.first,
            removable=not self._read_only,
        )
        status = replace(status, complete=status.complete or self._service.building)
        facts = articles_view.card(status) + articles_view.timeline(listing) + articles_view.ledger(accounts)
        return {self.facts: facts, self.table: table}

    def _refreshed(self, view: View) -> _Changes:
        choices = zip(self.names, self._service.names(), strict=True)
        dropdowns = {dropdown: gr.Dropdown(choices=list(names)) for dropdown, names in choices}
        return {self.header: building_view.headline(self._service.state()), **dropdowns, **self._holdings(view)}

    def _controls(self) -> _Changes:
        """The buttons that stop a build and go on with it, as the service is just now."""
        if self._read_only:
            return {}
        return {
            self.stop: gr.Button("Stop", visible=self._service.building, interactive=True),
            self.resume: gr.Button(visible=self._service.unfinished),
        }

    # What is added and removed

    def add_files(self, paths: list[str] | None, view: View) -> Iterator[_Changes]:
        """Add what was uploaded; names that exist wait for consent."""
        uploaded = [Path(path) for path in paths or []]
        files = [(path.name, path.read_bytes()) for path in uploaded]
        for path in uploaded:
            path.unlink()
        yield from self._add(files, view)

    def add_pasted(self, text: str, title: str, view: View) -> Iterator[_Changes]:
        """Add what was pasted, and clear it away as soon as that is done."""
        try:
            file = pasted(text, title=title)
        except RagError as error:
            yield {self.report: render.problem(error)}
            return
        for step in self._add([file], view):
            cleared = {self.paste: "", self.paste_title: ""} if step.get(self.upload, "kept") is None else {}
            yield {**step, **cleared}

    def fetch(self, address: str, view: View) -> Iterator[_Changes]:
        """Add what stands at an address."""
        assert self.fetching is not None
        yield from self._fetched(self.fetching.arrivals(address, feed=False), self.fetching, view)

    def watch(self, address: str, view: View) -> Iterator[_Changes]:
        """Add what a feed has, and watch it from then on."""
        assert self.fetching is not None
        yield from self._fetched(self.fetching.arrivals(address, feed=True), self.fetching, view)

    def _fetched(self, arrivals: Iterator[Arrival], fields: FetchFields, view: View) -> Iterator[_Changes]:
        """Tell what arrives, then bring the index in line with it."""
        yield {self.report: render.aside("Asking …"), self.consent: gr.Row(visible=False)}
        seen: list[Arrival] = []
        failure = ""
        try:
            for arrival in arrivals:
                seen.append(arrival)
                yield {self.report: told(seen)}
        except RagError as error:
            failure = render.problem(error)
        said = told(seen) + failure
        if written := [one.path for one in seen if one.path and one.kind != "unchanged"]:
            yield from self._update(said, {fields.address: ""}, view, written)
        else:
            yield {self.report: said}

    def _add(self, files: Sequence[tuple[str, bytes]], view: View) -> Iterator[_Changes]:
        if not files:
            yield {self.report: ""}
            return
        try:
            plan = self._folder.plan(files)
            paths = self._folder.put(replace(plan, exists=()), replace=False) if plan.ready else []
        except RagError as error:
            yield {self.report: render.problem(error)}
            return
        view = replace(view, plan=plan if plan.exists else None, removal=None)
        consent = {self.consent: gr.Row(visible=bool(plan.exists)), self.agree: "Replace"}
        done = {self.view: view, self.upload: None, **consent}
        if plan.ready:
            yield from self._update(_said(plan), done, view, paths)
        else:
            yield {**done, self.report: _said(plan)}

    def _ask_removal(self, file: str, view: View) -> _Changes:
        try:
            count = self._folder.articles_in(file)
        except RagError as error:
            return {self.report: render.problem(error)}
        what = file if count == 1 else f"{file} with its {count} articles"
        question = f"Remove {what}? The file is kept in the corpus's hidden folder .removed, earlier versions are not."
        return {
            self.view: replace(view, removal=file, plan=None),
            self.report: render.aside(question),
            self.consent: gr.Row(visible=True),
            self.agree: "Remove",
        }

    def consented(self, view: View) -> Iterator[_Changes]:
        """Do what waited for consent."""
        done = self._settled(view)
        try:
            if view.removal is not None:
                self._folder.remove(view.removal)
                said = f"{view.removal} was removed."
                done[self.reader] = _CHOOSE
            elif view.plan is not None:
                paths = self._folder.put(replace(view.plan, ready=()), replace=True)
                said = f"Replaced: {', '.join(paths)}. What was there is kept in the hidden folder .replaced."
            else:
                yield done
                return
        except RagError as error:
            yield {**done, self.report: render.problem(error)}
            return
        yield from self._update(render.aside(said), done, view)

    def declined(self, view: View) -> _Changes:
        """Leave it as it is."""
        return {**self._settled(view), self.report: render.aside("Nothing was changed.")}

    def _settled(self, view: View) -> _Changes:
        return {self.view: replace(view, plan=None, removal=None), self.consent: gr.Row(visible=False)}

    # A build

    def halt(self) -> Any:
        """Stop the build."""
        self._service.stop()
        return gr.Button("Stopping …", interactive=False)

    def go_on(self, view: View) -> Iterator[_Changes]:
        """Build what a build that was stopped left."""
        yield from self._update("", {}, view)

    def _update(self, said: str, done: _Changes, view: View, paths: Sequence[str] = ()) -> Iterator[_Changes]:
        """Bring the index in line with files at new ``paths``, say, with what there is to tell and how far that is."""
        stop = gr.Button("Stop", visible=True, interactive=True)
        yield {self.report: said, self.stop: stop, self.resume: gr.Button(visible=False)}
        changes: _Changes = {}
        pace = Pace()
        try:
            for step in self._service.bring_up_to_date():
                progress = "" if step.report else building_view.progress(step, pace.left(step))
                yield {self.report: said + progress}
        except BuildStopped as error:
            end = render.problem(f"{error}{self._not_indexed(paths)}")
            changes = self._refreshed(view)
        except RagError as error:
            end = render.problem(error)
        else:
            end = render.aside("The next question is answered from what there is now.")
            changes = self._refreshed(view)
        yield {**done, **changes, **self._controls(), self.report: said + end}

    def _not_indexed(self, paths: Sequence[str]) -> str:
        """Which of the files that were just added are not in the index, in words."""
        try:
            indexed = {one.file for one in self._service.rag().index.listing()}
        except RagError:
            indexed = set()
        left = [path for path in paths if path not in indexed]
        more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
        return f" Not indexed yet: {', '.join(left[:_NAMED])}{more}." if left else ""


def _said(plan: Plan) -> str:
    """What becomes of each file of an upload."""
    lines = []
    for candidate in plan.ready:
        unread = sum(problem.kind == "unread" for problem in candidate.problems)
        left_out = f"; {unread} of its records can't be read" if unread else ""
        lines.append(render.aside(f"Added: {', '.join(candidate.titles[:3])} ({candidate.path}{left_out})."))
        partly = [problem.reason for problem in candidate.problems if problem.kind == "partly"]
        if partly:
            lines.append(render.problem(f"Read in part: {candidate.path}: {'; '.join(partly[:3])}."))
    lines += [render.aside(f"There just so already: {candidate.path}.") for candidate in plan.unchanged]
    lines += [render.problem(f"Not added: {problem.path}: {problem.reason}.") for problem in plan.refused]
    if plan.exists:
        paths = ", ".join(candidate.path for candidate in plan.exists)
        lines.append(render.problem(f"There already with another content: {paths}. Replace?"))
    return "".join(lines)
