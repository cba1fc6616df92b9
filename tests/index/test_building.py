"""Building and updating an index: what is embedded, what stays, and what a kill leaves."""

import contextlib
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from rag.corpus.amending import Amendment, amend
from rag.corpus.amending import put as put_amendment
from rag.corpus.folder import CorpusFolder
from rag.corpus.reading import kinds, read_file
from rag.errors import CorpusError, IndexBroken, IndexBusy, IndexMissing, ModelError, RagError
from rag.index.building import build_steps
from rag.index.chunking import cut
from rag.index.derived import Derived
from rag.index.embedding import Vectors
from rag.index.place import place_of
from rag.index.search import Index
from rag.places import STORE
from rag.types import Article, Progress, Report, Status
from tests.conftest import PROJECT, HashedWords, all_vectors
from tests.forking import Forked, forked
from tests.index.conftest import ANYWHERE
from tests.index.earlier import made_old

BATCH = 64  # chunks a transaction in a small corpus


def prose(word: str, sentences: int = 1) -> str:
    """A text of that many sentences of 10 words, in which a word stands that no other article has."""
    return " ".join(f"Sentence {number} says once more that {word} is here today." for number in range(sentences))


def put(corpus: Path, name: str, word: str, *, title: str | None = None, date: str = "2024-03-01") -> Path:
    """An article of one sentence about a word."""
    path = corpus / name
    path.write_text(f"---\ntitle: {title or 'About ' + word}\ndate: {date}\n---\n\n{prose(word)}\n", encoding="utf-8")
    return path


def put_many(corpus: Path, count: int) -> None:
    """So many of them, of ten years, so that not each tells a story with each."""
    for number in range(count):
        put(corpus, f"{number:03}.md", f"word{number}", date=f"20{10 + number % 10}-03-01")


def put_records(corpus: Path, name: str, *records: dict[str, str] | str) -> Path:
    path = corpus / name
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def record(identifier: str, word: str | None = None) -> dict[str, str]:
    return {"id": identifier, "title": f"Record {identifier}", "text": prose(word or identifier)}


def build(corpus: Path, index: Path, embedder: HashedWords, *, rebuild: bool = False) -> Report:
    *_, last = build_steps(corpus, index, embedder=embedder, rebuild=rebuild)
    assert last.report is not None
    return last.report


def numbers(report: Report) -> dict[str, int]:
    """The numbers of articles that are not 0, and those of embedded chunks."""
    names = ("added", "changed", "removed", "unchanged", "embedded_chunks")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def chunks_of(index: Path) -> dict[str, list[int]]:
    """The ids of each article's chunks."""
    with place_of(index).read() as snapshot:
        ids, _ = all_vectors(snapshot)
        found: dict[str, list[int]] = {}
        for identifier, made in snapshot.chunks(ids).items():
            found.setdefault(made.article.id, []).append(identifier)
    return {article: sorted(ids) for article, ids in found.items()}


def content(index: Path) -> tuple[Status, list[Article], dict[str, list[int]], bytes]:
    """All that an index holds."""
    with place_of(index).read() as snapshot:
        return snapshot.status(), list(snapshot.articles()), chunks_of(index), all_vectors(snapshot)[1].tobytes()


def told(index: Path | Index, word: str) -> set[str]:
    """The ids of the articles in which a search for a word finds it."""
    opened = index if isinstance(index, Index) else Index.open(index, embedder=HashedWords())
    passages = opened.search(word, k=5).passages
    return {one.article.id for one in passages if f" {word} " in one.text}


def sound(index: Path) -> bool:
    return Index.open(index, embedder=HashedWords()).verify() == []


def until(steps: Iterator[Progress], reached: Callable[[Progress], bool]) -> Progress:
    """Run a build up to a step."""
    for step in steps:
        if reached(step):
            return step
    raise AssertionError("the build did not come to that step")


def first_batch(step: Progress) -> bool:
    return step.stage == "embedding" and step.done >= BATCH


# What is embedded, and what stays


def test_a_first_build_indexes_every_article_and_tells_how_far_it_is(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 4)
    put_records(corpus, "more.jsonl", record("first"), record("second"))
    steps = list(build_steps(corpus, index, embedder=hashed))

    report = steps[-1].report
    assert report is not None
    assert numbers(report) == {"added": 6, "embedded_chunks": 6}
    assert (report.articles, report.chunks, list(report.problems)) == (6, 6, [])
    assert [step.report for step in steps[:-1]] == [None] * (len(steps) - 1)
    stages = [step.stage for step in steps]
    assert list(dict.fromkeys(stages)) == ["reading", "embedding", "done"]
    for stage, total in (("reading", 5), ("embedding", 6)):
        shown = [(step.done, step.total) for step in steps if step.stage == stage]
        assert shown == sorted(shown)
        assert shown[-1] == (total, total)
    status = Index.open(index, embedder=hashed).status()
    assert (status.articles, status.chunks, status.complete, status.generation) == (6, 6, True, report.generation)
    assert told(index, "word2") == {"002.md"}
    assert told(index, "second") == {"second"}
    assert sound(index)


@ANYWHERE
def test_an_unchanged_corpus_embeds_nothing_and_keeps_the_generation(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 3)
    put_records(corpus, "more.jsonl", record("first"), record("second"))
    first = build(corpus, index, hashed)
    before = content(index)
    hashed.embedded.clear()

    second = build(corpus, index, hashed)
    assert hashed.embedded == []
    assert numbers(second) == {"unchanged": 5}
    assert second.generation == first.generation
    assert content(index) == before


