"""A question that leans on the answer before it ("How old is he?", "and silver?"): what the articles which that answer
cites say of it, beside what a search for both questions finds.

A search for both together brings the sentences of the first question once more. Here each sentence is held against the
new question alone, put of whom the answer told; and what was quoted already is not quoted again, unless it has what is
asked for.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rag.answers import replies
from rag.answers.answer import Answer, carrying, numbered
from rag.answers.asking.asked import Asked
from rag.answers.conversation import Request, answered, last_citing, leans, points_back, subject
from rag.answers.kinds.measures import measure_of, narrowed
from rag.answers.quoting import ANSWERED, MAXIMUM, PERHAPS, quote
from rag.answers.sought import Sought, sought
from rag.answers.statements import Statement
from rag.filters import Filters
from rag.index.search import Index
from rag.text.facts import facts
from rag.text.language import language_of
from rag.text.said.items import items, mentioned_in
from rag.text.words import own_stems, stems
from rag.types import Passage, Span

_ARTICLES = 4  # of the last answer that are read whole
_SEARCHED = 6  # passages that a search brings beside them
_SURE = 0.45  # cosine of a sentence and the question from which no other article is looked at
_BESIDE = 0.9  # of the nearest sentence of all, from which a question that may stand by itself is of these articles
_FEW = 3  # words of its own that such a question has at most
_REPEATED = 0.2  # what speaks against a sentence that was quoted before
_SHOWN = 3
_SHORTEST = 4  # words of a sentence that tells something
_PERSON = re.compile(r"\b(?:he|she|him|his|hers?)\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how|is|was|were|are|did|does|do|has|had)\b", re.I)
_QUANTITY = re.compile(
    r"\bhow (?:many|much|long|old|far|tall|big|large|often|high|fast|strong|deep|wide|heavy)\b", re.I
)


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """The sentences of the last answer's articles that come nearest to the question, and where none is sure to answer
    it those that a search for both questions finds; None where the question stands by itself, and where no answer
    before it cites anything.

    Raises what ``Index.search`` raises.
    """
    last = last_citing(request.history)
    if last is None or not (leans(request.question) or _is_short(request.question)):
        return None
    # "and injured?" after "how many died?" asks how many, too.
    measured = request.question if _ASKS.search(request.question) else f"{_how(last.trace.query)} {request.question}"
    if measured != request.question and (told := _tells_both(request.question, last)):
        held = tuple(carrying(last.passages, [told]))
        return replace(begun, statements=numbered([told]), passages=held, finished=True)
    again = asked.explains or _QUANTITY.search(measured) is not None or sought(measured) is not None
    own_passages = _own(index, request, last, again=again)
    passages, fit = _measured(own_passages, measured)
    if not _ASKS.search(request.question) and _covers(own_passages) and not _covers(passages):
        passages, fit = own_passages, False  # "and the minister?", of whom no number is told
    nearest = max((one.cosine for passage in passages for one in passage.sentences), default=0.0)
    own = quote(request.question, passages, relevance=None)
    statements, sure = list(own.statements[:_SHOWN]), fit or (nearest >= _SURE and own.lacks is None)
    if not points_back(request.question) and not _is_of_these(index, request, passages):
        return None
    found = index.search(
        request.query, k=_SEARCHED, filters=request.filters, focus=request.question, context=request.context
    )
    if not sure:
        both = quote(request.question, found.passages, query=request.query, relevance=index.relevance)
        before = request.quoted
        new = [one for one in both.statements if not any(one.citations[0].overlaps(said) for said in before)]
        sure = both.confidence >= ANSWERED and both.statements[:1] == tuple(new[:1])
        statements = _joined(_best(request.question, passages), new if both.confidence >= PERHAPS else ())
    if not statements:
        return None
    return replace(
        begun,
        statements=numbered(statements),
        passages=_carrying(found.passages, passages, statements),
        caution=None if sure else replies.caution(request.question, own.lacks),
        finished=True,
    )


def _tells_both(question: str, last: Answer) -> Statement | None:
    """What told how many there are of one and names the other, which is asked for with nothing else: "and Sol?"."""
    wanted = own_stems(question)
    told = next((one for one in last.statements[:1] if wanted and wanted <= set(stems(one.text))), None)
    return told if told and _how(last.trace.query) and facts(question).names else None


def _covers(passages: Sequence[Passage]) -> bool:
    """Whether a sentence of some passages has all words of the question."""
    return any(one.coverage == 1.0 for passage in passages for one in passage.sentences)


def _carrying(found: Sequence[Passage], own: Sequence[Passage], statements: Sequence[Statement]) -> tuple[Passage, ...]:
    """The passages found, and those of the last answer's articles that carry a statement and are not among them."""
    known = {(one.article.id, one.start) for one in found}
    return (*found, *(one for one in carrying(own, statements) if (one.article.id, one.start) not in known))


