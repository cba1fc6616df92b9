"""The web page: a chat on the left, its evidence on the right. The only module that imports gradio.

``render`` says what an answer is as HTML, page.css how it looks, page.js what a click on a marker does. Here is what
happens when: opening or building the index, the turns of a session, filters, stopping, and the endpoint ``ask`` for
programs.
"""

import asyncio
import functools
import socket
import sys
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api

from rag.errors import IndexBusy, IndexMissing, RagError
from rag.index import Index
from rag.pipeline import Rag, answer_record
from rag.settings import Settings
from rag.types import Answer, Filters, Progress
from rag.web import render

TITLE = "Articles"

REMEMBERED = 10
"""How many earlier answers of a session a question is read with."""

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
_BROKEN = "The index could not be opened; the server's log says why."

# The browser's own control for a date, which says what is half written by ``badInput`` alone and only when it is left.
_DATE = "<label>${caption}<input type='date' max='9999-12-31'></label>"
_DATE_SCRIPT = """
const input = element.querySelector("input");
const tell = () => { props.value = input.validity.badInput ? "incomplete" : input.value; };
input.addEventListener("input", tell);
input.addEventListener("blur", tell);
watch("value", () => { if (!props.value) input.value = ""; });"""
_TO_QUESTION = "() => document.querySelector('#question textarea').focus()"

# The browser, too, holds the page to this server. Gradio compiles its templates in the page, hence unsafe-eval.
_POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'self' 'unsafe-inline' 'unsafe-eval' data:
 blob:; base-uri 'self'; form-action 'none'; object-src 'none'">"""


class Library:
    """The one ``Rag`` that all sessions share, opened by a thread that builds the index first where there is none.

    A thread, so that a build outlives the page that began it; one for all, so that a second page finds it at work.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rag: Rag | None = None
        self._progress: Progress | None = None
        self._failure: RagError | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> threading.Thread:
        """Begin to open the index, unless that is done or under way; after a failure, begin again."""
        with self._lock:
            if self._thread is None or not (self._thread.is_alive() or self._rag):
                self._progress = self._failure = None
                self._thread = threading.Thread(target=self._open, name="open-index", daemon=True)
                self._thread.start()
            return self._thread

    def rag(self) -> Rag:
        """The open index, as soon as it is; raises the ``RagError`` that stands in its way."""
        self.start().join()
        if self._failure is not None:
            raise self._failure
        if self._rag is None:
            raise RuntimeError(_BROKEN)
        return self._rag

    def headline(self) -> str:
        """What the page's header says of the index just now."""
        if self._rag is not None:
            try:
                status = self._rag.status()
            except RagError as failure:  # such as an index that was deleted; the next page opens or builds it anew
                self._rag, self._failure = None, failure
            else:
                return render.holdings(status.articles, status.first, status.last)
        if self._thread is not None and self._thread.is_alive():
            return render.progress(self._progress)
        return render.aside(str(self._failure or _BROKEN), "problem")

    def names(self) -> tuple[list[str], list[str]]:
        """The sources and the authors to choose from; none before the index is open."""
        try:
            return self._rag.index.names() if self._rag is not None else ([], [])
        except RagError:  # the headline says it
            return [], []

    def _open(self) -> None:
        try:
            self._rag = self._opened()
        except RagError as failure:
            self._failure = failure

    def _opened(self) -> Rag:
        index = self._settings.index
        try:
            rag = Rag.open(index, settings=self._settings)
        except IndexMissing:
            rag = None
        if rag is None or not rag.status().complete:  # the first build, or one that was killed
            try:
                for step in Index.build_steps(self._settings.corpus, index, threads=self._settings.threads):
                    self._progress = step
            except IndexBusy:  # somebody else is at it: what there is will do meanwhile
                if rag is None:
                    raise
        return rag or Rag.open(index, settings=self._settings)


