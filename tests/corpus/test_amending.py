"""What readers amend of articles: what it comes to, what is refused, and what is kept."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag.corpus.amending import Amendment, amend, amended, amendments_of, put
from rag.corpus.articles import Reading
from rag.corpus.disk import LOCK, changing
from rag.corpus.files import AMENDMENTS
from rag.errors import ArgumentError, CorpusError
from rag.types import Article, Problem
from tests.conftest import PROJECT
from tests.corpus.conftest import about, listed

READ = Article("a.md", "Title", "Text.", date(2024, 1, 1), "dateline", "Ana", "Brief", "https://e.org/", "en")


def test_what_is_amended_takes_the_place_of_what_was_read_and_the_rest_stays() -> None:
    said = Amendment("a.md", title=" A better\ntitle ", date="2024-2-3", author="")
    assert said.of(READ) == replace(
        READ, title="A better title", published=date(2024, 2, 3), published_from="amended by a reader", author=None
    )
    unknown = Amendment("a.md", date="", lang="pt-BR").of(READ)
    assert (unknown.published, unknown.published_from, unknown.lang) == (None, "unknown", "pt-BR")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"date": "31.2.2026"}, "“31.2.2026” is no day: write a year"),
        ({"date": "2026-02-30"}, "“2026-02-30” is no day"),
        ({"date": "20260201"}, "is no day"),
        ({"title": " "}, "An article has a title: write one"),
        ({"lang": "English"}, "“English” is no code of a language: write one such as en"),
        ({"author": "x" * 301}, r"“x{40} \.\.\.” is too long: 300 characters"),
    ],
)
def test_what_can_not_be_is_refused_in_one_line(said: dict[str, Any], reason: str) -> None:
    with pytest.raises(ArgumentError, match=reason):
        Amendment("a.md", **said)


def test_an_amendment_is_laid_over_the_one_before_and_taken_back(corpus: Path) -> None:
    assert amend(corpus, "a.md", Amendment("a.md", title="One", author="Ana")) is None
    first = Amendment("a.md", title="One", author="Ana")
    assert amend(corpus, "a.md", Amendment("a.md", title="Two", date="")) == first
    assert amendments_of(corpus) == {"a.md": Amendment("a.md", title="Two", date="", author="Ana")}
    assert amend(corpus, "r#1", Amendment("b/r.jsonl", left_out=True)) is None
    assert amendments_of(corpus)["r#1"] == Amendment("b/r.jsonl", left_out=True)
    assert put(corpus, "a.md", first) == Amendment("a.md", title="Two", date="", author="Ana")
    put(corpus, "r#1", None)
    assert amendments_of(corpus) == {"a.md": first}
    put(corpus, "a.md", None)
    assert [one.name for one in corpus.iterdir() if one.name != LOCK] == []
    assert put(corpus, "a.md", None) is None


def test_the_file_is_one_that_a_person_can_read_and_write(corpus: Path) -> None:
    amend(corpus, "Güler: no.md", Amendment("Güler: no.md", title="no", date="2024-02-03"))
    amend(corpus, "7", Amendment("r.jsonl", left_out=True))
    written = (corpus / AMENDMENTS).read_text("utf-8")
    assert "Güler: no.md" in written
    assert [line for line in written.splitlines() if line[0] not in "# "] == ["'7':", "'Güler: no.md':"]
    (corpus / AMENDMENTS).write_text("x.md:\n  date: 2024-02-03\n  title: no\nr7:\n  file: r.csv\n  left_out: True\n")
    assert amendments_of(corpus) == {
        "x.md": Amendment("x.md", title="no", date="2024-02-03"),
        "r7": Amendment("r.csv", left_out=True),
    }
    assert AMENDMENTS not in listed_with_one(corpus)


def listed_with_one(corpus: Path) -> set[str]:
    (corpus / "x.md").write_bytes(about("one"))
    return listed(corpus)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a:\n  title: [half\n", r"is not valid YAML in line \d \(.*\): mend it"),
        ("- a\n", "does not name articles by their ids: mend it"),
        ("a.md: x\n", "says nothing of 'a.md'"),
        ("a.md: {day: 2024-01-01}\n", "says 'day' of 'a.md', which is none of author, date, file, lang, left_out, "),
        ("a.md: {left_out: perhaps}\n", "'perhaps' as left_out of 'a.md', which is neither true nor false"),
        ("a.md: {date: soon}\n", "can't be followed for 'a.md': “soon” is no day"),
    ],
)
def test_a_file_that_can_not_be_followed_is_told_and_stays(corpus: Path, text: str, reason: str) -> None:
    (corpus / AMENDMENTS).write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=reason) as raised:
        amend(corpus, "a.md", Amendment("a.md", title="One"))
    assert "\n" not in str(raised.value)
    assert (corpus / AMENDMENTS).read_text("utf-8") == text


def test_a_reading_has_them_amended_less_those_left_out_and_tells_both() -> None:
    def reading() -> Reading:
        yield READ
        yield from [Article("b", "Second", "Text."), Article("c", "Third", "Text.")]
        return [Problem("r.jsonl", "line 4: not JSON")]

    said = {
        "a.md": Amendment("r.jsonl", title="Mended"),
        "b": Amendment("r.jsonl", left_out=True),
        "d": Amendment("r.jsonl", title="x"),
    }
    found, steps = [], amended("r.jsonl", reading(), said)
    while True:
        try:
            found.append(next(steps))
        except StopIteration as end:
            problems = end.value
            break
    assert [one.title for one in found] == ["Mended", "Third"]
    assert [(one.kind, one.reason) for one in problems] == [
        ("unread", "line 4: not JSON"),
        ("passed", "left out by a reader: 'Second'; `rag amend 'b' --as-read` takes it in again"),
        ("partly", "amendments.yaml amends 'd', which is not in it: take that out there, or mend the id"),
    ]


# Several at once


_AMENDS = """
import sys
from rag.corpus.amending import Amendment, amend
for number in range(20):
    amend(sys.argv[1], f"{sys.argv[2]}/{number}.md", Amendment(f"{sys.argv[2]}/{number}.md", author=f"Ana {number}"))
