"""The form in which a reader amends what is known of an article beside its text."""

from typing import Any

import gradio as gr

from rag.corpus.amending import LONGEST, Amendment
from rag.types import Listed
from rag.web.words import gettext


class AmendFields:
    """The fields, laid out where they are made, above the article that they are of."""

    def __init__(self) -> None:
        with gr.Accordion(gettext("Amend"), elem_id="amending", open=False, visible=False) as self.fold:
            texts: dict[str, Any] = {"max_lines": 1, "max_length": LONGEST}
            self.title = gr.Textbox(label=gettext("Title"), **texts)
            with gr.Row():
                self.date = gr.Textbox(label=gettext("Published (YYYY-MM-DD; empty: unknown)"), **texts)
                self.lang = gr.Textbox(label=gettext("Language (a code such as en)"), **texts)
            with gr.Row():
                self.author = gr.Textbox(label=gettext("Author"), **texts)
                self.source = gr.Textbox(label=gettext("Publisher"), **texts)
            with gr.Row():
                self.save = gr.Button(gettext("Save"), size="sm")
                self.as_read = gr.Button(gettext("Have it as it was read"), size="sm")
        self.fields: list[Any] = [self.title, self.date, self.author, self.source, self.lang]

    def filled(self, one: Listed | None, *, unfolded: bool | None) -> dict[Any, Any]:
        """The form with what is known of an article, ``unfolded``, folded, or None as it is; hidden where there is
        none."""
        if one is None:
            return {self.fold: gr.Accordion(visible=False)}
        return {
            **dict(zip(self.fields, _known(one), strict=True)),
            self.fold: gr.Accordion(visible=True) if unfolded is None else gr.Accordion(visible=True, open=unfolded),
        }


def amendment_of(one: Listed, *written: str) -> Amendment | None:
    """What a reader wrote in the fields, in their order, as far as it is not what is known of the article; None where
    nothing is. Raises ``ArgumentError`` for what can't be."""
    names = ("title", "date", "author", "source", "lang")
    said: dict[str, Any] = {
        name: text
        for name, text, known in zip(names, written, _known(one), strict=True)
        if " ".join(text.split()) != known
    }
    return Amendment(one.file, **said) if said else None


def _known(one: Listed) -> list[str]:
    day = one.published.isoformat() if one.published else ""
    return [one.title, day, one.author or "", one.source or "", one.lang or ""]
