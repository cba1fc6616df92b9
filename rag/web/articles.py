"""The tab of the articles: what the index holds, a table of them with one to read beside it, and, unless the page is
read-only, adding and removing them.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr

from rag.corpus.folder import CorpusFolder, Plan
from rag.corpus.pasting import pasted
from rag.corpus.reading import kinds
from rag.errors import BuildStopped, RagError
from rag.web import articles_view as corpus_view
from rag.web import render
from rag.web.service import Library
from rag.web.uploads import LARGEST, MOST

_GLANCE = 0.3  # seconds between two looks at a build that is under way
_NAMED = 5  # files that are named in a line
_CHOOSE = "<p class='none'>Choose an article to read it here.</p>"
# The buttons of the table say what they are for in their data.
_BUTTONS = """element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) trigger("select", { ...button.dataset, what: button.className });
});"""


@dataclass(frozen=True, slots=True)
class View:
    """Which part of the list of articles one sees, in what order, and what waits for the reader's consent."""

    text: str = ""
    sort: str = "published"
    descending: bool = True
    first: int = 0
    plan: Plan | None = None
    removal: str | None = None


def attach(
    tab: gr.Tab,
    library: Library,
    corpus: Path,
    header: gr.HTML,
    names: Sequence[gr.Dropdown],
    *,
    read_only: bool,
) -> None:
    """Fill the tab that is being built, and say what happens in it. ``header`` and ``names`` are the parts of the page
    that change with the collection."""
    folder = CorpusFolder(corpus, largest=LARGEST, most=MOST)
    listen: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

    def holdings(view: View) -> dict[Any, Any]:
        try:
            index = library.rag().index
            status, listing = index.status(), index.listing()
        except RagError as error:
            return {facts: render.aside(str(error), "problem"), table: ""}
        told = corpus_view.card(status) + corpus_view.timeline(listing) + corpus_view.problems(status)
        return {facts: told, table: _table(listing, view, removable=not read_only)}

    def refresh(view: View) -> dict[Any, Any]:
        changed = dict(zip(names, (gr.Dropdown(choices=known) for known in library.names()), strict=True))
        return {header: library.headline(), **changed, **holdings(view)}

    def controls() -> dict[Any, Any]:
        """The buttons that stop a build and go on with it, as the library is just now."""
        if read_only:
            return {}
        return {
            stop: gr.Button("Stop", visible=library.building, interactive=True),
            resume: gr.Button(visible=library.unfinished),
        }

    async def arrive(view: View) -> AsyncIterator[dict[Any, Any]]:
        """Show the articles, as soon as there are any, and follow a build that is under way."""
        opening = library.start()
        while opening.is_alive():
            yield {facts: library.headline(), **controls()}
            await asyncio.sleep(_GLANCE)
        yield {**await asyncio.to_thread(refresh, view), **controls()}
        if library.building:
            while library.building:
                await asyncio.sleep(_GLANCE)
            yield {**await asyncio.to_thread(refresh, view), **controls()}

    def halt() -> Any:
        library.stop()
        return gr.Button("Stopping …", interactive=False)

    def go_on(view: View) -> Iterator[dict[Any, Any]]:
        yield from updated([], {}, True, view)

    def search(text: str, view: View) -> dict[Any, Any]:
        view = replace(view, text=text, first=0)
        return {state: view, table: holdings(view)[table]}

    def select(event: gr.EventData, view: View) -> dict[Any, Any]:
        """A button of the table: another order or part, an article to read, or one to remove."""
        told_by = ("what", "article", "file", "sort", "descending", "first")
        asked: dict[str, Any] = {name: getattr(event, name, None) for name in told_by}
        if asked["what"] == "open":
            try:
                article = library.rag().index.article(str(asked["article"]))
            except RagError as error:
                return {reader: render.aside(str(error), "problem")}
            gone = render.aside("This article is not in the collection any more.", "problem")
            return {reader: corpus_view.reader(article) if article else gone}
        if asked["what"] == "remove" and not read_only:
            return ask_removal(str(asked["file"]), view)
        if asked["sort"] is not None:
            sort = str(asked["sort"])
            view = replace(view, sort=sort if sort in corpus_view.COLUMNS else "published", first=0)
            view = replace(view, descending=asked["descending"] == "true")
        elif str(asked["first"]).isdecimal():
            view = replace(view, first=int(asked["first"]))
        return {state: view, table: holdings(view)[table]}

    def ask_removal(file: str, view: View) -> dict[Any, Any]:
        try:
            count = folder.articles_in(file)
        except RagError as error:
            return {told: render.aside(str(error), "problem")}
        what = file if count == 1 else f"{file} with its {count} articles"
        return {
            state: replace(view, removal=file, plan=None),
            told: render.aside(
                f"Remove {what}? The file is kept in the hidden folder .removed of the corpus.", "quiet"
            ),
            consent: gr.Row(visible=True),
            agree: "Remove",
        }

    def add_files(paths: list[str] | None, view: View) -> Iterator[dict[Any, Any]]:
        """Add what was uploaded; names that exist wait for consent."""
        uploaded = [Path(path) for path in paths or []]
        files = [(path.name, path.read_bytes()) for path in uploaded]
        for path in uploaded:
            path.unlink()
        yield from add(files, view)

    def add_pasted(text: str, title: str, view: View) -> Iterator[dict[Any, Any]]:
        try:
            file = pasted(text, title=title)
        except RagError as error:
            yield {told: render.aside(str(error), "problem")}
            return
        for step in add([file], view):
            cleared = {paste: "", paste_title: ""} if step.get(upload, "kept") is None else {}
            yield {**step, **cleared}

    def add(files: Sequence[tuple[str, bytes]], view: View) -> Iterator[dict[Any, Any]]:
        if not files:
            yield {told: ""}
            return
        try:
            plan = folder.plan(files)
            paths = folder.put(replace(plan, exists=()), replace=False) if plan.ready else []
        except RagError as error:
            yield {told: render.aside(str(error), "problem")}
            return
        lines = [_said(plan)]
        view = replace(view, plan=plan if plan.exists else None, removal=None)
        done = {state: view, upload: None, consent: gr.Row(visible=bool(plan.exists)), agree: "Replace"}
        yield from updated(lines, done, bool(plan.ready), view, paths)

    def consented(view: View) -> Iterator[dict[Any, Any]]:
        """Do what waited for consent."""
        done = {state: replace(view, plan=None, removal=None), consent: gr.Row(visible=False)}
        try:
            if view.removal is not None:
                folder.remove(view.removal)
                said = f"{view.removal} was removed."
                done[reader] = _CHOOSE
            elif view.plan is not None:
                paths = folder.put(replace(view.plan, ready=()), replace=True)
                said = f"Replaced: {', '.join(paths)}. What was there is kept in the hidden folder .replaced."
            else:
                yield done
                return
        except RagError as error:
            yield {**done, told: render.aside(str(error), "problem")}
            return
        yield from updated([render.aside(said, "quiet")], done, True, view)

    def declined(view: View) -> dict[Any, Any]:
        return {
            state: replace(view, plan=None, removal=None),
            consent: gr.Row(visible=False),
            told: render.aside("Nothing was changed.", "quiet"),
        }

    def updated(
        lines: Sequence[str], done: dict[Any, Any], changed: bool, view: View, paths: Sequence[str] = ()
    ) -> Iterator[dict[Any, Any]]:
        """Bring the index in line with files at new ``paths``, say, with what there is to tell and how far that is."""
        said = "".join(lines)
        if not changed:
            yield {**done, told: said}
            return
        yield {told: said, stop: gr.Button("Stop", visible=True, interactive=True), resume: gr.Button(visible=False)}
        try:
            for step in library.bring_up_to_date():
                yield {told: said + render.progress(step) if step.report is None else said}
        except BuildStopped as error:
            waiting = not_indexed(paths)
            yield {**done, **refresh(view), **controls(), told: said + render.aside(f"{error}{waiting}", "problem")}
            return
        except RagError as error:
            yield {**done, **controls(), told: said + render.aside(str(error), "problem")}
            return
        ready = render.aside("The next question is answered from what there is now.", "quiet")
        yield {**done, **refresh(view), **controls(), told: said + ready}

    def not_indexed(paths: Sequence[str]) -> str:
        """Which of the files that were just added are not in the index, in words."""
        try:
            indexed = {one.file for one in library.rag().index.listing()}
        except RagError:
            indexed = set()
        left = [path for path in paths if path not in indexed]
        more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
        return f" Not indexed yet: {', '.join(left[:_NAMED])}{more}." if left else ""

    state = gr.State(View())
    with gr.Row(elem_id="collection"):
        with gr.Column(elem_id="listed"):
            facts = gr.HTML("", elem_id="facts", js_on_load=None)
            if not read_only:
                with gr.Accordion("Add articles", elem_id="adding", open=False):
                    upload = gr.File(
                        label=f"Files: {kinds()}; at most {MOST}, {LARGEST // 2**20} MB each",
                        file_count="multiple",
                        file_types=kinds().split(", "),
                        type="filepath",
                        elem_id="upload",
                        height=140,
                    )
                    paste_title = gr.Textbox(label="Title of a text to paste (optional)", max_lines=1, max_length=300)
                    paste = gr.Textbox(label="Or paste a text, or HTML", lines=4, max_lines=12, elem_id="paste")
                    put = gr.Button("Add the pasted text", size="sm")
                stop = gr.Button("Stop", visible=False, size="sm", variant="stop", elem_id="stop-build")
                resume = gr.Button("Go on with the build", visible=False, size="sm", elem_id="resume-build")
                told = gr.HTML("", elem_id="told", html_template="<div role='status'>${value}</div>", js_on_load=None)
                with gr.Row(visible=False, elem_id="consent") as consent:
                    agree = gr.Button("Replace", size="sm", variant="stop")
                    decline = gr.Button("Leave it as it is", size="sm")
            words = gr.Textbox(
                label="Search titles, sources and authors", max_lines=1, max_length=200, elem_id="search-articles"
            )
            table = gr.HTML("", elem_id="table", js_on_load=_BUTTONS)
        with gr.Column(elem_id="read"):
            reader = gr.HTML(_CHOOSE, elem_id="reader", html_template="<h2>Article</h2>${value}", js_on_load=None)

    everywhere = [state, header, *names, facts, table, reader]
    tab.select(arrive, state, everywhere if read_only else [*everywhere, stop, resume], **listen)
    words.change(search, [words, state], [state, table], trigger_mode="always_last", **listen)
    selecting: list[Any] = [state, table, reader]
    if not read_only:
        selecting += [told, consent, agree]
        changing = [*everywhere, told, consent, agree, upload, paste, paste_title, stop, resume]
        # One change at a time, as the index has one writer.
        one: dict[str, Any] = {"concurrency_id": "corpus", "concurrency_limit": 1}
        upload.upload(add_files, [upload, state], changing, **one, **listen)
        put.click(add_pasted, [paste, paste_title, state], changing, **one, **listen)
        agree.click(consented, state, changing, **one, **listen)
        resume.click(go_on, state, changing, **one, **listen)
        stop.click(halt, None, stop, **listen)
        decline.click(declined, state, [state, consent, told], **listen)
    table.select(select, state, selecting, **listen)


