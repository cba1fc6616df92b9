"""Whether a statement is a stretch of a sentence: its words in their order, of which nothing is left out that changes
what is said."""

import difflib
import itertools
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rag.answers.check import days, numbers
from rag.message import Message
from rag.text.clauses import EMPTY, HELPING, JOINING, fronted
from rag.text.days import Day
from rag.text.fact import Fact
from rag.text.facts import Text, as_written, read
from rag.text.language import language
from rag.text.modality import Mood, altering, binding, moods
from rag.text.names import acronyms
from rag.text.numbers import Number
from rag.types import Article, Interval

_GAP = 2  # words in a row that a stretch may leave out
_CLAUSE = re.compile(r"[,;:–—(\"“”„«»]")  # what a clause begins after
_BOUND = re.compile(rf"{_CLAUSE.pattern}|\bbut\b")  # what ends the words that deny or count what follows them
_VERB_LAST = frozenset(["de", "tr"])  # languages whose clauses end with what somebody does
_MOOD = "~"  # begins what a word that says how something is told is known by
UNCHECKED = Message("its wording is not checked")


def doubt(statement: Text, sentence: str, article: Article) -> Message | None:
    """What keeps a statement from being a stretch of a sentence of an article, in one line; None where it is one."""
    other = read(sentence)
    if statement.text == other.text:
        return None
    code = article.lang.partition("-")[0].lower() if article.lang else language(sentence)
    mine, theirs = _units(statement, other, article, code)
    stems_of_theirs = [unit.stem for unit in theirs]
    matcher = difflib.SequenceMatcher(None, [unit.stem for unit in mine], stems_of_theirs, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    kept = {block.a + place for block in blocks for place in range(block.size)}
    loose = [unit for place, unit in enumerate(mine) if place not in kept and not _dates(mine, place)]
    pairs = [(mine[block.a + place], theirs[block.b + place]) for block in blocks for place in range(block.size)]
    rounded = _rounded(statement, other)
    loose = [unit for unit in loose if not unit.empty and not unit.is_in(rounded)]
    if any(unit.stem in stems_of_theirs for unit in loose):
        return Message("the cited words say it in another order")
    if loose or not blocks:
        return UNCHECKED
    stretch = _Stretch(other, theirs, code)
    gaps = [(before.b + before.size, after.b) for before, after in itertools.pairwise(blocks)]
    if not stretch.opens(blocks[0].b) or not all(stretch.passes(*gap) for gap in gaps):
        return UNCHECKED
    if not stretch.ends(blocks[-1].b + blocks[-1].size) or any(one.owns != two.owns for one, two in pairs):
        return UNCHECKED
    if code == "en" and any(
        one.folded.endswith("ed") != two.folded.endswith("ed")  # "opens" and "opened"
        for one, two in pairs
        if not one.is_mood and not stretch.done(two)
    ):
        return UNCHECKED
    return _told_otherwise(statement, other, code)


class _Unit(NamedTuple):
    """A word of a text, or a number or a day in any spelling, as one is compared with another; ``owns``: it is told
    whose something is ("the mayor's")."""

    stem: str
    folded: str
    start: int
    end: int
    capital: bool
    owns: bool = False

    @property
    def is_fact(self) -> bool:
        """Whether it is a number or a day that both texts have."""
        return not self.folded

    @property
    def empty(self) -> bool:
        """Whether nothing is said by it."""
        return self.folded in EMPTY

    @property
    def joins(self) -> bool:
        """Whether it but joins what says something, as a preposition does."""
        return self.is_mood or self.stem in JOINING

    @property
    def is_mood(self) -> bool:
        """Whether it says how something is told."""
        return self.stem.startswith(_MOOD)

    def is_in(self, facts: Sequence[Fact]) -> bool:
        return any(fact.start <= self.start < fact.end for fact in facts)


class _Stretch(NamedTuple):
    """Where a stretch of a sentence in a language may begin and end, and what it may leave out."""

    text: Text
    units: Sequence[_Unit]
    code: str

    def opens(self, place: int) -> bool:
        """Whether a clause begins at a unit, or with the name that it is the last of, and what stands before it binds
        it to nothing."""
        last = place
        while place and self.units[place].capital and self.units[place - 1].capital and self._between(place) == " ":
            place -= 1
        if altering(self._written(place, last), self.code):
            return False
        if place == 0:
            return True
        before = self.text.text[: self.units[place].start]
        bound = (
            self.code == "en" and fronted(before) and not any(day.end <= len(before) for day in self.text.facts.days)
        )
        return not bound and _CLAUSE.search(self._between(place)) is not None

    def passes(self, start: int, end: int) -> bool:
        """Whether some units in a row may be left out: what stands between two signs, a part of a name, or what a noun
        or a verb is only described by."""
        left_out = self.units[start:end]
        if start and self._sign(start) and self._sign(end):
            return True
        if altering(self._written(start, end), self.code):
            return False
        if self.units[start - 1].capital and all(unit.capital for unit in left_out) and self.units[end].capital:
            return True
        if self._is_bound(start):
            return False
        signs = any(self._sign(place) for place in range(start, end + 1))
        told = sum(not unit.joins for unit in left_out)
        if len(left_out) > _GAP or told > 1 or signs or any(unit.capital for unit in left_out):
            return False
        return self.code != "en" or self._describes(start, end)

    def ends(self, place: int) -> bool:
        """Whether a phrase may end before a unit: "the school" is no stretch of "the school budget"."""
        cut = place < len(self.units) and not self._sign(place)
        if cut and (self.code in _VERB_LAST or self._is_bound(place)):
            return False
        if self.code != "en" or place == len(self.units) or self.text.text[self.units[place - 1].end :][:1] not in " -":
            return True
        last, following = self.units[place - 1], self.units[place]
        if following.folded == "and" and last.capital and self.units[place + 1 :] and self.units[place + 1].capital:
            return False  # "War and Peace"
        said = (
            last.is_fact
            or following.is_in([*self.text.facts.days, *self.text.facts.numbers])
            or following.folded.endswith(("ly", "ed"))
        )
        return last.joins or following.joins or said or self._sign(place)

    def done(self, unit: _Unit) -> bool:
        """Whether a unit tells what somebody managed to do, which was done."""
        return self.text.text[: unit.start].endswith("managed to ")

    def _describes(self, start: int, end: int) -> bool:
        """Whether units in a row say no more than of what kind, how or where something is, in English."""
        if self._written(start, end) in ("managed to", "to") and (end - start > 1 or self.units[start - 1].is_mood):
            return True  # "managed to reach" is "reached", and "failed to" is "did not"
        left_out = [
            unit
            for place, unit in enumerate(self.units[start:end], start)
            if not unit.empty and not _dates(self.units, place)
        ]
        if not left_out:
            return True
        before, after = self.units[start - 1], self.units[end]
        if [unit.folded for unit in left_out[1:]] == ["and"]:
            return before.joins and not after.joins  # one of two things
        if left_out[-1].joins or any(unit.is_in(self.text.facts.numbers) for unit in left_out):
            return False
        if left_out[0].joins:
            return after.joins and left_out[0].folded not in HELPING
        return left_out[0].folded.endswith("ly") or (before.joins and not after.joins)

    def _is_bound(self, place: int) -> bool:
        """Whether the words of a clause before a unit bind what follows."""
        before = self.text.text[: self.units[place].start]
        return binding(_BOUND.split(before)[-1], self.code) is not None

    def _sign(self, place: int) -> bool:
        return _CLAUSE.search(self._between(place)) is not None

    def _between(self, place: int) -> str:
        return self.text.text[self.units[place - 1].end : self.units[place].start]

    def _written(self, start: int, end: int) -> str:
        return self.text.text[self.units[start].start : self.units[end - 1].end] if start < end else ""


def _units(statement: Text, other: Text, article: Article, code: str) -> tuple[list[_Unit], list[_Unit]]:
    """The words of two texts in order; numbers, days and acronyms that agree are the same unit in both, and
    so are words that say alike how something is told ("may", "might")."""
    mine: dict[Fact, str] = {}
    theirs: dict[Fact, str] = {}
    for kind, one in enumerate((*statement.facts.numbers, *statement.facts.days)):
        for two in (*other.facts.numbers, *other.facts.days):
            if _same(statement, one, two, article):
                name = theirs.get(two, f"#{kind}")
                mine[one] = theirs[two] = name
                break
    for span, other_span in acronyms(statement.text, other.text):
        full = _fact(other, other_span)
        mine[_fact(statement, span)] = theirs[full] = theirs.get(full, f"@{span[0]}")
    mine |= {mood: f"{_MOOD}{_told_as(mood)}" for mood in moods(statement.text, code) or ()}
    theirs |= {mood: f"{_MOOD}{_told_as(mood)}" for mood in moods(other.text, code) or ()}
    return _in_units(statement, mine), _in_units(other, theirs)


def _fact(text: Text, span: Interval) -> Fact:
    return Fact(*span, text.text[slice(*span)])


def _same(statement: Text, one: Fact, two: Fact, article: Article) -> bool:
    match one, two:
        case Number(), Number():
            return numbers.says(statement, one, two)
        case Day(), Day():
            return days.is_one(article.published, one, two)
    return False


def _dates(units: Sequence[_Unit], place: int) -> bool:
    """Whether a unit is the "on" of "on 3 May", which an article that says "yesterday" has no word for."""
    return place + 1 < len(units) and units[place + 1].is_fact and units[place].folded in ("on", "in")


def _in_units(text: Text, named: Mapping[Fact, str]) -> list[_Unit]:
    units: list[_Unit] = []
    for word in text.words:
        written = as_written(text, word)
        fact = next((fact for fact in named if fact.start <= word.start < fact.end), None)
        end = word.start + len(written)
        if fact is None:
            owns = word.folded.endswith(("'s", "’s"))
            units.append(_Unit(word.stem, word.folded, word.start, end, word.capital, owns))
        elif not units or units[-1].start != fact.start:
            folded = word.folded if named[fact].startswith(_MOOD) else ""
            units.append(_Unit(named[fact], folded, fact.start, fact.end, False))
    return units


def _told_otherwise(statement: Text, other: Text, code: str) -> Message | None:
    """What only one of the two says of how it is meant, or that this is not known in their language."""
    mine, theirs = moods(statement.text, code), moods(other.text, code)
    if mine is None or theirs is None:
        return UNCHECKED
    rounded = _rounded(statement, other)
    mine = [mood for mood in mine if not any(one.start <= mood.start < one.end for one in rounded)]
    kinds, told = (sorted(map(_told_as, some)) for some in (mine, theirs))
    if kinds == told:
        return None
    lacking = next((mood for mood in theirs if _told_as(mood) not in kinds), None)
    return UNCHECKED if lacking is None else Message("the article says it with “{words}”", words=lacking.text)


def _rounded(statement: Text, other: Text) -> list[Fact]:
    """The words by which numbers of a statement are true of other ones: "more than 300" of 312."""
    told = [(one, two) for one in statement.facts.numbers for two in other.facts.numbers]
    hedged = [(one, words[0]) for one, two in told if (words := numbers.hedge(statement, one, two))]
    return [Fact(one.start - len(words), one.start, words) for one, words in hedged]


def _told_as(mood: Mood) -> str:
    """Words of a kind mean the same, but for those of how many and how nearly."""
    return mood.text.lower() if mood.kind == "hedged" else mood.kind
