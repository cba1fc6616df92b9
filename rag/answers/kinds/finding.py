"""The one article that is asked for by what it tells: of those that may be meant the one that comes nearest in a
search, where that is near enough to tell of it at all.
"""

from collections.abc import Sequence
from dataclasses import replace

from rag.answers.answer import Answer
from rag.answers.asking.asked import Asked
from rag.answers.conversation import Request
from rag.answers.kinds.articles import written
from rag.answers.kinds.rows import listed_in, named, rows_of, table_of
from rag.answers.kinds.selecting import narrowed
from rag.answers.quoting import PERHAPS, quote
from rag.index.search import Index
from rag.message import Message, together
from rag.text.words import own_stems, stems
from rag.types import Listed

_SEARCHED = 30  # passages that bring the articles
_READ = 8  # passages of the nearest articles that are read for whether they tell of it
_SHOWN = 3  # articles, the nearest first, of which one is sought by what it tells


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """The article that is meant, or of it what is asked; None where none is asked for alone, where it is plain which is
    meant, and where none tells of it."""
    if not asked.single or not asked.about:
        return None
    scope = index.listing(request.filters)
    about = narrowed(index, scope, asked)
    if asked.wants not in ("article", "list", "authors", "sources", "days") or (about and asked.wants == "list"):
        return None
    if len(about) == 1 and asked.wants != "article":
        return None
    among = about or narrowed(index, scope, replace(asked, about=None))
    near = _nearest(index, request, asked.about, among, sure=bool(about))
    if not near:
        return None
    if asked.wants in ("authors", "sources", "days"):
        told = written(index, {near[0].id}, asked.wants, begun)
        others = Message(
            "{number} other article comes near to “{topic}”, too.",
            "{number} other articles come near to “{topic}”, too.",
            number=len(about) - 1,
            topic=asked.about,
        )
        return told and replace(told, notice=together(told.notice, others if len(about) > 1 else None))
    rows = rows_of(index, near)
    headline = Message("{article} comes nearest to “{topic}”.", article=named(near[0]), topic=asked.about)
    return listed_in(begun, headline, rows, table_of(near, rows))


def _nearest(index: Index, request: Request, topic: str, among: Sequence[Listed], *, sure: bool) -> list[Listed]:
    """Of some articles those that come nearest to what they tell, before them those whose title has all of it. None
    where nothing in them bears on it, unless it is ``sure`` that they do."""
    known = {one.id: one for one in among}
    found = index.search(topic, k=_SEARCHED, filters=request.filters).passages
    passages = [one for one in found if one.article.id in known]
    if not sure and quote(topic, passages[:_READ], relevance=index.relevance).confidence < PERHAPS:
        return []
    near = [known[one] for one in dict.fromkeys(passage.article.id for passage in passages)]
    return sorted(near, key=lambda one: not own_stems(topic) <= set(stems(one.title)))[:_SHOWN]
