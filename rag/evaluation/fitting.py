"""The weights of `rag.index.ranking` and the confidence of `rag.answers.quoting`, fitted on data sets as anyone can do
again.

    python -m rag.evaluation.fitting ranking DATASET ...
    python -m rag.evaluation.fitting confidence DATASET ...

A data set is a folder, or a folder and a file of questions of its articles with a = between; after a colon another
split of that file than ``dev`` to fit on, which is then not measured.

Fitted on one half of each data set's questions, and measured on the other. What it prints is put in by hand where
it is used, rounded, and its tables in docs/retrieval.md; nothing that answers a question imports this.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.answers.confidence import READ_SIGNALS, SIGNALS
from rag.answers.quoting import quote
from rag.errors import RagError
from rag.evaluation import require_libraries
from rag.evaluation.questions import ANSWERED_FROM, Question, cached_index, is_right, load_questions
from rag.evaluation.statistics import auroc
from rag.index.ranking import WEIGHTS, relative
from rag.index.reranking import Reranker
from rag.index.search import Index
from rag.types import Passage

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

_CANDIDATES = 60  # of a question, as ranked by the weights in use
_PENALTY = 0.001  # of the squared weights of features of unit deviation
_THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the features of its candidates, (number of candidates, number of features), and which of them are
    right; and the signals of what was quoted for it, in ``without`` of what would be were the gold articles not there.
    """

    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: bool
    signals: tuple[float, ...]
    without: tuple[float, ...] = ()


def gather(index: Index, questions: Sequence[Question]) -> Iterator[Case]:
    """Ask an index each question as the product does, earlier turns included."""
    for question in questions:
        query, focus, before = question.query("asked")
        passages = index.search(query, k=_CANDIDATES, focus=focus, context=before).passages
        others = [one for one in passages if one.article.id not in question.evidence_ids]
        yield Case(
            relative([asdict(passage.scores) for passage in passages]),
            np.array([question.answerable and is_right(question, passage) for passage in passages], bool),
            question.answerable,
            _signals(focus, query, passages, index.relevance),
            _signals(focus, query, others, index.relevance) if question.answerable else (),
        )


def fit_ranking(sets: Sequence[Sequence[Case]], names: Sequence[str]) -> dict[str, float]:
    """The weights of the named features under which the right candidates have the highest softmax.

    Listwise (Cao et al., ICML 2007), with an L2 penalty; every set counts as the square root of its size, so that the
    largest do not decide for all.
    """
    from scipy.optimize import minimize

    columns = [list(WEIGHTS).index(name) for name in names]
    lists = [
        (case.features[:, columns], case.right, len(cases) ** -0.5)
        for cases in sets
        for case in cases
        if case.right.any()
    ]
    deviation = np.vstack([features for features, _, _ in lists]).std(axis=0) + 1e-9
    total = sum(share for _, _, share in lists)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = _PENALTY * float(weights @ weights), 2 * _PENALTY * weights
        for features, right, share in lists:
            scores = features / deviation @ weights
            odds = np.exp(scores - scores.max())
            odds /= odds.sum()
            reached = float(odds[right].sum()) + 1e-12
            value -= share / total * np.log(reached)
            slope = slope + share / total * ((odds - odds * right / reached) @ (features / deviation))
        return value, slope

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x / deviation
    return dict(zip(names, fitted.tolist(), strict=True))


def fit_confidence(sets: Sequence[Sequence[Case]]) -> tuple["LogisticRegression", dict[str, float]]:
    """A logistic regression from signals to whether the articles answer, and its coefficients by name.

    Answerable questions weigh half in each set; the others are those that are not answerable and, as what no article
    says is asked far more often than what one nearly says, the answerable ones without the articles that answer them.
    """
    from sklearn.linear_model import LogisticRegression

    rows, known, shares = [], [], []
    for cases in sets:
        groups = _groups(cases)
        others = [group for group in groups[1:] if group]
        for group in groups:
            for signals in group:
                rows.append(signals)
                known.append(group is groups[0])
                shares.append(len(cases) ** 0.5 * 0.5 / len(group) / (1 if group is groups[0] else len(others)))
    scale = len(shares) / sum(shares)
    model = LogisticRegression(C=100.0, max_iter=1000).fit(rows, known, np.array(shares) * scale)
    names = READ_SIGNALS if len(rows[0]) == len(READ_SIGNALS) else SIGNALS
    named = dict(zip(names, model.coef_[0].tolist(), strict=True)) | {"constant": float(model.intercept_[0])}
    return model, named


