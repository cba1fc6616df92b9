"""The words of an index, and what of a query is looked for among them. It knows not where they are kept."""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rag.index.segments import Ids
from rag.text.language import language
from rag.text.words import FUNCTION_STEMS, STEMMED, stem_in, stems

# A slip of the pen or another language's ending ("Navalnij", "Berlinu"): one letter in six may differ, and a shorter
# word is too easily another one.
_ALIKE, _SHORTEST = 0.83, 5
# Stems of a query that are looked for so, the first ones: each takes 7 ms in an index of 114,000 stems.
_CORRECTED = 12
# Of a word in a language whose endings the index does not cut: letters of its stem at least, and of an ending at most.
_STEM, _ENDING = 4, 4
_PART = 5  # letters of each part of a compound at least
COMPOUNDING = frozenset(("de", "nl"))
"""Languages that write compounds as one word."""


Terms = Mapping[str, Sequence[str]]
"""The stems that are looked for, each with those that stand for it, itself first."""


class Keywords(ABC):
    """The search by words over the chunks of an index, whose stems it knows."""

    _asked: tuple[str, Terms] | None = None  # the last query, and its terms

    @abstractmethod
    def search(self, query: str, limit: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """The best chunks for any of the query's words as (id, BM25), best first, at most ``limit``; with ``allowed``,
        which ascend, only those ids can be found."""

    @abstractmethod
    def counts(self, stem: str) -> tuple[int, int]:
        """How many chunks have a stem in their text, and how many in their title."""

    @abstractmethod
    def total(self) -> int:
        """How many chunks there are."""

    @abstractmethod
    def beginning(self, prefix: str) -> list[str]:
        """The stems in the chunks' texts that begin so."""

    @abstractmethod
    def holding(self, prefix: str) -> list[int]:
        """The chunks whose text or title has a stem that begins so."""

    def frequency(self, stem: str) -> int:
        """How many chunks have a stem in their text or their title, where it is more often."""
        return max(self.counts(stem))

    def terms(self, query: str) -> Terms:
        """The query's stems, each with what stands for it: for one that the index lacks what is spelled most like it;
        in a language whose endings the index does not cut its other forms, and for a compound that the index lacks
        those of its parts. A search asks for them more than once, and to look for what a word is meant to be may take
        long."""
        asked = self._asked
        if asked is None or asked[0] != query:
            self._asked = asked = query, _terms_of(query, self)
        return asked[1]

    def forms(self, query: str) -> list[str]:
        """All stems that are looked for, once each."""
        return list(dict.fromkeys(form for forms in self.terms(query).values() for form in forms))

    def rarity(self, query: str) -> dict[str, float]:
        """How rare each of the query's stems is, by how many chunks have it, or what stands for it, in their text: the
        inverse document frequency as in BM25, above 0. What was removed may still be counted."""
        total = self.total()
        found = {term: sum(self.counts(form)[0] for form in forms) for term, forms in self.terms(query).items()}
        return {term: math.log1p((max(total, count) - count + 0.5) / (count + 0.5)) for term, count in found.items()}


def _terms_of(query: str, vocabulary: Keywords) -> Terms:
    lang = language(query)
    found: dict[str, Sequence[str]] = {}
    strange = 0
    for term in dict.fromkeys(stems(query)):
        forms = [term]
        if lang in STEMMED and term.isalpha() and term not in FUNCTION_STEMS:
            forms += (one for one in _forms(term, lang, vocabulary) if one != term)
        if len(forms) == 1 and len(term) >= _SHORTEST and term.isalpha() and not vocabulary.frequency(term):
            parts = [one for one in _of_its_parts(term, vocabulary) if one != term] if lang in COMPOUNDING else []
            strange += not parts
            nearest = _nearest(term, vocabulary) if not parts and strange <= _CORRECTED else None
            forms = parts or [nearest or term]
        found.setdefault(forms[0], forms)
    return found


def _forms(word: str, lang: str, vocabulary: Keywords) -> Iterator[str]:
    """The stems of the index that are forms of a folded word by the rules of a language."""
    root = stem_in(word, lang)
    if len(root) >= _STEM:
        for one in vocabulary.beginning(root):
            if len(one) <= len(root) + _ENDING and stem_in(one, lang) == root:
                yield one


def _of_its_parts(word: str, vocabulary: Keywords) -> list[str]:
    """The stems of the index that have a part of a compound in common with it: what it ends with, and those that begin
    as it does with a part before another one."""
    ends = (word[cut:] for cut in range(_PART - 1, len(word) - _PART + 1))
    begins = (word[:cut] for cut in range(len(word) - _PART + 1, 2 * _PART - 1, -1))
    end = next((one for one in ends if vocabulary.frequency(one)), None)
    return [*([end] if end else []), *next(filter(None, map(vocabulary.beginning, begins)), [])]


def _nearest(term: str, vocabulary: Keywords) -> str | None:
    """The stem that is nearest to one, among those that begin like it."""
    best = process.extractOne(
        term, vocabulary.beginning(term[:2]), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE
    )
    return best[0] if best else None
