"""An answer made of quoted sentences, with no language model; and how sure we are that there is an answer at all.

It chooses among the sentences of the passages that a search found. It composes nothing: every statement is a slice of
an article, cited as itself; the name of whom it is, where it leaves that out, is a slice of its own.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.answers.asking.asked import Asked
from rag.answers.confidence import ENOUGH, LONGEST, reckoned
from rag.answers.given import otherwise
from rag.answers.naming import is_of, named, unnamed
from rag.answers.scoring import ASKS_WHO, Scored, fitting_first, is_unread, name_left_out, names_someone, scored
from rag.answers.sought import sought
from rag.answers.statements import Statement
from rag.index.reranking import Reranker
from rag.text.coordination import FEWEST, enumerated
from rag.text.corrections import in_one_paragraph
from rag.text.interviews import paragraphs
from rag.text.language import foreign, language_of
from rag.text.words import FUNCTION_STEMS, own_stems, stems
from rag.types import Passage, Span

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

# A further sentence is quoted where its score comes so near the first one's; one of the same article also from
# further off where an explanation is asked for, which is seldom in one sentence, or where the first one has less than
# a part of the question's words, so that it is less sure to be the right one (docs/answers.md).
_NEAR, _NEAR_UNSURE, _NEAR_EXPLAINING = 0.8, 0.75, 0.7
_NEAR_LISTED, _MOST_LISTED, _NEAREST, _SHORT = 0.5, 14, 4, 4  # of a list that goes through one article
_SURE_COVERAGE = 0.5
# The log odds of its answering below which a further sentence is not quoted, and how far they may be below the first
# one's, which needs no other where they are high (docs/retrieval.md).
_UNLIKELY, _BELOW = -1.5, 2.0
# Two sentences say the same that share so much of all their words.
_REPEATS = 0.8
_BETWEEN = 0.6  # what counts as that share where sentence and question are in two languages, and can have few in common
_FURTHEST = 2  # sentences behind one that is quoted


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
    asked: Asked | None = None,
) -> Quoted:
    """The sentences of the passages that answer a question best, none twice in other clothes.

    ``relevance``, where there is one, reads the best of them together with the question and says with what log odds
    each answers it. ``query`` is what the passages were searched for, where that is more than the question. What is
    ``asked`` for an explanation or a list is quoted at more length.
    A sentence that leans on the one before it ("He said so on Monday.") is quoted together with that one, and one that
    is taken back ("That is wrong.") with what takes it back. Such a correction goes first.
    """
    ranked = fitting_first(question, by_score := scored(question, passages, relevance, query))
    if not ranked:
        return Quoted((), 0.0)
    near = _NEAR_UNSURE if ranked[0].sentence.coverage < _SURE_COVERAGE else _NEAR
    near = _NEAR_EXPLAINING if asked and asked.explains else near
    chosen = _listing(ranked) if asked and asked.listed and _is_throughout(ranked) else _chosen(question, ranked, near)
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
    if lang != "en":
        return False, None
    if (given := otherwise(question, first.text)) is not None:
        return True, f"tells this of “{given}”, only of another number"
    name = unnamed(question, first.article)
    return name is not None, None if name is None else f"tells this of “{name}”"


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
    name = name_left_out(span)
    return Statement.quoting(paragraphs(span), [name] if name else [], named=name is not None)


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


def _is_throughout(ranked: Sequence[Scored]) -> bool:
    """Whether all nearest sentences are of one article, which may list things throughout, and the first lists none."""
    same = len({one.sentence.article.id for one in ranked[:_NEAREST]}) == 1
    return same and not _enumerates(ranked[0].sentence)


def _enumerates(span: Span) -> bool:
    """Whether a sentence names things of a few words each in a row."""
    text = span.text
    rows = enumerated(text, language_of(span.article))
    lengths = ([len(text[a:b].split()) for a, b in row] for row in rows if len(row) >= FEWEST)
    return any(sum(row) <= _SHORT * len(row) for row in lengths)


def _listing(ranked: Sequence[Scored]) -> list[Span]:
    """The sentences of the first one's article that come near to what a list is asked of, best first."""
    chosen: list[Span] = []
    for one in (one for one in ranked if one.score >= _NEAR_LISTED * ranked[0].score):
        if one.sentence.article.id == ranked[0].sentence.article.id:
            chosen.append(one.sentence if any(one.whole.overlaps(other) for other in chosen) else one.whole)
    return chosen[:_MOST_LISTED]


def _naming(question: str, chosen: Sequence[Span], passages: Sequence[Passage]) -> list[Span]:
    """Where it is asked who, or for a sort of value where no model reads them with the question, and no sentence that
    is chosen names anybody, or holds one, the one close behind the first, or behind any of its article, that does."""
    value = sought(question) if is_unread(question, chosen[0]) else None
    if len(chosen) == MAXIMUM or not (value or ASKS_WHO.match(question)):
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


def _signals(question: str, query: str, ranked: Sequence[Scored], least: float) -> tuple[float, ...]:
    """What the confidence is reckoned from, the share of the question's words taken for the ``least`` at least."""
    own = len(own_stems(query))
    cosine = max(one.sentence.cosine for one in ranked)
    signals = cosine, max(ranked[0].sentence.coverage, least), min(own, LONGEST) / 10
    read = [one.log_odds for one in ranked if one.log_odds is not None]
    return (*signals, named(question, ranked[0].sentence.article), read[0]) if read else signals


def _repeats(one: Span, other: Span) -> bool:
    """Whether a sentence lies in another, has no word that the other lacks, or says the same in nearly the same words,
    as two printings of a text do."""
    left, right = set(stems(one.text)), set(stems(other.text))
    return one.overlaps(other) or left <= right or len(left & right) >= _REPEATS * len(left | right)


def _same_figure(one: Span, other: Span) -> bool:
    """Whether two sentences hold the same number of the same thing, as far as their words tell."""
    shared = set(stems(one.text)) & set(stems(other.text)) - FUNCTION_STEMS
    return any(stem[0].isdigit() for stem in shared) and not all(stem[0].isdigit() for stem in shared)
