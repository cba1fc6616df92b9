"""A turn as the browser keeps it, and back. Quotes are cut anew from the articles as they are now: what no longer
stands where it stood is no longer cited. It knows nothing of gradio.
"""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from rag.answers.answer import Answer
from rag.answers.conversation import LONGEST
from rag.answers.kinds.story import corrected, told_by
from rag.errors import RagError
from rag.filters import Filters
from rag.index.listing import titled
from rag.index.search import Index
from rag.message import packed, unpacked
from rag.text.characters import well_formed
from rag.text.corrections import CORRECTS
from rag.types import Span
from rag.web.lost import lost
from rag.web.session import MOST_TURNS, Exchange, Fork
from rag.web.words import gettext, patterns, written

LOOKED_AT = 10
"""Turns of a chat for which corrections are looked for when it is opened again: each takes a search or some."""
_PASSAGES = 8  # looked at for corrections of each citation
_CITATIONS = 8  # of an answer for which corrections are looked for


def record(exchange: Exchange, *, forked: bool = True) -> dict[str, Any]:
    """A turn as JSON has it: the question, its filters and, where there is one, the answer, and what was lost to it;
    where it is ``forked`` also the other ways on from there, with None in the place of its own. One whose answer did
    not come to an end is ``under_way``."""
    answer = packed(exchange.answer.to_dict()) if exchange.answer is not None and exchange.over else None
    turn: dict[str, Any] = {
        "id": exchange.id,
        "question": exchange.question,
        **asdict(exchange.filters),
        "answer": answer,
    }
    turn |= {"lost": [one.to_dict() for one in exchange.lost]} if exchange.lost else {}
    turn |= {} if exchange.over else {"under_way": True}
    if forked and exchange.fork is not None:
        ways = exchange.fork.ways
        turn["ways"] = [None if way[0] is exchange else _way(way) for way in ways]
    return turn | {name: turn[name] and str(turn[name]) for name in ("after", "before")}


def _way(way: Sequence[Exchange]) -> list[dict[str, Any]]:
    return [record(way[0], forked=False), *map(record, way[1:])]


def bound(kept: Sequence[object], undone: Sequence[object]) -> None:
    """Raise ``RagError`` for a chat that has more turns than one may have, or none, be it ``undone``."""
    if len(kept) > MOST_TURNS:
        raise RagError(
            gettext(
                "This chat has {number} turns, and {most} are the most: begin a new one.",
                number=written(len(kept)),
                most=MOST_TURNS,
            )
        )
    if not [*kept, *undone]:
        raise RagError(
            gettext("This browser does not have that chat, or not any more: ask anew, or choose another one.")
        )


def reopened(
    kept: Sequence[Mapping[str, Any]],
    index: Index,
    *,
    after: int,
    again: bool = True,
    there: Sequence[Exchange] = (),
) -> list[Exchange]:
    """The turns of a chat, of which those that are ``there`` stay as they are. The others are numbered on from
    ``after``, of them the last alone may be under way, and the last ``LOOKED_AT`` are held against the corrections in
    other articles. ``again`` says whether the same articles may answer otherwise.
    Raises what ``restored`` raises, and ``ModelError``."""
    open_by_id: dict[object, Exchange] = {exchange.id: exchange for exchange in there}
    try:
        new = [turn for turn in kept if turn.get("id") not in open_by_id]
        turns = _restored(new, index, itertools.count(after + 1), again)
    except (AttributeError, LookupError, StopIteration, TypeError) as error:
        raise _unreadable() from error
    for exchange in turns[:-1]:
        if not exchange.over:  # another window's, which was closed before the answer
            exchange.end(_unanswered())
    for exchange in turns[-LOOKED_AT:]:
        if exchange.answer is not None:
            exchange.corrections = corrections(exchange.answer, index)
    added = iter(turns)
    return [open_by_id.get(turn.get("id")) or next(added) for turn in kept]


