"""What a reader asks alone, and what is new: in a real browser against a real server with a real index."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import (
    SLOW,
    answered,
    ask,
    axe,
    box,
    browser,
    ill_laid,
    quoting,
    ready,
    scrolled_sideways,
    violations,
    visit,
)

__all__ = ["axe", "browser", "quoting", "visit"]  # fixtures, which pytest takes from here

STORY = "Dockers down tools for the first time since 2009"
TRAM = "Seven minutes late and 75 years on, the tram is back"
STARTED = "What are the newest articles?"


def _pressed(page: Page) -> Locator:
    """What is chosen of the facets of the list."""
    return page.locator("#facets button[aria-pressed=true] bdi")


def _chips(page: Page) -> Locator:
    """What the page says that the filters have."""
    return page.locator("#narrowed button bdi")


def _only(page: Page) -> Locator:
    return page.locator("#chat .user-row .narrowed").last


def _visited(page: Page, url: str, day: str) -> None:
    """Come again to a page where one was last on some day, as its browser keeps it."""
    page.evaluate(
        "day => localStorage.setItem(`visits ${location.pathname}`, JSON.stringify({ day, before: '' }))", day
    )
    page.goto(url)
    ready(page)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_ticked_articles_are_asked_alone(
    quoting: str, visit: Callable[..., Page], axe: str, scheme: str, width: int
) -> None:
    page = visit(quoting, width=width, height=740, color_scheme=scheme)
    ready(page)
    if width == 360:
        page.get_by_role("button", name="Articles", exact=True).click()
    bar, words = page.locator("#ticked"), page.get_by_label("Search titles and texts")
    expect(page.locator("#table .tick input").first).to_be_visible(timeout=SLOW)
    expect(bar).to_be_hidden()
    first = page.get_by_label(f"Choose {TRAM}")
    first.focus()
    first.press("Space")
    expect(bar.get_by_role("status")).to_have_text("Asked alone: 1")
    expect(_chips(page)).to_have_text([f"“{TRAM}”"])
    words.fill("dockers down")
    second = page.get_by_label(f"Choose {STORY}")
    expect(page.locator("#table .tick input")).not_to_have_count(24)
    second.check()
    words.fill("")
    expect(first).to_be_checked()  # as the list was drawn anew
    expect(bar.get_by_role("status")).to_have_text("Asked alone: 2")
    expect(_chips(page)).to_have_text([f"“{TRAM}”", f"“{STORY}”"])
    for small in (first.locator(".."), *bar.get_by_role("button").all()):
        size = small.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 24
    assert first.evaluate("one => getComputedStyle(one).appearance") == "auto"  # or nobody sees that it is ticked
    assert not list(violations(page, axe, "ticked"))
    bar.get_by_role("button", name="To the question").press("Enter")
    expect(box(page)).to_be_focused()
    ask(page, STARTED)
    expect(_only(page)).to_have_text("Only articles among the 2 that were chosen")
    expect(page.locator("#chat .headline")).to_contain_text(f"The newest of 2 articles is “{TRAM}”")
    assert not scrolled_sideways(page)
    page.get_by_role("button", name=f"Remove “{TRAM}”").press("Enter")
    expect(_chips(page)).to_have_text([f"“{STORY}”"])
    if width == 360:
        page.get_by_role("button", name="Articles", exact=True).click()
    expect(second).to_be_checked()
    expect(first).not_to_be_checked()
    first.check()
    expect(_chips(page)).to_have_count(2)
    bar.get_by_role("button", name="To the question").press("Enter")
    page.get_by_role("button", name=f"Remove “{TRAM}”").press("Enter")
    expect(_chips(page)).to_have_text([f"“{STORY}”"])
    expect(box(page)).to_be_focused()
    page.get_by_role("button", name="Clear filters").press("Enter")
    expect(_chips(page)).to_have_count(0)
    expect(bar).to_be_hidden()


def test_what_is_chosen_while_a_choice_is_on_its_way_counts_too(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(quoting)
    ready(page)
    ticks, facets = page.locator("#table .tick input"), page.locator("#facets button.facet")
    expect(ticks).to_have_count(24, timeout=SLOW)
    page.locator("#fold > .label-wrap").click()
    facets.filter(has_text="Balkan Brief").wait_for()
    two = "all => all.filter(one => /Balkan Brief|Adriatic/.test(one.textContent)).forEach(one => one.click())"
    facets.evaluate_all(two)
    expect(page.locator("#facets button[aria-pressed=true]")).to_have_count(2)
    expect(ticks).to_have_count(8)
    expect(_chips(page)).to_have_text(["in Balkan Brief", "in Adriatic Monitor"])
    facets.evaluate_all(two)
    expect(ticks).to_have_count(24)
    expect(page.locator("#facets button[aria-pressed=true]")).to_have_count(0)

    held: list[Route] = []

    def hold(route: Route) -> None:
        if '"changes"' in (route.request.post_data or "") and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/queue/join*", hold)
    ticks.nth(0).check()
    page.wait_for_timeout(400)
    ticks.nth(1).check()
    ticks.nth(2).check()
    page.wait_for_timeout(400)
    held[0].continue_()
    expect(_chips(page)).to_have_count(3)
    expect(page.locator("#ticked").get_by_role("status")).to_have_text("Asked alone: 3")


def test_what_the_list_was_narrowed_to_is_asked_alone(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(quoting, width=1000, height=800)
    ready(page)
    rows, facets, alone = (
        page.locator("#table .tick input"),
        page.locator("#facets"),
        page.locator("#table .alone button"),
    )
    expect(rows).to_have_count(24, timeout=SLOW)
    expect(alone).to_have_count(0)
    page.locator("#fold > .label-wrap").click()
    fold = facets.locator("[data-fold=person]")
    fold.locator("summary").click()
    person = fold.get_by_role("button", name=re.compile("^Edda Marlowin"))
    number = int(person.inner_text().split()[-1])
    person.press("Enter")
    expect(rows).to_have_count(number)
    expect(person).to_be_focused()
    expect(alone).to_have_count(0)  # they are what is asked
    expect(_chips(page)).to_have_text(["naming Edda Marlowin"])
    ask(page, STARTED)
    expect(page.locator("#chat .headline")).to_contain_text(f"The newest of {number} articles is")
    person.press("Enter")
    expect(rows).to_have_count(24)
    expect(person).to_be_focused()  # in its fold, which stays open
    page.get_by_label("Search titles and texts").fill("dockers down")  # which no filter says
    alone.press("Enter")
    expect(_chips(page).first).to_have_text(re.compile("^“"))
    expect(_chips(page)).to_have_count(rows.count())


def test_what_is_offered_and_what_is_set_is_seen_whole_on_any_page(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(f"{quoting}?source=balkan%20brief&after=2023-10-01", width=1000, height=740)
    expect(page.locator("#offered button")).not_to_have_count(0, timeout=SLOW)
    for asked in (False, True):
        if asked:
            ask(page, "When did Türkiye take command of KFOR?")
            expect(page.locator("#offered button")).not_to_have_count(0)
        else:
            welcome = page.locator("#chat .placeholder p").evaluate("one => getComputedStyle(one).textAlign")
            assert welcome == "center"
        for width in (360, 768, 1000):
            page.set_viewport_size({"width": width, "height": 740})
            assert ill_laid(page) == [], (asked, width)
            page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
            for chip in page.locator("#narrowed button").all():
                expect(chip).to_be_in_viewport(ratio=1)


def test_an_article_or_its_story_is_asked_alone_from_the_reader_and_a_card(
    quoting: str, visit: Callable[..., Page]
) -> None:
    page = visit(quoting)
    ready(page)
    page.locator("#table .open", has_text=STORY).click()
    page.locator("#reader").get_by_role("button", name="Ask about the story").click()
    expect(_chips(page)).to_have_text([f"of the story “{STORY}”"])
    expect(page.locator("#reader .reader")).to_be_visible()  # to be read on
    ask(page, STARTED)
    expect(page.locator("#chat .headline")).to_contain_text("The newest of 2 articles is “Settled")
    page.locator("#chat a.marker").first.click()
    expect(page.locator("#evidence mark:focus")).to_have_count(1)
    page.locator("#evidence .card").first.get_by_role("button", name="Ask about this article").press("Enter")
    expect(_chips(page)).to_have_text(["“Settled: cranes move again after 17 days”"])
    expect(box(page)).to_be_focused()
    page.locator("#table .open", has_text=TRAM).click()
    expect(page.locator("#reader h3")).to_have_text(TRAM)
    page.locator("#reader").get_by_role("button", name="Ask about this article").click()
    expect(_chips(page)).to_have_text([f"“{TRAM}”"])


def test_an_address_and_a_chat_that_comes_back_show_their_filters(quoting: str, visit: Callable[..., Page]) -> None:
    article = quote("balkans/starovic-on-common-interests.md", safe="")
    page = visit(
        f"{quoting}?q={quote(STARTED)}&after=2023-10-01&source=balkan%20brief&person=starovic&article={article}"
    )
    answered(page, 1)
    named: str | re.Pattern[str] = re.compile("^“Belgrade and Ankara")
    chips = ["from 1 October 2023", "in Balkan Brief", "naming Nemanja Starović", named]
    told = "from 1 October 2023, in Balkan Brief, naming Nemanja Starović, called “Belgrade and Ankara"
    expect(_chips(page)).to_have_text(chips)
    page.locator("#fold > .label-wrap").click()
    fold = page.locator("#fold")
    expect(fold.get_by_label("From")).to_have_value("2023-10-01")
    expect(_pressed(page)).to_have_text(["Balkan Brief", "Nemanja Starović"])
    expect(page.get_by_label(re.compile("^Choose Belgrade and Ankara"))).to_be_checked()
    expect(page.locator("#table .tick")).to_have_count(2)  # those of both, and one could tick the other
    assert "after" not in page.url
    ask(page, "How many articles are there?")  # goes on under them
    expect(_only(page)).to_contain_text(told)
    page.get_by_role("button", name="Clear filters").press("Enter")
    expect(fold.get_by_label("From")).to_have_value("")
    page.reload()
    answered(page, 2)
    expect(_chips(page)).to_have_text(chips)
    three = "[...document.querySelectorAll('#narrowed button')].slice(0, 3)"
    page.evaluate(f"() => {{ for (const chip of {three}) chip.click(); }}")  # before the first one has gone
    expect(_chips(page)).to_have_text([named])
    page.goto(f"{quoting}?q={quote(STARTED)}&source=balkan%20breif")
    expect(page.locator("#chat .problem")).to_contain_text("the nearest is “Balkan Brief”", timeout=SLOW)
    expect(page.locator("#chat .acts").get_by_role("link", name="Copy")).to_have_count(0)
    expect(page.locator("#right")).to_be_hidden()
    expect(page).to_have_url(re.compile("#chat="))
    page.get_by_role("link", name="Ask with “Balkan Brief”").click()
    answered(page, 1)
    expect(_chips(page)).to_have_text(["in Balkan Brief"])
    expect(_only(page)).to_have_text("Only articles in Balkan Brief")
    page.goto(f"{quoting}?q={quote(STARTED)}&source=balkan%20breif")
    expect(page).to_have_url(re.compile("#chat="), timeout=SLOW)
    page.get_by_role("link", name="Ask the whole archive").click()
    answered(page, 1)
    expect(page.locator("#chat .narrowed")).to_have_count(0)
    page.goto(f"{quoting}?q={quote(STARTED)}&article=gone.md")
    expect(page.locator("#chat .problem")).to_contain_text("No article of the index is called “gone.md”", timeout=SLOW)
    expect(page.get_by_role("link", name="Ask the whole archive")).to_be_visible()


def test_what_is_new_since_the_last_visit_is_told_until_something_is_asked(
    quoting: str, visit: Callable[..., Page]
) -> None:
    page = visit(quoting)
    ready(page)
    _visited(page, quoting, "2026-07-22")
    news = page.locator("#news")
    expect(news).to_contain_text("4 articles since your last visit (22 July 2026)", timeout=SLOW)
    expect(news.get_by_role("listitem")).to_have_count(4)
    news.get_by_role("button", name=TRAM).click()
    expect(page.locator("#reader h3")).to_have_text(TRAM)
    page.reload()  # which is no other visit
    expect(news).to_contain_text("4 articles since your last visit (22 July 2026)", timeout=SLOW)
    news.get_by_role("button", name="What is new since 22 July 2026?").click()
    answered(page, 1)
    expect(page.locator("#chat .headline")).to_contain_text("4 of 24 articles are of this time")
    expect(news).to_be_hidden()
    page.get_by_role("button", name="New chat").click()
    expect(news).to_be_visible()


def test_the_newest_articles_are_seen_where_no_list_is(quoting: str, visit: Callable[..., Page]) -> None:
    page = visit(quoting, width=360, height=740)
    ready(page)
    news = page.locator("#news")
    expect(news).to_contain_text("The newest articles", timeout=SLOW)
    news.get_by_role("button", name=TRAM).click()
    expect(page.locator("#reader h3")).to_have_text(TRAM)
    page.go_back()
    expect(news.get_by_role("button", name=TRAM)).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 740})
    expect(news.get_by_text("The newest articles")).to_be_hidden()  # they are in the list
