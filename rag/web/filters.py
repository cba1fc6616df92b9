"""The fields of the page that narrow a search."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from html import escape as exact
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.answers.markup import escape
from rag.api.forms import read_filters
from rag.errors import ArgumentError, RagError
from rag.filters import Filters
from rag.web import programs, render
from rag.web.listing import days_of
from rag.web.words import day as day_in_words
from rag.web.words import gettext

if TYPE_CHECKING:
    from rag.web.service import Service

TO_QUESTION = "() => document.querySelector('#question textarea').focus()"
"""What moves the keyboard to where a question is typed."""

# The browser's own control for a date, which says what is half written by ``badInput`` alone and only when it is left.
# Its caption is no property of the component: Gradio loses these where an event leaves a component as it is.
_DATE = "<label>{}<input type='date' max='9999-12-31'></label>"
_INCOMPLETE = "incomplete"
_NAMES = tuple(one.name for one in fields(Filters) if one.name not in ("after", "before"))
_DATE_SCRIPT = f"""
const input = element.querySelector("input");
const tell = () => {{
  const told = input.validity.badInput ? "{_INCOMPLETE}" : input.value;
  if (told === props.value) return;
  props.value = told;
  trigger("input");
}};
input.addEventListener("input", tell);
input.addEventListener("blur", tell);
const show = () => {{
  if (!props.value) input.value = "";
  else if (props.value !== "{_INCOMPLETE}" && props.value !== input.value) input.value = props.value;
}};
watch("value", show);
show();"""


class FilterFields:
    """What narrows the next question: the fields of its days, the names, which are chosen in the list of the articles,
    chips that say what is set, and the button that clears it."""

    def __init__(self, service: "Service") -> None:
        self._service = service
        self._days: list[gr.HTML] = []

    def lay_out_chips(self) -> None:
        """Make the place, near the question, that says what is set."""
        self._chips = gr.HTML("", elem_id="narrowed", js_on_load=None)
        self._clear = gr.Button(gettext("Clear filters"), elem_id="widen", size="sm", visible=False)
        # The browser has them, so that they are still there where the server was started anew.
        self._names = gr.HTML({}, visible="hidden", html_template="", js_on_load=None)

    def lay_out_days(self) -> None:
        """Make the fields of the days."""
        with gr.Row(elem_id="days"):
            self._days = [
                gr.HTML("", html_template=_DATE.format(caption), js_on_load=_DATE_SCRIPT)
                for caption in (gettext("From"), gettext("To"))
            ]

    @property
    def fields(self) -> list[gr.HTML]:
        """What ``chosen_filters`` reads."""
        return [*self._days, self._names]

    @property
    def components(self) -> list[Any]:
        """What changes with the filters."""
        return [*self.fields, self._chips, self._clear]

    def listen(self, events: gr.HTML, complaint: gr.HTML) -> list[Any]:
        """Follow what is chosen, in the fields and by the script's ``events``, and say in ``complaint`` what is wrong
        with it.

        What else a choice changes follows on the events that this returns, and does not listen to the fields itself:
        what ran on after a change, Gradio's page begins again for everybody who listens to that change, and two that
        run on would begin each other for ever. What is set from here changes all fields at once, and is told with them.
        """
        self._complaint = complaint
        told, everything = [self._chips, self._clear, complaint], [*self.components, complaint]
        inputs = [day.input for day in self._days]
        return [
            gr.on(inputs, self.narrow, self.fields, told, trigger_mode="always_last", **programs.ON_PAGE),
            self._clear.click(self.pass_all, None, everything, js=TO_QUESTION, **programs.ON_PAGE),
            events.input(self.choose, None, everything, js=TO_QUESTION, **programs.ON_PAGE),
            events.tick(self.put, self.fields, everything, **programs.ON_PAGE),
        ]

    def narrow(self, *chosen: Any) -> dict[Any, Any]:
        """Say what is set."""
        try:
            return self._told(chosen_filters(*chosen))
        except RagError as error:
            return {
                **self._told(Filters()),
                self._clear: gr.Button(visible=True),
                self._complaint: render.problem(error),
            }

    def pass_all(self) -> dict[Any, Any]:
        """Clear them."""
        return self.show(Filters())

    def choose(self, event: gr.EventData) -> dict[Any, Any]:
        """Set nothing but what the reader would ask alone: an article, a story, or what the list was narrowed to."""
        alone = {one.name: value for one in fields(Filters) if (value := getattr(event, one.name, None))}
        try:
            return self.show(Filters(**alone))
        except RagError as error:
            return {self._complaint: render.problem(error)}

    def put(self, event: gr.EventData, *chosen: Any) -> dict[Any, Any]:
        """Set the values of some kinds, as the reader ticks articles, or takes names out, and turn those that are
        pressed in the list; the others stay."""
        kinds = {one.name for one in fields(Filters)} & dict(event.changes).keys()
        try:
            filters = chosen_filters(*chosen)
            values: dict[str, Any] = {
                kind: None if kind in ("after", "before") else event.changes[kind] for kind in kinds
            }
            filters = replace(filters, **values)
            for kind, value in event.turned:
                filters = turned(filters, str(kind), str(value))
            return self.show(filters)
        except RagError as error:
            return {self._complaint: render.problem(error)}

    def show(self, filters: Filters) -> dict[Any, Any]:
        """Set the fields to some filters, and say so. Where an article has none of their names, that is said, and they
        stay as they are."""
        try:
            filters = self._service.rag().index.resolved(filters) if filters != Filters() else filters
        except RagError as error:
            return {self._complaint: render.problem(error)}
        days = [str(day) if day else "" for day in (filters.after, filters.before)]
        names = {kind: list(getattr(filters, kind)) for kind in _NAMES}
        return {**dict(zip(self.fields, [*days, names], strict=True)), **self._told(filters)}

    def _told(self, filters: Filters) -> dict[Any, Any]:
        drawn = chips(filters, self._service.titles(filters.articles))
        return {self._chips: drawn, self._clear: gr.Button(visible=bool(drawn)), self._complaint: ""}


def turned(filters: Filters, kind: str, value: str) -> Filters:
    """The filters with a name of a kind, or with the days of a "year", or no longer so. Raises ``ArgumentError``."""
    if kind == "year":
        first, last = days_of(int(value))
        there = (filters.after, filters.before) == (first, last)
        return replace(filters, after=None if there else first, before=None if there else last)
    names = getattr(filters, kind)
    others = [name for name in names if name.casefold() != value.casefold()]
    changed: dict[str, Any] = {kind: others if len(others) < len(names) else [*names, value]}
    return replace(filters, **changed)


def chosen_filters(after: Any, before: Any, names: Mapping[str, Sequence[str]] | None = None) -> Filters:
    """Filters from what a reader chose. Raises ``ArgumentError`` with the fields' own names."""
    for day, label in ((after, gettext("From")), (before, gettext("To"))):
        if day == _INCOMPLETE:
            raise ArgumentError(
                gettext("“{label}” is not a date: it takes a year, a month and a day (YYYY-MM-DD).", label=label)
            )
    if after and before and str(after) > str(before):
        raise ArgumentError(
            gettext(
                "“From” is later than “To”: no day lies between {after} and {before}.",
                after=day_in_words(date.fromisoformat(str(after))),
                before=day_in_words(date.fromisoformat(str(before))),
            )
        )
    return read_filters(after, before, *((names or {}).get(kind, ()) for kind in _NAMES))


