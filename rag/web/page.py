"""What is on the page, a chat on the left and its evidence on the right, and what happens when: asking, stopping,
filtering."""

import asyncio
import functools
from collections.abc import AsyncIterator, Iterator
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.settings import Settings
from rag.web import programs, render
from rag.web.filters import read_filters
from rag.web.library import Library
from rag.web.session import Session

TITLE = "Articles"

QUESTIONS_AT_ONCE = 4
"""Gradio's own default is one: everybody would wait for the slowest language model. Many more would not be answered
sooner, as they share the processors that embed and the endpoint that writes."""

EXAMPLES = {
    "balkans": ("When did Türkiye take command of KFOR?", "Which countries contribute the most soldiers to KFOR?"),
    "harbour-gazette": ("How much did the Harbour Line cost?", "How many boats did Storm Tamsel damage?"),
}
"""Questions to begin with, offered where the folder of sample articles that answer them is in the corpus."""

_WELCOME = "## Ask the articles\nEvery sentence of an answer leads to the words that support it."
_PANEL = "${value.length ? value.join('') : '<p class=none>The articles behind an answer are shown here.</p>'}"
_STOPPED = "Stopped before the end."
_FAILED = "Something went wrong with this question; the server's log says what."

# The browser's own control for a date, which says what is half written by ``badInput`` alone and only when it is left.
_DATE = "<label>${caption}<input type='date' max='9999-12-31'></label>"
_DATE_SCRIPT = """
const input = element.querySelector("input");
const tell = () => { props.value = input.validity.badInput ? "incomplete" : input.value; };
input.addEventListener("input", tell);
input.addEventListener("blur", tell);
watch("value", () => { if (!props.value) input.value = ""; });"""
_TO_QUESTION = "() => document.querySelector('#question textarea').focus()"


