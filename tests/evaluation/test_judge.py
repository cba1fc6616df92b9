"""Our own claims, what a judge's word on them says of it, and what the rules alone make of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from rag.answers.citing import Checker
from rag.answers.judging import Judgement
from rag.errors import RagError
from rag.evaluation.judge import Sample, calibration, probabilities, samples
from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.types import Article


def test_the_claims_are_in_five_languages_right_and_wrong_in_every_kind() -> None:
    every = samples()
    assert len({one.id for one in every}) == len(every) > 900
    assert set(Counter(one.lang for one in every)) == {"en", "de", "fr", "es", "tr"}
    assert {one.label for one in every} == {"supported", "partially_supported", "not_supported"}
    by_kind = Counter((one.kind, one.stated) for one in every)
    assert all(by_kind[kind, True] and by_kind[kind, False] for kind, _ in by_kind)
    some = samples(200)
    assert len(some) == 200
    assert set(some) <= set(every)
    assert len({one.lang for one in some}) == 5
    assert 0.35 < sum(one.stated for one in some) / 200 < 0.6


def made(count: int) -> list[Sample]:
    """Claims that are stated and not, in turn."""
    labels = ("supported", "not_supported")
    return [Sample(str(place), "en", "kind", "evidence", "claim", labels[place % 2]) for place in range(count)]


def test_the_thresholds_are_where_nine_in_ten_are_right_and_one_in_twenty_right_ones_lies_below() -> None:
    claims = made(200)
    said = [0.6 + place / 1000 if one.stated else 0.1 + place / 300 for place, one in enumerate(claims)]
    found = calibration(claims, said)
    taken = [one.stated for one, score in zip(claims, said, strict=True) if score >= found.supported]
    assert sum(taken) / len(taken) >= 0.9
    assert found.precision == pytest.approx(sum(taken) / len(taken))
    struck = [one for one, score in zip(claims, said, strict=True) if one.stated and score < found.partly]
    assert len(struck) <= 5
    assert found.partly <= found.supported
    assert found.auroc is not None
    assert 0.8 < found.auroc < 1
    assert found.claims == 200


def test_a_judge_that_tells_nothing_apart_is_known_by_it() -> None:
    found = calibration(made(100), [0.5] * 100)
    assert found.auroc == pytest.approx(0.5)
    assert not found.trusted


class Fixed:
    """A judge of one opinion, or of none."""

    name = "fixed"

    def __init__(self, stated: float | None) -> None:
        self.stated = stated

    def judge(
        self, statements: Sequence[str], evidence: Sequence[str], read: Sequence[Mapping[str, str]] = ()
    ) -> Iterator[Judgement]:
        assert (len(statements), len(evidence), list(read)) == (1, 1, [])
        yield Judgement((self.stated,))


def test_every_claim_is_put_to_the_judge_alone() -> None:
    assert list(probabilities(Fixed(0.7), made(3))) == [0.7, 0.7, 0.7]
    with pytest.raises(RagError, match="fixed says nothing"):
        list(probabilities(Fixed(None), made(1)))


@pytest.mark.slow
def test_the_rules_alone_tick_next_to_nothing_wrong_and_strike_few_right_ones(model: Embedder, tmp_path: Path) -> None:
    claims = samples(240)
    texts = {
        one.evidence: Article(f"e{place}", "Report", one.evidence, lang=one.lang) for place, one in enumerate(claims)
    }
    index = Index.open(tmp_path / "index", embedder=model, create=True)
    index.update(texts.values())
    verdicts: Counter[tuple[bool, str]] = Counter()
    for one in claims:
        found = index.whole([texts[one.evidence].id])
        statements = Checker(found.passages, index.nearness(found)).check(one.claim)
        worst = next(
            (word for word in ("unsupported", "partly") if word in {said.verdict for said in statements}), None
        )
        verdicts[one.stated, worst or "supported"] += 1
    right = sum(count for (stated, _), count in verdicts.items() if stated)
    wrong = sum(verdicts.values()) - right
    # Measured over all 966: 0.01 and 0.05.
    assert verdicts[False, "supported"] <= 0.03 * wrong
    assert verdicts[True, "unsupported"] <= 0.08 * right
    assert verdicts[True, "supported"] >= 0.05 * right
