"""The commands as a user runs them: exit status, what goes to stdout, what to stderr, and no traceback ever."""

import csv
import functools
import json
import os
import pty
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, fields, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest
import typer
from icalendar import Calendar
from rich.cells import cell_len
from typer.core import TyperGroup
from typer.main import get_command

from rag.answers.replies import REFUSAL
from rag.cli import app
from rag.cli.terminal import stoppable
from rag.index.analysis import analyse
from rag.index.ranking import WEIGHTS
from rag.index.search import Index
from rag.index.store import Store
from rag.places import STORE
from rag.types import Article, Chunk, Problem, Report, Status
from tests.cli.forking import Forked
from tests.conftest import PROJECT, all_vectors
from tests.endpoint import endpoint

pytestmark = pytest.mark.kill

KFOR = "When did Türkiye take command of KFOR?"
NOT_THERE = "Who won the chess olympiad in Chennai?"
LACKING = "No article has the words “chess”, “olympiad” or “Chennai”."
SPAN = re.compile(r"(?P<title>.+), (?P<published>\d{4}-\d\d-\d\d|undated) \((?P<id>.+):(?P<start>\d+)-(?P<end>\d+)\)")


def environment(**more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("OPENAI_", "RAG_", "LC_", "PYTHON")) and name != "LANG"
    }
    return kept | {"HF_HUB_OFFLINE": "1", "PYTHONPATH": str(PROJECT), "LANG": "C.UTF-8"} | more


@functools.cache
def forked() -> Forked:
    return Forked(PROJECT, environment())


