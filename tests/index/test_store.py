"""The truth: what is written is read again to the character, a reader sees one generation, and nothing is half done."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ArgumentError, IndexBroken, IndexMissing
from rag.filters import Filters
from rag.index import rows
from rag.index.analysis import Analysis, analyse
from rag.index.embedding import Model, Vectors, unit
from rag.index.packing import directions, fingerprint
from rag.index.snapshot import Recipe, Snapshot
from rag.index.store import Store, Transaction
from rag.text.said.named import Named
from rag.types import Article, Chunk, DateOrigin, Problem
from tests.conftest import all_vectors
from tests.index.groups import groups_of_articles, read_names

RECIPE = Recipe(Model("hashed", "ab" * 32, dimension=4, window=50), chunk_tokens=20)
FULL = Article(
    id="news/a.md",
    title="Γειά “you” 🌧️",
    text="🚢🚢 Ship ahoy. Ελευθερία came e\u0301te\u0301.\r\n\x00 End.",
    published=date(2023, 10, 16),
    published_from="front matter",
    author="Özkan Ulutaş",
    source="Ελευθερία",
    url="https://example.org/a?b=1",
    lang="el",
)
BARE = Article(id="b.md", title="", text="Rain.")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "index" / "articles.sqlite", RECIPE)


def vectors_of(count: int, first: float = 0) -> Vectors:
    return np.arange(first, first + count * 4, dtype=np.float32).reshape(count, 4)


def whole(article: Article) -> Chunk:
    return Chunk(article, 0, len(article.text), position=0, sentences=((0, len(article.text)),))


def analysed(*chunks: Chunk) -> list[Analysis]:
    return [analyse(chunk, vectors_of(len(chunk.sentences), first=1)) for chunk in chunks]


def add(transaction: Transaction, article: Article, file: str = "a.md") -> list[int]:
    return transaction.add(file, article, [whole(article)], vectors_of(1), analysed(whole(article)))


def write(store: Store, *articles: Article) -> list[int]:
    """One transaction, one generation; returns the ids of the chunks, one an article."""
    with store.write() as transaction:
        added = [identifier for article in articles for identifier in add(transaction, article)]
        transaction.advance()
    return added


def ids(snapshot: Snapshot) -> set[str]:
    return {article.id for article in snapshot.articles()}


@pytest.mark.parametrize("article", [FULL, BARE], ids=["with all fields", "with none"])
def test_an_article_comes_back_as_it_was(store: Store, article: Article) -> None:
    (identifier,) = write(store, article)
    with store.read() as snapshot:
        assert list(snapshot.articles()) == [article]
        assert snapshot.chunks([identifier])[identifier].article == article
        assert snapshot.fingerprints() == {article.id: ("a.md", fingerprint(article))}


def test_offsets_count_code_points_whatever_stands_before(store: Store) -> None:
    chunks = [Chunk(FULL, 3, 13, 0, ((3, 7), (8, 13))), Chunk(FULL, 14, 31, 1, ((14, 31),))]
    assert [chunk.text for chunk in chunks] == ["Ship ahoy.", "Ελευθερία came e\u0301"]
    with store.write() as transaction:
        first, second = transaction.add("a.md", FULL, chunks, vectors_of(2), analysed(*chunks))
        transaction.advance()
    with store.read() as snapshot:
        assert snapshot.chunks([second, first]) == {first: chunks[0], second: chunks[1]}
        assert snapshot.chunks([first])[first].text == "Ship ahoy."
        assert list(snapshot.texts()) == [
            (chunk, FULL, one.text) for chunk, one in zip((first, second), chunks, strict=True)
        ]


def test_vectors_come_back_beside_their_ids_with_the_directions_that_they_had(store: Store) -> None:
    given = unit(np.random.default_rng(1).standard_normal((3, 4)))
    with store.write() as transaction:
        chunks = [Chunk(FULL, n, n + 2, n, ((n, n + 2),)) for n in range(2)]
        first = transaction.add("a", FULL, chunks, given[:2], analysed(*chunks))
        second = transaction.add("b", BARE, [whole(BARE)], given[2:], analysed(whole(BARE)))
    with store.read() as snapshot:
        held, vectors = all_vectors(snapshot)
    assert held == first + second
    assert np.array_equal(vectors, unit(directions(given)))
    assert np.sum(vectors * given, axis=1) == pytest.approx(1, abs=1e-4)
    assert vectors.dtype == np.float32


def test_vectors_come_in_blocks_of_at_most_so_many(store: Store) -> None:
    added = write(store, *(replace(BARE, id=str(number)) for number in range(5)))
    with store.read() as snapshot:
        blocks = list(snapshot.vector_blocks(2))
        every, vectors = all_vectors(snapshot)
    assert [ids.tolist() for ids, _ in blocks] == [added[:2], added[2:4], added[4:]]
    assert every == added
    assert np.array_equal(np.concatenate([block for _, block in blocks]), vectors)


def test_an_empty_store_has_no_vectors_but_a_dimension_and_its_recipe(store: Store) -> None:
    with store.read() as snapshot:
        assert all_vectors(snapshot)[0] == []
        assert all_vectors(snapshot)[1].shape == (0, 4)
        assert snapshot.recipe == RECIPE
        assert snapshot.generation == 0
        assert not snapshot.status().complete
        assert snapshot.damage() == []


def test_lengths_that_disagree_are_told_with_both_and_nothing_is_written(store: Store) -> None:
    for wrong in (vectors_of(2), vectors_of(1)[:, :3]):
        with store.write() as transaction:
            with pytest.raises(
                ValueError, match=rf"1 chunks of 'b\.md'.*{wrong.shape[0]}, {wrong.shape[1]}\) and 1 analyses"
            ):
                transaction.add("b.md", BARE, [whole(BARE)], wrong, analysed(whole(BARE)))
            transaction.advance()
    with store.read() as snapshot:
        assert ids(snapshot) == set()


def test_a_reader_sees_one_generation_while_a_writer_commits_the_next(store: Store) -> None:
    (old,) = write(store, FULL)
    with store.read() as before:
        with store.write() as transaction:
            transaction.remove([FULL.id])
            add(transaction, BARE)
            transaction.advance()
        assert before.generation == 1
        assert before.status().generation == 1
        assert ids(before) == {FULL.id}
        assert (
            set(before.chunk_ids(Filters()).tolist())
            == set(all_vectors(before)[0])
            == set(before.chunks([old]))
            == {old}
        )
        with store.read() as after:
            assert after.generation == 2
            assert ids(after) == {BARE.id}
    assert transaction.generation == 2


def test_readers_are_not_held_up_by_an_open_transaction(store: Store) -> None:
    write(store, FULL)
    with store.write() as transaction:
        add(transaction, BARE)
        with store.read() as snapshot:
            assert ids(snapshot) == {FULL.id}


def test_a_failure_inside_a_transaction_undoes_all_of_it(store: Store) -> None:
    (kept,) = write(store, FULL)

    class Failure(Exception):
        pass

    def fail() -> None:
        with store.write() as transaction:
            transaction.remove([FULL.id])
            add(transaction, BARE)
            transaction.record_files({"b.md": "00"}, ())
            transaction.record_complete(True)
            transaction.advance()
            raise Failure

    with pytest.raises(Failure):
        fail()
    with store.read() as snapshot:
        assert (ids(snapshot), snapshot.generation, snapshot.files()) == ({FULL.id}, 1, {})
        assert snapshot.chunk_ids(Filters()).tolist() == [kept]
        assert not snapshot.status().complete
    write(store, BARE)  # and no lock is left behind


def test_an_id_is_taken_once(store: Store) -> None:
    write(store, FULL)
    with pytest.raises(IndexBroken, match="UNIQUE"), store.write() as transaction:
        add(transaction, replace(BARE, id=FULL.id))
    with store.read() as snapshot:
        assert list(snapshot.articles()) == [FULL]


def test_ids_of_chunks_are_never_used_again(store: Store) -> None:
    first = write(store, FULL, BARE)
    with store.write() as transaction:
        assert sorted(transaction.remove([FULL.id, "unknown", BARE.id])) == first
        transaction.advance()
    with store.read() as snapshot:
        assert all_vectors(snapshot)[0] == []
        assert snapshot.damage() == []
        with pytest.raises(IndexBroken, match=r"missing.*`rag index --rebuild`"):
            snapshot.chunks(first)
    assert min(write(store, BARE)) > max(first)


def test_files_problems_and_completeness_are_those_of_the_last_build(store: Store) -> None:
    with store.write() as transaction:
        add(transaction, FULL, "old.md")
        transaction.move(FULL.id, "new.md")
        transaction.record_files({"a": "1", "b": "2", "c": "3"}, ())
        transaction.record_files({"a": "9"}, ["b"])
        transaction.record_problems([Problem("x", "why")])
        transaction.record_problems([Problem("z", "other"), Problem("y", "reason")])
        transaction.record_complete(True)
        transaction.advance(41)
    with store.read() as snapshot:
        assert snapshot.files() == {"a": "9", "c": "3"}
        assert snapshot.fingerprints()[FULL.id][0] == "new.md"
        status = snapshot.status()
    assert status.problems == (Problem("y", "reason"), Problem("z", "other"))
    assert status.complete
    assert status.generation == 41
    assert (status.articles, status.chunks, status.sources, status.undated) == (1, 1, 1, 0)
    assert (status.first, status.last) == (FULL.published, FULL.published)
    assert (status.model, status.chunk_tokens) == ("hashed", 20)
    assert status.languages == ((FULL.lang, 1),)
    assert status.updated is not None
    assert abs((datetime.now(UTC) - status.updated).total_seconds()) < 60


def test_articles_are_listed_without_their_texts_and_had_one_by_one(store: Store) -> None:
    undated = Article("a", "Title", "Text of it.")
    write(store, undated, FULL)
    with store.read() as snapshot:
        listed = list(snapshot.listing().values())
        assert [one.id for one in listed] == [FULL.id, "a"]
        assert (listed[1].title, listed[1].characters, listed[1].published) == ("Title", 11, None)
        assert (listed[0].source, listed[0].url, listed[0].lang) == (FULL.source, FULL.url, FULL.lang)
        assert snapshot.article("a") == undated
        assert snapshot.article("b") is None


@pytest.mark.parametrize(
    "other",
    [replace(FULL, id="x"), replace(FULL, title="x"), replace(FULL, text="x"), replace(FULL, published=None),
     replace(FULL, published=date(2023, 10, 17)), replace(FULL, published_from="unknown"), replace(FULL, author=None),
     replace(FULL, author="None"), replace(FULL, source="x"), replace(FULL, url="x"), replace(FULL, lang="x"),
     replace(FULL, author=FULL.source, source=FULL.author)],
)  # fmt: skip
def test_every_field_is_in_the_fingerprint(other: Article) -> None:
    assert fingerprint(other) != fingerprint(FULL)


def on(identifier: str, published: date | None, source: str | None = None, author: str | None = None) -> Article:
    origin: DateOrigin = "metadata" if published else "unknown"
    return Article(identifier, identifier, f"About {identifier}.", published, origin, author, source)


@pytest.fixture
def library(store: Store) -> Iterator[tuple[Snapshot, dict[int, str]]]:
    articles = [
        on("first", date(2023, 1, 31), "Ελευθερία", "Özkan Ulutaş"),
        on("second", date(2023, 2, 1), "Gazette", "Ann Lee"),
        on("third", date(2024, 2, 1), "The Straße", "ANN LEE"),
        on("undated", None, "gazette", "Ann Lee"),
        on("nameless", date(2023, 2, 1)),
    ]
    found = write(store, *articles)
    with store.read() as snapshot:
        yield snapshot, dict(zip(found, (article.id for article in articles), strict=True))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), "first second third undated nameless"),
        (Filters(after=date(2023, 2, 1)), "second third nameless"),
        (Filters(after=date(2023, 2, 2)), "third"),
        (Filters(before=date(2023, 2, 1)), "first second nameless"),
        (Filters(before=date(2023, 1, 30)), ""),
        (Filters(after=date(2023, 2, 1), before=date(2023, 2, 1)), "second nameless"),
        (Filters(sources=("ΕΛΕΥΘΕΡΊΑ",)), "first"),
        (Filters(sources=(" the strasse ",)), "third"),
        (Filters(sources=("GAZETTE",)), "second undated"),
        (Filters(sources=("ελευθερια",), authors=("ozkan ulutas",)), "first"),
        (Filters(sources=("gazette", "ελευθερία")), "first second undated"),
        (Filters(authors=("özkan ulutaş",)), "first"),
        (Filters(authors=("ann lee",)), "second third undated"),
        (Filters(authors=("ann lee",), sources=("gazette",)), "second undated"),
        (Filters(authors=("ann lee",), sources=("gazette",), before=date(2024, 1, 1)), "second"),
        (Filters(articles=("second", "first")), "first second"),
        (Filters(articles=("second", "first"), sources=("gazette",)), "second"),
    ],
)
def test_filters_let_through_what_they_say(
    library: tuple[Snapshot, dict[int, str]], filters: Filters, expected: str
) -> None:
    snapshot, names = library
    assert {names[identifier] for identifier in snapshot.chunk_ids(filters).tolist()} == set(expected.split())


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (Filters(sources=("Gaz",)), "No article is of a publisher called “Gaz”: the nearest is “Gazette”."),
        (Filters(sources=("Gazette", "%")), "No article is of a publisher called “%”: nothing is spelled nearly so"),
        (Filters(sources=("",)), "No article is of a publisher called “”"),
        (Filters(authors=("Anne Lee",)), "No article is by an author called “Anne Lee”: the nearest is “A"),
        (Filters(authors=("x' OR '1'='1",)), "No article is by an author called “x' OR '1'='1”"),
        (Filters(tags=("weather",)), "No article was filed under “weather”: nothing is spelled nearly so"),
        (Filters(people=("Nobody",)), "No person called “Nobody” was found in the articles"),
        (Filters(articles=("frist",)), "No article of the index is called “frist”: the nearest is “first”."),
        (Filters(articles=("first", "")), "No article of the index is called “”: nothing is spelled nearly so"),
    ],
)
def test_a_name_that_no_article_has_is_told_with_the_nearest(
    library: tuple[Snapshot, dict[int, str]], filters: Filters, told: str
) -> None:
    with pytest.raises(ArgumentError) as raised:
        library[0].passing(filters)
    assert str(raised.value).startswith(told)


def test_publishers_and_authors_are_counted_whatever_their_case(library: tuple[Snapshot, dict[int, str]]) -> None:
    snapshot, _ = library
    assert snapshot.fields("source") == {"Gazette": 2, "The Straße": 1, "Ελευθερία": 1}
    assert snapshot.fields("author") == {"ANN LEE": 3, "Özkan Ulutaş": 1}
    assert snapshot.fields("author", Filters(sources=("gazette",))) == {"Ann Lee": 2}


def test_articles_come_newest_first_and_undated_ones_last(library: tuple[Snapshot, dict[int, str]]) -> None:
    snapshot, _ = library
    assert [article.id for article in snapshot.articles()] == ["third", "nameless", "second", "first", "undated"]
    status = snapshot.status()
    assert (status.first, status.last, status.undated) == (date(2023, 1, 31), date(2024, 2, 1), 1)


def test_another_format_is_refused_with_the_next_command(store: Store) -> None:
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    for use in (store.read, store.write):
        with pytest.raises(IndexBroken, match=r"format 99.*`rag index --rebuild`"), use():
            pytest.fail("it was opened")


def test_what_is_no_store_is_refused_with_the_next_command(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("This was an article, and is no database at all.\n" * 100)
    (tmp_path / "empty").touch()
    for name in ("text", "empty"):
        for use in (Store(tmp_path / name).read, Store(tmp_path / name).write):
            with pytest.raises(IndexBroken, match="`rag index --rebuild`") as raised, use():
                pytest.fail("it was opened")
            assert "\n" not in str(raised.value)


def test_a_damaged_page_is_told_and_not_read(store: Store) -> None:
    write(store, *(replace(FULL, id=str(number), text=FULL.text * 200) for number in range(40)))
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(store.path.read_bytes())
    content[4096 * 8 :] = bytes(len(content) - 4096 * 8)
    store.path.write_bytes(content)
    with pytest.raises(IndexBroken, match=r"damaged.*`rag index --rebuild`"), store.read() as snapshot:
        list(snapshot.articles())


def test_a_missing_index_names_the_command_that_makes_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "index" / "articles.sqlite")
    for use in (store.read, store.write):
        with pytest.raises(IndexMissing, match="`rag index`"), use():
            pytest.fail("it was opened")
    assert list(tmp_path.iterdir()) == [], "looking for it made nothing"


def test_sqlite_itself_and_bare_articles_are_checked(store: Store) -> None:
    write(store, FULL)
    with store.write() as transaction:
        transaction.add("b.md", BARE, [], vectors_of(0), [])
    with store.read() as snapshot:
        assert snapshot.damage() == ["article b.md has no chunk"]


# What is altered behind our back


Harm = Callable[[sqlite3.Connection, str, str, list[tuple[object, object]]], None]
"""Alters a column of a table, by what SQL calls a row, given all rows as (what calls it, value)."""


def set_to(connection: sqlite3.Connection, table: str, column: str, row: object, value: object) -> None:
    name = KEYS.get(table, "rowid")
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE {name} = ?", (value, row))


def a_bit(connection: sqlite3.Connection, table: str, column: str, rows: list[tuple[object, object]]) -> None:
    row, value = rows[-1]
    altered: object
    if isinstance(value, int):
        altered = value ^ 4
    elif isinstance(value, bytes):
        altered = value[:-1] + bytes([value[-1] ^ 1])
    else:
        altered = f"{value or 'a'}"[:-1] + chr(ord(f"{value or 'a'}"[-1]) ^ 1)
    set_to(connection, table, column, row, altered)


def another_type(connection: sqlite3.Connection, table: str, column: str, rows: list[tuple[object, object]]) -> None:
    row, value = rows[-1]
    set_to(connection, table, column, row, b"\xff\xfe" if not isinstance(value, bytes) else "text")


def no_text(connection: sqlite3.Connection, table: str, column: str, rows: list[tuple[object, object]]) -> None:
    name = KEYS.get(table, "rowid")
    connection.execute(f"UPDATE {table} SET {column} = CAST(x'C3FF41' AS TEXT) WHERE {name} = ?", (rows[-1][0],))


def emptied(connection: sqlite3.Connection, table: str, column: str, rows: list[tuple[object, object]]) -> None:
    row, value = rows[-1]
    set_to(connection, table, column, row, b"" if isinstance(value, bytes) else "")


def nothing(connection: sqlite3.Connection, table: str, column: str, rows: list[tuple[object, object]]) -> None:
    set_to(connection, table, column, rows[-1][0], None)


def huge(connection: sqlite3.Connection, table: str, column: str, rows: list[tuple[object, object]]) -> None:
    set_to(connection, table, column, rows[-1][0], 2**63 - 1)


def longer(connection: sqlite3.Connection, table: str, column: str, rows: list[tuple[object, object]]) -> None:
    row, value = rows[-1]
    set_to(connection, table, column, row, value + value[:5] if isinstance(value, bytes) else f"{value}0")


def swapped(connection: sqlite3.Connection, table: str, column: str, rows: list[tuple[object, object]]) -> None:
    """The values of two rows; a key stands aside meanwhile."""
    (one, first), (other, last) = rows[0], rows[-1]
    if column == KEYS.get(table):
        for row, value in ((one, "aside"), (other, first), ("aside", last)):
            set_to(connection, table, column, row, value)
        return
    with contextlib.suppress(sqlite3.IntegrityError):  # of a column that is unique
        set_to(connection, table, column, other, first)
        set_to(connection, table, column, one, last)
        return
    for row, value in ((one, -5), (other, first), (one if column != "key" and column != "id" else -5, last)):
        set_to(connection, table, column, row, value)


KEYS = {"facts": "key", "files": "path", "naming": "name", "links": "one"}  # of the tables that have no rowid
HARMS: list[Harm] = [a_bit, another_type, no_text, emptied, nothing, huge, longer, swapped]


def columns() -> list[tuple[str, str]]:
    """Every column of every table, as SQLite lists them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Store.create(Path(folder) / "articles.sqlite", RECIPE).path
        with closing(sqlite3.connect(path)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            return [(table, row[1]) for table in tables for row in connection.execute(f"PRAGMA table_info({table})")]


def test_the_checksum_of_a_row_covers_every_column_but_itself() -> None:
    assert sorted(columns()) == sorted(
        (table, column) for table, held in rows.COLUMNS.items() for column in (*held, "checksum")
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two different rows at least in every table."""
    store = Store.create(tmp_path_factory.mktemp("filled") / "articles.sqlite", RECIPE)
    other = replace(FULL, id="c.md", title="Rain", text="It rained. It stopped.", published=date(2022, 1, 2),
                    published_from="metadata", author="Ann Lee", source="Gazette", url="u", lang="en")  # fmt: skip
    with store.write() as transaction:
        for article in (FULL, other):
            add(transaction, replace(article, title=f"{article.title}!"))
        transaction.make_way([FULL, other])
        undated = replace(other, id="d.md", author="Bo Ito", published=None)  # so that it may be of one story with each
        for file, article, spans in (
            ("a.md", FULL, ((3, 13),)),
            ("c.md", other, ((0, 10), (11, 22))),
            ("d.md", undated, ((0, 10),)),
        ):
            chunks = [Chunk(article, start, end, number, ((start, end),)) for number, (start, end) in enumerate(spans)]
            given = vectors_of(len(chunks), first=len(file) + len(chunks))
            transaction.add(file, article, chunks, given, analysed(*chunks))
            name = str(article.author)
            transaction.record_names(article.id, [Named("person", name.casefold(), name, ((0, 2),), True)])
        transaction.record_files({"a.md": "1", "c.md": "2"}, ())
        transaction.record_problems([Problem("x.md", "unreadable"), Problem("y.md", "empty")])
        transaction.record_complete(True)
        transaction.advance()
    with store.read() as snapshot:
        assert snapshot.damage() == []
    return store.path


def alter(path: Path, work: Callable[[sqlite3.Connection], object]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        work(connection)


def everything(snapshot: Snapshot) -> list[object]:
    """All that is read from a store, by every way there is."""
    ids = snapshot.chunk_ids(Filters(after=date(1, 1, 1), sources=("Ελευθερία", "Gazette"))).tolist()
    return [
        snapshot.status(), snapshot.names(), snapshot.listing(), snapshot.fingerprints(), snapshot.files(),
        snapshot.chunks(ids), snapshot.chunks(all_vectors(snapshot)[0]), all_vectors(snapshot)[1].tolist(),
        list(snapshot.texts()), list(snapshot.articles()), snapshot.article("a.md"), snapshot.article("news/a.md"),
        [one.vectors.tolist() for one in snapshot.analyses(ids).values()], snapshot.recipe, snapshot.generation,
        snapshot.history("news/a.md"), snapshot.history("c.md"),
        read_names(snapshot), snapshot.named_in("news/a.md"), snapshot.groups("person"),
        groups_of_articles(snapshot),
    ]  # fmt: skip


def read_and_removed(store: Store) -> None:
    """Read all that there is, and then remove it, for which what ties articles to each other is read, too."""
    with store.read() as snapshot:
        everything(snapshot)
    with store.write() as transaction:
        transaction.remove(["news/a.md", "c.md", "d.md"])


def altered_by(harm: Harm, path: Path, table: str, column: str) -> bool:
    """Whether SQLite took the alteration, and not for the same as before."""
    everything = f"SELECT {KEYS.get(table, 'rowid')}, {column} FROM {table} ORDER BY 1"
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(everything).fetchall()
        with contextlib.suppress(sqlite3.IntegrityError), connection:
            harm(connection, table, column, rows)
        connection.text_factory = bytes
        before = [[one.encode() if isinstance(one, str) else one for one in row] for row in rows]
        return [list(row) for row in connection.execute(everything)] != before


@pytest.mark.parametrize(("table", "column"), columns())
def test_no_column_of_any_table_can_be_altered_unnoticed(filled: Path, tmp_path: Path, table: str, column: str) -> None:
    done = []
    for harm in HARMS:
        store = Store(shutil.copyfile(filled, tmp_path / f"{harm.__name__}.sqlite"))
        if not altered_by(harm, store.path, table, column):
            continue
        done.append(harm)
        try:
            with store.read() as snapshot:
                told = snapshot.damage()
        except IndexBroken as error:
            told = [str(error)]
            assert "`rag index --rebuild`" in told[0], harm
        assert told, harm
        assert not [line for line in told if "\n" in line], harm
        if column == "article" and table == "versions":  # what is called otherwise is missed by who looks at all alone
            continue
        with pytest.raises(IndexBroken):
            read_and_removed(store)
    assert len(done) >= 3, "or the test shows nothing"


ROWS: dict[str, str] = {
    "an article taken away": "DELETE FROM articles WHERE id = 'c.md'",
    "a chunk taken away": "DELETE FROM chunks WHERE id = 3",
    "a file taken away": "DELETE FROM files WHERE path = 'c.md'",
    "a problem taken away": "DELETE FROM problems WHERE path = 'x.md'",
    "a chunk doubled": "INSERT INTO chunks SELECT 9, article, position, first, stop, vector, sentences, words,"
    " sentence_vectors, content, checksum FROM chunks WHERE id = 3",
    "a problem doubled": "INSERT INTO problems SELECT * FROM problems WHERE path = 'x.md'",
    "all problems taken away": "DELETE FROM problems",
    "a version taken away": "DELETE FROM versions WHERE article = 'c.md'",
    "a version doubled": "INSERT INTO versions SELECT article, 2, title, published, replaced, text, checksum"
    " FROM versions WHERE article = 'c.md'",
    "all versions taken away": "DELETE FROM versions",
    "the names of an article taken away": "DELETE FROM named WHERE article = 1",
    "a name doubled": "INSERT INTO names SELECT 9, kind, 'ann', family, articles, sure, spelled, shown, checksum"
    " FROM names WHERE id = 1",
    "a story taken away": "DELETE FROM stories",
    "a link taken away": "DELETE FROM links WHERE one = 1",
    "a fact taken away": "DELETE FROM facts WHERE key = 'updated'",
    "a fact added": "INSERT INTO facts VALUES ('colour', 'red', 0)",
}


@pytest.mark.parametrize("change", ROWS)
def test_a_row_that_went_or_came_is_told(filled: Path, tmp_path: Path, change: str) -> None:
    store = Store(shutil.copyfile(filled, tmp_path / "articles.sqlite"))
    alter(store.path, lambda connection: connection.execute(ROWS[change]))
    if "fact" in change:  # which are read at once
        with pytest.raises(IndexBroken, match="`rag index --rebuild`"), store.read():
            pytest.fail("it was opened")
        return
    with store.read() as snapshot:
        assert snapshot.damage() != []


def test_what_is_altered_is_named_and_is_not_answered_from(store: Store) -> None:
    kept, altered = write(store, FULL, BARE)
    alter(store.path, lambda connection: connection.execute("UPDATE chunks SET first = 1 WHERE id = ?", (altered,)))
    with store.read() as snapshot:
        assert snapshot.damage()[0] == f"chunk {altered} is not what was put in"
        assert set(snapshot.chunks([kept])) == {kept}
        for read in (snapshot.chunks, snapshot.analyses):
            with pytest.raises(
                IndexBroken, match=rf"chunk {altered} is not what was put in: run `rag index --rebuild`"
            ):
                read([kept, altered])


def test_what_was_altered_is_told_after_further_writing_too(store: Store) -> None:
    write(store, FULL, BARE)
    alter(store.path, lambda connection: connection.execute("DELETE FROM chunks WHERE id = 2"))
    write(store, replace(BARE, id="c.md"))
    with store.read() as snapshot:
        assert "rows were altered, added or taken away behind the index's back" in snapshot.damage()


def test_the_same_generation_of_two_indexes_is_two_states(store: Store, tmp_path: Path) -> None:
    other = Store.create(tmp_path / "other.sqlite", RECIPE)
    states: list[int] = []
    for _ in range(2):
        for each in (store, other):
            write(each, replace(BARE, id=str(len(states))))
            with each.read() as snapshot:
                states.append(snapshot.state)
    assert len(set(states)) == 4
    with store.read() as snapshot:
        assert (snapshot.generation, snapshot.state) == (2, states[2]), "and it stays until the next generation"


def test_a_replacement_is_seen_all_at_once_and_not_by_who_reads_already(store: Store, tmp_path: Path) -> None:
    write(store, FULL)
    other = Store.create(tmp_path / "rebuild" / "articles.sqlite", replace(RECIPE, chunk_tokens=30))
    write(other, *(replace(BARE, id=str(number), text="Rain. " * 500) for number in range(30)))
    with store.read() as before:
        store.replace_with(other)
        assert ids(before) == {FULL.id}
        assert before.recipe == RECIPE
        assert before.damage() == []
    with store.read() as after:
        assert ids(after) == {str(number) for number in range(30)}
        assert after.recipe.chunk_tokens == 30
        assert after.damage() == []
    with other.read() as source:
        assert len(ids(source)) == 30
    with store.read() as reader:
        write(store, FULL)  # it is a store as before, with readers beside a writer
        assert FULL.id not in ids(reader)


@pytest.mark.parametrize("content", [b"no database", b"", None])
def test_a_replacement_takes_the_place_of_a_broken_or_missing_store(
    store: Store, tmp_path: Path, content: bytes | None
) -> None:
    write(store, FULL)
    other = Store.create(tmp_path / "other.sqlite", RECIPE)
    write(other, BARE)
    broken = Store(tmp_path / "broken.sqlite")
    with other.read():  # while it is open, what was written lies in its log
        write(other, replace(BARE, id="c.md"))
        log = tmp_path.joinpath("other.sqlite-wal").read_bytes()
    assert len(log) > 4096
    if content is not None:
        broken.path.write_bytes(content)
    broken.path.with_name("broken.sqlite-wal").write_bytes(log)
    broken.replace_with(store)
    with broken.read() as snapshot:
        assert ids(snapshot) == {FULL.id}
        assert snapshot.damage() == []


@contextlib.contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """A folder in which nobody may write: mounted so for root, whom permissions do not bind."""
    if os.geteuid():
        folder.chmod(0o555)
    elif subprocess.run(["mount", "--bind", "-o", "ro", folder, folder], capture_output=True).returncode:
        pytest.skip("root is bound by no permission, and nothing can be mounted here")
    try:
        yield
    finally:
        if os.geteuid():
            folder.chmod(0o755)
        else:
            subprocess.run(["umount", "-l", folder], check=True)


def test_an_index_in_a_folder_that_may_not_be_written_is_read(store: Store) -> None:
    (identifier,) = write(store, FULL)
    folder = store.path.parent
    assert list(folder.iterdir()) == [store.path], "all is in the one file when nobody has it open"
    with unwritable(folder), store.read() as snapshot:
        assert snapshot.chunks([identifier])[identifier].article == FULL
        assert list(folder.iterdir()) == [store.path], "a reader writes nothing there"


@pytest.mark.parametrize("left", [("-wal", "-shm"), ("-wal",)])
def test_a_copy_that_was_made_while_somebody_wrote_is_read_as_it_is_by_now(
    store: Store, tmp_path: Path, left: tuple[str, ...]
) -> None:
    """Also where it may not be written: what was committed last lies beside the file, in its log."""
    write(store, FULL)
    copy = tmp_path / "copy"
    copy.mkdir()
    with store.read():  # as long as it is open, the log stays
        write(store, BARE)
        for suffix in ("", *left):
            shutil.copy(f"{store.path}{suffix}", copy)
    there = sorted(copy.iterdir())
    with unwritable(copy), Store(copy / store.path.name).read() as snapshot:
        assert ids(snapshot) == {FULL.id, BARE.id}
        assert snapshot.damage() == []
        assert sorted(copy.iterdir()) == there
