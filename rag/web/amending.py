"""The form in which a reader amends what is known of an article beside its text."""

from datetime import date
from typing import Any

import gradio as gr

from rag.corpus.amending import LONGEST, Amendment
from rag.errors import ArgumentError
from rag.text.periods import period_of
from rag.types import Listed
from rag.web.words import gettext


class AmendFields:
    """The fields, laid out where they are made, above the article that they are of."""

    def __init__(self) -> None:
        with gr.Accordion(gettext("Amend"), elem_id="amending", open=False, visible=False) as self.fold:
            texts: dict[str, Any] = {"max_lines": 1, "max_length": LONGEST}
            self.title = gr.Textbox(label=gettext("Title"), **texts)
            with gr.Row():
                self.date = gr.Textbox(label=gettext("Published (such as 17 July 2026; empty: unknown)"), **texts)
                self.lang = gr.Textbox(label=gettext("Language (a code such as en)"), **texts)
            with gr.Row():
                self.author = gr.Textbox(label=gettext("Author"), **texts)
                self.source = gr.Textbox(label=gettext("Publisher"), **texts)
            with gr.Row():
                self.save = gr.Button(gettext("Save"), size="sm")
                self.as_read = gr.Button(gettext("Have it as it was read"), size="sm")
            self.report = gr.HTML(
                "", elem_id="amended", html_template="<div role='status'>${value}</div>", js_on_load=None
            )
            self.undo = gr.Button(gettext("Undo"), visible=False, size="sm")
        self.fields: list[Any] = [self.title, self.date, self.author, self.source, self.lang]
        self.components = [self.fold, self.report, self.undo, *self.fields]

    def filled(self, one: Listed | None, *, unfolded: bool | None) -> dict[Any, Any]:
        """The form with what is known of an article, ``unfolded``, folded, or None as it is; hidden where there is
        none."""
        if one is None:
            return {self.fold: gr.Accordion(visible=False)}
        filled: dict[Any, Any] = dict(zip(self.fields, _known(one), strict=True))
        if unfolded is None:
            return {**filled, self.fold: gr.Accordion(visible=True)}
        fold = gr.Accordion(visible=True, open=unfolded)
        return {**filled, self.fold: fold, self.report: "", self.undo: gr.Button(visible=False)}


def amendment_of(one: Listed, *written: str) -> Amendment | None:
    """What a reader wrote in the fields, in their order, as far as it is not what is known of the article; None where
    nothing is. Raises ``ArgumentError`` for what can't be."""
    names = ("title", "date", "author", "source", "lang")
    told = {name: " ".join(text.split()) for name, text in zip(names, written, strict=True)}
    told["date"] = _day(told["date"])
    known = dict(zip(names, _known(one), strict=True))
    said: dict[str, Any] = {name: text for name, text in told.items() if text != known[name]}
    return Amendment(one.file, **said) if said else None


def _day(said: str) -> str:
    """A day, however it is written, as an amendment has it. Raises ``ArgumentError``."""
    if not said:
        return ""
    found = period_of(said, date.today())
    if found is None or found.first is None:
        raise ArgumentError(
            gettext("“{said}” is no day: write one such as 17 July 2026, or nothing where it is not known.", said=said)
        )
    if found.first != found.last:
        raise ArgumentError(gettext("“{said}” is more than one day: write one such as 17 July 2026.", said=said))
    return found.first.isoformat()


def _known(one: Listed) -> list[str]:
    day = one.published.isoformat() if one.published else ""
    return [one.title, day, one.author or "", one.source or "", one.lang or ""]
