"""A data set small enough to work its figures out by hand, and texts to plant errors in."""

import json
from pathlib import Path

import pytest

from rag.evaluation.questions import Setting, load_questions
from rag.evaluation.retrieval import Outcome, evaluate
from rag.index.search import Index
from tests.conftest import HashedWords

MILL = (
    "The old mill burned down in Brackwater on 14 March 2011, when 38 people worked there. "
    "Mayor Edda Falkner said the fire was an accident, and Falkner thanked 120 volunteers. "
    'Inspector Tobias Renn told reporters that "the upper floors have never been inspected" by anyone. '
    "According to Renn, the owner did not pay for the insurance. "
    "The damage was put at 1,250,000 crowns by the Insurance Council, which is more than two years of profit."
)
FERRY = (
    "The ferry to Norway sailed for the last time on Tuesday with at least 400 passengers. "
    "Captain Jonas Wilmot, 61, retired on the same day after the company had signed the sale. "
    'His deck officer wrote that "the upper floors have never been emptied" for the new owner. '
    "Wilmot said the ship would be sold to the Harbour Council, and that Norway was a fine neighbour."
)
TEXTS = {"mill": MILL, "ferry": FERRY}
ARTICLES = [
    {"id": "storm", "title": "Storm", "text": "The storm sank four boats. The mole held."},
    {"id": "tram", "title": "Tram", "text": "The tram opens in May. It costs 38 million crowns."},
    {"id": "strike", "title": "Strike", "text": "Dockers went on strike for 17 days."},
]
QUESTIONS = [
    ("right", "How many boats did the storm sink?", ["four boats"], True, ["storm"], "The storm sank four boats."),
    ("late", "The tram and the dockers strike days: which?", ["opens in May"], True, ["tram"], ""),
    ("gone", "What does zirconium smell of?", ["of the sea"], True, ["strike"], "It smells of the sea."),
    ("none", "Who painted xylophones violet?", [], False, [], None),
]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    records = [
        {
            "id": identifier,
            "question": question,
            "answers": answers,
            "answerable": answerable,
            "type": "easy" if identifier == "right" else "hard",
            "evidence_ids": ids,
            "evidence": [{"article_id": ids[0], "text": evidence}] if ids else [],
        }
        for identifier, question, answers, answerable, ids, evidence in QUESTIONS
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return tmp_path


@pytest.fixture
def index(dataset: Path, hashed: HashedWords) -> Index:
    return Index.build(dataset / "articles.jsonl", dataset / "index", embedder=hashed)


def outcomes_of(index: Index, dataset: Path, **setting: str) -> list[Outcome]:
    text = ",".join(f"{key}={value}" for key, value in setting.items())
    return [one for (one,) in evaluate([(index, Setting.from_text(text))], load_questions(dataset))]


def change(dataset: Path, number: int, **values: object) -> None:
    path = dataset / "questions.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines[number] |= values
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
