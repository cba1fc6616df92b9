"""How much of a statement's wording the cited words hold, and where a sentence of nearly the same words has others in a
place."""

import difflib
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from rag.answers.check.fault import Fault, Place, otherwise
from rag.message import Message, in_a_row, quoted
from rag.text.days import Day
from rag.text.fact import Fact
from rag.text.facts import Text, Word, among, as_written, read, texts_of
from rag.text.language import language
from rag.text.modality import Mood, moods
from rag.text.numbers import Number
from rag.text.sentences import sentences
from rag.text.words import FUNCTION_STEMS, stems
from rag.types import Article, Interval, Mark, Span

_VERBATIM = 0.6  # share of a statement's words that a sentence has in the same order where it is compared word by word
_Exact = TypeVar("_Exact", Number, Day)
_PLACE = 4  # words that one place in two such sentences may hold
_GAP = 2  # words in a row that a stretch may leave out
_CLAUSE = re.compile(r"[,;:–—(\"“”„«»]")  # what a clause begins after
_UNCHECKED = Message("its wording is not checked")
_SHOWN = 3  # words that a reason names at most


def held(statement: Text, cited: Sequence[Span]) -> frozenset[str]:
    """Those of the stems that a statement is about which the cited words or what is known of their articles hold."""
    told_by = [read(one) for span in cited for one in texts_of(span)]
    found = set().union(*(text.content for text in told_by))
    # A fact in another spelling is held with all its words.
    for number in statement.facts.numbers:
        if any(number.agrees(told) for text in told_by for told in text.facts.numbers):
            found.update(stems(number.text))
    for day in statement.facts.days:
        if any(
            day.agrees(told)
            for span in cited
            for one in read(span.text).facts.days
            for told in one.read(span.article.published)
        ):
            found.update(stems(day.text))
    return statement.content & found


def coverage(statement: Text, cited: Sequence[Span]) -> float:
    """The share of the statement's content words, in [0, 1], that the cited words or what is known of their articles
    hold."""
    return len(held(statement, cited)) / len(statement.content) if statement.content else 1.0


