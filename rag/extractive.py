"""An answer made of quoted sentences, with no language model; and how sure we are that there is an answer at all.

It chooses among the sentences of the passages that a search found. It composes nothing: every statement is a slice of
an article, cited as itself.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.chunking import header, sentences
from rag.embedding import Embedder
from rag.index import Found
from rag.keywords import FUNCTION_STEMS, stems
from rag.types import Citation, Span, Statement

MAXIMUM = 5
"""Quotes in an answer at most."""
THRESHOLD = 0.25
"""The confidence below which quotes are not offered as an answer. Of clapnq's development questions it refuses 41 % of
the unanswerable and 5 % of the answerable ones, of wikinews' 33 % and 10 % (`rag eval`; docs/retrieval.md says why not
more)."""

# Weights of what speaks for a sentence: the best of a grid on development questions of clapnq and squad2, of which the
# first choice of sentence then holds the answer in 0.74 and 0.76 (docs/retrieval.md has what each weight brings).
_COSINE, _COVERAGE, _CONTEXT, _RANK, _KIND = 1.0, 0.4, 0.2, 0.1, 0.1
# Only so many sentences, the best by all but the cosine, are embedded: 16 choose the same as all 41 on average, in a
# third of the time.
_EMBEDDED = 16
# A further sentence is quoted where its score comes so near the first one's: two to three quotes an answer, one of
# which holds the answer in 0.87 (squad2), 0.90 (clapnq) and 0.82 (wikinews).
_NEAR = 0.85
# Logistic regression on those questions and as many unanswerable ones: the first sentence's cosine and coverage, and
# the best passage's cosine. Area under the ROC curve (`rag eval`): clapnq 0.87, wikinews 0.77, squad2 0.61.
_LOGIT_COSINE, _LOGIT_COVERAGE, _LOGIT_PASSAGE, _LOGIT_CONSTANT = 3.04, 1.76, 4.31, -5.35

# What a question asks for, and what a sentence that tells it holds. English only; other questions go without.
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d{2}|january|february|march|april|may|june|july|august|september|october|november|december|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|century|decade|year|month|week|day|spring|summer"
    r"|autumn|winter)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion|half"
    r"|third|quarter|twice|none|no)\b",
    re.IGNORECASE,
)
_KINDS = (
    (re.compile(r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time|century)\b", re.IGNORECASE), _TIME),
    (
        re.compile(
            r"\bhow (?:many|much|long|old|far|tall|big|large|often|high|fast|strong|deep|wide|heavy)\b"
            r"|\bwhat (?:percentage|percent|number|proportion)\b",
            re.IGNORECASE,
        ),
        _QUANTITY,
    ),
)
_ASKS_NAME = re.compile(r"\b(?:who|whom|whose|where)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=[\w,;:’'\"“)] )[A-ZÀ-ÖØ-Þ][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Quoted:
    """The best sentences as statements, best first, and the confidence in [0, 1] that they answer the question."""

    statements: tuple[Statement, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may answer, and what speaks for it.

    ``coverage`` and ``context`` in [0, 1] are the shares, by rarity, of the question's words that stand in the
    sentence, and in the sentence, its neighbours and the title together. ``rank`` in (0, 1] is 1 / the rank of its
    passage. ``kind`` is 1 where the sentence holds the kind of thing asked for, -1 where it does not, and 0 where the
    question does not say.
    """

    span: Span
    coverage: float
    context: float
    rank: float
    kind: int

    @property
    def words_score(self) -> float:
        return _COVERAGE * self.coverage + _CONTEXT * self.context + _RANK * self.rank + _KIND * self.kind


def quote(question: str, found: Found, embedder: Embedder) -> Quoted:
    """The sentences of the passages found that answer a question best, none twice in other clothes."""
    candidates = sorted(_candidates(question, found), key=lambda candidate: -candidate.words_score)[:_EMBEDDED]
    if not candidates:
        return Quoted((), 0.0)
    vectors = embedder.embed_documents([f"{header(one.span.article)}\n{one.span.text}" for one in candidates])
    cosines: list[float] = (vectors @ embedder.embed_query(question)[0]).tolist()
    scores = [_COSINE * cosine + one.words_score for one, cosine in zip(candidates, cosines, strict=True)]
    order = sorted(range(len(candidates)), key=lambda number: -scores[number])
    first = order[0]
    nearest = max((passage.scores.dense or 0.0 for passage in found.passages), default=0.0)
    logit = (
        _LOGIT_COSINE * cosines[first]
        + _LOGIT_COVERAGE * candidates[first].coverage
        + _LOGIT_PASSAGE * nearest
        + _LOGIT_CONSTANT
    )
    chosen: list[Span] = []
    for number in order:
        span = candidates[number].span
        if len(chosen) == MAXIMUM or scores[number] < _NEAR * scores[first]:
            break
        if not any(_same(span, other) for other in chosen):
            chosen.append(span)
    statements = tuple(
        Statement(span.text, (Citation(span.article, span.start, span.end, number),), "supported", lead="\n\n")
        for number, span in enumerate(chosen, 1)
    )
    return Quoted(statements, 1 / (1 + math.exp(-logit)))


def _candidates(question: str, found: Found) -> list[_Candidate]:
    """Every sentence of the passages once; headings are left out, as they say nothing."""
    weights = {stem: weight for stem, weight in found.rarity.items() if stem not in FUNCTION_STEMS} or found.rarity
    made: dict[tuple[str, int, int], _Candidate] = {}
    for rank, passage in enumerate(found.passages, 1):
        article = passage.article
        spans = [
            Span(article, passage.start + start, passage.start + end)
            for start, end in sentences(passage.text, article.lang)
        ]
        held = [set(stems(span.text)) for span in spans]
        title = set(stems(article.title))
        for number, span in enumerate(spans):
            if span.text.startswith("#") or not held[number]:
                continue
            around = title.union(*held[max(0, number - 1) : number + 2])
            candidate = _Candidate(
                span, _share(weights, held[number]), _share(weights, around), 1 / rank, _kind(question, span.text)
            )
            made.setdefault((article.id, span.start, span.end), candidate)
    return list(made.values())


def _kind(question: str, sentence: str) -> int:
    """Whether a sentence holds a time, a quantity or a new name, where the question asks for one: 1, -1, or 0."""
    for asks, tells in _KINDS:
        if asks.search(question):
            return 1 if tells.search(sentence) else -1
    if not _ASKS_NAME.search(question):
        return 0
    asked = question.lower()
    return 1 if any(name.lower() not in asked for name in _NAME.findall(sentence)) else -1


def _same(one: Span, other: Span) -> bool:
    """Whether two sentences say the same in nearly the same words, as two printings of an agency's text do."""
    left, right = set(stems(one.text)), set(stems(other.text))
    return len(left & right) >= 0.8 * len(left | right)


def _share(weights: Mapping[str, float], held: set[str]) -> float:
    total = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in held) / total if total else 0.0
