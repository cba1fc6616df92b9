"""Several things and a measure -> the value that the articles tell of each, and which of them is more.

The sentences are those of the articles that are about a thing, or that name it; what a verdict says is reckoned from two
values that stand in them, and there is none where these are of two kinds.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rag.answers.kinds.measures import COIN, Measure, is_less, words_between
from rag.message import Message, all_of
from rag.text.corrections import last_correcting
from rag.text.days import Day
from rag.text.facts import read
from rag.text.names import folded_name
from rag.text.periods import Period
from rag.text.quantities import Quantity
from rag.text.verbs import BASE
from rag.text.words import FUNCTION_STEMS, own_stems, stems
from rag.types import Article, Passage, Span

_BEGINS = 300  # characters of an article that say, with its title, what it is about
_LARGER = 1.03  # times, so that a value in another unit, which is rounded, is no larger one
_NAME = re.compile(r"[^\W\d_][\w’'-]*|\d[\w.-]*")
_PHRASE = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_ANOTHER = re.compile(r"(?P<name>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*),? (?:which|who|that|where) [^,;]*$")
_LEANS = re.compile(r"(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those)\b")
_PIECE = re.compile(r"\b(?:tickets?|fares?|pass(?:es)?|each|per|(?:an?|every) (?:day|month|year))\b", re.IGNORECASE)
_HARM = re.compile(r"\b(?:mortality|deaths?|died|killed|fatal\w*|injur\w+|loss(?:es)?|errors?|failures?)\b", re.IGNORECASE)
_GAIN = re.compile(r"\b(?:votes?|seats?|delegates?|points?|goals?|support|profits?|survival|efficacy)\b", re.IGNORECASE)
_HOW_WELL = re.compile(r"\b(?:better|best|worse|worst)\b", re.IGNORECASE)
_WORSE = re.compile(r"\bwors(?:e|t)\b", re.IGNORECASE)
_IDLE = own_stems("come came happen happened occur take place first last one two more most less")


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


@dataclass(frozen=True, slots=True)
class Thing:
    """What is measured: its name without days, the words by which articles know it, the last of them, those of the others, what else
    its sentences should speak of, the names among that, and whether a price is asked for of a piece of it."""

    name: str
    names: frozenset[str]
    family: str
    own: frozenset[str]
    others: tuple[frozenset[str], ...]
    besides: frozenset[str]
    places: tuple[str, ...]
    by_the_piece: bool

    @classmethod
    def of(cls, name: str, others: Sequence[str], aspect: str, measure: Measure | None) -> "Thing":
        rest = measure.named.sub(" ", aspect) if measure else aspect
        besides = (own_stems(rest) | names_in(aspect)) - _IDLE
        shared = names_in(name).intersection(*map(names_in, others))
        names = names_in(name) - shared or names_in(name)
        return cls(name, names, next(reversed(_words(name)), ""), own_stems(name), tuple(names_in(one) - names_in(name) for one in others), besides,
                   tuple(_PHRASE.findall(aspect)), _PIECE.search(" ".join([aspect, name, *others])) is not None)

    @property
    def is_a_name(self) -> bool:
        """Whether it is named by a name alone, as people are."""
        return self.names >= self.own and not self.name.lower().startswith("the ")

    def heads(self, article: Article) -> bool:
        """Whether an article is about it, by its title; where it is no mere name, by how it begins, or by what it is as
        that begins, if the name stands further below."""
        if self.is_named_in(article.title) or self.is_a_name:
            return self.is_named_in(article.title, article)
        begins = _head(article)
        own, plain = set(stems(begins)), self.own - self.names
        if self.own <= own or self.is_named_in(begins):
            return True
        return bool(plain and self.names) and plain <= own and self.is_named_in(article.text)

    def is_named_in(self, text: str, article: Article | None = None) -> bool:
        """Whether a text has all of its names, or where it has none, all of its words; of a name of several words the
        last one, where its ``article`` has the others."""
        words = set(_words(text))
        if self.is_a_name and article is not None and self.family in words:
            return self.names <= set(_words(article.text))
        return self.names <= words if self.names else self.own <= set(stems(text))

    def is_another_in(self, text: str) -> bool:
        """Whether a text names one of the others, and not this one."""
        known = self.names & set(_words(text)) if self.names else self.own & set(stems(text))
        return self.has_another_in(text) and not known

    def has_another_in(self, text: str) -> bool:
        """Whether a text names one of the others."""
        words = set(_words(text))
        return any(one and one <= words for one in self.others)

    def is_mostly_in(self, text: str) -> bool:
        """Whether a text names it, and as often as any of the others."""
        words = _words(text)
        mine = max((words.count(one) for one in self.names), default=0)
        return self.is_named_in(text) and all(words.count(one) <= mine for other in self.others for one in other)

    def is_someone_else_in(self, text: str) -> bool:
        """Whether a text names somebody, or something, and not this one, which is known by a name alone."""
        if not self.is_a_name or self.names & set(_words(text)) or _LEANS.match(text):
            return False
        return any(len(one.words) > 1 or not one.initial for one in read(text).facts.names)

    def gap(self, text: str, one: Quantity) -> int:
        """How many words lie between a number and where a text names the thing; more where that stands behind."""
        named = [
            word.span()
            for word in _NAME.finditer(text)
            if (_as_name(word[0]) in self.names if self.names else self.own.intersection(stems(word[0])))
        ]
        return min((words_between(text, one, span) + 2 * (span[0] > one.start) for span in named), default=0)


def told_of(thing: Thing, measure: Measure, passages: Sequence[Passage]) -> Mapping[str | None, Told]:
    """The values of a thing, the best of each dimension, the best dimension first. ``passages`` are those of whole
    articles, in which they may stand; those of articles that are about it go first."""
    by_article: dict[str, list[Passage]] = {}
    for one in passages:
        by_article.setdefault(one.article.id, []).append(one)
    ranked = list(by_article.values())
    for said in (_head, _text):
        if there := [some for some in ranked if all(one in said(some[0].article) for one in thing.places)]:
            ranked = there
            break
    return _best([one for article in ranked for one in _candidates(thing, measure, article)], measure)


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


def _candidates(
    thing: Thing, measure: Measure, passages: Sequence[Passage]
) -> Iterator[_Candidate]:
    """The values in the sentences of an article that is about a thing, or that name it."""
    article = passages[0].article
    heads = thing.heads(article)
    head = set(stems(_head(article)))
    title = {one.amount for _, one in measure.values(article.title)}
    titled = thing.besides & set(stems(article.title))
    newest = -article.published.toordinal() if article.published else 0
    before: set[str] = set()
    for place, whole, begin in _sentences(passages):
        text, own = whole.text, set(stems(whole.text))
        leans, before = bool(thing.own & before), own
        if measure.near is not None and not measure.near.search(text):
            continue
        if thing.is_another_in(text) or (measure.is_of_people and thing.is_someone_else_in(text)):
            continue
        if not (heads or thing.is_named_in(text, article) or (not thing.names and thing.own <= own | head)):
            continue
        lacking = len(thing.own - head - (set() if heads else own)) + (thing.is_a_name and not heads)
        missing = len(thing.besides - titled - own)
        others = thing.has_another_in(text)
        if measure.is_day:
            for told in _days(thing, whole):
                yield _Candidate(told, (0, 0, lacking, missing, -newest, place))
            continue
        if measure.told and not measure.told.search(text):
            continue
        if measure.scale == COIN and not thing.by_the_piece and _PIECE.search(text):
            continue
        leans = leans or (heads and thing.is_a_name)
        speaks = bool(thing.own & own) or (leans and _LEANS.match(text) is not None)
        for distance, one in measure.values(text, begin):
            if measure.near is None and not speaks and one.amount not in title:
                continue
            if _is_of_another(thing, text, one) or (measure.inside and title and one.amount not in title):
                continue
            gap = thing.gap(text, one) if others or not heads else 0
            agrees = one.amount in title or bool(one.dimension or not title)
            against = (_is_earlier(whole), not begin, lacking, missing, not agrees, newest, not speaks, _is_bound(one), gap, place, distance)
            words, dimension = _in_unit(measure, text, one)
            yield _Candidate(Told(words, one.amount, dimension, whole), against)


def _sentences(passages: Sequence[Passage]) -> Iterator[tuple[int, Span, int]]:
    """The sentences of an article with their places, each with what takes it back, and where in that the right words
    begin."""
    place, behind = 0, -1
    for passage in passages:
        for number, one in enumerate(passage.sentences):
            if one.start < behind or one.instructs or one.text.startswith("#"):
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
    return not set(_words(other["name"])) & thing.names


def _is_earlier(span: Span) -> bool:
    """Whether a sentence tells of years before its article's alone."""
    published = span.article.published
    years = [day.year for day in read(span.text).facts.days if day.year and "±" not in span.text[day.end :][:2]]
    return bool(published and years) and all(year < published.year for year in years)


