"""People, places and stories in step with each change: the same as all articles give from nothing."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.index.analysis import analyse
from rag.index.embedding import Model, unit
from rag.index.grouping import grouped
from rag.index.relations import _ranges
from rag.index.snapshot import Recipe
from rag.index.store import Store, Transaction
from rag.text.said.named import Kind, Named
from rag.types import Article, Chunk
from tests.index.groups import groups_of_articles, read_names

RECIPE = Recipe(Model("hashed", "ab" * 32, dimension=8, window=50), chunk_tokens=20)
PEOPLE = ["Ada Brun", "Congresswoman Ada Brun", "Ada Maria Brun", "Tom Brun", "Ann Lee", "Ann Van Lee", "Van Lee"]
PLACES = [("=DE", "Germany"), ("=DE", "Deutschland"), ("=FR", "France"), ("kelder", "Kelder"), ("kelder", "KELDER")]


def add(transaction: Transaction, identifier: str, seed: int, day: int | None, lang: str) -> None:
    """An article whose title, direction and names follow from a number; those of near numbers are near in meaning."""
    drawn = np.random.default_rng(seed)
    published = date(2026, 1, 1) + timedelta(days=day) if day is not None else None
    article = Article(identifier, f"Title {seed % 3}", "It rained.", published, lang=lang)
    chunk = Chunk(article, 0, 10, 0, ((0, 10),))
    vector = unit(np.eye(8, dtype=np.float32)[[seed % 2]] + 0.35 * drawn.standard_normal((1, 8)))
    transaction.make_way([article])
    transaction.add("", article, [chunk], vector, [analyse(chunk, vector)])
    transaction.record_names(identifier, list(names(drawn)))


def names(drawn: np.random.Generator) -> list[Named]:
    people: list[tuple[Kind, str, str]] = [("person", one.casefold(), one) for one in PEOPLE]
    places: dict[str, tuple[Kind, str, str]] = {key: ("place", key, one) for key, one in drawn.permutation(PLACES)}
    chosen = [one for one in (*people, *places.values()) if drawn.random() < 0.4]
    return [Named(kind, str(key), str(one), ((0, 2),), bool(drawn.random() < 0.5)) for kind, key, one in chosen]


CHANGE = st.tuples(
    st.sampled_from("abcdefgh"),
    st.one_of(st.none(), st.integers(0, 40)),
    st.one_of(st.none(), st.integers(0, 150)),
    st.sampled_from(["en", "de"]),
)
"""The article of an id comes, of some number, day and language, in the place of what was there; without a number it
goes."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(transactions=st.lists(st.lists(CHANGE, min_size=1, max_size=6), min_size=1, max_size=6))
def test_any_order_of_changes_ends_in_what_all_articles_give_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, transactions: list[list[tuple[str, int | None, int | None, str]]]
) -> None:
    store = Store.create(tmp_path_factory.mktemp("store") / "articles.sqlite", RECIPE)
    for changes in transactions:
        with store.write() as transaction:
            for identifier, seed, day, lang in changes:
                if seed is None:
                    transaction.remove([identifier])
                else:
                    add(transaction, identifier, seed, day, lang)
            transaction.advance()
        with store.read() as snapshot:
            assert groups_of_articles(snapshot) == grouped(read_names(snapshot))
            assert snapshot.damage() == []
            for kind in ("person", "place", "story"):
                rows = groups_of_articles(snapshot)
                counted = {name: {key for one, called, key, _ in rows if (one, called) == (kind, name)}
                           for of, name, _, _ in rows if of == kind}  # fmt: skip
                assert snapshot.groups(kind) == {name: len(keys) for name, keys in counted.items()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(transactions=st.lists(st.lists(CHANGE, min_size=1, max_size=6), min_size=2, max_size=6))
def test_stories_that_were_postponed_are_told_by_the_next_that_tells_any(
    tmp_path_factory: pytest.TempPathFactory, transactions: list[list[tuple[str, int | None, int | None, str]]]
) -> None:
    path = tmp_path_factory.mktemp("store") / "articles.sqlite"
    Store.create(path, RECIPE)
    for number, changes in enumerate(transactions, 1):
        with Store(path).write() as transaction:  # as another process does, after a kill
            for identifier, seed, day, lang in changes:
                if seed is None:
                    transaction.remove([identifier])
                else:
                    add(transaction, identifier, seed, day, lang)
            if number < len(transactions):
                transaction.postpone_stories()
            transaction.advance()
    with Store(path).read() as snapshot:
        assert groups_of_articles(snapshot) == grouped(read_names(snapshot))
        assert snapshot.damage() == []
        assert snapshot.untold == []


def test_a_story_that_was_postponed_is_told_with_an_article_of_another(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("store") / "articles.sqlite"
    with Store.create(path, RECIPE).write() as transaction:
        for seed in range(0, 12, 2):
            add(transaction, f"near {seed}", seed, seed, "en")
        transaction.postpone_stories()
    with Store(path).read() as snapshot:
        assert snapshot.groups("story") == {}
        assert snapshot.untold == [(1, 6)]
    with Store(path).write() as transaction:
        add(transaction, "far", 1, 1000, "en")
    with Store(path).read() as snapshot:
        assert snapshot.groups("story")
        assert groups_of_articles(snapshot) == grouped(read_names(snapshot))
        assert snapshot.untold == []


def test_what_is_still_to_be_told_is_noted() -> None:
    assert _ranges({7, 1, 2, 3, 9, 10}) == [(1, 3), (7, 7), (9, 10)]
    assert _ranges([]) == []


def test_names_that_are_noted_anew_are_told_anew(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store.create(tmp_path_factory.mktemp("store") / "articles.sqlite", RECIPE)
    with store.write() as transaction:
        for seed, identifier in enumerate("abcdef"):
            add(transaction, identifier, seed, seed, "en")
    with store.write() as transaction:
        for seed, identifier in enumerate("abc"):
            transaction.record_names(identifier, names(np.random.default_rng(seed + 50)))
    with store.read() as snapshot:
        assert groups_of_articles(snapshot) == grouped(read_names(snapshot))
        assert snapshot.damage() == []


def test_a_change_writes_nothing_of_articles_that_are_not_connected_with_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = Store.create(tmp_path_factory.mktemp("store") / "articles.sqlite", RECIPE)
    with store.write() as transaction:
        for number in range(40):
            add(transaction, f"old{number}", 2, 100 * number, "en")
            add(transaction, f"and{number}", 4, 100 * number + 1, "en")
    with store.write() as transaction:
        read: list[str] = []
        transaction._connection.set_trace_callback(read.append)
        add(transaction, "new", 2, 5, "en")
        transaction.seal()
        written = [one for one in read if one.startswith(("INSERT INTO stories", "INSERT INTO links"))]
    assert 0 < len(written) < 10
