"""The page as a whole, in a real browser against a real server with a real index: first start, answers as they grow,
filters, mistakes and malice.
"""

import json
import re
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import (
    CORPUS,
    HELD,
    KFOR,
    NOT_THERE,
    SLOW,
    TRAMS,
    answered,
    ask,
    box,
    browser,
    environment,
    harmless,
    ill_laid,
    model_endpoint,
    poisoned,
    ready,
    scrolled_sideways,
    served,
    shown,
    site,
    visit,
    within,
)
from tests.conftest import PROJECT
from tests.endpoint import endpoint as scripted

__all__ = ["browser", "model_endpoint", "site", "visit"]  # fixtures, which pytest takes from here


# The page


def test_an_answer_grows_and_its_marker_shows_the_words(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site)
    expect(page.locator("#headline")).to_contain_text(re.compile(r"\d+ articles · .* 20\d\d"), timeout=60_000)
    page.evaluate("""() => {
        window.lengths = [];
        const look = () => window.lengths.push(document.querySelector("#chat .answer")?.innerText.length ?? 0);
        new MutationObserver(look).observe(document.querySelector("#chat"), { childList: true, subtree: true });
    }""")
    offered = page.locator("#offered button").first
    question = offered.inner_text()
    box(page).fill("And what of")
    offered.dblclick()
    expect(page.locator("#chat .user-row")).to_have_text(question)
    answered(page, 1)
    lengths = sorted({length for length in page.evaluate("window.lengths") if length})
    assert len(lengths) >= 3, f"the answer came at once: {lengths}"
    expect(box(page)).to_have_value("And what of")  # which was not asked
    expect(page.locator("#chat .made")).to_contain_text("slow-model")

    expect(page.locator("#chat .answer")).not_to_contain_text("Nothing found")

    number = ask(page, KFOR).locator("p", has_text="9 October 2023").locator("a.marker").first
    mark = page.locator("#evidence mark", has_text="9 October").first
    number.press("Enter")
    expect(mark).to_be_focused()
    assert within(3, lambda: shown(page, mark))
    assert page.url.partition("#")[0] == site
    assert len(page.context.pages) == 1
    expect(page.locator("#evidence section time").first).to_have_attribute("title", "Date: front matter")


def test_what_the_articles_do_not_answer_is_refused(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site)
    answer = ask(page, NOT_THERE)
    expect(answer.locator(".refusal")).to_contain_text("Nothing found")
    expect(answer.locator("a.marker")).to_have_count(0)
    expect(page.locator("#evidence section")).to_contain_text("No article is cited.")
    expect(answer.locator(".onward")).to_contain_text("Nearest, and no answer")
    expect(answer.locator(".onward blockquote")).to_have_count(3)


def test_a_refusal_leads_on_to_the_whole_archive_and_to_articles_found_by_words(
    sample_folder: Path, visit: Callable[..., Page]
) -> None:
    with served(RAG_CORPUS=CORPUS, RAG_INDEX=sample_folder) as url:
        page = visit(url, width=360, height=740)
        ready(page)
        offered = page.locator("#offered button")
        expect(offered).to_have_count(7, timeout=SLOW)
        before = offered.all_inner_texts()
        box(page).fill("Hello!")
        box(page).press("Enter")
        expect(page.locator("#chat .reply")).to_be_visible(timeout=SLOW)
        expect(offered).to_have_text(before, timeout=SLOW)  # a greeting does not empty them
        _unfold(page)
        _choose(page, "Balkan Brief")
        _to_chat(page)
        expect(offered.filter(has_text="Kosovo").first).to_be_visible(timeout=SLOW)

        refused = ask(page, TRAMS)
        onward = refused.locator(".onward")
        expect(onward).to_contain_text("Without the filters, 3 sentences answer this.")
        assert not scrolled_sideways(page)
        title = onward.locator("li a").first
        title.click()
        card = page.locator("#evidence .card.open")
        expect(card.locator("h3").first).to_have_text(title.inner_text(), timeout=SLOW)
        expect(card.locator(".reader")).to_be_visible()

        page.go_back()  # on a phone it lies over all of the chat
        expect(card).to_have_count(0)
        onward.get_by_role("link", name="Ask the whole archive").click()
        answer = answered(page, 2)
        expect(answer.locator("blockquote").first).to_contain_text("million crowns")
        expect(page.locator("#chat .user-row").last).to_have_text(TRAMS)
        expect(page.locator("#chat .narrowed")).to_have_count(1)  # that of the question before
        page.goto("about:blank")  # what it still waits for, such as what is offered, would keep the server


