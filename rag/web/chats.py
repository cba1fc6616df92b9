"""A turn as the browser keeps it, and back. Quotes are cut anew from the articles as they are now: what no longer
stands where it stood is no longer cited. It knows nothing of gradio.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from rag.answers.answer import Answer
from rag.errors import RagError
from rag.index.search import Index
from rag.text.characters import well_formed
from rag.types import Filters
from rag.web.session import Exchange

_UNREADABLE = "This chat can't be read: it was kept by another version, or changed. Ask its questions again."


def record(exchange: Exchange) -> dict[str, Any]:
    """A turn as JSON has it: the question, its filters and, where there is one, the answer."""
    answer = exchange.answer and exchange.answer.to_dict()
    turn: dict[str, Any] = {"question": exchange.question, **asdict(exchange.filters), "answer": answer}
    return turn | {name: turn[name] and str(turn[name]) for name in ("after", "before")}


def restored(turn: int, kept: Mapping[str, Any], index: Index) -> Exchange:
    """A turn from what ``record`` made of it, with the number ``turn``; whatever there is of its answer is all of it.

    Raises ``RagError`` where it is something else, and what opening the index raises.
    """
    try:
        kept = json.loads(well_formed(json.dumps(kept, ensure_ascii=False)))
        earlier = (kept[name] for name in ("after", "before", "sources", "authors"))
        # Chats that were kept before there were these have none of them.
        filters = Filters(*earlier, *(kept.get(name, ()) for name in ("people", "places", "stories")))
        exchange = Exchange(turn, str(kept["question"]), filters)
        if kept["answer"] is None:
            exchange.ending = "There is no answer."
        else:
            answer = kept["answer"] if "finished" in kept["answer"] else _earlier(exchange.question, kept["answer"])
            exchange.answer = replace(Answer.from_dict(answer, index.article), finished=True)
    except (AttributeError, LookupError, OverflowError, TypeError, ValueError) as error:
        raise RagError(_UNREADABLE) from error
    return exchange


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
