"""`rag eval` on claims: how well the check of statements tells what articles support from what they do not.

There are claims that people have judged (``claims.jsonl``), and sentences known to be right in which an error was
planted (`rag.evaluation.planting`). The check itself is called as the product calls it and looked into no further.
"""

import re
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from rag.answers.check.verdict import RULES
from rag.answers.citing import Checker
from rag.answers.judging import Judge
from rag.corpus.reading import read_file
from rag.errors import ArgumentError, CorpusError
from rag.evaluation.planting import KINDS, Known, Origin, Planted, plant
from rag.evaluation.questions import ANSWERED_FROM, half, load_questions, load_records
from rag.evaluation.statistics import Statistics, auroc, decisions, percentile, resampled, with_intervals
from rag.index.found import Found
from rag.index.search import Index
from rag.text.sentences import sentences
from rag.text.words import words
from rag.types import Article, Citation, Verdict

Label = Literal["supported", "partially_supported", "not_supported"]
PLANTED = 300
"""Sentences with an error at most, where nothing else is asked for."""
_LABELS: Mapping[str, Label] = {one: one for one in get_args(Label)} | {
    "Complete": "supported", "Partial": "partially_supported", "Incomplete": "not_supported"
}  # fmt: skip
_UNJUDGED = ("Missing", "N/A", None)  # what was not held against a source
_MARKER = re.compile(r"\s*\[\d+(?:\s*[,;]\s*\d+)*\]")
_VERDICTS: tuple[Verdict, ...] = ("unsupported", "partly", "supported")  # worst first
_LEANING = "he she they it his her their its this that these those such there here then also but and or so yet however"
_LONG_ANSWER = 9  # words from which an answer of a data set may be a sentence


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that cites articles, and how people have judged whether they support it.

    Each of ``supporting_sets``, where there are any, holds the numbers of lines, from 0, of its article that support it
    together.
    """

    id: str
    text: str
    label: Label
    evidence_ids: tuple[str, ...]
    type: str = "all"
    supporting_sets: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What the check said of a text: the worst verdict and the least support of its statements, their reasons, all they
    cite, and how long it took in milliseconds."""

    verdict: Verdict
    support: float
    reason: str | None
    citations: tuple[Citation, ...]
    milliseconds: float

    @property
    def supported(self) -> bool:
        return self.verdict == "supported"


@dataclass(frozen=True, slots=True)
class Case:
    """A text whose right verdict is known, and what the check said of it.

    ``origin`` is where it comes from, ``kind`` the label of a claim, the kind of a planted error, or ``untouched``.
    ``evidence_hit`` says of a supported claim whether a citation overlaps what supports it, where that is known.
    """

    id: str
    text: str
    supported: bool
    origin: Literal["claim"] | Origin
    kind: str
    judged: Judged
    planted: Planted | None = None
    evidence_hit: bool | None = None

    @property
    def named(self) -> bool:
        """Whether the reason holds a word that was planted, or one that it was planted for."""
        if self.planted is None or self.judged.reason is None:
            return False
        changed = set(words(self.planted.planted)) ^ set(words(self.planted.right))
        return not changed.isdisjoint(words(self.judged.reason))


def has_claims_only(dataset: Path) -> bool:
    """Whether a data set is one of claims, with no questions."""
    return (dataset / "claims.jsonl").is_file() and not (dataset / "questions.jsonl").is_file()


def load_claims(dataset: Path, *, split: str | None = None, limit: int | None = None) -> list[Claim]:
    """The claims of a data set that were judged against articles, without markers; split and limit as of questions.

    Raises ``CorpusError`` where there are none, or a line does not read.
    """
    path = dataset / "claims.jsonl"
    if not path.is_file():
        raise CorpusError(f"There is no {path}: give a folder with articles.jsonl and claims.jsonl.")
    return load_records(path, "claim", _claim, split=split, limit=limit)


def rules_of(names: Collection[str] | None) -> frozenset[str]:
    """The names of some rules, each of which there must be. Raises ``ArgumentError``."""
    unknown = sorted(set(names or ()) - RULES.keys())
    if unknown:
        raise ArgumentError(f"The check has no rule {unknown[0]!r}: choose of {', '.join(RULES)}.")
    return frozenset(names or ())


