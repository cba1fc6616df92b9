"""Whether something is so: the question as a statement, held against the sentences of the articles.

"Yes" where a sentence says all of it and nothing speaks against it; "No" where one says the same of another number or
day, or denies it, or a correction took it back. Of articles that disagree the newest counts, and that they do is said.
Else it is not known: the sentences that come nearest are shown, with a caution where they may not bear on it.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from rag.answers import replies
from rag.answers.answer import Answer, numbered
from rag.answers.asking.asked import Asked
from rag.answers.asking.claim import likely_claim
from rag.answers.conversation import Request, answered, latest, points_back
from rag.answers.kinds import leaning
from rag.answers.kinds.lasting import Lasting
from rag.answers.kinds.rows import first_words
from rag.answers.kinds.stating import Claim, Told
from rag.answers.quoting import ANSWERED, PERHAPS, quote
from rag.answers.statements import Statement
from rag.index.search import Index
from rag.message import Message, day_in_words
from rag.text.corrections import corrections, last_correcting
from rag.text.headings import says_something
from rag.text.verbs import base
from rag.text.words import stems
from rag.types import Passage, Span

PASSAGES = 8
"""Passages that a statement is held against, as many as a question is answered from."""

_SAME = 10  # characters of a statement that tell where it begins
_SHOWN = 3  # sentences that are shown
_MOST = 0.6  # of a claim's words that a sentence has which tells of much the same
_BEARS = 0.5  # of a claim's words that what is quoted first has where it is what the articles say of it
_SHARED = 2  # words of a claim that two titles have where their articles tell of the same
_UNDECIDED = Message("I can't tell for sure whether yes or no. These sentences come nearest:")
_TOLD_OF = Message("The articles say this of it; whether that is a yes or a no is for you to read:")
_NOW = re.compile(r"(?i)(?:is|are|do|does|has|have|can|isn['’]t|aren['’]t|doesn['’]t|hasn['’]t)\b")


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """Yes or no with the sentences that say so; where none does, the nearest ones; None where nothing bears on the
    question."""
    points = points_back(request.question) and bool(answered(request.history))
    last = latest(request.history) if points else None
    found = index.search(
        request.query, k=PASSAGES, filters=request.filters, focus=request.question, context=request.context
    )
    begun = replace(begun, passages=found.passages, trace=replace(begun.trace, generation=found.generation))
    told_of_these = found.passages
    if last is not None:
        cited = {one.article.id for one in last.citations}
        told_of_these = tuple(one for one in found.passages if one.article.id in cited)
    opens, _, behind = request.question.partition(" ")
    statement = likely_claim(asked.statement, asked.lang) or asked.statement
    is_asked = asked.lang != "en" or behind.startswith(statement[:_SAME])  # and not "it sank, right?"
    claim = Claim.of(statement, opens.lower()) if is_asked else Claim.stated(statement)
    lasting = Lasting.of(asked.statement, asked.lang)
    if told := [*told_of(claim, told_of_these), *(lasting.told(told_of_these) if lasting else ())]:
        verdict, shown = concluded(told)
        if _NOW.match(request.question) and (later := _later(index, request, claim, shown)):
            verdict, shown = _as_of(verdict, shown), [later, *shown]
        headline = Message("{verdict}.", verdict=verdict)
        return replace(begun, headline=headline, statements=_cited(shown), finished=True)
    if (leaning_on := leaning.answer(index, request, asked, begun)) is not None:
        return leaning_on if leaning_on.caution else replace(leaning_on, headline=_UNDECIDED)
    quoted = quote(request.question, found.passages, query=request.query, relevance=index.relevance)
    if quoted.confidence < PERHAPS or points:
        return None  # what points back to an answer is held against the articles of that
    if (nearly := _nearly(claim, found.passages)) is not None:
        headline, first = nearly
        others = [one for one in quoted.statements if not any(map(first.overlaps, one.own))]
        statements = numbered([Statement.quoting([first]), *others][:_SHOWN])
        return replace(begun, headline=headline, statements=statements, finished=True)
    told_at_all = (one for passage in found.passages for one in passage.sentences if says_something(one))
    nearest = [one for one in told_at_all if claim.has_all_facts(one)]
    nearest.sort(key=lambda one: -one.cosine)
    # What is chosen as for any question stands first in .78 of 193 such, where a sentence with all of the claim's facts
    # went before it in .72; that one is shown, too.
    own = [one for said in quoted.statements for one in said.own]
    more = [Statement.quoting([one]) for one in nearest[:1] if not any(map(one.overlaps, own))]
    begun = replace(begun, statements=numbered([*quoted.statements, *more][:_SHOWN]), finished=True)
    if quoted.confidence < ANSWERED:
        return replace(begun, caution=replies.unstated(request.question))
    shared = claim.rest & set(map(base, stems(quoted.statements[0].text)))
    bears = len(shared) >= _BEARS * len(claim.rest)
    return replace(begun, headline=_TOLD_OF if bears else _UNDECIDED)


def told_of(claim: Claim, passages: Sequence[Passage]) -> list[Told]:
    """What the sentences of some passages say of a claim; of one that an article of its day or later takes back, what
    that says."""
    told = list(_told(claim, passages))
    windows = [window for one in passages for window in corrections(one.sentences)] if told else []
    made = []
    for one in told:
        day = one.span.article.published
        later = (window for window in windows if not day or (window.article.published or day) >= day)
        instead = (two for window in later if (two := claim.instead_of(one.span, window)) is not None)
        made.append(one if one.corrects else next(instead, one))
    return made


def _nearly(claim: Claim, passages: Sequence[Passage]) -> tuple[Message, Span] | None:
    """What the sentence that has most of a claim has in the place of one value of it, or that it has all of it, with
    that sentence; None where it has neither."""
    rated = [
        (*claim.nearly(passage.sentences, place), sentence)
        for passage in passages
        for place, sentence in enumerate(passage.sentences)
        if says_something(sentence)
    ]
    share, other, sentence = max(rated, key=lambda one: (one[0], one[2].cosine))
    if other is not None and share >= _MOST:
        return Message(
            "I found no sentence that says so in these words. The nearest has {instead}:", instead=other
        ), sentence
    return (Message("One sentence has all of these words:"), sentence) if claim.has_all(sentence) else None


def _later(index: Index, request: Request, claim: Claim, shown: Sequence[Span]) -> Span | None:
    """How the newest article begins that tells of the same later than what is shown; None where none does."""
    newest = max((one.article.published for one in shown if one.article.published), default=None)
    if newest is None or (request.filters.before and request.filters.before <= newest):
        return None
    since = replace(request.filters, after=max(newest + timedelta(days=1), request.filters.after or date.min))
    titled = claim.rest & set(map(base, stems(shown[0].article.title)))
    later = [
        one.article
        for one in index.search(request.query, k=PASSAGES, filters=since).passages
        if len(titled & set(map(base, stems(one.article.title)))) >= max(_SHARED, len(titled) / 2)
    ]
    return first_words(max(later, key=lambda one: one.published or newest)) if later else None


def _as_of(verdict: str, shown: Sequence[Span]) -> str:
    """A verdict behind the newest day of the articles that have it, as a later one may tell that it is so no more."""
    newest = max(one.article.published for one in shown if one.article.published)
    day = day_in_words(newest)
    return Message("A later article tells of it, too. As of {day}: {verdict}", day=day, verdict=verdict)


def _cited(spans: Sequence[Span]) -> tuple[Statement, ...]:
    return numbered([Statement.quoting([one]) for one in spans])


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The first of the spans, none of which has a character of one before it."""
    apart = [one for place, one in enumerate(spans) if not any(one.overlaps(other) for other in spans[:place])]
    return apart[:_SHOWN]


