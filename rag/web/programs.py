"""The endpoints for programs."""

from typing import Any

import gradio as gr
from gradio.events import api

from rag.errors import RagError
from rag.pipeline import answer_record
from rag.web.filters import read_filters
from rag.web.library import Library


class Page(gr.Blocks):
    """Blocks whose endpoint ``ask`` may be called with its first arguments alone."""

    async def preprocess_data(self, block_fn: Any, inputs: list[Any], *rest: Any, **named: Any) -> Any:
        """With the defaults of what a program left out of its call, which Gradio's own client alone would add."""
        left_out = [block.value for block in block_fn.inputs[len(inputs) :]] if block_fn.api_name == "ask" else []
        return await super().preprocess_data(block_fn, [*inputs, *left_out], *rest, **named)


def attach(library: Library) -> None:
    """Give the page that is being built its endpoints."""

    def ask(
        question: str,
        after: str | None = None,
        before: str | None = None,
        sources: list[str] | None = None,
        authors: list[str] | None = None,
        strict: bool = False,
    ) -> dict[str, object]:
        """Answer one question: the statements, each with the exact words of the articles that carry it.

        Only articles from ``after`` to ``before`` (YYYY-MM-DD, inclusive), of one of the sources and by one of the
        authors are read, where these are given. A ``strict`` answer goes without the statements that nothing in the
        articles supports, and counts them.
        """
        try:
            filters = read_filters(after, before, sources, authors)
            return answer_record(library.rag().ask(question, filters=filters, strict=strict))
        except RagError as error:
            raise gr.Error(str(error), print_exception=False) from error

    api(ask, api_name="ask")
