"""What a reader does with the page, in a real browser against a real server with a real index."""

import csv
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from rag.answers.answer import Answer
from rag.answers.statements import Statement, Trace
from rag.filters import Filters
from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.text.words import fold
from rag.types import Citation
from rag.web import chats
from rag.web.session import Exchange
from tests.browser import (
    BOATS,
    CORPUS,
    HELD,
    HOSTILE,
    KFOR,
    NOT_THERE,
    POISONED_TITLE,
    RIDERS,
    SLOW,
    TRAMS,
    SlowModel,
    act,
    answered,
    ask,
    axe,
    box,
    browser,
    harmless,
    ill_laid,
    model_endpoint,
    poisoned,
    ready,
    scrolled_sideways,
    served,
    shown,
    site,
    violations,
    visit,
    within,
)
from tests.endpoint import endpoint as scripted

__all__ = ["axe", "browser", "model_endpoint", "site", "visit"]  # fixtures, which pytest takes from here

KEEPER = "Who is the keeper of the Poisonville lighthouse?"
HEBREW = "מי פתח את הנמל החדש בחיפה?"
RIGHT_TO_LEFT = "---\ntitle: הנמל החדש בחיפה\nlang: he\n---\n\nראש העיר דוד לוי פתח את הנמל החדש בחיפה ביום ראשון.\n"
FERROW = "Who keeps the lighthouse of Longwater?"
LONG = "\n\n".join(
    "The lighthouse of Longwater is kept by Odalind Ferrow, who came from the north."
    if number == 400
    else f"Day {number}: wind {number % 9}, rain {number % 7}, the water at the quay stood {number} millimetres high, "
    f"and {number % 23} of the boats stayed out until the evening."
    for number in range(500)
)


@dataclass(frozen=True)
class Own:
    """A page over a corpus and an index of its own, without a language model."""

    url: str
    corpus: Path
    index: Path


@pytest.fixture(scope="module")
def own(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory, model: Embedder) -> Iterator[Own]:
    """One over the sample articles, a hostile one, a long one, one in Hebrew, and a file that is broken."""
    folder = tmp_path_factory.mktemp("own")
    corpus = poisoned(folder / "corpus")
    (corpus / "long.md").write_text(f"---\ntitle: The weather at Longwater\n---\n\n{LONG}\n", encoding="utf-8")
    (corpus / "hebrew.md").write_text(RIGHT_TO_LEFT, encoding="utf-8")
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4\nno more of it")
    shutil.copytree(sample_folder, folder / "index")
    Index.build(corpus, folder / "index", embedder=model)
    with served(RAG_CORPUS=corpus, RAG_INDEX=folder / "index") as url:
        yield Own(url, corpus, folder / "index")


@contextmanager
def _apart(folder: Path, sample_folder: Path, first: str = "") -> Iterator[Own]:
    """One over the sample articles that no other test sees, so that a second try of a test begins as the first did."""
    corpus = shutil.copytree(CORPUS, folder / "corpus")
    index = shutil.copytree(sample_folder, folder / "index")
    with served(first=first, RAG_CORPUS=corpus, RAG_INDEX=index) as url:
        yield Own(url, corpus, index)


@pytest.fixture
def apart(tmp_path: Path, sample_folder: Path) -> Iterator[Own]:
    """One that a test may change."""
    with _apart(tmp_path, sample_folder) as own:
        yield own


def _turn(page: Page, number: int) -> Locator:
    """The finished answer of the turn of that number."""
    link = page.locator(f'#chat a[href="#evidence-{number}"]')
    expect(link).to_be_visible(timeout=SLOW)
    expect(page.get_by_test_id("stop-button")).to_have_count(0)
    return page.locator("#chat .answer", has=link)


def _questions(page: Page) -> Locator:
    return page.locator("#chat .user-row")


def _open_list(page: Page) -> None:
    """Have the list before the reader, where a narrow page has it as a sheet."""
    if page.locator("#left").is_visible():
        return
    if page.locator("#right").is_visible():
        page.get_by_role("button", name="Close").click()
        expect(page.locator("#right")).to_be_hidden()
    page.get_by_role("button", name="Articles", exact=True).click()


def _articles(page: Page) -> Locator:
    """The rows of the list of articles, as soon as it is there."""
    _open_list(page)
    rows = page.locator("#table tbody tr")
    expect(rows.first).to_be_visible(timeout=SLOW)
    return rows


def _act_on(page: Page, title: str, act: str) -> None:
    """Choose what is to be done with an article, in the menu of its row."""
    page.locator("#table tbody tr", has_text=title).locator("summary").click()
    page.get_by_role("button", name=f"{act} {title}").click()


def _chats(page: Page) -> Locator:
    """The chats of this browser, whose list is unfolded."""
    _open_list(page)
    if page.locator("#chats[open]").count() == 0:
        page.locator("#chats > summary").click()
    return page.locator("#chats button[data-chat]")


# From an answer to its words and back


def test_a_marker_of_an_earlier_turn_opens_its_article_at_the_sentence_and_leads_back(
    own: Own, visit: Callable[..., Page]
) -> None:
    page = visit(own.url)
    for question in (KFOR, TRAMS, BOATS, RIDERS, NOT_THERE):
        ask(page, question)
        expect(page.locator("#evidence section .asked")).to_have_text(question)
    marker = page.locator("#chat .answer").nth(2).locator("a.marker").first
    words = marker.locator("xpath=following-sibling::*[1]").locator(".peek-quote").text_content() or ""
    marker.click()
    expect(page.locator("#evidence section")).to_have_count(1)
    expect(page.locator("#evidence section .asked")).to_have_text(BOATS)
    mark = page.locator("#evidence mark:focus")
    expect(mark).to_have_text(words.strip("“”"))
    assert within(3, lambda: shown(page, mark))
    card = page.locator("#evidence .card.open")
    expect(card).to_have_count(1)
    expect(card.locator("button.whole")).to_have_attribute("aria-expanded", "true")
    assert len(card.locator(".reader").inner_text()) > 1500

    mark.press("Enter")
    expect(marker).to_be_focused()
    expect(marker).to_be_in_viewport()
    marker.press("Enter")
    expect(mark).to_have_text(words.strip("“”"))
    mark.click()
    expect(marker).to_be_focused()
    card.locator(".tools a.marker").first.press("Enter")
    expect(marker).to_be_focused()

    # Another turn's card has its own words, though the browser may use the elements of the one before.
    page.locator("#chat .answer").first.locator("a.marker").first.click()
    expect(page.locator("#evidence section .asked")).to_have_text(KFOR)
    expect(mark).to_contain_text("9 October 2023")
    expect(page.locator("#evidence .card.open .words h3")).to_have_text(card.locator("h3").first.inner_text())
    card.locator("button.whole").press("Enter")
    expect(page.locator("#evidence .card.open")).to_have_count(0)
    expect(page.locator("#evidence .reader")).to_have_count(0)


def test_a_marker_that_is_pointed_at_or_focused_shows_what_it_stands_for(own: Own, visit: Callable[..., Page]) -> None:
    page = visit(own.url)
    answer = ask(page, "How many boats were really damaged by Storm Tamsel, after the correction?")
    marker = answer.locator("a.marker").first
    peek = marker.locator("xpath=following-sibling::*[1]")
    card = page.locator("#evidence .card").first
    page.mouse.move(0, 0)
    expect(peek).to_be_hidden()
    marker.hover()
    expect(peek).to_be_visible()
    expect(peek.locator(".peek-title")).to_have_text(card.locator("h3").inner_text())
    expect(peek.locator(".peek-origin")).to_have_text(re.compile(r"^The Harbour Gazette · \d+ February 2026$"))
    number = (marker.get_attribute("href") or "").removeprefix("#cite-")
    marked = page.locator(f"#evidence mark[data-cite~='{number}']").first
    expect(peek.locator(".peek-quote")).to_have_text(f"“{marked.inner_text().strip()}”")
    marker.click()  # by now it is on the right, at length
    expect(peek).to_be_hidden()
    page.mouse.move(0, 0)
    marker.hover()
    expect(peek).to_be_visible()
    page.mouse.move(0, 0)
    expect(peek).to_be_hidden()
    box(page).focus()
    _walk(page, marker, "Shift+Tab")
    expect(peek).to_be_visible()
    assert not scrolled_sideways(page)


