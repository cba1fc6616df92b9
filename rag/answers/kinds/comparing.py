"""Things beside each other: a search for each, a row a point, a cell a side, every cell a slice of an article.

Where they are compared in what can be measured, the row is of the sentences that tell it of each, and which of them is
more is said by the values that these give (`weighing`). A side of which nothing is found is named.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from rag.answers import replies
from rag.answers.answer import Answer, carrying, numbered
from rag.answers.asking.aliases import aliases
from rag.answers.asking.asked import Asked
from rag.answers.asking.joining import WORDS, measured, own_words
from rag.answers.conversation import Request
from rag.answers.kinds import said, timely
from rag.answers.kinds.measures import Measure, counted_in, is_size, measure_of, only, size_of
from rag.answers.kinds.things import LEANS, Thing, beginning, names_in
from rag.answers.kinds.values import Told, told_of
from rag.answers.kinds.weighing import capital, told_outright, verdict
from rag.answers.quoting import quote
from rag.answers.statements import Missing, Statement
from rag.answers.table import Cell, Table
from rag.filters import Filters
from rag.index.found import Found
from rag.index.search import Index
from rag.message import Message, together
from rag.text.headings import says_something
from rag.text.language import language, language_of
from rag.text.periods import Period, period_of, periods
from rag.text.quantities import quantities
from rag.text.quotations import quoted
from rag.text.words import own_stems, stem_in, stems, words
from rag.types import Passage, Sentence, Span

_PASSAGES = 6  # for a side
_POINTS = 3  # rows where it is not said in what to compare
_MATCHED = 0.25  # of the cosine of two sentences of a row, from where they tell of the same point
_OPENS = 0.15  # what it counts that a sentence opens its article
_UNSURE = 0.1  # of the confidence that some sentences tell in what sides are compared, below which it is said
_REST = own_stems("most many other others rest")
_EACH = re.compile(r"\b(?:both|each|either|all)\b", re.IGNORECASE)
_SAYS = re.compile(r"(?:say|said|think|thought|write|wrote|tweet(?:ed)?)(?: about| of| on)?(?: |$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Side:
    """A side: its name, what was found for it, and the sentences that speak of it, best first; how sure these are to
    tell what is asked of it, and all that speak of it where that is not said."""

    name: str
    found: Found
    spans: tuple[Span, ...]
    sure: float = 1.0
    pool: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Point:
    """In what the sides are compared: which is more, where that can be said, and what is found of each."""

    headline: str | None
    sides: list[_Side]


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """What the articles say of each side, a row a point; None where nothing is found of any."""
    headline: str | None = None
    if asked.aspects:
        points = [point for aspect in _apart(asked.aspects) if (point := _point(index, request, asked, begun, aspect))]
        rows = list(dict.fromkeys(tuple(next(iter(side.spans), None) for side in point.sides) for point in points))
        headline = together(*(point.headline for point in points))
        sides = [side for point in points for side in point.sides]
        if headline is None and (outright := _outright(asked, begun, sides)) is not None:
            return outright
    else:
        sides = [_side(index, request, side) for side in asked.sides]
        rows = _rows(index, sides)
    rows = [_filled(asked.sides, row) for row in rows]
    spans = list(dict.fromkeys(one for row in rows for one in row if one is not None))
    if not spans:
        return None
    unsure = headline is None and max(side.sure for side in sides) < _UNSURE and not _tells_of_all(asked.sides, spans)
    made = numbered([Statement.quoting([one]) for one in spans])
    number = {span: one.citations[0].number for span, one in zip(spans, made, strict=True)}
    cells = tuple(
        tuple(
            _lacking(asked, side) if one is None else Cell(one.text, (number[one],))
            for side, one in zip(asked.sides, row, strict=True)
        )
        for row in rows
    )
    # A sentence of all sides needs no cell for each.
    once = headline is None and all(len(set(row)) == 1 for row in rows)
    found = {(one.article.id, one.start): one for side in sides for one in side.found.passages}
    told = {side for side, column in zip(asked.sides, zip(*rows, strict=True), strict=True) if any(column)}
    missing = tuple(
        Missing(side.name, " ".join([*asked.aspects, side.name]), next(iter(side.found.passages), None))
        for side in sides[: len(asked.sides)]
        if side.name not in told
    )
    return replace(
        begun,
        headline=headline,
        caution=replies.caution(begun.question, None) if unsure else None,
        statements=made,
        passages=tuple(carrying(found.values(), made)),
        table=None if once else Table(asked.sides, cells, quoted=True),
        missing=missing,
        trace=replace(begun.trace, generation=sides[0].found.generation),
        finished=True,
    )


def _tells_of_all(sides: Sequence[str], spans: Sequence[Span]) -> bool:
    """Whether the one sentence that is found names all sides, with a figure for each, in whatever language."""
    if len(spans) > 1:
        return False
    named = all(own_stems(side) <= set(stems(spans[0].text)) for side in sides)
    return named and len(list(quantities(spans[0].text))) >= len(sides)


def _lacking(asked: Asked, side: str) -> Cell:
    """What a cell says of a side of which nothing is found at a point."""
    if asked.aspects:
        return Cell(Message("Nothing found on this for {thing}.", thing=side))
    return Cell(Message("Nothing found on {thing}.", thing=side))


def _outright(asked: Asked, begun: Answer, sides: Sequence[_Side]) -> Answer | None:
    """The sentence that says itself which of the sides is what is asked, with that side, or yes or no."""
    passages = [passage for side in sides for passage in side.found.passages]
    sentences = [one for passage in passages for one in passage.sentences if says_something(one)]
    found = told_outright(asked.sides, asked.aspects[0], sentences) if len(asked.aspects) == 1 else None
    if found is None or language_of(found[1].article) != "en":
        return None
    winner, span = found
    outright = (Message("No") if winner else Message("Yes")) if asked.statement else capital(asked.sides[winner])
    made = numbered([Statement.quoting([span])])
    headline = Message("{verdict}.", verdict=outright)
    trace = replace(begun.trace, generation=sides[0].found.generation)
    return replace(
        begun, headline=headline, statements=made, passages=tuple(carrying(passages, made)), trace=trace, finished=True
    )


def _filled(sides: Sequence[str], row: Sequence[Span | None]) -> tuple[Span | None, ...]:
    """A row with what stands for one side in the cell of each other that has nothing, if it names that, too."""
    told = [one for one in row if one is not None]
    return tuple(
        span or next((one for one in told if own_stems(side) - _REST <= set(stems(one.text))), None)
        for side, span in zip(sides, row, strict=True)
    )


def _of_each(values: Sequence[Told]) -> bool:
    """Whether the one number that is found of several sides is told of each, and not of another of them."""
    return all(_EACH.search(one.span.text) for one in values)


def _apart(aspects: Sequence[str]) -> list[str]:
    """Those of some points that are not of the same measure: "which is nearest, and which is farthest"."""
    kept: dict[str, str] = {}
    for one in aspects:
        measure = measure_of(one)
        kept.setdefault(measure.asks if measure else one, one)
    return list(kept.values())


def _point(index: Index, request: Request, asked: Asked, begun: Answer, aspect: str) -> _Point | None:
    """What is found of the sides for a point; None where nothing is found of any."""
    in_english = measured(aspect, asked.lang)
    measure = None if _SAYS.match(aspect) else measure_of(in_english) or counted_in(in_english)
    measures = [measure or (size_of(side) if is_size(in_english) else None) for side in asked.sides]
    if all(measures):
        point = _measured(index, request, asked, in_english, [one for one in measures if one])
        if any(side.spans for side in point.sides) and not (measure and measure.is_vague and point.headline is None):
            return point
    papers = [_paper(index, side) for side in asked.sides]
    if all(papers):
        pairs = zip(asked.sides, papers, strict=True)
        point = _Point(None, [_printed(index, request, side, paper, aspect) for side, paper in pairs])
    else:
        point = _Point(None, [_speaking(index, request, asked, begun, side, aspect) for side in asked.sides])
    return point if any(side.spans for side in point.sides) else None


def _measured(index: Index, request: Request, asked: Asked, aspect: str, measures: Sequence[Measure]) -> _Point:
    """The sentence that tells a measure of each side, and which of them is more, where they tell it of all."""
    told, found = [], []
    for side, measure in zip(asked.sides, measures, strict=True):
        bare, period = _dated(side)
        thing = Thing.of(bare, [one for one in asked.sides if one != side], aspect, measure)
        scope = timely.within(request.filters, Asked(period=period)) or request.filters
        read = _read(index, scope, f"{aspect} {side}", side)
        if not read.passages:
            read = _read(index, request.filters, f"{aspect} {side}", side)
        found.append(read)
        told.append(told_of(thing, measure, read.passages))
    dimensions = [dimension for one in told for dimension in one]
    shared = max(dimensions, key=dimensions.count, default=None)
    values = [one.get(shared) or next(iter(one.values()), None) for one in told]
    known = [one for one in values if one is not None]
    headline = None
    mentions = {(one.span, one.words) for one in known}
    if len(known) == len(values) and (len(mentions) == len(known) or _of_each(known)):
        claims = bool(asked.statement)
        headline = verdict(asked.sides, known, aspect, claims=claims, by_how_much=asked.counted)
    spans = [() if one is None else (one.span,) for one in values]
    return _Point(headline, [_Side(*each) for each in zip(asked.sides, found, spans, strict=True)])


def _read(index: Index, filters: Filters, *queries: str) -> Found:
    """The whole of the articles that some searches bring, the best first."""
    found = [index.search(one, k=_PASSAGES, filters=filters, focus=one) for one in queries]
    turns = itertools.zip_longest(*(one.passages for one in found))
    places = {one.article.id: None for turn in turns for one in turn if one}
    whole = index.whole(places)
    order = {one: place for place, one in enumerate(places)}
    return replace(whole, hits=tuple(sorted(whole.hits, key=lambda hit: order[hit.passage.article.id])))


def _paper(index: Index, side: str) -> str:
    """The paper of some articles that a side names; "" where it names none."""
    called = tuple(words(side))
    known = aliases(tuple(index.names()[0]), ())
    return next((name for alias, name, _, whole in known if whole and alias in (called, called[1:])), "")


def _printed(index: Index, request: Request, side: str, paper: str, aspect: str) -> _Side:
    """What a paper prints that comes nearest to what it is asked about."""
    topic = _SAYS.sub("", aspect)
    found = index.search(topic, k=_PASSAGES, filters=replace(request.filters, sources=(paper,)), focus=topic)
    chosen = quote(topic, found.passages, relevance=None)
    return _Side(side, found, _spans(chosen.statements), chosen.confidence)


def _uttered(index: Index, request: Request, begun: Answer, side: str, topic: str) -> _Side | None:
    """What somebody says of a topic, as where that alone is asked."""
    wanted = Asked("said", who=side, topic=topic, lang=request.asked.lang)
    asking = replace(request.asking(f"{side} {topic}"), history=(), asked=wanted)
    told = said.answer(index, asking, wanted, begun)
    if told is None or told.caution is not None:
        return None
    spans = _spans(told.statements)
    return _Side(side, index.whole(dict.fromkeys(one.article.id for one in spans)), spans)


def _speaking(index: Index, request: Request, asked: Asked, begun: Answer, side: str, aspect: str) -> _Side:
    """What is found for a side where it is asked for something that is not measured: of the sentences that are of it
    those that come nearest to that in meaning."""
    thing = Thing.of(_dated(side)[0], [one for one in asked.sides if one != side], aspect, None)
    topic = _SAYS.sub("", aspect)
    found = _read(index, request.filters, f"{side} {topic}", side)
    if _SAYS.match(aspect) and (uttered := _uttered(index, request, begun, side, topic)):
        return uttered
    near = index.nearness(found)(topic)
    own = own_stems(topic)
    passages = []
    for passage, cosines in zip(found.passages, near, strict=True):
        heads = thing.heads(passage.article)
        kept: list[Sentence] = []
        asks = 0.0  # how near the question comes that a sentence answers
        for one, cosine in zip(passage.sentences, cosines, strict=True):
            is_of = thing.is_mostly_in(one.text) or thing.is_first_in(one.text)
            is_of = is_of or (heads and not thing.has_another_in(one.text))
            if one.text.endswith("?"):
                asks = cosine
            elif is_of:
                covered = len(own & set(stems(one.text))) / max(1, len(own))
                kept.append(replace(one, cosine=max(cosine, asks), coverage=covered))
                asks = 0.0
        passages.append(replace(passage, sentences=tuple(kept)))
    chosen = quote(topic, passages, relevance=None)
    spans = _spans(chosen.statements)
    literal = any(_has_words(topic, asked.lang, one.text) for one in spans)
    return _Side(side, found, spans, 1.0 if literal else chosen.confidence)


def _has_words(topic: str, lang: str, text: str) -> bool:
    """Whether a sentence has half of the words of what is asked in another language than English, where an English
    model tells little of how near they come."""
    if lang == "en" or lang not in WORDS:
        return False
    wanted = {stem_in(one, lang) for one in own_words(topic, lang)}
    return bool(wanted) and 2 * len(wanted & {stem_in(one, lang) for one in words(text)}) >= len(wanted)


def _side(index: Index, request: Request, side: str) -> _Side:
    """What is found for a side: the sentences that name it, or that stand in an article that begins so; of the days
    that it names, where there are such. Where none has all of its words, its names are enough."""
    found, kept = _naming(index, request, side, [one for one in request.asked.sides if one != side])
    chosen = quote(side, kept, relevance=None)
    thing = Thing.of(_dated(side)[0], [], "", None)
    pool = [
        Span(one.article, one.start, one.end)
        for passage in kept
        for one in (_telling_of(thing, passage) if thing.is_a_name else passage.sentences)
        if says_something(one) and not one.instructs and not _is_speech(one.text)
    ]
    return _Side(side, found, _spans(chosen.statements), pool=tuple(dict.fromkeys(pool)))


def _is_speech(text: str) -> bool:
    """Whether most of a sentence is quoted, which is what somebody says of a thing, and no point of it."""
    return 2 * sum(end - start for start, end in quoted(text)) > len(text)


def _telling_of(thing: Thing, passage: Passage) -> Iterator[Sentence]:
    """The sentences of a passage that tell of what is known by a name, and do not merely stand in an article on it:
    those that name it, and those right behind that lean on them."""
    spoke = False
    for one in passage.sentences:
        if spoke := not thing.names.isdisjoint(names_in(one.text)) or (spoke and LEANS.match(one.text) is not None):
            yield one


def _spans(statements: Sequence[Statement]) -> tuple[Span, ...]:
    """What some statements quote, of a question and its reply that."""
    return tuple(Span(one.article, one.start, one.end) for said in statements for one in said.own[-1:])


def _dated(side: str) -> tuple[str, Period | None]:
    """A side without the days that it names, and these; a year at its end needs no word before it."""
    found = next(iter(periods(side, date.today(), language(side))), None)
    if found is None and (year := re.search(r"\b(?:19|20)\d\d$", side)):
        alone = period_of(year[0], date.today())
        found = replace(alone, start=year.start(), end=year.end()) if alone else None
    if found is None or found.moves:
        return side, None
    bare = " ".join(f"{side[: found.start]} {side[found.end :]}".split())
    return (bare, found) if own_stems(bare) else (side, None)


def _names(side: str) -> frozenset[str]:
    """The stems of a side's words with a capital, by which it is known where the articles have other words for it."""
    return own_stems(" ".join(word for word in re.findall(r"[^\W\d_]+", side) if word[0].isupper()))


