"""Which articles are about a topic: a judgement by meaning and words; to mention it is a matter of words alone."""

from collections import Counter
from collections.abc import Sequence

from rag.answers.kinds.rows import opening
from rag.index.search import Index
from rag.text.words import own_stems, stems, words
from rag.types import Listed

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
            if min(counts[stem] for stem in wanted) >= max(_SEVERAL, len(words(article.text)) / _WORDS):
                often.add(identifier)
    least = max(ABOUT, _NEARLY * max(scores.values(), default=0.0))
    titled = {one.id for one in scope if wanted and wanted <= set(stems(one.title))}
    return titled | often | {identifier for identifier, score in scores.items() if score >= least}
