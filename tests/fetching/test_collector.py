"""Articles that come into a corpus from a real server: pages, feeds, sitemaps and watched folders."""

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from rag.corpus.files import find_files
from rag.corpus.reading import read_file
from rag.errors import ArgumentError, FetchError
from rag.fetching import Arrival, Collector, Feed, collector
from rag.fetching.state import FILE, State, feeds_of
from rag.types import Article
from tests.fetching import site as sites
from tests.fetching.site import HARBOUR, Site, page

LONG = f"<p>{HARBOUR}</p>" * 4
DAY = '<meta property="article:published_time" content="2026-03-10T08:00:00+01:00">'


def kinds(arrivals: Iterable[Arrival]) -> list[str]:
    return [arrival.kind for arrival in arrivals]


def files(corpus: Path) -> list[str]:
    return sorted(str(one.relative_to(corpus)) for one in corpus.rglob("*") if one.is_file() and one.name[0] != ".")


def article(corpus: Path, path: str) -> Article:
    [found], _ = read_file(path, (corpus / path).read_bytes())
    return found


def rss(site: Site, *items: str) -> str:
    start = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Quay</title>'
    )
    return site.put("/feed", f"{start}{''.join(items)}</channel></rss>", "application/rss+xml", ETag=f'"{len(items)}"')


def item(link: str, title: str, whole: str = "", teaser: str = "", more: str = "") -> str:
    content = f"<content:encoded><![CDATA[{whole}]]></content:encoded>" if whole else ""
    return f"<item><title>{title}</title><link>{link}</link><description>{teaser}</description>{content}{more}</item>"


# Pages


def test_a_page_is_kept_as_a_file_that_knows_its_address(site: Site, corpus: Path) -> None:
    url = site.put("/news/crane?utm_source=x", page("A crane fell", head=DAY))
    site.says["/news/crane"] = site.says.pop("/news/crane?utm_source=x")
    [arrival] = sites.collector(corpus).add(url)
    host = site.host.replace(":", "-")
    assert arrival == Arrival("new", url, f"web/{host}/2026-03-10-a-crane-fell.html", "A crane fell")
    kept = (corpus / arrival.path).read_text(encoding="utf-8-sig")
    assert f"\n url: {url} \n saved date: " in kept[:400]
    assert kept.startswith("<!doctype html><!--\n Page saved with ")
    read = article(corpus, arrival.path)
    assert (read.title, read.published) == ("A crane fell", date(2026, 3, 10))
    assert "41 ships had waited" in read.text


def test_a_page_is_filed_under_what_it_was_asked_for_with(site: Site, corpus: Path) -> None:
    tags = ("Häfen & Kräne", "a-->b", "<b>", '"x"')
    site.put("/crane", page("A crane fell", head="<meta property='article:tag' content='Port'>"))
    site.put("/crane.txt", LONG, "text/plain; charset=utf-8")
    for name in ("crane", "crane.txt"):
        [arrival] = sites.collector(corpus).add(f"{site.url}/{name}", tags=tags)
        read = article(corpus, arrival.path)
        assert read.tags == ((*tags, "Port") if name == "crane" else tags)
        assert read.url == f"{site.url}/{name}"
        assert "a-->b" not in read.text


def test_a_page_without_a_day_gets_no_day_in_its_name(site: Site, corpus: Path) -> None:
    [arrival] = sites.collector(corpus).add(site.put("/a", page("Kräne 2026-01-02 im Hafen", lang="de")))
    assert arrival.path.endswith("/krane-im-hafen.html")
    assert article(corpus, arrival.path).published is None


@pytest.mark.parametrize(
    ("path", "body", "kind", "ending"),
    [
        ("/a", f"Tom Vale\n\n{HARBOUR}", "text/plain; charset=utf-8", ".txt"),
        ("/a.md", f"# A crane\n\n{HARBOUR}", "text/plain", ".md"),
        ("/a", f"# A crane\n\n{HARBOUR}", "text/markdown; charset=utf-8", ".md"),
        ("/a", page("A crane"), "application/xhtml+xml", ".html"),
        ("/a", page("A crane"), "", ".html"),
        ("/a.jsonl", '{"id": "1", "title": "A", "text": "One."}\n{"id": "2", "title": "B", "text": "Two."}',
         "application/octet-stream", ".jsonl"),
        ("/export", "id,title,text\n1,A,One.\n2,B,Two.\n", "text/csv", ".csv"),
    ],
)  # fmt: skip
def test_other_kinds_of_articles_are_kept_under_their_kind(
    site: Site, corpus: Path, path: str, body: str, kind: str, ending: str
) -> None:
    [arrival] = sites.collector(corpus).add(site.put(path, body, kind))
    assert (arrival.kind, arrival.reason) == ("new", "")
    assert arrival.path.endswith(ending)
    assert read_file(arrival.path, (corpus / arrival.path).read_bytes())[0]