"""


@pytest.mark.kill
def test_what_several_processes_and_threads_amend_at_once_is_all_kept(corpus: Path) -> None:
    command = [sys.executable, "-c", _AMENDS, str(corpus)]
    others = [subprocess.Popen([*command, name], cwd=PROJECT) for name in "abc"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: amend(corpus, f"{n}.md", Amendment(f"{n}.md", title=f"Title {n}")), range(20)))
    assert [one.wait(120) for one in others] == [0, 0, 0]
    amendments = amendments_of(corpus)
    assert len(amendments) == 80
    assert amendments["b/19.md"].author == "Ana 19"


@pytest.mark.kill
def test_who_changes_a_corpus_is_waited_for_and_then_told_and_a_dead_one_is_not(corpus: Path) -> None:
    code = (
        "import sys, pathlib; from rag.corpus.disk import changing\n"
        "with changing(pathlib.Path(sys.argv[1])): print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(corpus)], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        told = pytest.raises(CorpusError, match=r"Another process is changing .*: try again when it is done\.")
        with told, changing(corpus, wait=0.1):
            raise AssertionError("both hold it")
        other.kill()
    amend(corpus, "a.md", Amendment("a.md", title="One"))
    assert amendments_of(corpus)["a.md"].title == "One"


def test_a_corpus_that_is_not_there_is_told_and_not_made(corpus: Path) -> None:
    with pytest.raises(CorpusError, match="gone can't be written"):
        amend(corpus / "gone", "a.md", Amendment("a.md", title="One"))
    assert not (corpus / "gone").exists()
