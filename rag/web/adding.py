"""Where readers add articles in the page: files, a pasted text, an address; and what becomes of each, in words."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from rag.corpus.folder import Plan
from rag.corpus.reading import kinds
from rag.fetching import Collector
from rag.web import render
from rag.web.fetching import FetchFields
from rag.web.uploads import LARGEST, MOST


class AddFields:
    """The fields, laid out where they are made. With a ``collector`` articles are fetched by their addresses, too."""

    def __init__(self, collector: Collector | None) -> None:
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
            self.title = gr.Textbox(label="Title of a text to paste (optional)", max_lines=1, max_length=300)
            self.text = gr.Textbox(label="Or paste a text, or HTML", lines=4, max_lines=12, elem_id="paste")
            self.put = gr.Button("Add the pasted text", size="sm")
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
        left_out = f"; {unread} of its records can't be read" if unread else ""
        yield render.aside(f"Added: {', '.join(candidate.titles[:3])} ({candidate.path}{left_out}).")
        partly = [problem.reason for problem in candidate.problems if problem.kind == "partly"]
        if partly:
            yield render.problem(f"Read in part: {candidate.path}: {'; '.join(partly[:3])}.")
    for candidate in plan.unchanged:
        yield render.aside(f"There just so already: {candidate.path}.")
    for problem in plan.refused:
        yield render.problem(f"Not added: {problem.path}: {problem.reason}.")
    if plan.exists:
        paths = ", ".join(candidate.path for candidate in plan.exists)
        yield render.problem(f"There already with another content: {paths}. Replace?")
