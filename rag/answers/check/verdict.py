"""A statement and some words of an article -> whether they carry it, and if not, why. It knows facts and words, and
nothing of passages, markers and models.

Numbers, dates, names, quotations and speakers of the statement must be there, and nothing there may contradict them.
Whether the rest of it is stated is for who reads both, a judge; where none is at hand, wording that is nearly that of
the cited words says so, and any other stays in doubt.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from rag.answers.check import days, deeds, names, negations, numbers, speech, wording
from rag.answers.check.fault import Fault
from rag.answers.check.wording import places, replaced
from rag.message import Message
from rag.text.facts import Text, among, read
from rag.types import Span, Verdict

SIGNALS = {"coverage": 3.0, "cosine": 5.0}
CONSTANT = -4.2
"""How sure the check is where no hard fact is missing and no judge has read it, as a logistic function of the share of
the statement's content words that the cited words hold and of their largest cosine: the best for two sets of judged
claims of six pairs that were tried (docs/answers.md)."""
SUPPORTED, PARTLY = 0.5, 0.25
"""From which support a statement counts as supported, and as partly supported; a judge's probabilities are brought to
this scale."""

_FAULTY = {"partly": 0.5, "unsupported": 0.2}  # what is left of the support where a fact is missing, or is wrong

Rule = Callable[[Text, Sequence[Span], Text], list[Fault]]
"""What finds faults of a kind in a statement, the spans that it cites, and all that is at hand of their articles: there
a person may be called by the whole name."""


def faults(statement: Text, cited: Sequence[Span], around: Text, without: Collection[str] = ()) -> list[Fault]:
    """What speaks against a statement in the words that it cites, the worst first, by all ``RULES`` but some."""
    found = [fault for name, rule in RULES.items() if name not in without for fault in rule(statement, cited, around)]
    return sorted(found, key=lambda fault: (fault.verdict != "unsupported", fault.wording))


def _contradicting(statement: Text, cited: Sequence[Span], around: Text) -> list[Fault]:
    """Facts that the cited words have otherwise in the same place of nearly the same words."""
    found: list[Fault] = []
    # "The Gazette wrote on 12 October that" is not in the article's own words.
    for place in places(statement, [span for span in cited if not days.reports(statement, span.article)]):
        mine, theirs = place.text.facts, place.other.facts
        facts = (
            replaced(
                among(mine.numbers, place.words), among(theirs.numbers, place.others), partial(numbers.says, place.text)
            ),
            replaced(
                among(mine.days, place.words), among(theirs.days, place.others), partial(days.is_one, place.published)
            ),
            names.replaced(place, around),
        )
        found += filter(None, (next(filter(None, facts), None), negations.replaced(place)))
    return found


RULES: Mapping[str, Rule] = {
    "quotations": lambda statement, cited, _: speech.altered(statement, cited),
    "speakers": lambda statement, cited, _: speech.given_to_others(statement, cited),
    "counted": lambda statement, cited, _: numbers.elsewhere(statement, [read(span.text) for span in cited]),
    "places": _contradicting,
    "numbers": lambda statement, cited, _: numbers.missing(statement, cited),
    "days": days.missing,
    "names": names.missing,
    "roles": lambda statement, cited, _: deeds.turned_round(statement, cited),
    "negations": lambda statement, cited, _: negations.differing(statement, cited),
    "wording": wording.doubts,
}
"""The rules by name, each of which can be left out to see what it does."""


def support(covered: float, cosine: float, found: Sequence[Fault], stated: float | None = None) -> float:
    """How sure the check is, in [0, 1]; ``stated`` is a judge's probability, where one has read it."""
    hard = [fault for fault in found if not fault.wording]
    if stated is None:
        logit = SIGNALS["coverage"] * covered + SIGNALS["cosine"] * cosine + CONSTANT
        return min((_FAULTY[fault.verdict] for fault in found), default=1.0) / (1 + math.exp(-logit))
    if not found:  # nearly the words themselves: only a judge that finds it nowhere makes it doubtful, and no more
        return max(stated, SUPPORTED) if stated >= PARTLY else PARTLY
    # What is only not found in any spelling that we know may be there all the same for who reads it.
    factors = (_FAULTY["partly" if fault.lacks and stated >= SUPPORTED else fault.verdict] for fault in hard)
    return min(factors, default=1.0) * stated


def verdict(sure: float, found: Sequence[Fault], *, judged: bool = False) -> tuple[Verdict, str | None]:
    """The verdict that follows, and if it is not ``supported``, why, in one line."""
    hard = [fault for fault in found if not fault.wording]
    if hard:
        struck = [fault for fault in hard if fault.verdict == "unsupported"]
        read_otherwise = judged and all(fault.lacks for fault in struck) and sure >= PARTLY
        if (struck and not read_otherwise) or sure < PARTLY * _FAULTY["partly"]:
            return "unsupported", hard[0].reason
        return "partly", hard[0].reason
    if judged:
        if sure >= SUPPORTED:
            return "supported", None
        if sure < PARTLY:
            return "unsupported", Message("the judge does not find it there")
        return "partly", found[0].reason if found else Message("the judge does not find all of it there")
    if not found:
        part = Message("the cited words say only a part of it")
        return ("supported", None) if sure >= PARTLY else ("partly", part)
    if found[0].verdict == "partly" and sure >= PARTLY * _FAULTY["partly"]:
        return "partly", found[0].reason
    return "unsupported", found[0].reason
