"""How often yes and no are right: each claim of data sets that people have judged, asked as a question of its article,
its first helping verb before all.

    python -m rag.evaluation.verdicts DATASET ... [--split dev|test]

A yes is right of a claim that is supported, a no of one that is not; "Yes, according to Ada Brandt" also of one that is
supported in part, as what is but somebody's word. The halves are by the CRC-32 of the article's id.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rag.answers.kinds import polar, stating
from rag.corpus.reading import read_file
from rag.evaluation.claims import load_claims
from rag.evaluation.questions import half
from rag.text.sentences import sentences
from rag.types import Article, Passage, Sentence, Span


def verdicts(dataset: Path, split: str | None = None) -> Counter[tuple[str, bool]]:
    """How many claims are told which way ("yes", "no", "disagree", or "open"), by whether they are supported. Raises
    ``CorpusError`` where the data set has none, or does not read."""
    claims = load_claims(dataset)
    path = dataset / "articles.jsonl"
    articles = {one.id: one for one in read_file(path.name, path.read_bytes())[0]}
    told: Counter[tuple[str, bool]] = Counter()
    for one in claims:
        if split not in (None, half(one.evidence_ids[0])):
            continue
        said = polar.told_of(
            stating.Claim.stated(one.text.rstrip(".")), [_whole(articles[cited]) for cited in one.evidence_ids]
        )
        words = (polar.concluded(said)[0] if said else "").split()
        by = words[1:2] == ["according"]
        right = one.label == "supported" or (by and one.label == "partially_supported")
        first = words[0].strip(",;:.") if words else ""
        told[{"Yes": "yes", "No": "no", "The": "disagree"}.get(first, "open"), right] += 1
    return told


def _whole(article: Article) -> Passage:
    bounds = sentences(article.text, article.lang)
    told = tuple(Sentence(article, start, end, 0, 0, 0, 0) for start, end in bounds)
    return Passage.of(Span(article, 0, len(article.text)), told)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a line for each data set and one for all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="+", type=Path, metavar="DATASET")
    parser.add_argument("--split", choices=("dev", "test"))
    asked = parser.parse_args(arguments)
    whole: Counter[tuple[str, bool]] = Counter()
    for name in asked.datasets:
        told = verdicts(name, asked.split)
        whole += told
        print(f"{name}: {_in_words(told)}")
    print(f"all: {_in_words(whole)}")


def _in_words(told: Counter[tuple[str, bool]]) -> str:
    yes, no = told["yes", True] + told["yes", False], told["no", True] + told["no", False]
    return f"{told.total()} claims; yes {yes}, right {told['yes', True]}; no {no}, right {told['no', False]}"


if __name__ == "__main__":
    main()
