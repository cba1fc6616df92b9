"""Whether a word of a sentence depends on another one before it, and whether it is weakened there: few, nearly, not.
English only."""

import re
from collections.abc import Sequence

from rag.text.facts import Text, Word
from rag.text.modality import moods
from rag.text.names import TITLES
from rag.text.verbs import base, is_irregular
from rag.text.words import FUNCTION_STEMS

DETERMINERS = frozenset("the a an its his her their this that these those my our your".split())
PREPOSITIONS = frozenset(
    "of for with without from in on at by near against about into onto over under above below between among around "
    "beside beside behind beyond across along through throughout toward towards inside outside despite during until "
    "till before after since via within per than like unlike amid to as".split()
)
WEAKENS = re.compile(
    r"\b(?:few|hardly|scarcely|barely|nearly|almost|practically|virtually|except|excluding|half of|no|none of|neither|"
    r"not|other than|apart from|but for|all but|instead of|rather than|unlike)\s+"
    r"(?:of\s+)?(?:(?:the|that of|an?|its)\s+)?$",
    re.IGNORECASE,
)
"""What stands right before a word that is not so, or only nearly."""
OPENS = re.compile(
    r"\s*(?:, (?:an?|the) (?:[\w-]+ ){1,4}| of (?:[\w-]+ ?){1,4})?,?\s*(?:who|which|that)\s+"
    r"(?!(?:the|an?|its|his|her|their|he|she|it|they|we|i)\b)(?-i:[a-z])",
    re.IGNORECASE,
)
"""A relative clause about the word right before it, which does what it tells."""
_UNSURE = frozenset(["denied", "possible", "meant", "conditional"])
_KNOWN = re.compile(
    r"(?:confirm|reveal|show|learn|discover|announc|prov|not|acknowledg|admi|realis|realiz|remember|regret|forg[eo]t|notic"
    r"|recall|know|knew|found|find|saw|sees?|aware|fact|news|sure|clear|happened|appears?|means?|said|says?|told|report"
    r"|stat)\w*"
)
"""Words before "that" by which what follows is so, or is somebody's word, which is told as that."""
_LEFT = 4  # words before a name that may belong to it


def is_governed(claim: Text, told: Text, first: int, place: tuple[int, int]) -> bool:
    """Whether the ``first`` word of a claim, which stands at a place of a sentence, depends there on one before it, as
    in the claim it does not: "the director near the editor", "who criticised the editor"."""
    mine = [one for one in claim.words if one.start < first]
    if WEAKENS.search(told.text[: place[0]]) and not WEAKENS.search(claim.text[:first]):
        return True
    if any(one.folded in PREPOSITIONS for one in mine):
        return False
    before = [one for one in told.words if one.start < place[0]]
    capital = told.text[place[0]].isupper()
    at = _opens_at(before, capital, {base(one.stem) for one in claim.words if one.stem not in FUNCTION_STEMS})
    if at is None:
        return False
    word = before[at]
    between = told.text[word.start : place[0]]
    if OPENS.match(re.sub(r"^(?: [A-Z][\w’'-]+)+", "", told.text[place[1] :])):
        return False
    if re.search(r"[,;:.!?–—\"“”]", between):
        return False
    if word.folded == "that":
        so = at > 0 and _KNOWN.fullmatch(before[at - 1].folded)
        return not so or any(one.kind in _UNSURE for one in moods(told.text[: word.start], "en") or ())
    if word.folded in PREPOSITIONS - {"after", "since", "as", "than"}:
        return True
    return is_deed(word) and not word.capital and told.text[word.start - 1 : word.start] != "-"  # "Velm-based"


def _opens_at(before: Sequence[Word], name: bool, mine: set[str]) -> int | None:
    """Which of some words stands before the phrase that the next one, perhaps of a ``name``, ends; None where that
    phrase opens its clause, or another part of what is claimed stands before it."""
    for at in range(len(before) - 1, max(-1, len(before) - 2 - _LEFT), -1):
        word = before[at]
        if word.folded in DETERMINERS:
            return at - 1 if at else None
        if word.folded in PREPOSITIONS or word.stem in FUNCTION_STEMS or is_deed(word):
            return at
        if base(word.stem) in mine or (name and not word.capital and word.folded not in TITLES):
            return None
    return None


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
    return (word.folded.endswith("ed") and len(word.folded) > 4) or is_irregular(word.stem)