def build_page(settings: Settings) -> gr.Blocks:
    """The page; ``serve`` launches it with its style and script."""
    library = Library(settings)

    async def prepare() -> AsyncIterator[dict[Any, Any]]:
        opening = library.start()
        while opening.is_alive():
            yield {header: library.headline()}
            await asyncio.sleep(0.2)
        headline = library.headline()
        listed = zip((publisher, author), await asyncio.to_thread(library.names), strict=True)
        yield {header: headline, **{choice: gr.Dropdown(choices=names) for choice, names in listed}}

    def respond(question: str, session: Session, only_supported: bool, *chosen: Any) -> Iterator[dict[Any, Any]]:
        if not question.strip():
            yield {}
            return
        try:
            filters = read_filters(*chosen, called=("From", "To"))
        except RagError as error:  # the question stays in its box
            yield {fold: gr.Accordion(open=True), complaint: render.aside(str(error), "problem")}
            return
        history = session.history()
        exchange = session.begin(question, filters)
        yield {box: gr.Textbox(value="", submit_btn=False, stop_btn="Stop"), **drawn(session)}
        try:
            answer = None
            for answer in library.rag().stream(question, history, filters=filters, strict=only_supported):
                if exchange.over:  # stopped while the model was thinking
                    return
                exchange.show(answer, over=False)
                yield drawn(session)
            if answer is not None:
                exchange.show(answer, over=True)
        except RagError as error:
            exchange.end(str(error))
        yield {header: library.headline(), **at_rest(session)}

    def drawn(session: Session) -> dict[Any, Any]:
        return {chat: session.messages(), panel: session.sections()}

    def at_rest(session: Session) -> dict[Any, Any]:
        return {box: gr.Textbox(submit_btn="Ask", stop_btn=False), **drawn(session)}

    def end(reason: str, kind: str, session: Session) -> dict[Any, Any]:
        if session.exchanges and not session.exchanges[-1].over:
            session.exchanges[-1].end(reason, kind)
        return at_rest(session)

    def clear(session: Session) -> dict[Any, Any]:
        session.exchanges.clear()
        return at_rest(session)

    def narrow(*chosen: Any) -> dict[Any, Any]:
        """Say what is set, where one sees it when the filters are folded, too."""
        problem, narrowing = "", ""
        try:
            narrowing = render.narrowing(read_filters(*chosen, called=("From", "To")))
        except RagError as error:
            problem = render.aside(str(error), "problem")
        return {
            fold: gr.Accordion(label=f"Filters: {narrowing}" if narrowing else "Filters"),
            widen: gr.Button(visible=any(chosen)),
            complaint: problem,
        }

    def pass_all() -> dict[Any, Any]:
        return {after: "", before: "", publisher: [], author: [], **narrow(None, None, None, None)}

    def pick(example: gr.SelectData) -> str:
        return str(example.value["text"])

    folders = [folder for folder in EXAMPLES if (settings.corpus / folder).is_dir()]
    page = programs.Page(title=TITLE, analytics_enabled=False, fill_width=True, fill_height=True)
    with page:
        session = gr.State(Session())
        with gr.Row(elem_id="top"):
            header = gr.HTML("", elem_id="headline", html_template=f"<h1>{TITLE}</h1>${{value}}", js_on_load=None)
            fresh = gr.Button("New chat", elem_id="fresh", size="sm", scale=0)
        with gr.Row(elem_id="main"):
            with gr.Column(elem_id="left"):
                chat = gr.Chatbot(
                    elem_id="chat",
                    show_label=False,
                    buttons=[],
                    autoscroll=False,
                    latex_delimiters=[],
                    layout="panel",
                    placeholder=_WELCOME,
                    examples=[{"text": question} for folder in folders for question in EXAMPLES[folder]],
                )
                with gr.Column(elem_id="filters"):
                    with gr.Accordion("Filters", elem_id="fold", open=False) as fold, gr.Row():
                        after, before = (
                            gr.HTML("", html_template=_DATE, js_on_load=_DATE_SCRIPT, caption=caption)
                            for caption in ("From", "To")
                        )
                        publisher, author = (
                            gr.Dropdown([], label=label, multiselect=True) for label in ("Publisher", "Author")
                        )
                    widen = gr.Button("Clear filters", elem_id="widen", size="sm", visible=False)
                    complaint = gr.HTML(
                        "", elem_id="complaint", html_template="<div role='alert'>${value}</div>", js_on_load=None
                    )
                    # What is quoted is always supported, so there is nothing to leave out without a language model.
                    strict = gr.Checkbox(
                        elem_id="strict",
                        label="Only what is supported",
                        container=False,
                        visible=bool(settings.base_url or settings.api_key),
                    )
                box = gr.Textbox(
                    elem_id="question",
                    label="Your question",
                    show_label=False,
                    placeholder="Ask about the articles",
                    autofocus=True,
                    submit_btn="Ask",
                    max_lines=6,
                    max_length=2000,
                )
            with gr.Column(elem_id="right"):
                panel = gr.HTML([], elem_id="evidence", html_template=_PANEL, js_on_load=None)

        # No progress overlays, as each turn says how it is getting on; and no event but ``ask`` is for programs.
        listen: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        everything = [box, header, chat, panel]
        chosen: list[Any] = [after, before, publisher, author]
        told = [fold, widen, complaint]
        page.load(prepare, None, [header, publisher, author], concurrency_limit=None, **listen)
        gr.on([choice.change for choice in chosen], narrow, chosen, told, trigger_mode="always_last", **listen)
        widen.click(pass_all, None, [*chosen, *told], js=_TO_QUESTION, **listen)
        picked = chat.example_select(pick, None, box, **listen)
        asked = [
            begin(respond, [box, session, strict, *chosen], [*everything, fold, complaint], **listen)
            for begin in (box.submit, picked.then)
        ]
        for question in asked:
            question.failure(functools.partial(end, _FAILED, "problem"), session, everything, **listen)
        box.stop(functools.partial(end, _STOPPED, "quiet"), session, everything, cancels=asked, **listen)
        fresh.click(clear, session, everything, cancels=asked, **listen)
        programs.attach(library)
        page.queue(default_concurrency_limit=QUESTIONS_AT_ONCE)
    return page
