"""`rag eval` on questions of every kind: right is what says the values that its kind needs and no wrong one, and cites
the articles that it needs.

A record of ``questions.jsonl`` is of this kind where it has one of `NEEDS`. ``values`` are groups of spellings, of each
of which one is said, ``ordered`` one after the other; ``wrong`` is not said; ``count`` comes first. Of
``evidence_ids`` are ``cited`` one, all, or exactly these, and of each of the ``sides`` one. ``verdict`` is yes, no or
open; ``speaker`` the full name of who says it; ``sentences`` the most that there may be; ``after`` the questions asked
before. Sets that find their answers by a rule over all articles (``rule``) or among sources that disagree (``need``)
are brought into the same form.
"""

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from rag.answers.answer import Answer
from rag.answers.pipeline import Rag
from rag.evaluation.questions import Question, load_records, read_question
from rag.evaluation.statistics import Statistics, percentile, resampled, with_intervals
from rag.text.words import fold, words

NEEDS = ("values", "wrong", "count", "cited", "sides", "verdict", "speaker", "sentences", "after", "rule", "need")
"""What a record has of which one makes its set one of kinds."""

Cited = Literal["one", "all", "exactly"]
Verdict = Literal["yes", "no", "open"]

_EVERY = ("list", "newest", "oldest")  # types found by rule all of whose answers are needed; of others one is enough
_PARTIAL = ("recall", "precision", "items", "wrong_alone")  # figures that an answer may lack and be right
_SAYS = re.compile(r"(yes|no)\b(?! articles?\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what an answer of its kind needs."""

    question: Question
    values: tuple[tuple[str, ...], ...] = ()
    ordered: bool = False
    wrong: tuple[str, ...] = ()
    count: int | None = None
    cited: Cited = "one"
    sides: tuple[frozenset[str], ...] = ()
    verdict: Verdict | None = None
    speaker: str | None = None
    sentences: int | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case with the answer to it."""

    case: Case
    answer: Answer

    @property
    def is_refused(self) -> bool:
        """Whether nothing is said to be an answer."""
        return not self.answer.found or not (self.answer.statements or self.answer.headline)

    @property
    def figures(self) -> Mapping[str, float]:
        """What of it is right, each in [0, 1], and ``right`` all of it; of what the case does not need nothing.

        ``said`` is the share of the values, ``every`` that all are said, ``clean`` that no wrong one is,
        ``wrong_alone`` that one is and no right one, ``order`` the share of neighbouring
        values that are in order, ``articles`` that those needed are cited, ``recall`` and ``precision`` the share of
        them that is, and of those cited that is needed, ``items`` the share of the rows listed that is a value,
        ``sides`` that each is cited, ``verdict`` and ``speaker`` that they are said.
        """
        case = self.case
        if not case.question.answerable:
            refused = float(self.is_refused or _is_none(self.answer))
            return {"refused": refused, "right": refused}
        parts = dict(self._said()) | dict(self._cites())
        needed = [value == 1.0 for name, value in parts.items() if name not in _PARTIAL]
        return parts | {"wrongly_refused": float(self.answer.refusal is not None), "right": float(all(needed))}

    def _said(self) -> Iterator[tuple[str, float]]:
        case, text = self.case, _plain(self.answer.text)
        found = [any(_places(one, text) for one in group) for group in case.values]
        if found:
            yield "said", sum(found) / len(found)
            yield "every", float(all(found))
        if case.ordered:
            yield "order", _order(case.values, text)
        rows = [_plain(row[0].text) for row in self.answer.table.rows] if self.answer.table else []
        if case.question.type == "items" and rows:
            known = [any(_places(one, row) for group in case.values for one in group) for row in rows]
            yield "items", sum(known) / len(rows)
        if case.wrong:
            wrong = any(_places(one, row) for one in case.wrong for row in rows or [text])
            yield "clean", float(not wrong)
            yield "wrong_alone", float(wrong and not any(found))
        said = self.answer.headline or self.answer.text
        if case.count is not None:
            yield "count", float(words(said)[:1] in ([str(case.count)], *([one] for one in case.question.answers)))
        if case.verdict is not None:
            match = _SAYS.match(said)
            yield "verdict", float((match[1].lower() if match else "open") == case.verdict)
        if case.speaker is not None:
            yield "speaker", float(bool(_places(case.speaker, text)))
        if case.sentences is not None:
            yield "short", float(0 < len(self.answer.statements) <= case.sentences)

    def _cites(self) -> Iterator[tuple[str, float]]:
        wanted, cited = set(self.case.question.evidence_ids), {one.article.id for one in self.answer.citations}
        if self.case.sides:
            yield "sides", float(all(side & cited for side in self.case.sides))
        elif wanted:
            ways = {"one": bool(wanted & cited), "all": wanted <= cited, "exactly": wanted == cited}
            yield "articles", float(ways[self.case.cited])
            if self.case.cited == "exactly":
                yield "recall", len(wanted & cited) / len(wanted)
                yield "precision", len(wanted & cited) / len(cited) if cited else 0.0


def is_of_kinds(questions: Path) -> bool:
    """Whether the questions of a file say what an answer of their kind needs."""
    if not questions.is_file():
        return False
    with questions.open(encoding="utf-8") as lines:
        try:
            return any(not set(NEEDS).isdisjoint(json.loads(line)) for line in lines if line.strip())
        except (ValueError, TypeError):  # what it is, the reader of the questions says
            return False


def load_cases(questions: Path, *, split: str | None = None, limit: int | None = None) -> list[Case]:
    """The cases of a file, as `load_questions` chooses them. Raises ``CorpusError`` where a line does not read."""
    return load_records(questions, "question", _case, split=split, limit=limit)


def answering(rag: Rag, cases: Sequence[Case]) -> Iterator[Outcome]:
    """Ask each question, after those that come before it."""
    for case in cases:
        history: list[Answer] = []
        for before in case.after:
            history.append(rag.ask(before, history))
        yield Outcome(case, rag.ask(case.question.text, history or case.question.history))


def kind_figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures of `Outcome.figures` over the outcomes that have them, and the time, with bootstrap intervals of
    95 %; and by kind without these."""
    by_type: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        by_type[one.case.question.type].append(one)
    record = {"questions": len(outcomes)} | with_intervals(_figures(outcomes))
    parts = {
        kind: {"questions": len(some)} | {name: float(values[0]) for name, values in _figures(some).items()}
        for kind, some in sorted(by_type.items())
    }
    return record | {"by_type": parts}


def _figures(outcomes: Sequence[Outcome]) -> Statistics:
    times = resampled(len(outcomes))
    known = [one.figures for one in outcomes]
    figures: Statistics = {}
    for name in dict.fromkeys(["right", *itertools.chain.from_iterable(known)]):
        has = np.array([float(name in one) for one in known])
        figures[name] = times @ np.array([one.get(name, 0.0) for one in known]) / np.maximum(times @ has, 1)
    seconds = np.array([one.answer.trace.timings.get("total", 0.0) for one in outcomes])
    for percent in (50, 95):
        figures[f"total_p{percent}_ms"] = percentile(seconds * 1e3, times, percent)
    return figures


def _case(record: dict[str, Any]) -> tuple[str, Case]:
    identifier, question = read_question(record)
    if "rule" in record:
        return identifier, _by_rule(question)
    if record.get("need") == "all":
        every = tuple((one,) for one in question.answers)
        return identifier, Case(question, every, wrong=tuple(record.get("wrong_answers") or ()))
    verdict, cited = record.get("verdict"), record.get("cited", "one")
    if cited not in get_args(Cited) or verdict not in (None, *get_args(Verdict)):
        raise ValueError(f"cited is one of {', '.join(get_args(Cited))}, verdict of {', '.join(get_args(Verdict))}")
    return identifier, Case(
        question,
        tuple(tuple(group) for group in record.get("values") or ()),
        bool(record.get("ordered")),
        tuple(record.get("wrong") or ()),
        record.get("count"),
        cited,
        tuple(frozenset(side) for side in record.get("sides") or ()),
        verdict,
        record.get("speaker"),
        record.get("sentences"),
        tuple(record.get("after") or ()),
    )


def _by_rule(question: Question) -> Case:
    """The case of a question whose answers a rule over all articles found."""
    number = next((int(one) for one in question.answers if one.isdecimal()), None)
    every = tuple((one,) for one in question.answers) if question.type in _EVERY else (question.answers,)
    return Case(question, () if number is not None else every, count=number, cited="exactly")


def _is_none(answer: Answer) -> bool:
    """Whether an answer says itself that there is nothing, as of articles that are asked for."""
    return bool(re.match(r"(?:no(?:ne)?|0)\b", answer.headline or "", re.IGNORECASE))


def _order(groups: Sequence[Sequence[str]], text: str) -> float:
    """The share of neighbouring groups, of those that are said, of which the first is said before the last word of the
    second; 0 where fewer than two are."""
    said = [places for group in groups if (places := [at for one in group for at in _places(one, text)])]
    pairs = list(itertools.pairwise(said))
    return sum(min(one) < max(two) for one, two in pairs) / len(pairs) if pairs else 0.0


def _places(value: str, plain: str) -> list[int]:
    """Where a value is said in plain text: it begins a word, and a number is all of one."""
    said = _plain(value)
    end = r"(?!\w)" if said[-1:].isdigit() else ""
    return [match.start() for match in re.finditer(rf"(?<!\w){re.escape(said)}{end}", plain)] if said else []


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("’", "'").split())