def concluded(told: Sequence[Told]) -> tuple[str, list[Span]]:
    """What is said, and the sentences that say so. A correction goes before what it corrects, and of two articles that
    have it otherwise the newer one."""
    if corrections := [one for one in told if one.corrects]:
        shown = _apart([one.span for one in (*corrections, *(one for one in told if not one.corrects))])
        return (Message("Yes") if corrections[0].yes else _no(corrections[0])), shown
    ordered = sorted(told, key=lambda one: one.span.article.published or date.min, reverse=True)
    ordered.sort(key=lambda one: one.by is not None)  # an article's own word goes before what it has others say
    first = ordered[0]
    against = [one for one in ordered if one.yes is not first.yes]
    if not against:
        return _by(first), _apart([one.span for one in ordered])
    shown = _apart([first.span, against[0].span])
    newest, other = first.span.article.published, against[0].span.article.published
    if newest and other and newest > other:
        if first.yes:
            otherwise = against[0].otherwise
            return Message("Yes; an earlier article has it otherwise: {instead}", instead=otherwise), shown
        return Message("No: {instead}; an earlier article says so", instead=first.instead), shown
    instead = (against[0] if first.yes else first).instead
    return Message("The articles disagree: {instead}", instead=instead), shown


def _by(told: Told) -> str:
    """Yes or no, according to whom."""
    if told.yes:
        return Message("Yes, according to {name}", name=told.by) if told.by else Message("Yes")
    if told.by:
        return Message("No, according to {name}: {instead}", name=told.by, instead=told.instead)
    return _no(told)


def _no(told: Told) -> str:
    return Message("No: {instead}", instead=told.instead)


def _told(claim: Claim, passages: Sequence[Passage]) -> Iterator[Told]:
    """What each sentence of the passages says of what is claimed; one that is taken back, with what takes it back."""
    for passage in passages:
        behind = 0
        for place, sentence in enumerate(passage.sentences):
            if place < behind or not says_something(sentence):
                continue
            last = last_correcting(passage.sentences, place)
            behind = last + 1
            if last != place:
                whole = Span(sentence.article, sentence.start, passage.sentences[last].end)
                told = claim.corrected(whole)
            else:
                told = claim.told(passage.sentences, place)
            yield from itertools.chain([told] if told else [])