@ANYWHERE
def test_a_changed_article_alone_is_embedded_and_the_others_keep_their_chunks(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    for number in range(20):
        (corpus / f"{number:02}.txt").write_text(prose(f"word{number}", 50), encoding="utf-8")
    build(corpus, index, hashed)
    before = chunks_of(index)
    assert len(before) == 20
    assert min(map(len, before.values())) > 1
    hashed.embedded.clear()

    (corpus / "07.txt").write_text(prose("novelty", 50), encoding="utf-8")
    report = build(corpus, index, hashed)
    (article,), _ = read_file("07.txt", (corpus / "07.txt").read_bytes())
    made = cut(article, chunk_tokens=200, window=hashed.model.window, count_tokens=hashed.count_tokens)
    assert sorted(hashed.embedded) == sorted(made.texts)
    assert numbers(report) == {"changed": 1, "unchanged": 19, "embedded_chunks": len(made.chunks)}
    after = chunks_of(index)
    new = after.pop("07.txt")
    old = before.pop("07.txt")
    assert after == before
    assert min(new) > max(old + [one for ids in before.values() for one in ids])
    assert told(index, "novelty") == {"07.txt"}
    assert told(index, "word7") == set()
    assert sound(index)


@pytest.mark.parametrize("changed", [{"title": "Another title"}, {"date": "2024-03-02"}])
def test_a_changed_title_or_date_counts_as_a_change(
    corpus: Path, index: Path, hashed: HashedWords, changed: dict[str, str]
) -> None:
    put_many(corpus, 3)
    first = build(corpus, index, hashed)
    hashed.embedded.clear()

    put(corpus, "001.md", "word1", **changed)
    second = build(corpus, index, hashed)
    assert numbers(second) == {"changed": 1, "unchanged": 2, "embedded_chunks": 1}
    assert second.generation > first.generation
    (embedded,) = hashed.embedded
    assert next(iter(changed.values())) in embedded
    (found,) = Index.open(index, embedder=hashed).search("word1", k=1).passages
    assert next(iter(changed.values())) in (found.article.title, str(found.article.published))


def test_a_file_that_is_only_touched_is_not_read_again(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 3)
    first = build(corpus, index, hashed)
    hashed.embedded.clear()

    os.utime(corpus / "001.md", (0, 0))
    steps = list(build_steps(corpus, index, embedder=hashed))
    assert [step.total for step in steps if step.stage == "reading"] == [0]
    assert hashed.embedded == []
    assert steps[-1].report is not None
    assert steps[-1].report.generation == first.generation


@ANYWHERE
def test_articles_that_come_and_go_are_followed(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 4)
    build(corpus, index, hashed)
    before = chunks_of(index)
    hashed.embedded.clear()

    (corpus / "001.md").unlink()
    put(corpus, "new.md", "novelty")
    report = build(corpus, index, hashed)
    assert numbers(report) == {"added": 1, "removed": 1, "unchanged": 3, "embedded_chunks": 1}
    assert (report.articles, report.chunks) == (4, 4)
    assert told(index, "word1") == set()
    assert told(index, "novelty") == {"new.md"}
    assert {article: ids for article, ids in chunks_of(index).items() if article != "new.md"} == {
        article: ids for article, ids in before.items() if article != "001.md"
    }
    assert sound(index)


def test_when_articles_only_vanish_nothing_is_embedded(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 4)
    first = build(corpus, index, hashed)
    hashed.embedded.clear()

    (corpus / "000.md").unlink()
    (corpus / "003.md").unlink()
    second = build(corpus, index, hashed)
    assert hashed.embedded == []
    assert numbers(second) == {"removed": 2, "unchanged": 2}
    assert second.generation > first.generation
    assert told(index, "word0") == told(index, "word3") == set()
    assert told(index, "word1") == {"001.md"}
    assert sound(index)


def test_a_renamed_file_is_a_new_article_in_the_place_of_the_old(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 3)
    build(corpus, index, hashed)
    hashed.embedded.clear()

    (corpus / "below").mkdir()
    (corpus / "001.md").rename(corpus / "below" / "one.md")
    report = build(corpus, index, hashed)
    assert numbers(report) == {"added": 1, "removed": 1, "unchanged": 2}
    assert hashed.embedded == [], "as it says the same"
    assert told(index, "word1") == {"below/one.md"}
    assert sound(index)


# Records


@pytest.mark.parametrize(("old", "new"), [("a.jsonl", "b.jsonl"), ("b.jsonl", "a.jsonl")])
def test_an_article_that_moves_between_two_files_unchanged_is_not_embedded(
    corpus: Path, index: Path, hashed: HashedWords, old: str, new: str
) -> None:
    put_records(corpus, old, record("stays"), record("moves"))
    put_records(corpus, new, record("other"))
    first = build(corpus, index, hashed)
    before = chunks_of(index)
    hashed.embedded.clear()

    put_records(corpus, old, record("stays"))
    put_records(corpus, new, record("other"), record("moves"))
    report = build(corpus, index, hashed)
    assert hashed.embedded == []
    assert numbers(report) == {"unchanged": 3}
    assert report.generation == first.generation
    assert chunks_of(index) == before
    assert list(report.problems) == []

    # It belongs to its new file now: it goes when that file drops it, and not before.
    (corpus / old).unlink()
    assert numbers(build(corpus, index, hashed)) == {"removed": 1, "unchanged": 2}
    put_records(corpus, new, record("other"))
    assert numbers(build(corpus, index, hashed)) == {"removed": 1, "unchanged": 1}
    assert told(index, "moves") == set()


def test_of_a_file_of_records_only_the_changed_one_is_embedded(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_records(corpus, "all.jsonl", record("one"), record("two"), record("three"))
    build(corpus, index, hashed)
    before = chunks_of(index)
    hashed.embedded.clear()

    put_records(corpus, "all.jsonl", record("one"), record("two", "novelty"), record("three"))
    report = build(corpus, index, hashed)
    assert hashed.embedded == [f"Record two\n{prose('novelty')}"]
    assert numbers(report) == {"changed": 1, "unchanged": 2, "embedded_chunks": 1}
    after = chunks_of(index)
    assert (after["one"], after["three"]) == (before["one"], before["three"])


def test_a_record_that_breaks_is_reported_and_its_earlier_version_stays(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_records(corpus, "all.jsonl", record("one"), record("two"), record("three"))
    build(corpus, index, hashed)
    hashed.embedded.clear()

    put_records(corpus, "all.jsonl", record("one"), '{"id": "two", "text":', record("three", "novelty"))
    report = build(corpus, index, hashed)
    (problem,) = report.problems
    assert problem.path == "all.jsonl"
    assert problem.reason.startswith("line 2: ")
    assert numbers(report) == {"changed": 1, "unchanged": 2, "embedded_chunks": 1}
    assert told(index, "two") == {"two"}
    assert told(index, "novelty") == {"three"}

    # The problem is told again until it is mended.
    assert list(build(corpus, index, hashed).problems) == [problem]
    put_records(corpus, "all.jsonl", record("one"), record("two", "mended"), record("three", "novelty"))
    report = build(corpus, index, hashed)
    assert numbers(report) == {"changed": 1, "unchanged": 2, "embedded_chunks": 1}
    assert list(report.problems) == []
    assert told(index, "mended") == {"two"}
    assert told(index, "two") == set()


def test_a_file_of_records_that_is_put_back_is_read_again(corpus: Path, index: Path, hashed: HashedWords) -> None:
    """While a record was broken, another one's change was taken in: putting the old file back must undo that."""
    before = (record("one"), record("two"))
    put_records(corpus, "all.jsonl", *before)
    build(corpus, index, hashed)
    put_records(corpus, "all.jsonl", record("one", "novelty"), "broken")
    build(corpus, index, hashed)
    assert told(index, "novelty") == {"one"}

    put_records(corpus, "all.jsonl", *before)
    report = build(corpus, index, hashed)
    assert numbers(report) == {"changed": 1, "unchanged": 1, "embedded_chunks": 1}
    assert told(index, "novelty") == set()
    assert told(index, "one") == {"one"}


def test_a_file_put_back_after_an_abandoned_build_is_read_again(corpus: Path, index: Path, hashed: HashedWords) -> None:
    names = [f"record{number}" for number in range(BATCH + 10)]
    before = [record(name) for name in names]
    put_records(corpus, "all.jsonl", *before)
    build(corpus, index, hashed)
    put_records(corpus, "all.jsonl", *(record(name, f"new{name}") for name in names))
    steps = build_steps(corpus, index, embedder=hashed)
    until(steps, first_batch)
    close(steps)
    assert told(index, "newrecord0") == {"record0"}

    put_records(corpus, "all.jsonl", *before)
    assert numbers(build(corpus, index, hashed)) == {"changed": BATCH, "unchanged": 10, "embedded_chunks": BATCH}
    assert told(index, "newrecord0") == set()
    assert told(index, "record0") == {"record0"}


def test_an_id_in_two_files_is_reported_and_the_first_stays_until_it_goes(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_records(corpus, "b.jsonl", record("shared", "original"), record("b"))
    build(corpus, index, hashed)

    # The name of the second file comes first in the alphabet; that must not matter.
    for name in ("a.jsonl", "c.jsonl"):
        put_records(corpus, name, record("shared", "impostor"), record(name[0]))
    report = build(corpus, index, hashed)
    assert [problem.path for problem in report.problems] == ["a.jsonl", "c.jsonl"]
    assert all("'shared'" in problem.reason and "b.jsonl" in problem.reason for problem in report.problems)
    assert numbers(report) == {"added": 2, "unchanged": 2, "embedded_chunks": 2}
    assert told(index, "original") == {"shared"}
    assert told(index, "impostor") == set()

    put_records(corpus, "b.jsonl", record("b"))
    (corpus / "c.jsonl").unlink()
    report = build(corpus, index, hashed)
    assert list(report.problems) == []
    assert numbers(report) == {"changed": 1, "removed": 1, "unchanged": 2, "embedded_chunks": 1}
    assert told(index, "impostor") == {"shared"}
    assert told(index, "original") == set()
    assert sound(index)


def test_of_two_files_that_count_their_records_from_1_on_both_are_read_and_amended(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    for name, word in (("a.jsonl", "puffin"), ("b.jsonl", "walrus")):
        (corpus / name).write_text(json.dumps({"id": 1, "title": word, "text": prose(word)}), encoding="utf-8")
    report = build(corpus, index, hashed)
    assert (report.articles, report.problems) == (2, ())
    amend(corpus, "b.jsonl#1", Amendment("b.jsonl", title="Walruses"))
    (corpus / "b.jsonl").write_text(json.dumps({"id": 1, "text": prose("walrus", 2)}), encoding="utf-8")
    report = build(corpus, index, hashed)
    assert (report.changed, report.problems) == (1, ())
    listing = Index.open(index, embedder=hashed).listing()
    assert {one.id: one.title for one in listing} == {"1": "puffin", "b.jsonl#1": "Walruses"}
    assert sound(index)


# What can't be read


def pdf(word: str) -> bytes:
    """A PDF of one page with a sentence about a word."""
    stream = f"BT /F1 12 Tf 72 720 Td (Today the talk is of {word} and of little else.) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made = b"%PDF-1.4\n"
    offsets = []
    for number, one in enumerate(objects, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(made)
    made += b"xref\n0 6\n0000000000 65535 f \n" + table
    return made + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("report.pdf", pdf("quinces"), pdf("quinces")[:60]),
        ("report.md", prose("quinces").encode(), b"---\ntitle: [half a list\n---\n\nquinces"),
        ("report.txt", prose("quinces").encode(), b""),
        ("report.csv", f"title,text\nFruit,{prose('quinces')}\n".encode(), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ],
)
def test_a_file_that_becomes_unreadable_keeps_its_earlier_version_until_it_is_mended(
    corpus: Path, index: Path, hashed: HashedWords, name: str, good: bytes, bad: bytes
) -> None:
    put(corpus, "other.md", "other")
    (corpus / name).write_bytes(good)
    first = build(corpus, index, hashed)
    assert list(first.problems) == []
    before = content(index)
    hashed.embedded.clear()

    (corpus / name).write_bytes(bad)
    report = build(corpus, index, hashed)
    (problem,) = report.problems
    assert problem.path == name
    assert problem.reason
    assert "\n" not in problem.reason
    assert numbers(report) == {"unchanged": 2}
    assert content(index)[1:] == before[1:]
    opened = Index.open(index, embedder=hashed)
    assert opened.status().problems == (problem,)
    assert len(told(opened, "quinces")) == 1

    (corpus / name).write_bytes(good.replace(b"quinces", b"medlars"))
    report = build(corpus, index, hashed)
    assert numbers(report) == {"changed": 1, "unchanged": 1, "embedded_chunks": 1}
    assert opened.status().problems == ()
    assert len(told(opened, "medlars")) == 1
    assert told(opened, "quinces") == set()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_keeps_its_earlier_version(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 2)
    build(corpus, index, hashed)
    (corpus / "001.md").chmod(0)
    report = build(corpus, index, hashed)
    assert [problem.path for problem in report.problems] == ["001.md"]
    assert told(index, "word1") == {"001.md"}


def test_a_link_to_nowhere_is_a_problem_of_its_own(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 2)
    (corpus / "lost.md").symlink_to(corpus / "nowhere.md")
    report = build(corpus, index, hashed)
    (problem,) = report.problems
    assert (problem.path, problem.reason) == (
        "lost.md",
        "can't be read (No such file or directory): allow reading it, or move it away",
    )
    assert report.articles == 2


def test_a_folder_that_can_not_be_looked_into_keeps_what_was_read_there(
    corpus: Path, index: Path, hashed: HashedWords, tmp_path: Path
) -> None:
    """As a link to a disk that is not there, or a folder without the right to read it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    (corpus / "disk").symlink_to(disk)
    put(disk, "far.md", "quinces")
    put(corpus, "near.md", "medlars")
    build(corpus, index, hashed)
    disk.rename(tmp_path / "away")
    put(corpus, "near.md", "sloes")
    report = build(corpus, index, hashed)
    assert numbers(report) == {"changed": 1, "unchanged": 1, "embedded_chunks": 1}
    assert [problem.path for problem in report.problems] == ["disk"]
    assert told(index, "quinces") == {"disk/far.md"}

    hashed.embedded.clear()
    (tmp_path / "away").rename(disk)
    report = build(corpus, index, hashed)
    assert (numbers(report), list(report.problems), hashed.embedded) == ({"unchanged": 2}, [], [])


def test_what_a_reader_amends_is_followed_and_a_rebuild_keeps_it(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put(corpus, "a.md", "apples")
    put_records(corpus, "r.jsonl", record("r1"), record("r2"))
    build(corpus, index, hashed)
    amend(corpus, "a.md", Amendment("a.md", title="Mended", date=""))
    amend(corpus, "r1", Amendment("r.jsonl", date="2024-05-06"))
    amend(corpus, "r2", Amendment("r.jsonl", left_out=True))
    report = build(corpus, index, hashed)
    assert (report.added, report.changed, report.removed) == (0, 2, 1)
    assert [(one.path, one.kind) for one in report.problems] == [("r.jsonl", "passed")]
    again = build(corpus, index, hashed)
    assert numbers(again) == {"unchanged": 2}
    assert again.problems == report.problems  # of a file that nobody read again
    for rebuild in (False, True):
        build(corpus, index, hashed, rebuild=rebuild)
        listing = {one.id: one for one in Index.open(index, embedder=hashed).listing()}
        assert set(listing) == {"a.md", "r1"}
        assert (listing["a.md"].title, listing["a.md"].published) == ("Mended", None)
        assert str(listing["r1"].published) == "2024-05-06"
        assert listing["r1"].published_from == "amended by a reader"
    assert told(index, "r2") == set()

    put_amendment(corpus, "r2", None)
    assert numbers(build(corpus, index, hashed)) == {"added": 1, "unchanged": 2, "embedded_chunks": 1}
    assert told(index, "r2") == {"r2"}
    assert sound(index)


def test_what_is_amended_of_a_file_that_is_not_there_is_told_unless_a_reader_took_it_out(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 2)
    amend(corpus, "000.md", Amendment("000.md", title="Mended"))
    amend(corpus, "no.md", Amendment("no.md", title="Mended"))
    build(corpus, index, hashed)
    CorpusFolder(corpus).remove("000.md")
    [problem] = build(corpus, index, hashed).problems
    assert problem.line.startswith("amendments.yaml: amends 'no.md', of which the corpus has no file")


def test_an_index_of_which_all_was_left_out_is_empty_and_no_other_corpus(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_records(corpus, "r.jsonl", record("r1"), record("r2"))
    build(corpus, index, hashed)
    for one in ("r1", "r2"):
        amend(corpus, one, Amendment("r.jsonl", left_out=True))
    assert numbers(build(corpus, index, hashed)) == {"removed": 2}


def test_twins_by_name_are_both_indexed(corpus: Path, index: Path, hashed: HashedWords) -> None:
    for name, word in (("f\u00e4hre.md", "quinces"), ("fa\u0308hre.md", "medlars")):
        put(corpus, name, word)
    put(corpus, "eiswerk.md", "sloes")
    if len(list(corpus.iterdir())) == 2:
        pytest.skip("this file system takes both names for one")
    assert numbers(build(corpus, index, hashed)) == {"added": 3, "embedded_chunks": 3}
    assert told(index, "quinces") == {"fähre.md"}
    assert told(index, "medlars") == {"fa%CC%88hre.md"}
    assert numbers(build(corpus, index, hashed)) == {"unchanged": 3}


def test_kinds_that_are_not_read_are_one_problem_with_their_number(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put(corpus, "one.md", "quinces")
    for name in ("a.exe", "b.EXE", "c.mp3", "notes", "Mr. Smith's story"):
        (corpus / name).write_text("Words.")
    (problem,) = build(corpus, index, hashed).problems
    assert problem.path == "."
    assert problem.reason.startswith("5 files of kinds that are not read: .exe (2), .mp3, no known ending (2); save")
    assert Index.open(index, embedder=hashed).status().problems == (problem,)
    assert list(build(corpus, index, hashed).problems) == [problem]


def test_of_very_many_bad_records_the_first_are_told_and_the_number_of_the_rest(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_records(corpus, "all.jsonl", record("one"), *["broken"] * 5000)
    problems = build(corpus, index, hashed).problems
    assert [problem.reason[:8] for problem in problems[:2]] == ["line 2: ", "line 3: "]
    assert len(problems) == 21
    assert problems[-1].reason == "4980 more like these: mend the first ones, then build again"
    assert {(problem.path, problem.kind) for problem in problems} == {("all.jsonl", "unread")}


@ANYWHERE
def test_what_was_read_in_part_is_told_until_it_changes_and_not_read_again(
    corpus: Path, index: Path, hashed: HashedWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.corpus.reading.LONGEST_TEXT", 1000)
    put(corpus, "other.md", "other")
    (corpus / "long.txt").write_text(prose("quinces", 100), encoding="utf-8")
    report = build(corpus, index, hashed)
    (problem,) = report.problems
    assert (problem.path, problem.kind) == ("long.txt", "partly")
    assert numbers(report)["added"] == 2
    assert told(index, "quinces") == {"long.txt"}

    # It counts as read, and is told as long as it is as it was, whatever else changes.
    put(corpus, "other.md", "novelty")
    (corpus / "broken.md").write_text("", encoding="utf-8")
    steps = list(build_steps(corpus, index, embedder=hashed))
    assert {step.total for step in steps if step.stage == "reading"} == {2}
    assert steps[-1].report is not None
    assert [(one.path, one.kind) for one in steps[-1].report.problems] == [
        ("broken.md", "unread"),
        ("long.txt", "partly"),
    ]
    build(corpus, index, hashed)
    rebuilt = build(corpus, index, hashed, rebuild=True)
    assert problem in rebuilt.problems

    (corpus / "long.txt").write_text(prose("quinces"), encoding="utf-8")
    (corpus / "broken.md").unlink()
    assert list(build(corpus, index, hashed).problems) == []
    (corpus / "long.txt").write_text(prose("quinces", 100), encoding="utf-8")
    assert list(build(corpus, index, hashed).problems) == [problem]
    (corpus / "long.txt").unlink()
    assert list(build(corpus, index, hashed).problems) == []


def test_what_of_an_archives_member_was_read_in_part_is_told_until_it_changes(
    corpus: Path, index: Path, hashed: HashedWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.corpus.reading.LONGEST_TEXT", 1000)
    with zipfile.ZipFile(corpus / "all#1.zip", "w") as archive:
        archive.writestr("long.txt", prose("quinces", 100))
        archive.writestr("short.txt", prose("novelty"))
    report = build(corpus, index, hashed)
    (problem,) = report.problems
    assert (problem.path, problem.kind) == ("all#1.zip#long.txt", "partly")
    assert told(index, "quinces") == {"all#1.zip#long.txt"}
    steps = list(build_steps(corpus, index, embedder=hashed))
    assert {step.total for step in steps if step.stage == "reading"} <= {0}
    assert list(build(corpus, index, hashed).problems) == [problem]


def test_a_file_that_vanishes_while_the_others_are_read_keeps_its_earlier_version(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 3)
    build(corpus, index, hashed)
    for number in range(3):
        put(corpus, f"{number:03}.md", f"novelty{number}")
    steps = build_steps(corpus, index, embedder=hashed)
    until(steps, lambda step: step.stage == "reading" and step.done == 1)
    (corpus / "002.md").unlink()
    *_, last = steps
    assert last.report is not None
    assert [problem.path for problem in last.report.problems] == ["002.md"]
    assert told(index, "novelty1") == {"001.md"}
    assert told(index, "word2") == {"002.md"}

    assert numbers(build(corpus, index, hashed)) == {"removed": 1, "unchanged": 2}


def test_a_corpus_of_which_nothing_can_be_read_is_an_error_now_and_later(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    (corpus / "broken.md").write_text("---\ntitle: [half a list\n---\n\ntext", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"No article could be read in .*broken\.md: front matter"):
        build(corpus, index, hashed)
    with pytest.raises(IndexMissing):
        Index.open(index, embedder=hashed)

    # Nor is it one where an abandoned build left a store without articles.
    put(corpus, "good.md", "good")
    steps = build_steps(corpus, index, embedder=hashed)
    until(steps, lambda step: step.stage == "embedding")
    close(steps)
    (corpus / "good.md").unlink()
    with pytest.raises(CorpusError, match="No article could be read"):
        build(corpus, index, hashed)


# What is refused, and leaves the index as it was


@pytest.mark.parametrize("state", ["missing", "empty", "only a README"])
def test_without_a_corpus_the_index_stays_as_it_was(
    corpus: Path, index: Path, hashed: HashedWords, tmp_path: Path, state: str
) -> None:
    put_many(corpus, 3)
    build(corpus, index, hashed)
    before = content(index)
    found = Index.open(index, embedder=hashed).search("word1").passages
    other = tmp_path / "other"
    if state != "missing":
        other.mkdir()
    if state == "only a README":
        (other / "README.md").write_text("Put articles here.", encoding="utf-8")

    for rebuild in (False, True):
        with pytest.raises(CorpusError, match=r"other"):
            build(other, index, hashed, rebuild=rebuild)
    assert content(index) == before
    assert Index.open(index, embedder=hashed).search("word1").passages == found
    assert sound(index)


def test_a_folder_that_a_reader_emptied_empties_the_index_and_is_no_other_corpus(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 2)
    build(corpus, index, hashed)
    before = content(index)
    folder = CorpusFolder(corpus)
    folder.remove("000.md")
    (corpus / "001.md").rename(corpus.parent / "001.md")
    with pytest.raises(CorpusError, match="nothing to read"):  # not all that went was removed by a reader
        build(corpus, index, hashed)
    assert content(index) == before

    (corpus.parent / "001.md").rename(corpus / "001.md")
    folder.remove("001.md")
    for rebuild in (True, False):  # neither an index made anew nor a first one may be empty
        with pytest.raises(CorpusError, match="nothing to read"):
            build(corpus, index if rebuild else index.with_name("other"), hashed, rebuild=rebuild)
    assert content(index) == before
    report = build(corpus, index, hashed)
    assert numbers(report) == {"removed": 2}
    assert [problem.reason for problem in report.problems] == [
        f"There is nothing to read in {corpus}: put articles in it ({kinds()})."
    ]
    assert report.generation > before[0].generation
    assert sound(index)

    put(corpus, "new.md", "novelty")
    assert numbers(build(corpus, index, hashed)) == {"added": 1, "embedded_chunks": 1}
    assert told(index, "novelty") == {"new.md"}


def test_another_corpus_is_refused_without_rebuild(
    corpus: Path, index: Path, hashed: HashedWords, tmp_path: Path
) -> None:
    put_many(corpus, 3)
    build(corpus, index, hashed)
    before = content(index)
    other = tmp_path / "other"
    other.mkdir()
    put(other, "elsewhere.md", "elsewhere")

    with pytest.raises(CorpusError, match=r"None of the index's 3 articles .*--rebuild"):
        build(other, index, hashed)
    assert content(index) == before

    report = build(other, index, hashed, rebuild=True)
    assert (report.articles, report.added) == (1, 1)
    assert told(index, "elsewhere") == {"elsewhere.md"}
    assert told(index, "word1") == set()


@ANYWHERE
def test_other_chunks_are_refused_without_rebuild(corpus: Path, index: Path, hashed: HashedWords) -> None:
    (corpus / "long.txt").write_text(prose("long", 40), encoding="utf-8")
    assert build(corpus, index, hashed).chunks == 3
    before = content(index)
    with pytest.raises(RagError, match="chunks of 200 tokens, not 50: add --rebuild"):
        list(build_steps(corpus, index, embedder=hashed, chunk_tokens=50))
    with pytest.raises(RagError, match="16 or more"):
        list(build_steps(corpus, index, embedder=hashed, chunk_tokens=15, rebuild=True))
    assert content(index) == before

    list(build_steps(corpus, index, embedder=hashed, chunk_tokens=50, rebuild=True))
    status = Index.open(index, embedder=hashed).status()
    assert status.chunk_tokens == 50
    assert status.chunks > 6
    # What a rebuild decided holds for later builds, which need not say it again.
    assert numbers(build(corpus, index, hashed)) == {"unchanged": 1}
    assert build(corpus, index, hashed, rebuild=True).chunks == status.chunks


@ANYWHERE
def test_another_model_is_refused_without_rebuild(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 3)
    build(corpus, index, hashed)
    before = content(index)
    other = HashedWords("other-words", dimension=64)
    with pytest.raises(ModelError, match=r"built with hashed-words .* not other-words .*--rebuild"):
        build(corpus, index, other)
    assert other.embedded == []
    assert content(index) == before

    build(corpus, index, other, rebuild=True)
    with place_of(index).read() as snapshot:
        assert snapshot.recipe.model == other.model
        assert all_vectors(snapshot)[1].shape == (3, 64)
    opened = Index.open(index, embedder=other)
    assert opened.status().model == "other-words"
    assert opened.verify() == []
    assert told(opened, "word1") == {"001.md"}


# A rebuild


@ANYWHERE
def test_while_a_rebuild_runs_an_open_index_answers_from_the_old_and_then_from_the_new(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 100)
    first = build(corpus, index, hashed)
    opened = Index.open(index, embedder=hashed)
    assert told(opened, "word0") == {"000.md"}
    for number in range(100):
        put(corpus, f"{number:03}.md", f"novelty{number}")
    hashed.embedded.clear()

    steps = build_steps(corpus, index, embedder=hashed, rebuild=True)
    until(steps, first_batch)
    assert opened.search("word0").generation == first.generation
    assert told(opened, "word0") == {"000.md"}
    assert told(opened, "novelty0") == set()
    assert opened.verify() == []

    *_, last = steps
    assert last.report is not None
    assert numbers(last.report) == {"added": 100, "embedded_chunks": 100}
    assert len(hashed.embedded) == 100
    assert last.report.generation > first.generation
    assert opened.search("word0").generation == last.report.generation
    assert told(opened, "word0") == set()
    assert told(opened, "novelty0") == {"000.md"}
    assert opened.verify() == []
    assert not (index / "rebuild").exists()


@ANYWHERE
def test_a_rebuild_embeds_what_is_new_and_the_rest_stays_as_it_was(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 3)
    build(corpus, index, hashed)
    before = chunks_of(index)
    with place_of(index).read() as snapshot:
        _, vectors = all_vectors(snapshot)
    put(corpus, "001.md", "novelty")
    hashed.embedded.clear()
    report = build(corpus, index, hashed, rebuild=True)
    assert numbers(report) == {"added": 3, "embedded_chunks": 1}
    (embedded,) = hashed.embedded
    assert "novelty" in embedded
    with place_of(index).read() as snapshot:
        assert snapshot.analyses([1])[1].vectors.any()
        kept = [bool((one == other).all()) for one, other in zip(vectors, all_vectors(snapshot)[1], strict=True)]
    assert kept == [True, False, True]
    assert len(chunks_of(index)) == len(before)
    assert sound(index)


def test_of_a_changed_article_what_stays_is_not_embedded_again(corpus: Path, index: Path, hashed: HashedWords) -> None:
    parts = [" ".join(f"part{part}word{number}" for number in range(150)) + "." for part in range(5)]
    (corpus / "long.md").write_text("# One title\n\n" + "\n\n".join(parts), encoding="utf-8")
    first = build(corpus, index, hashed)
    assert first.embedded_chunks == 5
    hashed.embedded.clear()

    parts[3] = parts[3].replace("word7 ", "novelty ")
    (corpus / "long.md").write_text("# One title\n\n" + "\n\n".join(parts), encoding="utf-8")
    report = build(corpus, index, hashed)
    assert (report.changed, report.embedded_chunks, report.chunks) == (1, 1, 5)
    assert all("part3word" in text for text in hashed.embedded)
    assert told(index, "part3novelty") == {"long.md"}
    assert sound(index)


def test_a_rebuild_with_another_model_embeds_everything(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 3)
    build(corpus, index, HashedWords("another"))
    report = build(corpus, index, hashed, rebuild=True)
    with place_of(index).read() as snapshot:
        assert Derived.load(index, snapshot.state) is not None
    assert len(hashed.embedded) == 3
    assert numbers(report) == {"added": 3, "embedded_chunks": 3}


def test_a_rebuild_where_there_is_no_index_is_a_build(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 3)
    assert numbers(build(corpus, index, hashed, rebuild=True)) == {"added": 3, "embedded_chunks": 3}
    assert sound(index)


@pytest.mark.parametrize("rebuild", [False, True])
def test_an_abandoned_rebuild_leaves_the_old_index_whole_and_disturbs_no_later_build(
    corpus: Path, index: Path, hashed: HashedWords, rebuild: bool
) -> None:
    put_many(corpus, 100)
    build(corpus, index, hashed)
    before = content(index)
    put(corpus, "000.md", "novelty")
    steps = build_steps(corpus, index, embedder=hashed, rebuild=True)
    until(steps, first_batch)
    close(steps)
    assert content(index) == before
    assert told(index, "word0") == {"000.md"}
    assert sound(index)

    hashed.embedded.clear()
    report = build(corpus, index, hashed, rebuild=rebuild)
    assert len(hashed.embedded) == report.embedded_chunks == 1
    assert report.articles == 100
    assert told(index, "novelty") == {"000.md"}
    assert sound(index)
    assert not (index / "rebuild").exists()


@pytest.mark.parametrize("damage", ["text", "empty", "cut"])
def test_a_rebuild_replaces_a_damaged_index(corpus: Path, index: Path, hashed: HashedWords, damage: str) -> None:
    put_many(corpus, 3)
    build(corpus, index, hashed)
    store = index / STORE
    store.write_bytes({"text": b"This is no database.\n" * 99, "empty": b"", "cut": store.read_bytes()[:5000]}[damage])
    with pytest.raises(IndexBroken, match="--rebuild"):
        Index.open(index, embedder=hashed).search("word1")
    with pytest.raises(IndexBroken, match="--rebuild"):
        build(corpus, index, hashed)

    report = build(corpus, index, hashed, rebuild=True)
    assert numbers(report) == {"added": 3, "embedded_chunks": 3}
    assert told(index, "word1") == {"001.md"}
    assert sound(index)
    assert numbers(build(corpus, index, hashed)) == {"unchanged": 3}


# Writers, and builds that do not come to their end


def close(steps: Iterator[Progress]) -> None:
    """Abandon a build where it stands."""
    assert hasattr(steps, "close")
    steps.close()


@pytest.mark.kill
def test_a_second_writer_is_told_that_the_index_is_busy(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 3)
    steps = build_steps(corpus, index, embedder=hashed)
    until(steps, lambda step: step.stage == "embedding")
    for rebuild in (False, True):
        with pytest.raises(IndexBusy, match="Another process is writing"):
            build(corpus, index, HashedWords(), rebuild=rebuild)
    *_, last = steps
    assert last.report is not None
    assert last.report.articles == 3
    assert numbers(build(corpus, index, hashed)) == {"unchanged": 3}


@ANYWHERE
def test_an_abandoned_build_answers_what_was_committed_and_the_next_embeds_only_the_rest(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 2 * BATCH + 10)
    steps = build_steps(corpus, index, embedder=hashed)
    until(steps, first_batch)
    close(steps)
    opened = Index.open(index, embedder=hashed)
    status = opened.status()
    assert (status.articles, status.complete) == (BATCH, False)
    assert told(opened, "word0") == {"000.md"}
    assert told(opened, f"word{BATCH}") == set()
    assert opened.verify() == []

    hashed.embedded.clear()
    report = build(corpus, index, hashed)
    assert numbers(report) == {"added": BATCH + 10, "unchanged": BATCH, "embedded_chunks": BATCH + 10}
    assert len(hashed.embedded) == BATCH + 10
    assert not any(" word0 " in text for text in hashed.embedded)
    assert opened.status().complete
    assert told(opened, f"word{BATCH}") == {f"{BATCH:03}.md"}
    assert opened.verify() == []


def test_a_file_of_records_abandoned_half_way_is_gone_on_with(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_records(corpus, "all.jsonl", *(record(f"record{number}") for number in range(BATCH + 10)))
    steps = build_steps(corpus, index, embedder=hashed)
    until(steps, first_batch)
    close(steps)
    assert told(index, f"record{BATCH}") == set()
    assert numbers(build(corpus, index, hashed)) == {"added": 10, "unchanged": BATCH, "embedded_chunks": 10}
    assert told(index, f"record{BATCH}") == {f"record{BATCH}"}
    assert told(index, "record0") == {"record0"}


def test_an_update_that_is_abandoned_before_its_first_batch_takes_no_changed_article_away(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 4)
    build(corpus, index, hashed)
    put(corpus, "000.md", "novelty")
    (corpus / "003.md").unlink()
    steps = build_steps(corpus, index, embedder=hashed)
    until(steps, lambda step: step.stage == "embedding")
    close(steps)
    opened = Index.open(index, embedder=hashed)
    assert not opened.status().complete
    assert told(opened, "word0") == {"000.md"}
    assert told(opened, "word3") == {"003.md"}
    assert opened.verify() == []

    assert numbers(build(corpus, index, hashed)) == {"changed": 1, "removed": 1, "unchanged": 2, "embedded_chunks": 1}
    assert told(opened, "novelty") == {"000.md"}
    assert opened.status().complete


class Failing(HashedWords):
    """Hashed words until a number of texts is embedded; then an error, as of a machine without memory."""

    def __init__(self, texts: int) -> None:
        super().__init__()
        self.texts = texts

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        if len(self.embedded) + len(texts) > self.texts:
            raise MemoryError("no memory for these texts")
        return super().embed_documents(texts)


@pytest.mark.parametrize(("texts", "committed"), [(BATCH - 1, 0), (BATCH, BATCH), (BATCH + 40, BATCH)])
def test_an_embedder_that_fails_leaves_what_was_committed(
    corpus: Path, index: Path, hashed: HashedWords, texts: int, committed: int
) -> None:
    put_many(corpus, 2 * BATCH)
    with pytest.raises(MemoryError):
        build(corpus, index, Failing(texts))
    if committed:
        opened = Index.open(index, embedder=hashed)
        assert (opened.status().articles, opened.status().complete) == (committed, False)
        assert told(opened, "word0") == {"000.md"}
        assert opened.verify() == []
    else:
        with pytest.raises(IndexMissing, match="no index"):
            Index.open(index, embedder=hashed)

    report = build(corpus, index, hashed)
    assert (report.articles, report.embedded_chunks) == (2 * BATCH, 2 * BATCH - committed)
    assert sound(index)


# Kills


def _build_by_steps(corpus: Path, index: Path, rebuild: bool, before: str, going_on: Connection) -> None:
    exec(before, {})
    for step in build_steps(corpus, index, embedder=HashedWords(), rebuild=rebuild):
        print(step.stage, step.done, flush=True)
        going_on.recv()


@contextlib.contextmanager
def child(corpus: Path, index: Path, *, before: str = "", rebuild: bool = False) -> Iterator[tuple[Forked, Connection]]:
    """A build in a process of its own, which runs what is to be ``before``, prints each step and waits to go on."""
    told, ours = multiprocessing.Pipe(duplex=False)
    with ours, forked(_build_by_steps, corpus, index, rebuild, before, told, env=os.environ) as process:
        told.close()
        yield process, ours


def killed(corpus: Path, index: Path, steps: int, seconds: float, *, rebuild: bool = False) -> bool:
    """Kill a build so many seconds after a step of the embedding; false where it was through before that."""
    with child(corpus, index, rebuild=rebuild) as (process, going_on):
        for line in process.stdout:
            steps -= line.startswith("embedding")
            going_on.send(None)
            if steps == 0:
                break
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return process.wait(60) == -signal.SIGKILL


@pytest.mark.kill
def test_a_kill_at_any_instant_loses_nothing_that_was_committed(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 7 * BATCH)
    dice = random.Random(1)
    articles = kills = 0
    for turn in range(8):
        # What is indexed already changes too, so that a batch takes out and puts in at once.
        put(corpus, f"{turn:03}.md", f"turn{turn}")
        kills += killed(corpus, index, dice.randint(1, 5), dice.random() / 20)
        try:
            opened = Index.open(index, embedder=hashed)
        except IndexMissing:
            assert articles == 0
            continue
        status = opened.status()
        assert opened.verify() == []
        assert status.articles >= articles
        articles = status.articles
        if articles >= BATCH:
            assert told(opened, "word20") == {"020.md"}
    assert kills > 4
    assert articles >= BATCH

    assert build(corpus, index, hashed).articles == 7 * BATCH
    for turn in range(8):
        assert told(index, f"turn{turn}") == {f"{turn:03}.md"}
        assert told(index, f"word{turn}") == set()
    assert sound(index)
    assert list(index.glob("*.new*")) == []


def _build_bounded(corpus: Path, index: Path, rebuild: bool, place: str, limit: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def bounded(changed: Callable[..., Any]) -> Callable[..., Any]:
        def change(*arguments: Any, **named: Any) -> Any:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            return changed(*arguments, **named)

        return change

    steps = build_steps
    if place == "store":
        steps = bounded(steps)
    else:
        name = "update" if place == "vectors and keywords" else "make"
        setattr(Derived, name, bounded(getattr(Derived, name)))
    try:
        for _ in steps(corpus, index, embedder=HashedWords(), rebuild=rebuild):
            pass
    except RagError as error:
        print(error)


_FULL_AT = {
    "store": "can't be read or written",
    "vectors and keywords": "(File too large): make room on its disk",
    "keywords made anew": "(File too large): make room on its disk",
}


@pytest.mark.kill
@pytest.mark.parametrize("place", _FULL_AT)
@pytest.mark.parametrize(("limit", "rebuild"), [(0, False), (10_000, True)])
def test_a_disk_that_takes_no_more_is_told_in_one_line_and_loses_nothing(
    corpus: Path, index: Path, hashed: HashedWords, place: str, limit: int, rebuild: bool
) -> None:
    """No file may grow beyond a limit, which any user can set for a process."""
    put_many(corpus, 40)
    build(corpus, index, hashed)
    for number in range(40, 200):
        put(corpus, f"{number:03}.md", f"word{number}")
    if place == "keywords made anew":
        shutil.rmtree(index / "keywords")
    with forked(_build_bounded, corpus, index, rebuild, place, limit, env=os.environ) as process:
        said, failed = process.stdout.read(), process.stderr.read()
        assert (process.wait(60), failed) == (0, "")
    if not (rebuild and place == "vectors and keywords"):  # whose two are made once, in the end
        assert said.count("\n") == 1
        assert _FULL_AT[place] in said
        assert str(index) in said
    assert told(index, "word7") == {"007.md"}
    assert sound(index)
    assert [*index.glob("*.new"), *index.glob("rebuild")] == []
    assert build(corpus, index, hashed).articles == 200
    assert sound(index)


@pytest.mark.kill
@pytest.mark.parametrize("size", ["2m", "2500k"])
def test_a_full_disk_is_told_in_one_line_and_loses_nothing(
    corpus: Path, tmp_path: Path, hashed: HashedWords, size: str
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk of that size can be made here: only root may mount one")
    try:
        put_many(corpus, 20)
        build(corpus, disk / "index", hashed)
        for number in range(20, 60):
            (corpus / f"{number:03}.txt").write_text(prose(f"word{number}", 300), encoding="utf-8")
        with pytest.raises(IndexBroken, match=r"(?i)no space left.*make room") as caught:
            build(corpus, disk / "index", hashed)
        assert "\n" not in str(caught.value)
        assert told(disk / "index", "word7") == {"007.md"}
        subprocess.run(["mount", "-o", "remount,size=100m", str(disk)], check=True)
        assert build(corpus, disk / "index", hashed).articles == 60
        assert sound(disk / "index")
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.kill
def test_what_killed_writers_left_in_the_corpus_goes_at_the_next_build_and_not_while_they_live(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 3)
    code = (
        "import sys, pathlib; from rag.corpus.disk import being_written, changing\n"
        "corpus = pathlib.Path(sys.argv[1])\n"
        "with changing(corpus), being_written(corpus) as path:\n"
        "    path.write_text('x'); print(flush=True); sys.stdin.read()"
    )
    writer = [sys.executable, "-c", code, str(corpus)]
    with subprocess.Popen(writer, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        (left,) = corpus.glob(".adding-*")
        assert build(corpus, index, hashed).articles == 3
        assert left.exists()
        process.kill()
    assert build(corpus, index, hashed).articles == 3
    assert not left.exists()


@pytest.mark.kill
@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
def test_what_killed_writers_left_in_the_index_goes_at_the_next_build(
    corpus: Path, index: Path, hashed: HashedWords, suffix: str
) -> None:
    put_many(corpus, 3)
    build(corpus, index, hashed)
    there = sorted(index.rglob("*"))
    for name in ("articles.sqlite.taken", "articles.sqlite.new"):
        (index / f"{name}{suffix}").write_bytes(b"half of it")
    for name in ("vectors", "keywords"):
        (index / name / "manifest.json.new").write_bytes(b"{")
    build(corpus, index, hashed)
    assert sorted(index.rglob("*")) == there


@pytest.mark.kill
def test_an_upgrade_that_is_killed_at_its_end_is_whole_and_leaves_nothing(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 3)
    build(corpus, index, hashed)
    made_old(index, 5)
    code = (
        "import os, signal, sys; from rag.index import store\n"
        "before = store.os.replace\n"
        "store.os.replace = lambda *both: (before(*both), os.kill(os.getpid(), signal.SIGKILL))\n"
        "store.Store(store.Path(sys.argv[1])).upgrade()"
    )
    done = subprocess.run([sys.executable, "-c", code, str(index / STORE)], cwd=PROJECT)
    assert done.returncode == -signal.SIGKILL
    assert told(index, "word1") == {"001.md"}
    assert sound(index)
    assert build(corpus, index, hashed).embedded_chunks == 0
    assert list(index.glob("*.taken*")) == []


def test_a_build_that_waited_for_another_one_has_what_changed_meanwhile(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 3)
    build(corpus, index, hashed)
    steps = build_steps(corpus, index, embedder=hashed, wait=60)
    with ThreadPoolExecutor(1) as pool:
        with place_of(index).writing():
            waiting = pool.submit(list, steps)
            time.sleep(0.5)  # by when it waits
            (corpus / "001.md").unlink()
            put(corpus, "novelty.md", "novelty")
        *_, last = waiting.result()
    assert last.report is not None
    assert numbers(last.report) == {"added": 1, "removed": 1, "unchanged": 2, "embedded_chunks": 1}
    assert last.report.problems == ()


@pytest.mark.kill
def test_a_kill_in_a_rebuild_leaves_an_index_that_answers(corpus: Path, index: Path, hashed: HashedWords) -> None:
    put_many(corpus, 2 * BATCH)
    build(corpus, index, hashed)
    for number in range(2 * BATCH):
        put(corpus, f"{number:03}.md", f"novelty{number}")
    # Six steps are reported, and right after the last the new index takes the place of the old.
    for steps, seconds in ((2, 0.01), (6, 0.0), (6, 0.01), (6, 0.03)):
        killed(corpus, index, steps, seconds, rebuild=True)
        opened = Index.open(index, embedder=hashed)
        assert opened.verify() == []
        old, new = told(opened, "word5"), told(opened, "novelty5")
        assert (old, new) in (({"005.md"}, set()), (set(), {"005.md"}))
    build(corpus, index, hashed, rebuild=True)
    assert told(index, "novelty5") == {"005.md"}
    assert not (index / "rebuild").exists()


@pytest.mark.kill
def test_a_kill_while_the_store_is_first_made_leaves_nothing_in_the_way(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 3)
    die = "import os, signal, rag.index.store; rag.index.store.asdict = lambda _: os.kill(os.getpid(), signal.SIGKILL)"
    with child(corpus, index, before=die) as (process, going_on):
        for _ in process.stdout:
            going_on.send(None)
        assert process.wait(60) == -signal.SIGKILL
    with pytest.raises(IndexMissing):
        Index.open(index, embedder=hashed)
    assert build(corpus, index, hashed).articles == 3
    assert sound(index)
    assert list(index.glob("*.new*")) == []


def test_a_journal_of_a_store_that_was_deleted_does_not_get_into_the_next(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    put_many(corpus, 3)
    build(corpus, index, hashed)
    journal = index / f"{STORE}-wal"
    with contextlib.closing(sqlite3.connect(index / STORE)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM facts").fetchall()  # while it reads the journal stays
        put(corpus, "novelty.md", "novelty")
        build(corpus, index, hashed)
        left = journal.read_bytes()
    assert left
    (index / STORE).unlink()
    journal.write_bytes(left)
    (corpus / "novelty.md").unlink()
    report = build(corpus, index, hashed)
    assert (report.added, report.articles, report.chunks) == (3, 3, 3)
    assert told(index, "novelty") == set()
    assert sound(index)


def test_a_reader_that_waits_for_a_first_build_meets_no_broken_index(
    corpus: Path, index: Path, hashed: HashedWords
) -> None:
    """The page asks again and again while the first build runs in another thread."""
    put_many(corpus, 10)
    done = threading.Event()
    seen: list[object] = []

    def watch() -> None:
        while not done.is_set():
            try:
                Index.open(index, embedder=hashed)
            except IndexMissing:
                continue
            except RagError as error:
                seen.append(error)

    watcher = threading.Thread(target=watch)
    watcher.start()
    build(corpus, index, hashed)
    done.set()
    watcher.join()
    assert seen == []
    assert told(index, "word3") == {"003.md"}


@pytest.mark.kill
def test_the_command_killed_with_the_real_model_loses_no_committed_batch(corpus: Path, index: Path) -> None:
    dice = random.Random(2)
    nouns = "harbour bridge festival orchard library glacier market railway theatre vineyard".split()
    for number in range(200):
        text = " ".join(f"The {dice.choice(nouns)} of town {number} opened again." for _ in range(4))
        (corpus / f"{number:03}.txt").write_text(f"Town {number}\n\n{text}\n", encoding="utf-8")
    command = [sys.executable, "-m", "rag.cli", "index", str(corpus), "--index", str(index)]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}

    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and generation(index / STORE) == 0:
        time.sleep(0.01)
    process.kill()
    output = process.communicate()
    assert process.returncode == -signal.SIGKILL, output
    opened = Index.open(index)
    status = opened.status()
    assert 0 < status.articles < 200
    assert not status.complete
    assert opened.verify() == []
    passages = opened.search("What happened in town 7?", k=5).passages
    assert "007.txt" in {passage.article.id for passage in passages}
    kept = chunks_of(index)

    finished = subprocess.run([*command, "--json"], env=environment, capture_output=True, text=True, check=True)
    report = json.loads(finished.stdout)
    assert (report["articles"], report["unchanged"], report["embedded_chunks"]) == (
        200,
        status.articles,
        200 - status.articles,
    )
    assert kept.items() <= chunks_of(index).items()
    assert opened.status().complete
    assert opened.verify() == []
    passages = opened.search("What happened in town 199?", k=5).passages
    assert "199.txt" in {passage.article.id for passage in passages}


def generation(store: Path) -> int:
    if not store.exists():
        return 0
    connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT value FROM facts WHERE key = 'generation'").fetchone()[0])
    finally:
        connection.close()


def test_what_references_say_of_a_file_is_brought_up_to_date_with_them(corpus: Path, tmp_path: Path) -> None:
    corpus.mkdir(exist_ok=True)
    (corpus / "ferry.txt").write_text("The Tern stays in the harbour from Monday, and four buses go.", "utf-8")
    folder = tmp_path / "described"
    references = corpus / "library.bib"

    def built(said: str) -> Article:
        references.write_text(f"@misc{{a, {said}, file={{ferry.txt}}}}", encoding="utf-8")
        index = Index.build(corpus, folder, embedder=HashedWords())
        return next(one.article for one in index.search("Tern harbour Monday buses") if one.article.id == "ferry.txt")

    assert built("title={Ferry stays}, author={Finch, Dora}").author == "Dora Finch"
    assert built("title={Ferry stays}, author={Vail, Tom}, date={2025-05-30}").author == "Tom Vail"
    again = Index.build(corpus, folder, embedder=HashedWords()).report
    assert again is not None
    assert (again.added, again.changed) == (0, 0)
    references.unlink()
    report = Index.build(corpus, folder, embedder=HashedWords()).report
    assert report is not None
    assert report.changed == 1
