"""The articles of one running story, found by its topic: by meaning, by words, by the names that it shares, and by day.

All is reckoned when it is asked for, from what a search brings and from the sentences' vectors that the index holds.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.answers.check.numbers import taken_back
from rag.filters import Filters
from rag.index.embedding import Vectors, unit
from rag.index.found import Hit
from rag.index.search import Index
from rag.text.corrections import corrections, in_one_paragraph, last_correcting
from rag.text.facts import read
from rag.text.headings import is_closed, is_key, says_something
from rag.text.language import language_of
from rag.text.places import countries
from rag.text.words import FUNCTION_STEMS, own_stems, stems
from rag.types import Article, Sentence, Span

MOST = 12
"""Articles of a story that are told from, and sentences that are told of it."""

_BROUGHT = 30  # passages whose articles may belong to a story
_BESIDE = 0.8  # of the best article's nearness to the topic, from which another is of it by meaning
_NAMED = 0.7  # the same for one that has the topic's names more than once
_TOUCHED = 0.5  # of that, from which an article is that has the topic's words where it begins
_SURE = 1.0  # of an article's nearness to the topic, below which its articles must have all words of that
_SURELY = 1.1  # the same of a topic in another language that names but a country
_NEARLY = 0.9  # of the nearest article's nearness, from which a story of others may be the one that is meant
_LINKED = 0.58  # cosine with what is of the story already, from which another article is
_DAYS = 14  # within which articles of the topic's names belong together even where they tell of other things
_FOLLOWS = 0.55  # cosine of how a later article begins with a story, from which it goes on with that
FEW = 40  # articles that have the names of a topic, of which more are too many to go through
_NAMES = 4  # sentences in which a later article names what it goes on with; what is named behind them is background
_OPENS = 2  # sentences with which an article begins what is new in it
_BEGINS = 3  # sentences that say what an article is about, with its title
_COPIED = 0.8
"""Share of the shorter one's runs of words that two articles have in common where one is a copy of the other: of 281
pairs of copies in a development set made by rule it finds 278, and takes none of the near misses for one."""
_RUN = 4  # words of a run
_FURTHEST = 2  # sentences before one that leans on them
_SHORTEST, _LONGEST = 4, 500  # words of a sentence that tells something, and characters
_QUOTES = "\"“„«‘'"
_LEANS: Mapping[str, str] = {
    "en": "he she they it his her hers their its this these those such there then both neither",
    "de": "er sie es ihr ihre ihren ihrem ihrer sein seine seinen dies diese dieser dieses damit dazu dabei dort beide",
    "fr": "il elle ils elles son sa ses leur leurs ce cela ceci cette ces celui celle ceux tous y en",
    "es": "él ella ellos ellas su sus esto eso esta este estos estas esa ese ambos ambas allí",
    "tr": "o onlar onun onların bu bunun bunlar bunu şu orada ikisi",
}
_LEANING = frozenset("them him these those ihnen ihm denen eux ceux celles ellos ellas onlardan".split())
_OF_THE_PAPER = frozenset(
    "we our i my wir unser unsere ich nous notre je nosotros nuestro nuestra yo biz bizim".split()
)
_OPENING = 4  # words among which one of these makes a sentence lean on the one before it
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Told:
    """What an article tells: its sentences in order, the stems of each, their vectors of length 1, (number of
    sentences, dimension), and their cosines with the topic; and how near the whole is to that."""

    article: Article
    sentences: tuple[Sentence, ...]
    words: tuple[tuple[str, ...], ...]
    vectors: Vectors
    cosines: tuple[float, ...]
    near: float
    closed: tuple[bool, ...]
    """Which sentences end as such; all of them, where none does."""

    @property
    def centre(self) -> Vectors:
        """The direction that its sentences have in common, of shape (dimension,)."""
        return unit(self.vectors[list(self.closed)].mean(axis=0))


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell of one story, the oldest first, without those that are ``copies`` of one of them."""

    told: tuple[Told, ...]
    copies: tuple[Article, ...] = ()
    lacking: tuple[str, ...] = ()
    """Words of the topic that no article has, without which the story was found."""


def story_of(index: Index, topic: str, filters: Filters, lang: str | None = None) -> Story | None:
    """The articles of the story that a topic names, at most ``MOST``; None where none is of it. Where
    what comes nearest is not near, each word of a topic in its language, ``lang``, must stand there, as it may be of
    another story; of one in another language a name in its title; and what names but a country must be nearer."""
    found = index.search(topic, k=_BROUGHT, filters=filters)
    brought = [*found.passages, *(copy for copy, _ in found.copies)]
    # An article of which no sentence comes near is not read whole: reading is what takes most of the time.
    least = _TOUCHED * max((one.scores.sentence for one in brought), default=0.0)
    near = dict.fromkeys(one.article.id for one in brought if one.scores.sentence >= least)
    candidates = list(told_by(index, list(near), topic))
    nearest = max((one.near for one in candidates), default=0.0)
    named = {id(one) for one in candidates if _begins_with(one, topic, nearest)}
    of_topic = [one for one in candidates if id(one) in named or _means(one, topic, nearest)]
    if not of_topic:
        return None
    linked = _richest(of_topic, {id(one) for one in of_topic} if _names(topic) else set())
    first = linked[0]
    told = set(itertools.chain.from_iterable(map(_held, linked)))
    if lang not in (None, language_of(first.article)):
        if first.near < _SURELY and names_but_a_country(topic, lang or "en"):
            return None
        titled = "".join(stems(first.article.title))  # "Hongkong" is Hong Kong
        if first.near < _SURE and not any(name in titled for name in _names(topic)):
            return None
    elif first.near < _SURE and not (own_stems(topic) <= told and any(_dwells(one, topic) for one in linked)):
        return None
    kept, copies = _without_copies(linked)
    return Story(tuple(sorted(kept[:MOST], key=when)), tuple(copies))


