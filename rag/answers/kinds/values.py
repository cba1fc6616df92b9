"""A thing and a measure -> the value that the articles tell of it, with the sentence in which that stands.

The sentences are those of the articles that are about the thing, or that name it; what is told of something else, or of
years before, goes behind.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rag.answers.kinds.measures import COIN, Measure
from rag.answers.kinds.things import LEANS, PIECE, Thing, head_of, words_of
from rag.message import day_in_words
from rag.text.corrections import last_correcting
from rag.text.days import Day
from rag.text.facts import read
from rag.text.headings import says_something
from rag.text.quantities import Quantity
from rag.text.verbs import base
from rag.text.words import stems
from rag.types import Article, Passage, Span

_BEFORE = re.compile(r"\b(?:earlier this|last) (?:year|month|season)\b", re.IGNORECASE)
_NAMES_BETWEEN = 20  # words between a number and what it counts, where a sentence tells it of several in a row
_LARGER = 1.03  # times, so that a value in another unit, which is rounded, is no larger one
_ANOTHER = re.compile(r"(?P<name>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*),? (?:which|who|that|where) [^,;]*$")


@dataclass(frozen=True, slots=True)
class Told:
    """A value that the articles tell of a thing: its words, its amount, of what dimension that is, None where it is a
    day, and the sentence."""

    words: str
    amount: float
    dimension: str | None
    span: Span

    @property
    def is_by_other_words(self) -> bool:
        """Whether the amount is not what the words say, but was reckoned from them."""
        return self.dimension == "margin"


def told_of(thing: Thing, measure: Measure, passages: Sequence[Passage]) -> Mapping[str | None, Told]:
    """The values of a thing, the best of each dimension, the best dimension first. ``passages`` are those of whole
    articles, in which they may stand; those of articles that are about it go first."""
    by_article: dict[str, list[Passage]] = {}
    for one in passages:
        by_article.setdefault(one.article.id, []).append(one)
    ranked = list(by_article.values())
    named = [
        [some for some in ranked if all(one in said(some[0].article) for one in thing.places)]
        for said in (head_of, _text)
    ]
    tried: list[Sequence[Sequence[Passage]]] = []
    for there in (*named, ranked):  # which are the same where no place is named
        if there in tried:
            continue
        if found := _best([one for article in there for one in _candidates(thing, measure, article)], measure):
            return found
        tried.append(there)
    return {}


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A value with what speaks for it, the less of it the better."""

    told: Told
    against: tuple[float, ...]


def _best(found: Sequence[_Candidate], measure: Measure) -> Mapping[str | None, Told]:
    best: dict[str | None, _Candidate] = {}
    for one in sorted(found, key=lambda one: one.against):
        known = best.setdefault(one.told.dimension, one)
        if measure.peak and one.against[:2] <= known.against[:2] and one.told.amount > _LARGER * known.told.amount:
            best[one.told.dimension] = one
    return {dimension: one.told for dimension, one in best.items()}


def _candidates(thing: Thing, measure: Measure, passages: Sequence[Passage]) -> Iterator[_Candidate]:
    """The values in the sentences of an article that is about a thing, or that name it."""
    article = passages[0].article
    heads = thing.heads(article)
    if not heads and not thing.called.is_in(f"{article.title} {article.text}"):
        return
    head = set(stems(head_of(article)))
    title = {one.amount for _, one in measure.values(article.title)}
    titled = thing.besides & set(stems(article.title))
    newest = -article.published.toordinal() if article.published else 0
    spoke = heads and thing.is_a_name
    for place, whole, begin in _sentences(passages):
        text, own = whole.text, set(stems(whole.text))
        spoke = bool(thing.own & own) or (spoke and thing.leans(text))
        if measure.near is not None and not measure.near.search(text):
            continue
        if thing.is_another_in(text):
            continue
        if not (heads or thing.is_named_in(text, article) or (not thing.names and thing.own <= own | head)):
            continue
        lacking = len(thing.own - head - (set() if heads else own)) + (thing.is_a_name and not heads)
        missing = len(thing.besides - titled - own)
        others = thing.has_another_in(text)
        elsewhere = measure.is_of_people and thing.is_someone_else_in(text)
        if measure.is_day:
            for told in _days(thing, whole):
                yield _Candidate(told, (elsewhere, 0, lacking, missing, -newest, place))
            continue
        if measure.told and not measure.told.search(text):
            continue
        if measure.scale == COIN and not thing.by_the_piece and PIECE.search(text):
            continue
        speaks = spoke or (heads and thing.is_a_name and LEANS.match(text) is not None)
        for distance, one in measure.values(text, begin, furthest=_NAMES_BETWEEN if others else None):
            if measure.near is None and not speaks and one.amount not in title:
                continue
            if elsewhere and one.amount not in title:
                continue
            if thing.is_of_another(text, one) or _is_of_another(thing, text, one):
                continue
            if measure.inside and title and one.amount not in title:
                continue
            gap = thing.gap(text, one) if others or not heads else 0
            agrees = one.amount in title or bool(one.dimension or not title)
            against = (
                _is_earlier(whole),
                not begin,
                lacking,
                missing,
                not agrees,
                newest,
                not speaks,
                _is_bound(one),
                gap,
                place,
                distance,
            )
            words, dimension = _in_unit(measure, text, one)
            yield _Candidate(Told(words, one.amount, dimension, whole), against)


