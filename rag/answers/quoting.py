"""An answer made of quoted sentences, with no language model; and how sure we are that there is an answer at all.

It chooses among the sentences of the passages that a search found. It composes nothing: every statement is a slice of
an article, cited as itself; the name of whom it is, where it leaves that out, is a slice of its own.
"""

import itertools
import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rag.answers.check.negations import OPPOSITES
from rag.answers.confidence import ENOUGH, LONGEST, likely, reckoned
from rag.answers.given import holds, otherwise
from rag.answers.naming import is_of, named
from rag.answers.sought import asks_why, gives_reason, sought
from rag.answers.statements import Statement
from rag.index.reranking import Reranker
from rag.text.corrections import in_one_paragraph, last_correcting
from rag.text.headings import says_something
from rag.text.interviews import exchange, paragraphs
from rag.text.language import foreign, language, language_of
from rag.text.said.items import items_in
from rag.text.said.reading import left_out
from rag.text.sentences import has_stop
from rag.text.words import FUNCTION_STEMS, own_stems, stems, words
from rag.types import Passage, Sentence, Span

MAXIMUM = 5
"""Quotes in an answer at most."""
ANSWERED = 0.45
"""The confidence from which quotes are offered as an answer: from lower ones clapnq's refusals lose most, from
higher ones the answers of all sets (docs/retrieval.md)."""
LACKING = 0.4
"""The confidence at most where the first quote holds no value of the sort that is asked for (docs/answers.md)."""
PERHAPS = 0.2
"""The confidence from which the nearest sentences may hold an answer; below it nothing bears on the question
(docs/retrieval.md)."""

# What speaks for a sentence, and how much: docs/retrieval.md has what was compared.
_COSINE, _COVERAGE, _CONTEXT, _RANK, _KIND, _PERIOD, _OPPOSITE = 1.0, 0.4, 0.2, 0.1, 0.1, 0.4, 0.3
_OTHERWISE = 0.3  # what speaks against one that has another quantity than the question gives
_UNNAMED = 0.3  # what speaks against one of an article that has none of the question's names, beside one that has all
# What speaks for one in another language than English beside that, as its words tell more than an English model does:
# the share of the question's words that its passage has, as a part of the most that one has, and that it has itself.
_PASSAGE, _COVERAGE_UNREAD = 0.3, 0.1
_UNENDED = 0.2  # what speaks against the line of a page that no stop ends, as a link or a caption
# How much more a sentence counts that surely answers the question, as it was read together with it, than one that
# surely does not; how much less the words that it shares with the question count then; and how many are read.
_RELEVANCE, _COVERED, _AT_MOST_READ = 1.0, 0.2, 14
# A further sentence is quoted where its score comes so near the first one's; one of the same article also from
# further off where an explanation is asked for, which is seldom in one sentence, or where the first one has less than
# a part of the question's words, so that it is less sure to be the right one (docs/answers.md).
_NEAR, _NEAR_UNSURE, _NEAR_EXPLAINING = 0.8, 0.75, 0.7
_SURE_COVERAGE = 0.5
# The log odds of its answering below which a further sentence is not quoted, and how far they may be below the first
# one's, which needs no other where they are high (docs/retrieval.md).
_UNLIKELY, _BELOW = -1.5, 2.0
# Within what of the first one's score a sentence goes before it that has what is asked for, where that has not; and
# where sentences were not read together with the question, so that their order is less sure.
_FITTING, _FITTING_UNREAD = 0.2, 0.5
# Two sentences say the same that share so much of all their words.
_REPEATS = 0.8
_BETWEEN = 0.6  # what counts as that share where sentence and question are in two languages, and can have few in common