def with_followers(index: Index, story: Story, topic: str, filters: Filters) -> Story:
    """The story with later articles that go on with it: they have the names of its topic, or all its words where it has
    none, among their first sentences, and begin with what is near to it, as what came of an event names it in
    passing."""
    wanted, first = _names(topic) or own_stems(topic), story.told[0].article.published
    holding = index.holding(wanted) if wanted else set()
    known = {one.article.id for one in story.told} | {one.id for one in story.copies}
    if first is None or len(holding) > FEW or not holding - known:
        return story
    later = [one.id for one in index.listing(filters) if one.id in holding - known]
    centre = unit(np.mean([one.centre for one in story.told], axis=0))
    follow = [
        one
        for one in told_by(index, later, topic)
        if one.article.published is not None
        and one.article.published >= first
        and wanted <= set(itertools.chain(stems(one.article.title), *one.words[:_NAMES]))
        and float((one.vectors[:_OPENS] @ centre).max()) >= _FOLLOWS
    ]
    kept, copies = _without_copies([*story.told, *follow])
    told = sorted(kept, key=lambda one: -float(one.centre @ centre))[:MOST]
    return Story(tuple(sorted(told, key=when)), (*story.copies, *copies))


def told_by(index: Index, articles: Sequence[str], topic: str = "") -> Iterator[Told]:
    """What articles of some ids tell, in their order."""
    hits: dict[str, list[Hit]] = {}
    for hit in index.whole(articles).hits:
        hits.setdefault(hit.passage.article.id, []).append(hit)
    wanted = index.embedder.embed_query(topic)[0] if topic else None
    for one in articles:
        if one not in hits:
            continue
        rows = {
            sentence.start: (sentence, words, vector)
            for hit in hits[one]
            for sentence, words, vector in zip(
                hit.passage.sentences, hit.analysis.words, hit.analysis.vectors, strict=True
            )
        }
        sentences, words, stacked = zip(*rows.values(), strict=True)
        vectors = unit(np.stack(stacked).astype(np.float32))
        cosines = vectors @ wanted if wanted is not None else np.zeros(len(rows), np.float32)
        split = tuple(tuple(said.split()) for said in words)
        closed = tuple(is_closed(said.text) for said in sentences)
        closed = closed if any(closed) else (True,) * len(closed)
        told = Told(hits[one][0].passage.article, sentences, split, vectors, tuple(cosines.tolist()), 0.0, closed)
        whole = float(told.centre @ wanted) if wanted is not None else 0.0
        yield replace(told, near=float(cosines.max()) + whole)


def standing_alone(told: Told, number: int, *, titled: bool = False) -> Span | None:
    """A sentence that tells something by itself: with those before it where it begins with a pronoun, and with those
    after it that take it back; one that an article begins with also where it is shown with that one's title. None for
    a heading, a question, a quotation without who said it, for what speaks to a language model, and where what it leans
    on is not in its paragraph."""
    sentences = told.sentences
    first = number
    while _leans(sentences[first]) and not (titled and first == 0):
        if first <= max(0, number - _FURTHEST) or not in_one_paragraph(sentences, first):
            return None
        first -= 1
    last = last_correcting(sentences, number)
    # "He died today." tells enough with what it leans on.
    shortest = 1 if first < number else _SHORTEST
    if not all(told.closed[place] and _tells(sentences[place], shortest) for place in range(first, last + 1)):
        return None
    return Span(told.article, sentences[first].start, sentences[last].end)


def corrected(span: Span, story: Sequence[Told]) -> tuple[Span, ...]:
    """What later articles say instead of a number in some words: a sentence with those that take it back, each."""
    if not any(sign.isalnum() for sign in span.text):
        return ()
    found = []
    for told in story:
        if told.article.id == span.article.id or _day(told.article) < _day(span.article):
            continue
        found += [window for window in corrections(told.sentences) if taken_back(read(span.text), window) is not None]
    return tuple(found)


def _linked(first: Told, others: Sequence[Told], named: set[int]) -> list[Told]:
    """Those that tell of the same as the first, directly or by way of others, nearest first; and those ``named``
    (their identities) that are of the same days."""
    story, left = [first], [one for one in others if one is not first]
    while left:
        centre = unit(np.mean([one.centre for one in story], axis=0))
        cosines = {id(one): float(one.centre @ centre) for one in left}
        near = [one for one in left if cosines[id(one)] >= _LINKED or (id(one) in named and _beside(one, story))]
        if not near:
            break
        best = max(near, key=lambda one: (cosines[id(one)], one.article.id))
        story.append(best)
        left.remove(best)
    return sorted(story, key=lambda one: -one.near)


