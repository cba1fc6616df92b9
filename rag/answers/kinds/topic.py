"""The story that a question asks for."""

import re
from collections.abc import Mapping
from dataclasses import replace

from rag.answers.answer import Answer
from rag.answers.asking.asked import Asked
from rag.answers.conversation import Request, answered, latest
from rag.answers.kinds.story import FEW, MOST, Story, names_but_a_country, story_of, told_by, when, with_followers
from rag.answers.kinds.timely import tells_of, within
from rag.filters import Filters
from rag.index.search import Index
from rag.text.language import language_of
from rag.text.periods import Period
from rag.text.words import stems

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_OVER: Mapping[str, str] = {
    "en": "over|about|around|surrounding|concerning|regarding",
    "de": "um|über|wegen|rund um",
    "fr": "sur|autour d(?:e|es|u)|à propos d(?:e|es|u)|au sujet d(?:e|es|u)",
    "es": "sobre|en torno al?|acerca del?|por",
}
"""What joins a dispute or a debate to its matter, by language."""
_BEGINS = 3  # sentences of an article that say when what it tells was
_ENDS = re.compile(r"(?:from )?(?P<first>.{4,}?) (?:to|until|till|up to) (?P<last>.{4,})", re.IGNORECASE)


def story_asked(index: Index, request: Request, asked: Asked, *, following: bool = False) -> Story | None:
    """The story that a question is about, of what was published in its period, else of what begins with a day of that;
    with ``following`` the later articles that go on with it, too. None where there is none."""
    topic = asked.title or topic_of(asked, request)
    filters = within(request.filters, asked) if asked.period else request.filters
    story = _story(index, topic, filters, asked.lang) if topic and filters is not None else None
    if story is None and topic and filters is not None and asked.about:
        story = _of_its_matter(index, topic, filters, asked.lang)
        story = story or _of_its_names(index, topic, filters, asked.lang)
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


def _of_its_matter(index: Index, topic: str, filters: Filters, lang: str) -> Story | None:
    """The story of what a topic says that something is about, which an article need not call so: "the row over ..."."""
    match = re.fullmatch(rf"(?:[^\W\d]+ ){{1,2}}(?:{_OVER.get(lang, '(?!)')}) (?P<matter>.+)", topic, re.IGNORECASE)
    return story_of(index, match["matter"], filters, lang) if match else None


def _of_its_names(index: Index, topic: str, filters: Filters, lang: str) -> Story | None:
    """The story of the names in a topic that is in another language than the articles, which lack other words of it;
    None where these are of a country alone, or of so many articles that they are of many stories."""
    lacking = index.absent(topic)
    kept = [word for word in _WORD.findall(topic) if word[0].isupper() and word not in lacking]
    if not lacking or not kept or names_but_a_country(" ".join(kept), lang):
        return None
    named = " ".join(kept)
    if len(index.holding(set(stems(named)))) > FEW or (story := story_of(index, named, filters, lang)) is None:
        return None
    return replace(story, lacking=lacking) if language_of(story.told[0].article) != lang else None


def topic_of(asked: Asked, request: Request) -> str | None:
    """What the question names, or, where it names nothing, what the last one that was answered was about; None where
    there is neither."""
    if asked.about:
        return asked.about
    before = answered(request.history)
    if not before:
        return None
    return before[-1].trace.query if isinstance(before[-1], Answer) else before[-1].question


def pointed_at(index: Index, request: Request) -> Story | None:
    """The articles that the last answer lists in a table, or the one that it cites, as "summarise it" means these; None
    where it is of several otherwise, or of none that pass the filters."""
    last = latest(request.history)
    if last is None or not last.citations:
        return None
    passing = {one.id for one in index.listing(request.filters)}
    cited = [one for one in dict.fromkeys(one.article.id for one in last.citations) if one in passing]
    if not cited or (len(cited) > 1 and last.table is None):
        return None
    return Story(tuple(sorted(told_by(index, cited[:MOST]), key=when)))
