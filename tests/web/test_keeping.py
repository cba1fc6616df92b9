"""Nothing of a chat is lost: not by a reload, by Back or by another window, not with the server, and nothing that was
taken out, asked anew or forgotten by mistake. In a real browser against real servers."""

import re
import signal
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from rag.index.search import Index
from tests.browser import (
    BOATS,
    CORPUS,
    KFOR,
    NOT_THERE,
    RIDERS,
    SLOW,
    TRAMS,
    SlowModel,
    act,
    answered,
    ask,
    box,
    browser,
    free_port,
    model_endpoint,
    quoting,
    ready,
    served,
    site,
    visit,
    within,
)
from tests.nginx import nginx, several
from tests.serving import Visitor, serving_process

__all__ = ["browser", "model_endpoint", "quoting", "site", "visit"]  # fixtures, which pytest takes from here

AT_LENGTH = f"{KFOR} Tell it at length."


def _questions(page: Page) -> Locator:
    return page.locator("#chat .user-row .prose")


def _expect_chat(page: Page, *questions: str) -> None:
    expect(_questions(page)).to_have_count(len(questions), timeout=SLOW)
    for number, question in enumerate(questions):
        expect(_questions(page).nth(number)).to_contain_text(question, timeout=SLOW)


def _chats(page: Page) -> Locator:
    """The chats of this browser, whose list is unfolded."""
    if page.locator("#chats[open]").count() == 0:
        page.locator("#chats > summary").click()
    return page.locator("#chats button[data-chat]")