def _walk(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Go on by a key until the keyboard is where it is wanted."""
    passed: list[str] = []
    for _ in range(80):
        if wanted.count() and wanted.first.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
        passed.append(page.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
    pytest.fail("\n".join(["the keyboard never came there, but to:", *passed]))


def test_the_keyboard_alone_will_do(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site)
    ready(page)
    _walk(page, box(page))
    page.keyboard.type(KFOR)
    page.keyboard.press("Enter")
    answer = answered(page, 1)
    marker = answer.locator("a.marker").first
    _walk(page, marker, "Shift+Tab")
    page.keyboard.press("Enter")
    mark = page.locator("#evidence .card.open mark:focus")
    expect(mark).to_be_visible()
    page.keyboard.press("Enter")
    expect(marker).to_be_focused()

    more = page.locator("#chat .acts summary")
    _walk(page, more)
    page.keyboard.press("Enter")
    _walk(page, page.get_by_role("link", name="Edit the question"))
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(page.locator("#chat .acts ul")).to_be_hidden()
    page.keyboard.press("Enter")
    _walk(page, page.get_by_role("link", name="Why this answer"))
    page.keyboard.press("Enter")
    expect(page.locator("#evidence .why > summary")).to_be_focused()
    expect(page.locator("#evidence .why p").first).to_be_visible()

    fold = page.get_by_role("button", name=re.compile("^Filters"))
    _walk(page, fold)
    page.keyboard.press("Enter")
    named = page.get_by_label("Find a name, a place, a tag …")
    expect(named).to_be_visible(timeout=SLOW)  # what unfolds is only fetched then
    _walk(page, named)
    page.keyboard.type("Balkan")
    publisher = page.locator("#facets button", has_text="Balkan Brief")
    expect(page.locator("#facets fieldset:not([hidden]) button")).to_have_count(1)
    _walk(page, publisher)
    page.keyboard.press("Enter")
    expect(page.locator("#narrowed")).to_contain_text("in Balkan Brief")
    expect(publisher).to_be_focused()

    page.keyboard.press("/")
    page.keyboard.type(f"{KFOR} Tell it at length.")
    page.keyboard.press("Enter")
    expect(_questions(page).nth(1)).to_contain_text("Only articles in Balkan Brief")
    expect(page.locator("#chat .answer").nth(1).locator("a.marker").first).to_be_visible(timeout=SLOW)
    _walk(page, page.get_by_test_id("stop-button"))
    page.keyboard.press("Enter")
    expect(page.locator("#chat")).to_contain_text("Stopped before the end.")

    _walk(page, page.get_by_role("button", name="New chat"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(_questions(page)).to_have_count(0)
    expect(page.locator("#evidence section")).to_have_count(0)


# Asking, and asking again


def test_a_stopped_answer_stays_and_one_asks_on(
    site: str, visit: Callable[..., Page], model_endpoint: SlowModel
) -> None:
    page = visit(site)
    model_endpoint.abandoned.clear()
    box(page).fill(f"{KFOR} Tell it at length.")
    box(page).press("Enter")
    marker = page.locator("#chat .answer a.marker").first
    expect(marker).to_be_visible(timeout=SLOW)
    page.get_by_test_id("stop-button").click()
    expect(page.locator("#chat")).to_contain_text("Stopped before the end.")
    assert model_endpoint.abandoned.wait(SLOW / 1000), "the model went on writing"
    marker.click()
    expect(page.locator("#evidence .card.open mark:focus")).to_be_visible()
    ask(page, TRAMS)
    expect(_questions(page)).to_have_count(2)
    expect(page.locator("#chat")).to_contain_text("Stopped before the end.")


def test_a_turn_is_tried_again_edited_or_taken_out(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site)
    for question in (KFOR, TRAMS, BOATS):
        ask(page, question)
    act(page, 1, "Retry").click()
    _turn(page, 4)
    expect(_questions(page)).to_have_text([KFOR, re.compile(f"{re.escape(TRAMS)}.*2 of 2")])

    act(page, 0, "Edit the question").click()
    expect(box(page)).to_have_value(KFOR)
    expect(box(page)).to_be_focused()
    expect(page.locator("#complaint")).to_contain_text("Sending begins another way on")
    page.get_by_role("button", name="Leave it").click()
    expect(box(page)).to_have_value("")
    expect(page.locator("#complaint").get_by_role("alert")).to_have_text("")
    expect(_questions(page)).to_have_count(2)

    act(page, 0, "Edit the question").click()
    expect(box(page)).to_have_value(KFOR)
    box(page).fill(RIDERS)
    box(page).press("Enter")
    _turn(page, 5)
    expect(_questions(page)).to_have_text([re.compile(re.escape(RIDERS))])
    expect(page.locator("#evidence section .asked")).to_have_text(RIDERS)

    ask(page, BOATS)
    act(page, 1, "Undo").click()
    expect(_questions(page)).to_have_text([re.compile(re.escape(RIDERS))])
    expect(page.locator("#evidence section .asked")).to_have_text(RIDERS)
    act(page, 0, "Undo").click()
    expect(_questions(page)).to_have_count(0)
    expect(page.locator("#evidence section")).to_have_count(0)
    expect(_chats(page)).to_have_count(1)  # with what was taken out of it, to be put back


def test_an_address_asks_its_question_under_its_filters(own: Own, visit: Callable[..., Page]) -> None:
    names = "source=Balkan%20Brief&source=Adriatic%20Monitor"
    asked = f"?q={quote(KFOR, safe='')}&after=2023-10-01&before=2023-10-31&{names}"
    page = visit(own.url + asked)
    answered(page, 1)
    expect(_questions(page)).to_have_text(
        [f"{KFOR}Only articles from 1 October 2023 to 31 October 2023, in Balkan Brief or Adriatic Monitor"]
    )
    assert act(page, 0, "Share").get_attribute("href") == asked
    page.goto(own.url + "?q=Who&after=yesterday")
    expect(page.locator("#complaint")).to_contain_text("“after” is not a date", timeout=SLOW)
    expect(_questions(page)).to_have_count(0)


def test_a_chat_is_copied_shared_and_printed(own: Own, visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit(own.url, permissions=["clipboard-read", "clipboard-write"])
    asked = (KFOR, TRAMS, BOATS, RIDERS, NOT_THERE, KEEPER)
    for question in asked:
        ask(page, question)
    plain = _copied(page, act(page, 0, "Copy"), "The answer was copied.")
    assert re.match(r"“[^“”]+” \[1\]\n", plain)
    assert re.search(r"\n\nSources\n\[1\] [^“]", plain)  # which says nothing again
    assert ", Balkan Brief, 12 October 2023" in plain
    assert "<blockquote" in _clipboard(page, "text/html")
    markdown = _copied(page, act(page, 0, "Copy as Markdown"), "The answer was copied.")
    assert re.search(r"\[\^1\]: [^“]", markdown)
    expect(page.locator("#chat .choices summary").first).to_be_focused()
    shared = _copied(page, act(page, 1, "Share"), "An address that asks this question was copied.")
    assert shared == f"{own.url}?q={quote(TRAMS, safe='')}"

    act(page, 1, "Evidence").click()
    expect(page.locator("#evidence section .asked")).to_have_text(TRAMS)
    card = page.locator("#evidence .card").first
    title = card.locator("h3").inner_text()
    for name, begin in (("Quote and source", "“"), ("BibTeX", "@article{"), ("RIS", "TY  - NEWS"), ("CSL-JSON", "[")):
        card.get_by_text("Copy", exact=True).click()
        copied = _copied(page, card.get_by_role("button", name=name), "The citation was copied.")
        assert copied.startswith(begin)
        assert title in copied
    page.evaluate(
        "navigator.clipboard.write = () => Promise.reject(new DOMException('', 'NotAllowedError')); undefined"
    )
    act(page, 0, "Copy").click()
    expect(page.locator("#status")).to_contain_text("Nothing was copied: the browser does not allow it.")

    page.evaluate("window.print = () => { window.printed = (window.printed ?? 0) + 1; }; undefined")
    _file_of_chat(page, "Print").click()
    assert within(10, lambda: page.evaluate("window.printed") == 1)
    expect(page.locator("#chat")).to_be_visible()
    file = tmp_path / "chat.pdf"
    page.pdf(path=file)
    with pypdfium2.PdfDocument(file) as paper:
        sheets = [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in paper]
        assert paper.get_metadata_value("Title") == KFOR
        begins = paper[0].get_textpage()
        assert begins.get_charbox(begins.search(KFOR).get_next()[0])[0] < 100, "a question stands where a line begins"
    assert all(sheets), "a sheet is empty"
    text = " ".join(sheets)
    for question in asked:
        assert question in text
    sources = page.locator("#chat .sources li").all_text_contents()
    assert len(sources) > 5
    for source in sources:
        assert " ".join(source.split()) in text
    for left in ("Share", "More", "Ask about the articles", "Filters", "New chat", "Save", "Open the whole article"):
        assert left not in text


def _copied(page: Page, asking: Locator, told: str) -> str:
    """The text that is copied when that is asked for, which is told."""
    page.evaluate("document.querySelector('#status').textContent = ''")
    asking.press("Enter")
    expect(page.locator("#status")).to_have_text(told)
    return _clipboard(page, "text/plain")


def _clipboard(page: Page, kind: str) -> str:
    read = "kind => navigator.clipboard.read().then(([item]) => item.getType(kind)).then((part) => part.text())"
    return str(page.evaluate(read, kind))


# Chats that the browser keeps


def test_a_chat_is_kept_in_the_browser_and_goes_on(own: Own, visit: Callable[..., Page]) -> None:
    page, other = visit(own.url), visit(own.url)
    page.bring_to_front()
    said = [ask(page, question).locator("blockquote").first.inner_text() for question in (KFOR, TRAMS)]
    page.goto(own.url)
    ready(page)
    expect(_questions(page)).to_have_count(0)
    expect(_chats(page)).to_have_text([KFOR])
    _chats(page).first.press("Enter")
    expect(_questions(page)).to_have_text([KFOR, TRAMS])
    answers = page.locator("#chat .answer")
    for number, words in enumerate(said):
        expect(answers.nth(number).locator("blockquote").first).to_contain_text(words.splitlines()[0][:60])
    answers.first.locator("a.marker").first.click()
    expect(page.locator("#evidence section .asked")).to_have_text(KFOR)
    expect(page.locator("#evidence .card.open mark:focus")).to_contain_text("9 October 2023")
    expect(ask(page, "When did it open?").locator(".made")).to_contain_text("Harbour Line")

    expect(_chats(page)).to_have_text([KFOR])
    page.keyboard.press("Escape")
    other.bring_to_front()
    expect(_questions(other)).to_have_count(0)
    expect(_chats(other)).to_have_count(0)

    page.bring_to_front()
    _chats(page)
    page.get_by_role("button", name=f"Forget “{KFOR}”").click()
    expect(_chats(page)).to_have_count(0)
    page.reload()
    ready(page)
    expect(_chats(page)).to_have_count(0)


def test_two_readers_at_once_see_nothing_of_each_other(site: str, visit: Callable[..., Page]) -> None:
    pages = visit(site), visit(site)
    asked = KFOR, BOATS
    for page, question in zip(pages, asked, strict=True):
        box(page).fill(question)
    for page in pages:
        box(page).press("Enter")
    for page, question in zip(pages, asked, strict=True):
        page.bring_to_front()
        answered(page, 1)
        expect(_questions(page)).to_have_text([question])
        expect(page.locator("#evidence section .asked")).to_have_text(question)
        expect(_chats(page)).to_have_text([question])


def test_what_can_not_be_read_as_a_chat_is_refused_in_one_line(own: Own, visit: Callable[..., Page]) -> None:
    page = visit(own.url)
    chats = {"broken": {"title": "<b>Broken</b>", "time": 1, "turns": [{"question": "Why?"}]}}
    _remember(page, chats)
    _chats(page).first.click()
    expect(page.locator("#complaint")).to_contain_text("This chat can't be read", timeout=SLOW)
    expect(_questions(page)).to_have_count(0)
    harmless(page)
    ask(page, KFOR)


def _remember(page: Page, chats: dict[str, Any]) -> None:
    """Have the browser keep these chats, and the page see them."""
    page.evaluate("chats => localStorage.setItem(`articles ${location.pathname}`, chats)", json.dumps(chats))
    page.reload()
    ready(page)


def test_two_hundred_turns_and_ten_thousand_words_stay_usable(
    own: Own, visit: Callable[..., Page], sample: Index
) -> None:
    article = sample.article("balkans/turkiye-takes-command-of-kfor.md")
    assert article is not None
    assert len(LONG.split()) > 9_000
    start = article.text.index("Türkiye took command")
    cited = Citation(article, start, start + 50, 1)
    turns = []
    for number in range(200):
        exchange = Exchange(number, f"Question {number}: {KFOR}", Filters())
        said = Statement(cited.quote, (cited,), "supported")
        exchange.answer = Answer(exchange.question, Trace(exchange.question), (said,))
        turns.append(chats.record(exchange))
    page = visit(own.url)
    _remember(page, {"long": {"title": "A long chat", "time": 1, "turns": turns}})
    _chats(page).first.click()
    expect(_questions(page)).to_have_count(200, timeout=SLOW)
    answer = ask(page, FERROW)
    expect(_questions(page)).to_have_count(201)
    expect(answer).to_contain_text("Odalind Ferrow")
    answer.locator("a.marker").first.click()
    mark = page.locator("#evidence .card.open mark:focus")
    expect(mark).to_contain_text("Odalind Ferrow", timeout=SLOW)
    assert within(3, lambda: shown(page, mark))
    page.locator("#chat a.marker").first.click()
    expect(page.locator("#evidence .card.open mark:focus")).to_contain_text("Türkiye took command", timeout=SLOW)


# A table of articles


def test_a_table_of_articles_leads_to_each_and_is_saved(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site)
    ask(page, "How many articles mention the tram?")
    expect(page.locator("#chat .rows tbody tr")).to_have_count(7, timeout=SLOW)
    expect(page.locator("#chat .headline")).to_have_text("7 of 24 articles mention “tram”.")
    page.locator("#chat .rows a.marker").first.click()
    expect(page.locator("#evidence .card.open mark:focus")).to_contain_text("At seven minutes past nine", timeout=SLOW)
    with page.expect_download() as waited:
        page.locator("#chat a[href='#csv']").click()
    assert waited.value.suggested_filename == "articles.csv"
    with waited.value.path().open(encoding="utf-8", newline="") as saved:
        rows = list(csv.reader(saved))
    assert rows[0] == ["Date", "Article", "Paper", "Author"]
    assert rows[4] == ["2026-05-11", "Pellacombe wins outright", "The Harbour Gazette", "Corwin Pask"]
    assert len(rows) == 8


def test_a_timeline_has_room_for_what_happened(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site, width=1000, height=740)
    ask(page, "What happened with Sandrell Compass, in order?")
    row = page.locator("#chat .rows tbody tr").first

    def has_room(*, beside: bool) -> bool:
        day, told = (row.locator("td").nth(place).bounding_box() for place in (0, 1))
        assert day is not None
        assert told is not None
        over = page.locator("#chat .rows").evaluate("one => one.scrollWidth - one.clientWidth")
        below = day["y"] + day["height"] <= told["y"] and told["width"] > 250
        return over == 0 and (day["width"] < told["width"] if beside else below)

    assert within(20, lambda: has_room(beside=True))
    page.set_viewport_size({"width": 360, "height": 740})
    assert within(20, lambda: has_room(beside=False))


def test_a_long_table_is_sorted_and_filtered_by_keyboard_and_on_a_phone(
    site: str, visit: Callable[..., Page], axe: str
) -> None:
    page = visit(site, width=360, height=740)
    ask(page, "List the articles in The Harbour Gazette")
    expect(page.locator("#chat .rows tbody tr").nth(9)).to_be_attached(timeout=SLOW)
    titles = page.locator("#chat .rows tbody tr:visible td:nth-child(2) bdi")
    expect(titles).to_have_count(8)
    page.get_by_role("button", name=re.compile(r"^Show all \d+ rows$")).press("Enter")
    expect(titles).not_to_have_count(8)
    box_of_rows = "one => [one.scrollHeight - one.clientHeight, one.querySelector('tr[tabindex]:focus') !== null]"
    assert page.locator("#chat .rows").evaluate(box_of_rows) == [0, True]
    every = titles.all_inner_texts()
    head = page.locator("#chat .rows th").nth(1)
    head.get_by_role("button", name="Article").focus()
    for order in ("ascending", "descending"):
        page.keyboard.press("Enter")
        expect(head).to_have_attribute("aria-sort", order)
        expect(page.locator("#chat .rows th[aria-sort]")).to_have_count(1)
        assert titles.all_inner_texts() == sorted(every, key=str.casefold, reverse=order == "descending")
    page.get_by_label("Filter rows").fill("HARBOUR line")
    kept = [one for one in titles.all_inner_texts() if "Harbour Line" in one]
    assert 0 < len(kept) <= titles.count() < len(every)
    expect(page.locator("#chat .narrow [role=status]")).to_have_text(f"{titles.count()} of {len(every)} rows")
    assert not scrolled_sideways(page)
    assert not list(violations(page, axe, "table"))
    with page.expect_download() as waited:
        page.locator("#chat a[href='#csv']").click()
    with waited.value.path().open(encoding="utf-8", newline="") as saved:
        assert [row[1] for row in csv.reader(saved)][1:] == titles.all_inner_texts(), "what is shown is saved"


# Saving a chat


def _file_of_chat(page: Page, name: str) -> Locator:
    """What prints or saves the chat."""
    _chats(page)
    if page.locator("#chats .files[open]").count() == 0:
        page.get_by_text("Print or save this chat").click()
    return page.locator("#chats .files").get_by_role("button", name=name, exact=True)


def _saved(page: Page, kind: str, what: str = "") -> tuple[str, str]:
    """The name and the text of the chat, or of what it cites, as a file."""
    with page.expect_download() as waited:
        _file_of_chat(page, f"Save {what} as {kind}" if what else f"Save as {kind}").click()
    return waited.value.suggested_filename, waited.value.path().read_text("utf-8")


def test_a_chat_is_saved_with_its_footnotes(own: Own, visit: Callable[..., Page]) -> None:
    page = visit(own.url)
    ask(page, KFOR)
    ask(page, TRAMS)
    name, text = _saved(page, "Markdown")
    assert name == "When did Türkiye take command of KFOR.md"
    assert text.startswith(f"# {KFOR}\n")
    assert f"\n## {TRAMS}\n" in text
    notes = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert notes
    assert notes == set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert "12 October 2023" in text
    for jargon in ("eneration", "front matter", "characters", "turkiye-takes"):
        assert jargon not in text
    name, text = _saved(page, "BibTeX", "its references")
    assert name == "When did Türkiye take command of KFOR (references).bib"
    assert re.search(r"^@article\{\S+,$", text, re.MULTILINE)
    assert _saved(page, "RIS", "its references")[1].startswith("TY  - NEWS")
    assert json.loads(_saved(page, "CSL-JSON", "its references")[1])[0]["type"] == "article-newspaper"
    name, text = _saved(page, "HTML")
    assert name.endswith(".html")
    saved = page.context.new_page()
    saved.set_content(text)
    saved.locator("sup a").first.click()
    expect(saved.locator(".notes li").first).to_be_in_viewport()
    expect(saved.locator("h2", has_text=TRAMS)).to_be_visible()


# What one thinks of an answer


def test_a_thumb_down_and_a_note_are_written_on_the_server(own: Own, visit: Callable[..., Page]) -> None:
    page = visit(own.url)
    ask(page, KFOR)
    before = _feedback(own)
    act(page, 0, "Bad").click()
    expect(page.locator("#complaint")).to_contain_text("this was noted on the server")
    expect(page.locator("#chat .choices summary")).to_be_focused()
    page.get_by_label("What was good or bad about it?").fill("The date is <b>disputed</b>.")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator("#noted")).to_be_hidden()
    bare, noted = _feedback(own)[len(before) :]
    for line in (bare, noted):
        assert line["question"] == KFOR
        assert line["good"] is False
        assert line["citations"]
    assert (bare["note"], noted["note"]) == ("", "The date is <b>disputed</b>.")
    expect(act(page, 0, "Bad ✓")).to_be_visible()
    act(page, 0, "Good").click()
    expect(page.locator("#chat .acts").get_by_text("Good ✓")).to_have_count(1)  # in a menu that is folded again
    expect(act(page, 0, "Good ✓")).to_be_visible()
    expect(act(page, 0, "Bad")).to_be_visible()
    assert within(10, lambda: len(_feedback(own)) == len(before) + 3)
    assert _feedback(own)[-1]["good"] is True


def _feedback(own: Own) -> list[dict[str, Any]]:
    path = own.index / "feedback.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


# Refusals, and why


def test_what_is_not_there_looks_other_than_an_answer_and_why_tells_how_it_came(
    own: Own, visit: Callable[..., Page]
) -> None:
    page = visit(own.url)
    expect(page.get_by_label("Only what is supported")).to_have_count(0)  # as what is quoted always is
    refused = ask(page, NOT_THERE)
    expect(refused.locator(".refusal")).to_contain_text("Nothing found")
    expect(refused.locator(".refusal")).to_have_css("border-top-style", "dashed")
    expect(refused.locator(".refusal blockquote, a.marker")).to_have_count(0)
    expect(page.locator("#evidence section")).to_contain_text("No article is cited.")

    partly = ask(page, f"{TRAMS} And who won the chess olympiad in Chennai?")
    expect(partly.locator("blockquote a.marker").first).to_be_visible()
    expect(partly.locator(".missing")).to_contain_text("∅ Not found:")
    expect(partly.locator(".missing")).to_contain_text("chess olympiad")
    expect(partly.locator(".missing")).to_have_css("border-top-style", "dashed")

    act(page, 0, "Why this answer").click()
    why = page.locator("#evidence #why-1")
    expect(why.locator("> summary")).to_be_focused()
    expect(page.locator("#evidence section .asked")).to_have_text(NOT_THERE)
    expect(why.locator("p").first).to_contain_text(f"All articles were searched for “{NOT_THERE}”")
    expect(why.locator("ol li").first).to_be_visible()
    expect(why.locator("dl")).to_be_hidden()
    why.get_by_text("Numbers").click()
    expect(why.locator("dl")).to_contain_text(re.compile(r"embedding the question [\d,]+ ms"))
    expect(why.locator("tbody tr").first).to_be_visible()
    act(page, 1, "Evidence").click()
    expect(page.locator("#evidence section")).to_be_focused()
    expect(page.locator("#evidence section .asked")).to_contain_text(TRAMS)


def test_a_model_that_breaks_off_is_replaced_by_quotations_and_a_page_can_be_read_only(
    sample_folder: Path, visit: Callable[..., Page]
) -> None:
    with (
        scripted(pieces=("Türkiye took command of KFOR ", "on 9 October"), breaks=True) as model,
        served(
            read_only=True,
            RAG_CORPUS=CORPUS,
            RAG_INDEX=sample_folder,
            OPENAI_BASE_URL=model.url,
            OPENAI_API_KEY="none",
        ) as url,
    ):
        page = visit(url)
        answer = ask(page, KFOR)
        expect(answer.locator(".notice")).to_be_visible()
        expect(answer.locator("blockquote a.marker").first).to_be_visible()
        expect(answer.locator(".made")).to_contain_text("Quoted from the articles")
        answer.locator("a.marker").first.click()
        expect(page.locator("#evidence .card.open mark:focus")).to_be_visible()

        rows = _articles(page)
        expect(page.get_by_role("button", name="Add articles")).to_have_count(0)
        expect(page.locator("input[type=file]")).to_have_count(0)
        _drop(page, "#chat", "mill.md", "The mill")
        expect(page.locator("#status")).to_have_text("Articles can't be added here.")
        expect(page.locator("#table .remove")).to_have_count(0)
        rows.first.locator("button.open").click()
        expect(page.locator("#reader .reader")).to_be_visible()


# The articles


def test_the_articles_are_listed_searched_sorted_and_read(own: Own, visit: Callable[..., Page]) -> None:
    page = visit(own.url)
    ready(page)
    rows = _articles(page)
    total = rows.count()
    expect(page.locator("#facts")).to_contain_text(re.compile(rf"^\s*{total} articles · \d+ publishers · .* not read"))
    more = page.locator("#more")
    more.get_by_role("button").click()
    expect(more.get_by_role("img", name=re.compile(r"^Articles by (month|year), .* at most \d+"))).to_be_visible()
    expect(more.locator(".problems.unread")).to_contain_text("broken.pdf")
    every = more.get_by_role("radio", name=re.compile("^All"))
    expect(every).to_be_checked()
    assert every.evaluate("one => getComputedStyle(one).appearance") == "auto"  # or nobody sees that it is
    more.get_by_role("radio", name=re.compile("^Read")).check()
    expect(more.locator(".problems.unread")).to_be_hidden()

    usual, sort_by = page.viewport_size, page.get_by_label("Sort by")
    assert usual is not None
    for descending in (True, False):
        sort_by.focus()
        sort_by.select_option(f"Author {'▼' if descending else '▲'}")
        head = page.locator("#table th[scope=col]").nth(3)
        expect(head).to_have_attribute("aria-sort", "descending" if descending else "ascending")
        assert _in_order(page.locator("#table tbody tr > :nth-child(4)"), descending)
        expect(sort_by).to_be_focused()
    page.set_viewport_size({"width": 860, "height": usual["height"]})  # a sheet, which has room for the heads
    page.get_by_role("button", name="Articles", exact=True).click()
    expect(sort_by).to_be_hidden()
    for number, name in enumerate(("Title", "Publisher", "Author", "Published", "Characters"), 1):  # after the ticks
        head = page.locator("#table th[scope=col]").nth(number)
        for _ in range(2):
            order = (head.get_by_role("button").get_attribute("aria-label") or "").removeprefix(f"{name}: sort ")
            head.get_by_role("button").click()
            expect(head).to_have_attribute("aria-sort", order)
            expect(page.locator("#table th:is([aria-sort=ascending], [aria-sort=descending])")).to_have_count(1)
            assert _in_order(page.locator(f"#table tbody tr > :nth-child({number + 1})"), order == "descending")
    page.set_viewport_size(usual)

    page.get_by_label("Search titles and texts").fill("kosovo FLASHPOINTS")
    expect(rows).to_have_count(1)
    rows.first.locator("button.open").press("Enter")
    expect(page.locator("#reader h3")).to_have_text(rows.first.locator("button.open").inner_text())
    expect(page.locator("#reader .reader p").nth(3)).to_be_visible()
    page.get_by_label("Search titles and texts").fill("nothing <b>zzyx</b> it")
    expect(page.locator("#table")).to_contain_text("No article has “nothing <b>zzyx</b> it”.")
    page.get_by_label("Search titles and texts").fill("weather Odalind")  # whom its text alone names
    expect(rows.locator("th button.open")).to_have_text(["The weather at Longwater"])
    page.get_by_label("Search titles and texts").fill("")
    expect(rows).to_have_count(total)

    facets = page.locator("#facets")
    page.get_by_role("button", name="Filters").click()
    brief = facets.get_by_role("button", name=re.compile(r"^Balkan Brief \d"))
    count = int(brief.inner_text().split()[-1])
    brief.press("Enter")
    expect(rows).to_have_count(count)
    expect(brief).to_have_attribute("aria-pressed", "true")
    expect(brief).to_be_focused()
    expect(page.get_by_role("button", name="Filters: Balkan Brief")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name=f"Save {count} articles as CSV").click()
    columns, *others = csv.reader(saved.value.path().read_text("utf-8").splitlines())
    assert (columns[:2], len(others), {cells[1] for cells in others}) == (
        ["Title", "Publisher"],
        count,
        {"Balkan Brief"},
    )
    facets.get_by_role("button", name="Choose none of these").click()
    expect(rows).to_have_count(total)
    _act_on(page, "The weather at Longwater", "Ask about")
    expect(box(page)).to_be_focused()
    expect(page.locator("#narrowed")).to_contain_text("“The weather at Longwater”")


def _in_order(cells: Locator, descending: bool) -> bool:
    """Whether the cells of a column are; those that say nothing come last in either direction."""
    texts = cells.evaluate_all("cells => cells.map(cell => cell.querySelector('time')?.dateTime ?? cell.innerText)")
    words = [fold(text.splitlines()[0] if text else "") for text in texts]
    told = [word for word in words if word not in ("", "undated")]
    numbers = [int(word.replace(",", "")) for word in told if re.fullmatch(r"[\d,]+", word)]
    column: list[Any] = numbers if len(numbers) == len(told) else told
    return words[: len(told)] == told and column == sorted(column, reverse=descending)


MILL = "---\ntitle: The windmill of Dunmere\n---\n\nThe windmill of Dunmere was built by {} in 1871.\n"
WHO = "Who built the windmill of Dunmere?"


def _file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": text.encode()}


def _drop(page: Page, where: str, name: str, text: str) -> None:
    """Drop a file somewhere on the page; whether the page takes it itself, or the browser would show it."""
    dropped = """([where, name, text]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name));
        const drop = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer });
        return document.querySelector(where).dispatchEvent(drop);
    }"""
    assert not page.evaluate(dropped, [where, name, text])


def _upload(page: Page, *files: FilePayload) -> None:
    # Gradio shows the choice of files again as soon as the ones before are dealt with.
    page.locator("#upload input[type=file]").set_input_files(list(files))


LATE = """
const fetched = window.fetch;
window.fetch = async (...request) => {
  const reply = await fetched(...request);
  if (!reply.url.includes("/queue/data")) return reply;
  const late = new TransformStream({ async transform(said, heard) {
    const ends = /process_completed|close_stream/.test(new TextDecoder().decode(said));
    if (ends) await new Promise((on) => setTimeout(on, 1500));
    heard.enqueue(said);
  } });
  return new Response(reply.body.pipeThrough(late), reply);
};
"""
"""A page that hears of the end of an event, or of a stream, a second and a half after the server has written it."""


def test_what_is_sent_while_a_stream_ends_is_answered(own: Own, visit: Callable[..., Page]) -> None:
    page = visit(own.url, script=LATE)
    ready(page)
    for _ in range(3):
        ask(page, "Who leads KFOR?")
        page.wait_for_timeout(300)  # the server has nothing more to say by now


def test_a_build_can_be_stopped_and_gone_on_with(
    tmp_path: Path, sample_folder: Path, visit: Callable[..., Page]
) -> None:
    go_on = tmp_path / "go on"
    with _apart(tmp_path, sample_folder, HELD.format(most=1, until=str(go_on))) as own:
        page = visit(own.url)
        ready(page)
        rows = _articles(page)
        total = rows.count()
        told = page.locator("#told")
        stop, resume = page.locator("#stop-build"), page.get_by_role("button", name="Go on with the build")
        expect(stop).to_be_hidden()
        page.get_by_role("button", name="Add articles").click()
        text = "".join(f"On day {day} the windmill of Dunmere ground {day * 7} sacks of rye. " for day in range(3000))
        _upload(page, _file("mill.txt", text))
        expect(told).to_contain_text("Embedding", timeout=SLOW)
        expect(stop).to_have_text("Stop")
        stop.click()
        expect(stop).to_have_text("Stopping …")
        go_on.touch()
        expect(told).to_contain_text("The build was stopped with", timeout=SLOW)
        expect(told).to_contain_text("Not indexed yet: added/mill.txt.")
        expect(stop).to_be_hidden()
        expect(rows).to_have_count(total)
        assert (own.corpus / "added" / "mill.txt").read_text("utf-8") == text
        # Cut short, so that the rest is soon done.
        (own.corpus / "added" / "mill.txt").write_text(MILL.format("Wendel Harrow"), "utf-8")
        resume.click()
        expect(told).to_contain_text("The next question is answered from what there is now.", timeout=SLOW)
        expect(resume).to_be_hidden()
        expect(rows).to_have_count(total + 1)


def test_what_is_uploaded_can_be_asked_about_replaced_and_removed(apart: Own, visit: Callable[..., Page]) -> None:
    page = visit(apart.url)
    ready(page)
    rows = _articles(page)
    total = rows.count()
    told, consent = page.locator("#told"), page.locator("#consent")
    page.get_by_role("button", name="Add articles").click()
    files = [_file("mill.md", MILL.format("Wendel Harrow")), _file("mill.exe", "MZ"), _file("README.md", "Read me.")]
    _upload(page, *files)
    expect(page.get_by_text("Invalid file type: mill.exe")).to_be_visible()
    expect(told).to_contain_text("Added: The windmill of Dunmere (added/mill.md).", timeout=SLOW)
    expect(told.locator(".problem")).to_have_text(re.compile("^Not added: README.md: [^\n]+$"))
    expect(told).to_contain_text("The next question is answered from what there is now.", timeout=SLOW)
    expect(rows).to_have_count(total + 1)
    expect(page.locator("#headline")).to_contain_text(f"{total + 1} articles")
    expect(ask(page, WHO)).to_contain_text("Wendel Harrow")

    page.get_by_role("button", name="Add articles").click()
    expect(page.locator("#upload")).to_be_hidden()
    _drop(page, "#chat", "mill.md", MILL.format("Ottoline Brack"))
    expect(told).to_contain_text("There already with another content: added/mill.md. Replace?", timeout=SLOW)
    consent.get_by_role("button", name="Leave it as it is").click()
    expect(told.get_by_role("status")).to_have_text("Nothing was changed.")
    expect(consent).to_be_hidden()
    assert "Harrow" in (apart.corpus / "added" / "mill.md").read_text("utf-8")
    _upload(page, _file("mill.md", MILL.format("Ottoline Brack")))
    consent.get_by_role("button", name="Replace").click()
    expect(told).to_contain_text("Replaced: added/mill.md.", timeout=SLOW)
    expect(told).to_contain_text("The next question is answered", timeout=SLOW)
    expect(consent).to_be_hidden()
    answer = ask(page, WHO)
    expect(answer).to_contain_text("Ottoline Brack")
    expect(answer).not_to_contain_text("Harrow")

    _act_on(page, "The windmill of Dunmere", "Remove")
    expect(told).to_contain_text("Remove “The windmill of Dunmere”?")
    expect(page.locator("#undo")).to_be_hidden()
    assert (apart.corpus / "added" / "mill.md").exists()
    consent.get_by_role("button", name="Remove").click()
    expect(told).to_contain_text("“The windmill of Dunmere” was removed.", timeout=SLOW)
    expect(rows).to_have_count(total, timeout=SLOW)
    expect(page.locator("#table")).not_to_contain_text("Dunmere")
    assert not (apart.corpus / "added" / "mill.md").exists()
    expect(ask(page, WHO)).not_to_contain_text("Brack")

    # The chat as the browser kept it cites an article that is gone.
    page.reload()
    ready(page)
    _chats(page).first.click()
    expect(_questions(page)).to_have_count(3)
    first = page.locator("#chat .answer").first
    expect(first.locator(".notice")).to_contain_text("An article cited here has changed since then")
    expect(first.locator(f"a.marker + .peek:has-text('{'windmill'}')")).to_have_count(0)


def test_an_article_is_amended_left_out_and_had_back_while_one_goes_on_in_the_list(
    apart: Own, visit: Callable[..., Page]
) -> None:
    two = apart.corpus / "two.jsonl"
    lines = [
        {"id": f"wherry-{one}", "title": f"Wherry {one}", "text": f"The wherry {one} is long."} for one in ("a", "b")
    ]
    two.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    page = visit(apart.url)
    ready(page)
    rows, told, undo = _articles(page), page.locator("#told"), page.locator("#undo")
    page.get_by_role("button", name="Add articles").click()
    _upload(page, _file("mill.md", MILL.format("Wendel Harrow")))  # a build, which finds the others, too
    search = page.get_by_label("Search titles and texts")
    search.fill("wherry")
    expect(rows).to_have_count(2, timeout=SLOW)  # typed while it was built, and not lost by it

    _act_on(page, "Wherry a", "Amend")
    form = page.locator("#amending")
    form.get_by_label("Published").fill("31.2.2026")
    form.get_by_label("Title").fill("Wherry <b>alpha</b>")
    form.get_by_role("button", name="Save").click()
    beside = form.get_by_role("status")
    expect(beside).to_have_text(re.compile("^\\s*“31.2.2026” is no day: write [^\n]+$"))
    expect(form.get_by_label("Title")).to_have_value("Wherry <b>alpha</b>")
    form.get_by_label("Published").fill("3 February 2026")
    form.get_by_role("button", name="Save").click()
    expect(page.locator("#reader h3 + .origin")).to_contain_text("3 February 2026", timeout=SLOW)
    expect(page.locator("#reader time").first).to_have_attribute("title", re.compile("amended by a reader"))
    expect(rows.locator("th button.open")).to_have_text(["Wherry <b>alpha</b>", "Wherry b"])
    assert "title: Wherry <b>alpha</b>" in (apart.corpus / "amendments.yaml").read_text("utf-8")
    expect(beside).to_contain_text("“Wherry a” was amended.")
    form.get_by_role("button", name="Undo: “Wherry a”").click()
    expect(rows.locator("th button.open")).to_have_text(["Wherry a", "Wherry b"], timeout=SLOW)
    expect(beside).to_contain_text("“Wherry a” is as it was before.")
    form.get_by_label("Title").fill("Wherry <b>alpha</b>")
    form.get_by_role("button", name="Save").click()
    expect(rows.locator("th button.open")).to_have_text(["Wherry <b>alpha</b>", "Wherry b"], timeout=SLOW)

    _act_on(page, "Wherry b", "Remove")
    expect(told).to_contain_text("Remove “Wherry b” alone, or two.jsonl with its 2 articles?")
    page.get_by_role("button", name="Remove this article alone").click()
    expect(rows).to_have_count(1, timeout=SLOW)
    assert two.exists()
    page.get_by_role("button", name="More about the collection").click()
    expect(page.locator("#more .problems.partly")).to_contain_text("left out by a reader: 'Wherry b'")
    undo.click()
    expect(rows).to_have_count(2, timeout=SLOW)
    _act_on(page, "Wherry b", "Remove")
    page.get_by_role("button", name="Remove the file with its 2 articles").click()
    expect(page.locator("#table")).to_contain_text("No article has “wherry”.", timeout=SLOW)
    assert not two.exists()
    undo.click()
    expect(rows.locator("th button.open")).to_have_text(["Wherry <b>alpha</b>", "Wherry b"], timeout=SLOW)
    undo.click()
    expect(rows.locator("th button.open")).to_have_text(["Wherry a", "Wherry b"], timeout=SLOW)
    expect(undo).to_be_hidden()
    assert not (apart.corpus / "amendments.yaml").exists()
    expect(search).to_have_value("wherry")
    harmless(page)


FERRY = """---
title: The Gull ferry of Sollum
---