def _table(listing: Sequence[Any], view: View, *, removable: bool) -> str:
    return corpus_view.table(
        listing,
        text=view.text,
        sort=view.sort,
        descending=view.descending,
        first=view.first,
        removable=removable,
    )


def _said(plan: Plan) -> str:
    """What becomes of each file of an upload."""
    lines: list[tuple[str, str]] = []
    for candidate in plan.ready:
        unread = sum(problem.kind == "unread" for problem in candidate.problems)
        left_out = f"; {unread} of its records can't be read" if unread else ""
        lines.append((f"Added: {', '.join(candidate.titles[:3])} ({candidate.path}{left_out}).", "quiet"))
        partly = [problem.reason for problem in candidate.problems if problem.kind == "partly"]
        if partly:
            lines.append((f"Read in part: {candidate.path}: {'; '.join(partly[:3])}.", "problem"))
    lines += [(f"There just so already: {candidate.path}.", "quiet") for candidate in plan.unchanged]
    lines += [(f"Not added: {problem.path}: {problem.reason}.", "problem") for problem in plan.refused]
    if plan.exists:
        paths = ", ".join(candidate.path for candidate in plan.exists)
        lines.append((f"There already with another content: {paths}. Replace?", "problem"))
    return "".join(render.aside(line, kind) for line, kind in lines)
