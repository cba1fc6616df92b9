"""What a sentence has in the place of a number, a day or a name of a claim: "66 to 27, not 60 to 40", "Japan, not
Singapore".

What stands in a place is of the same kind, and counts the same, is led by the same word, or is the only one there.
"""

import itertools
from collections.abc import Set

from rag.answers.check import numbers
from rag.answers.kinds.governed import DETERMINERS
from rag.message import Message
from rag.text.days import Day
from rag.text.fact import Name
from rag.text.facts import Text, read
from rag.text.language import language_of
from rag.text.names import is_one
from rag.text.numbers import Number
from rag.text.places import cities, is_country
from rag.text.verbs import base
from rag.text.words import stems
from rag.types import Interval, Span

_ROLE = 4  # words from "by" to a name, which tell what somebody is
_ROW = 15  # characters between two numbers of one value: "66 to 27"


def holds(claim: Text, number: Number, told: Text, other: Number) -> bool:
    """Whether a number is told as it is claimed: as itself, or as what is more or fewer of the same."""
    compared = numbers.comparison(claim, number)
    if number.agrees(other):
        return compared in (None, numbers.comparison(told, other))
    if compared is None or number.unit != other.unit:
        return False
    counted = numbers.counted(claim, number)
    if counted is None or numbers.counted(told, other) != counted:
        return False
    if compared == "more":
        return min(other.values) > max(number.values)
    return max(other.values) < min(number.values)


def value(claim: Text, told: Text, span: Span) -> Message | None:
    """That the same is said of another number, which counts the same or stands behind the same word, or of another day
    where there is but one, or of somebody else by whom it is done."""
    for number in claim.facts.numbers:
        if any(number.agrees(other) for other in told.facts.numbers):
            continue
        if numbers.counted(claim, number) is None and _is_joined(claim, number):
            return _row(claim, told)  # of "19 to 11" neither stands for itself
        best = _placed(claim, number, told)
        if not best:
            return None
        return (
            None if any(holds(claim, number, told, one) for one in best) else _not(best[0].text, _said(claim, number))
        )
    for day in claim.facts.days:
        if (only := _other_day(day, told, span)) is not None:
            return _not(only.text, day.text)
    return doer(claim, told)


def doer(claim: Text, told: Text) -> Message | None:
    """That the same is done by somebody else: the same verb stands before "by" and another name."""
    for name in claim.facts.names:
        if deed := _deed(claim, name):
            others = [other for other in told.facts.names if _deed(told, other) == deed]
            if others and not any(set(name.words) & set(other.words) for other in others):
                return Message("by {right}, not by {said}", right=others[-1].text, said=name.text)
    return None


def doers(claim: Text) -> set[str]:
    """The stems of those by whom a claim says that something is done."""
    return {base(stem) for name in claim.facts.names if _deed(claim, name) for stem in stems(name.text)}


def _place(claim: Text, told: Text, lacks: Set[str], lang: str) -> Message | None:
    """That the same is said of another country, or of another city, behind the same word, where that alone is lacking;
    a country and a city may both be right. It may have been so in both, so that it is no "No"."""
    for name in claim.facts.names:
        if not lacks <= {base(stem) for stem in stems(name.text)}:
            continue
        led, sort = _led(claim, name), _sort(name, lang)
        others = [one for one in told.facts.names if led and _led(told, one) == led]
        if sort and len(others) == 1 and _sort(others[0], lang) == sort and not _in(others[0], claim):
            return _not(others[0].text, name.text)
    return None


def nearly(claim: Text, told: Text, lacks: Set[str], span: Span) -> Message | None:
    """What a sentence that says much of a claim, and all but one value of it, has in that value's place; None where it
    has nothing there, or the article has the value elsewhere. It tells no more than that it is another."""
    whole = read(span.article.text)
    missing = [
        one for one in claim.facts.numbers if not any(holds(claim, one, told, two) for two in told.facts.numbers)
    ]
    days = [day for day in claim.facts.days if not any(map(day.agrees, days_told(told, span)))]
    names = [one for one in claim.facts.names if not lacks.isdisjoint(map(base, stems(one.text)))]
    if missing and not days and not names:
        if any(one.agrees(two) for one in missing for two in whole.facts.numbers):
            return None
        if len(missing) > 1 and (pair := _row(claim, told)) is not None:
            return pair
        best = _alike(claim, missing[0], told)
        return _not(best[0].text, _said(claim, missing[0])) if best else None
    if days and not missing and not names:
        only = _other_day(days[0], told, span)
        known = any(map(days[0].agrees, days_told(whole, span)))
        return _not(only.text.rstrip("."), days[0].text) if only and not known and _as_whole(only, days[0]) else None
    return _place(claim, told, lacks, language_of(span.article)) if names and not missing and not days else None


