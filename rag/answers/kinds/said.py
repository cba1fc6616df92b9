"""Who said something, and what somebody said: their own words as the articles give them, each with the full name.

What counts as somebody's words, `rag.text.said` says.
"""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answers import replies
from rag.answers.answer import Answer, carrying, numbered
from rag.answers.asking.asked import Asked
from rag.answers.asking.whose import ANYONE, without_article
from rag.answers.conversation import Request, answered, last_citing, subject
from rag.answers.kinds.leaning import told_of
from rag.answers.kinds.mentions import mentioning
from rag.answers.quoting import MAXIMUM, quotation
from rag.answers.statements import Statement
from rag.index.found import Found
from rag.index.search import Index
from rag.text.interviews import replies as replies_in
from rag.text.language import language, language_of
from rag.text.names import TITLES
from rag.text.quotations import spoken
from rag.text.said.attribution import Attribution
from rag.text.said.naming import NAMING
from rag.text.said.reading import attributions, people
from rag.text.words import FUNCTION_STEMS, fold, own_stems, stems, words
from rag.types import Article, Interval, Sentence, Span

_ARTICLES, _FEWER = 12, 6  # that are read for who speaks in them: for somebody's words, and for whose words some are
_SEARCHED = 30  # passages that bring these
# Of the nearness to what is asked, in [0, 1.4], as quotations are scored: what bears on it at all, what a question for
# a speaker needs, and how near a further statement must come to the first.
_BEARS, _SURE, _NEAR = 0.3, 0.75, 0.7
_BEARS_ELSEWHERE = 0.1  # in another language than English, of which an English model tells little
_PERHAPS = 0.45  # below which somebody's words are shown as what comes nearest
_COVERAGE, _TITLE = 0.4, 0.1  # of the words asked for, in the sentences and in the title
_FIRST = 3  # passages of which one has to be of an article whose words are perhaps asked for
_NAMED = 3  # sentences that name somebody
_OPENING = 6  # words of a sentence among which it names of whom it is
_FEW = 4  # words that are looked for as they stand
_LITERAL = 0.5  # where the very words stand there
_BEFORE, _CONTEXT = 2, 0.85  # sentences of the paragraph that count as what it is about, and how much

_POINTER = re.compile(
    r"^(?:it|this|that|him|her|them|es|das|ihn|sie) (?:(?:as )?(?:an?|the|als|ein\w*) )?", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]+)")


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of somebody in an article, and how near they come to what is asked about."""

    article: Article
    attribution: Attribution
    nearness: float
    literal: bool = False

    @property
    def span(self) -> Span:
        return Span(self.article, *self.attribution.stands)


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """What ``asked.who`` said, about ``asked.topic`` where that is given, direct quotations first; where it is "", what
    those said whom the question names, where it is ``ANYONE`` whoever spoke of it, each once before anybody twice; or
    where it is None, who said that. Where nobody did, those may have been meant whom the question names beside the
    topic, or whoever spoke of that. None where the articles have nothing of it, as far as we see. Of whom the articles
    of the answer before name without a word of theirs, where the question has the name, what these tell comes nearest.

    Raises what ``Index.search`` raises.
    """
    tried: list[str | None] = [asked.who]
    if asked.topic and not _is_quoted(request.question) and not (asked.who and _is_pronoun(asked.who)):
        named = _named_in(index, request.question.replace(asked.topic, " "))
        tried = [*named, *tried] if asked.who is None else [*tried, *named]
        tried += [ANYONE] if asked.who is None else []
    for alone, who in itertools.product((False, True), dict.fromkeys(tried)):
        if told := _answer(index, request, replace(asked, who=who), begun, alone=alone):
            return told
    return None


def _answer(index: Index, request: Request, asked: Asked, begun: Answer, *, alone: bool) -> Answer | None:
    who, pointed = asked.who, asked.who is not None and _is_pronoun(asked.who)
    if pointed:
        who = _last_named(request)
        if who is None:
            return None
    before, speaker = request.quoted, None if who == ANYONE else who
    for found, about in _sources(index, request, asked, speaker):
        gathered = list(_gathered(index, found, speaker or None, about))
        if speaker:  # who is said to be all of it goes before who has but the role: "the British minister"
            whole = [one for one in gathered if _is_of(one.article, one.attribution, speaker, whole=True)]
            gathered = whole or _likest(gathered, speaker)
        if who is None and _is_quoted(request.question):
            gathered = [one for one in gathered if one.literal]
        if who == "":
            gathered = _of_named(request.question, gathered)
        if asked.further == "else":
            gathered = [one for one in gathered if not any(one.span.overlaps(two) for two in before)]
        lone = alone and bool(speaker) and not request.history
        kept = _chosen(gathered, known=who is not None, about=bool(about), alone=lone)
        if who == ANYONE:
            kept = _by_turns([one for one in kept if one.nearness >= _PERHAPS], about)
        statements = _statements(kept)
        if not kept and speaker and not pointed and _is_of_before(found, request, asked):
            told = [one for passage in found.passages for one in passage.sentences if _names(one, speaker)]
            led = {(one.article.id, one.start): one for one in told if _opens_with(one, speaker)}
            if told and not (statements := [quotation(one) for one in led.values()][:_NAMED]):
                return None
        if statements:
            break
    else:
        return None
    best = max((one.nearness for one in kept), default=0.0)
    if kept and speaker and about and not request.history and best < _PERHAPS:  # another sentence may answer it
        first = index.search(request.query, k=_FIRST, filters=request.filters).passages
        if {one.article.id for one in kept}.isdisjoint(one.article.id for one in first):
            return None
    unsure = not kept or (who is not None and bool(about) and asked.further is None and best < _PERHAPS)
    return replace(
        begun,
        statements=numbered(statements),
        passages=tuple(carrying(found.passages, statements)),
        missing=(),
        caution=replies.caution(request.question) if unsure else None,
        finished=True,
    )


def _named_in(index: Index, question: str) -> list[str]:
    """The person whose last name a question has, however it is written: of several the one named in most articles."""
    said = set(words(question)) - FUNCTION_STEMS
    return [one.name for one in index.people() if said & set(words(one.name)[-1:])][:1]


def _is_quoted(question: str) -> bool:
    """Whether a question has the very words that somebody said, enough of them to be nobody else's."""
    return any(len(words(one)) >= _FEW for one in _QUOTED.findall(question))


