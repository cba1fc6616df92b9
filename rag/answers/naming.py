"""How many of the names in a question an article has, in whatever spelling: an article without them tells of somebody
else."""

import functools
import re

from rag.text.facts import facts
from rag.text.language import language
from rag.text.names import TITLES, names
from rag.text.words import FUNCTION_STEMS, fold, stems
from rag.types import Article

_ACRONYM = 4  # letters
_OF_TWO = re.compile(r"\b(?:or|than|versus|vs|compared?|both)\b", re.IGNORECASE)

_GENITIVE = re.compile(r"['’]s?$")


@functools.lru_cache(maxsize=256)
def _names(question: str) -> tuple[re.Pattern[str], ...]:
    """The words of the names in a question, to be looked for in folded texts; none of a German one, where any noun may
    be a name, nor of one on two things, which may be of two articles."""
    if language(question) == "de" or _OF_TWO.search(question):
        return ()
    named = " ".join(one.text for one in facts(question).names if not one.initial)
    bare = [word.removesuffix("'s").removesuffix("’s") for word in named.split()]
    spelled = [word for word in bare if not (word.isupper() and len(word) <= _ACRONYM)]  # UN may be the United Nations
    return tuple(map(_word, spelled))


def _word(word: str) -> re.Pattern[str]:
    """A word of a name, also where a genitive is written without its apostrophe ("Nikes profit")."""
    return re.compile(rf"\b{re.sub('s$', 's?', re.escape(fold(word)))}\b")


def named(question: str, article: Article) -> float:
    """The share of a question's names that an article has; of none all."""
    names = _names(question)
    text = _folded(article) if names else ""
    return sum(one.search(text) is not None for one in names) / len(names) if names else 1.0


@functools.lru_cache(maxsize=256)
def _full_names(question: str) -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    """The names of several words in a question, each with these; none where one owns another ("Sol's New Party"), nor
    of a question that writes other words with capitals, too, or in another language, which may spell names its way."""
    written = [word for word in re.findall(r"[^\W\d_]+", question)[1:] if word[0].isupper()]
    if (
        language(question) != "en"
        or _OF_TWO.search(question)
        or not FUNCTION_STEMS.isdisjoint(stems(" ".join(written)))
    ):
        return ()
    bare = (_GENITIVE.sub("", one.text) for one in facts(question).names)
    return tuple(
        (one, tuple(map(_word, one.split()))) for one in bare if " " in one and "'" not in one.replace("’", "'")
    )


def unnamed(question: str, article: Article) -> str | None:
    """The first full name in a question of which an article has no more than half of the words, and the last one at
    most in another's name: it tells of somebody else."""
    for name, known in _full_names(question):
        if 2 * sum(one.search(_folded(article)) is not None for one in known) > len(known):
            continue
        last = re.compile(rf"(?:(?P<given>\b[A-ZÀ-ÖØ-Þ][\w’'.-]*) )?\b{re.escape(name.split()[-1])}\b")
        if all(_is_given(one["given"] or "") for one in last.finditer(f"{article.title}\n{article.text}")):
            return name
    return None


def _is_given(word: str) -> bool:
    """Whether a word before a name is part of it, and no title ("President") or word that but opens a sentence."""
    return any(names(word)) and word.lower() not in TITLES


def is_of(question: str, article: Article) -> bool:
    """Whether a question has names, and an article all of them."""
    return bool(_names(question)) and named(question, article) == 1.0


@functools.lru_cache(maxsize=64)
def _folded(article: Article) -> str:
    """Title and text of an article, which is asked for many times."""
    return fold(f"{article.title}\n{article.text}")