def rag(folder: Path, *arguments: str | bytes, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; it may never end in a traceback."""
    if more.keys() & {"LANG", "LC_ALL"} or any(name.startswith("PYTHON") for name in more):
        done = subprocess.run(
            [sys.executable, "-m", "rag.cli", *arguments],
            cwd=folder,
            env=environment(**more),
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
        )
    else:
        done = forked().run(arguments, folder, environment(**more))
    assert "Traceback" not in done.stderr, done.stderr
    return done


def good(done: subprocess.CompletedProcess[str]) -> str:
    """What a command printed that went well and had nothing to remark."""
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def articles(index: Path) -> dict[str, Article]:
    with Store(index / STORE).read() as snapshot:
        return {article.id: article for article in snapshot.articles()}


def write(corpus: Path, name: str, text: str) -> None:
    corpus.mkdir(exist_ok=True)
    (corpus / name).write_text(text, encoding="utf-8")


@dataclass
class Built:
    """A folder with the sample corpus and its index, made by the command, and what that printed."""

    folder: Path
    first: subprocess.CompletedProcess[str]

    @property
    def articles(self) -> dict[str, Article]:
        return articles(self.folder / "index")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Not to be changed by a test."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(PROJECT / "corpus", folder / "corpus")
    return Built(folder, rag(folder, "index"))


# Usage


def read_terminal(end: int) -> bytes:
    """All that was written to a terminal whose other end is closed, and close this one."""
    shown = b""
    try:
        while piece := os.read(end, 4096):
            shown += piece
    except OSError:  # the other end is closed
        pass
    os.close(end)
    return shown


def read_until(end: int, last: bytes) -> bytes:
    """What was written to a terminal up to some last bytes."""
    shown = b""
    while not shown.endswith(last):
        shown += os.read(end, 4096)
    return shown


def test_help_lists_the_commands_and_imports_nothing_heavy(tmp_path: Path) -> None:
    shown = good(rag(tmp_path, "--help"))
    commands = re.findall(r"^  (\w+)  ", shown.partition("Commands:")[2], re.M)
    assert {"index", "status", "search", "ask", "timeline", "serve"} <= set(commands)
    code = "import sys, rag.cli\ntry: rag.cli.main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, "--help"], env=environment(), capture_output=True, text=True, check=True
    )
    heavy = {"numpy", "faiss", "tantivy", "onnxruntime", "torch", "sentence_transformers", "gradio", "openai"}
    assert heavy.isdisjoint(done.stderr.split())


def test_help_has_whole_sentences_and_each_command_an_example_that_it_takes(tmp_path: Path) -> None:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    listed = " ".join(good(rag(tmp_path, "--help")).partition("Commands:")[2].split())
    assert "..." not in listed
    for name, command in group.commands.items():
        said, _, example = (command.help or "").partition("\n\nExample: ")
        assert f"{name} {' '.join(said.split()).partition('. ')[0].removesuffix('.')}" in listed
        called, taken, *arguments = shlex.split(example)
        assert (called, taken) == ("rag", name)
        command.make_context(name, arguments)  # where it did not take them, it would raise
        assert len(example) < 69  # else it would be broken where the help is


@pytest.mark.parametrize("command", ["index", "status", "search", "ask", "serve"])
def test_each_command_explains_its_options(tmp_path: Path, command: str) -> None:
    shown = good(rag(tmp_path, command, "--help"))
    assert "--index" in shown
    assert "Usage:" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Usage:"),
        (["nonsense"], "nonsense"),
        (["index", "--nonsense"], "--nonsense"),
        (["ask"], "QUESTION"),
        (["ask", "x", "--after", "soon"], "“soon” is no day or period: write it as 2026-07-03"),
        (["list", "--before", "since May"], "“since May” is open at that end"),
        (["chat", "--today", "2026-07"], "“2026-07” is more than one day"),
        (["add", "x.md", "--sitemap", "http://127.0.0.1/", "--since", "then"], "“then” is no day or period"),
        (["list", "--sort", "size"], "size"),
        (["ask", "x", "--before", "2023-02-30"], "2023-02-30"),
        (["search", "x", "-k", "0"], "-k"),
        (["index", "--chunk-tokens", "15"], "--chunk-tokens"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_is_wrong(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = rag(tmp_path, *arguments)
    assert done.returncode == 2
    assert said.lower() in (done.stdout + done.stderr).lower()
    assert list(tmp_path.iterdir()) == []


def test_the_version_and_the_help_are_told_in_short_too(tmp_path: Path) -> None:
    assert good(rag(tmp_path, "--version")) == f"rag {version('article-rag')}\n"
    for command in ([], ["ask"], ["list"]):
        assert good(rag(tmp_path, *command, "-h")) == good(rag(tmp_path, *command, "--help"))


def test_the_package_run_as_a_module_is_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rag", "--version"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout == f"rag {version('article-rag')}\n"


def test_a_shell_is_given_the_commands_that_begin_so(tmp_path: Path) -> None:
    asked = {"_RAG_COMPLETE": "complete_bash", "COMP_WORDS": "rag s", "COMP_CWORD": "1"}
    assert set(rag(tmp_path, **asked).stdout.split()) == {"status", "search", "show", "sync", "serve"}


# rag index


def test_index_prints_its_summary_to_stdout_and_plain_progress_to_stderr(built: Built) -> None:
    done = built.first
    total = len(built.articles)
    assert done.returncode == 0, done.stderr
    summary = re.fullmatch(
        r"(\d+) articles in (\d+) chunks: (\d+) new, 0 changed, 0 removed, 0 as before; (\d+) chunks embedded in "
        r"\d+\.\d s\.\nFiles: (\d+) read\.\n",
        done.stdout,
    )
    assert summary is not None, done.stdout
    found, chunks, new, embedded, files = map(int, summary.groups())
    assert found == new == files == total == len(list((PROJECT / "corpus").rglob("*.*")))
    assert chunks == embedded > found
    lines = done.stderr.splitlines()
    assert lines[0] == "Loading the model (0/1)"
    assert f"Reading files (0/{total})" in lines
    assert lines[-1] == f"Embedding chunks ({chunks}/{chunks})"
    assert len(lines) < 20
    assert not re.search(r"[\x1b\r]", done.stderr)


def test_index_again_embeds_nothing_and_reports_as_json(built: Built) -> None:
    done = rag(built.folder, "index", "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert set(report) == {field.name for field in fields(Report)}
    total = len(built.articles)
    assert (report["added"], report["changed"], report["removed"], report["embedded_chunks"]) == (0, 0, 0, 0)
    assert (report["articles"], report["unchanged"], report["problems"]) == (total, total, [])
    assert "Embedding" not in done.stderr


def test_what_is_not_read_and_what_is_read_in_part_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path / "news", "good.md", "# Quinces\n\nThe quinces are ripe in Kütahya.\n")
    write(tmp_path / "news", "two\nlines.md", "")
    write(tmp_path / "news", "letter.doc", "Words.")
    write(tmp_path / "news", "README.md", "# Words\n\nOf an article.\n")
    page = f"<html><body><p>The medlars are ripe.</p>{'<div>' * 300}<p>More.</p></body></html>"
    write(tmp_path / "news", "deep.html", page)
    done = rag(tmp_path, "index", "news", "--index", "made")
    assert done.returncode == 0
    told = [line for line in done.stderr.splitlines() if ": " in line]
    starts = ("Passed over: 1 file of a kind that is not read: .doc; ", "Passed over: 1 file passed over for the name",
              "Read in part: deep.html: its tags ", "Not read: two\ufffdlines.md: empty file")  # fmt: skip
    assert [line.startswith(start) for line, start in zip(told, starts, strict=True)] == [True] * 4
    assert done.stdout.endswith("\nFiles: 1 read, 1 read in part, 1 not read, 2 passed over.\n")
    assert rag(tmp_path, "index", "news", "--index", "made", "--strict").returncode == 1
    shown = good(rag(tmp_path, "status", "--index", "made"))
    assert re.findall(r"^(?:not read|in part|passed over) +.{12}", shown, re.M) == [
        "passed over 1 file of a ",
        "passed over 1 file passe",
        "in part     deep.html: i",
        "not read    two\ufffdlines.md",
    ]  # fmt: skip
    for record in (
        json.loads(good(rag(tmp_path, "status", "--json", "--index", "made"))),
        json.loads(rag(tmp_path, "index", "news", "--index", "made", "--json").stdout),
    ):
        kinds = [(problem["path"], problem["kind"]) for problem in record["problems"]]
        assert kinds == [(".", "passed"), (".", "passed"), ("deep.html", "partly"), ("two\nlines.md", "unread")]
        assert record["standings"] == {"read": 1, "partly": 1, "unread": 1, "passed": 2}
    listed = json.loads(good(rag(tmp_path, "status", "--problems", "--json", "--index", "made")))
    assert [(one["path"], one["standing"], one["articles"]) for one in listed["files"]] == [
        ("deep.html", "partly", 1), ("two\nlines.md", "unread", 0), (".", "passed", 0), (".", "passed", 0),
    ]  # fmt: skip
    assert good(rag(tmp_path, "status", "--files", "--index", "made")).splitlines()[1] == "read        good.md"


def test_articles_that_cannot_be_read_are_named_and_the_rest_is_indexed(tmp_path: Path) -> None:
    write(tmp_path / "news", "good.md", "# Quinces\n\nThe quinces are ripe in Kütahya.\n")
    write(tmp_path / "news", "broken.md", "---\ntitle: [half a list\n---\n\ntext\n")
    write(tmp_path / "news", "records.jsonl", '{"id": "one", "text": "The medlars are ripe."}\n{"id": "two"\n')
    done = rag(tmp_path, "index", "news", "--index", "made")
    assert done.returncode == 0
    assert done.stdout.startswith("2 articles in 2 chunks: 2 new, ")
    named = [line for line in done.stderr.splitlines() if line.startswith("Not read: ")]
    assert [line.split(": ")[1] for line in named] == ["broken.md", "records.jsonl"]
    assert "line 2" in named[1]

    record = json.loads(good(rag(tmp_path, "status", "--json", "--verify", "--index", "made")))
    assert [problem["path"] for problem in record["problems"]] == ["broken.md", "records.jsonl"]
    assert "Kütahya" in good(rag(tmp_path, "search", "quinces", "-k", "1", RAG_INDEX="made"))


def test_on_a_terminal_a_bar_shows_how_much_time_is_left(tmp_path: Path) -> None:
    for number in range(110):
        write(tmp_path / "corpus", f"{number:03}.txt", f"Town {number}\n\nThe bridge of town {number} opened again.\n")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "rag.cli", "index"],
        cwd=tmp_path,
        env=environment(TERM="xterm", COLUMNS="100"),
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = read_terminal(ours)
    output, _ = process.communicate()
    assert process.returncode == 0
    assert re.fullmatch(rb"110 articles in 110 chunks: [^\x1b\r\n]*\nFiles: 110 read\.\n", output)
    plain = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown.decode())
    assert re.search(r"Reading files[^\r\n]*/110", plain)
    assert re.search(r"Embedding chunks[^\r\n]*/110 [^\r\n]*left: \d:\d\d:\d\d", plain), plain


# rag status


def test_status_shows_what_the_index_holds(built: Built) -> None:
    shown = good(rag(built.folder, "status", "--verify", "--measure"))
    found = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in shown.splitlines())
    assert list(found) == [
        "articles", "chunks", "dates", "sources", "model", "languages", "generation", "size", "updated", "recall",
        "verified",
    ]  # fmt: skip
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d UTC", found["updated"])
    assert found["articles"] == str(len(built.articles))
    assert found["model"] == "all-MiniLM-L6-v2"
    assert found["verified"] == "all is well"
    assert found["recall"] == "1.000 of the ten nearest chunks"
    dates = sorted(article.published for article in built.articles.values() if article.published)
    assert found["dates"].startswith(f"{dates[0]} to {dates[-1]}")

    record = json.loads(good(rag(built.folder, "status", "--json")))
    assert set(record) == {field.name for field in fields(Status)} | {"standings"}
    assert (record["first"], record["last"]) == (str(dates[0]), str(dates[-1]))
    assert f"{record['chunks']} of at most {record['chunk_tokens']} tokens" == found["chunks"]
    assert record["complete"] is True
    assert record["size"] > 100_000


def test_status_verify_exits_with_1_where_something_is_wrong(built: Built, tmp_path: Path) -> None:
    shutil.copytree(built.folder / "index", tmp_path / "index")
    with Store(tmp_path / "index" / STORE).write() as transaction:
        transaction.remove(sorted(built.articles)[:1])
    done = rag(tmp_path, "status", "--verify")
    assert done.returncode == 1
    assert re.search(r"^verified    2 faults: run `rag index --rebuild`$", done.stdout, re.M)
    assert "vector index: 0 chunks missing" in done.stdout
    done = rag(tmp_path, "status", "--verify", "--json")
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["wrong"]) == 2


# rag search


def test_a_table_is_printed_and_what_the_question_was_read_as_goes_to_stderr(built: Built) -> None:
    done = rag(built.folder, "ask", "How many articles mention the tram?")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "7 of 24 articles mention “tram”."
    assert lines[2] == "| Date | Article | Paper | Author |"
    assert sum(line.startswith("| 2026-") for line in lines) == 7
    assert sum(line.startswith("[") for line in lines) == 7
    assert "(read as a number of articles, mentioning “tram”)" in done.stderr


def test_what_was_published_is_told_from_the_day_that_is_given(built: Built) -> None:
    done = rag(built.folder, "ask", "What happened last week?", "--today", "2026-09-23")
    assert done.stdout.startswith("1 of 24 articles is of this time: 14–20 September 2026.")
    nothing = rag(built.folder, "ask", "How many articles mention zirconium?")
    assert nothing.stdout == "0 of 24 articles mention “zirconium”.\n"


def test_days_are_read_as_people_write_them(built: Built) -> None:
    def days(*arguments: str) -> list[str]:
        listed = json.loads(good(rag(built.folder, "list", "--json", *arguments)))
        return [str(one["published"]) for one in listed["articles"]]

    october = days("--after", "2023-10-01", "--before", "2023-10-31")
    assert october
    for said in ("2023-10", "October 2023", "oktober 2023", "Ekim 2023"):
        assert days("--after", said, "--before", said) == october
    asked = ("How many articles mention the strike?", "--json", "--after", "last month", "--today", "15 August 2026")
    told = json.loads(rag(built.folder, "ask", *asked).stdout)["citations"]
    assert {one["published"] >= "2026-07-01" for one in told} == {True}


def test_references_are_kept_in_a_file_by_its_ending(built: Built, tmp_path: Path) -> None:
    path = tmp_path / "cited.bib"
    good(rag(built.folder, "ask", "Who commands KFOR?", "--references", str(path)))
    assert path.read_text("utf-8").startswith("@article{")
    refused = rag(built.folder, "ask", "Who commands KFOR?", "--references", "cited.doc")
    assert refused.returncode == 1
    assert refused.stderr == "rag: cited.doc has no ending of references: name it .bib, .ris or .json.\n"


def test_names_are_listed_with_counts_kept_as_csv_and_narrow_an_answer(built: Built, tmp_path: Path) -> None:
    kept = tmp_path / "people.csv"
    lines = good(rag(built.folder, "names", "people", "--csv", str(kept))).splitlines()
    counts = {line.split(maxsplit=1)[1]: int(line.split()[0]) for line in lines}
    assert counts["Nemanja Starović"] >= 2
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
    with kept.open(encoding="utf-8", newline="") as rows:
        assert [row[0] for row in csv.reader(rows)] == ["Name", *counts]
    sources = json.loads(good(rag(built.folder, "names", "sources", "--json")))["sources"]
    assert sum(one["articles"] for one in sources) == len(built.articles)
    assert sources[0]["name"] == "The Harbour Gazette"
    for what in ("places", "stories"):
        record = json.loads(good(rag(built.folder, "names", what, "--person", "starovic", "--json")))
        assert record[what][0]["articles"] <= counts["Nemanja Starović"]
    found = json.loads(good(rag(built.folder, "search", "command", "--person", "starovic", "-k", "1", "--json")))
    assert "Starović" in built.articles[found["article_id"]].text
    failed(rag(built.folder, "ask", KFOR, "--person", "Nemanya Starovich"), "nearest", "“Nemanja Starović”")


def test_chosen_articles_alone_are_asked_searched_and_listed(built: Built) -> None:
    chosen = ("balkans/kfor-from-1999-to-today.md", "harbour-gazette/storm-tamsel-correction.md")
    within = [argument for one in chosen for argument in ("--article", one)]
    listed = json.loads(good(rag(built.folder, "list", *within, "--json")))["articles"]
    assert {one["article_id"] for one in listed} == set(chosen)
    found = good(rag(built.folder, "search", "harbour", "-k", "50", *within, "--json")).splitlines()
    assert {json.loads(line)["article_id"] for line in found} == set(chosen)
    answer = json.loads(good(rag(built.folder, "ask", "What are the newest articles?", *within[2:], "--json")))
    assert {one["article_id"] for one in answer["citations"]} == {chosen[1]}
    failed(rag(built.folder, "ask", KFOR, "--article", "kfor-from-1998"), "“kfor-from-1998”", "nearest", chosen[0])


def test_search_prints_passages_with_where_they_stand(built: Built) -> None:
    shown = good(rag(built.folder, "search", "the", "storm", "-k", "3"))
    headings = re.findall(r"^(\d)\. (.*)$", shown, re.M)
    assert [rank for rank, _ in headings] == ["1", "2", "3"]
    for _, heading in headings:
        place = SPAN.fullmatch(heading)
        assert place is not None, heading
        text = built.articles[place["id"]].text[int(place["start"]) : int(place["end"])]
        assert "".join(text.split()) in "".join(shown.split())


def test_search_as_json_prints_an_object_a_line(built: Built) -> None:
    arguments = ("--after", "2023-10-12", "--before", "2023-10-26", "--source", "balkan brief", "-k", "50")
    lines = good(rag(built.folder, "search", "KFOR", "--json", *arguments)).splitlines()
    assert len(lines) > 3
    for line in lines:
        one = json.loads(line)
        assert list(one) == ["article_id", "title", "source", "published", "start", "end", "text", "scores"]
        assert set(one["scores"]) == {"dense", "keyword", "fused", *WEIGHTS}
        article = built.articles[one["article_id"]]
        assert one["text"] == article.text[one["start"] : one["end"]]
        assert one["source"] == "Balkan Brief"
        assert date(2023, 10, 12) <= date.fromisoformat(one["published"]) <= date(2023, 10, 26)


def test_a_search_without_a_result_says_so_on_stderr(built: Built) -> None:
    done = rag(built.folder, "search", "KFOR", "--json", "--before", "1900")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Nothing found.\n")


# rag ask


def test_ask_prints_quotations_and_where_each_stands(built: Built) -> None:
    shown = good(rag(built.folder, "ask", *KFOR.split()))
    quotes, _, places = shown.partition("\n\n")
    # A name that a sentence leaves out is told before it, with a place of its own.
    quoted = re.findall(r"^(?:\[.+:\] )?“(.+)” \[(\d+)\](?: \[\d+\])?$", quotes, re.M)
    assert len(quoted) == len(quotes.splitlines()) > 0
    listed = re.findall(r"^\[(\d+)\] (.+)$", places, re.M)
    assert [number for number, _ in listed] == [str(number) for number in range(1, len(listed) + 1)]
    assert set(re.findall(r"\[(\d+)\]", quotes)) == {number for number, _ in listed}
    texts = {}
    for number, place in listed:
        found = SPAN.fullmatch(place)
        assert found is not None, place
        texts[number] = built.articles[found["id"]].text[int(found["start"]) : int(found["end"])]
    for text, number in quoted:
        assert text == " ".join(texts[number].split())
    assert "9 October 2023" in quotes


def check_answer(record: dict[str, object], held: dict[str, Article]) -> None:
    """An answer as JSON has the keys it is documented to have, and each quote is its article's text."""
    assert list(record) == [
        "question", "text", "found", "finished", "stage", "statements", "citations", "missing", "refusal", "onward",
        "caution", "headline",
        "table", "reply", "generator", "notice", "left_out", "query", "asked",
        "unread", "withheld", "copies", "usage", "judge", "judging",
        "period", "generation", "updated", "newest", "timings",
    ]  # fmt: skip
    statements, citations = record["statements"], record["citations"]
    assert isinstance(statements, list)
    assert isinstance(citations, list)
    numbers = [citation["number"] for citation in citations]
    for statement in statements:
        assert list(statement) == [
            "text",
            "name",
            "lead",
            "verdict",
            "pending",
            "reason",
            "support",
            "citations",
            "marks",
        ]
        assert statement["verdict"] in ("supported", "partly", "unsupported")
        assert set(statement["citations"]) <= set(numbers)
    assert numbers == list(range(1, len(numbers) + 1))
    for citation in citations:
        assert list(citation) == [
            "number", "article_id", "title", "source", "published", "start", "end", "url", "quote"
        ]  # fmt: skip
        article = held[citation["article_id"]]
        assert citation["quote"] == article.text[citation["start"] : citation["end"]]
        assert (citation["title"], citation["source"], citation["url"]) == (article.title, article.source, article.url)
        assert citation["published"] == (str(article.published) if article.published else None)


def test_ask_as_json_has_the_documented_keys_and_honours_filters(built: Built) -> None:
    arguments = (
        "--before",
        "2023-10-12",
        "--after",
        "2023-10-10",
        "--source",
        "Balkan Brief",
        "--source",
        "adriatic monitor",
    )
    record = json.loads(good(rag(built.folder, "ask", "--json", KFOR, *arguments)))
    check_answer(record, built.articles)
    assert (record["question"], record["query"], record["found"]) == (KFOR, KFOR, True)
    assert (record["generator"], record["notice"]) == ("quotes", None)
    assert record["citations"]
    assert {citation["published"] for citation in record["citations"]} == {"2023-10-12"}
    assert record["timings"]["total"] > 0


def test_a_question_the_articles_do_not_answer_is_refused_with_exit_3(built: Built) -> None:
    done = rag(built.folder, "ask", "--json", NOT_THERE)
    assert (done.returncode, done.stderr) == (3, f"{LACKING}\n")
    record = json.loads(done.stdout)
    check_answer(record, built.articles)
    assert (record["found"], record["text"]) == (False, REFUSAL)
    assert record["statements"] == record["citations"] == []
    filtered = rag(built.folder, "ask", KFOR, "--after", "2030-01-01")
    assert (filtered.returncode, filtered.stdout) == (3, f"{REFUSAL}\n")
    assert filtered.stderr == "No article passes the filters.\nWithout the filters, 3 sentences answer this.\n"


def test_a_timeline_is_told_and_kept_as_csv(built: Built, tmp_path: Path) -> None:
    kept = tmp_path / "strike.csv"
    done = rag(built.folder, "timeline", "the", "strike", "--csv", str(kept))
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("6 events from 3 articles")
    with kept.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["Day", "What happened", "Source", "Cited"]
    assert len(rows) == 6
    for _, told, _, cited in rows:
        name, _, places = cited.split(" ")[0].rpartition(":")
        start, end = map(int, places.split("-"))
        assert " ".join(built.articles[name].text[start:end].split()) == told
    calendar = tmp_path / "strike.ics"
    asked = rag(built.folder, "timeline", "What happened in the strike, in order?", "--ics", str(calendar))
    assert asked.stdout == done.stdout
    events = Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    assert [str(one["summary"]) for one in events] == [row[1] for row in rows]


def test_a_timeline_of_what_no_article_tells_is_not_kept(built: Built, tmp_path: Path) -> None:
    kept = tmp_path / "nothing.csv"
    done = rag(built.folder, "timeline", "chess", "--csv", str(kept))
    assert done.returncode == 1
    assert "was not written: no article tells this story" in done.stderr
    assert not kept.exists()


def test_where_the_language_model_is_not_reached_quotations_are_printed_and_stderr_says_why(built: Built) -> None:
    done = rag(built.folder, "ask", "--json", KFOR, OPENAI_BASE_URL="http://127.0.0.1:9/v1", RAG_MODEL="absent")
    assert done.returncode == 0
    record = json.loads(done.stdout)
    check_answer(record, built.articles)
    assert (record["found"], record["generator"]) == (True, "quotes")
    # Before that, where it took a while, what is quoted until the model answers.
    assert done.stderr.endswith(f"{record['notice']}\n")


RIGHT = "Türkiye took command of KFOR on 9 October 2023."
WRONG = "KFOR has some 9,000 soldiers from 27 countries."
COST = "what the mission costs"
WRITTEN = (f"{RIGHT[:-1]} [1]. ", f"{WRONG[:-1]} [2].", f"\n\nNot found: {COST}")
REASON = "the article says 4,500, not 9,000"


def test_what_a_language_model_writes_is_printed_with_what_the_check_found(built: Built) -> None:
    with endpoint(pieces=WRITTEN, usage=(1825, 48)) as served:
        done = rag(built.folder, "ask", KFOR, OPENAI_BASE_URL=served.url)
        strict = rag(built.folder, "ask", "--strict", KFOR, OPENAI_BASE_URL=served.url)
    assert done.returncode == strict.returncode == 0
    said, _, places = done.stdout.partition("\n\n")
    sentences, missing, hint = said.splitlines()
    marked = r"(?: \[\d\])+"
    assert re.fullmatch(f"{re.escape(RIGHT)}{marked} ✓ {re.escape(WRONG)}{marked} ✗ \\({REASON}\\)", sentences), (
        sentences
    )
    assert missing == f"Not found: {COST}"
    assert re.fullmatch(f"    searched for: {re.escape(KFOR)}; nearest: {SPAN.pattern}", hint), hint
    assert places.startswith("[1] Türkiye leads")
    judged = "(judged by scripted (not measured))\n"
    assert done.stderr == f"{judged}(1825 tokens read, 48 written)\n"

    assert RIGHT in strict.stdout
    assert WRONG not in strict.stdout
    left_out = "(1 sentence not fully supported left out)\n"
    assert strict.stderr == f"{left_out}{judged}(1825 tokens read, 48 written)\n"


def test_what_is_quoted_until_a_model_answers_goes_to_stderr(built: Built) -> None:
    with endpoint(pieces=(f"{RIGHT[:-1]} [1].",), waits=6.0) as served:
        done = rag(built.folder, "ask", KFOR, OPENAI_BASE_URL=served.url)
    told, quoted, *_ = done.stderr.splitlines()
    assert told == "The language model has not answered yet. These are quotations until it does."
    assert quoted.startswith("    “")
    assert done.stdout.startswith(RIGHT)


@pytest.mark.parametrize(("more", "struck"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_on_a_terminal_what_is_not_supported_is_struck_unless_colours_are_unwanted(
    built: Built, more: dict[str, str], struck: bool
) -> None:
    ours, theirs = pty.openpty()
    with endpoint(pieces=WRITTEN) as served:
        subprocess.run(
            [sys.executable, "-m", "rag.cli", "ask", KFOR],
            cwd=built.folder,
            env=environment(TERM="xterm", COLUMNS="300", OPENAI_BASE_URL=served.url, **more),
            stdout=theirs,
            check=True,
        )
    os.close(theirs)
    shown = read_terminal(ours)
    printed = shown.decode()
    assert (f"\x1b[9m{WRONG}\x1b[0m" in printed) is struck
    assert (f"\x1b[31m✗ ({REASON})\x1b[0m" in printed) is struck
    assert ("\x1b" in printed) is struck
    assert f"✗ ({REASON})" in printed


def test_on_a_terminal_an_answer_is_wrapped_to_its_width_and_in_a_pipe_it_is_not(tmp_path: Path) -> None:
    texts = {
        "zh.md": "港口的罢工在十七天后结束了，码头工人和港口公司在海关大楼签署了协议，起重机今天早上又开始工作了。",
        "ar.md": "انتهى الإضراب في الميناء بعد سبعة عشر يوما ووقعت النقابة والشركة الاتفاق في دار الجمارك أمس.",
        "de.md": "Der Hafenstreik ist nach siebzehn Tagen zu Ende, und die Hafengesellschaft unterzeichnete gestern.",
    }
    for name, text in texts.items():
        write(tmp_path / "corpus", name, f"{text}\n")
    rag(tmp_path, "index")
    for name, text in texts.items():
        piped = good(rag(tmp_path, "show", name))
        assert text in piped.splitlines()
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "rag.cli", "show", name]
        subprocess.run(command, cwd=tmp_path, env=environment(COLUMNS="40"), stdout=theirs, check=True)
        os.close(theirs)
        shown = read_terminal(ours).decode().replace("\r\n", "\n")
        assert 30 < max(map(cell_len, shown.splitlines())) <= 40
        assert "".join(shown.split()) == "".join(piped.split())


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize(
    "arguments",
    [["list", "tram"], ["status"], ["names", "stories"], ["search", "boats", "-k", "2", "--explain"],
     ["timeline", "the strike"], ["ask", NOT_THERE]],
)  # fmt: skip
def test_on_a_terminal_no_line_is_wider_than_it_and_no_word_is_broken(
    built: Built, arguments: list[str], width: int
) -> None:
    piped = rag(built.folder, *arguments)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "rag.cli", *arguments]
    with subprocess.Popen(
        command, cwd=built.folder, env=environment(COLUMNS=str(width), TERM="dumb"), stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        shown = read_terminal(ours).decode().replace("\r\n", "\n")
    assert max(map(cell_len, shown.splitlines())) <= width
    longest = width - len("2026-07-03  ")
    words = {word for word in (piped.stdout + piped.stderr).split() if len(word) <= longest} - {"ms", "|", "---"}
    written = {word for word in words if not re.fullmatch(r"[\d.]+", word)}  # but for the times, of which each is new
    assert written <= set(shown.split())


def test_a_refusal_leads_on_on_stderr(built: Built) -> None:
    done = rag(built.folder, "ask", NOT_THERE, "--source", "Balkan Brief")
    assert (done.returncode, done.stdout) == (3, f"{REFUSAL}\n")
    near = rf"Nearest, and no answer:\n(?:    “.+” {SPAN.pattern}\n){{3}}"
    found = r"By words alone:\n(?:    .+, Balkan Brief, [\d-]+ \(balkans/[\w-]+\.md\)\n){5}"
    without = r"Nothing was found without the filters, either\.\n"
    assert re.fullmatch(f"{LACKING}\n{near}{found}{without}", done.stderr), done.stderr


def test_on_a_terminal_one_line_tells_what_is_being_done_and_goes_again(built: Built) -> None:
    ours, theirs = pty.openpty()
    with endpoint(pieces=WRITTEN, waits=1.0) as served:
        done = subprocess.run(
            [sys.executable, "-m", "rag.cli", "ask", KFOR],
            cwd=built.folder,
            env=environment(TERM="xterm", COLUMNS="100", OPENAI_BASE_URL=served.url, RAG_MODEL="scripted"),
            stdout=subprocess.PIPE,
            stderr=theirs,
            check=True,
            encoding="utf-8",
        )
    os.close(theirs)
    told = read_terminal(ours).decode()
    for stage in ("Opening the index …", "scripted is writing …"):
        assert stage in told
        assert told.rindex("\x1b[2K") > told.rindex(stage), "it is erased"
    assert "is writing" not in done.stdout


def test_a_strict_answer_of_nothing_that_is_supported_is_a_refusal(built: Built) -> None:
    with endpoint(pieces=(f"{WRONG[:-1]} [1].",)) as served:
        done = rag(built.folder, "ask", "--strict", KFOR, OPENAI_BASE_URL=served.url)
    assert (done.returncode, done.stdout) == (3, f"{REFUSAL}\n")
    assert "(1 sentence not fully supported left out)\n" in done.stderr


def test_small_talk_is_replied_to(built: Built) -> None:
    assert good(rag(built.folder, "ask", "Thanks a lot!")) == "You are welcome.\n"


# rag chat


def test_in_a_chat_a_follow_up_is_understood_and_what_was_cited_is_shown(built: Built) -> None:
    lines = [KFOR, "?!", "And who led it before?", "/sources", "/new", "/sources", "And who led it before?", "/what"]
    done = subprocess.run(
        [sys.executable, "-m", "rag.cli", "chat", "--source", "balkan brief"],
        cwd=built.folder,
        env=environment(),
        input="\n\n".join(lines),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    told = done.stderr.splitlines()
    assert told[0].startswith("6 articles. /new begins another conversation")
    assert told[1] == "rag: There is no question: ask one of at least a word."
    assert f"(searched for: {KFOR} And who led it before?)" in told
    assert "Nothing was cited yet." in told
    assert told[-1].startswith("/what is no command: /new begins")
    first, *_ = done.stdout.split("\n\n")
    assert first.startswith("“Türkiye took command")
    sources = re.findall(r"^(.+\?)\n((?:\[\d+\] .*\n    “.*\n)+)", done.stdout, re.M)
    assert [question for question, _ in sources] == [KFOR, "And who led it before?"]
    for _, cited in sources:
        numbers = [int(one) for one in re.findall(r"^\[(\d+)\]", cited, re.M)]
        assert numbers == list(range(1, len(numbers) + 1))
    failed(rag(built.folder, "chat", "--place", "Atlantis"), "No place called “Atlantis”")


def test_on_a_terminal_a_chat_goes_on_after_ctrl_c_and_ends_with_ctrl_d(built: Built) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "rag.cli", "chat"],
        cwd=built.folder,
        env=environment(TERM="dumb", COLUMNS="100"),
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    os.close(theirs)
    shown = read_until(ours, b"> ")
    os.write(ours, b"half a quest")
    shown += read_until(ours, b"half a quest")
    process.send_signal(signal.SIGINT)
    while not select.select([ours], [], [], 1)[0]:  # a line editor at work on a letter overhears the first one
        process.send_signal(signal.SIGINT)
    for typed in (b"Thanks!\n", b"\x1b[A\n", b"\x04"):  # by the arrow the last line comes again
        shown += read_until(ours, b"> ")
        os.write(ours, typed)
    shown += read_terminal(ours)
    assert process.wait() == 0
    assert shown.decode().count("You are welcome.") == 2


# rag list, show and remove


def test_articles_are_listed_narrowed_sorted_and_kept_as_csv(built: Built, tmp_path: Path) -> None:
    kept = tmp_path / "listed.csv"
    lines = good(rag(built.folder, "list", "--csv", str(kept))).splitlines()
    assert len(lines) == len(built.articles)
    assert [line[:10] for line in lines] == sorted((line[:10] for line in lines), reverse=True)
    with kept.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[:3] == ["ID", "Title", "Published"]
    assert {row[0]: row[1] for row in rows} == {one.id: one.title for one in built.articles.values()}
    listed = json.loads(good(rag(built.folder, "list", "KELDER", "--sort", "length", "--reverse", "--json")))
    sizes = [one["characters"] for one in listed["articles"]]
    assert listed["total"] == len(sizes) > 1
    assert sizes == sorted(sizes)
    assert all("Kelder" in one["title"] for one in listed["articles"])
    nothing = rag(built.folder, "list", "zirconium")
    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (0, "", "None found.\n")
    failed(rag(built.folder, "list", "--source", "Harbour Gazete"), "the nearest is “The Harbour Gazette”")


def test_an_article_is_shown_by_its_title_or_a_beginning_and_near_ones_are_named(built: Built) -> None:
    article = next(one for one in built.articles.values() if "17 days" in one.title)
    shown = good(rag(built.folder, "show", *article.title.upper().split()))
    assert shown.startswith(f"{article.title}\n{article.source}, {article.author}, {article.published}\n")
    assert shown.endswith(f"\n\n{article.text}\n")
    assert good(rag(built.folder, "show", article.title[:12])) == shown
    assert json.loads(good(rag(built.folder, "show", article.id, "--json")))["text"] == article.text
    failed(rag(built.folder, "show", article.id.replace("settled", "setled")), "the nearest", f"“{article.id}”")
    failed(rag(built.folder, "show", "harbour-gazette/sandrell"), "may be 2 articles: give one by its id")


def test_an_article_is_removed_once_that_was_agreed_and_kept(tmp_path: Path) -> None:
    write(tmp_path / "corpus", "quinces.md", "# Quinces\n\nThe quinces are ripe in Kütahya.\n")
    write(tmp_path / "corpus", "two.jsonl", '{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n')
    rag(tmp_path, "index")
    nobody = rag(tmp_path, "remove", "quinces")
    assert (nobody.returncode, nobody.stdout) == (2, "")
    assert "nobody to ask" in nobody.stderr
    for answer, status in (("n", 1), ("y", 0)):
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "rag.cli", "remove", "b"], cwd=tmp_path, env=environment(), stdin=theirs,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        os.write(ours, f"{answer}\n".encode())
        output, told = process.communicate()
        os.close(ours)
        os.close(theirs)
        assert process.returncode == status, told
        assert "Remove two.jsonl with its 2 articles? The file is kept in" in told
        assert ("Nothing was changed." in told) is (answer == "n")
        assert (tmp_path / "corpus" / "two.jsonl").exists() is (answer == "n")
    assert output.startswith("1 article in 1 chunk: 0 new, 0 changed, 2 removed")
    [kept] = (tmp_path / "corpus" / ".removed").rglob("two.jsonl")
    assert kept.read_text(encoding="utf-8").startswith('{"id": "a"')
    last = rag(tmp_path, "remove", "quinces", "--yes")
    assert last.stdout.startswith("0 articles")
    Index.open(tmp_path / "index").update([Article("note", "A note", "The medlars are ripe.")])
    failed(rag(tmp_path, "remove", "note", "--yes"), "note came from a program", "`Index.update`")


# A user's mistakes end in one line


def failed(done: subprocess.CompletedProcess[str], *said: str) -> None:
    assert done.returncode == 1
    assert done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if not re.fullmatch(r"(Loading|Reading) .*\(\d+/\d+\)", line)]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("rag: ")
    for words in said:
        assert words in lines[0]


