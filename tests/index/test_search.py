"""Searching an index, and what it does where its derived files are lost, stale or damaged."""

import contextlib
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from rag.answers.pipeline import Rag
from rag.errors import IndexBroken, IndexBusy, IndexMissing, ModelError, RagError
from rag.filters import Filters
from rag.index import rows
from rag.index.analysis import analyse
from rag.index.building import build_steps
from rag.index.derived import Derived, derived_of
from rag.index.embedding import Vectors
from rag.index.folder import writing
from rag.index.search import Index
from rag.index.snapshot import Recipe
from rag.index.store import Store
from rag.places import STORE
from rag.text.words import stems
from rag.types import Article, Chunk, Passage
from tests.conftest import HashedWords
from tests.index.conftest import ANYWHERE, place, rewritten
from tests.index.earlier import made_old
from tests.index.test_store import HARMS, altered_by, columns

VECTORS, KEYWORDS = "vectors", "keywords"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Five articles of a few sentences, each about a word of its own."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(5):
        put(folder, f"{number}.md", f"word{number}")
    return folder


@pytest.fixture
def index(corpus: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """An index of them, made with hashed words."""
    made = place(tmp_path, request)
    Index.build(corpus, made, embedder=HashedWords())
    return made


def put(corpus: Path, name: str, word: str, sentences: int = 3) -> None:
    text = " ".join(f"Sentence {number} says that {word} is here." for number in range(sentences))
    (corpus / name).write_text(f"# About {word}\n\n{text}\n", encoding="utf-8")


def ids(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.article.id for passage in passages]


def spans(passages: tuple[Passage, ...]) -> list[tuple[str, str, float | None]]:
    return [(passage.article.id, passage.text, passage.scores.dense) for passage in passages]


def change(index: Path, statement: str) -> None:
    """Tamper with the store behind everyone's back."""
    with closing(sqlite3.connect(index / STORE)) as connection:
        connection.execute(statement)
        connection.commit()


# What a search finds


def test_a_search_finds_by_meaning_where_no_word_is_shared(sample: Index) -> None:
    first, *_ = sample.search("burglar").passages
    assert not set(stems("burglar")) & set(stems(f"{first.article.title} {first.text}"))
    assert first.scores.keyword is None
    assert "theft" in first.article.text
    assert any("strike" in passage.text for passage in sample.search("longshoremen", k=3).passages)


@pytest.mark.parametrize(
    ("query", "said"), [("2734", "2,734"), ("2,734", "2,734"), ("ULUTAS", "Ulutaş"), ("Ristuccia", "Ristuccia")]
)
def test_a_search_finds_a_rare_word_or_number_however_it_is_spelt(sample: Index, query: str, said: str) -> None:
    found = sample.search(query, k=3).passages
    assert said in found[0].text
    assert found[0].scores.keyword is not None


def test_a_search_brings_as_many_passages_as_asked_for_or_all_there_are(sample: Index) -> None:
    total = sample.status().chunks
    (only,) = sample.search("storm", k=1).passages
    assert sample.search("storm", k=3).passages[0] == only
    assert len(sample.search("storm").passages) == 8
    every = sample.search("storm", k=10 * total)
    assert len(every.passages) + len(every.left_out) == total
    assert len({(passage.article.id, passage.start) for passage in every.passages}) == len(every.passages)


def test_passages_are_slices_of_their_articles_and_come_best_first(sample: Index) -> None:
    found = sample.search("Who was hurt in Zvečan?", k=50)
    for passage in found.passages:
        assert passage.text == passage.article.text[passage.start : passage.end]
        assert passage.text.strip()
        assert passage.scores.dense is not None or passage.scores.keyword is not None
        assert passage.scores.dense is None or -1.001 <= passage.scores.dense <= 1.001
        assert passage.scores.keyword is None or passage.scores.keyword >= 0
    fused = [passage.scores.fused for passage in found.passages]
    assert fused == sorted(fused, reverse=True)
    assert found.generation == sample.status().generation
    assert set(found.timings) == {"open", "embed", "dense", "keywords", "rank", "load"}
    assert min(found.timings.values()) >= 0


class Counting(HashedWords):
    """Keeps the queries that it embedded."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def embed_query(self, text: str) -> Vectors:
        self.asked.append(text)
        return super().embed_query(text)


@ANYWHERE
def test_of_passages_that_fit_a_question_alike_those_near_what_was_answered_come_first(index: Path) -> None:
    model = Counting()
    opened = Index.open(index, embedder=model)
    question = "Which sentence says that?"
    assert opened.search(question).passages[0].scores.context == 0
    for word in ("word3", "word1"):
        first, second, *_ = opened.search(question, context=["It is here.", f"About {word}."]).passages
        assert first.article.id == f"{word[-1]}.md"
        assert first.scores.context > second.scores.context
    assert model.asked.count("It is here.") == 1, "what was answered is embedded once"


def test_what_is_asked_counts_as_much_as_the_whole_query(index: Path) -> None:
    opened = Index.open(index, embedder=HashedWords())
    vector = {
        one.article.id: one.scores.dense for one in opened.search("word1 word2 word2 word2", focus="word1").passages
    }
    plain = {one.article.id: one.scores.dense for one in opened.search("word1 word2 word2 word2").passages}
    assert plain["1.md"] < plain["2.md"]
    assert vector["1.md"] > vector["2.md"]


def test_a_passage_that_one_search_alone_returns_has_no_score_of_the_other(corpus: Path, tmp_path: Path) -> None:
    for number in range(5, 120):
        put(corpus, f"{number}.md", f"word{number}", 1)
    # Far from the query by its many other words, and yet the only one that has its rare word.
    filler = " ".join(f"filler{number}" for number in range(100))
    (corpus / "far.md").write_text(f"Nothing\n\n{filler} quince.\n", encoding="utf-8")
    opened = Index.build(corpus, tmp_path / "index", embedder=HashedWords())

    by_words = {passage.article.id: passage.scores for passage in opened.search("quince sentence", k=100).passages}
    assert by_words["far.md"].dense is not None
    assert by_words["far.md"].keyword is not None
    by_meaning = opened.search("unheard", k=3).passages
    assert [one.scores.keyword for one in by_meaning] == [None] * 3


# Filters


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (
            Filters(after=date(2023, 10, 19), before=date(2023, 10, 26)),
            lambda article: date(2023, 10, 19) <= article.published <= date(2023, 10, 26),
        ),
        (Filters(after=date(2026, 9, 20)), lambda article: article.published >= date(2026, 9, 20)),
        (Filters(before=date(2023, 10, 12)), lambda article: article.published <= date(2023, 10, 12)),
        (Filters(sources=("balkan BRIEF ",)), lambda article: article.source == "Balkan Brief"),
        (
            Filters(sources=("Balkan Brief", "Adriatic Monitor")),
            lambda article: article.source in ("Balkan Brief", "Adriatic Monitor"),
        ),
        (Filters(authors=("NEVENA LUKARIĆ",)), lambda article: article.author == "Nevena Lukarić"),
        (
            Filters(articles=("balkans/starovic-on-common-interests.md", "balkans/kfor-from-1999-to-today.md")),
            lambda article: (
                article.id in ("balkans/starovic-on-common-interests.md", "balkans/kfor-from-1999-to-today.md")
            ),
        ),
        (
            Filters(after=date(2023, 11, 1), sources=("Balkan Brief",), authors=("Nevena Lukarić",)),
            lambda article: (
                article.published >= date(2023, 11, 1)
                and (article.source, article.author) == ("Balkan Brief", "Nevena Lukarić")
            ),
        ),
    ],
)  # fmt: skip
def test_filters_let_exactly_the_articles_they_name_pass(
    sample: Index, filters: Filters, passes: Callable[[object], bool]
) -> None:
    every = sample.search("Türkiye and the harbour", k=1000).passages
    expected = {passage.article.id for passage in every if passes(passage.article)}
    assert 0 < len(expected) < len({passage.article.id for passage in every})
    found = sample.search("Türkiye and the harbour", k=1000, filters=filters).passages
    assert set(ids(found)) == expected
    assert len(found) == sum(passage.article.id in expected for passage in every)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(after=date(2030, 1, 1)),
        Filters(sources=("Balkan Brief",), authors=("Corwin Pask",)),
    ],
)
def test_where_no_article_passes_the_filters_nothing_is_found(sample: Index, filters: Filters) -> None:
    assert sample.search("KFOR", filters=filters).passages == ()


@ANYWHERE
def test_the_empty_filter_lets_all_pass_and_an_undated_article_passes_no_date(index: Path) -> None:
    opened = Index.open(index, embedder=HashedWords())
    assert opened.search("word1", filters=Filters()).passages == opened.search("word1").passages
    assert opened.search("word1", filters=Filters(after=date(1, 1, 1))).passages == ()
    assert opened.search("word1", filters=Filters(before=date(9999, 12, 31))).passages == ()


# Following the store


@ANYWHERE
def test_a_running_index_sees_a_new_generation_at_its_next_search(corpus: Path, index: Path) -> None:
    opened = Index.open(index, embedder=HashedWords())
    before = opened.search("novelty", k=1)
    assert "novelty" not in before.passages[0].text

    put(corpus, "2.md", "novelty")
    (corpus / "3.md").unlink()
    *_, last = build_steps(corpus, index, embedder=HashedWords())
    assert last.report is not None
    after = opened.search("novelty", k=9)
    assert ids(after.passages)[0] == "2.md"
    assert "3.md" not in ids(after.passages)
    assert after.generation == last.report.generation == opened.status().generation > before.generation
    # What a reader was given stays true, as each passage carries its article.
    assert before.passages[0].text in before.passages[0].article.text


@pytest.mark.kill
def test_threads_search_while_a_writer_updates_and_every_passage_fits_its_article(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    for number in range(5, 150):
        put(corpus, f"{number}.md", f"word{number}", 2)
    opened = Index.build(corpus, index, embedder=HashedWords())
    done = threading.Event()
    errors: list[Exception] = []
    generations: list[list[int]] = [[] for _ in range(8)]

    def read(number: int) -> None:
        asked = number
        try:
            while not done.is_set() or not generations[number]:
                found = opened.search(f"word{asked % 150} novelty{asked % 150}", k=10)
                generations[number].append(found.generation)
                asked += 1
                for passage in found.passages:
                    # An id that pointed into another version would cut sentences of other lengths.
                    assert passage.text.startswith("Sentence "), passage.text
                    assert passage.text.endswith(" is here."), passage.text
                    assert passage.article.title.removeprefix("About ") in passage.text
        except Exception as error:
            errors.append(error)

    readers = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for reader in readers:
        reader.start()
    for turn in range(2):
        for number in range(0, 150, 2):
            put(corpus, f"{number}.md", f"novelty{number}" if turn == 0 else f"longer{'r' * number}{number}", 2 + turn)
        for _ in build_steps(corpus, index, embedder=HashedWords()):
            pass
    done.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert all(seen == sorted(seen) for seen in generations)
    assert len({generation for seen in generations for generation in seen}) > 1
    assert opened.verify() == []


# Derived files that are missing, stale or damaged


def cut(path: Path) -> object:
    return rewritten(path, path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    rewritten(path, bytes(data))


def largest(folder: Path) -> Path:
    """The largest file of words, not of notes about them."""
    return max((path for path in folder.iterdir() if path.suffix != ".json"), key=lambda path: path.stat().st_size)


def instead(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "vectors deleted": lambda index: shutil.rmtree(index / VECTORS),
    "a file of vectors deleted": lambda index: largest(index / VECTORS).unlink(),
    "a file of vectors emptied": lambda index: rewritten(largest(index / VECTORS), b""),
    "a file of vectors cut": lambda index: cut(largest(index / VECTORS)),
    "a bit of the vectors flipped": lambda index: flip(largest(index / VECTORS)),
    "the manifest of the vectors cut": lambda index: cut(index / VECTORS / "manifest.json"),
    "a file in the place of vectors": lambda index: instead(index / VECTORS),
    "a file in the place of keywords": lambda index: instead(index / KEYWORDS),
    "keywords deleted": lambda index: shutil.rmtree(index / KEYWORDS),
    "a file of keywords deleted": lambda index: largest(index / KEYWORDS).unlink(),
    "a file of keywords cut": lambda index: cut(largest(index / KEYWORDS)),
    "a bit of the keywords flipped": lambda index: flip(largest(index / KEYWORDS)),
    "the manifest deleted": lambda index: (index / KEYWORDS / "manifest.json").unlink(),
    "the manifest cut": lambda index: cut(index / KEYWORDS / "manifest.json"),
    "the list of segments cut": lambda index: cut(index / KEYWORDS / "meta.json"),
    "both cut": lambda index: [cut(largest(index / name)) for name in (VECTORS, KEYWORDS)],
}


def answers_as(index: Path, before: tuple[Passage, ...]) -> None:
    """Derived files that don't serve are noticed, the index answers as before, and they are whole again; nothing but
    the query is embedded for it."""
    hashed = HashedWords()
    with Store(index / STORE).read() as snapshot:
        assert Derived.load(index, snapshot.state) is None
    opened = Index.open(index, embedder=hashed)
    assert spans(opened.search("word3", k=1).passages) == spans(before[:1])
    assert opened.verify() == []
    with Store(index / STORE).read() as snapshot:
        assert Derived.load(index, snapshot.state) is not None
    assert hashed.embedded == []


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_derived_files_are_made_anew_from_the_store(index: Path, damage: str) -> None:
    before = Index.open(index, embedder=HashedWords()).search("word3", k=3).passages
    assert before[0].article.id == "3.md"
    DAMAGE[damage](index)
    answers_as(index, before)


@pytest.mark.parametrize("stale", [VECTORS, KEYWORDS])
def test_an_older_copy_of_a_derived_file_is_noticed(corpus: Path, index: Path, tmp_path: Path, stale: str) -> None:
    copy = shutil.copytree(index, tmp_path / "copy")
    put(corpus, "3.md", "word3", 4)
    put(corpus, "0.md", "novelty")
    before = Index.build(corpus, index, embedder=HashedWords()).search("word3", k=3).passages
    shutil.rmtree(index / stale)
    shutil.copytree(copy / stale, index / stale)
    answers_as(index, before)


@pytest.mark.parametrize("damage", ["a file of vectors cut", "keywords deleted"])
def test_a_writer_too_makes_damaged_derived_files_anew_without_embedding(
    corpus: Path, index: Path, damage: str
) -> None:
    DAMAGE[damage](index)
    put(corpus, "0.md", "novelty")
    hashed = HashedWords()
    assert Index.build(corpus, index, embedder=hashed).verify() == []
    assert len(hashed.embedded) == 1
    with Store(index / STORE).read() as snapshot:
        assert Derived.load(index, snapshot.state) is not None


def test_what_a_killed_writer_left_half_written_is_swept_away(index: Path) -> None:
    leftovers = [index / VECTORS / "0123456789abcdef.vectors", index / "vectors.faiss", index / "vectors.faiss.new"]
    for leftover in leftovers:
        leftover.write_bytes(b"half of it, or of an earlier version")
    shutil.rmtree(index / KEYWORDS)
    assert Index.open(index, embedder=HashedWords()).verify() == []
    assert not any(leftover.exists() for leftover in leftovers)


def test_an_index_made_anew_in_the_same_folder_is_not_searched_with_the_old_vectors(corpus: Path, index: Path) -> None:
    opened = Index.open(index, embedder=HashedWords())
    before = opened.search("novelty")
    shutil.rmtree(index)
    for path in corpus.iterdir():
        path.unlink()
    for number in range(5):
        put(corpus, f"{number}.md", "novelty" if number == 4 else f"other{number}")
    made = Index.build(corpus, index, embedder=HashedWords())
    assert made.status().generation == before.generation, "or the test shows nothing"
    assert opened.search("novelty").passages == made.search("novelty").passages
    assert "novelty" in opened.search("novelty").passages[0].text


def test_a_build_waits_for_a_reader_that_makes_derived_files_anew(corpus: Path, index: Path) -> None:
    held = threading.Event()

    def repair() -> None:
        with writing(index):
            held.set()
            time.sleep(0.4)

    reader = threading.Thread(target=repair)
    reader.start()
    held.wait()
    put(corpus, "0.md", "novelty")
    assert Index.build(corpus, index, embedder=HashedWords()).search("novelty").passages
    reader.join()


def test_while_a_writer_is_at_work_a_reader_answers_from_memory(index: Path) -> None:
    before = Index.open(index, embedder=HashedWords()).search("word3", k=3).passages
    shutil.rmtree(index / VECTORS)
    with writing(index):
        opened = Index.open(index, embedder=HashedWords())
        assert spans(opened.search("word3", k=3).passages) == spans(before)
        assert opened.verify() == []
        assert not (index / VECTORS).exists()
        with pytest.raises(IndexBusy), writing(index):
            pass
    answers_as(index, before)


def test_what_a_writer_is_about_to_save_is_waited_for(index: Path, tmp_path: Path) -> None:
    """A writer commits before it saves what is derived: a reader in between takes the files, and makes none."""
    folders = [index / VECTORS, index / KEYWORDS]
    away = [Path(shutil.move(folder, tmp_path / folder.name)) for folder in folders]
    held = threading.Event()

    def save() -> None:
        with writing(index):
            held.set()
            time.sleep(0.3)
            for folder, one in zip(folders, away, strict=True):
                shutil.move(one, folder)
            time.sleep(0.3)

    writer = threading.Thread(target=save)
    writer.start()
    held.wait()
    store = Store(index / STORE)
    with store.read() as snapshot:
        assert derived_of(index, store, snapshot).folder == index
    writer.join()


# What verify tells


@pytest.fixture
def opened(index: Path) -> Index:
    found = Index.open(index, embedder=HashedWords())
    assert found.verify() == []
    return found


def add(index: Path, article: Article, vector: Vectors) -> None:
    """Put an article of one chunk in as a writer does, past what a writer makes sure of."""
    made = Chunk(article, 0, len(article.text), 0, ((0, len(article.text)),))
    with Store(index / STORE).write() as transaction:
        transaction.add(article.id, article, [made], vector, [analyse(made, vector)])
        transaction.advance()


def test_verify_tells_of_a_vector_that_is_not_of_length_1_and_of_an_empty_chunk(index: Path, opened: Index) -> None:
    add(index, Article("none.md", "", "\n"), np.zeros((1, 256), np.float32))
    assert opened.verify() == [
        "chunk 6 is empty",
        "the vector of chunk 6 has length 0.000",
    ]


def test_verify_tells_of_what_was_altered_and_no_answer_is_made_of_it(index: Path, opened: Index) -> None:
    change(index, "UPDATE articles SET title = 'other' WHERE id = '1.md'")
    change(index, "UPDATE chunks SET vector = x'00' WHERE id = 3")
    altered = ["article 1.md is not what was put in", "chunk 3 is not what was put in"]
    assert opened.verify()[:2] == altered
    for line, word in zip(altered, ("word1", "word2"), strict=True):
        with pytest.raises(IndexBroken, match=rf"{line}: run `rag index --rebuild`"):
            opened.search(word, k=1, by="keywords")
    assert opened.search("word3", k=1, by="keywords").passages[0].article.id == "3.md"


def test_a_chunk_that_went_behind_the_indexs_back_is_missed(index: Path, opened: Index) -> None:
    change(index, "DELETE FROM chunks WHERE id = 3")
    assert "article 2.md has no chunk" in opened.verify()
    with pytest.raises(IndexBroken, match=r"Chunk 3 .* missing: run `rag index --rebuild`"):
        opened.search("word2")


def test_verify_tells_of_articles_and_chunks_that_do_not_go_together(index: Path, opened: Index) -> None:
    change(index, "DELETE FROM articles WHERE id = '4.md'")
    assert any("points at a missing articles" in line for line in opened.verify())


def saved(index: Path) -> Derived:
    with Store(index / STORE).read() as snapshot:
        derived = Derived.load(index, snapshot.state)
    assert derived is not None
    return derived


def test_verify_tells_of_each_derived_index_by_itself(index: Path) -> None:
    derived = saved(index)
    derived.vectors.update([3], (), np.empty((0, 256), np.float32))
    derived.vectors.save(index / VECTORS, derived.state)
    lacking = "vector index: 1 chunks missing, 0 too many, 0 with another content"
    assert Index.open(index, embedder=HashedWords()).verify() == [lacking]

    derived.keywords.update([4], [(77, "Stray", "A stray chunk.")], derived.state)
    assert Index.open(index, embedder=HashedWords()).verify() == [
        lacking,
        "keyword index: 1 chunks missing, 1 too many, 0 with another content",
    ]


@pytest.mark.parametrize("name", [VECTORS, KEYWORDS])
def test_verify_compares_files_that_bear_their_time(index: Path, name: str) -> None:
    path = largest(index / name)
    times = path.stat()
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    rewritten(path, bytes(content))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    told = Index.open(index, embedder=HashedWords()).verify()
    assert f"{name}/{path.name} is not what was written" in told
    path.touch()
    assert Index.open(index, embedder=HashedWords()).verify() == [], "and made anew"


def test_verify_tells_of_derived_indexes_that_hold_the_chunks_with_another_content(index: Path) -> None:
    derived = saved(index)
    derived.vectors.update([3], [3], HashedWords().embed_query("something else"))
    derived.vectors.save(index / VECTORS, derived.state)
    derived.keywords.update([2, 4], [(2, "About word1", "Other words."), (4, "Other", "words.")], derived.state)
    assert Index.open(index, embedder=HashedWords()).verify() == [
        "vector index: 0 chunks missing, 0 too many, 1 with another content",
        "keyword index: 0 chunks missing, 0 too many, 2 with another content",
    ]


@dataclass(frozen=True)
class Asked:
    """An index with an earlier version of an article, and what is answered from it."""

    index: Path
    right: dict[str, str]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Not to be changed by a test."""
    folder = tmp_path_factory.mktemp("asked")
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir()
    for number in range(5):
        put(corpus, f"{number}.md", f"word{number}")
    for records in (
        '{"id": "r", "text": "Nobody says word9.", "date": "2021-01-01"}\n',
        '{"id": "r", "text": "Mayor Ada Brun and Mayor Tom Reed say word9.", "date": "2021-01-01"}\nno\n',
    ):
        (corpus / "records.jsonl").write_text(records, encoding="utf-8")
        Index.build(corpus, index, embedder=HashedWords())
    sound = Rag(Index.open(index, embedder=HashedWords()))
    questions = [f"What does sentence 1 say of word{number}?" for number in range(5)]
    right = {question: sound.ask(question).text for question in questions}
    assert all(answer.startswith("Sentence") for answer in right.values())
    return Asked(index, right)


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column"), columns())
def test_whatever_is_altered_questions_are_answered_rightly_or_end_in_an_error_of_ours(
    asked: Asked, tmp_path: Path, table: str, column: str
) -> None:
    verified = []
    # Half of the harms for each column: all of them are done to every column where the store is tested.
    for harm in HARMS[len(column) % 2 :: 2]:
        copy = shutil.copytree(asked.index, tmp_path / harm.__name__)
        if not altered_by(harm, copy / STORE, table, column):
            continue
        with contextlib.suppress(RagError):
            opened = Rag(Index.open(copy, embedder=HashedWords()))
            for question, answer in asked.right.items():
                with contextlib.suppress(RagError):
                    assert opened.ask(question).text == answer, harm
        try:
            verified.append(Index.open(copy, embedder=HashedWords()).verify() != [])
        except IndexBroken:
            verified.append(True)
    assert verified
    assert all(verified)


# What can't be opened


@ANYWHERE
def test_an_index_opened_with_another_model_is_refused(index: Path) -> None:
    opened = Index.open(index, embedder=HashedWords("other-words"))
    with pytest.raises(ModelError, match=r"built with hashed-words, not other-words.*--rebuild"):
        opened.search("word1")
    with pytest.raises(ModelError):
        _ = opened.embedder


def test_where_there_is_no_index_it_is_said_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="rag index"):
        Index.open(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(IndexMissing, match="rag index"):
        Index.open(tmp_path / "empty")
    assert list((tmp_path / "empty").iterdir()) == []
    assert not (tmp_path / "nowhere").exists()


def test_an_index_without_a_committed_article_counts_as_missing(tmp_path: Path) -> None:
    Store.create(tmp_path / "index" / STORE, Recipe(HashedWords().model, 200))
    with pytest.raises(IndexMissing, match="no article yet: run `rag index`"):
        Index.open(tmp_path / "index")


def test_status_tells_what_the_index_holds(sample: Index) -> None:
    status = sample.status()
    found = sample.search("the", k=1000)
    every = [*found.passages, *(passage for passage, _ in found.left_out)]
    articles = {passage.article.id: passage.article for passage in every}
    dates = [article.published for article in articles.values() if article.published]
    assert (status.articles, status.chunks) == (len(articles), len(every))
    assert (status.first, status.last) == (min(dates), max(dates))
    assert status.undated == len(articles) - len(dates)
    assert status.sources == len({article.source for article in articles.values() if article.source})
    assert (status.model, status.chunk_tokens, status.complete) == ("all-MiniLM-L6-v2", 200, True)
    assert status.size >= largest(sample.folder / VECTORS).stat().st_size + (sample.folder / STORE).stat().st_size
    assert status.problems == ()


# An index of an earlier format


@pytest.mark.parametrize("number", rows.EARLIER)
def test_an_index_of_an_earlier_format_is_taken_over_and_nothing_is_embedded(
    corpus: Path, index: Path, number: int
) -> None:
    before = Index.open(index, embedder=HashedWords())
    found, generation = before.search("word3", k=3).passages, before.status().generation
    made_old(index, number)
    with pytest.raises(IndexMissing, match="an earlier version: run `rag index`, which takes it over"):
        Index.open(index)
    hashed = HashedWords()
    opened = Index.build(corpus, index, embedder=hashed)
    assert hashed.embedded == []
    assert opened.verify() == []
    assert list(index.glob(f"{STORE}.*")) == []
    assert spans(opened.search("word3", k=3).passages) == spans(found)
    assert opened.status().generation == generation
    put(corpus, "3.md", "novelty")
    assert Index.build(corpus, index, embedder=hashed).verify() == []
    assert len(hashed.embedded) == 1


@pytest.mark.slow
@pytest.mark.parametrize("number", rows.EARLIER)
@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE articles SET text = upper(text) WHERE id = '2.md'",
        "UPDATE articles SET published = 'soon' WHERE id = '2.md'",
        "UPDATE chunks SET vector = x'00' WHERE id = 2",
        "UPDATE chunks SET stop = 100000 WHERE id = 2",
        "UPDATE chunks SET words = '' WHERE id = 2",
        "UPDATE chunks SET sentences = x'000000' WHERE id = 2",
        "UPDATE chunks SET article = 77 WHERE id = 2",
        "UPDATE facts SET value = '{' WHERE key = 'recipe'",
        "UPDATE facts SET value = '{\"model\": {}}' WHERE key = 'recipe'",
        "UPDATE facts SET value = 'x' WHERE key = 'generation'",
        "DELETE FROM facts WHERE key = 'recipe'",
        "DROP TABLE files",
    ],
)
def test_a_damaged_index_of_an_earlier_format_is_not_taken_over(
    corpus: Path, index: Path, harm: str, number: int
) -> None:
    made_old(index, number)
    change(index, harm)
    before = (index / STORE).read_bytes()
    with pytest.raises(IndexBroken, match="`rag index --rebuild`"):
        Index.build(corpus, index, embedder=HashedWords())
    assert (index / STORE).read_bytes() == before
    for _ in build_steps(corpus, index, embedder=HashedWords(), rebuild=True):
        pass
    assert Index.open(index, embedder=HashedWords()).verify() == []


