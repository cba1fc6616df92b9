"""Who does what to whom: the same in a statement and in the cited words, or the other way round. English only, as its
words tell by their order."""

import re
from collections.abc import Sequence

from rag.answers.check.fault import Fault
from rag.message import Message
from rag.text.facts import Text, read
from rag.text.language import language
from rag.text.names import TITLES, is_one
from rag.text.words import FUNCTION_STEMS
from rag.types import Span

_APART = 6  # words between a name and what it does, or what is done to it


def turned_round(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """Two of whom one is said to do what the cited words have the other do."""
    found: list[Fault] = []
    if language(statement.text) != "en":
        return found
    others = [_deeds(read(span.text)) for span in cited]
    for verb, (doer, done_to) in _deeds(statement).items():
        told = [deeds[verb] for deeds in others if verb in deeds]
        if any(is_one(doer, one) for one, _ in told):
            continue
        if any(is_one(done_to, one) and is_one(doer, two) for one, two in told):
            found.append(Fault(Message("the article has it the other way round"), "partly"))
    return found


def _deeds(text: Text) -> dict[str, tuple[set[str], set[str]]]:
    """By the stem of a word, the nearest names before and after it, turned round where it is passive ("was replaced
    by")."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    named = [name for name in text.facts.names if not set(name.words) <= TITLES]
    for place, word in enumerate(text.words):
        if word.capital or word.stem in FUNCTION_STEMS or word.stem[0].isdigit():
            continue
        before = [name for name in named if name.end <= word.start]
        after = [name for name in named if name.start > word.start]
        if not before or not after:
            continue
        between = text.text[before[-1].end : word.start], text.text[word.start : after[0].start]
        if "," in between[1] or any(len(part.split()) > _APART or re.search(r"[.;:!?]\s", part) for part in between):
            continue
        pair = set(before[-1].words), set(after[0].words)
        passive = text.words[place - 1].folded in ("was", "were", "been", "being", "is", "are") and " by " in between[1]
        found.setdefault(word.stem, pair[::-1] if passive else pair)
    return found
