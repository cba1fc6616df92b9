"""Yes and no counted on claims that people have judged."""

import json
from pathlib import Path

import pytest

from rag.errors import CorpusError
from rag.evaluation.verdicts import main, verdicts

ARTICLE = (
    "The ferry Gull sank in March. It carried 90 people. The council did not approve the harbour. "
    "The harbour is unsafe, Ada Brandt said. The ferry will leave Norrin in May."
)
CLAIMS = [
    ("The ferry Gull sank in March.", "supported"),
    ("The ferry Gull carried 80 people.", "not_supported"),
    ("The council approved the harbour.", "not_supported"),
    ("The ferry Gull was built in Norrin.", "not_supported"),
    ("The harbour is unsafe.", "partially_supported"),
    ("The ferry will leave Norrin in May.", "supported"),
]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    article = {"id": "gull", "title": "The Gull", "text": ARTICLE, "lang": "en"}
    (tmp_path / "articles.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    claims = [
        {"id": str(number), "claim": claim, "label": label, "article_id": "gull", "evidence_ids": ["gull"]}
        for number, (claim, label) in enumerate(CLAIMS)
    ]
    (tmp_path / "claims.jsonl").write_text("".join(json.dumps(one) + "\n" for one in claims), encoding="utf-8")
    return tmp_path


def test_what_is_told_is_counted_by_whether_it_is_right(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = verdicts(dataset)
    assert told["yes", True] == 3  # one of them according to somebody, and so only partly supported
    assert told["no", False] == 2
    assert told["open", False] == 1
    main([str(dataset)])
    assert capsys.readouterr().out.endswith("all: 6 claims; yes 3, right 3; no 2, right 2\n")


def test_each_half_has_its_own_articles(dataset: Path) -> None:
    assert sorted(verdicts(dataset, split).total() for split in ("dev", "test")) == [0, 6]


def test_a_folder_without_claims_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"claims\.jsonl"):
        verdicts(tmp_path)