def _is_bound(one: Quantity) -> bool:
    """Whether a measured quantity is told as a bound alone ("less than two hours")."""
    return bool(one.dimension) and re.match(r"(?:more|less|fewer) than|over|under|up to", one.text.lower()) is not None


def _days(thing: Thing, span: Span) -> Iterator[Told]:
    """The days that a sentence names, as far as the day of its article tells which they are."""
    own = {BASE.get(one, one) for one in stems(span.text)}
    wanted = {BASE.get(one, one) for one in thing.besides}
    if wanted and not wanted & own:
        return
    for day in sorted(read(span.text).facts.days, key=lambda one: one.start)[:1]:
        if meant := _meant(day, span.article.published):
            yield Told(Period(meant, meant).in_words, meant.toordinal(), None, span)


def _meant(day: Day, published: date | None) -> date | None:
    """The day that some words mean: of several the last one that had come when the article was published."""
    whole = [one for one in day.read(published) if one.year and one.month and one.day]
    meant = [date(one.year, one.month, one.day) for one in whole if one.year and one.month and one.day]
    past = [one for one in meant if published is None or one <= published]
    return max(past, default=min(meant, default=None))


def verdict(
    names: Sequence[str], values: Sequence[Told], aspect: str, *, claims: bool = False, by_how_much: bool = False
) -> str | None:
    """Which of some things is what is asked for, by their values: "Dorian: 185 mph against 120 mph (Humberto)"; with yes
    or no where it is asked whether the first ``claims`` to be so. None where it is not said what more or less is."""
    if len({one.dimension for one in values}) > 1:
        shown = _listed(names, values)
        return Message("Nothing here compares these, as they are of different kinds: {values}.", values=shown)
    less = _wants_less(aspect, values)
    if less is None:
        return Message("{values}.", values=_listed(names, values))
    ordered = sorted(zip(names, values, strict=True), key=lambda pair: pair[1].amount if less else -pair[1].amount)
    first, rest = ordered[0], ordered[1:]
    if math.isclose(first[1].amount, rest[0][1].amount):
        said = Message("As much of either: {values}.", values=_listed(names, values))
        return Message("No. {said}", said=said) if claims else said
    against = all_of([Message("{value} ({name})", value=_value(told), name=name) for name, told in rest])
    said = Message("{name}: {value} against {others}.", name=_capital(first[0]), value=_value(first[1]), others=against)
    if by_how_much and (apart := _apart(first[1], rest[0][1])):
        said = Message("{said} They are {number} apart.", said=said, number=apart)
    if claims:
        yes = first[0] == names[0]
        return Message("Yes. {said}", said=said) if yes else Message("No. {said}", said=said)
    return said