def test_on_a_narrow_page_what_is_read_is_a_sheet_over_the_chat_which_keeps_its_place(
    site: str, visit: Callable[..., Page]
) -> None:
    page = visit(site, width=768, height=740)
    ask(page, KFOR)
    _keeps_its_place(page)
    page.set_viewport_size({"width": 360, "height": 740})
    _keeps_its_place(page)


def _keeps_its_place(page: Page) -> None:
    assert page.locator("#chat [role=log]").evaluate("log => log.scrollHeight <= log.clientHeight")  # the page scrolls
    expect(box(page)).to_be_in_viewport()
    expect(page.locator("#right")).to_be_hidden()
    expect(page.locator("#left")).to_be_hidden()
    expect(page.locator("#offered button").first).to_be_visible()  # drawn last
    marker = page.locator("#chat a.marker").first
    marker.scroll_into_view_if_needed()
    place = marker.bounding_box()
    marker.click()
    expect(page.locator("#evidence mark:focus")).to_be_in_viewport()
    assert not scrolled_sideways(page)
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#right")).to_be_hidden()
    assert marker.bounding_box() == place
    assert not ill_laid(page)
    listed = page.get_by_role("button", name="Articles", exact=True)
    listed.click()
    expect(page.locator("#table button.open").first).to_be_in_viewport(timeout=SLOW)
    assert not ill_laid(page)
    page.go_back()
    expect(page.locator("#left")).to_be_hidden()
    assert not scrolled_sideways(page)


def test_on_a_wide_page_the_parts_stand_beside_each_other(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site, width=1000, height=740)
    ask(page, KFOR)
    for width in (1000, 1400):
        page.set_viewport_size({"width": width, "height": 740})
        parts = [page.locator(name).bounding_box() for name in ("#left", "#middle", "#right")]
        left, middle, right = (one for one in parts if one is not None)
        assert left["x"] + left["width"] <= middle["x"] < middle["x"] + middle["width"] <= right["x"]
        assert middle["width"] >= 320
        assert not ill_laid(page)
        page.get_by_role("button", name="Check a text").click()
        expect(page.get_by_label("Text to check")).to_be_visible()
        assert not ill_laid(page)
        assert not scrolled_sideways(page)
        page.get_by_role("button", name="Close").click()


