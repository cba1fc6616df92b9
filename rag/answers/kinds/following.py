"""A question after an answer that asks about that answer: more of it, its sources, whether it is sure, one sentence of
it, why, when, who wrote it. What has words of its own to be searched for is a question like any other
(`rag.answers.conversation`).
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from rag.answers import replies
from rag.answers.answer import Answer, numbered
from rag.answers.asking.asked import Asked, Further
from rag.answers.check.numbers import taken_back
from rag.answers.conversation import Request
from rag.answers.kinds.articles import written
from rag.answers.kinds.rows import ARTICLE, DATE, PAPER, article_count, day, telling, told_in
from rag.answers.kinds.stating import Claim
from rag.answers.quoting import PERHAPS, quote
from rag.answers.sought import gives_reason
from rag.answers.statements import Missing, Statement
from rag.answers.table import Cell, Table
from rag.filters import Filters
from rag.index.search import Index
from rag.message import Message, day_in_words
from rag.text.facts import facts, read
from rag.text.headings import says_something
from rag.text.language import language_of
from rag.text.moments import moments
from rag.text.periods import Period
from rag.text.sentences import sentences
from rag.text.words import own_stems, stems
from rag.types import Article, Passage, Span

_READ_ON = 4  # sentences that follow what was quoted
_OTHERS = 8  # passages of other articles that may say the same
_SHOWN = 3
# What speaks for a sentence that gives a reason beside its cosine with the question: each word that it shares with what
# was asked and told, up to so many, and that it stands in the paragraph of what was quoted.
_WORD, _SHARED, _BESIDE = 0.08, 5, 0.2
_THAT_WAS_ALL = Message(
    "That was all that the articles cited say. Ask about something else, or about one of them by its title."
)

_OF_ITS_WORDS: Set[Further] = frozenset(["sources", "brief", "when", "authors", "days"])
"""What is asked of the words of an answer alone, for which nothing more is read."""


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """What is asked about the last answer that cites something; None where there is none, or nothing of it is left, and
    where more is asked of articles that do not pass the filters."""
    last = next((one for one in reversed(request.history) if isinstance(one, Answer) and one.citations), None)
    if last is None or asked.further is None:
        return None
    if asked.further not in _OF_ITS_WORDS and request.filters != Filters():
        passing = {one.id for one in index.listing(request.filters)}
        if not passing.issuperset(one.article.id for one in last.citations):
            return None
    begun = replace(begun, trace=replace(begun.trace, query=last.trace.query))
    match asked.further:
        case "sources":
            return _sources(last, begun)
        case "brief":
            return _told(begun, last.statements[:1])
        case "sure":
            return _sure(index, request, last, begun)
        case "why":
            return _reason(index, request, last, begun)
        case "when":
            return _when(last, begun)
        case "authors" | "days":
            return written(index, dict.fromkeys(one.article.id for one in last.citations), asked.further, begun)
        case "else":
            return _else(index, request, last, begun) or _read_on(request, last, begun)
        case _:
            return _read_on(request, last, begun)


def _sources(last: Answer, begun: Answer) -> Answer:
    """What the last answer cites, an article a row, with the first words that were cited of it."""
    first = {one.article.id: one for one in reversed(last.citations)}
    cited = [first[article] for article in dict.fromkeys(one.article.id for one in last.citations)]
    rows = tuple(
        (
            Cell(day(one.article)),
            Cell(one.article.title),
            Cell(one.article.source or ""),
            Cell(one.quote, (one.number,)),
        )
        for one in cited
    )
    statements = tuple(Statement(one.quote, (one,), "supported", lead="\n\n") for one in cited)  # with its number
    headline = Message("The last answer rests on {articles}.", articles=article_count(len(cited)))
    table = Table((DATE, ARTICLE, PAPER, Message("Its words")), rows, quoted=True)
    return told_in(begun, headline, statements, table)


def _read_on(request: Request, last: Answer, begun: Answer) -> Answer:
    """The sentences that follow what was quoted of the articles cited, and where these are few the first ones before
    that; none that was quoted before."""
    quoted = request.quoted
    for article in last.articles:
        spans = [one for one in quoted if one.article.id == article.id]
        end = max(one.end for one in spans)
        left = [
            one
            for one in telling(article, sentences(article.text, article.lang))
            if not any(one.overlaps(other) for other in spans)
        ]
        following = [one for one in left if one.start >= end][:_READ_ON]
        before = [one for one in left if one.start < end][: _READ_ON - len(following)]
        if runs := [*_runs(article, following), *_runs(article, before)]:
            return _told(begun, [Statement.quoting([one]) for one in runs])
    return replace(begun, reply=_THAT_WAS_ALL, finished=True)


def _else(index: Index, request: Request, last: Answer, begun: Answer) -> Answer | None:
    """The sentences that answer the question best and were not quoted before; None where none bears on it."""
    told = last.citations[0]
    named = facts(f"{last.question} {told.article.title} {told.quote}").names
    query = " ".join(dict.fromkeys([*(one.text for one in named), request.question]))
    found = index.search(query, k=_OTHERS, filters=request.filters, focus=request.question, context=request.context)
    before = request.quoted
    rest = [
        replace(one, sentences=tuple(said for said in one.sentences if not any(said.overlaps(two) for two in before)))
        for one in found.passages
    ]
    answered = quote(request.question, rest, query=query, relevance=index.relevance)
    if answered.confidence < PERHAPS or not answered.statements:
        return None
    trace = replace(begun.trace, query=query, generation=found.generation)
    return _told(replace(begun, trace=trace), answered.statements[:_SHOWN])


def _sure(index: Index, request: Request, last: Answer, begun: Answer) -> Answer:
    """The words that the last answer rests on, and the other articles that say the same or something else."""
    own = last.statements[:_SHOWN]
    first = last.statements[0]
    mine = {one.article.id for one in last.citations}
    found = index.search(first.text[:300], k=_OTHERS, filters=request.filters)
    claim = Claim.of(first.text)
    told = [
        one
        for passage in found.passages
        if passage.article.id not in mine
        for place in range(len(passage.sentences))
        if (one := claim.told(passage.sentences, place)) is not None
    ]
    against = [one for one in told if not one.yes]
    taken = [fault for one in last.citations for two in last.citations if (fault := taken_back(read(one.quote), two))]
    if taken:
        headline = Message("One of these takes back what another says: {instead}.", instead=taken[0].reason)
    elif against:
        verdict = Message("The articles disagree: {instead}", instead=against[0].instead)
        headline = Message("{verdict}.", verdict=verdict)
    elif told:
        headline = Message("Another article says the same.")
    else:
        headline = Message(
            "These are the words of {articles}; I found no other that says so or denies it.",
            articles=article_count(len(mine)),
        )
    others = [Statement.quoting([one.span]) for one in (against or told)[:1]]
    return replace(_told(begun, [*own, *others]), headline=headline)


def _reason(index: Index, request: Request, last: Answer, begun: Answer) -> Answer:
    """The sentences of the articles cited that give a reason, nearest to what was asked; where none does that shares
    words with it, those that come nearest to "why", with caution."""
    asked = own_stems(f"{last.question} {last.statements[0].text}")
    found = index.whole([one.id for one in last.articles[:_OTHERS]])
    near = index.nearness(found)(f"{request.question} {last.question}")
    told: dict[tuple[str, int], tuple[float, Span]] = {}
    reasons: list[tuple[float, Span]] = []
    for passage, cosines in zip(found.passages, near, strict=True):
        article, code = passage.article, language_of(passage.article)
        quoted = [one for one in last.citations if one.article.id == article.id]
        for said, cosine in zip(passage.sentences, cosines, strict=True):
            if not says_something(said) or (article.id, said.start) in told:
                continue
            told[article.id, said.start] = (cosine, said)
            shared = len(asked & set(stems(said.text)))
            beside = any("\n\n" not in _between(article, said, one) for one in quoted)
            if gives_reason(said.text, code) and (shared > 1 or beside):
                reasons.append((min(shared, _SHARED) * _WORD + beside * _BESIDE + cosine, said))
    if reasons:
        reasons.sort(key=lambda one: -one[0])
        return _told(begun, [Statement.quoting([one]) for _, one in reasons[:2]])
    nearest = sorted(told.values(), key=lambda one: -one[0])[:_SHOWN]
    best = [Statement.quoting([said]) for _, said in nearest]
    if not best:  # the articles are gone from the index
        passage = Passage.of(last.citations[0])
        missing = (Missing(f"{request.question} ({last.question})", last.trace.query, passage),)
        return replace(begun, refusal=replies.refusal(request.question), missing=missing, finished=True)
    return replace(_told(begun, best), caution=replies.caution(request.question))


def _when(last: Answer, begun: Answer) -> Answer:
    """The day that the first words of the last answer name, else that of the article; with these words."""
    for cited in last.statements[0].citations:
        article = cited.article
        spans = [Span(article, *bounds) for bounds in sentences(article.text, article.lang)]
        for span, named in zip(spans, moments(spans), strict=True):
            if named and span.overlaps(cited):
                days = Period(named[0].first, named[0].last).in_words
                told = _told(begun, [Statement.quoting([span])])
                return replace(told, headline=Message("{words}:", words=days))
    published = last.citations[0].article.published
    if published:
        day = day_in_words(published)
        headline = Message("These words name no day; the article is of {day}.", day=day)
    else:
        headline = Message("These words name no day; the article has none, either.")
    return replace(_told(begun, last.statements[:1]), headline=headline)


def _between(article: Article, one: Span, other: Span) -> str:
    """The words between two spans of an article; "" where they overlap."""
    return article.text[min(one.end, other.end) : max(one.start, other.start)]


def _runs(article: Article, spans: Sequence[Span]) -> Iterator[Span]:
    """Sentences that follow each other within a paragraph as one span."""
    run: Span | None = None
    for one in spans:
        between = None if run is None else article.text[run.end : one.start]
        if run is not None and between is not None and not between.strip() and "\n\n" not in between:
            run = Span(article, run.start, one.end)
            continue
        if run is not None:
            yield run
        run = one
    if run is not None:
        yield run


def _told(begun: Answer, statements: Sequence[Statement]) -> Answer:
    return told_in(begun, None, numbered(statements), None)
