"""The weights of `rag.answers.asking.parts`, fitted on questions in five languages whose parts are known.

    python -m rag.evaluation.parts

writes them anew beside that module, and prints for each further file that is named, by language and part, of how many
questions it is found. A question is a line of JSON: ``question``, ``kind`` ("list" or "said"), ``lang``, and its parts
``noun``, or ``who`` and ``topic``, in its own words, where it has them.
"""

import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from rag.answers.asking import parts
from rag.answers.asking.likely import LANGUAGES
from rag.answers.asking.parts import PARTS, Bounds, Part, Parted, Weights, Words
from rag.answers.asking.wording import spelled
from rag.evaluation.wordings import load, written
from rag.text.words import words as words_of

_KNOWN = 2  # questions in which a word of the wording stands at least
_ROUNDS = 8  # over all questions
_MARGIN = 1.0  # by which what is right should be ahead
_LEAST = 0.15  # of a weight that is kept
_ALIKE = 0.5  # of the words of both that a part has in common with what it should be

Question = Mapping[str, str]
_Stretches = list[tuple[Bounds | None, list[str]]]


def known_parts() -> list[Question]:
    """The questions of `rag.evaluation.wordings` whose parts somebody has told; they name their language."""
    return [
        {**one, "lang": lang}
        for lang in LANGUAGES
        for one in written(lang)
        if one.get("kind") in PARTS and one.get("writer")
    ]


def fit(questions: Sequence[Question]) -> Weights:
    """The weights, as an averaged structured perceptron has them (Collins 2002)."""
    counted = Counter(
        word for one in questions for word in {spelled(token[0]) for token in parts.tokens_of(one["question"])}
    )
    known = frozenset(word for word, count in counted.items() if count >= _KNOWN)
    read = [_read(one, known) for one in questions]
    weights, summed, taken = defaultdict[str, float](float), defaultdict[str, float](float), 1
    order = random.Random(0)
    for _ in range(_ROUNDS):
        order.shuffle(read)
        for stretches, right in read:
            found = parts.best(
                {part: [_scored(one, weights, right[part]) for one in some] for part, some in stretches.items()}
            )
            for part in (one for one in found if found[one] != right[one]):
                for bounds, features in stretches[part]:
                    step = (bounds == right[part]) - (bounds == found[part])
                    for feature in features if step else ():
                        weights[feature] += step
                        summed[feature] += step * taken
            taken += 1
    mean = {feature: round(weight - summed[feature] / taken, 2) for feature, weight in weights.items()}
    return Weights(known, {one: weight for one, weight in sorted(mean.items()) if abs(weight) >= _LEAST})


def _read(question: Question, known: frozenset[str]) -> tuple[dict[Part, _Stretches], dict[Part, Bounds | None]]:
    """All that each part of a question may be, and what it is."""
    words = Words(question["question"], known)
    stretches, right = dict[Part, _Stretches](), dict[Part, Bounds | None]()
    for part in PARTS[question["kind"]]:
        stretches[part] = list(words.stretches(part))
        first = question["question"].find(said) if (said := question.get(part, "")) else -1
        inside = [place for place, one in enumerate(words.tokens) if 0 <= first <= one.start() < first + len(said)]
        right[part] = (inside[0], inside[-1] + 1) if inside else None
    return stretches, right


def _scored(
    stretch: tuple[Bounds | None, list[str]], weights: Mapping[str, float], right: Bounds | None
) -> tuple[float, Bounds | None]:
    bounds, features = stretch
    return sum(weights.get(one, 0.0) for one in features) + _MARGIN * (bounds != right), bounds


def found(questions: Sequence[Question], weights: Weights | None = None) -> Counter[tuple[str, Part, bool]]:
    """By language and part of how many questions it is found, or is known not to be there, and of how many it is not.
    It is found where most of its words are, or of a list one."""
    told = Counter[tuple[str, Part, bool]]()
    for one in questions:
        kind: Parted = "list" if one["kind"] == "list" else "said"
        spans = parts.parts(one["question"], kind, weights)
        for part in PARTS[kind]:
            mine = set(words_of(one["question"][slice(*spans[part])])) if part in spans else set[str]()
            right = set(words_of(one.get(part, "")))
            told[one["lang"], part, mine == right or len(mine & right) >= _ALIKE * len(mine | right)] += 1
    return told


def main(paths: Sequence[str]) -> None:
    """Fit, write and measure."""
    made = fit(known_parts())
    target = Path(parts.__file__).with_name("parts.json")
    written = {"known": sorted(made.known), "features": made.features}
    lines = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in written.items())
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    for path in paths:
        told = found(load(Path(path)))
        print(path)
        for lang, part in sorted({(lang, part) for lang, part, _ in told}):
            right = told[lang, part, True]
            print(f"  {lang} {part}: {right} of {right + told[lang, part, False]}")


if __name__ == "__main__":
    main(sys.argv[1:])