_ASKS_WHO = re.compile(r"(?:and )?(?:who|whom|wer|wen|wem)\b", re.IGNORECASE)
_ASKS_NAME = re.compile(r"\b(?:who|whom|whose|where)\b", re.IGNORECASE)
# A sentence that opens so says of whom or of what only together with the one before it.
_LEANS = re.compile(r"[\"“‘']?(?:he|she|they|it|his|her|their|its|this|these|those|such)\b", re.IGNORECASE)
_FURTHEST = 2  # sentences before
_NAME = re.compile(r"(?<=[\w,;:’'\"“)] )[A-ZÀ-ÖØ-Þ][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Quoted:
    """The best sentences as statements, best first; the confidence in [0, 1] that they answer the question; the signals
    that it is reckoned from; and what no sentence does, where the first one ``lacks`` what is asked for or given."""

    statements: tuple[Statement, ...]
    confidence: float
    signals: tuple[float, ...] = ()
    lacks: str | None = None

    @property
    def bearing(self) -> float:
        """The confidence that they bear on the question at all, whatever the first one lacks."""
        return reckoned(self.signals) if self.signals else 0.0


def quote(
    question: str,
    passages: Sequence[Passage],
    *,
    relevance: Reranker | None,
    query: str | None = None,
    explains: bool = False,
) -> Quoted:
    """The sentences of the passages that answer a question best, none twice in other clothes.

    ``relevance``, where there is one, reads the best of them together with the question and says with what log odds
    each answers it. ``query`` is what the passages were searched for, where that is more than the question. What
    ``explains`` is quoted at more length.
    A sentence that leans on the one before it ("He said so on Monday.") is quoted together with that one, and one that
    is taken back ("That is wrong.") with what takes it back. Such a correction goes first.
    """
    ranked = _fitting_first(question, by_score := scored(question, passages, relevance, query))
    if not ranked:
        return Quoted((), 0.0)
    near = _NEAR_UNSURE if ranked[0].sentence.coverage < _SURE_COVERAGE else _NEAR
    chosen = _chosen(question, ranked, _NEAR_EXPLAINING if explains else near)
    if not chosen:  # none of them comes near at all
        return Quoted((), 0.0)
    statements = tuple(quotation(span) for span in (*chosen, *_naming(question, chosen, passages)))
    lacking, lacks = _lacking(question, statements, chosen[0])
    told = language_of(chosen[0].article)
    between = foreign(question, [told]) is not None
    if told == "en" or between:
        signals = _signals(question, query or question, ranked, _BETWEEN if between else 0.0)
    else:
        own = [one.scores.coverage for one in passages if one.article.id == chosen[0].article.id]
        few = min(len(own_stems(query or question)) / ENOUGH, 1.0)  # of few words all are soon held
        signals = max(one.sentence.cosine for one in ranked), few * max(own, default=0.0)
    # In two languages little but names can be the same.
    confidence = max(reckoned(signals), PERHAPS if between and is_of(question, chosen[0].article) else 0.0)
    # What goes before a nearer sentence by a figure alone may be the figure of something else.
    moved = told != "en" and ranked[0] is not by_score[0] and sought(question) is not None
    confidence = min(confidence, LACKING) if lacking or between or moved else confidence
    return Quoted(statements, confidence, signals, lacks)


def _lacking(question: str, statements: Sequence[Statement], first: Span) -> tuple[bool, str | None]:
    """Whether the first quote lacks what a question asks for or gives, and what is said of that behind "no sentence
    that"; nothing where a further one may hold the value that is asked for all the same."""
    value, lang = sought(question), language_of(first.article)
    said = " ".join(filter(None, (statements[0].name, first.text)))
    if value is not None and (not value.holds(said, lang) or (lang != "en" and value.is_otherwise(said, lang))):
        further = any(value.is_plain(one.text, language_of(one.citations[0].article)) for one in statements[1:])
        return True, None if further else value.lacking
    given = otherwise(question, first.text) if lang == "en" else None
    return given is not None, None if given is None else f"tells this of “{given}”, only of another number"


def nearest(question: str, passages: Sequence[Passage], most: int, *, relevance: Reranker | None) -> tuple[Span, ...]:
    """The sentences of the passages that come nearest to a question, the best first, none twice in other clothes;
    whether they answer it or not."""
    near: list[Span] = []
    for one in scored(question, passages, relevance):
        sentence = one.sentence
        if len(near) < most and not any(_repeats(sentence, other) for other in near):
            near.append(Span(sentence.article, sentence.start, sentence.end))
    return tuple(near)


def quotation(span: Span) -> Statement:
    """Some sentences as a statement; where they leave out the name of whom they are, and it is sure, with that."""
    name = _name_left_out(span)
    return Statement.quoting(paragraphs(span), [name] if name else [], named=name is not None)


def _name_left_out(span: Span) -> Span | None:
    name = left_out(span.article.text, language_of(span.article), span.start, span.end)
    return Span(span.article, *name) if name else None


class Scored(NamedTuple):
    """A sentence with its score, and as what it is quoted."""

    score: float
    sentence: Sentence
    whole: Span
    log_odds: float | None = None  # of its answering the question, where it was read with it


def scored(
    question: str, passages: Sequence[Passage], relevance: Reranker | None, query: str | None = None
) -> list[Scored]:
    """The sentences of the passages, best first; one that two passages share counts where it stands first."""
    best: dict[tuple[str, int], Scored] = {}
    opposed = OPPOSITES.keys() & set(stems(question))
    shares = {one.article.id: named(question, one.article) for one in passages}
    most = max(shares.values(), default=1.0)
    covered = max((one.scores.coverage for one in passages), default=0.0) or 1.0
    for rank, passage in enumerate(passages, 1):
        lang = language_of(passage.article)
        for number, sentence in enumerate(passage.sentences):
            whole = _whole(passage.sentences, number)
            if whole is not None:
                unnamed = most - shares[passage.article.id]
                score = _score(question, opposed, sentence, whole, rank, lang) - _UNNAMED * unnamed
                if lang != "en":
                    score += _PASSAGE * passage.scores.coverage / covered + _COVERAGE_UNREAD * sentence.coverage
                entry = Scored(score, sentence, whole)
                best.setdefault((sentence.article.id, sentence.start), entry)
    ranked = sorted(_weighed(question, list(best.values())), key=lambda entry: -entry.score)
    return ranked if relevance is None else _read(query or question, ranked, relevance)


def _weighed(question: str, found: Sequence[Scored]) -> Iterator[Scored]:
    """The sentences, of which those count less that have another quantity than the question gives; as long as one has
    that. Else it is these that come nearest, which is said of them."""
    least = _OTHERWISE if any(holds(question, one.whole.text) for one in found) else 0.0
    for one in found:
        yield one._replace(score=one.score - least) if least and otherwise(question, one.whole.text) else one


def _read(question: str, ranked: Sequence[Scored], relevance: Reranker) -> list[Scored]:
    """The sentences, with the best of them read together with the question, best first; as they are where question or
    articles are in another language than that of which this was learned."""
    best = [one for one in ranked[:_AT_MOST_READ] if not _is_unread(question, one.sentence)]
    # Of several sentences that tell the same of different years, those years tell more than reading.
    if not best or any(one.sentence.period for one in ranked):
        return list(ranked)
    log_odds = relevance.scores(question, [one.whole.text for one in best])
    told = dict(zip(map(id, best), log_odds, strict=True))
    # What is in another language is taken for as likely as the others, and what came further down for unlikely.
    mean = sum(map(likely, log_odds)) / len(log_odds)
    last = min(map(likely, log_odds))
    read = []
    for rank, one in enumerate(ranked):
        odds = told.get(id(one))
        answers = likely(odds) if odds is not None else mean if rank < _AT_MOST_READ else last
        score = one.score + _RELEVANCE * answers - _COVERED * one.sentence.coverage
        read.append(one._replace(score=score, log_odds=odds))
    return sorted(read, key=lambda entry: -entry.score)


def _fitting_first(question: str, ranked: list[Scored]) -> list[Scored]:
    """The sentences, where it is asked who, why, or for a sort of value, and the best one names nobody, gives no
    reason, or holds none, with one first of its article that comes near and does."""
    if not ranked:
        return ranked
    value, best, mine = sought(question), ranked[0], ranked[0].whole.article.id
    near = [one for one in ranked if one.score >= best.score - _FITTING and one.whole.article.id == mine]
    # Where nobody read them with the question, the words around tell more than the order does.
    unread, fitting = _is_unread(question, best.whole), list[Scored]()
    wide = [one for one in ranked if one.whole.article.id == mine]
    wide.sort(key=lambda one: -one.score - one.sentence.context)
    if value:
        among, least = (wide, best.score - _FITTING_UNREAD) if unread else (near, -math.inf)
        plain = (one for one in among if value.is_plain(one.whole.text, language_of(one.whole.article)))
        measured = [one for one in among if unread and value.is_measured(one.whole.text)]
        fitting = measured or [one for one in plain if one.score >= least]
    elif _ASKS_WHO.match(question):
        fitting = [one for one in near if names_someone(one.whole, question) or _name_left_out(one.whole)]
    elif unread and asks_why(question):
        fitting = [one for one in wide if gives_reason(one.whole.text, language_of(one.whole.article))]
    fit = best if best in fitting else next(iter(fitting), best)
    return [fit, *(one for one in ranked if one is not fit)]


def _is_unread(question: str, span: Span) -> bool:
    """Whether question or article are in another language than that in which both are read together."""
    return language_of(span.article) != "en" or language(question) != "en"


def _chosen(question: str, ranked: Sequence[Scored], within: float) -> list[Span]:
    """What is quoted: the best sentences, none that is unlikely to answer by itself or beside the first, of the first
    one's article those whose score is ``within`` a part of its, and before them what corrects one of them; after the
    first none that has another quantity than the question gives."""
    chosen: list[Span] = []
    first = ranked[0]
    least = _UNLIKELY if first.log_odds is None else max(_UNLIKELY, first.log_odds - _BELOW)
    for one in ranked:
        if chosen and one.log_odds is not None and one.log_odds < least:
            continue
        if chosen and otherwise(question, one.whole.text) is not None:
            continue
        if len(chosen) == MAXIMUM or one.score < within * first.score:
            break
        if one.score < _NEAR * first.score and one.sentence.article.id != first.sentence.article.id:
            continue
        if not any(_repeats(one.sentence, other) for other in chosen):
            chosen.append(one.sentence if any(one.whole.overlaps(other) for other in chosen) else one.whole)
    # What corrects a quote goes before it, however it was worded; only what takes a sentence back is quoted after it.
    corrections = [
        one.whole
        for one in ranked
        if one.whole.end > one.sentence.end
        and len(paragraphs(one.whole)) == 1
        and any(_same_figure(one.sentence, other) for other in chosen)
    ]
    others = [one for one in chosen if not any(one.overlaps(other) for other in corrections)]
    return [*corrections, *others][:MAXIMUM]


def _naming(question: str, chosen: Sequence[Span], passages: Sequence[Passage]) -> list[Span]:
    """Where it is asked who, or for a sort of value where no model reads them with the question, and no sentence that
    is chosen names anybody, or holds one, the one close behind the first, or behind any of its article, that does."""
    value = sought(question) if _is_unread(question, chosen[0]) else None
    if len(chosen) == MAXIMUM or not (value or _ASKS_WHO.match(question)):
        return []

    def tells(span: Span) -> bool:
        return value.is_plain(span.text, language_of(span.article)) if value else names_someone(span, question)

    if any(map(tells, chosen)):
        return []
    mine = [one for one in chosen if one.article.id == chosen[0].article.id]
    return list(_behind(mine if value else mine[:1], passages, tells))[:1]


def _behind(chosen: Sequence[Span], passages: Sequence[Passage], tells: Callable[[Span], bool]) -> Iterator[Span]:
    """The sentences close behind those that are chosen, in their paragraph, that tell what is asked."""
    for first, passage in itertools.product(chosen, passages):
        if not first.overlaps(passage):
            continue
        after = [number for number, one in enumerate(passage.sentences) if one.start >= first.end]
        for number in after[:_FURTHEST]:
            if not in_one_paragraph(passage.sentences, number) or passage.sentences[number].instructs:
                break
            if tells(passage.sentences[number]):
                yield passage.sentences[number]
                break


def names_someone(span: Span, question: str = "") -> bool:
    """Whether a person is named in some words whom a question does not name, as far as rules tell."""
    asked = set(words(question))
    people = items_in(span, language_of(span.article), "person")
    return any(not asked.issuperset(one.key) for one in people)


def _signals(question: str, query: str, ranked: Sequence[Scored], least: float) -> tuple[float, ...]:
    """What the confidence is reckoned from, the share of the question's words taken for the ``least`` at least."""
    own = len(own_stems(query))
    cosine = max(one.sentence.cosine for one in ranked)
    signals = cosine, max(ranked[0].sentence.coverage, least), min(own, LONGEST) / 10
    read = [one.log_odds for one in ranked if one.log_odds is not None]
    return (*signals, named(question, ranked[0].sentence.article), read[0]) if read else signals


def _score(question: str, opposed: Collection[str], sentence: Sentence, whole: Span, rank: int, lang: str) -> float:
    return (
        _COSINE * sentence.cosine
        + _COVERAGE * sentence.coverage
        + _CONTEXT * sentence.context
        + _RANK / rank
        + _kind(question, whole.text, lang)
        + _PERIOD * sentence.period
        - _OPPOSITE * _is_of_an_opposite(opposed, sentence.text)
        - _UNENDED * (not has_stop(sentence.text))
    )


def _whole(sentences: Sequence[Sentence], number: int) -> Span | None:
    """As what a sentence of a passage is quoted: a question or a reply with the other; None where it tells nothing."""
    sentence = sentences[number]
    if not sentence.instructs and (both := exchange(sentence)) is not None:
        return both
    return _standing_alone(sentences, number) if says_something(sentence) else None


def _standing_alone(sentences: Sequence[Sentence], number: int) -> Span:
    """A sentence of a passage, with the one before it where it leans on that, and those after it that take it back, as
    long as no paragraph lies between."""
    sentence = sentences[number]
    first = number
    while (
        first > max(0, number - _FURTHEST)
        and _LEANS.match(sentences[first].text)
        and in_one_paragraph(sentences, first)
    ):
        first -= 1
    # Where even the furthest leans on what stands before it, it says no more than the sentence by itself.
    if _LEANS.match(sentences[first].text):
        first = number
    return Span(sentence.article, sentences[first].start, sentences[last_correcting(sentences, number)].end)


def _kind(question: str, sentence: str, lang: str) -> float:
    """What speaks for a sentence that holds a value of the sort or a new name, where the question asks for one, and
    against one that does not."""
    if (value := sought(question)) is not None:
        return _KIND if value.holds(sentence, lang) else -_KIND
    if not _ASKS_NAME.search(question):
        return 0.0
    asked = question.lower()
    return _KIND if any(name.lower() not in asked for name in _NAME.findall(sentence)) else -_KIND


def _is_of_an_opposite(opposed: Collection[str], sentence: str) -> bool:
    """Whether a sentence says the opposite of one of a question's words that have some, and not that word: who lost,
    where it is asked who won."""
    said = set(stems(sentence)) if opposed else set()
    return any(stem not in said and not said.isdisjoint(OPPOSITES[stem]) for stem in opposed)


def _repeats(one: Span, other: Span) -> bool:
    """Whether a sentence lies in another, has no word that the other lacks, or says the same in nearly the same words,
    as two printings of a text do."""
    left, right = set(stems(one.text)), set(stems(other.text))
    return one.overlaps(other) or left <= right or len(left & right) >= _REPEATS * len(left | right)


def _same_figure(one: Span, other: Span) -> bool:
    """Whether two sentences hold the same number of the same thing, as far as their words tell."""
    shared = set(stems(one.text)) & set(stems(other.text)) - FUNCTION_STEMS
    return any(stem[0].isdigit() for stem in shared) and not all(stem[0].isdigit() for stem in shared)
