"""Numbers of a statement that the cited words lack, have otherwise, or compare the other way round."""

import itertools
import re
from collections.abc import Sequence

from rag.answers.check.fault import Fault, lacking, otherwise
from rag.message import Message
from rag.text.coordination import coordinations
from rag.text.facts import Text, read, texts_of
from rag.text.numbers import Number
from rag.text.words import FUNCTION_STEMS
from rag.types import Mark, Span

_LOOSE = frozenset(["one"])  # a pronoun as well
_REACH = 20  # characters before a number in which it is compared
# Comparisons in front of a number, in English, German, French and Spanish: at least so many, at most, or nearly.
_MORE = re.compile(
    r"\b(?:more than|over|above|at least|upwards of|exceed(?:s|ed|ing)?|no (?:less|fewer) than|beyond"
    r"|mehr als|über|mindestens|plus (?:de |d['’])|au moins|más de|al menos)\s*\S{0,3}$",
    re.IGNORECASE,
)
_FEWER = re.compile(
    r"\b(?:(?<!no )(?:less|fewer) than|under|below|at most|up to|almost|nearly|no more than|weniger als|unter|höchstens"
    r"|bis zu|fast|beinahe|nahezu|knapp|moins (?:de |d['’])|au plus|presque|menos de|como máximo|casi)\s*\S{0,3}$",
    re.IGNORECASE,
)
_NEARLY = re.compile(
    r"\b(?:almost|nearly|about|around|roughly|approximately|some|close to|fast|beinahe|nahezu|knapp|etwa|rund|ungefähr"
    r"|presque|environ|quelque|près de|casi|cerca de|unos|unas|alrededor de)\s*\S{0,3}$",
    re.IGNORECASE,
)
# What a question had and its answer denies: "17 days, not 30".
_DENIED = re.compile(
    r"[,(–—-]\s?(?:and |y |et |und )?(?:not|rather than|instead of|nicht|statt|non|pas|no)\s+\Z", re.IGNORECASE
)
_ROUNDED = 0.05  # share of a number by which what is about as much may differ
_BOUND = 2.0  # times a number that what is said to be more than that may be, or the other way round


def says(statement: Text, number: Number, told: Number) -> bool:
    """Whether a number that is told is that of a statement, or makes true what this says of its own: "more than 300" of
    312."""
    return number.agrees(told) or hedge(statement, number, told) is not None


def hedge(statement: Text, number: Number, told: Number) -> re.Match[str] | None:
    """The words by which a statement's number is true of another one that is told."""
    one, two = number.values[0], told.values[0]
    near = one / _BOUND < two < _BOUND * one
    if not near or number.unit != told.unit or number.unit == "th" or number.agrees(told):
        return None
    before, end = max(0, number.start - _REACH), number.start
    if (nearly := _NEARLY.search(statement.text[before:end])) is not None:
        return nearly if abs(one - two) <= _ROUNDED * one else None
    if (more := _MORE.search(statement.text[before:end])) is not None:
        return more if one < two else None
    fewer = _FEWER.search(statement.text[before:end])
    return fewer if two < one else None


