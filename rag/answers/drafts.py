"""Any text held against the articles, sentence by sentence, as if a language model had written it."""

import time
from collections.abc import Collection, Iterator
from dataclasses import replace

from rag.answers.answer import Answer, numbered
from rag.answers.citing import Checker
from rag.answers.conversation import LONGEST
from rag.answers.judging import Judge, unjudged
from rag.answers.statements import Statement, Trace
from rag.errors import ArgumentError, ChatError, ModelError
from rag.filters import Filters
from rag.index.found import Found
from rag.index.search import Index
from rag.message import Message
from rag.text.characters import well_formed
from rag.text.sentences import sentences
from rag.text.words import words
from rag.types import Passage

LONGEST_DRAFT = 20_000
"""Characters of a text that is checked at most."""
CHECK = "check"
"""What stands for the writer of a text that was checked and not asked for."""


def checked(
    index: Index,
    text: str,
    judge: Judge | None,
    *,
    count: int,
    against: Collection[str] | None = None,
    filters: Filters | None = None,
) -> Answer:
    """The sentences of a text, each with what carries it among the ``count`` passages that a search for it finds, or in
    the articles of the ids ``against``.

    Raises ``ArgumentError`` for a text without a word or of more than ``LONGEST_DRAFT`` characters, and for an id that
    no article has.
    """
    started = time.perf_counter()
    if not isinstance(text, str):
        raise ArgumentError(f"What is checked is a text, and this is {type(text).__name__}.")
    against = (against,) if isinstance(against, str) else against
    text = well_formed(text).strip()
    if len(text) > LONGEST_DRAFT:
        raise ArgumentError(
            Message(
                "The text has {length} characters, and {most} are the most: check its parts one by one.",
                length=len(text),
                most=LONGEST_DRAFT,
            )
        )
    if not words(text):
        raise ArgumentError(Message("There is no text to check: give one of at least a word."))
    whole = None if against is None else _whole(index, against)
    statements: list[Statement] = []
    passages: dict[tuple[str, int], Passage] = {}
    notice = None
    for lead, sentence in _pieces(text):
        found = whole or index.search(sentence[:LONGEST], k=count, filters=filters)
        checker = Checker(found.passages, index.nearness(found))
        made, failed = _judged(checker, sentence, judge if notice is None else None)
        notice = notice or failed
        for place, statement in enumerate(made):
            statements.append(replace(statement, lead=lead) if place == 0 else statement)
            carrying = (one for one in found.passages if any(cited.overlaps(one) for cited in statement.citations))
            passages |= {(one.article.id, one.start): one for one in carrying}
    trace = Trace(text, judge=judge.name if judge else None, timings={"total": time.perf_counter() - started})
    return Answer(
        text,
        trace,
        numbered(statements),
        tuple(passages.values()),
        generator=CHECK,
        notice=notice,
        finished=True,
    )


def _whole(index: Index, ids: Collection[str]) -> Found:
    if others := [one for one in ids if not isinstance(one, str)]:
        raise ArgumentError(f"“against” holds ids of articles, and this is {type(others[0]).__name__}.")
    found = index.whole(ids)
    unknown = sorted(set(ids) - {passage.article.id for passage in found.passages})
    if unknown:
        raise ArgumentError(f"No article of the index has the id {unknown[0]!r}: `rag search` shows ids.")
    return found


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The sentences of a text, each with what stood before it."""
    behind = 0
    for start, end in sentences(text):
        yield text[behind:start], text[start:end]
        behind = end


def _judged(checker: Checker, sentence: str, judge: Judge | None) -> tuple[tuple[Statement, ...], str | None]:
    """The statements of a sentence, and why a judge did not read them, if one should have."""
    if judge is None:
        return checker.check(sentence), None
    try:
        *_, (statements, _) = checker.judged(sentence, judge)
        return statements, None
    except (ChatError, ModelError) as error:
        return checker.check(sentence), unjudged(error)