def check_claims(
    index: Index, claims: Sequence[Claim], *, judge: Judge | None = None, without: Collection[str] = ()
) -> Iterator[Case]:
    """Check each claim against all passages of the articles that it cites, with the judge, if one is given, and without
    the rules of some names.

    Raises ``CorpusError`` where the index has none of them.
    """
    _warm(index)
    for claim in claims:
        found = index.whole(claim.evidence_ids)
        if not found.passages:
            raise CorpusError(f"The claim {claim.id} cites articles that are not in articles.jsonl: mend or remove it.")
        judged = _judged(index, claim.text, found, judge, without)
        supported = claim.label == "supported"
        hit = None
        if supported and any(claim.supporting_sets):
            hit = _cites(judged.citations, found.passages[0].article, claim.supporting_sets)
        yield Case(claim.id, claim.text, supported, "claim", claim.label, judged, evidence_hit=hit)


def claim_figures(cases: Sequence[Case]) -> dict[str, Any]:
    """How well the verdicts on claims agree with the labels; beside each figure its bootstrap interval of 95 %.

    A claim is taken for supported where the verdict says so and nothing less. ``balanced_accuracy`` is the mean of the
    shares of supported and of other claims that are told right; ``auroc`` that of the support; ``evidence_hit`` the
    share of supported claims whose citations overlap a line that supports them; ``confusion`` counts labels by verdict.
    """
    times = resampled(len(cases))
    truth = np.array([case.supported for case in cases])
    said = np.array([case.judged.supported for case in cases])
    support = np.array([case.judged.support for case in cases])
    accuracy = decisions(truth, said, times)
    refused = times @ (~truth & ~said) / np.maximum(times @ ~truth, 1)
    figures = {"balanced_accuracy": (accuracy["recall"] + refused) / 2} | accuracy
    figures["auroc"] = auroc(truth, support, times)
    known = np.array([case.evidence_hit is not None for case in cases])
    if known.any():
        hits = np.array([bool(case.evidence_hit) for case in cases])
        figures["evidence_hit"] = times @ hits / np.maximum(times @ known, 1)
    confusion = Counter((case.kind, case.judged.verdict) for case in cases)
    return (
        {"claims": len(cases), "supported": int(truth.sum())}
        | with_intervals(figures | _durations(cases))
        | {"confusion": {label: {verdict: confusion[label, verdict] for verdict in reversed(_VERDICTS)}
                         for label in get_args(Label)}}
    )  # fmt: skip


def known_sentences(dataset: Path, *, split: str | None = None) -> tuple[list[Known], dict[str, str]]:
    """Sentences of a data set that its articles support, and the texts of these by id.

    Verbatim are those of the articles; paraphrased are claims labelled supported, and the sentences of long reference
    answers that have evidence. Only English articles count. A ``split`` is ``dev`` or ``test``: two halves by the
    CRC-32 of the first article's id, so that no article is in both. Raises ``CorpusError``.
    """
    if split not in (None, "dev", "test"):
        raise CorpusError(f"Sentences have no split {split!r}: choose dev, test.")
    path = dataset / "articles.jsonl"
    if not path.is_file():
        raise CorpusError(f"There is no {path}: give a folder with articles.jsonl.")
    articles, _ = read_file(path.name, path.read_bytes())
    english = [one for one in articles if one.lang is None or one.lang.startswith("en")]
    known = [
        Known(f"{article.id}:{start}", article.text[start:end], "verbatim", (article.id,), start)
        for article in english
        if split in (None, half(article.id))
        for start, end in sentences(article.text, article.lang)
        if stands_alone(article.text[start:end])
    ]
    texts = {article.id: article.text for article in english}
    paraphrased = {one.text: one for one in _paraphrased(dataset) if one.article_ids[0] in texts}
    known += [one for one in paraphrased.values() if split in (None, half(one.article_ids[0]))]
    return known, texts


