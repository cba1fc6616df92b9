"""The weights of `rag.answers.asking.likely`, fitted on questions of all kinds in the wordings of many people.

    python -m rag.evaluation.wordings fit
    python -m rag.evaluation.wordings left-out [LANGUAGE ...]
    python -m rag.evaluation.wordings measure FILE ...

The first writes them anew beside that module. The second fits them without each person's questions in turn, and prints
how many of these are read as what they are, which tells how those of others will be. The third prints it of the
questions of files. A question is a line of JSON: ``question``; ``kind``, of articles what it ``wants`` of them, and
where it has one the ``topic`` in its own words; or, of one that follows ``before``, what ``further`` it asks of the
answer, "none" where it asks for something of its own. ``writer`` tells who wrote it.
"""

import argparse
import functools
import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.answers.asking import likely
from rag.answers.asking.asked import Asked
from rag.answers.asking.reading import read
from rag.answers.asking.wording import spelled
from rag.evaluation import require_libraries

_KNOWN = 3  # times that a word stands beside topics, and not less often than in them, where it counts as itself
_INVERSE_PENALTY, _OF_TOPICS = 1.0, 0.5  # of the squared weights
_PLACES: Mapping[likely.What, int] = {"kinds": 1 << 16, "wants": 1 << 14, "further": 1 << 14}
_OF_WORDS = 1 << 16
_MOST = 127 * likely.STEP
_DAY = date(2026, 11, 26)

Wording = Mapping[str, str]


def load(path: Path) -> list[Wording]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def written(lang: str) -> list[Wording]:
    """The questions that the weights of a language are fitted on."""
    return load(Path(str(resources.files(__package__).joinpath(f"wordings.{lang}.jsonl"))))


def fit(questions: Sequence[Wording], lang: str) -> dict[str, NDArray[Any]]:
    """The weights, as `rag.answers.asking.likely` reads them."""
    of_kinds = [one for one in questions if "kind" in one]
    wanted = [one for one in of_kinds if one["kind"] == "articles"]
    following = [one for one in questions if "further" in one]
    made = _topical([one for one in of_kinds if one.get("topic") and one["topic"] in one["question"]])
    made |= _fitted("kinds", of_kinds, [one["kind"] for one in of_kinds], lang)
    made |= _fitted("wants", wanted, [one["wants"] for one in wanted], lang)
    return made | _fitted("further", following, [one["further"] for one in following], lang)


def _topical(topical: Sequence[Wording]) -> dict[str, NDArray[Any]]:
    """The weights that tell what a question is about."""
    questions = [likely.tokens_of(one["question"]) for one in topical]
    firsts = [one["question"].index(one["topic"]) for one in topical]
    inside = [
        first <= token.start() < first + len(one["topic"])
        for one, first, tokens in zip(topical, firsts, questions, strict=True)
        for token in tokens
    ]
    about, beside = Counter[str](), Counter[str]()
    for within, token in zip(inside, itertools.chain.from_iterable(questions), strict=True):
        (about if within else beside)[spelled(token[0])] += 1
    known = frozenset(word for word, count in beside.items() if count >= max(_KNOWN, about[word]))
    words = [features for tokens in questions for features in likely.word_features(tokens, known)]
    weights, bias, _ = _regression(_matrix(words, _OF_WORDS), inside, _OF_TOPICS)
    return {"known": np.array(sorted(known)), "topic": _rounded(weights[:, 0]), "topic_bias": bias[0]}


def _fitted(
    what: likely.What, questions: Sequence[Wording], classes: Sequence[str], lang: str
) -> dict[str, NDArray[Any]]:
    """The weights that tell which class a question is of. In English each question counts twice, with its vector and
    without, so that the same weights serve where there is none."""
    from scipy.sparse import csr_matrix, hstack, vstack

    texts = [one["question"] for one in questions]
    rows = _matrix([likely.question_features(one, lang) for one in texts], _PLACES[what])
    dimension = 0
    if lang == "en":
        vectors = likely.VECTOR_LENGTH * _vectors(texts)
        dimension = vectors.shape[1]
        without = csr_matrix(vectors.shape, dtype=np.float32)
        rows = vstack([hstack([rows, csr_matrix(vectors)]), hstack([rows, without])]).tocsr()
        classes = [*classes, *classes]
    weights, bias, names = _regression(rows, classes, _INVERSE_PENALTY / (2 if dimension else 1))
    return {
        f"{what}_names": names,
        f"{what}_bias": bias,
        f"{what}_weights": _rounded(weights[: _PLACES[what]]),
        f"{what}_of_vector": weights[_PLACES[what] :].astype(np.float32),
    }


