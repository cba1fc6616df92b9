"""The weights of `rag.answers.kinds.likely`, fitted on questions of all kinds in many wordings.

    python -m rag.evaluation.wordings

writes them anew beside that module, and prints what share of the questions in each further file that is named they tell
right. A question is a line of JSON: ``question``, ``kind``, of articles what it ``wants`` of them, and where it has one
the ``topic`` in its own words.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

from rag.answers.kinds import likely
from rag.evaluation import require_libraries

_KEPT = 2  # questions that a feature stands in at least
_KNOWN = 3  # times that a word stands in topics' questions where it counts as itself
_INVERSE_PENALTY, _OF_TOPICS = 1.0, 0.5  # of the squared weights
_LEAST = 0.05  # of a weight that is kept

Wording = Mapping[str, str]


def load(path: Path) -> list[Wording]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def fit(questions: Sequence[Wording]) -> dict[str, object]:
    """The weights, as `rag.answers.kinds.likely` reads them."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    wanted = [one for one in questions if one["kind"] == "articles"]
    topical = [one for one in questions if one.get("topic") and one["topic"] in one["question"]]
    counted = Counter(
        token[0].replace("’", "'").lower() for one in topical for token in likely.tokens_of(one["question"])
    )
    known = frozenset(word for word, count in counted.items() if count >= _KNOWN)
    words, inside = [], []
    for one in topical:
        tokens = likely.tokens_of(one["question"])
        first = one["question"].index(one["topic"])
        words += [dict.fromkeys(features, 1) for features in likely.word_features(tokens, known)]
        inside += [first <= token.start() < first + len(one["topic"]) for token in tokens]
    of_topics = DictVectorizer()
    topics = LogisticRegression(C=_OF_TOPICS, max_iter=3000).fit(of_topics.fit_transform(words), inside)
    return {
        "kinds": _fitted([one["question"] for one in questions], [one["kind"] for one in questions]),
        "wants": _fitted([one["question"] for one in wanted], [one["wants"] for one in wanted]),
        "known": sorted(known),
        "topic": {
            feature: round(float(weight), 2)
            for feature, weight in zip(of_topics.feature_names_, topics.coef_[0], strict=True)
            if abs(weight) >= _LEAST
        },
        "topic_bias": round(float(topics.intercept_[0]), 3),
    }


def _fitted(questions: Sequence[str], classes: Sequence[str]) -> dict[str, object]:
    """The weights that tell which class a question is of."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    made = [likely.question_features(one) for one in questions]
    often = Counter(feature for one in made for feature in one)
    rows = [{feature: 1 for feature in one if often[feature] >= _KEPT} for one in made]
    vectors = DictVectorizer()
    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=3000).fit(vectors.fit_transform(rows), classes)
    return {
        "classes": list(model.classes_),
        "bias": _rounded(model.intercept_),
        "features": {
            feature: _rounded(row)
            for feature, row in zip(vectors.feature_names_, model.coef_.T, strict=True)
            if abs(row).max() >= _LEAST
        },
    }


def right(questions: Sequence[Wording], least: float = 0.0) -> dict[str, float]:
    """By kind the share of questions that are told right and as likely as ``least``."""
    told = Counter(one["kind"] for one in questions)
    hits: Counter[str] = Counter()
    for one in questions:
        kind, likelihood = likely.kind_of(one["question"])
        hits[one["kind"]] += kind == one["kind"] and likelihood >= least
        if kind == one["kind"] == "articles":
            hits["wants"] += likely.wants_of(one["question"])[0] == one["wants"]
            told["wants"] += 1
    return {kind: hits[kind] / count for kind, count in sorted(told.items())}


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(float(value), 2) for value in values]


def main(paths: Sequence[str]) -> None:
    """Fit, write and measure."""
    require_libraries()
    questions = load(Path(str(resources.files(__package__).joinpath("wordings.jsonl"))))
    target = Path(likely.__file__).with_name("likely.json")
    lines = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in fit(questions).items())
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    for path in paths:
        print(path, {kind: round(share, 3) for kind, share in right(load(Path(path))).items()})


if __name__ == "__main__":
    main(sys.argv[1:])
