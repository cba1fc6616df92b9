"""Which of several things is more: by their values, in words, with no verdict where they are of two kinds; and of two,
where a sentence says so itself: "A raised more money than B", in English alone."""

import functools
import math
import re
from collections.abc import Sequence

from rag.answers.check.negations import OPPOSITES
from rag.answers.kinds.measures import is_less
from rag.answers.kinds.values import Told
from rag.message import Message, all_of
from rag.text.modality import moods
from rag.text.words import FUNCTION_STEMS, own_stems, stems
from rag.types import Article, Span

_HARM = re.compile(
    r"\b(?:mortality|deaths?|died|killed|fatal\w*|injur\w+|loss(?:es)?|errors?|failures?)\b", re.IGNORECASE
)
_GAIN = re.compile(r"\b(?:votes?|seats?|delegates?|points?|goals?|support|profits?|survival|efficacy)\b", re.IGNORECASE)
_HOW_WELL = re.compile(r"\b(?:better|best|worse|worst)\b", re.IGNORECASE)
_WORSE = re.compile(r"\bwors(?:e|t)\b", re.IGNORECASE)


def verdict(
    names: Sequence[str], values: Sequence[Told], aspect: str, *, claims: bool = False, by_how_much: bool = False
) -> str:
    """Which of some things is what is asked for, by their values: "Dorian: 185 mph against 120 mph (Humberto)"; with
    yes or no where it is asked whether the first ``claims`` to be so; the values alone where it is not clear whether
    more or less of them is meant."""
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
    said = Message("{name}: {value} against {others}.", name=capital(first[0]), value=_value(first[1]), others=against)
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


def capital(name: str) -> str:
    """A name as it opens a sentence."""
    return name[:1].upper() + name[1:]


_COMPARATIVE = r"(?:more|less|fewer|better|worse|farther|further|(?!(?:other|after|over|under|rather)\b)[a-z]{2,}er)"
_THAN = re.compile(rf"\b(?P<more>{_COMPARATIVE})\b[^.;:]{{0,80}}? than ", re.IGNORECASE)
_ASKED = re.compile(rf"\b{_COMPARATIVE}\b", re.IGNORECASE)
_LARGE = own_stems("bigger larger greater")
_CLAUSE = re.compile(r"[,;:.()–—]")
_REACH = 6  # words behind "than" among which the other side is named
_OTHERWISE = frozenset(["denied", "possible", "meant", "reported", "conditional"])


def told_outright(sides: Sequence[str], aspect: str, sentences: Sequence[Span]) -> tuple[int, Span] | None:
    """Which of two sides is what an aspect asks for, as the first sentence says that compares them in that, and that
    sentence; None where none does."""
    asked = _ASKED.search(aspect)
    if len(sides) != 2 or asked is None:
        return None
    keys = _told_apart(*map(_ordered, sides))
    about = own_stems(f"{aspect[: asked.start()]} {aspect[asked.end() :]}")
    named = own_stems(" ".join(sides))
    for one in sentences:
        if not named <= _stems_of(one.article):
            continue
        if (winner := _winner(keys, asked[0].lower(), about, one.text)) is not None:
            return winner, one
    return None


def _winner(keys: Sequence[frozenset[str]], asked: str, about: frozenset[str], text: str) -> int | None:
    """The side that a sentence says is what is asked; None where it does not say so plainly."""
    for than in _THAN.finditer(text):
        before, after = (
            set(stems(text[: than.start()])),
            set(stems(" ".join(_CLAUSE.split(text[than.end() :])[0].split()[:_REACH]))),
        )
        told = [(keys[one] <= before and keys[1 - one] <= after) and not keys[1 - one] <= before for one in (0, 1)]
        if told[0] is told[1] or (about and about.isdisjoint(stems(text))):
            continue
        if any(one.kind in _OTHERWISE and one.start < than.end() for one in moods(text, "en") or ()):
            continue
        direction = _direction(asked, than["more"].lower())
        if direction is not None:
            first = told.index(True)
            return first if direction else 1 - first
    return None


def _direction(asked: str, told: str) -> bool | None:
    """Whether a comparative says what is asked, or the opposite; None where it says neither."""
    [one], [other] = stems(asked), stems(told)
    if one == other or {one, other} <= _LARGE:
        return True
    return False if other in OPPOSITES.get(one, ()) else None


def _told_apart(one: list[str], other: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    """By what each of two sides is known; of "the male or the female spider" by the first word of the longer."""
    short = min(len(one), len(other))
    return frozenset(one[:short]), frozenset(other[:short])


@functools.lru_cache(maxsize=64)
def _stems_of(article: Article) -> frozenset[str]:
    return frozenset(stems(f"{article.title} {article.text}"))


def _ordered(side: str) -> list[str]:
    return [stem for stem in stems(side) if stem not in FUNCTION_STEMS]