def _naming(index: Index, request: Request, side: str, others: Sequence[str]) -> tuple[Found, list[Passage]]:
    """What is found for a side, and that with the sentences alone that name it: of the days that it names first, by the
    words first that no other side has, or all of its words where there are none."""
    bare, period = _dated(side)
    dated = timely.within(request.filters, Asked(period=period))
    scopes = [request.filters] if dated is None else [dated, request.filters]
    for filters in scopes:
        found = index.search(side, k=_PASSAGES, filters=filters, focus=side)
        own = own_stems(bare) - own_stems(" ".join(others))
        shared = tuple(own_stems(bare) - own) if own and own <= _names(bare) else ()  # of a place much else is told
        of_such = [one for one in found.passages if not shared or _has_one(one.article.text, shared)]
        for named in filter(None, (own or own_stems(bare), _names(bare))):
            if kept := [one for passage in of_such if (one := _about(named, passage)).sentences]:
                return found, kept
    return found, []


def _has_one(text: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a text has a word that begins with one of some stems."""
    return any(one.startswith(beginnings) for one in stems(text))


def _about(named: frozenset[str], passage: Passage) -> Passage:
    """The passage with those of its sentences alone that name something, with how their article begins."""
    title = set(stems(beginning(passage.article)))
    return only(passage, lambda text: named <= title | set(stems(text)))


def _rows(index: Index, sides: Sequence[_Side]) -> list[tuple[Span | None, ...]]:
    """The points: sentences of the first side that has any, each beside the nearest in meaning of the others, those
    first that are nearest to each other and lead their articles; where none are near, the best sentence of each."""
    best: tuple[Span | None, ...] = tuple(next(iter(side.spans), None) for side in sides)
    told = [place for place, side in enumerate(sides) if side.pool]
    if len(told) < 2:
        return [best]
    vectors = [index.embedder.embed_documents([one.text for one in side.pool]) for side in sides if side.pool]
    opens = [np.array([_OPENS * (one.start == 0) for one in sides[place].pool]) for place in told]
    near = [vectors[0] @ one.T for one in vectors[1:]]
    free = [np.zeros(len(one)) for one in vectors]
    rows: list[tuple[Span | None, ...]] = []
    while len(rows) < _POINTS:
        scores = [one + opens[0][:, None] + also + free[0][:, None] + left for one, also, left in
                  zip(near, opens[1:], free[1:], strict=True)]  # fmt: skip
        first = int(sum(one.max(axis=1) for one in scores).argmax())
        places = [first, *(int(one[first].argmax()) for one in scores)]
        cosines = [float(one[first, place]) for one, place in zip(near, places[1:], strict=True)]
        if not np.isfinite(sum(float(one[first].max()) for one in scores)) or min(cosines) < _MATCHED:
            break
        row: list[Span | None] = [None] * len(sides)
        for number, place in zip(told, places, strict=True):
            row[number] = sides[number].pool[place]
        rows.append(tuple(row))
        for left, place in zip(free, places, strict=True):
            left[place] = -np.inf
    return rows or [best]
