"""What a sentence enumerates: the members that stand in a row, with commas or semicolons between and "and" or "or"
before the last. English, by its signs and small words; it knows no word classes, so that where a row begins is a
judgement."""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from rag.text.quotations import quoted
from rag.text.series import LANGUAGES, series
from rag.text.verbs import is_irregular
from rag.text.words import stems
from rag.types import Interval

FEWEST = 3
"""Members of a row that is surely one: two things are joined by "and" everywhere."""

_SEPARATOR = re.compile(
    r"\s*;(?: (?:and|or)(?= ))?|,? (?:and|or|as well as|&)(?: also| finally| lastly)?(?= )|,(?=[ \"“]|$)"
)
_JOINS = re.compile(r"[;,]? ?(?:and|or|as well as|&)(?: also| finally| lastly)?")
_LONGEST, _LONGEST_LAST = 12, 6  # words of a member; of the last one before it is cut at a preposition
_HAS = r"\b(?:was|were|is|are|has|had|have|said|says|will|would|can|could)\b"
_CLAUSE = re.compile(
    r"(?:who|whom|whose|which|that|where|when|while|but|although|because|if|according|reportedly|including|he|she|it"
    rf"|they|we|i|there|\w+ly|often|later|then|also|even|with|after|before|as|since|though)\b|(?:(?!\b(?:where|that|which|who)\b).)*{_HAS}",
    re.IGNORECASE,
)
"""What is no member, but a clause."""
_OPENS = r"[:–—(]|\b(?:include[sd]?|including|such as|like|namely|as)\b"
_OPENED = re.compile(rf"{_OPENS}|\b(?:for|in|at|of|to|with|by|from|on)\s*\Z", re.IGNORECASE)
"""What opens a row for sure."""
_VERB = (
    r"[^\W\d_]['’]?\s(?:(?-i:[a-z]+ed)|held|won|saw|took|made|gave)(?= )"
    r"|\b(?:it|he|she|they|we|i) \w+(?= )|\b(?:were|was|are|is|be|been|being|has|had|have|called)\b"
    r"|\b[a-z]+s(?= (?:his|her|its|their|an?|the) )"
)
_BEFORE = r"\b(?:from|in|into|on|onto|at|with|by|to|between|among|against|through|than|around|of which|for(?=,? *$))\b"
_STARTS = re.compile(rf".*(?:{_OPENS}|{_VERB}|{_BEFORE})\s*", re.IGNORECASE | re.DOTALL)
"""All that stands before the first member."""
_AHEAD = re.compile(
    r"(?:last|next|late|early|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|in|on|at|of|from|by|with|for|to|into|off|near|between"
    r"|over|where|who|which)\b",
    re.IGNORECASE,
)
"""What stands before a member, or says when, and is none."""
_ENDS = re.compile(
    r" (?:for|in|of|to|with|from|by|on|at) (?:which|whom)\b|[;:.!?()–—]|,|\s-\s"
    r"|(?<!^)\b(?:who|whom|whose|which|that|where|when|while|were|was|are|is|has|had|have|will|would|can|could|may|said"
    r"|all|both|respectively|according|throughout|as|after|before|during|since|amongst?|but)\b"
)
"""What the last member ends before, and a long one also before a preposition."""
_ENDS_LONG = re.compile(r"\b(?:in|on|at|from|with|by|to|for|under|over|until)\b")
_ASIDE = re.compile(r"among (?:other things|others)", re.IGNORECASE)
_RELATIVE = re.compile(r",? (?:who|whom|whose|which)\b")
_DONE_BY = re.compile(
    r"\s*(?:the|an?|its|his|her|their|[A-Z][\w’'-]+) (?:[\w’'-]+ ){0,2}(?<!ly )(?<!the )(?<!an )(?<!a )"
    r"(?:[a-z]{3,}ed|held|won|saw|took|made|gave) (?=[a-z])"
)
"""A subject with its verb: "the fair featured", "Baker played"."""
_DETERMINER = re.compile(r"(?:the|an?|both|either)\s+", re.IGNORECASE)


def enumerated(text: str, code: str) -> Iterator[list[Interval]]:
    """The rows in a sentence of a language by its ISO 639-1 code; none in one whose rows are not known."""
    if code == "en":
        yield from coordinations(text)
    elif code in LANGUAGES:
        yield from series(text, code)


