"""Things beside each other: a search for each, a row a point, a cell a side, every cell a slice of an article.

It judges nothing: which of two is more is for who reads the figures. A side of which nothing is found is named.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answers.answer import Answer, Missing, Statement, carrying, numbered
from rag.answers.conversation import Request
from rag.answers.kinds.asked import Asked
from rag.answers.quoting import quote
from rag.answers.table import Cell, Table
from rag.index.found import Found
from rag.index.search import Index
from rag.text.words import own_stems, stems
from rag.types import Passage, Span

MOST_SIDES = 5
_PASSAGES = 6  # for a side
_POINTS = 3  # rows where it is not said in what to compare
_MATCHED = 0.25  # of the cosine of two sentences of a row, from where they tell of the same point

_PRICE = re.compile(r"\b(?:expensive|cheap|costs?|kosten|teuer|price|coûte|coste)", re.IGNORECASE)
_MEASURES = (
    (re.compile(r"\b(?:old|young)(?:er|est)\b", re.IGNORECASE), "how old was {} aged"),
    (re.compile(r"\b(?:fast|slow|quick)(?:er|est)\b", re.IGNORECASE), "how fast was {} time"),
    (re.compile(r"\b(?:long|short)(?:er|est)\b", re.IGNORECASE), "how long was {}"),
    (re.compile(r"\b(?:earli|lat|soon)(?:er|est)\b|\bfirst\b", re.IGNORECASE), "when was {}"),
    (re.compile(r"\b(?:deadl|bloodi)(?:ier|iest|er|est)\b", re.IGNORECASE), "how many people died in {}"),
)
"""What a comparative asks of each side, with a place for it."""

_ASKED_KINDLY = re.compile(
    r"^(?:please |(?:can|could|would) you (?:please )?|i(?: want|['’]d like) (?:you )?to )+|,? please$", re.IGNORECASE
)
_LED = re.compile(r"^(?:in|by|at|during|because of) ", re.IGNORECASE)
_SIDE = r"[^?!.,;:]{2,80}?"
_OR = rf"(?P<sides>{_SIDE}(?:, {_SIDE})*,? or {_SIDE})"
_MANY = rf"(?P<sides>{_SIDE}(?:, {_SIDE})*,? (?:AND) {_SIDE})"
_PATTERNS: Mapping[str, tuple[str, Sequence[str]]] = {
    "en": (
        r"and|with|to|versus|vs\.?|against|or|differ from|(?:any )?different from|(?:apart )?from",
        (
            rf"(?:please )?(?:compare|contrast)(?: the)? (?P<aspect>[\w -]{{3,40}}?) (?:of|for|in|between) {_MANY}",
            rf"(?:please )?(?:compare|contrast) {_MANY}",
            rf"(?:what (?:is|are|was) )?(?:the )?(?:main |biggest )?(?:differences?|comparison) between {_MANY}",
            rf"(?:how|in what way)s? (?:do|does|did|are|is|were|was) {_MANY} (?:differ(?:ent)?|compare)",
            rf"(?:what|which|who)(?: one| of (?:the|these) two| of them)? (?:is|was|are|were|has|had|cost|costs|got"
            rf"|took|lasted|won) (?P<aspect>(?:more |less |fewer |the )?[\w -]{{3,30}}?)(?:,|:| -) {_OR}",
            rf"(?:what|which|who)(?: one| of (?:the|these) two| of them)? (?P<aspect>\w+ (?:more|less|fewer"
            rf"|(?:the )?most)"
            rf"[\w -]{{0,30}}?)(?:,|:| -) {_OR}",
            rf"(?:were|was|are|is|did|do|does|has|have) (?P<aspect>(?:more|fewer|less) [\w -]{{3,40}}?) "
            rf"(?:in|by|at|during|on|for|because of) {_OR}",
            rf"(?P<sides>{_SIDE} (?:versus|vs\.?) {_SIDE})",
            rf"(?:how|in what way)s? (?:do|does|did|are|is|were|was) (?P<sides>{_SIDE} (?:differ"
            rf"|(?:any )?different) from"
            rf" {_SIDE})",
            rf"what (?:separates|separated|distinguishes|distinguished|sets"
            rf"|set) (?P<sides>{_SIDE}(?: apart)? from {_SIDE})",
            rf"(?P<sides>{_SIDE} (?:and|with|against) {_SIDE}),? (?:side by side|in comparison|compared)",
            rf"what (?:do|did|does) {_MANY} have in common",
            rf"what (?:do|did|does) {_MANY} each (?P<aspect>(?:say|think) (?:about|of|on) [\w ’'-]+)",
        ),
    ),
    "de": (
        r"und|mit|gegen|oder|versus|vs\.?",
        (
            rf"vergleiche?n?(?: sie)?(?: (?:den|die|das))? (?P<aspect>[\w -]{{3,40}}?) (?:von|bei|der) {_MANY}",
            rf"vergleiche?n?(?: sie)? {_MANY}",
            rf"(?:was ist |worin besteht )?der unterschied zwischen {_MANY}",
            rf"(?:worin|wie) unterscheide[nt] sich {_MANY}",
            rf"(?:was|wer|welche[rs]?) (?:ist|war|sind|waren|hat|hatte) (?P<aspect>[\w ]{{3,30}}?)(?:,|:) "
            rf"(?P<sides>{_SIDE} oder {_SIDE})",
        ),
    ),
    "fr": (
        r"et|avec|à|ou|contre",
        (
            rf"compare[rz]?(?: (?:le|la|les|l['’]))? ?(?P<aspect>[\w -]{{3,40}}?) (?:de|des|entre) {_MANY}",
            rf"compare[rz]? {_MANY}",
            rf"(?:quelle est |quelles sont )?(?:la|les) différences? entre {_MANY}",
        ),
    ),
    "es": (
        r"y|e|con|o|contra",
        (
            rf"compar(?:a|e|ar)(?: (?:el|la|los|las))? (?P<aspect>[\w -]{{3,40}}?) (?:de|entre) {_MANY}",
            rf"compar(?:a|e|ar)(?: a)? {_MANY}",
            rf"¿?(?:cuál es |cuáles son )?(?:la|las) diferencias? entre {_MANY}",
        ),
    ),
    "tr": (
        r"ve|ile|veya",
        (
            rf"{_MANY}(?:['’]\w{{1,4}})? (?:karşılaştır(?:ın)?|kıyasla)",
            rf"{_MANY} arasındaki farklar?(?: ne(?:dir|ler)?)?",
        ),
    ),
}  # fmt: skip
"""By language what stands between two sides, and how it is asked to compare: closed classes."""


def compared(question: str, lang: str) -> tuple[tuple[str, ...], str] | None:
    """What a question asks to compare, and in what, "" where it does not say; None where it asks for no comparison."""
    text = _ASKED_KINDLY.sub("", " ".join(question.split()).strip("?!. ¿"))
    between, patterns = _PATTERNS.get(lang, ("", ()))
    for pattern in patterns:
        match = re.fullmatch(pattern.replace("(?:AND)", f"(?:{between})"), text, re.IGNORECASE)
        if match is None:
            continue
        cut = re.split(rf",? (?:{between}) |, ", match["sides"], flags=re.IGNORECASE)
        sides = tuple(dict.fromkeys(_whole([_LED.sub("", one.strip(" ,")) for one in cut if one.strip(" ,")])))
        if 2 <= len(sides) <= MOST_SIDES and all(own_stems(side) for side in sides):
            return sides, (match.groupdict().get("aspect") or "").strip()
    return None


def _whole(sides: Sequence[str]) -> list[str]:
    """The sides, each with what it leaves to the first: "Norrin's law" and "that of Keld" for Keld's."""
    owned = re.fullmatch(r"(?:.+?['’]s?|the) (?P<thing>.+?)(?: (?:of|in|at) .+)?", sides[0]) if sides else None
    made = []
    for one in sides:
        left = re.fullmatch(r"(?:that|those|the ones?)(?: (?:of|in|at|by|from))? (?P<whose>.+)", one, re.IGNORECASE)
        made.append(f"{left['whose']} {owned['thing']}" if left and owned else one)
    return made