def doubts(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """What keeps a statement's wording from being nearly that of one of the cited sentences. None of it says that the
    statement is wrong.

    Nearly the same is what says the words of a stretch of a sentence in their order and nothing of substance beside
    them, where the stretch begins with a clause, leaves out no more than a few words in a row, and where neither has a
    word of denial, possibility, intention, hearsay or condition (`rag.text.modality`) that the other lacks.
    """
    said = held(statement, cited)
    unsaid = [word for word in statement.words if word.stem in statement.content - said]
    if unsaid:
        named = in_a_row([quoted(as_written(statement, word)) for word in unsaid[:_SHOWN]])
        if len(unsaid) > _SHOWN:
            named = Message("{words} …", words=named)
        return [_doubt(Message("the cited words do not say {words}", words=named), statement, unsaid)]
    tried = [_stretched(statement, Span(span.article, start, end)) for span in cited for start, end in _sentences(span)]
    return [] if None in tried else [next(filter(None, tried), _doubt(_UNCHECKED, statement, ()))]


def _sentences(span: Span) -> list[Interval]:
    found = sentences(span.text, span.article.lang)
    return [(span.start + start, span.start + end) for start, end in found]


def _stretched(statement: Text, sentence: Span) -> Fault | None:
    """What keeps a statement from being a stretch of a sentence; None where it is one."""
    other = read(sentence.text)
    mine, theirs = _units(statement, other, sentence.article)
    stems_of_theirs = [unit.stem for unit in theirs]
    matcher = difflib.SequenceMatcher(None, [unit.stem for unit in mine], stems_of_theirs, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    kept = {block.a + place for block in blocks for place in range(block.size)}
    loose = [unit for place, unit in enumerate(mine) if place not in kept and unit.stem not in FUNCTION_STEMS]
    if any(unit.stem in stems_of_theirs for unit in loose):
        return _doubt(Message("the cited words say it in another order"), statement, ())
    pairs = [(mine[block.a + place], theirs[block.b + place]) for block in blocks for place in range(block.size)]
    if loose or not blocks or any(one.owns != two.owns for one, two in pairs):
        return _doubt(_UNCHECKED, statement, ())
    gaps = [(before.b + before.size, after.b) for before, after in itertools.pairwise(blocks)]
    if not _opens(other, theirs, blocks[0].b) or not all(_passes(other, theirs, *gap) for gap in gaps):
        return _doubt(_UNCHECKED, statement, ())
    return _told_otherwise(statement, other, sentence.article.lang)


class _Unit(NamedTuple):
    """A word of a text, or a number or a day in any spelling, as one is compared with another; ``owns``: it is told
    whose something is ("the mayor's")."""

    stem: str
    start: int
    end: int
    capital: bool
    owns: bool


def _units(statement: Text, other: Text, article: Article) -> tuple[list[_Unit], list[_Unit]]:
    """The words of two texts in order; numbers and days that agree are the same unit in both."""
    mine: dict[Fact, str] = {}
    theirs: dict[Fact, str] = {}
    for kind, one in enumerate((*statement.facts.numbers, *statement.facts.days)):
        for two in (*other.facts.numbers, *other.facts.days):
            if _same(one, two, article):
                name = theirs.get(two, f"#{kind}")
                mine[one] = theirs[two] = name
                break
    return _in_units(statement, mine), _in_units(other, theirs)


def _same(one: Fact, two: Fact, article: Article) -> bool:
    match one, two:
        case Number(), Number():
            return one.agrees(two)
        case Day(), Day():
            return any(one.agrees(read) for read in two.read(article.published))
    return False


def _in_units(text: Text, named: Mapping[Fact, str]) -> list[_Unit]:
    units: list[_Unit] = []
    for word in text.words:
        written = as_written(text, word)
        fact = next((fact for fact in named if fact.start <= word.start < fact.end), None)
        if fact is None:
            end = word.start + len(written)
            units.append(_Unit(word.stem, word.start, end, word.capital, word.folded.endswith(("'s", "’s"))))
        elif not units or units[-1].start != fact.start:
            units.append(_Unit(named[fact], fact.start, fact.end, False, False))
    return units


def _opens(text: Text, units: Sequence[_Unit], place: int) -> bool:
    """Whether a clause begins at a unit, or with the name that it is the last of."""
    while place and units[place].capital and units[place - 1].capital and _between(text, units, place) == " ":
        place -= 1
    return place == 0 or _CLAUSE.search(_between(text, units, place)) is not None


def _passes(text: Text, units: Sequence[_Unit], start: int, end: int) -> bool:
    """Whether some units in a row may be left out: a word that says something and one that does not, no name; or what
    stands between two signs."""
    left_out = units[start:end]
    if start and _CLAUSE.search(_between(text, units, start)) and _CLAUSE.search(_between(text, units, end)):
        return True
    part_of_name = units[start - 1].capital and all(unit.capital for unit in left_out) and units[end].capital
    told = sum(unit.stem not in FUNCTION_STEMS for unit in left_out)
    named = any(unit.capital for unit in left_out)
    signs = any(_CLAUSE.search(_between(text, units, place)) for place in range(start, end + 1))
    return part_of_name or (len(left_out) <= _GAP and told <= 1 and not named and not signs)


def _between(text: Text, units: Sequence[_Unit], place: int) -> str:
    return text.text[units[place - 1].end : units[place].start]


def _told_otherwise(statement: Text, other: Text, lang: str | None) -> Fault | None:
    """What only one of the two says of how it is meant, or that this is not known in their language."""
    code = lang.partition("-")[0].lower() if lang else language(other.text)
    mine, theirs = moods(statement.text, code), moods(other.text, code)
    if mine is None or theirs is None:
        return None if statement.text == other.text else _doubt(_UNCHECKED, statement, ())
    kinds, told = (sorted(map(_told_as, some)) for some in (mine, theirs))
    if kinds == told:
        return None
    lacking = next((mood for mood in theirs if _told_as(mood) not in kinds), None)
    if lacking is not None:
        return _doubt(Message("the article says it with “{words}”", words=lacking.text), statement, ())
    return _doubt(_UNCHECKED, statement, ())


def _told_as(mood: Mood) -> str:
    """Words of a kind mean the same, but for those of how many and how nearly."""
    return mood.text.lower() if mood.kind == "hedged" else mood.kind


def _doubt(reason: Message, statement: Text, words: Sequence[Word]) -> Fault:
    marks = tuple(Mark(word.start, word.start + len(as_written(statement, word))) for word in words)
    return Fault(reason, "partly", wording=True, marks=marks)


def places(statement: Text, cited: Sequence[Span]) -> Iterator[Place]:
    """The places in which the cited sentences that have nearly the words of a statement have others."""
    for span in cited:
        other = read(span.text)
        if other.corrects is not None:  # what stands there in the place of another is what was wrong
            continue
        matcher = difflib.SequenceMatcher(
            None, [word.stem for word in statement.words], [word.stem for word in other.words], autojunk=False
        )
        if sum(block.size for block in matcher.get_matching_blocks()) < _VERBATIM * len(statement.words):
            continue
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag != "equal" and i2 - i1 <= _PLACE and j2 - j1 <= _PLACE:
                words = statement.words[i1:i2]
                if i1 == 0 and j1 > 0 and len(words) == 1:  # "Meanwhile" is no name, though a sentence opens with it
                    words = ()
                yield Place(statement, words, other, other.words[j1:j2])


def replaced(place: Place, mine: Sequence[_Exact], theirs: Sequence[_Exact]) -> Fault | None:
    """Another number, or another date, in the place of one, of all that the two texts have."""
    mine, theirs = among(mine, place.words), among(theirs, place.others)
    if mine and theirs and not any(one.agrees(other) for one in mine for other in theirs):
        return otherwise(mine[0], theirs[0])
    return None
