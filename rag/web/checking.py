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
from rag.web.words import dated, gettext, ngettext, worded, written

if TYPE_CHECKING:
    from rag.web.service import Service


class CheckFields:
    """The field and what is found, laid out where they are made, and the handler of their events."""

    def __init__(self, service: "Service") -> None:
        self._service = service
        with gr.Column(elem_id="draft"):
            self.box = gr.Textbox(label=gettext("Text to check"), lines=8, max_lines=24, max_length=LONGEST_DRAFT)
            self.start = gr.Button(gettext("Check"), variant="primary", elem_id="check")
            empty = gettext("Paste a statement or a whole text to see what of it the articles say.")
            self.found = gr.HTML(f"<p class='none'>{empty}</p>", elem_id="checked", js_on_load=None)
        self.start.click(self.wait, None, self.found, **ON_PAGE).then(
            self.check, self.box, self.found, concurrency_limit=2, **ON_PAGE
        )

    def wait(self) -> str:
        """What is said meanwhile."""
        return f"<p class='none' role='status'>{gettext('Checking …')}</p>"

    def check(self, text: str) -> str:
        """The result as HTML."""
        try:
            return drawn(self._service.rag().check(text))
        except RagError as error:
            return render.problem(error)


def drawn(checked: Answer) -> str:
    """A text that was checked: how much of it is supported, by whose judgement, and its sentences."""
    count = sum(statement.verdict == "supported" for statement in checked.statements)
    supported = ngettext(
        "{count} of {number} sentence supported",
        "{count} of {number} sentences supported",
        len(checked.statements),
        count=written(count),
    )
    head = f"<p class='made' role='status'>{supported} · {render.judged(checked)}</p>"
    notice = f"<p class='notice'>{markup.escape(worded(checked.notice))}</p>" if checked.notice else ""
    return head + notice + "".join(map(_sentence, checked.statements))


def _sentence(statement: Statement) -> str:
    """A sentence with its verdict, and the words that it was held against."""
    verdict = render.doubt(statement) or f"✓ {gettext('Supported')}"
    quotes = "".join(
        f"<blockquote dir='auto'>“{markup.escape(' '.join(one.quote.split()))}”"
        f"<cite><bdi>{markup.escape(one.article.title)}</bdi> · {dated(one.article)}</cite></blockquote>"
        for one in statement.citations
    )
    sign = f"<span class='verdict {statement.verdict}'>{markup.escape(verdict)}</span>"
    said = f"<p dir='auto'>{markup.words_of(statement, worded)} {sign}</p>"
    held = f"<details><summary>{gettext('Held against')}</summary>{quotes}</details>" if quotes else ""
    return f"<div class='sentence'>{said}{held}</div>"
