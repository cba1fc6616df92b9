"""A question of several parts: each is looked for by itself, and what nothing answers is named.

A later part mostly leans on the first ("and who paid for it?"), in words that fit many articles: it is first looked for
in the article that answers the first one.
"""

from collections.abc import Sequence
from dataclasses import replace

from rag.answers.answer import Answer, carrying, numbered
from rag.answers.conversation import Request, leans, standalone
from rag.answers.quoting import ANSWERED, MAXIMUM, PERHAPS, Quoted, quote
from rag.answers.statements import Missing, Statement
from rag.index.search import Index
from rag.message import Message, together
from rag.text.facts import facts
from rag.types import Passage

MOST_PARTS = 5
"""Parts of a question that are looked for one by one, each as long as a question takes: as many as there are quotes in
an answer."""

_PERHAPS_WITHIN = 0.12
"""The confidence from which sentences of the first part's article may answer a part that leans on it: lower than
``PERHAPS``, as such a part has few words of its own: of the right sentences nine in ten are above it, and one of
five such parts that nothing answers."""


def by_parts(
    index: Index, request: Request, cut: Sequence[tuple[str, str]], begun: Answer, most_passages: int
) -> Answer:
    """The answer with what is quoted for each part, which is given with what to search for, and which parts nothing
    answers; of more parts than ``MOST_PARTS`` it says how many were not looked for."""
    statements: dict[str, Statement] = {}
    passages = list(begun.passages)
    missing, unsure = [], []
    first: Statement | None = None  # that is quoted for a part
    for part, searched in cut[:MOST_PARTS]:
        query = standalone(searched, request.history)
        inside = None
        if first is not None and (leans(part) or not facts(part).names):
            inside = _within(index, request, part, f"{cut[0][0]} {part}", first, most_passages)
        found, answer = inside or _looked_for(index, request, part, query, most_passages)
        if inside is None and (answer.confidence < PERHAPS or not answer.statements):
            missing.append(Missing(part, query, next(iter(found), None)))
            continue
        sure = answer.confidence >= ANSWERED
        kept = answer.statements[: max(1, MAXIMUM // len(cut)) if sure else 1]
        first = first or kept[0]
        statements |= {statement.text: statement for statement in kept}
        if not sure:
            unsure.append((part, kept[0].text))
        passages += [one for one in carrying(found, kept) if one not in passages]
    unsought = Message(
        "Only the first {most} of the question's {parts} parts were looked for: ask the others anew.",
        most=MOST_PARTS,
        parts=len(cut),
    )
    made = numbered(statements.values())
    marks = {one.text: one.citations[0].number for one in made}
    less = [
        Message("Less sure of “{part}”: [{mark}] comes nearest.", part=part, mark=marks[text]) for part, text in unsure
    ]
    notice = together(begun.notice, *less, unsought if len(cut) > MOST_PARTS else None)
    return replace(begun, statements=made, passages=tuple(passages), missing=tuple(missing), notice=notice)


def _looked_for(index: Index, request: Request, part: str, query: str, most: int) -> tuple[tuple[Passage, ...], Quoted]:
    """What is found for a part of a question, and what is quoted of it."""
    found = index.search(query, k=most, filters=request.filters, focus=part).passages
    return found, quote(part, found, query=query, relevance=index.relevance)


def _within(
    index: Index, request: Request, part: str, both: str, first: Statement, most: int
) -> tuple[tuple[Passage, ...], Quoted] | None:
    """The same of the article that answers the first part, or None where nothing there may answer this one. It is
    searched for ``both``, and read for this part alone, as all of it is of the first one anyhow."""
    filters = replace(request.filters, articles=(first.citations[0].article.id,))
    found = index.search(both, k=most, filters=filters, focus=part).passages
    answer = quote(part, found, query=part, relevance=index.relevance)
    return (found, answer) if answer.confidence >= _PERHAPS_WITHIN and answer.statements else None
