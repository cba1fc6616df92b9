"""What is on the page, a chat on the left, its evidence on the right, the articles behind it in a tab of their own, and
what happens when: asking, stopping, asking again, filtering, keeping and saving a chat.
"""

import asyncio
import functools
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from rag.answers import suggestions
from rag.answers.feedback import Feedback
from rag.answers.pipeline import LONGEST, question_of
from rag.errors import RagError
from rag.settings import Settings
from rag.types import Filters
from rag.web import articles as collection
from rag.web import chats as kept
from rag.web import evidence, export, programs, render
from rag.web.filters import read_filters
from rag.web.login import LOG_OUT
from rag.web.service import Library
from rag.web.session import MOST_TURNS, Session

TITLE = "Articles"

QUESTIONS_AT_ONCE = 4
"""Gradio's own default is one: everybody would wait for the slowest language model. Many more would not be answered
sooner, as they share the processors that embed and the endpoint that writes."""

WAITING_AT_MOST = 100
"""Events that may wait for their turn; who comes later is told so at once, instead of waiting for minutes."""

_WELCOME = "## Ask the articles\nEvery sentence of an answer leads to the words that support it."
_PANEL = "${value || '<p class=none>The articles behind an answer are shown here.</p>'}"
_STOPPED = "Stopped before the end."
_FAILED = "Something went wrong with this question; the server's log says what."
_FULL = (
    f"This chat has {MOST_TURNS} turns, as many as one may have: “New chat” begins another, and “Chats” keeps this one."
)
_GONE = "This turn is not in the chat any more."

# What page.js calls: events of ours, and the whole article behind a card.
_TELL = "document.tell = trigger;"
_WHOLE = "document.whole = server.whole;"
_KEEP = "watch('value', () => document.keep(props.value));"
_SAVE = "watch('value', () => document.save(props.value));"
# The browser's own control for a date, which says what is half written by ``badInput`` alone and only when it is left.
_DATE = "<label>${caption}<input type='date' max='9999-12-31'></label>"
_DATE_SCRIPT = """
const input = element.querySelector("input");
const tell = () => { props.value = input.validity.badInput ? "incomplete" : input.value; };
input.addEventListener("input", tell);
input.addEventListener("blur", tell);
watch("value", () => { if (!props.value) input.value = ""; });"""
_TO_QUESTION = "() => document.querySelector('#question textarea').focus()"
_MENU = """<details id="chats"><summary>Chats</summary><div class="menu">
<p>Kept in this browser alone</p><ul></ul>
<button data-save="md">Save this chat as Markdown</button><button data-save="html">Save this chat as HTML</button>
</div></details>"""


