"""Whether a word of a sentence depends on another one before it, and whether it is weakened there: few, nearly, not.
English only."""

import re

from rag.text.facts import Text, Word
from rag.text.modality import altering
from rag.text.verbs import is_irregular
from rag.text.words import FUNCTION_STEMS

DETERMINERS = frozenset("the a an its his her their this that these those my our your".split())
PREPOSITIONS = frozenset(
    "of for with without from in on at by near against about into onto over under above below between among around "
    "beside beside behind beyond across along through throughout toward towards inside outside despite during until "
    "till before after since via within per than like unlike amid to as".split()
)
_WEAKENS = re.compile(
    r"\b(?:few|hardly|scarcely|barely|nearly|almost|practically|virtually|except|excluding|half of|no|none of|neither|"
    r"not|other than|apart from|but for|all but|instead of|rather than|unlike)\s+"
    r"(?:of\s+)?(?:(?:the|that of|an?|its)\s+)?$",
    re.IGNORECASE,
)
"""What stands right before a word that is not so, or only nearly."""
_GOVERNS = PREPOSITIONS - {"after", "since", "as", "than"}
_LAST = 20  # characters that hold the last word
_LEFT = 4  # words before a name that may belong to it


def is_weakened(before: str) -> bool:
    """Whether words end with one by which what follows is not so, only nearly so, or another thing: "almost", "the
    former"."""
    return _WEAKENS.search(before) is not None or altering(before.rstrip()[-_LAST:].rpartition(" ")[2], "en")


def is_governed(claim: Text, told: Text, first: int, place: tuple[int, int], *, said: bool = False) -> bool:
    """Whether the ``first`` word of a claim, which stands at a place of a sentence, depends there on one before it, as
    in the claim it does not: "the director near the editor", "who criticised the editor"; or on "that", unless it is
    known who has ``said`` so."""
    mine = [one for one in claim.words if one.start < first]
    if is_weakened(told.text[: place[0]]) and not is_weakened(claim.text[:first]):
        return True
    if any(one.folded in PREPOSITIONS for one in mine):
        return False
    before = [one for one in told.words if one.start < place[0]]
    own = {one.stem for one in claim.words} - FUNCTION_STEMS
    near = range(len(before) - 1, len(before) - 2 - _LEFT, -1)
    at = next((at for at in near if at < 0 or before[at].stem in FUNCTION_STEMS | own), -1)
    at -= at >= 0 and before[at].folded in DETERMINERS
    if at < 0 or re.search(r"[,;:.!?–—\"“”]", told.text[before[at].start : place[0]]):
        return False
    return before[at].folded in _GOVERNS or (before[at].folded == "that" and not said) or is_deed(before[at])


def is_led(told: Text, start: int) -> bool:
    """Whether the phrase that a word at a place of a sentence ends stands behind a preposition: "a candidate for mayor"
    is not the mayor; one "as mayor" is, and of what is named by "of" and "by" it may be told."""
    before = [one.folded for one in told.words if one.start < start][-_LEFT:]
    while before and before[-1] not in DETERMINERS | PREPOSITIONS:
        before.pop()
    if before and before[-1] in DETERMINERS:
        before.pop()
    return bool(before) and before[-1] in PREPOSITIONS - {"as", "of", "by"}


def is_deed(word: Word) -> bool:
    """Whether a word is the past of a verb, as its form tells."""
    return word.folded.endswith("ed") or is_irregular(word.stem)