def _is_of_before(found: Found, request: Request, asked: Asked) -> bool:
    """Whether what was found is that of the answer before, and it is asked what somebody said, and nothing else."""
    last = last_citing(request.history)
    cited = {one.article.id for one in last.citations} if last else set()
    bare = not own_stems(asked.topic) and not asked.further
    return bare and cited.issuperset(one.article.id for one in found.passages)


def _names(sentence: Sentence, who: str) -> bool:
    """Whether a sentence names whom a question asks about."""
    wanted = _called(who)
    return not sentence.instructs and bool(wanted) and wanted <= set(words(sentence.text))


def _opens_with(sentence: Sentence, who: str) -> bool:
    return _called(who) <= set(words(sentence.text)[:_OPENING])


def _sources(index: Index, request: Request, asked: Asked, who: str | None) -> Iterator[tuple[Found, str]]:
    """The articles to read, as long as none has such words, each time with what these must be about: of a question
    after an answer that asks for what "he" or "the judge" said, for anything that somebody said or said "about it", or
    what else, first those that the last answer cites; then those that searches bring."""
    last, about = last_citing(request.history), asked.topic
    called = None if asked.who == ANYONE else asked.who
    bare = not own_stems(about)
    points = asked.further == "else" or (called is not None and (called == called.lower() or bare))
    if last is not None and points:
        allowed = {one.id for one in index.listing(request.filters)}
        cited = dict.fromkeys(one.article.id for one in last.citations)
        yield index.whole([one for one in cited if one in allowed]), "" if bare else about
    if about and bare and last is not None:
        about = subject(answered(request.history))
    yield _read(index, request, who, about), about


def _is_pronoun(who: str) -> bool:
    return any(who.lower() in naming.pronouns for naming in NAMING.values())


def _last_named(request: Request) -> str | None:
    """Who spoke in the last answer, by the name that its first statement was given, or that its words have; else of
    whom that tells."""
    last = last_citing(request.history)
    if last is None:
        return None
    first = next(one for one in last.statements if one.citations)
    for told in _within(first.citations[0]):
        if told.name is not None:
            return first.citations[0].article.text[slice(*told.name)]
    return first.name or told_of(last)


def _within(span: Span) -> Iterator[Attribution]:
    for one in attributions(span.article.text, language_of(span.article)):
        if span.start <= one.stands[0] and one.stands[1] <= span.end:
            yield one


