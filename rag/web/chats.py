"""A turn as the browser keeps it, and back. Quotes are cut anew from the articles as they are now: what no longer
stands where it stood is no longer cited. It knows nothing of gradio.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from rag.errors import RagError
from rag.index.search import Index
from rag.text.characters import well_formed
from rag.types import Answer, Citation, Filters, Missing, Statement
from rag.web.session import Exchange

_CHANGED = "An article cited here has changed since then: what no longer stands in it is not cited any more."
_LOST = "the article it was checked against has changed since"
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
        "answer": None,
    }
    if answer is not None:
        kept["answer"] = {
            "query": answer.query,
            "statements": [
                {
                    "text": one.text,
                    "lead": one.lead,
                    "verdict": one.verdict,
                    "reason": one.reason,
                    "support": one.support,
                    "citations": [
                        [cited.article.id, cited.start, cited.number, cited.quote] for cited in one.citations
                    ],
                }
                for one in answer.statements
            ],
            "missing": [[one.part, one.query] for one in answer.missing],
            "refusal": answer.refusal,
            "reply": answer.reply,
            "generator": answer.generator,
            "notice": answer.notice,
            "left_out": answer.left_out,
            "generation": answer.generation,
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
            exchange.show(_answer(exchange.question, kept["answer"], index), over=True)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise RagError(_UNREADABLE) from error
    return exchange


def _answer(question: str, kept: Mapping[str, Any], index: Index) -> Answer:
    statements = []
    changed = 0
    for one in kept["statements"]:
        citations = []
        for identifier, start, number, quote in one["citations"]:
            article = index.article(str(identifier))
            if article is not None and article.text[start : start + len(quote)] == quote:
                citations.append(Citation(article, start, start + len(quote), int(number)))
        lost = len(one["citations"]) - len(citations)
        changed += lost
        if one["verdict"] not in ("supported", "partly", "unsupported"):
            raise ValueError(one["verdict"])
        verdict, reason = one["verdict"], one["reason"]
        if lost and verdict != "unsupported":  # what carried it was checked together, and is not there any more
            verdict, reason = ("partly" if citations else "unsupported"), _LOST
        statements.append(
            Statement(str(one["text"]), tuple(citations), verdict, reason, str(one["lead"]), one["support"])
        )
    return Answer(
        question,
        str(kept["query"]),
        tuple(statements),
        refusal=kept["refusal"],
        missing=tuple(Missing(str(part), str(query)) for part, query in kept["missing"]),
        reply=kept["reply"],
        generator=str(kept["generator"]),
        notice=_CHANGED if changed else kept["notice"],
        left_out=int(kept["left_out"]),
        generation=int(kept["generation"]),
    )
