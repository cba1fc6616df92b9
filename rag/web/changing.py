"""What a reader changes of the corpus in the page: articles added, replaced, amended, removed and put back, and the
build after each. It knows nothing of the list that shows them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.corpus.amending import Amendment, amend, put
from rag.corpus.folder import CorpusFolder
from rag.corpus.pasting import pasted
from rag.errors import BuildStopped, RagError
from rag.fetching import Arrival, Collector
from rag.types import Listed
from rag.web import building_view, render
from rag.web.adding import AddFields, not_indexed, planned, same_again
from rag.web.amending import AmendFields, amendment_of
from rag.web.building import Pace
from rag.web.fetching import FetchFields, told
from rag.web.pending import Amended, Pending, Removed, of_a_file
from rag.web.programs import ON_PAGE
from rag.web.uploads import LARGEST, MOST
from rag.web.words import gettext, ngettext

if TYPE_CHECKING:
    from rag.web.service import Service

_HIDE = """element.addEventListener("click", (event) => {
  if (event.target.closest(".seen")) trigger("clear");
});"""
_Changes = dict[Any, Any]
"""Components -> what they show from now on."""


class Changing:
    """The components that change the corpus, and the handlers of their events. ``collector`` fetches what readers give
    the address of."""

    def __init__(self, service: "Service", corpus: Path, collector: Collector | None) -> None:
        self._service = service
        self._corpus = corpus
        self._folder = CorpusFolder(corpus, largest=LARGEST, most=MOST)
        self._collector = collector
        self.pending = gr.State(Pending())

    def lay_out(self) -> None:
        """Make what tells of changes and asks about them, and the fields of what is added."""
        with gr.Column(elem_id="changing"):
            hide = f"<button type='button' class='seen' aria-label='{gettext('Hide')}'>×</button>"
            told = f"<div role='status'>${{value}}</div>{hide}"
            self.report = gr.HTML("", elem_id="told", html_template=told, js_on_load=_HIDE)
            self.stop = gr.Button(gettext("Stop"), visible=False, size="sm", variant="stop", elem_id="stop-build")
            self.resume = gr.Button(gettext("Go on with the build"), visible=False, size="sm", elem_id="resume-build")
            with gr.Row(visible=False, elem_id="consent") as self.consent:
                self.alone = gr.Button(gettext("Remove this article alone"), size="sm", variant="stop", visible=False)
                self.agree = gr.Button(gettext("Replace"), size="sm", variant="stop")
                self.decline = gr.Button(gettext("Leave it as it is"), size="sm")
            self.undo = gr.Button(gettext("Undo"), visible=False, size="sm", elem_id="undo")
        self._adding = AddFields(self._collector)

    def lay_out_form(self) -> None:
        """Make the form in which the article that is read is amended."""
        self.form = AmendFields()

    @property
    def asking(self) -> list[Any]:
        """What a question for consent changes."""
        return [self.pending, self.report, self.consent, self.alone, self.agree, self.undo]

    @property
    def controls(self) -> list[Any]:
        """The buttons that stop a build and go on with it."""
        return [self.stop, self.resume]

    def listen(self, reading: gr.State, refresh: Callable[..., Any], given: list[Any], shown: list[Any]) -> None:
        """Follow what the reader does; after each change ``refresh`` is handed ``given`` and changes what is
        ``shown``. ``reading`` is the `Listed` of the article that is read."""
        adding, form, pending = self._adding, self.form, self.pending
        changing = [*self.asking, *self.controls, *adding.fields, form.report, form.undo]
        changes: list[tuple[Any, Any, list[Any]]] = [
            (adding.upload.upload, self.add_files, [adding.upload, pending]),
            (adding.put.click, self.add_pasted, [adding.text, adding.title, pending]),
            (self.agree.click, self.consented, [pending]),
            (self.alone.click, self.leave_out, [pending]),
            (self.undo.click, self.take_back, [pending]),
            (form.undo.click, self.take_back_amendment, [pending]),
            (self.resume.click, self.go_on, []),
            (form.save.click, self.amend, [reading, pending, *form.fields]),
            (form.as_read.click, self.as_read, [reading, pending]),
        ]
        if adding.fetching is not None:
            address = adding.fetching.address
            changes += [
                ([adding.fetching.fetch.click, address.submit], self.fetch, [address]),
                (adding.fetching.watch.click, self.watch, [address]),
            ]
        for event, handler, inputs in changes:
            # One change at a time, as the index has one writer. What the list shows by then is not what it showed when
            # the change began: it is asked for anew.
            one: dict[str, Any] = {"concurrency_id": "corpus", "concurrency_limit": 1, **ON_PAGE}
            gr.on(event, handler, inputs, changing, **one).then(refresh, given, shown, **ON_PAGE)
        self.stop.click(self.halt, None, self.stop, **ON_PAGE)
        self.report.clear(lambda: "", None, self.report, **ON_PAGE)
        self.decline.click(self.declined, pending, self.asking, **ON_PAGE)

    def controlled(self) -> _Changes:
        """The buttons that stop a build and go on with it, as the service is just now."""
        return {
            self.stop: gr.Button(gettext("Stop"), visible=self._service.building, interactive=True),
            self.resume: gr.Button(visible=self._service.unfinished),
        }

    # What is added

    def add_files(self, paths: list[str] | None, pending: Pending) -> Iterator[_Changes]:
        """Add what was uploaded; names that exist wait for consent."""
        uploaded = [Path(path) for path in paths or []]
        files = [(path.name, path.read_bytes()) for path in uploaded]
        for path in uploaded:
            path.unlink()
        yield from self._add(files, {}, pending)

    def add_pasted(self, text: str, title: str, pending: Pending) -> Iterator[_Changes]:
        """Add what was pasted, and clear it away as soon as that is done."""
        try:
            file = pasted(text, title=title)
        except RagError as error:
            yield {self.report: render.problem(error)}
            return
        yield from self._add([file], self._adding.emptied, pending)

    def fetch(self, address: str) -> Iterator[_Changes]:
        """Add what stands at an address."""
        assert self._adding.fetching is not None
        yield from self._fetched(self._adding.fetching.arrivals(address, feed=False), self._adding.fetching)

    def watch(self, address: str) -> Iterator[_Changes]:
        """Add what a feed has, and watch it from then on."""
        assert self._adding.fetching is not None
        yield from self._fetched(self._adding.fetching.arrivals(address, feed=True), self._adding.fetching)

    def _fetched(self, arrivals: Iterator[Arrival], fields: FetchFields) -> Iterator[_Changes]:
        """Tell what arrives, then bring the index in line with it."""
        yield {self.report: render.aside(gettext("Asking …")), self.consent: gr.Row(visible=False)}
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
            yield from self._update(said, {fields.address: ""}, written)
        else:
            yield {self.report: said}

    def _add(self, files: Sequence[tuple[str, bytes]], cleared: _Changes, pending: Pending) -> Iterator[_Changes]:
        if not files:
            yield {self.report: ""}
            return
        try:
            plan = self._folder.plan(files)
            paths = self._folder.put(replace(plan, exists=()), replace=False) if plan.ready else []
        except RagError as error:
            yield {self.report: render.problem(error)}
            return
        waiting = plan if plan.exists else None
        done = {
            self._adding.upload: None,
            **self._asked(replace(pending, plan=waiting, removal=None), gettext("Replace")),
        }
        done |= {} if plan.refused else cleared
        if plan.ready:
            yield from self._update(planned(plan), done, paths)
        else:
            yield {**done, self.report: planned(plan)}

    # What is removed and amended

    def ask_removal(self, identifier: str, pending: Pending) -> _Changes:
        """Ask whether an article is to go: with its file, or of a file of many alone."""
        try:
            listing = self._service.rag().index.listing()
            one = of_a_file(next((one for one in listing if one.id == identifier), None))
        except RagError as error:
            return {self.report: render.problem(error)}
        count = sum(other.file == one.file for other in listing)
        question, agreed = gettext("Remove “{title}”?", title=one.title), gettext("Remove")
        if count > 1:
            question = ngettext(
                "Remove “{title}” alone, or {file} with its {number} article?",
                "Remove “{title}” alone, or {file} with its {number} articles?",
                count,
                title=one.title,
                file=one.file,
            )
            agreed = ngettext(
                "Remove the file with its {number} article", "Remove the file with its {number} articles", count
            )
        kept = gettext("The file is kept, so that it can be put back; earlier versions are not.")
        return {
            **self._asked(replace(pending, removal=one, plan=None), agreed),
            self.alone: gr.Button(visible=count > 1),
            self.report: render.aside(f"{question} {kept}"),
        }

    def consented(self, pending: Pending) -> Iterator[_Changes]:
        """Do what waited for consent."""
        try:
            if pending.removal is not None:
                name = self._called(pending.removal)
                kept = self._folder.remove(pending.removal.file)
                said = gettext("{file} was removed.", file=name)
                pending = replace(pending, done=(*pending.done, Removed(name, kept)))
            elif pending.plan is not None:
                paths = self._folder.put(replace(pending.plan, ready=()), replace=True)
                said = gettext(
                    "Replaced: {paths}. What was there is kept in the hidden folder .replaced.", paths=", ".join(paths)
                )
            else:
                yield self._settled(pending)
                return
        except RagError as error:
            yield {**self._settled(pending), self.report: render.problem(error)}
            return
        yield from self._update(render.aside(said), self._settled(pending))

    def _called(self, one: Listed) -> str:
        """The file of an article as a reader knows it: by the title of the article where it holds no other."""
        alone = sum(other.file == one.file for other in self._service.rag().index.listing()) == 1
        return gettext("“{words}”", words=one.title) if alone else one.file

    def leave_out(self, pending: Pending) -> Iterator[_Changes]:
        """Leave the article out that waited for consent; the others of its file stay."""
        if (one := pending.removal) is not None:
            said = gettext("“{title}” was left out.", title=one.title)
            yield from self._amended(one, Amendment(one.file, left_out=True), said, pending, self.report)

    def amend(self, reading: Listed | None, pending: Pending, *written: str) -> Iterator[_Changes]:
        """Amend the article that is read as the form has it."""
        try:
            one = of_a_file(reading)
            amendment = amendment_of(one, *written)
        except RagError as error:
            yield {self.form.report: render.problem(error)}
            return
        if amendment is None:
            yield {self.form.report: render.aside(gettext("Nothing was changed."))}
            return
        said = gettext("“{title}” was amended.", title=one.title)
        yield from self._amended(one, amendment, said, pending, self.form.report)

    def as_read(self, reading: Listed | None, pending: Pending) -> Iterator[_Changes]:
        """Have the article that is read as its file has it."""
        try:
            one = of_a_file(reading)
        except RagError as error:
            yield {self.form.report: render.problem(error)}
            return
        said = gettext("“{title}” is as it was read.", title=one.title)
        yield from self._amended(one, None, said, pending, self.form.report)

    def _amended(
        self, one: Listed, amendment: Amendment | None, done: str, pending: Pending, report: gr.HTML
    ) -> Iterator[_Changes]:
        try:
            before = amend(self._corpus, one.id, amendment) if amendment else put(self._corpus, one.id, None)
        except RagError as error:
            yield {**self._settled(pending), report: render.problem(error)}
            return
        name = gettext("“{words}”", words=one.title)
        pending = replace(pending, done=(*pending.done, Amended(name, one.id, before)))
        yield from self._update(render.aside(done), self._settled(pending), report=report)

    def take_back(self, pending: Pending) -> Iterator[_Changes]:
        """Undo the last change that can be."""
        yield from self._taken_back(pending, self.report)

    def take_back_amendment(self, pending: Pending) -> Iterator[_Changes]:
        """The same, asked for beside the form."""
        yield from self._taken_back(pending, self.form.report)

    def _taken_back(self, pending: Pending, report: gr.HTML) -> Iterator[_Changes]:
        *others, last = pending.done
        try:
            if isinstance(last, Removed):
                self._folder.restore(last.kept)
            else:
                put(self._corpus, last.article, last.before)
        except RagError as error:
            yield {report: render.problem(error)}
            return
        said = render.aside(gettext("{name} is as it was before.", name=last.name))
        yield from self._update(said, self._settled(replace(pending, done=tuple(others))), report=report)

    def declined(self, pending: Pending) -> _Changes:
        """Leave it as it is."""
        unchanged = render.aside(gettext("Nothing was changed."))
        return {**self._asked(replace(pending, plan=None, removal=None), ""), self.report: unchanged}

    def _settled(self, pending: Pending) -> _Changes:
        """Nothing waits any more; the last change can be undone."""
        named = gettext("Undo: {name}", name=pending.done[-1].name) if pending.done else ""
        undo = gr.Button(named, visible=bool(pending.done))
        beside = gr.Button(named, visible=bool(pending.done) and isinstance(pending.done[-1], Amended))
        return {**self._asked(replace(pending, plan=None, removal=None), ""), self.undo: undo, self.form.undo: beside}

    def _asked(self, pending: Pending, agreed: str) -> _Changes:
        waits = pending.plan is not None or pending.removal is not None
        return {
            self.pending: pending,
            self.consent: gr.Row(visible=waits),
            self.alone: gr.Button(visible=False),
            self.agree: agreed,
            self.undo: gr.Button(visible=bool(pending.done) and not waits),  # one question at a time
        }

    # A build

    def halt(self) -> Any:
        """Stop the build."""
        self._service.stop()
        return gr.Button(gettext("Stopping …"), interactive=False)

    def go_on(self) -> Iterator[_Changes]:
        """Build what a build that was stopped left."""
        yield from self._update("", {})

    def _update(
        self, said: str, done: _Changes, paths: Sequence[str] = (), report: gr.HTML | None = None
    ) -> Iterator[_Changes]:
        """Bring the index in line with files at new ``paths``, say, with what there is to tell and how far that is, in
        a ``report`` beside what was asked."""
        report = report or self.report
        stop = gr.Button(gettext("Stop"), visible=True, interactive=True)
        yield {**done, self.report: "", report: said, self.stop: stop, self.resume: gr.Button(visible=False)}
        pace = Pace()
        try:
            for step in self._service.bring_up_to_date():
                progress = "" if step.report else building_view.progress(step, pace.left(step))
                yield {report: said + progress}
        except BuildStopped as error:
            end = render.problem(f"{error}{self._left(paths)}")
        except RagError as error:
            end = render.problem(error)
        else:
            end = render.aside(gettext("The next question is answered from what there is now."))
            if paths:
                end += "".join(map(render.problem, same_again(self._service.rag().index, paths)))
        yield {**self.controlled(), report: said + end}

    def _left(self, paths: Sequence[str]) -> str:
        """Which of the files that were just added are not in the index, in words."""
        try:
            return not_indexed(self._service.rag().index, paths)
        except RagError:
            return not_indexed(None, paths)