def _read(index: Index, request: Request, who: str | None, about: str) -> Found:
    """The articles to read: those that a search for the question brings and, where somebody is named, one for the name,
    in turn; all their passages."""
    queries = [request.query, *([who] if who else [about])]
    lists: list[Sequence[Span]] = [
        index.search(query, k=_SEARCHED, filters=request.filters).passages for query in queries
    ]
    called = fold(who).split()[-1] if who else ""
    if who is None:  # words without a word of weight come near to nothing
        lists.insert(0, _literally(index, request, about))
    brought = {one.article.id: one.article for found in lists for one in found}
    # Reading an article takes milliseconds, so those without the name are left out.
    holding = {identifier for identifier, article in brought.items() if called in fold(article.text)}
    order = [list(dict.fromkeys(one.article.id for one in found if one.article.id in holding)) for found in lists]
    ids = dict.fromkeys(one for pair in itertools.zip_longest(*order) for one in pair if one is not None)
    return index.whole(list(ids)[: _ARTICLES if who else _FEWER])


def _literally(index: Index, request: Request, said: str) -> list[Span]:
    """The articles that hold some words as they are, all or those in quotation marks, where they are enough to be
    nobody else's."""
    phrases = [one for one in (said, *_QUOTED.findall(said)) if len(words(one)) >= _FEW]
    if not phrases:
        return []
    among = [one.id for one in index.listing(request.filters)]
    held = sorted(mentioning(index, [phrases], among, language(request.question)))[:_FEWER]
    return [Span(article, 0, len(article.text)) for article in index.articles(held).values()]


def _gathered(index: Index, found: Found, who: str | None, about: str) -> Iterator[_Said]:
    """All that somebody says in the articles found, or that ``who`` says, with its nearness to what is asked about."""
    near, planted = _nearness(index, found, about), _planted(found)
    phrases = [phrase for one in (about, *_QUOTED.findall(about)) if (phrase := spoken(_POINTER.sub("", one)))]
    wanted = own_stems(about)
    for article in {passage.article.id: passage.article for passage in found.passages}.values():
        titled = _share(wanted, article.title)
        replies = list(replies_in(article))
        told = [
            one for one in _joined(article) if not any(Span(article, *one.stands).within(two) for _, two in replies)
        ]
        labelled = [
            Attribution("direct", ((both.start, both.end),), None, name, name, (both.start, both.end))
            for name, both in replies
        ]
        for one in (*told, *labelled):
            span = Span(article, *one.stands)
            if (who is not None and not _is_of(article, one, who)) or any(span.overlaps(other) for other in planted):
                continue
            uttered = " ".join(spoken(span.text))
            literal = any(len(phrase) > 1 and " ".join(phrase) in uttered for phrase in phrases)
            bearing = _bearing(article, one.stands, wanted, near.get(article.id, {}))
            yield _Said(article, one, bearing + _TITLE * titled + _LITERAL * literal, literal)


def _bearing(article: Article, stands: Interval, wanted: frozenset[str], near: Mapping[Interval, float]) -> float:
    """How near some sentences come to what is asked about: by themselves, or as those before them in their paragraph,
    which say what they are about."""
    text = article.text
    opening = text.rfind("\n", 0, stands[0]) + 1
    own = [one for one in near if one[0] < stands[1] and stands[0] < one[1]]
    before = [one for one in near if opening <= one[0] and one[1] <= stands[0]][-_BEFORE:]
    scores = [0.0]
    for spans, weight in ((own, 1.0), (before, _CONTEXT)):
        if spans:
            words = text[spans[0][0] : spans[-1][1]]
            scores.append(weight * (max(near[one] for one in spans) + _COVERAGE * _share(wanted, words)))
    return max(scores)


def _share(wanted: frozenset[str], text: str) -> float:
    return len(wanted & set(stems(text))) / len(wanted) if wanted else 0.0


def _planted(found: Found) -> list[Span]:
    """The sentences that speak to a language model, and so tell nothing."""
    return [one for passage in found.passages for one in passage.sentences if one.instructs]


def _nearness(index: Index, found: Found, about: str) -> Mapping[str, Mapping[Interval, float]]:
    """By article, the cosine of what is asked about and each sentence; without those that speak to a model."""
    if not about:
        return {}
    near: dict[str, dict[Interval, float]] = {}
    for passage, own in zip(found.passages, index.nearness(found)(about), strict=True):
        for sentence, cosine in zip(passage.sentences, own, strict=True):
            if not sentence.instructs:
                near.setdefault(passage.article.id, {})[sentence.start, sentence.end] = float(cosine)
    return near


