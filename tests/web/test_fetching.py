"""Articles that a reader of the page has fetched, in a real browser, from a real server."""

import html
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.web.render import problem
from tests.browser import CORPUS, SLOW, ask, browser, harmless, manifest, ready, served, visit
from tests.fetching.site import HARBOUR, Site, page, serving

__all__ = ["browser", "visit"]  # fixtures, which pytest takes from here

FEED = (
    '<rss version="2.0"><channel><title>The Quay</title>'
    "<item><title>Fares</title><link>/fares</link></item></channel></rss>"
)


class Own(NamedTuple):
    """A page that may fetch from a server of this machine, which may be asked for its articles."""

    url: str
    press: Site


@pytest.fixture(scope="module")
def own(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory, model: Embedder) -> Iterator[Own]:
    folder = tmp_path_factory.mktemp("fetching")
    corpus = shutil.copytree(CORPUS, folder / "corpus")
    shutil.copytree(sample_folder, folder / "index")
    Index.build(corpus, folder / "index", embedder=model)
    with (
        serving() as press,
        served(allow_fetch=True, RAG_CORPUS=corpus, RAG_INDEX=folder / "index", RAG_FETCH_HOSTS=press.host) as url,
    ):
        yield Own(url, press)


def _open(found: Page) -> None:
    found.get_by_role("button", name="Add articles").click()


def _fetch(found: Page, address: str) -> None:
    """Have an address fetched: Gradio passes over a press before it has heard that what the last one did is done."""
    found.get_by_label("Or the address of an article, or of a feed").fill(address)
    for _ in range(20):
        try:
            with found.expect_request(lambda one: address in (one.post_data or ""), timeout=2_000):
                found.get_by_role("button", name="Fetch it").click()
        except TimeoutError:
            continue
        return
    raise AssertionError(f"nobody was asked for {address}")


def test_an_address_is_fetched_and_asked_about(own: Own, visit: Callable[..., Page]) -> None:
    found = visit(own.url)
    ready(found)
    _open(found)
    field, told = found.get_by_label("Or the address of an article, or of a feed"), found.locator("#told")
    _fetch(found, "http://169.254.169.254/latest/meta-data")
    expect(told.locator(".problem")).to_contain_text("not a public machine", timeout=SLOW)
    _fetch(found, own.press.put("/crane", page("<script>window.hacked=1</script>A crane fell", f"{HARBOUR}")))
    expect(told).to_contain_text("Added: ", timeout=SLOW)
    expect(told).to_contain_text("The next question is answered", timeout=SLOW)
    expect(field).to_have_value("")
    expect(ask(found, "How many ships had waited outside the harbour of Vellmar?")).to_contain_text("41 ships")
    harmless(found)


def test_the_feed_of_a_page_is_watched(own: Own, visit: Callable[..., Page]) -> None:
    own.press.put("/feed", FEED, "application/rss+xml")
    own.press.put("/fares", page("Fares", f"The ferry to Ostrand costs 7 crowns. {HARBOUR}"))
    found = visit(own.url)
    ready(found)
    _open(found)
    offer = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    found.get_by_label("Or the address of an article, or of a feed").fill(own.press.put("/", page("Front", head=offer)))
    found.get_by_role("button", name="Watch its feed").click()
    expect(found.locator("#told")).to_contain_text("Watched: The Quay", timeout=SLOW)
    expect(found.locator("#told")).to_contain_text("The next question is answered", timeout=SLOW)


def test_an_address_that_is_shared_is_filled_in_and_not_fetched(own: Own, visit: Callable[..., Page]) -> None:
    url = own.press.put("/shared", page("Shared"))
    found = visit(own.url)
    told = manifest(found)
    assert (told["name"], told["startUrl"]) == ("Articles", own.url)
    assert found.request.get(told["icons"][0]["url"]).headers["content-type"] == "image/svg+xml"
    # As phones share a page: its address stands in a text.
    found.goto(f"{told['shareTarget']['action']}?{urlencode({'title': 'Shared', 'text': f'Read this: {url}'})}")
    ready(found)
    field = found.get_by_label("Or the address of an article, or of a feed")
    expect(field).to_be_visible(timeout=SLOW)
    expect(field).to_have_value(url, timeout=SLOW)
    assert "/shared" not in own.press.paths
    link = found.get_by_role("link", name="Add to my articles")
    link.hover()
    expect(link).to_have_attribute(
        "href", f'javascript:void open("{own.url}add?url="+encodeURIComponent(location.href))'
    )
    found.get_by_role("button", name="Fetch it").click()
    expect(found.locator("#told")).to_contain_text("Added: Shared", timeout=SLOW)


def test_without_a_word_of_the_deployment_nothing_is_fetched(sample_folder: Path, visit: Callable[..., Page]) -> None:
    with served(RAG_CORPUS=CORPUS, RAG_INDEX=sample_folder) as url:
        found = visit(f"{url}add?url=http://press.example/")
        ready(found)
        expect(found.get_by_label("Or paste a text, or HTML")).to_have_count(1, timeout=SLOW)
        expect(found.locator("#address")).to_have_count(0)
        assert "share_target" not in found.request.get(f"{url}manifest.json").json()
        found.close()


def test_what_the_page_says_of_an_address_keeps_it() -> None:
    said = "https://press.example/a/b.html is not for programs, says press.example/robots.txt: add the file."
    assert said in html.unescape(problem(said))
