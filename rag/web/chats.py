"""A turn as the browser keeps it, and back. Quotes are cut anew from the articles as they are now: what no longer
stands where it stood is no longer cited. It knows nothing of gradio.
"""

import json
from collections.abc import Mapping
from datetime import date
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
    filters, answer = exchange.filters, exchange.answer
    kept: dict[str, Any] = {
        "question": exchange.question,
        "after": filters.after and filters.after.isoformat(),
        "before": filters.before and filters.before.isoformat(),
        "sources": list(filters.sources),
        "authors": list(filters.authors),
        "answer": answer and answer.to_dict(),
    }
    return kept


def restored(turn: int, kept: Mapping[str, Any], index: Index) -> Exchange:
    """A turn from what ``record`` made of it, with the number ``turn``.

    Raises ``RagError`` where it is something else, and what opening the index raises.
    """
    try:
        kept = json.loads(well_formed(json.dumps(kept, ensure_ascii=False)))
        after, before = (kept[name] and date.fromisoformat(kept[name]) for name in ("after", "before"))
        sources, authors = (tuple(map(str, kept[name])) for name in ("sources", "authors"))
        exchange = Exchange(turn, str(kept["question"]), Filters(after, before, sources, authors))
        if kept["answer"] is None:
            exchange.end("There is no answer.", "quiet")
        else:
            exchange.show(Answer.from_dict(kept["answer"], index.article), over=True)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise RagError(_UNREADABLE) from error
    return exchange