def chips(filters: Filters, titles: Sequence[str]) -> str:
    """A button for each day and name, whose ``data-unset`` says of which kind and ``data-value`` which it is;
    ``titles`` are those of the articles. "" where nothing is set."""
    drawn = ""
    for kind, value, said in _set(filters, titles):
        label, shown = gettext("Remove {name}", name=escape(said)), f"<bdi>{escape(said)}</bdi> <span>×</span>"
        chip = f"data-unset='{kind}' data-value='{exact(value)}' aria-label='{label}'"
        drawn += f"<li><button type='button' {chip}>{shown}</button></li>"
    return f"<ul aria-label='{gettext('Only articles')}'>{drawn}</ul>" if drawn else ""


def _set(filters: Filters, titles: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What is set: of which kind, as the filters have it, and in words."""
    if filters.after:
        yield "after", str(filters.after), gettext("from {day}", day=day_in_words(filters.after))
    if filters.before:
        yield "before", str(filters.before), gettext("up to {day}", day=day_in_words(filters.before))
    for name in filters.sources:
        yield "sources", name, gettext("in {names}", names=name)
    for name in filters.authors:
        yield "authors", name, gettext("by {names}", names=name)
    for kind in ("people", "places"):
        for name in getattr(filters, kind):
            yield kind, name, gettext("naming {names}", names=name)
    for name in filters.stories:
        yield "stories", name, gettext("of the story {names}", names=gettext("“{words}”", words=name))
    for name in filters.tags:
        yield "tags", name, gettext("filed under {names}", names=gettext("“{words}”", words=name))
    for identifier, title in zip(filters.articles, titles, strict=True):
        yield "articles", identifier, gettext("“{words}”", words=title)
