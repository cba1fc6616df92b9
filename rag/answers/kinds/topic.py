"""The story that a question asks for."""

import re

from rag.answers.asking.asked import Asked
from rag.answers.conversation import Request, answered
from rag.answers.kinds.story import MOST, Story, story_of, when, with_followers
from rag.answers.kinds.timely import tells_of, within
from rag.filters import Filters
from rag.index.search import Index
from rag.text.periods import Period

_BEGINS = 3  # sentences of an article that say when what it tells was
_ENDS = re.compile(r"(?:from )?(?P<first>.{4,}?) (?:to|until|till|up to) (?P<last>.{4,})", re.IGNORECASE)


def story_asked(index: Index, request: Request, asked: Asked, *, following: bool = False) -> Story | None:
    """The story that a question is about, of what was published in its period, else of what begins with a day of that;
    with ``following`` the later articles that go on with it, too. None where there is none."""
    topic = asked.title or topic_of(asked, request)
    filters = within(request.filters, asked) if asked.period else request.filters
    story = _story(index, topic, filters, asked.lang) if topic and filters is not None else None
    if story is None and topic and asked.period:
        whole = _story(index, topic, request.filters, asked.lang)
        return _of_days(whole, asked.period) if whole else None
    if story is None or not following or topic is None or filters is None:
        return story
    followed = with_followers(index, story, topic, filters)
    if not _ENDS.fullmatch(topic):
        return followed
    last = when(story.told[-1])
    return Story(tuple(one for one in followed.told if when(one) <= last), followed.copies)


def _of_days(story: Story, period: Period) -> Story | None:
    """What of a story begins with a day of a period; None where nothing does."""
    told = tuple(one for one in story.told if tells_of(one.sentences, period, _BEGINS))
    return Story(told) if told else None


def _story(index: Index, topic: str, filters: Filters, lang: str | None) -> Story | None:
    """The story of a topic; of one with two ends, "from the fire to the verdict", what is told of either, from the
    article that comes nearest to the first to the one that comes nearest to the last."""
    ends = _ENDS.fullmatch(topic)
    first, last = [story_of(index, one, filters, lang) for one in ends.groups()] if ends else (None, None)
    if first is None or last is None:
        return story_of(index, topic, filters, lang)
    days = sorted(when(max(one.told, key=lambda two: two.near))[0] for one in (first, last))
    both = {one.article.id: one for story in (first, last) for one in story.told}
    kept = sorted((one for one in both.values() if days[0] <= when(one)[0] <= days[1]), key=when)
    copies = {one.id: one for story in (first, last) for one in story.copies}
    return Story(tuple(kept[:MOST]), tuple(copies.values()))


def topic_of(asked: Asked, request: Request) -> str | None:
    """What the question names, or, where it names nothing, what the last one that was answered was about; None where
    there is neither."""
    if asked.about:
        return asked.about
    before = answered(request.history)
    return before[-1].question if before else None
