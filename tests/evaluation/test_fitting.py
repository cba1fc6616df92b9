"""Weights and confidence are fitted so that what is right comes first, and what is fitted can be had again."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rag.answers.confidence import READ_SIGNALS
from rag.evaluation import fitting
from rag.evaluation.fitting import Case, fit_confidence, fit_ranking, gather
from rag.evaluation.questions import cached_index, half, load_questions
from rag.index.ranking import WEIGHTS
from rag.index.search import Index
from tests.conftest import PROJECT, HashedWords

NAMES = list(WEIGHTS)


def case(right: list[bool], **columns: list[float]) -> Case:
    made = np.zeros((len(right), len(NAMES)))
    for name, values in columns.items():
        made[:, NAMES.index(name)] = values
    return Case(made, np.array(right), True, ())


def test_the_feature_that_tells_the_right_candidate_gets_the_weight() -> None:
    random = np.random.default_rng(5)
    cases = []
    for _ in range(80):
        right = np.arange(12) == random.integers(12)
        cases.append(case(right.tolist(), coverage=(right + random.random(12)).tolist(),
                          sentence=random.random(12).tolist()))  # fmt: skip
    weights = fit_ranking([cases[:40]], NAMES)
    assert list(weights) == NAMES
    assert weights["coverage"] > 5 * abs(weights["sentence"])

    def hits(weights: dict[str, float]) -> float:
        held = [weights.get(name, 0.0) for name in NAMES]
        return float(np.mean([one.right[np.argmax(one.features @ np.array(held))] for one in cases[40:]]))

    assert hits(weights) == 1, "on what it was not fitted on"
    assert weights["period"] == pytest.approx(0, abs=1e-6), "a feature that says nothing"
    without = fit_ranking([cases[:40]], [name for name in NAMES if name != "coverage"])
    assert hits(without) < 0.5


def test_one_of_several_right_candidates_is_enough() -> None:
    cases = [case([True, True, False], sentence=[1.0, 0.2, 0.5]) for _ in range(20)]
    assert fit_ranking([cases], ["sentence"])["sentence"] > 5, "though the other right one is the last then"


def test_confidence_tells_what_is_answered_from_what_is_not() -> None:
    random = np.random.default_rng(6)

    def signals(cosine: float) -> tuple[float, ...]:
        return (cosine + 0.1 * random.standard_normal(), random.random(), 0.5)

    nothing = np.empty((0, len(NAMES))), np.empty(0, bool)
    cases = [Case(*nothing, True, signals(0.7), signals(0.2)) for _ in range(60)]
    cases += [Case(*nothing, False, signals(0.4)) for _ in range(30)]
    model, named = fit_confidence([cases])
    assert named["cosine"] > 1 > abs(named["length"])
    answerable, unanswerable, without = model.predict_proba([(0.7, 0.5, 0.5), (0.4, 0.5, 0.5), (0.2, 0.5, 0.5)])[:, 1]
    assert answerable > 0.5 > unanswerable > without


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty articles and a question about each, with an index in a cache of their own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "towns"
    folder.mkdir()
    articles = [
        {"id": f"a{n}", "title": f"Town{n}", "text": f"The mayor of town{n} is person{n}. It has {n} bridges."}
        for n in range(20)
    ]
    questions = [
        {"id": f"q{n}", "question": f"Who is the mayor of town{n}?", "answers": [f"person{n}"], "answerable": n < 16,
         "evidence_ids": [f"a{n}"] if n < 16 else []}
        for n in range(20)
    ]  # fmt: skip
    for name, records in (("articles", articles), ("questions", questions)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return folder


def test_cases_hold_what_was_found_and_what_would_be_without_the_right_articles(
    dataset: Path, tmp_path: Path, hashed: HashedWords
) -> None:
    index = Index.build(dataset / "articles.jsonl", tmp_path / "index", embedder=hashed)
    cases = list(gather(index, load_questions(dataset)))
    assert len(cases) == 20
    for one in cases[:16]:
        assert one.features.shape == (20, len(NAMES))
        assert one.right.sum() == 1
        assert one.right[np.argmax(one.features @ np.array(list(WEIGHTS.values())))]
        assert one.without[1] < one.signals[1], "no other article has the town's name"
    for one in cases[16:]:
        assert not one.right.any()
        assert one.without == ()


@pytest.mark.parametrize("kind", ["ranking", "confidence"])
def test_the_command_prints_what_is_put_in_use(
    kind: str, dataset: Path, hashed: HashedWords, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("rag.index.models.load", lambda *_, **__: hashed)
    fitting.main([kind, str(dataset)])
    said = capsys.readouterr().out
    label, names = ("weights", NAMES) if kind == "ranking" else ("coefficients", [*READ_SIGNALS, "constant"])
    assert re.search(f"{label}: " + ", ".join(rf"{name} -?\d+\.\d\d" for name in names), said)
    assert "towns" in said
    assert cached_index(dataset).is_dir()
    assert {half(f"q{n}") for n in range(20)} == {"dev", "test"}


def test_wrong_usage_is_told() -> None:
    for arguments in ([], ["ranking"], ["luck", "folder"]):
        with pytest.raises(SystemExit, match="usage"):
            fitting.main(arguments)


@pytest.mark.slow
def test_where_a_library_is_missing_one_line_says_what_to_install(dataset: Path) -> None:
    for command in (["rag.evaluation.fitting", "ranking", str(dataset)], ["rag.cli", "eval", str(dataset)]):
        for library in ("scipy", "ir_measures", "matplotlib"):
            code = f"import runpy, sys; sys.modules[{library!r}] = None; sys.argv = {command!r}; " + (
                "runpy.run_module(sys.argv[0], run_name='__main__')"
            )
            done = subprocess.run(
                [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False
            )
            assert (done.returncode, done.stdout) == (1, "")
            [line] = done.stderr.splitlines()
            assert library in line
            assert line.endswith("pip install 'article-rag[eval]'.")
