"""The place for a text of the reader's own: each of its sentences with its verdict and the words that carry it."""

from typing import TYPE_CHECKING

import gradio as gr

from rag.answers import markup
from rag.answers.answer import Answer
from rag.answers.drafts import LONGEST_DRAFT
from rag.answers.statements import Statement
from rag.errors import RagError
from rag.web import render
from rag.web.programs import ON_PAGE

if TYPE_CHECKING:
    from rag.web.service import Service

_EMPTY = "<p class='none'>Paste a statement or a whole text to see what of it the articles say.</p>"


class CheckFields:
    """The field and what is found, laid out where they are made, and the handler of their events."""

    def __init__(self, service: "Service") -> None:
        self._service = service
        with gr.Column(elem_id="draft"):
            self.box = gr.Textbox(label="Text to check", lines=8, max_lines=24, max_length=LONGEST_DRAFT)
            self.start = gr.Button("Check", variant="primary", elem_id="check")
            self.found = gr.HTML(_EMPTY, elem_id="checked", js_on_load=None)
        waiting = "<p class='none' role='status'>Checking …</p>"
        self.start.click(lambda: waiting, None, self.found, **ON_PAGE).then(
            self.check, self.box, self.found, concurrency_limit=2, **ON_PAGE
        )

    def check(self, text: str) -> str:
        """The result as HTML."""
        try:
            return drawn(self._service.rag().check(text))
        except RagError as error:
            return render.problem(error)


def drawn(checked: Answer) -> str:
    """A text that was checked: how much of it is supported, by whose judgement, and its sentences."""
    count = sum(statement.verdict == "supported" for statement in checked.statements)
    judge = f"judged by {markup.escape(checked.trace.judge)}" if checked.trace.judge else "wording not judged"
    total = markup.counted(len(checked.statements), "sentence")
    head = f"<p class='made' role='status'>{count} of {total} supported · {judge}</p>"
    notice = f"<p class='notice'>{markup.escape(checked.notice)}</p>" if checked.notice else ""
    return head + notice + "".join(map(_sentence, checked.statements))


def _sentence(statement: Statement) -> str:
    """A sentence with its verdict, and the words that it was held against."""
    verdict = markup.doubt(statement) or "✓ Supported"
    quotes = "".join(
        f"<blockquote dir='auto'>“{markup.escape(' '.join(one.quote.split()))}”"
        f"<cite><bdi>{markup.escape(one.article.title)}</bdi> · {markup.dated(one.article)}</cite></blockquote>"
        for one in statement.citations
    )
    sign = f"<span class='verdict {statement.verdict}'>{markup.escape(verdict)}</span>"
    said = f"<p dir='auto'>{markup.words_of(statement)} {sign}</p>"
    held = f"<details><summary>Held against</summary>{quotes}</details>" if quotes else ""
    return f"<div class='sentence'>{said}{held}</div>"