def _wants_less(aspect: str, values: Sequence[Told]) -> bool | None:
    """Whether the smaller value is what is asked for; None where it is not said what more or less is."""
    if not _HOW_WELL.search(aspect):
        return is_less(aspect, values[0].dimension)
    text = " ".join(one.span.text for one in values)
    harm, gain = _HARM.search(text) is not None, _GAIN.search(text) is not None
    return None if harm is gain else harm is not (_WORSE.search(aspect) is not None)


def _listed(names: Sequence[str], values: Sequence[Told]) -> str:
    pairs = zip(names, values, strict=True)
    return all_of([Message("{value} ({name})", name=name, value=_value(told)) for name, told in pairs])


def _value(told: Told) -> str:
    """A value as it is written, with what was reckoned from it."""
    if told.is_by_other_words:
        return Message("by {number} ({words})", number=int(told.amount), words=told.words)
    words = told.words
    return words[0].lower() + words[1:] if words[:2].istitle() and " " not in words[:2] else words


def _apart(one: Told, other: Told) -> int | None:
    """How far two values are apart, where both count something."""
    apart = abs(one.amount - other.amount)
    return int(apart) if one.dimension == "" and apart == int(apart) else None


def names_in(text: str) -> frozenset[str]:
    """The words of a text with a capital or a figure, as they are compared."""
    return frozenset(_words(text))


def _words(text: str) -> list[str]:
    """The words of a text that may be of names, in the form in which they are compared."""
    return [name for one in _NAME.finditer(text) if (name := _as_name(one[0]))]


def _as_name(word: str) -> str:
    """A word with a capital or a figure in the form in which it is compared: "Kipchoge’s" is Kipchoge, "Liberals" is
    Liberal; "" for any other."""
    if not any(sign.isupper() or sign.isdigit() for sign in word):
        return ""
    bare = re.sub(r"['’]s?$", "", word).strip("ʻʼ‘'’")
    return " ".join(stems(bare)) or bare


def _head(article: Article) -> str:
    """What says what an article is about, and of when."""
    month = f"{article.published:%B %Y}" if article.published else ""
    return f"{article.title}\n{article.text[:_BEGINS]}\n{month}"


def _text(article: Article) -> str:
    return article.text


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
