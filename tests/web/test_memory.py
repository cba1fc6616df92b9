"""What a server holds after many questions: nothing of the programs that asked, and the chats of the open pages."""

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from gradio.state_holder import StateHolder

from rag.filters import Filters
from rag.settings import Settings
from rag.web import memory
from rag.web.page import build_page
from rag.web.programs import LOOK, Page
from rag.web.session import MOST_TURNS, Session
from tests.probe_memory import Server, Visitor, called, question, serving, ways

pytestmark = pytest.mark.slow

KFOR = "When did Türkiye take command of KFOR?"


@pytest.fixture(scope="module")
def server(sample_folder: Path) -> Iterator[Server]:
    with serving(sample_folder) as running:
        yield running


def test_nothing_is_kept_of_the_programs_that_asked(server: Server) -> None:
    asking = ways(server)
    for number, way in enumerate(["call", "v2", "client", "route", "page", "abandoned"] * 3):
        asking[way](question(number))
    begun = server.held()
    programs = ["call", "v2", "client", "call", "v2"]
    for number in range(100):
        asking[programs[number % 5]](question(number))
    for number in range(4):
        asking["route"](question(number))
    ended = server.held()
    # Less what the last question of each round left, which goes with the next.
    for kind in ("sessions", "times", "messages", "undelivered", "events", "analytics", "iterators"):
        assert ended[kind] <= begun[kind] + 2, kind
    assert ended["mb"] - begun["mb"] < 60  # 100 sessions took 12, and all else that is loaded late takes some


def test_a_page_keeps_its_chat_whoever_asks_meanwhile_and_until_some_time_after_it_is_closed(server: Server) -> None:
    reader = Visitor(server)
    reader.ask(KFOR)
    for number in range(20):
        called(server, question(number))
    assert "command of KFOR" in reader.ask("How many boats did Storm Tamsel damage?")
    reader.leave()
    time.sleep(0.5)
    called(server, question(1))
    assert "did Storm Tamsel" in reader.ask("How much did the Harbour Line cost?")
    asked = server.held()["sessions"]
    for _ in range(5):  # who opens a page and asks nothing leaves nothing
        Visitor(server).leave()
    time.sleep(0.5)
    called(server, question(2))
    assert server.held()["sessions"] <= asked + 1


def test_a_crowd_is_answered_each_with_what_he_asked(server: Server) -> None:
    failed: list[BaseException] = []

    def ask(number: int) -> None:
        try:
            called(server, question(number))
        except BaseException as failure:
            failed.append(failure)

    crowd = [threading.Thread(target=ask, args=(number,)) for number in range(32)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert not failed


# What a queue does while nobody asks anything, how long a chat may be, and what goes first


@pytest.fixture
def page(tmp_path: Path) -> Page:
    made = build_page(Settings(corpus=tmp_path / "corpus", index=tmp_path / "index"))
    StateHolder().set_blocks(made)  # type: ignore[no-untyped-call]
    return made


def test_a_queue_with_nothing_in_it_looks_seldom(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    queue, paused = page._queue, list[float]()

    async def pause(seconds: float) -> None:
        paused.append(seconds)
        queue.stopped = len(paused) % 3 == 0

    monkeypatch.setattr(asyncio, "sleep", pause)
    asyncio.run(queue.start_processing())
    queue.stopped = False
    asyncio.run(queue.start_progress_updates())
    assert paused == [LOOK] * 6


def test_a_chat_that_is_full_says_so_and_stays_as_it_is(page: Page) -> None:
    respond = next(event.fn for event in page.fns.values() if event.name == "respond")
    assert respond is not None
    session = Session()
    for _ in range(MOST_TURNS):
        session.begin("Who?", Filters())
    [said] = respond("Who?", session, False, "", "", [], [])
    [told] = said.values()
    assert "This chat has 300 turns" in told
    assert "“New chat” begins another" in told
    assert len(session.exchanges) == MOST_TURNS
    [said] = respond("x" * 2001, session, False, "", "", [], [])
    assert "shorten it" in str(said)


@pytest.mark.parametrize("shown", ["", "0123456789abcdef"], ids=["a new chat", "a chat that is still being opened"])
def test_a_question_that_crosses_another_chat_is_asked_anew(page: Page, shown: str) -> None:
    respond = next(event.fn for event in page.fns.values() if event.name == "respond")
    assert respond is not None
    session = Session()
    session.begin("Who?", Filters())
    answer = respond("Where?", session, False, shown, None, None)
    if not shown:
        next(answer)
        session.reopen("", [])  # as "New chat" does meanwhile
    (lost,) = (told for changes in answer for told in changes.values() if isinstance(told, dict))
    assert lost["question"] == "Where?"
    assert lost["under_way"]
    assert "Where?" not in [one.question for one in session.exchanges]


def sessions(page: Page, **chats: bool) -> None:
    """Make pages of these names, with a chat or without, used in this order."""
    state = next(one for one in page.blocks.values() if isinstance(getattr(one, "value", None), Session))
    for name, asked in chats.items():
        session = page.state_holder[name][state._id]
        if asked:
            session.begin("Who?", Filters())


def test_the_open_chats_are_kept_longest(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_PAGES", 2)
    sessions(page, old=True, late=True, unasked=False)
    page.retention.tidy()
    assert set(page.state_holder.session_data) == {"old", "late"}
    sessions(page, latest=True)
    page.retention.tidy()
    assert set(page.state_holder.session_data) == {"late", "latest"} == set(page.state_holder.time_last_used)


def test_of_closed_pages_the_chats_of_the_last_ones_are_kept_for_a_while(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_CLOSED", 2)
    sessions(page, first=True, second=True, third=True, unasked=False, open=True)
    for name in ("first", "second", "third", "unasked"):
        page.retention.closed(name)
    page.retention.tidy()
    assert set(page.state_holder.session_data) == {"second", "third", "open"}
    page.retention.opened("second")  # it was asleep
    monkeypatch.setattr(memory, "RETURN", -1.0)
    page.retention.tidy()
    assert set(page.state_holder.session_data) == {"second", "open"}


def test_results_that_nobody_fetches_are_kept_for_a_while_and_not_too_many(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_RESULTS", 2)
    waiting = page._queue.pending_event_ids_session
    for name in ("first", "second", "third"):
        waiting[name] = {f"event of {name}"}
        page.retention.tidy()
    waiting["fetched"] = set()
    page.retention.tidy()
    assert set(waiting) == {"second", "third"}
    monkeypatch.setattr(memory, "RESULT_KEPT", -1.0)
    page.retention.tidy()
    assert not waiting
