"""The words of a claim -> which of them say what is claimed of the name that it begins with, and how much of it."""

import itertools
import re

from rag.text.facts import Text
from rag.text.verbs import base
from rag.text.words import FUNCTION_STEMS

DETERMINERS = frozenset("the a an this that".split())
_QUANTIFIERS = frozenset("all more most".split())
_OWNS = re.compile(r"[\w.-]+['’]")  # "Ada's house", of which more is said than of Ada
_ASSURING = frozenset("really actually indeed truly ever".split())


def weighty(text: Text) -> frozenset[str]:
    """The stems of words that elsewhere say little, and here how much is claimed: all, most, more, or that it had been
    so before."""
    counts = bool(text.facts.numbers)  # "more than 20" is held against the number that is told
    last = len(text.words) - 1
    return frozenset(
        word.stem
        for number, word in enumerate(text.words)
        if (word.folded in _QUANTIFIERS and not (counts and word.folded in ("more", "most")))
        or (word.folded == "before" and number == last)
    )


def predicate(text: Text) -> tuple[str | None, int | None]:
    """What is said of a name that a text begins with: the word behind it, "really" and its like aside, or else where
    what it is called begins."""
    words = [word for word in text.words if word.folded not in _ASSURING]
    behind = list(itertools.dropwhile(lambda one: one.folded in DETERMINERS, words))
    name = list(itertools.takewhile(lambda one: one.capital, behind))
    said = behind[len(name) :]
    if not name or not said or _OWNS.match(text.text, name[-1].start):
        return None, None
    if said[0].folded in DETERMINERS:
        return None, said[1].start if len(said) > 1 else None
    return (None if said[0].stem in FUNCTION_STEMS else base(said[0].stem)), None