def missing(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """Numbers that the cited words do not hold, or compare otherwise."""
    texts = [read(one) for span in cited for one in texts_of(span)]
    years = {day.year for span in cited for day in read(span.text).facts.days}
    found = []
    for number in statement.facts.numbers:
        same = any(_is_told(statement, number, text) for text in texts)
        if not same and not years.intersection(number.values):
            denied = _DENIED.search(statement.text, max(0, number.start - _REACH), number.start)
            if denied or number.text.lower() in _LOOSE or _is_reckoned(statement, number):
                continue
            other = _instead(statement, number, cited)
            found.append(otherwise(number, other, lacks=True) if other else lacking(number))
    found += _compared(statement, cited)
    return found


def _is_reckoned(statement: Text, number: Number) -> bool:
    """Whether a number counts what its statement enumerates behind it, each of which is looked for as it stands."""
    return not number.unit and any(
        row[0][0] >= number.end and number.values == (float(len(row)),) for row in coordinations(statement.text)
    )


def elsewhere(statement: Text, others: Sequence[Text]) -> list[Fault]:
    """Numbers of which the other texts have another of the same thing, and not this one."""
    found = []
    for number in statement.facts.numbers:
        beside = counted(statement, number)
        same = [
            told
            for other in others
            for told in other.facts.numbers
            if beside and told.unit == number.unit and counted(other, told) == beside
        ]
        # It may be told without what it counts ("two in hospital"), or by a correction ("The correct number is 17").
        told_so = any(
            says(statement, number, told) and (other.corrects is not None or counted(other, told) is None)
            for other in others
            for told in other.facts.numbers
        )
        # Where both numbers are told, they have changed places.
        told_too = any(number.agrees(told) for other in others for told in other.facts.numbers)
        unsaid = [told for told in same if told_too or not _is_said(statement, told)]
        if unsaid and not told_so and not any(says(statement, number, told) for told in same):
            found.append(otherwise(number, unsaid[0]))
    return found


def _is_said(statement: Text, told: Number) -> bool:
    """Whether a statement has a number that is told: then it stands in the place of no other of its own."""
    return any(number.agrees(told) for number in statement.facts.numbers)


def _is_told(statement: Text, number: Number, other: Text) -> bool:
    """Whether another text has a number of a statement, or one of the same thing of which it is true."""
    return any(
        number.agrees(told) or (says(statement, number, told) and counted(other, told) == counted(statement, number))
        for told in other.facts.numbers
    )


def corrected_to(correction: Text) -> list[Number]:
    """The numbers that a correction names as the right ones; none of what corrects nothing."""
    return [
        one for one in correction.facts.numbers if correction.corrects is not None and one.start >= correction.corrects
    ]


def taken_back(statement: Text, correction: Span) -> Fault | None:
    """What speaks against a statement of a number where a correction names it as the wrong one."""
    other = read(correction.text)
    if other.corrects is None:
        return None
    wrong = [number for number in other.facts.numbers if number.end <= other.corrects]
    right = corrected_to(other)
    for number in statement.facts.numbers:
        beside = counted(statement, number)
        named = beside and any(number.agrees(one) and counted(other, one) == beside for one in wrong)
        told = [one for one in right if any(one.agrees(mine) for mine in statement.facts.numbers)]
        if named and right and not told:
            reason = Message("it was corrected: {right}, not {said}", right=right[0].text, said=number.text)
            return Fault(reason, "partly", marks=(Mark(number.start, number.end, right[0].text),))
    return None


def _instead(statement: Text, number: Number, cited: Sequence[Span]) -> Number | None:
    """The number that stands in the cited words with the same word beside it, where one does."""
    beside = counted(statement, number)
    for span in cited:
        other = read(span.text)
        for told in other.facts.numbers:
            if beside and beside == counted(other, told) and not _is_said(statement, told):
                return told
    return None


def counted(text: Text, number: Number) -> str | None:
    """The stem of what a number counts: the next word, or the one after it where both say something."""
    after = [word.stem for word in text.words if word.start >= number.end][:2]
    said = list(itertools.takewhile(lambda stem: stem not in FUNCTION_STEMS and not stem[0].isdigit(), after))
    return said[0] if said else None


def _compared(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """Comparisons that the cited words have the other way round, or not at all."""
    found = []
    for number in statement.facts.numbers:
        mine = comparison(statement, number)
        if mine is None:
            continue
        theirs = [
            comparison(read(span.text), other)
            for span in cited
            for other in read(span.text).facts.numbers
            if number.agrees(other)
        ]
        if theirs and mine not in theirs:
            other = next((one for one in theirs if one), None)
            if other:
                said = Message("more") if mine == "more" else Message("fewer")
                reason = Message("the article says {right}, not {said}", right=beside(other, number), said=said)
                found.append(Fault(reason, "unsupported"))
            else:
                reason = Message("the cited words do not say “{words}”", words=beside(mine, number))
                found.append(Fault(reason, "partly"))
    return found


def beside(compared: str, number: Number) -> Message:
    """A number with how something compares with it, which is ``more`` or ``fewer``, in words."""
    if compared == "more":
        return Message("more than {amount}", amount=number.text)
    return Message("fewer than {amount}", amount=number.text)


def comparison(text: Text, number: Number) -> str | None:
    """How a text compares with a number of its own: ``more`` or ``fewer`` than it, at least or at most it."""
    before = text.text[max(0, number.start - _REACH) : number.start]
    return "more" if _MORE.search(before) else "fewer" if _FEWER.search(before) else None
