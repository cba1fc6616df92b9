"""The fields of the page that narrow a search."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from rag.api.forms import read_filters
from rag.errors import ArgumentError, RagError
from rag.filters import Filters
from rag.web import programs, render
from rag.web.words import gettext

TO_QUESTION = "() => document.querySelector('#question textarea').focus()"
"""What moves the keyboard to where a question is typed."""

# The browser's own control for a date, which says what is half written by ``badInput`` alone and only when it is left.
_DATE = "<label>${caption}<input type='date' max='9999-12-31'></label>"
_INCOMPLETE = "incomplete"
_DATE_SCRIPT = f"""
const input = element.querySelector("input");
const tell = () => {{ props.value = input.validity.badInput ? "{_INCOMPLETE}" : input.value; }};
input.addEventListener("input", tell);
input.addEventListener("blur", tell);
watch("value", () => {{ if (!props.value) input.value = ""; }});"""


class FilterFields:
    """The fields of the filters, in a fold that says what is set in them, and the button that clears them."""

    def __init__(self) -> None:
        labels = [gettext("Publisher"), gettext("Author"), gettext("People"), gettext("Places")]
        labels += [gettext("Stories"), gettext("Tags")]
        with gr.Accordion(gettext("Filters"), elem_id="fold", open=False) as self.fold, gr.Row():
            days = [
                gr.HTML("", html_template=_DATE, js_on_load=_DATE_SCRIPT, caption=caption)
                for caption in (gettext("From"), gettext("To"))
            ]
            self.names = [gr.Dropdown([], label=label, multiselect=True) for label in labels]
        self.fields: list[Any] = [*days, *self.names]
        self._clear = gr.Button(gettext("Clear filters"), elem_id="widen", size="sm", visible=False)

    def listen(self, complaint: gr.HTML) -> Any:
        """Follow what is chosen, and say in ``complaint`` what is wrong with it.

        What else a choice changes follows on the event that this returns, and does not listen to the fields itself:
        what ran on after a change, Gradio's page begins again for everybody who listens to that change, and two that
        run on would begin each other for ever.
        """
        self._complaint = complaint
        changing = [self.fold, self._clear, complaint]
        changes = [field.change for field in self.fields]
        narrowed = gr.on(changes, self.narrow, self.fields, changing, trigger_mode="always_last", **programs.ON_PAGE)
        self._clear.click(self.pass_all, None, [*self.fields, *changing], js=TO_QUESTION, **programs.ON_PAGE)
        return narrowed

    def offer(self, offered: Sequence[Sequence[tuple[str, str]]]) -> dict[Any, Any]:
        """Let the reader choose from these names, as `Service.names` has them."""
        return {field: gr.Dropdown(choices=list(names)) for field, names in zip(self.names, offered, strict=True)}

    def narrow(self, *chosen: Any) -> dict[Any, Any]:
        """Say what is set, where one sees it when the filters are folded, too."""
        problem, narrowing = "", ""
        try:
            narrowing = render.narrowing(chosen_filters(*chosen))
        except RagError as error:
            problem = render.problem(error)
        return {
            self.fold: gr.Accordion(label=f"{gettext('Filters')}: {narrowing}" if narrowing else gettext("Filters")),
            self._clear: gr.Button(visible=any(chosen)),
            self._complaint: problem,
        }

    def pass_all(self) -> dict[Any, Any]:
        """Clear them."""
        nothing: list[Any] = ["", "", *([] for _ in self.names)]
        return {**dict(zip(self.fields, nothing, strict=True)), **self.narrow(*nothing)}


def chosen_filters(after: Any, before: Any, *names: Any) -> Filters:
    """Filters from what a reader chose. Raises ``ArgumentError`` with the fields' own names."""
    for day, label in ((after, gettext("From")), (before, gettext("To"))):
        if day == _INCOMPLETE:
            raise ArgumentError(
                gettext("“{label}” is not a date: it takes a year, a month and a day (YYYY-MM-DD).", label=label)
            )
    if after and before and str(after) > str(before):
        raise ArgumentError(
            gettext("“From” is later than “To”: no day lies between {after} and {before}.", after=after, before=before)
        )
    return read_filters(after, before, *names)