def stands_alone(text: str) -> bool:
    """Whether a sentence can be understood by itself, as far as its form tells: a whole declarative one of 8 to 40
    words, no heading, list entry or caption, that does not open with a word which leans on what stands before."""
    split = text.split()
    return (
        8 <= len(split) <= 40
        and text[0].isupper()
        and re.search(r"[^.!?:\s] ?\.(?:[\"”]| '')?$", text) is not None
        and split[0].strip(",").lower() not in _LEANING.split()
        and not re.search(r"^\w+:|[\n|?#\[\]]|https?:|\b(?:Image|File|Photo):|\.\.\.|…", text)
        and text.count('"') % 2 == 0
        and all(text.count(left) == text.count(right) for left, right in (("(", ")"), ("“", "”"), ("``", "''")))
    )


def plant_both(known: Sequence[Known], texts: Mapping[str, str], *, count: int = PLANTED) -> list[Planted]:
    """Errors in verbatim and in paraphrased sentences, half of them each where both have enough.

    Raises ``CorpusError`` where there is none to be planted.
    """
    verbatim, paraphrased = (
        plant([one for one in known if one.origin == origin], texts, count=count) for origin in get_args(Origin)
    )
    kept = min(len(paraphrased), max(count // 2, count - len(verbatim)))
    planted = [*verbatim[: count - kept], *paraphrased[:kept]]
    if not planted:
        raise CorpusError("The articles have no English sentence to plant an error in: give another data set.")
    return planted


def check_planted(index: Index, planted: Sequence[Planted]) -> Iterator[Case]:
    """Check each sentence with its error, and each that one was planted in as it was, against the same passages.

    They are what a search for the sentence as it was brings, since an answer's passages are found before it is written;
    and of its own articles those that overlap the sentence, or all where it is a paraphrase, since that is the evidence
    that it is known from, and what stands in no passage would be missed whatever the check does.
    """
    _warm(index)
    seen: set[str] = set()
    for one in planted:
        known = one.known
        found = _passages(index, known)
        if known.id not in seen:
            seen.add(known.id)
            yield Case(known.id, known.text, True, known.origin, "untouched", _judged(index, known.text, found))
        yield Case(known.id, one.text, False, known.origin, one.kind, _judged(index, one.text, found), planted=one)


def plant_figures(cases: Sequence[Case]) -> dict[str, Any]:
    """For verbatim and for paraphrased sentences, how many errors were caught and how many right sentences flagged;
    beside each figure its bootstrap interval of 95 %.

    Caught is what gets any verdict but ``supported``: of each kind; of numbers, dates and quotations together
    (``caught_exact``); of all. ``caught_named`` is the share of those with an error whose reason holds a word that was
    planted or the one that stood there, negations aside, as any reason may say "not". ``flagged_untouched`` is the
    share of the sentences as they were that are not held to be supported; ``auroc`` is that of the support.
    """
    figures: dict[str, Any] = {}
    for origin in get_args(Origin):
        own = [case for case in cases if case.origin == origin]
        if own:
            figures[origin] = _caught(own)
    return figures


def worst(cases: Sequence[Case], count: int) -> list[Case]:
    """So many texts that were wrongly taken for supported, those with the most support first, and so many that were
    wrongly not, those with the least first."""
    missed = [case for case in cases if case.judged.supported and not case.supported]
    flagged = [case for case in cases if case.supported and not case.judged.supported]
    missed.sort(key=lambda case: -case.judged.support)
    return [*missed[:count], *sorted(flagged, key=lambda case: case.judged.support)[:count]]


def _claim(record: dict[str, Any]) -> tuple[str, Claim] | None:
    label = record["label"]
    evidence = record.get("evidence_ids", [record["article_id"]] if "article_id" in record else [])
    if label in _UNJUDGED or not evidence:
        return None
    if label not in _LABELS:
        raise ValueError(f"its label {label!r} is none of {', '.join(_LABELS)}")
    claim = Claim(
        str(record["id"]),
        _MARKER.sub("", record["claim"]),
        _LABELS[label],
        tuple(evidence),
        record.get("type") or record.get("system") or "all",
        tuple(tuple(lines) for lines in record.get("supporting_sets") or ()),
    )
    return claim.id, claim


def _paraphrased(dataset: Path) -> Iterator[Known]:
    """What people wrote after articles, sentence by sentence."""
    if (dataset / "claims.jsonl").is_file():
        for claim in load_claims(dataset):
            if claim.label == "supported":
                yield Known(claim.id, claim.text, "paraphrased", claim.evidence_ids)
    if (dataset / "questions.jsonl").is_file():
        for question in load_questions(dataset):
            if not question.answerable or not question.evidence_ids:
                continue
            for place, answer in enumerate(question.answers):
                if len(answer.split()) >= _LONG_ANSWER:
                    for start, end in sentences(answer):
                        if stands_alone(answer[start:end]):
                            identifier = f"{question.id}/{place}:{start}"
                            yield Known(identifier, answer[start:end], "paraphrased", question.evidence_ids)


def _passages(index: Index, known: Known) -> Found:
    searched, whole = index.search(known.text, k=ANSWERED_FROM), index.whole(known.article_ids)
    places = {(passage.article.id, passage.start) for passage in searched.passages}
    end = known.start + len(known.text)
    more = [
        hit
        for hit in whole.hits
        if (hit.passage.article.id, hit.passage.start) not in places
        and (known.origin == "paraphrased" or (hit.passage.start < end and known.start < hit.passage.end))
    ]
    return replace(searched, hits=(*searched.hits, *more))


def _warm(index: Index) -> None:
    """The first text loads what the others find loaded."""
    index.nearness(index.search("anything", k=1))("anything")


def _judged(index: Index, text: str, found: Found, judge: Judge | None = None, without: Collection[str] = ()) -> Judged:
    started = time.perf_counter()
    checker = Checker(found.passages, index.nearness(found), without=without)
    if judge is None:
        statements = checker.check(text)
    else:
        *_, (statements, _) = checker.judged(text, judge)
    milliseconds = (time.perf_counter() - started) * 1e3
    return Judged(
        min((one.verdict for one in statements), key=_VERDICTS.index, default="unsupported"),
        min((one.support for one in statements), default=0.0),
        "; ".join(one.reason for one in statements if one.reason) or None,
        tuple(citation for one in statements for citation in one.citations),
        milliseconds,
    )


def _cites(citations: Sequence[Citation], article: Article, sets: Sequence[Sequence[int]]) -> bool:
    """Whether a citation overlaps a line of the article whose number, from 0, stands in one of the sets."""
    wanted = {number for one in sets for number in one}
    start = 0
    for number, line in enumerate(article.text.split("\n")):
        end = start + len(line)
        if number in wanted and any(
            one.article.id == article.id and one.start < end and start < one.end for one in citations
        ):
            return True
        start = end + 1
    return False


def _caught(cases: Sequence[Case]) -> dict[str, Any]:
    altered = [case for case in cases if not case.supported]
    untouched = [case for case in cases if case.supported]
    figures: Statistics = {}
    groups = {"": KINDS, "_exact": ("number", "date", "quotation"), **{f"_{kind}": (kind,) for kind in KINDS}}
    for name, kinds in groups.items():
        if caught := [not case.judged.supported for case in altered if case.kind in kinds]:
            figures[f"caught{name}"] = _share(caught)
    if nameable := [case.named for case in altered if case.kind != "negation"]:
        figures["caught_named"] = _share(nameable)
    figures["flagged_untouched"] = _share([not case.judged.supported for case in untouched])
    truth = np.array([case.supported for case in cases])
    figures["auroc"] = auroc(truth, np.array([case.judged.support for case in cases]), resampled(len(cases)))
    counts = {"altered": len(altered), "untouched": len(untouched)}
    counts |= {f"altered_{kind}": sum(case.kind == kind for case in altered) for kind in KINDS}
    return counts | with_intervals(figures | _durations(cases))


def _share(true: Sequence[bool]) -> NDArray[np.float64]:
    """The share of what holds, first as it is and then for each resample."""
    share: NDArray[np.float64] = resampled(len(true)) @ np.array(true, float) / len(true)
    return share


def _durations(cases: Sequence[Case]) -> Statistics:
    taken, times = np.array([case.judged.milliseconds for case in cases]), resampled(len(cases))
    return {f"check_p{percent}_ms": percentile(taken, times, percent) for percent in (50, 95)}
