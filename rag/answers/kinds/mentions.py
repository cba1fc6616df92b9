"""Which articles mention some words, and which are about a topic.

To mention them is a matter of words alone, in title or text: in any case, with or without accents, and, of words that
are no names, in any form that the language's stemmer knows. To be about one is a judgement by meaning and words.
"""

import functools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from rag.answers.kinds.rows import opening
from rag.index.search import Index
from rag.text.words import FUNCTION_STEMS, fold, own_stems, stem_in, stems, words
from rag.types import Listed

_CUT = 1  # letters at the end of a stem that may be others in the word: "study" for "studi"
_SHORTEST = 4  # letters of a stem from which one is cut


def mentioning(
    index: Index, groups: Sequence[Sequence[str]], among: Collection[str], lang: str, *, titles: bool = False
) -> set[str]:
    """The ids of those articles that have, of each group, at least one of the words or phrases, or with ``titles`` in
    their titles alone. In German, which writes all nouns with capitals, names are looked for in all their forms,
    too."""
    found = set(among)
    for group in groups:
        found &= {one for phrase in group for one in _having(index, phrase, found, lang, titles)}
    return found


def _having(index: Index, phrase: str, among: Collection[str], lang: str, titles: bool) -> Iterator[str]:
    wanted = words(phrase)
    if not wanted:
        return
    exact = [is_name(word) and lang != "de" for word in re.findall(r"[^\W_]+", phrase)]
    if len(exact) != len(wanted):  # a number with its separators, or a script without spaces
        exact = [True] * len(wanted)
    heads = [
        stems(word)[:1] or [word] if same else [stem_in(word, lang)] for word, same in zip(wanted, exact, strict=True)
    ]
    begun = {_begin(head[0], lang) for head in heads}
    # Words such as "the" tell no article from another, and those that have them are too many to be asked for.
    candidates = index.holding(begun - FUNCTION_STEMS or begun) & set(among)
    pattern = _pattern(tuple(wanted), tuple(exact), lang)
    for identifier, article in index.articles(candidates).items():
        text = fold(article.title if titles else f"{article.title}\n{article.text}")
        if any(_is_form(match, wanted, exact, lang) for match in pattern.finditer(text)):
            yield identifier


def is_name(word: str) -> bool:
    """Whether a word is written as a name is."""
    return word[:1].isupper()


def _begin(stem: str, lang: str) -> str:
    """How words of a stem begin in the index, which cuts all words as English ones."""
    return stem if lang == "en" or len(stem) < _SHORTEST else stem[:-_CUT]


@functools.lru_cache(maxsize=64)
def _pattern(wanted: tuple[str, ...], exact: tuple[bool, ...], lang: str) -> re.Pattern[str]:
    """The words in a row, each to its end, whatever signs stand between."""
    parts = []
    for word, same in zip(wanted, exact, strict=True):
        stem = stem_in(word, lang)
        start = stem[:-_CUT] if len(stem) >= _SHORTEST else stem
        parts.append(f"({re.escape(word)})" if same else rf"({re.escape(start)}[^\W_]*)")
    row = r"[\W_]+".join(parts)
    return re.compile(rf"(?<![^\W_]){row}(?![^\W_])")


def _is_form(match: re.Match[str], wanted: Sequence[str], exact: Sequence[bool], lang: str) -> bool:
    return all(
        same or stem_in(found, lang) == stem_in(word, lang)
        for found, word, same in zip(match.groups(), wanted, exact, strict=True)
    )


ABOUT = 0.45
"""How near an article comes at least to what it is about: the cosine of its nearest chunk, and up to ``_BEGINS`` more
by how many of the words stand in its title and first sentences."""
_BEGINS = 0.15
_NEARLY = 0.7  # of the nearest article's, from which another is about the same
_SEVERAL, _WORDS = 2, 400  # how often it has all the words; in a long text once in so many words
_TOUCHED = 0.15  # cosine from which such a text counts
_NEAR, _NEARER = 0.5, 0.8  # of the nearest article's: of a text that has a word of it where it begins, and of any
_ANYONE = frozenset(stems("people person persons someone somebody thing things being"))
"""What "people being stabbed" is not about."""


def about(index: Index, scope: Sequence[Listed], topic: str) -> set[str]:
    """The articles that are about a topic: those that have all its words in their title, those that come about as near
    to it as the nearest, and those that have its words again and again and are not far from it.

    Chosen for 34 topics of wikinews, F1 0.97 on these same, and the tags of the sample articles, 0.63; by an absolute
    nearness alone 0.85 and 0.63.
    """
    wanted = own_stems(topic) - _ANYONE or own_stems(topic)
    near = index.near(topic)
    nearest = max((near.get(one.id, 0.0) for one in scope), default=0.0)
    holding = index.holding(wanted)
    close = {one.id for one in scope if near.get(one.id, 0.0) >= ABOUT - _BEGINS}
    texts = index.articles(close | (holding & {one.id for one in scope}))
    scores: dict[str, float] = {}
    often: set[str] = set()
    for identifier, article in texts.items():
        cosine = near.get(identifier, 0.0)
        begins = wanted & {*stems(article.title), *stems(opening(article))}
        scores[identifier] = cosine + _BEGINS * len(begins) / max(len(wanted), 1)
        if identifier in holding and cosine >= max(_TOUCHED, (_NEAR if begins else _NEARER) * nearest):
            counts = Counter(stems(article.text))
            if min(counts[stem] for stem in wanted) >= max(_SEVERAL, counts.total() / _WORDS):
                often.add(identifier)
    least = max(ABOUT, _NEARLY * max(scores.values(), default=0.0))
    titled = {one.id for one in scope if wanted and wanted <= set(stems(one.title))}
    return titled | often | {identifier for identifier, score in scores.items() if score >= least}
