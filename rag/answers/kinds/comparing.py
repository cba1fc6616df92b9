"""Things beside each other: a search for each, a row a point, a cell a side, every cell a slice of an article.

It judges nothing: which of two is more is for who reads the figures. A side of which nothing is found is named.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.answers.answer import Answer, carrying, numbered
from rag.answers.conversation import Request
from rag.answers.kinds import timely
from rag.answers.kinds.asked import Asked
from rag.answers.kinds.measures import measure_of, narrowed, only
from rag.answers.quoting import quote
from rag.answers.statements import Missing, Statement
from rag.answers.table import Cell, Table
from rag.index.found import Found
from rag.index.search import Index
from rag.text.language import language
from rag.text.periods import Period, periods
from rag.text.words import own_stems, stems
from rag.types import Passage, Span

MOST_SIDES = 5
_PASSAGES = 6  # for a side
_BEGINS = 300  # characters of an article that say, with its title, what it is about
_POINTS = 3  # rows where it is not said in what to compare
_MATCHED = 0.25  # of the cosine of two sentences of a row, from where they tell of the same point

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
            rf"(?:what(?:['’]s| is| are| was) )?(?:the )?(?:main |biggest )?(?:differences?"
            rf"|comparison) between {_MANY}",
            rf"(?:how|in what way)s? (?:do|does|did|are|is|were|was) {_MANY} (?:differ(?:ent)?|compare)",
            rf"(?:what|which|who)(?: one| of (?:the|these) two| of them)? (?:is|was|are|were|has|had|cost|costs|got"
            rf"|took|lasted|won) (?P<aspect>(?:more |less |fewer |the )?[\w -]{{3,30}}?)(?:,|:| -) {_OR}",
            rf"(?:what|which|who)(?: one| of (?:the|these) two| of them)? (?P<aspect>\w+ (?:more|less|fewer|first"
            rf"|\w+er\b|(?:the )?most)[\w -]{{0,30}}?)(?:,|:| -) {_OR}",
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
        r"und|mit|gegen|oder|von|versus|vs\.?",
        (
            rf"vergleiche?n?(?: sie)?(?: (?:den|die|das))? (?P<aspect>[\w -]{{3,40}}?) (?:von|bei|der) {_MANY}",
            rf"vergleiche?n?(?: sie)? {_MANY}",
            rf"(?:was ist |worin besteht )?der unterschied zwischen {_MANY}",
            rf"(?:worin|wie) unterscheide[nt] sich {_MANY}",
            rf"was unterscheidet (?P<sides>{_SIDE} von {_SIDE})",
            rf"(?:was|wer|wo|welche[rs]?) (?P<aspect>\w+ (?:mehr|weniger|am meisten)(?: \w+)?)(?:,|:) (?P<sides>{_SIDE}"
            rf" oder {_SIDE})",
            rf"(?:was|wer|welche[rs]?) (?:ist|war|sind|waren|hat|hatte) (?P<aspect>[\w ]{{3,30}}?)(?:,|:) "
            rf"(?P<sides>{_SIDE} oder {_SIDE})",
        ),
    ),
    "fr": (
        r"et|avec|à|ou|de|contre",
        (
            rf"compare[rz]?(?: (?:le|la|les|l['’]))? ?(?P<aspect>[\w -]{{3,40}}?) (?:de|des|entre) {_MANY}",
            rf"compare[rz]? {_MANY}",
            rf"(?:quelle est |quelles sont )?(?:la|les) différences? entre {_MANY}",
            rf"en quoi {_MANY} (?:diffèrent|se distinguent)(?:-(?:ils|elles))?",
            rf"qu['’]est-ce qui (?:distingue|sépare) (?P<sides>{_SIDE} de {_SIDE})",
            rf"(?:qui|lequel|laquelle|quel(?:le)? \w+) (?P<aspect>(?:est|était|a|avait|a été) (?:le "
            rf"|la )?(?:plus|moins)"
            rf" [\w ]{{2,30}}?)(?: ?,| ?:) (?P<sides>{_SIDE} ou {_SIDE})",
        ),
    ),
    "es": (
        r"y|e|con|o|de|contra",
        (
            rf"compar(?:a|e|ar)(?: (?:el|la|los|las))? (?P<aspect>[\w -]{{3,40}}?) (?:de|entre) {_MANY}",
            rf"compar(?:a|e|ar)(?: a)? {_MANY}",
            rf"¿?(?:cuál es |cuáles son )?(?:la|las) diferencias? entre {_MANY}",
            rf"¿?en qué se (?:diferencian|distinguen) {_MANY}",
            rf"¿?qué (?:distingue|separa) a (?P<sides>{_SIDE} de {_SIDE})",
            rf"¿?(?:quién|cuál|qué) (?P<aspect>(?:es|era|fue|tiene|tuvo) (?:más \w+|menos \w+|mayor|menor))(?:,"
            rf"|:) (?P<sides>"
            rf"{_SIDE} o {_SIDE})",
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
    first = re.split(r" (?:of|in|at|by|on|from) ", sides[0])[0] if sides else ""
    owned = re.search(r"(?:['’]s?|^the|\b[A-Z][\w-]*) (?P<thing>[a-z][\w-]*(?: [a-z][\w-]*)*)$", first)
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
    made = numbered([Statement.quoting([one]) for one in spans])
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
    """What is found for a side: the sentences that name it, or that stand in an article that begins so; of the days
    that it names, where there are such. Where none has all of its words, its names are enough."""
    query = _asking(side, aspect)
    found, kept = _naming(index, request, side, query)
    if aspect:
        kept, _ = narrowed(kept, measure_of(aspect))
    quoted = quote(query, kept, query=query)
    spans = tuple(Span(one.article, one.start, one.end) for said in quoted.statements for one in said.citations)
    return _Side(side, found, spans)


def _dated(side: str) -> tuple[str, Period | None]:
    """A side without the days that it names, and these."""
    found = next(iter(periods(side, date.today(), language(side))), None)
    if found is None or found.moves:
        return side, None
    bare = " ".join(f"{side[: found.start]} {side[found.end :]}".split())
    return (bare, found) if own_stems(bare) else (side, None)


def _names(side: str) -> frozenset[str]:
    """The stems of a side's words with a capital, by which it is known where the articles have other words for it."""
    return own_stems(" ".join(word for word in re.findall(r"[^\W\d_]+", side) if word[0].isupper()))