def _regression(rows: Any, classes: Sequence[object], inverse: float) -> tuple[NDArray[Any], ...]:
    """Weights, (features, classes) or (features, 1) for two; their biases; and the classes."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=inverse, max_iter=1000).fit(rows, classes)
    return model.coef_.T, model.intercept_, model.classes_


def _matrix(features: Sequence[Sequence[str] | set[str]], number: int) -> Any:
    """A row for each collection of features, with 1 at their places."""
    from scipy.sparse import csr_matrix

    columns = [likely.places(one, number) for one in features]
    ends = list(itertools.accumulate(map(len, columns), initial=0))
    flat = list(itertools.chain.from_iterable(columns))
    return csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(columns), number))


@functools.cache
def _embedder() -> Any:
    from rag.index.models import load as load_embedder

    return load_embedder()


_known_vectors: dict[str, NDArray[np.float32]] = {}


def _vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """The vectors of questions, (questions, dimension); each is made once."""
    if new := sorted({one for one in texts if one not in _known_vectors}):
        _known_vectors.update(zip(new, _embedder().embed_documents(new), strict=True))
    return np.array([_known_vectors[one] for one in texts], np.float32)


def _meaning(text: str) -> likely.Vector:
    vector: likely.Vector = _vectors([text])[0]
    return vector


def _rounded(values: NDArray[Any]) -> NDArray[np.int8]:
    rounded: NDArray[np.int8] = np.round(np.clip(values, -_MOST, _MOST) / likely.STEP).astype(np.int8)
    return rounded


def measured(questions: Sequence[Wording]) -> Iterator[tuple[str, int, int, int, int]]:
    """By kind, or by what is asked of the answer before, how many questions there are; how many are read as of it by
    phrases alone, with the weights, and with the question's vector, too. What says no kind asks for a fact."""
    told: dict[str, list[tuple[bool, ...]]] = {}
    for one in questions:
        name = one.get("kind", f"further: {one['further']}" if "further" in one else "fact")
        told.setdefault(name, []).append(tuple(map(functools.partial(_is_right, one), ("", "words", "vector"))))
    for name, hits in sorted(told.items()):
        yield name, len(hits), *map(sum, zip(*hits, strict=True))  # type: ignore[misc]


def _is_right(one: Wording, by: str) -> bool:
    """Whether a question is read as what it is, by phrases alone, or by the weights of its words or vector, too."""
    meaning = _meaning if by == "vector" else None
    asked = read(one["question"], _DAY, lambda: ((), ()), follows="further" in one, judged=bool(by), meaning=meaning)
    return (asked.further or "none") == one["further"] if "further" in one else _is_of(one, asked)


def _is_of(one: Wording, asked: Asked) -> bool:
    match one.get("kind", "fact"):
        case "explanation":
            return asked.explains
        case "period":
            return asked.kind == "period" or (asked.period is not None and asked.kind in ("timeline", "summary"))
        case "summary":
            return asked.kind in ("summary", "state") or (asked.kind == "topics" and not one.get("topic"))
        case "articles":
            wants = one.get("wants", "other")
            return asked.kind == "articles" and (asked.wants == wants or wants == "other" or asked.counted)
        case kind:
            return asked.kind == kind


def left_out(lang: str) -> Iterator[tuple[str, list[tuple[str, int, int, int, int]]]]:
    """For each person who wrote at least a hundred questions, what is measured of these by weights that were fitted on
    those of others."""
    questions = written(lang)
    for writer, count in Counter(one.get("writer", "") for one in questions).items():
        if not writer or count < 100:
            continue
        made = fit([one for one in questions if one.get("writer") != writer], lang)
        with likely.standing_in(lang, made):
            yield writer, list(measured([one for one in questions if one.get("writer") == writer]))


def _print(found: Sequence[tuple[str, int, int, int, int]]) -> None:
    sums = np.array([one[1:] for one in found]).sum(axis=0).tolist()
    for name, count, phrases, words, vector in [*found, ("all", *sums)]:
        print(f"  {name} ({count}): {phrases} by phrases alone, {words} with the weights, {vector} with the vector")


def main() -> None:
    """Fit, or measure."""
    parser = argparse.ArgumentParser(prog="python -m rag.evaluation.wordings", description=__doc__)
    parser.add_argument("action", choices=("fit", "left-out", "measure"))
    parser.add_argument("given", nargs="*", help="languages, or files")
    given = parser.parse_args()
    require_libraries()
    if given.action == "measure":
        for path in given.given:
            print(path)
            _print(list(measured(load(Path(path)))))
        return
    for lang in given.given or likely.LANGUAGES:
        if given.action == "fit":
            with Path(likely.__file__).with_name(f"likely.{lang}.npz").open("wb") as file:
                np.savez_compressed(file, allow_pickle=False, **fit(written(lang), lang))
            continue
        for writer, found in left_out(lang):
            print(lang, writer)
            _print(found)


if __name__ == "__main__":
    main()
