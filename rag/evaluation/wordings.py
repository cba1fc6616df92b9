"""The weights of `rag.answers.asking.likely`, fitted on questions of all kinds in many wordings.

    python -m rag.evaluation.wordings

writes them anew beside that module, and prints how many of the questions in each further file that is named are read as
what they are. A question is a line of JSON: ``question``, ``kind``, of articles what it ``wants`` of them, and where it
has one the ``topic`` in its own words.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import resources
from pathlib import Path

from rag.answers.asking import likely
from rag.answers.asking.reading import read
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
    """The weights, as `rag.answers.asking.likely` reads them."""
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


def right(questions: Sequence[Wording]) -> Iterator[tuple[str, int, int, int]]:
    """By kind how many questions there are, how many are read as of it by phrases alone, and how many with the weights.
    What says no kind asks for a fact."""
    today = date(2026, 11, 26)
    told: dict[str, list[tuple[bool, bool]]] = {}
    for one in questions:
        kind = one.get("kind", "fact")
        read_as = [read(one["question"], today, lambda: ((), ()), judged=judged) for judged in (False, True)]
        as_is = [asked.explains if kind == "explanation" else asked.kind == kind for asked in read_as]
        told.setdefault(kind, []).append((as_is[0], as_is[1]))
    for kind, hits in sorted(told.items()):
        yield kind, len(hits), sum(one for one, _ in hits), sum(two for _, two in hits)


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
        print(path)
        for kind, count, phrases, both in right(load(Path(path))):
            print(f"  {kind} ({count}): {phrases} by phrases alone, {both} with the weights")


if __name__ == "__main__":
    main(sys.argv[1:])
