"""Candidates -> their order: what speaks for a chunk as the answer to a question, weighed into one score.

Two searches bring candidates, by meaning and by words; what they look at is the chunk as a whole. Here its single
sentences are looked at too. It knows nothing of indexes, files and articles.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.index.analysis import Analysis, cosines_of
from rag.index.embedding import Vectors
from rag.text.language import language
from rag.text.words import FUNCTION_STEMS
from rag.types import Article, Period, Scores, Sentence

WEIGHTS: Mapping[str, float] = {
    "sentence": 14.1,
    "coverage": 3.1,
    "sentence_coverage": 4.8,
    "period": 4.7,
    "context": 3.9,
}
"""What each feature of a candidate adds to its score: the largest cosine of the query and one of its sentences; the
share, by rarity, of the query's words in the chunk, and the largest in one of its sentences, each as a part of the most
that a candidate has; how well the years agree; and the cosine of the chunk and what was answered before. Fitted by
`rag.evaluation.fitting` on half of the questions of nine development sets; docs/retrieval.md has what each brings on
the other half, and what was tried and left out."""


Shares = Sequence[tuple[Sequence[str], float]]
"""Stems of a query, each between spaces and with those that stand for it, with the part of it that each is."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: its vector, of shape (dimension,); its stems with their shares in the whole by rarity
    (together 1); and the first and the last year that it names, if it names one."""

    vector: Vectors
    shares: Shares
    period: Period | None

    @classmethod
    def of(cls, text: str, vector: Vectors, rarity: Mapping[str, float], terms: Mapping[str, Sequence[str]]) -> "Query":
        """That of a text, of whose stems with their rarity (above 0) those are left out that say nothing of a subject,
        as long as others are there; ``terms`` has what stands for one beside itself."""
        telling = {stem: one for stem, one in rarity.items() if stem not in FUNCTION_STEMS}
        if language(text) != "en":  # whose function words are not known as such
            telling = {stem: one**_RARER for stem, one in telling.items()}
        rarity = telling or rarity
        total = sum(rarity.values())
        years = [int(stem) for stem in rarity if re.fullmatch(_YEAR, stem)]
        return cls(
            vector,
            tuple(
                (tuple(f" {one} " for one in terms.get(stem, (stem,))), weight / total)
                for stem, weight in rarity.items()
            ),
            (min(years), max(years)) if years else None,
        )


_RARER = 1.5  # the power of a word's rarity by which it counts in a language without a table of function words
_YEAR = r"1\d\d\d|20\d\d"
# Years as they stand among stems: "1994 1998" was "1994-1998", "from 1994 to may 1998" and the like.
_PERIOD = re.compile(rf" (sinc )?({_YEAR})(?= )(?= (?:(?:to |until |till |and )(?:\w+ ){{0,2}})?({_YEAR}|present) )?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk that one search or both brought: its cosine with the query and with what was answered before (0 where
    nothing was), its BM25 score where the search by words brought it, and what it says."""

    dense: float
    keyword: float | None
    analysis: Analysis
    context: float = 0.0


def rank(query: Query, candidates: Sequence[Candidate], weights: Mapping[str, float] = WEIGHTS) -> list[Scores]:
    """The scores of each candidate, in the order of the candidates; ``fused`` is the weighed sum of the features."""
    cosines = cosines_of([candidate.analysis for candidate in candidates], query.vector)
    found = [_features(query, *pair) for pair in zip(candidates, cosines, strict=True)]
    fused = (relative(found, tuple(weights)) @ np.array(tuple(weights.values()))).tolist()
    return [
        Scores(candidate.dense, candidate.keyword, score, **one)
        for candidate, one, score in zip(candidates, found, fused, strict=True)
    ]


def relative(candidates: Sequence[Mapping[str, float]], names: Sequence[str] = tuple(WEIGHTS)) -> NDArray[np.float64]:
    """The features of the candidates of one search as they are weighed, (number of candidates, number of names): those
    that count words as parts of the most that a candidate has, and in a conversation a quarter of that."""
    made = np.array([[one[name] for name in names] for one in candidates], np.float64).reshape(-1, len(names))
    # What a conversation is about need not be said in each of its questions, nor in the words that were used before.
    counts = 0.25 if any(one["context"] for one in candidates) else 1.0
    for column, name in enumerate(names):
        if name in _BY_WORDS and len(candidates):
            # Half of a long question's words in one chunk is much where none has more, little where another has all.
            made[:, column] *= counts / (made[:, column].max() or 1.0)
    return made


def sentences(query: Query, article: Article, analysis: Analysis, cosines: Sequence[float]) -> tuple[Sentence, ...]:
    """The sentences of a chunk of an article, each with what speaks for it; ``cosines`` are theirs with the query."""
    words = analysis.words
    told = _standing(query.shares, "".join(words))
    held, others = _held(query.shares, told, analysis.header)
    return tuple(
        Sentence(
            article,
            start,
            end,
            cosine,
            _share(told, words[number]),
            held + _share(others, "".join(words[max(0, number - 1) : number + 2])),
            agreement(query.period, words[number : number + 1]),
            instructs,
        )
        for number, ((start, end), instructs, cosine) in enumerate(
            zip(analysis.sentences.tolist(), analysis.instructs.tolist(), cosines, strict=True)
        )
    )


_BY_WORDS = ("coverage", "sentence_coverage")


def _features(query: Query, candidate: Candidate, cosines: Sequence[float]) -> dict[str, float]:
    analysis = candidate.analysis
    header, told = _held(query.shares, _standing(query.shares, "".join(analysis.words)), analysis.header)
    return {
        "sentence": max(cosines, default=0.0),
        "coverage": header + sum([share for _, share in told]),
        "sentence_coverage": header + (max([_share(told, words) for words in analysis.words]) if told else 0.0),
        "period": agreement(query.period, (analysis.header, *analysis.words)) if query.period else 0.0,
        "context": candidate.context,
    }


def _held(shares: Shares, told: Shares, header: str) -> tuple[float, Shares]:
    """What the header of a chunk holds of the query, which is held with each sentence; and what else is told."""
    above = _standing(shares, header)
    held = sum([share for _, share in above])
    return held, [pair for pair in told if pair not in above] if above else told


def _standing(shares: Shares, words: str) -> Shares:
    """Those stems that stand in a text of spaced stems: few do, so its parts are sooner searched for these."""
    return [pair for pair in shares if _is_in(pair[0], words)]


def _share(shares: Shares, words: str) -> float:
    """The share of the query, in [0, 1], whose stems stand in a text of spaced stems."""
    found = 0.0
    for stem, weight in shares:  # sooner than the sum of a list
        if _is_in(stem, words):
            found += weight
    return found


def _is_in(forms: Sequence[str], words: str) -> bool:
    return forms[0] in words or (len(forms) > 1 and any(one in words for one in forms))


def agreement(asked: Period | None, texts: Sequence[str]) -> float:
    """How well the best period that texts of spaced stems name agrees with the years asked for, in [0, 1]: half for
    beginning in them, half for the years that the two share out of those that they span together. 0 where no years are
    asked for."""
    if asked is None:
        return 0.0
    first, last = asked
    best = 0.0
    for words in texts:
        for match in _PERIOD.finditer(words):
            since, begin, end = match.groups()
            start = int(begin)
            # What goes on is taken to go on to the end of the years asked for.
            stop = max(start, last if since or end == "present" else int(end or begin))
            shared = min(stop, last) - max(start, first) + 1
            if shared > 0:
                spanned = max(stop, last) - min(start, first) + 1
                best = max(best, 0.5 * (first <= start <= last) + 0.5 * shared / spanned)
    return best