The Gull ferry of Sollum carried {} passengers on its first day. Nobody was late.{}
"""


def test_what_a_kept_answer_cites_is_told_when_it_changed_with_all_that_the_article_said(
    apart: Own, visit: Callable[..., Page], model: Embedder
) -> None:
    file = apart.corpus / "ferry.md"

    def say(number: int, more: str = "") -> None:
        file.write_text(FERRY.format(number, more), encoding="utf-8")
        Index.build(apart.corpus, apart.index, embedder=model)

    say(212)
    page = visit(apart.url, width=360)
    ready(page)
    expect(ask(page, "How many passengers did the Gull ferry carry?")).to_contain_text("212")
    say(178)
    say(187, " The bar was <b>closed</b>.")
    # The answer that is still open does not mark other words as its own.
    page.locator("#chat a.marker").first.click()
    opened = page.locator("#evidence .card.open")
    expect(opened.locator(".problem")).to_contain_text("has changed since the answer")

    page.reload()
    ready(page)
    _chats(page).first.click()
    since = page.locator("#chat .since")
    expect(since).to_contain_text(
        "It said “The Gull ferry of Sollum carried 212 passengers on its first day.”; it now says"
    )
    expect(since.locator("ins")).to_have_text("“The Gull ferry of Sollum carried 187 passengers on its first day.”")
    link = since.get_by_role("link", name="Earlier versions (2)")
    link.focus()
    link.press("Enter")
    summary = page.locator("#evidence .lost details.earlier > summary:focus")
    expect(summary).to_have_text("Earlier versions (2)")
    lines = page.locator("#evidence .lost details.earlier[open] li")
    expect(lines.nth(0).locator("del")).to_have_text("178")
    expect(lines.nth(1)).to_have_text("Added: The bar was <b>closed</b>.")
    expect(lines.nth(2).locator("del")).to_have_text("212")
    assert not scrolled_sideways(page)

    _articles(page)
    page.get_by_label("Search titles").fill("Sollum")
    page.locator("#table .open").filter(has_text="Sollum").click()
    folded = page.locator("#reader details.earlier")
    expect(folded.locator("summary")).to_have_text("Earlier versions (2)")
    expect(folded.locator("li").first).to_be_hidden()
    folded.locator("summary").press("Enter")
    expect(folded.locator("li").first).to_be_visible()
    assert not scrolled_sideways(page)
    harmless(page)


def test_a_text_is_pasted(apart: Own, visit: Callable[..., Page]) -> None:
    page = visit(apart.url)
    ready(page)
    _articles(page)
    told = page.locator("#told")
    page.get_by_role("button", name="Add articles").click()
    page.get_by_role("button", name="Add the pasted text").click()
    expect(told.locator(".problem")).to_be_visible()
    told.get_by_role("button", name="Hide").click()
    expect(told.locator(".problem")).to_have_count(0)
    page.get_by_label("Title of a text to paste (optional)").fill("A ferry to Sorrel Island")
    page.get_by_label("Or paste a text, or HTML").fill(
        "The ferry to Sorrel Island is steered by Captain Ilse Vantongeren."
    )
    page.get_by_role("button", name="Add the pasted text").click()
    expect(told).to_contain_text("Added: A ferry to Sorrel Island", timeout=SLOW)
    expect(told).to_contain_text("The next question is answered", timeout=SLOW)
    expect(page.get_by_label("Or paste a text, or HTML")).to_have_value("")
    expect(ask(page, "Who steers the ferry to Sorrel Island?")).to_contain_text("Ilse Vantongeren")
    expect(told.locator("p")).to_have_count(0)  # which were of this question


def test_a_file_that_is_too_large_is_refused_in_one_line(own: Own, visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit(own.url)
    ready(page)
    total = _articles(page).count()
    large = tmp_path / "large.txt"
    large.write_bytes(b"word " * (21 * 2**20 // 5))
    page.get_by_role("button", name="Add articles").click()
    page.locator("#upload input[type=file]").set_input_files(large)
    expect(page.get_by_text(re.compile(r"exceeds|too large|20 MB", re.IGNORECASE)).last).to_be_visible(timeout=SLOW)
    expect(page.locator("#table tbody tr")).to_have_count(total)
    assert not (own.corpus / "added" / "large.txt").exists()


# Malice


def test_a_hostile_article_does_nothing_anywhere_on_the_page(own: Own, visit: Callable[..., Page]) -> None:
    page = visit(own.url)
    ready(page)
    answer = ask(page, f"{KEEPER} {HOSTILE}")
    answer = ask(page, KEEPER)
    expect(answer).to_contain_text("Grimhook <script>window.hacked = 9</script>")
    marker = answer.locator("a.marker").first
    marker.hover()
    marker.click()
    expect(page.locator("#evidence .card.open mark:focus")).to_contain_text("Grimhook <script>")
    expect(page.locator("#evidence .card.open")).to_contain_text("$$\\frac{1}{2}$$ ${window.hacked = 4} {{value}}")
    act(page, 1, "Why this answer").click()
    expect(page.locator("#evidence .why tbody")).to_contain_text("Poisoned <img")
    expect(_chats(page).first).to_contain_text("<script>")
    harmless(page)

    saved = page.context.new_page()
    saved.set_content(_saved(page, "HTML")[1])
    expect(saved.locator(".notes")).to_contain_text("Poisoned <img")
    assert saved.evaluate("window.hacked") is None
    assert saved.locator("script, img, iframe, [onerror]").count() == 0
    saved.close()

    _articles(page)
    page.get_by_role("button", name=re.compile("^Poisoned")).press("Enter")
    expect(page.locator("#reader h3")).to_have_text(POISONED_TITLE)
    expect(page.locator("#reader")).to_contain_text("{{value}} <style>#chat { display: none }</style>")
    page.locator("#table tbody tr", has_text="Poisoned").locator("summary").click()
    page.get_by_role("button", name=re.compile("^Remove Poisoned")).click()
    expect(page.locator("#told")).to_contain_text("Remove “Poisoned <img")
    harmless(page)


# Every script, every screen


def test_what_is_written_from_right_to_left_stays_so(own: Own, visit: Callable[..., Page]) -> None:
    page = visit(own.url, width=360, height=740, has_touch=True)
    ready(page)
    answer = ask(page, HEBREW)
    expect(answer).to_contain_text("דוד לוי")
    touched = answer.locator("a.marker").first.bounding_box()
    assert touched is not None
    assert min(touched["width"], touched["height"]) >= 24
    answer.locator("a.marker").first.click()
    mark = page.locator("#evidence .card.open mark:focus")
    expect(mark).to_be_in_viewport()
    for place in (
        _questions(page).locator(".prose").first,
        answer.locator("blockquote p").first,
        page.locator("#evidence .asked"),
        page.locator("#evidence .card.open .reader p").last,
    ):
        assert _direction(place) == "rtl", place
    assert not scrolled_sideways(page)
    _articles(page)
    page.locator("#table").get_by_role("button", name=re.compile("^הנמל החדש")).click()
    assert _direction(page.locator("#reader .reader p").last) == "rtl"
    assert not scrolled_sideways(page)


def _direction(element: Locator) -> str:
    """In which direction the first words of an element run: on which side of them stands the sign at their end."""
    return str(
        element.evaluate("""element => {
            const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            while (words.nextNode() && !words.currentNode.data.trim());
            const end = words.currentNode.data.replace(/[\\s\\u2060]+$/, "").length;
            const [before, last] = [end - 2, end - 1].map((at) => {
                const range = document.createRange();
                range.setStart(words.currentNode, at);
                range.setEnd(words.currentNode, at + 1);
                return range.getBoundingClientRect().left;
            });
            return last < before ? "rtl" : "ltr";
        }""")
    )


def test_the_page_speaks_the_language_of_the_browser(own: Own, visit: Callable[..., Page]) -> None:
    page = visit(own.url, locale="de-DE")
    expect(page.locator("html[lang=de][dir=ltr]")).to_have_count(1)
    expect(page).to_have_title("Artikel")
    question = page.get_by_label("Ihre Frage")  # fixed
    expect(question).to_have_attribute("placeholder", "Zu den Artikeln fragen")
    expect(page.get_by_role("button", name="Neuer Chat")).to_be_visible()
    expect(page.locator("#headline")).to_contain_text("Artikel · 12. Oktober 2023 – 20. September 2026", timeout=SLOW)
    question.fill(KFOR)
    page.get_by_role("button", name="Fragen", exact=True).click()
    expect(page.locator("#chat .made")).to_contain_text("Aus den Artikeln zitiert", timeout=SLOW)  # drawn by an event
    page.locator("#chat a.marker").first.click()
    whole = page.locator("#evidence .card.open button.whole")
    expect(whole).to_have_text("Nur die Zitate zeigen")  # said by the script
    expect(page.locator("#evidence .reader .origin")).to_contain_text("Oktober 2023")  # drawn behind a request
    _open_list(page)
    page.locator("#chats > summary").click()
    expect(page.get_by_role("button", name=f"„{KFOR}“ vergessen")).to_be_visible()
    page.locator("#fold .label-wrap").click()
    page.locator("#table tbody tr summary").first.click()
    expect(page.locator("#table .read").first).to_have_text("Lesen")  # what one does, not what was done
    page.locator("#table .remove").first.evaluate("button => button.click()")
    expect(page.locator("#told")).to_contain_text("entfernen? Die Datei wird aufbewahrt", timeout=SLOW)
    expect(page.get_by_role("button", name="So lassen")).to_be_visible()
    english = re.compile(r"\b(?:the|of|and|articles?|chat is|your)\b")
    for part in ("#top", "#filters", "#changing", "#facts"):
        said = re.sub("„[^“]*“", "", page.locator(part).inner_text())  # titles are the articles' own
        assert not english.findall(said), part


def test_a_german_page_says_nothing_of_an_answer_in_english(own: Own, visit: Callable[..., Page]) -> None:
    page = visit(own.url, locale="de-DE")
    questions = {
        "Which articles mention Türkiye?": ("Artikeln: mit", "Datum"),
        "Give me a timeline of KFOR": ("Ereignis", "Was geschah"),
        "Is it true that the Harbour Line cost 1 dinar?": ("", ""),
        NOT_THERE: ("Nichts gefunden", ""),
    }
    for number, (question, told) in enumerate(questions.items(), 1):
        page.get_by_label("Ihre Frage").fill(question)
        page.get_by_label("Ihre Frage").press("Enter")
        answer = answered(page, number)
        for one in told:
            expect(answer).to_contain_text(one)
    _says_no_english(page)
    page.reload()
    answered(page, len(questions))
    _says_no_english(page)  # of the answers as the browser kept them
    page.get_by_role("button", name="Artikel hinzufügen").click()
    page.get_by_role("button", name="Eingefügten Text hinzufügen").click()
    expect(page.locator("#left p.problem")).to_contain_text("Es wurde nichts eingefügt")


def _says_no_english(page: Page) -> None:
    """Of the answers what stands in no quotation and no title, with why they are as they are; a refusal and a caution
    are in the language of the question."""
    said = page.locator("#chat").evaluate("""chat => {
        const shown = chat.cloneNode(true);
        const theirs = "q, bdi, blockquote, .peek, .user-row, .refusal p, .caution p";
        for (const one of shown.querySelectorAll(theirs)) one.remove();
        return shown.textContent.replaceAll(/„[^“]*“/gu, "");
    }""")
    assert re.findall(r"\b(?:the|of|and|articles?|is|it|words?|a|what|as|not|says?)\b", said) == [], said


def test_a_page_that_is_written_from_right_to_left_is_mirrored(own: Own, visit: Callable[..., Page], axe: str) -> None:
    page = visit(own.url, locale="ar", width=1280, height=800)
    expect(page.locator("html[lang=ar][dir=rtl]")).to_have_count(1)
    page.get_by_label("سؤالك").fill(KFOR)
    page.get_by_label("سؤالك").press("Enter")
    expect(page.locator("#chat .made")).to_contain_text("مقتبس من المقالات", timeout=SLOW)
    assert not scrolled_sideways(page)
    found = list(violations(page, axe, "answer"))
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.locator("#chat a.marker").first.click()
        mark = page.locator("#evidence mark:focus")
        mark.evaluate("mark => Promise.all(mark.getAnimations().map((one) => one.finished))")  # its colours flash
        found += violations(page, axe, f"evidence at {width}", "html" if width == 360 else "#right")
        assert not scrolled_sideways(page)
        assert _direction(page.locator("#evidence mark").first) == "ltr", "an article keeps its own direction"
        parts = ("#left", "#middle", "#right", "#right [data-close]")
        boxes = {part: page.locator(part).bounding_box() for part in parts}
        close, right = boxes["#right [data-close]"], boxes["#right"]
        assert close is not None
        assert right is not None
        assert close["x"] < right["x"] + right["width"] / 2
        if width > 900:
            columns = [box["x"] for part in parts[:3] if (box := boxes[part]) is not None]
            assert columns == sorted(columns, reverse=True)
            assert len(columns) == 3
    page.locator("#right [data-close]").click()
    page.get_by_role("button", name="المقالات", exact=True).click()
    expect(page.locator("#table tbody tr").first).to_be_visible(timeout=SLOW)
    found += violations(page, axe, "list", "#left")
    assert not scrolled_sideways(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])  # each of them once
def test_axe_finds_nothing_serious(site: str, visit: Callable[..., Page], axe: str, scheme: str, width: int) -> None:
    page = visit(site, width=width, height=800, color_scheme=scheme)
    ready(page)
    expect(page.locator("#offered button").first).to_be_visible(timeout=60_000)
    found = [*violations(page, axe, "start"), *ill_laid(page)]
    ask(page, KFOR).locator("a.marker").first.click()
    expect(page.locator("#evidence mark:focus")).to_be_visible()
    for summary in page.locator("#evidence .why summary").all():
        summary.click()
    found += [*violations(page, axe, "evidence"), *ill_laid(page)]
    page.get_by_role("button", name="Close").click()
    page.locator("#chat .acts summary").click()
    found += violations(page, axe, "answer", "#chat")
    assert not scrolled_sideways(page)
    rows = _articles(page)
    for part in ("#more", "#fold"):
        page.locator(part).get_by_role("button").first.click()
    expect(page.locator("#facets button.facet").first).to_be_visible()
    menu = rows.first.locator("summary")
    menu.scroll_into_view_if_needed()
    place = menu.bounding_box()
    menu.click()
    assert menu.bounding_box() == place, "it is gone from under the pointer"
    found += [*violations(page, axe, "list", "#left"), *ill_laid(page)]
    rows.first.locator("button.open").click()
    expect(page.locator("#reader .reader")).to_be_visible()
    expect(page.locator("#amending")).to_be_hidden()
    page.locator("#reader").get_by_role("button", name="Amend").click()
    expect(page.locator("#amending").get_by_label("Title")).to_be_focused()
    found += [*violations(page, axe, "article", "#right"), *ill_laid(page)]
    assert not scrolled_sideways(page)
    assert not found, "\n".join(found)


# Pictures of it


@pytest.mark.skipif("SCREENSHOTS" not in os.environ, reason="SCREENSHOTS names the folder to write pictures to")
def test_pictures_for_the_readme(sample_folder: Path, visit: Callable[..., Page]) -> None:
    folder = Path(os.environ["SCREENSHOTS"])
    written = (
        "Türkiye took command of KFOR on 9 October 2023 [1]. ",
        "Its commander is Özkan Ulutaş, who replaced Angelo Michele Ristuccia [1]. ",
        "KFOR has some 9,000 soldiers from 27 countries [2].",
        "\n\nNot found: what the mission costs",
    )
    with (
        scripted(pieces=written, usage=(1825, 61)) as model,
        served(RAG_CORPUS=CORPUS, RAG_INDEX=sample_folder, OPENAI_BASE_URL=model.url, OPENAI_API_KEY="none") as url,
    ):
        page = visit(url, height=680, color_scheme="light")
        ready(page)
        ask(page, KFOR).locator("a.marker").first.press("Enter")
        mark = page.locator("#evidence .card.open mark:focus")
        assert within(3, lambda: shown(page, mark))
        page.screenshot(path=folder / "chat.png", animations="disabled")
        page = visit(url, color_scheme="dark")
        ready(page)
        _articles(page).nth(2).locator("button.open").click()
        expect(page.locator("#reader .reader")).to_be_visible()
        page.locator("#fold > .label-wrap").click()
        page.locator("#facets [data-kind=sources]").first.click()
        expect(page.locator("#narrowed li")).to_have_count(1)
        page.mouse.move(0, 0)
        page.screenshot(path=folder / "articles.png", animations="disabled")
        page = visit(url, width=360, height=740, color_scheme="light")
        ready(page)
        ask(page, KFOR)
        page.screenshot(path=folder / "phone.png", animations="disabled")