def test_a_chat_stands_in_the_address_and_comes_back_by_it(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(quoting)
    ask(page, KFOR)
    expect(page).to_have_url(re.compile(r"#chat=[0-9a-f]{16}$"))
    first = page.url
    ask(page, TRAMS)
    box(page).fill("And what did it")
    page.reload()
    _expect_chat(page, KFOR, TRAMS)
    expect(box(page)).to_have_value("And what did it")
    assert page.url == first

    page.get_by_role("button", name="New chat").click()
    expect(_questions(page)).to_have_count(0)
    expect(page).to_have_url(quoting)
    ask(page, BOATS)
    expect(page).to_have_url(re.compile(r"#chat="))
    second = page.url
    page.go_back()
    _expect_chat(page, KFOR, TRAMS)
    page.go_forward()
    _expect_chat(page, BOATS)
    page.go_back()
    _expect_chat(page, KFOR, TRAMS)
    assert page.url == first

    other = page.context.new_page()
    other.goto(second)
    _expect_chat(other, BOATS)
    ask(other, "And how many did it really damage?")
    other.close()
    page.bring_to_front()
    page.go_forward()
    _expect_chat(page, BOATS, "And how many did it really damage?")

    page.goto(quoting + "#chat=0123456789abcdef")
    page.reload()
    expect(page.locator("#complaint")).to_contain_text("This browser does not have that chat", timeout=SLOW)


def test_back_closes_an_article_that_was_opened(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(quoting)
    ask(page, KFOR).locator("a.marker").first.click()
    expect(page.locator("#evidence .card.open mark:focus")).to_be_visible()
    page.go_back()
    expect(page.locator("#evidence .card")).not_to_have_count(0)
    expect(page.locator("#evidence .card.open")).to_have_count(0)
    _expect_chat(page, KFOR)
    page.get_by_role("button", name="Open the whole article").first.click()
    expect(page.locator("#evidence .card.open")).to_have_count(1)
    page.get_by_role("button", name="Show the quotes alone").click()
    expect(page.locator("#evidence .card.open")).to_have_count(0)
    assert page.evaluate("history.state?.open") is None


def _writing(page: Page, model_endpoint: SlowModel) -> Page:
    """A page on which a model writes an answer that does not end by itself."""
    model_endpoint.endless = True
    box(page).fill(AT_LENGTH)
    box(page).press("Enter")
    expect(page.locator("#chat .answer a.marker").first).to_be_visible(timeout=SLOW)
    return page


def test_a_question_under_way_is_answered_after_a_reload(
    site: str, visit: Callable[..., Page], model_endpoint: SlowModel
) -> None:
    page = _writing(visit(site), model_endpoint)
    expect(page).to_have_url(re.compile(r"#chat="))
    model_endpoint.endless = False
    page.reload()
    answered(page, 1)
    _expect_chat(page, AT_LENGTH)
    page.reload()
    _expect_chat(page, AT_LENGTH)
    expect(page.locator("#chat .made")).to_have_count(1)


def test_a_question_that_is_asked_before_the_script_is_there_leaves_the_box_and_is_kept(
    quoting: str, visit: Callable[..., Page]
) -> None:
    page = visit(quoting)
    held: list[Route] = []
    page.route("**/script/page.js", lambda asked: held.append(asked))  # a method can't be a handler
    page.reload()
    ask(page, KFOR)
    box(page).fill(TRAMS)
    held[0].continue_()
    expect(page).to_have_url(re.compile(r"#chat="))
    expect(box(page)).to_have_value(TRAMS)
    page.unroute("**/script/page.js")
    page.reload()
    _expect_chat(page, KFOR)
    expect(box(page)).to_have_value(TRAMS)  # what is typed, too

    page = visit(quoting)
    page.route("**/script/page.js", lambda asked: held.append(asked))  # a method can't be a handler
    page.reload()
    ask(page, KFOR)
    held[1].continue_()
    expect(page).to_have_url(re.compile(r"#chat="))
    expect(box(page)).to_have_value("")


def test_a_follow_up_is_answered_by_a_server_that_was_restarted(
    sample_folder: Path, visit: Callable[..., Page]
) -> None:
    port = free_port()
    with served(port=port, RAG_CORPUS=CORPUS, RAG_INDEX=sample_folder) as url:
        page = visit(f"{url}?source=the%20harbour%20gazette")
        rows = page.locator("#table .tick")
        expect(rows).to_have_count(13, timeout=SLOW)
        ask(page, TRAMS)
    with served(port=port, RAG_CORPUS=CORPUS, RAG_INDEX=sample_folder):
        box(page).fill("When did it open?")
        box(page).press("Enter")
        expect(page.locator("#chat .narrowed")).to_have_count(2, timeout=SLOW)
        _expect_chat(page, TRAMS, "When did it open?")
        expect(rows).to_have_count(13)  # as the filters say still
        expect(answered(page, 2).locator(".made")).to_contain_text("Harbour Line")
        expect(box(page)).to_have_value("")
        page.route("**/gradio_api/app_id", lambda asked: asked.abort())  # else it reloads before the click
        expect(page.locator("#status")).to_contain_text("The server does not answer.", timeout=SLOW)
    with served(port=port, RAG_CORPUS=CORPUS, RAG_INDEX=sample_folder):
        act(page, 0, "Undo").click()
        _expect_chat(page, TRAMS, "When did it open?")


def test_what_was_taken_out_is_put_back_and_each_way_on_stays(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(quoting)
    for question in (KFOR, TRAMS, BOATS):
        ask(page, question)
    act(page, 0, "Undo").click()
    expect(_questions(page)).to_have_count(0)
    expect(page.locator("#complaint")).to_contain_text("3 turns were taken out.")
    page.get_by_role("button", name="Put back").click()
    _expect_chat(page, KFOR, TRAMS, BOATS)
    expect(act(page, 1, "Retry")).to_have_count(0)

    act(page, 1, "Edit the question").click()
    expect(box(page)).to_have_value(TRAMS)
    box(page).fill(RIDERS)
    box(page).press("Enter")
    _expect_chat(page, KFOR, RIDERS)
    answered(page, 2)
    ways = page.locator("#chat .ways")
    expect(ways).to_have_text(re.compile("2 of 2"))
    expect(page.locator("#chat .user-row p:empty")).to_have_count(0)  # which would be a line of nothing
    ways.get_by_role("link", name="earlier").click()
    _expect_chat(page, KFOR, TRAMS, BOATS)
    expect(ways).to_have_text(re.compile("1 of 2"))
    page.reload()
    _expect_chat(page, KFOR, TRAMS, BOATS)
    expect(act(page, 0, "Retry")).to_have_count(0)  # of the same articles
    ways.get_by_role("link", name="later").click()
    _expect_chat(page, KFOR, RIDERS)
    page.reload()
    _expect_chat(page, KFOR, RIDERS)


def test_what_was_taken_out_or_forgotten_is_put_back_after_a_reload(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(quoting)
    for question in (KFOR, TRAMS):
        ask(page, question)
    act(page, 1, "Undo").click()
    _expect_chat(page, KFOR)
    page.reload()
    _expect_chat(page, KFOR)
    expect(page.locator("#complaint")).to_contain_text("One turn was taken out.")
    page.get_by_role("button", name="Put back").click()
    _expect_chat(page, KFOR, TRAMS)

    act(page, 0, "Undo").click()
    expect(_questions(page)).to_have_count(0)
    page.reload()
    expect(_chats(page)).to_have_text([KFOR])
    expect(page.locator("#complaint")).to_contain_text("2 turns were taken out.", timeout=SLOW)
    page.get_by_role("button", name="Put back").click()
    _expect_chat(page, KFOR, TRAMS)
    page.reload()
    _expect_chat(page, KFOR, TRAMS)
    expect(page.locator("#complaint")).not_to_contain_text("taken out")

    _chats(page)
    page.get_by_role("button", name=f"Forget “{KFOR}”").click()
    page.goto(quoting)
    expect(_chats(page)).to_have_count(0)
    page.locator("#chats").get_by_role("button", name="Put back").click()
    _chats(page).filter(has_text=KFOR).click()
    _expect_chat(page, KFOR, TRAMS)


HOLDING = """
const fetched = window.fetch;
window.holding = "nothing";
window.told = 0;
window.fetch = async (...request) => {
  const sent = String(request[1]?.body ?? "");
  if (sent.includes('"turns"')) window.told += 1;
  if (sent.includes(window.holding)) await new Promise((done) => { window.held = true; window.release = done; });
  return fetched(...request);
};
"""
"""What keeps of what a page sends that which has some words on its way, until the page's ``release`` is called, and
counts how often it sends the turns of its chat."""


@pytest.mark.parametrize("held", ["what the reader asks", "what the other adds"])
def test_a_question_that_crosses_what_another_window_adds_is_answered(
    quoting: str, visit: Callable[..., Page], held: str
) -> None:
    page = visit(quoting)
    ask(page, KFOR)
    other = page.context.new_page()
    other.add_init_script(HOLDING)
    other.goto(page.url)
    _expect_chat(other, KFOR)
    answered(other, 1)
    other.evaluate("words => { window.holding = words; }", BOATS if held == "what the reader asks" else '"turns"')

    def sent() -> None:
        box(other).fill(BOATS)
        box(other).press("Enter")

    if held == "what the reader asks":
        sent()
        other.wait_for_function("window.held")
        ask(page, TRAMS)
        other.wait_for_function("window.told === 2")  # at first it shows the chat
        other.evaluate("window.release()")
        _expect_chat(other, KFOR, TRAMS, BOATS)
    else:
        ask(page, TRAMS)
        other.wait_for_function("window.held")
        sent()
        _expect_chat(other, KFOR, BOATS)
        answered(other, 2)
        other.evaluate("window.holding = 'nothing'; window.release()")
        _expect_chat(other, KFOR, TRAMS, BOATS)
    _expect_chat(page, KFOR, TRAMS, BOATS)
    expect(page.locator("#chat .made")).to_have_count(3)


def test_a_question_is_heard_of_where_a_stream_ended_while_something_else_was_being_sent(
    quoting: str, visit: Callable[..., Page]
) -> None:
    page = visit(quoting)
    ask(page, KFOR)
    other = page.context.new_page()
    other.add_init_script(HOLDING)
    other.goto(page.url)
    answered(other, 1)
    other.wait_for_timeout(1000)
    streams: list[Route] = []
    other.route("**/queue/data*", lambda route: route.continue_() if streams else streams.append(route))
    other.locator("#fold > .label-wrap").click()
    other.locator("#facets button.facet").first.click()

    def opened() -> bool:
        other.wait_for_timeout(50)
        return bool(streams)

    assert within(20, opened)
    other.evaluate("window.holding = '\"turns\"'")
    ask(page, TRAMS)
    other.wait_for_function("window.held")
    streams[0].continue_()
    expect(other.locator("#facets button[aria-pressed=true]")).to_have_count(1)
    other.wait_for_timeout(500)
    box(other).fill(BOATS)
    box(other).press("Enter")
    _expect_chat(other, KFOR, BOATS)
    answered(other, 2)
    other.evaluate("window.holding = 'nothing'; window.release()")
    _expect_chat(other, KFOR, TRAMS, BOATS)


@pytest.mark.parametrize("deaf", [False, True], ids=["that hear of each other", "that ask at once"])
def test_two_windows_of_a_chat_lose_no_turn(quoting: str, visit: Callable[..., Page], deaf: bool) -> None:
    silence = "addEventListener('storage', (event) => event.stopImmediatePropagation(), true);"
    page = visit(quoting, script=silence if deaf else "")
    ask(page, KFOR)
    other = page.context.new_page()
    other.goto(page.url)
    _expect_chat(other, KFOR)
    ask(other, TRAMS)
    if not deaf:
        _expect_chat(page, KFOR, TRAMS)
    box(page).fill(BOATS)
    box(page).press("Enter")
    _expect_chat(page, KFOR, TRAMS, BOATS)
    answered(page, 3)
    box(other).fill(RIDERS)
    box(other).press("Enter")
    _expect_chat(other, KFOR, TRAMS, BOATS, RIDERS)
    page.reload()
    _expect_chat(page, KFOR, TRAMS, BOATS, RIDERS)
    expect(page.locator("#chat .made")).to_have_count(4)


def test_a_chat_is_named_found_forgotten_and_put_back(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(quoting)
    ask(page, KFOR)
    _chats(page)
    page.get_by_role("button", name=f"Rename “{KFOR}”").click()
    page.locator("#chats").get_by_label("Title").fill("Who commands")
    page.keyboard.press("Enter")
    expect(_chats(page)).to_have_text(["Who commands"])
    expect(_chats(page).first).to_be_focused()
    page.keyboard.press("Escape")
    ask(page, TRAMS)
    expect(_chats(page)).to_have_text(["Who commands"])
    page.get_by_role("button", name="Forget “Who commands”").click()
    expect(_chats(page)).to_have_count(0)
    page.keyboard.press("Enter")  # on "Put back", which has the keyboard
    expect(_chats(page)).to_have_text(["Who commands"])
    page.get_by_role("button", name="Forget “Who commands”").click()
    ask(page, BOATS)
    expect(_chats(page)).to_have_text([KFOR])
    expect(page.locator("#chats")).not_to_contain_text("Put back")  # which would be without that answer
    page.reload()
    ready(page)
    _expect_chat(page, KFOR, TRAMS, BOATS)

    many = {
        f"{number:016x}": {"title": f"Number {number}", "time": number, "turns": [{"question": "x", "answer": answer}]}
        for number in range(10)
        for answer in [{"text": f"Österby has {number // 4} wells"}]
    }
    page.evaluate("many => localStorage.setItem(`articles ${location.pathname}`, JSON.stringify(many))", many)
    page.reload()
    _chats(page)
    page.get_by_label("Find a chat").fill("number 7")
    listed = page.locator("#chats li:visible button[data-chat]")
    expect(listed).to_have_text(["Number 7"])
    page.get_by_label("Find a chat").fill("OSTERBY 2")  # as an answer has it
    expect(listed).to_have_text(["Number 9", "Number 8", "Number 2"])
    page.get_by_role("button", name="Forget “Number 8”").click()
    expect(listed).to_have_text(["Number 9", "Number 2"])


def test_the_newest_article_can_be_read_and_closed_in_each_way(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(quoting)
    right = page.locator("#right")
    expect(right).to_be_hidden()
    newest = page.locator("#table button.open").first
    expect(newest).to_have_text("Seven minutes late and 75 years on, the tram is back", timeout=SLOW)
    newest.click()
    expect(page.locator("#reader .reader")).to_contain_text("Corwin Pask")
    page.go_back()
    expect(right).to_be_hidden()
    ask(page, KFOR)
    expect(right.get_by_role("heading", name="Evidence")).to_be_visible()
    newest.click()
    expect(right.get_by_role("heading", name="Evidence")).to_be_hidden()
    right.get_by_role("button", name="Close").click()
    expect(right.get_by_role("heading", name="Evidence")).to_be_visible()
    page.get_by_role("button", name="Check a text").press("Enter")
    right.get_by_label("Text to check").press("Escape")
    expect(right.get_by_role("heading", name="Evidence")).to_be_visible()
    expect(box(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(right).to_be_hidden()
    page.locator("#chat a.marker").first.click()
    expect(right.locator("mark:focus")).to_be_visible()

    listed = page.get_by_role("button", name="Articles", exact=True)
    expect(listed).to_have_attribute("aria-expanded", "true")
    listed.click()
    expect(newest).to_be_hidden()
    page.reload()
    expect(listed).to_have_attribute("aria-expanded", "false")
    expect(newest).to_be_hidden()

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.press("/")
    expect(box(page)).to_have_value("/")
    page.keyboard.press("Control+k")
    expect(page.get_by_label("Search titles and texts")).to_be_focused(timeout=SLOW)


def test_how_the_page_looks_is_kept_and_a_chat_that_comes_back_stands_at_its_last_question(
    site: str, visit: Callable[..., Page]
) -> None:
    page = visit(site, color_scheme="light")
    ask(page, KFOR)
    ask(page, TRAMS)
    page.get_by_text("View", exact=True).click()
    page.get_by_label("Colours").select_option("dark")
    page.locator("#settings [name=size]").select_option("larger")
    page.get_by_label("Only what is supported").check()
    page.reload()
    _expect_chat(page, KFOR, TRAMS)
    expect(_questions(page).last).to_be_in_viewport()
    expect(page.locator("body.dark")).to_have_count(1)
    expect(page.locator(":root")).to_have_css("color-scheme", "dark")  # or what it scrolls by would be white
    assert page.evaluate("document.documentElement.style.fontSize") == "115%"
    expect(page.get_by_label("Only what is supported")).to_be_checked(timeout=SLOW)


def test_what_is_added_at_the_command_line_is_in_the_list_after_the_next_answer(
    tmp_path: Path, visit: Callable[..., Page]
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "tram.md").write_text("# The tram\n\nThe Harbour Line cost 41 million crowns.", encoding="utf-8")
    Index.build(corpus, index)
    with served(RAG_CORPUS=corpus, RAG_INDEX=index) as url:
        page = visit(url)
        listed = page.locator("#table button.open")
        expect(listed).to_have_text(["The tram"], timeout=SLOW)
        (corpus / "boats.md").write_text("# The boats\n\nStorm Tamsel damaged 17 boats.", encoding="utf-8")
        Index.build(corpus, index)
        ask(page, BOATS)
        expect(listed).to_have_count(2, timeout=SLOW)
        page.goto("about:blank")  # what it still waits for would keep the server


def test_the_right_column_is_there_where_there_is_something_to_read(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{quoting}?q={quote(NOT_THERE)}")
    right = page.locator("#right")
    answered(page, 1)
    expect(page.locator("#chat .refusal")).to_be_visible()
    expect(right).to_be_hidden()
    box(page).fill("hello")
    box(page).press("Enter")
    expect(page.locator("#chat .reply")).to_be_visible(timeout=SLOW)
    expect(right).to_be_hidden()
    act(page, 0, "Why this answer").click()
    expect(right.locator(".why > summary")).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(right).to_be_hidden()
    ask(page, KFOR)
    expect(right.get_by_role("heading", name="Evidence")).to_be_visible()
    right.evaluate("one => one.scrollTo({ top: 200, behavior: 'instant' })")
    page.locator("#evidence section").evaluate("one => { one.id = 'turn-99'; }")  # that of another turn is drawn
    page.wait_for_function("document.querySelector('#right').scrollTop === 0")
    words = page.get_by_label("Search titles and texts")
    words.fill("tram")
    words.press("Escape")  # takes what is typed first
    expect(words).to_have_value("")
    expect(right).to_be_visible()
    words.press("Escape")
    expect(right).to_be_hidden()

    page.context.set_offline(True)
    box(page).fill(TRAMS)
    box(page).press("Enter")
    expect(page.locator("#status")).to_contain_text("The server does not answer.")
    expect(page.locator(".toast-wrap")).to_contain_text("lost")  # as Gradio says in English, and nobody is told
    expect(page.locator(".toast-wrap")).to_be_hidden()
    page.context.set_offline(False)
    _expect_chat(page, NOT_THERE, "hello", KFOR, TRAMS)
    answered(page, 3)


def test_on_a_phone_one_back_closes_what_one_tap_opened(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(quoting, width=360, height=740)
    ask(page, KFOR).locator("a.marker").first.click()
    expect(page.locator("#evidence .card.open mark:focus")).to_be_visible()
    page.go_back()
    expect(page.locator("#right")).to_be_hidden()
    _expect_chat(page, KFOR)
    page.locator("#chat a.marker").first.click()
    expect(page.locator("#evidence .card.open")).to_have_count(1)
    page.get_by_role("button", name="Show the quotes alone").click()
    expect(page.locator("#evidence .card.open")).to_have_count(0)
    page.locator("#right").get_by_role("button", name="Close").click()
    expect(page.locator("#right")).to_be_hidden()
    _expect_chat(page, KFOR)
    entries, question = page.locator("#chat .acts ul"), page.locator("#question")
    below = "([entries, box]) => entries.getBoundingClientRect().bottom <= box.getBoundingClientRect().top"
    page.locator("#chat .acts summary").click()
    expect(entries).to_be_visible()
    page.wait_for_function(below, arg=[entries.element_handle(), question.element_handle()])

    ask(page, TRAMS)  # which is brought to the top, below what stays there
    fresh = page.get_by_role("button", name="New chat")
    expect(fresh).to_be_in_viewport(ratio=1)
    end = fresh.evaluate("one => one.getBoundingClientRect().bottom")
    assert end < _questions(page).last.evaluate("one => one.getBoundingClientRect().top")
    page.locator("#settings summary").click()
    expect(page.get_by_label("Colours")).to_be_in_viewport(ratio=1)
    fresh.click()
    expect(_questions(page)).to_have_count(0)


def test_what_is_sent_while_an_answer_is_written_waits_for_its_end(
    site: str, visit: Callable[..., Page], model_endpoint: SlowModel
) -> None:
    page = visit(site)
    model_endpoint.endless = True
    box(page).fill(AT_LENGTH)
    box(page).press("Enter")
    box(page).fill(BOATS)  # while what was sent is on its way
    box(page).press("Enter")
    expect(page.locator("#chat .answer a.marker").first).to_be_visible(timeout=SLOW)
    expect(box(page)).to_have_value(BOATS)
    box(page).fill(TRAMS)
    box(page).press("Enter")
    expect(page.locator("#status")).to_have_text("It is asked as soon as this answer is done.")
    expect(_questions(page)).to_have_count(1)
    page.get_by_test_id("stop-button").click()
    expect(page.locator("#chat")).to_contain_text("Stopped before the end.")
    expect(page.locator("#chat .notice")).to_have_count(0)  # that the model has not answered yet
    _expect_chat(page, AT_LENGTH, TRAMS)
    expect(box(page)).to_have_value("")
    expect(page).to_have_title(f"{AT_LENGTH} – Articles")
    answered(page, 1)  # what was stopped has no line on how it was made
    page.locator("#chat [role=log]").evaluate("log => log.scrollTo(0, 0)")
    act(page, 1, "Edit the question").click()
    expect(box(page)).to_have_value(TRAMS)
    box(page).fill(KFOR)
    box(page).press("Enter")
    expect(_questions(page).nth(1)).to_contain_text(KFOR, timeout=SLOW)
    expect(_questions(page).nth(1)).to_be_in_viewport()


def _held(page: Page) -> list[Route]:
    """The last requests by which the page cancels an answer, which wait."""
    held: list[Route] = []
    page.route("**/reset", lambda route: held.append(route))
    return held


def test_what_is_sent_while_a_stop_is_on_its_way_is_answered(
    site: str, visit: Callable[..., Page], model_endpoint: SlowModel
) -> None:
    page = visit(site)
    held = _held(page)
    _writing(page, model_endpoint).get_by_test_id("stop-button").click()
    expect(page.locator("#chat")).to_contain_text("Stopped before the end.")
    model_endpoint.endless = False
    box(page).fill(TRAMS)
    box(page).press("Enter")
    expect(page.locator("#status")).to_have_text("It is asked as soon as this answer is done.")
    page.get_by_test_id("submit-button").click()
    _expect_chat(page, AT_LENGTH)

    def waits() -> bool:
        page.wait_for_timeout(50)
        return bool(held)

    assert within(20, waits)
    for request in held:
        request.continue_()
    _expect_chat(page, AT_LENGTH, TRAMS)
    answered(page, 1)
    expect(box(page)).to_have_value("")


def test_a_stop_that_is_told_late_does_not_end_the_next_answer(
    site: str, visit: Callable[..., Page], model_endpoint: SlowModel
) -> None:
    page = visit(site, script="addEventListener('cancelling', (event) => event.stopImmediatePropagation())")
    held = _held(page)
    _writing(page, model_endpoint).get_by_test_id("stop-button").click()
    expect(page.locator("#chat")).to_contain_text("Stopped before the end.")
    box(page).fill(AT_LENGTH)
    box(page).press("Enter")
    expect(page.locator("#chat .answer").nth(1).locator("a.marker").first).to_be_visible(timeout=SLOW)
    with page.expect_response("**/queue/join*"):  # that an answer was cancelled
        for request in held:
            request.continue_()
    words = page.locator("#chat .answer").nth(1)
    before = len(words.inner_text())
    assert within(20, lambda: len(words.inner_text()) > before + 100)
    expect(page.get_by_test_id("stop-button")).to_have_count(1)
    page.get_by_test_id("stop-button").click()
    expect(page.locator("#chat").get_by_text("Stopped before the end.")).to_have_count(2)


def test_what_is_typed_just_after_a_question_is_no_part_of_it(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(quoting)
    ready(page)
    typed = """([asked, next]) => {
      const field = document.querySelector("#question textarea");
      const enter = { key: "Enter", bubbles: true, cancelable: true };
      const press = (kind) => field.dispatchEvent(new KeyboardEvent(kind, enter));
      const type = (text) => { field.value = text; field.dispatchEvent(new Event("input", { bubbles: true })); };
      type(asked);
      if (press("keydown")) press("keypress");
      type(next);
    }"""
    page.evaluate(typed, [TRAMS, BOATS])
    answered(page, 1)
    _expect_chat(page, TRAMS)
    expect(box(page)).to_have_value(BOATS)


def test_an_answer_that_is_taken_out_while_it_is_written_comes_back_as_far_as_it_was(
    site: str, visit: Callable[..., Page], model_endpoint: SlowModel
) -> None:
    page = visit(site)
    ask(page, TRAMS)
    _writing(page, model_endpoint)
    expect(_questions(page)).to_have_count(2)
    act(page, 0, "Undo").click()
    expect(_questions(page)).to_have_count(0)
    page.get_by_role("button", name="Put back").click()
    _expect_chat(page, TRAMS, AT_LENGTH)
    expect(page.locator("#chat")).to_contain_text("Stopped before the end.")
    model_endpoint.endless = False
    box(page).fill(BOATS)
    box(page).press("Enter")
    answered(page, 2)


HEARD = """
window.heard = [];  // what each stream of events says
const fetched = window.fetch;
window.fetch = async (...request) => {
  const reply = await fetched(...request);
  if (!reply.url.includes("/queue/data")) return reply;
  const number = heard.push("") - 1;
  const kept = new TransformStream({ transform(said, heardOn) {
    heard[number] += new TextDecoder().decode(said);
    heardOn.enqueue(said);
  } });
  return new Response(reply.body.pipeThrough(kept), reply);
};
"""


def test_no_stream_is_opened_for_what_has_ended(
    site: str, visit: Callable[..., Page], model_endpoint: SlowModel
) -> None:
    page = visit(site, script=HEARD)
    ready(page)
    _writing(page, model_endpoint)
    told: list[tuple[Route, APIResponse]] = []

    def tell_late(route: Route) -> None:
        if '"facet"' in (route.request.post_data or ""):
            told.append((route, route.fetch()))
        else:
            route.continue_()

    page.route("**/queue/join*", tell_late)
    page.locator("#fold > .label-wrap").click()
    page.locator("#facets button.facet").first.click()
    page.wait_for_function("heard.at(-1).includes('facet')")  # it has ended, too, on the stream that there is
    page.get_by_test_id("stop-button").click()
    page.wait_for_function("heard.at(-1).includes('close_stream')", timeout=SLOW)
    for route, reply in told:
        route.fulfill(response=reply)
    expect(page.locator("#facets button[aria-pressed=true]")).to_have_count(1)
    page.wait_for_timeout(500)
    assert page.evaluate("heard.filter((stream) => !stream.includes('process_completed'))") == []
    model_endpoint.endless = False
    ask(page, TRAMS)


LEFT = """
const later = window.setTimeout;  // what a page puts off while it can be seen is put off for long
window.setTimeout = (act, wait, ...said) => later(act, wait || (window.slow ?? 0), ...said);
Object.defineProperty(document, "visibilityState", { get: () => window.left ?? "visible" });
window.lengths = [];  // of the answer, one after the other
new MutationObserver(() => {
  const length = document.querySelector("#chat .answer")?.innerText.length ?? 0;
  if (length !== lengths.at(-1)) lengths.push(length);
}).observe(document, { subtree: true, childList: true, characterData: true });
"""


def test_an_answer_goes_on_and_not_back_while_another_page_is_looked_at(
    site: str, visit: Callable[..., Page], model_endpoint: SlowModel
) -> None:
    page = _writing(visit(site, script=LEFT), model_endpoint)
    page.evaluate("window.slow = 5000; lengths.splice(0); undefined")
    page.wait_for_timeout(6000)
    page.evaluate("window.left = 'hidden'; document.dispatchEvent(new Event('visibilitychange'));")
    page.wait_for_timeout(7000)
    lengths = page.evaluate("lengths")
    assert len(lengths) > 2
    assert lengths == sorted(lengths)


@pytest.mark.kill
def test_behind_nginx_an_open_page_moves_to_the_other_server_where_its_own_is_killed(
    sample_folder: Path, tmp_path: Path, visit: Callable[..., Page]
) -> None:
    with (
        serving_process(sample_folder) as first,
        serving_process(sample_folder) as second,
        nginx(tmp_path, several(first.url, second.url)) as behind,
    ):
        assert {Visitor(server.url).settled()[0] for server in (first, second)} == {200}
        page = visit(behind)
        ask(page, TRAMS)

        def known(url: str) -> str:
            return Visitor(url).fetch("/gradio_api/app_id").text

        own, other = sorted((first, second), key=lambda server: known(server.url) != known(behind))
        own.process.send_signal(signal.SIGKILL)
        assert own.process.wait(30) == -signal.SIGKILL
        box(page).fill("And how many passengers rode it?")
        box(page).press("Enter")
        _expect_chat(page, TRAMS, "And how many passengers rode it?")
        expect(answered(page, 2)).to_contain_text("7,240")
        assert known(behind) == known(other.url)
        ask(page, KFOR)
        _expect_chat(page, TRAMS, "And how many passengers rode it?", KFOR)
