"""Which of two things is more where a sentence says so itself: "A raised more money than B". English only."""

import functools
import re
from collections.abc import Sequence

from rag.answers.check.negations import OPPOSITES
from rag.text.modality import moods
from rag.text.words import FUNCTION_STEMS, own_stems, stems
from rag.types import Article, Span

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
