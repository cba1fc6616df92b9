"""What is measured, and on what: settings, splits, limits, and what is no data set."""

from pathlib import Path

import pytest

from rag.errors import CorpusError, RagError
from rag.evaluation.questions import Setting, cached_index, load_questions
from tests.evaluation.conftest import QUESTIONS, change


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour=red", "'colour' is no setting: choose from search, query"),
        ("sideways", "search='sideways' is not one of fused, dense"),
        ("chunk_tokens=many", "chunk_tokens='many' is not a whole number"),
        ("without=sentence+luck", "without='luck' is none of the features sentence"),
    ],
)
def test_a_setting_that_is_none_is_told_in_one_line(text: str, told: str) -> None:
    with pytest.raises(RagError, match=told) as raised:
        Setting.from_text(text)
    assert "\n" not in str(raised.value)


def test_a_setting_is_read_from_its_text(tmp_path: Path) -> None:
    assert Setting.from_text("dense, query=last,chunk_tokens=100") == Setting("dense", "last", (), 100)
    left = Setting.from_text("without=period+coverage").weights
    assert left["period"] == left["coverage"] == 0 < left["sentence"]
    usual, smaller = Setting(), Setting(chunk_tokens=100)
    assert cached_index(tmp_path) == cached_index(tmp_path, usual) != cached_index(tmp_path, smaller)


def test_a_limit_is_taken_evenly(dataset: Path) -> None:
    assert [question.id for question in load_questions(dataset, limit=2)] == ["right", "gone"]


def test_a_split_is_the_files_own_or_a_half(dataset: Path) -> None:
    halves = [{question.id for question in load_questions(dataset, split=name)} for name in ("dev", "test")]
    assert halves[0] | halves[1] == {name for name, *_ in QUESTIONS}
    assert not halves[0] & halves[1]
    with pytest.raises(CorpusError, match="no split 'train': choose dev, test"):
        load_questions(dataset, split="train")
    for number, name in enumerate(("train", "train", "held out", "held out")):
        change(dataset, number, split=name)
    assert [question.id for question in load_questions(dataset, split="train")] == ["right", "late"]
    with pytest.raises(CorpusError, match="no split 'dev': choose held out, train"):
        load_questions(dataset, split="dev")


def test_what_is_no_data_set_is_told_in_one_line(dataset: Path) -> None:
    path = dataset / "questions.jsonl"
    for content, told in (
        ('{"id": "a"}', "line 1, lacks 'question'"),
        ("\n{broken", "line 2, is not a question"),
        ("[1]", "line 1, is not a question"),
        ("", "has nothing to be measured"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(CorpusError, match=told) as raised:
            load_questions(dataset)
        assert "\n" not in str(raised.value)
    path.unlink()
    with pytest.raises(CorpusError, match="give a folder with"):
        load_questions(dataset)
    (dataset / "claims.jsonl").touch()
    with pytest.raises(CorpusError, match=r"or with claims\.jsonl"):
        load_questions(dataset)