def _how(question: str) -> str:
    """What a question asks to be measured, without of what: "how many"; "" where it asks for no such thing."""
    match = _QUANTITY.search(question)
    return match[0] if match else ""


def _is_short(question: str) -> bool:
    """Whether a question names nobody and says little, so that it may be about what the last answer told."""
    own = own_stems(question)
    return 0 < len(own) <= _FEW and not facts(question).names and not any(one[0].isdigit() for one in own)


def _is_of_these(index: Index, request: Request, passages: Sequence[Passage]) -> bool:
    """Whether a sentence of some passages has all words of the question, or comes about as near to it as any."""
    if _covers(passages):
        return True
    best = max((one.cosine for passage in passages for one in passage.sentences), default=0.0)
    found = index.search(request.question, k=_SEARCHED, filters=request.filters)
    return best >= _BESIDE * max((one.scores.sentence for one in found.passages), default=0.0)


def _best(question: str, passages: Sequence[Passage]) -> list[Statement]:
    """The nearest sentences, however far the second is from the first."""
    kept: list[Statement] = []
    while len(kept) < _SHOWN:
        left = [
            replace(one, sentences=tuple(said for said in one.sentences if not any(_within(said, two) for two in kept)))
            for one in passages
        ]
        told = quote(question, left, relevance=None).statements[:1]
        if not told:
            break
        kept.extend(told)
    return kept


def _within(span: Span, statement: Statement) -> bool:
    return any(span.overlaps(one) for one in statement.citations)


def _joined(first: Sequence[Statement], then: Sequence[Statement]) -> list[Statement]:
    """Statements of which none says again a part of one before it."""
    kept = list(first)
    for one in then:
        if not any(one.citations[0].overlaps(other.citations[0]) for other in kept):
            kept.append(one)
    return kept[:MAXIMUM]


def _own(index: Index, request: Request, last: Answer, *, again: bool) -> list[Passage]:
    """The passages of the articles that the last answer cites, with what speaks for their sentences as answers to this
    question alone: how near they come to it as it stands and as it means; the nearest passage first. What was quoted
    before may be what is asked for where it may be told ``again``: a number, or a reason."""
    cited = list(dict.fromkeys(one.article.id for one in last.citations))
    if request.filters != Filters():
        allowed = {one.id for one in index.listing(request.filters)}
        cited = [one for one in cited if one in allowed]
    found = index.whole(cited[:_ARTICLES])
    near, question = index.nearness(found), request.question
    wanted = own_stems(question)
    before = request.quoted
    made: list[Passage] = []
    for passage, bare, meant in zip(found.passages, near(question), near(_meant(request, last)), strict=True):
        kept = []
        for sentence, one, other in zip(passage.sentences, bare, meant, strict=True):
            if len(sentence.text.split()) < _SHORTEST:  # no answer, but it may take back the sentence before it
                kept.append(replace(sentence, cosine=-1.0, coverage=0.0, context=0.0))
                continue
            share = len(wanted & set(stems(sentence.text))) / len(wanted) if wanted else 0.0
            repeated = _REPEATED if not again and any(sentence.overlaps(said) for said in before) else 0.0
            kept.append(replace(sentence, cosine=(one + other) / 2 - repeated, coverage=share, context=share))
        if kept:
            made.append(replace(passage, sentences=tuple(kept)))
    return sorted(made, key=lambda one: -max(said.cosine for said in one.sentences))


def _meant(request: Request, last: Answer) -> str:
    """The question after what it is about or, where it asks of "him" or "her", with the name of whom the last answer
    tells: of those named in what it quotes first, else in the article, who is named there most often."""
    question = request.question
    name = told_of(last) if _PERSON.search(question) else None
    if name is None:
        return f"{subject(answered(request.history))} {question}"
    return _PERSON.sub(lambda match: f"{name}’s" if match[0].lower() in ("his", "hers") else name, question)


def told_of(last: Answer) -> str | None:
    """Of whom an answer tells: of those named in what it quotes first, else in the article, who is named there most
    often."""
    first = last.citations[0]
    named = items(first.article, language_of(first.article), "person")
    if not named:
        return None
    often = Counter(one.key for one in named)
    best = max(mentioned_in(named, first) or named, key=lambda one: often[one.key])
    return first.article.text[best.start : best.end]


def _figures(question: str) -> Sought | None:
    """The sort of figures that a question asks for; no time, which is told in too many words."""
    value = sought(question)
    return value if value and value.figures and value.sort != "time" else None


def _measured(passages: list[Passage], question: str) -> tuple[list[Passage], bool]:
    """The passages with those sentences alone that may tell what the question asks to be measured, or the figures that
    it asks for, where some do, and whether these tell it for sure."""
    if _QUANTITY.search(question):
        return narrowed(passages, measure_of(question))
    value = _figures(question)
    if value is None:
        return passages, False
    kept = (replace(one, sentences=tuple(two for two in one.sentences if value.is_plain(two.text))) for one in passages)
    return [one for one in kept if one.sentences] or passages, False
