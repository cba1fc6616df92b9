"""Earlier versions of articles: kept with the change itself, out of every search, and gone with their article."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from rag import Article, History, Index, IndexBroken
from rag.index.versions import KEPT
from rag.places import STORE
from tests.conftest import HashedWords
from tests.index.conftest import ANYWHERE
from tests.index.test_building import build, killed, put, put_many

STORM = Article("storm", "The storm", "The storm came at noon. It sank 23 boats. Nobody was hurt.", date(2026, 2, 12))
LATER = replace(STORM, text="The storm came at noon. It sank 17 boats. Nobody was hurt. The harbour is open again.")


def opened(folder: Path, embedder: HashedWords | None = None) -> Index:
    return Index.open(folder, create=True, embedder=embedder or HashedWords())


def history(index: Index, identifier: str = "storm") -> History:
    found = index.history(identifier)
    assert found is not None
    return found


def said(found: History) -> list[list[tuple[str, str | None, str | None]]]:
    return [[(edit.kind, *change.words(edit)) for edit in change.edits] for change in found.changes()]


def test_what_an_article_said_stays_beside_what_it_says(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.update([STORM])
    assert history(index) == History(STORM)
    begun = datetime.now(UTC).replace(microsecond=0)
    index.update([LATER])
    index.update([replace(LATER, title="The great storm", published=date(2026, 2, 13))])
    found = history(index)
    assert [(one.number, one.title, one.text, one.published) for one in found.versions] == [
        (2, LATER.title, LATER.text, LATER.published),
        (1, STORM.title, STORM.text, STORM.published),
    ]
    assert (found.current.number, found.current.title, found.current.replaced) == (3, "The great storm", None)
    for one in found.versions:
        assert one.replaced is not None
        assert begun <= one.replaced <= begun + timedelta(minutes=5)
    assert said(found) == [
        [],
        [
            ("changed", "It sank 23 boats.", "It sank 17 boats."),
            ("added", None, "The harbour is open again."),
        ],
    ]
    assert [change.facts for change in found.changes()] == [
        [("title", "The storm", "The great storm"), ("day", "2026-02-12", "2026-02-13")],
        [],
    ]
    assert index.verify() == []


def test_no_earlier_version_is_found_listed_or_counted(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.update([STORM, Article("tram", "The tram", "The tram is red.")])
    index.update([replace(STORM, title="Calm", text="All is quiet at the quay.")])
    assert index.status().articles == len(index.listing()) == 2
    assert all("boats" not in passage.text for passage in index.search("How many boats sank in the storm?", k=9))
    assert index.holding({"boat"}) == set()
    assert index.near("It sank 23 boats.").keys() == {"storm", "tram"}


def test_an_article_that_goes_takes_its_versions_with_it(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.update([STORM])
    index.update([LATER])
    index.update((), remove=["storm"])
    assert index.history("storm") is None
    with closing(sqlite3.connect(tmp_path / STORE)) as connection:
        assert connection.execute("SELECT count(*) FROM versions").fetchone() == (0,)
    index.update([STORM])
    assert history(index).versions == ()
    assert index.verify() == []


@pytest.mark.parametrize("other", [STORM, replace(STORM, author="Ann Lee"), replace(STORM, url="https://example.org")])
def test_what_says_the_same_is_no_new_version(tmp_path: Path, other: Article) -> None:
    index = opened(tmp_path)
    index.update([STORM])
    index.update([other])
    assert history(index) == History(other)


def test_the_last_versions_are_kept_and_how_many_were_dropped_is_told(tmp_path: Path) -> None:
    index = opened(tmp_path)
    for number in range(KEPT + 4):
        index.update([replace(STORM, text=f"Version {number} of it.")])
        assert history(index).dropped == max(0, number - KEPT)
    found = history(index)
    assert [one.text for one in found.versions] == [f"Version {n} of it." for n in range(KEPT + 2, 2, -1)]
    assert [one.number for one in found.versions] == list(range(KEPT + 3, 3, -1))
    assert index.verify() == []


@ANYWHERE
def test_versions_survive_a_rebuild_and_what_it_replaces_is_one(corpus: Path, index: Path, hashed: HashedWords) -> None:
    for word in ("first", "second", "third"):
        put(corpus, "a.md", word)
        put(corpus, "b.md", "other")
        build(corpus, index, hashed, rebuild=word == "third")
    built = Index.open(index, embedder=hashed)
    assert [word for one in history(built, "a.md").versions for word in ("first", "second") if word in one.text] == [
        "second",
        "first",
    ]
    assert history(built, "b.md").versions == ()
    assert built.verify() == []
    (corpus / "a.md").unlink()
    build(corpus, index, hashed, rebuild=True)
    assert built.history("a.md") is None
    assert built.verify() == []


def test_a_rebuild_of_a_damaged_index_takes_over_the_versions_that_are_whole(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    for word in ("first", "second", "third", "fourth"):
        put(corpus, "a.md", word)
        put(corpus, "b.md", word)
        build(corpus, index, hashed)
    with closing(sqlite3.connect(index / STORE)) as connection, connection:
        connection.execute("UPDATE versions SET text = x'00' WHERE article = 'a.md' AND number = 2")
        connection.execute("UPDATE articles SET title = 'other' WHERE id = 'b.md'")
    put(corpus, "b.md", "fifth")
    build(corpus, index, hashed, rebuild=True)
    built = Index.open(index, embedder=hashed)
    assert [one.number for one in history(built, "a.md").versions] == [3, 1]
    assert [one.number for one in history(built, "b.md").versions] == [3, 2, 1]
    assert built.verify() == []


def test_an_altered_version_is_told_and_not_shown(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.update([STORM])
    index.update([LATER])
    with closing(sqlite3.connect(tmp_path / STORE)) as connection, connection:
        connection.execute("UPDATE versions SET title = 'Another'")
    assert index.verify()[0] == "an earlier version of storm is not what was put in"
    with pytest.raises(IndexBroken, match="an earlier version of storm is not what was put in"):
        index.history("storm")
    assert index.article("storm") == LATER


@pytest.mark.kill
def test_a_kill_at_any_instant_keeps_what_was_said_before(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 200)
    build(corpus, index, hashed)
    dice = random.Random(2)
    kills = 0
    for turn in range(6):
        for number in range(200):
            put(corpus, f"{number:03}.md", f"turn{turn}", date=f"20{10 + number % 10}-03-01")
        kills += killed(corpus, index, dice.randint(1, 4), dice.random() / 20)
        now = Index.open(index, embedder=hashed)
        assert now.verify() == []
        for number in range(0, 200, 20):
            found = history(now, f"{number:03}.md")
            texts = [found.article.text, *(one.text for one in found.versions)]
            # Whatever was said since is there once, in its order, down to what was said first.
            assert [one.number for one in found.versions] == list(range(len(found.versions), 0, -1))
            assert f"word{number}" in texts[-1]
            turns = [next(t for t in range(6) if f"turn{t}" in text) for text in texts[:-1]]
            assert turns == sorted(set(turns), reverse=True)
    assert kills >= 3
    build(corpus, index, hashed)
    assert all("turn5" in history(now, f"{number:03}.md").article.text for number in range(0, 200, 20))


# What an article is called