def test_where_there_is_no_index_one_line_says_to_make_one(tmp_path: Path) -> None:
    for arguments in (["status"], ["search", "KFOR"], ["ask", "Who?", "--json"], ["ask", "Who?", "--index", "other"]):
        failed(rag(tmp_path, *arguments), "no index in", "rag index")
    assert list(tmp_path.iterdir()) == []


def test_a_corpus_that_is_missing_or_empty_is_told_in_one_line(tmp_path: Path) -> None:
    failed(rag(tmp_path, "index"), "corpus does not exist", ".md")
    (tmp_path / "news").mkdir()
    failed(rag(tmp_path, "index", "news"), "nothing to read in news", ".md")
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("model", ["no-such-model", "weightless"])
def test_an_unknown_model_is_told_in_one_line(tmp_path: Path, model: str) -> None:
    write(tmp_path / "corpus", "good.md", "The quinces are ripe.")
    (tmp_path / "weightless").mkdir()
    failed(rag(tmp_path, "index", "--model", model), model)
    failed(rag(tmp_path, "status"), "no index in", "rag index")


def test_a_damaged_index_is_told_in_one_line_that_names_rebuild(tmp_path: Path) -> None:
    write(tmp_path / "corpus", "good.md", "The quinces are ripe.")
    write(tmp_path / "index", STORE, "This is no database.\n" * 100)
    for arguments in (["index"], ["status"], ["search", "KFOR"], ["ask", "Who?", "--json"]):
        failed(rag(tmp_path, *arguments), "damaged", "rag index --rebuild")
    assert rag(tmp_path, "index", "--rebuild").stdout.startswith("1 article in 1 chunk: 1 new")


