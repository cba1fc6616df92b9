"""The measuring of the check of statements: what is planted, what is loaded, and figures that are known beforehand."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, precision_recall_fscore_support, roc_auc_score
from typer.testing import CliRunner

from rag.cli import app
from rag.errors import CorpusError, IndexMissing
from rag.evaluation.claims import (
    Case,
    Claim,
    Judged,
    check_claims,
    check_planted,
    claim_figures,
    has_claims_only,
    known_sentences,
    load_claims,
    plant_both,
    plant_figures,
    stands_alone,
    worst,
)
from rag.evaluation.planting import KINDS, Known, Planted
from rag.evaluation.questions import cached_index
from rag.index.search import Index
from rag.types import Verdict
from tests.evaluation.conftest import TEXTS


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The old mill in Brackwater burned down in the night.", True),
        ('Mayor Falkner called the fire in the old mill "an accident."', True),
        ("He said that the old mill had burned down.", False),
        ("However, the old mill had burned down by then.", False),
        ("The mill burned down.", False),
        ("Why did the old mill in Brackwater burn down?", False),
        ("The old mill in Brackwater after the fire Image: Renn.", False),
        ('The old mill, said Falkner, burned down "in the night.', False),
        ("## The old mill in Brackwater burned down in the night.", False),
        ("the old mill in Brackwater burned down in the night.", False),
    ],
)
def test_sentences_that_stand_alone(text: str, whole: bool) -> None:
    assert stands_alone(text) == whole


CLAIMS: list[dict[str, Any]] = [
    {"id": "a", "claim": "The mill burned down on 14 March 2011 [1].", "evidence_ids": ["mill"], "label": "Complete"},
    {"id": "b", "claim": "It has 12 floors [2][3], he said.", "evidence_ids": ["mill"], "label": "Partial",
     "system": "x"},
    {"id": "c", "claim": "Nobody cited this.", "evidence_ids": [], "label": "Missing"},
    {"id": "d", "claim": "Nobody judged this.", "evidence_ids": ["mill"], "label": None},
    {"id": "e", "claim": "The ferry sailed on Tuesday.", "article_id": "ferry", "label": "supported",
     "supporting_sets": [[0]]},
    {"id": "f", "claim": "The ferry sank in a storm.", "article_id": "ferry", "label": "not_supported",
     "supporting_sets": [[]]},
]  # fmt: skip


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    articles = [{"id": name, "title": name, "text": text.replace(". ", ".\n")} for name, text in TEXTS.items()]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    (tmp_path / "claims.jsonl").write_text("\n".join(map(json.dumps, CLAIMS)), encoding="utf-8")
    return tmp_path


def test_claims_are_read_in_both_forms(dataset: Path) -> None:
    assert has_claims_only(dataset)
    first, second, third, fourth = load_claims(dataset)
    assert first == Claim("a", "The mill burned down on 14 March 2011.", "supported", ("mill",))
    assert second == Claim("b", "It has 12 floors, he said.", "partially_supported", ("mill",), "x")
    assert third == Claim("e", "The ferry sailed on Tuesday.", "supported", ("ferry",), supporting_sets=((0,),))
    assert fourth.label == "not_supported"
    assert [claim.id for claim in load_claims(dataset, limit=2)] == ["a", "e"]
    halves = [{claim.id for claim in load_claims(dataset, split=name)} for name in ("dev", "test")]
    assert halves[0] | halves[1] == {"a", "b", "e", "f"}
    assert not halves[0] & halves[1]


def test_what_is_no_claim_is_told_in_one_line(dataset: Path) -> None:
    path = dataset / "claims.jsonl"
    good = {"id": "a", "claim": "It is so.", "evidence_ids": ["mill"], "label": "Complete"}
    for content, told in (
        ('{"id": "a"}', "line 1, lacks 'label'"),
        (json.dumps({name: value for name, value in good.items() if name != "claim"}), "line 1, lacks 'claim'"),
        (json.dumps(good) + "\n{broken", "line 2, is not a claim"),
        ("[1]", "line 1, is not a claim"),
        (json.dumps(good | {"label": "perhaps"}), "its label 'perhaps' is none of supported"),
        (json.dumps(good | {"claim": 3}), "line 1, is not a claim"),
        (json.dumps(good | {"label": "Missing"}), "has nothing to be measured"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(CorpusError, match=re.escape(told)) as raised:
            load_claims(dataset)
        assert "\n" not in str(raised.value)
    path.write_text(json.dumps(good), encoding="utf-8")
    with pytest.raises(CorpusError, match="no split 'held out': choose dev, test"):
        load_claims(dataset, split="held out")
    path.unlink()
    with pytest.raises(CorpusError, match="give a folder with"):
        load_claims(dataset)


def judged(verdict: Verdict, support: float, reason: str | None = None) -> Judged:
    return Judged(verdict, support, reason, (), 2.0)


def test_figures_of_claims_are_those_of_the_library() -> None:
    random = np.random.default_rng(5)
    support = np.round(random.random(80), 1)
    truth = random.random(80) < 0.2 + 0.6 * support
    cases = [
        Case(str(number), "", bool(right), "claim", "supported" if right else "not_supported",
             judged("supported" if value > 0.5 else "partly", float(value)), evidence_hit=True if right else None)
        for number, (value, right) in enumerate(zip(support, truth, strict=True))
    ]  # fmt: skip
    figures = claim_figures(cases)
    said = support > 0.5
    assert figures["balanced_accuracy"] == pytest.approx(balanced_accuracy_score(truth, said))
    expected = precision_recall_fscore_support(truth, said, average="binary")[:3]
    assert [figures[name] for name in ("precision", "recall", "f1")] == pytest.approx(list(expected))
    assert figures["auroc"] == pytest.approx(roc_auc_score(truth, support))
    assert figures["auroc_ci"][0] < figures["auroc"] < figures["auroc_ci"][1]
    assert (figures["claims"], figures["supported"]) == (80, truth.sum())
    assert figures["confusion"]["supported"]["supported"] == (truth & said).sum()
    assert figures["confusion"]["not_supported"] == {
        "supported": (~truth & said).sum(), "partly": (~truth & ~said).sum(), "unsupported": 0
    }  # fmt: skip
    assert figures["evidence_hit"] == 1
    assert figures["check_p50_ms"] == figures["check_p95_ms"] == 2
    json.dumps(figures)


def test_figures_of_planted_errors_are_what_they_say() -> None:
    known = Known("mill:0", "The mill burned down on 14 March 2011.", "verbatim", ("mill",))
    cases = [
        Case("1", known.text, True, "verbatim", "untouched", judged("supported", 0.9)),
        Case("2", known.text, True, "verbatim", "untouched", judged("partly", 0.4, "it says only a part")),
    ]
    for kind, right, planted, verdict, reason in (
        ("date", "2011", "2012", "unsupported", "the cited words do not say 2012"),
        ("date", "March", "May", "unsupported", "the cited words say something else"),
        ("number", "14", "15", "supported", None),
        ("name", "mill", "tram", "partly", "the cited words name the mill"),
        ("negation", "burned", "did not burn", "unsupported", "the cited words do not say so"),
    ):
        one = Planted(known, kind, known.text.find(right), right, planted)  # type: ignore[arg-type]
        cases.append(Case("1", one.text, False, "verbatim", kind, judged(verdict, 0.2, reason), one))  # type: ignore[arg-type]
    figures = plant_figures(cases)["verbatim"]
    assert (figures["altered"], figures["untouched"], figures["altered_date"]) == (5, 2, 2)
    assert figures["caught"] == pytest.approx(4 / 5)
    assert (figures["caught_date"], figures["caught_number"], figures["caught_name"]) == (1, 0, 1)
    assert figures["caught_exact"] == pytest.approx(2 / 3)
    assert figures["caught_named"] == pytest.approx(2 / 4), "the negation, whose reason says no more than any, aside"
    assert figures["flagged_untouched"] == 1 / 2
    assert figures["auroc"] == 1
    assert "caught_quotation" not in figures
    assert [case.planted and case.planted.planted for case in worst(cases, 5)] == ["15", None]
    assert worst(cases, 0) == []


def test_claims_are_checked_against_what_they_cite(dataset: Path, index: Index) -> None:
    cases = {case.id: case for case in check_claims(index, load_claims(dataset))}
    assert {name for name, case in cases.items() if case.supported} == {"a", "e"}
    assert {citation.article.id for citation in cases["e"].judged.citations} == {"ferry"}
    assert (cases["e"].evidence_hit, cases["a"].evidence_hit, cases["f"].evidence_hit) == (True, None, None)
    other = replace(load_claims(dataset)[2], supporting_sets=((2, 3),))
    assert next(check_claims(index, [other])).evidence_hit is False
    with pytest.raises(CorpusError, match="The claim e cites articles that are not in"):
        list(check_claims(index, [replace(other, evidence_ids=("tram",))]))


def test_a_claim_of_several_statements_is_as_good_as_the_worst(dataset: Path, index: Index) -> None:
    both = (
        "The ferry to Norway sailed for the last time on Tuesday with at least 400 passengers. A whale ate 77 zebras."
    )
    claim = replace(load_claims(dataset)[2], text=both)
    good, bad, whole = (
        next(check_claims(index, [replace(claim, text=text)])).judged for text in (*both.split(". "), both)
    )
    assert good.supported
    assert not bad.supported
    assert whole.verdict == bad.verdict
    assert whole.support == pytest.approx(min(good.support, bad.support))


def test_known_sentences_are_verbatim_and_paraphrased(dataset: Path) -> None:
    questions = [
        {"id": "q", "question": "When?",
         "answers": ["The mill of Brackwater was lost to a fire on 14 March 2011. He left."],
         "answerable": True, "evidence_ids": ["mill"]},
        {"id": "r", "question": "Who?", "answers": ["The mill was lost to nobody that anyone could ever have known."],
         "answerable": False, "evidence_ids": []},
    ]  # fmt: skip
    (dataset / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    assert not has_claims_only(dataset)
    known, texts = known_sentences(dataset)
    for one in known:
        if one.origin == "verbatim":
            assert texts[one.article_ids[0]][one.start : one.start + len(one.text)] == one.text
    paraphrased = [one.text for one in known if one.origin == "paraphrased"]
    assert paraphrased == [
        "The mill burned down on 14 March 2011.",
        "The ferry sailed on Tuesday.",
        "The mill of Brackwater was lost to a fire on 14 March 2011.",
    ]
    halves = [{one.id for one in known_sentences(dataset, split=name)[0]} for name in ("dev", "test")]
    assert halves[0] | halves[1] == {one.id for one in known}
    assert not halves[0] & halves[1]
    assert Counter(one.known.origin for one in plant_both(known, texts, count=6)) == {"verbatim": 3, "paraphrased": 3}
    assert len(plant_both(known, texts, count=14)) == 14, "where there are too few of one there are more of the other"
    with pytest.raises(CorpusError, match="no split 'train'"):
        known_sentences(dataset, split="train")
    with pytest.raises(CorpusError, match="no English sentence to plant an error in"):
        plant_both([], texts)


def test_planted_errors_and_the_sentences_as_they_were_are_checked(dataset: Path, index: Index) -> None:
    made = plant_both(*known_sentences(dataset), count=14)
    cases = list(check_planted(index, made))
    altered = [case for case in cases if not case.supported]
    assert [case.text for case in altered] == [one.text for one in made]
    untouched = [case for case in cases if case.supported]
    assert sorted(case.id for case in untouched) == sorted({one.known.id for one in made})
    for case in untouched:
        if case.origin == "verbatim":
            assert case.judged.supported, f"{case.text} stands so in its article: {case.judged.reason}"


@pytest.mark.slow
def test_the_command_measures_claims_and_planted_errors(dataset: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    asked = ["eval", str(dataset), "--index", str(tmp_path / "built")]
    done = CliRunner().invoke(app, [*asked, "--json", "--out", str(page)])
    assert done.exit_code == 0, done.output
    record = json.loads(done.stdout)
    assert (record["claims"], record["supported"]) == (4, 2)
    assert record["setting"]["articles"] == 2
    assert "balanced_accuracy" in page.read_text(encoding="utf-8")
    done = CliRunner().invoke(app, [*asked, "--worst", "2", "--limit", "3"])
    assert re.search(r"balanced_accuracy +\d\.\d{3} +\[", done.stdout)
    assert re.search(r"not_supported +\d supported, \d partly, \d unsupported", done.stdout)
    done = CliRunner().invoke(app, [*asked, "--plant", "--limit", "8", "--worst", "3", "--out", str(page)])
    assert done.exit_code == 0, done.output
    assert re.search(r"verbatim:\naltered +\d", done.stdout)
    assert re.search(r"paraphrased:\n(?:.*\n)*flagged_untouched +\d\.\d{3}", done.stdout)
    assert "flagged_untouched" in page.read_text(encoding="utf-8")
    done = CliRunner().invoke(app, [*asked, "--compare", "dense", "fused"])
    assert "--compare compares searches" in str(done.exception)


@pytest.mark.slow
def test_real_sentences_and_claims(data: Path) -> None:
    known, texts = known_sentences(data / "wikinews")
    made = plant_both(known, texts, count=90)
    assert Counter(one.kind for one in made) == dict.fromkeys(KINDS, 10)
    assert all(one.text.count(one.planted) >= 1 and one.text != one.known.text for one in made)
    assert {one.known.origin for one in made} == {"verbatim"}
    folder = cached_index(data / "wice")
    claims = load_claims(data / "wice", limit=20)
    assert {claim.label for claim in claims} == {"supported", "partially_supported", "not_supported"}
    assert len(load_claims(data / "expertqa")) == 969
    try:
        index = Index.open(folder)
    except IndexMissing as missing:
        pytest.skip(f"run `rag eval` on wice: {missing}")
    figures = claim_figures(list(check_claims(index, claims)))
    assert figures["claims"] == 20
    assert 0 <= figures["evidence_hit"] <= 1
