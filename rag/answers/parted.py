"""A question of several parts: each is looked for by itself, and what nothing answers is named.

A later part mostly leans on the first ("and who paid for it?"), in words that fit many articles: it is first looked for
in the article that answers that one, or of several the first that is answered.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from rag.answers.answer import Answer, carrying, numbered
from rag.answers.conversation import Request, behind_a_statement, leans_on_the_first, standalone
from rag.answers.quoting import ANSWERED, MAXIMUM, PERHAPS, Quoted, quote
from rag.answers.statements import Missing, Statement
from rag.filters import Filters
from rag.index.search import Index
from rag.message import Message, day_in_words, together
from rag.types import Passage

MOST_PARTS = 5
"""Parts of a question that are looked for one by one, each as long as a question takes: as many as there are quotes in
an answer."""

_PERHAPS_WITHIN = 0.15
"""The confidence from which sentences of the first part's article may answer a part that leans on it: lower than
``PERHAPS``, as such a part has few words of its own (docs/answers.md)."""


_PUBLISHED = re.compile(
    r"\b(?:when|what|which)\b.*\b(?:it|that|this|(?:interview|article|report|piece|story)) "
    r"(?:(?:come|came) out|appear(?:ed)?|published)\b|\bwhen was (?:it|that|this) (?:published|from)\b",
    re.IGNORECASE,
)
"""How an English part asks when what tells the first one was published."""


class _Attempt(NamedTuple):
    """What is searched for and where, what its sentences are read with, and how sure they must be."""

    query: str
    filters: Filters
    read: str
    least: float


def by_parts(
    index: Index, request: Request, cut: Sequence[tuple[str, str]], begun: Answer, most_passages: int
) -> Answer:
    """The answer with what is quoted for each part, which is given with what to search for, and which parts nothing
    answers; of more parts than ``MOST_PARTS`` it says how many were not looked for."""
    statements: list[Statement] = []
    passages = list(begun.passages)
    missing, unsure = [], []
    days: list[str] = []
    for part, searched in cut[:MOST_PARTS]:
        first = statements[0] if statements else None  # that is quoted for a part
        if first is not None and _PUBLISHED.search(part) and (day := _published(first)):
            days.append(day)
            continue
        query = standalone(searched, request.history)
        attempts = [_Attempt(query, request.filters, query, PERHAPS)]
        if first is not None and leans_on_the_first(part):
            within = replace(request.filters, articles=(first.citations[0].article.id,))
            # Read for the part alone, as all of that article is of the first one anyhow.
            attempts.insert(0, _Attempt(f"{cut[0][0]} {part}", within, part, _PERHAPS_WITHIN))
        found, answer = _looked_for(index, part, attempts, most_passages)
        if answer is None:
            missing.append(Missing(part, query, next(iter(found), None)))
            continue
        sure = answer.confidence >= ANSWERED
        kept = answer.statements[: max(1, MAXIMUM // len(cut)) if sure else 1]
        statements += kept
        if not sure:
            unsure.append((part, kept[0]))
        passages += [one for one in carrying(found, kept) if one not in passages]
    unsought = Message(
        "Only the first {most} of the question's {parts} parts were looked for: ask the others anew.",
        most=MOST_PARTS,
        parts=len(cut),
    )
    made = numbered(_each_once(statements))
    less = [
        Message("Less sure of “{part}”: [{mark}] comes nearest.", part=part, mark=_number(said, made))
        for part, said in unsure
    ]
    notice = together(begun.notice, *less, unsought if len(cut) > MOST_PARTS else None)
    begun = replace(begun, headline=together(begun.headline, *days))
    return replace(begun, statements=made, passages=tuple(passages), missing=tuple(missing), notice=notice)


def by_itself(index: Index, request: Request, begun: Answer, quoted: Quoted, most: int) -> tuple[Answer, Quoted]:
    """What is begun and what is quoted for a question; for one behind a statement what answers that question alone, in
    the article that comes nearest to both: a statement is told again by sentences that answer nothing."""
    part = behind_a_statement(begun.question)
    if part is None or not quoted.statements:
        return begun, quoted
    within = replace(request.filters, articles=(quoted.statements[0].citations[0].article.id,))
    found, told = _looked_for(index, part, [_Attempt(begun.question, within, part, _PERHAPS_WITHIN)], most)
    if told is None:
        return begun, quoted
    further = [one for one in carrying(found, told.statements) if one not in begun.passages]
    confidence = told.confidence if told.lacks else (told.confidence + quoted.bearing) / 2
    return replace(begun, passages=(*begun.passages, *further)), replace(told, confidence=confidence)


def _each_once(statements: Sequence[Statement]) -> list[Statement]:
    """The statements whose sentences do not all stand in another one, which may have more of them."""
    alone: list[Statement] = []
    for one in statements:
        if not any(_is_in(one, other) for other in alone):
            alone = [*(other for other in alone if not _is_in(other, one)), one]
    return alone


def _is_in(one: Statement, other: Statement) -> bool:
    return all(any(span.within(whole) for whole in other.own) for span in one.own)


def _number(said: Statement, made: Sequence[Statement]) -> int:
    """The number by which a statement, or what it is part of, is cited."""
    return next(one.citations[0].number for one in made if _is_in(said, one))


def _published(statement: Statement) -> str | None:
    """When the article of a statement was published, in words; None where that is not known."""
    article = statement.citations[0].article
    if article.published is None:
        return None
    day = day_in_words(article.published)
    return Message("“{title}” was published on {day}.", title=article.title, day=day)


def _looked_for(
    index: Index, part: str, attempts: Sequence[_Attempt], most: int
) -> tuple[tuple[Passage, ...], Quoted | None]:
    """What the first of some attempts that may answer a part finds, and what is quoted of it; of none that does what
    the last one finds."""
    found: tuple[Passage, ...] = ()
    for one in attempts:
        found = index.search(one.query, k=most, filters=one.filters, focus=part).passages
        answer = quote(part, found, query=one.read, relevance=index.relevance)
        if answer.statements and answer.confidence >= one.least:
            return found, answer
    return found, None
