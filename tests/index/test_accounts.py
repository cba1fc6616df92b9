"""What became of every file of the corpus."""

from dataclasses import replace
from pathlib import Path

import pytest

from rag.filters import Filters
from rag.index.accounts import Account, counts
from rag.index.search import Index
from rag.types import Article
from tests.conftest import HashedWords

SAID = "The ferry Aurelie left the harbour of Norrin at six, with two hundred people on board."


def built(corpus: Path, index: Path) -> Index:
    return Index.build(corpus, index, embedder=HashedWords())


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "ferry.md").write_text(f"# The ferry\n\n{SAID}\n")
    return folder


def test_every_file_stands_with_what_became_of_it(corpus: Path, tmp_path: Path) -> None:
    (corpus / "again.txt").write_text("\n\n" + SAID.replace(" ", "\n") + "\n\n")
    (corpus / "empty.md").write_text("")
    (corpus / "some.jsonl").write_text('{"text": "The tram was late."}\n{"id": "x", "text": "Snow fell."}\nno\n')
    (corpus / "none.jsonl").write_text("no\nneither\n")
    (corpus / "picture.png").write_text("x")
    (corpus / "README.md").write_text("x")
    found = {one.path: one for one in built(corpus, tmp_path / "index").accounts()}
    assert list(found) == ["again.txt", "empty.md", "ferry.md", "none.jsonl", "some.jsonl", "."]
    assert {path: (one.standing, one.articles) for path, one in found.items() if path != "."} == {
        "again.txt": ("read", 1), "empty.md": ("unread", 0), "ferry.md": ("twin", 1), "none.jsonl": ("unread", 0),
        "some.jsonl": ("partly", 2),
    }  # fmt: skip
    assert found["ferry.md"].reasons == ("the same text as again.txt",)
    assert found["empty.md"].reasons == ("empty file",)


def test_numbers_are_of_files_and_the_same_build_after_build(corpus: Path, tmp_path: Path) -> None:
    for name in ("a.png", "b.png", "c.xyz"):
        (corpus / name).write_text("x")
    first = built(corpus, tmp_path / "index").accounts()
    assert counts(first) == {"read": 1, "passed": 3}
    again = built(corpus, tmp_path / "index")
    assert again.accounts() == first
    assert again.report is not None
    assert again.report.standings == {"read": 1, "passed": 3}


def test_a_part_of_a_file_counts_as_the_file(corpus: Path, tmp_path: Path) -> None:
    lines = "".join(f'{{"id": "{number}", "text": "{SAID}"}}\n' for number in range(30))
    (corpus / "copies#1.jsonl").write_text(lines)
    (account, other) = built(corpus, tmp_path / "index").accounts()
    assert account == Account("copies#1.jsonl", "twin", 30, account.reasons)
    assert len(account.reasons) == 21
    assert account.reasons[0] == "1: the same text as 0"
    assert account.reasons[-1] == "9 more like these"
    assert (other.path, other.standing) == ("ferry.md", "twin")


def test_tags_are_counted_and_filtered_by(corpus: Path, tmp_path: Path) -> None:
    index = built(corpus, tmp_path / "index")
    snow = Article("snow", "Snow", "Snow fell on the pass.", tags=("Weather", "To read"))
    index.update([snow, replace(snow, id="rain", text="Rain fell on the pass.", tags=("weather",))])
    assert [(one.name, one.articles) for one in index.tags()] == [("Weather", 2), ("To read", 1)]
    assert [one.id for one in index.listing(Filters(tags=("WEATHER",)))] == ["rain", "snow"]
    found = index.article("snow")
    assert found is not None
    assert found.tags == ("Weather", "To read")
