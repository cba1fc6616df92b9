"""A statement and some words of an article -> whether they carry it, and if not, why. It knows facts and words, and
nothing of passages, markers and models.

Numbers, dates, names, quotations and speakers of the statement must be there, and nothing there may contradict them;
what is left is weighed by how many of the statement's words are there and how near the two are in meaning.
"""

import math
from collections.abc import Sequence

from rag.answers.check import days, deeds, names, negations, numbers, speech
from rag.answers.check.fault import Fault
from rag.answers.check.wording import places, replaced
from rag.text.facts import Text, read, texts_of
from rag.text.words import stems
from rag.types import Span, Verdict

SIGNALS = {"coverage": 3.0, "cosine": 5.0}
CONSTANT = -4.2
"""How sure the check is where no hard fact is missing, as a logistic function of the share of the statement's content
words that the cited words hold and of their largest cosine: the best for two sets of judged claims of six pairs that
were tried (docs/answers.md)."""
SUPPORTED, PARTLY = 0.5, 0.25
"""From which support a statement counts as supported, and as partly supported."""

_FAULTY = {"partly": 0.5, "unsupported": 0.2}  # what is left of the support where a fact is missing, or is wrong


def coverage(statement: Text, cited: Sequence[Span]) -> float:
    """The share of the statement's content words, in [0, 1], that the cited words or what is known of their articles
    hold."""
    if not statement.content:
        return 1.0
    told_by = [read(one) for span in cited for one in texts_of(span)]
    held = set().union(*(text.content for text in told_by))
    # A fact in another spelling is held with all its words.
    for number in statement.facts.numbers:
        if any(number.agrees(told) for text in told_by for told in text.facts.numbers):
            held.update(stems(number.text))
    for day in statement.facts.days:
        if any(
            day.agrees(told)
            for span in cited
            for one in read(span.text).facts.days
            for told in one.read(span.article.published)
        ):
            held.update(stems(day.text))
    return len(statement.content & held) / len(statement.content)


def faults(statement: Text, cited: Sequence[Span], around: Text) -> list[Fault]:
    """What speaks against a statement in the words that it cites, the worst first.

    ``around`` is all that is at hand of the same articles: there a person may be called by the whole name.
    """
    found = [
        *speech.altered(statement, cited),
        *speech.given_to_others(statement, cited),
        *_contradicting(statement, cited, around),
        *numbers.missing(statement, cited),
        *days.missing(statement, cited, around),
        *names.missing(statement, cited, around),
        *deeds.turned_round(statement, cited),
        *negations.differing(statement, cited),
    ]
    return sorted(found, key=lambda fault: fault.verdict != "unsupported")


def _contradicting(statement: Text, cited: Sequence[Span], around: Text) -> list[Fault]:
    """Facts that the cited words have otherwise: of the same thing, or in the same place of nearly the same words."""
    found = numbers.elsewhere(statement, [read(span.text) for span in cited])
    # "The Gazette wrote on 12 October that" is not in the article's own words.
    for place in places(statement, [span for span in cited if not days.reports(statement, span.article)]):
        mine, theirs = place.text.facts, place.other.facts
        facts = (
            replaced(place, mine.numbers, theirs.numbers),
            replaced(place, mine.days, theirs.days),
            names.replaced(place, around),
        )
        found += filter(None, (next(filter(None, facts), None), negations.replaced(place)))
    return found


def support(covered: float, cosine: float, found: Sequence[Fault]) -> float:
    """How sure the check is, in [0, 1]."""
    logit = SIGNALS["coverage"] * covered + SIGNALS["cosine"] * cosine + CONSTANT
    return min((_FAULTY[fault.verdict] for fault in found), default=1.0) / (1 + math.exp(-logit))


def verdict(sure: float, found: Sequence[Fault]) -> tuple[Verdict, str | None]:
    """The verdict that follows, and if it is not ``supported``, why, in one line."""
    if found:
        worst: Verdict = (
            "unsupported" if found[0].verdict == "unsupported" or sure < PARTLY * _FAULTY["partly"] else "partly"
        )
        return worst, found[0].reason
    if sure >= SUPPORTED:
        return "supported", None
    if sure >= PARTLY:
        return "partly", "the cited words say only a part of it"
    return "unsupported", "the cited words do not say it"