def test_articles_are_found_by_how_their_words_begin_and_by_the_filters(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "articles", create=True, embedder=HashedWords())
    first = Article("a", "Storm", "Boats sank. " * 200, date(2026, 1, 2), source="Gazette")
    second = Article("b", "Calm", "The boat sails, the storms are over.", author="Ana Novak")
    assert index.holding({"boat"}) == set()
    index.update([first, second])
    assert index.holding({"boat"}) == {"a", "b"}
    assert index.holding({"boat", "sail"}) == {"b"}
    assert index.holding({"gazett"}) == {"a"}
    assert index.holding(set()) == set()
    assert [one.id for one in index.listing(Filters(after=date(2026, 1, 2)))] == ["a"]
    assert [one.id for one in index.listing(Filters(authors=("ana novak",)))] == ["b"]
    assert index.articles(["b", "nowhere"]) == {"b": second}
    assert index.generation == 1


def test_each_article_is_as_near_as_the_nearest_of_its_chunks(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "articles", create=True, embedder=HashedWords())
    index.update([Article("a", "A", "Boats sank. " * 300 + "Eels sing."), Article("b", "B", "Nothing of it.")])
    near = index.near("Eels sing.")
    assert near.keys() == {"a", "b"}
    assert near["a"] > near["b"]


def test_an_article_that_was_altered_is_not_listed_among_those_that_mention_something(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "articles", create=True, embedder=HashedWords())
    index.update([Article("a", "A", "Boats sank.")])
    change(tmp_path / "articles", "UPDATE texts SET text = x'00'")
    with pytest.raises(IndexBroken):
        index.articles(["a"])