def test_what_would_ruin_an_index_is_refused_in_one_line_that_names_the_way_out(built: Built, tmp_path: Path) -> None:
    write(tmp_path / "other", "elsewhere.md", "The medlars are ripe elsewhere.")
    index = str(built.folder / "index")
    failed(rag(tmp_path, "index", "other", "--index", index), "another corpus", "--index", "--rebuild")
    corpus = str(built.folder / "corpus")
    failed(rag(tmp_path, "index", corpus, "--index", index, "--chunk-tokens", "100"), "100", "200", "--rebuild")
    assert good(rag(built.folder, "status", "--verify")).endswith("verified    all is well\n")


def test_a_question_or_a_setting_that_says_nothing_is_told_in_one_line(built: Built) -> None:
    for arguments in (["ask", ""], ["ask", "?!", "--json"], ["search", " "]):
        failed(rag(built.folder, *arguments), "no question")
    failed(rag(built.folder, "ask", KFOR, RAG_PASSAGES="many"), "RAG_PASSAGES", "many")


# Pipes, interrupts, letters


@pytest.mark.parametrize("arguments", [["search", "KFOR", "-k", "50"], ["status", "--json"], ["--help"]])
def test_a_pipe_closed_by_its_reader_ends_a_command_in_silence(built: Built, arguments: list[str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [sys.executable, "-m", "rag.cli", *arguments],
        cwd=built.folder,
        env=environment(),
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(theirs)
    assert done.stderr == ""


@pytest.mark.parametrize("stage", ["Loading the model", "Embedding chunks (0/"])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_build_without_a_traceback_and_the_next_goes_on(
    built: Built, tmp_path: Path, number: signal.Signals, status: int, stage: str
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "rag.cli", "index", str(built.folder / "corpus")],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert any(line.startswith(stage) for line in process.stderr)
    process.send_signal(number)
    output, errors = process.communicate()
    assert process.returncode == status
    assert output == ""
    assert errors.splitlines()[-1] == "rag: stopped. What was embedded is kept: run `rag index` to go on."
    assert "Traceback" not in errors
    write(tmp_path / "small", "good.md", "The quinces are ripe.")
    assert rag(tmp_path, "index", "small").returncode == 0


def test_a_signal_counts_where_a_library_that_is_being_loaded_makes_another_error_of_it() -> None:
    def load() -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt:
            raise ImportError("initialization failed") from None

    with pytest.raises(typer.Exit) as ended, stoppable():
        load()
    assert ended.value.exit_code == 130
    with pytest.raises(ImportError, match="no signal"), stoppable():
        raise ImportError("no signal came")


ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("locale", [{"LANG": "C"}, {"PYTHONIOENCODING": "ascii"}, ASCII])
def test_every_letter_is_printed_whatever_the_locale(built: Built, locale: dict[str, str]) -> None:
    shown = good(rag(built.folder, "ask", KFOR.encode(), "--before", "2023-10-12", **locale))
    assert "“Türkiye took command" in shown
    assert "[1] Türkiye leads" in shown


def test_json_is_whole_whatever_the_locale(built: Built) -> None:
    record = json.loads(good(rag(built.folder, "ask", "--json", KFOR.encode(), **ASCII)))
    assert record["question"] == KFOR
    check_answer(record, built.articles)
    assert any("Türkiye" in citation["quote"] for citation in record["citations"])
    failed(rag(built.folder, "status", "--index", "Türkiye".encode(), **ASCII), "no index in")


def test_bytes_that_are_no_letters_in_a_question_do_no_harm(built: Built) -> None:
    done = rag(built.folder, "search", "--json", "-k", "1", b"commander \xff\xfe KFOR")
    assert done.returncode == 0
    assert "KFOR" in json.loads(done.stdout)["text"]


# What steers a terminal


STEERING = "\x1b]52;c;aGVsbG8=\x07\x1b[2J\x1b]8;;http://evil.example\x1b\\\x9b31m\x08\r\x7f\u202e\u2066\u200f\u2028"
STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(scope="module")
def steering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index whose article has such signs wherever they can stand, as an older version put them in,
    with a problem of the same kind."""
    folder = tmp_path_factory.mktemp("steering")
    write(folder / "corpus", "a.md", "# Quinces\n\nThe quinces are ripe in Kütahya.\n")
    rag(folder, "index")
    with Store(folder / "index" / STORE).read() as snapshot:
        [old] = snapshot.articles()
        _, vectors = all_vectors(snapshot)
    text = f"The quinces{STEERING} are ripe in Kütahya."
    article = replace(old, id=f"{STEERING}.md", title=f"Quinces{STEERING}\nFake line", source=STEERING, text=text)
    made = Chunk(article, 0, len(text), 0, ((0, len(text)),))
    with Store(folder / "index" / STORE).write() as transaction:
        transaction.remove([old.id])
        transaction.add(article.id, article, [made], vectors, [analyse(made, vectors)])
        transaction.record_problems([Problem(f"{STEERING}.pdf", f"unreadable{STEERING}\nsecond line")])
        transaction.advance()
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "Where are the quinces ripe?"],
        ["ask", "Where are the quinces ripe?", "--json"],
        ["ask", f"Where is the dragon{STEERING} asleep?"],
        ["ask", f"Where is the dragon{STEERING} asleep?", "--json"],
        ["ask", "quinces", "--source", STEERING],
        ["search", f"quinces{STEERING}"],
        ["search", "quinces", "--json"],
        ["search", "quinces", "--explain"],
        ["status"],
        ["status", "--verify", "--json"],
        ["status", "--index", f"nowhere{STEERING}"],
        ["index", f"nowhere{STEERING}"],
        ["ask", "quinces", "--after", STEERING],
        [f"command{STEERING}"],
        ["eval", f"nowhere{STEERING}"],
    ],
)
def test_nothing_that_steers_a_terminal_reaches_one(steering: Path, arguments: list[str]) -> None:
    done = rag(steering, *arguments)
    for printed in (done.stdout, done.stderr):
        assert not STEERS.search(printed), ascii(printed)
    assert "\nFake line" not in done.stdout
    assert "\nsecond line" not in done.stdout + done.stderr
    if "--json" in arguments:
        record = json.loads(done.stdout)
        told = record.get("text", "") + record.get("question", "") + str(record.get("problems"))
        assert "\x9b31m" in told or "\\x9b31m" in told, "and JSON has the signs themselves"


def test_a_file_name_and_a_notice_of_the_endpoint_do_not_steer_either(tmp_path: Path) -> None:
    write(tmp_path / "corpus", "a.md", "The quinces are ripe in Kütahya.\n")
    (tmp_path / "corpus" / "b\x1b]0;title\x07\x9b\u202e\n.md").write_text("---\ntitle: [half\n---\n\ntext\n")
    done = rag(tmp_path, "index")
    assert done.returncode == 0
    assert "Not read: b" in done.stderr
    assert not STEERS.search(done.stdout + done.stderr)
    with endpoint(pieces=[f"Ripe{STEERING} quinces [1]."]) as server:
        done = rag(tmp_path, "ask", "Where are the quinces ripe?", OPENAI_BASE_URL=server.url)
        assert "Ripe" in done.stdout
        assert not STEERS.search(done.stdout + done.stderr)


def test_on_a_terminal_too_only_our_own_colours_bar_and_line_steer(steering: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "rag.cli", "ask", "Where are the quinces ripe?"],
        cwd=steering,
        env=environment(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = read_terminal(ours)
    assert process.wait() == 0
    assert b"quinces" in shown
    line = r"\x1b\[(?:\?25[lh]|32m|0m|1A|2K)|\r"  # that tells what is being done, and goes again
    assert not STEERS.search(re.sub(line, "", shown.decode()))


# Amendments


def test_an_article_is_amended_left_out_and_had_as_it_was_read(tmp_path: Path) -> None:
    write(tmp_path / "corpus", "storm.md", "# The storm\n\nIt came at noon.\n")
    write(tmp_path / "corpus", "two.jsonl", '{"id": "r1", "title": "One", "text": "Here is one."}\n{"text": "Two."}\n')
    rag(tmp_path, "index")
    done = rag(
        tmp_path, "amend", "The", "storm", "--title", "Tamsel", "--day", "11 Feb 2026", "--source", "The Gazette"
    )
    assert (done.returncode, "1 changed" in done.stdout) == (0, True)
    assert "Tamsel, The Gazette, 2026-02-11 (storm.md:0-16)" in good(rag(tmp_path, "search", "noon"))
    assert "1 removed" in rag(tmp_path, "amend", "r1", "--leave-out").stdout
    assert "two.jsonl: left out by a reader: 'One'" in good(rag(tmp_path, "status", "--problems"))
    report = json.loads(rag(tmp_path, "amend", "r1", "--as-read", "--json").stdout)
    assert (report["added"], report["problems"]) == (1, [])
    soon = rag(tmp_path, "amend", "storm.md", "--day", "soon")
    assert (soon.returncode, "“soon” is no day or period" in soon.stderr) == (2, True)
    failed(rag(tmp_path, "amend", "r9", "--title", "x"), "No article of the index is called “r9”")
    for arguments in ((), ("--as-read", "--lang", "en")):
        assert rag(tmp_path, "amend", "storm.md", *arguments).returncode == 2


# Earlier versions


def test_what_an_article_said_before_is_shown_sentence_by_sentence(tmp_path: Path) -> None:
    name = "storm.md"
    for boats, more in (("23", ""), ("17", " The harbour is open again.")):
        write(tmp_path / "corpus", name, f"# The storm\n\nIt came at noon. It sank {boats} boats in the bay.{more}\n")
        rag(tmp_path, "index")
    shown = good(rag(tmp_path, "history", name)).splitlines()
    assert shown[:2] == ["The storm, undated (storm.md)", "1 earlier version kept"]
    assert re.fullmatch(r"Version 1, replaced \d{4}-\d\d-\d\d \d\d:\d\d UTC:", shown[3])
    assert [" ".join(line.split()) for line in shown[4:]] == [
        "changed - It sank 23 boats in the bay.",
        "+ It sank 17 boats in the bay.",
        "added + The harbour is open again.",
    ]
    record = json.loads(good(rag(tmp_path, "history", "the", "storm", "--json")))
    assert (record["article_id"], record["dropped"]) == (name, 0)
    [version] = record["versions"]
    assert "It sank 23 boats" in version["text"]
    assert [(one["kind"], one["before"]) for one in version["changes"]] == [
        ("changed", "It sank 23 boats in the bay."),
        ("added", None),
    ]
    (tmp_path / "corpus" / "other.md").write_text("Nothing of it.\n", encoding="utf-8")
    (tmp_path / "corpus" / name).unlink()
    rag(tmp_path, "index")
    done = rag(tmp_path, "history", name)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("rag: No article of the index is called “storm.md”: ")
