"""What a refusal leads on to: the sentences that come nearest, what a search by words alone finds, and whether the
question is answered without its filters, which is tried; that also of an answer that may be none. It knows nothing of
language models: none is asked."""

import contextlib
from collections.abc import Callable

from rag.answers.answer import Answer
from rag.answers.behind import Behind
from rag.answers.onward import Onward
from rag.answers.quoting import nearest
from rag.filters import Filters
from rag.index.search import Index

_NEAREST, _ARTICLES = 3, 5
_FOUND = 12  # passages by words, as several may be of one article
_BOUND = 2.0  # seconds that a question may take without its filters: a search takes a twentieth of one


def onward(index: Index, refused: Answer, filters: Filters | None, unfiltered: Callable[[], Answer]) -> Onward:
    """Where an answer that is ``refused`` leads on to; where there are ``filters``, ``unfiltered`` asks the question
    without them. Raises what ``Index.search`` raises."""
    narrowed = filters not in (None, Filters())
    by_words = index.search(refused.trace.query, k=_FOUND, filters=filters, by="keywords").passages
    articles = {passage.article.id: passage.article for passage in by_words}
    return Onward(
        nearest(refused.trace.query, refused.passages, _NEAREST, relevance=index.relevance),
        tuple(articles.values())[:_ARTICLES],
        narrowed,
        _answering(unfiltered) if narrowed else None,
    )


def elsewhere(filters: Filters | None, unfiltered: Callable[[], Answer]) -> Onward | None:
    """Where an answer that may be none leads on to: to what ``unfiltered`` finds, which asks the question without the
    ``filters``; None where there are none, or that finds nothing, either."""
    count = _answering(unfiltered) if filters not in (None, Filters()) else 0
    return Onward(narrowed=True, unfiltered=count) if count != 0 else None


def _answering(ask: Callable[[], Answer]) -> int | None:
    """How many sentences answer a question; None where it takes longer than a reader of a refusal should wait."""
    with contextlib.closing(Behind(ask() for _ in range(1))) as asking:
        if not asking.ready(_BOUND):
            return None
        answer = next(asking)
        return len(answer.statements) if answer.found else 0
