"""The words of an index, and what of a query is looked for among them. It knows not where they are kept."""

import math
from collections.abc import Mapping
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rag.index.segments import Ids
from rag.text.words import stems

# A slip of the pen or another language's ending ("Navalnij", "Berlinu"): one letter in six may differ, and a shorter
# word is too easily another one.
_ALIKE, _SHORTEST = 0.83, 5
# Stems of a query that are looked for so, the first ones: each takes 7 ms in an index of 114,000 stems.
_CORRECTED = 12


class Vocabulary(Protocol):
    """The stems of the chunks of an index."""

    def frequency(self, stem: str) -> int:
        """How many chunks have a stem in their text or their title, where it is more often."""
        ...

    def beginning(self, prefix: str) -> list[str]:
        """The stems in the chunks' texts that begin so."""
        ...


class Keywords(Vocabulary, Protocol):
    """The search by words over the chunks of an index."""

    def search(self, query: str, limit: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """The best chunks for any of the query's words as (id, BM25), best first, at most ``limit``; with ``allowed``,
        which ascend, only those ids can be found."""
        ...

    def rarity(self, query: str) -> dict[str, float]:
        """How rare each of the query's stems is, see ``rarities``."""
        ...

    def holding(self, prefix: str) -> list[int]:
        """The chunks whose text or title has a stem that begins so."""
        ...


def terms_of(query: str, vocabulary: Vocabulary) -> list[str]:
    """The query's stems once each, one that the index lacks by what is spelled most like it."""
    asked = list(dict.fromkeys(stems(query)))
    strange = [term for term in asked if len(term) >= _SHORTEST and term.isalpha() and not vocabulary.frequency(term)]
    corrected = {term: _nearest(term, vocabulary) or term for term in strange[:_CORRECTED]}
    return list(dict.fromkeys(corrected.get(term, term) for term in asked))


def rarities(counts: Mapping[str, int], total: int) -> dict[str, float]:
    """How rare stems are, by how many of ``total`` chunks have each in their text: the inverse document frequency as in
    BM25, above 0. What was removed may still be counted."""
    return {term: math.log1p((max(total, count) - count + 0.5) / (count + 0.5)) for term, count in counts.items()}


def _nearest(term: str, vocabulary: Vocabulary) -> str | None:
    """The stem that is nearest to one, among those that begin like it."""
    best = process.extractOne(
        term, vocabulary.beginning(term[:2]), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE
    )
    return best[0] if best else None
