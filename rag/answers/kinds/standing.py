"""How things stand, where a question asks for that ("who is governor now?", "how many died, at last count?", "is it
still blocked?"): what the newest article tells that tells of it, and below what older ones had.

An older article is not wrong for what came later, so that none of it is a disagreement.
"""

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rag.answers import replies
from rag.answers.answer import Answer, numbered
from rag.answers.asking.asked import Asked
from rag.answers.asking.phrases import PHRASES
from rag.answers.conversation import Request
from rag.answers.kinds.measures import measure_of, only
from rag.answers.kinds.rows import told_in
from rag.answers.kinds.story import corrected, story_of
from rag.answers.quoting import ANSWERED, PERHAPS, quote
from rag.answers.scoring import names_someone
from rag.answers.statements import Statement
from rag.answers.table import Cell, Table
from rag.index.search import Index
from rag.message import Message, day_in_words, quoted
from rag.text.facts import facts
from rag.text.headings import says_something
from rag.text.language import language_of
from rag.text.moments import moments
from rag.text.words import own_stems, stems, words
from rag.types import Article, Passage, Sentence

_SEARCHED = 16  # passages whose articles may tell of it
_BESIDE = 0.75  # of the surest article's confidence, from which another tells of it, too
_OF_STORY = 0.5  # the same for one of the same story, which may have it in other words
_LEADS, _LEADING = 2, 0.7  # sentences with which one opens, and how near to the nearest of all one of them comes
_BEGINS = 5  # sentences of an article that tell what is new in it
_SHORTEST = 4  # words of a sentence that tells something
_OLDER = 3  # articles that are told below the newest
_BACKGROUND = timedelta(days=45)  # before an article, from which on what it tells is no state of things
_WHO = re.compile(r"\W*(?:who|wer|qui|quién|kim)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=\s)[^\W\d_a-z][\w’'.-]*")
_FORMER = re.compile(
    r"\b(?:former(?:ly)?|ex|ehemalige[rnsm]?|anciens?|ancienne|antigu[oa]|eski)\b(?:[ -][\w’'-]+){1,4}", re.I
)
_MANY = re.compile(r"\b(?:how (?:many|much|\w+)|wie ?viele?|combien|cuánt[oa]s?|kaç|toll|number)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """What an article tells of it, and how surely it does."""

    article: Article
    statement: Statement
    passages: Sequence[Passage]
    """What may tell it, new or not."""
    confidence: float
    is_news: bool
    """Whether it is no background: it stands where the article begins, or is a value, wherever that stands."""


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """What the newest article tells, and up to ``_OLDER`` older ones; None where none of a known day does, and for a
    question that leans on those before it."""
    if request.standalone != request.question:
        return None
    told = list(_told(index, request, asked.topic))
    surest = max((one.confidence for one in told), default=0.0)
    story = story_of(index, asked.topic, request.filters, asked.lang)
    of_story = {one.article.id for one in story.told} if story else set()
    near = [
        one
        for one in told
        if one.confidence >= max(PERHAPS, surest * (_OF_STORY if one.article.id in of_story else _BESIDE))
    ]
    near = [one for one in near if one.is_news] or near
    near.sort(key=lambda one: one.article.published or date.min, reverse=True)
    shown = near[: 1 + _OLDER]
    told_best = [one.statement for one in shown]
    if len(near) == 1:  # all of it is as old, so that what is new in it need not go before what tells of it best
        told_best = list(quote(asked.topic, shown[0].passages, relevance=index.relevance).statements[:1])
    if not shown or (story and any(corrected(span, story.told) for one in told_best for span in one.citations)):
        return None  # what was taken back is told with its correction, as any fact
    statements = numbered(told_best)
    day = day_in_words(shown[0].article.published)
    headline = Message(
        "As of {day}, by the one article found that tells of it:",
        "As of {day}, by the newest of {number} articles found that tell of it; below, what older ones told.",
        number=len(near),
        day=day,
    )
    caution = replies.caution(request.question) if surest < ANSWERED else None
    return told_in(replace(begun, caution=caution), headline, statements, _table(statements))


def _told(index: Index, request: Request, question: str) -> Iterator[_Told]:
    """What each article of a known day that a search brings tells of a question."""
    brought = index.search(question, k=_SEARCHED, filters=request.filters).passages
    found = index.whole({one.article.id for one in brought if one.article.published})
    near, wanted, fits = index.nearness(found)(question), own_stems(question), _fit(question)
    valued = bool(_MANY.search(question) or _WHO.match(question))
    counted = _MANY.search(question) and measure_of(question) is not None
    passages: dict[str, list[Passage]] = {}
    for passage, cosines in zip(found.passages, near, strict=True):
        several = passages.setdefault(passage.article.id, [])
        place = sum(len(one.sentences) for one in several)
        scored = [
            replace(
                one,
                cosine=cosine,
                coverage=len(wanted & set(stems(one.text))) / max(1, len(wanted)),
                context=1 / number,  # news tells the most important first
            )
            for number, (one, cosine) in enumerate(zip(passage.sentences, cosines, strict=True), place + 1)
        ]
        several.append(replace(passage, sentences=tuple(scored)))
    for several in passages.values():
        present = list(_present(several))
        fit: Sequence[Sentence] = [one for one in present if fits(one)]
        held = _holding(several, fit[:1] if counted else fit)
        said = quote(question, held if valued else _holding(several, _opening(fit)), relevance=None)
        if said.statements:
            # A number of things, or what is new, is mostly told without all words of the question, which the article
            # as a whole has.
            whole = counted or not valued
            sure = quote(question, _holding(several, present), relevance=None).bearing if whole else said.confidence
            first = said.statements[0].citations[0].start
            is_news = valued or first <= present[:_BEGINS][-1].start
            yield _Told(several[0].article, said.statements[0], held, sure, is_news)


def _opening(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """The first sentences of an article where one of them comes near to the question, as that is what is new; else
    all of them."""
    nearest = max((one.cosine for one in sentences), default=0.0)
    opening = sentences[:_LEADS]
    return opening if any(one.cosine >= _LEADING * nearest for one in opening) else sentences


def _holding(passages: Sequence[Passage], sentences: Iterable[Sentence]) -> list[Passage]:
    """The passages with some of their sentences alone, as far as they have any of these."""
    texts = {one.text for one in sentences}
    return [one for passage in passages if (one := only(passage, texts.__contains__)).sentences]


def _present(passages: Sequence[Passage]) -> Iterator[Sentence]:
    """The sentences of an article that tell something, and of no time long before it, or what is now and what no
    longer: "she no longer has the title, having lost it in 1972"."""
    sentences = list(itertools.chain.from_iterable(one.sentences for one in passages))
    for sentence, named in zip(sentences, moments(sentences), strict=True):
        published = sentence.article.published
        if len(words(sentence.text)) < _SHORTEST or not says_something(sentence):
            continue
        recent = published is None or not named or any(one.last >= published - _BACKGROUND for one in named)
        if recent or _says_now(language_of(sentence.article)).search(sentence.text):
            yield sentence


@functools.cache
def _says_now(lang: str) -> re.Pattern[str]:
    """How a language says that something is so now, or is so no more."""
    now = PHRASES[lang].now if lang in PHRASES else "(?!)"
    return re.compile(rf"(?:{now})(?!\w)|\bno longer\b", re.IGNORECASE)


def _fit(question: str) -> Callable[[Sentence], bool]:
    """What a sentence must hold to tell what a question asks for, as far as that is a number of things or a person."""
    if _WHO.match(question):
        named = {stem for word in _NAME.findall(question) for stem in stems(word)}
        return lambda sentence: names_someone(sentence) and _is_held(own_stems(question) - named, sentence.text)
    if not _MANY.search(question):
        return lambda _: True
    measure = measure_of(question)
    if measure is None:
        return _counts
    return lambda sentence: measure.is_told(sentence.text) and _counts(sentence)


def _is_held(office: frozenset[str], text: str) -> bool:
    """Whether a text tells who holds an office, some of whose stems are given, and not who held it before."""
    return not office or not office.isdisjoint(stems(_FORMER.sub(" ", text)))


def _counts(sentence: Sentence) -> bool:
    """Whether a sentence holds a number of things, and no day or share alone."""
    return any(not one.unit and max(one.values) > 1 for one in facts(sentence.text).numbers)


def _table(statements: Sequence[Statement]) -> Table:
    rows = []
    for said in statements:
        article = said.citations[0].article
        numbers = tuple(one.number for one in said.citations)
        day = article.published.isoformat() if article.published else ""
        rows.append((Cell(day), Cell(said.text, numbers), Cell(quoted(article.title))))
    return Table((Message("Published"), Message("What it tells"), Message("Source")), tuple(rows), quoted=True)