@dataclass(frozen=True, slots=True)
class _Side:
    """A side: its name, what was found for it, and the sentences that speak of it, best first."""

    name: str
    found: Found
    spans: tuple[Span, ...]


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """What the articles say of each side, a row a point; None where nothing is found of any."""
    sides = [_side(index, request, side, asked.aspect) for side in asked.sides]
    if not any(side.spans for side in sides):
        return None
    rows = _rows(index, sides, 1 if asked.aspect else _POINTS)
    spans = list(dict.fromkeys(one for row in rows for one in row if one is not None))
    made = numbered([Statement.quoting([one]) for one in spans], request.numbers)
    number = {span: one.citations[0].number for span, one in zip(spans, made, strict=True)}
    cells = tuple(tuple(Cell("—") if one is None else Cell(one.text, (number[one],)) for one in row) for row in rows)
    found = {(one.article.id, one.start): one for side in sides for one in side.found.passages}
    missing = tuple(
        Missing(side.name, f"{asked.aspect} {side.name}".strip(), next(iter(side.found.passages), None))
        for side in sides
        if not side.spans
    )
    return replace(
        begun,
        statements=made,
        passages=tuple(carrying(found.values(), made)),
        table=Table(tuple(side.name for side in sides), cells, quoted=True),
        missing=missing,
        trace=replace(begun.trace, generation=sides[0].found.generation),
        finished=True,
    )