def coordinations(text: str) -> Iterator[list[Interval]]:
    """The rows of at least two members in a sentence, in their order; none overlaps another."""
    held = [*quoted(text), *(match.span() for match in re.finditer(r"\([^()]*\)", text))]
    separators = [
        match.span() for match in _SEPARATOR.finditer(text) if not any(a < match.start() < b for a, b in held)
    ]
    divided = [one for one in separators if text[slice(*one)].lstrip().startswith(";")]
    separators = divided if len(divided) > 1 else _outer(text, separators)
    bounds = [0, *(point for one in separators for point in one), len(text)]
    segments = list(zip(bounds[::2], bounds[1::2], strict=True))
    first = 0
    for last in range(1, len(segments)):
        further = separators[last] if last < len(separators) else None
        goes_on = further is not None and text[further[0]] == "," and _joins(text, further)
        if not _joins(text, separators[last - 1]) or goes_on:
            continue
        start = last - 1
        while start > first and _is_member(text, segments[start]) and not _opens(text, segments[start]):
            start -= 1
        row = list(_row(text, segments[start : last + 1]))
        if len(row) > 1 and not _is_verb(text[slice(*row[-1])]):
            yield row
        first = last if _OPENED.search(text, *segments[last]) else last + 1


def _outer(text: str, separators: Sequence[Interval]) -> list[Interval]:
    """The separators without each "and" that no comma stands before, inside a row whose last one has a comma: "Joanne
    and Edward Corr"."""
    joined = [place for place, one in enumerate(separators) if re.match(r", (?:and|or)", text[slice(*one)])]
    inner = set()
    for place in joined:
        for step in (-1, 1):
            near = place + step
            while 0 <= near < len(separators) and (near not in joined):
                if text[separators[near][0]] != ",":
                    inner.add(near)
                    if step > 0:
                        break
                elif step > 0:
                    break
                near += step
    return [one for place, one in enumerate(separators) if place not in inner]


def _joins(text: str, separator: Interval) -> bool:
    return _JOINS.fullmatch(text[slice(*separator)].strip()) is not None


def _opens(text: str, segment: Interval) -> bool:
    """Whether a row begins within a segment: behind what opens one, or behind what its members are done by."""
    return _OPENED.search(text, *segment) is not None or _DONE_BY.match(text, *segment) is not None


def _is_member(text: str, segment: Interval) -> bool:
    said = text[slice(*segment)].strip()
    fits = 0 < len(said.split()) <= _LONGEST and _CLAUSE.match(said) is None and _AHEAD.match(said) is None
    return fits and not _is_verb(said)


def _is_verb(said: str) -> bool:
    """Whether words begin with the past of a verb, so that things that were done are joined: "sank, drove and left"."""
    first = re.match(r"[^\W\d_]+", said)
    if first is None or first[0][0].isupper():
        return False
    stem = stems(first[0])[0]
    return is_irregular(stem) or re.match(r"\w+ed (?:\d|the|an?|its|his|her|their)\b", said) is not None


def _row(text: str, segments: Sequence[Interval]) -> Iterator[Interval]:
    """The members: of the first segment what stands at its end, of the last what stands at its beginning."""
    middle = [len(text[slice(*one)].split()) for one in segments[1:]] or [1]
    length = max(round(median(middle)), 1)
    (start, end), (left, right) = segments[0], segments[-1]
    begun = _STARTS.match(text, start, end)
    start = begun.end() if begun else start
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) > length + 2:
        begins = len(words) - length
        while begins > 0 and words[begins][0][0].isupper() and words[begins - 1][0][0].isupper():
            begins -= 1  # of a name no part
        start += words[begins].start()
    members = [(start, end), *segments[1:-1], (left, _end(text, left, right))]
    asides = [place for place, one in enumerate(members) if _ASIDE.fullmatch(text[slice(*one)].strip())]
    for one in members[asides[-1] + 1 if asides else 0 :]:
        if (bare := _bare(text, one)) is not None:
            yield bare


def _end(text: str, start: int, end: int) -> int:
    """Where the last member ends."""
    opened = start + len(text[start:end]) - len(text[start:end].lstrip())
    if text[opened : opened + 1] in ('"', "“"):
        close = re.compile(r"[\"”]").search(text, opened + 1, end)
        return close.end() if close else end
    found = _ENDS.search(text, opened, end)
    while found is not None and found[0] == "." and re.match(r"\w", text[found.end() : found.end() + 1]):
        found = _ENDS.search(text, found.end(), end)
    cut = found.start() if found else end
    if len(text[opened:cut].split()) > _LONGEST_LAST and (found := _ENDS_LONG.search(text, opened + 1, cut)):
        return found.start()
    return cut


def _bare(text: str, one: Interval) -> Interval | None:
    """A member without its determiner and the blanks and signs around it."""
    start, end = one
    while start < end and text[start] in ' \n,;“”"':
        start += 1
    while end > start and text[end - 1] in ' \n,;.“”"':
        end -= 1
    if relative := _RELATIVE.search(text, start, end):
        end = relative.start()
    determiner = _DETERMINER.match(text, start, end)
    start = determiner.end() if determiner else start
    if start >= end or _AHEAD.match(text, start, end):
        return None
    return start, end
