"""Which module answers which kind of question."""

from collections.abc import Callable, Mapping, Sequence

from rag.answers.answer import Answer
from rag.answers.asking.asked import Asked, Kind
from rag.answers.conversation import Request
from rag.answers.kinds import (
    articles,
    comparing,
    finding,
    following,
    leaning,
    listing,
    polar,
    said,
    standing,
    summary,
    timeline,
    timely,
    topics,
)
from rag.index.search import Index

Composer = Callable[[Index, Request, Asked, Answer], Answer | None]
"""What answers questions of a kind, from an answer that is begun; None where it can't."""

COMPOSERS: Mapping[Kind, Sequence[Composer]] = {
    "fact": [leaning.answer],
    "articles": [finding.answer, articles.answer],
    "topics": [topics.answer],
    "period": [timely.answer, summary.answer, timely.none, timely.newest],
    "timeline": [timeline.answer],
    "summary": [summary.answer],
    "yes or no": [polar.answer],
    "said": [said.answer, following.answer, leaning.answer],  # "what else did she say?"
    "comparison": [comparing.answer],
    "list": [listing.answer, leaning.answer],
    "follow-up": [following.answer],
    "state": [standing.answer, leaning.answer],
}
"""What answers a question of each kind, the first that can. Every other question is one for a fact, and so is one that
none of its kind answers."""
FROM_TABLES: frozenset[Kind] = frozenset(["articles", "topics"])
"""Kinds that are answered without a search: what was said before is no part of what they look for."""
READ_BY_A_MODEL: frozenset[Kind] = frozenset(["fact", "yes or no", "said", "comparison", "list", "state"])
"""Kinds that are for a language model where there is one; the others are exact without."""
RETOLD_BY_A_MODEL: frozenset[Kind] = frozenset(["summary"])
"""Kinds that a language model, where there is one, puts in its words, from the passages that they are composed of."""
