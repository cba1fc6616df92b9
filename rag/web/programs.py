"""The page as Gradio has it, and the endpoints of its kind that programs asked before there were routes."""

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.components.api_component import Api
from gradio.context import get_blocks_context
from gradio.events import api
from pydantic.fields import FieldInfo

from rag.api.archive import Archive, Record
from rag.api.forms import Form, Listing, Named, Query, Question, filled
from rag.errors import RagError, for_readers
from rag.web import words
from rag.web.memory import Retention

if TYPE_CHECKING:
    from rag.web.service import Service

ON_PAGE: dict[str, Any] = {"show_progress": "hidden", "show_progress_on": [], "api_visibility": "private"}
"""How the page listens to its own events: none of them is for programs, and each part says itself how it gets on.
Where Gradio had a place to show that, hidden or not, its script would copy each component of an event at every step."""

LOOK = 0.01
"""Seconds between two looks at the queue, while nothing waits in it."""


class Page(gr.Blocks):
    """Blocks whose endpoints may be called with their first arguments alone, which keeps of sessions what ``Retention``
    says, and which speaks each reader's language: both in what it is made of and in what its events change."""

    service: "Service"
    """What it answers from, set once it is built."""

    @functools.cached_property
    def retention(self) -> Retention:
        """There is one from its launch on."""
        return Retention(self.state_holder, self._queue)

    def queue(self, **bounds: Any) -> "Page":
        """With a queue that looks less often for what is new: a thousand times a second Gradio's own would, and so take
        a twentieth of a core while nobody asks anything."""
        super().queue(**bounds)
        self._queue.sleep_when_free = self._queue.progress_update_sleep_when_free = LOOK
        return self

    @property
    def config(self) -> Any:
        """What the page is made of, as its reader's browser gets it."""
        language = words.language()
        if language not in self._spoken:
            made = words.spoken(self._made)
            self._spoken[language] = made | {"head": words.head() + (made.get("head") or "")}
        return self._spoken[language]

    @config.setter
    def config(self, made: Any) -> None:
        self._made = made
        self._spoken: dict[str, Any] = {}

    async def preprocess_data(self, block_fn: Any, inputs: list[Any], *rest: Any, **named: Any) -> Any:
        """With the defaults of what a program left out of a call that names no arguments (``{"data": [...]}``). To
        calls that name them, and to those of Gradio's clients, Gradio has added them before."""
        left_out = block_fn.inputs[len(inputs) :]
        if all(isinstance(block, Api) for block in left_out):  # else it is an event of the page itself
            inputs = [*inputs, *(block.value for block in left_out)]
        return await super().preprocess_data(block_fn, inputs, *rest, **named)

    async def process_api(
        self,
        block_fn: Any,
        inputs: list[Any],
        state: Any = None,
        request: Any = None,
        iterator: Any = None,
        session_hash: str | None = None,
        *rest: Any,
        **named: Any,
    ) -> dict[str, Any]:
        """A step of an event, after which is forgotten what nobody will come for."""
        self.retention.opened(session_hash)
        accepted = request.headers.get("accept-language", "") if request is not None else ""
        try:
            with words.speaking(words.preferred(accepted)):  # it came in another task than that of its request
                return await super().process_api(
                    block_fn, inputs, state, request, iterator, session_hash, *rest, **named
                )
        finally:
            self.retention.tidy()


def attach(archive: Archive) -> None:
    """Give the page that is being built its endpoints, each of which takes what it took, in that order."""
    narrowed = "after before sources authors"
    endpoints = {
        "ask": _endpoint(
            archive.ask, Question, f"question {narrowed} strict history people places stories tags", "POST /api/ask"
        ),
        "search": _endpoint(
            archive.search, Query, f"query k {narrowed} people places stories tags", "POST /api/search"
        ),
        "articles": _endpoint(archive.articles, Listing, "text source after before limit offset", "GET /api/articles"),
        "article": _endpoint(archive.article, Named, "article_id", "GET /api/articles/ARTICLE_ID"),
    }
    page = get_blocks_context()
    for event in page.fns.values() if page is not None else ():
        # Gradio names the page's own events, too, after their functions; none is called by its name.
        if event.api_name in endpoints:
            event.api_name = f"{event.api_name}_on_page"
    for name, endpoint in endpoints.items():
        api(endpoint, api_name=name)


def _endpoint(answer: Callable[[Any], Record], form: type[Form], names: str, where: str) -> Callable[..., Record]:
    """A function of those fields of a form, as Gradio reads it."""

    def called(*arguments: Any) -> Record:
        try:
            return answer(filled(form, dict(zip(names.split(), arguments, strict=False))))
        except RagError as error:  # told to the caller in its one line, and without a trace in the log
            raise gr.Error(for_readers(error), print_exception=False) from error

    parameters = [_parameter(name, form.model_fields[name]) for name in names.split()]
    called.__doc__ = f"This moved to {where}, which takes the same; this address goes with the next release."
    called.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": Record}
    called.__signature__ = inspect.Signature(parameters, return_annotation=Record)  # type: ignore[attr-defined]
    return called


def _parameter(name: str, field: FieldInfo) -> inspect.Parameter:
    default = inspect.Parameter.empty if field.is_required() else field.default
    kind = str if field.is_required() or field.default is None else type(field.default)
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=kind)
