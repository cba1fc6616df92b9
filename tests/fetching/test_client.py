"""Manners: robots.txt, the pause between two requests, redirects, and asking only for what changed."""

import pytest

from rag.errors import FetchError
from rag.fetching.addresses import Hosts, address_of
from rag.fetching.client import Client, Fetched, Validators
from rag.fetching.connecting import Connector
from tests.fetching.site import BRIEF, Site, client


def get(url: str) -> Fetched:
    return client().get(address_of(url))


def test_we_name_ourselves_and_ask_for_robots_first(site: Site) -> None:
    url = site.put(
        "/a", "hello", "text/html; charset=ISO-8859-1", ETag='"1"', Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT"
    )
    found = get(url)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a"]
    assert all(headers["User-Agent"].startswith("article-rag/") for _, headers in site.asked)
    assert (found.kind, found.encoding, found.data) == ("text/html", "iso-8859-1", b"hello")
    assert found.validators == Validators('"1"', "Mon, 01 Jan 2024 00:00:00 GMT")
    assert not found.unchanged


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: article-rag\nDisallow: /a", False),
        ("User-agent: other\nDisallow: /\n\nUser-agent: *\nAllow: /", True),
        ("User-agent: *\nDisallow: /*.html$\nAllow: /a", True),
        ("\ufeff<html>not robots at all</html>\x00\x01", True),
    ],
)
def test_robots_txt_is_obeyed(site: Site, robots: str, allowed: bool) -> None:
    site.put("/robots.txt", robots, "text/plain")
    url = site.put("/a", "hello")
    if allowed:
        assert get(url).data == b"hello"
    else:
        with pytest.raises(FetchError, match=r"is not for programs, says .*/robots\.txt"):
            get(url)
        assert site.paths == []


def test_a_robots_txt_that_cannot_be_had_forbids_and_one_that_is_not_there_allows(site: Site) -> None:
    url = site.put("/a", "hello")
    assert get(url).data == b"hello"
    site.put("/robots.txt", "down", status=500)
    with pytest.raises(FetchError, match=r"robots.txt can't be read \(status 500\)"):
        get(url)
    assert site.paths == ["/a"]


def test_robots_txt_with_patterns_that_would_take_for_ever_is_read_at_once(site: Site) -> None:
    site.put("/robots.txt", f"User-agent: *\nDisallow: /{'*a' * 200}$\n", "text/plain")
    assert get(site.put(f"/{'a' * 1500}b", "hello")).data == b"hello"


def test_a_host_is_asked_once_a_second_and_slower_where_it_asks_for_that(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7", "text/plain")
    site.put("/a", "hello")
    now, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    asking = client(pause=1.0, sleep=sleep, clock=lambda: now[0])
    for _ in range(3):
        asking.get(address_of(f"{site.url}/a"))
    assert slept == [1.0, 7.0, 7.0]


@pytest.mark.parametrize("delay", ["86400", "inf", "nan", "-5", "1e400", "soon"])
def test_a_crawl_delay_without_bound_is_bounded(site: Site, delay: str) -> None:
    site.put("/robots.txt", f"User-agent: *\nCrawl-delay: {delay}", "text/plain")
    site.put("/a", "hello")
    slept: list[float] = []
    asking = client(sleep=slept.append, clock=lambda: 100.0)
    for _ in range(2):
        asking.get(address_of(f"{site.url}/a"))
    assert all(0 <= seconds <= 60 for seconds in slept)


def test_redirects_are_followed_and_the_last_address_is_told(site: Site) -> None:
    site.redirect("/a", "/b?x=1", 301)
    site.redirect("/b", f"{site.url}/c", 308)
    site.put("/c", "hello")
    found = get(f"{site.url}/a")
    assert str(found.address) == f"{site.url}/c"
    assert found.data == b"hello"


def test_redirects_without_end_are_given_up(site: Site) -> None:
    site.redirect("/a", "/a")
    with pytest.raises(FetchError, match="5 redirects are followed"):
        get(f"{site.url}/a")
    assert len(site.paths) == 6


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/", "http://[::1]:80/", "http://10.0.0.1/", "http://2130706433:8080/", "file:///etc/passwd",
     "ftp://127.0.0.1/a", "gopher://127.0.0.1/", "", "http://me:pw@127.0.0.1/"],
)  # fmt: skip
def test_no_redirect_leads_to_what_may_not_be_asked(site: Site, target: str) -> None:
    site.redirect("/a", target)
    with pytest.raises(FetchError):
        get(f"{site.url}/a")
    assert site.paths == ["/a"]


def test_a_name_that_turns_private_between_two_redirects_is_not_asked(site: Site) -> None:
    """The name is allowed by what it resolves to, each time that it is asked."""
    port = site.url.rpartition(":")[2]
    answers = {"press.example": ["127.0.0.1"], "moved.example": ["127.0.0.1"]}
    hosts = Hosts(["press.example"])
    asking = Client(hosts, connector=Connector(hosts, resolver=lambda host, _: answers[host]), pause=0, bounds=BRIEF)
    site.redirect("/a", f"http://moved.example:{port}/b")
    site.put("/b", "secret")
    with pytest.raises(FetchError, match=r"moved\.example.* is not a public machine"):
        asking.get(address_of(f"http://press.example:{port}/a"))
    assert site.paths == ["/a"]


def test_what_did_not_change_is_not_sent_again(site: Site) -> None:
    url = site.put("/a", "hello", ETag='"1"')
    found = client().get(address_of(url), Validators('"1"'))
    assert found.unchanged
    assert found.data == b""


@pytest.mark.parametrize(
    ("status", "reason"),
    [(404, "is not there"), (403, "not be read by programs"), (410, "taken away"), (500, "status 500")],
)
def test_an_answer_without_an_article_is_told(site: Site, status: int, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        get(site.put("/a", "sorry", status=status))


@pytest.mark.parametrize("after", ["120", "", "Wed, 21 Oct 2099 07:28:00 GMT", "never", "-5", "9" * 40])
def test_a_busy_host_is_let_alone(site: Site, after: str) -> None:
    site.put("/a", "later", status=429, Retry_After=after)
    asking = client()
    for _ in range(3):
        with pytest.raises(FetchError, match=r"status 429|let alone"):
            asking.get(address_of(f"{site.url}/a"))
    assert site.paths == ["/a"]


def test_a_host_that_does_not_answer_is_let_alone_after_some_tries() -> None:
    tried = []

    def resolver(host: str, _: int) -> list[str]:
        tried.append(host)
        raise OSError

    asking = Client(Hosts(), connector=Connector(Hosts(), resolver=resolver), pause=0)
    for _ in range(10):
        with pytest.raises(FetchError):
            asking.get(address_of("http://gone.example/a"))
    assert len(tried) == 3
