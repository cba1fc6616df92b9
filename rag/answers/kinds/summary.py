"""A summary made of the sentences that carry an article or a story, each cited; nothing is put in other words.

A sentence counts by how near it is to what all of them have in common (centroids: Radev et al., Information Processing
and Management 40, 2004), by how early it stands, as news tells the most important first, and by how much it adds to
those chosen (maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rag.answers.answer import Answer, numbered
from rag.answers.asking.asked import Asked
from rag.answers.conversation import Request
from rag.answers.kinds.rows import article_count, named, told_in
from rag.answers.kinds.selecting import narrowed
from rag.answers.kinds.story import MOST, Story, Told, corrected, standing_alone, told_by
from rag.answers.kinds.timeline import notices_of
from rag.answers.kinds.topic import pointed_at, story_asked
from rag.answers.statements import Statement
from rag.index.embedding import Vectors
from rag.index.search import Index
from rag.message import Message, day_in_words, in_a_row
from rag.text.periods import Period
from rag.types import Listed, Span

OF_ARTICLE, OF_NEWEST = 6, 3
"""Sentences of an article's summary at most, and of an article's in that of a story: of the newest one more where few
others leave room."""

_PLACE = 0.4  # what the first sentence of an article has for its place
_NEW = 0.3  # what is taken off for being as near to one chosen already
_LEAST = 0.6  # of the nearest sentence's nearness to the whole, below which one is of something else
_SHARE = 4  # sentences of an article for one of its summary
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Kept:
    """A sentence that may be told, with its place in the article and its vector."""

    span: Span
    place: int
    vector: Vectors


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """The summary of the article that is asked for, else of the story; None where there is neither."""
    scope = index.listing(request.filters)
    if asked.title or asked.wants != "list":
        article = next(iter(_articles(index, scope, asked)), None)
        if article is not None:
            return _of_article(index, asked, begun, article)
    story = pointed_at(index, request) if not (asked.about or asked.title) else None
    story = story or story_asked(index, request, asked)
    return _of_story(asked, begun, story) if story is not None else None


def _articles(index: Index, scope: Sequence[Listed], asked: Asked) -> Sequence[Listed]:
    found = narrowed(index, scope, asked)
    return [one for one in found if one.published][::-1] if asked.wants == "oldest" else found


def _of_article(index: Index, asked: Asked, begun: Answer, article: Listed) -> Answer | None:
    told = next(told_by(index, [article.id]), None)
    if told is None:
        return None
    count = asked.number or max(_FEWEST, min(OF_ARTICLE, len(told.sentences) // _SHARE))
    chosen = _chosen(told, told.centre, count)
    statements = numbered([Statement.quoting([one.span]) for one in chosen])
    headline = None if asked.number else Message("{words}:", words=named(article))
    return told_in(begun, headline, statements, None) if statements else None


def _of_story(asked: Asked, begun: Answer, story: Story) -> Answer | None:
    """The newest article's state first, then how it came about, from the oldest on."""
    newest, *earlier = story.told[::-1]
    centre = np.mean([one.centre for one in story.told], axis=0)
    left = MOST - OF_NEWEST * len(earlier)
    first = _chosen(newest, centre, asked.number or min(OF_ARTICLE, max(OF_NEWEST, left)))
    each = max(1, (MOST - len(first)) // max(1, len(earlier)))
    rest: list[_Kept] = []
    for told in earlier[::-1] if not asked.number else []:
        rest += _chosen(told, centre, min(each, OF_NEWEST), [*first, *rest])
    spans = [one.span for one in (*first, *rest)][: asked.number or MOST]
    said = numbered(_corrected(spans, story))
    if not said:
        return None
    return told_in(begun, _headline(said, asked), said, None, notices_of(story))


def _headline(said: Sequence[Statement], asked: Asked) -> str | None:
    """From how many articles it is told and of which days, and what the newest is called; nothing where one sentence is
    asked for."""
    if asked.number:
        return None
    articles = {one.article.id: one.article for statement in said for one in statement.citations}
    days = [one.published for one in articles.values() if one.published]
    spanned = [Period(min(days), max(days)).in_words] if days else []
    told = in_a_row([article_count(len(articles)), *spanned])
    if len(articles) == 1:
        return Message("From {articles}.", articles=told)
    newest = next(iter(articles.values()))
    if newest.published is None:
        return Message("From {articles}; the newest first, “{title}”.", articles=told, title=newest.title)
    day = day_in_words(newest.published)
    return Message("From {articles}; the newest first, “{title}” ({day}).", articles=told, title=newest.title, day=day)


def _chosen(told: Told, centre: Vectors, count: int, before: Sequence[_Kept] = ()) -> list[_Kept]:
    """The sentences of an article that carry it and add to those ``before``, in its order."""
    candidates = list(_candidates(told))
    nearest = max((float(one.vector @ centre) for one in candidates), default=0.0)
    left = [one for one in candidates if float(one.vector @ centre) >= _LEAST * nearest]
    chosen: list[_Kept] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda one: (_weight(one, centre, [*before, *chosen]), -one.place))
        chosen.append(best)
        left = [one for one in left if not one.span.overlaps(best.span)]
    return sorted(chosen, key=lambda one: one.span.start)


def _weight(kept: _Kept, centre: Vectors, chosen: Sequence[_Kept]) -> float:
    known = max((float(kept.vector @ one.vector) for one in chosen), default=0.0)
    return float(kept.vector @ centre) + _PLACE / (1 + kept.place) - _NEW * known


def _candidates(told: Told) -> Iterator[_Kept]:
    place = 0
    for number, vector in enumerate(told.vectors):
        span = standing_alone(told, number)
        if span is not None:
            yield _Kept(span, place, vector)
            place += 1


def _corrected(spans: Sequence[Span], story: Story) -> Iterator[Statement]:
    """The sentences, what corrects one in its place and once."""
    shown: list[Span] = []
    replaced = {span: corrected(span, story.told) for span in spans}
    taken = [two for several in replaced.values() for two in several]
    for span in spans:
        instead = [two for two in replaced[span] if two not in shown]
        if replaced[span]:
            shown += instead
            yield from ([Statement.quoting(instead, [span])] if instead else [])
        elif not any(span.overlaps(two) for two in taken):
            yield Statement.quoting([span])
