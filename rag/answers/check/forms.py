"""A statement -> the same in other forms, of which a sentence may have one: the day before it or behind it, who says it
before it or behind it, a name and what it is the other way round, what was done by somebody as what somebody did. All
but names English only."""

import re
from collections.abc import Iterator

from rag.text.clauses import is_noun
from rag.text.facts import Text
from rag.text.modality import moods

_WHO = r"(?P<who>[^,;:“”\"]{2,80}?)"
_SAID = [
    re.compile(pattern)
    for pattern in (
        rf"According to {_WHO}, (?P<what>.+)",
        rf"(?P<what>.+), according to {_WHO}",
        rf"(?P<what>.+), {_WHO} (?:said|says)",
        rf"(?P<what>.+), (?:said|says) {_WHO}",
        rf"{_WHO} (?:said|says) (?:that )?(?P<what>[^“”\"]+)",
    )
]
_SAYING = ("According to {who}, {what}", "{what}, according to {who}", "{what}, {who} said", "{what}, said {who}",
           "{who} said {what}")  # fmt: skip
_APPOSED = re.compile(r"(?P<one>[^,;:]+), (?P<two>[^,;:]+), (?P<rest>[^,].+)")
_PASSIVE = re.compile(
    r"(?P<done_to>[^,;:]+?) (?:was|were) (?P<deed>\w+ed) by (?P<doer>(?:(?:the|an?|its|his|her|their) )?[\w’'-]+"
    r"(?: (?!in |on |at |to |for |from |with |after |before |during |and |as |of )[\w’'-]+)*)(?P<rest>(?: .+)?)"
)
_BEFORE_DAY = re.compile(r"(?:\b(?:on|in) )?$", re.IGNORECASE)
_CLAUSES = re.compile(
    r"[,;:()“”\"]|\b(?:that|which|who|whom|whose|where|when|if|as|after|before|because|while|and|but|or|than)\b"
    r"|\bto (?!(?:the|an?|its|his|her|their)\b|[A-Z\d])"
)
_OTHERWISE = {"possible", "meant", "reported", "conditional"}


def forms(text: str) -> Iterator[str]:
    """A sentence in other forms."""
    plain = text.rstrip(".")
    if (apposed := _APPOSED.fullmatch(plain)) is not None:
        yield "{two}, {one}, {rest}.".format(**apposed.groupdict())
    said = next(filter(None, (pattern.fullmatch(plain) for pattern in _SAID)), None)
    if said is not None:
        yield from (f"{pattern.format(**said.groupdict())}." for pattern in _SAYING)
    yield from active(text)


def active(text: str) -> Iterator[str]:
    """A sentence in which something was done by somebody as one in which this one did it."""
    if (passive := _PASSIVE.fullmatch(text.rstrip("."))) is not None:
        yield "{doer} {deed} {done_to}{rest}.".format(**passive.groupdict())


def dated(statement: Text) -> Iterator[str]:
    """A statement with its one day before it or behind it, where it can be that of one deed alone."""
    if len(statement.facts.days) != 1:
        return
    day, text = statement.facts.days[0], statement.text.rstrip(".")
    before = _BEFORE_DAY.search(text, 0, day.start)
    start = before.start() if before else day.start
    phrase, first, rest = text[start : day.end], text[:start].strip(), text[day.end :].lstrip(",").strip()
    told = f"{first} {rest}".strip()
    single = first or told
    told_so = (mood for mood in moods(single, "en") or () if not is_noun(single, mood.start))
    if _CLAUSES.search(single) or any(mood.kind in _OTHERWISE for mood in told_so):
        return
    if first:
        yield f"{phrase[0].upper()}{phrase[1:]}, {told}."
    if rest:
        yield f"{told} {phrase}."
