"""People, places and stories of an index: counted, filtered by, kept in step, and derived anew without embedding."""

import contextlib
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from rag import ArgumentError, Article, Filters, Index
from rag.index import relations, snapshot
from rag.index.building import update_steps
from rag.index.grouping import RULES
from rag.places import STORE
from rag.types import Counted
from tests.conftest import HashedWords
from tests.index.conftest import ANYWHERE, place

BRIDGE = "Mayor Ilse Varnholm opened the new bridge over the river in Torvale, Norway. The bridge cost nine crowns."
FERRY = "Captain Tom Ekrud sold the old ferry. Ekrud spoke in Bergen, Norway. Mayor Ilse Varnholm was not there."
WHALE = "A whale came. Nobody knew why."


@pytest.fixture
def hashed() -> HashedWords:
    return HashedWords()


@pytest.fixture
def index(tmp_path: Path, request: pytest.FixtureRequest, hashed: HashedWords) -> Index:
    made = Index.open(place(tmp_path, request), create=True, embedder=hashed)
    made.update(
        [
            Article("bridge", "The bridge", BRIDGE, date(2026, 1, 1)),
            Article("again", "The bridge again", f"{BRIDGE} It is closed.", date(2026, 1, 3)),
            Article("ferry", "The ferry", FERRY, date(2026, 6, 1)),
            Article("whale", "The whale", WHALE, date(2026, 6, 2)),
        ]
    )
    return made


def listed(index: Index, **filters: str) -> set[str]:
    return {one.id for one in index.listing(Filters(**{kind: (name,) for kind, name in filters.items()}))}  # type: ignore[arg-type]


@ANYWHERE
def test_people_places_and_stories_are_counted_and_filtered_by(index: Index) -> None:
    assert index.people() == [Counted("Ilse Varnholm", 3), Counted("Tom Ekrud", 1)]
    assert {one.name: one.articles for one in index.places()} == {"Norway": 3, "Torvale": 2, "Bergen": 1}
    assert index.stories() == [Counted("The bridge", 2)]
    assert sorted(index.members("person")["ferry"]) == ["Ilse Varnholm", "Tom Ekrud"]
    assert index.members("story") == {"bridge": ["The bridge"], "again": ["The bridge"]}
    assert listed(index, people="varnholm", places="Bergen") == {"ferry"}
    assert listed(index, stories="the bridge") == {"bridge", "again"}
    assert index.people(Filters(stories=("The bridge",))) == [Counted("Ilse Varnholm", 2)]
    found = index.search("Nobody knew why the whale came", filters=Filters(people=("Tom Ekrud",)))
    assert {one.article.id for one in found} == {"ferry"}
    with pytest.raises(ArgumentError, match=r"No person called “Ilsa Varnholt” .* “Ilse Varnholm”"):
        index.search("bridge", filters=Filters(people=("Ilsa Varnholt",)))
    chosen = Filters(articles=("ferry", "The whale"), people=("ekrud",))
    assert index.resolved(chosen) == Filters(articles=("ferry", "whale"), people=("Tom Ekrud",))
    assert {one.article.id for one in index.search("bridge", filters=Filters(articles=("ferry", "whale")))} == {
        "ferry",
        "whale",
    }


@ANYWHERE
def test_an_article_tells_whom_it_names_and_where(index: Index) -> None:
    told = {(one.kind, one.name): [span.text for span in one.spans] for one in index.named("ferry")}
    assert told["person", "Tom Ekrud"] == ["Captain Tom Ekrud", "Ekrud"]
    assert told["place", "Norway"] == ["Norway"]
    assert index.named("whale") == index.named("nowhere") == []


@ANYWHERE
def test_names_follow_what_is_changed_and_removed(index: Index) -> None:
    index.update([Article("ferry", "The ferry", "No news today.")], remove=["again"])
    assert index.people() == [Counted("Ilse Varnholm", 1)]
    assert index.stories() == []
    assert index.verify() == []


def test_by_other_rules_names_are_derived_anew_and_nothing_is_embedded(
    index: Index, hashed: HashedWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, state = index.people(), index.generation
    with closing(sqlite3.connect(index.folder / STORE)) as connection, connection:
        assert connection.execute("SELECT DISTINCT rules FROM named").fetchall() == [(RULES,)]
    for module in (relations, snapshot):
        monkeypatch.setattr(module, "RULES", RULES + 1)
    hashed.embedded.clear()
    stages = [step.stage for step in update_steps(index.folder, (), embedder=hashed)]
    assert "naming" in stages
    assert hashed.embedded == []
    assert (index.people(), index.generation) == (before, state)
    with closing(sqlite3.connect(index.folder / STORE)) as connection, connection:
        assert connection.execute("SELECT DISTINCT rules FROM named").fetchall() == [(RULES + 1,)]
    assert "naming" not in [step.stage for step in update_steps(index.folder, (), embedder=hashed)], "and once only"
    assert index.verify() == []


def test_names_of_a_build_that_was_cut_off_are_those_of_what_is_there(tmp_path: Path, hashed: HashedWords) -> None:
    many = [Article(str(number), "A bridge", f"{BRIDGE} It is number {number}.") for number in range(150)]
    steps = update_steps(tmp_path, many, embedder=hashed)
    for step in steps:
        if step.stage == "embedding" and step.done > 100:
            break
    with contextlib.closing(steps):
        pass
    index = Index.open(tmp_path, embedder=hashed)
    assert 0 < index.status().articles < 150
    assert index.people() == [Counted("Ilse Varnholm", index.status().articles)]
