"""What a language's words for questions about articles are: regular expressions over lower case.

{a} is an article, {as} articles, {s} a paper, {w} who writes. What a head leaves in its groups ``x`` and ``y``, and
what follows it, says which articles are meant.
"""

import functools
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """A language's words: of articles, papers and writers; what asks for what; what says that an article mentions
    something, is about it, or is by or in somebody; and words that say nothing more. ``verbs`` may follow "and" in a
    new condition; ``shown`` asks beside for what each row of articles shows. ``happened`` is all that a question of
    what is new says beside its period, ``happened_to`` what joins to it whom or where it happened, ``between`` two
    events between which it did. ``now`` asks how things stand in a question of the present, ``newest`` in any.
    ``polar`` is how a question for yes or no begins, ``claimed`` one that asks whether what follows is true,
    ``explains`` what one for a reason or a manner has. ``timeline`` is all of a question of what happened in order,
    ``summary`` of one for a summary, each with the topic in its groups; ``one`` asks for one sentence, ``saga`` is
    what a topic may be called, ``aftermath`` says that what came after it is meant, and ``single`` is one article."""

    article: str
    paper: str
    writer: str
    heads: tuple[tuple[str, str], ...]
    mention: str
    about: str
    by: str
    within: str
    both: str
    conj: str
    disj: str
    verbs: str
    small: str
    happened: str
    topics: str
    polar: str
    happened_to: str = "(?!)"
    between: str = "(?!)"
    shown: str = "(?!)"
    now: str = "(?!)"
    newest: str = "(?!)"
    not_polar: str = "(?!)"
    claimed: str = "(?!)"
    explains: str = "(?!)"
    span: str = "(?!)"
    timeline: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    one: str = "(?!)"
    saga: str = "(?!)"
    aftermath: str = "(?!)"
    single: str = "(?!)"


@functools.lru_cache(maxsize=2048)  # the cache of `re` holds fewer patterns than questions are held against
def filled(pattern: str, slot: str, words: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """A pattern with words in the place of a slot, such as "NOUN"."""
    return re.compile(pattern.replace(slot, words), flags)


def spelled(word: str) -> str:
    """A word as it is compared with those that questions are put in."""
    return word.lower().replace("’", "'")
