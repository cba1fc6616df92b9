"""The turns of a transcript: what somebody says until a label names the next one, as "DORA FINCH: ..." does.

The labels are known by how they stand, in any language: at the beginnings of lines, several of them, and some again.
"""

import functools
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from rag.text.words import words
from rag.types import Interval

_LABEL = re.compile(
    r"^(?:>>\s*)?(?P<name>[^\W\d_a-z][^:\n.!?]{0,60}(?:\. ?[^:\n.!?]{1,40}){0,2})"
    r"(?::(?=\s|$)|\.\s?[–—](?=\s))",  # "Mme Dumas. – Merci", in the debates of French parliaments
    re.M,
)
_BESIDE = re.compile(r"\s*\([^()\n]{1,60}\)\s*$")
_ENDS = re.compile(r"^(?:#|\([^()\n]{2,80}\)\s*$)", re.M)  # a heading, or what happened: "(Applause)"
_PAIR = re.compile(r"\b([^\W\d_a-z][\w'’-]+) (?=([^\W\d_a-z][\w'’-]+))")
# Two words with capitals, or a word of them: "Dora Finch", "FINCH"; none are "Answer", "Directed by" and "Place".
_NAMED = re.compile(r"\b[^\W\d_a-z][\w.'’-]*,? (?:[^\W_]{1,3} )?[^\W\d_a-z]|\b[^\W\d_a-z]{2}")
_MOST_WORDS, _MOST_SMALL, _FEWEST, _SHARE, _MOST_SPEAKERS = 9, 3, 3, 0.3, 1000


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says in turn, from ``start``, where the ``label`` stands, to ``end``; ``name`` is the fullest label
    of the same speaker. All are of the text."""

    start: int
    end: int
    label: Interval
    name: Interval


@functools.lru_cache(maxsize=32)
def turns(text: str) -> tuple[Turn, ...]:
    """The turns of a text; none where it is no transcript: of three labels or more one at least has to come again,
    mostly behind another one, a good part of its lines to have one, and a good part of these to name somebody."""
    found = [one for one in _LABEL.finditer(text) if _may_name(one["name"])]
    keys = [tuple(words(_BESIDE.sub("", one["name"]))) for one in found]
    again = Counter(key[-1:] for key in keys)
    lines = sum(1 for line in text.split("\n") if line.strip())
    if (
        len(found) < _FEWEST
        or not 1 < len(set(keys)) <= _MOST_SPEAKERS
        or max(again.values()) < 2
        or len(found) < _SHARE * lines
    ):
        return ()
    if 2 * sum(one[-1:] == other[-1:] for one, other in pairwise(keys)) >= len(keys) - 1:  # pictures, as "Image: ..."
        return ()
    in_full = _in_full(text)
    naming = {
        key[-1:] for one, key in zip(found, keys, strict=True) if _NAMED.search(one["name"]) or key[-1] in in_full
    }
    if sum(again[one] for one in naming) < _SHARE * len(found):  # a form, as "Place: ..." and "Answer: ..."
        return ()
    ends = [one.start() for one in _ENDS.finditer(text)]
    distinct = list(dict.fromkeys(keys))
    named = {key: found[keys.index(_fullest(key, distinct))].span("name") for key in distinct}
    made = []
    for one, after, key in zip(found, [*found[1:], None], keys, strict=True):
        behind = after.start() if after else len(text)
        place = bisect_right(ends, one.end())
        spoken = text[one.start() : min([behind, *ends[place : place + 1]])].rstrip()
        made.append(Turn(one.start(), one.start() + len(spoken), one.span("name"), named[key]))
    return tuple(made)


def turn_at(text: str, start: int, end: int) -> Turn | None:
    """The turn that an interval stands in, None where it is in none, or in several."""
    each = turns(text)
    place = bisect_right(each, start, key=lambda one: one.start) - 1
    return each[place] if place >= 0 and end <= each[place].end else None


def _in_full(text: str) -> set[str]:
    """Words that a text has behind another one with a capital, which it has nowhere without: "Finch" in "Dora Finch"
    and not "Place" in "The Place"."""
    pairs = [pair.groups() for pair in _PAIR.finditer(text)]
    small = set(re.findall(r"\b[a-zß-ÿ][\w'’-]+", text)) if pairs else ()
    return {word for first, last in pairs if first.lower() not in small for word in words(last)[-1:]}


def _fullest(own: tuple[str, ...], keys: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Of the labels of a speaker that which has the most words: of a surname, or initials, the one full name that has
    them; a surname that several have is only of itself."""
    alone = len(own) == 1
    longer = [key for key in keys if set(own) < set(key)]
    initials = [key for key in keys if len(key) > 1 and "".join(one[0] for one in key) == own[0]] if alone else []
    like = longer or initials
    return like[0] if len(like) == 1 else own if alone else max([own, *longer], key=len)


def _may_name(label: str) -> bool:
    """Whether a label may be a name, with a role and a title beside it: few words, most in capitals."""
    bare = _BESIDE.sub("", label)
    each = re.findall(r"[^\W_]+", bare)
    small = sum(one[0].islower() for one in each)
    return (
        1 <= len(each) <= _MOST_WORDS
        and (len(each[-1]) > 1 or each[-1].isdigit())
        and small <= min(_MOST_SMALL, len(each) - 1)
    )
