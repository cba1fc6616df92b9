"""Articles that give different values for the same thing: a number, a day or a name that a question asks for.

Sentences speak of the same where each has the names of the question and most of its words, by itself or with its title.
What they may differ in is read by rule, so that much is missed; what is told to differ stands there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rag.answers.check import numbers
from rag.answers.given import otherwise
from rag.answers.statements import Statement
from rag.message import Message, day_in_words, in_a_row, quoted
from rag.text.corrections import last_correcting
from rag.text.days import Day
from rag.text.facts import Text, read
from rag.text.headings import says_something
from rag.text.language import language_of
from rag.text.names import folded_name
from rag.text.numbers import Number
from rag.text.said.reading import people
from rag.text.verbs import base
from rag.text.words import FUNCTION_STEMS, stems
from rag.types import Passage, Span

MOST = 4
"""Values that are told beside each other at most."""

Kind = Literal["number", "day", "name"]
_ASKS: Sequence[tuple[Kind, re.Pattern[str]]] = (
    (
        "number",
        re.compile(
            r"\b(?:how (?:many|much|tall|long|high|far|old|big|large|fast|deep|wide|heavy|strong)|wie ?viele?|combien"
            r"|cuánt[oa]s?|kaç|what (?:is|was|are|were) the (?:\w+ ){0,2}(?P<measure>population|number|area|height"
            r"|length|cost|price|toll|salary|income|speed|weight|age|turnout|budget|distance|magnitude|size))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "day",
        re.compile(
            r"\b(?:when|wann|quand|cuándo|ne zaman|(?:what|which) (?:year|date|day|month)|birth ?date|date of birth)\b",
            re.IGNORECASE,
        ),
    ),
    ("name", re.compile(r"^(?:who|wer|qui|quién|kim)\b", re.IGNORECASE)),
)
_SAME = 0.6  # of the question's own words that a sentence holds; of a day all of them, as most sentences name one
_WORDS_BEFORE = 6
_APART = frozenset("before after until bevor nachdem bis avant après apres antes después despues önce sonra".split())
_ALSO = {"popul": frozenset(stems("people inhabitants residents"))}
"""What a measure counts."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a sentence gives: its words, its reading, and whether it is one that a correction puts right."""

    text: str
    reading: Number | Day | tuple[str, ...]
    span: Span
    corrects: bool = False

    @property
    def day(self) -> date:
        return self.span.article.published or date.min

    @property
    def _plain(self) -> str:
        """Its words, or the day that they mean where that depends on their article's ("yesterday")."""
        if isinstance(self.reading, Day) and self.reading.shift is not None:
            meant = self.reading.read(self.span.article.published)[0]
            if meant.year and meant.month and meant.day:
                on = date(meant.year, meant.month, meant.day)
                return day_in_words(on)
        return self.text

    def agrees(self, other: "Value") -> bool:
        mine, theirs = self.reading, other.reading
        if isinstance(mine, Number) and isinstance(theirs, Number):
            return mine.agrees(theirs) or theirs.agrees(mine)
        if isinstance(mine, Day) and isinstance(theirs, Day):
            return any(
                one.agrees(two) or two.agrees(one)
                for one in mine.read(self.span.article.published)
                for two in theirs.read(other.span.article.published)
            )
        if not (isinstance(mine, tuple) and isinstance(theirs, tuple)):
            return False
        # A sentence that names the other, too, says nothing against it: "Ada resigned, and Ben was sworn in".
        named = {*theirs, *folded_name(other.span.text)}
        return not named.isdisjoint(mine) or not set(theirs).isdisjoint(folded_name(self.span.text))

    def is_in(self, statement: Statement) -> bool:
        """Whether a statement has its sentence."""
        return any(one.overlaps(self.span) for one in statement.citations[:1])

    def named(self, newest: date) -> str:
        """The value with what is known of its article, marked where it is the newest or a correction."""
        article = self.span.article
        facts: list[str] = [day_in_words(article.published)] if article.published else []
        facts += [article.source or quoted(article.title)]
        if self.corrects:
            facts.append(Message("corrected"))
        elif article.published == newest:
            facts.append(Message("the newest"))
        return Message("{value} ({facts})", value=self._plain, facts=in_a_row(facts))


def differing(question: str, passages: Sequence[Passage]) -> list[Value]:
    """The different values that articles give for what is asked, what is corrected first and then the newest; nothing
    where there is but one, or all are of one article and none of them is taken back."""
    kind = next((kind for kind, pattern in _ASKS if pattern.search(question)), None)
    if kind is None:
        return []
    asked = _Asked.of(question, kind)
    values: list[Value] = []
    firsts: dict[str, Value] = {}  # by article, of which only the first counts that is no correction
    for one in (value for passage in passages for value in asked.values(passage)):
        first = firsts.setdefault(one.span.article.id, one)
        if first is not one and not one.corrects:
            continue
        same = [two for two in values if one.agrees(two)]
        if not same:
            values.append(one)
        elif one.corrects and not same[0].corrects:
            values[values.index(same[0])] = one
    if len({one.span.article.id for one in values}) < 2:
        return []
    return sorted(values, key=lambda one: (not one.corrects, -one.day.toordinal()))[:MOST]


