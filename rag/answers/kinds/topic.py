"""The story that a question asks for."""

from rag.answers.asking.asked import Asked
from rag.answers.conversation import Request, answered
from rag.answers.kinds.story import Story, story_of, with_followers
from rag.answers.kinds.timely import within
from rag.index.search import Index


def story_asked(index: Index, request: Request, asked: Asked, *, following: bool = False) -> Story | None:
    """The story that a question is about, of what was published in its period; with ``following`` the later articles
    that go on with it, too. None where there is none."""
    topic = asked.title or topic_of(asked, request)
    filters = within(request.filters, asked) if asked.period else request.filters
    story = story_of(index, topic, filters, asked.lang) if topic and filters is not None else None
    if story is None or not following or topic is None or filters is None:
        return story
    return with_followers(index, story, topic, filters)


def topic_of(asked: Asked, request: Request) -> str | None:
    """What the question names, or, where it names nothing, what the last one that was answered was about; None where
    there is neither."""
    if asked.about:
        return asked.about
    before = answered(request.history)
    return before[-1].question if before else None