def _restored(kept: Sequence[Mapping[str, Any]], index: Index, numbers: Iterator[int], again: bool) -> list[Exchange]:
    turns = []
    for turn in kept:
        exchange = restored(next(numbers), turn, index)
        answer = exchange.answer
        exchange.again = again or answer is None or answer.trace.generation != index.generation
        turns.append(exchange)
        if ways := turn.get("ways"):
            if sum(way is None for way in ways) != 1:
                raise LookupError("of the ways on exactly one is the turn's own")
            exchange.fork = Fork([[exchange] if way is None else _restored(way, index, numbers, again) for way in ways])
            for way in exchange.fork.ways:
                way[0].fork = exchange.fork
    return turns


def restored(turn: int, kept: Mapping[str, Any], index: Index) -> Exchange:
    """A turn from what ``record`` made of it, with the number ``turn``; whatever there is of its answer is all of it.

    Raises ``RagError`` where it is something else, and what opening the index raises.
    """
    try:
        kept = json.loads(well_formed(json.dumps(kept, ensure_ascii=False)))
        earlier = (kept[name] for name in ("after", "before", "sources", "authors"))
        # Chats that were kept before there were these have none of them.
        added = (kept.get(name, ()) for name in ("people", "places", "stories", "tags", "articles"))
        filters = Filters(*earlier, *added)
        titles = titled(index.listing(), filters.articles)
        exchange = Exchange(turn, str(kept["question"]), filters, titles=titles)
        exchange.id = str(kept.get("id") or exchange.id)
        if kept["answer"] is None:
            exchange.ending = None if kept.get("under_way") else _unanswered()
        else:
            answer = kept["answer"] if "finished" in kept["answer"] else _earlier(exchange.question, kept["answer"])
            exchange.answer = replace(Answer.from_dict(unpacked(answer, patterns()), index.article), finished=True)
            exchange.lost = lost([*answer["citations"], *kept.get("lost", ())], index)
    except (AttributeError, LookupError, OverflowError, TypeError, ValueError) as error:
        raise _unreadable() from error
    return exchange


def _unanswered() -> str:
    return gettext("There is no answer.")


def _unreadable() -> RagError:
    return RagError(
        gettext("This chat can't be read: it was kept by another version, or changed. Ask its questions again.")
    )


def _earlier(question: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """An answer as it was kept before `Answer.to_dict` did it, in that form."""
    cited = [one for statement in kept["statements"] for one in statement["citations"]]
    return {
        **kept,
        **dict.fromkeys(("period", "usage")),
        "question": question,
        "finished": True,
        "statements": [
            one | {"citations": [number for _, _, number, _ in one["citations"]]} for one in kept["statements"]
        ],
        "citations": [
            {"article_id": identifier, "start": start, "end": start + len(quote), "number": number, "quote": quote}
            for identifier, start, number, quote in cited
        ],
        "missing": [{"part": part, "query": query, "nearest": None} for part, query in kept["missing"]],
        "timings": {},
    }


def corrections(answer: Answer, index: Index) -> tuple[Span, ...]:
    """What articles that an answer does not cite say against a number in the words that it does, as a correction names
    both; nothing where the index is as it was at the answer. Raises what a search raises."""
    if answer.trace.generation >= index.generation:
        return ()
    cited = {one.article.id for one in answer.citations}
    found: dict[tuple[str, int], Span] = {}
    numbered = [one for one in answer.citations if any(sign.isdigit() for sign in one.quote)]
    for citation in numbered[:_CITATIONS]:
        passages = index.search(citation.quote[:LONGEST], k=_PASSAGES).passages
        others = dict.fromkeys(one.article.id for one in passages if CORRECTS.search(one.text))
        told = list(told_by(index, [one for one in others if one not in cited]))
        found |= {(span.article.id, span.start): span for span in corrected(citation, told)}
    return tuple(found.values())
