"""`rag add` and `rag sync` as a user runs them, with a real server to ask."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.cli.fetching import _seconds
from rag.errors import ArgumentError
from tests.cli.test_cli import good, rag
from tests.fetching.site import HARBOUR, Site, page, serving

pytestmark = pytest.mark.kill
FEED = '<rss version="2.0"><channel><title>The Quay</title>{}</channel></rss>'
ITEM = "<item><title>Fares</title><link>/fares</link><description>The fares rise.</description></item>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


def test_a_page_a_feed_and_a_file_are_added_and_asked_about(site: Site, tmp_path: Path) -> None:
    crane = site.put("/crane", page("A crane fell", HARBOUR))
    site.put("/fares", page("Fares", f"From May on the ferry to Ostrand costs 7 crowns. {HARBOUR}"))
    feed = site.put("/feed", FEED.format(ITEM), "application/rss+xml", ETag='"1"')
    (tmp_path / "note.md").write_text("# The mayor\n\nThe mayor of Vellmar is Ada Brook.\n", encoding="utf-8")
    done = rag(tmp_path, "add", crane, "note.md", "--feed", feed, RAG_FETCH_HOSTS=site.host)
    assert done.returncode == 0, done.stderr
    assert "Added: added/note.md\n" in done.stderr
    assert "Added: A crane fell (web/" in done.stderr
    assert f"Watched: The Quay, {feed}\n" in done.stderr
    assert done.stdout.startswith("3 articles in ")
    assert "7 crowns" in good(rag(tmp_path, "ask", "What does the ferry to Ostrand cost?"))
    again = rag(tmp_path, "sync", RAG_FETCH_HOSTS=site.host)
    assert (again.returncode, "0 new, 0 changed" in again.stdout) == (0, True)
    assert "Feeds and folders looked at: 1.\n" in again.stderr
    status = good(rag(tmp_path, "status"))
    assert f"watched     The Quay, {feed}: had 20" in status
    site.put("/feed", "down", status=500)
    failed = rag(tmp_path, "sync", RAG_FETCH_HOSTS=site.host)
    assert failed.returncode == 0
    assert "status 500" in failed.stderr
    told = json.loads(good(rag(tmp_path, "status", "--json")))["watched"]
    assert [(one["address"], "status 500" in one["failure"]) for one in told] == [(feed, True)]
    gone = rag(tmp_path, "add", "--forget", feed)
    assert (gone.returncode, gone.stderr) == (0, f"Not watched any more: {feed}\n")
    assert "watched" not in good(rag(tmp_path, "status"))


def test_the_addresses_of_an_export_are_fetched(site: Site, tmp_path: Path) -> None:
    crane = site.put("/crane", page("A crane fell", HARBOUR))
    (tmp_path / "saved.csv").write_text(f"title,url,tags\nThe crane,{crane},a|b\nGone,{site.url}/gone,\n")
    done = rag(tmp_path, "add", "saved.csv", RAG_FETCH_HOSTS=site.host)
    assert done.returncode == 0, done.stderr
    assert "saved.csv lists 2 addresses, which are fetched." in done.stderr
    assert "/gone" in done.stderr
    assert done.stdout.startswith("1 article in ")
    assert not (tmp_path / "corpus" / "added").exists(), "a list of addresses is no article"
    assert "The crane" not in rag(tmp_path, "list", "--tag", "c").stdout
    assert "crane" in rag(tmp_path, "list", "--tag", "a").stdout


def test_what_cannot_be_had_is_told_and_ends_with_1(site: Site, tmp_path: Path) -> None:
    done = rag(tmp_path, "add", site.put("/crane", page("A crane fell")))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "name it in RAG_FETCH_HOSTS" in done.stderr
    assert site.asked == []
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ([], 2, "say what to add"),
        (["--since", "2026-03-01", "http://press.example/"], 2, "--sitemap"),
        (["none.md"], 1, "none.md can't be read"),
        (["--opml", "none.opml"], 1, "none.opml can't be read"),
        (["--folder", "none"], 1, "none is no folder"),
        (["--forget", "http://press.example/feed"], 1, "is not watched"),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, arguments: list[str], status: int, told: str) -> None:
    done = rag(tmp_path, "add", *arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert told in done.stderr


def test_a_file_of_a_name_that_is_there_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nThe first.\n", encoding="utf-8")
    assert rag(tmp_path, "add", "a.md").returncode == 0
    (tmp_path / "a.md").write_text("# A\n\nThe second.\n", encoding="utf-8")
    done = rag(tmp_path, "add", "a.md")
    assert done.returncode == 1
    assert "has another content" in done.stderr
    assert "The first." in (tmp_path / "corpus" / "added" / "a.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("text", "seconds"), [("15m", 900), ("60s", 60), (" 2 H ", 7200), ("1d", 86_400)])
def test_a_time_is_read(text: str, seconds: int) -> None:
    assert _seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "15", "0m", "59s", "-5m", "m", "1w", "999999d"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(ArgumentError, match="such as 15m"):
        _seconds(text)
