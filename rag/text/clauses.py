"""What part a word has in its sentence, as far as the words around it tell. English only."""

import re

from rag.text.modality import is_denied
from rag.text.words import FUNCTION_STEMS, stems

_DETERMINERS = r"(?:the|an?|its|his|her|their|this|that)"
_NOUN = re.compile(rf"\b(?:{_DETERMINERS}|of)\s+(?:\w+\s+)?$|['’]s?\s+(?:\w+\s+)?$", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:the|an?|its|his|her|their|this)\s+$|['’]s?\s+$|\b(?:of|in|for|with|from|on|at)\s+$", re.IGNORECASE
)
_OF = re.compile(rf"\bof\s+(?:{_DETERMINERS}\s+)?$", re.IGNORECASE)
_REACH = 24  # characters before a word that are looked at for what makes it a noun
_RELATED = re.compile(r"\b(?:who|whom|whose|which)\s+(?:(?:the|an?|his|her|its|their)\s+)?$", re.IGNORECASE)
_RELATING = re.compile(r"\b(?:whom|whose|which)\s+(?:(?:the|an?|his|her|its|their)\s|[A-Z])")

EMPTY = frozenset("a an the that which who do does did or".split())
"""Words that may be put in or left out, or stand elsewhere; that both have "or" is told by `rag.text.modality`."""
JOINING = FUNCTION_STEMS | frozenset(
    stem
    for word in (
        "against amid among around across along beside beyond despite inside outside near off out over past per "
        "through throughout toward towards upon via within without while because although though whereas up down"
    ).split()
    for stem in stems(word)
)
"""Stems of words that say nothing by themselves, and join those that do."""
HELPING = frozenset("is are was were am be been being have has had having will would shall should can could".split())
"""Verbs that help another one: "were" of "were dropped"."""
_FRONTED = re.compile(
    r"(?!(?:an?|the|its|his|her|their|this|that|these|those|our|my|all|both)\b)(?P<word>\w+)[^,;:–—“”\"]*, ?$",
    re.IGNORECASE,
)


def fronted(text: str) -> bool:
    """Whether a text is a phrase that a sentence opens with and that says where, how or in what case all of it is so:
    "In the film, "."""
    opener = _FRONTED.fullmatch(text)
    return opener is not None and set(stems(opener["word"])) <= JOINING


def is_noun(text: str, start: int) -> bool:
    """Whether a word that begins there stands as a noun stands: "its opening"."""
    return _NOUN.search(text[max(0, start - _REACH) : start]) is not None


def is_called(text: str, start: int) -> bool:
    """Whether a word that begins there has a determiner, an owner or a preposition itself, and does not say of what it
    is: "today's race", but not "the cost of the line"."""
    called = _CALLED.search(text[max(0, start - _REACH) : start]) is not None
    return called and re.match(r"[\w-]+ of\b", text[start:]) is None


def is_owner(text: str, start: int) -> bool:
    """Whether what begins there is but what another thing is of: "a photograph of the compass"."""
    return _OF.search(text[max(0, start - _REACH) : start]) is not None


def is_of_another(text: str, first: int, last: int) -> bool:
    """Whether words from the one that begins at ``first`` to the one at ``last`` stand in a clause about somebody or
    something else, or are followed by "but" and a denial: "the judge whom the doctor had criticised resigned" tells
    neither that the doctor resigned nor that the judge had criticised the doctor."""
    if _RELATED.search(text[:first]) or _RELATING.search(text[first:last]):
        return True
    _, but, rest = text[last:].partition(" but ")  # "the chamber approved it, but the senate did not"
    return bool(but) and is_denied(rest, "en")
