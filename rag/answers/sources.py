"""Which lines of a text only name articles, as a list of sources does. It knows what articles are called, and not what
they say."""

import re
from collections.abc import Iterable, Iterator

from rag.text.facts import read
from rag.types import Article

LABEL = 2
"""Words of "Sources:" and the like at most."""


def is_source(words: str, names: frozenset[frozenset[str]]) -> bool:
    """Whether a line only names articles: by title, paper, author, day or file, each of them whole or nearly so, as a
    word or two of a title may be the answer ("17 boats: correction")."""
    if words.endswith((".", "!", "?")):
        return False
    label, colon, entry = words.partition(":")
    labelled = colon and len(label.split()) <= LABEL and not re.search(r"\d", label)
    named = read(entry if labelled else words).content
    told = [name for name in names if 2 * len(name & named) >= len(name)]
    return bool(named) and named <= frozenset().union(*told)


def names_of(articles: Iterable[Article]) -> frozenset[frozenset[str]]:
    """What some articles are known by, each name as its words."""
    unique = {article.id: article for article in articles}.values()
    known = (read(one).facts.words for article in unique for one in _names(article))
    return frozenset(name for name in known if name)


def _names(article: Article) -> Iterator[str]:
    yield from (article.id, article.url or "", *article.facts("title", "source", "author", "published"))
    if article.published:
        yield f"{article.published:%d %-d %B %Y}"
