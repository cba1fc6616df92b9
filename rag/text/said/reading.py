"""A text and its language -> who says what in it, with the full name of whom is meant where the text makes it sure."""

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from rag.text.said import english
from rag.text.said.attribution import HIDDEN, Attribution, Unit, units
from rag.text.said.interviewed import interviewed
from rag.text.said.naming import NAMING
from rag.text.said.people import People
from rag.text.said.turns import turn_at, turns
from rag.text.sentences import sentences
from rag.types import Interval

LONGEST = 50_000
"""Characters of a text in which whom a sentence is of is looked for: some 60 ms."""


_LEADS_UP = re.compile(rf"[^{HIDDEN}:]*(?=: ?{HIDDEN})")
_OPENS_WITH = re.compile(r"(?:[^\W\d_]+ )?(?:[^\W\d_a-zß-öø-ÿ][\w-]* )*", re.UNICODE)
"""What may stand before a name that a sentence opens with: "The", and what somebody is."""


class _Rules(NamedTuple):
    """What tells who says what in a language, its verbs of saying, and where a clause shows it, whether it goes on with
    what was said."""

    attributed: Callable[[Unit], list[Attribution]]
    verb: re.Pattern[str]
    goes_on: Callable[[Unit], bool] | None = None


def _rules(code: str) -> _Rules | None:
    """The rules of a language, None where there are none."""
    if code == "de":
        from rag.text.said import german  # its patterns take 20 ms to compile

        return _Rules(german.attributed, german.VERB, german.goes_on)
    return _Rules(english.attributed, english.VERB) if code == "en" else None


@functools.lru_cache(maxsize=64)
def people(text: str, code: str) -> People | None:
    """Who is named in a text; None in a language that there is no table for."""
    return People(text, code, [(one.start, one.end) for one in _units(text, code)]) if code in NAMING else None


@functools.lru_cache(maxsize=32)
def _units(text: str, code: str) -> tuple[Unit, ...]:
    rules = _rules(code)
    return tuple(units(text, code, rules.verb)) if rules is not None else ()


@functools.lru_cache(maxsize=256)
def attributions(text: str, code: str) -> tuple[Attribution, ...]:
    """What a text, in a language by its ISO 639-1 code, gives to somebody, in its order; nothing in a language that
    there are no rules for."""
    found = (*_told(text, code), *_in_turns(text, code), *_in_replies(text, code))
    return tuple(sorted(found, key=lambda one: one.stands))


def _in_turns(text: str, code: str) -> Iterator[Attribution]:
    """The sentences of the turns of a transcript, each as words of whom its label names, in any language."""
    for turn in turns(text):
        for start, end in sentences(text[turn.start : turn.end], code):
            stands = turn.start + start, turn.start + end
            yield Attribution("direct", (stands,), None, turn.label, turn.name, stands)


def _in_replies(text: str, code: str) -> Iterator[Attribution]:
    """The sentences of the replies of an interview without labels."""
    known = people(text, code)
    for name, paragraph in interviewed(text, code, known) if known is not None else ():
        for start, end in sentences(text[slice(*paragraph)], code):
            stands = paragraph[0] + start, paragraph[0] + end
            yield Attribution("direct", (stands,), None, name, name, stands)


def _told(text: str, code: str) -> list[Attribution]:
    """What a text tells that somebody said."""
    rules, known = _rules(code), people(text, code)
    if rules is None or known is None:
        return []
    found: list[Attribution] = []
    last: Attribution | None = None
    before: Unit | None = None
    for unit in _units(text, code):
        if unit.opens and code != "de":
            last = None
        own = rules.attributed(unit)
        if own and not own[0].said:  # it says who said the sentence before
            said = ((before.start, before.end),) if before and not unit.opens else ()
            own = [replace(own[0], said=said)] if said else []
        if not own:
            own = _introduced(unit, known) or _going_on(unit, last, rules)
        for one in own:
            if one.speaker is None and last is not None and one.kind != "direct":
                one = replace(one, speaker=last.speaker)
            begins = min([unit.start, *(start for start, _ in one.said)])
            found.append(replace(one, name=_name(known, one), stands=(begins, unit.end)))
        before = unit
        last = found[-1] if own else last if code == "de" and not unit.opens else None
    return found


def _may_leave_out(text: str, code: str) -> bool:
    """Whether sentences may leave out whom they are of, as far as they tell by themselves: they open with a pronoun or
    a role, or give words to somebody."""
    by = NAMING.get(code)
    opening = re.match(r"[\"“„(]?([^\W\d_]+)", text)
    if by is None or opening is None:
        return False
    plain = opening[1].lower()
    if text[0] in '"“„«' or plain in by.pronouns or plain in by.definite:
        return True
    rules = _rules(code)
    return rules is not None and any(map(rules.attributed, _units(text, code)))


def left_out(text: str, code: str, start: int, end: int) -> Interval | None:
    """The full name of whom some sentences are, ``start`` to ``end`` of a text, where their own words leave it out: of
    who speaks in them, or of whom they open with by a pronoun or a role; in a transcript of whose turn they are. None
    where it is not sure."""
    if (turn := turn_at(text, start, end)) is not None:
        return turn.name if turn.label[1] <= start else None
    if len(text) > LONGEST or not _may_leave_out(text[start:end], code):
        return None
    known = people(text, code)
    if known is None:
        return None
    own = [one for one in attributions(text, code) if start <= one.stands[0] and one.stands[1] <= end]
    names = {one.name for one in own}
    if names:
        name = names.pop()
        if names or name is None:
            return None
    else:
        meant = known.opening(start, end)
        name = (meant.start, meant.end) if meant else None
    return name if name is not None and not known.is_named(name, start, end) else None


def _introduced(unit: Unit, known: People) -> list[Attribution]:
    """The quotations of a unit that its words lead up to with a colon, as words of whom these name first and open with:
    "The mayor Ada Brandt opposed the plan: ..."."""
    opening = _LEADS_UP.match(unit.masked)
    first = next(iter(known.within(unit.start, unit.start + opening.end())), None) if opening else None
    if first is None or first.place or not _OPENS_WITH.fullmatch(unit.masked[: first.start - unit.start]):
        return []
    return [Attribution("direct", unit.quotes, None, (first.start, first.end))]


def _going_on(unit: Unit, last: Attribution | None, rules: _Rules) -> list[Attribution]:
    """What a unit without a verb of saying goes on with: a quotation that is nearly all of it, or in German a clause in
    the subjunctive."""
    quoted = sum(end - start for start, end in unit.quotes)
    if quoted > 0.7 * (unit.end - unit.start):
        speaker = last.speaker if last else None
        return [Attribution("direct", unit.quotes, None, speaker)]
    if rules.goes_on is not None and last is not None and last.speaker is not None and rules.goes_on(unit):
        return [Attribution("reported", ((unit.start, unit.end),), None, last.speaker)]
    return []


def _name(known: People, one: Attribution) -> Interval | None:
    meant = known.meant(*one.speaker, one.said) if one.speaker is not None else None
    return (meant.start, meant.end) if meant is not None else None
