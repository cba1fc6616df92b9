"""What the search by meaning and the search by words bring, as candidates for one order of both."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from rag.index.analysis import Analysis
from rag.index.embedding import Vectors
from rag.index.ranking import Candidate
from rag.index.searchable import Searchable
from rag.index.segments import Ids
from rag.types import Scores

# How far candidates are looked for towards what was answered before, beside those nearest to the question alone.
_DRAWN = 0.4
# Reciprocal rank fusion and its constant: Cormack, Clarke and Buettcher, SIGIR 2009.
_RANK_CONSTANT = 60


def by_meaning(
    derived: Searchable, vector: Vectors, around: Vectors | None, depth: int, allowed: Ids | None
) -> tuple[dict[int, float], dict[int, float]]:
    """The chunks nearest to a query, and those nearest to it when it is drawn towards what was answered before."""
    wanted = vector if around is None else np.vstack([vector, vector + _DRAWN * around])
    dense, *drawn = (dict(found) for found in derived.vectors.search(wanted, depth, allowed))
    return dense, drawn[0] if drawn else {}


def candidates_of(
    derived: Searchable,
    vector: Vectors,
    around: Vectors | None,
    analyses: Mapping[int, Analysis],
    keyword: Mapping[int, float],
) -> list[Candidate]:
    """The chunks of some analyses as candidates, by what is known of each beside its words: its nearness to the query
    and to what was answered ``around`` it, and its BM25 score."""
    ids = list(analyses)
    cosines = derived.vectors.cosines(vector, ids)
    near = derived.vectors.cosines(around, ids) if around is not None else [0.0] * len(ids)
    return [
        Candidate(cosine, keyword.get(one), analyses[one], to_context)
        for one, cosine, to_context in zip(ids, cosines, near, strict=True)
    ]


def by_ranks(scores: Mapping[int, Scores], lists: Sequence[Mapping[int, float]]) -> dict[int, Scores]:
    """The scores by what the ranks in some lists come to instead of by what the features do."""
    ranks = [{one: rank for rank, one in enumerate(found, 1)} for found in lists]
    fused = {one: sum(1 / (_RANK_CONSTANT + found[one]) for found in ranks if one in found) for one in scores}
    return {one: replace(score, fused=fused[one]) for one, score in scores.items()}