def build_page(settings: Settings, *, read_only: bool = False, logged_in: bool = False) -> programs.Page:
    """The page; ``serve`` launches it with its style and script. ``read_only`` leaves out what changes the corpus, and
    those who are ``logged_in`` can log out."""
    library = Library(settings)
    feedback = Feedback(settings.index / "feedback.jsonl")

    async def prepare(session: Session) -> AsyncIterator[dict[Any, Any]]:
        opening = library.start()
        while opening.is_alive():
            yield {header: library.headline()}
            await asyncio.sleep(0.2)
        headline = library.headline()
        listed = zip((publisher, author), await asyncio.to_thread(library.names), strict=True)
        yield {header: headline, **{choice: gr.Dropdown(choices=names) for choice, names in listed}}
        found = await asyncio.to_thread(library.openers)
        if not session.exchanges:  # somebody may have asked meanwhile
            yield {offered: found}

    def answer(question: str, filters: Filters, session: Session, only_supported: bool) -> Iterator[dict[Any, Any]]:
        history = session.history()
        exchange = session.begin(question, filters)
        box_while = gr.Textbox(value="", submit_btn=False, stop_btn="Stop")
        yield {box: box_while, complaint: "", offered: [], noted: gr.Row(visible=False), **drawn(session)}
        try:
            given = None
            for given in library.rag().stream(question, history, filters=filters, strict=only_supported):
                if exchange.over:  # stopped while the model was thinking
                    return
                exchange.show(given, over=False)
                yield drawn(session)
            if given is not None:
                exchange.show(given, over=True)
        except RagError as error:
            exchange.end(str(error))
        yield {header: library.headline(), keeping: kept_now(session), **at_rest(session)}

    def offer(session: Session) -> Any:
        """Questions to go on with. An event of its own: the next question is only taken when the one before is over."""
        last = session.exchanges[-1] if session.exchanges else None
        found = follow_ups(session) if last is not None and last.over else []
        return found if last is not None and session.exchanges[-1:] == [last] and last.over else gr.skip()

    def follow_ups(session: Session) -> list[str]:
        asked = [exchange.question for exchange in session.exchanges]
        given = session.exchanges[-1].answer
        try:
            return suggestions.follow_ups(library.rag().index, given, asked) if given is not None else []
        except RagError:  # the answer or the headline says it
            return []

    def respond(question: str, session: Session, only_supported: bool, *chosen: Any) -> Iterator[dict[Any, Any]]:
        if not question.strip():
            yield {complaint: ""}
            return
        try:
            question = question_of(question)
        except RagError as error:  # the question stays in its box
            yield {complaint: render.aside(str(error), "problem")}
            return
        try:
            filters = read_filters(*chosen, called=("From", "To"))
        except RagError as error:
            yield {fold: gr.Accordion(open=True), complaint: render.aside(str(error), "problem")}
            return
        if session.edited is not None:
            session.cut(session.edited)
        if len(session.exchanges) >= MOST_TURNS:
            yield {complaint: render.aside(_FULL, "problem")}
            return
        yield from answer(question, filters, session, only_supported)

    def follow(event: gr.EventData, session: Session, only_supported: bool, *chosen: Any) -> Iterator[dict[Any, Any]]:
        yield from respond(str(event.question), session, only_supported, *chosen)

    def linked(request: gr.Request, session: Session, only_supported: bool) -> Iterator[dict[Any, Any]]:
        """Ask what the address asks (?q=)."""
        yield {complaint: ""}  # without a step at all the page would empty what this may change
        question = str(request.query_params.get("q", ""))[:LONGEST]
        if question.strip() and not session.exchanges:
            yield from answer(question, Filters(), session, only_supported)

    def retry(event: gr.EventData, session: Session, only_supported: bool) -> Iterator[dict[Any, Any]]:
        again = session.cut(_turn(event))
        if again is None:
            yield {complaint: render.aside(_GONE, "problem")}
            return
        yield from answer(again.question, again.filters, session, only_supported)

    def edit(event: gr.EventData, session: Session) -> dict[Any, Any]:
        exchange = session.find(_turn(event))
        if exchange is None:
            return {complaint: render.aside(_GONE, "problem")}
        session.edited = exchange.turn
        return {box: exchange.question, complaint: render.editing()}

    def keep_turn(session: Session) -> dict[Any, Any]:
        session.edited = None
        return {box: "", complaint: ""}

    def undo(event: gr.EventData, session: Session) -> dict[Any, Any]:
        session.cut(_turn(event))
        return {keeping: kept_now(session), offered: [], **at_rest(session)}

    def look(event: gr.EventData, session: Session) -> Any:
        """Bring an earlier turn's evidence back."""
        exchange = session.find(_turn(event))
        return exchange.evidence if exchange is not None else gr.skip()

    def rate(event: gr.EventData, session: Session) -> dict[Any, Any]:
        exchange = session.find(_turn(event))
        if exchange is None or exchange.answer is None:
            return {complaint: render.aside(_GONE, "problem")}
        session.rated = (exchange.turn, event.good is True)
        return {**record_rating(session, ""), noted: gr.Row(visible=True), note: ""}

    def add_note(text: str, session: Session) -> dict[Any, Any]:
        return {**(record_rating(session, text) if text.strip() else {}), noted: gr.Row(visible=False)}

    def record_rating(session: Session, text: str) -> dict[Any, Any]:
        turn, good = session.rated or (0, False)
        exchange = session.find(turn)
        if exchange is None or exchange.answer is None:
            return {complaint: render.aside(_GONE, "problem")}
        try:
            feedback.record(exchange.answer, good=good, note=text, narrowed=render.narrowing(exchange.filters))
        except RagError as error:
            return {complaint: render.aside(str(error), "problem")}
        return {complaint: render.aside("Thank you: this was noted on the server.", "quiet")}

    def reopen(event: gr.EventData, session: Session) -> dict[Any, Any]:
        """Show a chat that the browser kept."""
        try:
            index = library.rag().index
            if len(event.turns) > MOST_TURNS:
                raise RagError(
                    f"This chat has {len(event.turns):,} turns, and {MOST_TURNS} are the most: begin a new one."
                )
            turns = [kept.restored(session.turns + number, turn, index) for number, turn in enumerate(event.turns, 1)]
            name = str(event.chat)
        except RagError as error:
            return {complaint: render.aside(str(error), "problem")}
        except (AttributeError, TypeError):  # not what page.js sends
            return {complaint: render.aside("There is no such chat in this browser.", "problem")}
        session.reopen(name, turns)
        return {offered: follow_ups(session) if turns else [], complaint: "", **at_rest(session)}

    def save(event: gr.EventData, session: Session) -> dict[str, str]:
        answered = [exchange for exchange in session.exchanges if exchange.answer is not None]
        answers = [exchange.answer for exchange in answered if exchange.answer is not None]
        narrowed = [render.narrowing(exchange.filters) for exchange in answered]
        now = datetime.now(UTC)
        suffix, written = ("html", export.html) if event.kind == "html" else ("md", export.markdown)
        return {
            "name": f"articles-{now:%Y-%m-%d}.{suffix}",
            "text": written(answers, exported=now, narrowed=narrowed),
        }

    def kept_now(session: Session) -> dict[str, Any]:
        """What the browser is to keep: how many turns the chat has, and the last of them."""
        last = session.exchanges[-1] if session.exchanges else None
        return {"chat": session.chat, "length": len(session.exchanges), "turn": last and kept.record(last)}

    def whole(asked: tuple[int, str, list[tuple[int, int, int]]]) -> str:
        """For the page's script: the whole article behind a card, by turn, id and quotes, with these marked."""
        turn, identifier, spans = asked
        try:
            article = library.rag().index.article(str(identifier))
        except RagError as error:
            return render.aside(str(error), "problem")
        marked = [(int(number), int(start), int(end)) for number, start, end in spans]
        return evidence.whole(int(turn), article, marked)

    def drawn(session: Session) -> dict[Any, Any]:
        return {chat: session.messages(), panel: session.exchanges[-1].evidence if session.exchanges else ""}

    def at_rest(session: Session) -> dict[Any, Any]:
        return {box: gr.Textbox(submit_btn="Ask", stop_btn=False), **drawn(session)}

    def end(reason: str, kind: str, session: Session) -> dict[Any, Any]:
        if session.exchanges and not session.exchanges[-1].over:
            session.exchanges[-1].end(reason, kind)
        return {**at_rest(session), keeping: kept_now(session)}

    async def leave(request: gr.Request) -> None:  # without a thread, as the server may end just then
        page.keeping.closed(request.session_hash)

    def clear(session: Session) -> dict[Any, Any]:
        session.reopen("", [])
        return {**at_rest(session), complaint: "", noted: gr.Row(visible=False), offered: library.openers()}

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

    page = programs.Page(title=TITLE, analytics_enabled=False, fill_width=True, fill_height=True)
    page.library = library
    # No progress overlays, as each turn says how it is getting on; and none of these events is for programs.
    listen: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    with page:
        session = gr.State(Session())
        with gr.Row(elem_id="top"):
            header = gr.HTML("", elem_id="headline", html_template=f"<h1>{TITLE}</h1>${{value}}", js_on_load=None)
            gr.HTML("", elem_id="menu", html_template=_MENU, js_on_load=None)
            fresh = gr.Button("New chat", elem_id="fresh", size="sm", scale=0)
            if logged_in:
                gr.HTML("", elem_id="leave", html_template=LOG_OUT, js_on_load=None)
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Ask", id="ask"), gr.Row(elem_id="main"):
                with gr.Column(elem_id="left"):
                    chat = gr.Chatbot(
                        elem_id="chat",
                        show_label=False,
                        buttons=[],
                        autoscroll=False,
                        latex_delimiters=[],
                        layout="panel",
                        placeholder=_WELCOME,
                    )
                    offered = gr.HTML([], elem_id="offered", html_template=render.OFFERED, js_on_load=None)
                    with gr.Row(elem_id="noted", visible=False) as noted:
                        note = gr.Textbox(label="What was good or bad about it?", max_lines=3, max_length=2000)
                        note_done = gr.Button("Add the note", size="sm", scale=0)
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
                        max_length=LONGEST,
                    )
                with gr.Column(elem_id="right"):
                    panel = gr.HTML(
                        "", elem_id="evidence", html_template=_PANEL, js_on_load=_WHOLE, server_functions=[whole]
                    )
            with gr.Tab("Articles", id="articles") as articles:
                collection.attach(articles, library, settings.corpus, header, [publisher, author], read_only=read_only)
        events = gr.HTML("", elem_id="events", visible="hidden", js_on_load=_TELL)
        keeping = gr.HTML(None, visible="hidden", html_template="", js_on_load=_KEEP)
        saving = gr.HTML(None, visible="hidden", html_template="", js_on_load=_SAVE)

        everything = [box, header, chat, panel, fold, complaint, offered, noted, keeping]
        chosen: list[Any] = [after, before, publisher, author]
        told = [fold, widen, complaint]
        opened = page.load(prepare, session, [header, publisher, author, offered], concurrency_limit=None, **listen)
        gr.on([choice.change for choice in chosen], narrow, chosen, told, trigger_mode="always_last", **listen)
        widen.click(pass_all, None, [*chosen, *told], js=_TO_QUESTION, **listen)
        asked = [
            opened.then(linked, [session, strict], everything, **listen),
            box.submit(respond, [box, session, strict, *chosen], everything, **listen),
            events.submit(follow, [session, strict, *chosen], everything, **listen),
            events.retry(retry, [session, strict], everything, **listen),
        ]
        for question in asked:
            question.failure(functools.partial(end, _FAILED, "problem"), session, everything, **listen)
            question.success(offer, session, offered, **listen)
        box.stop(functools.partial(end, _STOPPED, "quiet"), session, everything, cancels=asked, **listen)
        fresh.click(clear, session, everything, cancels=asked, **listen)
        events.edit(edit, session, [box, complaint], js=_TO_QUESTION, **listen)
        events.clear(keep_turn, session, [box, complaint], js=_TO_QUESTION, **listen)
        events.undo(undo, session, everything, cancels=asked, **listen)
        events.select(look, session, panel, **listen)
        events.like(rate, session, [complaint, noted, note], **listen)
        gr.on([note.submit, note_done.click], add_note, [note, session], [complaint, noted], **listen)
        events.apply(reopen, session, everything, cancels=asked, **listen)
        events.download(save, session, saving, **listen)
        page.unload(leave)
        programs.attach(library)
        page.queue(default_concurrency_limit=QUESTIONS_AT_ONCE, max_size=WAITING_AT_MOST)
    return page


def _turn(event: gr.EventData) -> int:
    """The turn that an event of ours names; 0, which none is, where it names none."""
    try:
        return int(event.turn)
    except (AttributeError, TypeError, ValueError):
        return 0