def _called(site: str, *data: object) -> Any:
    """What the endpoint ``ask`` sends back."""
    body = json.dumps({"data": data}).encode()
    request = urllib.request.Request(f"{site}gradio_api/call/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        event = json.load(reply)["event_id"]
    with urllib.request.urlopen(f"{site}gradio_api/call/ask/{event}", timeout=60) as reply:
        return json.loads(reply.read().decode().partition("data: ")[2].partition("\n")[0])


def test_a_program_can_ask(site: str) -> None:
    (record,) = _called(site, KFOR)
    assert record["question"] == KFOR
    assert "9 October 2023" in record["text"]
    assert all(citation["quote"] for citation in record["citations"])


def test_a_program_can_filter(site: str) -> None:
    (record,) = _called(site, KFOR, "2023-10-01", "2023-10-31", ["balkan brief"])
    assert record["citations"]
    for citation in record["citations"]:
        assert citation["source"] == "Balkan Brief"
        assert "2023-10-01" <= citation["published"] <= "2023-10-31"
    (record,) = _called(site, KFOR, "2030-01-01", "", [])
    assert record["notice"] == "No article passes the filters."
    unknown = "No article is by an author called “Nevena Lukaric Jr”: the nearest is “Nevena Lukarić”."
    assert _called(site, KFOR, None, "", [], ["Nevena Lukaric Jr"])["error"] == unknown
    assert "“after” is not a date" in _called(site, KFOR, "October")["error"]
    assert "“sources” should be a valid list" in _called(site, KFOR, None, None, 7)["error"]


# What a language model says and nothing supports


RIGHT = "Türkiye took command of KFOR on 9 October 2023"
WRONG = "KFOR has some 9,000 soldiers from 27 countries"
WRITTEN = (f"{RIGHT} [1]. ", f"{WRONG} [2].", "\n\nNot found: what the mission costs")


def test_verdicts_show_one_by_one_as_the_judge_speaks(sample_folder: Path, visit: Callable[..., Page]) -> None:
    seen = [threading.Event(), threading.Event()]

    def verdicts(_: object) -> Iterator[str]:
        for verdict, told in zip(("1: Yes\n", "2: No\n"), seen, strict=True):
            told.wait(SLOW / 1000)
            yield verdict

    pieces = (f"{RIGHT} [1].\n", "A Turkish general is at the head of KFOR [1].\n", f"{WRONG} [1].")
    with (
        scripted(pieces=pieces, verdicts=verdicts) as model,
        served(RAG_CORPUS=CORPUS, RAG_INDEX=sample_folder, OPENAI_BASE_URL=model.url, OPENAI_API_KEY="none") as url,
    ):
        page = visit(url)
        box(page).fill(KFOR)
        box(page).press("Enter")
        checked = page.get_by_role("img", name="Being checked")
        expect(page.locator("#chat .stage")).to_contain_text("Checking 2 sentences", timeout=SLOW)
        expect(checked).to_have_count(2)
        expect(page.locator("#chat .verdict.supported")).to_have_count(0)
        expect(page.locator("#chat .verdict.unsupported")).to_have_count(1)
        seen[0].set()
        expect(page.locator("#chat .stage")).to_contain_text("Checking 1 sentence;", timeout=SLOW)
        expect(checked).to_have_count(1)
        expect(page.locator("#chat .verdict.supported")).to_have_count(1)
        seen[1].set()
        answer = answered(page, 1)
        expect(checked).to_have_count(0)
        expect(answer.locator(".verdict.unsupported")).to_have_count(2)
        assert (len(model.requests), len(model.judged)) == (1, 1)


def test_what_nothing_supports_is_struck_or_left_out(sample_folder: Path, visit: Callable[..., Page]) -> None:
    with (
        scripted(pieces=WRITTEN, usage=(1825, 48), waits=60.0) as model,
        served(RAG_CORPUS=CORPUS, RAG_INDEX=sample_folder, OPENAI_BASE_URL=model.url, OPENAI_API_KEY="none") as url,
    ):
        page = visit(url)
        box(page).fill(KFOR)
        box(page).press("Enter")
        stage = page.locator("#chat .stage")
        reading = "Reading 8 passages of 5 articles; the endpoint's model is writing …"  # which has not told its name
        expect(stage).to_have_text(reading, timeout=SLOW)
        expect(page.locator("#chat .notice")).to_contain_text("These are quotations until it does.", timeout=SLOW)
        expect(stage).to_be_visible()
        model.waits = 0.0
        model.closing.set()
        answer = answered(page, 1)
        expect(stage).to_have_count(0)
        expect(answer.locator("s")).to_have_text(["9,000"])
        expect(answer.locator("s")).to_have_css("text-decoration-line", "line-through")
        expect(answer.locator("ins")).to_have_text(["4,500"])
        expect(answer.locator(".verdict.unsupported")).to_have_text(
            "⚠ Not supported: the article says 4,500, not 9,000"
        )
        expect(answer.locator(".missing")).to_contain_text("Not found: what the mission costs")
        expect(answer.locator(".made")).to_contain_text("1,825 tokens read, 48 written")

        switch = page.get_by_label("Only what is supported")
        switch.press("Space")
        expect(switch).to_be_checked()
        answer = ask(page, KFOR)
        expect(answer).to_contain_text(RIGHT)
        expect(answer).not_to_contain_text(WRONG)
        expect(answer.locator(".made")).to_contain_text("1 sentence not fully supported left out")
        # Numbers go on over the turns; whatever it is, it leads to its words in this turn's evidence.
        marker = answer.locator("a.marker").first
        marker.click()
        number = marker.inner_text().strip("[]")
        expect(page.locator(f"#turn-2 mark[data-cite~='2-{number}']").first).to_be_focused()

        (record,) = _called(url, KFOR, None, None, None, None, True)
        assert [statement["verdict"] for statement in record["statements"]] == ["supported"]
        assert record["left_out"] == 1

        box(page).fill("Thanks a lot!")
        box(page).press("Enter")
        expect(page.locator("#chat .reply")).to_have_text("You are welcome.")
        expect(page.locator("#evidence section")).to_contain_text("Nothing was asked of the articles.")
        expect(page.locator("#offered button").first).to_be_visible(timeout=SLOW)  # thanks do not empty them


# Filters


def _unfold(page: Page) -> None:
    """Unfold the filters, in the list, which on a narrow page is a sheet."""
    ready(page)
    if page.locator("#left").is_hidden():
        page.get_by_role("button", name="Articles", exact=True).click()
    fold = page.get_by_role("button", name=re.compile("^Filters"))
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")


def _to_chat(page: Page) -> None:
    """Leave the sheet."""
    page.go_back()
    expect(page.locator("#left")).to_be_hidden()


def _choices(page: Page, label: str, one: str = "") -> list[str]:
    """What there is to choose from, as soon as ``one`` is among it."""
    facet = page.locator("#facets details", has=page.get_by_text(label, exact=True))
    if facet.count() and facet.get_attribute("open") is None:
        facet.locator("summary").press("Enter")
    legend = page.locator("#facets > * fieldset", has=page.locator("legend", has_text=label))
    values = facet.or_(legend).get_by_role("button")
    expect(values.filter(has_text=one).first).to_be_visible(timeout=SLOW)
    return [" ".join(value.split()) for value in values.all_inner_texts()]


def _choose(page: Page, name: str) -> None:
    """By keyboard: some letters, then what is called so; or no longer."""
    wanted = page.get_by_label("Find a name, a place, a tag …")
    wanted.fill(name[:12])
    value = page.locator("#facets button", has_text=name).first
    before, chips = value.get_attribute("aria-pressed"), page.locator("#narrowed button bdi")
    more = 1 if before != "true" else -1
    wanted_chips = chips.count() + more
    value.press("Enter")
    expect(value).to_have_attribute("aria-pressed", "true" if more == 1 else "false")
    expect(chips).to_have_count(wanted_chips)  # once the server has it, by which it is asked and all is drawn anew
    wanted.press("Escape")
    expect(wanted).to_have_value("")


def test_filters_narrow_the_evidence_and_each_turn_says_so(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site, width=360, height=740)
    chips = page.locator("#narrowed button bdi")
    rows, pressed = page.locator("#table .tick"), page.locator("#facets [aria-pressed=true] bdi")
    ready(page)
    page.get_by_role("button", name="Filter what is asked").click()  # which leads there
    expect(page.get_by_label("Find a name, a place, a tag …")).to_be_focused()
    page.locator("#fold .label-wrap").click()
    _unfold(page)
    assert _choices(page, "Publisher") == [
        "The Harbour Gazette 13",
        "Balkan Brief 6",
        "Sulder Valley Courier 3",
        "Adriatic Monitor 2",
    ]
    _choose(page, "Adriatic Monitor")
    _choose(page, "Balkan Brief")
    expect(rows).to_have_count(8)  # what is asked is what is listed
    expect(page.get_by_role("button", name="Filters: Adriatic Monitor, Balkan Brief")).to_be_visible()
    _to_chat(page)
    expect(chips).to_have_text(["in Adriatic Monitor", "in Balkan Brief"])
    page.get_by_role("button", name="Remove in Adriatic Monitor").press("Enter")
    expect(chips).to_have_text(["in Balkan Brief"])
    page.get_by_role("button", name="Filter what is asked").click()
    expect(pressed).to_have_text(["Balkan Brief"])
    page.locator("#fold").get_by_label("From").fill("2023-10-12")
    page.locator("#fold").get_by_label("To", exact=True).fill("2023-10-12")
    expect(rows).to_have_count(1)
    _to_chat(page)
    narrowed = "from 12 October 2023 to 12 October 2023, in Balkan Brief"
    expect(chips).to_have_text(["from 12 October 2023", "up to 12 October 2023", "in Balkan Brief"])
    assert not scrolled_sideways(page)

    ask(page, KFOR)
    expect(page.locator("#chat .user-row .narrowed")).to_have_text(f"Only articles {narrowed}")
    origins = page.locator("#evidence section .origin").all_text_contents()
    assert origins
    assert all("Balkan Brief" in origin and "12 October 2023" in origin for origin in origins)

    page.get_by_role("button", name="Clear filters").press("Enter")
    expect(chips).to_have_count(0)
    expect(box(page)).to_be_focused()
    expect(page.locator("#facets [aria-pressed=true]")).to_have_count(0)
    expect(rows).to_have_count(24)
    ask(page, TRAMS)
    expect(page.locator("#evidence section .origin").first).to_contain_text("Harbour Gazette")
    expect(page.locator("#chat .narrowed")).to_have_count(1)


def test_people_places_and_stories_are_chosen_by_typing_and_each_turn_says_so(
    site: str, visit: Callable[..., Page]
) -> None:
    page = visit(site, width=360, height=740)
    _unfold(page)
    assert _choices(page, "People")[0] == "Edda Marlowin 10"
    _choose(page, "Edda Marlowin")
    _choose(page, "Eastbank")
    _to_chat(page)
    narrowed = "naming Edda Marlowin, naming Eastbank"
    expect(page.locator("#narrowed button bdi")).to_have_text(["naming Edda Marlowin", "naming Eastbank"])
    ask(page, "How many articles mention the tram?")
    expect(page.locator("#chat .user-row .narrowed")).to_have_text(f"Only articles {narrowed}")
    expect(page.locator("#chat .headline")).to_have_text(re.compile(r"\d of \d articles mention “tram”"))
    assert not scrolled_sideways(page)
    page.get_by_role("button", name="Clear filters").press("Enter")
    expect(page.locator("#narrowed")).to_be_empty()
    page.get_by_role("button", name="Filter what is asked").click()
    expect(page.locator("#facets [aria-pressed=true]")).to_have_count(0)
    _choose(page, _choices(page, "Stories")[0].rpartition(" ")[0])
    expect(page.locator("#narrowed button bdi")).to_contain_text(["of the story “"])


def test_what_runs_on_after_a_change_is_alone_with_it(site: str) -> None:
    """The page begins again whoever listens to such a change: two of them would begin each other for ever."""
    with urllib.request.urlopen(f"{site}config") as reply:
        events = json.load(reply)["dependencies"]
    listening = [(*target, event["trigger_mode"]) for event in events for target in event["targets"] if target[0]]
    running_on = [(part, change) for part, change, mode in listening if mode == "always_last"]
    assert running_on
    assert [one for one in running_on if [(part, change) for part, change, _ in listening].count(one) > 1] == []


def test_dates_that_are_none_ask_nothing(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site)
    complaint = page.locator("#complaint").get_by_role("alert")
    _unfold(page)
    page.locator("#fold").get_by_label("From").fill("2023-10-02")
    page.locator("#fold").get_by_label("To", exact=True).fill("2023-10-01")
    expect(complaint).to_have_text("“From” is later than “To”: no day lies between 2 October 2023 and 1 October 2023.")
    page.get_by_role("button", name="Clear filters").click()
    expect(complaint).to_have_text("")

    page.locator("#fold").get_by_label("From").press("1")  # a month alone
    box(page).fill(KFOR)
    page.locator("#fold .label-wrap").click()
    expect(page.locator("#fold").get_by_label("From")).to_be_hidden()
    box(page).press("Enter")
    expect(complaint).to_have_text("“From” is not a date: it takes a year, a month and a day (YYYY-MM-DD).")
    expect(page.locator("#fold").get_by_label("From")).to_be_visible()
    expect(box(page)).to_have_value(KFOR)
    expect(page.locator("#chat .message-row")).to_have_count(0)
    page.get_by_role("button", name="Clear filters").click()
    expect(complaint).to_have_text("")
    assert not page.locator("#fold").get_by_label("From").evaluate("input => input.validity.badInput")
    ask(page, KFOR)


# First start, mistakes, malice


def test_the_first_page_builds_the_index_and_hostile_articles_do_nothing(
    tmp_path: Path, visit: Callable[..., Page]
) -> None:
    corpus, go_on = poisoned(tmp_path / "corpus"), tmp_path / "go on"
    first = HELD.format(most=64, until=str(go_on))  # or a fast machine is done before the second page is open
    with served(first=first, RAG_CORPUS=corpus, RAG_INDEX=tmp_path / "index") as url:
        page, other = visit(url), visit(url)
        for each in (page, other):
            expect(each.locator("#headline progress")).to_be_visible(timeout=30_000)
        expect(page.locator("#headline")).to_contain_text(re.compile(r"\d+ of \d+ articles"), timeout=60_000)
        go_on.touch()
        ready(page)
        page.bring_to_front()
        answer = ask(page, "Who is the keeper of the Poisonville lighthouse?")
        expect(answer.locator("blockquote").first).to_contain_text("Grimhook <script>window.hacked = 9</script>")
        card = page.locator("#evidence section .card").first
        expect(card.locator("h3")).to_have_text(re.compile(r"^Poisoned <img src=x onerror="))
        expect(card.locator("h3 a")).to_have_count(0)
        expect(card.locator("mark").first).to_contain_text("Grimhook <script>window.hacked = 9</script>")
        expect(page.locator("#evidence")).to_contain_text("$$\\frac{1}{2}$$ ${window.hacked = 4} {{value}}")
        expect(page.locator("#chat .made")).to_contain_text("Quoted from the articles")

        _unfold(page)
        authors = _choices(page, "Author", "Ana Novak")  # the names come with the index, a moment after its headline
        assert '<b onmouseover="window.hacked=7">Mallory</b> 1' in authors
        assert "Teodora Vrana 3" in authors
        _choose(page, "![s](http://evil.example/s.png)")
        answer = ask(page, "Who is the keeper of the Poisonville lighthouse?")
        expect(page.locator("#chat .narrowed")).to_have_text("Only articles in ![s](http://evil.example/s.png)")
        harmless(page)


def test_what_a_first_build_has_committed_answers_while_it_goes_on(tmp_path: Path, visit: Callable[..., Page]) -> None:
    corpus, go_on = tmp_path / "corpus", tmp_path / "go on"
    corpus.mkdir()
    for number in range(150):
        (corpus / f"{number:03}.md").write_text(f"Lamp {number} on the pier was lit by keeper Ansgar Thole.", "utf-8")
    first = HELD.format(most=64, until=str(go_on))
    with served(first=first, RAG_CORPUS=corpus, RAG_INDEX=tmp_path / "index") as url:
        page = visit(url)
        expect(page.locator("#headline")).to_contain_text("64 of 150 articles", timeout=SLOW)
        answer = ask(page, "Who lit lamp 7 on the pier?")
        expect(answer.locator("blockquote").first).to_contain_text("Ansgar Thole")
        so_far = "Answered from 64 of 150 articles: the index is still being built."
        expect(answer.locator(".notice")).to_contain_text(so_far)
        expect(page.locator("#headline progress")).to_be_visible()
        go_on.touch()
        ready(page)
        expect(page.locator("#headline")).to_contain_text("150 articles")
        expect(ask(page, "Who lit lamp 7 on the pier?").locator(".notice")).to_have_count(0)


def test_a_hostile_model_does_nothing(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site)
    answer = ask(page, "When did Türkiye take command of the hostile KFOR <img src=http://evil.example/q.png>?")
    expect(answer).to_contain_text("<script>window.hacked = 1</script>")
    expect(answer).to_contain_text("**bold** `code`")
    expect(answer.locator(".verdict:not(.supported)").last).to_contain_text("upported: ")
    harmless(page)


def test_without_articles_the_page_says_so_and_tries_again(tmp_path: Path, visit: Callable[..., Page]) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    with served(RAG_CORPUS=corpus, RAG_INDEX=tmp_path / "index") as url:
        page = visit(url)
        problem = page.locator("#headline .problem")
        told = "There is nothing to read in corpus: put articles in it"
        expect(problem).to_contain_text(told, timeout=60_000)
        box(page).fill(KFOR)
        box(page).press("Enter")
        expect(page.locator("#chat .problem")).to_contain_text(told, timeout=60_000)
        shutil.copy(CORPUS / "balkans" / "turkiye-takes-command-of-kfor.md", corpus)
        page.reload()
        expect(page.locator("#headline")).to_contain_text("1 article ·", timeout=60_000)
        expect(ask(page, KFOR)).to_contain_text("9 October")
        _unfold(page)
        expect(page.locator("#facets").get_by_text("Stories")).to_be_hidden()  # as one article makes none
        box(page).fill(KFOR)
        shutil.rmtree(tmp_path / "index")
        box(page).press("Enter")
        # Where the page found out first, the index is being made again, which the answer says, or is made by then.
        gone = re.compile("There is no index in|the index is still being built")
        said = page.locator("#chat :is(.problem, .notice)", has_text=gone)
        expect(said.or_(page.locator("#chat a[href='#cite-3-1']")).last).to_be_visible(timeout=60_000)
        page.reload()
        expect(page.locator("#headline")).to_contain_text("1 article ·", timeout=60_000)


@pytest.mark.slow
def test_app_says_in_one_line_that_the_port_is_taken() -> None:
    with closing(socket.socket()) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):  # somebody else has it, which is as good
            taken.bind(("127.0.0.1", 7860))
            taken.listen()
        command = [sys.executable, "app.py"]
        ended = subprocess.run(command, cwd=PROJECT, env=environment(), capture_output=True, text=True, timeout=120)
    assert ended.returncode == 1
    assert re.fullmatch(r"[^\n]*7860[^\n]*--port[^\n]*\n", ended.stderr)
