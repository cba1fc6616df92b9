"""A statement -> the same in other forms, of which a sentence may have one: the day before it or behind it, who says it
before it or behind it, a name and what it is the other way round, what was done by somebody as what somebody did. In
English; who says it in French and Spanish, too."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rag.text.facts import Text
from rag.text.modality import moods

_WHO = r"(?P<who>[^,;:“”\"]{2,80}?)"
_SAYING: Sequence[Mapping[str, str]] = (
    {
        rf"According to {_WHO}, (?P<what>.+)": "According to {who}, {what}",
        rf"(?P<what>.+), according to {_WHO}": "{what}, according to {who}",
        rf"(?P<what>.+), {_WHO} (?:said|says)": "{what}, {who} said",
        rf"(?P<what>.+), (?:said|says) {_WHO}": "{what}, said {who}",
        rf"{_WHO} (?:said|says) (?:that )?(?P<what>[^“”\"]+)": "{who} said {what}",
    },
    {
        rf"(?:Selon|D['’]après) {_WHO}, (?P<what>.+)": "Selon {who}, {what}",
        rf"(?P<what>.+), (?:selon|d['’]après) {_WHO}": "{what}, selon {who}",
    },
    {
        rf"Según {_WHO}, (?P<what>.+)": "Según {who}, {what}",
        rf"(?P<what>.+), según {_WHO}": "{what}, según {who}",
        rf"(?P<what>.+), dijo {_WHO}": "{what}, dijo {who}",
        rf"{_WHO} dijo que (?P<what>[^“”\"]+)": "{who} dijo que {what}",
    },
)
"""By language how it is told who says something, as a sentence has it and as it is put together."""
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
_NOUN = re.compile(r"\b(?:the|an?|its|his|her|their) $", re.IGNORECASE)  # before "plan", which then is no intention
_OTHERWISE = {"possible", "meant", "reported", "conditional"}


def forms(text: str) -> Iterator[str]:
    """A sentence in other forms."""
    plain = text.rstrip(".")
    if (apposed := _APPOSED.fullmatch(plain)) is not None:
        yield "{two}, {one}, {rest}.".format(**apposed.groupdict())
    for said in _SAYING:
        told = next(filter(None, (re.fullmatch(pattern, plain) for pattern in said)), None)
        if told is not None:
            yield from (f"{form.format(**told.groupdict())}." for form in said.values())
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
    told_so = (mood for mood in moods(single, "en") or () if not _NOUN.search(single, 0, mood.start))
    if _CLAUSES.search(single) or any(mood.kind in _OTHERWISE for mood in told_so):
        return
    if first:
        yield f"{phrase[0].upper()}{phrase[1:]}, {told}."
    if rest:
        yield f"{told} {phrase}."
