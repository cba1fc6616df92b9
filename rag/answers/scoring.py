"""What speaks for each sentence of the passages as an answer to a question, and in what order they come.

It knows a question's words, names and the sort of value that it asks for; what is quoted of them is `quoting`'s.
"""

import math
import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from rag.answers.check.negations import OPPOSITES
from rag.answers.confidence import likely
from rag.answers.given import holds, otherwise
from rag.answers.naming import named
from rag.answers.sought import asks_why, gives_reason, sought
from rag.index.reranking import Reranker
from rag.text.corrections import in_one_paragraph, last_correcting
from rag.text.headings import says_something
from rag.text.interviews import exchange
from rag.text.language import language, language_of
from rag.text.said.items import items_in
from rag.text.said.reading import left_out
from rag.text.sentences import has_stop
from rag.text.words import stems, words
from rag.types import Passage, Sentence, Span

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
# Within what of the first one's score a sentence goes before it that has what is asked for, where that has not; and
# where sentences were not read together with the question, so that their order is less sure.
_FITTING, _FITTING_UNREAD = 0.2, 0.5

ASKS_WHO = re.compile(r"(?:and )?(?:who|whom|wer|wen|wem)\b", re.IGNORECASE)
"""How a question for somebody begins, in English and German."""
_ASKS_NAME = re.compile(r"\b(?:who|whom|whose|where)\b", re.IGNORECASE)
# A sentence that opens so says of whom or of what only together with the one before it.
_LEANS = re.compile(r"[\"“‘']?(?:he|she|they|it|his|her|their|its|this|these|those|such)\b", re.IGNORECASE)
_FURTHEST = 2  # sentences before
_NAME = re.compile(r"(?<=[\w,;:’'\"“)] )[A-ZÀ-ÖØ-Þ][\w’'-]+")


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


def fitting_first(question: str, ranked: list[Scored]) -> list[Scored]:
    """The sentences, where it is asked who, why, or for a sort of value, and the best one names nobody, gives no
    reason, or holds none, with one first of its article that comes near and does."""
    if not ranked:
        return ranked
    value, best, mine = sought(question), ranked[0], ranked[0].whole.article.id
    near = [one for one in ranked if one.score >= best.score - _FITTING and one.whole.article.id == mine]
    # Where nobody read them with the question, the words around tell more than the order does.
    unread, fitting = is_unread(question, best.whole), list[Scored]()
    wide = [one for one in ranked if one.whole.article.id == mine]
    wide.sort(key=lambda one: -one.score - one.sentence.context)
    if value:
        among, least = (wide, best.score - _FITTING_UNREAD) if unread else (near, -math.inf)
        plain = (one for one in among if value.is_plain(one.whole.text, language_of(one.whole.article)))
        measured = [one for one in among if unread and value.is_measured(one.whole.text)]
        fitting = measured or [one for one in plain if one.score >= least]
    elif ASKS_WHO.match(question):
        fitting = [one for one in near if names_someone(one.whole, question) or name_left_out(one.whole)]
    elif unread and asks_why(question):
        fitting = [one for one in wide if gives_reason(one.whole.text, language_of(one.whole.article))]
    fit = best if best in fitting else next(iter(fitting), best)
    return [fit, *(one for one in ranked if one is not fit)]


def names_someone(span: Span, question: str = "") -> bool:
    """Whether a person is named in some words whom a question does not name, as far as rules tell."""
    asked = set(words(question))
    people = items_in(span, language_of(span.article), "person")
    return any(not asked.issuperset(one.key) for one in people)


def name_left_out(span: Span) -> Span | None:
    """The name of whom a sentence tells that leaves it out, where that is sure."""
    name = left_out(span.article.text, language_of(span.article), span.start, span.end)
    return Span(span.article, *name) if name else None


def is_unread(question: str, span: Span) -> bool:
    """Whether question or article are in another language than that in which both are read together."""
    return language_of(span.article) != "en" or language(question) != "en"


def _weighed(question: str, found: Sequence[Scored]) -> Iterator[Scored]:
    """The sentences, of which those count less that have another quantity than the question gives; as long as one has
    that. Else it is these that come nearest, which is said of them."""
    least = _OTHERWISE if any(holds(question, one.whole.text) for one in found) else 0.0
    for one in found:
        yield one._replace(score=one.score - least) if least and otherwise(question, one.whole.text) else one


def _read(question: str, ranked: Sequence[Scored], relevance: Reranker) -> list[Scored]:
    """The sentences, with the best of them read together with the question, best first; as they are where question or
    articles are in another language than that of which this was learned."""
    best = [one for one in ranked[:_AT_MOST_READ] if not is_unread(question, one.sentence)]
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