def _richest(of_topic: Sequence[Told], named: set[int]) -> list[Told]:
    """Of the stories that some articles tell, each as ``_linked``, that with most to tell of a topic among those which
    come about as near to it as the nearest."""
    stories: list[list[Told]] = []
    left = list(of_topic)
    while left:
        stories.append(_linked(max(left, key=lambda one: one.near), left, named))
        told = set(map(id, stories[-1]))
        left = [one for one in left if id(one) not in told]
    near = [story for story in stories if story[0].near >= _NEARLY * stories[0][0].near]
    return max(near, key=lambda story: sum(one.near for one in story))


def _beside(told: Told, story: Sequence[Told]) -> bool:
    """Whether an article appeared within days of one of some others."""
    day = told.article.published
    others = [one.article.published for one in story]
    return day is not None and any(other is not None and abs((day - other).days) <= _DAYS for other in others)


def _without_copies(story: Sequence[Told]) -> tuple[list[Told], list[Article]]:
    """The articles that are no copy of another, of copies the longest and then the oldest; and those left out."""
    kept: list[Told] = []
    copies: list[Article] = []
    runs = {one.article.id: _runs(one) for one in story}
    for one in sorted(story, key=lambda one: (-len(one.article.text), when(one))):
        mine = runs[one.article.id]
        if any(len(mine & runs[other.article.id]) >= _COPIED * max(1, len(mine)) for other in kept):
            copies.append(one.article)
        else:
            kept.append(one)
    return [one for one in story if one in kept], copies


def _runs(told: Told) -> set[tuple[str, ...]]:
    cut = list(itertools.chain.from_iterable(told.words))
    return {tuple(cut[place : place + _RUN]) for place in range(len(cut) - _RUN + 1)}


def _begins_with(told: Told, topic: str, nearest: float) -> bool:
    """Whether an article's title and first sentences have all words of a topic."""
    wanted = own_stems(topic)
    begins = itertools.chain(stems(told.article.title), *told.words[:_BEGINS])
    return bool(wanted) and told.near >= _TOUCHED * nearest and wanted <= set(begins)


def _means(told: Told, topic: str, nearest: float) -> bool:
    """Whether an article comes as near to a topic as one that is about it, and has the names in it."""
    names = _names(topic)
    held = Counter(itertools.chain(stems(told.article.title), *told.words))
    often = min((held[stem] for stem in names), default=1)
    return often > 0 and told.near >= max((_NAMED if often > 1 else _BESIDE) * nearest, _LINKED)


def _dwells(told: Told, topic: str) -> bool:
    """Whether an article begins with a word of a topic, in any form, or has one more than once: it does not name it in
    passing."""
    begins = [*stems(told.article.title), *itertools.chain.from_iterable(told.words[:_BEGINS])]
    held = list(itertools.chain.from_iterable(told.words))
    wanted = tuple(own_stems(topic))
    return any(stem.startswith(wanted) for stem in begins) or any(
        sum(stem.startswith(one) for stem in held) > 1 for one in wanted
    )


def _held(told: Told) -> set[str]:
    """The stems of an article's title and text."""
    return set(itertools.chain(stems(told.article.title), *told.words))


def _names(topic: str) -> set[str]:
    """The stems of a topic's words with a capital."""
    return {stem for word in _WORD.findall(topic) if word[0].isupper() for stem in stems(word)} - FUNCTION_STEMS


def names_but_a_country(topic: str, lang: str) -> bool:
    """Whether a topic names a country, and nothing else."""
    found = list(countries(topic, lang))
    for one in reversed(found):
        topic = topic[: one.start] + topic[one.end :]
    return bool(found) and not _names(topic)


def _leans(sentence: Sentence) -> bool:
    code = (sentence.article.lang or "en").partition("-")[0].lower()
    opens = [word.lower() for word in _WORD.findall(sentence.text)[:_OPENING]]
    return bool(opens) and (opens[0] in _LEANS.get(code, _LEANS["en"]).split() or not _LEANING.isdisjoint(opens))


def _tells(sentence: Sentence, shortest: int) -> bool:
    text = sentence.text
    said = _WORD.findall(text)
    unfit = len(said) < shortest or len(text) > _LONGEST or said[0].lower() in _OF_THE_PAPER
    unfit = unfit or not says_something(sentence) or is_key(text) or text[0] in f"|<>{_QUOTES}"
    return not (unfit or text.rstrip(f"{_QUOTES}”»’").endswith("?"))


def when(told: Told) -> tuple[str, str]:
    """By what the articles of a story are in order: their day, those of none last, and their id."""
    return _day(told.article), told.article.id


def _day(article: Article) -> str:
    """The day of an article, so that days are in order as texts; of none, the last."""
    return article.published.isoformat() if article.published else "9999"