@dataclass
class Exchange:
    """A question and what there is of its answer, drawn when it changes, so that older ones cost nothing."""

    turn: int
    question: str
    filters: Filters
    answer: Answer | None = None
    over: bool = False
    said: str = field(init=False)
    evidence: str = field(init=False)

    def __post_init__(self) -> None:
        self.said = render.aside("Searching the articles …", "quiet")
        self.evidence = render.evidence(self.turn, Answer(self.question, self.question))

    def show(self, answer: Answer, *, over: bool) -> None:
        self.answer, self.over = answer, over
        self.said = render.answer(self.turn, answer, finished=over)
        self.evidence = render.evidence(self.turn, answer)

    def end(self, reason: str, kind: str = "problem") -> None:
        """End before the answer does; what there is of it stays."""
        self.said = (self.said if self.answer else "") + render.aside(reason, kind)
        self.over = True


@dataclass
class Session:
    """The turns of one open page. A new chat goes on counting, so that no old marker leads to a new turn."""

    exchanges: list[Exchange] = field(default_factory=list)
    turns: int = 0

    def begin(self, question: str, filters: Filters) -> Exchange:
        self.turns += 1
        self.exchanges.append(Exchange(self.turns, question, filters))
        return self.exchanges[-1]

    def history(self) -> list[Answer]:
        return [exchange.answer for exchange in self.exchanges if exchange.answer is not None][-REMEMBERED:]

    def messages(self) -> list[dict[str, str]]:
        """For the chat; of this and of ``sections`` Gradio sends the browser what has changed since the last step."""
        return [
            message
            for exchange in self.exchanges
            for message in (
                {"role": "user", "content": render.question(exchange.question, exchange.filters)},
                {"role": "assistant", "content": exchange.said},
            )
        ]

    def sections(self) -> list[str]:
        """For the panel."""
        return [exchange.evidence for exchange in self.exchanges]


def read_filters(
    after: str | None,
    before: str | None,
    sources: Sequence[str] | None,
    authors: Sequence[str] | None,
    *,
    called: tuple[str, str] = ("after", "before"),
) -> Filters:
    """Filters from what was written; ``called`` are the names of the two dates.

    Raises ``RagError`` where one of them is none, where no day lies between them, and where names are none.
    """
    first, last = (_day(text, name) for text, name in zip((after, before), called, strict=True))
    if first and last and first > last:
        raise RagError(f"“{called[0]}” is later than “{called[1]}”: no day lies between {first} and {last}.")
    return Filters(first, last, _names(sources, "sources"), _names(authors, "authors"))


def _day(text: str | None, name: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except (TypeError, ValueError):
        raise RagError(f"“{name}” is not a date: it takes a year, a month and a day (YYYY-MM-DD).") from None


def _names(given: Sequence[str] | None, called: str) -> tuple[str, ...]:
    names = [given] if isinstance(given, str) else given or []
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise RagError(f"“{called}” are not names: they take a list of texts.")
    return tuple(name for name in names if name.strip())


class _Page(gr.Blocks):
    async def preprocess_data(self, block_fn: Any, inputs: list[Any], *rest: Any, **named: Any) -> Any:
        """With the defaults of what a program left out of its call, which Gradio's own client alone would add."""
        left_out = [block.value for block in block_fn.inputs[len(inputs) :]] if block_fn.api_name == "ask" else []
        return await super().preprocess_data(block_fn, [*inputs, *left_out], *rest, **named)


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

    folders = [folder for folder in EXAMPLES if (settings.corpus / folder).is_dir()]
    page = _Page(title=TITLE, analytics_enabled=False, fill_width=True, fill_height=True)
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
        api(ask, api_name="ask")
        page.queue(default_concurrency_limit=QUESTIONS_AT_ONCE)
    return page


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Show the page at ``host`` and ``port`` until Ctrl-C.

    Raises ``RagError`` where that address cannot be had.
    """
    # Gradio looks at 127.0.0.1 alone, whatever the host, and does not say why it could not listen.
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RagError(f"Cannot listen on {host}, port {port}: {error.strerror}. Try another --port.") from error
    here = Path(__file__).parent
    page = build_page(settings)
    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        run_history=False,
        footer_links=[],
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        # Not by css=, which rewrites the rules: it drops @supports and lets @media reach only a part of the page.
        head=f"{_POLICY}<style>{(here / 'page.css').read_text(encoding='utf-8')}</style>",
        js=(here / "page.js").read_text(encoding="utf-8"),
    )
    print(f"The page is at {address} - Ctrl-C ends it.", file=sys.stderr)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        page.close(verbose=False)