def _naming(index: Index, request: Request, side: str, query: str) -> tuple[Found, list[Passage]]:
    """What is found for a side, and that with the sentences alone that name it: of the days that it names first, by all
    of its words first."""
    bare, period = _dated(side)
    dated = timely.within(request.filters, Asked(period=period))
    scopes = [request.filters] if dated is None else [dated, request.filters]
    for filters in scopes:
        found = index.search(query, k=_PASSAGES, filters=filters, focus=query)
        for named in filter(None, (own_stems(bare), _names(bare))):
            if kept := [one for passage in found.passages if (one := _about(named, passage)).sentences]:
                return found, kept
    return found, []


def _about(named: frozenset[str], passage: Passage) -> Passage:
    """The passage with those of its sentences alone that name something, with how their article begins."""
    begins = f"{passage.article.title}\n{passage.article.text[:_BEGINS]}"
    title = set(stems(begins))
    return only(passage, lambda text: named <= title | set(stems(text)))


def _asking(side: str, aspect: str) -> str:
    """The question for a side alone: a comparative asks for a figure, whichever side has more of it."""
    if not aspect:
        return side
    if measure := measure_of(aspect):
        when = re.search(r" when .+", aspect)  # "older when he died"
        return f"{measure.asks.format(side)}{when[0] if when else ''}"
    if counted := re.fullmatch(r"(\w+) (?:the )?(?:more|less|fewer|most) (\w+)(.*)", aspect, re.IGNORECASE):
        return f"how many {counted[2]} were {counted[1]}{counted[3]} in {side}"
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
