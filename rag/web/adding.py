"""Where readers add articles in the page: files, a pasted text, an address; and what becomes of each, in words."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.corpus.folder import Plan
from rag.corpus.reading import kinds
from rag.fetching import Collector
from rag.web import render
from rag.web.fetching import FetchFields
from rag.web.uploads import LARGEST, MOST
from rag.web.words import gettext, ngettext

if TYPE_CHECKING:
    from rag.index.search import Index

_NAMED = 5  # files that are named in a line


class AddFields:
    """The fields, laid out where they are made. With a ``collector`` articles are fetched by their addresses, too."""

    def __init__(self, collector: Collector | None) -> None:
        with gr.Accordion(gettext("Add articles"), elem_id="adding", open=False):
            self.upload = gr.File(
                label=gettext("Files"),
                file_count="multiple",
                # Gradio knows a file by the last of its ends alone.
                file_types=sorted({f".{kind.rpartition('.')[2]}" for kind in kinds().split(", ")}),
                type="filepath",
                elem_id="upload",
                height=140,
            )
            # Not the field's label, which Gradio lays over the place to drop files.
            note = gettext(
                "Files: {kinds}; at most {most}, {size} MB each", kinds=kinds(), most=MOST, size=LARGEST // 2**20
            )
            named = gettext("Kinds of files")
            gr.HTML(f"<details class='kinds'><summary>{named}</summary>{note}</details>", js_on_load=None)
            self.text = gr.Textbox(label=gettext("Or paste a text, or HTML"), lines=4, max_lines=12, elem_id="paste")
            self.title = gr.Textbox(label=gettext("Title of a text to paste (optional)"), max_lines=1, max_length=300)
            self.put = gr.Button(gettext("Add the pasted text"), size="sm")
            self.fetching = FetchFields(collector) if collector is not None else None

    @property
    def emptied(self) -> dict[Any, Any]:
        """The pasted text and its title cleared away."""
        return {self.text: "", self.title: ""}

    @property
    def fields(self) -> list[Any]:
        """What a change may clear away."""
        return [self.upload, self.text, self.title, *([self.fetching.address] if self.fetching is not None else [])]


def planned(plan: Plan) -> str:
    """What becomes of each file of an upload."""
    return "".join(_lines(plan))


def _lines(plan: Plan) -> Iterator[str]:
    for candidate in plan.ready:
        unread = sum(problem.kind == "unread" for problem in candidate.problems)
        left_out = (
            ngettext("; {number} record can't be read", "; {number} records can't be read", unread) if unread else ""
        )
        titles, path = ", ".join(candidate.titles[:3]), candidate.path
        yield render.aside(gettext("Added: {titles} ({path}{left_out}).", titles=titles, path=path, left_out=left_out))
        partly = [problem.reason for problem in candidate.problems if problem.kind == "partly"]
        if partly:
            reasons = "; ".join(partly[:3])
            yield render.problem(gettext("Read in part: {path}: {reasons}.", path=path, reasons=reasons))
    for candidate in plan.unchanged:
        yield render.aside(gettext("There just so already: {path}.", path=candidate.path))
    for problem in plan.refused:
        line = gettext("Not added: {path}: {reason}.", path=problem.path, reason=problem.reason)
        yield render.problem(line)
    if plan.exists:
        paths = ", ".join(candidate.path for candidate in plan.exists)
        yield render.problem(gettext("There already with another content: {paths}. Replace?", paths=paths))


def same_again(index: "Index", paths: Sequence[str]) -> Iterator[str]:
    """Which articles of files that were just added have the words of others, in words."""
    listing, twins = {one.id: one for one in index.listing()}, index.twins()
    for one in listing.values():
        if one.file in paths and (others := twins.get(one.id)):
            yield gettext(
                "The same text is there already: {path} says what “{title}” ({other}) does. Both stay.",
                path=one.id,
                title=listing[others[0]].title,
                other=others[0],
            )


def not_indexed(index: "Index | None", paths: Sequence[str]) -> str:
    """Which of the files that were just added are not in an index, in words."""
    indexed = {one.file for one in index.listing()} if index is not None else set()
    left = [path for path in paths if path not in indexed]
    named = ", ".join(left[:_NAMED])
    if len(left) > _NAMED:
        named = gettext("{some} and {number} more", some=named, number=len(left) - _NAMED)
    return " " + gettext("Not indexed yet: {paths}.", paths=named) if left else ""