def test_a_text_knows_its_address(site: Site, corpus: Path) -> None:
    url = site.put("/a", f"Tom Vale\n\n{HARBOUR}", "text/plain; charset=utf-8")
    [arrival] = sites.collector(corpus).add(url)
    assert article(corpus, arrival.path).url == url
    assert article(corpus, arrival.path).title == "Tom Vale"


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"\x89PNG\r\n", "image/png", "is image/png, which is not read"),
        (b"x", "application/x-evil; name=\x01", "is not read"),
        (b"", "text/html", "empty"),
        (b"<html><body></body></html>", "text/html", "no article text"),
        (b"%PDF-1.7 broken", "application/pdf", "was not kept"),
        (b"\x00" * 100, "text/plain", "was not kept"),
    ],
)
def test_what_holds_no_article_is_told_and_not_kept(
    site: Site, corpus: Path, body: bytes, kind: str, reason: str
) -> None:
    [arrival] = sites.collector(corpus).add(site.put("/a", body, kind))
    assert arrival.kind == "failed"
    assert reason in arrival.reason
    assert "\n" not in arrival.reason
    assert files(corpus) == []


@pytest.mark.parametrize(
    ("encoding", "header", "meta"),
    [
        ("utf-8", "", "utf-8"), ("cp1252", "iso-8859-1", ""), ("cp1252", "", "iso-8859-1"), ("utf-16", "", ""),
        ("utf-8", "iso-8859-1", ""), ("cp1254", "iso-8859-9", "utf-8"), ("utf-8", "utf-7", "utf-8"),
        ("utf-8", "no-such", "utf-8"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_the_encoding_that_came_with_it(
    site: Site, corpus: Path, encoding: str, header: str, meta: str
) -> None:
    told = page("Größe und Maß", f"Der Müller maß die Größe. {HARBOUR}").replace(
        "<meta charset=utf-8>", f"<meta charset={meta}>" if meta else ""
    )
    kind = "text/html" + (f"; charset={header}" if header else "")
    [arrival] = sites.collector(corpus).add(site.put("/a", told.encode(encoding), kind))
    assert article(corpus, arrival.path).title == "Größe und Maß"
    assert article(corpus, arrival.path).text.startswith("Der Müller maß die Größe.")


def test_an_xhtml_page_keeps_its_declaration_first(site: Site, corpus: Path) -> None:
    told = f'<?xml version="1.0" encoding="utf-8"?>\n{page("A crane")}'
    [arrival] = sites.collector(corpus).add(site.put("/a", told, "application/xhtml+xml"))
    assert (corpus / arrival.path).read_bytes().startswith(b'<?xml version="1.0"')
    assert article(corpus, arrival.path).title == "A crane"


def test_a_page_that_was_fetched_is_asked_for_only_if_it_changed(site: Site, corpus: Path) -> None:
    url, adding = site.put("/a", page("A crane"), ETag='"1"'), sites.collector(corpus)
    [first] = adding.add(url)
    before = (corpus / first.path).read_bytes()
    [again] = adding.add(url)
    assert (again.kind, again.path) == ("unchanged", first.path)
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    site.put("/a", page("A crane") + "<!-- made in 3 ms -->", ETag='"2"')
    assert kinds(adding.add(url)) == ["unchanged"], "it reads the same"
    assert (corpus / first.path).read_bytes() == before
    site.put("/a", page("A crane fell", f"Corrected. {HARBOUR}"), ETag='"3"')
    [changed] = adding.add(url)
    assert (changed.kind, changed.path) == ("changed", first.path), "the file keeps its name, and so the id"
    assert article(corpus, first.path).text.startswith("Corrected.")
    assert files(corpus) == [first.path]


def test_a_file_that_was_taken_out_is_fetched_again_on_the_readers_word(site: Site, corpus: Path) -> None:
    url, adding = site.put("/a", page("A crane"), ETag='"1"'), sites.collector(corpus)
    [first] = adding.add(url)
    (corpus / first.path).unlink()
    assert kinds(adding.add(url)) == ["new"]
    assert files(corpus) == [first.path]


def test_a_file_that_was_changed_by_hand_stays(site: Site, corpus: Path) -> None:
    url, adding = site.put("/a", page("A crane")), sites.collector(corpus)
    [first] = adding.add(url)
    (corpus / first.path).write_text("mine", encoding="utf-8")
    site.put("/a", page("A crane", f"Corrected. {HARBOUR}"))
    [again] = adding.add(url)
    assert again.kind == "unchanged"
    assert "changed by hand" in again.reason
    assert (corpus / first.path).read_text(encoding="utf-8") == "mine"


def test_one_article_under_several_addresses_is_one_file(site: Site, corpus: Path) -> None:
    own = '<link rel="canonical" href="/crane">'
    for path in ("/crane", "/amp/crane"):
        site.put(path, page("A crane", head=own))
    site.redirect("/s/1", "/crane")
    told = list(sites.collector(corpus).add(*(f"{site.url}{path}" for path in ("/s/1", "/amp/crane", "/crane"))))
    assert kinds(told) == ["new", "unchanged", "unchanged"]
    assert len(files(corpus)) == 1


def test_no_page_takes_the_place_of_one_of_another_host(site: Site, corpus: Path) -> None:
    with sites.serving() as other:
        adding = sites.collector(corpus)
        [first] = adding.add(site.put("/a", page("A crane")))
        claim = f'<link rel="canonical" href="{site.url}/a">'
        [second] = adding.add(other.put("/b", page("All is well", f"Nothing fell. {HARBOUR}", claim)))
        assert (first.kind, second.kind) == ("new", "new")
        assert article(corpus, first.path).title == "A crane"


def test_two_articles_of_one_title_are_two_files(site: Site, corpus: Path) -> None:
    told = list(sites.collector(corpus).add(*(site.put(f"/{n}", page("Letters", f"{n}. {HARBOUR}")) for n in "ab")))
    assert [arrival.path.rpartition("/")[2] for arrival in told] == ["letters.html", "letters-2.html"]


def test_what_cannot_be_had_is_told_and_the_next_follows(site: Site, corpus: Path) -> None:
    good = site.put("/a", page("A crane"))
    told = list(sites.collector(corpus).add("nonsense", f"{site.url}/gone", "http://10.0.0.1/", good))
    assert kinds(told) == ["failed", "failed", "failed", "new"]
    assert "RAG_FETCH_HOSTS" in told[2].reason


def test_nothing_is_written_outside_the_corpus(site: Site, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (corpus / "web").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FetchError, match="leads out of"):
        list(sites.collector(corpus).add(site.put("/a", page("../../A crane"))))
    assert files(tmp_path / "elsewhere") == []


# Feeds


def test_a_feed_brings_whole_articles_pages_and_teasers(site: Site, corpus: Path) -> None:
    day = "<pubDate>Tue, 10 Mar 2026 23:30:00 -0500</pubDate><category>Port</category>"
    site.put("/page", page("A page", f"All of it. {HARBOUR}"))
    feed = rss(
        site,
        item(f"{site.url}/whole", "Whole", LONG, more=day),
        item("/page", "In the feed", teaser="All of …", more=day),
        item("/gone", "Gone", teaser="It began in the morning."),
        item("/nothing", "Nothing"),
    )
    told = list(sites.collector(corpus).add_feed(feed))
    assert kinds(told) == ["watched", "new", "new", "teaser", "missed"]
    assert "/whole" not in site.paths, "what the feed holds is not asked for"
    whole, fetched, teaser = (article(corpus, arrival.path) for arrival in told[1:4])
    assert (whole.title, whole.published, whole.source) == ("Whole", date(2026, 3, 10), "The Quay")
    assert (whole.url, whole.text.count("41 ships")) == (f"{site.url}/whole", 4)
    assert (fetched.title, fetched.tags) == ("A page", ("Port",))
    assert fetched.published == date(2026, 3, 10), "the day that the page does not say is in the file's name"
    assert teaser.text == "It began in the morning."
    assert "is not there" in told[3].reason
    [_], problems = read_file(told[3].path, (corpus / told[3].path).read_bytes())
    assert [(problem.kind, "beginning" in problem.reason) for problem in problems] == [("teaser", True)]


def test_an_address_that_is_a_feed_is_watched_and_a_page_leads_to_its_feed(site: Site, corpus: Path) -> None:
    feed = rss(site, item("/whole", "Whole", LONG))
    assert kinds(sites.collector(corpus).add(feed)) == ["watched", "new"]
    offer = '<link rel="alternate" type="application/rss+xml" href="feed">'
    told = list(sites.collector(corpus).add_feed(site.put("/front", page("Front", head=offer))))
    assert (told[0].kind, told[0].address, told[0].title) == ("watched", feed, "The Quay")
    [failed] = sites.collector(corpus).add_feed(site.put("/none", page("None")))
    assert "offers none" in failed.reason
    assert [one.address for one in feeds_of(corpus)] == [feed]


def test_json_feeds_and_atom_are_watched_as_well(site: Site, corpus: Path) -> None:
    atom = site.put(
        "/atom",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Quai</title><entry><id>1</id><title>La grue</title>'
        f'<link href="/grue"/><content type="html">{LONG.replace("<", "&lt;")}</content></entry></feed>',
        "text/xml",
    )
    text = (HARBOUR + "\\n\\n") * 3
    json = site.put(
        "/json",
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Der Kai", "language": "de", "items": '
        f'[{{"id": "1", "title": "Der Kran", "content_text": "{text}"}}]}}',
        "application/json",
    )
    assert kinds(sites.collector(corpus).add(atom, json)) == ["watched", "new", "watched", "new"]
    assert {one.rpartition("/")[2] for one in files(corpus)} == {"la-grue.md", "der-kran.md"}


def test_sync_brings_only_what_is_new_or_changed(site: Site, corpus: Path) -> None:
    feed = rss(site, item("/1", "One", LONG))
    assert kinds(sites.collector(corpus).add_feed(feed)) == ["watched", "new"]
    assert kinds(sites.collector(corpus).sync()) == ["looked"]
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    rss(site, item("/2", "Two", LONG), item("/1", "One", f"<p>Corrected.</p>{LONG}"))
    told = list(sites.collector(corpus).sync())
    assert kinds(told) == ["new", "changed", "looked"]
    assert article(corpus, told[1].path).text.startswith("Corrected.")
    assert len(files(corpus)) == 2


def test_what_was_taken_out_does_not_come_back_with_its_feed(site: Site, corpus: Path) -> None:
    feed = rss(site, item("/1", "One", LONG))
    _, arrival = sites.collector(corpus).add_feed(feed)
    (corpus / arrival.path).unlink()
    rss(site, item("/1", "One", f"<p>Corrected.</p>{LONG}"), item("/2", "Two", LONG))
    assert [one.title for one in sites.collector(corpus).sync() if one.kind == "new"] == ["Two"]


def test_a_teaser_gives_way_to_its_page_as_soon_as_that_can_be_had(site: Site, corpus: Path) -> None:
    feed = rss(site, item("/late", "Late", teaser="It began in the morning."))
    _, teaser = sites.collector(corpus).add_feed(feed)
    assert teaser.kind == "teaser"
    site.put("/late", page("Late", f"All of it. {HARBOUR}"))
    changed, looked = sites.collector(corpus).sync()
    assert (changed.kind, looked.kind) == ("changed", "looked")
    assert files(corpus) == [changed.path]
    assert article(corpus, changed.path).text.startswith("All of it.")


def test_an_entry_that_never_can_be_had_is_tried_some_times_only(site: Site, corpus: Path) -> None:
    feed = rss(site, item("/gone", "Gone", teaser="It began in the morning."))
    list(sites.collector(corpus).add_feed(feed))
    for _ in range(8):
        list(sites.collector(corpus).sync())
    assert site.paths.count("/gone") == 4


def test_the_feed_of_an_article_that_is_here_already_adds_no_second_one(site: Site, corpus: Path) -> None:
    url = site.put("/1", page("One"))
    adding = sites.collector(corpus)
    list(adding.add(url))
    told = list(adding.add_feed(rss(site, item(url, "One", LONG))))
    assert kinds(told) == ["watched", "unchanged"]
    assert len(files(corpus)) == 1


def test_a_feed_that_fails_is_noted_and_the_next_one_follows(site: Site, corpus: Path) -> None:
    feed = rss(site, item("/1", "One", LONG))
    adding = sites.collector(corpus)
    list(adding.add_feed(feed))
    other = site.put("/other", site.says["/feed"][0], "application/rss+xml")  # type: ignore[index]
    list(adding.add_feed(other))
    site.put("/feed", "down", status=500)
    told = list(adding.sync())
    assert kinds(told) == ["failed", "looked"]
    broken, well = feeds_of(corpus)
    assert broken.broken
    assert "status 500" in broken.failure
    assert broken.succeeded is not None
    assert not well.broken
    adding.forget(feed)
    assert [one.address for one in feeds_of(corpus)] == [other]
    with pytest.raises(ArgumentError, match="is not watched"):
        adding.forget(feed)


def test_a_long_feed_is_taken_in_parts(site: Site, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "MOST_ENTRIES", 2)
    feed = rss(site, *(item(f"/{n}", f"Number {n}", f"<p>{n}</p>{LONG}") for n in range(5)))
    adding = sites.collector(corpus)
    told = list(adding.add_feed(feed))
    assert kinds(told) == ["watched", "new", "new", "left"]
    assert "up to 3 are left" in told[-1].reason
    assert kinds(adding.sync()) == ["new", "new", "left", "looked"]
    assert kinds(adding.sync()) == ["new", "looked"]
    assert len(files(corpus)) == 5


def test_a_feed_leads_to_no_private_machine(site: Site, corpus: Path) -> None:
    feed = rss(
        site, item("http://169.254.169.254/latest", "A", teaser="Its beginning."), item("file:///etc/passwd", "B")
    )
    told = list(sites.collector(corpus).add_feed(feed))
    assert kinds(told) == ["watched", "teaser", "missed"]
    assert "not a public machine" in told[1].reason


def test_no_feed_takes_the_place_of_another_hosts_article(site: Site, corpus: Path) -> None:
    adding = sites.collector(corpus)
    own = rss(site, item("/1", "One", LONG))
    _, first = adding.add_feed(own)
    with sites.serving() as other:
        told = list(adding.add_feed(rss(other, item(f"{site.url}/1", "All is well", LONG.replace("crane", "swan")))))
        assert kinds(told) == ["watched", "new"]
        assert told[1].path.startswith(f"web/{other.host.replace(':', '-')}/")
    assert "crane" in article(corpus, first.path).text


def test_an_address_that_once_led_to_an_article_of_another_host_has_no_hold_on_it(site: Site, corpus: Path) -> None:
    with sites.serving() as other:
        other.redirect("/a", site.put("/1", page("One")))
        adding = sites.collector(corpus)
        [first] = adding.add(f"{other.url}/a")
        other.put("/a", page("All is well", f"Nothing fell. {HARBOUR}"))
        [second] = adding.add(f"{other.url}/a")
    assert (second.kind, article(corpus, first.path).title) == ("new", "One")


def test_a_part_of_a_sitemap_that_cannot_be_had_is_told_and_the_next_follows(site: Site, corpus: Path) -> None:
    site.put("/2", f"<urlset><url><loc>{site.put('/a', page('A crane'))}</loc></url></urlset>", "text/xml")
    inner = f"<sitemap><loc>{site.url}/1</loc></sitemap><sitemap><loc>{site.url}/2</loc></sitemap>"
    outer = site.put("/map", f"<sitemapindex>{inner}</sitemapindex>", "text/xml")
    assert kinds(sites.collector(corpus).add_sitemap(outer)) == ["missed", "new"]


def test_the_feeds_of_an_opml_file_are_watched(site: Site, corpus: Path) -> None:
    feed = rss(site, item("/1", "One", LONG))
    opml = f'<opml><body><outline xmlUrl="{feed}"/><outline xmlUrl="{site.url}/none"/></body></opml>'
    told = list(sites.collector(corpus).add_opml(opml.encode(), "mine.opml"))
    assert kinds(told) == ["watched", "new", "failed"]


# Sitemaps


def test_the_pages_of_a_sitemap_are_fetched_from_a_day_on(site: Site, corpus: Path) -> None:
    for n in range(4):
        site.put(f"/{n}", page(f"Number {n}", f"{n}. {HARBOUR}"))
    urls = "".join(
        f"<url><loc>{site.url}/{n}</loc>{f'<lastmod>2026-03-1{n}</lastmod>' if n < 3 else ''}</url>" for n in range(4)
    )
    other = "<url><loc>mailto:a@b</loc></url><url><loc>http://other.example/a</loc><lastmod>2026-03-12</lastmod></url>"
    inner = site.put("/map-1.xml.gz", sites.packed(f"<urlset>{urls}{other}</urlset>".encode()), "application/gzip")
    outer = site.put("/map.xml", f"<sitemapindex><sitemap><loc>{inner}</loc></sitemap></sitemapindex>", "text/xml")
    told = list(sites.collector(corpus).add_sitemap(outer, date(2026, 3, 11)))
    assert kinds(told) == ["new", "new", "left"]
    assert [arrival.title for arrival in told[:2]] == ["Number 2", "Number 1"], "the newest first"
    assert "1 of its pages do not say when" in told[-1].reason
    assert "1 of its pages are of other hosts" in told[-1].reason
    assert "1 of its entries are no addresses" in told[-1].reason
    again = list(sites.collector(corpus).add_sitemap(outer))
    assert [arrival.title for arrival in again[:-1]] == ["Number 0", "Number 3"], "what is here is not asked for again"


def test_a_sitemap_of_itself_ends(site: Site, corpus: Path) -> None:
    site.put("/map", f"<sitemapindex><sitemap><loc>{site.url}/map</loc></sitemap></sitemapindex>", "text/xml")
    assert kinds(sites.collector(corpus).add_sitemap(f"{site.url}/map")) == []
    assert site.paths == ["/map"]


# Folders


def test_a_watched_folder_is_copied(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Saved pages"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.html").write_text(page("A crane"), encoding="utf-8")
    adding = sites.collector(corpus)
    told = list(adding.watch(folder))
    assert kinds(told) == ["watched", "new", "looked"]
    assert files(corpus) == ["watched/Saved pages/a.html"]
    (folder / "deep" / "b.md").write_text("# B\n\nThe second.", encoding="utf-8")
    (folder / "a.html").write_text(page("Another crane"), encoding="utf-8")
    (folder / "picture.png").write_bytes(b"x")
    assert sorted(kinds(adding.sync())) == ["changed", "looked", "new"]
    assert kinds(adding.sync()) == ["looked"]
    assert article(corpus, "watched/Saved pages/a.html").title == "Another crane"
    shutil.rmtree(folder)
    assert kinds(adding.sync()) == ["failed"]
    assert [one.broken for one in feeds_of(corpus)] == [True]
    assert len(files(corpus)) == 2, "nothing is taken out"


def test_a_folder_that_would_be_copied_into_itself_is_refused(corpus: Path) -> None:
    (corpus / "inner").mkdir()
    for folder in (corpus, corpus / "inner", corpus.parent, corpus / "none"):
        with pytest.raises(ArgumentError):
            list(sites.collector(corpus).watch(folder))


# State


def test_a_state_that_is_damaged_is_told_with_what_to_do(site: Site, corpus: Path) -> None:
    (corpus / FILE).write_bytes(b"no database at all" * 1000)
    with pytest.raises(FetchError, match="move it away and add the feeds again"):
        list(sites.collector(corpus).add(site.put("/a", page("A crane"))))


def test_the_state_is_no_article_and_looking_makes_none(corpus: Path) -> None:
    assert feeds_of(corpus) == []
    assert not (corpus / FILE).exists()
    assert State(corpus).kept(["press.example/a"]) is None
    assert not (corpus / FILE).exists()
    (corpus / FILE).touch()  # of a writer that was killed
    assert State(corpus).feeds() == []
    State(corpus).put_feed(Feed("https://press.example/feed"))
    assert [one.address for one in feeds_of(corpus)] == ["https://press.example/feed"]
    (corpus / "a.md").write_text("# A\n\nText.", encoding="utf-8")
    listing = find_files(corpus)
    assert [one.path for one in listing.files] == ["a.md"]
    assert listing.problems == []


def test_a_machine_of_ones_own_is_asked_only_where_it_is_named(site: Site, corpus: Path) -> None:
    url = site.put("/a", page("A crane"))
    assert kinds(Collector(corpus).add(url)) == ["failed"]
    assert site.asked == []
    assert kinds(Collector(corpus, hosts=[site.host]).add(url)) == ["new"]
