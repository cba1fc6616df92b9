"""Things whose names begin with what they are: "Storm Ada", where the storms are asked for."""

import re

from rag.answers.asking.sorts import Enumeration
from rag.answers.kinds.narrowing import Row
from rag.answers.kinds.telling import own_roots
from rag.index.found import Found
from rag.types import Article, Span


def called_so(found: Found, wanted: Enumeration) -> list[Row]:
    """The things, where all that are called so are asked for, each with the first sentence that names it."""
    if wanted.sort != "thing" or not all(one.isdigit() for one in own_roots(wanted.done)):
        return []
    noun = re.escape(wanted.noun.removesuffix("s").capitalize())
    named = re.compile(rf"(?P<before>\b[A-Z][\w-]+ )?\b(?P<name>{noun} (?P<own>[A-Z][\w-]+))")
    rows: dict[str, Row] = {}
    for passage in found.passages:
        for sentence in passage.sentences:
            for one in () if sentence.instructs else named.finditer(sentence.text):
                if _is_told_of(one, passage.article):
                    span = Span(passage.article, sentence.start, sentence.end)
                    rows.setdefault(one["name"], Row((one["name"],), one["name"], (span,)))
    return list(rows.values())


def _is_told_of(named: re.Match[str], article: Article) -> bool:
    """Whether an article is of a thing, as it names it in its title or again, which it seldom does of what was long
    before; and what is named is no part of a longer name: "the National Hurricane Center"."""
    text = f"{article.title}\n{article.text}"
    times = text.count(named["name"])
    whole = named["before"] is None or text.count(named["own"]) > times
    return whole and (named["name"] in article.title or times > 1)