def headline(values: Sequence[Value]) -> str:
    """What differs, in words."""
    days = {one.day for one in values}
    newest = max(days) if len(days) > 1 else date.max
    said = ""
    for one in values:
        value = one.named(newest)
        said = Message("{values}; {value}", values=said, value=value) if said else value
    return Message("The articles differ: {values}.", values=said)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks a value of: its own stems, those of its names, and of what a number counts or measures."""

    question: str
    kind: Kind
    own: frozenset[str]
    names: frozenset[str]
    counts: frozenset[str]

    @classmethod
    def of(cls, question: str, kind: Kind) -> "_Asked":
        text = read(question)
        names = {stem for name in text.facts.names if not name.initial for stem in stems(name.text)}
        own = set(map(base, text.content))
        names = set(map(base, names))
        counts: frozenset[str] = frozenset()
        if many := re.search(r"\b(?:how many|wie ?viele|combien de|cuánt[oa]s|kaç) (\w+)(?: (\w+))?", question, re.I):
            counts = frozenset(stems(" ".join(filter(None, many.groups())))) - FUNCTION_STEMS
        elif measure := _ASKS[0][1].search(question):
            said = frozenset(stems(measure.groupdict().get("measure") or ""))
            counts = said.union(*(_ALSO.get(one, ()) for one in said))
            own -= said
        return cls(question, kind, frozenset(own), frozenset(names), counts)

    def values(self, passage: Passage) -> Iterator[Value]:
        """The values that the sentences of a passage give; of a correction what it puts right."""
        for place, sentence in enumerate(passage.sentences):
            if not says_something(sentence) or not self._speaks_of(sentence, passage):
                continue
            if otherwise(self.question, sentence.text) is not None:
                continue
            last = last_correcting(passage.sentences, place)
            whole = Span(sentence.article, sentence.start, passage.sentences[last].end)
            yield from self._in_correction(whole) if last != place else self._in_sentence(whole)

    def _speaks_of(self, sentence: Span, passage: Passage) -> bool:
        """Whether a sentence has most of the question's other words than names, and it, or what it stands under, these.
        Where it has not the names itself, what a number counts must be asked for."""
        own = _bases(sentence.text)
        if not self.names <= own | _bases(f"{passage.article.title} {passage.text}"):
            return False
        rest = self.own - self.names
        least = 1.0 if self.kind == "day" else _SAME
        if len(rest & own) < least * len(rest) or not (rest or self.counts):
            return False
        return bool(self.counts) or len(self.own & own) >= _SAME * len(self.own)

    def _in_correction(self, whole: Span) -> Iterator[Value]:
        text = read(whole.text)
        if self.kind != "number" or text.corrects is None:
            return
        right = [one for one in text.facts.numbers if one.start >= text.corrects]
        wrong = [one for one in text.facts.numbers if one.end <= text.corrects and self._counts(text, one)]
        if right and wrong:
            yield Value(right[0].text, right[0], whole, corrects=True)

    def _in_sentence(self, span: Span) -> Iterator[Value]:
        text = read(span.text)
        if self.kind == "number":
            found = [one for one in text.facts.numbers if one.unit != "th"]
            if self.counts:
                whole = [one for one in found if one.unit != "%" and all(value == int(value) for value in one.values)]
                found = [one for one in whole if self._counts(text, one)]
            if len(found) == 1:
                yield Value(found[0].text, found[0], span)
        elif self.kind == "day":
            if len(text.facts.days) == 1 and not self._is_apart(text, text.facts.days[0]):
                yield Value(text.facts.days[0].text, text.facts.days[0], span)
        else:
            yield from self._named(span)

    def _is_apart(self, text: Text, day: Day) -> bool:
        """Whether the day is of something else, which was before or after what is asked of: "resolved on 2 May, before
        the ferry sailed"."""
        behind = [word for word in text.words if word.start >= day.end]
        asked = next((place for place, word in enumerate(behind) if base(word.stem) in self.own - self.names), 0)
        return any(word.folded in _APART for word in behind[:asked])

    def _named(self, span: Span) -> Iterator[Value]:
        """The one person whom a sentence names and the question does not."""
        known = people(span.article.text, language_of(span.article))
        if known is None:
            return
        found = {}
        for one in known.within(span.start, span.end):
            whole = known.full(one)
            if whole is not None and known.is_shown(one) and not set(stems(" ".join(whole.words))) & self.names:
                found[whole.words] = " ".join(span.article.text[one.start : one.end].split()[-len(one.words) :])
        if len(found) == 1:
            [(words, text)] = found.items()
            yield Value(text, tuple(folded_name(" ".join(words))), span)

    def _counts(self, text: Text, number: Number) -> bool:
        """Whether a number is one of what is asked for: it stands before the word for it, or a little behind."""
        if numbers.counted(text, number) in self.counts:
            return True
        before = [word.stem for word in text.words if word.start < number.start][-_WORDS_BEFORE:]
        return bool(self.counts & set(before)) and numbers.counted(text, number) is None


def _bases(text: str) -> set[str]:
    """The stems of a text, those of irregular verbs in their base form."""
    return set(map(base, stems(text)))
