"""What happened, in order: rows of day, sentence and source, from all articles of a story.

The day is the one that the sentence itself names, as exact as it names it, else that on which it was published.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from rag.answers.answer import Answer, numbered
from rag.answers.asking.asked import Asked
from rag.answers.conversation import Request
from rag.answers.kinds.rows import DAY, article_count, told_in
from rag.answers.kinds.story import MOST, Story, Told, corrected, standing_alone, told_by
from rag.answers.kinds.topic import story_asked
from rag.answers.quoting import ANSWERED, quotation, quote
from rag.answers.statements import Statement
from rag.answers.table import Cell, Table
from rag.index.embedding import Vectors
from rag.index.search import Index
from rag.message import Message, one_of, quoted
from rag.text.moments import Moment, moments
from rag.text.periods import Period
from rag.text.words import own_stems, stems
from rag.types import Span

_SEARCHED = 8  # passages that a question is answered from
_SAME = 0.5  # share of all their words that two sentences have in common where they tell the same
_NEAREST = 0.9  # cosine from which they do whatever their words
_WITHIN = 0.5  # share of the words of the shorter one, of two articles' sentences on one day
_UNDATED = timedelta(days=3)
_WEEK, _MONTH = timedelta(days=7), timedelta(days=31)
_ABOUT = 0.85  # of the nearest row's nearness to an event, from which another tells of that, too
_TOPIC = 0.5  # what a sentence's nearness to the topic counts, beside that to the story
_LONG_BEFORE = timedelta(days=180)  # a story, from which on what is told is its background
_MONTHS_BEFORE = timedelta(days=60)  # the same where only the month or year is known
_OPENS = 8  # events of an article among which one tells what its title says
_ENOUGH = 4  # rows
_BY_MONTH, _BY_YEAR = -0.1, -0.3  # what speaks against a row whose day is not known
_CLOCK = re.compile(r"\b\d{1,2}(?:[:.h]\d\d\b|(?:[:.]\d\d)?\s?(?:[ap]\.?m\b|Uhr\b))", re.IGNORECASE)
_PUBLISHED = Message("A day marked “published” is that of the article: its sentence names none.")


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """A row: what is told and cited, when it was (None: as published), how much it is at the heart of the story, the
    vector of its sentence, and what later articles say instead; ``named`` where it leaves out of whom it is, and is led
    by the name."""

    span: Span
    moment: Moment | None
    weight: float
    vector: np.ndarray
    corrections: tuple[Span, ...] = ()
    named: bool = False

    @property
    def order(self) -> tuple[date, date, date, int]:
        """What rows are ordered by; those of no known day come last."""
        published = self.span.article.published or date.max
        if self.moment is None:
            return published, published, published, self.span.start
        return self.moment.first, self.moment.last, published, self.span.start

    @property
    def day(self) -> str:
        """When it was, in words that are in order as texts."""
        if self.moment is not None:
            return self.moment.iso
        published = self.span.article.published
        return Message("{day} (published)", day=published.isoformat()) if published else Message("undated")


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """The story as a table, or what is told of the question by articles of no one story; None where none is."""
    story = story_asked(index, request, asked, following=True)
    rows = events(story) if story else [] if asked.period else _scattered(index, request)
    if story and asked.after:
        event = asked.topic or asked.about or ""
        rows = _since(rows, event, index.embedder.embed_query(event)[0])
    if not rows:
        return None
    statements = numbered([_statement(one) for one in rows])
    sources = {one.span.article.id for one in rows} | {two.article.id for one in rows for two in one.corrections}
    known = [one.order for one in rows if one.order[0] != date.max]
    spanned = Period(known[0][0], max(min(one[1], one[2]) for one in known)).in_words if known else None
    headline = Message(
        "{number} event from {articles}: {days}.",
        "{number} events from {articles}: {days}.",
        number=len(rows),
        articles=article_count(len(sources)),
        days=spanned or Message("undated"),
    )
    published = _PUBLISHED if any(one.moment is None for one in rows) else None
    notices = [published, *(notices_of(story) if story else [])]
    return told_in(begun, headline, statements, _table(rows, statements), notices)


def _since(rows: Sequence[Event], event: str, vector: Vectors) -> list[Event]:
    """The rows from the first on that comes about as near as any to an event, by words and by its ``vector``."""
    wanted = own_stems(event)
    near = [float(one.vector @ vector) + _share(wanted, one.span.text) for one in rows]
    begun = next((one for one, how in zip(rows, near, strict=True) if how >= _ABOUT * max(near)), None)
    return [one for one in rows if begun is None or one.order[0] >= begun.order[0]]


def _share(wanted: Set[str], text: str) -> float:
    return len(wanted & set(stems(text))) / max(len(wanted), 1)


def _scattered(index: Index, request: Request) -> list[Event]:
    """The sentences that are quoted for the question, in order, where several articles have them."""
    found = index.search(request.query, k=_SEARCHED, filters=request.filters)
    answered = quote(request.question, found.passages, query=request.query, relevance=index.relevance)
    cited = [(one.article.id, one.start) for said in answered.statements for one in said.citations]
    articles = list(dict.fromkeys(article for article, _ in cited))
    if answered.confidence < ANSWERED or len(articles) < 2:
        return []
    rows = []
    for told in told_by(index, articles):
        for sentence, named, vector in zip(told.sentences, moments(told.sentences), told.vectors, strict=True):
            if (told.article.id, sentence.start) in cited:
                known = [one for one in named if not one.ahead]
                rows.append(Event(sentence, next(iter(known), None), 0.0, vector))
    return sorted(rows, key=lambda one: one.order)


def notices_of(story: Story) -> list[str | None]:
    """How many of a story's reports are copies, and without which words of its topic it was found, where any is."""
    copies = Message(
        "{reports} reports, {number} of them a copy that is left out.",
        "{reports} reports, {number} of them copies that are left out.",
        number=len(story.copies),
        reports=len(story.told) + len(story.copies),
    )
    lacking = Message(
        "No article has {words}, so it was found without.", words=one_of(list(map(quoted, story.lacking)))
    )
    return [copies if story.copies else None, lacking if story.lacking else None]


