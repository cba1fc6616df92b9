"""What readers thought of answers, written by several at once and read again after a crash."""

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rag.answers.answer import Answer
from rag.answers.feedback import LONGEST, Feedback
from rag.answers.statements import Statement, Trace
from rag.errors import RagError
from rag.index.search import Index
from rag.sidecar import SidecarFile
from rag.types import Article, Citation
from tests.conftest import PROJECT, HashedWords

ARTICLE = Article("a.md", "Title", "One.\u2028Two “three”.\n")
ANSWER = Answer(
    "Who?",
    Trace("Who is it?", generation=7),
    (
        Statement("Two.", (Citation(ARTICLE, 5, 17, 2),), "supported"),
        Statement("Six.", (), "unsupported", "nothing like it was found"),
    ),
    generator="m",
)
ADD = """
import sys
from pathlib import Path
from rag.answers.feedback import Feedback
from rag.sidecar import SidecarFile
from rag.answers.answer import Answer
from rag.answers.statements import Trace
for number in range(50):
    answer = Answer(f"{sys.argv[2]} {number} " + "x" * 5000, Trace("q"), refusal="No.")
    Feedback(SidecarFile(Path(sys.argv[1]))).record(answer, good=False)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index" / "feedback.jsonl"


@pytest.fixture
def feedback(path: Path) -> Feedback:
    return Feedback(SidecarFile(path))


def test_what_is_recorded_is_read(feedback: Feedback, path: Path) -> None:
    assert feedback.read() == []
    before = datetime.now(UTC).replace(microsecond=0)
    feedback.record(ANSWER, good=True, note="Right\n\u2028“so”", narrowed="from 2023")
    feedback.record(Answer("Why?", Trace("Why?"), refusal="No."), good=False, note="é" * (LONGEST + 1))
    first, second = feedback.read()
    assert before <= datetime.fromisoformat(str(first.pop("time"))) <= datetime.now(UTC)
    assert first == {
        "good": True,
        "note": "Right\n\u2028“so”",
        "question": "Who?",
        "query": "Who is it?",
        "narrowed": "from 2023",
        "text": "Two. [2] Six.",
        "refusal": None,
        "citations": [
            {
                "number": 2,
                "article_id": "a.md",
                "title": "Title",
                "source": None,
                "published": None,
                "start": 5,
                "end": 17,
                "quote": ARTICLE.text[5:17],
            }
        ],
        "verdicts": ["supported", "unsupported"],
        "generator": "m",
        "generation": 7,
    }
    assert (second["good"], second["refusal"], second["note"]) == (False, "No.", "é" * LONGEST)
    assert feedback.torn == 0
    assert path.read_bytes().count(b"\n") == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_half_a_surrogate_pair_comes_back(feedback: Feedback) -> None:
    feedback.record(ANSWER, good=True, note="a\ud800b")
    assert [record["note"] for record in feedback.read()] == ["a\ud800b"]


@pytest.mark.parametrize("torn", [b'{"good": true, "no', '{"note": "é'.encode()[:-1], b"12", b'"a"', b"\x00\xff"])
def test_a_torn_line_costs_itself_alone(feedback: Feedback, path: Path, torn: bytes) -> None:
    feedback.record(ANSWER, good=True, note="before")
    with path.open("ab") as opened:
        opened.write(torn)
    feedback.record(ANSWER, good=True, note="after")
    feedback.record(ANSWER, good=True, note="last")
    assert [record["note"] for record in feedback.read()] == ["before", "after", "last"]
    assert feedback.torn == 1
    assert b"\n\n" not in path.read_bytes()


def test_a_line_that_lacks_its_end_alone_is_not_lost(feedback: Feedback, path: Path) -> None:
    feedback.record(ANSWER, good=True, note="before")
    os.truncate(path, path.stat().st_size - 1)
    feedback.record(ANSWER, good=True, note="after")
    assert [record["note"] for record in feedback.read()] == ["before", "after"]
    assert feedback.torn == 0


@pytest.mark.kill
def test_processes_that_write_at_once_lose_nothing(feedback: Feedback, path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", ADD, str(path), name], cwd=PROJECT) for name in "abcd"]
    assert [writer.wait() for writer in writers] == [0] * 4
    records = feedback.read()
    assert feedback.torn == 0
    told = [str(record["question"]).rsplit(" ", 1)[0] for record in records]
    assert sorted(told) == sorted(f"{name} {number}" for name in "abcd" for number in range(50))
    assert [one for one in told if one[0] == "a"] == [f"a {number}" for number in range(50)]


@pytest.mark.slow
def test_threads_that_write_at_once_lose_nothing(feedback: Feedback) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: feedback.record(ANSWER, good=True, note=str(number)), range(100)))
    assert sorted(int(str(record["note"])) for record in feedback.read()) == list(range(100))


def test_what_can_not_be_written_or_read_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "feedback.jsonl", tmp_path / "folder"):
        with pytest.raises(RagError, match=r"^What you think was not kept: .* can't be written \(.+\): .*\.$") as told:
            Feedback(SidecarFile(path)).record(ANSWER, good=True)
        assert "\n" not in str(told.value)
    with pytest.raises(RagError, match=r"can't be read \(.+\)"):
        Feedback(SidecarFile(tmp_path / "folder")).read()


def test_a_build_and_a_rebuild_of_the_index_leave_it_alone(
    tmp_path: Path, feedback: Feedback, path: Path, hashed: HashedWords
) -> None:
    corpus, folder = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.md").write_text("# Trams\n\nThe trams of the harbour run again since Monday.\n")
    feedback.record(ANSWER, good=True)
    kept = path.read_bytes()
    Index.build(corpus, folder, embedder=hashed)
    Index.build(corpus, folder, embedder=hashed, rebuild=True)
    assert Index.open(folder, embedder=hashed).verify() == []
    assert path.read_bytes() == kept
    assert json.loads(kept)["good"] is True
