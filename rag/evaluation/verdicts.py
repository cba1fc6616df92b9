"""How often yes and no are right: each claim of data sets that people have judged, asked as a question of its article.

    python -m rag.evaluation.verdicts DATASET ...

A yes is right of a claim that is supported, a no of one that is not.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rag.answers.kinds import polar, stating
from rag.corpus.reading import read_file
from rag.evaluation.claims import load_claims
from rag.text.sentences import sentences
from rag.types import Article, Passage, Sentence, Span


def verdicts(dataset: Path) -> Counter[tuple[str, bool]]:
    """How many claims are told which way ("yes", "no", "disagree", or "open"), by whether they are supported. Raises
    ``CorpusError`` where the data set has none, or does not read."""
    claims = load_claims(dataset)
    path = dataset / "articles.jsonl"
    articles = {one.id: one for one in read_file(path.name, path.read_bytes())[0]}
    told: Counter[tuple[str, bool]] = Counter()
    for one in claims:
        passive = not polar.PASSIVE.isdisjoint(one.text.lower().split())
        claim = stating.Claim.of(one.text.rstrip("."), set(), passive=passive)
        said = polar.told_of(claim, [_whole(articles[cited]) for cited in one.evidence_ids])
        first = polar.concluded(said)[0].split()[0].strip(",;:") if said else ""
        told[{"Yes": "yes", "No": "no", "The": "disagree"}.get(first, "open"), one.label == "supported"] += 1
    return told


def _whole(article: Article) -> Passage:
    bounds = sentences(article.text, article.lang)
    told = tuple(Sentence(article, start, end, 0, 0, 0, 0) for start, end in bounds)
    return Passage.of(Span(article, 0, len(article.text)), told)


def main(datasets: Sequence[str]) -> None:
    """Measure, and print a line for each data set and one for all of them."""
    whole: Counter[tuple[str, bool]] = Counter()
    for name in datasets:
        told = verdicts(Path(name))
        whole += told
        print(f"{name}: {_in_words(told)}")
    print(f"all: {_in_words(whole)}")


def _in_words(told: Counter[tuple[str, bool]]) -> str:
    yes, no = told["yes", True] + told["yes", False], told["no", True] + told["no", False]
    return f"{told.total()} claims; yes {yes}, right {told['yes', True]}; no {no}, right {told['no', False]}"


if __name__ == "__main__":
    main(sys.argv[1:])