def main(arguments: Sequence[str]) -> None:
    """Print what is fitted on the ``dev`` halves of data sets, and how it does on the ``test`` halves. Raises
    ``RagError`` where a library is missing or a data set does not read."""
    kind, *folders = arguments or [""]
    if kind not in ("ranking", "confidence") or not folders:
        raise SystemExit("usage: python -m rag.evaluation.fitting ranking|confidence DATASET ...")
    require_libraries()
    dev: list[list[Case]] = []
    test: dict[str, list[Case]] = {}
    for given in folders:
        name, _, asked = given.partition("=")
        file, _, split = asked.partition(":")
        folder, source = Path(name), Path(file or name)
        index = Index.build(folder / "articles.jsonl", cached_index(folder))
        dev.append(list(gather(index, load_questions(source, split=split or "dev"))))
        if not split:
            test[source.stem] = list(gather(index, load_questions(source, split="test")))
        print(f"{source}: {len(dev[-1])} questions are fitted on", file=sys.stderr)
    if kind == "ranking":
        _print_ranking(dev, test)
    else:
        _print_confidence(dev, test)


def _print_ranking(dev: Sequence[Sequence[Case]], test: Mapping[str, Sequence[Case]]) -> None:
    print(f"hit@1 / hit@5, fitted without a feature\n| without | {' | '.join(test)} |")
    fitted = {left_out: fit_ranking(dev, [name for name in WEIGHTS if name != left_out])
              for left_out in ("nothing", *WEIGHTS)}  # fmt: skip
    for label, weights in {**fitted, "(in use)": WEIGHTS}.items():
        print(f"| {label} | {' | '.join(_hits(weights, cases) for cases in test.values())} |")
    print(f"weights: {_rounded(fitted['nothing'])}")


def _print_confidence(dev: Sequence[Sequence[Case]], test: Mapping[str, Sequence[Case]]) -> None:
    model, named = fit_confidence(dev)
    print(f"coefficients: {_rounded(named)}")
    print(
        "AUROC against what is unanswerable, and against the answerable without their gold articles; then by threshold"
    )
    print("refusal F1; answerable ones answered; answerable ones without their gold articles refused")
    print(f"| data | unanswerable | without gold | {' | '.join(map(str, _THRESHOLDS))} |")
    for name, cases in test.items():
        print(f"| {name} | {' | '.join(_refusals(model, cases))} |")


def _groups(cases: Sequence[Case]) -> list[list[tuple[float, ...]]]:
    """The signals of answerable questions, of unanswerable ones, and of those whose gold articles were taken away."""
    return [
        [case.signals for case in cases if case.answerable and case.signals],
        [case.signals for case in cases if not case.answerable and case.signals],
        [case.without for case in cases if case.without],
    ]


def _signals(question: str, query: str, passages: Sequence[Passage], relevance: Reranker | None) -> tuple[float, ...]:
    """The signals of what is quoted; none where these are others, as it is in another language than English."""
    signals = quote(question, passages[:ANSWERED_FROM], query=query, relevance=relevance).signals
    return signals if len(signals) == len(SIGNALS if relevance is None else READ_SIGNALS) else ()


def _hits(weights: Mapping[str, float], cases: Sequence[Case]) -> str:
    columns = [list(WEIGHTS).index(name) for name in weights]
    hits = []
    for case in cases:
        if case.answerable:
            order = np.argsort(-(case.features[:, columns] @ np.array(list(weights.values()))), kind="stable")
            hits.append([case.right[order[:depth]].any() for depth in (1, 5)])
    return " / ".join(f"{share:.3f}" for share in np.mean(hits, axis=0))


def _refusals(model: "LogisticRegression", cases: Sequence[Case]) -> Iterator[str]:
    answerable, *others = (model.predict_proba(group)[:, 1] if group else np.empty(0) for group in _groups(cases))
    for group in others:
        known = np.arange(len(answerable) + len(group)) < len(answerable)
        scores, once = np.r_[answerable, group], np.ones((1, len(known)))
        yield f"{auroc(known, scores, once)[0]:.2f}" if len(group) else ""
    unanswerable, without = others
    for threshold in _THRESHOLDS:
        refused = [(group < threshold).sum() for group in (answerable, unanswerable)]
        f1 = 2 * refused[1] / (sum(refused) + len(unanswerable)) if len(unanswerable) else None
        shares = (f1, (answerable >= threshold).mean(), (without < threshold).mean() if len(without) else None)
        yield "; ".join("-" if share is None else f"{share:.2f}" for share in shares)


def _rounded(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in values.items())


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except RagError as error:
        sys.exit(str(error))
