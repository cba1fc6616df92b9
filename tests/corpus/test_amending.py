"""What readers amend of articles: what it comes to, what is refused, and what is kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag.corpus.amending import Amendment, amend, amended, amendments_of, put
from rag.corpus.articles import Reading
from rag.corpus.files import AMENDMENTS
from rag.errors import ArgumentError, CorpusError
from rag.types import Article, Problem
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
    assert list(corpus.iterdir()) == []
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