def _side(index: Index, request: Request, side: str, aspect: str) -> _Side:
    """What is found for a side: the sentences that name it, or that stand in an article whose title does."""
    query = _asking(side, aspect)
    found = index.search(query, k=_PASSAGES, filters=request.filters, focus=query)
    named = own_stems(side)
    kept = [_about(named, one) for one in found.passages]
    figured = [_with_figures(one) for one in kept]
    if aspect and any(one.sentences for one in figured):
        kept = figured
    quoted = quote(query, [one for one in kept if one.sentences], query=query)
    spans = tuple(Span(one.article, one.start, one.end) for said in quoted.statements for one in said.citations)
    return _Side(side, found, spans)


def _about(named: frozenset[str], passage: Passage) -> Passage:
    """The passage with those of its sentences alone that name something, with the title of their article."""
    title = set(stems(passage.article.title))
    return replace(passage, sentences=tuple(one for one in passage.sentences if named <= title | set(stems(one.text))))


def _with_figures(passage: Passage) -> Passage:
    """The passage with those of its sentences alone that hold a figure."""
    return replace(passage, sentences=tuple(one for one in passage.sentences if re.search(r"\d", one.text)))


def _asking(side: str, aspect: str) -> str:
    """The question for a side alone: a comparative asks for a figure, whichever side has more of it."""
    if not aspect:
        return side
    if _PRICE.search(aspect):
        return f"how much did {side} cost"
    for measure, asks in _MEASURES:
        if measure.search(aspect):
            return asks.format(side)
    if counted := re.fullmatch(r"(\w+) (?:the )?(?:more|less|fewer|most) (\w+)(.*)", aspect, re.IGNORECASE):
        return f"how many {counted[2]} {counted[1]}{counted[3]} {side}"
    if re.match(r"(?:say|think) ", aspect):
        return f"{side} {aspect}"
    if comparative := re.fullmatch(r"(?:the )?(?:more|less|fewer|most) (.+)", aspect, re.IGNORECASE):
        return f"how many {comparative[1]} {side}"
    return f"how many {aspect} {side}" if aspect.endswith("s") else f"how much {aspect} {side}"


def _rows(index: Index, sides: Sequence[_Side], most: int) -> list[tuple[Span | None, ...]]:
    """The points: the best sentences of the first side that has any, each beside the nearest in meaning of the others;
    one that is near to none of a side stands beside a gap, and what is left over has rows of its own."""
    left = [list(side.spans) for side in sides]
    rows: list[tuple[Span | None, ...]] = [tuple(one.pop(0) if one else None for one in left)]
    if most == 1 or sum(map(bool, left)) < 2:
        return rows
    spans = list(dict.fromkeys(itertools.chain(*left)))
    vectors = dict(zip(spans, index.embedder.embed_documents([one.text for one in spans]), strict=True))
    while len(rows) < most and sum(map(bool, left)) > 1:
        lead = next(place for place, one in enumerate(left) if one)
        first = left[lead].pop(0)
        row: list[Span | None] = [None] * len(sides)
        row[lead] = first
        for place, others in enumerate(left):
            if place != lead and others:
                best = max(others, key=lambda one: float(vectors[one] @ vectors[first]))
                if float(vectors[best] @ vectors[first]) >= _MATCHED:
                    others.remove(best)
                    row[place] = best
        rows.append(tuple(row))
    return rows