def events(story: Story) -> list[Event]:
    """What the articles of a story tell, in order: how each begins, and what else they tell of a day, as far as it
    tells something new; at most ``MOST``."""
    centre = np.mean([one.centre for one in story.told], axis=0)
    begins: list[Event] = []
    others: list[Event] = []
    undated: list[Event] = []
    for told in story.told:
        made = list(_events(told, centre))
        lead = next(iter(made), None)
        opening = [one for one in (lead, _titled(told, made)) if one is not None]
        begins += opening
        others += [one for one in made if one not in opening and one.moment is not None]
        undated += [one for one in made if one not in opening and one.moment is None]
    others = _without_background(begins, others)
    if len(begins) + len(others) < _ENOUGH:  # what happened within a day is told by the clock
        others += [one for one in undated if _CLOCK.search(one.span.text)]
    chosen: list[Event] = []
    for one in (*begins, *sorted(others, key=lambda one: -one.weight)):
        if len(chosen) == MOST:
            break
        if not any(_tell_the_same(one, two) for two in chosen):
            chosen.append(one)
    return _corrected(sorted(_exact(chosen), key=lambda one: one.order), story)


def _exact(rows: Sequence[Event]) -> list[Event]:
    """The rows without those of a month or year alone that begin before the story does, or hold a row of a known day,
    beside which they have no place; all of them where few are of known days, and of articles of no known day, which
    are mostly no news."""
    exact = [one for one in rows if _is_exact(one) and one.span.article.published]
    if len(exact) < _ENOUGH:
        return list(rows)
    first = min(one.order[0] for one in exact)

    def has_place(one: Event) -> bool:
        return one.order[0] > first and not any(one.order[0] <= two.order[0] <= one.order[1] for two in exact)

    return [one for one in rows if _is_exact(one) or has_place(one)]


def _is_exact(one: Event) -> bool:
    return one.moment is None or one.moment.last - one.moment.first <= _WEEK


def _titled(told: Told, made: Sequence[Event]) -> Event | None:
    """The event that tells what a title says behind a semicolon, as of a second piece of news; None where none tells
    most of that."""
    wanted = own_stems(told.article.title.partition(";")[2])
    held = {number: len(wanted & set(stems(one.span.text))) for number, one in enumerate(made[:_OPENS])}
    best = max(held, key=lambda number: (held[number], -number), default=0)
    return made[best] if best and held[best] * 2 >= len(wanted) > 1 else None


