"""How well who says what is read, measured; and a floor under it."""

import json
from pathlib import Path

import pytest

from rag.errors import CorpusError
from rag.evaluation.speakers import has_quotes, read_quotes, speaker_figures
from tests.conftest import PROJECT

SAID = PROJECT / "tests" / "figures" / "said"


def test_who_says_what_in_english_is_read_no_worse_than_stated() -> None:
    assert has_quotes(SAID)
    for split in ("dev", "held"):
        figures = speaker_figures(read_quotes(SAID, split))
        floors = {"f1": 0.90, "speaker": 0.93, "full_name": 0.90}
        assert {name: figures[name] for name, floor in floors.items() if figures[name] < floor} == {}
        assert figures["wrong_names"] <= 1


def test_who_says_what_in_german_is_read_no_worse_than_stated(data: Path) -> None:
    figures = speaker_figures(read_quotes(data / "quotes-de"))
    floors = {"precision": 0.75, "f1": 0.65, "speaker": 0.80}
    assert {name: figures[name] for name, floor in floors.items() if figures[name] < floor} == {}


def test_figures_count_what_is_right_and_what_is_wrong(tmp_path: Path) -> None:
    text = 'Ada Moss keeps the inn. "It is late," Moss said. "Go home." Tom Reed slept.'
    quotes = [
        {"id": "1", "article_id": "a", "spans": [[24, 37]], "speaker_spans": [[38, 42]], "name": "Ada Moss"},
        {"id": "2", "article_id": "a", "spans": [[60, 69]], "speaker_spans": [[60, 68]], "kind": "reported"},
        {"id": "3", "article_id": "a", "spans": [[24, 30]], "nested": True},
    ]
    (tmp_path / "articles.jsonl").write_text(json.dumps({"id": "a", "lang": "en", "text": text}), "utf-8")
    (tmp_path / "quotes.jsonl").write_text("\n".join(map(json.dumps, quotes)), "utf-8")
    figures = speaker_figures(read_quotes(tmp_path))
    assert (figures["quotes"], figures["precision"], figures["recall"]) == (2, 0.5, 0.5)
    assert (figures["speaker"], figures["full_name"], figures["wrong_names"]) == (1.0, 1.0, 0)
    assert figures["by_kind"] == {"all": 1.0, "reported": 0.0}
    (tmp_path / "quotes.jsonl").write_text('{"id": "1"}', "utf-8")
    with pytest.raises(CorpusError, match="lacks 'article_id'"):
        read_quotes(tmp_path)