def _sentences(passages: Sequence[Passage]) -> Iterator[tuple[int, Span, int]]:
    """The sentences of an article with their places, each with what takes it back, and where in that the right words
    begin."""
    place, behind = 0, -1
    for passage in passages:
        for number, one in enumerate(passage.sentences):
            if one.start < behind or not says_something(one):
                continue
            last = last_correcting(passage.sentences, number)
            whole = Span(one.article, one.start, passage.sentences[last].end)
            behind = whole.end
            yield place, whole, (read(whole.text).corrects or 0) if last != number else 0
            place += 1


def _in_unit(measure: Measure, text: str, one: Quantity) -> tuple[str, str]:
    """Its words and its dimension; of what has no unit, what is measured by it: years of age, the magnitude of an
    earthquake, the coins that it counts."""
    if not one.dimension and measure.scale == COIN and (coin := re.match(r" [a-z]+", text[one.end :])):
        return one.text + coin[0], stems(coin[0])[0]
    return one.text, one.dimension or ("" if measure.scale == COIN else measure.scale)


def _is_of_another(thing: Thing, text: str, one: Quantity) -> bool:
    """Whether a number is told of something else, that a name stands for just before it; where somebody is from is
    none."""
    other = _ANOTHER.search(text[: one.start])
    if other is None or re.search(r"\b(?:from|of|in|at) (?:the )?$", text[: other.start()]):
        return False
    return not set(words_of(other["name"])) & thing.names


def _is_earlier(span: Span) -> bool:
    """Whether a sentence tells of years before its article's alone."""
    if _BEFORE.search(span.text):
        return True
    published = span.article.published
    years = [day.year for day in read(span.text).facts.days if day.year and "±" not in span.text[day.end :][:2]]
    return published is not None and bool(years) and max(years) < published.year


def _is_bound(one: Quantity) -> bool:
    """Whether a measured quantity is told as a bound alone ("less than two hours")."""
    return bool(one.dimension) and re.match(r"(?:more|less|fewer) than|over|under|up to", one.text.lower()) is not None


def _days(thing: Thing, span: Span) -> Iterator[Told]:
    """The days that a sentence names, as far as the day of its article tells which they are."""
    own = set(map(base, stems(span.text)))
    wanted = set(map(base, thing.besides))
    if wanted and not wanted & own:
        return
    for day in sorted(read(span.text).facts.days, key=lambda one: one.start)[:1]:
        if meant := _meant(day, span.article.published):
            yield Told(day_in_words(meant), meant.toordinal(), None, span)


def _meant(day: Day, published: date | None) -> date | None:
    """The day that some words mean: of several the last one that had come when the article was published."""
    whole = [one for one in day.read(published) if one.year and one.month and one.day]
    meant = [date(one.year, one.month, one.day) for one in whole if one.year and one.month and one.day]
    past = [one for one in meant if published is None or one <= published]
    return max(past, default=min(meant, default=None))


def _text(article: Article) -> str:
    return article.text