def _without_background(begins: Sequence[Event], others: Sequence[Event]) -> list[Event]:
    """The events without those long before the story, where there are enough of it."""
    days = [one.span.article.published for one in begins if one.span.article.published]

    def is_recent(one: Event) -> bool:
        if not days or one.moment is None:
            return True
        return one.moment.last >= min(days) - (_LONG_BEFORE if one.moment.is_day else _MONTHS_BEFORE)

    recent = [one for one in others if is_recent(one)]
    return recent if len(begins) + len(recent) >= _ENOUGH else list(others)


def _tell_the_same(one: Event, two: Event) -> bool:
    # What is told of no day is of some day before its article.
    apart = timedelta() if one.moment and two.moment else _UNDATED
    if two.order[0] - one.order[1] > apart or one.order[0] - two.order[1] > apart:
        return one.span.overlaps(two.span) and not (one.moment and two.moment)
    left, right = set(stems(one.span.text)), set(stems(two.span.text))
    alike = len(left & right) >= _SAME * len(left | right)
    if one.span.article.id == two.span.article.id:
        return alike or one.span.overlaps(two.span)
    if one.moment and two.moment and _is_exact(one):
        alike = alike or len(left & right) >= _WITHIN * min(len(left), len(right))
    return alike or float(one.vector @ two.vector) >= _NEAREST


def _events(told: Told, centre: np.ndarray) -> Iterator[Event]:
    """The sentences of an article that tell of no day to come, and its first one."""
    article, first = told.article, True
    for number, named in enumerate(moments(told.sentences)):
        known = [one for one in named if _is_over(one, article.published)]
        moment = _exactest(known)
        # What is to come did not happen, and begins an article only as news of the day.
        if not first and len(known) < len(named) and not _is_of_years_before(moment, article.published):
            continue
        span = standing_alone(told, number, titled=True)
        if span is None:
            continue
        sentence, vector = told.sentences[number], told.vectors[number]
        # "He died today." has a row of its own beside what it leans on.
        alone = moment is not None and span.start < sentence.start and quotation(sentence).named
        first = False
        weight = float(vector @ centre) + _TOPIC * told.cosines[number] + _exactness(moment)
        yield Event(sentence if alone else span, moment, weight, vector, named=alone)


def _is_of_years_before(moment: Moment | None, published: date | None) -> bool:
    return moment is not None and published is not None and moment.last.year < published.year


def _exactest(named: Sequence[Moment]) -> Moment | None:
    """The first moment that a sentence names, or a day within it that it names behind: "this year: on 29 May"."""
    first = next(iter(named), None)
    return next((one for one in named if one.is_day and first and first.first <= one.first <= first.last), first)


def _is_over(moment: Moment, published: date | None) -> bool:
    """Whether what is told of a day had happened when it was published, as far as is known."""
    if published is None:
        return not moment.ahead
    return moment.first <= published and (not moment.ahead or moment.last < published)


def _exactness(moment: Moment | None) -> float:
    if moment is None or moment.is_day:
        return 0.0
    return _BY_MONTH if moment.last - moment.first <= _MONTH else _BY_YEAR


def _corrected(rows: Sequence[Event], story: Story) -> list[Event]:
    """The rows, each with what corrects it; without those that say no more than such a correction."""
    made = [replace(one, corrections=corrected(one.span, story.told)) for one in rows]
    taken = [two for one in made for two in one.corrections]
    kept: list[Event] = []
    for one in made:
        repeats = any(one.span.overlaps(two) for two in taken)
        known = [two for other in kept for two in other.corrections]
        if not repeats and not (one.corrections and all(two in known for two in one.corrections)):
            kept.append(one)
    return kept


def _statement(event: Event) -> Statement:
    """A row as a statement: its sentence, or what corrects it, with both cited."""
    if event.named and not event.corrections:
        return quotation(event.span)
    return Statement.quoting(event.corrections or (event.span,), (event.span,))


def _table(rows: Sequence[Event], statements: Sequence[Statement]) -> Table:
    made = []
    for one, said in zip(rows, statements, strict=True):
        titles = [two.article.title for two in (*one.corrections, one.span)]
        source, *earlier = (quoted(title) for title in dict.fromkeys(titles))
        for title in earlier:
            source = Message("{article}, corrects {earlier}", article=source, earlier=title)
        numbers = tuple(two.number for two in said.citations)
        made.append((Cell(one.day), Cell(said.label + said.text, numbers), Cell(source)))
    return Table((DAY, Message("What happened"), Message("Source")), tuple(made), quoted=True)