def _not(right: str, said: str) -> Message:
    return Message("{right}, not {said}", right=right, said=said)


def _said(claim: Text, number: Number) -> str:
    compared = numbers.comparison(claim, number)
    return numbers.beside(compared, number) if compared else number.text


def _placed(claim: Text, number: Number, told: Text) -> list[Number]:
    """The numbers of the same unit that count the same as one of a claim, or else stand behind the same word."""
    behind, counted = _before(claim, number.start), numbers.counted(claim, number)
    alike = [one for one in told.facts.numbers if one.unit == number.unit]
    same = [one for one in alike if counted and numbers.counted(told, one) == counted]
    return [one for one in (same or alike) if behind and _before(told, one.start) == behind] or same


def _alike(claim: Text, number: Number, told: Text) -> list[Number]:
    """The numbers that count the same as one of a claim, or the only one of its unit."""
    counted = numbers.counted(claim, number)
    alike = [one for one in told.facts.numbers if one.unit == number.unit]
    same = [one for one in alike if counted and numbers.counted(told, one) == counted]
    return same or (alike if len(alike) == 1 and number.unit not in ("", "th") else [])


def _row(claim: Text, told: Text) -> Message | None:
    """Two numbers of a sentence in the place of the two of a claim that the same word joins: "66 to 27"."""
    mine = _joined(claim)
    other = next((one for one in _joined(told) if mine and one[0] == mine[0][0]), None)
    if other is None or len(claim.facts.numbers) != 2:
        return None
    return _not(told.text[slice(*other[1])], claim.text[slice(*mine[0][1])])


def _is_joined(text: Text, number: Number) -> bool:
    """Whether a number is one of two that stand near to each other."""
    return any(start <= number.start < end for _, (start, end) in _joined(text))


def _joined(text: Text) -> list[tuple[str, Interval]]:
    """The pairs of numbers that stand near to each other: the last word between them, and from where to where."""
    ordered = sorted(text.facts.numbers, key=lambda one: one.start)
    near = [(one, two) for one, two in itertools.pairwise(ordered) if 0 < two.start - one.end < _ROW]
    return [((text.text[one.end : two.start].split() or [""])[-1], (one.start, two.end)) for one, two in near]


def _other_day(day: Day, told: Text, span: Span) -> Day | None:
    """The only day of a sentence, where it is not that day."""
    only = told.facts.days[0] if len(told.facts.days) == 1 else None
    return only if only and not any(map(day.agrees, only.read(span.article.published))) else None


def _as_whole(one: Day, other: Day) -> bool:
    """Whether two days are given as far as each other: by year, by month, by day."""
    mine, theirs = ([part is None for part in (day.year, day.month, day.day, day.shift)] for day in (one, other))
    return mine == theirs


def days_told(told: Text, span: Span) -> list[Day]:
    """The days that a span tells, each as it may be read of its article's."""
    return [date for day in told.facts.days for date in day.read(span.article.published)]


def _sort(name: Name, lang: str) -> str | None:
    """What a name is of, as far as countries and great cities are known."""
    if is_country(name.text, lang):
        return "country"
    return "city" if tuple(name.words) in cities(lang) else None


def _in(name: Name, claim: Text) -> bool:
    """Whether a claim names the same, if in another form."""
    return any(is_one(set(name.words), set(one.words)) for one in claim.facts.names)


def _led(text: Text, name: Name) -> str | None:
    """The word before a name and what determines it."""
    before = [word.folded for word in text.words if word.start < name.start]
    while before and before[-1] in DETERMINERS:
        before.pop()
    return before[-1] if before else None


def _deed(text: Text, name: Name) -> str | None:
    """The stem of the verb that something is done with by somebody named, with as much as a role between them."""
    before = [word for word in text.words if word.start < name.start]
    for at in range(len(before) - 1, max(0, len(before) - 1 - _ROLE), -1):
        if before[at].folded == "by":
            return base(before[at - 1].stem)
    return None


def _before(text: Text, start: int) -> str | None:
    """The stem of the word before a place."""
    before = [word for word in text.words if word.start < start]
    return before[-1].stem if before else None
