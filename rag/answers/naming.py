"""How many of the names in a question an article has, in whatever spelling: an article without them tells of somebody
else."""

import functools
import re

from rag.text.facts import facts
from rag.text.language import language
from rag.text.words import fold
from rag.types import Article

_ACRONYM = 4  # letters
_OF_TWO = re.compile(r"\b(?:or|than|versus|vs|compared?|both)\b", re.IGNORECASE)


@functools.lru_cache(maxsize=256)
def _names(question: str) -> tuple[re.Pattern[str], ...]:
    """The words of the names in a question, to be looked for in folded texts, also where a genitive is written without
    its apostrophe ("Nikes profit"); none of a German one, where any noun may be a name, nor of one on two things, which
    may be of two articles."""
    if language(question) == "de" or _OF_TWO.search(question):
        return ()
    named = " ".join(one.text for one in facts(question).names if not one.initial)
    bare = [word.removesuffix("'s").removesuffix("’s") for word in named.split()]
    spelled = [word for word in bare if not (word.isupper() and len(word) <= _ACRONYM)]  # UN may be the United Nations
    return tuple(re.compile(rf"\b{re.sub('s$', 's?', re.escape(fold(word)))}\b") for word in spelled)


def named(question: str, article: Article) -> float:
    """The share of a question's names that an article has; of none all."""
    names = _names(question)
    text = _folded(article) if names else ""
    return sum(one.search(text) is not None for one in names) / len(names) if names else 1.0


def is_of(question: str, article: Article) -> bool:
    """Whether a question has names, and an article all of them."""
    return bool(_names(question)) and named(question, article) == 1.0


@functools.lru_cache(maxsize=64)
def _folded(article: Article) -> str:
    """Title and text of an article, which is asked for many times."""
    return fold(f"{article.title}\n{article.text}")
