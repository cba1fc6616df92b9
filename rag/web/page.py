"""What happens in the chat of the page when: asking, stopping, asking again, filtering, keeping and saving it."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from rag.answers.conversation import LONGEST, question_of
from rag.api.archive import Archive
from rag.errors import RagError
from rag.fetching import Collector
from rag.filters import Filters
from rag.settings import Settings
from rag.web import actions, building_view, chats, leaving, programs, render, sharing, words
from rag.web.bridge import caught_up, kept, nothing_kept, number_of, turn_of
from rag.web.drawings import Drawings
from rag.web.filters import TO_QUESTION, chosen_filters
from rag.web.layout import Layout
from rag.web.service import Service
from rag.web.session import MOST_TURNS, Exchange, Session
from rag.web.words import gettext

QUESTIONS_AT_ONCE = 4
"""Gradio's own default is one: everybody would wait for the slowest language model. Many more would not be answered
sooner, as they share the processors that embed and the endpoint that writes."""

WAITING_AT_MOST = 100
"""Events that may wait for their turn; who comes later is told so at once, instead of waiting for minutes."""

_Changes = dict[Any, Any]
"""Components -> what they show from now on."""


def build_page(
    settings: Settings, *, read_only: bool = False, logged_in: bool = False, collector: Collector | None = None
) -> programs.Page:
    """The page; ``serve`` launches it with its style and script. ``read_only`` leaves out what changes the corpus, and
    those who are ``logged_in`` can log out. With a ``collector`` readers may have articles fetched."""
    with words.for_any_reader():
        page = programs.Page(title=gettext("Articles"), analytics_enabled=False, fill_width=True, fill_height=True)
    page.service = Service(settings)
    with words.for_any_reader(), page:
        ChatPage(page, settings, read_only=read_only, logged_in=logged_in, collector=collector)
        programs.attach(Archive(page.service))
        page.queue(default_concurrency_limit=QUESTIONS_AT_ONCE, max_size=WAITING_AT_MOST)
    return page


class ChatPage(Layout):
    """The page that is being built with the handlers of its events, which Gradio hands what their annotations ask
    for."""

    def __init__(
        self, page: programs.Page, settings: Settings, *, read_only: bool, logged_in: bool, collector: Collector | None
    ) -> None:
        super().__init__(page.service, settings, read_only=read_only, logged_in=logged_in, collector=collector)
        self._page = page
        self._service = page.service
        self._drawings = Drawings()
        self.session = gr.State(Session())
        self.unanswered: Any = gr.State(None)  # of a chat that came back: a question and its filters
        self._listen()

    def _listen(self) -> None:
        listen, events, session = programs.ON_PAGE, self.bridge.events, self.session
        everything = [self.box, self.header, self.chat, self.panel, self.articles.fold, self.complaint, self.offered]
        everything += [self.rating.row, self.bridge.kept, self.bridge.lost]
        chosen = [self.bridge.named, *self.filters.fields]
        opened = self._page.load(self.prepare, session, [self.header, self.offered], concurrency_limit=None, **listen)
        opened.then(self.watch, None, self.header, concurrency_limit=None, **listen)
        narrowed = self.filters.listen(events, self.complaint)
        narrowing = [*everything, *self.filters.components]
        # An event of its own: of the steps of one, the browser may pass over what the next one does not say again.
        addressed = opened.then(self.narrow, None, [*self.filters.components, self.complaint], **listen)
        asked = [
            addressed.then(self.linked, [session, self.strict], everything, **listen),
            self.box.submit(self.respond, [self.box, session, self.strict, *chosen], everything, **listen),
            events.submit(self.follow, [session, self.strict, *chosen], everything, **listen),
            events.retry(self.retry, [session, self.strict], everything, **listen),
        ]
        # What takes the place of an answer that is being written ends it; what the address asks has not begun when the
        # page is loaded with a chat.
        reopened = events.apply(self.reopen, session, [*narrowing, self.unanswered], cancels=asked[1:], **listen)
        asked.append(reopened.success(self.resume, [self.unanswered, session, self.strict], everything, **listen))
        # It ends nothing, as a question may be on its way meanwhile.
        events.release(self.catch_up, session, [self.chat, self.complaint, self.bridge.kept], **listen)
        for question in (*asked, reopened):
            question.failure(self.fail, session, everything, **listen)
        self.box.stop(self.stop, session, everything, cancels=asked, **listen)
        edited = [self.box, self.complaint, self.bridge.lost]
        events.edit(self.edit, session, edited, js=TO_QUESTION, **listen)
        events.clear(self.keep_turn, session, edited, js=TO_QUESTION, **listen)
        moved = [
            self.fresh.click(self.clear, session, everything, cancels=asked, **listen),
            events.undo(self.undo, session, everything, cancels=asked, **listen),
            events.expand(self.put_back, session, everything, cancels=asked, **listen),
            events.option_select(self.turn_to, session, everything, cancels=asked, **listen),
        ]
        answered = [event.success for event in asked]
        filtered = [event.then for event in (*narrowed, addressed, reopened)]
        self.articles.listen(events, self._page.load, answered, self.header, filtered)
        offering = [session, *self.filters.fields]
        for event in (*asked, *moved):
            event.success(self.offer, offering, self.offered, **listen)
        for event in narrowed:
            event.success(self.offer, offering, self.offered, trigger_mode="always_last", **listen)
        events.select(self.look, session, [self.panel, self.complaint, self.bridge.lost], **listen)
        self.rating.listen(events, session, self.complaint, self.chat, self._drawings)
        events.download(leaving.save, session, self.bridge.saved, **listen)
        events.copy(leaving.copy, session, self.bridge.copied, **listen)
        self._page.unload(self.leave)

    # Asking

    async def prepare(self, session: Session) -> AsyncIterator[_Changes]:
        """Follow the opening of the index until it answers, then say what there is to ask."""
        self._service.start()
        while not self._service.opened:
            yield {self.header: self._headline()}
            await asyncio.sleep(0.2)
        yield {self.header: self._headline()}
        offered = await asyncio.to_thread(self._service.follow_ups, [])
        if not session.exchanges:  # somebody may have asked meanwhile
            yield {self.offered: offered}

    async def watch(self) -> AsyncIterator[_Changes]:
        """Follow a first build that goes on behind what can be asked by now."""
        while self._service.opening:
            yield {self.header: self._headline()}
            await asyncio.sleep(1)
        yield {self.header: self._headline()}

    def respond(
        self, question: str, session: Session, only_supported: bool, shown: str, *chosen: Any
    ) -> Iterator[_Changes]:
        """Answer what is in the box of a page that shows a chat of that name; what can't be asked stays in the box."""
        if not question.strip():
            yield {self.complaint: ""}
            return
        try:
            question = question_of(question)
        except RagError as error:
            yield {self.complaint: render.problem(error)}
            return
        try:
            filters = chosen_filters(*chosen)
        except RagError as error:
            yield {self.articles.fold: gr.Accordion(open=True), self.complaint: render.problem(error)}
            return
        if shown and (session.untouched or session.chat not in ("", shown)):  # it is lost here, or not open yet
            yield {self.bridge.lost: chats.record(Exchange(0, question, filters))}
            return
        if len(session.exchanges) >= MOST_TURNS and session.edited is None:
            full = gettext(
                "This chat has {number} turns, as many as one may have: “New chat” begins another, and “Chats” keeps "
                "this one.",
                number=MOST_TURNS,
            )
            yield {self.complaint: render.problem(full)}
            return
        yield from self._answer(question, filters, session, only_supported, instead_of=session.edited)

    def follow(self, event: gr.EventData, session: Session, only_supported: bool, *chosen: Any) -> Iterator[_Changes]:
        """Answer an offered question, or that of a turn without its filters."""
        asked = session.find(turn_of(event))
        if asked is None and turn_of(event) >= 0:
            yield self._gone(session)
        elif asked is not None:
            yield from self.respond(asked.question, session, only_supported, "", None, None)
        else:
            yield from self.respond(str(event.question), session, only_supported, *chosen)

    def narrow(self, request: gr.Request) -> _Changes:
        """Set the filters that the address has."""
        try:
            _, filters = sharing.asked(str(request.query_params))
        except RagError as error:
            return {self.complaint: render.problem(error)}
        return self.filters.show(filters) if filters != Filters() else {self.complaint: gr.skip()}

    def linked(self, request: gr.Request, session: Session, only_supported: bool) -> Iterator[_Changes]:
        """Answer what the address asks."""
        try:
            question, filters = sharing.asked(str(request.query_params))
        except RagError as error:
            yield {self.complaint: render.problem(error)}
            return
        yield {self.complaint: gr.skip()}  # without a step at all the page would empty what this may change
        if question.strip() and not session.exchanges:
            yield from self._answer(question[:LONGEST], filters, session, only_supported)

    def retry(self, event: gr.EventData, session: Session, only_supported: bool) -> Iterator[_Changes]:
        """Answer a turn's question anew; what there was stays as another way on."""
        exchange = session.find(turn_of(event))
        if exchange is None:
            yield self._gone(session)
            return
        yield from self._answer(exchange.question, exchange.filters, session, only_supported, instead_of=exchange.turn)

    def _answer(
        self,
        question: str,
        filters: Filters,
        session: Session,
        only_supported: bool,
        *,
        instead_of: int | None = None,
    ) -> Iterator[_Changes]:
        titles = self._service.titles(filters.articles)
        exchange = session.begin(question, filters, titles=titles, instead_of=instead_of)
        box = gr.Textbox(submit_btn=False, stop_btn=gettext("Stop"))  # whose words the script takes, if they were sent
        beside = {self.complaint: "", self.offered: [], self.rating.row: gr.Row(visible=False)}
        try:
            yield {self.box: box, **beside, self.bridge.kept: kept(session), **self._drawn(session)}
            answer = None
            for answer in self._service.stream(question, session.history(), filters=filters, strict=only_supported):
                if exchange.over:  # stopped while the model was thinking; the page draws the last step again
                    yield self.fail(session)
                    return
                if exchange not in session.exchanges:
                    break
                exchange.answer = replace(answer, finished=False)  # it is with the box at rest, below
                self._drawings.draw(exchange)
                yield self._drawn(session)
            exchange.answer = answer
            exchange.again = self.has_model  # quotations alone would be the same
        except RagError as error:
            exchange.end(error)
        except Exception:
            exchange.end(RagError(gettext("Something went wrong with this question; the server's log says what.")))
            self._drawings.draw(exchange)
            raise  # to the log, and `fail`
        if exchange not in session.exchanges:  # it crossed another chat, which took its place
            yield {self.bridge.lost: chats.record(Exchange(0, question, filters))}
            return
        self._drawings.draw(exchange)
        yield {self.header: self._headline(), self.bridge.kept: kept(session), **self._at_rest(session)}

    def stop(self, session: Session) -> _Changes:
        """The reader wants no more of an answer; what there is of it stays."""
        self._stop(session)
        return {**self._at_rest(session), self.bridge.kept: kept(session)}

    def fail(self, session: Session) -> _Changes:
        """A question failed in a way that nobody foresaw, or was cancelled, of which the page drew the last step again,
        even over what was said of turns that were taken out; by now another one may be under way."""
        if session.under_way is not None:
            return {self.complaint: gr.skip()}
        told = actions.undone(len(session.undone)) if session.undone else gr.skip()
        return {**self._at_rest(session), self.complaint: told, self.bridge.kept: kept(session)}

    def _stop(self, session: Session) -> None:
        if (exchange := session.under_way) is not None:
            exchange.end(gettext("Stopped before the end."))
            self._drawings.draw(exchange)

    def offer(self, session: Session, *chosen: Any) -> Any:
        """Questions to go on with, of the articles that were chosen. An event of its own: the next question is only
        taken when the one before is over."""
        last = session.last
        if session.under_way is not None:
            return gr.skip()
        try:
            questions = self._service.follow_ups(session.answers(), chosen_filters(*chosen))
        except RagError:  # a half-written date, of which the fields tell
            return gr.skip()
        return questions if session.last is last else gr.skip()

    # An earlier turn

    def edit(self, event: gr.EventData, session: Session) -> _Changes:
        """Put a turn's question into the box."""
        exchange = session.find(turn_of(event))
        if exchange is None:
            return self._gone(session)
        session.edited = exchange.turn
        return {self.box: exchange.question, self.complaint: render.editing()}

    def keep_turn(self, session: Session) -> _Changes:
        """Edit a question no longer."""
        session.edited = None
        return {self.box: "", self.complaint: ""}

    def undo(self, event: gr.EventData, session: Session) -> _Changes:
        """Take a turn out, and those after it."""
        self._stop(session)
        taken = session.undo(turn_of(event))
        changes = {self.bridge.kept: kept(session, len(session.exchanges))}
        return {**changes, **self._at_rest(session), self.complaint: actions.undone(taken)}

    def put_back(self, session: Session) -> _Changes:
        """Put what was taken out last where it was."""
        self._stop(session)
        first = session.put_back()
        return {self.bridge.kept: kept(session, first), self.complaint: "", **self._at_rest(session)}

    def turn_to(self, event: gr.EventData, session: Session) -> _Changes:
        """Show another way on from a turn."""
        self._stop(session)
        first = session.turn_to(turn_of(event), number_of(event, "place"))
        if first is None:
            return self._gone(session)
        return {self.bridge.kept: kept(session, first), self.complaint: "", **self._at_rest(session)}

    def look(self, event: gr.EventData, session: Session) -> _Changes:
        """Bring an earlier turn's evidence back."""
        exchange = session.find(turn_of(event))
        if exchange is None:
            return self._gone(session)
        return {self.panel: self._drawings.of(exchange).evidence}

    # Chats

    def clear(self, session: Session) -> _Changes:
        """Begin a new chat."""
        session.reopen("", [])
        beside = {self.complaint: "", self.rating.row: gr.Row(visible=False)}
        return {**self._at_rest(session), **beside, self.bridge.kept: kept(session)}

    def reopen(self, event: gr.EventData, session: Session) -> _Changes:
        """Show a chat that the browser kept, under the filters of its last question, or a new one, and say what of it
        is to be asked: a question that had no answer yet, be it the last turn or one that the server did not take. No
        generator: the last step of one is drawn twice, and the second time over what the reader turned to meanwhile."""
        nothing: _Changes = {self.unanswered: None}
        if not event.chat:
            return {**nothing, **self.clear(session)}
        opened = session.opened
        try:
            turns, undone = self._came_back(event, session)
        except RagError as error:
            return {**nothing, self.complaint: render.problem(error), self.bridge.kept: nothing_kept()}
        if session.opened != opened:  # the reader did not wait for it
            return nothing
        filters = turns[-1].filters if turns else Filters()
        asked = turns.pop() if turns and not turns[-1].over else None
        session.reopen(str(event.chat), turns, undone)
        question = (str(event.question)[:LONGEST], filters) if event.question else None
        unanswered = question if asked is None else (asked.question, asked.filters)
        shown = {**self.filters.show(filters), self.complaint: actions.undone(len(undone)) if undone else ""}
        return {self.unanswered: unanswered, **shown, **self._at_rest(session)}

    def catch_up(self, event: gr.EventData, session: Session) -> _Changes:
        """Show what another window made of the chat that is open, unless its reader asks or changes something
        meanwhile."""
        before = list(session.exchanges)
        if event.chat != session.chat:
            return {self.bridge.kept: caught_up(session, None)}
        try:
            turns, undone = self._came_back(event, session, there=before)
        except RagError as error:
            return {self.complaint: render.problem(error), self.bridge.kept: caught_up(session, None)}
        if session.exchanges != before or not session.rests_at(event.before):
            return {self.bridge.kept: caught_up(session, False)}
        session.catch_up(turns, undone)
        told = {self.complaint: actions.undone(len(undone))} if undone else {}
        return {self.chat: self._drawings.messages(turns), **told, self.bridge.kept: caught_up(session, True)}

    def _came_back(
        self, event: gr.EventData, session: Session, there: Sequence[Exchange] = ()
    ) -> tuple[list[Exchange], list[Exchange]]:
        """The turns of a chat that the browser kept, and those that were taken out of it last; what is ``there`` stays
        as it is. Raises ``RagError``."""
        kept, undone = event.turns, event.undone
        chats.bound(kept, undone)
        index = self._service.rag().index
        turns = chats.reopened([*kept, *undone], index, after=session.turns, again=self.has_model, there=there)
        return turns[: len(kept)], turns[len(kept) :]

    def resume(
        self, unanswered: tuple[str, Filters] | None, session: Session, only_supported: bool
    ) -> Iterator[_Changes]:
        """Answer what a chat that came back has no answer to, if anything."""
        if unanswered is None:
            yield {self.complaint: gr.skip()}
        else:
            yield from self._answer(*unanswered, session, only_supported)

    async def leave(self, request: gr.Request) -> None:
        """The page was closed; without a thread, as the server may end just then."""
        self._page.retention.closed(request.session_hash)

    # What is shown

    def _headline(self) -> str:
        return building_view.headline(self._service.state())

    def _gone(self, session: Session) -> _Changes:
        """A turn is not there: the reader is told, or the server lost the chat of the page, which then comes anew."""
        if session.untouched:
            return {self.bridge.lost: {"question": ""}}
        return {self.complaint: render.problem(render.gone())}

    def _drawn(self, session: Session) -> _Changes:
        evidence = self._drawings.of(session.last).evidence if session.last is not None else ""
        return {self.chat: self._drawings.messages(session.exchanges), self.panel: evidence}

    def _at_rest(self, session: Session) -> _Changes:
        return {self.box: gr.Textbox(submit_btn=gettext("Ask"), stop_btn=False), **self._drawn(session)}