def _joined(article: Article) -> list[Attribution]:
    """What somebody says in an article; where a quotation goes on in further sentences, each stands in all of them."""
    joined: list[list[Attribution]] = []
    for one in attributions(article.text, language_of(article)):
        if joined and one.cue is None and one.kind == "direct" and one.speaker == joined[-1][-1].speaker:
            joined[-1].append(one)
        else:
            joined.append([one])
    return [replace(one, stands=(run[0].stands[0], run[-1].stands[1])) for run in joined for one in run]


def _is_of(article: Article, one: Attribution, who: str, *, whole: bool = False) -> bool:
    """Whether words are those of whom a question names: all words of the name are in theirs, or they have the role,
    the ``whole`` of it or its last word."""
    text = article.text
    wanted = _called(who)
    spans = [span for span in (one.speaker, one.name) if span is not None]
    if wanted and wanted <= {word for start, end in spans for word in words(text[start:end])}:
        return True
    known = people(text, language_of(article))
    named = known.named(one.name) if known is not None and one.name is not None else None
    return named is not None and known is not None and named in known.called(who, whole=whole)


def _likest(said: Sequence[_Said], who: str) -> list[_Said]:
    """The words of those whose name, with what they are beside it, has most of what somebody is called: of "the Keld
    health minister" a health minister's, and no other one's."""
    wanted = _called(who)
    shares = [len(wanted & set(words(one.article.text[slice(*one.attribution.name or (0, 0))]))) for one in said]
    return [one for one, share in zip(said, shares, strict=True) if share == max(shares)]


def _by_turns(said: Sequence[_Said], about: str) -> list[_Said]:
    """The words of whoever is named and no part of what they are about, the first of each speaker before the second of
    any."""
    turn: Counter[Interval | None] = Counter()
    turns = []
    for place, one in enumerate(said):
        name = one.attribution.name
        if name is not None and set(words(one.article.text[slice(*name)])[-1:]).isdisjoint(_own(words(about))):
            turn[name] += 1
            turns.append((turn[name], place, one))
    return [one for *_, one in sorted(turns, key=lambda each: each[:2])]


def _of_named(question: str, said: Sequence[_Said]) -> list[_Said]:
    """What those say whose last name a question has."""
    asked = set(words(question))
    return [
        one
        for one in said
        if one.attribution.name and not asked.isdisjoint(words(one.article.text[slice(*one.attribution.name)])[-1:])
    ]


def _called(who: str) -> set[str]:
    """The words by which somebody is called in a question."""
    return _own(words(without_article(who)))


def _own(named: Collection[str]) -> set[str]:
    """The words of a name without its titles, unless it has no others."""
    own = {word for word in named if word not in FUNCTION_STEMS or len(named) == 1}
    return own - {fold(title) for title in TITLES} or own


def _chosen(said: Sequence[_Said], *, known: bool, about: bool, alone: bool) -> list[_Said]:
    """What is quoted: what bears on the matter, direct quotations first; with no matter, the newest article's first. Of
    somebody who speaks in one article ``alone`` what comes nearest, which may have been asked for in other words."""
    told = [one for one in said if known or one.attribution.speaker is not None]
    if not about:
        # Of an unknown day last.
        return sorted(told, key=lambda one: -(one.article.published.toordinal() if one.article.published else 0))[
            :MAXIMUM
        ]
    nearest = max(told, key=lambda one: one.nearness, default=None)
    if nearest is None:
        return []
    best, bears = nearest.nearness, _BEARS if language_of(nearest.article) == "en" else _BEARS_ELSEWHERE
    if alone and best < bears and len({one.article.id for one in told}) == 1:
        return [nearest]
    if best < (bears if known else _SURE):
        return []
    near = [one for one in told if one.nearness >= max(bears, _NEAR * best)]
    if not known:
        near = [one for one in near if one.nearness >= 0.9 * best]
    return sorted(near, key=lambda one: (known and one.attribution.kind != "direct", -one.nearness))


def _statements(kept: Sequence[_Said]) -> list[Statement]:
    """The sentences that the words stand in, none twice."""
    statements: list[Statement] = []
    for one in kept:
        span = one.span
        repeated = any(
            span.overlaps(other.citations[0]) or set(stems(span.text)) == set(stems(other.text)) for other in statements
        )
        if not repeated:
            statements.append(quotation(span))
        if len(statements) == MAXIMUM:
            break
    return statements
